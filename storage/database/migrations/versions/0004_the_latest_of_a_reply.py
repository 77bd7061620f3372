"""Which version of a reply is the latest; owners without a lead that nobody could set."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The moment of each reply's latest version."""
    op.create_table(
        "reply",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "ts", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.drop_column("lead")
