"""CPython's own tests, interpreted and compiled: what passes interpreted has to pass compiled.

    python tests/conformance/cpython_tests.py [--abi ABI…] [--library] [MODULE…]

compiles modules of the running Python's test package (or, with `--library`, modules of the standard library that take the
place of the source ones) and runs the tests method by method. `expected_misses.json` lists what cannot hold, with the
reason. docs/guide/testing.md tells more.
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import hashlib
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "python"))

from hpyc.abis import ABIS, Abi  # noqa: E402
from hpyc.build import Source, TranslateOptions, translate  # noqa: E402
from hpyc.ccompile import CCompiler, compile_extension, find_c_compiler  # noqa: E402
from hpyc.errors import HpycError, ReportedError  # noqa: E402
from hpyc.interpreter import Interpreter, current  # noqa: E402
from hpyc.loader import plan_layout  # noqa: E402

EXPECTED = Path(__file__).with_name("expected_misses.json")
MODULES = Path(__file__).with_name("modules.json")
WORKER = Path(__file__).with_name("run_methods.py")
CACHE = ROOT / ".cache" / "conformance"
GOOD = ("passed", "skipped")


@dataclass(frozen=True)
class Unit:
    """What is run: a test module, and the library modules that are compiled for it (none: the test itself is)."""

    test: str
    library: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """As in tables and in the list of expected misses."""
        return f"{self.test} of {', '.join(self.library)}" if self.library else self.test


@dataclass
class Outcome:
    """What became of one unit in one way of running it."""

    methods: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    problem: str = ""

    def count(self, outcome: str) -> int:
        """How many methods ended so."""
        return sum(1 for name, value in self.methods.items() if value == outcome and name != "import")


# --- sources --------------------------------------------------------------------------------


def source_of(module_name: str) -> Path:
    """The source file of a module of the running Python, without importing it."""
    import importlib.util

    parent = module_name.rpartition(".")[0]
    if parent and parent not in sys.modules:
        __import__(parent)
    spec = importlib.util.find_spec(module_name)
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        raise HpycError(f"{module_name} has no source here")
    return Path(spec.origin)


def without_refused(text: str, messages: str) -> tuple[str, list[str]]:
    """Take away the definitions in which the compiler refused something; lines keep their numbers.

    What goes is the innermost test method around, or the outermost definition. Returns the names, too.
    """
    lines = sorted({int(line) for line in re.findall(r"--> .*:(\d+):\d+$", messages, re.MULTILINE)})
    places: dict[tuple[int, int], tuple[str, str]] = {}

    def visit(statements: list[ast.stmt], prefix: str) -> None:
        for statement in statements:
            start = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
            end = statement.end_lineno or start
            if not any(start <= line <= end for line in lines):
                continue
            if isinstance(statement, ast.ClassDef):
                visit(statement.body, prefix + statement.name + ".")
            else:
                name = getattr(statement, "name", "")
                places[start, end] = (f"{name} = lambda *_, **__: (yield)" if name else "pass", prefix + (name or f"line {start}"))

    visit(ast.parse(text).body, "")
    result = text.splitlines()
    for (start, end), (stand_in, _) in places.items():
        indent = re.match(r"\s*", result[start - 1]).group()  # type: ignore[union-attr]
        result[start - 1 : end] = [indent + stand_in] + [""] * (end - start)
    return "\n".join(result) + "\n", [name for _, name in places.values()]


# --- building -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Builder:
    """Compiles modules, each text once: binaries are remembered by what they are made of."""

    interpreter: Interpreter
    compiler: CCompiler

    def build(self, module_name: str, abi: Abi, folder: Path) -> tuple[str, ...]:
        """Compile one module so that it can be imported from `folder`; what had to be left out."""
        source = source_of(module_name)
        is_package = source.name == "__init__.py"
        with tempfile.TemporaryDirectory(prefix="hpyc-conformance-") as scratch:
            # In folders as at home: tracebacks name the file from the outermost package on.
            copy = Path(scratch)
            for package in module_name.split(".")[: None if is_package else -1]:
                copy = copy / package
                copy.mkdir()
                (copy / "__init__.py").touch()
            copy = copy / source.name
            shutil.copyfile(source, copy)
            c_file = Path(scratch, "module.c")
            refused: list[str] = []
            for _ in range(5):
                try:
                    translate(Source(copy, module_name), c_file, TranslateOptions())
                    break
                except ReportedError as error:
                    text, names = without_refused(copy.read_text(encoding="utf-8"), error.output)
                    if not names or "not supported yet" not in error.output:
                        raise
                    refused += names
                    copy.write_text(text, encoding="utf-8")
            key = hashlib.sha256(c_file.read_bytes())
            key.update(repr((abi.name, self.interpreter.version, self.compiler)).encode())
            binary = CACHE / f"{key.hexdigest()[:32]}.so"
            if not binary.exists():
                CACHE.mkdir(parents=True, exist_ok=True)
                compile_extension(c_file, binary, abi, self.interpreter, self.compiler)
        layout = plan_layout(folder, module_name, is_package, abi, self.interpreter)
        layout.binary.parent.mkdir(parents=True, exist_ok=True)
        if is_package:
            shutil.copytree(
                source.parent,
                layout.binary.parent,
                dirs_exist_ok=True,
                ignore=lambda path, names: ["__pycache__", *(["__init__.py"] if Path(path) == source.parent else [])],
            )
        shutil.copyfile(binary, layout.binary)
        layout.write_loader()
        # Tracebacks name the source beside the binary; loaders are in a folder beside it.
        beside = folder if not is_package else layout.binary.parent
        if not (beside / source.name).exists():
            shutil.copyfile(source, beside / source.name)
        # Data that tests look for beside their file.
        text = source.read_text(encoding="utf-8", errors="replace")
        for entry in source.parent.iterdir():
            is_data = entry.suffix in (".txt", ".pem", ".xml") or (
                entry.is_dir() and not (entry / "__init__.py").exists() and entry.name != "__pycache__"
            )
            for place in {folder / entry.name, layout.binary.parent / entry.name}:
                if not is_data or place.exists() or entry.name not in text:
                    continue
                if entry.is_dir():
                    shutil.copytree(entry, place)
                else:
                    shutil.copyfile(entry, place)
        return tuple(refused)


# --- running --------------------------------------------------------------------------------


def run_unit(unit: Unit, folder: Path | None, executable: str, seconds: float) -> Outcome:
    """Run all methods; a process that dies or hangs costs the method that it was in, and another one goes on."""
    outcome = Outcome()
    while True:
        with tempfile.TemporaryDirectory(prefix="hpyc-conformance-") as scratch:
            finished = _run_once(unit, folder, executable, seconds, Path(scratch), outcome)
        if finished or len(outcome.methods) > 5000:
            return outcome


def _run_once(
    unit: Unit, folder: Path | None, executable: str, seconds: float, scratch: Path, outcome: Outcome
) -> bool:
    skipped = scratch / "skipped.json"
    skipped.write_text(json.dumps([name for name in outcome.methods if name != "import"]), encoding="utf-8")
    work = scratch / "work"
    work.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TMPDIR": str(work)}
    environment.pop("PYTHONPATH", None)
    must: list[str] = []
    test_folder = ""
    if folder and unit.library:
        must = list(unit.library)
        # Loaders need modules of the standard library themselves: there the worker puts the compiled ones in place.
        environment["HPYC_LIBRARY" if any(folder.rglob("*.hpy0*.so")) else "PYTHONPATH"] = str(folder)
    elif folder:
        test_folder = str(folder.joinpath(*unit.test.split(".")[:-1]))
        must = [unit.test]
    command = [executable, "-W", "ignore", str(WORKER), unit.test, test_folder, str(skipped), *must]
    errors = (scratch / "errors").open("w+b")
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, cwd=work, env=environment
    )
    assert child.stdout is not None
    begun = ""
    finished = False
    progress = False
    buffer = b""
    status = "crashed"
    while not finished:
        ready, _, _ = select.select([child.stdout], [], [], seconds)
        if not ready:
            status = "timeout"
            break
        chunk = os.read(child.stdout.fileno(), 65536)
        if not chunk:
            break
        *lines, buffer = (buffer + chunk).split(b"\n")
        for line in lines:
            answer = json.loads(line)
            if "begin" in answer:
                begun = answer["begin"]
            elif "method" in answer:
                progress = progress or answer["method"] != "import"
                outcome.methods[answer["method"]] = answer["outcome"]
                if answer["outcome"] != "passed":
                    outcome.details[answer["method"]] = answer["detail"]
                begun = ""
            elif "fixture" in answer:
                outcome.details[answer["fixture"]] = answer["detail"]
            elif "end" in answer:
                finished = True
    child.kill() if not finished else None
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    errors.seek(0)
    tail = errors.read().decode(errors="replace")[-3000:]
    errors.close()
    if finished:
        return True
    if begun:
        outcome.methods[begun] = status
        outcome.details[begun] = f"{status}, status {child.returncode}\n{tail}"
        return begun == "import"
    outcome.problem = f"ended between methods, status {child.returncode}\n{tail}"
    return not progress


# --- comparing ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expectations:
    """The list of what cannot hold. Entries: unit → pattern of methods → reason, or {reason, abis, sometimes}."""

    misses: dict[str, dict[str, str | dict]]

    @classmethod
    def read(cls) -> "Expectations":
        """The list that is checked in."""
        table = json.loads(EXPECTED.read_text(encoding="utf-8"))
        for unit, entries in table["misses"].items():
            for pattern, entry in entries.items():
                reason = entry["reason"] if isinstance(entry, dict) else entry
                assert reason in table["reasons"], f"{unit} {pattern}: no such reason: {reason}"
        return cls(table["misses"])

    def entries(self, unit: Unit, abi: str) -> dict[str, tuple[str, bool]]:
        """Pattern → (reason, whether it may also pass)."""
        result = {}
        for label in ("*", unit.label):
            for pattern, entry in self.misses.get(label, {}).items():
                facts = entry if isinstance(entry, dict) else {"reason": entry}
                if abi in facts.get("abis", ABIS):
                    result[pattern] = (facts["reason"], bool(facts.get("sometimes")))
        return result


def short(name: str, unit: Unit) -> str:
    """A method's name without its module."""
    return name[len(unit.test) + 1 :] if name.startswith(unit.test + ".") else name


