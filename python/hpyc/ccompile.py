"""Running the C compiler."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from hpyc.abis import Abi
from hpyc.errors import CCompilerError, HpycError
from hpyc.files import atomic_path
from hpyc.hpy_sdk import HpySdk
from hpyc.interpreter import Interpreter

BASE_FLAGS = ("-std=gnu11", "-fPIC", "-fvisibility=hidden", "-fwrapv", "-fno-strict-aliasing", "-ffp-contract=off")
RELEASE_FLAGS = ("-O2", "-DNDEBUG")
DEBUG_FLAGS = ("-O0", "-g")
# The headers of 3.8 leave the init function hidden under -fvisibility=hidden.
EXPORTED_INIT = '-DPyMODINIT_FUNC=__attribute__((visibility("default"))) PyObject *'
CANDIDATES = ("cc", "gcc", "clang")


@dataclass(frozen=True)
class CCompiler:
    """A C compiler with the flags that the user asked for."""

    command: tuple[str, ...]
    flags: tuple[str, ...] = ()
    debug: bool = False
    verbose: bool = False

    def compile_flags(self) -> list[str]:
        """Flags that every C file of an extension is compiled with."""
        level = DEBUG_FLAGS if self.debug else RELEASE_FLAGS
        return [*BASE_FLAGS, *level, *self.flags]

    def run(self, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
        """Run the compiler; its messages are captured."""
        command = [*self.command, *arguments]
        if self.verbose:
            print("+", shlex.join(command), flush=True)
        try:
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise HpycError(
                f"cannot run the C compiler {self.command[0]}: {error.strerror}",
                "install one (Debian: apt-get install gcc) or name it with --cc",
            ) from None


def find_c_compiler(
    interpreter: Interpreter,
    command: str | None = None,
    flags: str = "",
    debug: bool = False,
    verbose: bool = False,
) -> CCompiler:
    """``--cc``, then the variable CC, then the compiler that built the interpreter, then PATH."""
    try:
        flag_list = tuple(shlex.split(flags))
    except ValueError as error:
        raise HpycError(f"cannot read --cflags {flags!r}: {error}") from None
    chosen = command or os.environ.get("CC")
    if chosen:
        words = shlex.split(chosen)
        if not words or shutil.which(words[0]) is None:
            origin = "--cc" if command else "the variable CC"
            raise HpycError(
                f"the C compiler {chosen!r} named by {origin} was not found",
                "install it or name another one with --cc",
            )
        return CCompiler(tuple(words), flag_list, debug, verbose)
    own = shlex.split(interpreter.cc)[:1]
    for candidate in (*own, *CANDIDATES):
        if shutil.which(candidate):
            return CCompiler((candidate,), flag_list, debug, verbose)
    raise HpycError(
        "no C compiler was found",
        "install one (Debian: apt-get install gcc) or name it with --cc",
    )


@dataclass(frozen=True)
class Compiled:
    """What one run of the C compiler made."""

    path: Path
    seconds: float
    size: int = field(default=0)


def compile_extension(
    c_file: Path, output: Path, abi: Abi, interpreter: Interpreter, compiler: CCompiler
) -> Compiled:
    """Compile one generated C file into the extension ``output``."""
    import time

    arguments = [*compiler.compile_flags(), *(f"-D{macro}" for macro in abi.macros)]
    libraries: list[str] = []
    if abi.needs_hpy_headers:
        sdk = HpySdk.of(interpreter)
        arguments += sdk.include_flags(abi)
        libraries = [str(sdk.static_library(abi, compiler))]
    if abi.needs_python_headers:
        arguments += python_header_flags(interpreter)
        if interpreter.short_version < (3, 9):
            arguments.append(EXPORTED_INIT)
    link = ["-shared", "-Wl,--gc-sections"]
    if not abi.needs_python_headers:
        # A universal binary must not need any symbol of one interpreter.
        link.append("-Wl,-z,defs")
    started = time.perf_counter()
    with atomic_path(output) as temporary:
        run = compiler.run(
            [*arguments, *link, "-o", str(temporary), str(c_file), *libraries, "-lm"]
        )
        if run.returncode != 0:
            raise CCompilerError(
                f"the C compiler failed on {c_file} ({abi.name} ABI, {interpreter.label}):\n"
                + first_errors(run.stderr)
            )
    seconds = time.perf_counter() - started
    return Compiled(output, seconds, output.stat().st_size)


def python_header_flags(interpreter: Interpreter) -> list[str]:
    """``-I`` flags for ``Python.h``, or a message that says how to get it."""
    if interpreter.python_header is None:
        major, minor = interpreter.short_version
        raise HpycError(
            f"the C headers of {interpreter.label} ({interpreter.executable}) are not installed",
            f"install them (Debian: apt-get install python{major}.{minor}-dev) or use --abi universal, "
            "which does not need them",
        )
    return [f"-I{folder}" for folder in interpreter.include_dirs]


def first_errors(stderr: str, limit: int = 12) -> str:
    """The first error of a compiler's output with the lines around it."""
    lines = stderr.splitlines()
    start = next((i for i, line in enumerate(lines) if "error" in line or "undefined" in line), 0)
    chosen = lines[start : start + limit]
    if len(lines) > start + limit:
        chosen.append(f"… {len(lines) - start - limit} more lines")
    return "\n".join("    " + line for line in chosen)
