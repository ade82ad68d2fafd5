def simple(items, k):
    x = 1
    result = [x + k for x in items if x if x > k]
    return result, x


def nested(rows):
    return {a: {b for b in a} for row in rows for a in row if (last := a)}, last


total = [i for i in range(3)]


class C:
    n = 2
    values = [n for n in range(n)]
