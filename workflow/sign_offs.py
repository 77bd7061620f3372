"""Sign-offs of a paper by the leads, and by its author: asking for them, and recording them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from messages import rounds as words
from messages.command_spelling import spelling
from register.committee.meetings import run_up
from register.committee.rounds import AUTHOR, DatedStep, RoundStep, led_by
from register.notices.schedule import Run
from register.permissions import Permission, check, check_sign_off
from register.phrases import day, joined
from register.publication_changes import PaperSignedOff
from register.refused import Refused
from register.register import Register
from register.roles import Role
from storage.actions import published, register_log, registers
from storage.queue import decision_requests
from storage.queue.notices import Notice
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests_of_meeting, refuse_cancelled
from workflow.deputies import to_who_are_there
from workflow.publishing import refuse_published
from workflow.round_requests import coming_round
from workflow.rounds import round_state
from workflow.update_requests import round_notice


def ask_leads(tx: Connection, register: Register, due: DatedStep) -> list[Notice]:
    """The requests to sign off a paper: one message a lead, for all that they lead and have not signed off yet."""
    state = round_state(tx, register, due.days.meeting)
    unsigned = {one.code for one in state.directorates if not one.signed_by}
    found, commands = [], spelling(register, registers.every(tx))
    for lead in dict.fromkeys(one.lead for one in register.directorates if one.lead and one.code in unsigned):
        codes = tuple(code for code in led_by(register, lead) if code in unsigned)
        message = words.sign_off_asked(register, state, codes, commands, today=due.on)
        notice = round_notice(register, due, lead, codes, message.arguments)
        about = Subject.of_meeting(register.slug, due.days.meeting)
        notice = replace(notice, about=about, asks=RequestedDecision(DecisionKind.SIGN_OFF, whom=codes))
        found += to_who_are_there(tx, register, notice, due.on)
    return found


def ask_leads_since(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """After the leads' step of a round, the same message to those who have not been asked of a directorate yet and
    would be today: who leads in place of another, stands in for one who is away since, is back, or was not reached
    while Slack was away. None on days that nobody works.
    """
    today = register.today(run.moment)
    meeting = coming_round(tx, register, today) if register.calendar.is_working_day(today) else None
    if meeting is None:
        return []
    days = run_up(meeting, register.calendar, register.meetings.round)
    about = Subject.of_meeting(register.slug, meeting)
    asked = decision_requests.find(tx, [about]) if today > days.cut_off else []
    if not any(_to_sign_off(one.asks) for one in asked):  # the leads' step is still to come
        return []
    reached = decision_requests.asked_of(tx, [about]).get(about, {})
    known = {(to, code) for asks, people in reached.items() for code in _to_sign_off(asks) for to in people}
    due = DatedStep(RoundStep.LEADS, today, days)
    found = ask_leads(tx, register, due)
    new = [one for one in found if any((one.to, code) not in known for code in _to_sign_off(one.asks))]
    return [replace(one, key=f"{one.key}:{today}") for one in new]  # what expired has the key without a day


def _to_sign_off(asks: RequestedDecision | None) -> tuple[str, ...]:
    """The codes of the directorates for which a request asks to sign off; none where it asks something else."""
    return asks.whom if asks and asks.kind is DecisionKind.SIGN_OFF else ()


def sign_off(
    context: Context, request: Request, slug: str, meeting: date, who: Sequence[str] = ()
) -> tuple[str, ...]:
    """Sign off a meeting's paper for directorates (their codes; none: for all that the person leads, or as the
    author); give for whom. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        context = context.at_one_moment()  # by which all of it is taken back
        role = check(request.asker, Permission.SIGN_OFF, register)
        leads = (request.user, *register.stood_in_for(request.user, request.at))
        led = tuple(dict.fromkeys(code for lead in leads for code in led_by(register, lead)))
        signing = tuple(who) or led or ((AUTHOR,) if role is Role.ADMIN else ())
        check_sign_off(role, signing, led, AUTHOR)
        refuse_cancelled(tx, register, meeting, context.today(register))
        _refuse_decided(tx, register, meeting, context.today(register))
        new = [code for code in signing if published.sign(tx, slug, meeting, code, request.user, context.now())]
        if not new:
            latest = max(
                at for code, (_by, at) in published.signed_off(tx, slug, meeting).items() if code in signing
            )
            raise Refused(
                f"{joined(signing)} was signed off on {day(register.today(latest))}: nothing is left to do."
            )
        signed_off = PaperSignedOff(meeting, tuple(new))
        register_log.record(tx, slug, [signed_off], request.author(context.now()))
        redraw_requests_of_meeting(tx, register, meeting, context.now())
        return tuple(new)


def _refuse_decided(tx: Connection, register: Register, meeting: date, today: date) -> None:
    """Raise Refused where a sign-off would be of a paper that stays as it is, or of no paper, as of a mistyped year."""
    refuse_published(tx, register, meeting)
    if meeting < today:
        raise Refused(f"The meeting on {day(meeting)} is over: is the year right?")
