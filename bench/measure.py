"""Measuring two things in turn, and the results."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """One comparison. ``ours`` and ``theirs`` are medians in ``unit``, ``ratio`` is that of the pairs' ratios."""

    name: str
    database: str
    ours: float
    theirs: float
    ratio: float
    lowest: float
    highest: float
    unit: str
    aim: str

    def as_json(self) -> dict[str, object]:
        """The fields, rounded to four digits."""
        return {
            name: float(f"{value:.4g}") if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }

    def __str__(self) -> str:
        return f"{self.database}: {self.name}: {self.ratio:.2f} ({self.lowest:.2f}–{self.highest:.2f})"


@dataclass(frozen=True)
class Figure:
    """Named figures without anything to compare them with."""

    name: str
    database: str
    values: dict[str, Any]

    def as_json(self) -> dict[str, object]:
        """The fields."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.database}: {self.name}: {', '.join(f'{what} {value}' for what, value in self.values.items())}"


def paired(name: str, database: str, pairs: Sequence[tuple[float, float]], unit: str, aim: str) -> Result:
    """The result of pairs (ours, theirs), each measured one right after the other."""
    ratios = [ours / theirs for ours, theirs in pairs]
    return Result(
        name,
        database,
        statistics.median(ours for ours, _theirs in pairs),
        statistics.median(theirs for _ours, theirs in pairs),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        unit,
        aim,
    )


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
