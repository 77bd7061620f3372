"""Which milestones have a step due, and how far each has been reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from register.action import Action, Milestone
from register.register import Register
from register.reminders import next_day
from storage.actions import actions
from storage.database.tables import action, milestone

_SAID_THROUGH = update(milestone).where(
    milestone.c.action == bindparam("this_action"), milestone.c.position == bindparam("this_position")
)


@dataclass(frozen=True)
class Due:
    """A milestone whose next step is due, and the day up to which its steps are said."""

    action_id: int
    position: int
    action: Action
    milestone: Milestone
    reminded_through: date


def due(tx: Connection, register: Register, today: date) -> Sequence[Due]:
    """The milestones with a step due by today. Found by their next day: what is not due costs nothing.

    Those of other registers are left out here and not in the statement, or SQLite would go through all actions
    of the register to find the few.
    """
    query = (
        select(
            milestone.c.action,
            milestone.c.position,
            milestone.c.reminded_through,
            action.c.ref,
            action.c.register,
        )
        .join(action, action.c.id == milestone.c.action)
        .where(milestone.c.next_reminder <= today)
        .order_by(action.c.position, milestone.c.position)
    )
    rows = [row for row in tx.execute(query).mappings() if row["register"] == register.slug]
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


def said_through(tx: Connection, register: Register, dealt_with: Sequence[Due], today: date) -> None:
    """Note that these milestones' steps up to today are dealt with, and when the next one is due."""
    rows = [
        {
            "this_action": one.action_id,
            "this_position": one.position,
            "reminded_through": today,
            "next_reminder": next_day(one.milestone, one.action.status, register, today),
        }
        for one in dealt_with
    ]
    if rows:
        tx.execute(_SAID_THROUGH, rows)


def become_overdue(tx: Connection, register: Register, after: date, today: date) -> Sequence[int]:
    """The row numbers of open actions whose deadline passed on a day in [after, today)."""
    query = (
        select(milestone.c.action, action.c.register)
        .join(action, action.c.id == milestone.c.action)
        .where(
            milestone.c.deadline >= after,
            milestone.c.deadline < today,
            action.c.status.in_(actions.OPEN_STATUSES),
        )
        .distinct()
    )
    return [row.action for row in tx.execute(query) if row.register == register.slug]
