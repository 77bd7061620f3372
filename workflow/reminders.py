"""Reminders and escalations: one notice a recipient and day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

import messages
from register.register import Register
from register.reminders import Batch, Item, batches, latest_passed
from storage.actions import due_reminders, registers
from storage.queue import cards
from storage.queue.notices import Notice


def remind(tx: Connection, register: Register, moment: datetime, since: datetime) -> list[Notice]:
    """What is due by the local day of ``moment`` (UTC), with each milestone moved on past it.

    ``since`` is the moment of the last run: cards of what has become overdue since then are drawn again.
    """
    zone = ZoneInfo(register.timezone)
    today = moment.astimezone(zone).date()
    due = due_reminders.due(tx, register, today)
    items = [
        Item(one.action, one.milestone, step)
        for one in due
        for step in latest_passed(
            one.milestone,
            one.action.status,
            register.reminders,
            one.reminded_through,
            today,
        )
    ]
    due_reminders.said_through(tx, register, due, today)
    first_missed = since.astimezone(zone).date() - timedelta(days=1)
    cards.redraw(tx, due_reminders.become_overdue(tx, register, first_missed, today), moment)
    known, local = registers.every(tx), moment.astimezone(zone)
    return [_notice(known, batch, register, local) for batch in batches(items, register)]


def _notice(known: Sequence[Register], batch: Batch, register: Register, local: datetime) -> Notice:
    write = messages.escalation if batch.kind == "escalation" else messages.reminder
    meeting = registers.meeting(known, batch.to)
    said = messages.naming(write(batch, register, local.date()), register.slug, meeting)
    return Notice(
        register=register.slug,
        # With the time of day: when that is changed, the reminders may run once more on the same day.
        key=f"{batch.kind}:{register.slug}:{batch.to}:{local:%Y-%m-%dT%H:%M}",
        kind=batch.kind,
        to=batch.to,
        refs=tuple(dict.fromkeys(item.action.ref for item in batch.items)),
        payload=said.arguments,
    )
