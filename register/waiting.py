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
