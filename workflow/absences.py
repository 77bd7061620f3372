"""Absences and who stands in: recording one, ending it, taking it back, and telling deputies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages.command_spelling import CommandSpelling
from messages.requests import back, deputising
from register.absences import Absence, without_overlap
from register.notices.schedule import Run
from register.phrases import day
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.intake import absences
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction
from workflow.people import refuse_guest, slugs_of

_DAY = timedelta(days=1)


def record_absence(
    context: Context, request: Request, slug: str, until: date, deputy: str, starts: date | None = None
) -> list[Absence]:
    """Record that the person who asks is away from a day (None: today) until another, and who stands in. Returns their
    absences, the new one first; earlier ones are cut where they overlap it. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        today, person = context.today(register), request.user
        first = max(starts or today, today)
        if until < today:
            raise Refused(
                f"{day(until)} has passed: say the last day you are away, from {day(first)} on.", field="until"
            )
        if until < first:
            raise Refused(
                f"{day(until)} is before your first day away, {day(first)}: say the last day.", field="until"
            )
        if deputy == person:
            raise Refused("Nobody can stand in for themselves: name a colleague, or nobody.", field="deputy")
        refuse_guest(tx, context, deputy, "deputy")
        before = absences.current_and_coming(tx, today, person)
        absence = Absence(person, until, deputy, first)
        for to_record in (*without_overlap(before, absence), absence):
            absences.record(tx, to_record, person, request.at)
        after = absences.current_and_coming(tx, today, person)
        _tell_deputies(tx, context, request, register, before, after)
        return [absence, *(one for one in after if one != absence)]


def end_absence(context: Context, request: Request, slug: str) -> list[Absence]:
    """Record that the person who asks is back, or is not going after all. Returns the absence that ended and those that
    are still to come. Deputies are told. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        today, person = context.today(register), request.user
        before = absences.current_and_coming(tx, today, person)
        if not before:
            raise Refused("You are not away: there is nothing to end.")
        ended = before[0]
        first = max(ended.starts, today)
        absences.record(tx, Absence(person, first - _DAY, starts=first), person, request.at)
        after = absences.current_and_coming(tx, today, person)
        _tell_deputies(tx, context, request, register, before, after)
        return [ended, *after]


def take_back_absence(
    tx: Connection, context: Context, request: Request, register: Register, at: datetime
) -> str:
    """Take back what the person who asks recorded about their absence at a moment; what they had recorded before
    applies again, and deputies are told. Returns what was taken back, in words.
    """
    today, person = context.today(register), request.user
    before = absences.current_and_coming(tx, today, person)
    absences.take_back(tx, person, at)
    _tell_deputies(tx, context, request, register, before, absences.current_and_coming(tx, today, person))
    return "what you said about being away"


def who_is_back(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The messages to people whose absence ran out since the last working day, and to their deputies: one each, however
    many registers there are, and on a working day. Those who ended an absence by hand were told then; those away again
    are not back.
    """
    today, found = register.today(run.moment), []
    if not register.calendar.is_working_day(today):
        return []
    first = min(register.today(run.since), register.calendar.working_day_on_or_before(today - _DAY))
    over = absences.over(tx, first, today - _DAY)
    if not over:  # as on most days
        return []
    away = absences.current(tx, today)
    for absence, at in over:
        if absence.until < register.today(at):
            continue
        again = away.get(absence.person)
        commands = CommandSpelling(slugs_of(tx, absence.person))
        messages = [] if again else [(absence.person, back(absence, commands))]
        if absence.deputy and (again is None or again.deputy != absence.deputy):
            messages.append((absence.deputy, deputising(absence, today, is_over=True)))
        for to, message in messages:
            key = f"back:{absence.person}:{absence.until}:{to}"
            found.append(Notice(register.slug, key, NoticeKind.ANSWER, to, payload=message.arguments))
    return found


def _tell_deputies(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    before: Sequence[Absence],
    after: Sequence[Absence],
) -> None:
    """Queue a message to each deputy: for whom they now stand in and when, or that they no longer do."""
    today = context.today(register)
    was, now = ([replace(one, starts=max(one.starts, today)) for one in each] for each in (before, after))
    ended = [one for one in was if one not in now and not any(_goes_on(one, other) for other in now)]
    begun = [one for one in now if one not in was]
    for absence, is_over in (*((one, True) for one in ended), *((one, False) for one in begun)):
        if absence.deputy:
            message = deputising(absence, today, is_over=is_over)
            key = f"deputy:{absence.person}:{absence.deputy}:{request.key}:{absence.starts}:{is_over}"
            notice = Notice(register.slug, key, NoticeKind.ANSWER, absence.deputy, payload=message.arguments)
            notices.queue(tx, notice, context.now())


def _goes_on(first: Absence, second: Absence) -> bool:
    """Whether two absences share a deputy and a day: the message about one then covers the other."""
    return first.deputy == second.deputy and first.starts <= second.until and second.starts <= first.until
