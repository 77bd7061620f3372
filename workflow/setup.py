"""A register's settings changed in Slack: by an administrator, previewed by the real rules, kept with who and when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from register.permissions import Deed, check
from register.register import Register
from register.schedule import Run, latest_digest, latest_reminders
from storage.actions import change_log, registers
from storage.database.engine import transaction
from workflow.context import Context, Request, one_transaction
from workflow.digest import post_digest
from workflow.registers import save_settings
from workflow.reminders import remind

DAYS = 7
"""How many days ahead settings are tried."""


@dataclass(frozen=True)
class SetupPreview:
    """How many messages each channel and person would have in the days to come.

    ``now`` is with the settings as they are, ``then`` as they would be.
    """

    now: Mapping[str, int]
    then: Mapping[str, int]


def preview(context: Context, request: Request, wanted: Register) -> SetupPreview:
    """What these settings would come to; all of it is tried and undone again. Raises Refused when they may not be."""
    with transaction(context.engine) as tx:
        before = registers.find(tx, wanted.slug)
        check(request.asker, Deed.LOOK_AFTER, before)
        change_log.lock(tx, wanted.slug)
        now = context.now()
        point = tx.begin_nested()
        as_is = _messages(tx, before, now)
        point.rollback()
        save_settings(tx, wanted, request.author(now))
        then = _messages(tx, registers.find(tx, wanted.slug), now)
        tx.rollback()
    return SetupPreview(as_is, then)


def change_settings(context: Context, request: Request, wanted: Register) -> None:
    """Give a register these settings. Raises Refused when the person may not, or a directorate would be lost."""
    with one_transaction(context, request) as tx:
        check(request.asker, Deed.LOOK_AFTER, registers.find(tx, wanted.slug))
        save_settings(tx, wanted, request.author(context.now()))


def _messages(tx: Connection, register: Register, now: datetime) -> Counter[str]:
    """How many messages go to whom in the days to come, when nobody answers."""
    found: Counter[str] = Counter()
    since = now
    for ahead in range(1, DAYS + 1):
        day = register.today(now) + timedelta(days=ahead)
        until = register.calendar.day_end(day)
        moment = latest_reminders(register, until)
        found.update(notice.to for notice in remind(tx, register, Run(moment, since, moment)))
        digest = latest_digest(register, until)
        if register.today(digest) == day:
            week = digest - timedelta(days=DAYS)
            found.update(notice.to for notice in post_digest(tx, register, Run(digest, week, digest)))
        since = moment
    return found
