"""Of each process that hears Slack, how many requests in a row were not Slack's."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """One column more for each process."""
    op.add_column("process", sa.Column("turned_away", sa.Integer(), nullable=True))
