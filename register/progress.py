"""The life of an action: one table of allowed moves, and the committee's printed words over it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Refused
from register.roles import ADMINS, LEADS, OWNING_ROLES, Role


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

    @property
    def spoken(self) -> str:
        """How people speak of it in a sentence: "complete" of what papers and we keep as implemented."""
        return WORDS[self].lower()


OPEN = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.ONGOING})


class Need(StrEnum):
    """What a move needs besides the role; the value is how a refusal asks for it."""

    EVIDENCE = "say what shows that it is done: words, a link, or “none because” and why"
    REASON = "say why: “because” and the reason"
    MEETING = "say at which meeting: “meeting” and its date"
    REVIEW = "say when it is next looked at: “review” and a date"
    DETAIL = "say where it is taken forward, by what, or who accepts it"
    SOMEBODY_ELSE = "ask somebody other than the person who reported it"


class Audience(StrEnum):
    """Who is told of a move."""

    CARDS = "the cards in the owners' channels"
    VERIFIERS = "who can verify it"
    REPORTER = "who reported it"
    REFERRING_OWNERS = "the owners of actions that refer to it, in their digest"


@dataclass(frozen=True)
class Move:
    """One step in the life of an action: who may take it, what it needs, and who is told.

    ``takes_owner``: of the leads only those of a directorate that owns it (register.permissions.check_move).
    """

    who: frozenset[Role]
    needs: tuple[Need, ...] = ()
    tells: tuple[Audience, ...] = (Audience.CARDS,)
    takes_owner: bool = False


_REPORTED = Move(OWNING_ROLES, (Need.EVIDENCE,), (Audience.CARDS, Audience.VERIFIERS))
_ONGOING = Move(OWNING_ROLES, (Need.REVIEW,))
_ENDED = Move(LEADS, (Need.DETAIL,), (Audience.CARDS, Audience.REFERRING_OWNERS))
_ENDS = {
    Status.SUPERSEDED: _ENDED,
    Status.TAKEN_FORWARD: _ENDED,
    Status.NOT_WARRANTED: Move(LEADS, (Need.REASON,), (Audience.CARDS, Audience.REFERRING_OWNERS)),
    Status.RISK_ACCEPTED: _ENDED,
}
_CLOSED = Move(ADMINS, (Need.MEETING,), (Audience.CARDS, Audience.REFERRING_OWNERS))
# What an officer reported, an officer takes up again; what a lead or the committee decided takes a lead to undo.
_SENT_BACK = Move(OWNING_ROLES, (Need.REASON,), (Audience.CARDS, Audience.REPORTER))
_REOPENED = Move(LEADS, (Need.REASON,), (Audience.CARDS, Audience.REPORTER))


def _moves() -> dict[tuple[Status, Status], Move]:
    table = {
        (Status.NOT_STARTED, Status.IN_PROGRESS): Move(OWNING_ROLES),
        (Status.ONGOING, Status.IN_PROGRESS): Move(OWNING_ROLES),
        (Status.NOT_STARTED, Status.ONGOING): _ONGOING,
        (Status.IN_PROGRESS, Status.ONGOING): _ONGOING,
        (Status.IMPLEMENTED, Status.IN_PROGRESS): _SENT_BACK,
        (Status.IMPLEMENTED, Status.VERIFIED): Move(LEADS, (Need.SOMEBODY_ELSE,)),
    }
    for start in (one for one in Status if one in OPEN):
        table[start, Status.IMPLEMENTED] = _REPORTED
        table |= {(start, end): move for end, move in _ENDS.items()}
    for start in (Status.IMPLEMENTED, Status.VERIFIED):
        table[start, Status.CLOSED] = _CLOSED
    for start in (Status.VERIFIED, *_ENDS):
        table[start, Status.IN_PROGRESS] = _REOPENED
    table[Status.CLOSED, Status.IN_PROGRESS] = replace(_REOPENED, takes_owner=True)
    return table


MOVES: dict[tuple[Status, Status], Move] = _moves()
"""Every allowed move, by the status before and after it. Keeping the status is no move."""

TOLD_TO_REFERRING_OWNERS = frozenset(
    end for (_start, end), to in MOVES.items() if Audience.REFERRING_OWNERS in to.tells
)
"""The statuses of which the owners of actions that refer to this one are told."""

WHO: dict[frozenset[Role], str] = {
    OWNING_ROLES: "officers of the directorates that own it, leads and the register's administrators",
    LEADS: "the directorates' leads and the register's administrators",
    ADMINS: "the register's administrators",
}
"""How a refusal names those who may."""

_TICK = LazyPattern(r"[✅✔✓]\ufe0f?")

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
    "on target": Status.IN_PROGRESS,
    "on schedule": Status.IN_PROGRESS,
    "on plan": Status.IN_PROGRESS,
    "underway": Status.IN_PROGRESS,
    "under way": Status.IN_PROGRESS,
    "in hand": Status.IN_PROGRESS,
    "partially": Status.IN_PROGRESS,
    "partly": Status.IN_PROGRESS,
    "partially addressed": Status.IN_PROGRESS,
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
    "delivered": Status.IMPLEMENTED,
    "achieved": Status.IMPLEMENTED,
    "resolved": Status.IMPLEMENTED,
    "addressed": Status.IMPLEMENTED,
    "complied": Status.IMPLEMENTED,
    "complied with": Status.IMPLEMENTED,
    "verified": Status.VERIFIED,
    "closed": Status.CLOSED,
    # in Welsh
    "heb ddechrau": Status.NOT_STARTED,
    "heb gychwyn": Status.NOT_STARTED,
    "ar y gweill": Status.IN_PROGRESS,
    "ar waith": Status.IN_PROGRESS,
    "parhaus": Status.ONGOING,
    "yn parhau": Status.ONGOING,
    "cwblhawyd": Status.IMPLEMENTED,
    "wedi'i gwblhau": Status.IMPLEMENTED,
    "wedi ei gwblhau": Status.IMPLEMENTED,
    "wedi'i chwblhau": Status.IMPLEMENTED,
    "wedi cau": Status.CLOSED,
    "superseded": Status.SUPERSEDED,
    "taken forward elsewhere": Status.TAKEN_FORWARD,
    "no longer warranted": Status.NOT_WARRANTED,
    "no longer required": Status.NOT_WARRANTED,
    "no longer needed": Status.NOT_WARRANTED,
    "no longer applicable": Status.NOT_WARRANTED,
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
    """The status a printed progress indicator stands for; None when the words are not known.

    A tick beside words says that they are done, and nothing more: "Complete ✅", but not "On track ✅".
    """
    words = " ".join(progress.lower().replace("’", "'").split()).rstrip(".")
    status = _PRINTED.get(words)
    if status is None and _TICK.search(words):
        status = _PRINTED.get(_TICK.sub("", words).strip())
        return status if status and status.is_done else None
    return status


def choices(status: Status, role: Role | None = None) -> tuple[Status, ...]:
    """Where an action may go from ``status``, itself first, in the order of the life; for somebody of that role."""
    found = (end for end in Status if (status, end) in MOVES)
    return (status, *(end for end in found if role is None or role in MOVES[status, end].who))


def move(status: Status, to: Status, role: Role) -> Move:
    """The move from one status to another, when the life of an action has it and somebody of that role may.

    Raises Refused with the moves that there are, or with who may take this one.
    """
    found = MOVES.get((status, to))
    if found is None:
        way = f"it can become {joined([end.spoken for end in choices(status)[1:]], 'or')}"
        if to in (Status.VERIFIED, Status.CLOSED) and status in OPEN:
            way = "it must be reported complete first"
        raise Refused(f"An action that is {status.spoken} cannot become {to.spoken}: {way}.")
    if role not in found.who:
        raise Refused(f"Only {WHO[found.who]} can {move_in_words(status, to)}.")
    return found


def move_in_words(status: Status, to: Status) -> str:
    """Words for the change of an action from one status to another, such as "close an action"."""
    if to is Status.IN_PROGRESS and status not in OPEN:
        if status is Status.IMPLEMENTED:
            return "send an action back"
        decided = {Status.VERIFIED: "was verified", Status.CLOSED: "the committee closed"}
        return f"open an action again that {decided.get(status, 'ended')}"
    words = {
        Status.IMPLEMENTED: "report an action complete",
        Status.VERIFIED: "verify that an action is complete",
    }
    words[Status.CLOSED] = "close an action"
    return words.get(to, f"record that an action is {to.spoken}")


def diagram() -> str:
    """The table of moves as a Mermaid state diagram, with the least role that may take each."""
    lines = ["```mermaid", "stateDiagram-v2"]
    names = {status: status.name.lower() for status in Status}
    lines += [f'    state "{status.value}" as {names[status]}' for status in Status]
    lines.append(f"    [*] --> {names[Status.NOT_STARTED]}")
    least = {OWNING_ROLES: "officers", LEADS: "leads", ADMINS: "administrators"}
    for (start, end), to in MOVES.items():
        who = f"{least[to.who]}{' of its directorates' if to.takes_owner else ''}"
        lines.append(f"    {names[start]} --> {names[end]}: {who}")
    return "\n".join([*lines, "```"])
