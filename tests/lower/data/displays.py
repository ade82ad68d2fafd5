def literals():
    return [], (), {}, [1, 2], (1, "a", None, (2.5, ...)), {1, 2}, {"k": 1}, b"\x00", 10 ** 30, 2j


def mixed(a, b):
    return [a, 1], (a, b), {a, b}, {a: 1, "k": b}


def stars(a, b):
    return [a, *b, 1], (*a, b), {a, *b}, {"x": 1, **a, "y": b}


def long_list():
    return [1, 2, 3, 4, 5, 6, 7, 8, 9]


def loop():
    for x in [1, 2]:
        pass
