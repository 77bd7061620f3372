"""The changes of what is recorded of a meeting: its decisions, Members' questions, and the answers to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from register.change import RegisterChange
from register.life import Json


@dataclass(frozen=True)
class RecordedDecision:
    """A decision as it was recorded: "noted", "agreed", "granted" or "closed", its words, and the refs it is about."""

    kind: str
    words: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class RecordedQuestion:
    """A Member's question as it was recorded, by the number that its answers name."""

    number: int
    member: str
    words: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class MeetingRecorded(RegisterChange):
    """What a meeting decided, and what Members asked at it, was recorded under a minute."""

    kind = "meeting recorded"
    meeting: date
    minute: str
    decisions: tuple[RecordedDecision, ...]
    questions: tuple[RecordedQuestion, ...] = ()

    @property
    def after(self) -> Json:
        """All of it."""
        return {
            "meeting": self.meeting.isoformat(),
            "minute": self.minute,
            "decisions": [vars(one) | {"refs": list(one.refs)} for one in self.decisions],
            "questions": [vars(one) | {"refs": list(one.refs)} for one in self.questions],
        }

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(
            date.fromisoformat(after["meeting"]),
            after["minute"],
            tuple(RecordedDecision(**one | {"refs": tuple(one["refs"])}) for one in after["decisions"]),
            tuple(RecordedQuestion(**one | {"refs": tuple(one["refs"])}) for one in after["questions"]),
        )


@dataclass(frozen=True)
class MeetingTakenBack(RegisterChange):
    """What its author recorded of a meeting at a moment (UTC) was taken back."""

    kind = "meeting taken back"
    meeting: date
    recorded_at: datetime

    @property
    def after(self) -> Json:
        """The meeting, and the moment."""
        return {"meeting": self.meeting.isoformat(), "recorded_at": self.recorded_at.isoformat()}

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(date.fromisoformat(after["meeting"]), datetime.fromisoformat(after["recorded_at"]))


@dataclass(frozen=True)
class QuestionAnswered(RegisterChange):
    """A version of an answer to the question of that number was given; without words it was taken back.

    ``channel`` and ``ts`` are the reply in Slack that it came from, empty where it came from none.
    """

    kind = "question answered"
    question: int
    words: str
    channel: str = ""
    ts: str = ""

    @property
    def after(self) -> Json:
        """The question, the words, and the reply."""
        return dict(vars(self))

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(**after)
