"""Builds one unit of Cython's test suite with hpyc: the build command of the conformance runner.

    conform_build.py [--abi ABI] [-O LEVEL] spec.json

What the specification holds and what the exit status means is the runner's protocol: 0 built,
10 the source has errors, 11 the C compiler failed, 12 something is not supported; anything else is a
defect of the compiler.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))

from hpyc.abis import ABIS  # noqa: E402
from hpyc.ccompile import compile_extension, find_c_compiler  # noqa: E402
from hpyc.compiler import find_compiler  # noqa: E402
from hpyc.errors import CCompilerError, HpycError  # noqa: E402
from hpyc.interpreter import inspect_interpreter  # noqa: E402
from hpyc.loader import loader_text  # noqa: E402

BUILT, REJECTED, C_FAILED, UNSUPPORTED, CRASHED = 0, 10, 11, 12, 13
NOT_SUPPORTED = "not-supported"

# The runner keeps the module object that it made for the loader, and compares it with the one that
# sys.modules has.
KEEP_MODULE = "\n__import__('sys').modules[__name__] = stand_in\n"


def main(arguments: list[str]) -> int:
    """Build; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--abi", choices=list(ABIS), default="capi")
    parser.add_argument("-O", dest="level", default="2", help="level of optimisation of the C compiler")
    parser.add_argument("spec")
    options = parser.parse_args(arguments)
    spec = json.loads(Path(options.spec).read_text(encoding="utf-8"))
    times: dict[str, float] = {}
    try:
        return build(spec, options, times)
    finally:
        Path(spec["timing"]).write_text(json.dumps(times), encoding="utf-8")


def build(spec: dict, options: argparse.Namespace, times: dict[str, float]) -> int:
    """Translate and compile; fills ``times``."""
    if spec["lang"] != "c":
        print("C++ is not supported")
        return UNSUPPORTED
    source = Path(spec["source"])
    c_file = source.with_name(source.stem + "__hpyc.c")
    started = time.perf_counter()
    status = translate(spec, c_file)
    times["translate"] = time.perf_counter() - started
    if status != BUILT or spec["translate_only"]:
        return status
    times["c_bytes"] = c_file.stat().st_size

    abi = ABIS[options.abi]
    try:
        interpreter = inspect_interpreter(spec["python"])
        compiler = find_c_compiler(interpreter, flags=c_flags(spec, options.level))
        started = time.perf_counter()
        output = Path(spec["output"])
        if abi.needs_loader:
            loader = Path(spec["loader"])
            loader.parent.mkdir(exist_ok=True)
            suffix = abi.binary_suffix(interpreter.extension_suffix, interpreter.short_version)
            output = loader.parent / (spec["module"].rpartition(".")[2] + suffix)
            text = loader_text(is_package=False)
            text = text.replace("\n_become(_load())\n", "\nstand_in = __import__('sys').modules[__name__]\n_become(_load())\n")
            loader.write_text(text + KEEP_MODULE, encoding="utf-8")
        compile_extension(c_file, output, abi, interpreter, compiler)
        times["cc"] = time.perf_counter() - started
    except CCompilerError as error:
        print(error)
        return C_FAILED
    except HpycError as error:
        print(error)
        return CRASHED
    return BUILT


def translate(spec: dict, c_file: Path) -> int:
    """Run the native compiler; its messages go to the unit's log and, as the runner reads them, to a file."""
    command = [find_compiler(), "translate", spec["source"], "-o", str(c_file), "--diagnostics", "json"]
    command += ["--module-name", spec["module"], f"-{spec['level']}"]
    command += [f"-I{folder}" for folder in spec["include_path"]]
    for name, value in spec.get("directives", {}).items():
        command += ["-X", f"{name}={value}"]
    if "werror" in spec["tags"].get("tag", []):
        command += ["-W", "error"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    try:
        reported = json.loads(run.stdout) if run.stdout.strip() else []
    except ValueError:
        print(run.stdout)
        return CRASHED
    found = []
    for entry in reported:
        print(f"{entry['file']}:{entry['line']}:{entry['column']}: {entry['severity']}: {entry['message']}")
        if entry["severity"] in ("error", "warning"):
            found.append(
                {
                    "kind": entry["severity"],
                    "line": entry["line"] or 0,
                    "column": entry["column"] or 0,
                    "message": entry["message"],
                }
            )
    Path(spec["diagnostics"]).write_text(json.dumps(found), encoding="utf-8")
    if run.returncode == 0:
        return BUILT
    errors = [entry["kind"] for entry in reported if entry["severity"] == "error"]
    if not errors:
        return CRASHED
    return UNSUPPORTED if all(kind == NOT_SUPPORTED for kind in errors) else REJECTED


def c_flags(spec: dict, level: str) -> str:
    """Flags that the unit wants, as one string."""
    flags = [f"-O{level}", "-w", *spec["cflags"]]
    flags += [f"-I{folder}" for folder in spec["include_dirs"]]
    flags += [f"-D{name}={value}" for name, value in spec["defines"]]
    flags += [*spec["extra_sources"], *(f"-L{folder}" for folder in spec["library_dirs"])]
    flags += [*spec["ldflags"], *(f"-l{name}" for name in spec["libraries"])]
    return " ".join(flags)


if __name__ == "__main__":
    if "HPYC_COMPILER" not in os.environ:
        built = ROOT / "build" / "dev" / "src" / "driver" / "hpyc-compiler"
        if built.exists():
            os.environ["HPYC_COMPILER"] = str(built)
    sys.exit(main(sys.argv[1:]))
