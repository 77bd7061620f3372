"""A week's counts: how many actions were updated, reported complete, verified, closed, moved to another date."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from register.change import Change, TargetDate
from register.changes import Added, OwnersChanged, TargetChanged, UpdateAdded
from register.life_changes import ProgressChanged
from register.progress import OPEN, Status


class Counted(StrEnum):
    """What a change of an action counts as; the value is how people read it, behind a number."""

    NEW = "new"
    UPDATED = "updated"
    REPORTED = "reported complete"
    VERIFIED = "verified"
    CLOSED = "closed"
    ENDED = "ended without being done"
    REOPENED = "open again"
    MOVED = "with another date"
    OWNED = "with other owners"


class _Counts(Protocol):
    @property
    def ref(self) -> str: ...
    @property
    def counted(self) -> Counted | None: ...


_ENDS = {
    Status.IMPLEMENTED: Counted.REPORTED,
    Status.VERIFIED: Counted.VERIFIED,
    Status.CLOSED: Counted.CLOSED,
}


def counted(changes: Iterable[tuple[str, Change]]) -> list[Counted | None]:
    """What each change of an action (by its ref, in the order they happened) counts as; None for a change that is not
    counted, and for a move or another date that was taken back meanwhile.
    """
    found: list[Counted | None] = []
    places: dict[tuple[str, str], list[int]] = {}
    was: dict[str, list[date | None]] = {}
    for ref, change in changes:
        before = places.setdefault((ref, change.kind), [])
        is_back = _goes_back(change, was.get(ref))
        for place in before if is_back else before[-1:] if _takes_back(change) else []:
            found[place] = None
        found.append(None if is_back else _counted(change))
        if isinstance(change, TargetChanged) and change.was:
            was.setdefault(ref, _days(change.was))
        before.append(len(found) - 1)
    return found


def taken_back(changes: Iterable[tuple[str, Change]]) -> set[int]:
    """The places of the moves that were taken back, of the dates between a first one and the same again, and of what
    took them back: none of it is news.
    """
    moves: dict[str, list[int]] = {}
    dates: dict[str, list[int]] = {}
    was: dict[str, list[date | None]] = {}
    found: set[int] = set()
    for place, (ref, change) in enumerate(changes):
        if isinstance(change, ProgressChanged):
            before = moves.setdefault(ref, [])
            if _takes_back(change) and before:
                found |= {before.pop(), place}
            elif not _takes_back(change):
                before.append(place)
        elif isinstance(change, TargetChanged) and change.was:
            dates.setdefault(ref, []).append(place)
            if _goes_back(change, was.setdefault(ref, _days(change.was))):
                found |= set(dates.pop(ref))
    return found


def _takes_back(change: Change) -> bool:
    """Whether a change only undoes the one of its kind before."""
    return isinstance(change, ProgressChanged) and change.details.restored is not None


def _goes_back(change: Change, first: list[date | None] | None) -> bool:
    """Whether a date is again what it ``first`` was."""
    return isinstance(change, TargetChanged) and first is not None and _days(change.now) == first


def _counted(change: Change) -> Counted | None:
    match change:
        case Added():
            return Counted.NEW
        case UpdateAdded():
            return Counted.UPDATED
        case OwnersChanged():
            return Counted.OWNED
        case TargetChanged() if change.was and _days(change.was) != _days(change.now):
            return Counted.MOVED
        case ProgressChanged() if not _takes_back(change) and change.was[1] is not change.status:
            if change.status in OPEN:
                return None if change.was[1] in OPEN else Counted.REOPENED
            return _ENDS.get(change.status, Counted.ENDED)
    return None


def _days(target: TargetDate) -> list[date | None]:
    return [one.deadline for one in target.milestones]


def week_counts(changes: Iterable[_Counts]) -> Sequence[tuple[Counted, int]]:
    """How many actions each thing happened to, once each, in the order of an action's life."""
    found: dict[Counted, set[str]] = {}
    for change in changes:
        if change.counted is not None:
            found.setdefault(change.counted, set()).add(change.ref)
    return [(kind, len(found[kind])) for kind in Counted if kind in found]
