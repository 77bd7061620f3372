"""The actions of a table while its rows are read: what was read so far, and rows that begin or continue an action."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from papers.formats.grid import Findings, Row, Spot, short
from papers.formats.whitespace import without_bullets, without_numbers
from papers.tables.cells import look
from papers.tables.layout import OFFICERS, OWNERS, PROGRESS, RATING, REF, REVISED, Layout
from papers.tables.look_alikes import in_latin
from papers.tables.row_kinds import OWN_FIELDS
from papers.tables.table_rows import ActionTable
from register.fields import Look, field_of
from register.imports.answers import Answers
from register.imports.doubts import Doubt
from register.phrases import capitalised
from register.refused import Refused

MOST_ROWS_OF_ONE = 200


@dataclass
class TableEntry:
    """An action being put together from one or more rows.

    ``ref`` is its printed reference, "" for none. ``parts`` are the cells of each column in the order of the rows,
    ``fills`` the colours of the cells of its first row and ``struck`` the words struck out there, all by the column's
    key in the layout. ``doubts`` are about its rows; their ref is replaced when all entries have their final one.
    ``delivered_below`` holds what labelled rows below it say was delivered: "Update: a draft is out"; ``years`` is the
    financial year that its table is of, as in Line. ``shares_ref``: its reference is merged over the row above, too.
    """

    ref: str
    first: Spot
    last: Spot
    layout: Layout
    section: str = ""
    title: str = ""
    rows: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)
    struck: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    delivered_below: list[str] = field(default_factory=list)
    years: str = ""
    shares_ref: bool = False

    @property
    def place(self) -> str:
        """The place of its rows in the paper, in words."""
        return self.first.until(self.last)

    def filled(self, name: str) -> bool:
        """Whether any of its cells in the columns of the field ``name`` is not blank."""
        return any(self.parts.get(key) for key, _column in self.layout.columns_of(name))


@dataclass
class Walk:
    """The state while the rows of a table are read from the top.

    ``last_of_previous`` is the last action of the table before, if this one only repeats its headings. ``section`` is
    the heading of the section read last, ``pending`` the rows since the last action that may head the next section.
    ``previous_spot`` is the place of the row before. ``is_over``: rows without a reference no longer continue an
    action. ``in_key``: the row before belongs to a key.
    """

    table: ActionTable
    answers: Answers
    findings: Findings
    entries: list[TableEntry] = field(default_factory=list)
    last_of_previous: TableEntry | None = None
    section: str = ""
    pending: list[tuple[Spot, str]] = field(default_factory=list)
    previous_spot: Spot | None = None
    is_over: bool = False
    in_key: bool = False

    @property
    def last(self) -> TableEntry | None:
        """The action that the next row may continue, None for none."""
        return self.entries[-1] if self.entries else self.last_of_previous


def leave_out_note(findings: Findings, spot: Spot, words: str) -> None:
    findings.leave_out(spot, f"“{short(words)}” looks like a heading or a note and was left out.")


def has_gap_before(walk: Walk, row: Row) -> bool:
    """Whether blank rows are between a row and the one before it."""
    before = walk.previous_spot
    return before is not None and before.table == row.spot.table and row.spot.number > before.number + 1


def leave_out_row(walk: Walk, row: Row, others: Mapping[str, str]) -> None:
    words = " ".join(others.values())
    walk.table.notes.append(row)
    if walk.entries or walk.previous_spot:
        leave_out_note(walk.findings, row.spot, words)
        return
    what = f"there is no reference and no action before it; it was left out: “{short(words)}”."
    walk.findings.leave_out(row.spot, what)


def begin_entry(walk: Walk, row: Row, layout: Layout, cells: dict[str, str], ref: str) -> None:
    """Begin an action with a row; the rows that are pending are the heading of its section."""
    if walk.pending:
        walk.section = " – ".join(words for _, words in walk.pending)
        walk.pending = []
    walk.is_over = False
    entry = TableEntry(ref, row.spot, row.spot, walk.table.layout, walk.section, walk.table.title)
    for at, key in enumerate(layout.keys):
        if not cells.get(key) and at < len(row.above):
            cells[key] = row.above[at]
        if at in row.in_doubt:
            entry.doubts.extend(_about_end_of_page(row, at, layout.columns[at].name, cells.get(key, "")))
        if at in row.fills:
            entry.fills[key] = row.fills[at]
        if at in row.struck:
            entry.struck[key] = row.struck[at]
    walk.entries.append(entry)
    _add_cells(walk, row, cells, layout.key_of.get(REF, "") if entry.ref else "")


_MAY_BE_MISSING = (REF, OWNERS, OFFICERS, PROGRESS, RATING, REVISED)


def _about_end_of_page(row: Row, at: int, name: str, read_as: str) -> Iterator[Doubt]:
    """The question whether a blank cell at the top of a page, of the field ``name``, continues the one at the end of
    the page before. Where nothing but the blank shows that, only a date and what stands for several actions are asked
    about: sentences, owners, progress and a later date may be missing.
    """
    if read_as:
        question = "the cell is blank, and the one above it seems to go on from the page before; is that right?"
    elif not name or name in _MAY_BE_MISSING or field_of(name).prose:
        return
    else:
        question = f"the cell is blank; does “{short(row.in_doubt[at])}” go on here from the page before?"
    if name:
        yield Doubt(str(row.spot), "", name, "", short(read_as), question)


def continue_entry(walk: Walk, row: Row, cells: dict[str, str], ref_key: str) -> None:
    """Add a row to the last action; the rows that are pending are notes within it and are left out."""
    for spot, words in walk.pending:
        leave_out_note(walk.findings, spot, words)
    walk.pending = []
    _add_cells(walk, row, cells, ref_key)


def _add_cells(walk: Walk, row: Row, cells: dict[str, str], ref_key: str) -> None:
    """Add the cells of a row, by column key, to the last action, without its reference (the column ``ref_key``)."""
    entry = walk.last
    if entry is None:
        return
    entry.last = row.spot
    entry.rows += 1
    if entry.rows > MOST_ROWS_OF_ONE:
        raise Refused(
            f"At {row.spot} action {entry.ref} goes on for more than {MOST_ROWS_OF_ONE} rows; check whether the "
            "references after it are missing."
        )
    for key, words in cells.items():
        if not words or (key == ref_key and key == REF):
            continue
        latin, mended = in_latin(_without_marks(words, key, entry.layout))
        entry.parts.setdefault(key, []).append(latin)
        walk.findings.warnings.extend(
            f"{capitalised(str(row.spot))}: “{printed}” holds letters of another alphabet and was read as {read}."
            for printed, read in mended
        )


def _without_marks(words: str, key: str, layout: Layout) -> str:
    """The words of a cell without the marks of a list, which only sentences keep: "1. GET" is GET."""
    plain = words if key in layout.listing else without_bullets(words)
    if key not in layout.of_who_or_when or (unnumbered := without_numbers(plain)) == plain:
        return plain
    return plain if look(plain) is Look.DATE else unnumbered  # "1. March 2027" is a day


def without_parents(walk: Walk) -> list[TableEntry]:
    """The entries without those that are only headings of the next ones ("1 Governance" over 1.1), as their section."""
    entries: list[TableEntry] = []
    heading: TableEntry | None = None
    for entry, after in zip_longest(walk.entries, walk.entries[1:]):
        is_bare = not any(entry.filled(name) for name in (*OWN_FIELDS, "delivered", "response", "percent"))
        if is_bare and entry.ref and after is not None and _is_child_ref(after.ref, entry.ref):
            heading = entry
            continue
        if heading is not None and _is_child_ref(entry.ref, heading.ref):
            words = " ".join(word for parts in heading.parts.values() for word in parts)
            entry.section = f"{heading.ref} {words}".strip()
        entries.append(entry)
    return entries


def _is_child_ref(ref: str, parent: str) -> bool:
    return ref != parent and re.match(rf"{re.escape(parent)}[.( /a-z]", ref) is not None
