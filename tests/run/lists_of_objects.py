"""Numbers stored into lists that hold other objects, by index and by negative index."""


def store(items, index, value):
    items[index] = value
    return items


def test_small_int_into_list_of_objects():
    items = [7, "x", 9]
    items[1] = 3
    return items


def test_float_into_list_of_objects():
    items = [None] * 3
    items[0] = 2.5
    items[-1] = 0.0
    return items


def test_numbers_in_a_loop():
    items = [None, "x", (), 1.5]
    i = len(items) - 1
    while i >= 0:
        items[i] = i
        i -= 1
    return items


def test_large_int_and_bool():
    items = ["a", "b", "c"]
    items[0] = 10**30
    items[1] = True
    items[2] = -1
    return items


class Loud(list):
    def __setitem__(self, index, value):
        print("set", index, value)
        super(Loud, self).__setitem__(index, value)


def test_subclass_is_asked():
    items = Loud(["a", "b"])
    items[1] = 3
    return list(items)


def test_dict_and_others():
    mapping = {"a": None}
    mapping["a"] = 3
    mapping[2] = 2.5
    data = bytearray(b"abc")
    data[1] = 3
    return mapping, data


def test_index_out_of_range():
    items = [None, "x"]
    items[2] = 3


def test_not_subscriptable():
    items = (1, 2)
    items[0] = 3


CALLS = (
    "store([None, 'x'], 0, 3)",
    "store([None, 'x'], -1, 2.5)",
    "store([None, 'x'], True, 3)",
    "store([None, 'x'], 5, 3)",
    "store([None, 'x'], 'k', 3)",
    "store([None, 'x'], slice(0, 1), 3)",
    "store({}, 3, 4)",
)
