"""The answers to Members' questions are versions, each with the reply that it came from."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Id
from storage.database.engine import Moment

revision = "0025"
down_revision = "0024"

_QUESTION = sa.table(
    "question", *map(sa.column, ("id", "answer", "answered_by")), sa.column("answered_at", Moment())
)
_ANSWER = sa.table("answer", *map(sa.column, ("question", "words", "by", "source")), sa.column("at", Moment()))


def upgrade() -> None:
    """Each answer that stood is the first version; which reply it was is not known."""
    op.create_table(
        "answer",
        sa.Column("id", Id, primary_key=True),
        sa.Column(
            "question", Id, sa.ForeignKey("question.id", name="fk_answer_question_question"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("ts", sa.Text()),
    )
    op.create_index("ix_answer_question", "answer", ["question"])
    op.create_index("ix_answer_channel_ts", "answer", ["channel", "ts"])
    source = sa.literal("before versions were kept").label("source")
    answered = sa.select(_QUESTION.c.id, _QUESTION.c.answer, _QUESTION.c.answered_by, source, _QUESTION.c.answered_at)
    rows = answered.where(_QUESTION.c.answered_at.is_not(None), _QUESTION.c.answer != "").order_by(_QUESTION.c.id)
    op.execute(_ANSWER.insert().from_select(["question", "words", "by", "source", "at"], rows))
    with op.batch_alter_table("question") as batch:
        for name in ("answer", "answered_at", "answered_by"):
            batch.drop_column(name)
