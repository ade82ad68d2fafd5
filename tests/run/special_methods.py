"""Special methods, called by operators, builtins and statements."""


class Number:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return "N(%r)" % (self.value,)

    def __str__(self):
        return "n%s" % self.value

    def __format__(self, spec):
        return "n%s|%s" % (self.value, spec)

    def __add__(self, other):
        return ("add", self.value, other)

    def __radd__(self, other):
        return ("radd", self.value, other)

    def __iadd__(self, other):
        self.value = (self.value, "iadd", other)
        return self

    def __sub__(self, other):
        return NotImplemented

    def __mul__(self, other):
        return ("mul", self.value, other)

    def __truediv__(self, other):
        return ("truediv", self.value, other)

    def __floordiv__(self, other):
        return ("floordiv", self.value, other)

    def __mod__(self, other):
        return ("mod", self.value, other)

    def __divmod__(self, other):
        return ("divmod", self.value, other)

    def __pow__(self, other, modulo=None):
        return ("pow", self.value, other, modulo)

    def __rpow__(self, other):
        return ("rpow", self.value, other)

    def __matmul__(self, other):
        return ("matmul", self.value, other)

    def __lshift__(self, other):
        return ("lshift", self.value, other)

    def __rshift__(self, other):
        return ("rshift", self.value, other)

    def __and__(self, other):
        return ("and", self.value, other)

    def __or__(self, other):
        return ("or", self.value, other)

    def __xor__(self, other):
        return ("xor", self.value, other)

    def __rxor__(self, other):
        return ("rxor", self.value, other)

    def __neg__(self):
        return ("neg", self.value)

    def __pos__(self):
        return ("pos", self.value)

    def __invert__(self):
        return ("invert", self.value)

    def __abs__(self):
        return ("abs", self.value)

    def __int__(self):
        return 11

    def __float__(self):
        return 2.5

    def __index__(self):
        return 1

    def __round__(self, digits=None):
        return ("round", digits)

    def __bool__(self):
        return self.value != 0

    def __hash__(self):
        return 77

    def __eq__(self, other):
        return ("eq", self.value, other)

    def __ne__(self, other):
        return ("ne", self.value, other)

    def __lt__(self, other):
        return ("lt", self.value, other)

    def __le__(self, other):
        return ("le", self.value, other)

    def __gt__(self, other):
        return ("gt", self.value, other)

    def __ge__(self, other):
        return ("ge", self.value, other)


class Container:
    def __init__(self):
        self.log = []

    def __len__(self):
        return 3

    def __getitem__(self, key):
        self.log.append(("get", key))
        if key == 3:
            raise IndexError("end")
        return key

    def __setitem__(self, key, value):
        self.log.append(("set", key, value))

    def __delitem__(self, key):
        self.log.append(("del", key))

    def __contains__(self, item):
        self.log.append(("in", item))
        return item == 5


class Sequence:
    """Iterable by `__getitem__` only."""

    def __getitem__(self, index):
        if index > 2:
            raise IndexError(index)
        return index * 10


class Countdown:
    """Its own iterator."""

    def __init__(self, start):
        self.left = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left


class Attributes:
    existing = 1

    def __getattr__(self, name):
        if name == "bad":
            raise AttributeError("no " + name)
        return "got " + name

    def __setattr__(self, name, value):
        object.__setattr__(self, name, ("set", value))

    def __delattr__(self, name):
        object.__setattr__(self, "deleted", name)


class AllAttributes:
    def __getattribute__(self, name):
        return "all " + name


class Property:
    def _get(self):
        return self._value

    def _set(self, value):
        self._value = value * 2

    value = property(_get, _set)
    read_only = property(_get, None, None, "Read it.")


class Describes:
    def __get__(self, instance, owner):
        return ("get", instance is None, owner.__name__)

    def __set__(self, instance, value):
        instance.__dict__["stored"] = value

    def __delete__(self, instance):
        instance.__dict__["stored"] = "deleted"

    def __set_name__(self, owner, name):
        self.name = name


class Described:
    d = Describes()


class WrongTypes:
    def __len__(self):
        return "three"

    def __bool__(self):
        return 2

    def __str__(self):
        return 5

    def __iter__(self):
        return 5

    def __index__(self):
        return "x"

    def __hash__(self):
        return "h"


class NegativeLength:
    def __len__(self):
        return -1


class RaisesInBool:
    def __bool__(self):
        raise RuntimeError("no truth")


class OnlyLength:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


