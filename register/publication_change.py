"""The change that a paper was published: it is in the register's chain of changes, and belongs to no action."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from register.change import ActionState, Change, Json


@dataclass(frozen=True)
class PaperPublished(Change):
    """A meeting's paper was published: its version, and the SHA-256 of its frozen text in hexadecimal digits.

    The chain of changes covers the hash, so that neither the text nor its hash can be replaced later unseen.
    """

    kind = "paper published"
    meeting: date
    version: int
    sha256: str

    @property
    def after(self) -> Json:
        """Which paper, and its hash."""
        return {"meeting": self.meeting.isoformat(), "version": self.version, "sha256": self.sha256}

    def applied(self, state: ActionState) -> ActionState:
        """The same state: it changes no action."""
        return state

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(date.fromisoformat(after["meeting"]), after["version"], after["sha256"])
