"""The life of an action: one table of allowed moves, and the committee's printed words over it."""

from enum import StrEnum

from register.refused import Refused


class Status(StrEnum):
    """The controlled word beneath whatever the committee prints."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    ONGOING = "ongoing"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    TAKEN_FORWARD = "taken forward elsewhere"
    NOT_WARRANTED = "no longer warranted"
    RISK_ACCEPTED = "risk accepted"

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked of the owners: no reminder, never overdue."""
        return self not in OPEN


OPEN = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.ONGOING})

# From each status, where an action may go next. A claim of "implemented" can be rejected (back to in progress),
# and anything that ended can be reopened; nothing else moves backwards.
MOVES: dict[Status, frozenset[Status]] = {
    Status.NOT_STARTED: frozenset({Status.IN_PROGRESS, Status.ONGOING, Status.IMPLEMENTED}),
    Status.IN_PROGRESS: frozenset({Status.ONGOING, Status.IMPLEMENTED}),
    Status.ONGOING: frozenset({Status.IN_PROGRESS, Status.IMPLEMENTED}),
    Status.IMPLEMENTED: frozenset({Status.IN_PROGRESS, Status.ONGOING}),
    Status.VERIFIED: frozenset({Status.IN_PROGRESS}),
    Status.CLOSED: frozenset({Status.IN_PROGRESS}),
    Status.SUPERSEDED: frozenset({Status.IN_PROGRESS}),
    Status.TAKEN_FORWARD: frozenset({Status.IN_PROGRESS}),
    Status.NOT_WARRANTED: frozenset({Status.IN_PROGRESS}),
    Status.RISK_ACCEPTED: frozenset({Status.IN_PROGRESS}),
}

# What committees print, folded to lower case, and what it means. Only words seen in published papers.
_PRINTED: dict[str, Status] = {
    "": Status.NOT_STARTED,
    "not started": Status.NOT_STARTED,
    "not yet started": Status.NOT_STARTED,
    "to do": Status.NOT_STARTED,
    "in progress": Status.IN_PROGRESS,
    "in-progress": Status.IN_PROGRESS,
    "started": Status.IN_PROGRESS,
    "on track": Status.IN_PROGRESS,
    "underway": Status.IN_PROGRESS,
    "under way": Status.IN_PROGRESS,
    "in hand": Status.IN_PROGRESS,
    "partially complete": Status.IN_PROGRESS,
    "partially implemented": Status.IN_PROGRESS,
    "partly complete": Status.IN_PROGRESS,
    "partly implemented": Status.IN_PROGRESS,
    "ongoing": Status.ONGOING,
    "on-going": Status.ONGOING,
    "business as usual": Status.ONGOING,
    "complete": Status.IMPLEMENTED,
    "completed": Status.IMPLEMENTED,
    "implemented": Status.IMPLEMENTED,
    "fully implemented": Status.IMPLEMENTED,
    "fully complete": Status.IMPLEMENTED,
    "action complete": Status.IMPLEMENTED,
    "action completed": Status.IMPLEMENTED,
    "done": Status.IMPLEMENTED,
    "verified": Status.VERIFIED,
    "closed": Status.CLOSED,
    "superseded": Status.SUPERSEDED,
    "taken forward elsewhere": Status.TAKEN_FORWARD,
    "no longer warranted": Status.NOT_WARRANTED,
    "risk accepted": Status.RISK_ACCEPTED,
}

# What we print when the word was chosen in Slack rather than read from a paper.
WORDS: dict[Status, str] = {
    Status.NOT_STARTED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.ONGOING: "Ongoing",
    Status.IMPLEMENTED: "Complete",
    Status.VERIFIED: "Verified",
    Status.CLOSED: "Closed",
    Status.SUPERSEDED: "Superseded",
    Status.TAKEN_FORWARD: "Taken forward elsewhere",
    Status.NOT_WARRANTED: "No longer warranted",
    Status.RISK_ACCEPTED: "Risk accepted",
}


def from_print(progress: str) -> Status | None:
    """The status a printed progress indicator stands for; None when the words are not known."""
    return _PRINTED.get(" ".join(progress.lower().split()).rstrip("."))


def choices(status: Status) -> tuple[Status, ...]:
    """Where an officer may move an action from ``status``, itself first, in the order of the life."""
    return (status, *(s for s in Status if s in MOVES[status]))


def move(status: Status, to: Status) -> Status:
    """``to``, when the life of an action allows that move; staying where it is, is always allowed.

    Raises Refused with the moves that are allowed.
    """
    if to != status and to not in MOVES[status]:
        allowed = " or ".join(WORDS[s].lower() for s in Status if s in MOVES[status])
        raise Refused(f"An action that is {status} cannot become {to}; it can become {allowed}.")
    return to
