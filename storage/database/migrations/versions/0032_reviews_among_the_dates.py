"""The next review of an ongoing action is one more date that it has: people are reminded of it."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from storage.database.columns import JsonColumn

revision = "0032"
down_revision = "0031"

_ACTION = sa.table("action", *map(sa.column, ("id", "register", "status", "urgency")), sa.column("life", JsonColumn))
_MILESTONE = sa.table(
    "milestone",
    *map(sa.column, ("action", "position", "label", "printed")),
    sa.column("deadline", sa.Date()),
    sa.column("original", sa.Date()),
    sa.column("is_review", sa.Boolean()),
    sa.column("reminded_through", sa.Date()),
    sa.column("next_reminder", sa.Date()),
)


def upgrade() -> None:
    """People were reminded of each up to the day up to which they were of the action's last milestone; when they next
    are is computed in the next run, as for all that may be due.
    """
    op.add_column("milestone", sa.Column("is_review", sa.Boolean(), nullable=False, server_default=sa.false()))
    tx = op.get_bind()
    ongoing = sa.select(_ACTION).where(_ACTION.c.status == "ongoing", _ACTION.c.register.is_not(None))
    reviews = {
        row.id: (date.fromisoformat(row.life["review_on"]), row.urgency)
        for row in tx.execute(ongoing).all()
        if "review_on" in (row.life or {})
    }
    for number, (review, urgency) in reviews.items():
        last = sa.select(_MILESTONE.c.position, _MILESTONE.c.reminded_through).where(_MILESTONE.c.action == number)
        position, through = tx.execute(last.order_by(_MILESTONE.c.position.desc()).limit(1)).one()
        row = {"action": number, "position": position + 1, "label": "Review", "printed": "", "is_review": True}
        days = {"deadline": review, "original": review, "reminded_through": through, "next_reminder": through}
        tx.execute(sa.insert(_MILESTONE).values(row | days))
        # An open action's urgency is "0 " and its earliest date, or "0 9" where it has none.
        earliest = min(urgency, f"0 {review.isoformat()}")
        tx.execute(sa.update(_ACTION).where(_ACTION.c.id == number).values(urgency=earliest))
