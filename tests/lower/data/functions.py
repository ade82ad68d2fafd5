"""Doc of the module."""


def kinds(a, /, b: int, c=1, *args: str, d, e=[], **kwargs) -> "result":
    "Doc of the function."
    return a, b, c, args, d, e, kwargs


@first
@second(2)
def decorated(x=len, y=2):
    def inner(z):
        return lambda w=z: w
    return inner


square = lambda x: x * x
