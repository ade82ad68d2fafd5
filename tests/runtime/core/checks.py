"""Checks of runtime/core against the interpreter that runs them: `python checks.py FOLDER` with the module `core` in FOLDER
prints a JSON object {check: null or the failure}. HPY=debug is honoured and also looks for leaked handles."""

import copy
import fractions
import gc
import itertools
import json
import math
import operator
import os
import pickle
import sys
import traceback
import types
import weakref

core = None  # the module under test
BINARY = {
    "add": "__add__ add iadd", "subtract": "sub isub", "multiply": "mul imul", "truedivide": "truediv itruediv", "floordivide": "floordiv ifloordiv",
    "remainder": "mod imod", "power": "pow ipow", "matmultiply": "matmul imatmul", "lshift": "lshift ilshift", "rshift": "rshift irshift",
    "and": "and_ iand", "or": "or_ ior", "xor": "xor ixor",
}
BINARY = {k: [getattr(operator, n) for n in v.split()[-2:]] for k, v in BINARY.items()}
COMPARE = {n: getattr(operator, n) for n in "lt le eq ne gt ge".split()}
UNARY = {"negative": operator.neg, "positive": operator.pos, "invert": operator.invert, "absolute": operator.abs}


class Sub(int):
    def __add__(self, other):
        return "Sub.__add__"

    def __radd__(self, other):
        return "Sub.__radd__"


class SubFloat(float):
    def __mul__(self, other):
        return "SubFloat.__mul__"

    def __rmul__(self, other):
        return "SubFloat.__rmul__"


class Inplace:
    def __init__(self, what):
        self.what = what

    def __iadd__(self, other):
        return "iadd"

    def __add__(self, other):
        return "add"

    def __eq__(self, other):
        return "never equal" if isinstance(other, Inplace) else NotImplemented

    def __hash__(self):
        return 0

    def __repr__(self):
        return "Inplace"


class Strange:
    def __bool__(self):
        raise ValueError("no truth")

    def __eq__(self, other):
        return Strange()

    __lt__ = __eq__
    __hash__ = None

    def __repr__(self):
        return "Strange"


INTS = [0, 1, -1, 2, 3, -3, 7, 62, 63, 64, 65, 255, 256, 257, -5, -6, 2**30 - 1, 2**30, -(2**30), 2**31, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**60, 2**62, 2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 2**64, 10**30, -(10**30)]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e16, 2.0**53, 2.0**63, -(2.0**63), 1e308, -1e308, 5e-324, float("inf"), float("-inf"), float("nan"), 9007199254740993.0, 0.1]
OTHERS = [True, False, None, "a", b"b", [1], (2,), 1j, fractions.Fraction(1, 3), Sub(5), SubFloat(1.5)]
VALUES = INTS + FLOATS + OTHERS


def described(value):
    return type(value).__name__, repr(value)


def outcome(function, *args, **kwargs):
    """What a call does, in a form that can be compared."""
    try:
        result = function(*args, **kwargs)
    except RecursionError:
        raise
    except BaseException as e:
        return "error", type(e).__name__, str(e)
    return ("value", *described(result))


def same(ours, theirs, what=""):
    assert ours == theirs, f"{what}\n  compiled:    {ours}\n  interpreted: {theirs}"


def too_big(name, x, y):
    if name in ("power", "lshift") and isinstance(y, int) and isinstance(x, int):
        return abs(y) > 70 and abs(x) > (name == "power")
    return name == "power" and isinstance(y, int) and abs(y) > 2**20 and isinstance(x, fractions.Fraction)


def check_binary_operators():
    for name, (plain, inplace) in BINARY.items():
        for x, y in itertools.product(VALUES, VALUES):
            if too_big(name, x, y) or (name == "multiply" and any(isinstance(v, int) and abs(v) > 2**20 and not isinstance(w, (int, float, complex, fractions.Fraction)) for v, w in ((x, y), (y, x)))):
                continue
            theirs = outcome(plain, x, y)
            same(outcome(getattr(core, "num_" + name), x, y), theirs, (name, x, y))
            if isinstance(x, list):
                x = x[:]
            theirs = outcome(inplace, copy.copy(x), y)
            same(outcome(getattr(core, "num_inplace_" + name), copy.copy(x), y), theirs, ("inplace", name, x, y))


def check_object_operators():
    small = [0, 1, 3, -4, 300, 2**70, 1.5, True, "ab", [1], Sub(4), Inplace(1), None]
    for name, (plain, inplace) in BINARY.items():
        for x, y in itertools.product(small, small):
            if too_big(name, x, y) or (name == "multiply" and 2**70 in (x, y)):
                continue
            same(outcome(getattr(core, "obj_" + name), x, y), outcome(plain, x, y), (name, x, y))
            same(outcome(getattr(core, "obj_inplace_" + name), copy.copy(x), y), outcome(inplace, copy.copy(x), y), ("inplace", name, x, y))
        for x in VALUES + [Inplace(2)]:
            same(outcome(getattr(core, "imm_" + name), x), outcome(plain, x, 3), (name, x, 3))
    for args in ((2, 5, 7), (2, -1, 7), (2.0, 3, None), (2, 3, 0)):
        same(outcome(core.power3, *args), outcome(pow, *args), args)


