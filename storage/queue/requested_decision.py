"""What a notice asks somebody to decide: about which subject, and which decision.

Both are kept as text in the queue ("action:12", "report:2"), and notices are found by the text of their subject: it is
the same for equal values, and old notices have it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self


class SubjectKind(StrEnum):
    """What a decision can be about; ``DAY`` are all of a person's that are shown in a message of one day."""

    ACTION = "action"
    MEETING = "meeting"
    PAPER = "paper"
    DAY = "decisions"


@dataclass(frozen=True)
class Subject:
    """What a notice asks about.

    ``name`` is an action's row number, the local day of a meeting in ISO's spelling, a paper's number or "offered" and
    its number, a person's Slack user id; ``register`` the slug of the register, "" for an action.
    """

    kind: SubjectKind
    register: str
    name: str

    def __str__(self) -> str:
        return ":".join(filter(None, (self.kind, self.register, self.name)))

    @classmethod
    def read(cls, written: str) -> Self | None:
        """From the text that is stored; None for "", of a notice that asks nothing."""
        if not written:
            return None
        kind, _colon, rest = written.partition(":")
        register, _colon, name = (":" + rest if kind == SubjectKind.ACTION else rest).partition(":")
        return cls(SubjectKind(kind), register, name)

    @classmethod
    def of_action(cls, number: int) -> Self:
        """An action, by its row number."""
        return cls(SubjectKind.ACTION, "", str(number))

    @classmethod
    def of_meeting(cls, slug: str, meeting: date) -> Self:
        """The meeting of a register on a local day."""
        return cls(SubjectKind.MEETING, slug, meeting.isoformat())

    @classmethod
    def of_day(cls, slug: str, person: str) -> Self:
        """A person's requests that are shown in a message which has none of its own."""
        return cls(SubjectKind.DAY, slug, person)

    @classmethod
    def of_paper(cls, slug: str, number: int) -> Self:
        """A paper that a register has read."""
        return cls(SubjectKind.PAPER, slug, str(number))

    @classmethod
    def of_offered_paper(cls, slug: str, number: int) -> Self:
        """A paper that was offered in Slack, before it is read in."""
        return cls(SubjectKind.PAPER, slug, f"offered {number}")

    @property
    def row_number(self) -> int:
        """The row number of the action that it is about."""
        return int(self.name)

    @property
    def meeting(self) -> date:
        """The day of the meeting that it is about."""
        return date.fromisoformat(self.name)


class DecisionKind(StrEnum):
    """What can be asked, as stored."""

    REPORT = "report"  # whether an action is complete
    DATE = "date"  # for another target date
    SIGN_OFF = "sign-off"  # of a meeting's paper
    MINUTES = "minutes"  # what a meeting decided
    QUESTION = "question"  # the answer to what a Member asked
    ANSWERS = "answers"  # for updates for the paper of a meeting
    PUBLICATION = "publication"  # to publish a meeting's paper
    IMPORT = "decision"  # whether to read in a paper, or to take that back


_NUMBERED = (DecisionKind.REPORT, DecisionKind.DATE, DecisionKind.QUESTION)
_OF_PEOPLE = (DecisionKind.SIGN_OFF, DecisionKind.ANSWERS)


@dataclass(frozen=True)
class RequestedDecision:
    """Which decision a notice asks for.

    ``number`` is that of the report, of the date or of the Member's question; 0 for other kinds. ``whom`` are the codes
    that are to sign off, or the codes or officers who are to give updates; ``meetings`` the days for whose papers
    updates are asked, where it is for several.
    """

    kind: DecisionKind
    number: int = 0
    whom: tuple[str, ...] = ()
    meetings: tuple[date, ...] = ()

    def __str__(self) -> str:
        parts: list[str] = [self.kind]
        if self.kind in _NUMBERED:
            parts.append(str(self.number))
        elif self.kind in _OF_PEOPLE:
            parts.append(",".join(self.whom))
        if self.meetings:
            parts.append(",".join(map(str, self.meetings)))
        return ":".join(parts)

    @classmethod
    def read(cls, written: str) -> Self | None:
        """From the text that is stored; None for "", of a notice that asks nothing or shows what others ask."""
        if not written:
            return None
        first, *rest = written.split(":")
        kind = DecisionKind(first)
        if kind in _NUMBERED:
            return cls(kind, int(rest[0]))
        whom, meetings = (tuple(part.split(",")) for part in (*rest, "", "")[:2])
        return cls(kind, 0, tuple(filter(None, whom)), tuple(date.fromisoformat(on) for on in meetings if on))
