"""Telling a register's administrators, once, that something of theirs could not be delivered."""

from datetime import datetime

from sqlalchemy import Connection

from messages import alerts
from messages.command_spelling import spelling
from storage.actions import registers
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind, NoticeState


def tell_admins(tx: Connection, about: Notice, state: NoticeState, error: str, now: datetime) -> None:
    """Queue one message to each administrator for all failures of a kind, to a place, on a day.

    What fails on the way to an administrator is not told to them: that would go round for ever.
    """
    if about.kind == NoticeKind.ALERT:
        return
    known = registers.every(tx)
    register = registers.pick(known, about.register)
    write = alerts.undecided if state == NoticeState.HELD else alerts.failed
    alert = write(about.kind, about.to, error, spelling(register, known))
    for admin in register.admins:
        place = f"{about.kind}:{about.to}:{register.today(now)}:{admin}"
        key = f"{NoticeKind.ALERT}:{register.slug}:{state}:{place}"
        notice = Notice(register.slug, key, NoticeKind.ALERT, admin, refs=about.refs, payload=alert.arguments)
        notices.queue(tx, notice, now)
