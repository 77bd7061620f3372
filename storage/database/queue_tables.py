"""What goes out to Slack: cards, notices, and the pace at which they may go."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.database.columns import Id, JsonColumn, metadata
from storage.database.engine import Moment
from storage.database.register_tables import action, register

card = Table(
    "card",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action", ForeignKey(action.c.id), nullable=False),
    Column("place", Text, nullable=False),  # the channel it is for, as settings give it, without "#"
    Column("channel", Text),
    Column("ts", Text),
    UniqueConstraint("action", "place"),  # assigning twice posts once; directorates in one channel share a card
    UniqueConstraint("channel", "ts"),  # a reply finds its action by its thread
)

# An open notice: waiting, sending or unknown. By a column without an index of its own, or SQLite would prefer that
# index to ix_notice_open.
IS_OPEN = text("settled_at IS NULL")
IS_REQUEST = text("about <> ''")

# Outgoing notices. One row is one message (or reaction, or update of a card), never two.
notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
    # What, to whom, for which date: it cannot be queued twice.
    Column("key", Text, nullable=False, unique=True),
    # A random key in the metadata of its message, by which that is found in Slack's history.
    Column("opaque", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("lane", Text, nullable=False),  # ordering key: those of one lane are sent one after the other
    Column("refs", JsonColumn, nullable=False),
    Column("payload", JsonColumn, nullable=False),
    Column("card", ForeignKey(card.c.id)),
    # What a notice asks to be decided, and what came of it: see decision_requests. Empty where it asks nothing.
    Column("about", Text, nullable=False, server_default=""),
    Column("asks", Text, nullable=False, server_default=""),
    Column("outcome", JsonColumn, nullable=False, server_default="{}"),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),  # grows with every claim: an older claim settles nothing
    Column("tries", Integer, nullable=False, server_default="0"),  # since it was queued: how long to wait next
    Column("not_before", Moment, nullable=False),
    Column("valid_until", Moment),  # expires if it has not been sent by then
    Column("queued_at", Moment, nullable=False),
    Column("request", Text),  # the request or job run that queued it: see request_id
    Column("first_tried_at", Moment),  # the first attempt that may have arrived
    Column("doubted_at", Moment),  # of one that is unknown: since when
    Column("settled_at", Moment),  # empty exactly while it is waiting, sending or unknown
    Column("channel", Text),
    Column("ts", Text),
    Column("error", Text),
    Index("ix_notice_state_queued_at", "state", "queued_at"),  # how many are in a state, and since when
    # The head of each lane, found without reading the notices behind it.
    Index("ix_notice_open", "lane", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_notice_channel_ts", "channel", "ts"),  # a reply to something we sent
    Index("ix_notice_about", "about", sqlite_where=IS_REQUEST, postgresql_where=IS_REQUEST),
)

# Until when each lane, each method and the look-ups are paused: shared by all senders, so that together they keep
# within Slack's limits.
pace = Table(
    "pace",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("free_at", Moment, nullable=False),
)
