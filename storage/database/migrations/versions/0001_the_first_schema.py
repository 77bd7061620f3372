"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The first schema."""
    _create_registers()
    _create_actions()
    _create_updates()
    _create_changes()
    _create_papers()
    _create_messages()
    _create_queue()


def _create_registers() -> None:
    """A register, its directorates, and how far each of its jobs has come."""
    op.create_table(
        "register",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("committee", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("leads_channel", sa.Text(), nullable=False),
        sa.Column("admins", _JSON, nullable=False),
        sa.Column("reminders", _JSON, nullable=False),
        sa.Column("digest", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_register")),
    )
    op.create_table(
        "directorate",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_directorate_register")),
        sa.PrimaryKeyConstraint("register", "code", name=op.f("pk_directorate")),
    )
    with op.batch_alter_table("directorate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directorate_channel"), ["channel"], unique=False)
    op.create_table(
        "job_run",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("through", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_job_run_register")),
        sa.PrimaryKeyConstraint("register", "job", name=op.f("pk_job_run")),
    )


def _create_actions() -> None:
    """An action with its target dates and its owners."""
    op.create_table(
        "action",
        sa.Column("id", _ID, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("defined", sa.Text(), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_action_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("register", "ref", name=op.f("uq_action_register_ref")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_register_status", ["register", "status"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("action", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("original", sa.Date(), nullable=True),
        sa.Column("met", sa.Date(), nullable=True),
        sa.Column("reminded_through", sa.Date(), nullable=False),
        sa.Column("next_reminder", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_milestone_action")),
        sa.PrimaryKeyConstraint("action", "position", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_deadline_action", ["deadline", "action"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_next_reminder"), ["next_reminder"], unique=False)
    op.create_table(
        "owner",
        sa.Column("action", _ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_owner_action")),
        sa.PrimaryKeyConstraint("action", "code", name=op.f("pk_owner")),
    )
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.create_index("ix_owner_code_action", ["code", "action"], unique=False)


def _create_updates() -> None:
    """What was said of an action, and the actions that its words name."""
    op.create_table(
        "update",
        sa.Column("id", _ID, nullable=False),
        sa.Column("action", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_update_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_update_channel_ts")),
    )
    with op.batch_alter_table("update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_action"), ["action"], unique=False)
    op.create_table(
        "link",
        sa.Column("action", _ID, nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_link_action")),
        sa.PrimaryKeyConstraint("action", "to", name=op.f("pk_link")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_register_to", ["register", "to"], unique=False)


def _create_changes() -> None:
    """Every change to a register."""
    op.create_table(
        "change",
        sa.Column("id", _ID, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", _ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("after", _JSON, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_change_action")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_change_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("register", "number", name=op.f("uq_change_register_number")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_action"), ["action"], unique=False)
        batch_op.create_index("ix_change_register_at", ["register", "at"], unique=False)


def _create_papers() -> None:
    """The papers read, and the line of each action in them."""
    op.create_table(
        "paper",
        sa.Column("id", _ID, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_paper_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("register", "sha256", "as_at", name=op.f("uq_paper_register_sha256_as_at")),
    )
    op.create_table(
        "line",
        sa.Column("paper", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", _ID, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_line_action")),
        sa.ForeignKeyConstraint(["paper"], ["paper.id"], name=op.f("fk_line_paper")),
        sa.PrimaryKeyConstraint("paper", "position", name=op.f("pk_line")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_action"), ["action"], unique=False)


def _create_messages() -> None:
    """The cards in channels, and the notices that wait to be sent or were."""
    op.create_table(
        "card",
        sa.Column("id", _ID, nullable=False),
        sa.Column("action", _ID, nullable=False),
        sa.Column("directorate", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_card_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("action", "directorate", name=op.f("uq_card_action_directorate")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_card_channel_ts")),
    )
    op.create_table(
        "notice",
        sa.Column("id", _ID, nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("opaque", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("refs", _JSON, nullable=False),
        sa.Column("payload", _JSON, nullable=False),
        sa.Column("card", _ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("queued_at", _MOMENT, nullable=False),
        sa.Column("first_tried_at", _MOMENT, nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name=op.f("fk_notice_card")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_notice_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
        sa.UniqueConstraint("opaque", name=op.f("uq_notice_opaque")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_channel_ts", ["channel", "ts"], unique=False)
        batch_op.create_index("ix_notice_state_lane_id", ["state", "lane", "id"], unique=False)


def _create_queue() -> None:
    """The requests that were received, and when each queue may send again."""
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
    )
    op.create_table(
        "pace",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("free_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_pace")),
    )
