"""Who comes, changes and goes: what the workspace's administrators do. Any thread may call.

The app hears of it by ``team_join`` and ``user_change``, if it has the scope for them.
"""

from dataclasses import replace
from typing import Any

from playground.events import Event
from playground.render import person_object
from playground.seat import Seat
from playground.workspace import Person

SCOPE = "users:read"


class Membership(Seat):
    """Letting people in, and changing what they are. Each waits until the bot has answered or 3 s passed."""

    def admit(self, person: Person) -> None:
        """Somebody new joins the workspace, and no channel yet."""
        with self.workspace.lock:
            self.workspace.admit(person)
            told = self._events("team_join", person)
        self.outbound.send_and_wait(told)

    def change(self, user: str, **what: Any) -> None:
        """Somebody becomes a guest or a member (``is_guest``), leaves (``is_gone``), has a new ``title``."""
        with self.workspace.lock:
            person = replace(self.workspace.person(user), **what)
            self.workspace.people[user] = person
            self.workspace.changed()
            told = self._events("user_change", person)
        self.outbound.send_and_wait(told)

    def _events(self, kind: str, person: Person) -> list[Event]:
        ws = self.workspace
        if SCOPE not in ws.scopes:
            return []
        now = int(ws.now().timestamp())
        return [{"type": kind, "user": person_object(ws, person), "cache_ts": now, "event_ts": ws.next_ts()}]
