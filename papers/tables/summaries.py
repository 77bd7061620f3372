"""Summaries: the tables of a paper that repeat actions of its fuller table, as a report does before its appendix."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from papers.formats.grid import Findings, Row
from papers.tables.cells import reference, says_nothing
from papers.tables.columns import DEFINED, DELIVERED, OFFICERS, OWNERS, PROGRESS, REF, TARGET, TITLE
from papers.tables.headings import folded
from papers.tables.table_rows import ActionTable
from register.days.target_dates import read_target
from register.imports.doubts import Doubt
from register.lazy_pattern import lazy_pattern
from register.refs import folded_ref

_CORE = (DEFINED, DELIVERED, TARGET, OWNERS, PROGRESS)
_DAY = date(2000, 1, 1)
_NO_NEWS = lazy_pattern(r"no (?:further |new )?updates?\b.{0,40}$", re.I)
_FEWEST_LETTERS = 12
"""A cell shorter than this tells no action from another."""


@dataclass(frozen=True)
class _Known:
    """An action as the fuller table has it: where it stands, its folded words and its printed target date."""

    place: str
    words: str
    target: str


def without_summaries(
    tables: Sequence[ActionTable], included: Set[str], findings: Findings
) -> list[ActionTable]:
    """The tables of a paper without those that repeat actions of a fuller one, which are noted as left out.

    A table repeats another when each of its rows begins with a reference of the other's, with words of the same
    action beside it. What repeats a reference with other words is another action, and stays. Where the two give
    an action different target dates, it is asked which one counts. ``included`` are the places, in small letters, of
    tables that a person said have actions.
    """
    remaining = list(tables)
    for table in tables:
        if table.spot.table.casefold() in included:
            continue
        for other in (other for other in remaining if other is not table and _is_fuller(other, table)):
            known = _actions(other, [one for one in remaining if one is not table])
            if _repeats(table, known):
                remaining.remove(table)
                findings.set_aside.append(table.spot.table)
                findings.leave_out(
                    table.spot, "the table repeats actions of a fuller one and was left out.", quietly=True
                )
                findings.doubts.extend(_other_dates(table, known))
                break
    return remaining


def _is_fuller(other: ActionTable, table: ActionTable) -> bool:
    fields, others = _core(table), set(_CORE) & set(other.layout.key_of)
    if OFFICERS in other.layout.key_of:
        others.add(OWNERS)
    return REF in other.layout.key_of and fields < others


def _core(table: ActionTable) -> set[str]:
    """The fields of a table that it says something of: "No update since May" under each action is no news of it."""
    rows = list(_rows(table))
    return {
        name
        for name in set(_CORE) & set(table.layout.key_of)
        if not all(
            _NO_NEWS.match(cell) or says_nothing(cell) for cell in (_cell(table, row, name) for row in rows)
        )
    }


def _actions(fuller: ActionTable, tables: Iterable[ActionTable]) -> dict[str, _Known]:
    """Each action by its folded reference, in all the tables under the same headings."""
    headings = _headings(fuller)
    same = [table for table in tables if REF in table.layout.key_of and _headings(table) == headings]
    known: dict[str, _Known] = {}
    for table in same:
        for row in _rows(table):
            ref = reference(_cell(table, row, REF))
            if ref:
                words = folded(" ".join(_cell(table, row, name) for name in (DEFINED, TITLE)))
                known.setdefault(folded_ref(ref), _Known(str(row.spot), words, _cell(table, row, TARGET)))
    return known


def _cell(table: ActionTable, row: Row, name: str) -> str:
    """What a row holds of a field, "" where it has none."""
    key = table.layout.key_of.get(name)
    at = table.layout.keys.index(key) if key is not None else len(row.cells)
    return row.cells[at] if at < len(row.cells) else ""


def _repeats(table: ActionTable, known: Mapping[str, _Known]) -> bool:
    rows = list(_rows(table))
    return bool(rows) and all(_is_repeated(row, known) for row in rows)


def _is_repeated(row: Row, known: Mapping[str, _Known]) -> bool:
    filled = [cell for cell in row.cells if cell]
    ref = reference(filled[0])
    action = known.get(folded_ref(ref)) if ref else None
    if action is None:
        return False
    beginnings = [folded(cell.rstrip(" .…")) for cell in filled[1:] if len(cell) >= _FEWEST_LETTERS]
    return any(action.words.startswith(beginning) for beginning in beginnings if beginning)


def _other_dates(table: ActionTable, known: Mapping[str, _Known]) -> Iterator[Doubt]:
    for row in _rows(table):
        ref, printed = _cell(table, row, REF), _cell(table, row, TARGET)
        action = known.get(folded_ref(reference(ref) or ""))
        if printed and action is not None and _dates(printed) != _dates(action.target):
            question = f"the fuller table prints it at {action.place}; which of the two is the target date?"
            yield Doubt(str(row.spot), ref, TARGET, printed, action.target or "blank", question)


def _dates(printed: str) -> set[date | None]:
    return {one.deadline for one in read_target(printed, _DAY).milestones}


def _headings(table: ActionTable) -> list[str]:
    return list(map(folded, table.headings))


def _rows(table: ActionTable) -> Iterator[Row]:
    """Its rows with words, without those that are headings again, as of a like table that it went on with."""
    headings = _headings(table)
    for chunk in table.chunks:
        for row in chunk.rows:
            filled = [folded(cell) for cell in row.cells if cell]
            again = sum(cell in headings for cell in filled)
            if filled and again <= len(filled) / 2:
                yield row
