"""Papers: those that were read, those that were published, and what is recorded at their meetings."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.database.columns import Id, JsonColumn, metadata
from storage.database.engine import Moment
from storage.database.register_tables import action, register

paper = Table(
    "paper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("read_at", Moment, nullable=False),
    # The field and the heading of each column, in order.
    Column("headings", JsonColumn, nullable=False, server_default="[]"),
    Column("kind", Text, nullable=False, server_default="table"),
    # As printed (register.committee.themed_report).
    Column("themes", JsonColumn, nullable=False, server_default="[]"),
    Column("report", JsonColumn, nullable=False, server_default="{}"),  # the covering report it begins with
    # Each word of progress that its own key explains, and what it says, in order.
    Column("progress_key", JsonColumn, nullable=False, server_default="[]"),
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
    Column("paper", ForeignKey(paper.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("action", ForeignKey(action.c.id), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("words", JsonColumn, nullable=False),
)

# Papers that were published, frozen: each is made again from its text, and is never changed.
published = Table(
    "published",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
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
    Column("register", ForeignKey(register.c.slug), nullable=False),
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
    Column("register", ForeignKey(register.c.slug), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("minute", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("refs", JsonColumn, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),  # taken back since: it counts no more
    Index("ix_decision_register_meeting", "register", "meeting"),  # what a meeting decided
)

# Members' questions.
question = Table(
    "question",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
    Column("meeting", Date, nullable=False),
    Column("minute", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("refs", JsonColumn, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("withdrawn_at", Moment),
    Index("ix_question_register", "register"),  # what is open
)

# Answers to Members' questions, version by version.
answer = Table(
    "answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", ForeignKey(question.c.id), nullable=False, index=True),
    Column("words", Text, nullable=False),  # empty: it was taken back
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("source", Text, nullable=False),
    Column("channel", Text),  # where the reply is that it came from
    Column("ts", Text),
    Index("ix_answer_channel_ts", "channel", "ts"),
)

# Papers that administrators offered in Slack: how each was understood, until it is accepted or let be.
offered_paper = Table(
    "offered_paper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
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
    Column("settled_by", Text, nullable=False, server_default=""),  # who accepted it, or let it be
)

# Who has signed off a meeting's paper: each directorate by its code, and the author.
sign_off = Table(
    "sign_off",
    metadata,
    Column("register", ForeignKey(register.c.slug), primary_key=True),
    Column("meeting", Date, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# What somebody has entered into a round's form and not sent yet.
draft = Table(
    "draft",
    metadata,
    Column("register", ForeignKey(register.c.slug), primary_key=True),
    Column("meeting", Date, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("no_change", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
