"""Which milestones have a step due, and how far each has been reminded."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from register.action import Action, Milestone
from register.register import Register
from register.reminders import next_day
from storage import actions
from storage.tables import action, milestone


@dataclass(frozen=True)
class Due:
    """A milestone whose next step is due, and the day up to which its steps are said."""

    action_id: int
    position: int
    action: Action
    milestone: Milestone
    reminded_through: date


def due(tx: Connection, register: Register, today: date) -> Sequence[Due]:
    """The milestones with a step due by today. Found by their next day: what is not due costs nothing."""
    query = (
        select(milestone.c.action, milestone.c.position, milestone.c.reminded_through, action.c.ref)
        .join(action, action.c.id == milestone.c.action)
        .where(action.c.register == register.slug, milestone.c.next_reminder <= today)
        .order_by(action.c.position, milestone.c.position)
    )
    rows = tx.execute(query).mappings().all()
    found = {one.ref: one for one in actions.by_ids(tx, register, [row["action"] for row in rows])}
    return [
        Due(
            row["action"],
            row["position"],
            found[row["ref"]],
            found[row["ref"]].milestones[row["position"]],
            row["reminded_through"],
        )
        for row in rows
    ]


def said_through(
    tx: Connection, register: Register, dealt_with: Sequence[Due], today: date, holidays: Container[date]
) -> None:
    """Note that these milestones' steps up to today are dealt with, and when the next one is due."""
    for one in dealt_with:
        coming = next_day(one.milestone, one.action.status, register.reminders, today, holidays)
        this = (milestone.c.action == one.action_id, milestone.c.position == one.position)
        tx.execute(update(milestone).where(*this).values(reminded_through=today, next_reminder=coming))


def become_overdue(tx: Connection, register: Register, after: date, today: date) -> Sequence[int]:
    """The row numbers of open actions whose deadline passed on a day in [after, today)."""
    query = (
        select(milestone.c.action)
        .join(action, action.c.id == milestone.c.action)
        .where(
            action.c.register == register.slug,
            action.c.status.in_(actions.OPEN_STATUSES),
            milestone.c.deadline >= after,
            milestone.c.deadline < today,
        )
        .distinct()
    )
    return tx.execute(query).scalars().all()
