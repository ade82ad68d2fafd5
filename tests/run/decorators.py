"""Decorators of functions, methods and classes."""

class note:
    def __init__(self, label):
        print("note", label)
        self.label = label

    def __call__(self, decorated):
        print("apply", self.label, decorated.__name__)
        return decorated


def replaced(function):
    return (function.__name__, function)


@note("outer")
@note("inner")
def twice(a, b=2):
    return (a, b)


@replaced
def gone():
    return "called"


@note("class")
class Decorated:
    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new * 2

    @staticmethod
    def static(a):
        return ("static", a)

    @classmethod
    def from_class(cls, a):
        return (cls.__name__, a)


def test_replaced():
    return (gone[0], gone[1]())


def test_property():
    d = Decorated(1)
    before = d.value
    d.value = 5
    return (before, d.value)


def test_property_without_deleter():
    d = Decorated(1)
    del d.value


def test_static_and_class_methods():
    d = Decorated(1)
    return (d.static(1), Decorated.static(2), d.from_class(3), Decorated.from_class(4))


CALLS = ("twice(1)", "twice(1, 3)", "twice()", "Decorated.static()")
