"""Forgetting a person: a pseudonym stands where their id stood, and the record stays whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from register.change import ActionState, Change, Json
from register.people import PSEUDONYM


@dataclass(frozen=True)
class PersonForgotten(Change):
    """Somebody was forgotten: ``seals`` are the hashes of the changes as they read since, by their number.

    The hash that each was written with stays in the chain, so that it holds; that a change reads otherwise now is
    vouched for by this one, whose own hash covers the seals.
    """

    kind = "person forgotten"
    pseudonym: str
    seals: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def after(self) -> Json:
        """The pseudonym, and what each of the changes hashes to since."""
        return {"pseudonym": self.pseudonym, "seals": {str(number): one for number, one in self.seals.items()}}

    def applied(self, state: ActionState) -> ActionState:
        """No action is changed by it."""
        return state

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["pseudonym"], {int(number): one for number, one in after["seals"].items()})


@dataclass(frozen=True)
class Forgetting:
    """Which ids give way to which pseudonym: that of a person, and those of their conversations with the bot.

    Each keeps a name of its own, so that what told two rows apart still does.
    """

    person: str
    rooms: tuple[str, ...]
    pseudonym: str

    @classmethod
    def of(cls, person: str, rooms: tuple[str, ...], chance: str) -> "Forgetting":
        """With a pseudonym that says nothing of the person; ``chance`` are six random digits of sixteen."""
        return cls(person, rooms, f"{PSEUDONYM} {chance}")

    @property
    def ids(self) -> tuple[str, ...]:
        """All of the ids."""
        return (self.person, *self.rooms)

    def text(self, words: str) -> str:
        """Words with the pseudonym in place of each id, also where Slack or people call the person by it."""
        return self._pattern.sub(lambda match: self._pseudonym_for(match["id"]), words)

    def folded_text(self, words: str) -> str:
        """The same of words that are folded to be searched."""
        pattern = re.compile(self._pattern.pattern, re.I)
        return pattern.sub(lambda match: self._pseudonym_for(match["id"].upper()).casefold(), words)

    def value(self, value: Any) -> Any:
        """The same throughout a JSON value, in its names as well."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, Mapping):
            return {self.text(name): self.value(one) for name, one in value.items()}
        return value

    def settings(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """The same of a register's settings, with the name that papers print for the person gone as well."""
        found: dict[str, Any] = self.value(written)
        paper = found.get("paper") or {}
        if self.pseudonym in (paper.get("people") or {}):
            found["paper"] = paper | {"people": paper["people"] | {self.pseudonym: self.pseudonym}}
        return found

    def _pseudonym_for(self, given: str) -> str:
        if given == self.person:
            return self.pseudonym
        return f"{self.pseudonym}, conversation {self.rooms.index(given) + 1}"

    @property
    def _pattern(self) -> re.Pattern[str]:
        """The ids as words of their own, with what Slack and people put around them to call somebody."""
        names = "|".join(map(re.escape, self.ids))
        return re.compile(rf"(?:<[@#]|@)?(?<![A-Za-z0-9])(?P<id>{names})(?![A-Za-z0-9])(?:\|[^<>\s]*>|>)?")
