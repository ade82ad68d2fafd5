"""Integers of every size: whatever representation is chosen inside, results are exact."""


def sum_to(n):
    total = 0
    for i in range(n):
        total += i
    return total


def sum_of_squares(n):
    total = 0
    i = 0
    while i < n:
        total += i * i
        i += 1
    return total


def powers(n):
    x = 1
    for _ in range(n):
        x = x * 2
    return x


def grows(start, steps):
    x = start
    for _ in range(steps):
        x += x
    return x


def shrinks(start, steps):
    x = start
    for _ in range(steps):
        x -= 2**62
    return x


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def recursive_fibonacci(n):
    if n <= 1:
        return n
    return recursive_fibonacci(n - 1) + recursive_fibonacci(n - 2)


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def collatz(n):
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def is_prime(n):
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


def digits(n):
    total = 0
    while n:
        n, digit = divmod(n, 10)
        total += digit
    return total


def hash_bytes(data):
    h = 14695981039346656037
    for byte in data:
        h ^= byte
        h = (h * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return h


def linear_congruential(seed, steps):
    x = seed
    for _ in range(steps):
        x = (1103515245 * x + 12345) % 2147483648
    return x


def shifts(n):
    x = 1
    for i in range(n):
        x = x << 3 | i & 7
    return (x, x >> n, x >> 3 * n)


def negates(x):
    return (-x, -(-x), ~x, abs(x), -x - 1, -x + 1)


def around(x):
    return (x - 1, x + 1, x * 2, x * -1, x // 3, x % 1000, x >> 5, x << 2, x & 255, x | 1, x ^ -1, x == x + 0)


def mixed(n):
    x = n
    x = x + 0.5
    y = n
    if n > 3:
        y = "text"
    return (x, y)


def counts_down(n):
    steps = []
    while n > 0:
        steps.append(n)
        n -= 3
    return steps


def parameter_changes(n, delta):
    for i in range(5):
        n = n + delta
    return n


def bool_arithmetic(a):
    t = a > 0
    return (t + t, t * 5, -t, ~t if not isinstance(t, bool) else 0, t + 0.5, t & True, t | False, t ^ t)


def accumulate_types(items):
    total = 0
    for item in items:
        total += item
    return total


def average(items):
    return sum(items) / len(items)


class MyInt(int):
    def __add__(self, other):
        return "my add"


CALLS = (
    "sum_to(10)", "sum_to(100000)", "sum_to(0)", "sum_to(-5)", "sum_to(True)", "sum_to(2.0)", "sum_to('a')",
    "sum_of_squares(1000)", "sum_of_squares(3000000) if 0 else 1", "sum_of_squares(2.5)", "powers(10)", "powers(62)",
    "powers(63)", "powers(64)", "powers(65)", "powers(200)", "grows(1, 61)", "grows(1, 62)", "grows(1, 63)", "grows(1, 64)",
    "grows(-1, 63)", "grows(-1, 64)", "grows(1.5, 3)", "grows('ab', 3)", "grows([1], 2)", "grows(2**31, 1)",
    "grows(2**30, 1)", "grows(-2**31, 1)", "grows(2**62, 1)", "grows(2**63 - 1, 1)", "grows(-2**62, 1)", "grows(-2**63, 1)",
    "shrinks(0, 2)", "shrinks(0, 3)", "shrinks(2**63, 4)", "shrinks(-2**63, 1)", "factorial(20)", "factorial(21)",
    "factorial(50)", "factorial(0)", "factorial(-3)", "fibonacci(90)", "fibonacci(92)", "fibonacci(93)", "fibonacci(94)",
    "fibonacci(200)", "recursive_fibonacci(15)", "recursive_fibonacci(True)", "recursive_fibonacci(5.5)",
    "recursive_fibonacci('a')", "gcd(1071, 462)", "gcd(10**30, 10**20)", "gcd(0, 0)", "gcd(-12, 18)", "gcd(2.5, 0.5)",
    "gcd(2**63, 6)", "collatz(27)", "collatz(2**63 + 1)", "is_prime(97)", "is_prime(91)", "is_prime(1)",
    "is_prime(2147483647)", "is_prime(4294967297)", "digits(12345)", "digits(10**40 + 7)", "hash_bytes(b'hello')",
    "hash_bytes(b'')", "hash_bytes('a')", "linear_congruential(42, 100)", "linear_congruential(2**80, 3)", "shifts(10)",
    "shifts(21)", "shifts(22)", "shifts(40)", "parameter_changes(0, 1)", "parameter_changes(2**63 - 3, 1)",
    "parameter_changes(-2**63 + 3, -1)", "parameter_changes(1, 0.5)", "parameter_changes('a', 'b')", "parameter_changes(1, None)",
    "negates(0)", "negates(1)", "negates(2**31)", "negates(-2**31)", "negates(2**63)", "negates(-2**63)", "negates(2**63 - 1)",
    "negates(True)", "negates(-2**62)", "around(0)", "around(2**30)", "around(2**31 - 1)", "around(2**31)", "around(-2**31)",
    "around(-2**31 - 1)", "around(2**32)", "around(2**62)", "around(2**62 - 1)", "around(2**63 - 1)", "around(2**63)",
    "around(-2**63)", "around(-2**63 - 1)", "around(2**64)", "around(10**40)", "around(-10**40)", "around(True)",
    "mixed(1)", "mixed(5)", "mixed(2**70)", "counts_down(10)", "counts_down(7.5)", "counts_down(-1)", "bool_arithmetic(1)",
    "bool_arithmetic(-1)", "accumulate_types([1, 2, 3])", "accumulate_types([1, 2.5, 3])", "accumulate_types([True, 2])",
    "accumulate_types([2**63 - 1, 1])", "accumulate_types([1, 'a'])", "accumulate_types([1, 2j])", "accumulate_types([])",
    "accumulate_types([MyInt(5)])", "accumulate_types([MyInt(5), 1])", "average([1, 2])", "average([])",
    "type(accumulate_types([True])).__name__", "type(sum_to(True)).__name__", "type(around(True)[11]).__name__",
)  # fmt: skip
