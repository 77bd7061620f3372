"""The bank holidays and days off of a register, leases in a table of their own, and further columns of a paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Every register kept England's bank holidays until now; the leases among the rests lasted a minute."""
    op.add_column("register", sa.Column("nation", sa.Text(), nullable=False, server_default="england"))
    op.add_column("register", sa.Column("closed_days", _JSON, nullable=False, server_default="[]"))
    op.add_column("action", sa.Column("more", _JSON, nullable=False, server_default="{}"))
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.execute("DELETE FROM pace WHERE lane = 'catch-up'")
