"""Who accepted, or let be, a paper that was offered in Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Of those settled before it is not known: nobody is named."""
    op.add_column("offered_paper", sa.Column("settled_by", sa.Text, nullable=False, server_default=""))
