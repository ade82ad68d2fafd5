"""Sentences out of a results file: which Python runs this best, and does HPy help?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from hpyc.study.tables import duration

SAME = 1.05
"""Times closer than this count as the same."""


@dataclass(frozen=True)
class Entry:
    """One configuration that was measured in one workload."""

    key: str
    kind: str
    name: str
    interpreter: str
    median: float
    to_first_result: float | None


def factor(ratio: float) -> str:
    """``1.4``, ``12``, ``1,250``."""
    return f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}"


def compared(time: float, other: float, than: str) -> str:
    """``7.4 times as fast as X``, ``2.1 times as slow as X``, ``as fast as X``."""
    if max(time, other) <= SAME * min(time, other):
        return f"as fast as {than}"
    if time < other:
        return f"{factor(other / time)} times as fast as {than}"
    return f"{factor(time / other)} times as slow as {than}"


def entries(document: dict, workload: dict) -> list[Entry]:
    """All rows that have times."""
    found = []
    for configuration in document["configurations"]:
        row = workload["rows"].get(configuration["key"])
        if row is None or row["status"] != "ok":
            continue
        start = document["starts"].get(workload["program"], {}).get(configuration["key"], {})
        parts = [start.get("start_seconds"), start.get("import_seconds"), row.get("first_seconds")]
        whole = sum(parts) if None not in parts else None
        found.append(
            Entry(
                configuration["key"],
                configuration["kind"],
                f"{configuration['interpreter']}, "
                + ("the source itself" if configuration["kind"] == "interpreted" else configuration["description"]),
                configuration["interpreter"],
                row["per_call"]["median"],
                whole,
            )
        )
    return found


def sentences(document: dict, workload: dict) -> list[str]:
    """The verdict on one workload."""
    found = entries(document, workload)
    if not found:
        return ["Nothing could be measured."]
    best = min(found, key=lambda entry: entry.median)
    base = next((entry for entry in found if entry.kind == "interpreted"), None)
    first = f"{best.name} is fastest: {duration(best.median)} a call"
    if base is not None and base is not best:
        first += f", {compared(best.median, base.median, f'{base.interpreter} interpreting the source')}"
    level = [entry.name for entry in found if entry is not best and entry.median <= SAME * best.median]
    result = [first + "." + (f" As fast, within 5 %: {'; '.join(level)}." if level else "")]
    result += _does_hpy_help(document, workload, found)
    shaky = [entry.name for entry in found if _unsteady(workload["rows"][entry.key]["per_call"])]
    if shaky:
        result.append(
            f"Take with care, as the repeats disagree by more than half (not warmed up, or a busy machine): {'; '.join(shaky)}."
        )
    timed = [entry for entry in found if entry.to_first_result is not None]
    if len(timed) > 1:
        quick = min(timed, key=lambda entry: entry.to_first_result or 0)
        slow = max(timed, key=lambda entry: entry.to_first_result or 0)
        result.append(
            f"From the start of the process to the first result it takes {duration(quick.to_first_result or 0)} with "
            f"{quick.name}, and {duration(slow.to_first_result or 0)} with {slow.name}."
        )
    return result


def _unsteady(times: dict) -> bool:
    return times["third_quartile"] - times["first_quartile"] > 0.5 * times["median"]


def _does_hpy_help(document: dict, workload: dict, found: list[Entry]) -> Iterator[str]:
    for interpreter in dict.fromkeys(c["interpreter"] for c in document["configurations"]):
        universal = next((c for c in document["configurations"] if (c["interpreter"], c["kind"]) == (interpreter, "universal")), None)
        if universal is None:
            continue
        mine = {entry.kind: entry for entry in found if entry.interpreter == interpreter}
        if "universal" not in mine:
            reason = (workload["rows"].get(universal["key"]) or {}).get("failure") or "not measured"
            yield f"On {interpreter} the HPy universal binary does not run this: {reason.splitlines()[0]}"
            continue
        time = mine["universal"].median
        rivals = []
        if "interpreted" in mine:
            runs = "its JIT running the source" if universal.get("jit") else "interpreting the source"
            rivals.append((mine["interpreted"].median, runs))
        if "cython" in mine:
            rivals.append((mine["cython"].median, "Cython's module (C API)"))
        if "capi" in mine:
            rivals.append((mine["capi"].median, "hpyc's own C API binary"))
        if not rivals:
            continue
        helps = time * SAME < rivals[0][0]
        said = "HPy helps" if helps else "HPy does not help" if time > SAME * rivals[0][0] else "HPy makes no difference"
        parts = [compared(time, other, than) for other, than in rivals]
        yield f"On {interpreter} {said}: the universal binary is {_joined(parts)}."


def overall(document: dict) -> list[tuple[str, str, float]]:
    """Name, kind and mean speed-up over the first interpreter's interpreting, where all workloads worked.

    The mean is geometric, so that no workload counts more than another. Best first.
    """
    workloads = [w for w in document["workloads"] if entries(document, w)]
    logarithms: dict[str, list[float]] = {}
    names: dict[str, tuple[str, str]] = {}
    for workload in workloads:
        found = entries(document, workload)
        base = next((entry for entry in found if entry.kind == "interpreted"), None)
        if base is None:
            return []
        for entry in found:
            names[entry.key] = (entry.name, entry.kind)
            logarithms.setdefault(entry.key, []).append(math.log(base.median / entry.median))
    means = [
        (*names[key], math.exp(sum(values) / len(values)))
        for key, values in logarithms.items()
        if len(values) == len(workloads)
    ]
    return sorted(means, key=lambda item: -item[2])


def summary(document: dict) -> list[str]:
    """The verdict on everything, for several workloads."""
    ranked = overall(document)
    if not ranked:
        return []
    base = next((c["interpreter"] for c in document["configurations"] if c["kind"] == "interpreted"), "")
    name, _, speed = ranked[0]
    result = [f"Over all workloads {name} is best: {factor(speed)} times as fast as {base} interpreting, in the geometric mean."]
    seen = {name.partition(",")[0]}
    for other, _, speed in ranked[1:]:
        interpreter = other.partition(",")[0]
        if interpreter not in seen:
            seen.add(interpreter)
            text = f"{factor(speed)} times as fast" if speed >= 1 else f"{factor(1 / speed)} times as slow"
            result.append(f"The best on {interpreter}: {other.partition(', ')[2]}, {text} as {base} interpreting.")
    hashes = {
        (program, cost.get("binary_sha256"))
        for program, costs in document["builds"].items()
        for key, cost in costs.items()
        if key.endswith("/universal")
    }
    ran = {
        c["interpreter"] for c in document["configurations"]
        if c["kind"] == "universal"
        and any((w["rows"].get(c["key"]) or {}).get("status") == "ok" for w in document["workloads"])
    }  # fmt: skip
    programs = {program for program, _ in hashes}
    if len(ran) > 1 and len(hashes) == len(programs):
        order = [i for i in dict.fromkeys(c["interpreter"] for c in document["configurations"]) if i in ran]
        result.append(f"The universal binary was the same file, byte for byte, on {_joined(order)}.")
    return result


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
