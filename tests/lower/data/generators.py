# Parameters and cells are taken over by the body.
def plain(a, *more, b=1):
    sent = yield a
    yield
    return sent, more, b


def delegates(items):
    got = yield from items
    try:
        yield got
    finally:
        got = None


def captured(n):
    yield lambda: n


expression = (x * y for x in first for y in second if y)


def in_function(n):
    return (x + n for x in n)


def dead():
    return 1
    yield


shortest = lambda: (yield)
