"""The study's tables on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from hpyc.study.results import Measured, Study


def show(study: Study, console: Console) -> None:
    """Print one table of times for each workload, the cost of building, and the verdict."""
    from hpyc.study.verdicts import sentences, summary

    for measured in study.measured:
        if any(row.seconds or row.failure for row in measured.rows.values()):
            console.print(_times(study, measured))
    if any(cost.compile_seconds for costs in study.costs.values() for cost in costs.values()):
        console.print(_costs(study))
    if any(study.starts.values()):
        console.print(_starts(study))
    for name, key, reason in study.failures:
        console.print(f"[red]failed[/red] {name}, {key}: ", end="")
        console.print(reason, markup=False, highlight=False)
    document = study.as_json()
    for said in summary(document) if len(study.measured) > 1 else ():
        console.print(said, markup=False, highlight=False)
    for workload in document["workloads"] if len(study.measured) == 1 else ():
        for said in sentences(document, workload):
            console.print(said, markup=False, highlight=False)


def _times(study: Study, measured: Measured) -> Table:
    done = max((len(row.seconds) for row in measured.rows.values()), default=0)
    repeats = f"{done} repeats" if done == measured.repeats else f"{done} of {measured.repeats} repeats"
    table = Table(
        title=f"{measured.name}: {repeats} of {measured.number} call{'s' if measured.number != 1 else ''}",
        title_justify="left",
        title_style="bold",
    )
    several = len({c.interpreter for c in study.configurations}) > 1
    if several:
        table.add_column("interpreter")
    table.add_column("configuration")
    for heading in ("minimum", "median", "× Cython", "× interpreted"):
        table.add_column(heading, justify="right")
    for configuration in study.configurations:
        row = measured.rows.get(configuration.key)
        if row is None:
            continue
        cells = [configuration.interpreter.label] if several else []
        cells.append(configuration.description)
        if row.ok:
            cells += [duration(row.minimum), duration(row.median)]
            for kind in ("cython", "interpreted"):
                reference = study.reference(configuration, kind)
                value = measured.ratio(configuration.key, reference) if reference else None
                cells.append("" if value is None else f"{value:.2f}")
        else:
            cells += ["failed" if row.failure else "not measured", "", "", ""]
        table.add_row(*cells, style="dim" if not row.ok else None)
    return table


def _costs(study: Study) -> Table:
    table = Table(title="cost of building", title_justify="left", title_style="bold")
    table.add_column("program")
    table.add_column("configuration")
    for heading in ("translate", "C lines", "C compiler", "binary"):
        table.add_column(heading, justify="right")
    for program, costs in study.costs.items():
        first = True
        for configuration in study.configurations:
            cost = costs.get(configuration.key)
            if cost is None or cost.compile_seconds is None:
                continue
            table.add_row(
                program if first else "",
                configuration.description,
                duration(cost.translate_seconds or 0.0),
                f"{cost.c_lines:,}",
                duration(cost.compile_seconds),
                f"{(cost.binary_bytes or 0) / 1024:.0f} KB",
            )
            first = False
    return table


def megabytes(count: int | None) -> str:
    """A size in memory."""
    return f"{count / 1e6:,.0f} MB" if count else ""


def _starts(study: Study) -> Table:
    table = Table(title="start, warm-up and memory", title_justify="left", title_style="bold")
    several = len({c.interpreter for c in study.configurations}) > 1
    table.add_column("program")
    table.add_column("configuration")
    for heading in ("start", "import", "first call", "peak memory"):
        table.add_column(heading, justify="right")
    for program, starts in study.starts.items():
        shown = ""
        first = next((m for m in study.measured if m.program == program), None)
        for configuration in study.configurations:
            start = starts.get(configuration.key)
            if start is None:
                continue
            row = first.rows.get(configuration.key) if first else None
            table.add_row(
                program if shown != program else "",
                f"{configuration.interpreter.label} {configuration.description}" if several else configuration.description,
                duration(start.start_seconds) if start.start_seconds else "",
                duration(start.import_seconds) if start.import_seconds else "",
                duration(row.first_seconds) if row and row.first_seconds else "",
                megabytes(start.peak_bytes),
            )
            shown = program
    return table


def duration(seconds: float) -> str:
    """A time with a fitting unit and three significant digits."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            value = seconds * factor
            digits = 2 if value < 10 else 1 if value < 100 else 0
            return f"{value:.{digits}f} {unit}"
    return f"{seconds * 1e9:.0f} ns"
