"""Telling a register's administrators, once, that something of theirs could not be delivered."""

from datetime import datetime

from sqlalchemy import Connection

import messages
from messages import alerts
from storage.actions import registers
from storage.queue import notices
from storage.queue.notices import Notice, NoticeState

KIND = "trouble"


def tell_admins(tx: Connection, about: Notice, state: NoticeState, error: str, now: datetime) -> None:
    """Queue one message to each administrator for all failures of a kind, to a place, on a day.

    What fails on the way to an administrator is not told to them: that would go round for ever.
    """
    if about.kind == KIND:
        return
    register = registers.find(tx, about.register)
    today = register.today(now)
    write = alerts.undecided if state == NoticeState.HELD else alerts.failed
    said = write(about.kind, about.to, error)
    payload = messages.naming(said, register.slug, registers.every(tx)).arguments
    for admin in register.admins:
        key = f"{KIND}:{register.slug}:{state}:{about.kind}:{about.to}:{today}:{admin}"
        notices.queue(tx, Notice(register.slug, key, KIND, admin, refs=about.refs, payload=payload), now)
