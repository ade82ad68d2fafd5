def arithmetic(a, b):
    return a + b * 2 - -a ** 3 // ~b @ +a


def folded():
    return -1, 1 << 20, "a" * 3, 7 // -2, -7 % 3, 0.5 + 1, 1 / 4, 2 ** 70, 1 // 0, "x" "y" + "z"


def comparisons(a, b, c):
    x = a < b
    y = a < b <= c
    z = a is None, a is not b, a in b, a not in [1, 2]
    return x, y, z, not a == b


def conditions(a, b, c):
    if a and (b or not c):
        return 1
    if a < b < 3 and c in a:
        return 2
    return (a and b) or c


def choice(a, b):
    return a if a > b else b
