"""The rows of a round: the open actions of each directorate, and those of which no owner has been heard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from register.action import EVERY_DIRECTORATE
from register.movement import ANSWERS
from register.paper_events import happenings
from register.queries import Query, State, Whose
from register.register import Register
from register.rounds import asked_of, silent
from storage.actions import actions, change_log, papers
from storage.actions.heard import OpenRow, doubtful, open_by_owner
from workflow.committee_papers import EARLIEST, answered, dated, held_nothing, last_paper


@dataclass(frozen=True)
class RoundRows:
    """Refs in the committee's order: the open ones ``by_code`` of their directorates, and the ``missing``.

    ``since`` is the local day of the last paper; None when there was none.
    """

    since: date | None
    by_code: Mapping[str, Sequence[str]]
    missing: Sequence[str]


def round_rows(tx: Connection, register: Register, meeting: date) -> RoundRows:
    """The rows of the round before a meeting on a local day. Raises Refused when the register held nothing.

    Counted in the database where nothing later than that day is recorded, as in every round that is under way.
    """
    through = register.calendar.day_end(meeting)
    if change_log.goes_past(tx, register.slug, through):
        return _of_the_past(tx, register, meeting)
    last = last_paper(tx, register, meeting)
    after = last.moment if last else EARLIEST
    rows = open_by_owner(tx, register, after, through)
    is_empty = not rows and not actions.count(tx, register, Query(meeting, frozenset({State.OPEN})))
    if is_empty and papers.latest(tx, register.slug, meeting) is None:
        raise held_nothing(register, meeting)
    heard = {
        one.ref
        for story in doubtful(tx, register, after, through).values()
        for one in happenings(dated(register, story))
        if one.kind in ANSWERS
    }
    every = _once([one for listed in rows.values() for one in listed])
    of_all = rows.get(EVERY_DIRECTORATE, ())
    return RoundRows(
        last.day if last else None,
        {code: [one.ref for one in _once([*rows.get(code, ()), *of_all])] for code in register.codes},
        [one.ref for one in every if not one.is_heard and one.ref not in heard],
    )


def rows_asked_of(tx: Connection, register: Register, rows: RoundRows, whom: Collection[str]) -> list[str]:
    """The refs of the missing that directorates (by their codes) or officers are asked for, by whoever else as well."""
    theirs = {ref for code in whom for ref in rows.by_code.get(code, ())}
    for person in (one for one in whom if register.directorate(one) is None):
        theirs.update(refs_of_officer(tx, register, person))
    return [ref for ref in rows.missing if ref in theirs]


def refs_of_officer(tx: Connection, register: Register, person: str) -> set[str]:
    """The refs of the open actions for which an officer answers in a round."""
    which = Query(date.min, frozenset({State.OPEN}), people=(Whose(person),))  # what is open is so on any day
    named = asked_of(register, actions.wanted(tx, register, which))
    return {one.ref for one in named.get(person, ())}


def _of_the_past(tx: Connection, register: Register, meeting: date) -> RoundRows:
    """The same from the register as it was known at the meeting."""
    still_open, since, day = answered(tx, register, meeting)
    by_code = {code: [one.ref for one in still_open if code in one.directorates] for code in register.codes}
    return RoundRows(day, by_code, [one.ref for one in silent(still_open, since)])


def _once(rows: Sequence[OpenRow]) -> list[OpenRow]:
    """Rows in the committee's order; of a joint action once."""
    return sorted({one.ref: one for one in rows}.values(), key=lambda one: one.position)
