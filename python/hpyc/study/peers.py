"""The Cython that the study compares with, for each interpreter one that runs there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hpyc.errors import HpycError
from hpyc.files import cache_folder
from hpyc.interpreter import Interpreter

GRAALPY_CYTHON = "3.0.12"
"""Modules of Cython 3.1 and newer need functions that GraalPy 24.2 does not have."""


@dataclass(frozen=True)
class CythonPeer:
    """A Cython to translate with; ``folder`` holds it unless this environment does."""

    version: str
    folder: Path | None = None

    def translate(self, source: Path, c_file: Path) -> "subprocess.CompletedProcess[str]":
        """Run it; its messages are captured."""
        environment = dict(os.environ)
        if self.folder is not None:
            environment["PYTHONPATH"] = str(self.folder)
        return subprocess.run(
            [sys.executable, "-m", "cython", "-3", str(source), "-o", str(c_file)],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip


def own_version() -> str | None:
    """Version of the Cython in this environment."""
    try:
        from importlib.metadata import PackageNotFoundError, version

        return version("cython")
    except (ImportError, PackageNotFoundError):
        return None


def wanted_version(interpreter: Interpreter) -> str | None:
    """Version of the Cython whose modules run on this interpreter; ``None``: there is none here."""
    return GRAALPY_CYTHON if interpreter.implementation == "graalpy" else own_version()


def cython_for(interpreter: Interpreter) -> CythonPeer:
    """The Cython for this interpreter; fetched into the cache where it is not this environment's."""
    version = wanted_version(interpreter)
    if version is None:
        raise HpycError("Cython is not installed", "pip install cython")
    if version == own_version():
        return CythonPeer(version)
    return CythonPeer(version, _fetched(version))


def _fetched(version: str) -> Path:
    target = cache_folder() / "peers" / f"cython-{version}"
    if (target / "cython.py").is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(fresh / "it"), f"cython=={version}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if run.returncode != 0:
            lines = run.stderr.strip().splitlines() or ["no message"]
            raise HpycError(
                f"Cython {version} cannot be fetched: {lines[-1][:200]}",
                f"check the network, or pip install cython=={version}",
            )
        shutil.rmtree(target, ignore_errors=True)
        os.rename(fresh / "it", target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target
