"""The report and its sentences, from results made by hand; and measuring on several interpreters."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hpyc.abis import ABIS
from hpyc.errors import HpycError
from hpyc.interpreter import current
from hpyc.study.configurations import all_configurations, find_home, groups
from hpyc.study.peers import GRAALPY_CYTHON, wanted_version
from hpyc.study.report import render
from hpyc.study.results import Measured, Row, Start, Study
from hpyc.study.vector_charts import Bar, bars, thinned, tick
from hpyc.study.verdicts import compared, factor, overall, sentences, summary

PYPY = dataclasses.replace(
    current(), executable="/p/pypy", implementation="pypy", release="7.3.19", version=(3, 11, 11), has_jit=True,
    has_hpy_universal=True,
)  # fmt: skip
GRAALPY = dataclasses.replace(PYPY, executable="/g/graalpy", implementation="graalpy", release="24.2.2")
PYTHON = current().label


def study_of(times: dict[str, float | str], workloads: int = 1) -> Study:
    """Results with these medians, or reasons, by the end of the configuration's key."""
    interpreters = [current(), PYPY, GRAALPY]
    study = Study(all_configurations(interpreters, {i.executable: None for i in interpreters}, current()), "2026-01-02T03:04:05")
    for number in range(workloads):
        measured = Measured("prog", f"prog {number}", "run()", 1, 5, False)
        for configuration in study.configurations:
            value = next((v for k, v in times.items() if configuration.key.endswith(k)), None)
            if isinstance(value, str):
                measured.rows[configuration.key] = Row(failure=value)
            elif value is not None:
                measured.rows[configuration.key] = Row(
                    seconds=[value] * 5, cpu_seconds=[value] * 5, first_seconds=value * 100,
                    warm_up=[value * 50, value * 10, *[value] * 20], result="1",
                )  # fmt: skip
                start = Start(0.02, 0.001, 20_000_000)
                study.starts.setdefault("prog", {})[configuration.key] = start
        study.measured.append(measured)
    return study


TIMES: dict[str, float | str] = {
    f"{PYTHON.split()[1]}/interpreted": 100e-6, f"{PYTHON.split()[1]}/universal": 20e-6, f"{PYTHON.split()[1]}/cython": 50e-6,
    "pypy-7.3.19/interpreted": 10e-6, "pypy-7.3.19/universal": 5e-6, "pypy-7.3.19/cython": 6e-3,
    "pypy-7.3.19/capi": "no <C> API here\nmore", "graalpy-24.2.2/universal": "crashed (SIGABRT)",
    "graalpy-24.2.2/interpreted": 30e-6,
}  # fmt: skip