def check_checked_arithmetic():
    ints = [v for v in INTS if -(2**63) <= v < 2**63]
    for name in "add subtract multiply floordivide remainder lshift rshift and or xor".split():
        for x, y in itertools.product(ints, ints):
            ours = getattr(core, "checked_" + name)(x, y)
            if ours is not None:
                same(ours, BINARY[name][0](x, y), (name, x, y))
            elif not too_big(name, x, y):
                try:
                    theirs = BINARY[name][0](x, y)
                except (ZeroDivisionError, ValueError):
                    continue
                assert not -(2**63) <= theirs < 2**63 or y == -1 or (name == "lshift" and y >= 63), (name, x, y)


def check_unary_operators():
    for name, function in UNARY.items():
        for x in VALUES:
            if name == "invert" and isinstance(x, bool):
                continue  # a deprecation warning since 3.12
            for kind in ("num_", "obj_"):
                same(outcome(getattr(core, kind + name), x), outcome(function, x), (kind, name, x))


def check_comparisons():
    for name, function in COMPARE.items():
        for x, y in itertools.product(VALUES + [Inplace(1), Strange()], VALUES + [Strange()]):
            theirs = outcome(function, x, y)
            same(outcome(getattr(core, "obj_" + name), x, y), theirs, (name, x, y))
            theirs = outcome(lambda: bool(function(x, y)))
            for kind in ("num_", "truth_"):
                same(outcome(getattr(core, kind + name), x, y), theirs, (kind, name, x, y))
        for x in VALUES:
            same(outcome(getattr(core, "imm_" + name), x), outcome(lambda: bool(function(x, 3))), (name, x, 3))
    nan = float("nan")
    assert core.num_eq(nan, nan) is False and core.truth_eq([nan], [nan]) is True and core.truth_ne(nan, nan) is True
    i = Inplace(1)
    assert core.obj_eq(i, i) == "never equal" and core.truth_eq(i, i) is True


def check_mixed_comparisons_are_exact():
    for i in (2**53, 2**53 + 1, 2**62, 2**63 - 1, -(2**63), 2**60 + 1):
        for d in (float(i), math.nextafter(float(i), math.inf), math.nextafter(float(i), -math.inf), 2.0**63, -(2.0**63), -1e300, 0.5) if hasattr(math, "nextafter") else (float(i),):
            for name, function in COMPARE.items():
                assert getattr(core, "num_" + name)(i, d) is function(i, d), (name, i, d)
                assert getattr(core, "num_" + name)(d, i) is function(d, i), (name, d, i)


def check_boxing():
    for x in VALUES:
        tag, value = core.roundtrip(x)
        same(described(value), described(x))
        expected = 2
        if type(x) is float:
            expected = 1
        if type(x) is int and -(2**63) <= x < 2**63:
            expected = 0
        assert tag == expected, (x, tag)
    for x in VALUES + [Strange(), [], {}, ""]:
        for name in ("truth", "num_truth"):
            same(outcome(getattr(core, name), x), outcome(bool, x), (name, x))


def check_math():
    values = [0, 1, -1, 4, 2**60, 0.5, -0.5, 2.0, 1e308, 710.0, -710.0, float("inf"), float("-inf"), float("nan"), -0.0, 10**400, "x", None, True, 2**63]
    core.math = math
    for name in ("sqrt", "sin", "exp", "log", "fabs"):
        for x in values:
            same(outcome(getattr(core, "call_math_" + name), getattr(math, name), x), outcome(getattr(math, name), x), (name, x))
            same(outcome(getattr(core, "call_math_" + name), abs, x), outcome(abs, x), (name, x))
    for name, function in (("abs", abs), ("int_", int), ("float_", float)):
        for x in values + INTS + FLOATS:
            same(outcome(getattr(core, "call_" + name), function, x), outcome(function, x), (name, x))


def check_constants():
    same(core.constants(), ("\udc80x", "a\0b", b"\xff\0x", -7, 2**63, -0x123456789ABCDEF0123456789ABCDEF, 0.1875, 2.5j, None, True, False, ..., (-7, None, ("b", "c")), (), -(2**63)))
    assert core.__doc__ == "the docs \xfc!" and core.__name__ == "core" and os.path.basename(core.__file__).startswith("core")
    assert core.__builtins__ is not None and core.p1.__globals__ is core.__dict__


class Slots:
    __slots__ = ("x", "y")

    def m(self, *args):
        return ("Slots.m", args)


class SubSlots(Slots):
    __slots__ = ()

    def m(self, *args):
        return ("SubSlots.m", args)


class Plain:
    x = "class"

    def m(self, *args, **kwargs):
        return ("Plain.m", args, kwargs)


class Property:
    def __init__(self):
        self.log = []

    @property
    def x(self):
        return "property"

    @x.setter
    def x(self, value):
        self.log.append(value)


