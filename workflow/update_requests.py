"""A round's requests for updates: who is asked for which, and what a reminder would have asked of the same actions."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from messages import rounds as words
from messages.command_spelling import spelling
from register.action import Action
from register.committee.rounds import (
    ASKING,
    DatedStep,
    RoundStep,
    UpdateRequest,
    asked_in_rounds,
    latest_step,
    silent,
    steps_at,
    update_requests,
)
from register.notices.batches import DueItem, Occasion
from register.notices.recipients import in_order
from register.notices.schedule import ROUND, Run
from register.register import Register
from storage.actions import registers
from storage.database.engine import allow_thinking
from storage.intake import absences
from storage.processes import job_runs
from storage.queue import decision_requests, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.committee_papers import open_and_since
from workflow.decision_requests import ANSWERS
from workflow.deputies import says_in_whose_place
from workflow.due_steps import take_due
from workflow.round_requests import has_paper


def ask_for_updates(tx: Connection, register: Register, due: DatedStep, run: Run) -> list[Notice]:
    """The requests of a round's step. They also ask what a reminder would ask of these actions in the same week, which
    is marked as reminded: so nobody is asked the same twice in a morning.
    """
    requests = _requests(tx, register, due)
    today = register.today(run.now)
    reminds = _reminded(tx, register, requests, run)
    found, known = [], registers.every(tx)
    for ask in requests:
        commands = spelling(register, registers.candidates(known, ask.to))
        refs = {row.ref for row in ask.rows}
        theirs = [item for item in reminds if item.action.ref in refs]
        is_last = due.step is RoundStep.CUT_OFF
        message = words.updates_asked(register, due.days, ask, theirs, commands, last_call=is_last, today=today)
        notice = round_notice(register, due, ask.to, ask.whom, message.arguments, ask.rows)
        about = decision_requests.of_meeting(register.slug, due.days.meeting)
        notice = replace(notice, about=about, asks=f"{ANSWERS}:{','.join(ask.whom)}")
        found.append(says_in_whose_place(tx, register, notice, ask.whom, due.on))
    return found


def asked_later_today(tx: Connection, register: Register, run: Run) -> frozenset[tuple[str, str]]:
    """What a round still asks for on the run's own day: the refs, each with a directorate that answers for it. That
    day's reminders and digest leave it to the round.
    """
    today = register.today(run.moment)
    moment = latest_step(register, register.calendar.day_end(today))
    if moment is None or register.today(moment) != today:
        return frozenset()
    ran_through = job_runs.through(tx, register.slug, ROUND)
    if ran_through is not None and moment <= ran_through:
        return frozenset()
    asking = [one for one in steps_at(register, moment) if one.step in ASKING]
    return asked_in_rounds(
        ask
        for one in asking
        if not has_paper(tx, register, one.days.meeting)
        for ask in _requests(tx, register, one)
    )


def _requests(tx: Connection, register: Register, due: DatedStep) -> Sequence[UpdateRequest]:
    """Whom a step asks for what, without those who were asked in that step before: it comes again where its day was
    moved after it had come, and is said once.
    """
    allow_thinking(tx)
    still_open, since = open_and_since(tx, register, due.days.meeting)
    requests = update_requests(register, silent(still_open, since), absences.current(tx, due.on))
    keys = [_key(register, due, one.to, one.whom) for one in requests]
    before = notices.queued_keys(tx, keys)
    return [one for one, key in zip(requests, keys, strict=True) if key not in before]


def _reminded(
    tx: Connection, register: Register, requests: Sequence[UpdateRequest], run: Run
) -> Sequence[DueItem]:
    """What reminders would ask of the actions of these requests, in their order; it is marked as reminded."""
    today = register.today(run.now)
    away, asked = absences.current(tx, today), asked_in_rounds(requests)
    batches, _due = take_due(tx, register, Occasion(today, run.now, away=away, rounds=asked, is_round=True))
    return in_order((item for batch in batches for item in batch.items), register)


def round_notice(
    register: Register,
    due: DatedStep,
    to: str,
    whom: Sequence[str],
    payload: dict[str, object],
    rows: Sequence[Action] | None = None,
) -> Notice:
    """The notice of a round's step to a channel or person, who answers for ``whom``: one a step and recipient."""
    refs = tuple(one.ref for one in rows or ())
    return Notice(
        register.slug, _key(register, due, to, whom), NoticeKind.ROUND, to, refs=refs, payload=payload
    )


def _key(register: Register, due: DatedStep, to: str, whom: Sequence[str]) -> str:
    return f"round:{due.step}:{register.slug}:{due.days.meeting}:{','.join(whom)}:{to}"
