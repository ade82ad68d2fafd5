# run: python>=3.12
"""Type parameters and the `type` statement: what they make, and when they evaluate what."""
import typing

seen = []


def note(*what):
    seen.append(what)
    return what[-1]


def facts(parameter):
    kind = type(parameter).__name__
    if kind != "TypeVar":
        return kind, parameter.__name__, repr(parameter)
    return (
        kind,
        parameter.__name__,
        repr(parameter),
        parameter.__bound__,
        parameter.__constraints__,
        parameter.__infer_variance__,
        parameter.__covariant__,
    )


type Number = int | float
type Pair[T] = tuple[T, T]
type Recursive = list[Recursive] | Later
type Everything[T: Number, *Ts, **P] = typing.Callable[P, tuple[T, *Ts]]


def test_aliases():
    return [
        (type(a).__name__, a.__name__, repr(a), a.__module__, [facts(t) for t in a.__type_params__])
        for a in (Number, Pair, Everything)
    ]


def test_values_of_aliases():
    return Number.__value__, Pair.__value__, repr(Everything.__value__), repr(Pair[int]), Pair[int].__args__


def test_value_is_evaluated_once_when_asked_for():
    seen.clear()
    type Local = note("value", int)
    before = list(seen)
    return before, Local.__value__, Local.__value__, seen[:]


def test_value_that_fails_is_tried_again():
    type Failing = missing_name
    results = []
    for _ in range(2):
        try:
            Failing.__value__
        except NameError as e:
            results.append(str(e))
    global missing_name
    missing_name = 7
    results.append(Failing.__value__)
    del missing_name
    return results


def test_name_that_comes_later():
    global Later
    Later = str
    return repr(Recursive.__value__)


def test_alias_sees_variables_of_its_function():
    def make(x):
        type Alias[T] = list[T] | x
        x = str
        return Alias, lambda: x
    alias, get = make(int)
    return repr(alias.__value__), get()


def generic[T: (int, str), U: Number, *Ts, **P](a: T, b: U = 1, *c: *Ts, d: T = 2, **e: P.kwargs) -> tuple[T, U]:
    "Documented."
    T2 = T
    def inner(x: U) -> T:
        return T, U
    return a, b, c, d, inner, T2


def test_generic_function():
    result = generic(1, 2, 3)
    return (
        [facts(t) for t in generic.__type_params__],
        list(generic.__annotations__),
        generic.__annotations__["a"] is generic.__type_params__[0],
        result[:4],
        result[4](0) == generic.__type_params__[:2],
        result[4].__annotations__["x"] is generic.__type_params__[1],
        result[5] is generic.__type_params__[0],
        generic.__doc__,
        generic.__qualname__,
        generic.__defaults__,
        generic.__kwdefaults__,
    )


def test_functions_without_type_parameters():
    return test_generic_function.__type_params__, (lambda: 0).__type_params__


def test_type_params_must_be_a_tuple():
    def f():
        pass
    f.__type_params__ = (1,)
    try:
        f.__type_params__ = [1]
    except TypeError as e:
        return f.__type_params__, str(e), f.__dict__


def test_bounds_are_lazy():
    seen.clear()
    def f[T: note("bound", int), U: (note("first", int), note("second", str))]():
        pass
    t, u = f.__type_params__
    before = list(seen)
    return before, t.__bound__, t.__bound__, u.__constraints__, seen[:]


def test_order_of_evaluation():
    seen.clear()
    def decorator(f):
        seen.append("decorated")
        return f
    @note("decorator", decorator)
    def f[T: note("never")](a: note("annotation", T) = note("default"), *, b=note("keyword")) -> note("returns", T):
        pass
    return [entry[0] if isinstance(entry, tuple) else entry for entry in seen]


class Generic[T]:
    "Documented."
    attribute = T
    type Alias = tuple[T, attribute]
    type Own[U] = tuple[T, U, attribute]

    def method[U: (attribute, T)](self, a: U, b: T) -> tuple[T, U]:
        type Inside = T | U
        return __class__, super().__init_subclass__ is not None, Inside

    def plain(self, x: T) -> T:
        return T


def test_generic_class():
    (t,) = Generic.__type_params__
    method = Generic.method
    return (
        facts(t),
        Generic.__orig_bases__,
        Generic.__bases__,
        Generic.__parameters__ == (t,),
        Generic.attribute is t,
        repr(Generic.Alias.__value__),
        repr(Generic.Own.__value__),
        method.__type_params__[0].__constraints__ == (t, t),
        method.__annotations__["b"] is t,
        method.__qualname__,
        Generic().method(1, 2)[:2],
        repr(Generic().method(1, 2)[2].__value__),
        Generic().plain(1) is t,
        Generic.__doc__,
        repr(Generic[int]),
        [name for name in Generic.__dict__ if name == "__type_params__"],
    )


