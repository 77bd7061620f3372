"""The rows of a paper as its file gives them, and where each stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from register.imports.doubts import Doubt
from register.phrases import capitalised
from register.refused import Refused

MOST_ROWS = 250_000
MOST_CELLS = 1_000
"""Cells of one row: trackers have dozens."""


@dataclass(frozen=True)
class Spot:
    """One row of a paper: its table ("table 1", "sheet Actions" or nothing), and a row or line from 1."""

    table: str
    unit: str
    number: int

    def __str__(self) -> str:
        return f"{self.table}{', ' if self.table else ''}{self.unit} {self.number}"

    def until(self, last: "Spot") -> str:
        """The place from this row to another, in words."""
        if self == last:
            return str(self)
        if self.table == last.table:
            return f"{self.table}{', ' if self.table else ''}{self.unit}s {self.number} to {last.number}"
        return f"{self}, to {last}"


def short(words: str) -> str:
    """The beginning of words that may be long, on one line."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 60 else flat[:59].rstrip() + "…"


def refuse_too_many(spot: Spot, rows: int | None = None) -> None:
    """Raise Refused at a row beyond MOST_ROWS: small files can hold millions of them, and no register does."""
    if (spot.number if rows is None else rows) > MOST_ROWS:
        raise Refused(f"At {spot} the table goes on beyond {MOST_ROWS:,} rows; import it in parts.")


def refuse_too_wide(spot: Spot, cells: int) -> None:
    """Raise Refused at a row of more than MOST_CELLS: each would be a column to be told from all others."""
    if cells > MOST_CELLS:
        raise Refused(f"At {spot} there are {cells:,} columns; import the columns of the table alone.")


@dataclass(frozen=True)
class Row:
    """The words of one row and where it stands.

    ``above`` holds the words above cells merged downwards, ``spans`` how many columns a cell is merged over (by
    its column), ``fills`` the colours of cells that have one ("red"), ``struck`` what was struck out of cells.
    """

    cells: tuple[str, ...]
    spot: Spot
    above: tuple[str, ...] = ()
    spans: Mapping[int, int] = field(default_factory=dict)
    fills: Mapping[int, str] = field(default_factory=dict)
    struck: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """Rows that belong together: a page of text, a table, a sheet.

    ``by_content``: a block without headings may have dropped columns, so its cells tell what they are.
    Otherwise cells that are not there are blank cells on the right. ``continues``: without headings of its own
    it may go on with the table before; a sheet never does. ``shifts``: a row with a cell too many has its words
    in wrong columns, as where a comma parts them. ``title`` is the last line of words above it.
    """

    rows: tuple[Row, ...]
    by_content: bool
    continues: bool = True
    shifts: bool = False
    title: str = ""

    @property
    def table(self) -> str:
        """The table that its rows stand in, as places name it."""
        return self.rows[0].spot.table if self.rows else ""


BEFORE_TABLE = "it stands before the table"
"""How lines of a text or of a page are left out that no table of actions follows on."""


@dataclass
class Findings:
    """What a reader reports: what was left out, and what a person should look at or is asked about.

    ``set_aside`` are the sheets and tables that look like actions and were left out all the same.
    """

    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    tracked: bool = False
    set_aside: list[str] = field(default_factory=list)

    def leave_out(self, place: Spot | str, what: str, *, quietly: bool = False) -> None:
        """Note what is not read. Quietly: it is no part of a table, as titles and page numbers are not."""
        sentence = f"{capitalised(str(place))}: {what}"
        self.left_out.append(sentence)
        if not quietly:
            self.warnings.append(sentence)

    def leave_in(self, what: str) -> None:
        """Take back what was noted as left out in those words, as it was read after all."""
        self.left_out = [sentence for sentence in self.left_out if f": {what}: “" not in sentence]

    def add(self, others: "Findings") -> None:
        """Take over what was found apart."""
        self.left_out += others.left_out
        self.warnings += others.warnings
        self.doubts += others.doubts
