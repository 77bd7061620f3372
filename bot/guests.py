"""Who is a guest of the workspace, kept in memory for a while so that no request pays for the question; and
what Slack tells of single people.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from slack_api.client import person_from_user
from storage.database.engine import reading
from storage.intake import people
from workflow.context import Context
from workflow.people import record_person

FRESH_SECONDS = 30
"""How old the answer may be: what one bot hears of a person, the others know after so long."""

_END_OF_SECOND = 0.999999


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
        """Have them read again at the next question."""
        self._stale_at = 0.0


def home_of(context: Context, person: str) -> str:
    """Where Slack's list of people says that somebody is from (``admission.HomeOf``)."""
    with reading(context.engine) as tx:
        return people.stored_home(tx, person)


def handle_person_changed(context: Context, guests: Guests | None, body: Mapping[str, Any]) -> None:
    """Take in that somebody joined, became a guest or a member, or left (``team_join``, ``user_change``).

    ``body`` is the event in its envelope, which tells the second when the event itself tells no moment: then its
    end counts, for what was known before that second began is older.
    """
    event = body["event"]
    user = event.get("user") or {}
    if user.get("is_bot") or not user.get("id"):
        return
    moment = event.get("event_ts") or int(body.get("event_time") or context.now().timestamp()) + _END_OF_SECOND
    at = datetime.fromtimestamp(float(moment), UTC)
    if record_person(context, f"event:{body['event_id']}", person_from_user(user), at) and guests:
        guests.forget()
