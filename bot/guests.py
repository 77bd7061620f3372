"""Who is a guest of the workspace: kept in memory for a while, so that no request pays for the question."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from slack_api.client import person_of
from storage.database.engine import reading
from storage.intake import people
from workflow.capture import Context, Request, captured

FRESH_SECONDS = 30
"""How old the answer may be: what one bot hears of a person, the others know after so long."""


class Guests:
    """The guests that the database knows of. Who is not known at all is taken for one of the organisation."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock, self._lock = engine, clock, threading.Lock()
        self._ids: frozenset[str] | None = None
        self._stale_at = 0.0

    def ids(self) -> frozenset[str]:
        """Their Slack user ids. One thread reads them anew while the others go on with what was known."""
        known = self._ids
        if (known is None or self._clock() >= self._stale_at) and self._lock.acquire(blocking=known is None):
            try:
                if self._ids is None or self._clock() >= self._stale_at:
                    with reading(self._engine) as tx:
                        self._ids = people.guests(tx)
                    self._stale_at = self._clock() + FRESH_SECONDS
                known = self._ids
            finally:
                self._lock.release()
        assert known is not None  # noqa: S101 - whoever found nothing has waited until it was read
        return known

    def forget(self) -> None:
        """Have them read anew at the next question."""
        self._stale_at = 0.0


def heard(context: Context, guests: Guests, event_id: str, event: Mapping[str, Any]) -> None:
    """Take in that somebody joined, became a guest or a member, or left (``team_join``, ``user_change``).

    Slack tells of each new picture and status too: those are looked at and leave no trace.
    """
    user = event.get("user") or {}
    if user.get("is_bot") or not user.get("id"):
        return
    told = person_of(user)
    with reading(context.engine) as tx:
        if not people.is_news(tx, told):
            return
    at = datetime.fromtimestamp(float(event.get("event_ts") or context.now().timestamp()), UTC)
    with captured(context, Request(f"event:{event_id}", told.id, "", at, "people")) as tx:
        people.tell(tx, told, at)
    guests.forget()