@dataclass
class Comparison:
    """One unit in one ABI."""

    unit: Unit
    abi: str
    interpreted: int
    compiled: int
    refused: tuple[str, ...]
    expected: dict[str, str]
    unexpected: dict[str, str]
    passing: list[str]

    @property
    def ok(self) -> bool:
        """Nothing that the list does not have, and nothing in the list that is not so."""
        return not self.unexpected and not self.passing


def compare(unit: Unit, abi: str, interpreted: Outcome, compiled: Outcome, expectations: Expectations) -> Comparison:
    """Methods that pass interpreted, and what became of them compiled."""
    entries = expectations.entries(unit, abi)
    result = Comparison(unit, abi, 0, 0, compiled.refused, {}, {}, [])
    hit: set[str] = set()
    refused = tuple(f".{name.rpartition('.')[2]}" for name in compiled.refused)
    for name, outcome in interpreted.methods.items():
        if outcome != "passed":
            continue
        if name == "import":
            if compiled.methods.get("import") != "passed" and not compiled.problem:
                result.unexpected["import"] = compiled.details.get("import", "")
            continue
        if refused and name not in compiled.methods and name.endswith(refused):
            continue
        result.interpreted += 1
        mine = compiled.methods.get(name, "not run")
        if mine == "passed":
            result.compiled += 1
            continue
        label = short(name, unit)
        pattern = next((p for p in entries if fnmatch.fnmatchcase(label, p)), None)
        if pattern is not None:
            hit.add(pattern)
            result.expected[label] = entries[pattern][0]
            continue
        detail = compiled.details.get(name, "")
        if mine == "not run":
            detail = compiled.problem or "\n".join(
                text for where, text in compiled.details.items() if where not in interpreted.methods
            )
            if compiled.methods.get("import") != "passed":
                detail = compiled.details.get("import", "") or detail
        result.unexpected[label] = f"{mine}\n{detail}"
    for pattern, (_, sometimes) in entries.items():
        own = pattern in expectations.misses.get(unit.label, {})
        if own and pattern not in hit and not sometimes:
            result.passing.append(pattern)
    return result


