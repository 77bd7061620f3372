"""What somebody can choose to see of a register on the home page, and which actions that is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from register.action import Action
from register.digest import DUE_SOON, is_silent, overdue
from register.own_actions import own_actions
from register.register import Register
from register.urgency_groups import parted

MINE, WAITING, OVERDUE, SOON, SILENT, OPEN = "mine", "waiting", "overdue", "soon", "silent", "open"
_DIRECTORATE = "="
PAGE = 12
"""Actions on one page: each takes two of the hundred blocks that Slack allows."""


@dataclass(frozen=True)
class Choice:
    """One thing to see: its value in the menu, its name, and its actions, the most urgent first."""

    value: str
    name: str
    actions: tuple[Action, ...]


def choices(
    register: Register, person: str, found: Sequence[Action], waiting: Sequence[Action], today: date
) -> list[Choice]:
    """What there is to choose from, one's own first. ``found`` are the open actions of the register, ``waiting``
    those that wait for this person's decision.
    """
    mine = own_actions(register, person, (), found)
    theirs = [one.code for one in register.directorates_of(person)]
    others = [code for code in register.codes if code not in theirs]
    listed = [
        Choice(MINE, "Yours", _urgent(mine, today)),
        Choice(WAITING, "Waiting for you", tuple(waiting)),
        *(_of(code, f"{code}, your directorate", found, today) for code in theirs),
        Choice(OVERDUE, "All that is overdue", overdue(found, today)),
        Choice(SOON, "All that is due in four weeks", _where(found, today, _is_soon(today))),
        Choice(SILENT, "All with no update yet", _where(found, today, is_silent)),
        Choice(OPEN, "Every open action", _urgent(found, today)),
        *(_of(code, code, found, today) for code in others),
    ]
    return listed[:100]


def _of(code: str, name: str, found: Sequence[Action], today: date) -> Choice:
    return Choice(f"{_DIRECTORATE}{code}", name, _where(found, today, lambda one: code in one.directorates))


def _is_soon(today: date) -> Callable[[Action], bool]:
    return lambda one: one.is_due_within(DUE_SOON, today)


def _where(found: Sequence[Action], today: date, holds: Callable[[Action], bool]) -> tuple[Action, ...]:
    return _urgent([one for one in found if holds(one)], today)


def _urgent(found: Iterable[Action], today: date) -> tuple[Action, ...]:
    """Overdue, due soon and then the rest, each once."""
    return tuple(action for part in parted(list(found), today) for action in part.first)
