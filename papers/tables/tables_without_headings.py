"""A table without headings that are known, which its cells tell: each of its columns is asked about."""

from collections.abc import Iterable, Mapping, Sequence

from papers.formats.grid import Block, Findings, Row
from papers.tables.columns import (
    DEFINED,
    OWNERS,
    PROGRESS,
    REF,
    TARGET,
    FoundColumn,
    Layout,
    column_name,
    looks_at,
)
from papers.tables.headings import folded
from papers.tables.table_rows import ActionTable, Chunk
from register.fields import Look
from register.imports.answers import Answers
from register.phrases import capitalised

_FEWEST_ROWS, _FEWEST_CELLS = 2, 3
_MOSTLY = 0.7
"""The share of a column's cells that must look alike."""

_SURE = 0.4
# In this order a column is looked for that has the look of a field.
_FIELDS = (
    (REF, Look.REF),
    (DEFINED, Look.TEXT),
    (TARGET, Look.DATE),
    (PROGRESS, Look.WORD),
    (OWNERS, Look.CODES),
    (OWNERS, Look.NAME),
)


def tables_without_headings(blocks: Iterable[Block], answers: Answers, findings: Findings) -> list[ActionTable]:
    """The tables that have a column of words, one of dates, and references or owners, but no headings."""
    answered = {folded(heading): name for heading, name in answers.columns.items()}
    dismissed = {words.casefold() for words in answers.not_tables}
    found = []
    for block in blocks:
        rows = [row for row in block.rows if sum(map(bool, row.cells)) >= _FEWEST_CELLS]
        if len(rows) < _FEWEST_ROWS or block.table.casefold() in dismissed:
            continue
        top = rows[0] if _is_headings(rows) else None
        if top is not None:
            rows = rows[1:]
        layout, dated = _layout(rows, answered, top)
        keys = layout.key_of
        if DEFINED in keys and dated and (REF in keys or OWNERS in keys):
            headings = tuple(column.heading for column in layout.columns)
            below = block.rows[block.rows.index(top) + 1 :] if top is not None else block.rows
            chunk = Chunk(below, block.by_content, block.shifts)
            spot = (top or rows[0]).spot
            found.append(ActionTable(headings, spot, block.title, [chunk], layout))
            why = "its headings are not known" if top is not None else "there are no headings over it"
            findings.warnings.append(
                f"{capitalised(str(spot))}: {why}; what its columns hold was told by their cells."
            )
    return found


def _is_headings(rows: Sequence[Row]) -> bool:
    """Whether the first row is headings of words nobody knows: no date where the others have dates, no reference where
    they have references.
    """
    first, rest = rows[0].cells, [row.cells for row in rows[1:]]
    common_looks = [
        (at, look)
        for at, cell in enumerate(first)
        for look in (Look.DATE, Look.REF)
        if cell and (seen := looks_at(rest, at)) and seen.count(look) >= _MOSTLY * len(seen)
    ]
    others = [looks_at([first], at)[:1] != [look] for at, look in common_looks]
    return Look.DATE in {look for _at, look in common_looks} and all(others)


def _layout(rows: Sequence[Row], answered: Mapping[str, str], top: Row | None) -> tuple[Layout, bool]:
    """What each column holds, at most one of each field, and whether any holds dates. ``top`` are its headings."""
    width = max(len(row.cells) for row in rows)
    printed = {at: cell for at, cell in enumerate(top.cells) if cell} if top is not None else {}
    looks = [looks_at([row.cells for row in rows], at) for at in range(width)]
    columns = [_settled(printed.get(at, column_name(at)), answered) for at in range(width)]
    for field, look in _FIELDS:
        alike = [at for at, seen in enumerate(looks) if seen and seen.count(look) >= _MOSTLY * len(seen)]
        free = [at for at in alike if not columns[at].settled and not columns[at].fields]
        if not free or any(field in column.fields for column in columns):
            continue
        # Of several columns of dates nothing tells which one is the deadline.
        found = [at for at in free if field == TARGET] or free[:1]
        for at in found:
            names = (field,) if len(found) == 1 else ()
            columns[at] = FoundColumn(columns[at].heading, names, _SURE, asked=True)
    return Layout(tuple(columns)), any(seen.count(Look.DATE) >= _MOSTLY * len(seen) for seen in looks if seen)


def _settled(name: str, answered: Mapping[str, str]) -> FoundColumn:
    """A column as a person explained it, else one that is kept as it is."""
    if folded(name) not in answered:
        return FoundColumn(name, ())
    field = answered[folded(name)]
    return FoundColumn(name, (field,) if field else (), settled=True)
