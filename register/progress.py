"""The life of an action: one table of allowed moves, and the committee's printed words over it."""

from dataclasses import dataclass
from enum import StrEnum

from register.refused import Refused
from register.roles import OWNERS, Role


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


class Need(StrEnum):
    """What a move takes besides the wish."""

    REASON = "a reason"
    EVIDENCE = "evidence"
    MEETING = "the date of the committee's meeting"


class Audience(StrEnum):
    """Who is told of a move."""

    CARDS = "the cards in the owners' channels"


@dataclass(frozen=True)
class Move:
    """One step in the life of an action: who may take it, what it needs, and who is told."""

    who: frozenset[Role]
    needs: tuple[Need, ...] = ()
    tells: tuple[Audience, ...] = (Audience.CARDS,)


def _moves() -> dict[tuple[Status, Status], Move]:
    """The whole table. A claim of "implemented" can be taken back, and anything that ended can be reopened."""
    work = (Status.IN_PROGRESS, Status.ONGOING, Status.IMPLEMENTED)
    table = {
        (start, end): Move(OWNERS) for start in (Status.NOT_STARTED, *work) for end in work if end != start
    }
    ended = [status for status in Status if status not in (*OPEN, Status.IMPLEMENTED)]
    return table | {(start, Status.IN_PROGRESS): Move(OWNERS) for start in ended}


MOVES: dict[tuple[Status, Status], Move] = _moves()
"""Every move there is, by where an action is and where it goes. Staying where it is, is no move."""

WHO: dict[frozenset[Role], str] = {
    OWNERS: "officers of the directorates that own it, leads and the register's administrators",
}
"""How a refusal names those who may."""

# What committees print, folded to lower case, and what it means. Only words seen in published papers.
_PRINTED: dict[str, Status] = {
    "": Status.NOT_STARTED,
    "not started": Status.NOT_STARTED,
    "in progress": Status.IN_PROGRESS,
    "in-progress": Status.IN_PROGRESS,
    "started": Status.IN_PROGRESS,
    "on track": Status.IN_PROGRESS,
    "ongoing": Status.ONGOING,
    "on-going": Status.ONGOING,
    "business as usual": Status.ONGOING,
    "complete": Status.IMPLEMENTED,
    "completed": Status.IMPLEMENTED,
    "implemented": Status.IMPLEMENTED,
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
    """Where an action may go from ``status``, itself first, in the order of the life."""
    return (status, *(end for end in Status if (status, end) in MOVES))


def move(status: Status, to: Status, role: Role) -> Move:
    """The move from one status to another, when the life of an action has it and somebody of that role may.

    Raises Refused with the moves that there are, or with who may take this one.
    """
    found = MOVES.get((status, to))
    if found is None:
        allowed = " or ".join(WORDS[end].lower() for end in choices(status)[1:])
        raise Refused(f"An action that is {status} cannot become {to}; it can become {allowed}.")
    if role not in found.who:
        raise Refused(f"Only {WHO[found.who]} can make an action that is {status} {to}.")
    return found


def diagram() -> str:
    """The table of moves as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2"]
    names = {status: status.name.lower() for status in Status}
    lines += [f'    state "{status.value}" as {names[status]}' for status in Status]
    lines.append(f"    [*] --> {names[Status.NOT_STARTED]}")
    lines += [f"    {names[start]} --> {names[end]}" for start, end in MOVES]
    return "\n".join([*lines, "```"])
