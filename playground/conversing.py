"""What people do in conversations, and what can be seen there. Every method may be called from any thread."""

from collections.abc import Sequence
from typing import Any

from playground import posting
from playground.events import SlackEvent
from playground.message_objects import message_object
from playground.messages import PlaygroundMessage
from playground.render import home_of
from playground.server_parts import PlaygroundBase
from playground.text import Names, as_sent
from playground.workspace import Conversation, File, SlackError


class Conversing(PlaygroundBase):
    """Saying, editing, deleting, reacting, joining, reading. Each waits until the bot has answered or 3 s
    passed.

    Raises SlackError where Slack's client would not let the person do it (not in the channel, another's
    message).
    """

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Sequence[File] = (),
    ) -> str:
        """Post a message as a person types it (escaped on the way, @names and #channels marked);
        gives its ts.
        """
        ws = self.workspace
        with ws.lock:
            place = self._in(user, channel)
            shared = [self._store(user, file) for file in files]
            if not text.strip() and not shared:
                raise SlackError("no_text")
            message, events = posting.post(
                ws, place, user, self._typed(text), thread_ts=thread_ts, broadcast=broadcast, files=shared
            )
        self._send(events)
        with ws.lock:
            unfurled = posting.unfurl(ws, message)
        self._send(unfurled)
        return message.ts

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message."""
        with self.workspace.lock:
            message = self._own(user, channel, ts)
            events = posting.edit(self.workspace, message, user, {"text": self._typed(text)})
        self._send(events)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        with self.workspace.lock:
            events = posting.delete(self.workspace, self._own(user, channel, ts))
        self._send(events)

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add a reaction, or take it back if it is there."""
        ws, name = self.workspace, name.strip(":")
        with ws.lock:
            self._in(user, channel)
            message = ws.message(channel, ts)
            there = user in message.reactions.get(name, [])
            change = posting.remove_reaction if there else posting.add_reaction
            events = change(ws, message, user, name)
        self._send(events)

    def join(self, user: str, channel: str) -> None:
        """Enter a channel (or, for the bot's id, be invited to it)."""
        ws = self.workspace
        with ws.lock:
            events = posting.join(ws, ws.conversation(channel), ws.person(user).id)
        self._send(events)

    def leave(self, user: str, channel: str, by: str = "") -> None:
        """Leave a channel, or be removed ``by`` somebody. The bot gets an event when it is removed itself."""
        ws = self.workspace
        with ws.lock:
            events = posting.leave(ws, ws.conversation(channel), ws.person(user).id, by)
        self._send(events)

    def mark_read(self, user: str, channel: str) -> None:
        """Nothing there is unread for this person any more."""
        ws = self.workspace
        with ws.lock:
            place = ws.conversation(channel)
            shared = [ts for ts, message in place.messages.items() if message.only_for is None]
            if shared and posting.unread(place, user):
                place.read[user] = shared[-1]
                ws.changed()

    # Reading

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """All messages of a conversation that everybody sees, threads included, oldest first, with metadata."""
        with self.workspace.lock:
            return [self._shown(message) for message in self._shared(channel)]

    def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """A thread as everybody sees it: the root and its replies, oldest first."""
        with self.workspace.lock:
            place = self.workspace.conversation(channel)
            root = place.messages.get(ts)
            found = [*([root] if root and root.only_for is None else []), *place.replies(ts)]
            return [self._shown(message) for message in found]

    def ephemeral(self, user: str) -> list[dict[str, Any]]:
        """Every message that this person alone sees, oldest first; each also says its ``channel``."""
        with self.workspace.lock:
            found = [
                message
                for place in self.workspace.conversations.values()
                for message in place.messages.values()
                if message.only_for == user
            ]
            found.sort(key=lambda message: message.ts)
            return [{**self._shown(message), "channel": message.channel} for message in found]

    def dm(self, user: str) -> str:
        """The id of this person's direct message with the bot."""
        return self.workspace.dm(user).id

    def unread(self, user: str, channel: str) -> int:
        """How many messages there this person has not seen."""
        with self.workspace.lock:
            return posting.unread(self.workspace.conversation(channel), user)

    # Helpers

    def _shared(self, channel: str) -> list[PlaygroundMessage]:
        place = self.workspace.conversation(channel)
        return [message for message in place.messages.values() if message.only_for is None]

    def _shown(self, message: PlaygroundMessage) -> dict[str, Any]:
        return message_object(self.workspace, message, metadata=True)

    def _send(self, events: Sequence[SlackEvent]) -> None:
        self.outbound.send_and_wait(events)

    def _in(self, user: str, channel: str) -> Conversation:
        """The conversation, if this person is in it and can write there."""
        place = self.workspace.conversation(channel)
        if self.workspace.person(user).id not in place.members:
            raise SlackError("not_in_channel")
        if place.is_archived:
            raise SlackError("is_archived")
        return place

    def _own(self, user: str, channel: str, ts: str) -> PlaygroundMessage:
        message = self.workspace.message(channel, ts)
        if message.user != user or message.subtype == "channel_join":
            raise SlackError("cant_update_message")
        return message

    def _typed(self, text: str, *, in_command: bool = False) -> str:
        ws = self.workspace
        people = tuple((person.name, person.id) for person in ws.people.values())
        channels = {place.name: place.id for place in ws.conversations.values() if place.kind == "channel"}
        groups = {group.handle: group.id for group in ws.user_groups.values()}
        return as_sent(text, Names(people, channels, groups), in_command=in_command)

    def _store(self, user: str, file: File) -> dict[str, Any]:
        ws = self.workspace
        found: dict[str, Any] = {
            "id": ws.new_id("F"),
            "created": int(ws.now().timestamp()),
            "name": file.name,
            "title": file.name,
            "mimetype": file.mimetype,
            "filetype": file.name.rpartition(".")[2],
            "size": len(file.content),
            "user": user,
            "user_team": home_of(ws, user),
            "source_team": home_of(ws, user),
            "mode": "hosted",
            "is_external": False,
        }
        found["url_private"] = found["url_private_download"] = f"{ws.url}files/{found['id']}"
        ws.files[found["id"]] = found
        ws.contents[found["id"]] = file.content
        return found
