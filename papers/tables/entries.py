"""From the rows of tables to actions: which row begins one, which goes on with it, and which is neither."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from papers.formats.grid import Findings, Row, Spot, short
from papers.tables import missing_columns
from papers.tables.cells import is_status, reference, says_nothing
from papers.tables.columns import DEFINED, REF, TITLE, Layout
from papers.tables.keys import is_code
from papers.tables.look_alikes import in_latin
from papers.tables.row_kinds import delivered_in, is_banner, is_total
from papers.tables.table_rows import ActionTable, Chunk
from register.imports.answers import Answers
from register.imports.doubts import OWN_ROW, Doubt
from register.imports.row_answers import AS_READ, LEFT_OUT
from register.lazy_pattern import lazy_pattern
from register.phrases import capitalised
from register.refused import Refused

MOST_ROWS_OF_ONE = 200
_MISPLACED = 5
"""How much better a row suits another layout when a date or a code of it stands in a wrong column."""

_LONGEST_REF = 40
_LONGEST_SECTION = 600
_CONTINUED = lazy_pattern(r"\s*\(?\s*(?:cont(?:'?d|inued)?)\.?\s*\)?$", re.I)
_NOTE = lazy_pattern(
    r"(?:rag\s+)?key\b|notes?\b\s*[:–-]|nb\b|n\.b\.|please\b|source\s*:|signed\b|(?:sub-?\s?|grand\s)?totals?\b|"
    r"prepared by|author\b|"
    r"\*|†|last updated|end of (?:table|report|document)|page \d",
    re.I,
)
_KEY = lazy_pattern(r"(?:rag\s+|colour\s+)?key\b\W*", re.I)
_OWN = ("owners", "officers", "target", "revised", "original", "progress", "rating")


@dataclass
class TableEntry:
    """An action being put together from one or more rows: its printed ref ("" for none), and cells by column.

    ``parts`` are the cells of each column of the layout in the order of the rows, ``fills`` the colours of its
    first row, ``struck`` what was struck out there, all by the column's place in the layout. ``doubts`` are about
    its rows, under the reference that it has before all are named. ``delivered_below`` is what rows under it say was
    delivered, behind a label of their own: "Update: a draft is out".
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

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.first.until(self.last)

    def filled(self, name: str) -> bool:
        """Whether any of its cells in a field's columns says something."""
        return any(self.parts.get(key) for key, _column in self.layout.of(name))


@dataclass
class _Walk:
    """What is known on the way down a table."""

    table: ActionTable
    answers: Answers
    findings: Findings
    entries: list[TableEntry] = field(default_factory=list)
    carried: TableEntry | None = None
    section: str = ""
    pending: list[tuple[Spot, str]] = field(default_factory=list)
    before: Spot | None = None
    is_over: bool = False
    in_key: bool = False

    @property
    def last(self) -> TableEntry | None:
        """The action above: of this table, or of the one before where the headings are only repeated."""
        return self.entries[-1] if self.entries else self.carried


def entries_of(
    table: ActionTable, carried: TableEntry | None, answers: Answers, findings: Findings
) -> list[TableEntry]:
    """The actions of a table, with the section each stands in.

    ``carried`` is the last action of the table before when this one only repeats its headings, on a new page.
    """
    walk = _Walk(table, answers, findings, carried=carried, section=carried.section if carried else "")
    has_ref = REF in table.layout.key_of
    for chunk in table.chunks:
        is_first = True
        for row, layout in _laid_out(chunk, table.layout):
            cells = dict(zip(layout.keys, row.cells, strict=False))
            walk.in_key = _is_of_key(walk, row)
            if walk.in_key:
                walk.is_over = True  # until a row begins an action again
                table.notes.append(row)
                findings.leave_out(row.spot, f"“{short(_words(row))}” is of the key.", quietly=True)
            elif is_total(row):
                _note(findings, row.spot, _words(row))
            elif walk.last is not None and not walk.is_over and (delivered := delivered_in(row)):
                walk.last.delivered_below.append(delivered)
                walk.last.last = row.spot
            elif has_ref:
                _take(walk, row, layout, cells, begins_page=is_first)
            else:
                _take_unnumbered(walk, row, layout, cells, begins_page=is_first)
            walk.before = row.spot
            is_first = False
    for spot, words in walk.pending:
        _note(findings, spot, words)
        table.notes.append(Row((words,), spot))
    # Of a table with sections the first stands above its headings.
    if table.banner and walk.section and not carried:
        for entry in walk.entries:
            entry.section = entry.section or table.banner
    return _without_parents(walk)


