"""Methods that are static or class methods without being declared so."""


class Made:
    def __new__(cls, value):
        self = object.__new__(cls)
        self.value = value
        return self

    def __class_getitem__(cls, item):
        return (cls.__name__, item)


class Registry:
    def __init_subclass__(cls, tag="none", **rest):
        super(Registry, cls).__init_subclass__(**rest)
        cls.tag = tag


class Tagged(Registry, tag="t1"):
    pass


class Untagged(Registry):
    pass


class Meta(type):
    def __new__(meta, name, bases, namespace):
        print(type(namespace["__new__"]).__name__)
        return type.__new__(meta, name, bases, namespace)


class WithMeta(metaclass=Meta):
    def __new__(cls):
        return 3


def test_kinds():
    names = vars(Made)
    return (
        type(names["__new__"]).__name__,
        type(names["__class_getitem__"]).__name__,
        type(vars(Registry)["__init_subclass__"]).__name__,
        type(vars(WithMeta)["__new__"]).__name__,
    )


def test_new_through_an_instance():
    return Made(1).__new__(Made, 2).value


def test_class_getitem():
    return (Made[1], Made["a", "b"])


def test_init_subclass():
    return (Tagged.tag, Untagged.tag)


def test_init_subclass_by_hand():
    Registry.__init_subclass__()
    return Registry.tag


def test_unknown_keyword():
    class Wrong(Registry, other=1):
        pass


def test_metaclass():
    return WithMeta()