class GetAttr:
    def __getattr__(self, name):
        return "getattr " + name


class GetAttribute:
    __slots__ = ("x",)

    def __getattribute__(self, name):
        return "getattribute " + name

    def __setattr__(self, name, value):
        raise KeyError(name)


def attributes(get="getx", set_="setx"):
    get, set_ = getattr(core, get), getattr(core, set_)
    s, t = Slots(), SubSlots()
    for _ in range(3):  # the cache fills, hits, and meets other types
        same(outcome(get, Slots()), outcome(lambda: Slots().x))
        set_(s, [1])
        set_(t, "t")
        assert get(s) == [1] and get(s) is s.x and get(t) == "t"
        set_(s, (2,))
        assert s.x == (2,)
        core.delx(s)
        same(outcome(get, s), outcome(lambda: s.x))
        same(outcome(core.delx, s), outcome(lambda: delattr(s, "x")))
        p = Plain()
        assert get(p) == "class"
        set_(p, 1)
        assert get(p) == 1 and p.__dict__ == {"x": 1}
        q = Property()
        set_(q, 5)
        assert get(q) == "property" and q.log == [5]
        assert get(GetAttr()) == "getattr x" and get(GetAttribute()) == "getattribute x"
        same(outcome(set_, GetAttribute(), 1), outcome(lambda: setattr(GetAttribute(), "x", 1)))
        for o in (5, None, "text", []):
            same(outcome(get, o), outcome(lambda: o.x))
            same(outcome(set_, o, 1), outcome(lambda: setattr(o, "x", 1)))


def check_layout_of_objects_is_known():
    """On each CPython that the tests have, unless it is switched off or in debug mode."""
    versions = 1 | (2 | 4 if sys.version_info < (3, 12) else 1 << 31)
    expected = {"direct": None, "hybrid": 1, "universal": versions}
    abi, layout = core.layout()
    if abi != "direct":
        assert layout == expected[abi] * int(os.environ.get("HPYC_TEST_LAYOUT", "1")), layout


def check_floats_are_changed_in_place_only_where_nobody_sees_it():
    a, b = Slots(), Slots()
    core.setx_num(a, 1.5)
    core.setx_num(a, 2.5)
    b.x = seen = core.getx(a)
    core.setx_num(a, 3.5)
    assert (a.x, b.x, seen) == (3.5, 2.5, 2.5)
    items = [0.5, 1.5]
    kept = items[1]
    for value in (2.5, 3.5, 4, 5.5, "text", 6.5):
        core.set_item_from_num(items, 1, value)
        assert items == [0.5, value]
    assert kept == 1.5
    numbers = [SubFloat(1.5)] * 2
    core.set_item_from_num(numbers, 0, 2.5)
    assert type(numbers[0]) is float and type(numbers[1]) is SubFloat


def check_attributes():
    attributes("getx", "setx")


def check_attributes_as_numbers():
    attributes("getx_num", "setx_num")
    s = Slots()
    for _ in range(3):
        for value in VALUES:
            core.setx_num(s, value)
            same(described(core.getx_num(s)), described(value))


def check_attribute_cache_sees_changes_of_the_class():
    class Changing:
        __slots__ = ("x", "z")

    o = Changing()
    for _ in range(3):
        core.setx(o, 1)
        assert core.getx(o) == 1
    slot = Changing.__dict__["x"]
    Changing.x = property(lambda self: "new", lambda self, v: None)
    core.setx(o, 2)
    assert core.getx(o) == "new" and slot.__get__(o) == 1
    del Changing.x
    same(outcome(core.getx, o), outcome(lambda: o.x))
    Changing.x = slot
    assert core.getx(o) == 1
    Changing.x = Changing.__dict__["z"]
    core.setx(o, "in z")
    assert o.z == "in z" and slot.__get__(o) == 1


def check_attribute_cache_tells_classes_apart_when_versions_start_again():
    def new_class(slots):
        return type("C", (), {"__slots__": slots})

    kept = []
    for _ in range(3):
        first, second = new_class(("x", "z")), new_class(("z", "w", "x"))
        a, b = first(), second()
        b.z, b.w, b.x = "z", "w", "x"
        for _ in range(3):
            core.setx(a, 1)
            assert core.getx(a) == 1
        if hasattr(sys, "_clear_type_cache"):
            sys._clear_type_cache()
        kept += [second.x, [t.z for t in (new_class(("z",)) for _ in range(300))]]
        assert core.getx(b) == "x" and b.z == "z"


