"""``hpyc build``."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

from hpyc.abis import parse_abis
from hpyc.build import (
    BuildOptions,
    BuildResult,
    TranslateOptions,
    build,
    check_environment,
    find_source,
    use_color,
)
from hpyc.ccompile import find_c_compiler
from hpyc.errors import HpycError, ReportedError, UsageError
from hpyc.interpreter import current, inspect_interpreter

DESCRIPTION = """\
Compile Python or Cython files to extension modules.

With one ABI the extension goes beside its source and is what `import` finds from then on;
with several, each goes into hpyc-build/ABI/. The source file itself is never touched.
"""


def argument_parser() -> argparse.ArgumentParser:
    """Options of the command."""
    parser = argparse.ArgumentParser(
        prog="hpyc build", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("sources", nargs="+", metavar="FILE", help=".py or .pyx files")
    add("--abi", action="append", default=[], metavar="ABI[,ABI…]",
        help="capi (default), cpython, universal, hybrid, or all")  # fmt: skip
    add("--python", metavar="PATH", help="build for this interpreter (default: the one running hpyc)")
    add("-o", "--output-dir", metavar="DIR", help="put the extensions there instead of beside their sources")
    add("--module-name", metavar="NAME", help="full dotted name of the module (one FILE only)")
    level = parser.add_mutually_exclusive_group()
    level.add_argument("-2", dest="level", action="store_const", const="-2", help="language level 2")
    level.add_argument("-3", dest="level", action="store_const", const="-3", help="language level 3")
    level.add_argument("--3str", dest="level", action="store_const", const="--3str", help="language level 3str")
    add("-X", "--directive", action="append", default=[], metavar="NAME=VALUE", help="compiler directive")
    add("-I", "--include-dir", action="append", default=[], metavar="DIR", help="search .pxd and .pxi files there")
    add("--cc", metavar="COMMAND", help="C compiler (default: CC, then the interpreter's own, then cc)")
    add("--cflags", default="", metavar="FLAGS", help="more flags for the C compiler, e.g. --cflags='-O3 -march=native'")
    add("-j", "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="files built at the same time")
    add("--keep-c", action="store_true", help="keep the C file beside the binary")
    add("--debug", action="store_true", help="build without optimisation, with debug information, and keep the C file")
    add("--diagnostics", choices=("snippet", "line", "json", "sarif"), help="form of error messages")
    add("-v", "--verbose", action="store_true", help="show the commands that are run")
    add("-q", "--quiet", action="store_true", help="say nothing when all is well")
    return parser


def run(arguments: list[str]) -> int:
    """Run the command; returns the exit status."""
    parsed = argument_parser().parse_args(arguments)
    if parsed.jobs < 1:
        raise UsageError("--jobs needs a number from 1 on")
    if parsed.module_name and len(parsed.sources) > 1:
        raise UsageError("--module-name names one module, but there are several files")
    abis = parse_abis(parsed.abi or ["capi"])
    interpreter = inspect_interpreter(parsed.python) if parsed.python else current()
    options = BuildOptions(
        abis=abis,
        interpreter=interpreter,
        compiler=find_c_compiler(interpreter, parsed.cc, parsed.cflags, parsed.debug, parsed.verbose),
        translate=TranslateOptions(parsed.directive, parsed.include_dir, parsed.level, parsed.diagnostics),
        output_dir=Path(parsed.output_dir).absolute() if parsed.output_dir else None,
        keep_c=parsed.keep_c,
        color=use_color(),
    )
    check_environment(options)
    return _build_all(parsed, options)


def _build_all(parsed: argparse.Namespace, options: BuildOptions) -> int:
    """Build every file; a failure of one does not keep the others from being built."""
    status = 0

    def one(path: str) -> BuildResult:
        return build(find_source(path, parsed.module_name), options)

    with ThreadPoolExecutor(max_workers=min(parsed.jobs, len(parsed.sources))) as pool:
        jobs = [pool.submit(one, path) for path in parsed.sources]
        try:
            for job in jobs:
                try:
                    result = job.result()
                except ReportedError as error:
                    sys.stderr.write(error.output)
                    sys.stdout.write(error.document)
                    status = max(status, error.exit_status)
                except HpycError as error:
                    print(f"hpyc: error: {error}", file=sys.stderr)
                    status = max(status, error.exit_status)
                else:
                    sys.stderr.write(result.translated.diagnostics)
                    sys.stdout.write(result.translated.document)
                    if not parsed.quiet:
                        report(result, to=sys.stderr if result.translated.document else sys.stdout)
        except KeyboardInterrupt:
            for job in jobs:
                job.cancel()
            raise
    return status


def report(result: BuildResult, to: TextIO) -> None:
    """Say what was made and how to import it."""

    def say(text: str) -> None:
        print(text, file=to)

    for extension in result.extensions:
        if extension.removed is not None:
            say(f"removed {_shown(extension.removed)} (an earlier build that would have been imported instead)")
        size = f"{extension.compiled.size / 1024:.0f} KB"
        say(f"{_shown(extension.layout.binary)}  ({extension.abi.name}, {size})")
    if len(result.extensions) > 1:
        roots = ", ".join(_shown(extension.import_root) for extension in result.extensions)
        say(f"to import one of them, put its folder on PYTHONPATH: {roots}")
    if result.kept_c is not None:
        say(f"{_shown(result.kept_c)}  (C source)")


def _shown(path: Path) -> str:
    """Relative to the current folder where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
