"""How Slack writes things down: messages, conversations and people as JSON objects. The caller
holds the lock.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.messages import Message, rich_text
from playground.workspace import Conversation, Person, Workspace


def message_object(ws: Workspace, message: Message, *, metadata: bool = False) -> dict[str, Any]:
    """A message as in history; ``metadata`` only where it was asked for."""
    found: dict[str, Any] = {"type": "message"}
    if message.subtype:
        found["subtype"] = message.subtype
    found |= {"user": message.user, "text": message.text, "ts": message.ts}
    if message.by_bot:
        found |= {
            "team": ws.team_id,
            "bot_id": ws.bot_id,
            "app_id": ws.app_id,
            "bot_profile": bot_profile(ws),
        }
    elif not message.subtype or message.subtype in ("thread_broadcast", "file_share"):
        found["client_msg_id"] = f"{message.ts.replace('.', '-')}-{message.user}"
        found["blocks"] = rich_text(message.text, f"t{message.ts[-5:]}")
        if (
            not message.subtype
        ):  # a broadcast or a file says no home beside its author, in a shared channel neither
            found["team"] = home_of(ws, message.user)
    if message.username:
        found["username"] = message.username
    if message.blocks:
        found["blocks"] = message.blocks
    if message.edited:
        found["edited"] = message.edited
    if message.files:
        found |= {"files": message.files, "upload": False, "display_as_bot": False}
    if message.reactions:
        found["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if metadata and message.metadata:
        found["metadata"] = message.metadata
    return found | _thread_fields(ws, message)


def home_of(ws: Workspace, user: str) -> str:
    """The workspace that somebody is from."""
    return ws.people[user].team or ws.team_id


def _thread_fields(ws: Workspace, message: Message) -> dict[str, Any]:
    place = ws.conversations[message.channel]
    if message.is_reply and message.thread_ts:
        root = place.messages.get(message.thread_ts)
        parent = {"parent_user_id": root.user} if root else {}
        if message.subtype == "thread_broadcast" and root:
            parent["root"] = message_object(ws, root)  # type: ignore[assignment]
        return {"thread_ts": message.thread_ts, **parent}
    replies = place.replies(message.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(ws: Workspace) -> dict[str, Any]:
    """Who the app's bot is, as it stands beside each of its messages."""
    return {
        "id": ws.bot_id,
        "app_id": ws.app_id,
        "user_id": ws.bot.id,
        "name": ws.bot.name,
        "deleted": False,
        "team_id": ws.team_id,
        "updated": 0,
        "icons": {},
    }


def channel_type(place: Conversation) -> str:
    """What events call this sort of conversation."""
    if place.kind == "dm":
        return "im"
    return "group" if place.is_private else "channel"


def conversation_object(ws: Workspace, place: Conversation) -> dict[str, Any]:
    """A conversation as ``conversations.info`` gives it."""
    common = {
        "id": place.id,
        "created": place.created,
        "is_archived": False,
        "is_im": place.kind == "dm",
        "is_org_shared": False,
        "context_team_id": ws.team_id,
    }
    if place.kind == "dm":
        return {**common, "user": place.person, "is_user_deleted": False, "is_open": True, "priority": 0}
    return {
        **common,
        "name": place.name,
        "name_normalized": place.name,
        "is_channel": not place.is_private,
        "is_group": place.is_private,
        "is_mpim": False,
        "is_private": place.is_private,
        "is_general": False,
        "is_shared": place.is_ext_shared,
        "is_ext_shared": place.is_ext_shared,
        "is_pending_ext_shared": False,
        "is_member": ws.bot.id in place.members,
        "creator": place.members[0] if place.members else "",
        "topic": {"value": place.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(place.members),
    }


def person_object(ws: Workspace, person: Person) -> dict[str, Any]:
    """A person as ``users.info`` gives them."""
    offset = datetime.now(ZoneInfo(ws.timezone)).utcoffset()
    return {
        "id": person.id,
        "team_id": person.team or ws.team_id,
        "name": person.username,
        "real_name": person.name,
        "deleted": person.is_gone,
        "tz": ws.timezone,
        "tz_label": ws.timezone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": person.name,
            "real_name_normalized": person.name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "title": person.title,
            "team": person.team or ws.team_id,
            **({"bot_id": ws.bot_id, "api_app_id": ws.app_id} if person.is_bot else {}),
        },
        "is_admin": False,
        "is_owner": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": person.team is not None,
        "updated": 0,
    }
