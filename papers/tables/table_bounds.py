"""Where tables of actions begin and end among the rows of a paper, and the headings of each."""

from collections.abc import Iterable, Mapping, Sequence

from papers.formats.grid import Block, Findings, Row
from papers.tables import missing_columns
from papers.tables.cells import look, reference
from papers.tables.columns import REF, layout_of
from papers.tables.heading_rows import is_headings, missing
from papers.tables.headings import folded, is_exact, meanings
from papers.tables.left_out import report, without_beside, without_other_lists
from papers.tables.summaries import without_summaries
from papers.tables.table_rows import ActionTable, Chunk, Leftover, NoTable, first_meaning
from register.fields import Look, field_of
from register.imports.answers import Answers
from register.phrases import capitalised, joined, option

_HEADINGS_WITHIN = 60  # rows from the top of a block whose headings need not be word for word
_LONGEST_SUB_HEADING = 40
_SAMPLE = 60  # rows under the headings that are weighed with them


def tables_in(
    blocks: Iterable[Block], answers: Answers, findings: Findings
) -> tuple[list[ActionTable], list[Leftover]]:
    """The tables of actions of a paper in order, and what is in none. Raises Refused when there is none."""
    answered = {folded(heading): name for heading, name in answers.columns.items()}
    dismissed = {words.casefold() for words in answers.not_tables}
    included = {words.casefold() for words in answers.tables}
    tables: list[ActionTable] = []
    leftovers: list[Leftover] = []
    nearest: tuple[Row, list[str]] | None = None
    for block in blocks:
        rows = [row for row in block.rows if any(row.cells) or row.fills]
        if not rows:
            continue
        if block.table.casefold() in dismissed:
            findings.leave_out(block.table, "it was left out, as you said.", quietly=True)
            findings.set_aside.append(block.table)
            continue
        before, found = _split(block, rows, answered)
        nearest = nearest or _nearest(before)
        if before and tables and block.continues and _goes_on(tables[-1], before, block, answered):
            tables[-1].chunks.append(Chunk(tuple(before), block.by_content, block.shifts))
        elif before:
            place = block.table or before[0].spot.until(before[-1].spot)
            leftovers.append(Leftover(tuple(before), place, len(tables), bool(found)))
        tables.extend(found)
    if not tables:
        raise NoTable(_no_table(nearest))
    for table in tables:
        if not any(chunk.shifts or chunk.by_content for chunk in table.chunks):
            without_beside(table, findings)
    _lay_out(tables, answered)
    kept = without_summaries(without_other_lists(tables, included, findings), included, findings)
    first = tables.index(kept[0])
    for leftover in leftovers:
        report(leftover, after=leftover.after > first, findings=findings)
    return kept, leftovers


def _split(block: Block, rows: list[Row], answered: Mapping[str, str]) -> tuple[list[Row], list[ActionTable]]:
    """The rows before the first headings, and each table under its own."""
    before: list[Row] = []
    found: list[ActionTable] = []
    rows_above: list[Row] = before
    at = 0
    while at < len(rows):
        row = rows[at]
        thoroughly = not found and at < _HEADINGS_WITHIN
        if not is_headings(row.cells, answered, thoroughly=thoroughly):
            rows_above.append(row)
            at += 1
            continue
        if found:
            found[-1].chunks.append(Chunk(tuple(rows_above), block.by_content, block.shifts))
        headings = _with_sub_headings(row, rows[at + 1] if at + 1 < len(rows) else None)
        at += 1 if headings == row.cells else 2
        found.append(ActionTable(headings, row.spot, block.title, banner=_banner_over(row, rows_above)))
        rows_above = []
    if found:
        found[-1].chunks.append(Chunk(tuple(rows_above), block.by_content, block.shifts))
    return before, found


def _banner_over(headings: Row, above: Sequence[Row]) -> str:
    """The words right above headings that reach over most of them, as those of a section do."""
    over = above[-1] if above else None
    if over is None or over.spot.number != headings.spot.number - 1 or over.spot.table != headings.spot.table:
        return ""
    filled = [cell for cell in over.cells if cell]
    reaches = any(2 * span > len(headings.cells) for span in over.spans.values())
    return filled[0] if len(filled) == 1 and reaches else ""


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
        first_meaning(whole) != first_meaning(top)
        for whole, top, under in zip(combined, tops, unders, strict=True)
        if under
    )
    return tuple(combined) if changed else row.cells


