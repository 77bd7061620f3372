"""How a process hears Slack, and how its clock goes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Two columns more for each process."""
    op.add_column("process", sa.Column("mode", sa.Text(), nullable=True))
    op.add_column("process", sa.Column("skew", sa.Float(), nullable=True))
