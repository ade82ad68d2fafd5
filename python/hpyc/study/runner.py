"""Running a study: build, start a worker for each configuration, time them in turn.

The configurations of one interpreter take turns within a workload, in a new random order each
round, so that a slow phase of the machine falls on all of them alike. Only one worker works at
a time. Start, first call and the calls after it are timed apart, so that a JIT's warm-up is
neither hidden nor mixed with what comes after it.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hpyc.errors import HpycError
from hpyc.study.configurations import Configuration, Prepared, groups
from hpyc.study.programs import Program, Workload
from hpyc.study.results import Measured, Row, Start, Study
from hpyc.study.worker_process import WorkerFailure, WorkerProcess

REPEAT_SECONDS = 0.05
"""How long a calibrated repeat takes, about."""
LONGEST_REPEAT_SECONDS = 1.0
"""A repeat of the study's own protocol is cut to fewer calls where it would take longer."""
MOST_CALLS = 1_000_000
ROW_SECONDS = 5.0
"""A configuration is measured about this long in each workload, but at least five times."""
CALIBRATED_REPEATS = 40
MINIMUM_REPEATS = 5
IMPORT_REPEATS = 20
WARM_CALLS = 1000
WARM_SECONDS = {"cpython": 0.3, "pypy": 3.0, "graalpy": 15.0}
"""How long calls are made one by one before measuring: what a JIT needs to come to rest."""
QUICK_REPEATS = 5
QUICK_ROW_SECONDS = 0.5
QUICK_WARM_SECONDS = {"cpython": 0.1, "pypy": 1.0, "graalpy": 5.0}


class Progress(Protocol):
    """What the runner tells while it works."""

    def step(self, text: str) -> None:
        """A part of the work begins."""

    def begin(self, text: str, total: int) -> None:
        """A part of the work with a known number of rounds begins."""

    def advance(self) -> None:
        """One round is done."""

    def note(self, text: str) -> None:
        """Something the user should know."""


