"""What a paper's own key says of the words in its progress column."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """One column more for each paper."""
    pairs = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("paper", sa.Column("progress_key", pairs, nullable=False, server_default="[]"))
