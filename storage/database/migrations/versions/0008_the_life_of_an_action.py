"""The life of an action (evidence, dates asked for, people), what it waits for, and who is away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What was reported complete before this waits for verification now."""
    op.add_column("action", sa.Column("life", _JSON, nullable=False, server_default="{}"))
    op.add_column("action", sa.Column("waiting", sa.Text(), nullable=False, server_default=""))
    op.add_column("register", sa.Column("life_plan", _JSON, nullable=False, server_default="{}"))
    op.execute("UPDATE action SET waiting = 'verification' WHERE status = 'implemented'")
    op.execute("UPDATE action SET waiting = 'the committee''s agreement to close it' WHERE status = 'verified'")
    op.create_index("ix_action_register_waiting", "action", ["register", "waiting"])
    op.create_table(
        "absence",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person"), "absence", ["person"])
