"""Where tables of actions begin and end among the rows of a paper, and the headings of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from papers import columns, fitting
from papers.cells import look, reference
from papers.columns import REF, Layout, is_headings, layout_of
from papers.grid import Block, Findings, Row, Spot, begun, short
from papers.headings import folded, meanings
from register.doubts import Answers
from register.fields import Look
from register.refused import Refused

_HEADINGS_WITHIN = 60  # rows from the top of a block whose headings need not be word for word
_LONGEST_SUB_HEADING = 40
_SAMPLE = 60  # rows under the headings that are weighed with them


class NoTable(Refused):
    """A paper without a table of actions, which may be of another kind."""


@dataclass(frozen=True)
class Chunk:
    """Rows of one table on one page, or all of it; see Block for the rest."""

    rows: tuple[Row, ...]
    by_content: bool
    shifts: bool


@dataclass
class Table:
    """A table of actions: its headings, where they stand, its chunks of rows, and the words above it."""

    headings: tuple[str, ...]
    spot: Spot
    title: str
    chunks: list[Chunk] = field(default_factory=list)
    layout: Layout = field(default_factory=lambda: Layout(()))


@dataclass(frozen=True)
class Leftover:
    """Rows that are in no table of actions: a key among them tells what colours mean."""

    rows: tuple[Row, ...]


def tables_in(
    blocks: Iterable[Block], answers: Answers, findings: Findings
) -> tuple[list[Table], list[Leftover]]:
    """The tables of actions of a paper in order, and what is in none. Raises Refused when there is none."""
    answered = {folded(heading): name for heading, name in answers.columns.items()}
    dismissed = {words.casefold() for words in answers.not_tables}
    tables: list[Table] = []
    leftovers: list[Leftover] = []
    nearest: tuple[Spot, list[str]] | None = None
    for block in blocks:
        rows = [row for row in block.rows if any(row.cells) or row.fills]
        if not rows:
            continue
        if block.table.casefold() in dismissed:
            findings.leave_out(block.table, "it was left out, as you said.", quietly=True)
            continue
        before, found = _split(block, rows, answered)
        nearest = nearest or _nearest(before)
        if before and tables and block.continues and _goes_on(tables[-1], before, block, answered):
            tables[-1].chunks.append(Chunk(tuple(before), block.by_content, block.shifts))
        elif before:
            leftovers.append(Leftover(tuple(before)))
            _report(before, block, findings, after=bool(tables), heads=bool(found))
        tables.extend(found)
    if not tables:
        raise NoTable(_no_table(nearest))
    for table in tables:
        if not any(chunk.shifts or chunk.by_content for chunk in table.chunks):
            _without_beside(table, findings)
        _lay_out(table, answered)
    return tables, leftovers


def _split(block: Block, rows: list[Row], answered: Mapping[str, str]) -> tuple[list[Row], list[Table]]:
    """The rows before the first headings, and each table under its own."""
    before: list[Row] = []
    found: list[Table] = []
    kept: list[Row] = before
    at = 0
    while at < len(rows):
        row = rows[at]
        thoroughly = not found and at < _HEADINGS_WITHIN
        if not is_headings(row.cells, answered, thoroughly=thoroughly):
            kept.append(row)
            at += 1
            continue
        if found:
            found[-1].chunks.append(Chunk(tuple(kept), block.by_content, block.shifts))
        headings = _with_sub_headings(row, rows[at + 1] if at + 1 < len(rows) else None)
        at += 1 if headings == row.cells else 2
        found.append(Table(headings, row.spot, block.title))
        kept = []
    if found:
        found[-1].chunks.append(Chunk(tuple(kept), block.by_content, block.shifts))
    return before, found


def _with_sub_headings(row: Row, sub: Row | None) -> tuple[str, ...]:
    """The headings with those of a second row under a merged one: "Target date" over "Original", "Revised"."""
    if sub is None or sub.spot.number != row.spot.number + 1 or not _is_sub_headings(row, sub):
        return row.cells
    width = max(len(row.cells), len(sub.cells))
    tops = [*row.cells, *[""] * (width - len(row.cells))]
    unders = [*sub.cells, *[""] * (width - len(sub.cells))]
    combined, group, until = [], "", 0
    for at, (top, under) in enumerate(zip(tops, unders, strict=True)):
        if top:
            group, until = top, at + row.spans.get(at, width)
        over = top or (group if under and at < until else "")
        combined.append(over if not under or under == over else f"{over} {under}".strip())
    changed = sum(
        _first(whole) != _first(top) for whole, top, under in zip(combined, tops, unders, strict=True) if under
    )
    return tuple(combined) if changed else row.cells


def _is_sub_headings(row: Row, sub: Row) -> bool:
    filled = [cell for cell in sub.cells if cell]
    what = [at for at, cell in enumerate(row.cells) if _first(cell) in ("ref", "defined")]
    under_what = any(at < len(sub.cells) and sub.cells[at] not in ("", row.cells[at]) for at in what)
    short = all(len(cell) <= _LONGEST_SUB_HEADING and not cell[0].isdigit() for cell in filled)
    plain = all(look(cell) not in (Look.REF, Look.DATE, Look.PERCENT, Look.CODES) for cell in filled)
    return bool(filled) and short and plain and not under_what and all(map(meanings, filled))


def _first(heading: str) -> str:
    told = meanings(heading)
    return told[0].fields[0] if told else ""


def _goes_on(table: Table, rows: list[Row], block: Block, answered: Mapping[str, str]) -> bool:
    """Whether rows without headings go on with a table: a page of text does, others by what they hold."""
    if not block.table:
        return True
    layout = layout_of(
        table.headings, [row.cells for chunk in table.chunks for row in chunk.rows][:_SAMPLE], answered
    )
    width = max(len(row.cells) for row in rows)
    cells = [(*row.cells, *[""] * (width - len(row.cells))) for row in rows]
    own = layout if width == len(layout) else fitting.fit(cells, layout) if width < len(layout) else None
    if own is None:
        return False
    at = next((at for at, column in enumerate(own.columns) if REF in column.fields), None)
    if at is None:
        return width == len(layout) and fitting.suits(cells, own) > 0
    # Without a reference it is the rest of a row that a page has split, or something else.
    rest = len(rows) == 1 and any(cell[:1].islower() or look(cell) is Look.DATE for cell in cells[0] if cell)
    return any(reference(row[at]) for row in cells) or rest


def _without_beside(table: Table, findings: Findings) -> None:
    """Leave out what stands beside a table on a sheet, with an empty column between: choices, a key, notes."""
    rows = [row for chunk in table.chunks for row in chunk.rows]
    width = max([len(table.headings), *(len(row.cells) for row in rows)])
    used = [at < len(table.headings) and bool(table.headings[at]) for at in range(width)]
    for row in rows:
        for at, cell in enumerate(row.cells):
            used[at] = used[at] or bool(cell)
    groups: list[list[int]] = [[]]
    for at in range(width):
        if used[at]:
            groups[-1].append(at)
        elif groups[-1]:
            groups.append([])
    own = max(
        groups, key=lambda group: len({_first(table.headings[at]) for at in group if at < len(table.headings)})
    )
    known = {_first(table.headings[at]) for at in own if at < len(table.headings)}
    beside = {
        at
        for group in groups
        if group is not own
        and not {_first(table.headings[at]) for at in group if at < len(table.headings)} - known - {""}
        for at in group
    }
    if not beside:
        return
    words = [
        row.cells[at]
        for row in (Row(table.headings, table.spot), *rows)
        for at in beside
        if at < len(row.cells)
    ]
    what = f"it stands beside the table and was left out: “{short(' '.join(filter(None, words)))}”."
    findings.leave_out(table.spot, what)
    table.headings = _blanked(table.headings, beside)
    table.chunks = [
        replace(
            chunk,
            rows=tuple(
                replace(row, cells=cells) for row in chunk.rows if any(cells := _blanked(row.cells, beside))
            ),
        )
        for chunk in table.chunks
    ]


def _blanked(cells: tuple[str, ...], beside: set[int]) -> tuple[str, ...]:
    kept = ["" if at in beside else cell for at, cell in enumerate(cells)]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _lay_out(table: Table, answered: Mapping[str, str]) -> None:
    width = len(table.headings)
    rows = [
        row for chunk in table.chunks for row in chunk.rows if len(row.cells) == width or not chunk.by_content
    ]
    if not any(chunk.shifts for chunk in table.chunks):
        # A column beyond the headings that holds anything is one without a heading.
        widest = max((len(row.cells) for row in rows), default=width)
        table.headings += ("",) * (widest - width)
    table.layout = layout_of(table.headings, [row.cells for row in rows[:_SAMPLE]], answered)


def _report(rows: list[Row], block: Block, findings: Findings, *, after: bool, heads: bool) -> None:
    """What stands outside the tables: a title is passed over, anything like a table of its own is reported."""
    widest = max(sum(1 for cell in row.cells if cell) for row in rows)
    like_a_table = len(rows) >= 2 and widest >= 2
    place = block.table or rows[0].spot.until(rows[-1].spot)
    words = " ".join(cell for row in rows[:2] for cell in row.cells if cell)
    what = f"it is no table of actions and was left out: “{short(words)}”."
    findings.leave_out(place, what, quietly=heads or not (like_a_table and (after or widest >= 3)))


def _nearest(rows: Sequence[Row]) -> tuple[Spot, list[str]] | None:
    """The row that is likest to one of headings, with what it lacks."""
    named = [
        (sum(bool(_first(cell)) for cell in row.cells if cell and len(cell) <= 80), row) for row in rows[:60]
    ]
    most, row = max(named, key=lambda one: one[0], default=(0, None))
    return (row.spot, columns.missing(row.cells)) if row is not None and most >= 2 else None


def _no_table(nearest: tuple[Spot, list[str]] | None) -> str:
    words = (
        "No table of actions was found: it needs a row of headings such as Action Ref, Action, Owner and "
        "Target Date."
    )
    if nearest is None:
        return words
    spot, lacks = nearest
    listed = ", ".join(lacks[:-1]) + (" and " if len(lacks) > 1 else "") + lacks[-1] if lacks else ""
    if not listed:
        return words
    return (
        f"{words} {begun(spot)} comes nearest, but no column there is known as {listed}; say which it is, such "
        "as --column “Minute No.=ref”."
    )
