"""Who is a guest of the workspace, cached in memory so that most requests need no query; and events about single
people.
"""

import math
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

GUESTS_KEPT_SECONDS = 30
"""How long the ids are cached: a change that one process receives is known to the others after so long."""

_END_OF_SECOND = 0.999999


class Guests:
    """The guests that the database knows of. Who is not known at all is taken for one of the organisation."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock, self._lock = engine, clock, threading.Lock()
        self._ids: frozenset[str] | None = None
        self._stale_at = 0.0

    def ids(self) -> frozenset[str]:
        """Their Slack user ids. One thread reads them anew while the others go on with the ids known before."""
        known = self._ids
        if (known is None or self._clock() >= self._stale_at) and self._lock.acquire(blocking=known is None):
            try:
                if self._ids is None or self._clock() >= self._stale_at:
                    self._ids = self._read()
                known = self._ids
            finally:
                self._lock.release()
        assert known is not None  # noqa: S101 - whoever found nothing has waited until it was read
        return known

    def _read(self) -> frozenset[str]:
        # Set before reading: a change that is received meanwhile makes the result stale.
        self._stale_at = self._clock() + GUESTS_KEPT_SECONDS
        try:
            with reading(self._engine) as tx:
                return people.guests(tx)
        except BaseException:
            self.forget()
            raise

    def forget(self) -> None:
        """Have them read again when they are next asked for."""
        self._stale_at = -math.inf


def organisation_of(context: Context, person: str) -> str:
    """Where Slack's list of people says that somebody is from (``outsiders.OrganisationOf``)."""
    with reading(context.engine) as tx:
        return people.stored_home(tx, person)


def handle_person_changed(context: Context, guests: Guests | None, body: Mapping[str, Any]) -> None:
    """Take in that somebody joined, became a guest or a member, or left (``team_join``, ``user_change``).

    ``body`` is the event in its envelope. Where the event itself has no timestamp, the envelope has it in whole
    seconds: then the end of that second is taken, so that what was known before it counts as older.
    """
    event = body["event"]
    user = event.get("user") or {}
    if user.get("is_bot") or not user.get("id"):
        return
    moment = event.get("event_ts") or int(body.get("event_time") or context.now().timestamp()) + _END_OF_SECOND
    at = datetime.fromtimestamp(float(moment), UTC)
    if record_person(context, f"event:{body['event_id']}", person_from_user(user), at) and guests:
        guests.forget()
