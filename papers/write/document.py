"""The document model that every format can show: headings, paragraphs, facts, lists, tables and charts, in reading
order.
"""

from dataclasses import dataclass
from datetime import datetime

from papers.write.paper import Chart
from papers.write.widths import letters_needed

LANGUAGE = "en-GB"
SEE_SHEET = "The table is on the sheet "
"""The sentence on a workbook's first sheet that names the sheet of a table; papers.narrative looks for it."""
_SHORT_ROWS, _SHORT_LETTERS = 13, 1_500
"""The most rows and letters of a table that is kept on one page."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the document, 2 and 3 are below it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` is printed in bold before it, a ``note`` in smaller letters."""

    text: str
    lead: str = ""
    note: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs of label and text: "From", "Ben Watts, General Counsel"."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """A list of pairs, each a bold lead ("NOTE") and its text; with letters a), b), c), or with bullets."""

    items: tuple[tuple[str, str], ...]
    lettered: bool = False


@dataclass(frozen=True)
class Table:
    """A table without merged cells. Every row has as many cells as there are headings.

    ``caption`` names it for screen readers. ``row_heading`` is the index from 0 of the column that names each row, None
    for none. Raises ValueError when a row has another number of cells.
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
        """Whether it is short enough to be kept on one page."""
        if len(self.rows) > _SHORT_ROWS:
            return False
        return sum(len(cell) for row in self.rows for cell in row) <= _SHORT_LETTERS


@dataclass(frozen=True)
class Picture:
    """A chart, and a description of it in words."""

    chart: Chart
    alt: str


DocumentBlock = Heading | Paragraph | Facts | Items | Table | Picture


@dataclass(frozen=True)
class DocumentPart:
    """Pages of one orientation. ``name`` is short, as a sheet of a workbook has it."""

    name: str
    blocks: tuple[DocumentBlock, ...]
    landscape: bool = False

    def fits(self, line: int) -> bool:
        """Whether its tables have room for every ordinary word on pages with ``line`` letters to a line."""
        tables = (one for one in self.blocks if isinstance(one, Table))
        return all(letters_needed(one.headings, one.rows) <= line for one in tables)


@dataclass(frozen=True)
class Document:
    """A whole document. ``moment`` (UTC) is its date in the file; ``reference`` is printed small on every page."""

    title: str
    parts: tuple[DocumentPart, ...]
    moment: datetime
    author: str = ""
    reference: str = ""
    organisation: str = ""
