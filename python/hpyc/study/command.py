"""``hpyc study``."""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hpyc.ccompile import find_c_compiler
from hpyc.errors import HpycError, UsageError
from hpyc.files import write_text
from hpyc.interpreter import Interpreter, current

if TYPE_CHECKING:
    from rich.console import Console

DESCRIPTION = """\
Measure compiled against interpreted code.

Without FILE, the four benchmarks of the original study run with its protocol (60 repeats)
and with larger sizes. With FILE, that Python file is measured, unmodified: --call says
what to time; by default its main(), run(), bench() or benchmark(), else its import.
"""


def argument_parser() -> argparse.ArgumentParser:
    """Options of the command."""
    parser = argparse.ArgumentParser(
        prog="hpyc study", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", help="a Python file of your own")
    add("--call", metavar="EXPR", help="expression to time, in the names of FILE, e.g. 'main(1000)'")
    add("--quick", action="store_true", help="few repeats: a first impression in a minute")
    add("--repeats", type=int, metavar="N", help="repeats of every workload")
    add(
        "--python", action="append", default=[], metavar="PYTHON",
        help="a Python to measure: a path, a command, pypy, graalpy, or all; repeatable "
        "(default: this Python and what `hpyc pythons install` has made)",
    )  # fmt: skip
    add("--configs", metavar="LIST", help="only these, e.g. interpreted,cython,capi,universal")
    add("--out", default="study-results", metavar="DIR", help="folder for results and charts (study-results)")
    add("--json", action="store_true", help="print the results as JSON instead of tables")
    add("--cc", metavar="COMMAND", help="C compiler, for all configurations")
    add("--cflags", default="", metavar="FLAGS", help="more flags for it")
    return parser


def run(arguments: list[str]) -> int:
    """Run the command; status 0 all measured, 1 something failed, 130 interrupted."""
    parsed = argument_parser().parse_args(arguments)
    if parsed.repeats is not None and parsed.repeats < 1:
        raise UsageError("--repeats needs a number from 1 on")
    if parsed.call and not parsed.file:
        raise UsageError("--call needs a FILE")
    _require_packages(charts=True)

    from rich.console import Console

    from hpyc.study.configurations import all_configurations, choose, find_home
    from hpyc.study.programs import study_programs, user_program
    from hpyc.study.progress import make_progress
    from hpyc.study.results import Study
    from hpyc.study.runner import Runner
    from hpyc.study.tables import show

    progress_console = Console(stderr=True)
    interpreters = chosen_interpreters(parsed.python, progress_console)
    compilers = {
        interpreter.executable: find_c_compiler(interpreter, parsed.cc, parsed.cflags)
        for interpreter in interpreters
    }
    configurations = choose(all_configurations(interpreters, compilers, find_home(interpreters)), parsed.configs)
    if parsed.file:
        program, sentence = user_program(parsed.file, parsed.call)
        programs = [program]
        progress_console.print(sentence, markup=False, highlight=False)
    else:
        programs = study_programs()
    output = Path(parsed.out)
    _check_output(output)

    started = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    study = Study(configurations, started)
    with tempfile.TemporaryDirectory(prefix="hpyc-study-") as scratch:
        with make_progress(progress_console) as progress:
            Runner(study, Path(scratch), progress, parsed.repeats, parsed.quick).run(programs)

    if parsed.json:
        json.dump(study.as_json(), sys.stdout, indent=1)
        print()
    else:
        show(study, Console())
    _write(study, output, progress_console)
    if study.interrupted:
        progress_console.print("interrupted: the results hold what was measured until then")
        return 130
    return 1 if study.failures else 0


def chosen_interpreters(wanted: list[str], console: "Console") -> list[Interpreter]:
    """The Pythons to measure; those that nobody named and that do not run are only mentioned."""
    from hpyc.pythons.discover import inspect_installed, study_interpreter
    from hpyc.pythons.recipes import RECIPES
    from hpyc.pythons.store import find_installed

    found: list[Interpreter] = []
    for name in wanted or ["all"]:
        if name != "all":
            found.append(study_interpreter(name))
            continue
        found.append(current())
        for recipe in RECIPES:
            installed = find_installed(recipe)
            if installed is None:
                continue
            console.print(f"looking at {RECIPES[recipe].label}", markup=False, highlight=False)
            entry = inspect_installed(installed)
            if entry.interpreter is not None:
                found.append(entry.interpreter)
            else:
                console.print(
                    f"{RECIPES[recipe].label} is left out: {entry.problem}; get it again with: {entry.remedy}",
                    markup=False, highlight=False,
                )  # fmt: skip
    order = ("cpython", "pypy", "graalpy")
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda i: order.index(i.implementation) if i.implementation in order else len(order))


def _require_packages(charts: bool) -> None:
    """The study's packages are not needed for building, so they may be missing."""
    needed = ["rich", *(["matplotlib"] if charts else [])]
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise HpycError(
            f"the study needs {' and '.join(missing)}", f"pip install {' '.join(missing)} (or hpyc[study])"
        )


def _check_output(folder: Path) -> None:
    """Make the folder now: not after minutes of measuring."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise HpycError(f"cannot write to {folder}: {error.strerror}", "choose another folder with --out") from None


def _write(study: object, folder: Path, console: object) -> None:
    from hpyc.study import charts, report

    write_text(folder / "results.json", json.dumps(study.as_json(), indent=1) + "\n")  # type: ignore[attr-defined]
    write_text(folder / "report.html", report.render(study.as_json()))  # type: ignore[attr-defined]
    drawn = charts.draw(study, folder)  # type: ignore[arg-type]
    number = len(drawn) // 2
    console.print(  # type: ignore[attr-defined]
        f"report: {folder / 'report.html'}\nresults: {folder / 'results.json'}, {number} charts (SVG and PNG) in {folder}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
