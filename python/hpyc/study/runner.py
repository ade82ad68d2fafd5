"""Running a study: build, start a worker for each configuration, time them in turn.

Within a workload the configurations take turns, in a new random order each round, so that
a slow phase of the machine falls on all of them alike. Only one worker works at a time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hpyc.errors import HpycError
from hpyc.study.configurations import Prepared
from hpyc.study.programs import Program, Workload
from hpyc.study.results import Measured, Row, Study
from hpyc.study.worker_process import WorkerFailure, WorkerProcess

REPEAT_SECONDS = 0.05
"""Shortest repeat that calibration accepts."""
WORKLOAD_SECONDS = 20.0
"""About how long a calibrated workload may take, over all configurations."""
MINIMUM_REPEATS = 5
QUICK_REPEATS = 5
QUICK_WORKLOAD_SECONDS = 3.0
IMPORT_REPEATS = 20


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
            self.progress.step(f"{program.name}: building {configuration.description}")
            folder = self.folder / program.name / configuration.key.replace("/", "-")
            try:
                prepared = configuration.prepare(program, folder)
            except HpycError as error:
                reason = error.message.strip()
                self.study.build_failures.setdefault(program.name, {})[configuration.key] = reason
                self.progress.note(
                    f"{program.name}, {configuration.description}: not built: {reason.splitlines()[0]}"
                )
            else:
                ready[configuration.key] = prepared
                costs[configuration.key] = prepared.cost
        return ready

    def _start(
        self, program: Program, prepared: dict[str, Prepared], row_of: dict[str, Row]
    ) -> dict[str, WorkerProcess]:
        workers: dict[str, WorkerProcess] = {}
        for configuration in self.study.configurations:
            key = configuration.key
            if key not in prepared:
                row_of[key].failure = self.study.build_failures[program.name][key]
                continue
            worker = WorkerProcess(configuration)
            try:
                worker.ask("load", path=str(prepared[key].folder), module=program.module_name)
            except WorkerFailure as failure:
                row_of[key].failure = f"import failed: {failure}"
                self.progress.note(f"{program.name}, {configuration.description}: {row_of[key].failure}")
                worker.close()
            else:
                workers[key] = worker
        return workers

    def _measure_calls(self, program: Program, prepared: dict[str, Prepared]) -> None:
        load_rows = {configuration.key: Row() for configuration in self.study.configurations}
        workers: dict[str, WorkerProcess] = {}
        try:
            workers = self._start(program, prepared, load_rows)
            for workload in program.workloads:
                rows = {key: Row(failure=row.failure) for key, row in load_rows.items()}
                self._measure_workload(program, workload, workers, rows)
                for key, row in rows.items():
                    # A worker that died stays dead for the workloads that follow.
                    if row.failure and key in workers and not workers[key].alive:
                        load_rows[key].failure = row.failure
                        workers.pop(key).close()
        finally:
            for worker in workers.values():
                worker.close()

    def _measure_workload(
        self,
        program: Program,
        workload: Workload,
        workers: dict[str, WorkerProcess],
        rows: dict[str, Row],
    ) -> None:
        self.progress.step(f"{workload.name}: checking results")
        self._check(program, workload, workers, rows)
        active = {key: worker for key, worker in workers.items() if rows[key].failure is None}
        number, repeats, protocol = self._calibrate(workload, active, rows)
        measured = Measured(
            program.name, workload.name, workload.expression, number, repeats, protocol, rows
        )
        self.study.measured.append(measured)
        self.progress.begin(workload.name, repeats)
        for _ in range(repeats):
            order = [key for key in active if rows[key].failure is None]
            self._random.shuffle(order)
            for key in order:
                try:
                    answer = active[key].ask("time", expression=workload.expression, number=number)
                except WorkerFailure as failure:
                    self._fail(workload.name, key, rows, str(failure))
                    continue
                rows[key].seconds.append(answer["seconds"] / number)
                rows[key].cpu_seconds.append(answer["cpu_seconds"] / number)
            self.progress.advance()

    def _check(
        self,
        program: Program,
        workload: Workload,
        workers: dict[str, WorkerProcess],
        rows: dict[str, Row],
    ) -> None:
        """Call once everywhere; whoever differs from the first one is out."""
        reference: dict | None = None
        reference_name = ""
        for configuration in self.study.configurations:
            key = configuration.key
            if key not in workers or rows[key].failure is not None:
                continue
            try:
                answer = workers[key].ask("check", expression=workload.expression)
            except WorkerFailure as failure:
                self._fail(workload.name, key, rows, str(failure))
                continue
            rows[key].result = answer["result"]
            if reference is None:
                reference, reference_name = answer, configuration.description
            elif answer["digest"] != reference["digest"]:
                self._fail(
                    workload.name,
                    key,
                    rows,
                    f"wrong result: {answer['result']}, but {reference['result']} {reference_name}",
                )
            elif answer["printed"] != reference["printed"]:
                self._fail(workload.name, key, rows, f"prints something else than {reference_name}")

    def _calibrate(
        self, workload: Workload, active: dict[str, WorkerProcess], rows: dict[str, Row]
    ) -> tuple[int, int, bool]:
        """Calls a repeat, and repeats: the workload's own, or so that it takes a sensible time."""
        if workload.number is not None and workload.repeats is not None:
            chosen = self.repeats or (QUICK_REPEATS if self.quick else workload.repeats)
            return workload.number, chosen, True
        slowest, fastest = 0.0, math.inf
        for key, worker in active.items():
            try:
                seconds = worker.ask("time", expression=workload.expression, number=1)["seconds"]
            except WorkerFailure as failure:
                self._fail(workload.name, key, rows, str(failure))
                continue
            slowest, fastest = max(slowest, seconds), min(fastest, seconds)
        if not slowest:
            return 1, 0, False
        number = max(1, math.ceil(REPEAT_SECONDS / 10 / max(fastest, 1e-9)))
        number = max(1, min(number, math.ceil(REPEAT_SECONDS / slowest)))
        if self.repeats:
            return number, self.repeats, False
        budget = QUICK_WORKLOAD_SECONDS if self.quick else WORKLOAD_SECONDS
        possible = int(budget / (slowest * number * max(1, len(active))))
        most = QUICK_REPEATS if self.quick else 60
        return number, min(most, max(3 if self.quick else MINIMUM_REPEATS, possible)), False

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
                worker = WorkerProcess(configuration)
                try:
                    folder = str(prepared[configuration.key].folder)
                    answer = worker.ask("load", path=folder, module=program.module_name)
                except WorkerFailure as failure:
                    self._fail(measured.name, configuration.key, rows, str(failure))
                else:
                    rows[configuration.key].seconds.append(answer["import_seconds"])
                finally:
                    worker.close()
            self.progress.advance()

    def _fail(self, name: str, key: str, rows: dict[str, Row], reason: str) -> None:
        rows[key].failure = reason
        self.progress.note(f"{name}, {key}: {reason}")

