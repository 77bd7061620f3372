"""Changes to messages and members, by people or the bot: each returns the events to send to the bot. The caller holds
the lock.
"""

import re
import time
from typing import Any

from playground.events import SlackEvent, changed, deleted, joined, of_channel, posted, reaction
from playground.message_objects import in_change
from playground.messages import PlaygroundMessage, plain_text
from playground.workspace import Conversation, SlackError, Workspace

_ADDRESS = re.compile(r"<(https?://[^<>|]+)>")
"""An address that was typed whole."""


def post(
    ws: Workspace,
    place: Conversation,
    user: str,
    text: str,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    **more: Any,
) -> tuple[PlaygroundMessage, list[SlackEvent]]:
    """Put a message into a conversation; ``more`` are further fields of Message. Raises SlackError for a bad
    thread.
    """
    if thread_ts is not None:
        check_root(place, thread_ts)
    message = PlaygroundMessage(
        ws.next_ts(), place.id, user, text, time.monotonic(), thread_ts=thread_ts, **more
    )
    if thread_ts is not None and broadcast:
        message.subtype = "thread_broadcast"
    elif message.files and message.subtype is None:
        message.subtype = "file_share"
    place.put(message)
    if message.only_for is None:
        place.read[user] = message.ts
    ws.changed()
    return message, posted(ws, message)


def check_root(place: Conversation, thread_ts: str) -> None:
    """Raise SlackError unless the timestamp is that of a message which can head a thread."""
    root = place.messages.get(thread_ts)
    if root is None or root.only_for is not None:
        raise SlackError("thread_not_found")
    if root.is_reply:
        raise SlackError("cannot_reply_to_message")


def edit(ws: Workspace, message: PlaygroundMessage, user: str, changes: dict[str, Any]) -> list[SlackEvent]:
    """Change fields of a message and mark it edited."""
    before = in_change(ws, message)
    for name, value in changes.items():
        setattr(message, name, value)
    second = ws.next_ts().partition(".")[0]
    message.edited = {"user": user, "ts": f"{second}.000000"}  # Slack gives whole seconds only
    ws.changed()
    return changed(ws, message, before)


def unfurl(ws: Workspace, message: PlaygroundMessage) -> list[SlackEvent]:
    """Attach a preview of the first link of a message: Slack does so a moment later, and sends a change without an
    author about it.
    """
    found = _ADDRESS.search(message.text)
    if found is None:
        return []
    before = in_change(ws, message)
    address = plain_text(found[1])
    title = address.split("/")[2]
    message.attachments = [
        {
            "id": 1,
            "from_url": address,
            "original_url": address,
            "fallback": title,
            "title": title,
            "title_link": address,
            "service_name": title,
            "text": f"What stands at {address}",
        }
    ]
    ws.changed()
    return changed(ws, message, before)


def delete(ws: Workspace, message: PlaygroundMessage) -> list[SlackEvent]:
    """Delete a message. One with replies leaves a tombstone, about which Slack sends a change."""
    place = ws.conversations[message.channel]
    before = in_change(ws, message)
    if message.only_for is None and not message.is_reply and place.replies(message.ts):
        message.subtype, message.user, message.by_bot = "tombstone", "USLACKBOT", False
        message.text, message.blocks, message.metadata = "This message was deleted.", None, None
        message.files, message.reactions = [], {}
        ws.changed()
        return changed(ws, message, before)
    place.take_out(message)
    ws.changed()
    return [] if message.only_for else deleted(ws, place, message.ts, before)


def add_reaction(ws: Workspace, message: PlaygroundMessage, user: str, name: str) -> list[SlackEvent]:
    """React to a message. Raises SlackError already_reacted."""
    users = message.reactions.setdefault(name, [])
    if user in users:
        raise SlackError("already_reacted")
    users.append(user)
    ws.changed()
    return reaction(ws, "reaction_added", user, name, message)


def remove_reaction(ws: Workspace, message: PlaygroundMessage, user: str, name: str) -> list[SlackEvent]:
    """Take a reaction back. Raises SlackError no_reaction."""
    if user not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    ws.changed()
    return reaction(ws, "reaction_removed", user, name, message)


def join(ws: Workspace, place: Conversation, user: str) -> list[SlackEvent]:
    """Add somebody to a channel, with the line Slack writes there; nothing if they are in it already."""
    if user in place.members:
        return []
    place.members.append(user)
    _, events = post(ws, place, user, f"<@{user}> has joined the channel", subtype="channel_join")
    return [*events, *joined(ws, place, user)]


def leave(ws: Workspace, place: Conversation, user: str, by: str = "") -> list[SlackEvent]:
    """Remove somebody from a channel; nothing if they are not in it. Slack posts no message about it. About itself the
    bot is sent ``channel_left``.
    """
    if user not in place.members:
        return []
    if user == ws.bot.id:
        events = of_channel(ws, place, "left", actor_id=by or user)
        place.members.remove(user)
        ws.changed()
        return events
    place.members.remove(user)
    ws.changed()
    return joined(ws, place, user, "member_left_channel")


def visible_to(message: PlaygroundMessage, user: str) -> bool:
    """Whether this person sees the message."""
    return message.only_for in (None, user)


def top_level(place: Conversation, user: str) -> list[PlaygroundMessage]:
    """What a person sees in the conversation itself: no replies but those also sent to the channel. Oldest
    first.
    """
    return [
        message
        for message in place.messages.values()
        if visible_to(message, user) and (not message.is_reply or message.subtype == "thread_broadcast")
    ]


def unread(place: Conversation, user: str) -> int:
    """How many messages others have put there since this person last looked."""
    since = place.read.get(user, "")
    return sum(
        message.ts > since and message.user != user and message.only_for is None
        for message in top_level(place, user)
    )
