"""Which milestones have a reminder due, and up to which day each has been reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from register.action import Action, Milestone
from register.register import Register
from register.reminders import next_day
from storage.actions import actions
from storage.database.tables import action, milestone, paper
from storage.processes.future_marks import TOLERANCE

_MARK_REMINDED = update(milestone).where(
    milestone.c.action == bindparam("this_action"), milestone.c.position == bindparam("this_position")
)


@dataclass(frozen=True)
class Due:
    """A milestone whose next reminder is due, and the day up to which its reminders have been sent."""

    action_id: int
    position: int
    action: Action
    milestone: Milestone
    reminded_through: date


def due(tx: Connection, register: Register, today: date) -> Sequence[Due]:
    """The milestones with a reminder due by today, found by the index on ``next_reminder``.

    Other registers are filtered out here and not in the statement: with the condition SQLite would scan all actions
    of the register instead of using the index.
    """
    return _found(tx, register, milestone.c.next_reminder <= today)


def ahead(tx: Connection, register: Register, today: date) -> Sequence[Due]:
    """The milestones that are marked as reminded of on days in the future, later than any paper speaks of."""
    last_paper = select(func.max(paper.c.as_at)).where(paper.c.register == register.slug)
    latest = max(today, tx.execute(last_paper).scalar_one() or today)
    return _found(tx, register, milestone.c.reminded_through > latest + TOLERANCE)


def _found(tx: Connection, register: Register, condition: ColumnElement[bool]) -> Sequence[Due]:
    query = (
        select(
            milestone.c.action,
            milestone.c.position,
            milestone.c.reminded_through,
            action.c.ref,
            action.c.register,
        )
        .join(action, action.c.id == milestone.c.action)
        .where(condition)
        .order_by(action.c.position, milestone.c.position)
    )
    rows = [row for row in tx.execute(query).mappings() if row["register"] == register.slug]
    by_ref = {one.ref: one for one in actions.by_ids(tx, register, [row["action"] for row in rows])}
    return [
        Due(
            row["action"],
            row["position"],
            by_ref[row["ref"]],
            by_ref[row["ref"]].milestones[row["position"]],
            row["reminded_through"],
        )
        for row in rows
    ]


def mark_reminded(tx: Connection, register: Register, handled: Sequence[Due], today: date) -> None:
    """Mark the reminders of these milestones up to today as handled, and compute when the next one is due."""
    rows = [
        {
            "this_action": one.action_id,
            "this_position": one.position,
            "reminded_through": today,
            "next_reminder": next_day(one.milestone, one.action.status, register, today),
        }
        for one in handled
    ]
    if rows:
        tx.execute(_MARK_REMINDED, rows)


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
