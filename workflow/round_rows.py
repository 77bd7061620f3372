"""The rows of a round: the open actions of each directorate, and those that no owner has answered.

A directorate that owns no action of the register has no part in its rounds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from register.committee.rounds import DirectorateCount, is_asked, silent
from register.register import Register
from storage.actions import change_log, papers, unanswered_by_owner
from storage.actions.tallies import codes_with_actions
from storage.actions.unanswered_by_owner import OwnersCount
from workflow.committee_papers import answers_count_from, held_nothing, open_and_since


@dataclass(frozen=True)
class RoundRows:
    """Refs in the committee's order by the codes of their directorates: the ``open`` ones, and the ``missing``.

    ``everything`` are all that are missing, also of owners that are no directorate.
    """

    open: Mapping[str, Sequence[str]]
    missing: Mapping[str, Sequence[str]]
    everything: Sequence[str]


def round_rows(tx: Connection, register: Register, meeting: date) -> RoundRows:
    """All rows of the round before a meeting on a local day. Raises Refused when the register held nothing."""
    after = _counted_from(tx, register, meeting)
    if after is None:
        return _of_the_past(tx, register, meeting)
    groups = _groups(tx, register, meeting, after)
    keys = {code: _keys(groups, {code}) for code in _codes(tx, register)}
    return RoundRows(
        {code: unanswered_by_owner.refs(tx, register, theirs) for code, theirs in keys.items()},
        {code: unanswered_by_owner.refs(tx, register, theirs, after=after) for code, theirs in keys.items()},
        unanswered_by_owner.refs(tx, register, [one.key for one in groups], after=after),
    )


def round_counts(
    tx: Connection, register: Register, meeting: date, signed: Mapping[str, str], naming: int = 0
) -> tuple[DirectorateCount, ...]:
    """The same in numbers, for each directorate in order, with the refs of so many of the first that are missing.

    ``signed`` is who signed off, by code. Raises Refused when the register held nothing.
    """
    after = _counted_from(tx, register, meeting)
    if after is None:
        rows = _of_the_past(tx, register, meeting)
        return tuple(
            DirectorateCount(
                code, len(rows.open[code]), len(missing), signed.get(code, ""), tuple(missing[:naming])
            )
            for code, missing in rows.missing.items()
        )
    groups = _groups(tx, register, meeting, after)
    named: dict[frozenset[str], tuple[str, ...]] = {frozenset(): ()}
    found = []
    for code in _codes(tx, register):
        theirs = [one for one in groups if code in one.directorates]
        keys = frozenset(one.key for one in theirs if one.missing) if naming else frozenset[str]()
        if keys not in named:  # where all is everybody's, all have the same
            named[keys] = tuple(unanswered_by_owner.refs(tx, register, keys, after=after, most=naming))
        counts = sum(one.open for one in theirs), sum(one.missing for one in theirs)
        found.append(DirectorateCount(code, *counts, signed.get(code, ""), named[keys]))
    return tuple(found)


def missing_refs(
    tx: Connection, register: Register, meeting: date, whom: Collection[str], most: int | None = None
) -> tuple[Sequence[str], int]:
    """The refs of the missing that directorates (by their codes) or officers are asked for, by whoever else as well:
    the first ``most`` in the committee's order, and how many they are. Raises Refused as ``round_rows`` does.
    """
    codes, named = _codes_and_refs(tx, register, whom)
    after = _counted_from(tx, register, meeting)
    if after is None:
        rows = _of_the_past(tx, register, meeting)
        asked_for = named.union(*(rows.missing.get(code, ()) for code in codes))
        found = [ref for ref in rows.everything if ref in asked_for]
        return found[:most], len(found)
    groups = _groups(tx, register, meeting, after)
    keys = _keys(groups, codes)
    if not named:
        refs = unanswered_by_owner.refs(tx, register, keys, after=after, most=most)
        return refs, sum(one.missing for one in groups if one.key in keys)
    places = unanswered_by_owner.positions(tx, register, keys, named, after)
    return sorted(places, key=places.__getitem__)[:most], len(places)


def still_missing(
    tx: Connection, register: Register, meeting: date, whom: Collection[str], refs: Collection[str]
) -> list[str]:
    """Those of these actions (by ref) that directorates or officers are still asked for, in the committee's order."""
    after = _counted_from(tx, register, meeting)
    if after is None:
        return [ref for ref in missing_refs(tx, register, meeting, whom)[0] if ref in set(refs)]
    codes, named = _codes_and_refs(tx, register, whom)
    found = unanswered_by_owner.among(tx, register, refs, after)
    return [ref for ref, directorates in found if ref in named or not codes.isdisjoint(directorates)]


def _codes_and_refs(tx: Connection, register: Register, whom: Collection[str]) -> tuple[set[str], set[str]]:
    """The directorates among those who are asked, and the refs for which the officers among them answer."""
    codes = {one for one in whom if register.directorate(one) is not None}
    return codes, {ref for one in whom if one not in codes for ref in refs_of_officer(tx, register, one)}


def refs_of_officer(tx: Connection, register: Register, person: str) -> set[str]:
    """The refs of the open actions for which an officer answers in a round."""
    named = unanswered_by_owner.of_officer(tx, register, person)
    return {one.ref for one in named if is_asked(person, one.life, one.directorates)}


def _counted_from(tx: Connection, register: Register, meeting: date) -> datetime | None:
    """The moment (UTC) from which on answers count, for the database to count; None where the past is asked for, as
    something is recorded that is later than the meeting.
    """
    if change_log.goes_past(tx, register.slug, register.calendar.day_end(meeting)):
        return None
    return answers_count_from(tx, register, meeting)


def _codes(tx: Connection, register: Register) -> list[str]:
    """The codes of the directorates that own an action, in the register's order."""
    owning = codes_with_actions(tx, register)
    return [code for code in register.codes if code in owning]


def _groups(tx: Connection, register: Register, meeting: date, after: datetime) -> Sequence[OwnersCount]:
    groups = unanswered_by_owner.counts(tx, register, after)
    if not groups and papers.latest(tx, register.slug, meeting) is None:
        raise held_nothing(register, meeting)
    return groups


def _keys(groups: Sequence[OwnersCount], codes: Collection[str]) -> list[str]:
    return [one.key for one in groups if not set(codes).isdisjoint(one.directorates)]


def _of_the_past(tx: Connection, register: Register, meeting: date) -> RoundRows:
    """The same from the register as it was known at the meeting."""
    still_open, since = open_and_since(tx, register, meeting)
    everything = [one.ref for one in silent(still_open, since)]
    of_all = frozenset(everything)
    by_code = {
        code: [one.ref for one in still_open if code in one.directorates] for code in _codes(tx, register)
    }
    missing = {code: [ref for ref in refs if ref in of_all] for code, refs in by_code.items()}
    return RoundRows(by_code, missing, everything)
