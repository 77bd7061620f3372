"""What a change of an action is, and the state of an action that results from its changes.

A change is stored as a kind and two JSON objects, ``before`` and ``after``. Stored changes are in a chain of hashes and
never rewritten, so keys and kinds may be added, and those in use must stay readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Generic, Self, TypeVar

from register.action import Milestone, Update, review_of
from register.life import Json, Life
from register.progress import Status

T = TypeVar("T")


@dataclass(frozen=True)
class TargetDate:
    """A target date as the committee prints it, and the milestones read from it (one at least)."""

    printed: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True)
class ActionState:
    """An action's state after its changes. ``position`` is its place in the committee's order.

    ``more`` holds what the committee prints besides, by field or heading. ``updates`` are by number; ``withdrawn``
    are the numbers of those that were withdrawn.
    """

    ref: str
    position: int
    defined: str
    delivered: str
    target: TargetDate
    owners: tuple[str, ...]
    progress: str
    status: Status
    more: Mapping[str, str] = field(default_factory=dict)
    updates: Mapping[int, Update] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    life: Life = field(default_factory=Life)

    @property
    def dates(self) -> tuple[Milestone, ...]:
        """All that is to happen by a day, as of an action."""
        return (*self.target.milestones, *review_of(self.status, self.life))


class Change:
    """One thing that happened to an action."""

    kind: ClassVar[str]
    """The name of the kind, as it is stored."""

    @property
    def before(self) -> Json:
        """What it replaced, as JSON."""
        return {}

    @property
    def after(self) -> Json:
        """What it set, as JSON."""
        raise NotImplementedError

    def applied(self, state: ActionState) -> ActionState:
        """The state after the change."""
        raise NotImplementedError

    def since(self, state: ActionState) -> Self | None:
        """This change with what it replaces filled in from the state before it; None when it would change nothing."""
        return self

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """The change that is stored as these two objects."""
        raise NotImplementedError


@dataclass(frozen=True)
class ValueChanged(Change, Generic[T]):
    """One value of an action changed: ``kind`` is the value's name in ``ActionState``."""

    now: T
    was: T | None = None

    @property
    def before(self) -> Json:
        """The value until then."""
        return {self.kind: self.written(self.was)}

    @property
    def after(self) -> Json:
        """The value from then on."""
        return {self.kind: self.written(self.now)}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the new value."""
        value: Any = self.now
        return replace(state, **{self.kind: value})

    def since(self, state: ActionState) -> Self | None:
        """This change with the value that it replaces; None when that is the same value."""
        was = getattr(state, self.kind)
        return None if was == self.now else replace(self, was=was)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(cls.typed(after[cls.kind]), cls.typed(before[cls.kind]))

    @staticmethod
    def written(value: Any) -> Any:
        """The value as JSON has it."""
        return value

    @staticmethod
    def typed(value: Any) -> Any:
        """The value from what JSON has."""
        return value


class LifeChange(Change):
    """A change of the action's life alone, stored as one part of it under one name."""

    def applied_to_life(self, life: Life) -> Life:
        """The life after the change."""
        raise NotImplementedError

    def applied(self, state: ActionState) -> ActionState:
        """The state with the life after the change."""
        return replace(state, life=self.applied_to_life(state.life))


class RegisterChange(Change):
    """A change of a register: it is in the register's chain of changes, and belongs to no action."""

    def applied(self, state: ActionState) -> ActionState:
        """The same state: it changes no action."""
        return state


def target_json(target: TargetDate) -> Json:
    """A target date as JSON: days as ISO dates. A milestone without an original has its deadline as that."""
    return {"printed": target.printed, "milestones": [_milestone_json(one) for one in target.milestones]}


def target_from(written: Json) -> TargetDate:
    """The target date from the JSON of ``target_json``."""
    return TargetDate(written["printed"], tuple(_milestone(one) for one in written["milestones"]))


def _milestone_json(milestone: Milestone) -> Json:
    first = milestone.original or milestone.deadline
    return {
        "label": milestone.label,
        "printed": milestone.printed,
        "deadline": milestone.deadline.isoformat() if milestone.deadline else None,
        "original": first.isoformat() if first else None,
        "met": milestone.met.isoformat() if milestone.met else None,
    }


def _milestone(written: Json) -> Milestone:
    deadline, original, met = (
        date.fromisoformat(written[name]) if written[name] else None for name in ("deadline", "original", "met")
    )
    return Milestone(written["label"], written["printed"], deadline, original, met)
