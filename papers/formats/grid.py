"""The rows of a paper as read from its file, the place of each, and what a reader reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from register.imports.doubts import Doubt
from register.phrases import capitalised
from register.refused import Refused

MOST_ROWS = 250_000
MOST_CELLS = 1_000
"""The most cells of one row; wide trackers have dozens."""


@dataclass(frozen=True)
class Spot:
    """The place of one row: its table ("table 1", "sheet Actions" or ""), the unit ("row" or "line") and its number.

    Numbers begin at 1. As a string it is the place in words: "sheet Actions, row 5".
    """

    table: str
    unit: str
    number: int

    def __str__(self) -> str:
        return f"{self.table}{', ' if self.table else ''}{self.unit} {self.number}"

    def until(self, last: "Spot") -> str:
        """The range of rows from this one to ``last``, in words."""
        if self == last:
            return str(self)
        if self.table == last.table:
            return f"{self.table}{', ' if self.table else ''}{self.unit}s {self.number} to {last.number}"
        return f"{self}, to {last}"


def short(words: str) -> str:
    """The first 60 letters of words on one line, with … where they were cut."""
    flat = " ".join(words.split())
    return flat if len(flat) <= 60 else flat[:59].rstrip() + "…"


def refuse_too_many(spot: Spot, rows: int | None = None) -> None:
    """Raise Refused beyond MOST_ROWS: a small file can hold millions of rows, and no register does.

    The count is ``rows``, or the number of ``spot`` where it is None.
    """
    if (spot.number if rows is None else rows) > MOST_ROWS:
        raise Refused(f"At {spot} the table goes on beyond {MOST_ROWS:,} rows; import it in parts.")


def refuse_too_wide(spot: Spot, cells: int) -> None:
    """Raise Refused at a row of more than MOST_CELLS cells: columns are compared with all others, which takes long."""
    if cells > MOST_CELLS:
        raise Refused(f"At {spot} there are {cells:,} columns; import the columns of the table alone.")


@dataclass(frozen=True)
class Row:
    """The cells of one row as words, and its place.

    ``above`` holds for each column the words of a cell further up that is merged down over this row. The others are by
    column, from 0: ``spans`` the number of columns that a cell is merged over, ``fills`` the names of colours ("red"),
    ``struck`` the words that were struck out, ``in_doubt`` those of a cell at the end of the page before, which a blank
    cell at the top of a page may continue.
    """

    cells: tuple[str, ...]
    spot: Spot
    above: tuple[str, ...] = ()
    spans: Mapping[int, int] = field(default_factory=dict)
    fills: Mapping[int, str] = field(default_factory=dict)
    struck: Mapping[int, str] = field(default_factory=dict)
    in_doubt: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowBlock:
    """Rows that belong together: a page of text, a table, a sheet.

    ``by_content``: a row with fewer cells may lack columns in the middle, so that its cells decide which they are;
    otherwise the missing cells are blanks on the right. ``continues``: without headings of its own it may continue the
    table before it; a sheet never does. ``shifts``: in a row with too many cells the words have shifted into wrong
    columns, as by a comma in a CSV file. ``title`` is the last line of words above it.
    """

    rows: tuple[Row, ...]
    by_content: bool
    continues: bool = True
    shifts: bool = False
    title: str = ""

    @property
    def table(self) -> str:
        """The table of its rows as in Spot.table."""
        return self.rows[0].spot.table if self.rows else ""


BEFORE_TABLE = "it comes before the table"
"""The words with which lines ahead of the first table are reported as left out."""


@dataclass
class Findings:
    """What a reader reports, as sentences: what was left out, warnings (what a person should check), and doubts.

    ``tracked``: the document has tracked changes. ``set_aside`` are the places of the sheets and tables that look like
    actions and were left out. ``unsaved`` are the formulas without a value of the sheet that is being read.
    """

    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    tracked: bool = False
    set_aside: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)

    def leave_out(self, place: Spot | str, what: str, *, quietly: bool = False) -> None:
        """Report what is not read, with a warning unless ``quietly`` (for titles and other parts of no table)."""
        sentence = f"{capitalised(str(place))}: {what}"
        self.left_out.append(sentence)
        if not quietly:
            self.warnings.append(sentence)

    def undo_leave_out(self, what: str) -> None:
        """Remove the sentences of ``leave_out`` that have the words ``what``, as it was read after all."""
        self.left_out = [sentence for sentence in self.left_out if f": {what}: “" not in sentence]

    def take_over(self, others: "Findings") -> None:
        """Append what was left out, the warnings and the doubts of other findings."""
        self.left_out += others.left_out
        self.warnings += others.warnings
        self.doubts += others.doubts
