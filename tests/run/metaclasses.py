"""Metaclasses, with keywords in the class statement."""


class Meta(type):
    def __new__(meta, name, bases, namespace, **options):
        namespace["made_by"] = meta.__name__
        namespace["options"] = sorted(options.items())
        return type.__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **options):
        type.__init__(cls, name, bases, namespace)

    def describe(cls):
        return cls.__name__ + "?"


class WithMeta(metaclass=Meta, flavour="sweet"):
    pass


class InheritsMeta(WithMeta):
    pass


def test_metaclass():
    return (WithMeta.made_by, WithMeta.options, InheritsMeta.made_by, InheritsMeta.describe(), type(WithMeta).__name__)


def test_wrong_keyword():
    class_keyword("x")


def class_keyword(flavour):
    return type("Plain", (), {}, flavour=flavour)


CALLS = ("Meta('M', (), {}).made_by", "Meta('M', (), {}, a=1).options", "type('X', (WithMeta,), {}).describe()")


def test_metaclass_with_a_property_dict():
    class Meta(type):
        @property
        def __dict__(self):
            raise ValueError("not to be asked")

    class Thing(metaclass=Meta):
        def __init_subclass__(cls):
            return None

        def __new__(cls):
            return object.__new__(cls)

    class Derived(Thing):
        pass

    return type(Thing()).__name__, type(Derived()).__name__
