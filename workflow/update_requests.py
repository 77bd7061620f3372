"""A round's requests for updates: who is asked for which, and what a reminder would have asked of the same actions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from messages import update_requests as words
from messages.command_spelling import spelling
from register.action import Action
from register.committee.rounds import (
    ASKING,
    DatedStep,
    RoundStep,
    UpdateRequest,
    asked_in_rounds,
    silent,
    steps_between,
    update_requests,
)
from register.notices.batches import Batch, DueItem, Occasion
from register.notices.recipients import in_order
from register.notices.schedule import ROUND, Run
from register.register import Register
from storage.actions import due_reminders, papers, registers
from storage.database.engine import allow_thinking
from storage.intake import absences
from storage.processes import job_runs
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.committee_papers import open_and_since
from workflow.deputies import says_in_whose_place
from workflow.due_steps import take_due
from workflow.round_requests import asked_together, has_paper


@dataclass(frozen=True)
class _Asked:
    """A request with the steps that make it: of several meetings where they ask the same people for the same actions
    on one day. The nearest meeting comes first.
    """

    request: UpdateRequest
    steps: tuple[DatedStep, ...]


def steps_to_take(tx: Connection, register: Register, until: datetime) -> list[DatedStep]:
    """The steps of all rounds that are due by a moment and have not been taken; of each meeting the last."""
    ran_through = job_runs.through(tx, register.slug, ROUND)
    last = job_runs.last(register, ran_through, papers.beginning(tx, register.slug), until, makes_up=True)
    return steps_between(register, last, until) if last else []


def ask_for_updates(tx: Connection, register: Register, steps: Sequence[DatedStep], run: Run) -> list[Notice]:
    """The requests of the steps of rounds that ask: one message for the same people and actions. They also ask what a
    reminder would ask of these actions in the same week, which is marked as reminded: so nobody is asked the same twice
    in a morning.
    """
    asked = _asked(tx, register, steps, run)
    today = register.today(run.now)
    batches = _reminded(tx, register, [one.request for one in asked], run)
    found, known = [], registers.every(tx)
    for joint in asked:
        ask, due = joint.request, joint.steps[0]
        commands = spelling(register, registers.candidates(known, ask.to))
        theirs = _due_of(batches, register, ask)
        message = words.updates_asked(register, joint.steps, ask, theirs, commands, today=today)
        notice = round_notice(register, due, ask.to, ask.whom, message.arguments, ask.rows)
        about = Subject.of_meeting(register.slug, due.days.meeting)
        meetings = tuple(one.days.meeting for one in joint.steps)
        several = meetings if len(meetings) > 1 else ()
        asks = RequestedDecision(DecisionKind.ANSWERS, whom=tuple(ask.whom), meetings=several)
        notice = replace(notice, about=about, asks=asks)
        found.append(says_in_whose_place(tx, register, notice, ask.whom, due.on))
    return found


def asked_later_today(tx: Connection, register: Register, run: Run) -> frozenset[tuple[str, str]]:
    """What rounds still ask for on the run's own day: the refs, each with a directorate that answers for it. That
    day's reminders and digest leave it to them.
    """
    return _asked_on(tx, register, run, register.today(run.moment))


def asked_next_day(tx: Connection, register: Register, run: Run) -> frozenset[tuple[str, str]]:
    """The same of the next working day, as far as it can be told; nothing where each step is a message of its own."""
    if not register.reminders.once_a_week:
        return frozenset()
    return _asked_on(tx, register, run, register.calendar.next_working_day(register.today(run.moment)))


def _asked_on(tx: Connection, register: Register, run: Run, day: date) -> frozenset[tuple[str, str]]:
    midnight, day_end = register.calendar.midnight(day), register.calendar.day_end(day)
    if not any(one.step in ASKING for one in steps_between(register, midnight, day_end)):
        return frozenset()
    to_take = steps_to_take(tx, register, day_end)
    asked = _asked(tx, register, [one for one in to_take if one.on == day], run)
    return asked_in_rounds(one.request for one in asked)


def _asked(tx: Connection, register: Register, steps: Sequence[DatedStep], run: Run) -> list[_Asked]:
    """The requests of those of these steps that ask, each with the steps that ask for it."""
    found: dict[UpdateRequest, list[DatedStep]] = {}
    for due in steps:
        if due.step in ASKING and not has_paper(tx, register, due.days.meeting):
            for request in _requests(tx, register, due, run):
                found.setdefault(request, []).append(due)
    return [_Asked(request, tuple(those)) for request, those in found.items()]


def _requests(tx: Connection, register: Register, due: DatedStep, run: Run) -> Sequence[UpdateRequest]:
    """Whom a step asks for what, without those who were asked in that step before: it comes again where its day was
    moved after it had come, and is said once.

    A first request that comes on a later day than its own, as its job failed, leaves out what a reminder or a digest
    has asked about that day: the last call has it.
    """
    allow_thinking(tx)
    still_open, since = open_and_since(tx, register, due.days.meeting)
    missing, today = silent(still_open, since), register.today(run.now)
    if due.step is RoundStep.CHASE and due.on < today:
        reminded = due_reminders.reminded_since(tx, register, register.calendar.midnight(today))
        missing = [one for one in missing if one.ref not in reminded]
    requests = update_requests(register, missing, absences.current(tx, due.on))
    keys = [_key(register, due, one.to, one.whom) for one in requests]
    before = notices.queued_keys(tx, keys)
    if due.step is RoundStep.CHASE:  # which may have come with another meeting's
        together = asked_together(tx, register, due.days.meeting, today)
        before |= {
            _key(register, due, one.to, one.whom)
            for one in requests
            if (one.to, ",".join(one.whom)) in together
        }
    return [one for one, key in zip(requests, keys, strict=True) if key not in before]


def _reminded(
    tx: Connection, register: Register, requests: Sequence[UpdateRequest], run: Run
) -> Sequence[Batch]:
    """What reminders would ask of the actions of these requests, by channel; it is marked as reminded."""
    today = register.today(run.now)
    away, asked = absences.current(tx, today), asked_in_rounds(requests)
    batches, _due = take_due(tx, register, Occasion(today, run.now, away=away, rounds=asked, is_round=True))
    return batches


def _due_of(batches: Sequence[Batch], register: Register, ask: UpdateRequest) -> Sequence[DueItem]:
    """What the channels for which a request asks would be reminded of, in the order of reminders: not what another
    directorate is still to be reminded of, as this one may have been.
    """
    asked = asked_in_rounds([ask])
    found = (
        item
        for batch in batches
        for item in batch.items
        if any((code, item.action.ref) in asked for code in register.codes_by_channel.get(batch.to, ()))
    )
    return in_order(found, register)


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
