"""Rows with fewer columns than their headings: which columns a page of text has dropped."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from papers.formats.grid import Row
from papers.tables.cells import look, says_nothing
from papers.tables.column_looks import looks_of_column
from papers.tables.layout import DEFINED, DELIVERED, OWNERS, PROGRESS, REF, TARGET, Layout
from papers.tables.table_rows import Chunk
from register.fields import Look, field_of
from register.refused import Refused

# Added to the score of a layout that lacks the field: the lower, the less likely a page drops the column.
_COST_OF_DROPPING = {REF: -100, DEFINED: -30, TARGET: -3, OWNERS: -3, DELIVERED: -2, PROGRESS: -1}
_MISPLACED = 5
"""By more than this the score of a layout is better that puts a date or code of the row into its right column."""

_WIDEST = 12  # columns of a table from which a page may drop some


def fit_score(rows: Sequence[Sequence[str]], layout: Layout) -> int:
    """The sum of Field.looks over the cells of ``rows`` in ``layout``, which is at least as wide; higher is better."""
    return sum(
        field_of(column.name).looks.get(look(cell), 0)
        for row in rows
        for column, cell in zip(layout.columns, row, strict=False)
        if not says_nothing(cell)
    )


def fitted_layout(rows: Sequence[Sequence[str]], layout: Layout) -> Layout | None:
    """The layout of rows that have fewer columns than ``layout``: its columns in order, without those dropped.

    ``rows`` all have one width. The looks of the cells decide which columns were dropped. None when nothing fits, or
    when two choices fit equally well and would put words in different fields.
    """
    width = len(rows[0])
    if width >= len(layout) or len(layout) > _WIDEST:
        return layout if width == len(layout) else None
    looks = [looks_of_column(rows, at) for at in range(width)]
    scores = {
        positions: _score(layout, positions, looks) for positions in combinations(range(len(layout)), width)
    }
    best_score = max(scores.values())
    best = [
        tuple(layout.columns[at] for at in positions)
        for positions, score in scores.items()
        if score == best_score
    ]
    filled = [at for at in range(width) if looks[at]]
    if best_score < -20 or any(columns[at].fields != best[0][at].fields for columns in best for at in filled):
        return None
    return Layout(best[0])


def _score(layout: Layout, positions: Sequence[int], looks: Sequence[Sequence[Look]]) -> float:
    """How well cells of these looks fit the columns at those positions, and the others may be missing."""
    missing = [column.name for at, column in enumerate(layout.columns) if at not in positions]
    return sum(_COST_OF_DROPPING.get(name, 0) for name in missing) + sum(
        field_of(layout.columns[at].name).looks.get(column_look, 0)
        for at, column_looks in zip(positions, looks, strict=True)
        for column_look in column_looks
    )


def with_layouts(chunk: Chunk, layout: Layout) -> Iterator[tuple[Row, Layout]]:
    """Each row of a chunk that is not blank with the layout of its cells: ``layout``, or some of its columns.

    Cells beyond the headings are cut off. Raises Refused when more than one choice of columns fits the cells, or when
    a row has words beyond the headings that may have shifted.
    """
    rows = [_trimmed(row, len(layout), chunk) for row in chunk.rows]
    if not rows:
        return
    widest = max(len(row.cells) for row in rows)
    layout_of_page: Layout | None = layout
    if chunk.by_content and widest < len(layout):
        layout_of_page = fitted_layout([row.cells for row in rows if len(row.cells) == widest], layout)
    for row in rows:
        layout_of_row = layout_of_page
        if chunk.by_content and len(row.cells) < widest:
            layout_of_row = _layout_of_narrow_row(row, layout_of_page, layout)
        if layout_of_row is None:
            raise Refused(
                f"At {rows[0].spot.until(rows[-1].spot)} the columns cannot be told apart: there are fewer than the "
                "headings name, and the words fit more than one. Put the headings over that part of the table."
            )
        yield row, layout_of_row


def _trimmed(row: Row, width: int, chunk: Chunk) -> Row:
    """``row`` with at most ``width`` cells. Raises Refused where words beyond them may have shifted (Block.shifts)."""
    cells = row.cells
    if len(cells) <= width:
        return row
    if any(cells[width:]) and chunk.shifts:
        raise Refused(
            f"At {row.spot} there are {len(cells)} cells under {width} headings; give each column a heading, "
            "or put quotes around a cell that holds commas."
        )
    return Row(cells[:width], row.spot, row.above[:width], row.spans, row.fills, row.struck)


def _layout_of_narrow_row(row: Row, layout_of_page: Layout | None, layout: Layout) -> Layout | None:
    """The layout of a row with fewer cells than others of its page: blank cells lost on its right, or dropped columns.

    Lost blanks are far more common, so that they are assumed unless a date or a code would be in a wrong column.
    """
    fitted = fitted_layout([row.cells], layout)
    if layout_of_page is None or fitted is None:
        return layout_of_page or fitted
    gain = fit_score([row.cells], fitted) - fit_score([row.cells], layout_of_page)
    return fitted if gain > _MISPLACED else layout_of_page
