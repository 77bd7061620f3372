"""Which of Slack's newer blocks the workspace takes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """None, until a bot has asked."""
    op.add_column("workspace", sa.Column("blocks", _JSON, nullable=False, server_default="[]"))
