"""The interpreters that the tests use."""

from __future__ import annotations

from functools import lru_cache

from prepare_pythons import discover, environment_python

from hpyc.errors import HpycError
from hpyc.interpreter import Interpreter, current, inspect_interpreter


@lru_cache(maxsize=None)
def interpreters_of_tests() -> list[Interpreter]:
    """The running Python first, then one of each other version, with HPy where it was prepared."""
    found = [current()]
    for version, command in discover().items():
        prepared = environment_python(version)
        try:
            found.append(inspect_interpreter(str(prepared) if prepared.exists() else command))
        except HpycError:
            continue
    return found


def label(interpreter: Interpreter) -> str:
    """Short name for test ids."""
    return f"py{interpreter.version[0]}.{interpreter.version[1]}"
