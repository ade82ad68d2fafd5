"""List, set and dictionary comprehensions."""

x = "module"


def squares(n):
    return [i * i for i in range(n)]


def filtered(items):
    return [item for item in items if item if item != 3]


def nested(rows):
    return [cell + 1 for row in rows for cell in row if cell % 2 == 0]


def inner(rows):
    return [[cell * 2 for cell in row] for row in rows]


def unique(items):
    return sorted({item % 3 for item in items})


def table(items):
    return {key: value for key, value in items}


def key_before_value():
    return {print("key", i): print("value", i) for i in range(2)}


def unpacked(pairs):
    return [(b, a) for a, *b in pairs]


def test_target_is_of_the_comprehension_alone():
    x = "function"
    made = [x for x in range(3)]
    return (made, x)


def test_reads_locals():
    offset = 10
    return [i + offset for i in range(3)]


def test_walrus_binds_in_the_function():
    made = [(last := i) for i in range(4)]
    return (made, last)


def test_in_a_class():
    class Holder:
        names = ["a", "b"]
        upper = [name + "!" for name in names]

    return Holder.upper


at_module_level = [x for x in "abc"]


def test_module_level():
    return (at_module_level, x)


CALLS = (
    "squares(5)",
    "squares(0)",
    "squares('a')",
    "filtered([0, 1, 2, 3, None, 'a'])",
    "filtered(None)",
    "nested([[1, 2], [], [4]])",
    "nested([[1, 'a']])",
    "inner([[1], ['a', 2.5], []])",
    "unique(range(10))",
    "unique(['a'])",
    "table([(1, 2), (1, 3), ('a', 'b')])",
    "table([(1, 2, 3)])",
    "table([([], 1)])",
    "key_before_value()",
    "unpacked([(1, 2, 3), 'ab', [1]])",
    "unpacked([()])",
)