def _note(findings: Findings, spot: Spot, words: str) -> None:
    findings.leave_out(spot, f"“{short(words)}” is taken for a heading or a note and was left out.")


def _laid_out(chunk: Chunk, layout: Layout) -> Iterator[tuple[Row, Layout]]:
    """Each row that is not blank, with the layout of its own columns."""
    rows = [_trimmed(row, len(layout), chunk) for row in chunk.rows]
    if not rows:
        return
    widest = max(len(row.cells) for row in rows)
    page: Layout | None = layout
    if chunk.by_content and widest < len(layout):
        page = missing_columns.fit([row.cells for row in rows if len(row.cells) == widest], layout)
    for row in rows:
        own = page
        if chunk.by_content and len(row.cells) < widest:
            own = _narrower(row, page, layout)
        if own is None:
            raise Refused(
                f"At {rows[0].spot.until(rows[-1].spot)} the columns cannot be told: there are fewer than the "
                "headings name, and the words fit more than one. Put the headings over that part of the table."
            )
        yield row, own


def _trimmed(row: Row, width: int, chunk: Chunk) -> Row:
    """``row`` without blank cells beyond the headings; Refused when words there have shifted."""
    cells = row.cells
    if len(cells) <= width:
        return row
    if any(cells[width:]) and chunk.shifts:
        raise Refused(
            f"At {row.spot} there are {len(cells)} cells under {width} headings; give each column a heading, "
            "or put quotes around a cell that holds commas."
        )
    return Row(cells[:width], row.spot, row.above[:width], row.spans, row.fills, row.struck)


def _narrower(row: Row, page: Layout | None, layout: Layout) -> Layout | None:
    """The layout of a row with fewer cells than its page: blanks lost on its right, or dropped columns.

    Lost blanks are far more common, so that they are believed unless a date or a code would be misplaced.
    """
    own = missing_columns.fit([row.cells], layout)
    if page is None or own is None:
        return page or own
    better = missing_columns.suits([row.cells], own) - missing_columns.suits([row.cells], page)
    return own if better > _MISPLACED else page


def _take(walk: _Walk, row: Row, layout: Layout, cells: dict[str, str], *, begins_page: bool) -> None:
    """Begin an entry with a row of a numbered table, go on with the last one, or leave the row out."""
    key = layout.key_of.get(REF, "")
    printed = cells.get(key, "")
    others = {name: cell for name, cell in cells.items() if name != key and cell}
    plain = _CONTINUED.sub("", in_latin(printed)[0])
    ref = reference(plain) if key == REF else plain
    last = walk.last
    again = plain != printed or not any(cells.get(layout.key_of.get(name, "")) for name in _OWN)
    if printed and again and last is not None and last.ref == ref:
        _go_on(walk, row, cells, key)
    elif printed and ref is None:
        _take_odd(walk, row, layout, cells, printed, others)
    elif printed:
        _begin(walk, row, layout, cells, ref or "")
    elif last is None and _is_full(layout, cells):
        _begin(walk, row, layout, cells, "")
    elif _is_apart(walk, row, others) or last is None:
        _leave_out(walk, row, others)
    elif len(others) == 1 and is_banner(row, layout):
        walk.pending.append((row.spot, next(iter(others.values()))))
    else:
        at = layout.keys.index(key)
        merged = at < len(row.above) and bool(row.above[at])
        in_text = walk.table.chunks[0].by_content and not row.spot.table
        if not begins_page and (_is_full(layout, cells) or not (merged or in_text)):
            printed = short(" ".join(others.values()))
            meant = walk.answers.of_row(str(row.spot), printed).casefold()
            if meant and meant not in (AS_READ, LEFT_OUT):
                _begin(walk, row, layout, cells, walk.answers.of_row(str(row.spot), printed))
                walk.entries[-1].doubts.append(Doubt(str(row.spot), last.ref, REF, printed, last.ref, OWN_ROW))
                return
            last.doubts.append(Doubt(str(row.spot), last.ref, REF, printed, last.ref, OWN_ROW))
            if meant == LEFT_OUT:
                walk.findings.leave_out(row.spot, f"it was left out, as you said: “{printed}”.", quietly=True)
                return
        _go_on(walk, row, cells, key)


