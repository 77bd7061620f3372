"""What people answered about a register's papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nothing was answered before."""
    op.add_column("register", sa.Column("answers", _JSON, nullable=False, server_default="{}"))
