"""The rows of a round: the open actions of each directorate, and those of which no owner has been heard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from register.action import EVERY_DIRECTORATE
from register.committee.movement import ANSWERS
from register.committee.paper_events import happenings
from register.committee.rounds import asked_of, silent
from register.register import Register
from register.words.queries import Query, State, Whose
from storage.actions import actions, change_log, papers
from storage.actions.heard import OpenRow, counted_by_owner, doubtful, open_by_owner
from storage.database.engine import VALUES_PER_STATEMENT
from workflow.committee_papers import EARLIEST, answered, dated, held_nothing, last_paper


@dataclass(frozen=True)
class RoundRows:
    """Refs in the committee's order by the codes of their directorates: the ``open`` ones, and the ``missing``.

    ``since`` is the local day of the last paper; None when there was none. ``places`` are the places of all the
    missing ones in that order, by ref, also of owners that are no directorate.
    """

    since: date | None
    open: Mapping[str, Sequence[str]]
    missing: Mapping[str, Sequence[str]]
    places: Mapping[str, int]


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
    heard = set(_heard(tx, register, after, through).values())
    of_all = rows.get(EVERY_DIRECTORATE, ())
    theirs = {code: _together(rows.get(code, ()), of_all) for code in register.codes}
    still_open = {code: [ref for _place, ref, _is_heard in listed] for code, listed in theirs.items()}
    places = {
        ref: place
        for listed in rows.values()
        for place, ref, is_heard in listed
        if not is_heard and ref not in heard
    }
    missing = {code: [ref for ref in listed if ref in places] for code, listed in still_open.items()}
    return RoundRows(last.day if last else None, still_open, missing, places)


def round_counts(tx: Connection, register: Register, meeting: date) -> dict[str, tuple[int, int]]:
    """How many open actions each directorate has in that round, by its code, and how many are missing."""
    through = register.calendar.day_end(meeting)
    last = last_paper(tx, register, meeting)
    after = last.moment if last else EARLIEST
    heard = _heard(tx, register, after, through)
    if len(heard) > VALUES_PER_STATEMENT or change_log.goes_past(tx, register.slug, through):
        rows = round_rows(tx, register, meeting)
        return {code: (len(rows.open[code]), len(rows.missing[code])) for code in register.codes}
    counted = counted_by_owner(tx, register, after, through, list(heard))
    of_all = counted.get(EVERY_DIRECTORATE, (0, 0))
    theirs = {code: counted.get(code, (0, 0)) for code in register.codes}
    return {code: (one[0] + of_all[0], one[1] + of_all[1]) for code, one in theirs.items()}


def _heard(tx: Connection, register: Register, after: datetime, through: datetime) -> dict[int, str]:
    """The open actions of which only the contents of their changes show that somebody was heard: row number to ref."""
    return {
        number: story[0].ref
        for number, story in doubtful(tx, register, after, through).items()
        if any(one.kind in ANSWERS for one in happenings(dated(register, story)))
    }


def rows_asked_of(tx: Connection, register: Register, rows: RoundRows, whom: Collection[str]) -> list[str]:
    """The refs of the missing that directorates (by their codes) or officers are asked for, by whoever else as well."""
    found: set[str] = set()
    for person in whom:
        is_directorate = register.directorate(person) is not None
        found.update(rows.missing.get(person, ()) if is_directorate else refs_of_officer(tx, register, person))
    return sorted(found & rows.places.keys(), key=rows.places.__getitem__)


def refs_of_officer(tx: Connection, register: Register, person: str) -> set[str]:
    """The refs of the open actions for which an officer answers in a round."""
    which = Query(date.min, frozenset({State.OPEN}), people=(Whose(person),))  # what is open is so on any day
    named = asked_of(register, actions.wanted(tx, register, which))
    return {one.ref for one in named.get(person, ())}


def _of_the_past(tx: Connection, register: Register, meeting: date) -> RoundRows:
    """The same from the register as it was known at the meeting."""
    still_open, since, day = answered(tx, register, meeting)
    places = {one.ref: place for place, one in enumerate(silent(still_open, since))}
    by_code = {code: [one.ref for one in still_open if code in one.directorates] for code in register.codes}
    missing = {code: [ref for ref in refs if ref in places] for code, refs in by_code.items()}
    return RoundRows(day, by_code, missing, places)


def _together(theirs: Sequence[OpenRow], of_all: Sequence[OpenRow]) -> Sequence[OpenRow]:
    """A directorate's rows with those that every one owns, in order and each once."""
    return sorted({*theirs, *of_all}) if of_all else theirs
