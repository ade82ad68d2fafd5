"""A decorator that cannot be called: since Python 3.11 the traceback names its line, before that of `def`."""
# run: python>=3.11


def test_decorator_is_not_callable():
    @3
    def f():
        pass


def test_decorator_of_a_class_is_not_callable():
    @None
    class C:
        pass
