"""What somebody was asked by an edit of a message, of which Slack does not notify, and what waits for somebody who was
never asked: where it waits still, a message notifies them once, on the next working day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, RowMapping

from messages import requests
from messages.command_spelling import CommandSpelling, spelling
from messages.decisions import several
from register.action import Action
from register.deciders import leads_of, waits_for_committee
from register.notices.schedule import Run
from register.outcomes import report_number
from register.register import Register
from register.waiting import Waiting, waiting_for
from storage.actions import actions, registers
from storage.intake import absences
from storage.queue import decision_requests
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.decision_requests import redraw_passed_on
from workflow.deputies import says_in_whose_place
from workflow.waiting import deciders_by_ref, decisions_of

_MOMENT = timedelta(seconds=1)


def notify_of_quiet_requests(
    tx: Connection, register: Register, run: Run, due: Sequence[Notice]
) -> list[Notice]:
    """The notices that are ``due`` on a day, with what waits for people who were not notified of it, or never asked.

    Who is told of late actions reads of it there; who has a message of today that asks for decisions finds it in that;
    anybody else gets one. Who is to decide it no more does not. In place of who is away, has left or leads no more it
    is whoever would be asked today; where it waits still when they are back, they are notified too.
    """
    today = register.today(run.moment)
    found: list[Notice] = list(due)
    if not register.calendar.is_working_day(today):
        return found
    away, since = absences.current(tx, today), register.calendar.midnight(today)
    _hand_on(tx, register, today, since, run.now)
    for person, asked in _by_person(decision_requests.quiet(tx, register.slug, run.now)).items():
        waiting = set() if person in away else set(decisions_of(tx, register, person, today))
        theirs = [one for one in asked if one["queued_at"] < since and waiting.issuperset(one["refs"])]
        at = next((n for n, one in enumerate(found) if _is_escalation_to(one, person)), None)
        if not theirs:
            continue
        if at is not None:
            found[at] = _also_waits(tx, register, found[at], theirs)
            decision_requests.mark_notified(tx, theirs)
        elif not decision_requests.move_to_message_of_day(tx, theirs, register.slug, person, since, run.now):
            found.append(_message(tx, register, person, theirs))
            decision_requests.move(tx, theirs, found[-1].key, run.now)
    return found


def _hand_on(tx: Connection, register: Register, today: date, since: datetime, now: datetime) -> None:
    """Record as quiet requests of before ``since`` (UTC) what waits on a local day for people who were never asked it,
    as it was asked of somebody else: who is away, has left, or was the lead before. What was asked of nobody, as what a
    paper says is complete, is not among it. Whoever it is asked of no more reads so in the message that asked them.
    """
    deciders = deciders_by_ref(tx, register, today)
    numbers = actions.ids(tx, register, list(deciders))
    asked = decision_requests.asked_of(tx, [Subject.of_action(one) for one in numbers.values()])
    possible = [
        ref
        for ref, number in numbers.items()
        if any(
            were_asked != set(deciders[ref]) for were_asked in asked.get(Subject.of_action(number), {}).values()
        )
    ]
    if not possible:  # as on most days
        return
    commands = spelling(register, registers.every(tx))
    for action in actions.by_ids(tx, register, [numbers[ref] for ref in possible]):
        about, asks = Subject.of_action(numbers[action.ref]), _asks(action)
        request, recipients = _request(register, action, about, asks, commands)
        were_asked = asked.get(about, {}).get(asks, set())
        if were_asked:
            redraw_passed_on(tx, register, about, asks, deciders[action.ref], recipients, now)
        for person in deciders[action.ref] if were_asked else ():
            if person in were_asked:
                continue
            theirs = replace(request, to=person, key=f"{request.key}:{person}")
            theirs = says_in_whose_place(tx, register, theirs, recipients, today)
            decision_requests.hand_on(tx, theirs, since - _MOMENT, now)


def _asks(action: Action) -> RequestedDecision:
    """Which decision an action waits for."""
    if waiting_for(action.status, action.life) is Waiting.DATE and action.life.asked:
        return RequestedDecision(DecisionKind.DATE, action.life.asked.id)
    return RequestedDecision(DecisionKind.REPORT, report_number(action))


def _request(
    register: Register, action: Action, about: Subject, asks: RequestedDecision, commands: CommandSpelling
) -> tuple[Notice, Sequence[str]]:
    """What is asked about an action that waits for a decision, as it would be asked today, to nobody yet; and the leads
    whom it is meant for.
    """
    leads = leads_of(register, action.life.lead, action.directorates)
    if asks.kind is DecisionKind.DATE and action.life.asked:
        is_for_committee = waits_for_committee(register, action)
        message = requests.date_asked(action, action.life.asked, commands, is_for_committee=is_for_committee)
        leads = () if is_for_committee else leads
    else:
        message = requests.verification(action, action.life.reported_by, commands)
    key = f"handed on:{about}:{asks}"
    return Notice(
        register.slug,
        key,
        NoticeKind.REQUEST,
        "",
        refs=(action.ref,),
        payload=message.arguments,
        about=about,
        asks=asks,
    ), leads


def _by_person(asked: Sequence[RowMapping]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in asked:
        found.setdefault(row["to"], []).append(row)
    return found


def _also_waits(tx: Connection, register: Register, escalation: Notice, asked: Sequence[RowMapping]) -> Notice:
    """What tells somebody of late actions, with what waits for their decision and it does not name yet."""
    refs = [ref for one in asked for ref in one["refs"] if ref not in escalation.refs]
    if not refs:
        return escalation
    commands = spelling(register, registers.every(tx))
    return replace(escalation, payload=requests.also_waits(escalation.payload, refs, commands))


def _is_escalation_to(found: Notice, person: str) -> bool:
    return found.kind == NoticeKind.ESCALATION and found.to == person


def _message(tx: Connection, register: Register, person: str, asked: Sequence[RowMapping]) -> Notice:
    """A message of its own, which shows them all; it is drawn anew when it is sent."""
    commands = spelling(register, registers.every(tx))
    shown = several([(one["payload"], {}) for one in asked], commands).arguments
    return Notice(
        register.slug,
        f"decisions:{register.slug}:{person}:{asked[0]['id']}",  # each notifies once, so that none comes first twice
        NoticeKind.REQUEST,
        person,
        refs=tuple(dict.fromkeys(ref for one in asked for ref in one["refs"])),
        payload=shown | {decision_requests.JOINED: [one["key"] for one in asked]},
        about=Subject.of_day(register.slug, person),
    )
