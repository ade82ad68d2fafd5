class Empty:
    pass


@decorate
@module.other(1)
class Point(Base, metaclass=Meta, **options):
    """A point."""

    x = 1
    y = x + 1
    __private = y

    def method(self, __hidden, *, k=x):
        "Doc of the method."
        self.__private = __hidden
        return Point.__private

    for i in range(3):
        x += i
    del i

    class Inner:
        def deep(self):
            pass


class Stars(*bases):
    pass
