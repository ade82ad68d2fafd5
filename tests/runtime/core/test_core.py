"""runtime/core/ in all ABIs: every check of checks.py for every interpreter found and every ABI it can load.

The interpreters are found as for runtime/object/ (HPYC_TEST_PYTHONS: paths of further ones)."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
RUNTIME = HERE.parents[2] / "runtime"
spec = importlib.util.spec_from_file_location("object_tests", HERE.parent / "object" / "test_objects.py")
object_tests = importlib.util.module_from_spec(spec)
spec.loader.exec_module(object_tests)

CHECKS = re.findall(r"^def (check_\w+)\(\):", (HERE / "checks.py").read_text(encoding="utf-8"), re.M)
COMPILER = shutil.which(os.environ.get("CC", "gcc"))
TARGETS = [t for t in object_tests.targets() if ":grab" not in t]
if "universal:opaque-%d.%d" % sys.version_info[:2] in TARGETS:  # left out when it is compiled
    TARGETS += ["universal:without-%d.%d" % sys.version_info[:2], "hybrid:without-%d.%d" % sys.version_info[:2]]


def build(folder: Path, abi: str, python: str, module: str, options: tuple[str, ...] = ()) -> None:
    hpy = object_tests.hpy_folder()
    include = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('include'))"], check=True, capture_output=True, text=True
    ).stdout.strip()
    flags = {
        "capi": [f"-I{include}"],
        "cpython": ["-DHPY_ABI_CPYTHON", f"-I{include}", f"-isystem{hpy}/include"],
        "universal": ["-DHPY_ABI_UNIVERSAL", f"-I{hpy}/include/hpy/forbid_python_h", f"-isystem{hpy}/include", "-Wl,-z,defs"],
        "hybrid": ["-DHPY_ABI_HYBRID", f"-I{include}", f"-isystem{hpy}/include"],
    }[abi]
    suffix = {"universal": ".hpy0.so", "hybrid": ".hpy0-cp%d%d.so" % sys.version_info[:2]}.get(abi, ".so")
    command = [COMPILER, "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden"]
    command += [*flags, *options, f"-I{RUNTIME}", str(HERE / f"{module}.c"), "-o", str(folder / (module + suffix)), "-lm"]
    if abi == "cpython":  # HPy's own sources have warnings
        command += ["-w", *map(str, sorted((hpy / "src" / "runtime").glob("*.c")))]
    if abi in ("universal", "hybrid"):
        (folder / f"{module}.py").write_text(object_tests.STUB.replace('"objects"', f'"{module}"'), encoding="utf-8")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-4000:]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Target to what each check said: everything of a target runs in one process."""
    cache: dict[str, dict] = {}

    def get(target: str) -> dict:
        if target not in cache:
            abi, _, version = target.partition("-")
            abi, _, mode = abi.partition(":")
            folder = tmp_path_factory.mktemp(target.replace(":", "_"))
            python = object_tests.interpreters()[version]
            cache[target] = {}
            build(folder, abi, python, "core", ("-DHPYC_NO_LAYOUT",) if mode == "without" else ())
            environment = {k: v for k, v in os.environ.items() if k not in ("HPY", "HPYC_LAYOUT")}
            environment["HPYC_TEST_LAYOUT"] = str(int(mode == ""))
            if mode == "debug":
                environment["HPY"] = "debug"
            if mode == "opaque":
                environment["HPYC_LAYOUT"] = "0"
            run = subprocess.run([python, str(HERE / "checks.py")], cwd=folder, env=environment, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr[-4000:]
            cache[target] = json.loads(run.stdout)
        return cache[target]

    return get


@pytest.mark.skipif(not COMPILER, reason="no C compiler")
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("target", TARGETS)
def test_as_the_interpreter(results, target, check):
    said = results(target)
    assert check in said, "the target failed before"
    assert said[check] is None, said[check]


@pytest.mark.skipif(not COMPILER, reason="no C compiler")
@pytest.mark.parametrize("abi", sorted({t.partition("-")[0].partition(":")[0] for t in TARGETS}))
def test_a_module_with_an_empty_body_has_the_usual_attributes(tmp_path, abi):
    build(tmp_path, abi, sys.executable, "empty")
    code = "import sys; sys.path.insert(0, '.'); import empty; print(empty.__name__, empty.__file__ is not None, sorted(empty.__dict__))"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    names = "['__builtins__', '__doc__', '__file__', '__loader__', '__name__', '__package__', '__spec__']"
    assert (run.stdout.strip(), run.stderr) == (f"empty True {names}", "")
