"""All operators on all builtin types, with their errors."""


def add(a, b):
    return a + b


def subtract(a, b):
    return a - b


def multiply(a, b):
    return a * b


def divide(a, b):
    return a / b


def floor_divide(a, b):
    return a // b


def modulo(a, b):
    return a % b


def power(a, b):
    return a**b


def left_shift(a, b):
    return a << b


def right_shift(a, b):
    return a >> b


def bit_and(a, b):
    return a & b


def bit_or(a, b):
    return a | b


def bit_xor(a, b):
    return a ^ b


def matrix(a, b):
    return a @ b


def negative(a):
    return -a


def positive(a):
    return +a


def invert(a):
    return ~a


def negate(a):
    return not a


def in_place_add(a, b):
    a += b
    return a


def in_place_multiply(a, b):
    a *= b
    return a


def in_place_all(a, b):
    a += b
    a -= b
    a *= b
    a //= b
    a %= b
    a **= 2
    a <<= 1
    a >>= 1
    a &= 255
    a |= 1
    a ^= b
    return a


def in_place_divide(a, b):
    a /= b
    return a


def in_place_matrix(a, b):
    a @= b
    return a


def add_constant(a):
    return (a + 1, 1 + a, a - 1, 1 - a, a * 2, a + 1.5)


def compare_constant(a):
    return (a == 1, a != 1, a < 1, a <= 1, a > 1, a >= 1, 1 < a)


_NUMBERS = "0 1 -1 7 -7 255 256 -256 2.5 -2.5 0.0 True False 3j".split()
_BINARY = "add subtract multiply divide floor_divide modulo".split()
_BITS = "left_shift right_shift bit_and bit_or bit_xor".split()


def _make_calls():
    """Every binary operator on every pair: exhaustive, so written as a loop."""
    calls = []
    for operator in _BINARY:
        for a in _NUMBERS:
            for b in _NUMBERS:
                calls.append(operator + "(" + a + ", " + b + ")")
    for operator in _BITS:
        for a in ("0", "1", "-1", "12", "-12", "True", "1.5", "70"):
            for b in ("0", "1", "-1", "3", "False", "64", "2.0"):
                calls.append(operator + "(" + a + ", " + b + ")")
    for a in ("0", "1", "-1", "2", "-3", "2.5", "-8.0", "True", "2j"):
        for b in ("0", "1", "-1", "3", "-2", "0.5", "64", "100"):
            calls.append("power(" + a + ", " + b + ")")
    for operator in ("negative", "positive", "invert", "negate", "add_constant", "compare_constant"):
        for a in _NUMBERS + ["None", "'a'", "[]", "[1]", "{}", "10**30", "float('inf')", "()"]:
            calls.append(operator + "(" + a + ")")
    return calls


CALLS = tuple(_make_calls()) + (
    "add('a', 'b')", "add('a', 1)", "add(1, 'a')", "add([1], [2])", "add([1], (2,))", "add((1,), (2,))",
    "add(b'a', b'b')", "add(b'a', 'b')", "add(None, 1)", "add(1, None)", "add({}, {})", "add('é', '☃')",
    "add(10**20, 1)", "add(2**62, 2**62)", "add(2**63 - 1, 1)", "add(-2**63, -1)", "subtract(-2**63, 1)",
    "subtract({1, 2}, {2})", "subtract('a', 'b')", "multiply('ab', 3)", "multiply(3, 'ab')", "multiply([1], 2)",
    "multiply('a', 'b')", "multiply([1], 1.5)", "multiply('a', -1)", "multiply(2**32, 2**32)",
    "multiply(2**31, 2**31)", "multiply(-2**63, -1)", "multiply(3037000500, 3037000500)", "multiply(2**40, -2**40)",
    "divide(1, 0)", "divide(1.0, 0)", "divide(10**400, 10**399)", "divide(10**400, 1)", "divide('a', 1)",
    "floor_divide(1, 0)", "floor_divide(-2**63, -1)", "floor_divide(1.0, 0.0)", "modulo(1, 0)", "modulo(1.0, 0.0)",
    "modulo(-2**63, -1)", "modulo('%d-%s', (1, 'x'))", "modulo('%d', 'x')", "modulo('%d %d', 1)", "modulo('a', 1)",
    "modulo('%(k)s', {'k': 5})", "modulo(b'%d', 3)", "modulo(-7, 2**70)", "modulo(7.5, -2)", "modulo(-7.5, 2)",
    "power(0, -1)", "power(0.0, -1)", "power(2, 1000)", "power('a', 2)", "power(10**20, 2)", "power(-8, 1/3)",
    "left_shift(1, 62)", "left_shift(1, 63)", "left_shift(1, 64)", "left_shift(-1, 63)", "left_shift(1, 200)",
    "left_shift(1, -1)", "right_shift(1, -1)", "right_shift(-5, 100)", "right_shift(2**70, 3)", "right_shift(1, 2**40)",
    "left_shift('a', 1)", "bit_and(2**70, -1)", "bit_or({1}, {2})", "bit_or({'a': 1}, {'b': 2})", "bit_and({1, 2}, {2})",
    "bit_xor({1, 2}, {2, 3})", "bit_and('a', 1)", "bit_or(None, 1)", "bit_xor(1.5, 1)", "matrix(1, 2)", "matrix([], 2)",
    "negative(-2**63)", "negative('a')", "negative(None)", "invert(2**63)", "positive([])", "negate(None)",
    "in_place_add([1], (2, 3))", "in_place_add([1], 2)", "in_place_add('a', 'b')", "in_place_add('a', 1)",
    "in_place_add(1, 2.5)", "in_place_add(2**63 - 1, 1)", "in_place_add((1,), (2,))", "in_place_add(None, 1)",
    "in_place_multiply([1, 2], 2)", "in_place_multiply('ab', 2)", "in_place_multiply(2**40, 2**40)",
    "in_place_multiply([], 'a')", "in_place_all(10, 3)", "in_place_all(1000000007, 998244353)", "in_place_all(1, 0)",
    "in_place_all(True, True)", "in_place_all(2**70, 3)", "in_place_divide(7, 2)", "in_place_divide(7, 0)",
    "in_place_divide('a', 1)", "in_place_matrix(1, 2)",
)  # fmt: skip
