"""What belongs to the life of an action besides its words: evidence, dates asked for, who verified it, whose it is.

All of it is kept as one JSON object beside the action, and folded from its changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

Json = dict[str, Any]


class _Written:
    """A frozen dataclass of plain values that is stored as JSON and read back; empty values are left out."""

    def written(self) -> Json:
        """As JSON: days and moments as ISO text."""
        # Nearly all are empty: what is no more than that is not looked at further.
        found = {name: _json(value) for name, value in vars(self).items() if value or value == 0}
        return {name: value for name, value in found.items() if value not in (None, "", [], {})}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """From what ``written`` gave."""
        return cls(**{name: _typed(name, value) for name, value in written.items()})


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return (
        value.written() if isinstance(value, _Written) else dict(value) if isinstance(value, Mapping) else value
    )


def _typed(name: str, value: Any) -> Any:
    if name in _PARTS:
        kind = _PARTS[name]
        return tuple(map(kind.read, value)) if isinstance(value, list) else kind.read(value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name in _DAYS else value


class EvidenceKind(StrEnum):
    """What shows that an action is done."""

    WORDS = "words"
    LINK = "link"
    FILE = "file"
    NONE = "none"  # and the words say why there is none


@dataclass(frozen=True)
class Evidence(_Written):
    """What somebody gave to show that an action is done. ``at`` is UTC; ``by`` a Slack user id."""

    id: int
    text: str
    by: str
    at: datetime
    kind: str = EvidenceKind.WORDS.value
    is_withdrawn: bool = False


class Decision(StrEnum):
    """What became of a date that was asked for."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Revision(_Written):
    """A new target date that somebody asked for, and what was decided about it.

    ``printed`` are their words and ``deadline`` the day read from them; ``was`` the deadline until then.
    ``cause`` is one of the register's short list of causes. Moments are UTC.
    """

    id: int
    printed: str
    reason: str
    asked_by: str
    asked_at: datetime
    deadline: date | None = None
    was: date | None = None
    cause: str = ""
    decision: str = Decision.ASKED.value
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True)
class Snooze(_Written):
    """No reminder of an action until a day, and why; everybody sees it."""

    until: date
    reason: str
    by: str


class OnTime(StrEnum):
    """What the owners answer when they are asked whether an action will be done on time."""

    YES = "yes"
    DOUBTFUL = "doubtful"
    NO = "no"


@dataclass(frozen=True)
class Outlook(_Written):
    """Whether an action will be done on time, by whom and when (UTC) that was said.

    ``about`` is the deadline it was said of (None: not known, as of what was said before that was kept).
    """

    on_time: str
    by: str
    at: datetime
    about: date | None = None


@dataclass(frozen=True)
class Delay(_Written):
    """Why a date was missed, as its owners say: one of the register's causes, and words. ``at`` is UTC."""

    deadline: date
    cause: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SentBack(_Written):
    """An action that was complete, verified or ended is open again: who said so, when (UTC), why, and what it was."""

    by: str
    at: datetime
    reason: str = ""
    status: str = ""


@dataclass(frozen=True)
class Life(_Written):
    """All of it. Days are local ones, moments UTC, people Slack user ids.

    ``reported_by`` claimed that the action is done, ``verified_by`` accepted that; ``closed_on`` is the meeting
    that agreed its closure; ``review_on`` the next review of an ongoing one. ``sent_back`` is kept of an open one until
    it is reported again. ``ended`` says where an action is taken forward, by what it is superseded, or who accepts the
    risk; ``reason`` why it made its last move.
    ``exempt`` is the paragraph of the Act under which it is left out of what is published.
    ``lead`` is the directorate that answers for a joint action, ``officers`` the person of each directorate.
    ``delays`` say why dates were missed, one a date.
    """

    evidence: tuple[Evidence, ...] = ()
    revisions: tuple[Revision, ...] = ()
    reported_by: str = ""
    reported_at: datetime | None = None
    verified_by: str = ""
    verified_at: datetime | None = None
    closed_on: date | None = None
    review_on: date | None = None
    sent_back: SentBack | None = None
    ended: str = ""
    reason: str = ""
    lead: str = ""
    officers: Mapping[str, str] = field(default_factory=dict, hash=False)
    snooze: Snooze | None = None
    outlook: Outlook | None = None
    delays: tuple[Delay, ...] = ()
    exempt: str = ""

    @property
    def asked(self) -> Revision | None:
        """The date that was asked for and is not decided yet, if any."""
        return next((one for one in reversed(self.revisions) if one.decision == Decision.ASKED), None)

    @property
    def granted(self) -> tuple[Revision, ...]:
        """The dates that were granted, in order: how often the date has moved."""
        return tuple(one for one in self.revisions if one.decision == Decision.GRANTED)

    @property
    def cause(self) -> str:
        """The last cause of delay, given with a request for another date or for a date that was missed; "" for none."""
        requested = [(one.asked_at, one.cause) for one in self.revisions if one.decision != Decision.WITHDRAWN]
        causes = [*requested, *((one.at, one.cause) for one in self.delays)]
        return max((one for one in causes if one[1]), default=(None, ""))[1]

    def is_explained(self, deadline: date) -> bool:
        """Whether its owners have said why that date was missed, or asked for another in its place."""
        put_off = (one.was for one in self.revisions if one.decision != Decision.WITHDRAWN)
        return deadline in (*put_off, *(one.deadline for one in self.delays))

    def doubt(self, deadline: date | None) -> str:
        """The last answer (``OnTime``) to whether that deadline will be met, where it was not yes; else empty."""
        outlook = self.outlook
        is_of_it = outlook is not None and outlook.about in (None, deadline)
        return outlook.on_time if outlook and is_of_it and outlook.on_time != OnTime.YES else ""


_PARTS: dict[str, Any] = {
    "evidence": Evidence,
    "revisions": Revision,
    "snooze": Snooze,
    "outlook": Outlook,
    "delays": Delay,
    "sent_back": SentBack,
}
_MOMENTS = ("at", "asked_at", "decided_at", "reported_at", "verified_at")
_DAYS = ("deadline", "was", "until", "about", "closed_on", "review_on")
