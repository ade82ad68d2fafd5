"""Accesses that remember what they found: classes and instances change between two runs of the same code."""

from abc import ABC, abstractmethod


class Base(ABC):
    __slots__ = ()

    @abstractmethod
    def method(self):
        pass


class Plain:
    def __init__(self, x):
        self.x = x

    def method(self):
        return "plain"

    def other(self, more):
        return more


class Far:
    __slots__ = ("a", "b", "c", "x")
    method = Plain.method
    other = Plain.other

    def __init__(self, x):
        self.x = x


class Watched:
    def __init__(self, name, owner):
        self.name = name
        self.owner = owner

    def __del__(self):
        print(self.name, read(self.owner).name)


class Failing:
    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count == 3:
            raise KeyError("stop here")
        return self.count


def read(o):
    return o.x


def write(o, value):
    o.x = value


def compute(o):
    return o.x * 2.5 - 1


def scale(o, factor):
    o.x = o.x * factor


def larger(a, b):
    return a.x if a.x > b.x else b.x


def call(o):
    return o.method()


def call_with(o, argument):
    return o.other(argument)


def make(cls, value):
    return cls(value)


def new_class():
    class Slots:
        __slots__ = ("x", "y")

        def __init__(self, x):
            self.x = x

        def method(self):
            return self.x

        def other(self, more):
            return self.x + more

    return Slots


def warm(cls, *values):
    """Use every access often enough to be remembered."""
    objects = [make(cls, value) for value in values or (1.5, 2, -3)]
    for _ in range(5):
        for o in objects:
            write(o, read(o))
            scale(o, 1)
            compute(o)
            larger(o, objects[0])
            call(o)
            call_with(o, 1)
    return objects


def all_of(o):
    return read(o), compute(o), larger(o, o), call(o), call_with(o, 2)


def test_ordinary_accesses():
    cls = new_class()
    return [all_of(o) for o in warm(cls, 1.5, 2, -3, 10**30, True, 0.0, -0.0, float("inf"))]


def test_values_of_all_types():
    cls = new_class()
    p = make(cls, 1)
    out = []
    for value in (1, 1.5, True, 2**40, 2**80, -(2**30), 2**30, 3 + 4j, "", "text", (1, 2), None, 0, -1):
        write(p, value)
        out.append(read(p))
    return out


def test_text_is_multiplied_too():
    p = make(new_class(), "ab")
    scale(p, 3)
    return read(p)


def test_text_is_compared_too():
    cls = new_class()
    return larger(make(cls, "ab"), make(cls, "b"))


def test_incomparable_values():
    cls = new_class()
    return larger(make(cls, "ab"), make(cls, 1))


def test_float_in_a_slot_is_not_changed_for_other_references():
    p = make(new_class(), 1.5)
    before = read(p)
    scale(p, 2)
    middle = read(p)
    scale(p, 2)
    scale(p, 2)
    return before, middle, read(p)


def test_float_constant_in_a_slot_stays():
    cls = new_class()
    out = []
    for _ in range(3):
        p = cls(0.0)
        p.x = 2.25
        out.append(read(p))
        scale(p, 2)
        scale(p, 2)
        out.append(read(p))
    return out


def test_float_shared_by_two_slots():
    cls = new_class()
    p, q = cls(0.0), cls(0.0)
    scale(p, 1.5)
    value = 2.5 * len("abc")
    p.x = value
    q.x = p.x
    del value
    scale(p, 2)
    return p.x, q.x


def test_float_subclass_in_a_slot():
    class Number(float):
        pass

    p = make(new_class(), Number(2.5))
    first = read(p)
    scale(p, 2)
    return type(first).__name__, float(first), type(read(p)).__name__, read(p)


def test_floats_in_a_list():
    numbers = [1.5 * n for n in range(4)]
    kept = numbers[1]
    for i in range(4):
        numbers[i] = numbers[i] * 2 + 1
    pair = (numbers[0], kept)
    for i in range(4):
        numbers[i] = numbers[i] / 2
    return numbers, kept, pair