def test_arithmetic():
    n = Number(1)
    return (n + 2, 2 + n, n * 2, n / 2, n // 2, n % 2, n**2, 2**n, n @ 2, n << 2, n >> 2, n & 2, n | 2, n ^ 2, 2 ^ n)


def test_unary():
    n = Number(1)
    return (-n, +n, ~n, abs(n), not n, not Number(0))


def test_not_implemented():
    return Number(1) - 2


def test_reflected_missing():
    return 2 * Number(1)


def test_in_place():
    n = Number(1)
    n += 5
    m = Number(2)
    m *= 3
    return (n.value, m)


def test_comparisons():
    n = Number(1)
    return (n == 2, n != 2, n < 2, n <= 2, n > 2, n >= 2, 2 < n, 2 == n)


def test_chained_comparison_uses_truth():
    return (1 < Number(1) < 3, Number(0) == 1 == 2)


def test_conversions():
    n = Number(4)
    return (int(n), float(n), [1, 2, 3][n], round(n), round(n, 2), divmod(n, 3), pow(n, 2, 5), hash(n), range(n))


def test_text():
    n = Number(4)
    return (str(n), repr(n), "%s %r" % (n, n), f"{n} {n!r} {n!s} {n:>5}", format(n, "x"), "{} {!r}".format(n, n))


def test_truth_in_statements():
    log = []
    if Number(0):
        log.append("if")
    if Number(1):
        log.append("yes")
    while not Number(0):
        log.append("while")
        break
    return log + [Number(0) or 5, Number(1) and 6, 1 if Number(0) else 2]


def test_container():
    c = Container()
    c[1] = 2
    del c["x"]
    results = [len(c), c[0], c[1:2], c[1, 2], c[..., ::3], 5 in c, 6 not in c, bool(c)]
    return (results, c.log)


def test_augmented_item():
    c = Container()
    c[2] += 5
    return c.log


def test_iterate_by_getitem():
    result = []
    for item in Sequence():
        result.append(item)
    return (result, 20 in Sequence(), 5 in Sequence(), list(Sequence()))


def test_iterate_container_with_error_at_end():
    result = []
    for item in Container():
        result.append(item)
    return result


def test_own_iterator():
    result = []
    for item in Countdown(4):
        result.append(item)
    a, b = Countdown(2)
    return (result, a, b, list(Countdown(2)), 1 in Countdown(3))


def test_getattr():
    a = Attributes()
    a.x = 1
    del a.y
    return (a.existing, a.missing, a.x, a.deleted)


def test_getattr_raises():
    return Attributes().bad


def test_getattribute():
    a = AllAttributes()
    return (a.x, a.__class__, a.method)


def test_property():
    p = Property()
    p.value = 5
    p.value += 1
    return (p.value, p.read_only, Property.read_only.__doc__)


def test_property_not_writable():
    Property().read_only = 1


def test_property_of_missing_value():
    return Property().value


def test_descriptor():
    d = Described()
    d.d = 5
    stored = d.stored
    del d.d
    return (d.d, Described.d, stored, d.stored)


def test_wrong_len():
    return len(WrongTypes())


def test_wrong_bool():
    if WrongTypes():
        return 1


def test_wrong_str():
    return str(WrongTypes())


def test_wrong_str_in_fstring():
    return f"{WrongTypes()}"


def test_wrong_iter():
    for item in WrongTypes():
        return item


def test_wrong_index():
    return [1][WrongTypes()]


def test_wrong_hash():
    return {WrongTypes(): 1}


def test_negative_length():
    return len(NegativeLength())


def test_negative_length_as_truth():
    return not NegativeLength()


def test_raising_truth_in_if():
    if RaisesInBool():
        return 1
    return 2


def test_raising_truth_in_and():
    return RaisesInBool() and 1


def test_raising_truth_in_while():
    while RaisesInBool():
        pass


def test_truth_by_length():
    return (bool(OnlyLength(0)), bool(OnlyLength(2)), 1 if OnlyLength(0) else 2)


def test_not_iterable():
    for item in 5:
        return item


def test_no_contains():
    return 1 in 5


def test_no_item():
    return Number(1)[0]


def test_no_item_assignment():
    Number(1)[0] = 1


def test_no_item_deletion():
    del Number(1)[0]


def test_unhashable():
    return {[]: 1}


def test_delete_method_runs():
    log = []
    thing = Deleted(log)
    del thing
    return log


class Deleted:
    def __init__(self, log):
        self.log = log

    def __del__(self):
        self.log.append("gone")


CALLS = (
    "Number(1) + 1", "1 + Number(1)", "-Number(2)", "len(Container())", "[*Countdown(3)]", "list(Sequence())",
    "Number(1) == Number(1)", "Number(5)[1]", "divmod(Number(1), 2)", "pow(2, Number(1))", "sum([Number(1)])",
    "Property().read_only", "bool(Number(0))", "f'{Number(1):>3}'", "Described().d", "next(Countdown(0))",
    "'abc'[Number(1)]", "hex(Number(0))", "reversed(Number(1))", "list(reversed(Container()))",
)  # fmt: skip


class EndlessRepr:
    def __repr__(self):
        return "<%s %r>" % (self.__class__.__name__, self)


def test_recursion_through_repr():
    ended = []
    for _ in range(2):
        try:
            repr(EndlessRepr())
        except RecursionError as error:
            ended.append(type(error).__name__)
    return ended
