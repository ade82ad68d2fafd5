"""Charts of the report: SVG that takes its colours from the page, so light and dark both work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hpyc.study.tables import duration


@dataclass(frozen=True)
class Bar:
    """One bar; ``value`` is ``None`` where there is only a reason to show."""

    label: str
    kind: str
    value: float | None
    text: str
    group: str = ""


def bars(data: Sequence[Bar], title: str) -> str:
    """Horizontal bars on a logarithmic scale, grouped; a bar begins at a tenth of the smallest value."""
    width, left, right, line, gap = 640, 178, 96, 23, 25
    values = [bar.value for bar in data if bar.value]
    if not values:
        return ""
    low = math.floor(math.log10(min(values))) - (0.15 if len(values) > 1 else 1)
    high = math.log10(max(values)) + 0.02
    span = width - left - right
    y, parts, group = 4, [], None
    grid: list[str] = []
    for bar in data:
        if bar.group and bar.group != group:
            group = bar.group
            parts.append(f'<text class="group" x="0" y="{y + 16}">{escape(bar.group)}</text>')
            y += gap
        parts.append(f'<text class="label" x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(bar.label)}</text>')
        if bar.value:
            length = max(2.0, span * (math.log10(bar.value) - low) / (high - low))
            parts.append(
                f'<rect class="k-{bar.kind}" x="{left}" y="{y + 3}" width="{length:.1f}" height="{line - 7}" rx="2"/>'
                f'<text class="value" x="{left + length + 6:.1f}" y="{y + 15}">{escape(bar.text)}</text>'
            )
        else:
            parts.append(f'<text class="failed" x="{left + 4}" y="{y + 15}">{escape(bar.text)}</text>')
        y += line
    for decade in range(math.ceil(low), math.floor(high) + 1):
        x = left + span * (decade - low) / (high - low)
        grid.append(
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{y + 2}"/>'
            f'<text class="tick" x="{x:.1f}" y="{y + 15}" text-anchor="middle">{tick(10.0**decade)}</text>'
        )
    return _svg(width, y + 20, title, grid + parts)


@dataclass(frozen=True)
class Line:
    """Times of calls one after the other."""

    label: str
    kind: str
    times: Sequence[float]


def lines(data: Sequence[Line], title: str, low: float, high: float) -> str:
    """Times against the number of the call, both logarithmic; several charts share one scale of times."""
    width, height, left, bottom, top = 400, 250, 64, 38, 10
    most = max((len(line.times) for line in data), default=1)
    span_x = math.log10(max(most, 2))
    first, last = math.log10(low) - 0.1, math.log10(high) + 0.1
    plot_width, plot_height = width - left - 12, height - bottom - top

    def place(index: int, value: float) -> str:
        x = left + plot_width * math.log10(index) / span_x
        y = top + plot_height * (last - math.log10(value)) / (last - first)
        return f"{x:.1f},{y:.1f}"

    parts = []
    step = max(1, math.ceil((last - first) / 6))
    for decade in range(math.ceil(first), math.floor(last) + 1, step):
        y = top + plot_height * (last - decade) / (last - first)
        parts.append(
            f'<line class="grid" x1="{left}" x2="{width - 12}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{tick(10.0**decade)}</text>'
        )
    for decade in range(0, math.floor(span_x) + 1):
        x = left + plot_width * decade / span_x
        parts.append(f'<text class="tick" x="{x:.1f}" y="{height - 20}" text-anchor="middle">{10**decade:,}</text>')
    parts.append(f'<text class="tick" x="{width - 12}" y="{height - 3}" text-anchor="end">number of the call</text>')
    for line in data:
        points = [place(index, value) for index, value in thinned(line.times)]
        shape = f'<circle class="k-{line.kind}" cx="{{}}" cy="{{}}" r="3"/>'
        if len(points) == 1:
            parts.append(shape.format(*points[0].split(",")))
        else:
            parts.append(f'<polyline class="l-{line.kind}" points="{" ".join(points)}"><title>{escape(line.label)}</title></polyline>')
    return _svg(width, height, title, parts)


def thinned(times: Sequence[float], most: int = 120) -> list[tuple[int, float]]:
    """At most about ``most`` points, evenly on a logarithmic scale; each is the median of its calls."""
    result: list[tuple[int, float]] = []
    index = 0
    while index < len(times):
        width = max(1, round((index + 1) * (len(times) ** (1 / most) - 1))) if len(times) > most else 1
        chunk = sorted(times[index : index + width])
        result.append((index + 1, max(chunk[len(chunk) // 2], 1e-9)))
        index += width
    return result


def tick(seconds: float) -> str:
    """A power of ten of seconds with its unit."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= scale * 0.999:
            return f"{round(seconds / scale):,} {unit}"
    return duration(seconds)


def _svg(width: int, height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{escape(title)}" '
        f'style="max-width:{round(width * 1.25)}px">{"".join(parts)}</svg>'
    )
