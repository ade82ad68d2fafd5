"""``hpyc pythons``: list, install and remove the Pythons of the study."""

from __future__ import annotations

import argparse
import json
import sys

from hpyc.errors import UsageError
from hpyc.interpreter import Interpreter
from hpyc.pythons.discover import Found, find_interpreters, missing
from hpyc.pythons.recipes import RECIPES
from hpyc.pythons.store import find_installed, install, pythons_folder, remove

DESCRIPTION = """\
List the Python interpreters that the study can use, with what each can run and what it lacks.

  hpyc pythons install NAME   fetch a known good PyPy or GraalPy into the user's cache
  hpyc pythons remove NAME    remove it again
"""


def argument_parser() -> argparse.ArgumentParser:
    """Options of the command."""
    parser = argparse.ArgumentParser(
        prog="hpyc pythons", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="")
    listing = commands.add_parser("list", help="list interpreters (the default)")
    for target in (parser, listing):
        target.add_argument("--json", action="store_true", help="print facts as JSON")
    installing = commands.add_parser("install", help="fetch a known good Python into the cache")
    installing.add_argument("name", choices=sorted(RECIPES))
    installing.add_argument("--again", action="store_true", help="even if it is there already")
    installing.add_argument("--mirror", metavar="URL", help="Debian mirror (default: this machine's)")
    installing.add_argument("--java", metavar="PATH", help="Java for GraalPy (default: Java 21 is fetched)")
    removing = commands.add_parser("remove", help="remove what install made")
    removing.add_argument("name", choices=sorted(RECIPES))
    return parser


def describe(interpreter: Interpreter) -> str:
    """What can be built for this interpreter."""
    if interpreter.implementation == "cpython":
        if interpreter.python_header is None:
            return "universal only" if interpreter.has_hpy_universal else "nothing"
        if interpreter.hpy_folder is None:
            return "capi"
        if not interpreter.has_sound_hpy_types:
            return "capi, cpython"
        return "capi, cpython, universal, hybrid"
    return "universal" if interpreter.has_hpy_universal else "nothing"


def run(arguments: list[str]) -> int:
    """Run the command."""
    parsed = argument_parser().parse_args(arguments)
    if parsed.command == "install":
        return _install(parsed)
    if parsed.command == "remove":
        if remove(parsed.name):
            print(f"{parsed.name}: removed")
        else:
            print(f"{parsed.name} was not installed in {pythons_folder()}")
        return 0
    entries = find_interpreters()
    if parsed.json:
        json.dump([_facts(entry) for entry in entries], sys.stdout, indent=1)
        print()
        return 0
    _show(entries)
    return 0


def _install(parsed: argparse.Namespace) -> int:
    from hpyc.pythons.progress import StreamReporter

    options = {"mirror": parsed.mirror}
    if parsed.java:
        if parsed.name != "graalpy":
            raise UsageError("--java is for graalpy only")
        options["java"] = parsed.java
    recipe = RECIPES[parsed.name](**options)  # type: ignore[call-arg]
    present = find_installed(recipe.name)
    reporter = StreamReporter()
    if present is None or present.problem or parsed.again or present.version != recipe.version:
        if present is not None and present.problem:
            reporter.note(f"{recipe.name}: {present.folder} is unusable ({present.problem}): installing it again")
        reporter.step(f"{recipe.label} {recipe.version}: {recipe.size}, into {pythons_folder()}")
    try:
        made = install(recipe, reporter, force=parsed.again)
    finally:
        reporter.end()
    print(f"{recipe.label} {made.version}: {made.executable}")
    print(f"use it with: hpyc study --python {recipe.name}")
    return 0


def hpy_text(interpreter: Interpreter) -> str:
    """Kind and version of HPy for people."""
    if interpreter.implementation == "cpython":
        if interpreter.hpy_folder is None:
            return "no HPy"
        return f"HPy {interpreter.hpy_version} (package)"
    if not interpreter.has_hpy_universal:
        return "no HPy"
    return f"HPy {interpreter.hpy_version or ''}".strip() + " (built in)"


def _show(entries: list[Found]) -> None:
    rows = []
    for entry in entries:
        interpreter = entry.interpreter
        if interpreter is None:
            continue
        mark = "*" if interpreter.executable == sys.executable else " "
        jit = "JIT" if interpreter.has_jit else "no JIT"
        rows.append((f"{mark} {interpreter.label}", hpy_text(interpreter), jit, describe(interpreter), interpreter))
    widths = [max((len(str(row[column])) for row in rows), default=0) for column in range(4)]
    for row in rows:
        line = "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths))
        print(f"{line}  {row[4].executable}")
        for what, remedy in missing(row[4]):
            print(f"      lacks {what}: {remedy}")
    for entry in entries:
        if entry.interpreter is None:
            print(f"  {entry.command} is unusable: {entry.problem}\n      get it again: {entry.remedy}")
    here = {entry.interpreter.implementation for entry in entries if entry.interpreter}
    broken = " ".join(entry.command for entry in entries if entry.interpreter is None)
    for name, recipe in RECIPES.items():
        if name not in here and f"/{name}" not in broken:
            print(f"  {recipe.label} is not here\n      get it: hpyc pythons install {name} ({recipe.size})")


def _facts(entry: Found) -> dict:
    interpreter = entry.interpreter
    if interpreter is None:
        return {"path": entry.command, "problem": entry.problem, "remedy": entry.remedy}
    return {
        "path": interpreter.executable,
        "implementation": interpreter.implementation,
        "version": ".".join(map(str, interpreter.version)),
        "release": interpreter.release,
        "hpy": interpreter.hpy_version,
        "hpy_universal": interpreter.has_hpy_universal,
        "jit": interpreter.has_jit,
        "can_run": describe(interpreter),
        "lacks": [{"what": what, "remedy": remedy} for what, remedy in missing(interpreter)],
    }
