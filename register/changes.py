"""What can happen to an action: a dataclass for each kind of change, how it is written, and what it leaves.

A register is the fold of its changes. A change is written as a kind and two JSON objects: what was so ``before``
and what is so ``after``. Written changes are sealed in a chain of hashes and never rewritten, so new spellings
may be added here and old ones must stay readable.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Self, TypeVar

from register.action import Milestone, Update
from register.progress import Status

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Promise:
    """A target date as the committee prints it, and the milestones read from it (one at least)."""

    printed: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True)
class ActionState:
    """An action as its changes left it. ``position`` is its place in the committee's order.

    ``more`` holds what the committee prints besides, by field or heading. ``updates`` are by number; ``withdrawn``
    are the numbers of those that were withdrawn.
    """

    ref: str
    position: int
    defined: str
    delivered: str
    target: Promise
    owners: tuple[str, ...]
    progress: str
    status: Status
    more: Mapping[str, str] = field(default_factory=dict)
    updates: Mapping[int, Update] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()


class Change:
    """One thing that happened to an action."""

    kind: ClassVar[str]
    """The word under which it is written down."""

    @property
    def before(self) -> Json:
        """What was so until then, as it is written down."""
        return {}

    @property
    def after(self) -> Json:
        """What is so from then on, as it is written down."""
        raise NotImplementedError

    def applied(self, state: ActionState) -> ActionState:
        """The state that it leaves behind."""
        raise NotImplementedError

    def since(self, state: ActionState) -> Self | None:
        """The same with what was so until then filled in; None when it changes nothing."""
        return self

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """The change that was written down so."""
        raise NotImplementedError


@dataclass(frozen=True)
class Added(Change):
    """A new action."""

    kind = "added"
    state: ActionState

    @property
    def after(self) -> Json:
        """All of it; what the committee prints besides only where there is any."""
        names = ("ref", "position", "defined", "delivered", "progress")
        written: Json = {name: getattr(self.state, name) for name in names}
        written |= {"target": promise_json(self.state.target), "owners": list(self.state.owners)}
        written |= {"status": self.state.status.value}
        return written | ({"more": dict(self.state.more)} if self.state.more else {})

    def applied(self, state: ActionState) -> ActionState:
        """The new action, whatever was there."""
        return self.state

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        typed = {
            "target": promise_from(after["target"]),
            "owners": tuple(after["owners"]),
            "status": Status(after["status"]),
            "more": after.get("more", {}),
        }
        return cls(ActionState(**after | typed))


@dataclass(frozen=True)
class ValueChanged(Change, Generic[T]):
    """One value of an action is another: ``kind`` is the value's name in ``ActionState``."""

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
        """The same with the value until then; None when it is the same value."""
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


class DefinedChanged(ValueChanged[str]):
    """What is asked reads otherwise."""

    kind = "defined"


class DeliveredChanged(ValueChanged[str]):
    """What has been delivered reads otherwise."""

    kind = "delivered"


class OwnersChanged(ValueChanged[tuple[str, ...]]):
    """Other directorates own it."""

    kind = "owners"

    @staticmethod
    def written(value: Any) -> Any:
        """The codes as a list."""
        return list(value)

    @staticmethod
    def typed(value: Any) -> Any:
        """The codes."""
        return tuple(value)


class TargetChanged(ValueChanged[Promise]):
    """It is promised for another date."""

    kind = "target"

    @staticmethod
    def written(value: Any) -> Any:
        """The promise as JSON has it."""
        return promise_json(value)

    @staticmethod
    def typed(value: Any) -> Any:
        """The promise."""
        return promise_from(value)


@dataclass(frozen=True)
class ProgressChanged(Change):
    """Its progress is another: the printed word and the status beneath it."""

    kind = "progress"
    progress: str
    status: Status
    was: tuple[str, Status] = ("", Status.NOT_STARTED)

    @property
    def before(self) -> Json:
        """Word and status until then."""
        progress, status = self.was
        return {"progress": progress, "status": status.value}

    @property
    def after(self) -> Json:
        """Word and status from then on."""
        return {"progress": self.progress, "status": self.status.value}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the new word and status."""
        return replace(state, progress=self.progress, status=self.status)

    def since(self, state: ActionState) -> Self | None:
        """The same with what was so until then; None when both are the same."""
        was = (state.progress, state.status)
        return None if was == (self.progress, self.status) else replace(self, was=was)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["progress"], Status(after["status"]), (before["progress"], Status(before["status"])))


@dataclass(frozen=True)
class ColumnChanged(Change):
    """Another column of the committee's table reads otherwise: ``name`` is a field's or the printed heading."""

    kind = "column"
    name: str
    now: str
    was: str | None = None

    @property
    def before(self) -> Json:
        """The words until then; none where the column was not printed."""
        return {"column": {"id": self.name, "words": self.was}}

    @property
    def after(self) -> Json:
        """The words from then on."""
        return {"column": {"id": self.name, "words": self.now}}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the new words in that column."""
        return replace(state, more={**state.more, self.name: self.now})

    def since(self, state: ActionState) -> Self | None:
        """The same with the words until then; None when they are the same."""
        was = state.more.get(self.name)
        return None if was == self.now else replace(self, was=was)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["column"]["id"], after["column"]["words"], before["column"]["words"])


