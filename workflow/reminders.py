"""Reminders and escalations: one notice a recipient and day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from messages.command_spelling import spelling
from messages.reminders import escalation, reminder
from register.notices.batches import Batch, Occasion
from register.notices.schedule import DIGEST, Run, latest_digest
from register.register import Register
from storage.actions import due_reminders, papers, registers
from storage.intake import absences
from storage.processes import job_runs
from storage.queue import cards
from storage.queue.notices import Notice, NoticeKind
from workflow.absences import who_is_back
from workflow.card_links import CardLinks, card_links
from workflow.due_steps import take_due
from workflow.quiet_requests import notify_of_quiet_requests
from workflow.sign_offs import ask_leads_since
from workflow.update_requests import asked_later_today, asked_next_day


def remind(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """What is due by the local day of the run's moment, with each milestone moved on past it. On a day off nobody is
    asked: what a digest or a round left over the day before is asked on the next working day.

    Cards of actions that have become overdue since the last run are drawn again. People whose absence has run out are
    told so, and people whom what waits for their decision or sign-off has not notified so far are notified.
    """
    today = register.today(run.moment)
    batches, due = _take_due(tx, register, run) if register.calendar.is_working_day(today) else ((), ())
    first_missed = register.today(run.since) - timedelta(days=1)
    cards.redraw(tx, due_reminders.become_overdue(tx, register, first_missed, today), run.moment)
    due_notices = who_is_back(tx, register, run)
    if batches:
        links = card_links(tx, cards.of_actions(tx, [one.action_id for one in due]))
        known, local = registers.every(tx), run.moment.astimezone(register.calendar.zone)
        due_notices += [_notice(known, batch, register, local, links) for batch in batches]
    due_notices += ask_leads_since(tx, register, run)
    return notify_of_quiet_requests(tx, register, run, due_notices)


def _take_due(
    tx: Connection, register: Register, run: Run
) -> tuple[Sequence[Batch], Sequence[due_reminders.Due]]:
    """What is to be asked on the run's day, without what a digest or a round asks later on it."""
    today = register.today(run.moment)
    digests, rounds = _digests_to_come(tx, register, run), asked_later_today(tx, register, run)
    away = absences.current(tx, today)
    rounds_next = asked_next_day(tx, register, run)
    occasion = Occasion(today, run.now, digests, away=away, rounds=rounds, rounds_next=rounds_next)
    return take_due(tx, register, occasion)


def _digests_to_come(tx: Connection, register: Register, run: Run) -> frozenset[str]:
    """The channels that get a digest later on the run's own day, which reminds them of what is due.

    None where reminders are messages of their own. A digest that does not come that day holds no reminder back: the
    channels get them the next day.
    """
    if not register.reminders.once_a_week:
        return frozenset()
    today = register.today(run.moment)
    digest = latest_digest(register, register.calendar.day_end(today))
    ran_through = job_runs.through(tx, register.slug, DIGEST)
    last = job_runs.last(register, ran_through, papers.beginning(tx, register.slug), run.now)
    is_to_come = register.today(digest) == today and last is not None and digest > last
    return register.channels if is_to_come else frozenset()


def _notice(
    known: Sequence[Register], batch: Batch, register: Register, local: datetime, links: CardLinks
) -> Notice:
    write = escalation if batch.kind == "escalation" else reminder
    commands = spelling(register, registers.candidates(known, batch.to))
    lead = register.directorate(batch.directorate) if batch.directorate else None
    seen_from = links.seen_from(lead.channel if lead else batch.to)
    return Notice(
        register=register.slug,
        # With the time of day: when that is changed, the reminders may run once more on the same day.
        key=f"{batch.kind}:{register.slug}:{batch.to}:{local:%Y-%m-%dT%H:%M}",
        kind=NoticeKind(batch.kind),
        to=batch.to,
        refs=batch.refs,
        payload=write(batch, register, local.date(), commands, seen_from).arguments,
    )
