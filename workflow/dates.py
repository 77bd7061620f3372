"""Target dates: another one is asked for, and granted or refused. The first one is never lost."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages import requests
from messages.command_spelling import spelling
from messages.layout import Message
from messages.outcomes import date_meanwhile
from register.action import Action, Milestone
from register.change import Change, Promise
from register.changes import TargetChanged
from register.days.date_slips import likely_slip
from register.days.target_dates import read_target
from register.deciders import leads_of, waits_for_committee
from register.life import Decision, Revision
from register.life_changes import DateAsked, DateDecided
from register.permissions import Deed, check
from register.phrases import day, number
from register.refused import Command, Refused
from register.register import Register
from register.roles import Role
from register.words.query_days import days_at
from register.words.spoken_days import spoken_day
from storage.actions import actions, registers, write_actions
from storage.actions.change_log import Author
from storage.queue import askings, cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.askings import DATE, follow_actions
from workflow.context import Context, Request, Stale, latest_author, locked, one_transaction
from workflow.deputies import says_in_whose_place, to_who_is_there
from workflow.progress import deciders


class LikelySlip(Refused):
    """A date that looks like a slip: ``question`` asks whether it is meant."""

    def __init__(self, question: str, *parts: str | Command) -> None:
        super().__init__(question, *parts, field="date")
        self.question = question


class AlreadyDecided(Refused):
    """The date that somebody would grant or refuse is decided, or withdrawn, already."""


@dataclass(frozen=True)
class DateWish:
    """Another date that somebody wants: as they write it, why, the cause, and whether they mean it although it
    looks like a slip (``is_sure``). ``seen`` are the deadlines that a form showed (None: it was none).
    """

    printed: str
    reason: str
    cause: str = ""
    is_sure: bool = False
    seen: Collection[date | None] | None = None


def ask_date(context: Context, request: Request, slug: str, ref: str, wish: DateWish) -> Action:
    """Ask for another date; whoever may grant it is told.

    Raises Refused, also for what looks like a slip (LikelySlip), and where the date has moved meanwhile (Stale).
    """
    with one_transaction(context, request) as tx:
        register, row, action, latest = _begin(tx, context, request, slug, ref)
        check(request.asker, Deed.ASK_DATE, register, action)
        if wish.seen is not None and list(wish.seen) != deadlines(action):
            raise Stale(
                f"The date of action {ref} has moved since you opened this form.", date_meanwhile(action)
            )
        today = context.today(register)
        milestone, printed, deadline = _asked_for(action, wish, register, today)
        if not wish.reason.strip():
            example = Command(f"due {ref} {printed} because the tender is late")
            raise Refused("Say why: for instance ", example, ".", field="reason")
        only_one_is_asked(action)
        revision = Revision(
            id=max((one.id for one in action.life.revisions), default=0) + 1,
            printed=f"{milestone.label}: {printed}" if milestone and milestone.label else printed,
            reason=wish.reason.strip(),
            asked_by=request.user,
            asked_at=latest.at,
            deadline=deadline,
            was=milestone.deadline if milestone else None,
            cause=wish.cause,
        )
        write_actions.change(tx, register, {row: [DateAsked(revision)]}, latest)
        commands = spelling(register, registers.every(tx))
        message = requests.date_asked(
            action, revision, commands, is_for_committee=waits_for_committee(register, action)
        )
        leads = leads_of(register, action.life.lead, action.directorates)
        asked = actions.by_id(tx, register, row)
        for person in deciders(tx, register, asked, request.user, today):
            notice = _notice(action, NoticeKind.REQUEST, request, person, message)
            notice = replace(notice, about=askings.of_action(row), asks=f"{DATE}:{revision.id}")
            notices.queue(tx, says_in_whose_place(tx, register, notice, leads, today), context.now())
        cards.redraw(tx, [row], context.now())
        return asked


def _asked_for(
    action: Action, wish: DateWish, register: Register, today: date
) -> tuple[Milestone | None, str, date]:
    """The milestone whose date is to move, and the new date as printed and as a day. Raises Refused and LikelySlip."""
    milestone, printed = _milestone(action, wish.printed)
    printed = _moved_by(printed, milestone)
    deadline = _deadline(printed, today, register, action.ref)
    # The paper prints it: "31 Jan" and "Friday week" would leave its readers to guess.
    if not re.search(r"\d{4}", printed) or read_target(printed, today).deadline != deadline:
        printed = day(deadline)
    before = milestone.deadline if milestone else None
    question = likely_slip(deadline, before, today, register.meetings.meetings)
    if question and not wish.is_sure:
        sure = Command(f"due {action.ref} {_label(milestone)}exactly {day(deadline)} because …")
        raise LikelySlip(question, " If so, type ", sure, ".")
    return milestone, printed, deadline


def only_one_is_asked(action: Action) -> None:
    """Raise Refused where another date is asked for already."""
    if action.life.asked:
        raise Refused(
            f"Another date is asked for action {action.ref} already: {action.life.asked.printed}. It waits to be "
            "granted or refused."
        )


def deadlines(action: Action) -> list[date | None]:
    """The days by which it is promised, one a milestone, as a form for another date keeps them."""
    return [one.deadline for one in action.milestones]


def grant_date(context: Context, request: Request, slug: str, ref: str, number: int = 0) -> Action:
    """Grant the date that was asked for: from here on it is the deadline. With a ``number`` only the date that was
    asked for under that. Raises Refused, and AlreadyDecided where none is asked for any more.
    """
    with one_transaction(context, request) as tx:
        return make_grant(tx, context, request, slug, ref, number=number)


def make_grant(
    tx: Connection, context: Context, request: Request, slug: str, ref: str, answer: str = "", number: int = 0
) -> Action:
    """The same within a transaction; ``answer`` is what is said with it. Raises Refused."""
    register, row, action, latest = _begin(tx, context, request, slug, ref)
    role = check(request.asker, Deed.GRANT_DATE, register, action)
    asked = _asked(action, number)
    _may_grant(register, action, asked, role, request.user, request.at)
    promise = _with_deadline(action, asked)
    decided = DateDecided(asked.id, Decision.GRANTED, request.user, latest.at, answer)
    changed: list[Change] = [decided, TargetChanged(promise)]
    write_actions.change(tx, register, {row: changed}, latest)
    return _answered(tx, context, request, register, row, asked.id)


def refuse_date(
    context: Context, request: Request, slug: str, ref: str, reason: str, number: int = 0
) -> Action:
    """Refuse the date that was asked for, and say why; ``number`` as in ``grant_date``. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, row, action, latest = _begin(tx, context, request, slug, ref)
        check(request.asker, Deed.GRANT_DATE, register, action)
        asked = _asked(action, number)
        if not reason.strip():
            raise Refused("Say why: for instance ", Command(f"refuse {ref} because the meeting is sooner"), ".")
        decided = DateDecided(asked.id, Decision.REFUSED, request.user, latest.at, reason.strip())
        write_actions.change(tx, register, {row: [decided]}, latest)
        return _answered(tx, context, request, register, row, asked.id)


