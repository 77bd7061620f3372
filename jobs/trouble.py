"""Telling a register's administrators, once, that something of theirs could not be delivered."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import messages
from bot.messages import trouble
from storage import notices, registers
from storage.notices import Notice, State

KIND = "trouble"


def tell_admins(tx: Connection, about: Notice, state: State, error: str, now: datetime) -> None:
    """Queue one message to each administrator for all failures of a kind, to a place, on a day.

    What fails on the way to an administrator is not told to them: that would go round for ever.
    """
    if about.kind == KIND:
        return
    register = registers.find(tx, about.register)
    today = now.astimezone(ZoneInfo(register.timezone)).date()
    write = trouble.undecided if state == State.HELD else trouble.failed
    said = write(about.kind, about.to, error)
    payload = messages.naming(said, register.slug, registers.every(tx)).arguments
    for admin in register.admins:
        key = f"{KIND}:{register.slug}:{state}:{about.kind}:{about.to}:{today}:{admin}"
        notices.queue(tx, Notice(register.slug, key, KIND, admin, refs=about.refs, payload=payload), now)
