"""The round before a meeting: which step is taken on which day, who is still asked for what, and who has signed off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from register.absences import Absences, person_or_deputy
from register.action import Action
from register.committee.meetings import Round, run_up
from register.committee.movement import Happening
from register.life import Life
from register.register import Register

AUTHOR = "author"
"""Under what name the author signs off, beside the directorates' codes."""


class RoundStep(StrEnum):
    """A step of the round, in the order of its days."""

    CHASE = "chase"
    CUT_OFF = "cut-off"
    LEADS = "leads"
    AUTHOR = "author"
    PUBLISH = "publish"
    RECORD = "record"


ASKING = frozenset({RoundStep.CHASE, RoundStep.CUT_OFF})
"""The steps that ask for updates."""


@dataclass(frozen=True)
class DatedStep:
    """A step that is taken on a local day, and the days of its round."""

    step: RoundStep
    on: date
    days: Round


def steps(meeting: date, register: Register) -> tuple[DatedStep, ...]:
    """The steps of a meeting's round, in order. Raises Refused when the settings lay them out wrongly.

    The leads are asked on the working day after the cut-off, and the author on the working day after the leads' last
    day; neither is asked later than on their own last day. On the working day after the meeting the administrators are
    asked what was decided.
    """
    calendar = register.calendar
    days = run_up(meeting, calendar, register.meetings.round)
    leads = min(calendar.next_working_day(days.cut_off), days.leads_sign_off)
    author = min(calendar.next_working_day(days.leads_sign_off), days.author_signs_off)
    dated = (
        (RoundStep.CHASE, days.chase_from),
        (RoundStep.CUT_OFF, days.cut_off),
        (RoundStep.LEADS, leads),
        (RoundStep.AUTHOR, author),
        (RoundStep.PUBLISH, days.publish_by),
        (RoundStep.RECORD, calendar.next_working_day(meeting)),
    )
    return tuple(DatedStep(step, on, days) for step, on in dated)


def moment_of(due: DatedStep, register: Register) -> datetime:
    """The moment (in the register's zone) at which a step is taken."""
    return datetime.combine(due.on, register.meetings.at, register.calendar.zone)


def silent(actions: Iterable[Action], between: Iterable[Happening]) -> list[Action]:
    """The open actions that no owner has answered ``between`` the last paper and now."""
    answered = {one.ref for one in between if one.is_answer}
    return [one for one in actions if not one.status.is_done and one.ref not in answered]


def asked_of(missing: Sequence[Action]) -> dict[str, list[Action]]:
    """Who is asked for which of the missing actions: by the code of a directorate, or an officer's Slack user id.

    An officer answers for their directorate; a lead directorate for the others.
    """
    found: dict[str, list[Action]] = {}
    for action in missing:
        for whom in _recipients(action.life, action.directorates):
            found.setdefault(whom, []).append(action)
    return found


def is_asked(whom: str, life: Life, directorates: Sequence[str]) -> bool:
    """Whether somebody is asked for an update when an action of those directorates has none."""
    return whom in _recipients(life, directorates)


def _recipients(life: Life, directorates: Sequence[str]) -> dict[str, None]:
    return dict.fromkeys(life.officers.get(code, code) for code in _answering(life, directorates))


def _answering(life: Life, directorates: Sequence[str]) -> Sequence[str]:
    """The directorates that answer for an action in a round."""
    return (life.lead,) if life.lead else directorates


@dataclass(frozen=True)
class UpdateRequest:
    """One message of a round: the channel or person it goes to, for whom they answer, and what is missing."""

    to: str
    whom: tuple[str, ...]
    rows: tuple[Action, ...]


def update_requests(
    register: Register, missing: Sequence[Action], away: Absences | None = None
) -> list[UpdateRequest]:
    """The messages in which the missing actions are asked for: one for each address, however many it answers for.

    For an officer who is ``away`` their deputy is asked, and without one the directorate.
    """
    whose: dict[str, list[str]] = {}
    theirs: dict[str, set[str]] = {}
    for whom, rows in asked_of(missing).items():
        for to, refs in _addresses(register, whom, rows, away or {}).items():
            if to:
                whose.setdefault(to, []).append(whom)
                theirs.setdefault(to, set()).update(refs)
    return [
        UpdateRequest(to, tuple(whom), tuple(one for one in missing if one.ref in theirs[to]))
        for to, whom in whose.items()
    ]


def asked_in_rounds(requests: Iterable[UpdateRequest]) -> frozenset[tuple[str, str]]:
    """What these requests ask for: the refs, each with every directorate that is asked for it, or its officer is."""
    return frozenset(
        (code, row.ref)
        for ask in requests
        for row in ask.rows
        for code in _answering(row.life, row.directorates)
        if row.life.officers.get(code, code) in ask.whom
    )


def address(register: Register, whom: str) -> str:
    """Where somebody is asked: an officer themselves, a directorate in its channel, else its lead."""
    directorate = register.directorate(whom)
    if directorate is None:
        return whom
    return directorate.channel or directorate.lead


def _addresses(register: Register, whom: str, rows: Sequence[Action], away: Absences) -> dict[str, list[str]]:
    """Where somebody is asked, with the refs of what they are asked there; "" where nobody is known."""
    if whom not in away or person_or_deputy(whom, away):
        to = person_or_deputy(whom, away) if whom in away else address(register, whom)
        return {to: [one.ref for one in rows]}
    found: dict[str, list[str]] = {}
    for row in rows:
        codes = (code for code, user in row.life.officers.items() if user == whom)
        to = next(filter(None, (address(register, code) for code in codes)), "")
        found.setdefault(to, []).append(row.ref)
    return found


def led_by(register: Register, person: str) -> tuple[str, ...]:
    """The codes of the directorates that somebody leads."""
    return tuple(one.code for one in register.directorates if one.lead == person)


@dataclass(frozen=True)
class DirectorateCount:
    """A directorate in a round: how many open actions it has, how many of them have no answer (``first``: the refs of
    the first of those), and who signed it off.
    """

    code: str
    open: int
    missing: int
    signed_by: str = ""
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundInShort:
    """The state of a round in numbers."""

    days: Round
    directorates: tuple[DirectorateCount, ...]


@dataclass(frozen=True)
class RoundState(RoundInShort):
    """The state of a round, with the first refs of what is missing; ``author`` is who signed off as the author."""

    author: str = ""
    is_published: bool = False


def latest_step(register: Register, until: datetime) -> datetime | None:
    """The moment of the last step of any round up to a moment; None when there was none."""
    moments = (
        moment_of(due, register) for one in register.meetings.meetings for due in steps(one.on, register)
    )
    return max((moment for moment in moments if moment <= until), default=None)


def steps_between(register: Register, since: datetime, until: datetime) -> list[DatedStep]:
    """The steps whose moments are after ``since`` and not after ``until``, in order of their meetings; where several of
    one meeting are, only the last of them.
    """
    found: dict[date, DatedStep] = {}
    for meeting in register.meetings.meetings:
        for due in steps(meeting.on, register):
            if since < moment_of(due, register) <= until:
                found[meeting.on] = due
    return [found[on] for on in sorted(found)]
