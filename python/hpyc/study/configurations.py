"""What is compared: interpreter × way of compiling.

A configuration makes a program importable for one interpreter and says what that cost.
A further interpreter or a further peer is one more entry of ``all_configurations``.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hpyc.abis import ABIS, Abi
from hpyc.build import BuildOptions, Source, TranslateOptions, build
from hpyc.ccompile import CCompiler, compile_extension
from hpyc.errors import HpycError, ReportedError
from hpyc.interpreter import Interpreter
from hpyc.study.programs import Program


@dataclass
class BuildCost:
    """What it took to make a program importable; ``None`` where there is no such step."""

    translate_seconds: float | None = None
    c_lines: int | None = None
    compile_seconds: float | None = None
    binary_bytes: int | None = None

    def as_json(self) -> dict[str, float | int | None]:
        """For the results file."""
        return asdict(self)


@dataclass
class Prepared:
    """A program that one configuration's interpreter can import."""

    folder: Path
    cost: BuildCost = field(default_factory=BuildCost)


@dataclass
class Configuration(ABC):
    """One row of the study."""

    interpreter: Interpreter

    @property
    @abstractmethod
    def kind(self) -> str:
        """Short name, also for ``--configs``; unique for each interpreter."""

    @property
    @abstractmethod
    def description(self) -> str:
        """For tables and charts."""

    @abstractmethod
    def prepare(self, program: Program, folder: Path) -> Prepared:
        """Make the program importable from somewhere in ``folder``."""

    @property
    def key(self) -> str:
        """Unique name: interpreter and kind."""
        version = ".".join(map(str, self.interpreter.version))
        return f"{self.interpreter.implementation}-{version}/{self.kind}"

    @property
    def peer_version(self) -> str | None:
        """Version of the tool that is compared with, where there is one."""
        return None

    def worker_command(self, script: Path) -> list[str]:
        """How to run a Python script in this configuration."""
        return [self.interpreter.executable, str(script)]


class Interpreted(Configuration):
    """The interpreter runs the source as it is."""

    kind = "interpreted"

    @property
    def description(self) -> str:
        return "interpreted"

    def prepare(self, program: Program, folder: Path) -> Prepared:
        # A copy, as an extension beside the original would be imported instead of it.
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(program.source, folder / f"{program.module_name}.py")
        return Prepared(folder)


@dataclass
class Cython(Configuration):
    """The newest Cython, C API, with the same C compiler and flags."""

    compiler: CCompiler
    kind = "cython"

    @property
    def description(self) -> str:
        return "Cython (C API)"

    @property
    def peer_version(self) -> str | None:
        try:
            from importlib.metadata import version

            return version("cython")
        except ImportError:
            return None

    def prepare(self, program: Program, folder: Path) -> Prepared:
        import sys

        folder.mkdir(parents=True, exist_ok=True)
        if self.peer_version is None:
            raise HpycError("Cython is not installed", "pip install cython")
        source = folder / "source" / f"{program.module_name}.py"
        source.parent.mkdir(exist_ok=True)
        shutil.copyfile(program.source, source)
        c_file = folder / "source" / f"{program.module_name}.c"
        started = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "cython", "-3", str(source), "-o", str(c_file)],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        if run.returncode != 0:
            raise HpycError("Cython reports errors: " + _first_line(run.stderr or run.stdout))
        binary = folder / f"{program.module_name}{self.interpreter.extension_suffix}"
        compiled = compile_extension(c_file, binary, ABIS["capi"], self.interpreter, self.compiler)
        with c_file.open("rb") as file:
            lines = sum(1 for _ in file)
        return Prepared(folder, BuildCost(seconds, lines, compiled.seconds, compiled.size))


@dataclass
class Hpyc(Configuration):
    """hpyc, in one of its ABIs."""

    compiler: CCompiler
    abi: Abi

    @property
    def kind(self) -> str:
        return self.abi.name

    @property
    def description(self) -> str:
        names = {
            "capi": "hpyc C API",
            "cpython": "hpyc HPy CPython ABI",
            "universal": "hpyc HPy universal",
            "hybrid": "hpyc HPy hybrid",
        }
        return names.get(self.abi.name, f"hpyc {self.abi.name}")

    def prepare(self, program: Program, folder: Path) -> Prepared:
        options = BuildOptions(
            abis=[self.abi],
            interpreter=self.interpreter,
            compiler=self.compiler,
            translate=TranslateOptions(),
            output_dir=folder,
        )
        try:
            from hpyc.build import check_environment

            check_environment(options)
            result = build(Source(program.source, program.module_name), options)
        except ReportedError as error:
            raise HpycError("hpyc reports errors: " + _first_line(error.output)) from None
        compiled = result.extensions[0].compiled
        cost = BuildCost(
            result.translated.seconds, result.translated.lines, compiled.seconds, compiled.size
        )
        return Prepared(folder, cost)


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no message"])[0][:300]


def all_configurations(
    interpreters: Sequence[Interpreter], compilers: dict[str, CCompiler]
) -> list[Configuration]:
    """Every configuration of these interpreters, in the order of the tables."""
    result: list[Configuration] = []
    for interpreter in interpreters:
        compiler = compilers[interpreter.executable]
        result.append(Interpreted(interpreter))
        result.append(Cython(interpreter, compiler))
        result.extend(Hpyc(interpreter, compiler, abi) for abi in ABIS.values())
    return result


def choose(configurations: list[Configuration], wanted: str | None) -> list[Configuration]:
    """Those named by ``--configs``: kinds or full keys, separated by commas."""
    if wanted is None:
        return configurations
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    known = list(dict.fromkeys(configuration.kind for configuration in configurations))
    for name in names:
        if not any(name in (c.kind, c.key) for c in configurations):
            from hpyc.errors import UsageError

            raise UsageError(f"unknown configuration {name!r}", f"choose from: {', '.join(known)}")
    chosen = [c for c in configurations if c.kind in names or c.key in names]
    if not chosen:
        from hpyc.errors import UsageError

        raise UsageError("--configs names nothing", f"choose from: {', '.join(known)}")
    return chosen
