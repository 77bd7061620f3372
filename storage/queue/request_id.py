"""The id of the request from Slack, or of the job run, that the current thread is handling.

It is written to every log line and to each notice that is queued, so that a notice can be traced to its cause. It
is random and identifies no person.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str | None] = ContextVar("htst_request", default=None)


def current() -> str | None:
    """The id of the request or job run that this thread is handling, or None."""
    return _current.get()


@contextmanager
def request_scope(request: str | None = None) -> Iterator[str]:
    """Within the block the current id is the given one, or a new one when none is given."""
    current_id = request or secrets.token_hex(8)
    token = _current.set(current_id)
    try:
        yield current_id
    finally:
        _current.reset(token)
