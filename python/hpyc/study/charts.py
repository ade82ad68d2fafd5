"""The study's charts: SVG for documents, PNG for everything else.

For each workload a box plot of all configurations and one of the fast ones only; for all
together the times relative to Cython.
"""

from __future__ import annotations

import re
from pathlib import Path

from hpyc.study.configurations import Configuration
from hpyc.study.results import Measured, Study

FAST = 3.0
"""A configuration belongs into the zoomed chart if its median is within this factor of the best."""
COLORS = {
    "interpreted": "#7f7f7f",
    "cython": "#d9a400",
    "capi": "#1f5fa8",
    "cpython": "#2a9d8f",
    "universal": "#b5446e",
    "hybrid": "#7a52a5",
}


def draw(study: Study, folder: Path) -> list[Path]:
    """Write all charts; returns the files."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams.update(
        {"svg.hashsalt": "hpyc", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    )
    written: list[Path] = []
    for measured in study.measured:
        shown = [c for c in study.configurations if _ok(measured, c)]
        if not shown:
            continue
        stem = re.sub(r"[^A-Za-z0-9]+", "-", measured.name).strip("-")
        written += _box_plot(study, measured, shown, folder / f"{stem}-all", "all configurations")
        fast = _fast(measured, shown)
        if fast:
            written += _box_plot(study, measured, fast, folder / f"{stem}-fast", "the fast ones")
    written += _overview(study, folder / "overview")
    return written


def _ok(measured: Measured, configuration: Configuration) -> bool:
    row = measured.rows.get(configuration.key)
    return row is not None and row.ok


def _fast(measured: Measured, shown: list[Configuration]) -> list[Configuration]:
    """The configurations near the best one; all but the slowest if that leaves everything."""
    medians = {c.key: measured.rows[c.key].median for c in shown}
    best = min(medians.values())
    fast = [c for c in shown if medians[c.key] <= FAST * best]
    if len(fast) == len(shown):
        slowest = max(medians, key=lambda key: medians[key])
        fast = [c for c in shown if c.key != slowest]
    return fast


def _label(study: Study, configuration: Configuration) -> str:
    several = len({c.interpreter for c in study.configurations}) > 1
    text = configuration.description.replace("hpyc ", "hpyc\n")
    return f"{text}\n{configuration.interpreter.label}" if several else text


def _box_plot(
    study: Study, measured: Measured, shown: list[Configuration], stem: Path, what: str
) -> list[Path]:
    from matplotlib import pyplot

    unit, factor = _unit(max(measured.rows[c.key].median for c in shown))
    figure, axes = pyplot.subplots(figsize=(max(4.0, 1.3 * len(shown) + 1), 4.2))
    data = [[value * factor for value in measured.rows[c.key].seconds] for c in shown]
    boxes = axes.boxplot(data, patch_artist=True, widths=0.55, medianprops={"color": "black"},
                         flierprops={"markersize": 3})  # fmt: skip
    for box, configuration in zip(boxes["boxes"], shown):
        box.set_facecolor(COLORS.get(configuration.kind, "#999999"))
        box.set_alpha(0.85)
    axes.set_xticks(range(1, len(shown) + 1), [_label(study, c) for c in shown], fontsize=8)
    axes.set_ylabel(f"time for one call ({unit})")
    if what == "all configurations":
        axes.set_ylim(bottom=0)
    axes.set_title(f"{measured.name}: {what}", loc="left")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return _save(figure, stem)


def _overview(study: Study, stem: Path) -> list[Path]:
    """Bars: time relative to Cython, or to the interpreter where there is no Cython."""
    from matplotlib import pyplot

    workloads = [m for m in study.measured if any(row.ok for row in m.rows.values())]
    if not workloads:
        return []
    has_cython = any(
        _ok(m, c) for m in workloads for c in study.configurations if c.kind == "cython"
    )
    base = "cython" if has_cython else "interpreted"
    shown = [
        c
        for c in study.configurations
        if any(_ratio(study, m, c, base) is not None for m in workloads)
    ]
    if not shown:
        return []
    figure, axes = pyplot.subplots(figsize=(max(6.0, 1.5 * len(workloads) + 2), 4.4))
    width = 0.84 / len(shown)
    for index, configuration in enumerate(shown):
        ratios = [_ratio(study, m, configuration, base) or 0.0 for m in workloads]
        positions = [i + (index - (len(shown) - 1) / 2) * width for i in range(len(workloads))]
        bars = axes.bar(positions, ratios, width * 0.92, color=COLORS.get(configuration.kind, "#999999"),
                        label=_label(study, configuration).replace("\n", " "))  # fmt: skip
        axes.bar_label(bars, [f"{ratio:.2f}" if ratio else "" for ratio in ratios], fontsize=6, rotation=90,
                       padding=2)  # fmt: skip
    axes.axhline(1.0, color="black", linewidth=0.8)
    axes.set_xticks(range(len(workloads)), [m.name.replace(" (", "\n(") for m in workloads], fontsize=8)
    axes.set_ylabel("time relative to " + ("Cython" if base == "cython" else "the interpreter"))
    axes.set_title("Smaller is faster (minimum of all repeats)", loc="left")
    axes.legend(fontsize=8, frameon=False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return _save(figure, stem)


def _ratio(study: Study, measured: Measured, configuration: Configuration, base: str) -> float | None:
    reference = study.reference(configuration, base)
    return measured.ratio(configuration.key, reference) if reference else None


def _unit(seconds: float) -> tuple[str, float]:
    if seconds >= 1:
        return "s", 1.0
    if seconds >= 1e-3:
        return "ms", 1e3
    return "µs", 1e6


def _save(figure: object, stem: Path) -> list[Path]:
    from matplotlib import pyplot

    paths = [stem.with_name(stem.name + suffix) for suffix in (".svg", ".png")]
    figure.savefig(paths[0], bbox_inches="tight", metadata={"Date": None})  # type: ignore[attr-defined]
    figure.savefig(paths[1], bbox_inches="tight", dpi=150)  # type: ignore[attr-defined]
    pyplot.close(figure)  # type: ignore[arg-type]
    return paths
