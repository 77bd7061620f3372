"""Summaries: tables that repeat actions of a fuller table of the paper, as a report does ahead of its appendix."""

import re
import unicodedata
from collections import Counter, deque
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

_MOST_KINDS = 200
"""In a paper with more kinds of tables none is looked for that repeats another: each is compared with every kind."""


@dataclass(frozen=True)
class _FullerAction:
    """An action of the fuller table: its place, its cells, its plain words and its target date as printed."""

    place: str
    cells: tuple[str, ...]
    words: str
    target: str


def without_summaries(
    tables: Sequence[ActionTable], included: Set[str], findings: Findings
) -> list[ActionTable]:
    """The tables of a paper without those that repeat actions of a fuller one; ``findings`` reports what is left out.

    A table repeats another when each of its rows begins with a reference of the other and has the beginning of the same
    action's words beside it. A row with the same reference and other words is another action, so that its table stays;
    so is one under the same headings with another owner or date, as where each school has a table of the same tasks.
    Different target dates for one action become a doubt. ``included`` are the places, in lower case, of tables that a
    person said have actions.
    """
    kinds = [_Kind.of(table) for table in tables]
    kept = Counter(kinds)
    if len(tables) == 1 or len(kept) > _MOST_KINDS:
        return list(tables)
    fuller = _FullerActions(tables)
    remaining = []
    for table, kind in zip(tables, kinds, strict=True):
        if table.spot.table.casefold() not in included:
            kept[kind] -= 1  # a table repeats another, not itself
            repeated = _repeated(table, [one for one, count in kept.items() if count], fuller)
            if repeated is not None:
                fuller.remove(table)
                findings.set_aside.append(table.spot.table)
                findings.leave_out(
                    table.spot, "the table repeats actions of a fuller one and was left out.", quietly=True
                )
                findings.doubts.extend(_date_conflicts(table, repeated))
                continue
            kept[kind] += 1
        remaining.append(table)
    return remaining


def _repeated(
    table: ActionTable, kinds: Iterable["_Kind"], fuller: "_FullerActions"
) -> Mapping[str, _FullerAction] | None:
    """The fuller actions, by folded reference, that a table repeats; None where it repeats none of these kinds."""
    news = _fields_with_news(table)
    rows = list(_rows(table))
    for headings in dict.fromkeys(one.headings for one in kinds if one.is_fuller_than(news)):
        if found := fuller.repeated_by(rows, headings, table):
            return found
    return None


@dataclass(frozen=True)
class _Kind:
    """What tells whether a table is fuller than another: its folded headings, and the core fields that it has; none
    where it has no references.
    """

    headings: tuple[str, ...]
    fields: frozenset[str]

    @classmethod
    def of(cls, table: ActionTable) -> "_Kind":
        """The kind of a table."""
        known = set(table.layout.key_of)
        fields = known & set(_CORE_FIELDS) | ({OWNERS} if OFFICERS in known else set())
        return cls(_folded_headings(table), frozenset(fields if REF in known else ()))

    def is_fuller_than(self, news: Set[str]) -> bool:
        """Whether it has all the core fields in which a table has something to say (``news``), and more."""
        return news < self.fields


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


class _FullerActions:
    """The actions of a paper by the folded headings of their tables and by folded reference; each with its table, in
    order. They are collected once for all tables, as a paper can have thousands.
    """

    def __init__(self, tables: Iterable[ActionTable]) -> None:
        self._found: dict[tuple[str, ...], dict[str, deque[tuple[int, _FullerAction]]]] = {}
        self._removed: set[int] = set()
        for table in tables:
            if REF in table.layout.key_of:
                self._add(table)

    def _add(self, table: ActionTable) -> None:
        by_ref = self._found.setdefault(_folded_headings(table), {})
        for row in _rows(table):
            ref = reference(_cell(table, row, REF))
            if ref:
                words = _plain(" ".join(_cell(table, row, name) for name in (DEFINED, TITLE)))
                action = _FullerAction(str(row.spot), row.cells, words, _cell(table, row, TARGET))
                by_ref.setdefault(folded_ref(ref), deque()).append((id(table), action))

    def remove(self, table: ActionTable) -> None:
        """Leave out a table that repeats others."""
        self._removed.add(id(table))

    def repeated_by(
        self, rows: Sequence[Row], headings: tuple[str, ...], but: ActionTable
    ) -> dict[str, _FullerAction]:
        """The actions under these headings, in other tables than the one of these rows, that the rows repeat, by folded
        reference; none unless each row repeats one.
        """
        found: dict[str, _FullerAction] = {}
        is_alike = headings == _folded_headings(but)
        for row in rows:
            ref = folded_ref(_first_reference(row))
            known = self._found.get(headings, {}).get(ref, deque())
            while known and known[0][0] in self._removed:
                known.popleft()
            action = next((one for of, one in known if of != id(but) and of not in self._removed), None)
            if action is None or not _is_repeated(row, action):
                return {}
            if is_alike and not all(map(_begins, row.cells, action.cells)):
                return {}
            found[ref] = action
        return found


def _cell(table: ActionTable, row: Row, name: str) -> str:
    """The cell of a row in the first column of a field, "" where there is none."""
    key = table.layout.key_of.get(name)
    at = table.layout.keys.index(key) if key is not None else len(row.cells)
    return row.cells[at] if at < len(row.cells) else ""


def _is_repeated(row: Row, action: _FullerAction) -> bool:
    """Whether a cell of a row, behind the reference, is the beginning of an action's words."""
    behind = [cell for cell in row.cells if cell][1:]
    return any(
        len(cell) >= _SHORTEST_BEGINNING and _plain(cell) and _begins(cell, action.words) for cell in behind
    )


def _begins(cell: str, words: str) -> bool:
    """Whether a cell has the first of these words, or all; the last is whole unless the cell ends with an ellipsis."""
    beginning, whole = _plain(cell), _plain(words)
    is_cut = cell.rstrip().endswith(("…", "..."))
    return whole.startswith(beginning) if is_cut else f"{whole} ".startswith(f"{beginning} ".lstrip())


def _plain(words: str) -> str:
    """Words in lower case with their numbers, which tell actions apart, and without punctuation."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", words).casefold()))


def _date_conflicts(table: ActionTable, repeated: Mapping[str, _FullerAction]) -> Iterator[Doubt]:
    """A doubt for each row whose target date is not that of the fuller action that it repeats."""
    for row in _rows(table):
        ref, printed = _first_reference(row), _cell(table, row, TARGET)
        action = repeated.get(folded_ref(ref))
        if printed and action is not None and _dates(printed) != _dates(action.target):
            question = f"the fuller table prints it at {action.place}; which of the two is the target date?"
            yield Doubt(str(row.spot), ref, TARGET, printed, action.target or "blank", question)


def _first_reference(row: Row) -> str:
    """The reference that a row begins with; "" for none."""
    return reference(next(filter(None, row.cells))) or ""


def _dates(printed: str) -> set[date | None]:
    return {one.deadline for one in read_target(printed, _DAY).milestones}


def _folded_headings(table: ActionTable) -> tuple[str, ...]:
    return tuple(map(folded, table.headings))


def _rows(table: ActionTable) -> Iterator[Row]:
    """The rows of a table that hold words, without repeated headings, as of a like table on the next page."""
    headings = _folded_headings(table)
    for chunk in table.chunks:
        for row in chunk.rows:
            filled = [folded(cell) for cell in row.cells if cell]
            repeated = sum(cell in headings for cell in filled)
            if filled and repeated <= len(filled) / 2:
                yield row
