"""Texts that are compiled at run time have the __future__ flags of the module."""
from __future__ import annotations


def test_exec():
    space = {}
    exec("def f(a: missing): pass", space)
    return space["f"].__annotations__


def test_exec_in_the_function():
    exec("def from_text(a: missing): pass\nprint(from_text.__annotations__)")


def test_compile():
    space = {}
    exec(compile("def f(a: missing): pass", "<text>", "exec"), space)
    return space["f"].__annotations__