def test_slot_replaced_by_property():
    cls = new_class()
    p, *_ = warm(cls)
    slot = cls.x
    cls.x = property(lambda self, s=slot: ("property", s.__get__(self)), lambda self, value, s=slot: s.__set__(self, (value,)))
    write(p, 7)
    return read(p), call(p)


def test_slot_replaced_by_plain_value():
    cls = new_class()
    p, *_ = warm(cls)
    cls.x = 42
    return read(p), compute(p), call(p)


def test_slot_replaced_and_then_written():
    cls = new_class()
    p, *_ = warm(cls)
    cls.x = 42
    write(p, 1)


def test_slot_removed_from_class():
    cls = new_class()
    p, *_ = warm(cls)
    del cls.x
    return read(p)


def test_slots_exchanged():
    cls = new_class()
    p, *_ = warm(cls)
    p.y = "y"
    cls.x, cls.y = cls.y, cls.x
    return read(p), p.y


def test_method_replaced():
    cls = new_class()
    p, *_ = warm(cls)
    cls.method = lambda self: ("new", self.x)
    cls.other = lambda self, more, extra=3: ("new", more, extra)
    return call(p), call_with(p, 5)


def test_method_replaced_by_static_and_class_methods():
    cls = new_class()
    p, *_ = warm(cls)
    cls.method = staticmethod(lambda: "static")
    first = call(p)
    cls.method = classmethod(lambda c: c.__name__)
    return first, call(p)


def test_method_removed():
    cls = new_class()
    p, *_ = warm(cls)
    del cls.method
    call(p)


def test_method_defaults_changed():
    cls = new_class()
    p, *_ = warm(cls)
    cls.other.__defaults__ = (5,)
    return call_with(p, 1), p.other()


def test_method_in_base_class_replaced():
    cls = new_class()

    class Derived(cls):
        __slots__ = ()

    p, *_ = warm(Derived)
    before = call(p)
    cls.method = lambda self: "of the base"
    middle = call(p)
    Derived.method = lambda self: "own"
    return before, middle, call(p)


def test_bases_exchanged():
    first, second = new_class(), new_class()
    second.method = lambda self: "second"

    class Derived(first):
        __slots__ = ()

    p, *_ = warm(Derived)
    before = call(p)
    Derived.__bases__ = (second,)
    return before, call(p)


def test_class_of_instance_changed():
    first, second = new_class(), new_class()
    second.method = lambda self: "second"
    p, *_ = warm(first)
    before = call(p)
    p.__class__ = second
    return before, call(p), read(p), compute(p)


def test_subclass_overrides_slot():
    cls = new_class()

    class Derived(cls):
        __slots__ = ("x",)

    p, *_ = warm(cls)
    q = make(Derived, 5)
    cls.x.__set__(q, "hidden")
    return [all_of(o) for o in (p, q, p)], cls.x.__get__(q)


def test_subclass_overrides_slot_with_property():
    cls = new_class()

    class Derived(cls):
        __slots__ = ()
        x = property(lambda self: 10, lambda self, value: None)

    p, *_ = warm(cls)
    q = make(Derived, 5)
    write(q, 6)
    scale(q, 2)
    return [all_of(o) for o in (p, q, p, q)]


def test_subclass_with_instance_attributes():
    class Derived(new_class()):
        pass

    p, *_ = warm(Derived)
    p.method = lambda: "of the instance"
    p.z = 1
    return call(p), read(p), p.z


def test_getattr_added_later():
    cls = new_class()
    p, *_ = warm(cls)
    del p.x
    cls.__getattr__ = lambda self, name: name + "?"
    missing = read(p)
    write(p, 3)
    return missing, read(p), call(p), p.nothing


def test_getattribute_added_later():
    cls = new_class()
    p, *_ = warm(cls)
    cls.__getattribute__ = lambda self, name: str
    return read(p), call(p)


def test_setattr_added_later():
    cls = new_class()
    p, *_ = warm(cls)
    cls.__setattr__ = lambda self, name, value: print(name, value)
    write(p, 5)
    scale(p, 2)
    return read(p)


