"""The record of results: bench/results.json, and the tables of docs/performance.md that are made from it."""

import json
import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import Figure, Result

_ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Record:
    """The latest figures of each benchmark on each database. What a run does not measure stays as it was."""

    def __init__(self, today: date, root: Path = _ROOT) -> None:
        self._today, self._results, self._page = (
            today,
            root / "bench/results.json",
            root / "docs/performance.md",
        )
        self._rows: list[dict[str, Any]] = (
            json.loads(self._results.read_text())["figures"] if self._results.exists() else []
        )
        self._replaced: set[tuple[str, str]] = set()

    def add(self, result: Result | Figure) -> None:
        """Add a result and write the files at once, so that an interrupted run keeps what it measured."""
        row: dict[str, Any] = result.as_json()
        which = _which(row)
        if which not in self._replaced:
            self._rows = [old for old in self._rows if _which(old) != which]
            self._replaced.add(which)
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}"
        self._rows.append(row | {"measured": self._today.isoformat(), "machine": machine})
        self._rows.sort(key=_which)  # stable: the rows of one benchmark stay as they came
        content = {"figures": self._rows}
        self._results.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        before, _mark, rest = self._page.read_text().partition(BEGIN)
        self._page.write_text("".join([before, BEGIN, "\n", *self._tables(), END, rest.partition(END)[2]]))

    def _tables(self) -> list[str]:
        lines = [
            "| | Database | Ours | Theirs | Ratio | Lowest–highest | Aim | Measured |",
            "|---|---|---|---|---|---|---|---|",
        ]
        lines += [_line(row) for row in self._rows if "ratio" in row]
        lines += ["", "| | Database | | Measured |", "|---|---|---|---|"]
        for row in self._rows:
            if "values" in row:
                values = ", ".join(f"{name} {value}" for name, value in row["values"].items())
                lines.append(f"| {row['name']} | {row['database']} | {values} | {row['measured']} |")
        machines = " and ".join(sorted({row["machine"] for row in self._rows}))
        lines += [
            "",
            f"Measured on {machines}; ratios are medians of at least five pairs; memory after the load is one pair.",
        ]
        return [f"{line}\n" for line in lines]


def _which(row: dict[str, Any]) -> tuple[str, str]:
    """The benchmark's number, and the database."""
    return row["name"].partition(".")[0], row["database"]


def _line(row: dict[str, Any]) -> str:
    ours, theirs = f"{row['ours']:.4g} {row['unit']}", f"{row['theirs']:.4g} {row['unit']}"
    spread = f"{row['lowest']:.2f}–{row['highest']:.2f}"
    cells = [
        row["name"],
        row["database"],
        ours,
        theirs,
        f"{row['ratio']:.2f}",
        spread,
        row["aim"],
        row["measured"],
    ]
    return f"| {' | '.join(cells)} |"
