"""What every format can show: parts of headings, paragraphs, facts, lists, tables and pictures, in reading
order.
"""

from dataclasses import dataclass
from datetime import datetime

from papers.write.paper import Chart
from papers.write.widths import letters_needed

LANGUAGE = "en-GB"
SEE_SHEET = "The table is on the sheet "
"""How a workbook's first sheet says where a table stands."""
_SHORT_ROWS, _SHORT_LETTERS = 13, 1_500
"""Rows and letters of a table up to which it stands on one page."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the document, 2 and 3 stand below it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` is printed in bold before it, a ``note`` is set smaller."""

    text: str
    lead: str = ""
    note: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels and what they say: "From", "Ben Watts, General Counsel"."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """A list: each its bold lead ("NOTE") and its text. Lettered a), b), c) or with bullets."""

    items: tuple[tuple[str, str], ...]
    lettered: bool = False


@dataclass(frozen=True)
class Table:
    """A table without merged cells. Every row has as many cells as there are headings.

    ``caption`` names it for those who do not see it. ``row_heading`` is the column, counted from 0, that names
    each row; None for none.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_heading: int | None = 0

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"table {self.caption!r}: every row needs {len(self.headings)} cells")

    @property
    def is_short(self) -> bool:
        """Whether it is so short that the end of a page should not part it."""
        if len(self.rows) > _SHORT_ROWS:
            return False
        return sum(len(cell) for row in self.rows for cell in row) <= _SHORT_LETTERS


@dataclass(frozen=True)
class Picture:
    """A chart, and what it shows in words."""

    chart: Chart
    alt: str


Block = Heading | Paragraph | Facts | Items | Table | Picture


@dataclass(frozen=True)
class DocumentPart:
    """Pages of one orientation. ``name`` is short: it is a sheet's name in a workbook."""

    name: str
    blocks: tuple[Block, ...]
    landscape: bool = False

    def fits(self, line: int) -> bool:
        """Whether no ordinary word in its tables is broken on pages whose lines have room for so many letters."""
        tables = (one for one in self.blocks if isinstance(one, Table))
        return all(letters_needed(one.headings, one.rows) <= line for one in tables)


@dataclass(frozen=True)
class Document:
    """A whole document. ``moment`` (UTC) is the date it bears; ``reference`` stands small on every page."""

    title: str
    parts: tuple[DocumentPart, ...]
    moment: datetime
    author: str = ""
    reference: str = ""
    organisation: str = ""
