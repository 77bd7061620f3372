"""What comes in from Slack: requests and replies, people and lists, the workspace."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    Table,
    Text,
)

from storage.database.columns import Id, JsonColumn, metadata
from storage.database.engine import Moment

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

# Who is away, and who stands in for them. On a day that one counts which began last, and of those what was said last.
absence = Table(
    "absence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("starts", Date, nullable=False),  # the first day away
    Column("until", Date, nullable=False),  # the last; one before the first ends what was said before
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

# People in the workspace, with only what decides whether they are admitted.
person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("is_guest", Boolean, nullable=False),
    Column("home", Text, nullable=False, server_default=""),  # their organisation or workspace; empty: unknown
    Column("seen_at", Moment, nullable=False),  # when Slack reported it: an earlier report changes nothing
)

# A person's view of the bot's home page: what they chose to see, and the answer to what they last did there.
home_page = Table(
    "home_page",
    metadata,
    Column("person", Text, primary_key=True),
    Column("register", Text, nullable=False),  # the one that is shown alone; empty: each
    Column("shown", Text, nullable=False),
    Column("first", Integer, nullable=False),
    # Text, and what a button takes back; gone when it is opened next.
    Column("told", JsonColumn, nullable=False),
)

# Lists that are read from Slack as a whole, and when each was last read.
listing = Table(
    "listing",
    metadata,
    Column("what", Text, primary_key=True),
    Column("read_at", Moment, nullable=False),
)
