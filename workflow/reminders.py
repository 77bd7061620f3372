"""Reminders and escalations: one notice a recipient and day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from messages.command_spelling import spelling
from messages.reminders import escalation, reminder
from register.register import Register
from register.reminders import Batch, Item, batches, latest_passed
from storage.actions import due_reminders, registers
from storage.queue import cards
from storage.queue.notices import Notice, NoticeKind


def remind(tx: Connection, register: Register, moment: datetime, since: datetime) -> list[Notice]:
    """What is due by the local day of ``moment`` (UTC), with each milestone moved on past it.

    ``since`` is the moment of the last run: cards of what has become overdue since then are drawn again.
    """
    today = register.today(moment)
    due = due_reminders.due(tx, register, today)
    items = [
        Item(one.action, one.milestone, step)
        for one in due
        for step in latest_passed(one.milestone, one.action.status, register, one.reminded_through, today)
    ]
    due_reminders.mark_reminded(tx, register, due, today)
    first_missed = register.today(since) - timedelta(days=1)
    cards.redraw(tx, due_reminders.become_overdue(tx, register, first_missed, today), moment)
    known, local = registers.every(tx), moment.astimezone(register.calendar.zone)
    return [_notice(known, batch, register, local) for batch in batches(items, register)]


def _notice(known: Sequence[Register], batch: Batch, register: Register, local: datetime) -> Notice:
    write = escalation if batch.kind == "escalation" else reminder
    commands = spelling(register, registers.candidates(known, batch.to))
    return Notice(
        register=register.slug,
        # With the time of day: when that is changed, the reminders may run once more on the same day.
        key=f"{batch.kind}:{register.slug}:{batch.to}:{local:%Y-%m-%dT%H:%M}",
        kind=NoticeKind(batch.kind),
        to=batch.to,
        refs=tuple(dict.fromkeys(item.action.ref for item in batch.items)),
        payload=write(batch, register, local.date(), commands).arguments,
    )
