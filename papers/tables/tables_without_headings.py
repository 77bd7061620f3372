"""Tables whose headings are missing or unknown: the cells show the fields, and a person is asked about each column."""

from collections.abc import Iterable, Mapping, Sequence

from papers.formats.grid import Findings, Row, RowBlock
from papers.tables.column_looks import looks_of_column, suits
from papers.tables.headings import VAGUE, folded, is_exact, meanings
from papers.tables.layout import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    OWNERS,
    PROGRESS,
    REF,
    TARGET,
    FoundColumn,
    Layout,
    column_name,
)
from papers.tables.left_out import leave_out_table
from papers.tables.meeting_plans import PLAN, plans_meetings
from papers.tables.table_rows import ActionTable, Chunk
from register.fields import Look
from register.imports.answers import Answers
from register.phrases import capitalised

_FEWEST_ROWS, _FEWEST_CELLS = 2, 3
_LEAST_SHARE = 0.7
"""The least share of the cells of a column that must have the same look."""

_CONFIDENCE = 0.4
# Fields and the looks of their cells, in the order in which columns are assigned.
_FIELDS = (
    (REF, Look.REF),
    (DEFINED, Look.TEXT),
    (TARGET, Look.DATE),
    (PROGRESS, Look.WORD),
    (OWNERS, Look.CODES),
    (OWNERS, Look.NAME),
)


_BESIDE_THE_TASK = frozenset({OWNERS, OFFICERS, TARGET, PROGRESS, DELIVERED})
"""Fields that a known heading settles; what is to be done and the references are told by their cells."""


def tables_without_headings(
    blocks: Iterable[RowBlock], answers: Answers, findings: Findings
) -> tuple[list[ActionTable], list[ActionTable]]:
    """The tables without known headings that have a column of text, one of dates, and one of references or owners.

    ``answers`` and ``findings`` as in table_bounds.tables_in; each table found is warned about. The plans
    of meetings among them are left out, and are the second list.
    """
    answered = {folded(heading): name for heading, name in answers.columns.items()}
    dismissed = {words.casefold() for words in answers.not_tables}
    included = {words.casefold() for words in answers.tables}
    found, plans = list[ActionTable](), list[ActionTable]()
    for block in blocks:
        place = block.table.casefold()
        table, reason = _table_in(block, answered) if place not in dismissed else (None, "")
        if table is None:
            continue
        is_answered = place in included or any(one.is_settled for one in table.layout.columns)
        if plans_meetings(table) and not is_answered:
            plans.append(table)
            leave_out_table(table, PLAN, findings)
            continue
        found.append(table)
        findings.warnings.append(
            f"{capitalised(str(table.spot))}: {reason}; what its columns hold was worked out from their cells."
        )
    return found, plans


def _table_in(block: RowBlock, answered: Mapping[str, str]) -> tuple[ActionTable | None, str]:
    """The table of actions that a block of rows is, and what it lacks; None where its cells do not show one."""
    rows = [row for row in block.rows if sum(map(bool, row.cells)) >= _FEWEST_CELLS]
    if len(rows) < _FEWEST_ROWS:
        return None, ""
    below, heading_row = block.rows, rows[0] if _is_headings(rows) else None
    if heading_row is not None:
        rows = rows[1:]
        below = block.rows[block.rows.index(heading_row) + 1 :]
    layout, has_dates = _layout(rows, answered, heading_row)
    fields_found = layout.key_of
    if DEFINED not in fields_found or not has_dates or not {REF, OWNERS} & fields_found.keys():
        return None, ""
    headings = tuple(column.heading for column in layout.columns)
    chunk = Chunk(below, block.by_content, block.shifts)
    table = ActionTable(headings, (heading_row or rows[0]).spot, block.title, [chunk], layout)
    return table, "there are no headings over it" if heading_row is None else "its headings are not known"


def _is_headings(rows: Sequence[Row]) -> bool:
    """Whether the first row holds unknown headings: no date in a column of dates, no reference in one of references."""
    first, rest = rows[0].cells, [row.cells for row in rows[1:]]
    common_looks = [
        (at, look)
        for at, cell in enumerate(first)
        for look in (Look.DATE, Look.REF)
        if cell and _are_mostly(looks_of_column(rest, at), look)
    ]
    are_different = [looks_of_column([first], at)[:1] != [look] for at, look in common_looks]
    return Look.DATE in {look for _at, look in common_looks} and all(are_different)


def _layout(rows: Sequence[Row], answered: Mapping[str, str], heading_row: Row | None) -> tuple[Layout, bool]:
    """The layout of the rows, and whether any column holds dates. ``heading_row`` is the row of headings, if any.

    ``answered`` as in columns.is_heading_row. Each field gets one column at most.
    """
    width = max(len(row.cells) for row in rows)
    headings = (
        {at: cell for at, cell in enumerate(heading_row.cells) if cell} if heading_row is not None else {}
    )
    looks = [looks_of_column([row.cells for row in rows], at) for at in range(width)]
    columns = [_column_as_answered(headings.get(at, column_name(at)), answered) for at in range(width)]
    _take_known_headings(columns, looks)
    for field, look in _FIELDS:
        free = [
            at
            for at, column in enumerate(columns)
            if not column.is_settled and not column.fields and _are_mostly(looks[at], look)
        ]
        if not free or any(field in column.fields for column in columns):
            continue
        # Several columns of dates get no field, as nothing shows which one is the target date.
        chosen = [at for at in free if field == TARGET] or free[:1]
        for at in chosen:
            names = (field,) if len(chosen) == 1 else ()
            columns[at] = FoundColumn(columns[at].heading, names, _CONFIDENCE, is_asked=True)
    return Layout(tuple(columns)), any(_are_mostly(column_looks, Look.DATE) for column_looks in looks)


def _are_mostly(looks: Sequence[Look], look: Look) -> bool:
    """Whether the cells of a column have that look; a column without any has none."""
    return bool(looks) and looks.count(look) >= _LEAST_SHARE * len(looks)


def _take_known_headings(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Give the columns with exactly a heading of a field that field, where their cells do not contradict it."""
    taken = {name for column in columns for name in column.fields}
    for at, column in enumerate(columns):
        if column.is_settled or not is_exact(column.heading):
            continue
        meaning = meanings(column.heading)[0]
        is_plain = (
            meaning.fields[0] in _BESIDE_THE_TASK and meaning.score > VAGUE and not taken & set(meaning.fields)
        )
        if is_plain and (not looks[at] or suits(meaning.fields[0], looks[at])):
            columns[at] = FoundColumn(column.heading, meaning.fields, meaning.score)
            taken.update(meaning.fields)


def _column_as_answered(name: str, answered: Mapping[str, str]) -> FoundColumn:
    """The column with the field that a person gave for its name, else a column without a field."""
    if folded(name) not in answered:
        return FoundColumn(name, ())
    field = answered[folded(name)]
    return FoundColumn(name, (field,) if field else (), is_settled=True)
