"""What looks at the frame of its caller finds the module, the function and the line: library functions known by name."""

import builtins
import collections
import enum
import inspect
import sys
import types
import typing
import warnings
from collections import namedtuple
from typing import TypeVar

T = TypeVar("T")
Pair = namedtuple("Pair", "left right")
Colour = enum.Enum("Colour", "RED GREEN")
MODULE_FRAME = sys._getframe()


def test_module_level():
    return T.__module__ == Pair.__module__ == Colour.__module__ == __name__


def test_module_frame():
    return MODULE_FRAME.f_globals is globals(), MODULE_FRAME.f_code.co_name


def test_module_has_no_other_names():
    return [name for name in globals() if "hpyc" in name]


def test_in_a_function():
    pair = collections.namedtuple("Pair", "left right")
    colour = enum.IntEnum("Colour", "RED")
    return [made.__module__ == __name__ for made in (pair, colour, typing.NewType("N", int))]


def test_in_a_class():
    class Owner:
        pair = namedtuple("Pair", "left right")

    return Owner.pair.__module__ == __name__


def test_in_a_generator():
    def make():
        yield namedtuple("Pair", "left right")

    return [made.__module__ == __name__ for made in make()]


def test_in_a_handler():
    try:
        raise KeyError(1)
    except KeyError:
        return namedtuple("Pair", "left right").__module__ == __name__


def test_type_with_three_arguments():
    return type("Made", (), {}).__module__ == __name__, type("Made", (), {"__module__": "other"}).__module__


def test_getframe():
    line = sys._getframe().f_lineno
    frame = sys._getframe()
    return line, frame.f_code.co_name, frame.f_globals is globals()


def test_currentframe():
    return inspect.currentframe().f_lineno


def test_warning():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("first")
        warnings.warn(
            "second",
        )
    return [(str(w.message), w.lineno, w.filename.endswith("frames_of_callers.py")) for w in caught]


def test_error_has_one_entry_in_the_traceback():
    return namedtuple("Pair", "left left")


def test_error_in_a_handler():
    try:
        raise KeyError(1)
    except KeyError:
        return namedtuple("Pair", "left left")


def test_something_else_of_that_name():
    def warn(*arguments, **keywords):
        return arguments, keywords

    return warn(1, *[2], three=3, **{"four": 4})


def test_something_that_cannot_be_called():
    namedtuple = None
    return namedtuple("Pair", "left right")


def test_eval_with_none():
    here = 5
    return eval("here", None), eval("here + there", None, {"here": 1, "there": 2}), eval("len(x)", {"x": "abc"})


def test_exec_with_none():
    space = {}
    exec("made = 3", None, space)
    return space


def test_eval_raises():
    return eval("1 / 0")


def test_eval_of_a_missing_name():
    return eval("missing", None)


def test_other_builtins_in_the_frame():
    def length(x):
        return len(x), abs(-3), isinstance(x, list)

    return eval("f([1, 2])", {"f": length, "__builtins__": {}}), eval("f('a')", {"f": length, "__builtins__": {"len": 7}})


def test_functions_are_functions():
    def plain(a, /, b=2, *rest, c=3, **more):
        return a, b, rest, c, more

    return isinstance(plain, types.FunctionType), inspect.isfunction(plain), plain.__class__


def test_code_can_be_run():
    def plain(a, /, b=2, *rest, c=3, **more):
        return a, b, rest, c, more

    made = types.FunctionType(plain.__code__, globals(), "made", (7,))
    return made(1, 2, 3, c=4, d=5), made.__name__


def test_copy_by_the_type():
    def plain(a):
        return a, a

    return type(plain)(plain.__code__, globals(), "copy")(3)


def test_code_can_be_replaced():
    def one(a):
        return a

    def other(a):
        return a, a

    before = one(1)
    one.__code__ = other.__code__
    return before, one(2), [one(a) for a in range(2)], one.__code__ is other.__code__


def test_code_of_the_interpreter():
    def one(a):
        return a

    space = {}
    exec("def other(a, b=3): return a * b", space)
    one.__code__ = space["other"].__code__
    one.__defaults__ = (4,)
    return one(2), one(2, b=5), inspect.signature(one)


def test_code_with_other_free_variables():
    variable = 1

    def one():
        return variable

    def other():
        return 2

    other.__code__ = one.__code__


def test_code_that_is_none():
    def one():
        pass

    one.__code__ = 5


def test_builtins_of_a_function():
    # Interpreted functions have it since 3.10.
    return sys.version_info < (3, 10) or test_getframe.__builtins__ is vars(builtins)


def test_names_of_generators():
    def make():
        yield 1

    before = make()
    make.__name__ = "other"
    after = make()
    make.__qualname__ = "more"
    return [(g.__name__, g.__qualname__) for g in (before, after, make())]


def test_first_line_of_traceback_frames():
    def fails():
        number = 1

        return number / 0

    try:
        fails()
    except ZeroDivisionError as error:
        entry = error.__traceback__.tb_next
        # Before 3.10 a code object has to begin at the line that its frame is to show.
        first = entry.tb_frame.f_code.co_firstlineno if sys.version_info >= (3, 10) else None
        return entry.tb_lineno, first, entry.tb_frame.f_code.co_name
