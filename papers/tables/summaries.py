"""Summaries: tables that repeat actions of a fuller table of the paper, as a report does ahead of its appendix."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from papers.formats.grid import Findings, Row
from papers.tables.cells import reference, says_nothing
from papers.tables.headings import folded
from papers.tables.layout import DEFINED, DELIVERED, OFFICERS, OWNERS, PROGRESS, REF, TARGET, TITLE
from papers.tables.table_rows import ActionTable
from register.days.target_dates import read_target
from register.imports.doubts import Doubt
from register.lazy_pattern import LazyPattern
from register.refs import folded_ref

_CORE_FIELDS = (DEFINED, DELIVERED, TARGET, OWNERS, PROGRESS)
_DAY = date(2000, 1, 1)
_NO_NEWS = LazyPattern(r"no (?:further |new )?updates?\b.{0,40}$", re.I)
_SHORTEST_BEGINNING = 12
"""A cell with fewer letters than this does not identify an action."""


@dataclass(frozen=True)
class _FullerAction:
    """An action of the fuller table: its place, its folded words and its target date as printed."""

    place: str
    words: str
    target: str


def without_summaries(
    tables: Sequence[ActionTable], included: Set[str], findings: Findings
) -> list[ActionTable]:
    """The tables of a paper without those that repeat actions of a fuller one; ``findings`` reports what is left out.

    A table repeats another when each of its rows begins with a reference of the other and has the beginning of the same
    action's words beside it. A row with the same reference and other words is another action, so that its table stays.
    Different target dates for one action become a doubt. ``included`` are the places, in lower case, of tables that a
    person said have actions.
    """
    remaining = list(tables)
    for table in tables:
        if table.spot.table.casefold() in included:
            continue
        for other in (other for other in remaining if other is not table and _is_fuller(other, table)):
            fuller_actions = _actions(other, [candidate for candidate in remaining if candidate is not table])
            if _repeats(table, fuller_actions):
                remaining.remove(table)
                findings.set_aside.append(table.spot.table)
                findings.leave_out(
                    table.spot, "the table repeats actions of a fuller one and was left out.", quietly=True
                )
                findings.doubts.extend(_date_conflicts(table, fuller_actions))
                break
    return remaining


def _is_fuller(other: ActionTable, table: ActionTable) -> bool:
    """Whether ``other`` has references, all the core fields that ``table`` has something to say in, and more."""
    fields, other_fields = _fields_with_news(table), set(_CORE_FIELDS) & set(other.layout.key_of)
    if OFFICERS in other.layout.key_of:
        other_fields.add(OWNERS)
    return REF in other.layout.key_of and fields < other_fields


def _fields_with_news(table: ActionTable) -> set[str]:
    """The core fields of a table in which any cell says something; "No update since May" is not counted as that."""
    rows = list(_rows(table))
    return {
        name
        for name in set(_CORE_FIELDS) & set(table.layout.key_of)
        if not all(
            _NO_NEWS.match(cell) or says_nothing(cell) for cell in (_cell(table, row, name) for row in rows)
        )
    }


def _actions(fuller: ActionTable, tables: Iterable[ActionTable]) -> dict[str, _FullerAction]:
    """The actions of all the tables with the headings of ``fuller``, by folded reference."""
    headings = _folded_headings(fuller)
    same_headings = [
        table for table in tables if REF in table.layout.key_of and _folded_headings(table) == headings
    ]
    fuller_actions: dict[str, _FullerAction] = {}
    for table in same_headings:
        for row in _rows(table):
            ref = reference(_cell(table, row, REF))
            if ref:
                words = folded(" ".join(_cell(table, row, name) for name in (DEFINED, TITLE)))
                fuller_actions.setdefault(
                    folded_ref(ref), _FullerAction(str(row.spot), words, _cell(table, row, TARGET))
                )
    return fuller_actions


def _cell(table: ActionTable, row: Row, name: str) -> str:
    """The cell of a row in the first column of a field, "" where there is none."""
    key = table.layout.key_of.get(name)
    at = table.layout.keys.index(key) if key is not None else len(row.cells)
    return row.cells[at] if at < len(row.cells) else ""


def _repeats(table: ActionTable, fuller_actions: Mapping[str, _FullerAction]) -> bool:
    rows = list(_rows(table))
    return bool(rows) and all(_is_repeated(row, fuller_actions) for row in rows)


def _is_repeated(row: Row, fuller_actions: Mapping[str, _FullerAction]) -> bool:
    """Whether the first cell is the reference of a fuller action and another is the beginning of its words."""
    filled = [cell for cell in row.cells if cell]
    ref = reference(filled[0])
    action = fuller_actions.get(folded_ref(ref)) if ref else None
    if action is None:
        return False
    beginnings = [folded(cell.rstrip(" .…")) for cell in filled[1:] if len(cell) >= _SHORTEST_BEGINNING]
    return any(action.words.startswith(beginning) for beginning in beginnings if beginning)


def _date_conflicts(table: ActionTable, fuller_actions: Mapping[str, _FullerAction]) -> Iterator[Doubt]:
    """A doubt for each row whose target date is not that of the fuller table."""
    for row in _rows(table):
        ref, printed = _cell(table, row, REF), _cell(table, row, TARGET)
        action = fuller_actions.get(folded_ref(reference(ref) or ""))
        if printed and action is not None and _dates(printed) != _dates(action.target):
            question = f"the fuller table prints it at {action.place}; which of the two is the target date?"
            yield Doubt(str(row.spot), ref, TARGET, printed, action.target or "blank", question)


def _dates(printed: str) -> set[date | None]:
    return {one.deadline for one in read_target(printed, _DAY).milestones}


def _folded_headings(table: ActionTable) -> list[str]:
    return list(map(folded, table.headings))


def _rows(table: ActionTable) -> Iterator[Row]:
    """The rows of a table that hold words, without repeated headings, as of a like table on the next page."""
    headings = _folded_headings(table)
    for chunk in table.chunks:
        for row in chunk.rows:
            filled = [folded(cell) for cell in row.cells if cell]
            repeated = sum(cell in headings for cell in filled)
            if filled and repeated <= len(filled) / 2:
                yield row