def check_method_calls():
    core_method = {"m": core.both_methods}
    compiled = type("Compiled", (), {"__slots__": (), **core_method})
    compiled_dict = type("CompiledDict", (), dict(core_method))
    for _ in range(4):
        assert core.method(Slots()) == ("Slots.m", ()) and core.method1(SubSlots(), 3) == ("SubSlots.m", (3,))
        assert core.method1(Plain(), 1) == ("Plain.m", (1,), {})
        c, d = compiled(), compiled_dict()
        assert core.method1(c, 7) == (c, 7) and core.method1(d, 8) == (d, 8)
        d.m = lambda v: ("own", v)
        assert core.method1(d, 8) == ("own", 8)
        same(outcome(core.method, c), ("error", "TypeError", "both_methods() missing 1 required positional argument: 'b'"))
        same(outcome(core.method, object()), outcome(lambda: object().m()))
        assert core.method_kw(Plain(), 5)[:2] == ("Plain.m", (5,))
    compiled.m = lambda self, v: ("changed", v)
    assert core.method1(compiled(), 1) == ("changed", 1)
    s = classmethod(lambda cls, *a: (cls, a))
    t = type("T", (), {"__slots__": (), "m": s})
    assert core.method1(t(), 1) == (t, (1,))
    t.m = staticmethod(lambda *a: a)
    assert core.method1(t(), 1) == (1,)


def check_append():
    class List(list):
        def append(self, item):
            list.append(self, ("own", item))

    a, b = [], List()
    for i in range(4):
        assert core.append(a, i) is None and core.append(b, i) is None
    assert a == [0, 1, 2, 3] and b[0] == ("own", 0)
    same(outcome(core.append, (), 1), outcome(lambda: ().append(1)))


def check_calls():
    def f(*args, **kwargs):
        return args, kwargs

    assert core.call0(f) == ((), {}) and core.call1(f, 1) == ((1,), {}) and core.call_kw(f, 4) == ((4,), {"b": 4, "c": f})
    assert core.call_ex(f, (1, 2), {"z": 3}) == ((1, 2), {"z": 3}) and core.call_ex(f, (1,), None) == ((1,), {})
    for bad in (5, None, "s"):
        same(outcome(core.call0, bad), outcome(lambda: bad()))
        same(outcome(core.call1, bad, 1), outcome(lambda: bad(1)))
    assert core.call1(core.p1, 5) == (5,) and core.call0(core.p0) == ()
    same(outcome(core.call0, core.p1), outcome(core.p1))
    same(outcome(core.call1, len, 5), outcome(len, 5))


def check_construction():
    for bases in ((), (Plain,)):
        for _ in range(2):
            cls = type("Point", bases, {"__slots__": ("x",) if not bases else (), "__init__": core.init})
            for i in range(1, 4):
                p = core.call1(cls, i)
                assert type(p) is cls and p.x == i
            same(outcome(core.call1, cls, 0), outcome(cls, 0))
            same(outcome(core.call1, cls, 0), ("error", "TypeError", "__init__() should return None, not 'int'"))
            same(outcome(core.call0, cls), outcome(cls))
            cls.__init__ = lambda self, v: setattr(self, "x", ("changed", v))
            assert core.call1(cls, 1).x == ("changed", 1)
            cls.__init__ = core.init
            assert core.call1(cls, 1).x == 1
            cls.__new__ = lambda c, v: ("new", v)
            assert core.call1(cls, 1) == ("new", 1)

    class Meta(type):
        def __call__(cls, *args):
            return "metaclass", args

    assert core.call1(Meta("M", (), {"__init__": core.init}), 1) == ("metaclass", (1,))
    sub = type("D", (dict,), {"__init__": core.init, "x": None})
    assert type(core.call1(sub, 3)) is sub
    import abc

    abstract = abc.ABCMeta("A", (), {"__init__": core.init, "m": abc.abstractmethod(lambda s: 0)})
    same(outcome(core.call1, abstract, 1), outcome(abstract, 1))
    assert core.call1(int, "12") == 12 and core.call1(type, 5) is int


ARGUMENTS = {
    "p0": "def p0(): return ()",
    "p1": "def p1(a): return (a,)",
    "p3": "def p3(a, b, c): return (a, b, c)",
    "po": "def po(a, b, /, c): return (a, b, c)",
    "ko": "def ko(a, *, b, c): return (a, b, c)",
    "va": "def va(a, *b): return (a, b)",
    "vk": "def vk(a, **b): return (a, b)",
    "all_kinds": "def all_kinds(a, /, b, *d, c, **e): return (a, b, c, d, e)",
    "only_keywords": "def only_keywords(*, a): return (a,)",
}
CALLS = [
    ((), {}), ((1,), {}), ((1, 2), {}), ((1, 2, 3), {}), ((1, 2, 3, 4), {}), ((), {"a": 1}), ((1,), {"a": 1}), ((1,), {"b": 2}), ((1, 2), {"c": 3}), ((), {"b": 2, "c": 3}),
    ((), {"a": 1, "b": 2, "c": 3}), ((1,), {"b": 2, "c": 3}), ((1, 2), {"b": 3}), ((1,), {"z": 1}), ((1, 2), {"c": 3, "zz": 4}), ((1, 2, 3), {"c": 4}), ((1, 2, 3, 4), {"c": 1, "e": 2}),
    ((1, 2), {"a": 3, "c": 1}), ((), {"q": 1}), ((1, 2, 3), {"b": 1, "c": 2}), ((1, 2, 3, 4, 5), {"b": 1, "c": 2}), ((1,), {"bb": 1, "cc": 2}), ((1,), {"\xe4": 1}),
]


