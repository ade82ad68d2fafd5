"""Which Pythons this machine has, and which of them the study should use."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

from hpyc.errors import HpycError
from hpyc.interpreter import INSTALL_HPY, Interpreter, current, inspect_interpreter
from hpyc.pythons.recipes import RECIPES
from hpyc.pythons.store import Installed, find_installed

CANDIDATES = ("python3", *(f"python3.{minor}" for minor in range(8, 16)), "pypy3", "graalpy")


@dataclass(frozen=True)
class Found:
    """One Python: what it is, or why it cannot be used."""

    command: str
    interpreter: Interpreter | None = None
    problem: str | None = None
    remedy: str | None = None


def find_interpreters() -> list[Found]:
    """The running interpreter, those in the cache, and those under usual names on PATH."""
    found: dict[tuple[str, ...], Found] = {_identity(current()): Found(current().executable, current())}
    for command in CANDIDATES:
        path = shutil.which(command)
        if path is None:
            continue
        try:
            interpreter = inspect_interpreter(command)
        except HpycError:
            continue  # E.g. a version manager's placeholder for a version that is not active.
        found.setdefault(_identity(interpreter), Found(path, interpreter))
    for name, recipe in RECIPES.items():
        installed = find_installed(name)
        if installed is not None:
            if sys.stderr.isatty():
                print(f"trying {recipe.label}", file=sys.stderr)
            entry = inspect_installed(installed)
            found[_identity(entry.interpreter) if entry.interpreter else (entry.command,)] = entry
    return list(found.values())


def _identity(interpreter: Interpreter) -> tuple[str, ...]:
    """Equal for two names of one interpreter."""
    if not interpreter.prefix:
        return (interpreter.executable,)
    return (interpreter.prefix, interpreter.implementation, str(interpreter.version))


def inspect_installed(installed: Installed) -> Found:
    """A Python of the cache, tried by running it, for which GraalPy takes its time."""
    remedy = f"hpyc pythons install {installed.name}"
    if installed.problem is not None or installed.executable is None:
        return Found(str(installed.folder), None, installed.problem, remedy)
    try:
        return Found(str(installed.executable), inspect_interpreter(str(installed.executable)))
    except HpycError as error:
        return Found(str(installed.executable), None, f"it does not run: {error.message}", remedy + " --again")


def missing(interpreter: Interpreter) -> list[tuple[str, str]]:
    """What keeps this interpreter from a row of the study, and what to do about it."""
    lacks: list[tuple[str, str]] = []
    if interpreter.python_header is None:
        major, minor = interpreter.short_version
        package = "pypy3-dev" if interpreter.implementation == "pypy" else f"python{major}.{minor}-dev"
        lacks.append(("C headers", f"apt-get install {package} (Debian), or use universal alone"))
    if interpreter.implementation == "cpython":
        if interpreter.hpy_folder is None:
            lacks.append(("HPy", f"{interpreter.executable} -m {INSTALL_HPY}"))
        elif not interpreter.has_sound_hpy_types:
            lacks.append(("an HPy that works on 3.13", 'see docs/guide/building.md, "CPython 3.13"'))
    elif not interpreter.has_hpy_universal:
        known = RECIPES.get(interpreter.implementation)
        remedy = f"hpyc pythons install {interpreter.implementation}" if known else "use another interpreter"
        lacks.append(("HPy", f"{remedy} (this release has none)"))
    if interpreter.implementation in ("pypy", "graalpy") and not interpreter.has_jit:
        lacks.append(("a JIT", f"hpyc pythons install {interpreter.implementation}"))
    return lacks


def study_interpreter(name: str) -> Interpreter:
    """The interpreter behind ``--python NAME``: one of the cache, a path, or a command."""
    if name in RECIPES:
        installed = find_installed(name)
        if installed is None and shutil.which(name) is None:
            raise HpycError(
                f"{RECIPES[name].label} is not installed", f"get it with: hpyc pythons install {name}"
            )
        if installed is not None:
            entry = inspect_installed(installed)
            if entry.interpreter is None:
                raise HpycError(
                    f"the {RECIPES[name].label} in {installed.folder} is unusable: {entry.problem}",
                    f"get it again with: {entry.remedy}",
                )
            return entry.interpreter
    return inspect_interpreter(name)
