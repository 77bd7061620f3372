"""How urgent an action is, as a text that storage keeps and sorts by: the earliest deadline first."""

from collections.abc import Iterable
from datetime import date

from register.action import Milestone

UNDATED = "9"
"""Stands for the deadline of an action that has none: it sorts after every date."""


def urgency_of(is_done: bool, deadline: date | None) -> str:
    """A text that sorts open actions before done ones, each by their earliest unmet deadline, without one last."""
    return f"{int(is_done)} {deadline.isoformat() if deadline else UNDATED}"


def open_before(day: date) -> str:
    """An upper bound: the urgency of an open action due before the day, and of no other, is less than this."""
    return urgency_of(False, day)


FIRST_DONE = "1"
"""An upper bound: the urgency of every open action, and of no other, is less than this."""


def first_unmet(milestones: Iterable[Milestone]) -> date | None:
    """The earliest deadline that is still to be met; None where there is none."""
    return min((one.deadline for one in milestones if one.deadline and not one.met), default=None)