def test_init_replaced():
    cls = new_class()
    warm(cls)

    def init(self, value):
        self.x = ("new", value)

    cls.__init__ = init
    return make(cls, 3).x


def test_init_removed():
    cls = new_class()
    warm(cls)
    del cls.__init__
    make(cls, 3)


def test_init_returns_something():
    cls = new_class()
    warm(cls)
    cls.__init__ = lambda self, value: value
    make(cls, 3)


def test_new_added_later():
    cls = new_class()
    warm(cls)
    cls.__new__ = staticmethod(lambda c, value: (c.__name__, value))
    return make(cls, 3)


def test_abstract_class():
    class Derived(Base):
        __slots__ = ("x",)

        def __init__(self, x):
            self.x = x

        def method(self):
            return 1

        def other(self, more):
            return more

    warm(Derived)
    return make(Base, 1)


def test_other_classes_at_the_same_place():
    out = []
    for _ in range(3):
        for cls in (new_class(), Plain, Far, new_class()):
            out += [all_of(o) for o in warm(cls)]
    return out


def test_more_classes_than_are_remembered():
    return [all_of(warm(new_class())[1]) for _ in range(50)] == [all_of(warm(new_class())[1])] * 50


def test_deleted_slot():
    p, *_ = warm(new_class())
    del p.x
    read(p)


def test_deleted_slot_as_number():
    p, *_ = warm(new_class())
    del p.x
    compute(p)


def test_deleted_slot_compared():
    p, q, _ = warm(new_class())
    del p.x
    larger(q, p)


def test_deleted_slot_is_written_again():
    p, q, _ = warm(new_class())
    del p.x
    write(p, 4)
    first = read(p)
    del p.x
    p.x = q.x * 1.5
    return first, read(p)


def test_slot_never_set():
    cls = new_class()
    warm(cls)
    p = cls.__new__(cls)
    read(p)


def test_object_without_the_attribute():
    warm(new_class())
    read(5)


def test_object_that_takes_no_attribute():
    warm(new_class())
    write(5, 1)


def test_descriptor_of_another_class():
    cls = new_class()
    warm(cls)
    read(type("Other", (), {"__slots__": ("z",), "x": cls.x})())


def test_value_that_watches_its_end():
    p = make(new_class(), 1)
    for name in "abc":
        write(p, Watched(name, p))
    read(p).owner = Plain(Plain("end"))
    read(p).owner.x.name = "the last"
    write(p, "end")
    return read(p)


def test_iterators():
    class Countdown:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            return self

        def __next__(self):
            if self.n == 0:
                raise StopIteration
            self.n -= 1
            return self.n

    out = []
    for source in ([1, 2, 3], (4, 5), "ab", {"k": 1}, Countdown(3), iter([7, 8]), map(abs, (-1, -2)), range(2)):
        for item in source:
            out.append(item)
    return out


def test_list_that_grows_while_it_is_iterated():
    numbers = [1, 2, 3]
    for n in numbers:
        if n < 3:
            numbers.append(n + 2)
    return numbers


def test_iterator_that_fails():
    out = []
    for n in Failing():
        out.append(n)


def item(container, i):
    return container[i]


def test_items_by_index():
    class Own(list):
        def __getitem__(self, i):
            return "own", i

    out = []
    for container in ([1, 2, 3], (4, 5, 6), "abc", {-1: "d", 1: "e", 2: "f"}, Own([1, 2, 3]), range(10, 13), b"xyz"):
        out += [container[1], container[-1], item(container, 2)]
    return out


CALLS = (
    "item([1, 2], 2)",
    "item((1, 2), -3)",
    "item([1, 2], 2**70)",
    "item([1, 2], True)",
    "item((1.5, 2), 1.0)",
    "item(None, 0)",
    "compute(new_class()('a'))",
    "scale(new_class()(None), 2)",
    "make(new_class(), 1, 2)",
    "make(int, '12')",
    "make(5, 1)",
    "call(3)",
    "call_with(new_class()('a'), 'b')",
    "call_with(new_class()('a'), 1)",
)
