"""What the study runs: the four benchmarks, or anybody's Python file."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from hpyc.errors import HpycError

BENCHMARKS = Path(__file__).with_name("benchmarks")
ENTRY_POINTS = ("main", "run", "bench", "benchmark")


@dataclass(frozen=True)
class Workload:
    """One thing to time: an expression evaluated in the module's namespace.

    ``number`` is how often a repeat evaluates it and ``repeats`` how many repeats are made;
    ``None`` means: calibrate on this machine.
    """

    name: str
    expression: str
    number: int | None = None
    repeats: int | None = None


@dataclass(frozen=True)
class Program:
    """One source file with its workloads. Without workloads its import is timed."""

    name: str
    source: Path
    workloads: tuple[Workload, ...]

    @property
    def module_name(self) -> str:
        """Name under which every configuration imports it."""
        return self.source.stem

    @property
    def times_import(self) -> bool:
        """Whether the import itself is what is measured."""
        return not self.workloads


REPEATS = 60
# Program, module, then for the study's own size: label, expression, calls a repeat; and a
# larger size, which shows what call overhead and start-up hide. Sizes, calls and the 60
# repeats are the protocol of the original study.
_STUDY = (
    ("for-loop", "for_loop", ("20,000", "run()", 10), ("2,000,000", "run_larger()")),
    ("fibonacci", "fibonacci", ("10", "run(10)", 50), ("20", "run(20)")),
    ("float", "float_points", ("100", "run(100)", 100), ("10,000", "run(10000)")),
    ("fannkuch", "fannkuch", ("6", "run(6)", 20), ("8", "run(8)")),
)


def study_programs() -> list[Program]:
    """The four benchmarks of the study."""
    return [
        Program(
            name,
            BENCHMARKS / f"{module}.py",
            (
                Workload(f"{name} ({size})", expression, number, REPEATS),
                Workload(f"{name} ({larger})", larger_expression),
            ),
        )
        for name, module, (size, expression, number), (larger, larger_expression) in _STUDY
    ]


def user_program(path_text: str, call: str | None) -> tuple[Program, str]:
    """A program out of a user's file, and a sentence that says what will be timed."""
    from hpyc.build import find_source

    path = Path(path_text)
    find_source(path_text, path.stem)  # Readable, and its name a module's.
    try:
        text = path.read_bytes()
        tree = ast.parse(text, filename=path_text)
    except SyntaxError as error:
        raise HpycError(f"{path_text}, line {error.lineno}: {error.msg}") from None
    except ValueError as error:
        raise HpycError(f"{path_text}: {error}") from None
    if call is not None:
        try:
            ast.parse(call, mode="eval")
        except SyntaxError as error:
            raise HpycError(f"--call {call!r} is not an expression: {error.msg}") from None
        return _with_call(path, call), f"timing {call} of {path.name}"
    callable_names = _functions_without_required_parameters(tree)
    for name in ENTRY_POINTS:
        if name in callable_names:
            return _with_call(path, f"{name}()"), f"timing {name}() of {path.name} (choose with --call)"
    sentence = (
        f"{path.name} defines none of {', '.join(f'{name}()' for name in ENTRY_POINTS)}: "
        "timing its import (choose a call with --call)"
    )
    return Program(path.stem, path, ()), sentence


def _with_call(path: Path, expression: str) -> Program:
    return Program(path.stem, path, (Workload(f"{path.stem}: {expression}", expression),))


def _functions_without_required_parameters(tree: ast.Module) -> set[str]:
    names = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            arguments = statement.args
            positional = len(arguments.posonlyargs) + len(arguments.args)
            if positional == len(arguments.defaults) and None not in arguments.kw_defaults:
                names.add(statement.name)
    return names
