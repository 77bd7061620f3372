"""What can happen to an action: a dataclass for each kind of change; and ``fold``, which gives the state after them.

Changes of its words and owners, and updates, are here; changes of its life are in ``register.life_changes``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from register.action import EVERY_DIRECTORATE, Update
from register.change import (
    ActionState,
    Change,
    RegisterChange,
    TargetDate,
    ValueChanged,
    target_from,
    target_json,
)
from register.forgetting import PersonForgotten
from register.life import Json
from register.life_changes import LIFE_CHANGES
from register.meeting_changes import MeetingRecorded, MeetingTakenBack, QuestionAnswered
from register.progress import Status
from register.publication_changes import PaperPublished, PaperSignedOff, SignOffTakenBack
from register.settings_change import SettingsChanged


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
        written |= {"target": target_json(self.state.target), "owners": list(self.state.owners)}
        written |= {"status": self.state.status.value}
        return written | ({"more": dict(self.state.more)} if self.state.more else {})

    def applied(self, state: ActionState) -> ActionState:
        """The new action, whatever was there."""
        return self.state

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        typed = {
            "target": target_from(after["target"]),
            "owners": tuple(after["owners"]),
            "status": Status(after["status"]),
            "more": after.get("more", {}),
        }
        return cls(ActionState(**after | typed))


class DefinedChanged(ValueChanged[str]):
    """The words of what is to be done changed."""

    kind = "defined"


@dataclass(frozen=True)
class DeliveredChanged(ValueChanged[str]):
    """The words of what has been delivered changed.

    ``updates`` are the numbers of the updates from which its author wrote them; none where a paper was read.
    ``sources`` are, for each sentence, the numbers of the changes that say it (register.committee.sources). ``undone``
    are the updates that earlier words were written from, where this change takes those words back.
    """

    kind = "delivered"
    updates: tuple[int, ...] = ()
    sources: tuple[tuple[int, ...], ...] = ()
    undone: tuple[int, ...] = ()

    @property
    def after(self) -> Json:
        """The new words, and the updates and changes they come from, where that is known."""
        more: Json = {
            "updates": list(self.updates),
            "sources": [list(one) for one in self.sources],
            "undone": list(self.undone),
        }
        return super().after | {name: value for name, value in more.items() if value}

    def since(self, state: ActionState) -> Self | None:
        """The same with the words until then; None when it changes nothing and rests on no update."""
        same = state.delivered == self.now and not (self.updates or self.undone)
        return None if same else replace(self, was=state.delivered)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(
            after["delivered"],
            before["delivered"],
            tuple(after.get("updates", ())),
            tuple(map(tuple, after.get("sources", ()))),
            tuple(after.get("undone", ())),
        )


class OwnersChanged(ValueChanged[tuple[str, ...]]):
    """Other directorates own it. One that no longer does is also no longer its lead, and its officer is removed."""

    kind = "owners"

    def applied(self, state: ActionState) -> ActionState:
        """The state with these owners, and with a lead and officers of theirs only."""
        return _with_owners_people(super().applied(state))

    @staticmethod
    def written(value: Any) -> Any:
        """The codes as a list."""
        return list(value)

    @staticmethod
    def typed(value: Any) -> Any:
        """The codes."""
        return tuple(value)


def _with_owners_people(state: ActionState) -> ActionState:
    """The state with a lead and officers only of directorates that own it."""
    if EVERY_DIRECTORATE in state.owners:
        return state
    life = state.life
    lead = life.lead if life.lead in state.owners else ""
    officers = {code: person for code, person in life.officers.items() if code in state.owners}
    if lead == life.lead and len(officers) == len(life.officers):  # nearly always: nothing to copy
        return state
    return replace(state, life=replace(life, lead=lead, officers=officers))


class TargetChanged(ValueChanged[TargetDate]):
    """Its target date changed."""

    kind = "target"

    @staticmethod
    def written(value: Any) -> Any:
        """The target date as JSON has it."""
        return target_json(value)

    @staticmethod
    def typed(value: Any) -> Any:
        """The target date."""
        return target_from(value)


@dataclass(frozen=True)
class ColumnChanged(Change):
    """The cell of another column of the committee's table changed: ``name`` is a field's or the printed heading."""

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
    reason: str = ""

    @property
    def before(self) -> Json:
        """The words that were withdrawn."""
        return {"update": {"id": self.id, "text": self.text}}

    @property
    def after(self) -> Json:
        """That it is withdrawn."""
        reason = {"reason": self.reason} if self.reason else {}
        return {"update": {"id": self.id, "withdrawn": True} | reason}

    def applied(self, state: ActionState) -> ActionState:
        """The state with the update marked as withdrawn."""
        return replace(state, withdrawn=state.withdrawn | {self.id})

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["update"]["id"], before["update"]["text"], after["update"].get("reason", ""))


@dataclass(frozen=True)
class ImportUndone(Change):
    """The import of a paper was undone: the changes of this action with those numbers no longer count.

    They are left out when the log is read (storage.actions.change_log), so that folding gives the state without them;
    an action that one of them added is no longer in the register.
    """

    kind = "import undone"
    paper: str
    changes: tuple[int, ...]

    @property
    def after(self) -> Json:
        """The paper's name and the numbers of its changes."""
        return {"paper": self.paper, "changes": list(self.changes)}

    def applied(self, state: ActionState) -> ActionState:
        """As it is: what is undone has been left out."""
        return state

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["paper"], tuple(after["changes"]))


@dataclass(frozen=True)
class RegisterRenamed(RegisterChange):
    """A register has another slug; it is about no action."""

    kind = "register renamed"
    slug: str
    was: str

    @property
    def before(self) -> Json:
        """The slug until then."""
        return {"slug": self.was}

    @property
    def after(self) -> Json:
        """The slug from then on."""
        return {"slug": self.slug}

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["slug"], before["slug"])


CHANGE_KINDS: dict[str, type[Change]] = {
    change.kind: change
    for change in (
        Added,
        DefinedChanged,
        DeliveredChanged,
        TargetChanged,
        OwnersChanged,
        *LIFE_CHANGES,
        SettingsChanged,
        ColumnChanged,
        UpdateAdded,
        UpdateEdited,
        UpdateWithdrawn,
        ImportUndone,
        RegisterRenamed,
        PaperPublished,
        PaperSignedOff,
        SignOffTakenBack,
        MeetingRecorded,
        MeetingTakenBack,
        QuestionAnswered,
        PersonForgotten,
    )
}


def read(kind: str, before: Json, after: Json) -> Change:
    """The change that is stored under that kind as these two objects."""
    return CHANGE_KINDS[kind].read(before, after)


def fold(changes: Iterable[Change]) -> ActionState | None:
    """An action's state after those changes, ordered by the moments they hold from; None before it was added.

    The change that added the action is applied first, then those that added updates, wherever they are in the order:
    clocks differ, and an update can be dated before the paper that its action came with.
    """
    state: ActionState | None = None
    for change in sorted(changes, key=lambda change: (not isinstance(change, Added), change.kind != "update")):
        if isinstance(change, Added):
            state = change.state
        elif state is not None:
            state = change.applied(state)
    # Owners of a paper may be dated before an officer who was named since, though the paper was read after that.
    return _with_owners_people(state) if state is not None else None
