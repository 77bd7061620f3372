"""What became of something that people were asked to decide: by whom, when, and with which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from register.action import Action
from register.change import Change
from register.life import Decision, Revision
from register.life_changes import EvidenceAdded, ProgressChanged
from register.progress import OPEN, Status


class Happened(StrEnum):
    """What it was."""

    REPORTED = "reported complete"
    VERIFIED = "verified"
    SENT_BACK = "sent back"
    REOPENED = "open again"
    TAKEN_BACK = "taken back"
    CLOSED = "closed"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MOOT = "needs no decision any more"
    SIGNED_OFF = "signed off"
    ALL_ANSWERED = "every one of these is answered"
    PUBLISHED = "published"
    RECORDED = "recorded"
    ANSWERED = "answered"
    READ_IN = "read in"
    LEFT = "left"
    READ_AGAIN = "read again"
    UNDONE = "undone"
    PASSED_ON = "asked of somebody else"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """What happened, who did it (a Slack user id, or a paper's name) and when (UTC), and what was said with it; of what
    was passed on, to whom (user ids); of a meeting that is cancelled, when the next one is.
    """

    what: Happened
    by: str = ""
    at: datetime | None = None
    words: str = ""


class RecordedChange(Protocol):
    """A change with who recorded it and when (UTC)."""

    @property
    def change(self) -> Change:
        """What changed."""

    @property
    def by(self) -> str:
        """A Slack user id, or a paper's name."""

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded (UTC)."""


def of_report(story: Iterable[RecordedChange], evidence: int) -> Outcome | None:
    """What became of the report that an action is complete, which came with that evidence; None while it waits.

    ``story`` is all that happened to the action, in order. Once the action is open again, what happens to it is no
    answer to the report, unless it becomes complete without another.
    """
    is_reported, is_open_again, found = False, False, None
    for entry in story:
        match entry.change:
            case EvidenceAdded() if entry.change.evidence.id == evidence:
                is_reported = True
            case EvidenceAdded() if is_reported:
                break  # another report: it is asked about by itself
            case ProgressChanged() if is_reported and entry.change.status != entry.change.was[1]:
                if is_open_again and entry.change.status is not Status.IMPLEMENTED:
                    continue
                found = of_move(entry, entry.change)
                is_open_again = entry.change.status in OPEN
    return found


def of_move(entry: RecordedChange, change: ProgressChanged) -> Outcome | None:
    """What a move means to whoever was asked to verify an action; None while it waits to be verified (again)."""
    if change.status is Status.IMPLEMENTED:
        return None
    reason = change.details.reason
    if change.status is Status.VERIFIED:
        return Outcome(Happened.VERIFIED, entry.by, entry.recorded_at)
    if change.status is Status.CLOSED:
        return Outcome(Happened.CLOSED, entry.by, entry.recorded_at)
    if change.status not in OPEN:
        return Outcome(Happened.MOOT, words=change.status.spoken)
    if change.details.restored is not None:
        return Outcome(Happened.TAKEN_BACK, entry.by, entry.recorded_at)
    is_back = change.was[1] is Status.IMPLEMENTED and bool(change.details.by)
    return Outcome(Happened.SENT_BACK if is_back else Happened.REOPENED, entry.by, entry.recorded_at, reason)


_DECIDED = {
    Decision.GRANTED.value: Happened.GRANTED,
    Decision.REFUSED.value: Happened.REFUSED,
    Decision.WITHDRAWN.value: Happened.WITHDRAWN,
}


def of_date(action: Action, revision: int) -> Outcome | None:
    """What became of the request for another date with that number; None while it waits."""
    request = next((one for one in action.life.revisions if one.id == revision), None)
    if request is None:
        return Outcome(Happened.WITHDRAWN)
    if request.decision in _DECIDED:
        return Outcome(_DECIDED[request.decision], request.decided_by, request.decided_at, request.answer)
    return None if action.status in OPEN else Outcome(Happened.MOOT, words=action.status.spoken)


def report_number(action: Action) -> int:
    """The number of the evidence that an action was last reported complete with; 0 where it never was."""
    return max((one.id for one in action.life.evidence), default=0)


def date_number(action: Action) -> int:
    """The number of the date that was asked for last; 0 where none ever was."""
    last: Revision | None = max(action.life.revisions, key=lambda one: one.id, default=None)
    return last.id if last else 0