def _begin(
    tx: Connection, context: Context, request: Request, slug: str, ref: str
) -> tuple[Register, int, Action, Author]:
    """The register, the action's row and the action, and the author (``latest_author``)."""
    register, row = locked(tx, slug, ref)
    return register, row, actions.by_id(tx, register, row), latest_author(tx, context, request, row)


def _asked(action: Action, number: int) -> Revision:
    """The date that waits to be decided, by its number (0: whichever it is). Raises AlreadyDecided when it does not."""
    asked = action.life.asked
    if asked is None or number not in (0, asked.id):
        another = f" Another one is: {asked.printed}." if asked else ""
        raise AlreadyDecided(
            f"That date is not asked for action {action.ref} any more: there is nothing to decide.{another}"
            if number
            else f"No other date is asked for action {action.ref}: there is nothing to decide."
        )
    return asked


def _may_grant(
    register: Register, action: Action, asked: Revision, role: Role, person: str, now: datetime
) -> None:
    if role is Role.ADMIN:
        return
    if asked.asked_by in (person, *register.stood_in_for(person, now)):
        raise Refused(
            "You asked for this date yourself: another lead of its directorates or an administrator grants it."
        )
    if waits_for_committee(register, action):
        moved = len(action.life.granted)
        times = "once" if moved == 1 else f"{moved} times"
        raise Refused(
            f"The date of action {action.ref} has moved {times} already. A lead may grant "
            f"{number(register.life.extensions, 'extension')}; further ones wait for the committee, and an "
            "administrator records what it decides."
        )


