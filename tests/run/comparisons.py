"""Comparisons, chained comparisons, identity and membership."""


def compare(a, b):
    return (a == b, a != b)


def less(a, b):
    return a < b


def order(a, b):
    return (a < b, a <= b, a > b, a >= b)


def chained(a, b, c):
    return (a < b < c, a <= b <= c, a == b == c, a < b > c, a != b != c, a < b == c)


def long_chain(a, b, c, d):
    return a < b <= c != d


def chained_in_condition(a, b, c):
    if a < b < c:
        return "rising"
    if not a > b > c:
        return "neither"
    return "falling"


def identity(a, b):
    return (a is b, a is not b, a is None, a is not None)


def member(a, b):
    return (a in b, a not in b)


def member_chain(a, b, c):
    return a in b in c


def in_condition(a, b):
    if a == b:
        return "equal"
    elif a in (1, 2, 3):
        return "in tuple"
    elif a in {4, 5}:
        return "in set"
    elif a not in [6, 7]:
        return "elsewhere"
    return "in list"


def while_condition(a, b):
    steps = 0
    while a < b and a != 5:
        a += 1
        steps += 1
    return (a, steps)


class Log:
    def __init__(self, log, value):
        self.log = log
        self.value = value

    def __lt__(self, other):
        self.log.append((self.value, other.value))
        return self.value < other.value


class Truthless:
    def __bool__(self):
        raise ValueError("truth")


class Compares:
    def __lt__(self, other):
        return Truthless()

    def __eq__(self, other):
        return "equal?"


class Refuses:
    def __eq__(self, other):
        raise RuntimeError("eq")


class OnlyGreater:
    def __gt__(self, other):
        return "reflected"


def value_of(log, name, value):
    log.append(name)
    return value


def test_middle_is_evaluated_once():
    log = []
    result = value_of(log, "a", 1) < value_of(log, "b", 2) < value_of(log, "c", 3)
    return (result, log)


def test_rest_is_not_evaluated():
    log = []
    result = value_of(log, "a", 5) < value_of(log, "b", 2) < value_of(log, "c", 3)
    return (result, log)


def test_own_less_in_chain():
    log = []
    result = Log(log, 1) < Log(log, 2) < Log(log, 0) < Log(log, 9)
    return (result, log)


def test_chain_needs_truth():
    return Compares() < 1 < 2


def test_last_of_chain_needs_no_truth():
    return type(1 < 2 < 3) is bool and type(0 < 1 == Compares()) is str


def test_single_needs_no_truth():
    return type(Compares() < 1).__name__


def test_equal_result_is_not_converted():
    return (Compares() == 1, 1 == Compares(), Compares() != 1)


def test_condition_needs_truth():
    if Compares() < 1:
        return 1
    return 2


def test_reflected():
    return (1 < OnlyGreater(), OnlyGreater() > 1)


def test_not_comparable():
    return OnlyGreater() < OnlyGreater()


def test_refuses():
    return 1 == Refuses()


def test_refuses_in_list():
    return 1 in [Refuses()]


def test_identity_beats_equality_in_list():
    r = Refuses()
    return r in [r]


def test_nan():
    nan = float("nan")
    return (nan == nan, nan != nan, nan < 1, nan in [nan], [nan] == [nan], nan is nan)


_VALUES = "0 1 -1 True 2.0 1.0 10**20 -10**20 'a' 'b' None [] [1] () (1,) {} float('inf') 1j b'a' 2**63 2**63-1".split()


def _make_calls():
    calls = []
    for a in _VALUES:
        for b in _VALUES:
            calls.append("compare(%s, %s)" % (a, b))
            calls.append("order(%s, %s)" % (a, b))
    return calls


CALLS = tuple(_make_calls()) + (
    "less({1}, {1, 2})", "less([1, 2], [1, 3])", "less('abc', 'abd')", "less((1, 2), (1, 2, 0))", "less([1], ['a'])",
    "chained(1, 2, 3)", "chained(1, 1, 1)", "chained(3, 2, 1)", "chained(1, 'a', 2)", "chained('a', 'b', 'b')",
    "chained(1, 2.5, 10**30)", "long_chain(1, 2, 2, 3)", "long_chain(1, 2, 1, 'x')", "long_chain(1, 0, None, None)",
    "chained_in_condition(1, 2, 3)", "chained_in_condition(3, 2, 1)", "chained_in_condition(1, 3, 2)",
    "identity(None, None)", "identity(1, None)", "identity([], [])", "identity(True, 1)",
    "member(1, [1, 2])", "member('b', 'abc')", "member(1, 'abc')", "member('a', {'a': 1})", "member([], {})",
    "member(1, 5)", "member(1, None)", "member(1.0, (1,))", "member(3, range(5))", "member('', '')", "member(5, iter([5]))",
    "member_chain(1, [1], [[1]])", "in_condition(1, 1)", "in_condition(2, 1)", "in_condition(5, 1)", "in_condition(6, 1)",
    "in_condition('x', 1)", "in_condition([], 1)", "while_condition(1, 3)", "while_condition(1, 9)",
    "while_condition(1, 'a')", "while_condition(0.5, 2)",
)  # fmt: skip