def _is_full(layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether a row says what is to be done, and two more things, as an action of its own does."""
    own = sum(bool(cells.get(layout.key_of.get(name, ""))) for name in _OWN)
    return own >= 2 and bool(cells.get(layout.key_of.get(DEFINED, "")))


def _take_odd(
    walk: _Walk, row: Row, layout: Layout, cells: dict[str, str], printed: str, others: Mapping[str, str]
) -> None:
    """A row whose first words are no reference: a heading of what follows, a note, or an odd reference."""
    own = sum(bool(cells.get(layout.key_of.get(name, ""))) for name in _OWN)
    content = cells.get(layout.key_of.get(DEFINED, "")) or cells.get(layout.key_of.get("delivered", ""))
    if content and own:
        ref = " ".join(printed.split())
        if len(ref) > _LONGEST_REF:
            ref = short(ref)[:_LONGEST_REF]
        question = "this is no usual reference; should it be another?"
        _begin(walk, row, layout, cells, ref)
        walk.entries[-1].doubts.append(Doubt(str(row.spot), ref, REF, printed, ref, question))
    elif _NOTE.match(printed) or len(printed) > _LONGEST_SECTION:
        _note(walk.findings, row.spot, printed)
        walk.table.notes.append(row)
    else:
        words = [printed, *(cell for cell in others.values() if cell != printed)]
        walk.pending.append((row.spot, " ".join(words)))


def _take_unnumbered(
    walk: _Walk, row: Row, layout: Layout, cells: dict[str, str], *, begins_page: bool
) -> None:
    """The same in a table without references: a row that says what is to be done is an action."""
    filled = {name: cell for name, cell in cells.items() if cell}
    if begins_page and _is_rest(walk, row, layout, filled):
        _go_on(walk, row, cells, "")
        return
    what = next(
        (key for name in (DEFINED, TITLE) if (key := layout.key_of.get(name, "")) and cells.get(key)), ""
    )
    if what and len(filled) > 1:
        _begin(walk, row, layout, cells, "")
    elif len(filled) == 1 and (row.cells[0] or is_banner(row, layout)) and not _is_apart(walk, row, {}):
        walk.pending.append((row.spot, next(iter(filled.values()))))
    elif walk.last and not what and not _is_apart(walk, row, filled):
        _go_on(walk, row, cells, "")
    else:
        _leave_out(walk, row, filled)


def _is_rest(walk: _Walk, row: Row, layout: Layout, filled: Mapping[str, str]) -> bool:
    """Whether the first row of a page is the rest of the action above: it begins within a sentence, and is nobody's."""
    last = walk.last
    if last is None or last.last.table == row.spot.table or not row.spot.table.startswith("page "):
        return False
    own = any(filled.get(layout.key_of.get(name, "")) for name in _OWN)
    return not own and set(filled) <= set(last.parts) and any(cell[0].islower() for cell in filled.values())


def _is_apart(walk: _Walk, row: Row, others: Mapping[str, str]) -> bool:
    """Whether blank rows part a row without a reference from the table, or it is plainly a note."""
    before = walk.before
    gap = before is not None and before.table == row.spot.table and row.spot.number > before.number + 1
    words = next(iter(others.values()), "")
    if (gap and not walk.table.chunks[0].by_content) or (len(others) == 1 and _KEY.fullmatch(words)):
        walk.is_over = True  # until a row begins an action again
    return walk.is_over or bool(len(others) == 1 and _NOTE.match(words))


def _words(row: Row) -> str:
    return " ".join(filter(None, row.cells))


def _is_of_key(walk: _Walk, row: Row) -> bool:
    """Whether a row is one of a key: the word, or below it what a letter, number or colour stands for; and where the
    table has references, such a letter with a status alone.
    """
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1:
        return _KEY.fullmatch(filled[0]) is not None or (
            walk.in_key and (bool(row.fills) or is_code(filled[0].split()[0].rstrip(":=–")))
        )
    if len(filled) != 2 or not is_code(filled[0]):
        return False
    return walk.in_key or (REF in walk.table.layout.key_of and bool(walk.entries) and is_status(filled[1]))


def _leave_out(walk: _Walk, row: Row, others: Mapping[str, str]) -> None:
    words = " ".join(others.values())
    walk.table.notes.append(row)
    if walk.entries or walk.before:
        _note(walk.findings, row.spot, words)
        return
    walk.findings.leave_out(row.spot, "there is no reference and no action before it; it was left out.")


def _begin(walk: _Walk, row: Row, layout: Layout, cells: dict[str, str], ref: str) -> None:
    if walk.pending:
        walk.section = " – ".join(words for _, words in walk.pending)
        walk.pending = []
    walk.is_over = False
    entry = TableEntry(ref, row.spot, row.spot, walk.table.layout, walk.section, walk.table.title)
    for at, key in enumerate(layout.keys):
        if not cells.get(key) and at < len(row.above):
            cells[key] = row.above[at]
        if at in row.fills:
            entry.fills[key] = row.fills[at]
        if at in row.struck:
            entry.struck[key] = row.struck[at]
    walk.entries.append(entry)
    _add(walk, row, cells, layout.key_of.get(REF, "") if entry.ref else "")


def _go_on(walk: _Walk, row: Row, cells: dict[str, str], ref_key: str) -> None:
    for spot, words in walk.pending:
        _note(walk.findings, spot, words)
    walk.pending = []
    _add(walk, row, cells, ref_key)


def _add(walk: _Walk, row: Row, cells: dict[str, str], ref_key: str) -> None:
    entry = walk.last
    if entry is None:
        return
    entry.last = row.spot
    entry.rows += 1
    if entry.rows > MOST_ROWS_OF_ONE:
        raise Refused(
            f"At {row.spot} action {entry.ref} goes on for more than {MOST_ROWS_OF_ONE} rows; look whether the "
            "references after it are missing."
        )
    for key, words in cells.items():
        if not words or (key == ref_key and key == REF):
            continue
        latin, mended = in_latin(words)
        entry.parts.setdefault(key, []).append(latin)
        walk.findings.warnings.extend(
            f"{capitalised(str(row.spot))}: “{was}” holds letters of another alphabet and was read as {now}."
            for was, now in mended
        )


def _without_parents(walk: _Walk) -> list[TableEntry]:
    """The entries without those that only head others: "1 Governance" over 1.1 and 1.2."""
    entries: list[TableEntry] = []
    heading: TableEntry | None = None
    for entry, after in zip_longest(walk.entries, walk.entries[1:]):
        alone = not any(entry.filled(name) for name in (*_OWN, "delivered", "response", "percent"))
        if alone and entry.ref and after is not None and _is_under(after.ref, entry.ref):
            heading = entry
            continue
        if heading is not None and _is_under(entry.ref, heading.ref):
            words = " ".join(word for parts in heading.parts.values() for word in parts)
            entry.section = f"{heading.ref} {words}".strip()
        entries.append(entry)
    return entries


def _is_under(ref: str, parent: str) -> bool:
    return ref != parent and re.match(rf"{re.escape(parent)}[.( /a-z]", ref) is not None


def says(cells: Sequence[str]) -> list[str]:
    """The cells that say something."""
    return [cell for cell in cells if not says_nothing(cell)]
