"""Floating-point arithmetic and the functions of `math`, bit for bit."""

import math
from math import cos, sin, sqrt
from math import sqrt as root


def polynomial(x):
    return 3.5 * x * x - 2.0 * x + 1


def distance(x, y, z):
    return sqrt(x * x + y * y + z * z)


def trigonometry(i):
    x = sin(i)
    y = cos(i) * 3
    return (x, y, (x * x) / 2)


def newton(n):
    x = n / 2.0
    for _ in range(30):
        x = (x + n / x) / 2.0
    return x


def harmonic(n):
    total = 0.0
    for i in range(1, n + 1):
        total += 1.0 / i
    return total


def mandelbrot(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        if zr * zr + zi * zi > 4.0:
            return i
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
    return limit


def division(a, b):
    return (a / b, a // b, a % b)


def rounding(x):
    return (int(x), round(x), round(x, 2), math.floor(x), math.ceil(x), x.is_integer())


def power(a, b):
    return a**b


def int_to_float(n):
    return (n + 0.0, n * 1.0, n / 1, float(n))


def compare(a, b):
    return (a < b, a <= b, a == b, a != b, a > b, a >= b)


def truth(x):
    return (not x, bool(x), 1 if x else 2, x or "zero", x and "not zero")


def accumulate(items):
    total = 0.0
    for item in items:
        total = total + item
    return total


def max_of(points):
    best = points[0]
    for point in points[1:]:
        best = best if best > point else point
    return best


def in_place(x):
    x += 1.5
    x -= 0.25
    x *= 2.0
    x /= 3.0
    x //= 0.5
    x %= 7.0
    x **= 2.0
    return x


def through_module(x):
    return (math.sin(x), math.pi * x, math.floor(x), math.hypot(x, 1.0), math.fabs(-x))


def renamed(x):
    return root(x)


def test_constants():
    return (1e10, 1.5e-7, 0.1 + 0.2, 1e308 * 10, -0.0, 1_000.5, 5e-324, 1.7976931348623157e308, 3.0, 1e16, 1e22, 123456789.123)


def test_signed_zero():
    return (-0.0, 0.0 * -1, -0.0 + 0.0, 0.0 == -0.0, math.copysign(1, -0.0), math.atan2(-0.0, -1))


def test_infinities():
    inf = 1e400
    return (inf, -inf, inf - inf, inf * 0, inf > 10**400, -inf < -(10**400), inf == inf)


CALLS = (
    "polynomial(2)", "polynomial(1.5)", "polynomial(10**20)", "polynomial('a')", "polynomial(1j)", "polynomial(True)",
    "distance(1, 2, 3)", "distance(1.5, 2, 10**10)", "distance('a', 1, 1)", "distance(1e200, 1, 1)",
    "trigonometry(0)", "trigonometry(5)", "trigonometry(1.25)", "trigonometry('x')", "trigonometry(10**400)",
    "trigonometry(True)", "newton(2)", "newton(10**6)", "newton(0)", "harmonic(100)", "harmonic(0)",
    "mandelbrot(0.1, 0.1, 50)", "mandelbrot(1.0, 1.0, 50)", "mandelbrot(1, 1, 50)",
    "division(7.5, 2)", "division(-7.5, 2)", "division(7.5, -2.0)", "division(1.0, 0.0)", "division(1, 0)",
    "division(0.0, 5.0)", "division(-0.0, 5.0)", "division(1e308, 1e-10)", "division(float('inf'), 2)",
    "division(5, float('inf'))", "division(-5.0, float('inf'))", "division(float('nan'), 1)", "division(2**70, 0.5)",
    "rounding(2.5)", "rounding(-2.5)", "rounding(1e20)", "rounding(0.5)", "rounding(float('nan'))", "rounding(float('inf'))",
    "power(2.0, 0.5)", "power(-8.0, 0.5)", "power(0.0, -1.0)", "power(1e200, 2.0)", "power(2, -1)", "power(2, 0.5)",
    "power(float('nan'), 0)", "int_to_float(3)", "int_to_float(2**53 + 1)", "int_to_float(2**63 - 1)", "int_to_float(10**400)",
    "int_to_float(-2**63)", "compare(1.5, 1)", "compare(2**53, 2.0**53 + 2)", "compare(2**53 + 1, 2.0**53)",
    "compare(float('nan'), 1)", "compare(0.0, -0.0)", "compare(10**400, float('inf'))", "compare(1.0, 'a')",
    "truth(0.0)", "truth(-0.0)", "truth(1e-300)", "truth(float('nan'))", "accumulate([1, 2.5, 3])",
    "accumulate([1.5, 'a'])", "accumulate([10**400])", "accumulate([1j])", "accumulate([True, 0.5])",
    "max_of([1.5, 3, 2])", "max_of([1, 'a'])", "max_of([])", "max_of([0.0, -0.0])", "in_place(1)", "in_place(-3.75)",
    "in_place('a')", "through_module(1)", "through_module(2.5)", "through_module('a')", "renamed(2)", "renamed(-1)",
    "renamed(10**30)", "renamed([])", "renamed(2.25)",
)  # fmt: skip
