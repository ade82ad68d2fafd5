"""Give every CPython found on this machine an environment with HPy, for the tests.

The environments live in `.cache/pythons/VERSION` and are made once. `HPYC_TEST_PYTHONS`
(paths or commands, separated by spaces or colons) replaces the search.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".cache" / "pythons"
OLDEST, NEWEST = (3, 9), (3, 13)
_FACTS = "import sys; print(sys.implementation.name, *sys.version_info[:3], sys.base_prefix)"


def _identify(command: str) -> tuple[tuple[int, int, int], str] | None:
    """Version and prefix of a CPython, or ``None`` if this is no usable one."""
    path = shutil.which(command)
    if path is None:
        return None
    try:
        run = subprocess.run([path, "-c", _FACTS], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"cpython (\d+) (\d+) (\d+) (.*)", run.stdout)
    if match is None:
        return None
    major, minor, micro, prefix = match.groups()
    return (int(major), int(minor), int(micro)), prefix


def candidates() -> list[str]:
    """Commands and paths that may be interpreters."""
    listed = os.environ.get("HPYC_TEST_PYTHONS")
    if listed is not None:
        return [item for item in re.split(r"[\s:]+", listed) if item]
    found = [f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    if shutil.which("pyenv"):
        # A version manager keeps versions that are not on PATH.
        run = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False)
        versions = Path(run.stdout.strip(), "versions")
        found += sorted(str(path) for path in versions.glob("3.*/bin/python3"))
    return found


def discover() -> dict[tuple[int, int], str]:
    """One interpreter for each minor version other than the running one."""
    chosen: dict[tuple[int, int], str] = {}
    for command in candidates():
        known = _identify(command)
        if known is None:
            continue
        version = known[0][:2]
        if OLDEST <= version <= NEWEST and version != sys.version_info[:2]:
            chosen.setdefault(version, shutil.which(command) or command)
    return dict(sorted(chosen.items()))


def environment_python(version: tuple[int, int]) -> Path:
    """Where the environment of this version has its interpreter."""
    return ENVIRONMENTS / f"{version[0]}.{version[1]}" / "bin" / "python"


def prepare(version: tuple[int, int], interpreter: str) -> None:
    """Make the environment unless it is there; without HPy it still serves the C API."""
    folder = ENVIRONMENTS / f"{version[0]}.{version[1]}"
    stamp = folder / ".prepared"
    wanted = interpreter + "\n" + (ROOT / "scripts" / "install_hpy.py").read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"==> preparing an environment for Python {version[0]}.{version[1]}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([interpreter, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        print(f"    cannot make it: {(made.stderr or made.stdout).strip()[-300:]}")
        shutil.rmtree(folder, ignore_errors=True)
        return
    script = str(ROOT / "scripts" / "install_hpy.py")
    run = subprocess.run(
        [str(environment_python(version)), script], capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        print(f"    no HPy there, only the C API is tested: {run.stderr.strip().splitlines()[-1:]}")
        return  # Without the stamp it is tried again next time.
    stamp.write_text(wanted, encoding="utf-8")


def main() -> None:
    """Prepare all."""
    for version, interpreter in discover().items():
        prepare(version, interpreter)


if __name__ == "__main__":
    main()