# --- the command ----------------------------------------------------------------------------


def interpreted_outcome(unit: Unit, executable: str, seconds: float) -> Outcome:
    """What the interpreter does, remembered from run to run."""
    source = source_of(unit.test).read_bytes()
    facts = json.dumps([executable, sys.version, unit.test, hashlib.sha256(source + WORKER.read_bytes()).hexdigest()])
    place = CACHE / f"interpreted-{hashlib.sha256(facts.encode()).hexdigest()[:32]}.json"
    if place.exists():
        return Outcome(json.loads(place.read_text(encoding="utf-8")))
    outcome = run_unit(Unit(unit.test), None, executable, seconds)
    CACHE.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(outcome.methods), encoding="utf-8")
    return outcome


def copy_parents(module_name: str, folder: Path) -> None:
    """The packages around a module, so that they are found where the compiled module is."""
    parts = module_name.split(".")
    for end in range(1, len(parts)):
        home = folder.joinpath(*parts[:end])
        if not any(home.glob("__init__.*")):
            ignored = shutil.ignore_patterns("__pycache__", "test")
            shutil.copytree(source_of(".".join(parts[:end])).parent, home, dirs_exist_ok=True, ignore=ignored)


def compiled_outcome(unit: Unit, abi: Abi, builder: Builder, seconds: float) -> Outcome:
    """Compile into a folder of its own and run from there."""
    with tempfile.TemporaryDirectory(prefix="hpyc-conformance-") as scratch:
        folder = Path(scratch)
        refused: list[str] = []
        try:
            for module_name in unit.library or (unit.test,):
                if unit.library:
                    copy_parents(module_name, folder)
                home = folder.joinpath(*module_name.split(".")[:-1])
                home.mkdir(parents=True, exist_ok=True)
                refused += builder.build(module_name, abi, home)
        except HpycError as error:
            text = error.output if isinstance(error, ReportedError) else str(error)
            return Outcome(problem=f"not compiled: {text[:3000]}")
        outcome = run_unit(unit, folder, builder.interpreter.executable, seconds)
        outcome.refused = tuple(refused)
        return outcome