class Runner:
    """Measures programs and fills a ``Study``."""

    def __init__(
        self, study: Study, folder: Path, progress: Progress, repeats: int | None, quick: bool
    ) -> None:
        self.study = study
        self.folder = folder
        self.progress = progress
        self.repeats = repeats
        self.quick = quick
        self._random = random.Random(20)

    def run(self, programs: Sequence[Program]) -> None:
        """Measure everything; Ctrl-C keeps what is there."""
        try:
            for program in programs:
                prepared = self._prepare(program)
                if program.times_import:
                    self._measure_import(program, prepared)
                else:
                    self._measure_calls(program, prepared)
        except KeyboardInterrupt:
            self.study.interrupted = True

    def _prepare(self, program: Program) -> dict[str, Prepared]:
        """Build the program for every configuration; failures are recorded."""
        ready: dict[str, Prepared] = {}
        costs = self.study.costs.setdefault(program.name, {})
        for configuration in self.study.configurations:
            self.progress.step(f"{program.name}: building {self._name(configuration)}")
            folder = self.folder / program.name / configuration.key.replace("/", "-")
            try:
                prepared = configuration.prepare(program, folder)
            except HpycError as error:
                reason = error.message.strip()
                self.study.build_failures.setdefault(program.name, {})[configuration.key] = reason
                self.progress.note(
                    f"{program.name}, {self._name(configuration)}: not built: {reason.splitlines()[0]}"
                )
            else:
                ready[configuration.key] = prepared
                costs[configuration.key] = prepared.cost
        return ready

    def _start(
        self,
        program: Program,
        configurations: Sequence[Configuration],
        prepared: dict[str, Prepared],
        row_of: dict[str, Row],
    ) -> dict[str, WorkerProcess]:
        workers: dict[str, WorkerProcess] = {}
        starts = self.study.starts.setdefault(program.name, {})
        for configuration in configurations:
            key = configuration.key
            if key not in prepared:
                row_of[key].failure = self.study.build_failures[program.name][key]
                continue
            self.progress.step(f"{program.name}: starting {self._name(configuration)}")
            try:
                worker = WorkerProcess(configuration)
            except WorkerFailure as failure:
                row_of[key].failure = f"{configuration.interpreter.label} does not start: {failure}"
                self.progress.note(f"{program.name}, {self._name(configuration)}: {row_of[key].failure}")
                continue
            workers[key] = worker
            self.study.pythons[key] = worker.python
            starts[key] = Start(start_seconds=worker.start_seconds)
            try:
                answer = worker.ask("load", path=str(prepared[key].folder), module=program.module_name)
                starts[key].import_seconds = answer["import_seconds"]
            except WorkerFailure as failure:
                row_of[key].failure = f"import failed: {failure}"
                self.progress.note(f"{program.name}, {self._name(configuration)}: {row_of[key].failure}")
                workers.pop(key).close()
        return workers

    def _name(self, configuration: Configuration) -> str:
        """For messages; with the interpreter where there are several."""
        if len({c.interpreter for c in self.study.configurations}) == 1:
            return configuration.description
        return f"{configuration.interpreter.label} {configuration.description}"

    def _measure_calls(self, program: Program, prepared: dict[str, Prepared]) -> None:
        measured = [
            Measured(
                program.name,
                workload.name,
                workload.expression,
                workload.number or 1,
                self.repeats or (QUICK_REPEATS if self.quick else workload.repeats or CALIBRATED_REPEATS),
                workload.number is not None,
            )
            for workload in program.workloads
        ]
        self.study.measured += measured
        references: dict[str, tuple[dict, str]] = {}
        for group in groups(self.study.configurations):
            self._measure_group(program, group, prepared, measured, references)

    def _measure_group(
        self,
        program: Program,
        group: Sequence[Configuration],
        prepared: dict[str, Prepared],
        measured: Sequence[Measured],
        references: dict[str, tuple[dict, str]],
    ) -> None:
        load_rows = {configuration.key: Row() for configuration in group}
        workers: dict[str, WorkerProcess] = {}
        try:
            workers = self._start(program, group, prepared, load_rows)
            for workload, result in zip(program.workloads, measured):
                rows = {key: Row(failure=row.failure) for key, row in load_rows.items()}
                result.rows.update(rows)
                self._measure_workload(workload, result, group, workers, rows, references)
                for key, row in rows.items():
                    # A worker that died stays dead for the workloads that follow.
                    if row.failure and key in workers and not workers[key].alive:
                        load_rows[key].failure = row.failure
                        workers.pop(key).close()
            for key, worker in workers.items():
                self.study.starts[program.name][key].peak_bytes = worker.peak_memory()
        finally:
            for worker in workers.values():
                worker.close()

    def _measure_workload(
        self,
        workload: Workload,
        measured: Measured,
        group: Sequence[Configuration],
        workers: dict[str, WorkerProcess],
        rows: dict[str, Row],
        references: dict[str, tuple[dict, str]],
    ) -> None:
        self.progress.step(f"{workload.name}: checking results")
        self._check(workload, group, workers, rows, references)
        for configuration in group:
            if rows[configuration.key].failure is None and configuration.key in workers:
                self._warm_up(workload, configuration, workers[configuration.key], rows)
        active = {key: worker for key, worker in workers.items() if rows[key].failure is None}
        spent = dict.fromkeys(active, 0.0)
        budget = QUICK_ROW_SECONDS if self.quick else ROW_SECONDS
        self.progress.begin(workload.name, measured.repeats)
        for done in range(measured.repeats):
            order = [
                key
                for key in active
                if rows[key].failure is None
                and (done < MINIMUM_REPEATS or self.repeats or spent[key] < budget or measured.protocol and not rows[key].cut)
            ]
            if not order:
                break
            self._random.shuffle(order)
            for key in order:
                number = rows[key].number
                try:
                    answer = active[key].ask("time", expression=workload.expression, number=number)
                except WorkerFailure as failure:
                    self._fail(workload.name, key, rows, str(failure))
                    continue
                spent[key] += answer["seconds"]
                rows[key].seconds.append(answer["seconds"] / number)
                rows[key].cpu_seconds.append(answer["cpu_seconds"] / number)
            self.progress.advance()

    def _warm_up(
        self, workload: Workload, configuration: Configuration, worker: WorkerProcess, rows: dict[str, Row]
    ) -> None:
        """Call by call until the JIT had its time; then choose how many calls make a repeat."""
        key, row = configuration.key, rows[configuration.key]
        table = QUICK_WARM_SECONDS if self.quick else WARM_SECONDS
        seconds = table.get(configuration.interpreter.implementation, table["pypy"])
        if configuration.interpreter.has_jit:
            self.progress.step(f"{workload.name}: warming up {self._name(configuration)}")
        try:
            answer = worker.ask("warm", expression=workload.expression, seconds=seconds, most=WARM_CALLS)
        except WorkerFailure as failure:
            self._fail(workload.name, key, rows, str(failure))
            return
        row.warm_up = answer["seconds"]
        typical = statistics.median(row.warm_up[-max(1, len(row.warm_up) // 4) :])
        if workload.number is None:
            row.number = max(1, min(MOST_CALLS, math.ceil(REPEAT_SECONDS / max(typical, 1e-9))))
            return
        row.number = workload.number
        if typical * workload.number > LONGEST_REPEAT_SECONDS:
            row.number = max(1, int(LONGEST_REPEAT_SECONDS / typical))
            row.cut = True

    def _check(
        self,
        workload: Workload,
        group: Sequence[Configuration],
        workers: dict[str, WorkerProcess],
        rows: dict[str, Row],
        references: dict[str, tuple[dict, str]],
    ) -> None:
        """Call once everywhere; whoever differs from the first one of all is out."""
        for configuration in group:
            key = configuration.key
            if key not in workers or rows[key].failure is not None:
                continue
            try:
                answer = workers[key].ask("check", expression=workload.expression)
            except WorkerFailure as failure:
                self._fail(workload.name, key, rows, str(failure))
                continue
            rows[key].result = answer["result"]
            rows[key].first_seconds = answer["seconds"]
            if workload.name not in references:
                references[workload.name] = (answer, self._name(configuration))
                continue
            reference, reference_name = references[workload.name]
            if answer["digest"] != reference["digest"]:
                self._fail(
                    workload.name,
                    key,
                    rows,
                    f"wrong result: {answer['result']}, but {reference['result']} {reference_name}",
                )
            elif answer["printed"] != reference["printed"]:
                self._fail(workload.name, key, rows, f"prints something else than {reference_name}")

    def _measure_import(self, program: Program, prepared: dict[str, Prepared]) -> None:
        """Time imports: an extension is imported once in a process, so each takes a new one."""
        rows = {configuration.key: Row(result="imported") for configuration in self.study.configurations}
        repeats = self.repeats or (QUICK_REPEATS if self.quick else IMPORT_REPEATS)
        measured = Measured(
            program.name, f"{program.name}: import", f"import {program.module_name}", 1, repeats, False, rows
        )
        self.study.measured.append(measured)
        for configuration in self.study.configurations:
            if configuration.key not in prepared:
                rows[configuration.key].failure = self.study.build_failures[program.name][configuration.key]
        self.progress.begin(measured.name, repeats)
        for _ in range(repeats):
            order = [c for c in self.study.configurations if rows[c.key].failure is None]
            self._random.shuffle(order)
            for configuration in order:
                try:
                    worker = WorkerProcess(configuration)
                except WorkerFailure as failure:
                    self._fail(measured.name, configuration.key, rows, str(failure))
                    continue
                start = self.study.starts.setdefault(program.name, {}).setdefault(configuration.key, Start())
                self.study.pythons[configuration.key] = worker.python
                try:
                    folder = str(prepared[configuration.key].folder)
                    answer = worker.ask("load", path=folder, module=program.module_name)
                except WorkerFailure as failure:
                    self._fail(measured.name, configuration.key, rows, str(failure))
                else:
                    rows[configuration.key].seconds.append(answer["import_seconds"])
                    start.start_seconds = min(start.start_seconds or math.inf, worker.start_seconds)
                    start.import_seconds = min(start.import_seconds or math.inf, answer["import_seconds"])
                    start.peak_bytes = worker.peak_memory()
                finally:
                    worker.close()
            self.progress.advance()

    def _fail(self, name: str, key: str, rows: dict[str, Row], reason: str) -> None:
        rows[key].failure = reason
        self.progress.note(f"{name}, {key}: {reason}")

