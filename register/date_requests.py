"""The rules of asking for another target date: what is asked for, whether it may be granted, and what it then is."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from register.action import Action, Milestone
from register.change import TargetDate
from register.days.date_slips import likely_slip
from register.days.target_dates import read_target
from register.deciders import waits_for_committee
from register.lazy_pattern import LazyPattern
from register.life import Revision
from register.phrases import day, number
from register.refused import Command, Refused
from register.register import Register
from register.roles import Role
from register.words.day_ranges import SPAN
from register.words.query_days import days_at
from register.words.reasons import with_reason
from register.words.spoken_days import SpokenDay, deadline_day


class DayInDoubt(Refused):
    """A date that is asked about: ``question`` is what is asked, ``answers`` the words that name it beyond doubt, which
    are a yes to the question where it ``is_proposal``, else the days between which it is, or an example.
    """

    def __init__(self, question: str, *answers: str, is_proposal: bool = True) -> None:
        super().__init__(question, field="date")
        self.question, self.answers, self.is_proposal = question, answers, is_proposal


class LikelySlip(DayInDoubt):
    """A date that looks like a slip."""


class AlreadyDecided(Refused):
    """The date that somebody would grant or refuse is decided, or withdrawn, already."""


@dataclass(frozen=True)
class DateRequest:
    """Another date that somebody wants: as they write it, why, the cause, and whether they mean it although it
    looks like a slip (``is_sure``). ``seen`` are the deadlines that a form showed (None: it was none).
    """

    printed: str
    reason: str
    cause: str = ""
    is_sure: bool = False
    seen: Collection[date | None] | None = None


@dataclass(frozen=True)
class NewDate:
    """The date that was asked for, as it will be printed and as a day, and the milestone that is to move (None: the
    action has none that is open).
    """

    milestone: Milestone | None
    printed: str
    deadline: date


def read_request(action: Action, request: DateRequest, register: Register, today: date) -> NewDate:
    """What somebody asks for. Raises Refused where it is no day to come or has no reason, LikelySlip, and DayInDoubt
    where its words leave the day open.
    """
    name, milestone, typed = _milestone(action, request)
    which = f"{name} " if name else ""
    printed = moved_to = _moved_by(typed, milestone)
    found = deadline_day(printed, today, register.calendar)
    deadline = _deadline(found, which, today)
    # The paper prints it: "31 Jan" and "Friday week" would leave its readers to guess.
    if not re.search(r"\d{4}", printed) or read_target(printed, today).deadline != deadline:
        printed = day(deadline)
    before = milestone.deadline if milestone else None
    question = likely_slip(deadline, before, today, register.meetings.meetings)
    if question and not request.is_sure:
        # Of several actions each is moved by so much.
        exactly = day(deadline) if moved_to == typed else typed
        raise LikelySlip(question, f"{which}exactly {exactly}")
    if found.day is None:
        raise DayInDoubt(found.question, f"{which}{day(deadline)}")
    if not request.reason.strip():
        example = Command(f"due {action.ref} {printed} because the tender is late")
        raise Refused("Say why: for instance ", example, ".", field="reason")
    return NewDate(milestone, printed, deadline)


def check_none_waits(action: Action) -> None:
    """Raise Refused where another date is asked for already."""
    if action.life.asked:
        raise Refused(
            f"Another date for action {action.ref} has already been asked for: {action.life.asked.printed}. It is "
            "waiting to be granted or refused."
        )


def deadlines(action: Action) -> list[date | None]:
    """The days by which it is promised, one a milestone, as a form for another date keeps them."""
    return [one.deadline for one in action.milestones]


def waiting_request(action: Action, number: int) -> Revision:
    """The date that waits to be decided, by its number (0: whichever it is). Raises AlreadyDecided when it does not."""
    request = action.life.asked
    if request is None or number not in (0, request.id):
        another = f" Another one is: {request.printed}." if request else ""
        raise AlreadyDecided(
            f"That date for action {action.ref} is no longer asked for: there is nothing to decide.{another}"
            if number
            else f"No other date for action {action.ref} is asked for: there is nothing to decide."
        )
    return request


def check_may_grant(
    register: Register, action: Action, request: Revision, role: Role, person: str, now: datetime
) -> None:
    """Raise Refused where a person of this role may not grant the date that was asked for: nobody grants their own,
    and after so many extensions the committee decides. ``now`` is aware.
    """
    if role is Role.ADMIN:
        return
    if request.asked_by in (person, *register.stood_in_for(person, now)):
        raise Refused(
            "You asked for this date yourself: another lead of its directorates or an administrator must decide."
        )
    if waits_for_committee(register, action):
        moved = len(action.life.granted)
        times = "once" if moved == 1 else f"{moved} times"
        raise Refused(
            f"The date of action {action.ref} has moved {times} already. A lead may grant "
            f"{number(register.life.extensions, 'extension')}; further ones wait for the committee, and an "
            "administrator records what it decides."
        )


def target_granted(action: Action, request: Revision) -> TargetDate:
    """The action's target date with the one that was granted in it; the first date of each milestone stays."""
    milestones = []
    for milestone in action.milestones:
        is_named = request.printed.lower().startswith(milestone.label.lower())  # as any without a label is
        if not is_named or milestone.deadline != request.was or milestone.met:
            milestones.append(milestone)
            continue
        words = request.printed[len(milestone.label) :].strip(" :") if milestone.label else request.printed
        first = milestone.original or milestone.deadline
        milestones.append(Milestone(milestone.label, words, request.deadline, original=first))
    between = " " if all(one.label for one in milestones) else " and "  # as it is read again from our own paper
    printed = between.join(f"{one.label} {one.printed}".strip() for one in milestones)
    return TargetDate(printed, tuple(milestones))


