"""Operators that the HPy of other interpreters gets wrong: unlike operands, rounding, reflection."""


class Reflected:
    def __lt__(self, other):
        return "lt"

    def __gt__(self, other):
        return "gt"

    def __eq__(self, other):
        return "eq"

    __hash__ = None


    def __pow__(self, other, modulo=None):
        return "pow", other, modulo

    def __rpow__(self, other, modulo=None):
        return "rpow", other, modulo

    def __ifloordiv__(self, other):
        return "ifloordiv", other


class Number(int):
    pass


class Text(str):
    pass


def order(a, b):
    return (a < b, a > b)


def greater(a, b):
    return a > b


def equal(a, b):
    return (a == b, a != b)


def branch(a, b):
    if a > b:
        return "greater"
    return "not"


def best(a, b):
    return max(a, b)


def contained(a, b):
    return a in [b], [a] == [b]


def divide(a, b):
    return a // b, a % b


def divide_in_place(a, b):
    a //= b
    return a


def divide_by_constant(a):
    return a // 7, a // -7, 100 // a


def count_down(n):
    found = []
    while n > -20:
        n -= 3
        found.append(n // 4)
    return found


def power(a, b):
    return a**b


def power_in_place(a, b):
    a **= b
    return a


def bits(a, b):
    return a & b, a | b, a ^ b


def bits_in_place(a, b):
    c = d = e = a
    c &= b
    d |= b
    e ^= b
    return c, d, e


def whole(x):
    return int(x)


def call(f):
    f()
    return "called"


def call_with_keyword(f):
    f(1, k=2)
    return "called"


_VALUES = "1 2**63 1.5 True 'a' b'a' None (1,) Number(3) Text('a') 2j Reflected()".split()


def _make_calls():
    calls = []
    for a in "1", "2**63", "'a'", "Number(3)", "Text('a')", "1.5", "2j":
        for b in _VALUES:
            for function in "order", "greater", "equal", "branch", "best", "contained":
                calls.append(f"{function}({a}, {b})")
    for a in "1", "-1", "7", "-7", "256", "-256", "2**70", "-(2**70)", "7.5":
        for b in "7", "-7", "3", "-3", "256", "-256", "2.5", "-(2**65)", "0":
            calls.append(f"divide({a}, {b})")
            calls.append(f"divide_in_place({a}, {b})")
        calls.append(f"divide_by_constant({a})")
    calls.append("divide_in_place(Reflected(), 3)")
    calls.append("count_down(20)")
    for pair in "1, Reflected()", "Reflected(), 1", "'a', Reflected()", "2, 10", "2, -1", "2.0, 3", "'a', 2", "Number(2), 3":
        calls.append(f"power({pair})")
        calls.append(f"power_in_place({pair})")
    for a in "True", "False", "6", "{1, 2}", "'a'":
        for b in "True", "False", "3", "{2, 3}":
            calls.append(f"bits({a}, {b})")
            calls.append(f"bits_in_place({a}, {b})")
    for x in "3e9", "-3e9", "1e20", "2.5", "-2.5", "True", "'12'", "2**70", "float('inf')", "None":
        calls.append(f"whole({x})")
    for f in "12", "1.5", "True", "None", "'a'", "2**70", "(1,)", "1e300", "dict", "lambda *a, **k: a":
        calls.append(f"call({f})")
        calls.append(f"call_with_keyword({f})")
    return tuple(calls)


CALLS = _make_calls()