def _milestone(action: Action, printed: str) -> tuple[Milestone | None, str]:
    """The milestone that is to move, and the words of the date. Raises Refused when it must be said which."""
    for milestone in action.milestones:
        if milestone.label and printed.lower().startswith(milestone.label.lower()):
            return milestone, printed[len(milestone.label) :].strip(" :,-")
    open_ones = [one for one in action.milestones if not one.met]
    if len(open_ones) > 1:
        label = open_ones[-1].label or "the second"
        raise Refused(
            f"Action {action.ref} has {len(open_ones)} dates, so please say which moves: for instance ",
            Command(f"due {action.ref} {label} {printed} because …"),
            ".",
        )
    return (open_ones[0] if open_ones else None), printed.strip()


_BY = re.compile(
    r"by\s+(?:another\s+)?(?P<span>(?:\d{1,2}|an?|one|two|three|four|five|six)\s+(?:day|week|month)s?)", re.I
)


def _moved_by(printed: str, milestone: Milestone | None) -> str:
    """The day that "by two weeks" means, which is counted from the present date; else the words as they are."""
    found = _BY.fullmatch(printed.strip(" .,"))
    if found is None or milestone is None or milestone.deadline is None:
        return printed
    ahead = days_at(found["span"].lower(), 0, milestone.deadline, sure=True)
    return day(ahead.days.last) if ahead and ahead.days.last else printed


def _deadline(printed: str, today: date, register: Register, ref: str) -> date:
    """The day that the words name. Raises Refused when they name none, or one that has passed."""
    found = spoken_day(printed, today, register.calendar)
    if found.day is None:
        example = Command(f"due {ref} {day(today + timedelta(days=28))} because …")
        raise Refused(f"{found.question} For instance ", example, ".", field="date")
    if found.day < today:
        raise Refused(
            f"{day(found.day)} has passed: is the year right? Name a day from {day(today)} on.", field="date"
        )
    return found.day


def _label(milestone: Milestone | None) -> str:
    return f"{milestone.label} " if milestone and milestone.label else ""


def _with_deadline(action: Action, asked: Revision) -> Promise:
    """The action's target date with the one that was granted in it; the first date of each milestone stays."""
    milestones = []
    for milestone in action.milestones:
        is_meant = milestone.deadline == asked.was and (
            not milestone.label or asked.printed.lower().startswith(milestone.label.lower())
        )
        if not is_meant or milestone.met:
            milestones.append(milestone)
            continue
        words = asked.printed[len(milestone.label) :].strip(" :") if milestone.label else asked.printed
        first = milestone.original or milestone.deadline
        milestones.append(Milestone(milestone.label, words, asked.deadline, original=first))
    printed = " ".join(f"{one.label} {one.printed}".strip() for one in milestones)
    return Promise(printed, tuple(milestones))


def _answered(
    tx: Connection, context: Context, request: Request, register: Register, row: int, revision: int
) -> Action:
    """Tell whoever asked what was decided; give the action as it now is."""
    action = actions.by_id(tx, register, row)
    decided = next(one for one in action.life.revisions if one.id == revision)
    if decided.asked_by != request.user:
        message = requests.date_decided(action, decided)
        notice = _notice(action, NoticeKind.ANSWER, request, decided.asked_by, message)
        notices.queue(tx, to_who_is_there(tx, register, notice, context.today(register)), context.now())
    follow_actions(tx, register, [row], context.now())
    cards.redraw(tx, [row], context.now())
    return action


def _notice(action: Action, kind: NoticeKind, request: Request, person: str, message: Message) -> Notice:
    key = f"date {kind}:{action.register}:{action.ref}:{request.key}:{person}"
    return Notice(action.register, key, kind, person, refs=(action.ref,), payload=message.arguments)
