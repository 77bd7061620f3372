"""Tables of actions in the shapes that other bodies publish, in our own words, with what each row says.

Shapes and facts were taken from published papers of councils, hospitals, boards, partnerships and schools, and
from the exports of programs they keep actions in: headings, references, the order of columns, how dates, owners
and progress are printed. The words are ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Sequence[str]


@dataclass(frozen=True)
class Body:
    """One body's table: its rows as printed, headings and all, and what each action says.

    ``expected`` holds for each action, in order, the fields to compare: "deadline" and "original" are days, all
    else words, by field name or by heading. ``kinds`` are the kinds of file it is written as; ``spans`` are the
    rows whose first cell is merged over all columns; ``widths`` are those of a PDF's columns.
    """

    name: str
    as_at: date
    rows: Sequence[Row]
    expected: Sequence[Mapping[str, Any]]
    kinds: Sequence[str] = ("csv", "txt", "pipes", "xlsx", "docx", "html", "pdf", "pdf unruled", "spaces")
    spans: Sequence[int] = field(default_factory=tuple)
    widths: Sequence[float] = ()


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    return date.fromisoformat(text)


def rows_of(table: str) -> list[tuple[str, ...]]:
    """The rows of a table that is written with bars between its cells; a line that begins with one goes on."""
    whole: list[str] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.startswith("|") and whole:
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return [tuple(cell.strip() for cell in line.split("|")) for line in whole]
