"""Cells of a PDF's ruled tables that are merged over rows with the end of a page between them.

Their words stand on the first page alone: on the next one such a cell is blank.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from papers.formats.grid import Row, RowBlock
from papers.formats.pdf_page import RuledTable

_NEAR = 3.0
"""Points by which the columns of two pages may differ and still be the same."""
_FEWEST_ROWS = 3
"""Rows of a column, besides the headings, that show that none of its cells is blank."""


def blocks_over_pages(pages: Iterable[Sequence[RuledTable]]) -> list[RowBlock]:
    """The tables of all pages, given page by page, as blocks in order.

    Where a table goes on on the next page, the blank cells at its top have above them (Row.above) the words of the cell
    that is merged down to the end of the page before. Where its lines alone do not show that, it is in doubt as well
    (Row.in_doubt).
    """
    blocks: list[RowBlock] = []
    last: RuledTable | None = None
    for tables in pages:
        for at, table in enumerate(tables):
            if at == 0 and last is not None and _goes_on(last, table):
                table = _with_words_of(last, table)
            blocks.append(table.block)
            last = table
        last = last if tables else None
    return blocks


def _goes_on(before: RuledTable, table: RuledTable) -> bool:
    """Whether a table has the columns of the one at the end of the page before, and no title of its own."""
    are_near = len(before.lefts) == len(table.lefts) and all(
        abs(one - other) < _NEAR for one, other in zip(before.lefts, table.lefts, strict=True)
    )
    return are_near and table.block.title in ("", before.block.title)


def _with_words_of(before: RuledTable, table: RuledTable) -> RuledTable:
    """A table with the words that it continues of the one at the end of the page before."""
    rows, rows_before = list(table.block.rows), before.block.rows
    first = _headings_repeated(rows_before, rows)
    if first == len(rows) or first == len(rows_before) or rows[first].spans:
        return table
    last = rows_before[-1]
    for column, cell in enumerate(rows[first].cells):
        words = last.cells[column] or (last.above[column] if last.above else "")
        if cell or not words:
            continue
        is_merged_before = not last.cells[column]
        count = table.merged_blanks.get((first, column), 1)
        if is_merged_before or count > 1:
            for at in range(first, first + count):
                rows[at] = _with_above(rows[at], column, words)
        is_shown = is_merged_before and count > 1
        others = (*rows_before[first:], *rows[first + count :])
        if not is_shown and (is_merged_before or count > 1 or _are_filled(others, column)):
            rows[first] = replace(rows[first], in_doubt={**rows[first].in_doubt, column: words})
    return replace(table, block=replace(table.block, rows=tuple(rows)))


def _headings_repeated(before: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many rows at the top of a page repeat those at the top of the table on the page before."""
    pairs = zip(before, rows, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one.cells != other.cells), min(len(before), len(rows))
    )


def _with_above(row: Row, column: int, words: str) -> Row:
    above = list(row.above or [""] * len(row.cells))
    above[column] = words
    return replace(row, above=tuple(above))


def _are_filled(rows: Sequence[Row], column: int) -> bool:
    """Whether no cell of a column is blank, so that a blank one is no usual sight there."""
    return len(rows) >= _FEWEST_ROWS and all(
        row.cells[column] or (row.above and row.above[column]) for row in rows if not row.spans
    )
