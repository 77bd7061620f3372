"""How a request ended, said from within it: whether it saved something, and what else it came to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Ending:
    """``outcomes`` are words such as refused or failed; ``has_saved`` once something was committed."""

    outcomes: list[str] = field(default_factory=list)
    has_saved: bool = False


_ending: ContextVar[Ending | None] = ContextVar("htst_ending", default=None)


@contextmanager
def of_request() -> Iterator[Ending]:
    """The ending of the request that is dealt with inside."""
    ending = Ending()
    token = _ending.set(ending)
    try:
        yield ending
    finally:
        _ending.reset(token)


def note(outcome: str) -> None:
    """Say, from within a request, that it ended otherwise than by being done: refused, seen before, failed."""
    ending = _ending.get()
    if ending is not None:
        ending.outcomes.append(outcome)


def saved() -> None:
    """Say, from within a request, that what it changes is committed: whatever fails now, it is saved."""
    ending = _ending.get()
    if ending is not None:
        ending.has_saved = True


def has_saved() -> bool:
    """Whether the request at hand has committed what it changes."""
    ending = _ending.get()
    return ending is not None and ending.has_saved
