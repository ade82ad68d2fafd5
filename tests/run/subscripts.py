"""Subscripts and slices of every builtin container: load, store, delete, augmented."""


def get(x, i):
    return x[i]


def get_constant(x):
    return (x[0], x[1], x[-1])


def put(x, i, v):
    x[i] = v
    return x


def remove(x, i):
    del x[i]
    return x


def augment(x, i, v):
    x[i] += v
    return x


def slice_all(x):
    return (x[:], x[1:], x[:2], x[1:2], x[::2], x[::-1], x[-2:], x[:-1], x[1:10])


def slice_by(x, a, b):
    return x[a:b]


def slice_step(x, a, b, c):
    return x[a:b:c]


def put_slice(x, a, b, v):
    x[a:b] = v
    return x


def put_step(x, c, v):
    x[::c] = v
    return x


def remove_slice(x, a, b):
    del x[a:b]
    return x


def augment_slice(x, v):
    x[1:2] += v
    return x


def nested(x):
    return x[0][1]["k"][-1]


def nested_put(x):
    x[0][1]["k"][-1] = "new"
    x[0][1]["k"] += ["more"]
    return x


def tuple_key(d):
    d[1, 2] = "pair"
    d[()] = "none"
    d[1,] = "single"
    return (d[(1, 2)], d[()], d[(1,)])


def loop_index(items):
    total = 0
    for i in range(len(items)):
        total += items[i]
    return total


def negative_loop(items):
    result = []
    i = -1
    while i >= -len(items):
        result.append(items[i])
        i -= 1
    return result


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Odd(list):
    def __getitem__(self, i):
        return ("odd", i)


class Word(dict):
    def __getitem__(self, key):
        return key + "!"


CALLS = (
    "get([1, 2, 3], 0)", "get([1, 2, 3], -3)", "get([1, 2, 3], 3)", "get([1, 2, 3], -4)", "get([], 0)", "get([1], True)",
    "get([1], 0.0)", "get([1], 'a')", "get([1], None)", "get([1, 2], 2**70)", "get([1, 2], -2**70)", "get([1, 2], 2**63)",
    "get([1, 2, 3], Index(1))", "get((1, 2), 1)", "get((1, 2), 2)", "get((1, 2), 'x')", "get('abc', 1)", "get('abc', 5)",
    "get('äbc☃', -1)", "get('abc', 1.5)", "get(b'abc', 0)", "get(b'abc', 9)", "get(bytearray(b'ab'), 1)",
    "get({'a': 1}, 'a')", "get({'a': 1}, 'b')", "get({}, [])", "get({1: 2}, True)", "get({1: 2}, 1.0)", "get(range(9), 4)",
    "get(range(9), 20)", "get(5, 0)", "get(None, 0)", "get({1}, 0)", "get(Odd(), 5)", "get(Word(), 'a')", "get(len, 0)",
    "get([1, 2, 3], slice(1, None))", "get(memoryview(b'abc'), 1)", "get(list, int) is not None", "get({None: 1}, None)",
    "get_constant([1, 2])", "get_constant('ab')", "get_constant((7, 8))", "get_constant({0: 1, 1: 2, -1: 3})",
    "get_constant([1])", "get_constant({0: 1})", "get_constant(Odd())",
    "put([1, 2], 0, 9)", "put([1, 2], -1, 9)", "put([1, 2], 2, 9)", "put([1], 'a', 9)", "put({}, 'a', 1)",
    "put({}, [], 1)", "put((1,), 0, 2)", "put('a', 0, 'b')", "put(bytearray(b'ab'), 0, 65)", "put(bytearray(b'a'), 0, 300)",
    "put(None, 0, 1)", "put([1, 2], Index(1), 5)", "put([1, 2], 2**65, 5)", "put([0, 1], True, 5)",
    "remove([1, 2], 0)", "remove([1], 1)", "remove({'a': 1}, 'a')", "remove({}, 'a')", "remove((1,), 0)", "remove(5, 0)",
    "augment([1, 2], 0, 5)", "augment({'a': 1}, 'a', 2)", "augment({}, 'a', 2)", "augment([1], 3, 1)", "augment((1,), 0, 1)",
    "augment([[1]], 0, [2])", "augment([1], 0, 'a')", "augment([2**63 - 1], 0, 1)",
    "slice_all([1, 2, 3, 4])", "slice_all('hello')", "slice_all((1, 2, 3))", "slice_all(b'abcd')", "slice_all([])",
    "slice_all(range(5))", "slice_all(5)", "slice_all({1: 2})", "slice_all(Odd())",
    "slice_by([1, 2, 3], 1, 2)", "slice_by([1, 2, 3], None, -1)", "slice_by('abc', -2, None)", "slice_by([1], 'a', 2)",
    "slice_by([1, 2, 3], Index(1), Index(3))", "slice_by([1, 2, 3], -100, 2**70)", "slice_by([1, 2], 1.0, 2)",
    "slice_by((1, 2, 3), 2, 1)", "slice_by([1, 2, 3], 2**63, None)", "slice_by(None, 1, 2)", "slice_by('äöü', 1, 9)",
    "slice_step([1, 2, 3, 4, 5], 0, 5, 2)", "slice_step('abcdef', 5, 0, -2)", "slice_step([1], 0, 1, 0)",
    "slice_step([1, 2], None, None, 'a')", "slice_step((1, 2, 3), None, None, -1)",
    "put_slice([1, 2, 3], 1, 2, [8, 9])", "put_slice([1, 2, 3], 0, 0, 'ab')", "put_slice([1, 2, 3], 0, 3, [])",
    "put_slice([1, 2], 5, 9, (3,))", "put_slice([1], 0, 1, 5)", "put_slice((1,), 0, 1, [2])", "put_slice('a', 0, 1, 'b')",
    "put_slice([1, 2, 3], None, None, [0])", "put_slice([1, 2, 3], 1, None, iter([7]))", "put_slice({}, 0, 1, [])",
    "put_step([1, 2, 3, 4], 2, 'ab')", "put_step([1, 2, 3], 2, [1])", "put_step([1, 2], 0, [])",
    "remove_slice([1, 2, 3, 4], 1, 3)", "remove_slice([1], 5, 9)", "remove_slice('abc', 0, 1)", "remove_slice((1,), 0, 1)",
    "augment_slice([1, 2, 3], [9, 9])", "augment_slice('abc', 'x')", "nested([[0, {'k': [1, 2]}]])", "nested([[0, {}]])",
    "nested_put([[0, {'k': [1, 2]}]])", "tuple_key({})", "loop_index([1, 2, 3])", "loop_index([1, 'a'])",
    "loop_index((1.5, 2))", "loop_index('ab')", "negative_loop([1, 2, 3])", "negative_loop('abc')", "negative_loop(())",
)  # fmt: skip
