"""The home page and the round are counted from two indexes alone, without reading actions and changes."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Each index gives way to one that begins as it did and has what is counted."""
    op.create_index(
        "ix_action_register_urgency_position_ref", "action", ["register", "urgency", "position", "ref"]
    )
    op.drop_index("ix_action_register_urgency_position", "action")
    op.create_index("ix_change_register_at_kind_action", "change", ["register", "at", "kind", "action"])
    op.drop_index("ix_change_register_at", "change")
