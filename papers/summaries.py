"""Summaries: the tables of a paper that repeat actions of its fuller table, as a report does before its appendix."""

from collections.abc import Iterable, Iterator, Sequence

from papers.cells import reference
from papers.columns import DEFINED, DELIVERED, OWNERS, PROGRESS, REF, TARGET, TITLE
from papers.grid import Findings, Row
from papers.headings import folded
from papers.table import Table
from register.refs import folded_ref

_CORE = (DEFINED, DELIVERED, TARGET, OWNERS, PROGRESS)
_FEWEST_LETTERS = 12
"""A cell shorter than this tells no action from another."""


def without_summaries(tables: Sequence[Table], findings: Findings) -> list[Table]:
    """The tables of a paper without those that repeat actions of a fuller one, which are noted as left out.

    A table repeats another when each of its rows begins with a reference of the other's, with words of the same
    action beside it. What repeats a reference with other words is another action, and stays.
    """
    kept = list(tables)
    for table in tables:
        fuller = (other for other in tables if _is_fuller(other, table))
        if any(_repeats(table, _actions(other, tables)) for other in fuller):
            kept.remove(table)
            findings.leave_out(
                table.spot, "the table repeats actions of a fuller one and was left out.", quietly=True
            )
    return kept


def _is_fuller(other: Table, table: Table) -> bool:
    fields, others = (set(_CORE) & set(one.layout.key_of) for one in (table, other))
    return REF in other.layout.key_of and fields < others


def _actions(fuller: Table, tables: Iterable[Table]) -> dict[str, str]:
    """The words of each action by its folded reference, in all the tables under the same headings."""
    headings = _headings(fuller)
    same = [table for table in tables if REF in table.layout.key_of and _headings(table) == headings]
    known: dict[str, str] = {}
    for table in same:
        at = table.layout.keys.index(table.layout.key_of[REF])
        columns = [table.layout.key_of[name] for name in (DEFINED, TITLE) if name in table.layout.key_of]
        words = list(map(table.layout.keys.index, columns))
        for row in _rows(table):
            ref = reference(row.cells[at]) if at < len(row.cells) else None
            if ref:
                cells = " ".join(row.cells[place] for place in words if place < len(row.cells))
                known.setdefault(folded_ref(ref), folded(cells))
    return known


def _repeats(table: Table, known: dict[str, str]) -> bool:
    rows = list(_rows(table))
    return bool(rows) and all(_is_repeated(row, known) for row in rows)


def _is_repeated(row: Row, known: dict[str, str]) -> bool:
    filled = [cell for cell in row.cells if cell]
    ref = reference(filled[0])
    words = known.get(folded_ref(ref)) if ref else None
    if words is None:
        return False
    beginnings = [folded(cell.rstrip(" .…")) for cell in filled[1:] if len(cell) >= _FEWEST_LETTERS]
    return any(words.startswith(beginning) for beginning in beginnings if beginning)


def _headings(table: Table) -> list[str]:
    return list(map(folded, table.headings))


def _rows(table: Table) -> Iterator[Row]:
    """Its rows with words, without those that are headings again, as of a like table that it went on with."""
    headings = _headings(table)
    for chunk in table.chunks:
        for row in chunk.rows:
            filled = [folded(cell) for cell in row.cells if cell]
            again = sum(cell in headings for cell in filled)
            if filled and again <= len(filled) / 2:
                yield row
