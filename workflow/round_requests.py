"""The coming meeting whose paper is asked about, and its requests for updates, which are drawn again once answered.

One request can ask for the papers of several meetings. Where one of them is cancelled, or its paper published, it goes
on for the others.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from messages import update_requests as words
from messages.command_spelling import spelling
from messages.outcomes import with_outcome
from register.committee.meetings import run_up
from register.committee.rounds import DatedStep, RoundStep, UpdateRequest
from register.outcomes import Happened, Outcome
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, papers, published, registers
from storage.queue import decision_requests
from storage.queue.decision_requests import DecisionRequest
from storage.queue.requested_decision import DecisionKind, Subject
from workflow.decision_requests import ended, meetings_of
from workflow.round_rows import still_missing


def coming_round(tx: Connection, register: Register, today: date) -> date | None:
    """The next meeting that the settings know and that has no paper yet; None when there is none."""
    return _first_without_paper(tx, register, _coming(register, today))


def has_paper(tx: Connection, register: Register, meeting: date) -> bool:
    """Whether the paper of a meeting was published here, or one was read that speaks of its day."""
    ours = published.of_meeting(tx, register.slug, meeting)
    read = papers.latest(tx, register.slug, meeting)
    return (ours is not None and not ours.is_notice) or (read is not None and read.as_at == meeting)


def redraw_round_requests(
    tx: Connection, register: Register, now: datetime, others: Collection[date] = ()
) -> None:
    """Draw again what asks for updates for the papers of the coming meetings and of ``others``, where all that it asks
    for is answered by now (UTC), or no longer is, or where it is not asked any more for all of its meetings.

    Every operation that records or takes back something about an action calls this: mostly there is no such request,
    which one indexed query finds.
    """
    coming = _coming(register, register.today(now))
    subjects = [Subject.of_meeting(register.slug, on) for on in sorted({*coming, *others})]
    asked = [one for one in decision_requests.find(tx, subjects) if one.asks.kind is DecisionKind.ANSWERS]
    outcomes = {}
    for request in asked:
        about, outcome = _outcome(tx, register, request, now)
        if about != request.about:
            decision_requests.set_subject(tx, request.id, about)
        if outcome != request.outcome:
            outcomes[request.id] = outcome
    decision_requests.set_outcomes(tx, outcomes, now)


def asked_together(tx: Connection, register: Register, meeting: date, today: date) -> set[tuple[str, str]]:
    """Who was asked for updates for a meeting's paper in a request for several: to whom it went, and for whom."""
    subjects = [Subject.of_meeting(register.slug, on) for on in _coming(register, today)]
    found = (one for one in decision_requests.find(tx, subjects) if one.asks.kind is DecisionKind.ANSWERS)
    return {(one.to, ",".join(one.asks.whom)) for one in found if meeting in one.asks.meetings}


def _outcome(
    tx: Connection, register: Register, request: DecisionRequest, now: datetime
) -> tuple[Subject, dict[str, Any]]:
    """What a request for updates is about now, and what its message shows in place of what it first asked."""
    whom, several = request.asks.whom, meetings_of(request)
    today = register.today(now)
    over = {on: outcome for on in several if (outcome := ended(tx, register, on, today))}
    left = [on for on in several if on not in over]
    about = Subject.of_meeting(register.slug, (left or several)[0])
    if not left:
        return about, words.request_over(request.payload, over, register)
    if not still_missing(tx, register, left[0], whom, request.refs):
        return about, with_outcome(request.payload, Outcome(Happened.ALL_ANSWERED), register)
    if not over:
        return about, {}
    return about, _going_on(tx, register, request, left, over, today)


def _going_on(
    tx: Connection,
    register: Register,
    request: DecisionRequest,
    left: Sequence[date],
    over: dict[date, Outcome],
    today: date,
) -> dict[str, Any]:
    """The message of a request that goes on for the meetings that are left, some of its meetings being ``over``."""
    rows = actions.matching(tx, register, Query(today, frozenset({State.OPEN}), refs=request.refs))
    ask = UpdateRequest(request.to, request.asks.whom, tuple(rows))
    steps = []
    for on in left:
        days = run_up(on, register.calendar, register.meetings.round)
        step = RoundStep.CUT_OFF if today >= days.cut_off else RoundStep.CHASE
        steps.append(DatedStep(step, today, days))
    commands = spelling(register, registers.candidates(registers.every(tx), request.to))
    asked = words.updates_asked(register, steps, ask, (), commands, today=today)
    drawn = words.request_goes_on(request.payload, asked, over, left)
    # As it will be read back, or it would never be the same as what is stored.
    written: dict[str, Any] = json.loads(json.dumps(drawn))
    return written | {decision_requests.GOES_ON: True}


def _coming(register: Register, today: date) -> list[date]:
    return sorted(one.on for one in register.meetings.meetings if one.on >= today)


def _first_without_paper(tx: Connection, register: Register, coming: Iterable[date]) -> date | None:
    return next((on for on in coming if not has_paper(tx, register, on)), None)
