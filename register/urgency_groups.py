"""Somebody's open actions in three parts: overdue, due soon, later; each in full or only its first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from register.action import Action
from register.notices.digest import DUE_SOON, due_soon, later, overdue

OVERDUE, SOON, LATER = "Overdue", "Due in the next four weeks", "Later"


@dataclass(frozen=True)
class UrgencyGroup:
    """One part: how many actions it has, and the most urgent of them, as many as are to be shown.

    ``directorate`` is the one that all of them belong to (the first where all belong to the same several); "" for
    none. Of an action with one date missed and another to come only the first counts.
    """

    name: str
    total: int
    first: Sequence[Action]
    directorate: str = ""


def days_of_parts(today: date) -> tuple[date, date]:
    """The local days before which an open action's earliest unmet deadline makes it overdue, and due soon."""
    return today, today + timedelta(days=DUE_SOON + 1)


def parted(actions: Sequence[Action], today: date) -> list[UrgencyGroup]:
    """Open actions as overdue, due in the next four weeks and later, each once; empty parts left out."""
    late = overdue(actions, today)
    soon = tuple(one for one in due_soon(actions, today) if not one.is_overdue(today))
    rest = later(one for one in actions if not (one.is_overdue(today) or one.is_due_within(DUE_SOON, today)))
    parts = ((OVERDUE, late), (SOON, soon), (LATER, rest))
    return [UrgencyGroup(name, len(found), found, shared_directorate(found)) for name, found in parts if found]


def shared_directorate(found: Sequence[Action]) -> str:
    """The directorate that all of these belong to (as ``Part.directorate`` says); "" for none."""
    shared = {one.directorates for one in found}
    return next(iter(shared))[0] if len(shared) == 1 and next(iter(shared)) else ""
