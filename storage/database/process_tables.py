"""Processes: what they hold, when they were seen, and what they have run."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
)

from storage.database.columns import metadata
from storage.database.engine import Moment

# Work that one process at a time may do, and until when its current holder may.
lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("until", Moment, nullable=False),
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
    Column("turned_away", Integer),  # how many requests in a row were not Slack's
)