def check_arguments():
    for name, text in ARGUMENTS.items():
        scope = {}
        exec(text, scope)
        f, g = getattr(core, name), scope[name]
        for args, kwargs in CALLS:
            same(outcome(f, *args, **kwargs), outcome(g, *args, **kwargs), (text, args, kwargs))
        keyword = "".join(["", "a"])
        same(outcome(f, **{keyword: 1}), outcome(g, **{keyword: 1}), text)
        same(outcome(lambda: f(**{5: 1})), outcome(lambda: g(**{5: 1})), text)


def check_defaults():
    scope = {}
    exec("def all_kinds(a, /, b=20, *d, c=30, **e): return (a, b, c, d, e)", scope)
    theirs = scope["all_kinds"]
    ours = core.make((20,), {"c": 30}, {"a": int})
    assert ours.__defaults__ == (20,) and ours.__kwdefaults__ == {"c": 30} and ours.__annotations__ == {"a": int}
    for change in (None, ("__defaults__", (5, 6)), ("__kwdefaults__", {}), ("__defaults__", None), ("__kwdefaults__", None), ("__defaults__", (1,))):
        if change:
            setattr(ours, *change)
            setattr(theirs, *change)
        for args, kwargs in CALLS:
            same(outcome(ours, *args, **kwargs), outcome(theirs, *args, **kwargs), (change, args, kwargs))


def check_function_attributes():
    f = core.p1
    assert f.__name__ == "p1" and f.__qualname__ == "p1" and f.__doc__ is None and f.__module__ == "core" and f.__defaults__ is None
    assert f.__kwdefaults__ is None and f.__closure__ is None and f.__annotations__ == {} and f.__dict__ == {}
    assert repr(f).startswith("<function p1 at 0x") and type(f).__name__ == "function" and callable(f)
    g = core.make(None, None, None)
    g.__name__, g.__qualname__, g.__doc__, g.__module__, g.other = "n", "q.n", "doc", "mod", [1]
    assert (g.__name__, g.__qualname__, g.__doc__, g.__module__, g.other, g.__dict__) == ("n", "q.n", "doc", "mod", [1], {"other": [1]})
    assert repr(g).startswith("<function q.n at ")
    def theirs(): pass
    for name in ("__name__", "__qualname__", "__defaults__", "__kwdefaults__", "__annotations__", "__dict__"):
        for value in (5, "text", None) if name != "__dict__" else (5,):
            if isinstance(value, str) and name.endswith("name__"):
                continue
            same(outcome(setattr, g, name, value), outcome(setattr, theirs, name, value), (name, value))
    for function in (g, theirs):
        function.__annotations__ = {"x": 1}
        function.__dict__ = {"k": 1}
        assert function.k == 1 and function.__annotations__ == {"x": 1}
        del function.k
    same(outcome(lambda: g.missing)[:2], outcome(lambda: theirs.missing)[:2])
    same(outcome(delattr, g, "missing")[:2], outcome(delattr, theirs, "missing")[:2])
    assert pickle.loads(pickle.dumps(f)) is f and copy.deepcopy(f) is f and copy.copy(f) is f
    if not hasattr(core, "__hpy__") and type(f).__weakrefoffset__:
        w = weakref.ref(g)
        assert w() is g
        del g, function
        gc.collect()
        assert w() is None


def check_functions_are_collected():
    f = core.make((1,), None, None)
    f.me = f
    before = len(gc.get_objects())
    del f
    gc.collect()
    for _ in range(5):
        f = core.make(None, None, None)
        f.cycle = [f]
    del f
    gc.collect()
    assert len(gc.get_objects()) < before + 20


def check_binding():
    class C:
        m = core.both_methods

    c = C()
    assert c.m(5) == (c, 5) and C.m is core.both_methods and C.m(1, 2) == (1, 2) and isinstance(c.m, types.MethodType)
    assert c.m.__self__ is c and c.m.__func__ is core.both_methods and repr(c.m).startswith("<bound method both_methods of ")
    same(outcome(c.m), outcome(lambda: core.both_methods(c)))
    assert list(map(c.m, [1, 2])) == [(c, 1), (c, 2)]
    assert core.both_methods.__get__(None, C) is core.both_methods and core.both_methods.__get__(c, C)(1) == (c, 1)


def check_globals():
    import builtins

    if hasattr(core, "G"):
        del core.G
    def theirs(): return G
    for _ in range(3):
        same(outcome(core.load), outcome(theirs))
        builtins.G = "builtin"
        assert core.load() == "builtin" and core.load() == "builtin"
        core.G = "module"
        assert core.load() == "module" and core.load() == "module"
        core.store("stored")
        assert core.load() == "stored" and core.G == "stored"
        builtins.G = "other"
        assert core.load() == "stored"
        core.delete()
        assert core.load() == "other"
        same(outcome(core.delete), ("error", "NameError", "name 'G' is not defined"))
        del builtins.G


