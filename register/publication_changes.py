"""The changes of a meeting's paper: it was signed off, a sign-off was taken back, it was published."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from register.change import RegisterChange
from register.life import Json


@dataclass(frozen=True)
class PaperPublished(RegisterChange):
    """A meeting's paper was published: its version, and the SHA-256 of its frozen text in hexadecimal digits.

    The chain of changes covers the hash, so that neither the text nor its hash can be replaced later unseen.
    ``findings`` are the objections that it was published in spite of, and why; None in changes from before these were
    recorded, which do not have ``is_notice`` either (only that the paper is to follow).
    """

    kind = "paper published"
    meeting: date
    version: int
    sha256: str
    is_notice: bool = False
    findings: tuple[dict[str, str], ...] | None = None

    @property
    def after(self) -> Json:
        """Which paper, its hash, and what was objected."""
        written: Json = {"meeting": self.meeting.isoformat(), "version": self.version, "sha256": self.sha256}
        if self.findings is None:
            return written
        return written | {"is_notice": self.is_notice, "findings": list(self.findings)}

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        findings = tuple(after["findings"]) if "findings" in after else None
        is_notice = after.get("is_notice", False)
        return cls(date.fromisoformat(after["meeting"]), after["version"], after["sha256"], is_notice, findings)


@dataclass(frozen=True)
class PaperSignedOff(RegisterChange):
    """A meeting's paper was signed off for ``who``: codes of directorates, or "author"."""

    kind = "paper signed off"
    meeting: date
    who: tuple[str, ...]

    @property
    def after(self) -> Json:
        """Which paper, and for whom."""
        return {"meeting": self.meeting.isoformat(), "who": list(self.who)}

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(date.fromisoformat(after["meeting"]), tuple(after["who"]))


@dataclass(frozen=True)
class SignOffTakenBack(PaperSignedOff):
    """A sign-off was taken back by who gave it."""

    kind = "sign-off taken back"
