"""Who sits in the directorates' channels, and what each person chose to see on the home page."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Nobody is known to sit anywhere until Slack is asked, and nobody has chosen anything."""
    op.add_column("directorate", sa.Column("members", _JSON))
    op.create_table(
        "home_page",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("told", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_home_page")),
    )
