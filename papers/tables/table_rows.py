"""A table of actions among the rows of a paper, and rows that are in none."""

from dataclasses import dataclass, field

from papers.formats.grid import Row, Spot
from papers.tables.columns import Layout
from papers.tables.headings import meanings
from register.refused import Refused


@dataclass(frozen=True)
class Chunk:
    """Rows of one table on one page, or all of it; see Block for the rest."""

    rows: tuple[Row, ...]
    by_content: bool
    shifts: bool


@dataclass
class ActionTable:
    """A table of actions: its headings, where they stand, its chunks of rows, and the words above it.

    ``notes`` are the rows of it that were left out, such as those of a key, ``banner`` the words of a row right above
    its headings that reaches over most of its columns.
    """

    headings: tuple[str, ...]
    spot: Spot
    title: str
    chunks: list[Chunk] = field(default_factory=list)
    layout: Layout = field(default_factory=lambda: Layout(()))
    notes: list[Row] = field(default_factory=list)
    banner: str = ""


@dataclass(frozen=True)
class Leftover:
    """Rows that are in no table of actions: a key among them tells what colours mean.

    ``place`` is where they stand, ``after`` how many tables stand before them, ``titled`` whether headings follow.
    """

    rows: tuple[Row, ...]
    place: str
    after: int
    titled: bool


class NoTable(Refused):
    """A paper without a table of actions, which may be of another kind."""


def first_meaning(heading: str) -> str:
    """The field that a heading names first, "" for none."""
    candidates = meanings(heading)
    return candidates[0].fields[0] if candidates else ""
