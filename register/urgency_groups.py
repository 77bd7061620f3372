"""Open actions in three groups: overdue, due soon, later; each in full or with only its first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from register.action import Action
from register.notices.digest import DUE_SOON, by_deadline, due_soon, overdue

OVERDUE, SOON, LATER = "Overdue", "Due in the next four weeks", "Later"


@dataclass(frozen=True)
class UrgencyGroup:
    """One part: how many actions it has, and the most urgent of them, as many as are to be shown.

    ``directorate`` is one that all of them belong to, maybe with others; "" for none. Of an action
    with one date missed and another to come only the first counts.
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
    rest = by_deadline(
        one for one in actions if not (one.is_overdue(today) or one.is_due_within(DUE_SOON, today))
    )
    parts = ((OVERDUE, late), (SOON, soon), (LATER, rest))
    return [UrgencyGroup(name, len(found), found, _shared(found)) for name, found in parts if found]


def _shared(found: Sequence[Action]) -> str:
    return shared_directorate([one.directorates for one in found])


def shared_directorate(several: Sequence[Sequence[str]]) -> str:
    """The first directorate that is in all of these ``directorates`` of actions; "" for none."""
    first, *others = several or [()]
    return next((code for code in first if all(code in one for one in others)), "")
