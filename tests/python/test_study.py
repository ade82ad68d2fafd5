"""The study in short form: measuring, comparing, reporting, and surviving failures."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_cli import fails, hpyc

from hpyc.errors import HpycError
from hpyc.study.programs import BENCHMARKS, study_programs, user_program
from hpyc.study.worker import describe

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rich") is None or importlib.util.find_spec("matplotlib") is None,
    reason="the study needs rich and matplotlib",
)


def results(folder: Path) -> dict:
    """The results file."""
    return json.loads((folder / "results.json").read_text())


def row(found: dict, kind: str, workload: int = 0) -> dict:
    """One configuration of one workload."""
    rows = found["workloads"][workload]["rows"]
    return next(value for key, value in rows.items() if key.endswith("/" + kind))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A user's file."""
    path = tmp_path / "mine.py"
    path.write_text("def main(n=100):\n    t = 0\n    for i in range(n):\n        t += i\n    print(t)\n    return [t, {'a': 1.5}]\n")
    return path


def test_benchmarks_give_known_results() -> None:
    expected = {"for_loop": 20000, "fibonacci": 55, "fannkuch": 10}
    for name, value in expected.items():
        spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert module.run() == value


def test_protocol_is_the_studys_own() -> None:
    found = {
        program.name: [(w.name, w.number, w.repeats) for w in program.workloads] for program in study_programs()
    }
    assert found == {
        "for-loop": [("for-loop (20,000)", 10, 60), ("for-loop (2,000,000)", None, None)],
        "fibonacci": [("fibonacci (10)", 50, 60), ("fibonacci (20)", None, None)],
        "float": [("float (100)", 100, 60), ("float (10,000)", None, None)],
        "fannkuch": [("fannkuch (6)", 20, 60), ("fannkuch (8)", None, None)],
    }


