"""Compiled code behaves as interpreted code: every case of tests/run, in every ABI and Python."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import run_cases
from pythons import label, interpreters_of_tests
from run_cases import Builder, CaseFile

from hpyc.abis import ABIS, Abi
from hpyc.interpreter import Interpreter, current

CASES = run_cases.case_files()
PYTHONS = interpreters_of_tests()


FEW = {"calls", "classes", "programs"}
"""Files for the combinations that share their code with others: the HPy ABIs of each Python but the main one."""


def matrix() -> Iterator[object]:
    """Python × ABI × file, ordered so that builds can run ahead.

    Everything on the main Python. On the others all of the C API, because the code differs there from version to
    version, and of the universal binary, which is built only once; of the other ABIs a few files.
    """
    for python in PYTHONS:
        for abi in ABIS.values():
            complete = run_cases.is_main(python) or abi.name in ("capi", "universal")
            for case_file in CASES:
                if not complete and case_file.path.stem not in FEW:
                    continue
                yield pytest.param(case_file, python, abi, id=f"{case_file.path.stem}-{abi.name}-{label(python)}")


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Builder]:
    """Starts all builds that the selected tests need, in their order."""
    result = Builder(tmp_path_factory.mktemp("extensions"))
    for item in request.session.items:
        values = getattr(getattr(item, "callspec", None), "params", {})
        if {"case_file", "python", "abi"} <= set(values) and not skip_reason(**values):
            result.request(values["case_file"], building_python(values["python"], values["abi"]), values["abi"])
    yield result
    result.close()


def building_python(python: Interpreter, abi: Abi) -> Interpreter:
    """A universal binary is built once, by the main Python, and runs on all."""
    return current() if abi.name == "universal" and current().hpy_folder else python


def skip_reason(case_file: CaseFile, python: Interpreter, abi: Abi) -> str:
    """Why this combination is not tested, or an empty text."""
    if abi.name not in case_file.abis:
        return f"the file is for {', '.join(case_file.abis)} only"
    if python.short_version < case_file.python:
        return "the file needs Python %d.%d" % case_file.python
    if python.python_header is None:
        return f"{python.label}: no C headers"
    if abi.needs_hpy_headers and python.hpy_folder is None:
        return f"{python.label}: hpy is not installed"
    if abi.needs_loader and not python.has_sound_hpy_types:
        return f"{python.label}: the installed hpy crashes on it"
    return ""


@lru_cache(maxsize=None)
def interpreted(case_file: CaseFile, python: Interpreter, mode: str) -> list[dict]:
    """What the interpreter does with the file: the oracle."""
    answers = run_cases.execute(mode, case_file, case_file.path.parent, python)
    crashed = [answer for answer in answers if "crash" in answer]
    assert not crashed, f"the case file does not run interpreted: {crashed}"
    return answers


def built(builder: Builder, case_file: CaseFile, python: Interpreter, abi: Abi) -> Path:
    """Folder of the extension; skips or fails where there is none."""
    reason = skip_reason(case_file, python, abi)
    if reason:
        pytest.skip(reason)
    result = builder.request(case_file, building_python(python, abi), abi).result()
    if result.folder is None:
        pytest.fail(f"{case_file.path.name} does not compile:\n{result.problem}", pytrace=False)
    return result.folder


def require(problems: list[str], what: str) -> None:
    """Fail with all problems of a file."""
    if problems:
        pytest.fail(f"{len(problems)} {what}:\n" + "\n".join(problems[:20]), pytrace=False)


@pytest.mark.parametrize(("case_file", "python", "abi"), list(matrix()))
def test_behaves_as_interpreted(builder: Builder, case_file: CaseFile, python: Interpreter, abi: Abi) -> None:
    """Same results, output, exceptions with their messages, and tracebacks."""
    folder = built(builder, case_file, python, abi)
    actual = run_cases.execute("outcomes", case_file, folder, python)
    expected = interpreted(case_file, python, "outcomes")
    with_messages = python.short_version >= case_file.messages
    require(run_cases.differences(expected, actual, with_messages), "cases differ from the interpreter")


def opaque_matrix() -> Iterator[object]:
    """Files on the main Python, in the ABIs that look into objects only after a test of their layout."""
    for abi in ABIS.values():
        for case_file in CASES:
            if abi.needs_loader and (abi.name == "universal" or case_file.path.stem in FEW):
                yield pytest.param(case_file, current(), abi, id=f"{case_file.path.stem}-{abi.name}")


@pytest.mark.parametrize(("case_file", "python", "abi"), list(opaque_matrix()))
def test_behaves_as_interpreted_with_opaque_handles(
    builder: Builder, case_file: CaseFile, python: Interpreter, abi: Abi
) -> None:
    """The same without fast paths that know how objects lie in memory."""
    folder = built(builder, case_file, python, abi)
    actual = run_cases.execute("outcomes", case_file, folder, python, layout=False)
    expected = interpreted(case_file, python, "outcomes")
    with_messages = python.short_version >= case_file.messages
    require(run_cases.differences(expected, actual, with_messages), "cases differ from the interpreter")


def leak_matrix() -> Iterator[object]:
    """Leaks are looked for on the main Python."""
    for abi in ABIS.values():
        for case_file in CASES:
            if case_file.leaks:
                yield pytest.param(case_file, current(), abi, id=f"{case_file.path.stem}-{abi.name}")


@pytest.mark.parametrize(("case_file", "python", "abi"), list(leak_matrix()))
def test_leaks_nothing(builder: Builder, case_file: CaseFile, python: Interpreter, abi: Abi) -> None:
    """Neither references, objects and memory nor, in the HPy ABIs with a debug mode, handles."""
    folder = built(builder, case_file, python, abi)
    if abi.needs_loader:
        answers = run_cases.execute("handles", case_file, folder, python, debug=True)
        require(run_cases.leaks(answers, []), "cases leak handles")
    answers = run_cases.execute("references", case_file, folder, python)
    baseline = interpreted(case_file, python, "references")
    require(run_cases.leaks(answers, baseline), "cases leak")
