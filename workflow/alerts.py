"""Telling a register's administrators, once, that something of theirs could not be delivered."""

from datetime import datetime

from sqlalchemy import Connection

from messages import alerts
from messages.command_spelling import spelling
from storage.actions import registers
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind, NoticeState

IS_ARCHIVED, IS_OUTSIDE = "archived", "outside"
"""Why nothing can be posted in a channel."""
_CAUSES = {
    "is_archived": IS_ARCHIVED,
    "is_inactive": IS_ARCHIVED,
    "not_in_channel": IS_OUTSIDE,
    "channel_not_found": IS_OUTSIDE,
}
"""Slack's errors for these."""


def tell_admins(tx: Connection, about: Notice, state: NoticeState, error: str, now: datetime) -> None:
    """Queue one message to each administrator for all failures of a kind, to a place, on a day; where the place itself
    is the cause, for all of them until something arrives there again.

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
        if error in alerts.PLACE_ERRORS:
            key = key_of_cause(tx, _CAUSES.get(error, error), about.to, admin)
        notice = Notice(register.slug, key, NoticeKind.ALERT, admin, refs=about.refs, payload=alert.arguments)
        notices.queue(tx, notice, now)


def key_of_cause(tx: Connection, cause: str, place: str, admin: str) -> str:
    """The key of what an administrator is told, in whichever register, of why nothing can be posted in a place (as
    settings give it): another once something has arrived there since.
    """
    arrived = notices.last_arrival(tx, place)
    return f"{NoticeKind.ALERT}:{cause}:{place}:{arrived.isoformat() if arrived else ''}:{admin}"
