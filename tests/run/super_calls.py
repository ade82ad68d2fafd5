"""`super()` without arguments and `__class__`."""


class Base:
    kind = "base"
    count = 0

    def __init__(self, name):
        self.name = name
        Base.count = 0

    def who(self):
        return "Base " + self.name

    def template(self):
        return "<" + self.who() + ">"


class Cooperative(Base):
    def __init__(self, name):
        super().__init__(name + "!")

    def who(self):
        return "co-" + super().who()

    def old_super(self):
        return super(Cooperative, self).who()


class Left(Base):
    def who(self):
        return "left " + super().who()


class Right(Base):
    def who(self):
        return "right " + super().who()


class Diamond(Left, Right):
    def who(self):
        return "diamond " + super().who()


class Registry:
    seen = []

    def __init_subclass__(cls, tag="none", **rest):
        super().__init_subclass__(**rest)
        cls.tag = tag


class Tagged(Registry, tag="t1"):
    pass


def test_super():
    c = Cooperative("c")
    return (c.who(), c.template(), c.old_super())


def test_diamond():
    names = []
    for base in Diamond.__mro__:
        names.append(base.__name__)
    return (Diamond("x").who(), names)


def test_init_subclass():
    return (Tagged.tag, Registry.seen)


# --- __class__ ---------------------------------------------------------------------------


class WithClassCell:
    def kind(self):
        return __class__

    def in_function(self):
        def inner():
            return __class__.__name__

        return inner(), (lambda: __class__ is WithClassCell)()

    @staticmethod
    def static():
        return __class__.__name__

    @classmethod
    def by_class(cls):
        return __class__.__name__, cls.__name__


class Below(WithClassCell):
    pass


def test_class_of_the_definition():
    b = Below()
    return b.kind() is WithClassCell, b.in_function(), Below.static(), Below.by_class()


def test_class_cell_is_free_variable():
    return WithClassCell.kind.__code__.co_freevars, WithClassCell.kind.__closure__[0].cell_contents is WithClassCell


def test_namespace_has_no_class_cell_afterwards():
    return sorted([k for k in vars(WithClassCell) if "cell" in k])


def test_rebinding_class():
    class C:
        def f(self):
            nonlocal __class__
            __class__ = int
            return __class__

        def g(self):
            return __class__

    c = C()
    return c.g() is C, c.f(), c.g()


def test_super_after_rebinding_class():
    class C:
        def f(self):
            nonlocal __class__
            __class__ = 5
            return super()

    C().f()


def test_deleted_class():
    class C:
        def f(self):
            nonlocal __class__
            del __class__
            return super()

    C().f()


def test_class_of_nested_classes():
    class Outer:
        def make(self):
            class Inner:
                outer = __class__

                def kinds(self):
                    return __class__.__name__, Inner.outer.__name__

            return Inner

    return Outer().make()().kinds()


# --- super in all kinds of methods -------------------------------------------------------


class Plain:
    def __new__(cls, *args):
        self = super().__new__(cls)
        self.made = cls.__name__
        return self

    def __init__(self, *args):
        super().__init__()
        self.args = args

    @classmethod
    def create(cls, *args):
        return cls(*args)

    @staticmethod
    def tool():
        return "plain tool"

    @property
    def size(self):
        return 1

    def __getitem__(self, key):
        return "item", key

    def __eq__(self, other):
        return True

    def __repr__(self):
        return "Plain"


class Refined(Plain):
    def __init__(self, first, *rest):
        super().__init__(first + 1, *rest)

    @classmethod
    def create(cls, *args):
        return "refined", super().create(*args)

    @property
    def size(self):
        return super().size + 1

    def __getitem__(self, key):
        return super().__getitem__(key * 2)

    def __eq__(self, other):
        return super().__eq__(other)

    def __repr__(self):
        return "Refined(%s)" % super().__repr__()

    def attribute(self):
        return super().tool()

    def in_function(self):
        def inner(self):
            return super().__getitem__(self.args[0])

        return inner(self)

    def in_lambda(self):
        return (lambda me: super().size)(self)

    def on_other(self, other):
        self = other
        return super().size

    def captured(self):
        def peek():
            return self

        return super().size, peek() is self


def test_special_methods():
    r = Refined(1, 2)
    name, made = Refined.create(5)
    return r.made, r.args, r.size, r[4], r == 1, repr(r), name, made.args


def test_nested_functions():
    r = Refined(1)
    return r.attribute(), r.in_function(), r.in_lambda(), r.on_other(Refined(2)), r.captured()


def test_missing_attribute():
    class C(Plain):
        def f(self):
            return super().missing

    return C().f()


def test_super_object():
    class C(Plain):
        def f(self):
            return super()

    c = C()
    s = c.f()
    return type(s), s.__thisclass__ is C, s.__self__ is c, s.__self_class__ is C


