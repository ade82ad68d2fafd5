"""Interpreters that extensions are built for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from hpyc import probe
from hpyc.errors import HpycError

OLDEST = (3, 8)
INSTALL_HPY = "pip install hpy==0.9.0"


@dataclass(frozen=True)
class Interpreter:
    """Facts about one Python, as ``probe.py`` found them."""

    executable: str
    implementation: str
    version: tuple[int, int, int]
    extension_suffix: str
    include_dirs: tuple[str, ...]
    cc: str
    hpy_folder: str | None
    hpy_version: str | None
    has_hpy_universal: bool
    release: str = ""
    """Version of the implementation, where that is not the language's: PyPy, GraalPy."""
    has_jit: bool = False
    prefix: str = ""
    """Where it is installed, or its environment: two names of one interpreter share it."""

    @property
    def short_version(self) -> tuple[int, int]:
        """Major and minor version."""
        return self.version[:2]

    @property
    def label(self) -> str:
        """For people: ``CPython 3.11.7``."""
        names = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
        name = names.get(self.implementation, self.implementation)
        return f"{name} {self.release or '.'.join(map(str, self.version))}"

    @cached_property
    def python_header(self) -> str | None:
        """Folder that holds ``Python.h``, or ``None`` if the headers are not installed."""
        for folder in self.include_dirs:
            if os.path.isfile(os.path.join(folder, "Python.h")):
                return folder
        return None

    @cached_property
    def has_sound_hpy_types(self) -> bool:
        """Whether HPy types work here.

        HPy 0.9.0 marks its types with a flag bit that CPython 3.13 gave another meaning, so
        that any HPy type crashes there, unless the installed copy has the bit moved.
        """
        if self.implementation != "cpython" or self.short_version < (3, 13):
            return True
        if self.hpy_folder is None:
            return False
        source = Path(self.hpy_folder, "devel", "src", "runtime", "ctx_type.c")
        try:
            return not has_clashing_type_flag(source.read_text(encoding="utf-8"))
        except OSError:
            return False


CLASHING_FLAG = "HPy_TPFLAGS_INTERNAL_IS_HPY_TYPE (1UL << 2)"
MOVED_FLAG = "HPy_TPFLAGS_INTERNAL_IS_HPY_TYPE (1UL << 21)"


def has_clashing_type_flag(ctx_type_source: str) -> bool:
    """Whether this text of HPy's ``ctx_type.c`` marks types with the bit that 3.13 uses."""
    return CLASHING_FLAG in ctx_type_source


def _from_facts(facts: dict) -> Interpreter:
    hpy = facts["hpy"] or {}
    return Interpreter(
        executable=facts["executable"],
        implementation=facts["implementation"],
        version=tuple(facts["version"]),
        extension_suffix=facts["extension_suffix"],
        include_dirs=tuple(facts["include_dirs"]),
        cc=facts["cc"],
        hpy_folder=hpy.get("folder"),
        hpy_version=hpy.get("version") or facts.get("hpy_version"),
        has_hpy_universal=facts["hpy_universal"],
        release=facts.get("release") or "",
        has_jit=facts.get("jit", False),
        prefix=facts.get("prefix", ""),
    )


@lru_cache(maxsize=None)
def current() -> Interpreter:
    """The interpreter that runs hpyc."""
    return _from_facts(probe.facts())


@lru_cache(maxsize=None)
def inspect_interpreter(command: str) -> Interpreter:
    """The interpreter behind a path or a command name such as ``python3.12``."""
    path = shutil.which(command)
    if path is None:
        what = "is not executable" if os.path.exists(command) else "was not found"
        raise HpycError(f"the interpreter {command} {what}", "give --python a path or a command name")
    if os.path.realpath(path) == os.path.realpath(sys.executable) and path == sys.executable:
        return current()
    try:
        run = subprocess.run(
            [path, probe.__file__],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=300,
        )
        facts = json.loads(run.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        if _is_python_2(path):
            raise HpycError(f"{command} is Python 2", "hpyc builds for Python 3.8 and newer") from None
        said = run.stderr.strip() if isinstance(error, ValueError) else ""
        raise _not_a_python(command, said) from None
    found = _from_facts(facts)
    if found.short_version < OLDEST:
        raise HpycError(f"{command} is {found.label}", "hpyc builds for Python 3.8 and newer")
    return found


def _not_a_python(command: str, said: str) -> HpycError:
    """The message for a program that did not answer; ``said`` is what it wrote to standard error."""
    if "UnsupportedClassVersionError" in said:
        return HpycError(
            f"the Java that {command} runs on is too old for it",
            "let hpyc fetch one with its own Java: hpyc pythons install graalpy",
        )
    lines = said.splitlines()
    detail = f": {lines[-1][:200]}" if lines else ""
    return HpycError(
        f"{command} does not behave like a Python interpreter{detail}",
        "give --python the path of a CPython, PyPy or GraalPy executable",
    )


def _is_python_2(path: str) -> bool:
    try:
        run = subprocess.run(
            [path, "-c", "import sys; print(sys.version_info[0])"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.stdout.strip() == "2"
