"""How far an installation is: a moving line on a terminal, one line for each step elsewhere."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TextIO


class StreamReporter:
    """Writes to a stream; sizes come from looking at the folder that fills up."""

    def __init__(self, stream: TextIO | None = None, interval: float = 0.5) -> None:
        self._stream = stream or sys.stderr
        self._moves = self._stream.isatty()
        self._interval = interval
        self._stop: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def step(self, text: str) -> None:
        """A part of the work begins."""
        self._stop_watching()
        print(text, file=self._stream, flush=True)

    def note(self, text: str) -> None:
        """Something the user should know."""
        self.step(text)

    def begin(self, text: str, total: int | None, folder: Path) -> None:
        """Something is downloaded into ``folder``."""
        self._stop_watching()
        amount = f" ({megabytes(total)})" if total else ""
        if not self._moves:
            print(text + amount, file=self._stream, flush=True)
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(text, total, folder, self._stop), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """The download is done."""
        self._stop_watching()

    def _watch(self, text: str, total: int | None, folder: Path, stop: threading.Event) -> None:
        while True:
            done = size_of(folder)
            state = f"{megabytes(done)} of {megabytes(total)}" if total else megabytes(done)
            print(f"\r{text}: {state}\033[K", end="", file=self._stream, flush=True)
            if stop.wait(self._interval):
                print(file=self._stream, flush=True)
                return

    def _stop_watching(self) -> None:
        if self._stop is not None and self._thread is not None:
            self._stop.set()
            self._thread.join()
        self._stop = self._thread = None


def megabytes(count: int | None) -> str:
    """A size for people."""
    return f"{(count or 0) / 1e6:.0f} MB"


def size_of(folder: Path) -> int:
    """Bytes in a folder that may change meanwhile."""
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                pass
    return total