def check_guards():
    import builtins

    core.math = math
    if core.p1.__defaults__:
        return  # the second time: the function stays a changed one
    p1, length, sqrt = core.p1, len, math.sqrt
    assert core.guards() == 7 and core.guards() == 7
    core.p1 = core.p3
    assert core.guards() == 6
    del core.p1
    assert core.guards() == 6
    core.p1 = p1
    builtins.len = lambda o: 0
    try:
        assert core.guards() == 5
    finally:
        builtins.len = length
    core.len = 5
    assert core.guards() == 5
    del core.len
    math.sqrt = abs
    assert core.guards() == 3
    math.sqrt = sqrt
    assert core.guards() == 7
    core.math = types.SimpleNamespace(sqrt=sqrt)
    assert core.guards() == 3
    del core.math
    assert core.guards() == 3
    core.math = math
    assert core.guards() == 7
    p1.__defaults__ = (1,)
    assert core.guards() == 6


def check_known_functions():
    assert core.known(len) == 1 and core.known(math.sin) == 2 and core.known(abs) == 0 and core.known(lambda: 0) == 0
    fake = lambda o: 7
    fake.__name__, fake.__module__ = "len", "builtins"
    assert core.known(fake) == 0
    for callee in (len, fake, lambda o: 2.5, lambda o: 1 / 0):
        for o in ([1, 2], "abc", 5, {}):
            same(outcome(core.length, callee, o), outcome(callee, o))


def check_iteration():
    def generator():
        yield 1
        yield None
        raise KeyError("inside")

    for o in ([1, 2], (), (3,), "ab", {"k": 1}, range(3), iter([5]), {1}, map(str, [1]), 5, None):
        again = list(o) if isinstance(o, map) or type(o).__name__ == "list_iterator" else None
        if again is not None:
            o = iter(again)
            same(outcome(core.collect, o), outcome(list, again))
            continue
        same(outcome(core.collect, o), outcome(lambda: [v for v in o]), o)
    same(outcome(core.collect, generator()), outcome(list, generator()))
    it = iter([1])
    assert core.next_of(it) == 1 and core.next_of(it) is ... and core.next_of(it) is ...

    class Stops:
        def __iter__(self):
            return self

        def __next__(self):
            raise StopIteration("value")

    assert core.collect(Stops()) == []


def check_counting():
    def theirs(*args):
        result = []
        for i in range(*args):
            result.append(i)
            if len(result) == 20:
                break
        return result

    values = [0, 1, -1, 5, -7, 2**63 - 1, -(2**63), 2**63 - 3, 2**63, True, 1.5, None]
    for x in values:
        same(outcome(core.count1, x), outcome(theirs, x), x)
        for y in values:
            same(outcome(core.count2, x, y), outcome(theirs, x, y), (x, y))
            for z in (0, 1, -1, 3, -4, 2**62, -(2**63), 2**63 - 1, 2**70, "s"):
                same(outcome(core.count3, x, y, z), outcome(theirs, x, y, z), (x, y, z))
    core.range = lambda *a: iter("xyz")
    try:
        assert core.count1(5) == ["x", "y", "z"]
    finally:
        del core.range
    assert core.count1(2) == [0, 1]


class Keys:
    def __contains__(self, key):
        return key is None

    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        raise KeyError(key, value)

    def __delitem__(self, key):
        raise IndexError(key)

    def __repr__(self):
        return "Keys"


class Index:
    def __index__(self):
        return 1

    def __repr__(self):
        return "Index"


def check_items():
    containers = [lambda: [1, 2, 3], lambda: (1, 2, 3), lambda: "abc", lambda: {0: "a", 1: "b", -1: "c", None: 5}, lambda: Keys(), lambda: 5, lambda: b"ab", lambda: None]
    keys = [0, 1, 2, 3, -1, -3, -4, 2**62, -(2**63), 2**70, True, None, 1.0, "k", Index(), [], slice(1, 2)]
    for make, key in itertools.product(containers, keys):
        for name in ("item", "item_num", "item_as_num"):
            same(outcome(getattr(core, name), make(), key), outcome(lambda: make()[key]), (name, make(), key))
        for name in ("set_item", "set_item_num", "set_item_from_num"):
            ours, theirs = make(), make()
            new = (700, 2.5, "new", 2**70)[len(repr(key)) % 4]
            same(outcome(getattr(core, name), ours, key, new), outcome(operator.setitem, theirs, key, new), (name, theirs, key))
            same(repr(ours), repr(theirs))
        ours, theirs = make(), make()
        same(outcome(core.del_item, ours, key), outcome(operator.delitem, theirs, key), (theirs, key))
        same(repr(ours), repr(theirs))
        same(outcome(core.contains, key, make()), outcome(lambda: key in make()), (key, make()))