def date_names(action: Action) -> dict[str, Milestone]:
    """The open dates of an action, by what each is called when it is to move: its label; of several, where one has no
    label or shares it, with its day. A single date without a label is called "".
    """
    open_ones = [one for one in action.milestones if not one.met]
    labels = [one.label.casefold() for one in open_ones]
    names = {}
    for milestone, label in zip(open_ones, labels, strict=True):
        needs_day = len(labels) > 1 and (not label or labels.count(label) > 1)
        on = day(milestone.deadline) if milestone.deadline else milestone.printed
        names[f"{milestone.label} {on}".strip() if needs_day else milestone.label] = milestone
    return names


def _milestone(action: Action, request: DateRequest) -> tuple[str, Milestone | None, str]:
    """The milestone that is to move, what it is called, and the words of the date. Raises Refused when it must be said
    which.
    """
    names, printed = date_names(action), request.printed
    for name, milestone in sorted(names.items(), key=lambda one: -len(one[0])):  # "Draft report" before "Draft"
        words = _BETWEEN.sub("", printed[len(name) :], count=1).rstrip(" :,-")
        if words and printed.lower().startswith(name.lower()):
            return name, milestone, words
    if len(names) > 1:
        raise Refused(
            f"Action {action.ref} has {len(names)} dates, so please say which moves: for instance ",
            Command(with_reason(f"due {action.ref} {list(names)[-1]} to {printed}", request.reason)),
            ".",
        )
    name, only = next(iter(names.items()), ("", None))
    return name, only, printed.strip()


_BETWEEN = LazyPattern(r"\A[\s:,-]*(?:to\s+)?", re.I)
"""Between what a date is called and the day to which it moves."""
_BY = LazyPattern(
    rf"by\s+(?:another\s+)?(?P<span>{SPAN}|(?<=another\s)(?:day|week|fortnight|month|quarter|year))", re.I
)


def _moved_by(printed: str, milestone: Milestone | None) -> str:
    """The day that "by two weeks" means, which is counted from the present date; else the words as they are."""
    found = _BY.fullmatch(printed.strip(" .,"))
    if found is None or milestone is None or milestone.deadline is None:
        return printed
    span = found["span"].lower()
    ahead = days_at(span if " " in span else f"a {span}", 0, milestone.deadline, sure=True)
    return day(ahead.days.last) if ahead and ahead.days.last else printed


def _deadline(found: SpokenDay, which: str, today: date) -> date:
    """The day that is named, or proposed. Raises DayInDoubt where there is none, and Refused for one that has passed;
    ``which`` is what the date is called.
    """
    named = found.day or (found.likely if found.is_proposal else None)
    if named is None:
        days = [on for on in (found.or_else, found.likely) if on] or [today + timedelta(days=28)]
        raise DayInDoubt(found.question, *(f"{which}{day(on)}" for on in days), is_proposal=False)
    if named < today:
        raise Refused(
            f"{day(named)} has passed: is the year right? Name a day from {day(today)} on.", field="date"
        )
    return named
