"""Every table. Text keys where people have names for things; why each index is there stands beside it."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.database.engine import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column it calls INTEGER; JSONB is what PostgreSQL compares.
Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")

register = Table(
    "register",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("nation", Text, nullable=False, server_default="england"),
    Column("closed_days", Json, nullable=False, server_default="[]"),
    Column("leads_channel", Text, nullable=False),
    Column("admins", Json, nullable=False),
    Column("reminders", Json, nullable=False),
    Column("digest", Json, nullable=False),
)

directorate = Table(
    "directorate",
    metadata,
    Column("register", ForeignKey("register.slug"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False, index=True),  # which register a channel speaks of
    Column("lead", Text, nullable=False),
)

# An action as it stands: the fold of its changes, kept so that nobody has to replay them to answer.
action = Table(
    "action",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("ref", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("defined", Text, nullable=False),
    Column("delivered", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("more", Json, nullable=False, server_default="{}"),  # what else the committee prints, by field
    UniqueConstraint("register", "ref"),  # the committee's own name for it; every command looks it up so
    Index("ix_action_register_status", "register", "status"),  # what is open
)

owner = Table(
    "owner",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("code", Text, primary_key=True),  # as printed: ALL stays ALL, so that a new directorate is in it
    Column("position", Integer, nullable=False),
    Index("ix_owner_code_action", "code", "action"),  # a directorate's own actions
)

milestone = Table(
    "milestone",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("deadline", Date),
    Column("original", Date),
    Column("met", Date),
    # Steps up to this local day are said or left to the digest.
    Column("reminded_through", Date, nullable=False),
    # The day the next step is due; empty when none is. A tick's cost follows what this index finds.
    Column("next_reminder", Date, index=True),
    Index("ix_milestone_deadline_action", "deadline", "action"),  # overdue, and due soon
)

link = Table(
    "link",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("to", Text, primary_key=True),
    Column("register", Text, nullable=False),
    Index("ix_link_register_to", "register", "to"),  # who names this action
)

update = Table(
    "update",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action", ForeignKey("action.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("channel", Text),
    Column("ts", Text),
    Column("withdrawn_at", Moment),
    # The Slack message it came from: an edit or a deletion finds it so, and one message is one update.
    UniqueConstraint("channel", "ts"),
)

# All that ever happened, in a chain of hashes for each register: the register as at any day, and proof of it.
change = Table(
    "change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", ForeignKey("action.id"), index=True),  # an action's own story
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("register", "number"),  # two writers cannot both be next in the chain
    Index("ix_change_register_at", "register", "at"),  # what moved this week; the register as at a day
)

paper = Table(
    "paper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("read_at", Moment, nullable=False),
    UniqueConstraint("register", "sha256", "as_at"),  # the same bytes for the same day are one paper
)

line = Table(
    "line",
    metadata,
    Column("paper", ForeignKey("paper.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("action", ForeignKey("action.id"), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("words", Json, nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action", ForeignKey("action.id"), nullable=False),
    Column("directorate", Text, nullable=False),
    Column("channel", Text),
    Column("ts", Text),
    UniqueConstraint("action", "directorate"),  # assigning twice posts once
    UniqueConstraint("channel", "ts"),  # a reply finds its action by the thread it stands in
)

# Still on its road. By the column that has no index of its own, or SQLite prefers that one to the one below.
IS_OPEN = text("settled_at IS NULL")

# What we send. One row is one message (or reaction, or redrawing of a card), never two.
notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column(
        "key", Text, nullable=False, unique=True
    ),  # what, to whom, for which date: it cannot be queued twice
    Column("opaque", Text, nullable=False, unique=True),  # travels in the message's metadata; says nothing
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("refs", Json, nullable=False),
    Column("payload", Json, nullable=False),
    Column("card", ForeignKey("card.id")),
    Column("state", Text, nullable=False),
    Column(
        "attempt", Integer, nullable=False
    ),  # grows with every claim: who holds an older one settles nothing
    Column("tries", Integer, nullable=False, server_default="0"),  # since it was queued: how long to wait next
    Column("not_before", Moment, nullable=False),
    Column("valid_until", Moment),  # what is not on its road by then is not worth saying any more
    Column("queued_at", Moment, nullable=False),
    Column("request", Text),  # the request or the job that caused it: the logs of both roads meet here
    Column("first_tried_at", Moment),  # the first sending that may have arrived
    Column("doubted_at", Moment),  # since when nobody knows whether the last one did
    Column("settled_at", Moment),  # empty exactly while it is waiting, sending or unknown
    Column("channel", Text),
    Column("ts", Text),
    Column("error", Text),
    Index("ix_notice_state_queued_at", "state", "queued_at"),  # how many are in a state, and since when
    # The next one of each lane, found without a look at all that wait behind it.
    Index("ix_notice_open", "lane", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_notice_channel_ts", "channel", "ts"),  # a reply to something we sent
)

# Until when each lane and method rests, and looking up: shared by all senders, so that they keep within Slack's
# limits together.
pace = Table(
    "pace",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("free_at", Moment, nullable=False),
)

# What one process at a time may do, and until when the one that does it has it.
lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),  # a redelivery stops here
    Column("received_at", Moment, nullable=False),
)

# Replies in our threads, by the moment of their latest version: an event of an earlier one comes too late.
reply = Table(
    "reply",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

job_run = Table(
    "job_run",
    metadata,
    Column("register", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("through", Moment, nullable=False),  # every moment up to this one is dealt with
    ForeignKeyConstraint(["register"], ["register.slug"]),
)

# What runs: each process says every few seconds that it is there.
process = Table(
    "process",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("machine", Text, nullable=False),  # one running kernel: containers on one machine share it
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("mode", Text),
    Column("skew", Float),
)

# Who is in the workspace, and no more of them than what admission decides by.
person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("is_guest", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),  # when Slack said so: what it said earlier changes nothing
)

# What is read from Slack as a whole, and when it last was.
listing = Table(
    "listing",
    metadata,
    Column("what", Text, primary_key=True),
    Column("read_at", Moment, nullable=False),
)