class Checker(HTMLParser):
    """Balanced tags, and nothing from outside."""

    VOID = frozenset({"meta", "br", "line", "rect", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        for name, value in attrs:
            assert name not in ("src", "href", "onload"), (tag, name, value)
        assert tag not in ("script", "link", "img", "iframe")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self.open[-1] != "p":
            raise AssertionError("unbalanced p")
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(page: str) -> str:
    """The text of a page that stands alone."""
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert not re.search(r"url\(|@import|https?://", page)
    return checker.text


def test_verdict_names_the_best_and_says_whether_hpy_helps() -> None:
    document = study_of(TIMES).as_json()
    said = sentences(document, document["workloads"][0])
    assert said[0] == (
        f"PyPy 7.3.19, hpyc HPy universal is fastest: 5.00 µs a call, 20 times as fast as {PYTHON} interpreting the source."
    )
    text = "\n".join(said)
    assert (
        "On PyPy 7.3.19 HPy helps: the universal binary is 2.0 times as fast as its JIT running the source and "
        "1,200 times as fast as Cython's module (C API)." in text
    )
    assert f"On {PYTHON} HPy helps: the universal binary is 5.0 times as fast as interpreting the source" in text
    assert "On GraalPy 24.2.2 the HPy universal binary does not run this: crashed (SIGABRT)" in text


def test_verdict_is_honest_where_hpy_loses() -> None:
    document = study_of({**TIMES, "pypy-7.3.19/universal": 40e-6}).as_json()
    text = "\n".join(sentences(document, document["workloads"][0]))
    assert "On PyPy 7.3.19 HPy does not help: the universal binary is 4.0 times as slow as its JIT" in text


def test_configurations_as_fast_as_the_best_are_named() -> None:
    document = study_of({**TIMES, "pypy-7.3.19/interpreted": 5.1e-6}).as_json()
    first = sentences(document, document["workloads"][0])[0]
    assert "As fast, within 5 %: PyPy 7.3.19, the source itself." in first


def test_unsteady_times_are_pointed_out() -> None:
    study = study_of(TIMES)
    key = next(c.key for c in study.configurations if c.key.endswith("graalpy-24.2.2/interpreted"))
    study.measured[0].rows[key].seconds = [1e-6, 1e-5, 3e-5, 9e-5, 2e-4]
    document = study.as_json()
    (said,) = [text for text in sentences(document, document["workloads"][0]) if text.startswith("Take with care")]
    assert said.endswith(": GraalPy 24.2.2, the source itself.")


def test_summary_counts_only_what_ran_everything() -> None:
    study = study_of(TIMES, workloads=2)
    key = next(c.key for c in study.configurations if c.key.endswith("pypy-7.3.19/universal"))
    study.measured[1].rows[key] = Row(failure="wrong result")
    document = study.as_json()
    names = [name for name, _, _ in overall(document)]
    assert "PyPy 7.3.19, hpyc HPy universal" not in names and names[0] == "PyPy 7.3.19, the source itself"
    assert "Over all workloads PyPy 7.3.19, the source itself is best: 10 times as fast" in summary(document)[0]


def test_nothing_measured_makes_a_report_too() -> None:
    document = study_of({"/interpreted": "crashed"}).as_json()
    assert "Nothing could be measured." in check(render(document))


def test_report_stands_alone_and_hides_no_failure() -> None:
    text = check(render(json.loads(json.dumps(study_of(TIMES, workloads=2).as_json()))))
    assert "Which Python runs prog best?" in text
    assert "no <C> API here" in text and "crashed (SIGABRT)" in text
    assert text.count("does not work") == 4
    for heading in ("Warm-up", "Start-up and memory", "What did not work", "How this was measured"):
        assert heading in text


def test_interrupted_study_says_so() -> None:
    study = study_of(TIMES)
    study.interrupted = True
    assert "The study was interrupted" in check(render(study.as_json()))


def test_warm_after_counts_calls_and_their_time() -> None:
    row = Row(seconds=[1.0, 1.0, 1.0], first_seconds=100.0, warm_up=[50.0, 10.0, *[1.0] * 20])
    assert row.warm_calls == 3 and row.warm_seconds == 160.0
    row = Row(seconds=[1.0, 1.0, 1.0], first_seconds=1.0, warm_up=[1.0] * 20)
    assert row.warm_calls == 0 and row.warm_seconds == 0
    row = Row(seconds=[1.0] * 3, first_seconds=9.0, warm_up=[8.0] * 20)
    assert row.warm_calls is None and row.warm_seconds is None


def test_factors_and_comparisons() -> None:
    assert [factor(1.44), factor(9.96), factor(1234.5)] == ["1.4", "10", "1,234"]
    assert compared(1.0, 1.04, "X") == "as fast as X"
    assert compared(1.0, 3.0, "X") == "3.0 times as fast as X"
    assert compared(3.0, 1.0, "X") == "3.0 times as slow as X"


def test_charts_escape_and_scale() -> None:
    chart = bars([Bar("<a>", "capi", 1e-3, "1 ms", "G & H"), Bar("b", "universal", None, "failed")], "t")
    assert "&lt;a&gt;" in chart and "G &amp; H" in chart and "<rect" in chart and chart.count("<rect") == 1
    assert bars([Bar("b", "capi", None, "failed")], "t") == ""
    assert [tick(t) for t in (1e-9, 1e-6, 1e-2, 10.0)] == ["1 ns", "1 µs", "10 ms", "10 s"]
    points = thinned([1.0] * 5000)
    assert len(points) < 400 and points[0] == (1, 1.0) and points[-1][0] <= 5000


def test_each_interpreter_has_its_rows() -> None:
    kinds: dict[str, list[str]] = {}
    for configuration in study_of({}).configurations:
        kinds.setdefault(configuration.interpreter.implementation, []).append(configuration.kind)
    assert kinds == {
        "cpython": ["interpreted", "cython", "capi", "cpython", "universal", "hybrid"],
        "pypy": ["interpreted", "cython", "capi", "universal"],
        "graalpy": ["interpreted", "cython", "capi", "universal", "hybrid"],
    }


def test_graalpy_is_measured_alone_and_with_the_cython_that_runs_there() -> None:
    sizes = [(g[0].interpreter.implementation, len(g)) for g in groups(study_of({}).configurations)]
    assert sizes == [("cpython", 6), ("pypy", 4), *[("graalpy", 1)] * 5]
    assert wanted_version(GRAALPY) == GRAALPY_CYTHON


@pytest.mark.skipif(current().hpy_folder is None, reason="hpy is not installed")
def test_universal_binary_is_built_once_for_all(fake_compiler: Path, tmp_path: Path) -> None:
    from hpyc.ccompile import find_c_compiler
    from hpyc.study.programs import user_program

    source = tmp_path / "mine.py"
    source.write_text("def answer(): return 42\n")
    program, _ = user_program(str(source), "answer()")
    compiler = find_c_compiler(current())
    assert find_home([PYPY, current()]) == current()
    made = [
        c.prepare(program, tmp_path / "work" / c.key.replace("/", "-"))
        for c in all_configurations([current(), PYPY], {i.executable: compiler for i in (current(), PYPY)}, current())
        if c.kind == "universal"
    ]
    assert len(made) == 2 and made[0].folder == made[1].folder
    assert made[0].cost.binary_sha256 == made[1].cost.binary_sha256 and len(made[0].cost.binary_sha256 or "") == 64


def test_binaries_for_cpython_are_refused_elsewhere(tmp_path: Path) -> None:
    from hpyc.study.programs import user_program

    source = tmp_path / "mine.py"
    source.write_text("def answer(): return 42\n")
    program, _ = user_program(str(source), "answer()")
    (universal,) = [c for c in study_of({}).configurations if c.key.endswith("pypy-7.3.19/universal")]
    hybrid = dataclasses.replace(universal, abi=ABIS["hybrid"])
    with pytest.raises(HpycError, match="binaries are for CPython") as caught:
        hybrid.prepare(program, tmp_path / "work")
    assert "--abi universal" in str(caught.value)


@pytest.mark.skipif(current().hpy_folder is None, reason="hpy is not installed")
def test_headers_for_other_interpreters_are_those_of_cpython() -> None:
    from hpyc.hpy_sdk import HpySdk

    other = dataclasses.replace(PYPY, hpy_folder="/p/hpy", hpy_version="0.9.1.dev61")
    assert HpySdk.of(other) == HpySdk.of(current())
