"""What the workspace's administrators do: people come, change and go, channels are renamed, shared, archived and
deleted, and Slack itself limits the app's events. Any thread may call.

The app is sent events about it, if it is subscribed to them and has their scopes.
"""

import json
from dataclasses import replace
from typing import Any

from playground import events as payloads
from playground.events import VERIFICATION, SlackEvent
from playground.render import person_object
from playground.reply import JSON_TYPE, AppResponse
from playground.server_parts import PlaygroundBase
from playground.workspace import SlackUser


class Administration(PlaygroundBase):
    """Changing who and what there is. Each waits until the bot has answered or 3 s passed."""

    def admit(self, person: SlackUser) -> None:
        """Somebody new joins the workspace, and no channel yet."""
        with self.workspace.lock:
            self.workspace.admit(person)
            events = self._events("team_join", person)
        self.outbound.send_and_wait(events)

    def change(self, user: str, **what: Any) -> None:
        """Somebody becomes a guest or a member (``is_guest``), leaves (``is_gone``), has a new ``title``."""
        with self.workspace.lock:
            person = replace(self.workspace.person(user), **what)
            self.workspace.people[user] = person
            self.workspace.changed()
            events = self._events("user_change", person)
        self.outbound.send_and_wait(events)

    def convert(self, channel: str, new: str) -> None:
        """A private channel becomes shared with another organisation, and so has a new id for good."""
        ws = self.workspace
        with ws.lock:
            place = ws.conversations.pop(channel)
            place.id, place.is_ext_shared = new, True
            ws.conversations[new] = place
            for message in place.messages.values():
                message.channel = new
            ws.changed()
            ids = {"old_channel_id": channel, "new_channel_id": new}
            events: list[SlackEvent] = [{"type": "channel_id_changed", **ids, "event_ts": ws.next_ts()}]
        self.outbound.send_and_wait(events)

    def rename(self, channel: str, name: str) -> None:
        """Somebody gives a channel another name; its id stays."""
        ws = self.workspace
        with ws.lock:
            place = ws.conversation(channel)
            place.name = name
            ws.changed()
            about = {"id": place.id, "name": name, "created": place.created}
            events = [{**one, "channel": about} for one in payloads.of_channel(ws, place, "rename")]
        self.outbound.send_and_wait(events)

    def remove(self, channel: str, user: str) -> None:
        """Somebody deletes a channel with all that was written there."""
        ws = self.workspace
        with ws.lock:
            place = ws.conversations.pop(channel)
            ws.changed()
            events = payloads.of_channel(ws, place, "deleted", actor_id=ws.person(user).id)
        self.outbound.send_and_wait(events)

    def archive(self, channel: str, user: str, *, archived: bool = True) -> None:
        """Somebody archives a channel, in which nobody writes then, or (``archived`` False) brings it back."""
        ws = self.workspace
        with ws.lock:
            place = ws.conversation(channel)
            place.is_archived = archived
            ws.changed()
            events = payloads.archived(ws, place, ws.person(user).id)
        self.outbound.send_and_wait(events)

    def rate_limit_events(self) -> AppResponse:
        """The app's events are too many: Slack says that it leaves some out. Gives the app's answer."""
        ws = self.workspace
        minute = int(ws.now().timestamp()) // 60 * 60
        body = {
            "token": VERIFICATION,
            "type": "app_rate_limited",
            "team_id": ws.team_id,
            "minute_rate_limited": minute,
            "api_app_id": ws.app_id,
        }
        return self.outbound.request(json.dumps(body).encode(), JSON_TYPE)

    def _events(self, kind: str, person: SlackUser) -> list[SlackEvent]:
        ws = self.workspace
        user = person_object(ws, person)
        user.get("enterprise_user", {}).pop("teams", None)  # which only users.list and users.info tell
        since = {"cache_ts": int(ws.now().timestamp())} if kind == "user_change" else {}
        return [{"type": kind, "user": user, **since}]
