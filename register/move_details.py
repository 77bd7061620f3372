"""What is said with a move from one status to another, and what the move leaves in the action's life."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from register.life import Json, Life, SentBack
from register.progress import OPEN, Status

_LEFT_BY_MOVES = (
    "reported_by",
    "reported_at",
    "verified_by",
    "verified_at",
    "closed_on",
    "review_on",
    "sent_back",
    "ended",
    "reason",
)
"""The fields of an action's life that moves write."""


@dataclass(frozen=True)
class MoveDetails:
    """What is said with a move: by whom and when (UTC), why, and what the move needs besides.

    Of a move that takes another back, ``restored`` is what ``left_by_moves`` gave before the move that is taken back.
    """

    by: str = ""
    at: datetime | None = None
    reason: str = ""
    meeting: date | None = None
    review: date | None = None
    detail: str = ""
    restored: Json | None = None

    def written(self) -> Json:
        """As JSON, without what was not given."""
        found = {name: getattr(self, name) for name in ("by", "at", "reason", "meeting", "review", "detail")}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}
        found = {name: value for name, value in plain.items() if value}
        return found if self.restored is None else found | {"restored": self.restored}

    @classmethod
    def read(cls, written: Json) -> Self:
        """From what was written down."""
        typed: Json = dict(written)
        typed |= {name: date.fromisoformat(written[name]) for name in ("meeting", "review") if name in written}
        typed |= {"at": datetime.fromisoformat(written["at"])} if "at" in written else {}
        return cls(**typed)


def left_by_moves(life: Life) -> Json:
    """What the moves so far have left in an action's life, as JSON."""
    return {name: value for name, value in life.written().items() if name in _LEFT_BY_MOVES}


def moved(life: Life, start: Status, end: Status, details: MoveDetails) -> Life:
    """The life after a move. Who verified an action, and when it was closed, is cleared when it is open again."""
    if details.restored is not None:
        restored = Life.read(details.restored)
        return replace(life, **{name: getattr(restored, name) for name in _LEFT_BY_MOVES})
    if end is start and end is not Status.ONGOING:
        return life
    life = replace(
        life, reason=details.reason, ended="", review_on=details.review if end is Status.ONGOING else None
    )
    is_own = details.by == life.reported_by  # who opens again what they reported themselves sends nothing back
    if end not in OPEN or is_own:
        life = replace(life, sent_back=None)
    elif start not in OPEN and details.at:
        life = replace(life, sent_back=SentBack(details.by, details.at, details.reason, start.value))
    if end in OPEN:
        return replace(life, reported_by="", reported_at=None, verified_by="", verified_at=None, closed_on=None)
    if end is Status.IMPLEMENTED:
        return replace(
            life,
            reported_by=details.by,
            reported_at=details.at,
            verified_by="",
            verified_at=None,
            closed_on=None,
        )
    if end is Status.VERIFIED:
        return replace(life, verified_by=details.by, verified_at=details.at, closed_on=None)
    if end is Status.CLOSED:
        return replace(life, closed_on=details.meeting)
    return replace(life, ended=details.detail or details.reason)
