"""runtime/object/ in all ABIs: every check of checks.py for every interpreter found and every ABI it can load.

HPYC_TEST_PYTHONS: paths of further interpreters; the universal binary also runs on those that have hpy."""

from __future__ import annotations

import functools
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
CHECKS = re.findall(r"^def (check_\w+)\(\):", (HERE / "checks.py").read_text(encoding="utf-8"), re.M)
COMPILER = shutil.which(os.environ.get("CC", "gcc"))
STUB = """
import os
from hpy.universal import _load_bootstrap
d = os.path.dirname(os.path.abspath(__file__))
p = [os.path.join(d, n) for n in os.listdir(d) if ".hpy0" in n][0]
import sys
sys.modules[__name__] = _load_bootstrap("objects", __name__, __package__, p, __loader__, __spec__, os.environ)
"""


def works(python: str) -> bool:
    code = "import os, sysconfig; assert os.path.exists(sysconfig.get_path('include') + '/Python.h')"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


@functools.cache
def interpreters() -> dict[str, str]:
    """Version to path, of the CPython interpreters that have headers: this one, those of HPYC_TEST_PYTHONS, those found."""
    found = {"%d.%d" % sys.version_info[:2]: sys.executable}
    for path in filter(None, os.environ.get("HPYC_TEST_PYTHONS", "").split(os.pathsep)):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        version = subprocess.run([path, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
        found.setdefault(version, path)
    folders = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin"))
    for minor in range(9, 14):
        places = [shutil.which(f"python3.{minor}")] + [str(f / f"python3.{minor}") for f in folders]
        for path in places:
            if f"3.{minor}" not in found and path and os.access(path, os.X_OK) and works(path):
                found[f"3.{minor}"] = path
    return found


def hpy_folder() -> Path | None:
    spec = importlib.util.find_spec("hpy")
    return Path(next(iter(spec.submodule_search_locations))) / "devel" if spec else None


def targets() -> list[str]:
    own = "%d.%d" % sys.version_info[:2]
    result = [f"capi-{v}" for v in interpreters()]
    if hpy_folder():
        result += [f"{abi}-{own}" for abi in ("cpython", "universal", "hybrid", "universal:debug", "hybrid:debug", "universal:grab", "universal:opaque", "hybrid:opaque")]
        for version, python in interpreters().items():
            if version != own and subprocess.run([python, "-c", "import hpy.universal"], capture_output=True, check=False).returncode == 0:
                result += [f"universal-{version}", f"universal:debug-{version}"]
    return result


def build(folder: Path, abi: str, python: str) -> None:
    command = [COMPILER, "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-fvisibility=hidden"]
    command += [f"-I{RUNTIME}", f"-I{HERE}", str(HERE / "objects.c")]
    code = "import sysconfig; print(sysconfig.get_path('include'))"
    include = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    hpy = hpy_folder()
    name = {"universal": "objects.hpy0.so", "hybrid": "objects.hpy0-%s.so" % sysconfig.get_config_var("SOABI")}.get(abi, "objects.so")
    if abi != "capi":
        command += ["-DHPY", f"-DHPY_ABI_{abi.upper()}"]
    if abi == "universal":
        command += [f"-I{hpy}/include/hpy/forbid_python_h"]
    else:
        command += [f"-I{include}"]
    if abi != "capi":
        command += [f"-I{hpy}/include"]
    if abi == "cpython":  # HPy's own sources have warnings
        command += ["-w", *map(str, sorted((hpy / "src" / "runtime").glob("*.c")))]
    if abi in ("universal", "hybrid"):
        (folder / "objects.py").write_text(STUB, encoding="utf-8")
    run = subprocess.run([*command, "-o", str(folder / name)], capture_output=True, text=True, check=False)
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
            python = interpreters()[version]
            cache[target] = {}
            build(folder, abi, python)
            environment = {k: v for k, v in os.environ.items() if k not in ("HPY", "HPYC_LAYOUT")}
            if mode == "debug":
                environment["HPY"] = "debug"
            if mode == "opaque":  # as on interpreters whose objects cannot be read
                environment["HPYC_LAYOUT"] = "0"
            if mode == "grab":  # how errors are fetched where Python code may run while one is pending
                environment["HPYC_TEST_IMPLEMENTATION"] = "1"
            run = subprocess.run([python, str(HERE / "checks.py")], cwd=folder, env=environment, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr[-4000:]
            cache[target] = json.loads(run.stdout)
        return cache[target]

    return get


@pytest.mark.skipif(not COMPILER, reason="no C compiler")
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("target", targets())
def test_as_the_interpreter(results, target, check):
    said = results(target)
    assert check in said, "the target failed before"
    assert said[check] is None, said[check]
