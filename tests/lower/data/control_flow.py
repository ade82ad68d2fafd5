def loops(items, n):
    for i, (a, b) in items:
        if i == n:
            continue
        elif a:
            break
    else:
        return n
    while n:
        n -= 1
        if n == 5:
            break
    else:
        n = 0
    while True:
        if n > 3:
            return i
        n = n + 1


def checks(a, b):
    assert a
    assert a < b, "message"
    if __debug__:
        raise ValueError(a) from b
    raise a


def dead():
    if 0:
        never()
    return 1
    never()


def counting():
    for i in range(10):
        pass
