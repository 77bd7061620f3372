"""Forgetting a person: a pseudonym replaces their id everywhere, and the record stays whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from register.change import RegisterChange
from register.life import Json
from register.people import PSEUDONYM


@dataclass(frozen=True)
class PersonForgotten(RegisterChange):
    """Somebody was forgotten: ``seals`` are the hashes of the changed rows as they read now, by the changes' numbers.

    The hash that each was written with stays in the chain, so that the chain still verifies. The row itself is verified
    against its seal, and the hash of this change covers the seals.
    """

    kind = "person forgotten"
    pseudonym: str
    seals: Mapping[int, str] = field(default_factory=dict, hash=False)

    @property
    def after(self) -> Json:
        """The pseudonym, and the hash of each of the changes as it reads now."""
        return {"pseudonym": self.pseudonym, "seals": {str(number): one for number, one in self.seals.items()}}

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["pseudonym"], {int(number): one for number, one in after["seals"].items()})


@dataclass(frozen=True)
class Forgetting:
    """The ids that a pseudonym replaces: that of a person, and those of their conversations (``rooms``) with the bot.

    Each id gets a replacement of its own, so that rows that differed only by it still differ.
    """

    person: str
    rooms: tuple[str, ...]
    pseudonym: str

    @classmethod
    def of(cls, person: str, rooms: tuple[str, ...], chance: str) -> "Forgetting":
        """With a pseudonym that says nothing of the person; ``chance`` are six random hexadecimal digits."""
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
        """The same of a register's settings, where the pseudonym also replaces the name that papers print."""
        found: dict[str, Any] = self.value(written)
        paper = found.get("paper") or {}
        if self.pseudonym in (paper.get("people") or {}):
            found["paper"] = paper | {"people": paper["people"] | {self.pseudonym: self.pseudonym}}
        return found

    def _pseudonym_for(self, original: str) -> str:
        if original == self.person:
            return self.pseudonym
        return f"{self.pseudonym}, conversation {self.rooms.index(original) + 1}"

    @property
    def _pattern(self) -> re.Pattern[str]:
        """The ids as words of their own, with what Slack and people put around them to call somebody."""
        names = "|".join(map(re.escape, self.ids))
        return re.compile(rf"(?:<[@#]|@)?(?<![A-Za-z0-9])(?P<id>{names})(?![A-Za-z0-9])(?:\|[^<>\s]*>|>)?")
