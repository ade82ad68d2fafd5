"""``hpyc pythons``: the interpreters of this machine and what they can run."""

from __future__ import annotations

import argparse
import shutil
import sys

from hpyc.errors import HpycError
from hpyc.interpreter import Interpreter, current, inspect_interpreter

CANDIDATES = ("python3", *(f"python3.{minor}" for minor in range(8, 16)), "pypy3", "graalpy")


def find_interpreters() -> list[Interpreter]:
    """The running interpreter and those found under their usual names on PATH."""
    found = {current().executable: current()}
    for command in CANDIDATES:
        if shutil.which(command) is None:
            continue
        try:
            interpreter = inspect_interpreter(command)
        except HpycError:
            continue  # E.g. a version manager's placeholder for a version that is not active.
        found.setdefault(interpreter.executable, interpreter)
    return list(found.values())


def describe(interpreter: Interpreter) -> str:
    """What can be built for this interpreter, or what it lacks."""
    if interpreter.python_header is None:
        return "no C headers"
    if interpreter.hpy_folder is None:
        return "capi (for the HPy ABIs: install hpy)"
    if not interpreter.has_sound_hpy_types:
        return "capi, cpython (universal and hybrid need a mended hpy)"
    return "capi, cpython, universal, hybrid"


def run(arguments: list[str]) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="hpyc pythons", description=__doc__)
    parser.parse_args(arguments)
    for interpreter in find_interpreters():
        mark = "*" if interpreter.executable == sys.executable else " "
        print(f"{mark} {interpreter.label:<18} {describe(interpreter):<55} {interpreter.executable}")
    return 0
