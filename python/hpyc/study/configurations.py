"""What is compared: interpreter × way of compiling.

A configuration makes a program importable for one interpreter and says what that cost.
A further interpreter or a further peer is one more entry of ``all_configurations``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hpyc.abis import ABIS, Abi
from hpyc.build import BuildOptions, Source, TranslateOptions, build
from hpyc.ccompile import CCompiler, compile_extension
from hpyc.errors import HpycError, ReportedError
from hpyc.interpreter import Interpreter, current
from hpyc.study.peers import cython_for, wanted_version
from hpyc.study.programs import Program


@dataclass
class BuildCost:
    """What it took to make a program importable; ``None`` where there is no such step."""

    translate_seconds: float | None = None
    c_lines: int | None = None
    compile_seconds: float | None = None
    binary_bytes: int | None = None
    binary_sha256: str | None = None

    def as_json(self) -> dict[str, float | int | str | None]:
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
        version = self.interpreter.release or ".".join(map(str, self.interpreter.version))
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
    """Cython with the C API, the same C compiler and the same flags."""

    compiler: CCompiler
    kind = "cython"

    @property
    def description(self) -> str:
        return "Cython (C API)"

    @property
    def peer_version(self) -> str | None:
        return wanted_version(self.interpreter)

    def prepare(self, program: Program, folder: Path) -> Prepared:
        folder.mkdir(parents=True, exist_ok=True)
        peer = cython_for(self.interpreter)
        source = folder / "source" / f"{program.module_name}.py"
        source.parent.mkdir(exist_ok=True)
        shutil.copyfile(program.source, source)
        c_file = folder / "source" / f"{program.module_name}.c"
        started = time.perf_counter()
        run = peer.translate(source, c_file)
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
    """hpyc, in one of its ABIs.

    ``home`` is the CPython whose HPy package has the headers. A universal binary is built for
    it and nothing else, whatever interpreter runs it.
    """

    compiler: CCompiler
    abi: Abi
    home: Interpreter

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

    def _target(self) -> Interpreter:
        """What the binary is built for."""
        universal = self.abi.needs_hpy_headers and not self.abi.cpython_only
        return self.home if universal and self.interpreter.implementation != "cpython" else self.interpreter

    def prepare(self, program: Program, folder: Path) -> Prepared:
        if self.abi.needs_loader and not self.interpreter.has_hpy_universal:
            raise HpycError(f"{self.interpreter.label} has no HPy")
        target = self._target()
        if self.abi.needs_loader and not self.abi.per_version and target == self.home:
            # One file for all interpreters: built once, and the same bytes are run by each.
            folder = folder.parent / f"{self.abi.name}-for-all"
            kept = folder / "cost.json"
            if not kept.is_file():
                prepared = self._build(program, folder, target)
                kept.write_text(json.dumps(prepared.cost.as_json()), encoding="utf-8")
            return Prepared(folder, BuildCost(**json.loads(kept.read_text(encoding="utf-8"))))
        return self._build(program, folder, target)

    def _build(self, program: Program, folder: Path, target: Interpreter) -> Prepared:
        options = BuildOptions(
            abis=[self.abi],
            interpreter=target,
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
        digest = hashlib.sha256(compiled.path.read_bytes()).hexdigest()
        cost = BuildCost(
            result.translated.seconds, result.translated.lines, compiled.seconds, compiled.size, digest
        )
        return Prepared(folder, cost)


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no message"])[0][:300]


KINDS = {
    "cpython": ("interpreted", "cython", "capi", "cpython", "universal", "hybrid"),
    # HPy's CPython ABI is the C API in other words. PyPy's HPy has no legacy part to speak of.
    "pypy": ("interpreted", "cython", "capi", "universal"),
    "graalpy": ("interpreted", "cython", "capi", "universal", "hybrid"),
}


def all_configurations(
    interpreters: Sequence[Interpreter], compilers: dict[str, CCompiler], home: Interpreter
) -> list[Configuration]:
    """Every configuration of these interpreters, in the order of the tables."""
    result: list[Configuration] = []
    for interpreter in interpreters:
        compiler = compilers[interpreter.executable]
        for kind in KINDS.get(interpreter.implementation, KINDS["cpython"]):
            if kind == "interpreted":
                result.append(Interpreted(interpreter))
            elif kind == "cython":
                result.append(Cython(interpreter, compiler))
            else:
                result.append(Hpyc(interpreter, compiler, ABIS[kind], home))
    return result


def find_home(interpreters: Sequence[Interpreter]) -> Interpreter:
    """The CPython that HPy binaries for other interpreters are built with."""
    for interpreter in (*interpreters, current()):
        if interpreter.implementation == "cpython" and interpreter.hpy_folder:
            return interpreter
    return current()


def groups(configurations: Sequence[Configuration]) -> list[list[Configuration]]:
    """Which configurations take turns in one round.

    Those of one interpreter do, as they are compared with each other. GraalPy's do not: its
    compiler works in the background and would disturb the others.
    """
    result: list[list[Configuration]] = []
    for configuration in configurations:
        last = result[-1][0] if result else None
        alone = configuration.interpreter.implementation == "graalpy"
        if last is not None and not alone and last.interpreter == configuration.interpreter:
            result[-1].append(configuration)
        else:
            result.append([configuration])
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
