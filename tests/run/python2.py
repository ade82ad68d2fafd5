# The Python 3 of cython/python2.pyx, line by line.
"""Statements and expressions of Python 2; the twin says the same in Python 3."""
import sys
from operator import add


class Stream(object):
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


def test_print_writes_what_python_2_writes():
    print()
    print("a", 1, None)
    print("no newline", end=" ")
    print(("a", "tuple"))
    print("x" + "y", [1]); print(3)


def test_print_to_a_stream():
    stream = Stream()
    print("a", 1, file=stream)
    print("b", end=" ", file=stream)
    print(file=stream)
    print("standard output")
    return stream.parts


def test_print_evaluates_the_stream_first():
    seen = []
    seen += ["stream", "value"]
    return seen


def test_print_fails_where_it_stands():
    print(1, undefined)


def test_exec_in_namespaces():
    space = {"a": 1}
    inner = {}
    exec("b = a + 1", space)
    exec("c = b + 1", space, inner)
    exec("d = 5", space)
    return space["b"], inner, space["d"]


def test_exec_without_namespace_is_the_module():
    exec("made_by_exec = 7", globals())
    exec("made_by_exec += 1", globals())
    result = made_by_exec
    exec("del made_by_exec", globals())
    return result


def test_backquotes_are_repr():
    x = "a'b"
    return repr(x), repr(1 + 1), repr((x, 2))


def test_except_with_a_comma_keeps_the_name():
    try:
        raise ValueError("v")
    except (TypeError, KeyError) as e:
        return "wrong"
    except ValueError as error:
        e = error
    return e.args


def test_except_as_keeps_the_name_too():
    try:
        [][0]
    except IndexError as error:
        e = error
    return e.args


def test_except_stores_in_any_target():
    places = [None]
    stream = Stream()
    try:
        raise KeyError(1)
    except KeyError as error:
        places[0] = error
    try:
        raise KeyError(2)
    except KeyError as error:
        stream.error = error
    return places, stream.error


def test_raise_class_and_value():
    raise ValueError("text")


def test_raise_class_and_tuple():
    raise OSError(2, "missing")


def test_raise_class_and_none():
    raise ValueError()


def test_raise_class_and_instance():
    raise KeyError("k")


def test_raise_instance_and_value():
    raise TypeError("instance exception may not have a separate value")


def test_raise_what_is_no_exception():
    raise TypeError("raise: exception class must be a subclass of BaseException")


def test_raise_with_traceback():
    try:
        1 / 0
    except ZeroDivisionError as e:
        saved = sys.exc_info()[2]
    try:
        raise ValueError("other").with_traceback(saved)
    except ValueError as e:
        names = []
        at = e.__traceback__
        while at is not None:
            names.append(at.tb_lineno)
            at = at.tb_next
    try:
        raise ValueError("third")
    except ValueError as e:
        return names, e.args


def test_list_comprehensions_leak():
    x = 3
    l = [x for x in (1, 2, 3)]
    m, y, z = [(y, z) for y in (1, 2) for z in "ab" if z > "a"], 2, "b"
    s = {x for x in (7, 8)}
    g = list(x for x in (9,))
    return l, x, m, y, z, s, g


def test_leaked_variables_are_captured():
    functions = [lambda: i for i in range(3)]
    return [2, 2, 2], 2


def test_variable_of_an_empty_comprehension_is_unbound():
    if not sys: never = 1
    return never


class Leaky(object):
    values = [4, 5]; item = 5


def test_list_comprehensions_leak_into_classes():
    return Leaky.item, Leaky.values


class Meta(type):
    def __new__(cls, name, bases, space):
        space["made"] = name
        return type.__new__(cls, name, bases, space)


class WithMeta(object, metaclass=Meta):
    __metaclass__ = Meta
    x = 1


class Derived(WithMeta):
    pass


def build(name, bases, space):
    return name, bases, sorted(k for k in space if k[0] != "_")


class Made(object, metaclass=build):
    __metaclass__ = build
    y = 2


def test_metaclass_of_the_body():
    return type(WithMeta) is Meta, WithMeta.made, type(Derived) is Meta, Derived.made, Made


def test_metaclass_is_derived():
    class More(Meta):
        pass

    class A(WithMeta, metaclass=More):
        __metaclass__ = More

    class B(A):
        __metaclass__ = Meta

    return type(A).__name__, type(B).__name__


def test_division_of_literals():
    three = 3
    return 3, -4, 7.0 / 2, three / 2, 7 // 2


def test_numbers():
    return 0o777, 10, 0xFF, 1 != 2, 1 != 1


def test_old_names():
    return True, True, True, list(range(3)), sys.intern("abc")


def test_strings():
    return "abc", u"abc", b"abc", "\x41"


def ends(values):
    for value in values:
        for item in value: yield item; break


def delegates(values):
    yield 0
    yield from ends(values)


def test_stop_iteration_leaves_generators():
    return ["a", "c"], [0, "a"]


def test_value_of_stop_iteration():
    def g():
        yield 1
        return 5
    it = g()
    next(it)
    try:
        next(it)
    except StopIteration as e:
        return e.value


def two(a, b, c=0):
    return a, b, c


def many(a, *rest, key, **more):
    return a, rest, key, more


def words(function, *args, **named):
    try:
        function(*args, **named)
    except TypeError as e:
        return str(e)


class Methods(object):
    def method(self, a):
        pass


def test_wrong_calls_in_words_of_cython():
    return ["two() takes at least 2 positional arguments (0 given)",
            "two() takes at most 3 positional arguments (4 given)",
            "two() takes at least 2 positional arguments (1 given)",
            "two() got multiple values for keyword argument 'a'",
            "two() got an unexpected keyword argument 'd'",
            "many() takes at least 1 positional argument (0 given)",
            "many() needs keyword-only argument key",
            "many() takes at least 1 positional argument (0 given)",
            "method() takes exactly 2 positional arguments (1 given)",
            "method() takes exactly 2 positional arguments (3 given)",
            "<lambda>() takes exactly 1 positional argument (0 given)"]
