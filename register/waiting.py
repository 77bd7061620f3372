"""What an action waits for, that somebody must decide."""

from enum import StrEnum

from register.life import Life
from register.progress import OPEN, Status


class Waiting(StrEnum):
    """What an action waits for, that somebody must decide."""

    DATE = "a decision on the date asked for"
    VERIFICATION = "verification"
    CLOSURE = "the committee's agreement to close it"


def waiting_for(status: Status, life: Life) -> Waiting | None:
    """What an action in that status waits for; None: nothing."""
    if life.asked and status in OPEN:
        return Waiting.DATE
    return {Status.IMPLEMENTED: Waiting.VERIFICATION, Status.VERIFIED: Waiting.CLOSURE}.get(status)


_BETWEEN = "\x1f"


def decision_key(status: Status, life: Life) -> str:
    """A key by which storage groups actions that wait to be verified or for a date; "" for an action that waits for
    neither. It holds what decides who is asked, besides the action's directorates.
    """
    match waiting_for(status, life):
        case Waiting.DATE:
            return (
                f"{life.lead}{_BETWEEN}{life.asked.asked_by if life.asked else ''}{_BETWEEN}{len(life.granted)}"
            )
        case Waiting.VERIFICATION:
            return f"{life.lead}{_BETWEEN}{life.reported_by}"
    return ""


def read_decision_key(key: str) -> tuple[str, str, int | None]:
    """The parts of such a key: the code of the lead directorate, who wants the decision ("" for none), and, where
    another date is asked for, how often the date has moved before.
    """
    lead, wanted_by, *moved = (*key.split(_BETWEEN), "")[:3]
    return lead, wanted_by, int(moved[0]) if moved[0] else None
