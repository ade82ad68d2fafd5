"""Progress of a study: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class BarProgress:
    """A bar that shows the round of the current workload."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("starting", total=None)

    def __enter__(self) -> "BarProgress":
        self._progress.start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._progress.stop()

    def step(self, text: str) -> None:
        """A part of the work begins."""
        self._progress.update(self._task, description=text, total=None, completed=0)

    def begin(self, text: str, total: int) -> None:
        """A part of the work with a known number of rounds begins."""
        self._progress.update(self._task, description=text, total=total, completed=0)

    def advance(self) -> None:
        """One round is done."""
        self._progress.advance(self._task)

    def note(self, text: str) -> None:
        """Something the user should know."""
        self._progress.console.print(text, style="yellow", markup=False, highlight=False)


class LineProgress:
    """One line for each part of the work."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __enter__(self) -> "LineProgress":
        return self

    def __exit__(self, *unused: object) -> None:
        pass

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False)

    def step(self, text: str) -> None:
        """A part of the work begins."""
        self._print(text)

    def begin(self, text: str, total: int) -> None:
        """A part of the work with a known number of rounds begins."""
        self._print(f"{text}: timing, {total} rounds")

    def advance(self) -> None:
        """One round is done: not worth a line."""

    def note(self, text: str) -> None:
        """Something the user should know."""
        self._print(text)


def make_progress(console: Console) -> BarProgress | LineProgress:
    """The form that suits the output."""
    return BarProgress(console) if console.is_terminal else LineProgress(console)
