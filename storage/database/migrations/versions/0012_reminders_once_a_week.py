"""Who has been reminded how far, when cards are posted, and the workspace's address."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Registers keep the days they have: their settings name no other, and nobody is further than the rest."""
    op.add_column("milestone", sa.Column("reminded", _JSON, nullable=False, server_default="{}"))
    op.add_column(
        "register", sa.Column("cards_when_due", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "workspace",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_workspace")),
    )
