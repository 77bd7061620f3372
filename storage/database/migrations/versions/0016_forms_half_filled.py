"""What stands in a half-filled form of a round is kept until it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nothing was kept before."""
    op.create_table(
        "draft",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("no_change", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("register", "meeting", "person", "ref", name=op.f("pk_draft")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_draft_register_register")),
    )
