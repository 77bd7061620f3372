"""Who is away, and who stands in: how it is said, ended and taken back, and who is told."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages.command_spelling import spelling
from messages.requests import back, deputising
from register.absences import Absence
from register.notices.schedule import Run
from register.phrases import day
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.intake import absences
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction


def record_absence(context: Context, request: Request, slug: str, until: date, deputy: str) -> None:
    """Note that the person who asks is away until a day, and who stands in. Raises Refused."""
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        today = context.today(register)
        if until < today:
            raise Refused(f"{day(until)} has passed: say the last day you are away, from {day(today)} on.")
        if deputy == request.user:
            raise Refused("Nobody can stand in for themselves: name a colleague, or nobody.")
        before = absences.current(tx, today, [request.user]).get(request.user)
        absence = Absence(request.user, until, deputy)
        absences.record(tx, absence, request.user, request.at)
        if before and before.deputy not in ("", deputy):
            _tell_deputy(tx, context, request, register, before, is_over=True)
        if deputy and before != absence:
            _tell_deputy(tx, context, request, register, absence, is_over=False)


def end_absence(context: Context, request: Request, slug: str) -> Absence:
    """Note that the person who asks is back, and give their absence; their deputy is told. Raises Refused."""
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        today = context.today(register)
        before = absences.current(tx, today, [request.user]).get(request.user)
        if before is None:
            raise Refused("You are not away: there is nothing to end.")
        over = Absence(request.user, today - timedelta(days=1))
        absences.record(tx, over, request.user, request.at)
        if before.deputy:
            _tell_deputy(tx, context, request, register, before, is_over=True)
        return before


def take_back_absence(
    tx: Connection, context: Context, request: Request, register: Register, at: datetime
) -> str:
    """Take back what the person who asks said of their absence at a moment; what they had said before applies again,
    and deputies are told. Give what was taken back, in words.
    """
    today, person = context.today(register), request.user
    before = absences.current(tx, today, [person]).get(person)
    absences.take_back(tx, person, at)
    after = absences.current(tx, today, [person]).get(person)
    if before and before.deputy and before.deputy != (after.deputy if after else ""):
        _tell_deputy(tx, context, request, register, before, is_over=True)
    if after and after.deputy and after != before:
        _tell_deputy(tx, context, request, register, after, is_over=False)
    return "what you said about being away"


def who_is_back(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """What is said to those whose absence ran out since the run before, and to who stood in for them: each is told
    once, whatever the number of registers. Who ended theirs by hand has been told.
    """
    today, commands = register.today(run.moment), spelling(register, registers.every(tx))
    found = []
    for absence, at in absences.over(tx, register.today(run.since), today - timedelta(days=1)):
        if absence.until < register.today(at):
            continue
        told = [(absence.person, back(absence, commands))]
        if absence.deputy:
            told.append((absence.deputy, deputising(absence, is_over=True)))
        for to, message in told:
            key = f"back:{absence.person}:{absence.until}:{to}"
            found.append(Notice(register.slug, key, NoticeKind.ANSWER, to, payload=message.arguments))
    return found


def _tell_deputy(
    tx: Connection, context: Context, request: Request, register: Register, absence: Absence, *, is_over: bool
) -> None:
    """Have a deputy told for whom they stand in and until when, or that they do so no more."""
    message = deputising(absence, is_over=is_over)
    key = f"deputy:{absence.person}:{absence.deputy}:{request.key}"
    notice = Notice(register.slug, key, NoticeKind.ANSWER, absence.deputy, payload=message.arguments)
    notices.queue(tx, notice, context.now())
