"""The run tests' machinery: build modules of tests/run, run them, compare with the interpreter."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hpyc.abis import ABIS, Abi
from hpyc.build import BuildOptions, Source, TranslateOptions, build
from hpyc.ccompile import find_c_compiler
from hpyc.errors import HpycError, ReportedError
from hpyc.interpreter import Interpreter
from hpyc.study import worker_process

TESTS = Path(__file__).resolve().parent.parent
CASE_FILES = TESTS / "run"
EXECUTE = Path(__file__).with_name("execute_cases.py")
INLINED = ("<listcomp>", "<setcomp>", "<dictcomp>")
OPTIMISATION = os.environ.get("HPYC_TEST_CFLAGS", "-O1")


@dataclass(frozen=True)
class CaseFile:
    """One module of run tests with the limits that its first lines declare.

    `# run: python>=3.10` runs it on newer Pythons only, `# run: abis=capi,universal` in
    these ABIs only, `# run: messages>=3.11` compares texts of exceptions only there (the
    types always), `# run: leaks=no` leaves the leak checks out.
    """

    path: Path
    python: tuple[int, int]
    abis: tuple[str, ...]
    messages: tuple[int, int]
    leaks: bool

    @property
    def compiled(self) -> Path:
        """What is compiled: the file itself, or its twin in Cython's language, which does the same on the same lines."""
        twin = self.path.parent / "cython" / (self.path.stem + ".pyx")
        return twin if twin.exists() else self.path

    @classmethod
    def read(cls, path: Path) -> "CaseFile":
        """Parse the directives."""
        head = path.read_text(encoding="utf-8")[:2000]
        found = dict(re.findall(r"^# run: (\w+)[>=]*=\s*(\S+)", head, re.MULTILINE))
        known = {"python", "abis", "messages", "leaks"}
        assert set(found) <= known, f"{path.name}: unknown directive in {sorted(found)}"

        def version(name: str) -> tuple[int, int]:
            major, minor = found.get(name, "3.0").split(".")
            return int(major), int(minor)

        abis = tuple(found["abis"].split(",")) if "abis" in found else tuple(ABIS)
        return cls(path, version("python"), abis, version("messages"), found.get("leaks") != "no")


def case_files() -> list[CaseFile]:
    """All modules of run tests."""
    return [CaseFile.read(path) for path in sorted(CASE_FILES.glob("*.py"))]


@dataclass(frozen=True)
class Built:
    """A folder to import from, or why there is none."""

    folder: Path | None
    problem: str = ""


class Builder:
    """Builds case files in the background, as many at a time as there are processors."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._pool = ThreadPoolExecutor(os.cpu_count() or 2)
        self._jobs: dict[tuple[Path, str, str], Future[Built]] = {}

    def request(self, case_file: CaseFile, interpreter: Interpreter, abi: Abi) -> "Future[Built]":
        """Start building unless that has been done."""
        key = (case_file.path, interpreter.executable, abi.name)
        if key not in self._jobs:
            self._jobs[key] = self._pool.submit(self._build, case_file, interpreter, abi)
        return self._jobs[key]

    def _build(self, case_file: CaseFile, interpreter: Interpreter, abi: Abi) -> Built:
        version = "".join(map(str, interpreter.short_version))
        folder = self._scratch / f"{abi.name}-{version}"
        options = BuildOptions(
            abis=[abi],
            interpreter=interpreter,
            compiler=find_c_compiler(interpreter, flags=f"{OPTIMISATION} -UNDEBUG"),
            translate=TranslateOptions(),
            output_dir=folder,
        )
        try:
            build(Source(case_file.compiled, case_file.path.stem), options)
        except ReportedError as error:
            return Built(None, error.output)
        except HpycError as error:
            return Built(None, str(error))
        return Built(folder)

    def close(self) -> None:
        """Drop what has not begun."""
        self._pool.shutdown(cancel_futures=True)


def execute(
    mode: str, case_file: CaseFile, folder: Path, interpreter: Interpreter, debug: bool = False, layout: bool = True
) -> list[dict]:
    """Run the cases of one file; the answers of the child, where a crash is an answer too.

    `layout=False`: compiled code takes handles for opaque, as on interpreters that it does not know.
    """
    environment = {} if layout else {"HPYC_LAYOUT": "0"}
    if debug:
        environment["HPY"] = "debug"
    answers = run_child(mode, [str(case_file.path)], folder, interpreter, environment, 300)
    return [answer for answer in answers if "case" in answer]


def execute_all(files: list[CaseFile], folder: Path | None, interpreter: Interpreter) -> dict[str, list[dict]]:
    """The outcomes of many files by name, from one process if none of them ends it; `None`: interpret them.

    A case that ends the process is answered with how; the cases after it run in a new process.
    """
    outcomes: dict[str, list[dict]] = {file.path.stem: [] for file in files}
    left = [file.path for file in files]
    first = 0
    while left:
        sources = [str(left[0]) + (f"@{first}" if first else ""), *map(str, left[1:])]
        answers = run_child("outcomes", sources, folder or CASE_FILES, interpreter, {}, 300 + 60 * len(left))
        for answer in answers:
            if "source" in answer:
                while str(left[0]) != answer["source"]:
                    left.pop(0)
            elif "case" in answer:
                outcomes[left[0].stem].append(answer)
        if "crash" not in answers[-1]:
            break
        # The answers of this file are its import and then its cases in order, the crash being the last.
        of_file = outcomes[left[0].stem]
        first = len(of_file) - 1
        if of_file[-1]["case"] in ("import", "start of the interpreter"):
            left.pop(0)
            first = 0
    return outcomes


def run_child(
    mode: str, sources: list[str], folder: Path, interpreter: Interpreter, more: dict[str, str], seconds: int
) -> list[dict]:
    """What execute_cases.py says; the last line is `end`, or a case with `crash`."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("PYTHONPATH", "HPY", "HPYC_LAYOUT"):
        environment.pop(name, None)
    environment.update(more)
    command = [interpreter.executable, str(EXECUTE), mode, str(worker_process.SCRIPT), str(folder), *sources]
    with tempfile.TemporaryDirectory(prefix="hpyc-run-") as scratch:  # Java leaves reports of its crashes there.
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=seconds,
                stdin=subprocess.DEVNULL, env=environment, cwd=scratch, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            output = error.stdout or b""
            text = output.decode(errors="replace") if isinstance(output, bytes) else output
            return [*parse(text), {"case": last_begun(text), "crash": f"no end within {seconds} s"}]
    answers = parse(run.stdout)
    if not answers or "end" not in answers[-1]:
        code = run.returncode
        reason = signal.Signals(-code).name if code < 0 else f"status {code}"
        answers.append(
            {"case": last_begun(run.stdout), "crash": f"{reason}: {run.stderr.strip()[-1500:]}"}
        )
    return answers


