"""Words are looked for in an index (on SQLite), and actions of which the date was spoken of are found by one."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """PostgreSQL takes no text of more than 2,700 bytes into an index, and reads its rows quickly enough."""
    if op.get_bind().dialect.name == "sqlite":
        words = ["register", "urgency", "position", "search"]
        op.create_index("ix_action_words", "action", words)
    spoken_of = sa.text("kind = 'outlook'")
    op.create_index(
        "ix_change_outlook",
        "change",
        ["register", "action"],
        sqlite_where=spoken_of,
        postgresql_where=spoken_of,
    )