class Bases[T, *Ts](dict[int, T], typing.Protocol if False else Generic[T], metaclass=type):
    pass


def test_bases_of_generic_classes():
    return Bases.__orig_bases__, Bases.__mro__, repr(Bases[int, str, bytes]), [facts(t) for t in Bases.__type_params__]


def test_bases_with_stars():
    bases = [dict]
    keywords = {"metaclass": type}
    class C[T](*bases, **keywords):
        pass
    return C.__bases__, C.__orig_bases__


def test_generic_base_twice():
    class C[T](typing.Generic[T]):
        pass


def test_classes_in_functions():
    def make(x):
        class Inner[T: x]:
            def get(self):
                return T, x
            class Deep[U]:
                pairs = lambda: (T, U)
        return Inner
    made = make(int)
    t = made.__type_params__[0]
    return made().get() == (t, int), t.__bound__, made.Deep.pairs() == (t, made.Deep.__type_params__[0]), made.Deep.__qualname__


def test_private_names():
    class C:
        def __hidden[__T](self, a: __T):
            return __T
        type __Alias[__U] = __U
        made = __hidden, __Alias
    hidden, alias = C.made
    return [n for n in vars(C) if "idden" in n or "lias" in n], repr(hidden(1, 2)), repr(alias.__value__), hidden.__name__


def test_names_of_the_class_around():
    x = "function"
    class C:
        x = "class"
        def f[T: x](self, a: x):
            return x
        type A = x
        def g[x](self, a: x):
            return x
        type B[x] = x
    return (
        C.f.__type_params__[0].__bound__,
        C.f.__annotations__["a"],
        C().f(1),
        C.A.__value__,
        C.g.__annotations__["a"] is C().g(1),
        C.B.__value__ is C.B.__type_params__[0],
    )


def test_attributes_of_the_class_set_later():
    class C:
        T = int
        def f[U: T](self):
            pass
        type A = T
        type B[V: T] = V
        early = A.__value__
    C.T = float
    return C.early, C.f.__type_params__[0].__bound__, C.A.__value__, C.B.__type_params__[0].__bound__, [n for n in vars(C) if n[0] != "_"]


def test_class_dict_cell_with_other_metaclasses():
    def make(name, bases, space):
        return name, "__classdictcell__" in space, space["A"].__value__
    class C(metaclass=make):
        x = 1
        type A = x
    return C


def test_names_of_the_class_around_in_a_method_scope():
    class C:
        y = 1
        class D[T]:
            type A = T
            z = [T for _ in range(2)]
    return C.D.A.__value__ is C.D.__type_params__[0], C.D.z == [C.D.__type_params__[0]] * 2


def test_generators_and_comprehensions_in_values():
    type A = [n * 2 for n in range(3)]
    type B = tuple(n for n in (1, 2))
    type C = (lambda q: q)(5)
    return A.__value__, B.__value__, C.__value__


def test_names_like_those_of_the_machinery():
    def f[x0: int, x, xx1, e: x0](f: x0) -> tuple[x0, x]:
        pass
    type x2[x0, f] = f
    return [t.__name__ for t in f.__type_params__], f.__type_params__[3].__bound__ is f.__type_params__[0], repr(x2.__value__)


def test_annotation_that_fails():
    def f[T](a: T, b: undefined_name):
        pass


def test_base_that_fails():
    class C[T](undefined_name[T]):
        pass


def test_bound_that_fails():
    def f[T: 1 / 0]():
        pass
    f.__type_params__[0].__bound__


def test_generic_generators():
    def g[T](n: T):
        yield T
        yield n
    return [getattr(v, "__name__", v) for v in g(5)]


def test_generics_below_try():
    try:
        type A[T] = T
        def f[T](a: T): return a
        class C[T]: pass
        raise KeyError(A)
    except KeyError as e:
        return repr(e.args[0]), f(1), C.__name__


def test_variance():
    class C[T]:
        pass
    t = C.__type_params__[0]
    return t.__infer_variance__, t.__covariant__, t.__contravariant__


def test_rebinding_by_the_body():
    def f[T](a: T):
        T = a
        return T
    return f(3), facts(f.__type_params__[0])
