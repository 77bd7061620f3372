"""Where each person is from: in a channel shared with another organisation the list of people tells colleagues."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Guests stay known; the list counts as never read, so that the clock reads it again at once."""
    op.add_column("person", sa.Column("home", sa.Text(), nullable=False, server_default=""))
    op.execute("DELETE FROM listing WHERE what = 'people'")
