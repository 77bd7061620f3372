"""The types for a table of actions among the rows of a paper, and for rows outside such tables."""

from dataclasses import dataclass, field

from papers.formats.grid import Row, Spot
from papers.tables.headings import meanings
from papers.tables.layout import Layout
from register.refused import Refused


@dataclass(frozen=True)
class Chunk:
    """Rows of one table that came in one Block: one page of it, or the whole table. For the flags see Block."""

    rows: tuple[Row, ...]
    by_content: bool
    shifts: bool


@dataclass
class ActionTable:
    """A table of actions: its headings, the place of their row, the last line of words above it, and its rows.

    ``layout`` is empty until the headings and cells have been compared. ``notes`` are rows of the table that were left
    out, such as those of a key. ``banner`` is the text of a row right above the headings that is merged over most of
    the columns, "" for none. ``above`` are the rows of one cell above the first headings of a sheet or page.
    """

    headings: tuple[str, ...]
    spot: Spot
    title: str
    chunks: list[Chunk] = field(default_factory=list)
    layout: Layout = field(default_factory=lambda: Layout(()))
    notes: list[Row] = field(default_factory=list)
    banner: str = ""
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leftover:
    """Rows outside the tables of actions; they may be a key that explains colours and letters.

    ``place`` names the table, or the rows; ``after`` is the number of tables of actions before them, ``titled`` whether
    such a table follows in the same block.
    """

    rows: tuple[Row, ...]
    place: str
    after: int
    titled: bool


class NoTable(Refused):
    """A paper has no table of actions; it may still be a paper of another kind."""


def first_meaning(heading: str) -> str:
    """The name of the field that a heading most likely means; "" for none."""
    candidates = meanings(heading)
    return candidates[0].fields[0] if candidates else ""