def _is_sub_headings(row: Row, sub: Row) -> bool:
    filled = [cell for cell in sub.cells if cell]
    what = [at for at, cell in enumerate(row.cells) if first_meaning(cell) in ("ref", "defined")]
    under_what = any(at < len(sub.cells) and sub.cells[at] not in ("", row.cells[at]) for at in what)
    short = all(len(cell) <= _LONGEST_SUB_HEADING and not cell[0].isdigit() for cell in filled)
    plain = all(
        is_exact(cell) or look(cell) not in (Look.REF, Look.DATE, Look.PERCENT, Look.CODES) for cell in filled
    )
    return bool(filled) and short and plain and not under_what and all(map(meanings, filled))


def _goes_on(table: ActionTable, rows: list[Row], block: Block, answered: Mapping[str, str]) -> bool:
    """Whether rows without headings go on with a table: a page of text does, others by what they hold."""
    if not block.table:
        return True
    layout = layout_of(
        table.headings, [row.cells for chunk in table.chunks for row in chunk.rows][:_SAMPLE], answered
    )
    width = max(len(row.cells) for row in rows)
    cells = [(*row.cells, *[""] * (width - len(row.cells))) for row in rows]
    own = (
        layout if width == len(layout) else missing_columns.fit(cells, layout) if width < len(layout) else None
    )
    if own is None:
        return False
    at = next((at for at, column in enumerate(own.columns) if REF in column.fields), None)
    if at is None:
        return width == len(layout) and missing_columns.suits(cells, own) > 0
    # Without a reference it is the rest of a row that a page has split, or something else.
    rest = len(rows) == 1 and any(cell[:1].islower() or look(cell) is Look.DATE for cell in cells[0] if cell)
    return any(reference(row[at]) for row in cells) or rest


def _lay_out(tables: Sequence[ActionTable], answered: Mapping[str, str]) -> None:
    """Tell the columns of each table; where tables have the same headings, by what the cells of all of them hold."""
    under: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for table in tables:
        width = len(table.headings)
        rows = [
            row
            for chunk in table.chunks
            for row in chunk.rows
            if len(row.cells) == width or not chunk.by_content
        ]
        if not any(chunk.shifts for chunk in table.chunks):
            # A column beyond the headings that holds anything is one without a heading.
            widest = max((len(row.cells) for row in rows), default=width)
            table.headings += ("",) * (widest - width)
        under.setdefault(table.headings, []).extend(row.cells for row in rows[:_SAMPLE])
    layouts = {headings: layout_of(headings, cells, answered) for headings, cells in under.items()}
    for table in tables:
        table.layout = layouts[table.headings]


def _nearest(rows: Sequence[Row]) -> tuple[Row, list[str]] | None:
    """The row that is likest to one of headings, with the fields it lacks."""
    named = [
        (sum(bool(first_meaning(cell)) for cell in row.cells if cell and len(cell) <= 80), row)
        for row in rows[:60]
    ]
    most, row = max(named, key=lambda one: one[0], default=(0, None))
    return (row, missing(row.cells)) if row is not None and most >= 2 else None


def _no_table(nearest: tuple[Row, list[str]] | None) -> str:
    """Why there is no table: of the row that comes nearest to headings, all that is missing, and what to say."""
    words = (
        "No table of actions was found: it needs a row of headings such as Action Ref, Action, Owner and "
        "Target Date."
    )
    if nearest is None or not nearest[1]:
        return words
    row, lacks = nearest
    unknown = [cell for cell in row.cells if cell and len(cell) <= 80 and not first_meaning(cell)]
    heading = " ".join((unknown or [cell for cell in row.cells if cell])[0].split())
    return (
        f"{words} {capitalised(str(row.spot))} comes nearest, but no column there is known as "
        f"{joined(field_of(name).words for name in lacks)}; say which it is, such as "
        f"{option('--column', f'{heading}={lacks[0]}')}."
    )
