"""What waits for one person: actions for their decision, papers for their sign-off, and Members' questions."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from sqlalchemy import Connection

from register.committee.rounds import RoundInShort
from register.deciders import deciders_of
from register.register import Register
from storage.actions import meetings
from storage.actions.meetings import MembersQuestion
from storage.actions.waiting import pending_decisions
from storage.intake import absences


def decisions_of(tx: Connection, register: Register, person: str, today: date) -> Sequence[str]:
    """The refs of what waits on a local day for this person's decision, in the committee's order: their own, and what
    waits for those for whom they stand in.
    """
    away = absences.current(tx, today)
    able = {
        *register.admins,
        *(one.lead for one in register.directorates),
        *(one.deputy for one in away.values()),
    }
    if person not in able:
        return []
    found = [
        placed
        for one, placed in pending_decisions(tx, register).items()
        if person in deciders_of(register, one.lead, one.directorates, one.wanted_by, away, one.moved)
    ]
    return [ref for _place, ref in sorted(chain.from_iterable(found))]


def deciders_by_ref(tx: Connection, register: Register, today: date) -> Mapping[str, Sequence[str]]:
    """Who is asked on a local day to decide about each action that waits for a decision."""
    away = absences.current(tx, today)
    return {
        ref: deciders_of(register, one.lead, one.directorates, one.wanted_by, away, one.moved)
        for one, placed in pending_decisions(tx, register).items()
        for _place, ref in placed
    }


def questions_of(tx: Connection, register: Register, person: str) -> Sequence[MembersQuestion]:
    """Members' questions that nobody has answered, for somebody who looks after the register; none for others."""
    if person not in register.admins:
        return []
    return [one for one in meetings.questions(tx, register.slug) if not one.answer]


def sign_offs_of(register: Register, state: RoundInShort, person: str, today: date) -> Sequence[str]:
    """The codes for which this person is to sign off a round's paper, from the cut-off on."""
    if today < state.days.cut_off:
        return []
    leads = (person, *register.stood_in_for(person, register.calendar.midnight(today)))
    led = {one.code for one in register.directorates if one.lead in leads}
    return [one.code for one in state.directorates if one.code in led and not one.signed_by]
