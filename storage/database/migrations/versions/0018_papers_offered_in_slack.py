"""Papers that administrators offer in Slack, until they are accepted or let be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """None has been offered yet."""
    op.create_table(
        "offered_paper",
        sa.Column("id", _ID, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("preview", _JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_paper")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_offered_paper_register_register")),
    )