def check_slices():
    containers = [lambda: list(range(6)), lambda: tuple(range(6)), lambda: "abcdef", lambda: [], lambda: Keys(), lambda: {}, lambda: 5]
    bounds = [None, 0, 1, 2, 5, 6, 9, -1, -5, -9, 2**62, -(2**63), 2**70, Index(), True, "s"]
    values = [[], [7], [7, 8], [7, 8, 9, 10, 11, 12], (1,), "xy", iter([4]), 5]
    for make in containers:
        for lo, hi in itertools.product(bounds, bounds):
            same(outcome(core.slice, make(), lo, hi), outcome(lambda: make()[lo:hi]), (make(), lo, hi))
            same(outcome(core.slice_object, lo, hi, None), outcome(slice, lo, hi))
            ours, theirs = make(), make()
            same(outcome(core.del_slice, ours, lo, hi), outcome(operator.delitem, theirs, slice(lo, hi)), (make(), lo, hi))
            same(repr(ours), repr(theirs))
            for value in values:
                ours, theirs = make(), make()
                make_value = (lambda: iter([4])) if type(value).__name__ == "list_iterator" else (lambda: value)
                same(outcome(core.set_slice, ours, lo, hi, make_value()), outcome(operator.setitem, theirs, slice(lo, hi), make_value()), (make(), lo, hi, value))
                if type(value).__name__ != "list_iterator" or isinstance(theirs, list):
                    same(repr(ours), repr(theirs), (make(), lo, hi, value))
    a = [1, 2, 3]
    core.set_slice(a, None, None, a)
    core.set_slice(a, 1, 2, a)
    assert a == [1, 1, 2, 3, 3]


class Whole:
    def __index__(self):
        return 1


class Unequal:
    def __eq__(self, other):
        raise ValueError("compared")

    __hash__ = None


def local_operations():
    """(number in core.c, what a list does, argument tuples)"""

    def get_truth(l, k):
        return bool(l[k])

    def slices(l, lo, hi, given):
        return slice(lo if given & 1 else None, hi if given & 2 else None)

    def unpack(l):
        a, b = l
        return a, b

    def inplace_add(l, x):
        l += x
        return l

    def inplace_multiply(l, x):
        l *= x
        return l

    keys = [0, 1, 2, -1, -3, 5, -6, 2**63, -(2**70), True, Whole(), "s", 1.5, None]
    values = [0, 1, 2.5, True, None, "s", 2**70, float("nan"), (1,), Unequal()]
    others = [[], [1, 2], [1, 2.5, True], ["s", None], [2**70, float("inf")], [3.0, 1.0]]
    counts = [0, 1, 3, -1, True, Whole(), 2**70, 1.5, "s"]
    one, pairs = [(k,) for k in keys], [(k, v) for k in (0, -1, 1, 7, Whole(), "s") for v in values]
    yield 0, list.__getitem__, one
    yield 1, get_truth, one
    yield 2, list.__setitem__, pairs
    yield 3, list.__delitem__, one
    for given in range(4):
        bounds = list(itertools.product([0, 1, -2, 9, -9, 2**70, None, Whole(), "s"], repeat=2)) if given == 3 else [(1, 2), (-2, -1), ("s", "s")]
        yield 4 + 100 * given, lambda l, lo, hi, given=given: l[slices(l, lo, hi, given)], bounds
        yield 7 + 100 * given, lambda l, lo, hi, given=given: l.__delitem__(slices(l, lo, hi, given)), bounds
        for value in [[], [7], [7, "x", 2.5, None], (1, 2), "xy", 5]:
            number = 5 if isinstance(value, list) else 6
            yield number + 100 * given, lambda l, lo, hi, v, given=given: l.__setitem__(slices(l, lo, hi, given), v), [(lo, hi, value) for lo, hi in bounds]
    yield 8, bool, [()]
    yield 9, list.append, [(v,) for v in values]
    yield 10, list.pop, [()]
    yield 11, list.pop, one
    yield 12, list.insert, pairs
    for number, method in ((13, list.reverse), (14, list.clear), (15, list.sort), (18, list.copy), (34, list.copy)):
        yield number, method, [()]
    yield 16, list.remove, [(v,) for v in values]
    yield 17, list.extend, [(v,) for v in [*others, (1, 2), "xy", {1: 2}, 5]]
    yield 19, list.count, [(v,) for v in values]
    yield 20, list.index, [(v,) for v in values]
    yield 21, list.__contains__, [(v,) for v in values]
    yield 22, operator.add, [(v,) for v in others]
    yield 23, operator.mul, [(v,) for v in counts]
    yield 24, lambda l, n: n * l, [(v,) for v in counts]
    yield 25, inplace_add, [(v,) for v in [*others, (1, 2), "xy", 5]]
    yield 26, inplace_multiply, [(v,) for v in counts]
    for number, name in enumerate(("lt", "le", "eq", "ne", "gt", "ge"), 27):
        yield number, getattr(operator, name), [(v,) for v in others]
    yield 33, unpack, [()]
    yield 35, lambda l, function: function(l), [(len,), (lambda o: o[0],), (lambda o: 2**70,)]
    yield 36, lambda l: sum(range(len(l))), [()]