def test_study_without_arguments_measures_the_four_benchmarks(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = hpyc("study", "--repeats", "1", "--configs", "interpreted", "--out", out)
    assert run.returncode == 0, run.stderr
    found = results(out)
    assert [w["program"] for w in found["workloads"]] == [
        name for name in ("for-loop", "fibonacci", "float", "fannkuch") for _ in range(2)
    ]
    assert found["workloads"][0]["number"] == 10 and found["workloads"][0]["protocol"] is True
    assert "for-loop (20,000): 1 repeats of 10 calls" in run.stdout
    assert {"overview.svg", "overview.png", "float-100-all.svg", "float-100-all.png"} <= {p.name for p in out.iterdir()}


@pytest.mark.skipif(importlib.util.find_spec("Cython") is None, reason="Cython is not installed")
def test_own_file_against_cython(program: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = hpyc("study", program, "--quick", "--configs", "interpreted,cython", "--out", out)
    assert run.returncode == 0, run.stderr
    assert "timing main() of mine.py (choose with --call)" in run.stderr
    found = results(out)
    assert row(found, "interpreted")["result"] == "list(4950, dict('a': 1.5))"
    assert row(found, "cython")["ratio_to_cython"] == 1.0
    assert row(found, "interpreted")["ratio_to_cython"] > 0
    assert len(row(found, "cython")["seconds"]) == found["workloads"][0]["repeats"]
    (cost,) = [value for key, value in found["builds"]["mine"].items() if key.endswith("cython")]
    assert cost["translate_seconds"] > 0 and cost["c_lines"] > 1000 and cost["binary_bytes"] > 1000
    assert [c["peer_version"] for c in found["configurations"] if c["kind"] == "cython"][0].startswith("3.")


def test_call_expression(program: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = hpyc("study", program, "--call", "main(7)[0] * 2", "--quick", "--configs", "interpreted", "--out", out)
    assert run.returncode == 0, run.stderr
    assert row(results(out), "interpreted")["result"] == "42"


def test_json_goes_to_standard_output_alone(program: Path, tmp_path: Path) -> None:
    run = hpyc("study", program, "--repeats", "1", "--configs", "interpreted", "--out", tmp_path / "out", "--json")
    assert json.loads(run.stdout)["workloads"][0]["program"] == "mine"


def test_import_is_timed_without_an_entry_point(tmp_path: Path) -> None:
    path = tmp_path / "plain.py"
    path.write_text("x = sum(range(10))\n\ndef helper(a):\n    return a\n")
    out = tmp_path / "out"
    run = hpyc("study", path, "--repeats", "2", "--configs", "interpreted", "--out", out)
    assert run.returncode == 0, run.stderr
    assert "timing its import" in run.stderr
    assert len(row(results(out), "interpreted")["seconds"]) == 2


def test_entry_point_needs_to_be_callable_without_arguments(tmp_path: Path) -> None:
    path = tmp_path / "several.py"
    path.write_text("def main(a):\n    pass\n\ndef run(*, k):\n    pass\n\ndef bench(a=1, *b, c=2, **d):\n    pass\n")
    found, sentence = user_program(str(path), None)
    assert found.workloads[0].expression == "bench()" and "timing bench()" in sentence


def test_wrong_result_fails_and_the_others_go_on(program: Path, fake_compiler: Path, tmp_path: Path) -> None:
    """The stand-in's module answers 42, whatever the source says."""
    program.write_text("def answer():\n    return 41\n")
    out = tmp_path / "out"
    run = hpyc("study", program, "--call", "answer()", "--repeats", "2", "--configs", "interpreted,capi", "--out", out)
    assert run.returncode == 1
    found = results(out)
    assert row(found, "capi")["status"] == "failed"
    assert row(found, "capi")["failure"] == "wrong result: 42, but 41 interpreted"
    assert row(found, "interpreted")["status"] == "ok"
    assert "wrong result: 42, but 41 interpreted" in run.stdout


def test_right_result_is_measured(program: Path, fake_compiler: Path, tmp_path: Path) -> None:
    program.write_text("def answer():\n    return 42\n")
    out = tmp_path / "out"
    run = hpyc("study", program, "--call", "answer()", "--repeats", "3", "--configs", "interpreted,capi", "--out", out)
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(row(results(out), "capi")["seconds"]) == 3


def test_configuration_that_does_not_build_is_reported(program: Path, fake_compiler: Path, tmp_path: Path) -> None:
    program.write_text("def answer():\n    return 42\n# SYNTAX ERROR\n")
    out = tmp_path / "out"
    run = hpyc("study", program, "--call", "answer()", "--repeats", "1", "--configs", "interpreted,capi", "--out", out)
    assert run.returncode == 1
    assert "invalid syntax" in row(results(out), "capi")["failure"]
    assert row(results(out), "interpreted")["status"] == "ok"


def test_crash_of_a_worker_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "crash.py"
    path.write_text("import os\n\ndef main():\n    os.kill(os.getpid(), 11)\n")
    out = tmp_path / "out"
    run = hpyc("study", path, "--repeats", "1", "--configs", "interpreted", "--out", out)
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert row(results(out), "interpreted")["failure"] == "crashed (SIGSEGV)"


def test_exception_of_the_program_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "raises.py"
    path.write_text("def main():\n    raise KeyError('inside')\n")
    out = tmp_path / "out"
    run = hpyc("study", path, "--repeats", "1", "--configs", "interpreted", "--out", out)
    assert run.returncode == 1 and "Traceback" not in run.stderr
    assert row(results(out), "interpreted")["failure"] == "KeyError: 'inside'"


def test_interrupt_keeps_what_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "slow.py"
    path.write_text("import time\n\ndef main():\n    time.sleep(0.05)\n    return 1\n")
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "hpyc", "study", str(path), "--repeats", "1000", "--configs", "interpreted", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy(),
        # Whoever runs the tests in the background may have had the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    for line in process.stderr:
        if "timing, 1000 rounds" in line:
            break
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted: the results hold what was measured until then" in stderr
    found = results(out)
    assert found["interrupted"] is True
    assert 1 < len(row(found, "interpreted")["seconds"]) < 1000
    assert "of 1000 repeats" in stdout


def test_bad_files(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("def main(:\n")
    fails(hpyc("study", path), 1, "broken.py, line 1:")
    fails(hpyc("study", tmp_path / "none.py"), 1, "no such file")
    path.write_text("def main(): pass\n")
    fails(hpyc("study", path, "--call", "1 +"), 1, "--call '1 +' is not an expression")
    with pytest.raises(HpycError, match="is not an expression"):
        user_program(str(path), "x = 1")


def test_results_are_described_without_addresses() -> None:
    class Slotted:
        __slots__ = ("b", "a")

    class Plain:
        pass

    first, second = Slotted(), Plain()
    first.a, first.b, second.x = 0.1, [1, (2,)], {3, 1}
    assert describe([first, second, None, "t"]) == (
        "list(Slotted{a=0.1, b=list(1, tuple(2))}, Plain{x=set(1, 3)}, None, 't')"
    )
    assert describe(object()) == "object{<object object>}"
    loop: list = []
    loop.append(loop)
    assert describe(loop) == "list(...)"
    assert describe(0.1 + 0.2) != describe(0.3)
    assert describe(True) != describe(1) and describe((1,)) != describe([1])
