"""A message as Slack's JSON objects: in history, in events, in answers of the Web API and in interaction payloads. Each
has just the fields of its recorded samples (json-logs/samples of slackapi/java-slack-sdk). The caller holds the lock.

A missing field matters: a reply that was also sent to the channel, and a message with a file, have no ``team``, so
that they do not show which workspace their author belongs to, not even in a channel shared with another organisation.
"""

from typing import Any

from playground.messages import PlaygroundMessage, rich_text
from playground.render import bot_profile, home_of
from playground.workspace import Workspace

Object = dict[str, Any]
_WRITTEN_BY_PEOPLE = (None, "thread_broadcast", "file_share")
"""The kinds of message that people write; joins and tombstones are of other kinds."""


def message_object(ws: Workspace, message: PlaygroundMessage, *, metadata: bool = False) -> Object:
    """A message as in history; ``metadata`` only where it was asked for."""
    found = _written(ws, message)
    if message.by_bot:
        found["app_id"] = ws.app_id
    if message.reactions:
        found["reactions"] = reactions(message)
    if metadata and message.metadata:
        found["metadata"] = message.metadata
    root = _root(ws, message)
    if message.is_reply:
        found |= {"thread_ts": message.thread_ts} | ({"parent_user_id": root.user} if root else {})
        if root and message.subtype == "thread_broadcast":
            found["root"] = {"type": "message", "text": root.text, "ts": root.ts, **_replies(ws, root)}
        return found
    replies = _replies(ws, message)
    return found | replies | ({"is_locked": False} if replies else {})


def in_event(ws: Workspace, message: PlaygroundMessage) -> Object:
    """A new message in an event."""
    found = _written(ws, message)
    root = _root(ws, message)
    if message.is_reply:
        found["thread_ts"] = message.thread_ts
    if root and message.subtype == "thread_broadcast":
        by_bot = {"bot_id": ws.bot_id, "bot_profile": bot_profile(ws)} if root.by_bot else {}
        whose = {"user": root.user, "team": home_of(ws, root.user), **by_bot}
        found["root"] = {"type": "message", "text": root.text, "ts": root.ts, **whose, **_replies(ws, root)}
        found["root"].pop("reply_users")
    elif root:
        found["parent_user_id"] = root.user
    return found


def in_change(ws: Workspace, message: PlaygroundMessage) -> Object:
    """A message in an event about its change or deletion."""
    found = _written(ws, message)
    root = _root(ws, message)
    if root:
        return found | {"thread_ts": root.ts, "parent_user_id": root.user}
    replies = _replies(ws, message)
    replies.pop("reply_users", None)
    return found | replies | ({"is_locked": False} if replies else {})


def in_answer(ws: Workspace, message: PlaygroundMessage, *, metadata: bool = False) -> Object:
    """The bot's own message in the answer to a call that wrote it."""
    found = _written(ws, message) | {"app_id": ws.app_id}
    if metadata and message.metadata:
        found["metadata"] = message.metadata
    if message.is_reply:
        found["thread_ts"] = message.thread_ts
    return found


def in_interaction(ws: Workspace, message: PlaygroundMessage) -> Object:
    """A message in an interaction payload; its reactions have no users there."""
    found = message_object(ws, message)
    if message.reactions:
        found["reactions"] = [{"name": one["name"], "count": one["count"]} for one in reactions(message)]
    return found


def _written(ws: Workspace, message: PlaygroundMessage) -> Object:
    """The fields of a message that are the same in all of these objects."""
    found: Object = {"type": "message"}
    if message.subtype:
        found["subtype"] = message.subtype
    found |= {"user": message.user, "text": message.text, "ts": message.ts}
    if message.by_bot:
        found |= {"team": ws.team_id, "bot_id": ws.bot_id, "bot_profile": bot_profile(ws)}
    elif message.subtype in _WRITTEN_BY_PEOPLE:
        found["blocks"] = rich_text(message.text, f"t{message.ts[-5:]}")
        if message.subtype != "file_share":
            found["client_msg_id"] = f"{message.ts.replace('.', '-')}-{message.user}"
        if not message.subtype:
            found["team"] = home_of(ws, message.user)
    if message.username:
        found["username"] = message.username
    if message.blocks:
        found["blocks"] = message.blocks
    if message.attachments:
        found["attachments"] = message.attachments
    if message.edited:
        found["edited"] = message.edited
    if message.files:
        found |= {"files": message.files, "upload": False, "display_as_bot": False}
    return found


def reactions(message: PlaygroundMessage) -> list[Object]:
    """The reactions to a message, and by whom."""
    return [
        {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
    ]


def _root(ws: Workspace, message: PlaygroundMessage) -> PlaygroundMessage | None:
    """The first message of a reply's thread; None where there is none, or it was deleted."""
    return ws.conversations[message.channel].messages.get(message.thread_ts or "") if message.is_reply else None


def _replies(ws: Workspace, message: PlaygroundMessage) -> Object:
    """The fields about the thread that its first message has; empty for a message without replies."""
    replies = ws.conversations[message.channel].replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:5],
        "subscribed": False,
    }