def parse(output: str) -> list[dict]:
    """JSON lines; a line that a crash cut off is dropped."""
    answers = []
    for line in output.splitlines():
        try:
            answers.append(json.loads(line))
        except ValueError:
            pass
    return answers


def last_begun(output: str) -> str:
    """The case that was running when the child died."""
    begun = [answer["begin"] for answer in parse(output) if "begin" in answer]
    return begun[-1] if begun else "start of the interpreter"


def differences(expected: list[dict], actual: list[dict], with_messages: bool) -> list[str]:
    """Sentences about every case that does not behave as in the interpreter."""
    return list(differing_cases(expected, actual, with_messages).values())


def differing_cases(
    expected: list[dict], actual: list[dict], with_messages: bool, with_tracebacks: bool = True
) -> dict[str, str]:
    """The same by the names of the cases."""
    found = {}
    by_name = {answer["case"]: answer for answer in actual}
    for want in expected:
        name = want["case"]
        got = by_name.pop(name, None)
        if got is None:
            if not any("crash" in answer for answer in actual):
                found[name] = f"{name}: did not run"
        elif normalise(want, with_messages, with_tracebacks) != normalise(got, with_messages, with_tracebacks):
            found[name] = f"{name}:\n    interpreted: {shown(want)}\n    compiled:    {shown(got)}"
    found.update((name, f"{name}: {shown(answer)}") for name, answer in by_name.items())
    return found


def normalise(answer: dict, with_messages: bool, with_tracebacks: bool = True) -> dict:
    """The part of an answer that has to be equal."""
    if "exception" in answer:
        answer = {**answer, "exception": without_comprehensions(answer["exception"])}
    if with_messages or "exception" not in answer:
        return answer
    facts = {key: answer["exception"][key] for key in ("type", "traceback")}
    if not with_tracebacks:
        del facts["traceback"]
    return {**answer, "exception": facts}


def without_comprehensions(facts: dict) -> dict:
    """Comprehensions have no frames of their own, as since Python 3.12; before, the interpreter shows them.

    Nor have definitions of type parameters.
    """
    frames = [
        frame
        for frame in facts["traceback"]
        if frame[0] not in INLINED and not frame[0].startswith("<generic parameters of ")
    ]
    links = {link: without_comprehensions(facts[link]) for link in ("__cause__", "__context__") if link in facts}
    return {**facts, **links, "traceback": frames}


def shown(answer: dict) -> str:
    """An answer for people."""
    parts = {key: value for key, value in answer.items() if key != "case" and value not in ("", None)}
    text = json.dumps(parts, ensure_ascii=False)
    return text if len(text) < 600 else text[:600] + " …"


def leaks(answers: list[dict], of_interpreter: list[dict]) -> list[str]:
    """Cases that leak when compiled but not when interpreted."""
    excused = {answer["case"] for answer in of_interpreter if answer.get("leak")}
    found = []
    for answer in answers:
        if "crash" in answer:
            found.append(f"{answer['case']}: crashed: {answer['crash']}")
        elif answer.get("leak") and answer["case"] not in excused:
            found.append(f"{answer['case']}: {answer['leak']}")
    return found


def is_main(interpreter: Interpreter) -> bool:
    """Whether this is the Python that runs the tests."""
    return interpreter.executable == sys.executable
