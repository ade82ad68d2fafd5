"""Tuple and star unpacking, in assignments and loops."""


def two(x):
    a, b = x
    return (a, b)


def three(x):
    a, b, c = x
    return [a, b, c]


def none(x):
    () = x
    return "empty"


def one(x):
    (a,) = x
    return a


def nested(x):
    (a, (b, c)), d = x
    return (a, b, c, d)


def brackets(x):
    [a, [b]] = x
    return (a, b)


def star_last(x):
    a, *b = x
    return (a, b)


def star_first(x):
    *a, b = x
    return (a, b)


def star_middle(x):
    a, *b, c, d = x
    return (a, b, c, d)


def star_only(x):
    (*a,) = x
    return a


def nested_star(x):
    a, (b, *c), *d = x
    return (a, b, c, d)


def swap(a, b):
    a, b = b, a
    return (a, b)


def rotate(a, b, c):
    a, b, c = b, c, a
    return (a, b, c)


def into_items(x):
    items = [0, 0, 0]
    items[0], items[1:] = x
    return items


class Holder:
    pass


def into_attributes(x):
    h = Holder()
    h.a, h.b = x
    return (h.a, h.b)


def several(x):
    a, b = c = d = x
    return (a, b, c is d)


def in_loop(pairs):
    total = 0
    for number, (low, high) in pairs:
        total += number * (high - low)
    return total


def index_depends(items):
    i = 0
    i, items[i] = 1, "x"
    return (i, items)


class Bad:
    def __iter__(self):
        raise ValueError("no iteration")


class Three:
    def __init__(self):
        self.asked = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked > 3:
            raise StopIteration
        return self.asked


class FailsLate:
    def __init__(self):
        self.asked = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked == 2:
            raise KeyError("late")
        return self.asked


def test_displays_with_stars():
    a = [1, 2]
    return ([*a, 3, *"bc"], (*a, *a), {*a, 2, 5}, {**{"x": 1}, "y": 2, **{"x": 3}})


def test_display_star_error():
    return [*5]


def test_display_mapping_error():
    return {**5}


def test_set_star_unhashable():
    return {*[[]]}


def test_unpack_partly_assigned():
    a = b = 0
    h = Holder()
    h.x, h.y, missing = 1, 2, no_such_name
    return h


CALLS = (
    "two((1, 2))", "two([1, 2])", "two('ab')", "two({1: 2, 3: 4})", "two(iter([1, 2]))", "two((1,))", "two((1, 2, 3))",
    "two([])", "two([1, 2, 3])", "two('a')", "two('abc')", "two(5)", "two(None)", "two(range(2))", "two(range(3))",
    "two(Bad())", "two(Three())", "two(FailsLate())", "two({1, })", "two(b'ab')", "two(map(str, [1, 2]))",
    "three('abc')", "three((1, 2))", "three(Three())", "three((1, 2, 3, 4))", "three([1])", "three(iter('ab'))",
    "none(())", "none([])", "none('')", "none((1,))", "none(5)", "one([7])", "one('')", "one('ab')", "one(5)",
    "nested(((1, (2, 3)), 4))", "nested(((1, 2), 3))", "nested(((1, (2,)), 4))", "brackets((1, 'x'))", "brackets((1, 2))",
    "star_last([1])", "star_last('abc')", "star_last([])", "star_last(5)", "star_first((1, 2, 3))", "star_first([])",
    "star_middle([1, 2, 3])", "star_middle('abcdef')", "star_middle((1, 2))", "star_middle(Three())",
    "star_middle(FailsLate())", "star_only('ab')", "star_only([])", "star_only(None)", "nested_star([1, 'xyz', 3, 4])",
    "nested_star([1, ''])", "swap(1, 2)", "rotate(1, 2, 3)", "into_items((1, [2, 3, 4]))", "into_items((1, 2))",
    "into_attributes((1, 2))", "into_attributes((1,))", "several((1, 2))", "in_loop([(2, (1, 4)), (1, (0, 1))])",
    "in_loop([(1, 2)])", "in_loop([1])", "index_depends(['a', 'b'])",
)  # fmt: skip
