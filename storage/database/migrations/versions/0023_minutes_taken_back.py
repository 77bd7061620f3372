"""What was recorded of a meeting can be taken back, and stays in the record as taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """What was recorded before stands."""
    for table in ("decision", "question"):
        op.add_column(table, sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
