"""A notice that asks for a decision knows what about, and what came of it."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import JsonColumn

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Of those sent before it is not known what they ask: they stay as they are."""
    for name in ("about", "asks"):
        op.add_column("notice", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("notice", sa.Column("outcome", JsonColumn, nullable=False, server_default="{}"))
    asking = sa.text("about <> ''")
    op.create_index("ix_notice_about", "notice", ["about"], sqlite_where=asking, postgresql_where=asking)