def check_local_lists():
    nan = float("nan")
    lists = [[], [1], [1, 2, 3], [3.5, -0.0, 0.0, 1.5], [1, "s", None, True, False], [nan, 1, (1,)], [2**70, 2.0, 1], ["b", "a"], [True, 1, 1.0]]
    lists += [[Unequal(), 1], list(range(20, 0, -1)), [float(i * 7 % 31) for i in range(40)]]

    def interpreted(items, operation, arguments):
        return operation(items, *arguments), items

    for number, operation, argument_lists in local_operations():
        for items, arguments in itertools.product(lists, argument_lists):
            theirs = outcome(interpreted, list(items), operation, arguments)
            for real in (False, True):
                ours = outcome(core.local, list, list(items), number, arguments, real)
                same(ours, theirs, (number, items, arguments, real))


def check_local_lists_keep_objects():
    nan, thing = float("nan"), object()
    for real in (False, True):
        result, items = core.local(list, [nan, thing, None, True], 13, (), real)
        assert items[3] is nan and items[2] is thing and items[1] is None and items[0] is True
        assert core.local(list, [1, nan], 21, (nan,), real)[0] is True
        assert core.local(list, [1, float("nan")], 21, (nan,), real)[0] is False
        assert core.local(list, [nan, thing], 29, ([nan, thing],), real)[0] is True
        assert core.local(list, [1, thing, 2], 11, (1,), real) == (thing, [1, 2])
    weak = weakref.ref(fresh := Unequal())
    core.local(list, [fresh, fresh], 7 + 300, (0, 2), False)
    del fresh
    assert weak() is None


def check_local_lists_that_are_none():
    def as_tuple(x):
        return tuple(x)

    for real in (False, True):
        assert core.local(as_tuple, [1, 2], 0, (1,), real) == (2, (1, 2))
        same(outcome(core.local, as_tuple, [1, 2], 9, (1,), real), outcome(lambda: (1, 2).append))
        assert core.local(as_tuple, [1, 2], 26, (2,), real) == ((1, 2, 1, 2), (1, 2))
        assert core.local(as_tuple, [1, 2], 4 + 300, (0, 1), real) == ((1,), (1, 2))
        five = 5
        same(outcome(core.local, lambda x: five, [1], 0, (0,), real), outcome(lambda: five[0]))


def check_local_ranges():
    bounds = [0, 1, 5, -3, 2**63 - 1, -(2**63), 2**70, True, Whole(), "s", 1.5]
    for arguments in itertools.chain([(b,) for b in bounds], itertools.product(bounds, bounds), itertools.product(bounds, bounds, [0, 1, 2, -1, -3, 2**62, -(2**63), 2**70])):
        try:
            if len(range(*arguments)) > 1000:
                continue
        except OverflowError:
            continue
        except (TypeError, ValueError):
            pass
        same(outcome(core.local_range, list, range, arguments), outcome(lambda: list(range(*arguments))), arguments)
    assert core.local_range(list, range, (3,)) == [0, 1, 2]
    assert core.local_range(tuple, range, (3,)) == (0, 1, 2)
    assert core.local_range(list, lambda n: "ab", (3,)) == ["a", "b"]


def check_import_again():
    functions = core.p1, core.add if hasattr(core, "add") else None
    saved = sys.modules.pop("core")
    import core as again

    assert again is not saved and again.p1(1) == (1,) and again.__name__ == "core"
    assert functions[0](2) == (2,)
    sys.modules["core"] = saved


CHECKS = {k: v for k, v in list(globals().items()) if k.startswith("check_")}


def check_blocks(check):
    """The memory blocks in use do not grow with the runs (a few do: caches of the interpreter fill slowly)."""
    counts = []
    for _ in range(4):
        for _ in range(3):
            check()
        gc.collect()
        counts.append(sys.getallocatedblocks())
    assert min(b - a for a, b in zip(counts, counts[1:])) <= 30, f"memory grows: {counts}"


SLOW = ("check_binary_operators", "check_object_operators", "check_slices", "check_comparisons", "check_counting", "check_items")


def run(check):
    try:
        if os.environ.get("HPY") == "debug":
            from hpy.debug import LeakDetector

            check()  # fills caches that live as long as the module
            with LeakDetector():
                check()
                gc.collect()
        elif check.__name__ in SLOW or check is check_import_again:
            before = [check(), gc.collect(), sys.getallocatedblocks()][2]
            check()
            gc.collect()
            if check is not check_import_again:
                assert sys.getallocatedblocks() - before < 500, f"memory grows: {sys.getallocatedblocks() - before}"
        else:
            check()
            if check is not check_guards:
                check_blocks(check)
    except BaseException as e:
        line = [t.lineno for t in traceback.extract_tb(e.__traceback__) if t.filename == __file__]
        return f"{type(e).__name__}: {e} (checks.py line {line[-1]})"
    return None


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    import core

    selected = sys.argv[1:] or CHECKS
    print(json.dumps({k: run(CHECKS[k]) for k in selected}))
