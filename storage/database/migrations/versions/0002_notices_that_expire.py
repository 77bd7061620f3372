"""Notices that expire and say what caused them; what runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Notices that expire, doubts that have a date, the request behind a notice; processes."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("request", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_notice_state_lane_id")
        batch_op.create_index("ix_notice_state_queued_at", ["state", "queued_at"], unique=False)
    # A card drawn again kept the moment of its last drawing; from here on only what is settled has one.
    op.execute("UPDATE notice SET settled_at = NULL WHERE state IN ('waiting', 'sending', 'unknown')")
    is_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_notice_open", "notice", ["lane", "id"], sqlite_where=is_open, postgresql_where=is_open
    )

    op.create_table(
        "process",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
    )
