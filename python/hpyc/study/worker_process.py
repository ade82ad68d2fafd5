"""The parent's side of a worker: one child process for each configuration."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from hpyc.study.configurations import Configuration

SCRIPT = Path(__file__).with_name("worker.py")


class WorkerFailure(Exception):
    """The child died, hung or raised; the message says which."""


class WorkerProcess:
    """A child that imports one program in one configuration and answers requests."""

    def __init__(self, configuration: Configuration, timeout: float = 600.0) -> None:
        self.timeout = timeout
        self._scratch = tempfile.TemporaryDirectory(prefix="hpyc-study-")
        self._errors = open(os.path.join(self._scratch.name, "stderr"), "w+b")
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [*configuration.worker_command(SCRIPT), os.path.join(self._scratch.name, "stdout")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            # Ctrl-C is for the parent to handle: it keeps what was measured.
            start_new_session=True,
        )
        self._pending = b""
        started = time.monotonic()
        try:
            self.python = str(self.ask("hello")["python"])
        except WorkerFailure:
            self.close()
            raise
        self.start_seconds = time.monotonic() - started
        """From nothing to an interpreter that answers, with what the worker itself imports."""

    def peak_memory(self) -> int | None:
        """Bytes that the child has had in memory at most, where the system tells."""
        try:
            with open(f"/proc/{self._process.pid}/status", encoding="utf-8") as file:
                for line in file:
                    if line.startswith("VmHWM:"):
                        return int(line.split()[1]) * 1024
        except (OSError, ValueError, IndexError):
            pass
        return None

    def ask(self, do: str, **arguments: object) -> dict:
        """Send one request and wait for its answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise WorkerFailure(self._death()) from None
        try:
            answer = json.loads(self._read_line())
        except ValueError:
            raise WorkerFailure("answered with something that is no answer") from None
        if "error" in answer:
            raise WorkerFailure(answer["error"])
        return answer

    def _read_line(self) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        deadline = time.monotonic() + self.timeout
        while b"\n" not in self._pending:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([descriptor], [], [], remaining)[0]:
                self.close()
                raise WorkerFailure(f"no answer within {self.timeout:.0f} s")
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                raise WorkerFailure(self._death())
            self._pending += chunk
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _death(self) -> str:
        """Why the child is gone."""
        try:
            status = self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return "closed its output but goes on running"
        if status < 0:
            try:
                name = signal.Signals(-status).name
            except ValueError:
                name = f"signal {-status}"
            reason = f"crashed ({name})"
        else:
            reason = f"ended with status {status}"
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        # A Java stack says everything in its first lines, Python in the last one.
        told = [line for line in lines if not line.lstrip().startswith(("at ", "... "))]
        return f"{reason}: {told[-1].strip()[:200]}" if told else reason

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the child."""
        process = self._process
        if process.stdin is not None:
            try:
                process.stdin.close()
            except OSError:
                pass
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._errors.close()
        self._scratch.cleanup()
