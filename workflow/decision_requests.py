"""Notices that ask for a decision are drawn again once it is taken, by whomever, in whatever way.

Like a card, such a notice follows its subject: when a verification is taken back it has its buttons again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from messages.command_spelling import spelling
from messages.decisions import several
from messages.layout import Message
from messages.outcomes import already, meeting_cancelled, with_outcome
from register.action import Action
from register.life_changes import ProgressChanged
from register.outcomes import Happened, Outcome, date_number, of_date, of_move, of_report, report_number
from register.phrases import day
from register.progress import OPEN, Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, meetings, published, registers
from storage.database.engine import reading
from storage.intake import absences
from storage.queue import decision_requests, notices
from storage.queue.decision_requests import DecisionRequest, RequestMessage
from storage.queue.notices import Notice
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.context import Context


def ask_to_decide(tx: Connection, register: Register, asked: Notice, now: datetime) -> None:
    """Queue what asks a person to decide about an action, at ``now`` (UTC): the first of a local day as a message, the
    others into that message. Who is away is asked once they are back. The caller holds the register's lock.
    """
    today = register.today(now)
    if asked.to in absences.current(tx, today, [asked.to]):
        decision_requests.hand_on(tx, asked, now, now)
        return
    since = register.calendar.midnight(today)
    notices.queue(tx, decision_requests.join(tx, asked, since), now)


def drawn_message(tx: Connection, found: RequestMessage) -> dict[str, Any]:
    """The text and blocks of a message of requests, as they are now: of one as it asks, or with what came of it."""
    if len(found.requests) == 1:
        (request,) = found.requests
        shown = request.outcome or request.payload
        return {"text": shown["text"], "blocks": shown["blocks"]}
    known = registers.every(tx)
    commands = spelling(registers.pick(known, found.register), known)
    return several([(one.payload, one.outcome) for one in found.requests], commands).arguments


def redraw_requests_of_actions(
    tx: Connection, register: Register, numbers: Sequence[int], now: datetime
) -> None:
    """Draw again what asks about these actions (by row number), where its answer is another than it shows."""
    found = decision_requests.find(tx, [Subject.of_action(number) for number in numbers])
    for about in dict.fromkeys(one.about for one in found):
        number = about.row_number
        action = actions.by_id(tx, register, number)
        theirs = [one for one in found if one.about == about]
        _draw(tx, register, theirs, lambda asks: _of_action(tx, action, number, asks), now)  # noqa: B023


def redraw_passed_on(
    tx: Connection,
    register: Register,
    about: Subject,
    asks: RequestedDecision,
    deciders: Sequence[str],
    leads: Collection[str],
    now: datetime,
) -> None:
    """Draw again what asks for a decision that waits: who is asked it no more reads who is, and who is asked it again
    finds it as it was. Its leads keep it while they are away.
    """
    passed_on = Outcome(Happened.PASSED_ON, words=" ".join(deciders))
    waiting = [one for one in decision_requests.find(tx, [about]) if one.asks == asks]
    asked = {*deciders, *leads}
    _draw(tx, register, [one for one in waiting if one.to in asked], lambda _asks: None, now)
    _draw(tx, register, [one for one in waiting if one.to not in asked], lambda _asks: passed_on, now)


def redraw_requests(
    tx: Connection,
    register: Register,
    about: Subject,
    outcome_of: Callable[[RequestedDecision], Outcome | None],
    now: datetime,
) -> None:
    """The same of what is about something else: ``outcome_of`` gives what came of what was asked."""
    _draw(tx, register, decision_requests.find(tx, [about]), outcome_of, now)


def redraw_requests_of_meeting(tx: Connection, register: Register, meeting: date, now: datetime) -> None:
    """Draw again what asks the leads to sign off the paper of a meeting, what it decided, and what Members asked. Of a
    meeting that is in the settings no more all but what it decided say that it is cancelled; so does what asks to
    publish its paper, which else says that it is published. What asks for updates: ``workflow.round_requests``.
    """
    signed = published.signed_off(tx, register.slug, meeting)
    asked = {one.id: one for one in meetings.questions(tx, register.slug) if one.meeting == meeting}
    recorded = [(one.by, one.at) for one in meetings.of_meeting(tx, register.slug, meeting)]
    recorded += [(one.by, one.asked_at) for one in asked.values()]
    publication = publication_of(tx, register, meeting)
    cancelled = _cancelled(register, meeting, register.today(now)) if publication is None else None

    def outcome_of(asks: RequestedDecision) -> Outcome | None:
        if asks.kind in (DecisionKind.SIGN_OFF, DecisionKind.PUBLICATION) and cancelled is not None:
            return cancelled
        if asks.kind is DecisionKind.PUBLICATION:
            return publication
        if asks.kind is DecisionKind.MINUTES:
            return Outcome(Happened.RECORDED, *recorded[0]) if recorded else None
        if asks.kind is DecisionKind.QUESTION:
            return _of_question(asked.get(asks.number))
        found = [signed[code] for code in asks.whom if code in signed]
        if len(found) < len(asks.whom):
            return publication
        by, at = max(found, key=lambda one: one[1])
        return Outcome(Happened.SIGNED_OFF, by, at)

    found = decision_requests.find(tx, [Subject.of_meeting(register.slug, meeting)])
    theirs = [one for one in found if one.asks.kind is not DecisionKind.ANSWERS]
    _draw(tx, register, theirs, outcome_of, now)


def _of_question(question: meetings.MembersQuestion | None) -> Outcome | None:
    """What came of a question of Members; None while it has no answer."""
    if question is None:
        return Outcome(Happened.TAKEN_BACK)
    if not question.answer:
        return None
    return Outcome(Happened.ANSWERED, question.answered_by, question.answered_at, question.answer)


def publication_of(tx: Connection, register: Register, meeting: date) -> Outcome | None:
    """That the paper of a meeting is published here; None where it is not."""
    paper = published.of_meeting(tx, register.slug, meeting)
    return Outcome(Happened.PUBLISHED, paper.by, paper.at) if paper and not paper.is_notice else None


def ended(tx: Connection, register: Register, meeting: date, today: date) -> Outcome | None:
    """Why updates are not asked for any more for the paper of a meeting: it is published, or the meeting is cancelled.
    None where they are.
    """
    return publication_of(tx, register, meeting) or _cancelled(register, meeting, today)


def meetings_of(request: DecisionRequest) -> Sequence[date]:
    """For the papers of which meetings a request for updates asks, the nearest first."""
    return request.asks.meetings or (request.about.meeting,)


def requests_for(
    tx: Connection, register: Register, meeting: date, others: Collection[date]
) -> list[DecisionRequest]:
    """All that people were asked for a meeting, also together with one of the ``others``."""
    subjects = [Subject.of_meeting(register.slug, on) for on in sorted({meeting, *others})]
    return [
        one
        for one in decision_requests.find(tx, subjects)
        if one.about.meeting == meeting
        or (one.asks.kind is DecisionKind.ANSWERS and meeting in meetings_of(one))
    ]


def _cancelled(register: Register, meeting: date, today: date) -> Outcome | None:
    """That a meeting to come is in the settings no more; None where it is."""
    dates = sorted(one.on for one in register.meetings.meetings)
    if meeting in dates or meeting < today:
        return None
    following = next((on for on in dates if on > meeting), None) or next(
        (on for on in dates if on >= today), None
    )
    return Outcome(Happened.CANCELLED, words=day(following) if following else "")


def refuse_cancelled(tx: Connection, register: Register, meeting: date, today: date) -> None:
    """Raise Refused for a meeting for which people were asked for something, and that is in the settings no more."""
    cancelled = _cancelled(register, meeting, today)
    if cancelled and requests_for(tx, register, meeting, [one.on for one in register.meetings.meetings]):
        text = meeting_cancelled(f"The meeting of {day(meeting)}", cancelled.words)
        raise Refused(f"{text} Nothing more is needed for it.")


def decision_on(
    context: Context, register: Register, action: Action, kind: DecisionKind, number: int = 0
) -> Outcome | None:
    """What came of the report or the date of that number (0: the latest) of an action; None while it waits."""
    latest = report_number(action) if kind is DecisionKind.REPORT else date_number(action)
    with reading(context.engine) as tx:
        row = actions.find_id(tx, register, action.ref)
        asks = RequestedDecision(kind, number or latest)
        return _of_action(tx, action, row, asks) if row and latest else None


def last_move(context: Context, register: Register, action: Action) -> Outcome | None:
    """Who brought an action where it is, and when; None where nobody has moved it since it was read, and where it ended
    or went on without being done: its state says that.
    """
    with reading(context.engine) as tx:
        number = actions.find_id(tx, register, action.ref)
        story = change_log.of_actions(tx, [number]).get(number, []) if number else []
    moves = [(one, one.change) for one in story if isinstance(one.change, ProgressChanged)]
    if not moves:
        return None
    entry, change = moves[-1]
    if action.status is Status.IMPLEMENTED:
        return Outcome(Happened.REPORTED, entry.by, entry.recorded_at)
    if change.was[1] in OPEN and change.status not in (Status.VERIFIED, Status.CLOSED):
        return None
    return of_move(entry, change)


def late_answer(
    context: Context, register: Register, action: Action, kind: DecisionKind, number: int = 0
) -> Message | None:
    """What somebody is told who wants to decide what is decided already; None while it waits to be."""
    outcome = decision_on(context, register, action, kind, number)
    return already(outcome, register, action.ref) if outcome else None


def _of_action(tx: Connection, action: Action, row: int, asks: RequestedDecision) -> Outcome | None:
    if asks.kind is DecisionKind.DATE:
        return of_date(action, asks.number)
    return of_report(change_log.of_actions(tx, [row])[row], asks.number)


def _draw(
    tx: Connection,
    register: Register,
    asked: Iterable[DecisionRequest],
    outcome_of: Callable[[RequestedDecision], Outcome | None],
    now: datetime,
) -> None:
    changed = {}
    for request in asked:
        outcome = outcome_of(request.asks)
        drawn = with_outcome(request.payload, outcome, register) if outcome else {}
        if drawn != request.outcome:
            changed[request.id] = drawn
    decision_requests.set_outcomes(tx, changed, now)
