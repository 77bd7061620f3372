"""In which order actions are urgent, as a text that storage keeps and sorts: what is late comes first."""

from collections.abc import Iterable
from datetime import date

from register.action import Milestone

UNDATED = "9"
"""What an action without a day to keep has in the place of that."""


def urgency_of(is_done: bool, deadline: date | None) -> str:
    """A text that sorts open actions before done ones, each by their earliest unmet deadline, without one last."""
    return f"{int(is_done)} {deadline.isoformat() if deadline else UNDATED}"


def open_before(day: date) -> str:
    """What the urgency of an open action that is due before a day is less than, and of no other."""
    return urgency_of(False, day)


FIRST_DONE = "1"
"""What the urgency of every open action is less than."""


def first_unmet(milestones: Iterable[Milestone]) -> date | None:
    """The earliest deadline that is still to be met; None where there is none."""
    return min((one.deadline for one in milestones if one.deadline and not one.met), default=None)