@dataclass(frozen=True)
class UpdateAdded(Change):
    """Somebody said what has been done."""

    kind = "update"
    update: Update

    @property
    def after(self) -> Json:
        """The update."""
        return {"update": vars(self.update) | {"at": self.update.at.isoformat()}}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the update in it."""
        return replace(state, updates={**state.updates, self.update.id: self.update})

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(Update(**after["update"] | {"at": datetime.fromisoformat(after["update"]["at"])}))


@dataclass(frozen=True)
class UpdateEdited(Change):
    """The author of an update put it in other words."""

    kind = "update edited"
    id: int
    text: str
    was: str

    @property
    def before(self) -> Json:
        """The words until then."""
        return {"update": {"id": self.id, "text": self.was}}

    @property
    def after(self) -> Json:
        """The words from then on."""
        return {"update": {"id": self.id, "text": self.text}}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the update in its new words."""
        edited = replace(state.updates[self.id], text=self.text)
        return replace(state, updates={**state.updates, self.id: edited})

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["update"]["id"], after["update"]["text"], before["update"]["text"])


@dataclass(frozen=True)
class UpdateWithdrawn(Change):
    """An update was taken back; its words stay in the history."""

    kind = "update withdrawn"
    id: int
    text: str

    @property
    def before(self) -> Json:
        """The words that stood until then."""
        return {"update": {"id": self.id, "text": self.text}}

    @property
    def after(self) -> Json:
        """That it is withdrawn."""
        return {"update": {"id": self.id, "withdrawn": True}}

    def applied(self, state: ActionState) -> ActionState:
        """The state without the update among those that stand."""
        return replace(state, withdrawn=state.withdrawn | {self.id})

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["update"]["id"], before["update"]["text"])


_KINDS: dict[str, type[Change]] = {
    change.kind: change
    for change in (
        Added,
        DefinedChanged,
        DeliveredChanged,
        TargetChanged,
        OwnersChanged,
        ProgressChanged,
        ColumnChanged,
        UpdateAdded,
        UpdateEdited,
        UpdateWithdrawn,
    )
}


def read(kind: str, before: Json, after: Json) -> Change:
    """The change that was written down under that kind, as those two objects."""
    return _KINDS[kind].read(before, after)


def fold(changes: Iterable[Change]) -> ActionState | None:
    """An action's state after those changes, in the order in which they were so; None before it was added.

    What added the action, and then what added its updates, counts first wherever it stands: clocks differ, and
    an update can be dated before the paper that its action came with.
    """
    state: ActionState | None = None
    for change in sorted(changes, key=lambda change: (not isinstance(change, Added), change.kind != "update")):
        if isinstance(change, Added):
            state = change.state
        elif state is not None:
            state = change.applied(state)
    return state


def promise_json(promise: Promise) -> Json:
    """A target date as it is written down: days as ISO dates. A milestone's first deadline is its original."""
    return {"printed": promise.printed, "milestones": [_milestone_json(one) for one in promise.milestones]}


def promise_from(written: Json) -> Promise:
    """The target date that was written down so."""
    return Promise(written["printed"], tuple(_milestone(one) for one in written["milestones"]))


def _milestone_json(one: Milestone) -> Json:
    first = one.original or one.deadline
    return {
        "label": one.label,
        "printed": one.printed,
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "original": first.isoformat() if first else None,
        "met": one.met.isoformat() if one.met else None,
    }


def _milestone(written: Json) -> Milestone:
    days = {
        name: written[name] and date.fromisoformat(written[name]) for name in ("deadline", "original", "met")
    }
    return Milestone(written["label"], written["printed"], **days)
