"""What is being dealt with just now: the id that ties a request from Slack, or a job, to the notices it causes.

It stands in the logs of both roads and on each notice, and says nothing about anybody.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str | None] = ContextVar("htst_request", default=None)


def current() -> str | None:
    """The id of what this thread is dealing with, or None."""
    return _current.get()


@contextmanager
def dealing_with(name: str | None = None) -> Iterator[str]:
    """Everything in the block belongs to the request of that id; to a new one when none is given."""
    told = name or uuid.uuid4().hex[:16]
    token = _current.set(told)
    try:
        yield told
    finally:
        _current.reset(token)
