"""Functions as others see them: attributes, signatures, binding, pickling, weak references."""

import copy
import functools
import gc
import inspect
import pickle
import re
import types
import weakref


def plain(a, b=2, *rest, c, d=4, **more):
    """The doc."""
    return a, b, rest, c, d, more


def positional(a, b, /, c, *, d: int = 5) -> str:
    return a, b, c, d


def outer(x, y=1):
    def inner(a, b=x, *, key=y):
        return a, b, key, x, y, total

    total = x + y
    return inner


def nothing():
    pass


class C:
    def method(self, a, *b):
        return self, a, b

    @classmethod
    def by_class(cls, a=1):
        return a

    @staticmethod
    def static(a, b):
        return a, b

    def nested(self):
        return lambda self=self: self


CODE = ("co_name", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_freevars", "co_firstlineno")


def code(function):
    c = function.__code__
    parameters = c.co_argcount + c.co_kwonlyargcount + bool(c.co_flags & 4) + bool(c.co_flags & 8)
    return [getattr(c, name) for name in CODE] + [c.co_varnames[:parameters], c.co_flags & 12]


def test_code():
    return [code(f) for f in (plain, positional, outer, outer(1), nothing, C.method, lambda: 0, C().nested())]


def test_code_is_a_code_object():
    return type(plain.__code__), plain.__code__ is plain.__code__, outer(1).__code__ is outer(2).__code__


def test_signatures():
    functions = (plain, positional, outer, outer(1, 2), nothing, C.method, C().method, C.by_class, C.static)
    return [str(inspect.signature(f)) for f in functions]


def test_signature_follows_the_defaults():
    f = outer(1)
    before = str(inspect.signature(f))
    f.__defaults__ = (5, 6)
    f.__kwdefaults__ = None
    return before, str(inspect.signature(f))


def test_bound_arguments():
    bound = inspect.signature(plain).bind(1, 2, 3, c=4, z=5)
    bound.apply_defaults()
    return dict(bound.arguments), plain(*bound.args, **bound.kwargs)


def test_closure():
    f = outer(1, 2)
    return [c.cell_contents for c in f.__closure__], f.__code__.co_freevars, plain.__closure__


def test_cells_are_the_variables():
    def make():
        n = 1

        def get():
            return n

        def put(v):
            nonlocal n
            n = v

        return get, put

    get, put = make()
    cell = get.__closure__[0]
    before = cell.cell_contents
    put(5)
    between = cell.cell_contents
    cell.cell_contents = 6
    return before, between, get(), cell is put.__closure__[0], type(cell).__name__


def test_empty_cell():
    def inner():
        return later

    return inner.__closure__[0].cell_contents
    later = 1


def test_deleted_contents():
    n = 1

    def inner():
        return n

    del inner.__closure__[0].cell_contents
    return inner()


def test_repr_of_cells():
    n = 1

    def inner():
        return n, later

    return re.sub("0x[0-9a-f]+", "0x", repr(inner.__closure__))
    later = 1


def test_closure_is_read_only():
    outer(1).__closure__ = None


def test_globals_are_read_only():
    outer(1).__globals__ = {}


def test_changed_defaults_count():
    f = outer(1, 2)
    first = f(0)
    f.__defaults__ = ("new",)
    f.__kwdefaults__ = {"key": "k"}
    second = f(0)
    f.__kwdefaults__["key"] = "changed"
    return first, second, f(0)


def test_removed_defaults():
    f = outer(1)
    f.__defaults__ = None
    return f(1)


def test_wrong_defaults():
    outer(1).__defaults__ = 5


def test_names():
    f = outer(1)
    names = f.__name__, f.__qualname__, f.__module__ == __name__, f.__doc__, plain.__doc__
    f.__name__, f.__qualname__, f.__doc__ = "other", "a.b", "d"
    return names, f.__name__, f.__qualname__, f.__doc__, repr(f).split(" at ")[0]


def test_attributes():
    f = outer(1)
    f.note = 5
    found = f.note, f.__dict__, vars(f), hasattr(f, "missing"), hasattr(outer(1), "note")
    f.__dict__ = {"x": 1}
    return found, f.x, hasattr(f, "note")


def test_missing_attribute():
    return outer(1).missing


def test_methods():
    c = C()
    f = outer(1)
    bound = f.__get__(c)
    return (
        bound(), bound.__self__ is c, bound.__func__ is f, f.__get__(None, C) is f,
        c.method(1, 2)[1:], C.method(c, 3)[1:], types.MethodType(f, 7)(8),
    )  # fmt: skip


def test_closure_as_class_attribute():
    class D:
        pass

    D.f = outer(1)
    d = D()
    return d.f(5)[1:], d.f()[0] is d


def test_kind():
    f = outer(1)
    return callable(f), type(f).__name__, isinstance(f, type(outer)), inspect.isroutine(C().method)


def test_pickle_by_name():
    return [pickle.loads(pickle.dumps(f)) is f for f in (plain, outer, C.method, C.static)]


def test_inner_functions_cannot_be_pickled():
    pickle.dumps(outer(1))


def test_copies():
    f = outer(1)
    return copy.copy(f) is f, copy.deepcopy([f])[0] is f


def test_wraps():
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return "wrapped", function(*args, **kwargs)

        return wrapper

    f = decorate(plain)
    return f.__name__, f.__doc__, f.__wrapped__ is plain, str(inspect.signature(f)), f(1, c=2)


def test_partial_and_cache():
    calls = []

    @functools.lru_cache(maxsize=None)
    def slow(n):
        calls.append(n)
        return n * 2

    half = functools.partial(outer(1), 5, key="k")
    return slow(2), slow(2), calls, half()


def test_weak_references():
    f = outer(1)
    ref = weakref.ref(f)
    same = ref() is f
    del f
    gc.collect()
    return same, ref()


def test_weak_references_to_module_functions():
    table = weakref.WeakKeyDictionary({plain: 1, outer: 2})
    return table[plain], weakref.ref(plain)() is plain, weakref.getweakrefcount(nothing)


def test_weak_reference_callback():
    gone = []
    f = outer(1)
    ref = weakref.ref(f, lambda r: gone.append("gone"))
    del f
    gc.collect()
    return gone, ref()


def test_functions_are_released():
    class Marker:
        pass

    m = Marker()
    ref = weakref.ref(m)
    f = [lambda: m, lambda m=m: m]
    del m
    between = ref() is None
    f.clear()
    gc.collect()
    return between, ref()


def test_hash_and_equality():
    f, g = outer(1), outer(1)
    return f == f, f == g, len({f, g, f}), hash(f) == hash(f)


def test_annotations():
    def inner(a: int, b: "text" = 1) -> None:
        return inner

    inner.__annotations__["c"] = 5
    return inner.__annotations__, positional.__annotations__, plain.__annotations__


def test_referents_are_known():
    f = outer([], [1])
    return any([type(o).__name__ in ("cell", "tuple") for o in gc.get_referents(f)]), gc.is_tracked(f)


def test_attributes_that_types_have():
    def plain():
        pass

    plain.__text_signature__ = "text"
    plain.mro = 5
    return plain.__text_signature__, plain.mro, sorted(vars(plain))
