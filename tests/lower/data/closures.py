def counter(start, /, step=1):
    total = start

    def add(by):
        nonlocal total
        total += by * step
        return total

    del start
    return add


def lambdas(items):
    unused = [item for item in items]
    return [lambda: (item, items) for item in items]


def unbound():
    def inner():
        return later

    del later
    return inner


class Method:
    def __init__(self, value):
        super().__init__()
        self.inner = lambda: (self, __class__)


def classes(value, other):
    class Inner:
        nonlocal value
        kept = value
        other = other
        value = 5
        del value

        def method(self):
            return value, other

    return Inner


def frame(a, *rest):
    b = 1

    def inner():
        return b

    if a:
        c = 2
    return locals(), dir(), eval("a"), [vars() for d in rest]


def again():
    raise
