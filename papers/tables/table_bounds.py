"""Finding the tables of actions among the rows of a paper: where each begins and ends, and its headings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from papers.formats.grid import Findings, Row, RowBlock
from papers.formats.whitespace import RULE
from papers.tables import columns, missing_columns
from papers.tables.cells import is_status, look, reference
from papers.tables.choices import with_choices
from papers.tables.columns import is_heading_row, layout_of
from papers.tables.headings import DATE_WORDS, folded, is_exact, meanings
from papers.tables.keys import rows_of_key
from papers.tables.layout import REF
from papers.tables.left_out import explains_progress, report_leftover, without_beside, without_other_lists
from papers.tables.summaries import without_summaries
from papers.tables.table_rows import ActionTable, Chunk, Leftover, NoTable, first_meaning
from register.fields import FIELDS, Look, field_of
from register.imports.answers import Answers
from register.phrases import capitalised, joined, option
from register.words.text_folding import caseless

_HEADINGS_WITHIN = 60  # rows from the top of a block among which headings need not be exact
_PROSE = frozenset(field.name for field in FIELDS if field.prose)
_LONGEST_SUB_HEADING = 40
_MOST_WORDS_OF_HEADING = 7
"""The most words of a cell that is shown as what comes nearest to a heading; more are a sentence."""
_SAMPLE = 60  # rows below the headings that are used to find the field of each column


def tables_in(
    blocks: Iterable[RowBlock], answers: Answers, findings: Findings
) -> tuple[list[ActionTable], list[Leftover]]:
    """The tables of actions of a paper in order, with their layouts, and the rows outside them.

    ``answers`` are a person's answers about the paper: headings, and tables to leave out or to include. ``findings``
    reports what is left out. Raises NoTable (a Refused) when there is no table of actions.
    """
    answered = {folded(heading): name for heading, name in answers.columns.items()}
    included = {words.casefold() for words in answers.tables}
    tables, leftovers = _divided(blocks, answers, answered, findings)
    for table in tables:
        if not any(chunk.shifts or chunk.by_content for chunk in table.chunks):
            without_beside(table, findings)
    _assign_layouts(tables, answered)
    action_tables = without_summaries(without_other_lists(tables, included, findings), included, findings)
    first = tables.index(action_tables[0])
    for leftover in leftovers:
        report_leftover(leftover, after=leftover.after > first, findings=findings)
    return action_tables, [*leftovers, *_keys_left_out(tables, action_tables)]


def _divided(
    blocks: Iterable[RowBlock], answers: Answers, answered: Mapping[str, str], findings: Findings
) -> tuple[list[ActionTable], list[Leftover]]:
    """The tables below rows of headings, without layouts, and the rows outside them. Raises NoTable without any table.

    ``answered`` as in columns.is_heading_row.
    """
    dismissed = {words.casefold() for words in answers.not_tables}
    tables: list[ActionTable] = []
    leftovers: list[Leftover] = []
    nearest: tuple[Row, list[str]] | None = None
    for block in blocks:
        rows = [with_choices(row) for row in block.rows if any(row.cells) and not _is_rule(row)]
        if not rows:
            continue
        if block.table.casefold() in dismissed:
            findings.leave_out(block.table, "it was left out, as you said.", quietly=True)
            findings.set_aside.append(block.table)
            continue
        rows_before, tables_found = _split(block, rows, answered)
        nearest = nearest or _row_nearest_to_headings(rows_before)
        if (
            rows_before
            and tables
            and block.continues
            and _continues_table(tables[-1], rows_before, block, answered)
        ):
            tables[-1].chunks.append(Chunk(tuple(rows_before), block.by_content, block.shifts))
        elif rows_before:
            place = block.table or rows_before[0].spot.until(rows_before[-1].spot)
            leftovers.append(Leftover(tuple(rows_before), place, len(tables), bool(tables_found)))
        tables.extend(tables_found)
    if not tables:
        raise NoTable(_no_table_message(nearest))
    return tables, leftovers


def _is_rule(row: Row) -> bool:
    """Whether a row only draws a line: "-----" in its cells."""
    return all(RULE.fullmatch(cell) for cell in row.cells if cell)


def _keys_left_out(tables: Iterable[ActionTable], kept: Iterable[ActionTable]) -> Iterator[Leftover]:
    """The keys in tables that were left out, which may explain the words of the others."""
    ids = {id(table) for table in kept}
    for at, table in enumerate(tables):
        if id(table) not in ids:
            rows = tuple(row for chunk in table.chunks for row in chunk.rows)
            key = rows if explains_progress(table) else rows_of_key(rows)
            yield Leftover(key, table.spot.table, at, titled=True)


def _split(
    block: RowBlock, rows: list[Row], answered: Mapping[str, str]
) -> tuple[list[Row], list[ActionTable]]:
    """The rows of a block before its first headings, and the tables that begin with each row of headings."""
    rows_before: list[Row] = []
    tables: list[ActionTable] = []
    rows_above: list[Row] = rows_before
    heading_words: list[str] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        thoroughly = not tables and at < _HEADINGS_WITHIN
        is_repeated = bool(tables) and _words_of(row.cells) == heading_words
        if not is_repeated and not is_heading_row(row.cells, answered, thoroughly=thoroughly):
            rows_above.append(row)
            at += 1
            continue
        if tables:
            tables[-1].chunks.append(Chunk(tuple(rows_above), block.by_content, block.shifts))
        headings = _with_sub_headings(row, rows[at + 1] if at + 1 < len(rows) else None)
        at += 1 if headings == _spread(row) else 2
        banner, above = _banner_over(row, rows_above), () if tables else tuple(_single_cells(rows_before))
        tables.append(ActionTable(headings, row.spot, block.title, banner=banner, above=above))
        heading_words = _words_of(headings)
        rows_above = []
    if tables:
        tables[-1].chunks.append(Chunk(tuple(rows_above), block.by_content, block.shifts))
    return rows_before, tables


def _words_of(cells: Iterable[str]) -> list[str]:
    return [caseless(cell) for cell in cells if cell]


def _single_cells(rows: Iterable[Row]) -> Iterator[str]:
    """The words of the rows that have a single cell."""
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        if len(filled) == 1:
            yield filled[0]


def _banner_over(headings: Row, above: Sequence[Row]) -> str:
    """The words of the row right above the headings if its only cell is merged over most of them; "" otherwise."""
    row_above = above[-1] if above else None
    if (
        row_above is None
        or row_above.spot.number != headings.spot.number - 1
        or row_above.spot.table != headings.spot.table
    ):
        return ""
    filled = [cell for cell in row_above.cells if cell]
    reaches = any(2 * span > len(headings.cells) for span in row_above.spans.values())
    return filled[0] if len(filled) == 1 and reaches else ""


def _with_sub_headings(row: Row, sub: Row | None) -> tuple[str, ...]:
    """The headings joined with those of a second row below: "Target date" above "Original" and "Revised".

    Without a second row of headings they are the cells of ``row``.
    """
    if sub is None or sub.spot.number != row.spot.number + 1 or not _is_sub_headings(row, sub):
        return _spread(row)
    width = max(len(row.cells), len(sub.cells))
    upper = [*row.cells, *[""] * (width - len(row.cells))]
    lower = [*sub.cells, *[""] * (width - len(sub.cells))]
    combined, group, until = [], "", 0
    for at, (top, under) in enumerate(zip(upper, lower, strict=True)):
        if top:
            group, until = top, at + row.spans.get(at, width)
        over = top or (group if under and at < until else "")
        combined.append(_joined_heading(over, under))
    changed = sum(
        first_meaning(whole) != first_meaning(top)
        for whole, top, under in zip(combined, upper, lower, strict=True)
        if under
    )
    return tuple(combined) if changed or _are_periods(row, sub) else _spread(row)


def _are_periods(row: Row, sub: Row) -> bool:
    """Whether ``sub`` names the times of one heading merged over several columns: Q1 to Q4 below "Progress"."""
    filled = [at for at, cell in enumerate(sub.cells) if cell and (cell,) != row.cells[at : at + 1]]
    begins = {max((top for top in row.spans if top <= at), default=-1) for at in filled}
    is_below_one = len(begins) == 1 and all(at < (top := min(begins)) + row.spans.get(top, 0) for at in filled)
    are_periods = all(_is_period(sub.cells[at]) for at in filled)
    return len(filled) > 1 and is_below_one and are_periods and any(sub.cells[at][0].isalpha() for at in filled)


def _is_period(heading: str) -> bool:
    """Whether a heading is a time and nothing else: "Q1", "Oct-26"."""
    return set(re.findall(r"[a-z]+", heading.casefold())) <= DATE_WORDS


def _joined_heading(over: str, under: str) -> str:
    """One heading of two: the upper one where the lower one only repeats it ("Agreed action" above "Action"), the lower
    one where it names a field of its own that the upper one would hide, or one of several ("Finding and action"), or
    one of another than the words over it ("Management response" above "Agreed action" and "Due").
    """
    if set(folded(under).split()) <= set(folded(over).split()):
        names_several = any(len(one.fields) > 1 for one in meanings(over)[:1])
        return under if under and names_several and is_exact(under) else over or under
    whole = f"{over} {under}".strip()
    hides = first_meaning(whole) == first_meaning(over) != first_meaning(under)
    is_another = first_meaning(over) in _PROSE and first_meaning(over) != first_meaning(under)
    return under if over and (hides or is_another) and is_exact(under) else whole


def _spread(row: Row) -> tuple[str, ...]:
    """The headings, with one that is merged over several columns above each of them: a number and its words, say."""
    cells = list(row.cells)
    for at, span in row.spans.items():
        for beside in range(at + 1, min(at + span, len(cells))):
            cells[beside] = cells[beside] or cells[at]
    return tuple(cells)


def _is_sub_headings(row: Row, sub: Row) -> bool:
    """Whether ``sub`` is a second row of headings: short headings, none below a reference or what is to be done, unless
    that is merged over several.
    """
    filled = [cell for cell in sub.cells if cell]
    task_columns = [at for at, cell in enumerate(row.cells) if first_meaning(cell) in ("ref", "defined")]
    # A file without merged cells, such as a CSV, has blank ones beside the upper heading.
    are_exact = len(filled) > 2 and all(is_exact(cell) and not is_status(cell) for cell in filled)
    is_under_task = any(
        at < len(sub.cells)
        and sub.cells[at] not in ("", row.cells[at])
        and row.spans.get(at, 1) < 2
        and not (are_exact and not any(row.cells[at + 1 : at + 2]))
        for at in task_columns
    )
    are_short = all(len(cell) <= _LONGEST_SUB_HEADING and not cell[0].isdigit() for cell in filled)
    are_known = all(
        is_exact(cell)
        or (meanings(cell) and look(cell) not in (Look.REF, Look.DATE, Look.PERCENT, Look.CODES))
        or (any(row.cells[at : at + 1]) and cell[0].isalpha() and _is_period(cell))
        for at, cell in enumerate(sub.cells)
        if cell
    )
    return bool(filled) and are_short and not is_under_task and (are_known or _are_periods(row, sub))


def _continues_table(table: ActionTable, rows: list[Row], block: RowBlock, answered: Mapping[str, str]) -> bool:
    """Whether rows without headings continue a table: a page of text always does, others if their cells fit."""
    if not block.table:
        return True
    layout = layout_of(
        table.headings, [row.cells for chunk in table.chunks for row in chunk.rows][:_SAMPLE], answered
    )
    width = max(len(row.cells) for row in rows)
    cells = [(*row.cells, *[""] * (width - len(row.cells))) for row in rows]
    row_layout = (
        layout
        if width == len(layout)
        else missing_columns.fitted_layout(cells, layout)
        if width < len(layout)
        else None
    )
    if row_layout is None:
        return False
    at = next((at for at, column in enumerate(row_layout.columns) if REF in column.fields), None)
    if at is None:
        return width == len(layout) and missing_columns.fit_score(cells, row_layout) > 0
    # A single row without a reference may be the rest of a row that was split by the end of a page.
    is_rest_of_row = len(rows) == 1 and any(
        cell[:1].islower() or look(cell) is Look.DATE for cell in cells[0] if cell
    )
    return any(reference(row[at]) for row in cells) or is_rest_of_row


def _assign_layouts(tables: Sequence[ActionTable], answered: Mapping[str, str]) -> None:
    """Set the layout of each table; tables with the same headings get one layout, from the cells of all of them."""
    cells_by_headings: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for table in tables:
        width = len(table.headings)
        rows = [
            row
            for chunk in table.chunks
            for row in chunk.rows
            if len(row.cells) == width or not chunk.by_content
        ]
        if not any(chunk.shifts for chunk in table.chunks):
            # Cells beyond the headings are those of columns without a heading.
            widest = max((len(row.cells) for row in rows), default=width)
            table.headings += ("",) * (widest - width)
        cells_by_headings.setdefault(table.headings, []).extend(row.cells for row in rows[:_SAMPLE])
    layouts = {headings: layout_of(headings, cells, answered) for headings, cells in cells_by_headings.items()}
    for table in tables:
        table.layout = layouts[table.headings]


def _row_nearest_to_headings(rows: Sequence[Row]) -> tuple[Row, list[str]] | None:
    """The row with the most cells that are headings, at least two, with the names of the fields it lacks; or None."""
    scored_rows = [
        (
            sum(
                bool(first_meaning(cell))
                for cell in row.cells
                if 0 < len(cell.split()) <= _MOST_WORDS_OF_HEADING
            ),
            row,
        )
        for row in rows[:60]
    ]
    best_count, row = max(scored_rows, key=lambda scored: scored[0], default=(0, None))
    return (row, columns.missing_fields(row.cells)) if row is not None and best_count >= 2 else None


def _no_table_message(nearest: tuple[Row, list[str]] | None) -> str:
    """The refusal of a paper without a table: what the row nearest to headings lacks, and how to name a column."""
    message = (
        "No table of actions was found: it needs a row of headings such as Action Ref, Action, Owner and "
        "Target Date."
    )
    if nearest is None or not nearest[1]:
        return message
    row, missing = nearest
    unknown = [cell for cell in row.cells if cell and len(cell) <= 80 and not first_meaning(cell)]
    heading = " ".join((unknown or [cell for cell in row.cells if cell])[0].split())
    return (
        f"{message} {capitalised(str(row.spot))} comes nearest, but no column there is known as "
        f"{joined(field_of(name).words for name in missing)}; say which it is, such as "
        f"{option('--column', f'{heading}={missing[0]}')}."
    )
