"""Papers keep their kind, themes and covering report; imports can be undone and registers renamed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_STANDS = sa.text("undone_at IS NULL")


def upgrade() -> None:
    """All that was read before were tables of actions, and none has been undone."""
    op.add_column("paper", sa.Column("kind", sa.Text(), nullable=False, server_default="table"))
    op.add_column("paper", sa.Column("themes", _JSON, nullable=False, server_default="[]"))
    op.add_column("paper", sa.Column("report", _JSON, nullable=False, server_default="{}"))
    op.add_column("paper", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("paper") as batch:
        batch.drop_constraint("uq_paper_register_sha256_as_at", type_="unique")
    op.create_index(
        "ix_paper_register_sha256_as_at",
        "paper",
        ["register", "sha256", "as_at"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.add_column("register", sa.Column("chain", sa.Text(), nullable=True))
    with op.batch_alter_table("action") as batch:
        batch.alter_column("register", existing_type=sa.Text(), nullable=True)
