"""Classes: bodies, methods, attributes, inheritance, slots, construction."""


class Empty:
    pass


class Documented:
    """What it is."""

    first = 1
    second = first + 1
    table = [first, second]
    if second > 1:
        chosen = "yes"
    else:
        chosen = "no"
    for index in range(3):
        last = index * 10
    del index

    def get(self):
        """Get it."""
        return self.second

    alias = get


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


class Derived(Base):
    kind = "derived"

    def __init__(self, name, extra):
        Base.__init__(self, name)
        self.extra = extra

    def who(self):
        return "Derived " + self.name + " " + Base.who(self)


class Slots:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x

    def swap(self):
        self.x, self.y = self.y, self.x


class MoreSlots(Slots):
    __slots__ = ["z"]


class SlotsAndDict(Slots):
    pass


class Private:
    __hidden = 1

    def __init__(self):
        self.__value = 2

    def get(self):
        return (self.__value, self.__hidden, Private.__hidden)

    def __method(self):
        return 3

    def call(self):
        return self.__method()


class MyList(list):
    def total(self):
        result = 0
        for item in self:
            result += item
        return result


class MyDict(dict):
    def __missing__(self, key):
        return "no " + key


class MyInt(int):
    def double(self):
        return self * 2


class MyStr(str):
    def shout(self):
        return self.upper() + "!"


class MyError(ValueError):
    def __init__(self, code):
        ValueError.__init__(self, "code %d" % code)
        self.code = code


class Counter:
    instances = 0

    def __new__(cls, *args):
        self = object.__new__(cls)
        self.made = True
        return self

    def __init__(self, start=0):
        self.value = start

    def add(self, n=1):
        self.value += n
        return self


class Annotated:
    x: int = 1
    y: str


def test_empty():
    return (Empty.__name__, Empty.__qualname__, Empty.__module__, Empty.__bases__, Empty.__doc__)


def test_body():
    return (Documented.first, Documented.second, Documented.table, Documented.chosen, Documented.last)


def test_body_deleted_name():
    return Documented.index


def test_documentation():
    return (Documented.__doc__, Documented.get.__doc__, Documented().alias())


def test_inheritance():
    d = Derived("d", 5)
    return (d.who(), d.template(), d.kind, d.extra, isinstance(d, Base), issubclass(Derived, Base), d)


def test_class_attribute_through_instance():
    a = Base("a")
    b = Base("b")
    a.kind = "own"
    return (a.kind, b.kind, Base.kind)


def test_class_attribute_changed():
    b = Base("b")
    Base.kind = "changed"
    changed = b.kind
    Base.kind = "base"
    return (changed, b.kind)


def test_method_added_later():
    Empty.later = added
    result = Empty().later(5)
    del Empty.later
    return (result, hasattr(Empty(), "later"))


def added(self, x):
    return (type(self).__name__, x)


def test_slots():
    s = Slots(1)
    s.y = 2
    s.swap()
    return (s.x, s.y, hasattr(s, "__dict__"))


def test_slot_not_set():
    return Slots(1).y


def test_slot_swap_not_set():
    Slots(1).swap()


def test_slot_missing():
    Slots(1).z = 2


def test_slot_delete():
    s = Slots(1)
    del s.x
    return s.x


def test_slots_inherited():
    m = MoreSlots(1)
    m.z = 3
    d = SlotsAndDict(1)
    d.anything = 4
    return (m.x, m.z, hasattr(m, "__dict__"), d.anything, d.x)


def test_private_names():
    p = Private()
    return (p.get(), p.call(), p._Private__value, Private._Private__hidden)


def test_private_name_from_outside():
    return Private().__value


def test_builtin_bases():
    items = MyList([1, 2, 3])
    items.append(4)
    return (items.total(), len(items), items[1:], MyDict(a=1)["b"], MyDict(a=1)["a"], MyInt(4).double() + 1)


def test_str_subclass():
    s = MyStr("abc")
    return (s.shout(), s + "d", len(s), s == "abc", {"abc": 1}[s])


def test_own_exception():
    raise MyError(5)


def test_new():
    c = Counter(5)
    return (c.made, c.add().add(3).value, type(c).__name__)


def test_annotations():
    return (Annotated.x, hasattr(Annotated, "y"), sorted(Annotated.__annotations__))


def test_dynamic_class():
    made = type("Made", (Base,), {"kind": "made"})
    m = made("m")
    return (m.kind, m.who(), made.__name__)


def test_attributes_of_instances():
    e = Empty()
    e.a = 1
    e.b = [2]
    e.b.append(3)
    e.a += 10
    del e.b[0]
    return (e.a, e.b, sorted(e.__dict__))


def test_missing_attribute():
    return Empty().nothing


def test_delete_missing_attribute():
    del Empty().nothing


def test_attribute_of_class_missing():
    return Empty.nothing


def test_setattr_on_builtin():
    (5).x = 1


def test_wrong_init_result():
    return WrongInit()


class WrongInit:
    def __init__(self):
        return 5


def test_instance_repr():
    return repr(Empty()).startswith("<classes.Empty object at 0x")


def test_class_repr():
    return repr(Derived)


def test_bool_of_instance():
    return (bool(Empty()), not Empty(), bool(MyList()), not MyList([0]))


def test_identity_and_equality():
    a = Empty()
    b = Empty()
    return (a == a, a == b, a != b, a is a, a is not b, hash(a) == hash(a))


CALLS = (
    "Base()", "Base(1, 2)", "Derived('x')", "Empty(1)", "Empty(a=1)", "Slots()", "Counter(1, 2)", "Base('a').who(1)",
    "Base.who()", "Derived.__mro__[1].__name__", "Derived.__bases__", "Base('b').template()",
    "Documented.__dict__['first']", "sorted(k for k in vars(Documented) if not k.startswith('__'))",
    "type('Sub', (Derived,), {})('n', 1).who()", "type('Sub', (Slots,), {})(1).__dict__",
    "__import__('pickle').loads(__import__('pickle').dumps(Base('p'))).name",
    "__import__('copy').copy(Derived('p', 1)).extra", "Base.__init__.__qualname__", "Derived.who.__name__",
)  # fmt: skip
