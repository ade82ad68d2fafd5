"""Every kind of parameter, called in every way from interpreted code (CALLS)."""


def none():
    return "none"


def one(a):
    return a


def two(a, b):
    return (a, b)


def default(a, b=2, c="three"):
    return (a, b, c)


def all_default(a=None, b=()):
    return (a, b)


def star(*args):
    return args


def star_after(a, *args):
    return (a, args)


def keywords(**kwargs):
    return sorted(kwargs.items())


def keywords_after(a, **kwargs):
    return (a, sorted(kwargs.items()))


def everything(a, b=2, *args, c, d=4, **kwargs):
    return (a, b, args, c, d, sorted(kwargs.items()))


def keyword_only(*, a, b=2):
    return (a, b)


def keyword_only_after(x, *, a, b):
    return (x, a, b)


def positional_only(a, b, /):
    return (a, b)


def positional_only_default(a, b=2, /, c=3):
    return (a, b, c)


def positional_only_and_keywords(a, /, **kwargs):
    return (a, sorted(kwargs.items()))


def mixed(a, /, b, *, c):
    return (a, b, c)


def many(a, b, c, d, e, f, g, h=8, i=9, j=10):
    return (a, b, c, d, e, f, g, h, i, j)


def annotated(a: int, b: "str" = "x") -> tuple:
    return (a, b)


def mutable_default(item, into=[]):
    into = into + [item]
    return into


def rebinds(a, b=1):
    a = a + b
    b = a * 2
    return (a, b)


class Holder:
    def method(self, a, b=2):
        return (a, b)

    def no_self_arguments():
        return "?"

    def star(*args):
        return len(args)

    def __call__(self, x, *, y=1):
        return (x, y)


class Initialised:
    def __init__(self, a, b=2):
        self.values = (a, b)


CALLS = (
    "none()", "none(1)", "none(1, 2)", "none(a=1)", "none(*())", "none(**{})", "none(*[1])",
    "one(1)", "one(a=1)", "one()", "one(1, 2)", "one(1, 2, 3)", "one(b=1)", "one(1, a=2)", "one(1, b=2)",
    "two(1, 2)", "two(1, b=2)", "two(b=1, a=2)", "two(a=1)", "two(b=1)", "two()", "two(1)", "two(1, 2, 3)",
    "two(*(1, 2))", "two(*[1], **{'b': 2})", "two(**{'a': 1, 'b': 2})", "two(1, *(2,))", "two(1, **{'a': 2})",
    "two(1, 2, c=3)", "two(1, 2, c=3, d=4)", "two(**{'a': 1, 'c': 2})", "two(1, 2, **{'a b': 3})",
    "default(1)", "default(1, 5)", "default(1, c=5)", "default(1, 5, 6)", "default(1, 5, 6, 7)", "default()",
    "default(b=1)", "default(c=1, b=2, a=3)", "default(1, 2, b=3)", "default(1, 2, 3, 4, 5, 6)",
    "all_default()", "all_default(1)", "all_default(b=1)", "all_default(1, 2, 3)", "all_default(z=1)",
    "star()", "star(1)", "star(1, 2, 3)", "star(*range(4))", "star(a=1)", "star(1, a=1)", "star(args=1)",
    "star_after(1)", "star_after(1, 2, 3)", "star_after()", "star_after(a=1)", "star_after(2, a=1)",
    "keywords()", "keywords(a=1, b=2)", "keywords(1)", "keywords(1, 2, a=3)", "keywords(**{'x y': 1})",
    "keywords(kwargs=1)", "keywords(self=1)",
    "keywords_after(1)", "keywords_after(1, b=2)", "keywords_after(a=1, b=2)", "keywords_after()",
    "keywords_after(1, a=2)", "keywords_after(1, 2)",
    "everything(1, c=3)", "everything(1, 2, 3, 4, c=5)", "everything(1)", "everything(c=1)", "everything()",
    "everything(1, 2, 3, c=4, d=5, e=6, f=7)", "everything(1, c=3, a=4)", "everything(a=1, b=2, c=3, z=4)",
    "everything(1, 2, 3, 4)", "everything(*[1, 2, 3], **{'c': 4, 'q': 5})",
    "keyword_only(a=1)", "keyword_only(a=1, b=3)", "keyword_only()", "keyword_only(1)", "keyword_only(1, 2)",
    "keyword_only(b=1)", "keyword_only(1, a=2)", "keyword_only(a=1, c=2)",
    "keyword_only_after(1, a=2, b=3)", "keyword_only_after(1)", "keyword_only_after(1, a=2)",
    "keyword_only_after(1, 2, 3)", "keyword_only_after(1, 2, a=3, b=4)", "keyword_only_after(a=1, b=2)",
    "positional_only(1, 2)", "positional_only(1, b=2)", "positional_only(a=1, b=2)", "positional_only(1)",
    "positional_only(1, 2, 3)", "positional_only(1, 2, c=3)", "positional_only()",
    "positional_only_default(1)", "positional_only_default(1, 2, c=5)", "positional_only_default(1, b=5)",
    "positional_only_default(1, 2, 3, 4)", "positional_only_default()", "positional_only_default(c=1)",
    "positional_only_and_keywords(1, a=2)", "positional_only_and_keywords(a=2)",
    "positional_only_and_keywords(1, b=2, a=3)",
    "mixed(1, 2, c=3)", "mixed(1, b=2, c=3)", "mixed(a=1, b=2, c=3)", "mixed(1, 2, 3)", "mixed(1, 2)", "mixed()",
    "many(1, 2, 3, 4, 5, 6, 7)", "many(1, 2, 3)", "many()", "many(1, 2, 3, 4, 5, 6, 7, j=0)", "many(a=1, c=2)",
    "many(*range(10))", "many(*range(11))", "many(1, 2, 3, 4, 5, g=6)",
    "annotated(1)", "annotated('a', 5)", "annotated.__name__", "annotated()",
    "mutable_default(1)", "mutable_default(2)", "mutable_default(3, [1, 2])",
    "rebinds(1)", "rebinds(1, 2)", "rebinds('a', 'b')", "rebinds(1, 'b')", "rebinds([], [1])",
    "Holder().method(1)", "Holder().method(1, b=3)", "Holder().method()", "Holder().method(1, 2, 3)",
    "Holder().method(1, self=2)", "Holder.method(Holder(), 1)", "Holder.method()", "Holder.method(1)",
    "Holder().no_self_arguments()", "Holder.no_self_arguments()", "Holder().star(1, 2)", "Holder().star()",
    "Holder()(1)", "Holder()(1, y=2)", "Holder()()", "Holder()(1, 2)", "Holder(1)", "Holder(a=1)",
    "Initialised(1).values", "Initialised(1, 3).values", "Initialised(b=1, a=2).values", "Initialised()",
    "Initialised(1, 2, 3)", "Initialised(1, c=2)", "Initialised(1).values[5]",
    "one(*5)", "one(**5)", "one(**{1: 2})", "one(*(1,), *(2,))", "two(*(1,), *(2,))", "two(**{'a': 1}, **{'a': 2})",
    "one(one)is one", "sorted([3, 1, 2], key=one)", "list(map(two, [1, 2], 'ab'))", "max(3, 5, key=one)",
    "default.__defaults__", "keyword_only.__kwdefaults__", "everything.__name__", "one.__doc__", "one.__module__",
    "Holder.method.__name__", "Holder.method.__qualname__", "one.__qualname__", "callable(one)",
    "__import__('functools').partial(default, b=9)(1)",
)  # fmt: skip
