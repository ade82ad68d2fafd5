"""Displays and literals of every builtin type; containers and their methods."""


def test_numbers():
    return (0, 1, -1, 0x1F, 0o17, 0b101, 1_000_000, 10**10, 123456789012345678901234567890, 0xFFFFFFFFFFFFFFFF, -(2**63))


def test_boundaries():
    return (2147483647, 2147483648, -2147483648, 9223372036854775807, 9223372036854775808, -9223372036854775808,
            18446744073709551615, 18446744073709551616, -9223372036854775809)  # fmt: skip


def test_floats_and_complex():
    return (1.0, 1.5e3, .5, 5., 1e-5, 2j, 1.5J, 1 + 2j, 0.1, 1e100)


def test_constants():
    return (None, True, False, ..., NotImplemented is NotImplemented, __name__, __debug__)


def test_tuples():
    return ((), (1,), (1, 2), ((1,), ()), (1, "a", None, 2.5), 1, )


def test_lists():
    return ([], [1], [1, [2, []]], [None] * 3, [[0]] * 2)


def test_dicts():
    return ({}, {"a": 1}, {1: "a", "b": 2, None: 3, (1, 2): 4}, {"a": 1, "a": 2}, {"x": {"y": {}}})


def test_sets():
    return ({1}, {1, 2, 2, 3}, {"a", (1,), None}, set(), {1, True, 1.0})


def test_constants_are_fresh():
    a = make_list()
    a.append(1)
    b = make_list()
    return (a, b, make_dict() is make_dict())


def make_list():
    return [0]


def make_dict():
    return {}


def test_unhashable_in_set():
    return {1, []}


def test_unhashable_key():
    return {[]: 1}


def test_list_methods():
    a = [3, 1, 2]
    a.append(5)
    a.extend((6, 7))
    a.insert(0, "first")
    last = a.pop()
    second = a.pop(1)
    a.remove("first")
    a.reverse()
    b = a.copy()
    b.sort()
    index = b.index(5)
    c = a + b
    c.clear()
    return (a, b, last, second, index, a.count(1), c)


def test_list_method_results():
    a = []
    return (a.append(1), a.extend([2]), a.insert(0, 0), a.reverse(), a.sort(), a.clear(), a)


def test_pop_from_empty():
    return [].pop()


def test_pop_out_of_range():
    return [1].pop(5)


def test_remove_missing():
    [1].remove(2)


def test_sort_incomparable():
    [1, "a"].sort()


def test_dict_methods():
    d = {"a": 1, "b": 2}
    d.update(c=3)
    d.setdefault("d", []).append(4)
    popped = d.pop("a")
    keys = list(d.keys())
    items = list(d.items())
    values = sorted(map(str, d.values()))
    return (d, popped, keys, items, values, d.get("z"), d.get("z", 0), "b" in d, len(d), d.pop("q", None))


def test_dict_pop_missing():
    return {}.pop("a")


def test_dict_popitem_empty():
    return {}.popitem()


def test_set_methods():
    s = {1, 2}
    s.add(3)
    s.discard(9)
    s.remove(1)
    s.update([7])
    return (s, s | {8}, s & {2}, s - {2}, s ^ {2, 10}, len(s), 2 in s, s.issubset({2, 3, 7}), frozenset(s))


def test_set_remove_missing():
    {1}.remove(5)


def test_tuple_methods():
    t = (1, 2, 1)
    return (t.count(1), t.index(2), t + (3,), t * 2, len(t), t[1:], sorted(t), hash(t) == hash((1, 2, 1)))


def test_bytes():
    b = b"hello"
    return (b[0], b[1:3], b + b"!", b.upper(), b.decode(), len(b), list(b), b.find(b"l"), bytearray(b))


def test_large_display():
    return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            "a", "b", "c", "d", "e", "f", "g", "h", 1.5, 2.5, None, True]  # fmt: skip


def test_nested_display_order():
    log = []
    value = [step(log, 1), (step(log, 2), {step(log, 3): step(log, 4)}), {step(log, 5)}]
    return (value, log)


def step(log, n):
    log.append(n)
    return n
