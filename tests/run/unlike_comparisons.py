"""Comparisons of unlike operands: few cases, for interpreters that start slowly."""


class Reflected:
    def __lt__(self, other):
        return "lt"

    def __gt__(self, other):
        return "gt"

    def __eq__(self, other):
        return "eq"

    __hash__ = None


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


_VALUES = "1 2**63 1.5 True 'a' b'a' None (1,) Number(3) Text('a') 2j Reflected()".split()


def _make_calls():
    calls = []
    for a in "1", "2**63", "'a'", "Number(3)", "Text('a')", "1.5", "2j":
        for b in _VALUES:
            for function in "order", "greater", "equal", "branch", "best", "contained":
                calls.append(f"{function}({a}, {b})")
    return tuple(calls)


CALLS = _make_calls()
