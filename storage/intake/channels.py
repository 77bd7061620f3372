"""Channels that have a new id in Slack: everything stored under the old id is moved to the new one."""

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, func, select, update

from storage.database import queue_tables, register_tables, slack_tables

_PLACES = (
    (register_tables.register, register_tables.register.c.leads_channel),
    (register_tables.directorate, register_tables.directorate.c.channel),
    (queue_tables.card, queue_tables.card.c.channel),
    (register_tables.update, register_tables.update.c.channel),
    (queue_tables.notice, queue_tables.notice.c.channel),
)
_KEYS = ("message:{}:", "event:history:{}:")
"""The keys of requests that name a channel: a reply, and what the catch-up finds of one."""


def rename(tx: Connection, old: str, new: str) -> None:
    """Move everything stored under the channel id ``old`` to the id ``new``.

    Settings, cards, updates, notices, and the keys of requests already handled, so that a message of before is not
    handled twice. The caller records the change of settings in the registers' chains.
    """
    for table, column in _PLACES:
        tx.execute(update(table).where(column == old).values({column: new}))
    card = queue_tables.card
    same_card = card.alias()
    has_new = select(same_card.c.action).where(same_card.c.place == new)
    tx.execute(update(card).where(card.c.place == old, card.c.action.not_in(has_new)).values(place=new))
    notice, reply, inbox = queue_tables.notice, slack_tables.reply, slack_tables.inbox
    lane = func.replace(notice.c.lane, f":{old}", f":{new}")
    tx.execute(update(notice).where(notice.c.to == old).values(to=new, lane=lane))
    same = reply.alias()
    known = select(same.c.ts).where(same.c.channel == new)
    tx.execute(delete(reply).where(reply.c.channel == old, reply.c.ts.in_(known)))
    tx.execute(update(reply).where(reply.c.channel == old).values(channel=new))
    for pattern in _KEYS:
        _rename_keys(tx, inbox, inbox.c.key, pattern.format(old), pattern.format(new))


def _rename_keys(tx: Connection, table: Table, key: Column[str], old: str, new: str) -> None:
    """Give keys that begin with ``old`` their new beginning; one whose new form exists already is deleted."""
    begins: ColumnElement[bool] = key.startswith(old, autoescape=True)
    renamed = func.replace(key, old, new)
    same = table.alias()
    tx.execute(delete(table).where(and_(begins, renamed.in_(select(same.c[key.name])))))
    tx.execute(update(table).where(begins).values({key: renamed}))


def names_of(tx: Connection, channel: str) -> tuple[str, ...]:
    """The names, former ones too, by which settings gave a channel (by its id) in which a card was posted."""
    card = queue_tables.card
    places = select(card.c.place).where(card.c.channel == channel, card.c.place != channel).distinct()
    return tuple(tx.execute(places).scalars())