def read_units(arguments: argparse.Namespace) -> list[Unit]:
    """The list of `modules.json`, or the part that was named."""
    table = json.loads(MODULES.read_text(encoding="utf-8"))
    if arguments.library:
        units = [
            Unit(f"test.{test}", tuple(entry["modules"])) for entry in table["library"] for test in entry["tests"]
        ]
        chosen = set(arguments.modules)
        return [u for u in units if not chosen or chosen & {u.test[5:], *u.library}]
    return [Unit(f"test.{name}") for name in (arguments.modules or table["tests"])]


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--abi", action="append", choices=list(ABIS), help="default: capi")
    parser.add_argument("--library", action="store_true", help="compile modules of the standard library, not the tests")
    parser.add_argument("--seconds", type=float, default=120, help="for one method")
    parser.add_argument("--cflags", default="-O0", help="added to the C compiler's flags")
    parser.add_argument("--details", type=Path, help="write what went wrong to this file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="test_grammar …; default: those of modules.json")
    return parser.parse_args()


def main() -> int:
    """Run, print a table, say what is not as expected."""
    arguments = parse_arguments()
    interpreter = current()
    builder = Builder(interpreter, find_c_compiler(interpreter, flags=arguments.cflags))
    expectations = Expectations.read()
    abis = arguments.abi or ["capi"]
    units = []
    for unit in read_units(arguments):
        try:
            source_of(unit.test)
            units.append(unit)
        except (HpycError, ImportError):
            print(f"SKIPPED {unit.label}: this Python has no such test")

    def work(unit: Unit, abi: str) -> Comparison:
        interpreted = interpreted_outcome(unit, interpreter.executable, arguments.seconds)
        compiled = compiled_outcome(unit, ABIS[abi], builder, arguments.seconds)
        return compare(unit, abi, interpreted, compiled, expectations)

    started = time.perf_counter()
    totals = {abi: [0, 0, 0] for abi in abis}
    failed = 0
    details = arguments.details.open("w", encoding="utf-8") if arguments.details else None
    print(f"{'module':40} {'abi':9} {'interpreted':>11} {'compiled':>8} {'expected':>8} {'missed':>6}")
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for future in [pool.submit(work, unit, abi) for unit in units for abi in abis]:
            result = future.result()
            failed += not result.ok
            for index, number in enumerate((result.interpreted, result.compiled, len(result.expected))):
                totals[result.abi][index] += number
            note = f"  (left out: {len(result.refused)})" if result.refused else ""
            print(
                f"{result.unit.label:40} {result.abi:9} {result.interpreted:11} {result.compiled:8}"
                f" {len(result.expected):8} {len(result.unexpected):6}{note}",
                flush=True,
            )
            groups: dict[str, list[str]] = {}
            for name, text in result.unexpected.items():
                line = f"{text.splitlines()[0]}: {text.strip().splitlines()[-1][:150]}"
                groups.setdefault(line, []).append(name)
            for line, names in groups.items():
                print(f"    {', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}: {line}")
            for name in result.unexpected:
                if details:
                    details.write(f"===== {result.unit.label} {result.abi} {name}\n{result.unexpected[name]}\n")
                    details.flush()
            for pattern in result.passing:
                print(f"    {pattern}: listed in {EXPECTED.name}, but passes")
    for abi, (interpreted, compiled, expected) in totals.items():
        share = 100 * compiled / interpreted if interpreted else 0
        print(f"{abi}: {compiled} of {interpreted} methods ({share:.2f} %), {expected} expected misses")
    print(f"{time.perf_counter() - started:.0f} s")
    print(f"{len(units) * len(abis) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
