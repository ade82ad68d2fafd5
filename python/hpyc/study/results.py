"""What a study has measured: plain data with its statistics, and the results file."""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import asdict, dataclass, field

from hpyc import __version__
from hpyc.study.configurations import BuildCost, Configuration

FORMAT = 2


@dataclass
class Row:
    """One configuration in one workload; times are seconds for one call."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    result: str | None = None
    failure: str | None = None
    number: int = 1
    """Calls in one repeat."""
    cut: bool = False
    """Fewer calls than the study's protocol has, as they take too long."""
    first_seconds: float | None = None
    """The first call of all."""
    warm_up: list[float] = field(default_factory=list)
    """The calls after it, one by one, before anything was measured."""

    @property
    def warm_calls(self) -> int | None:
        """After how many calls it was about as fast as later: within 20 % of the final median.

        ``None`` if that was never so while it was warming up.
        """
        if not self.warm_up or not self.seconds:
            return None
        times = [self.first_seconds or 0.0, *self.warm_up]
        limit = 1.2 * self.median
        window = max(1, min(5, len(times) // 4))
        for index in range(len(times) - window + 1):
            if times[index] <= limit and statistics.median(times[index : index + window]) <= limit:
                return index
        return None

    @property
    def warm_seconds(self) -> float | None:
        """How long that took."""
        calls = self.warm_calls
        if calls is None:
            return None
        return sum([self.first_seconds or 0.0, *self.warm_up][:calls])

    @property
    def ok(self) -> bool:
        """Whether there is something to compare."""
        return self.failure is None and bool(self.seconds)

    @property
    def minimum(self) -> float:
        """The least disturbed repeat."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The typical repeat."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Quartile distance over the median: how far the repeats disagree."""
        if len(self.seconds) < 4:
            return 0.0
        quartiles = statistics.quantiles(self.seconds, n=4)
        return (quartiles[2] - quartiles[0]) / self.median if self.median else 0.0

    def statistics(self) -> dict[str, float]:
        """Summary of all repeats, per call."""
        quartiles = statistics.quantiles(self.seconds, n=4) if len(self.seconds) > 1 else [self.minimum] * 3
        return {
            "minimum": self.minimum,
            "first_quartile": quartiles[0],
            "median": self.median,
            "third_quartile": quartiles[2],
            "maximum": max(self.seconds),
            "mean": statistics.fmean(self.seconds),
            "standard_deviation": statistics.pstdev(self.seconds),
        }


@dataclass
class Measured:
    """One workload in all configurations."""

    program: str
    name: str
    expression: str
    number: int
    repeats: int
    protocol: bool
    """Whether number and repeats are the study's own rather than calibrated."""
    rows: dict[str, Row] = field(default_factory=dict)

    def ratio(self, key: str, reference: str) -> float | None:
        """Time of one configuration over that of another, by minima."""
        return self.ratios(key, reference)[0]

    def ratios(self, key: str, reference: str) -> tuple[float | None, float | None]:
        """The same by minima and by medians."""
        row, base = self.rows.get(key), self.rows.get(reference)
        if row is None or base is None or not row.ok or not base.ok:
            return None, None
        return row.minimum / base.minimum, row.median / base.median


@dataclass
class Start:
    """What it took one configuration to get going with one program, and its memory."""

    start_seconds: float | None = None
    """The interpreter alone."""
    import_seconds: float | None = None
    peak_bytes: int | None = None
    """All workloads of the program done."""

    def as_json(self) -> dict[str, float | int | None]:
        """For the results file."""
        return asdict(self)


@dataclass
class Study:
    """All results of one run."""

    configurations: list[Configuration]
    started: str
    measured: list[Measured] = field(default_factory=list)
    costs: dict[str, dict[str, BuildCost]] = field(default_factory=dict)
    build_failures: dict[str, dict[str, str]] = field(default_factory=dict)
    starts: dict[str, dict[str, Start]] = field(default_factory=dict)
    """By program and configuration."""
    pythons: dict[str, str] = field(default_factory=dict)
    """What each configuration's interpreter calls itself."""
    interrupted: bool = False

    def reference(self, configuration: Configuration, kind: str) -> str | None:
        """Key of the configuration of that kind on the same interpreter."""
        for other in self.configurations:
            if other.kind == kind and other.interpreter == configuration.interpreter:
                return other.key
        return None

    @property
    def failures(self) -> list[tuple[str, str, str]]:
        """Program or workload, configuration and reason of everything that failed."""
        found = [
            (program, key, reason)
            for program, by_key in self.build_failures.items()
            for key, reason in by_key.items()
        ]
        for measured in self.measured:
            for key, row in measured.rows.items():
                if row.failure and self.build_failures.get(measured.program, {}).get(key) != row.failure:
                    found.append((measured.name, key, row.failure))
        return found

    def as_json(self) -> dict:
        """The results file."""
        return {
            "format": FORMAT,
            "hpyc": __version__,
            "started": self.started,
            "interrupted": self.interrupted,
            "machine": {
                "system": platform.platform(),
                "processor": processor_name(),
                "cores": os.cpu_count(),
            },
            "configurations": [
                {
                    "key": configuration.key,
                    "kind": configuration.kind,
                    "description": configuration.description,
                    "interpreter": configuration.interpreter.label,
                    "jit": configuration.interpreter.has_jit,
                    "python": self.pythons.get(configuration.key),
                    "peer_version": configuration.peer_version,
                }
                for configuration in self.configurations
            ],
            "builds": {
                program: {key: cost.as_json() for key, cost in by_key.items()}
                for program, by_key in self.costs.items()
            },
            "starts": {
                program: {key: start.as_json() for key, start in by_key.items()}
                for program, by_key in self.starts.items()
            },
            "build_failures": self.build_failures,
            "workloads": [self._workload_json(measured) for measured in self.measured],
        }

    def _workload_json(self, measured: Measured) -> dict:
        rows = {}
        for configuration in self.configurations:
            row = measured.rows.get(configuration.key)
            if row is None:
                continue
            entry: dict = {"status": "ok" if row.ok else "failed", "failure": row.failure}
            if row.ok:
                entry.update(
                    result=row.result,
                    number=row.number,
                    cut=row.cut,
                    repeats=len(row.seconds),
                    first_seconds=row.first_seconds,
                    warm_calls=row.warm_calls,
                    warm_seconds=row.warm_seconds,
                    warm_up=row.warm_up,
                    per_call=row.statistics(),
                    seconds=row.seconds,
                    cpu_seconds=row.cpu_seconds,
                )
                for kind in ("interpreted", "cython"):
                    reference = self.reference(configuration, kind)
                    ratios = measured.ratios(configuration.key, reference) if reference else (None, None)
                    entry[f"ratio_to_{kind}"], entry[f"median_ratio_to_{kind}"] = ratios
            rows[configuration.key] = entry
        return {
            "program": measured.program,
            "name": measured.name,
            "expression": measured.expression,
            "number": measured.number,
            "repeats": measured.repeats,
            "protocol": measured.protocol,
            "rows": rows,
        }


def processor_name() -> str:
    """The processor's model, where the system tells."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
