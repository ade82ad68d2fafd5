"""Imports of every form, at module level and in functions."""

import math
import os.path
import support_module
import support_module as renamed_module
import support_package.inner
import support_package.inner as inner_alias
from math import floor, pi as circle
from support_module import *
from support_package import inner, value as package_value
from support_package.inner import (
    deep,
)


def test_module_level():
    return (math.floor(2.5), os.path.basename("/a/b"), floor(1.5), circle > 3, support_module is renamed_module)


def test_packages():
    return (support_package.inner.deep(1), inner_alias is inner, deep(2), package_value, inner.__name__)


def test_star():
    return (public_name, exported(1), "_private" in globals(), "hidden_by_all" in globals())


def test_in_function():
    import json
    import os.path as p
    from collections import OrderedDict as od, deque

    return (json.dumps([1]), p.join("a", "b"), type(od()).__name__, deque([1]).pop())


def test_in_function_submodule():
    import support_package.inner

    return support_package.inner.deep(5)


def test_name_is_local():
    import math as m

    return "m" in globals()


def test_missing_module():
    import no_such_module_anywhere


def test_missing_submodule():
    import support_package.missing


def test_submodule_of_module():
    import math.sub


def test_missing_name():
    from math import no_such_function


def test_missing_name_of_own_module():
    from support_module import nothing_like_that


def test_submodule_by_from():
    from support_package import second

    return second.number


def test_module_that_fails():
    import support_fails


def test_relative_without_package():
    from . import something


def test_import_calls_builtin_import():
    import builtins

    original = builtins.__import__
    builtins.__import__ = fake_import
    import anything_at_all

    builtins.__import__ = original
    return anything_at_all


def fake_import(name, globals=None, locals=None, fromlist=(), level=0):
    return ("imported", name, fromlist, level)


def test_from_calls_builtin_import():
    import builtins

    original = builtins.__import__
    builtins.__import__ = fake_from_import
    from some.where import real, imag as imaginary

    builtins.__import__ = original
    return (real, imaginary)


def fake_from_import(name, globals=None, locals=None, fromlist=(), level=0):
    return 3 + 4j if fromlist == ("real", "imag") and name == "some.where" and level == 0 else None
