"""Every table. Keys are text where people name the thing; a comment beside each index says what it is for."""

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
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
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

# SQLite numbers rows automatically only in an INTEGER column; PostgreSQL can compare JSONB, not JSON.
Id = BigInteger().with_variant(Integer, "sqlite")
# Compared sign by sign on both, whatever language the server sorts in.
SortedText = Text().with_variant(Text(collation="C"), "postgresql")
JsonColumn = JSON().with_variant(JSONB, "postgresql")
JsonOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

register = Table(
    "register",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("chain", Text),  # the slug that the hashes of its changes were begun with, where it was another
    Column("title", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("nation", Text, nullable=False, server_default="england"),
    Column("closed_days", JsonColumn, nullable=False, server_default="[]"),
    Column("life_plan", JsonColumn, nullable=False, server_default="{}"),
    Column("meetings", JsonColumn, nullable=False, server_default="{}"),
    Column("paper", JsonColumn, nullable=False, server_default="{}"),
    Column("answers", JsonColumn, nullable=False, server_default="{}"),  # what people answered about its papers
    Column("leads_channel", Text, nullable=False),
    Column("admins", JsonColumn, nullable=False),
    Column("reminders", JsonColumn, nullable=False),
    Column("digest", JsonColumn, nullable=False),
    Column("cards_when_due", Boolean, nullable=False, server_default=false()),
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
    Column("members", JsonOrNull),  # who sits in the channel; NULL: never read
)

# The current state of an action: the fold of its changes, stored so that reading need not replay them.
action = Table(
    "action",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "register", ForeignKey("register.slug")
    ),  # none: it is in no register any more, its import was undone
    Column("ref", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("defined", Text, nullable=False),
    Column("delivered", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("more", JsonColumn, nullable=False, server_default="{}"),  # what else the committee prints, by field
    Column(
        "life", JsonColumn, nullable=False, server_default="{}"
    ),  # evidence, dates asked for, people (register.life)
    Column("waiting", Text, nullable=False, server_default=""),  # what somebody must decide (register.waiting)
    Column("search", Text, nullable=False, server_default=""),  # the printed words, folded (register.folding)
    # What a typed ref is looked up by, and a text that sorts as refs do (register.known_refs).
    Column("ref_letters", SortedText, nullable=False, server_default=""),
    Column("ref_order", SortedText, nullable=False, server_default=""),
    # A text that sorts the most urgent first (register.urgency): lists are read along it, and counted by it.
    Column("urgency", SortedText, nullable=False, server_default=""),
    UniqueConstraint("register", "ref"),  # the committee's own number; commands look an action up by it
    Index("ix_action_register_status", "register", "status"),  # what is open
    Index("ix_action_register_waiting", "register", "waiting"),  # what waits to be verified or granted
    Index("ix_action_register_position", "register", "position"),  # the committee's order
    Index("ix_action_register_ref_letters", "register", "ref_letters"),  # the ref that somebody types
    Index("ix_action_register_ref_order", "register", "ref_order"),  # from one ref to another, and what is near
    Index("ix_action_register_urgency_position", "register", "urgency", "position"),  # the most urgent first
)

owner = Table(
    "owner",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("code", Text, primary_key=True),  # as printed: ALL stays ALL, so that a new directorate is in it
    Column("position", Integer, nullable=False),
    Index("ix_owner_code_action", "code", "action"),  # a directorate's own actions
)

# Who is the named officer of an action, for one directorate of it or more: part of its life, by person.
officer = Table(
    "officer",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Index("ix_officer_person_action", "person", "action"),  # a person's own actions
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
    # Reminders up to this local day have been sent or are left to the digest, for everybody.
    Column("reminded_through", Date, nullable=False),
    # The day the next reminder is due, or NULL. The timetable reads only what this index finds.
    Column("next_reminder", Date, index=True),
    # Who has been reminded further than that, and when each was last: key of a part (register.recipients) to
    # local day and moment.
    Column("reminded", JsonColumn, nullable=False, server_default="{}"),
    Index("ix_milestone_deadline_action", "deadline", "action"),  # overdue, and due soon
)

link = Table(
    "link",
    metadata,
    Column("action", ForeignKey("action.id"), primary_key=True),
    Column("to", Text, primary_key=True),
    Column("register", Text, nullable=False),
    Index("ix_link_register_to", "register", "to"),  # which actions refer to this one
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
    Column("channel", Text),  # in which it was said: for which directorate somebody speaks
    Column("ts", Text),
    Column("thread", Text),  # the ts of the message whose thread it is in
    Column("withdrawn_at", Moment),
    Column("search", Text, nullable=False, server_default=""),  # its words, folded (register.folding)
    # The Slack message it came from: an edit or a deletion finds it by that, and of each action it is one update.
    UniqueConstraint("channel", "ts", "action"),
    Index("ix_update_by_action", "by", "action"),  # what somebody has spoken of
)

# Every change, in a chain of hashes for each register: it gives the register as at any day and shows tampering.
change = Table(
    "change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", ForeignKey("action.id"), index=True),  # the changes of one action
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("before", JsonColumn, nullable=False),
    Column("after", JsonColumn, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("register", "number"),  # two writers cannot both be next in the chain
    Index("ix_change_register_at", "register", "at"),  # the changes of a week; the register as at a day
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
    Column(
        "headings", JsonColumn, nullable=False, server_default="[]"
    ),  # field and heading of each column, in order
    Column("kind", Text, nullable=False, server_default="table"),
    Column("themes", JsonColumn, nullable=False, server_default="[]"),  # as printed (register.themed_report)
    Column("report", JsonColumn, nullable=False, server_default="{}"),  # the covering report it begins with
    Column("undone_at", Moment),  # since when it counts as not read
    # The same bytes for the same day are one paper, while it is not undone.
    Index(
        "ix_paper_register_sha256_as_at",
        "register",
        "sha256",
        "as_at",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

line = Table(
    "line",
    metadata,
    Column("paper", ForeignKey("paper.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("action", ForeignKey("action.id"), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("words", JsonColumn, nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action", ForeignKey("action.id"), nullable=False),
    Column("place", Text, nullable=False),  # the channel it is for, as settings give it, without "#"
    Column("channel", Text),
    Column("ts", Text),
    UniqueConstraint("action", "place"),  # assigning twice posts once; directorates in one channel share a card
    UniqueConstraint("channel", "ts"),  # a reply finds its action by its thread
)

# An open notice: waiting, sending or unknown. By a column without an index of its own, or SQLite would prefer that
# index to ix_notice_open.
IS_OPEN = text("settled_at IS NULL")

# Outgoing notices. One row is one message (or reaction, or update of a card), never two.
notice = Table(
    "notice",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column(
        "key", Text, nullable=False, unique=True
    ),  # what, to whom, for which date: it cannot be queued twice
    Column("opaque", Text, nullable=False, unique=True),  # sent in the message's metadata; random
    Column("kind", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("refs", JsonColumn, nullable=False),
    Column("payload", JsonColumn, nullable=False),
    Column("card", ForeignKey("card.id")),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),  # grows with every claim: an older claim settles nothing
    Column("tries", Integer, nullable=False, server_default="0"),  # since it was queued: how long to wait next
    Column("not_before", Moment, nullable=False),
    Column("valid_until", Moment),  # expires if it has not been sent by then
    Column("queued_at", Moment, nullable=False),
    Column("request", Text),  # the request or job run that queued it: see request_id
    Column("first_tried_at", Moment),  # the first attempt that may have arrived
    Column("doubted_at", Moment),  # since when the outcome of the last one is unknown
    Column("settled_at", Moment),  # empty exactly while it is waiting, sending or unknown
    Column("channel", Text),
    Column("ts", Text),
    Column("error", Text),
    Index("ix_notice_state_queued_at", "state", "queued_at"),  # how many are in a state, and since when
    # The head of each lane, found without reading the notices behind it.
    Index("ix_notice_open", "lane", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    Index("ix_notice_channel_ts", "channel", "ts"),  # a reply to something we sent
)

# Until when each lane, each method and the look-ups are paused: shared by all senders, so that together they keep
# within Slack's limits.
pace = Table(
    "pace",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("free_at", Moment, nullable=False),
)

# Work that one process at a time may do, and until when its current holder may.
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

# Replies in our threads, with the time of their latest version: an event of an earlier version is ignored.
reply = Table(
    "reply",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Who is away, and who stands in for them; what was said last counts.
absence = Table(
    "absence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("until", Date, nullable=False),  # the last day away; a day in the past ends it
    Column("deputy", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# The workspace that the bot is installed in: what the addresses of its messages begin with.
workspace = Table(
    "workspace",
    metadata,
    Column("team", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("blocks", JsonColumn, nullable=False, server_default="[]"),  # those of the newer ones that it takes
)

job_run = Table(
    "job_run",
    metadata,
    Column("register", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("through", Moment, nullable=False),  # the job has run for every moment up to this one
    ForeignKeyConstraint(["register"], ["register.slug"]),
)

# Running processes: each updates its row every few seconds.
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

# People in the workspace, with only what decides whether they are admitted.
person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("is_guest", Boolean, nullable=False),
    Column("home", Text, nullable=False, server_default=""),  # their organisation or workspace; empty: unknown
    Column("seen_at", Moment, nullable=False),  # when Slack reported it: an earlier report changes nothing
)

# A person's view of the bot's home page: what they chose to see, and what is said of their last deed there.
home_page = Table(
    "home_page",
    metadata,
    Column("person", Text, primary_key=True),
    Column("register", Text, nullable=False),  # the one that is shown alone; empty: each
    Column("shown", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column(
        "told", JsonColumn, nullable=False
    ),  # text, and what a button takes back; gone when it is opened next
)

# Lists that are read from Slack as a whole, and when each was last read.
listing = Table(
    "listing",
    metadata,
    Column("what", Text, primary_key=True),
    Column("read_at", Moment, nullable=False),
)

# Papers that were published, frozen: each is made again from its text, and is never changed.
published = Table(
    "published",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("version", Integer, nullable=False),  # a notice that it is to follow, and then the paper
    Column("is_notice", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("findings", JsonColumn, nullable=False),  # personal data that was pointed at, and what was decided
    UniqueConstraint("register", "meeting", "version"),  # two publications cannot both be next
)

# The narrative of a meeting's paper, heading by heading; the latest version of a heading counts.
narrative = Table(
    "narrative",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("heading", Text, nullable=False),
    Column("passages", JsonColumn, nullable=False),  # each its words and the refs it rests on
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("source", Text, nullable=False),
    Index("ix_narrative_register_meeting", "register", "meeting"),  # what a paper is made of
)

# What a meeting asked and decided, under its minute's number.
decision = Table(
    "decision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("minute", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("refs", JsonColumn, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_decision_register_meeting", "register", "meeting"),  # what a meeting decided
)

# Members' questions, until they are answered, and the answers.
question = Table(
    "question",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("minute", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("refs", JsonColumn, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("answered_at", Moment),
    Column("answered_by", Text, nullable=False, server_default=""),
    Index("ix_question_register", "register"),  # what is open
)

# Papers that administrators offered in Slack: how each was understood, until it is accepted or let be.
offered_paper = Table(
    "offered_paper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey("register.slug"), nullable=False),
    Column("file", Text, nullable=False),  # its id in Slack
    Column("name", Text, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("readings", Integer, nullable=False),  # how often it was read: a form of an earlier reading is stale
    Column("content", LargeBinary),  # empty before it was fetched, and once it is accepted or let be
    Column("answers", JsonColumn, nullable=False),
    Column("preview", JsonColumn),
)

# Who has signed off a meeting's paper: each directorate by its code, and the author.
sign_off = Table(
    "sign_off",
    metadata,
    Column("register", ForeignKey("register.slug"), primary_key=True),
    Column("meeting", Date, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# What somebody has entered into a round's form and not sent yet.
draft = Table(
    "draft",
    metadata,
    Column("register", ForeignKey("register.slug"), primary_key=True),
    Column("meeting", Date, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("no_change", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
