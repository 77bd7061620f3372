"""Rows with fewer columns than their headings, as pages of a text have them: which columns were dropped."""

from collections.abc import Sequence
from itertools import combinations

from papers.tables.cells import look, says_nothing
from papers.tables.columns import DEFINED, DELIVERED, OWNERS, PROGRESS, REF, TARGET, Layout, looks_at
from register.fields import field_of

# What a page can do without: the less, the dearer.
_DROPPED = {REF: -100, DEFINED: -30, TARGET: -3, OWNERS: -3, DELIVERED: -2, PROGRESS: -1}
_WIDEST = 12  # columns of a table from which a page may drop some


def suits(rows: Sequence[Sequence[str]], layout: Layout) -> int:
    """How well rows suit a layout that is at least as wide as they are; higher is better."""
    return sum(
        field_of(column.name).looks.get(look(cell), 0)
        for row in rows
        for column, cell in zip(layout.columns, row, strict=False)
        if not says_nothing(cell)
    )


def fit(rows: Sequence[Sequence[str]], layout: Layout) -> Layout | None:
    """The layout of rows that have fewer columns than ``layout``: the same fields in order, some dropped.

    ``rows`` all have one width. Which were dropped is told by what the cells hold; None when nothing fits, or
    when two ways fit equally well and would put words in different fields.
    """
    width = len(rows[0])
    if width >= len(layout) or len(layout) > _WIDEST:
        return layout if width == len(layout) else None
    looks = [looks_at(rows, at) for at in range(width)]
    ways = []
    for positions in combinations(range(len(layout)), width):
        way = tuple(layout.columns[at] for at in positions)
        score: float = sum(
            _DROPPED.get(layout.columns[at].name, 0) for at in range(len(layout)) if at not in positions
        )
        score += sum(
            field_of(column.name).looks.get(seen, 0)
            for column, column_looks in zip(way, looks, strict=True)
            for seen in column_looks
        )
        ways.append((score, way))
    top = max(score for score, _ in ways)
    best = [way for score, way in ways if score == top]
    filled = [at for at in range(width) if looks[at]]
    if top < -20 or any(way[at].fields != best[0][at].fields for way in best for at in filled):
        return None
    return Layout(best[0])
