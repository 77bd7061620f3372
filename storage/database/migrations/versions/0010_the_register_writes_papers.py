"""Meetings and papers that the register writes: settings, headings, what was published, narrative, decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _of_register(*columns: sa.Column, table: str) -> tuple[sa.schema.SchemaItem, ...]:  # type: ignore[type-arg]
    return (
        sa.Column("id", _ID, nullable=False),
        _text("register"),
        sa.Column("meeting", sa.Date(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f(f"fk_{table}_register_register")),
    )


def upgrade() -> None:
    """Papers that were read before this have no headings kept: the usual ones are printed."""
    op.add_column("register", sa.Column("meetings", _JSON, nullable=False, server_default="{}"))
    op.add_column("register", sa.Column("paper", _JSON, nullable=False, server_default="{}"))
    op.add_column("paper", sa.Column("headings", _JSON, nullable=False, server_default="[]"))
    _create_published()
    _create_decisions()


def _create_published() -> None:
    """What was published, the narrative, and who has signed the paper off."""
    op.create_table(
        "published",
        *_of_register(
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("is_notice", sa.Boolean(), nullable=False),
            _text("text"),
            _text("sha256"),
            sa.Column("at", _MOMENT, nullable=False),
            _text("by"),
            sa.Column("findings", _JSON, nullable=False),
            table="published",
        ),
        sa.UniqueConstraint("register", "meeting", "version", name=op.f("uq_published_register_meeting_version")),
    )
    op.create_table(
        "narrative",
        *_of_register(
            _text("heading"),
            sa.Column("passages", _JSON, nullable=False),
            _text("by"),
            sa.Column("at", _MOMENT, nullable=False),
            _text("source"),
            table="narrative",
        ),
    )
    op.create_index("ix_narrative_register_meeting", "narrative", ["register", "meeting"])
    op.create_table(
        "sign_off",
        _text("register"),
        sa.Column("meeting", sa.Date(), nullable=False),
        _text("who"),
        _text("by"),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("register", "meeting", "who", name=op.f("pk_sign_off")),
        sa.ForeignKeyConstraint(["register"], ["register.slug"], name=op.f("fk_sign_off_register_register")),
    )


def _create_decisions() -> None:
    """What the committee decided, and what its members asked."""
    op.create_table(
        "decision",
        *_of_register(
            _text("minute"),
            _text("kind"),
            _text("words"),
            sa.Column("refs", _JSON, nullable=False),
            _text("by"),
            sa.Column("at", _MOMENT, nullable=False),
            table="decision",
        ),
    )
    op.create_index("ix_decision_register_meeting", "decision", ["register", "meeting"])
    op.create_table(
        "question",
        *_of_register(
            _text("minute"),
            _text("member"),
            _text("words"),
            sa.Column("refs", _JSON, nullable=False),
            sa.Column("asked_at", _MOMENT, nullable=False),
            _text("by"),
            _text("answer", ""),
            sa.Column("answered_at", _MOMENT),
            _text("answered_by", ""),
            table="question",
        ),
    )
    op.create_index("ix_question_register", "question", ["register"])
