"""Fixtures: the Pythons of this machine, a stand-in compiler, and the counts for the checks' sum."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(ROOT / "scripts"))
try:
    import hpyc  # noqa: F401
except ImportError:
    # Not installed: use the sources, here and in child processes; HPYC_COMPILER names the
    # compiler then.
    sys.path.insert(0, str(ROOT / "python"))
    os.environ["PYTHONPATH"] = str(ROOT / "python")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave the counts for scripts/run_checks.py."""
    report = os.environ.get("HPYC_TEST_REPORT")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if report and reporter:
        passed = len(reporter.stats.get("passed", []))
        failed = len(reporter.stats.get("failed", [])) + len(reporter.stats.get("error", []))
        Path(report).write_text(f"{passed} {failed}\n")


@pytest.fixture(scope="session", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests use the project's cache folder, not the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HPYC_CACHE", str(ROOT / ".cache" / "tests"))
        yield


@pytest.fixture
def fake_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stand-in for the native compiler, selected by HPYC_COMPILER."""
    script = tmp_path / "stand-in" / "hpyc-compiler"
    script.parent.mkdir()
    target = Path(__file__).with_name("fake_compiler.py")
    script.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{target}' \"$@\"\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("HPYC_COMPILER", str(script))
    return script