def test_subclass_of_builtins():
    class Upper(dict):
        def __setitem__(self, key, value):
            super().__setitem__(key.upper(), value)

        def get(self, key, default=None):
            return super().get(key.upper(), default)

    class Sum(int):
        def __new__(cls, *parts):
            return super().__new__(cls, sum(parts))

        def __add__(self, other):
            return Sum(super().__add__(other), 1)

    class Error(ValueError):
        def __init__(self, code):
            super().__init__("code %d" % code)
            self.code = code

    u = Upper()
    u["a"] = 1
    return dict(u), u.get("a"), u.get("b", 2), Sum(1, 2) + 3, str(Error(3)), Error(4).code


class Meta(type):
    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        cls.options = sorted(options)
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        return "called", super().__call__(*args)


class OfMeta(metaclass=Meta, a=1, b=2):
    def kind(self):
        return __class__


def test_metaclass_with_super():
    word, instance = OfMeta()
    return word, OfMeta.options, instance.kind() is OfMeta


class Hook:
    log = []

    def __init_subclass__(cls, **options):
        super().__init_subclass__()
        Hook.log.append((cls.__name__, options))

    def __set_name__(self, owner, name):
        Hook.log.append(("set_name", owner.__name__, name))

    def __class_getitem__(cls, item):
        return cls.__name__, item


def test_super_works_while_the_class_is_made():
    Hook.log.clear()

    class Early:
        def __init_subclass__(cls):
            super().__init_subclass__()
            Hook.log.append(cls().kind().__name__)

        def kind(self):
            return __class__

    class Late(Early):
        attribute = Hook()

        def kind(self):
            return super().kind()

    class WithOptions(Hook, x=1):
        pass

    return Hook.log, WithOptions[3]


def test_class_in_a_function():
    def make(base):
        class C(base):
            def who(self):
                return "made " + super().who()

        return C

    return make(Base)("a").who(), make(make(Base))("b").who()


# --- errors ------------------------------------------------------------------------------


def test_no_arguments():
    class C:
        def f():
            return super()

    return C.f()


def test_only_variable_arguments():
    class C:
        def f(*args):
            return super()

    return C().f()


def test_deleted_argument():
    class C:
        def f(self):
            del self
            return super()

    return C().f()


def test_deleted_captured_argument():
    class C:
        def f(self):
            def inner():
                return self

            del self
            return super()

    return C().f()


def function_outside(self):
    return super()


def test_outside_of_a_class():
    return function_outside(1)


def no_parameters_outside():
    return super()


def test_without_parameters_outside_of_a_class():
    return no_parameters_outside()


def test_in_a_class_body():
    class C:
        super()

    return C


def test_wrong_object():
    class C:
        def f(self):
            return super()

    return C.f(1)


def test_empty_class_cell():
    class Early(type):
        def __new__(mcs, name, bases, namespace):
            namespace["f"](1)

    class C(metaclass=Early):
        def f(self):
            return super()

    return C


def test_unbound_class_cell():
    class Early(type):
        def __new__(mcs, name, bases, namespace):
            namespace["f"](1)

    class C(metaclass=Early):
        def f(self):
            return __class__

    return C


def test_metaclass_that_drops_the_cell():
    class Dropping(type):
        def __new__(mcs, name, bases, namespace):
            namespace.pop("__classcell__", None)
            return super().__new__(mcs, name, bases, namespace)

    class Fine(metaclass=Dropping):
        def f(self):
            return 1

    class C(metaclass=Dropping):
        def f(self):
            return __class__

    return C


def test_metaclass_that_gives_another_class():
    class Other(type):
        def __new__(mcs, name, bases, namespace):
            cls = super().__new__(mcs, name, bases, namespace)
            return super().__new__(mcs, "Another", bases, {"__module__": __name__})

    class C(metaclass=Other):
        def f(self):
            return __class__

    return C


def test_metaclass_that_is_a_function():
    def meta(name, bases, namespace):
        return name, "f" in namespace, type(namespace["__classcell__"]).__name__

    class C(metaclass=meta):
        def f(self):
            return __class__

    return C


# --- other meanings of the name ----------------------------------------------------------


def test_super_as_parameter():
    class C:
        def f(self, super):
            return super()

    return C().f(lambda: "mine")


def test_super_rebound_around():
    def super():
        return "around"

    class C:
        def f(self):
            return super()

    return C().f()


def test_super_as_a_value():
    class C(Plain):
        def f(self):
            s = super
            return s(C, self).size, s is super

    return C().f()


def test_super_with_one_argument():
    class C:
        pass

    return repr(super(C)).replace(C.__qualname__, "C")


CALLS = ["WithClassCell.static()", "Refined(1)[3]", "Diamond('d').who()"]
