"""Conversations, people and user groups as Slack's JSON objects. The caller holds the lock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.workspace import Conversation, SlackUser, UserGroup, Workspace


def home_of(ws: Workspace, user: str) -> str:
    """The workspace that somebody is from."""
    return ws.people[user].team or ws.team_id


def bot_profile(ws: Workspace) -> dict[str, Any]:
    """The profile of the app's bot, which each of its messages has."""
    return {
        "id": ws.bot_id,
        "app_id": ws.app_id,
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
        "is_archived": place.is_archived,
        "is_im": place.kind == "dm",
        "is_org_shared": False,
        "context_team_id": ws.team_id,
    }
    if place.kind == "dm":
        return {**common, "user": place.person}
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


def listed_conversation(ws: Workspace, place: Conversation, *, mine: bool) -> dict[str, Any]:
    """A conversation as ``conversations.list`` gives it, or, with ``mine``, ``users.conversations``: without
    ``is_member`` and ``num_members``.

    Only these lists show for a direct message whether the person's account is deactivated.
    """
    found = conversation_object(ws, place)
    if place.kind == "dm":
        person = ws.people[place.person or ""]
        return {**found, "is_user_deleted": person.is_gone, "priority": 0}
    return {name: value for name, value in found.items() if not (mine and name in ("is_member", "num_members"))}


def person_object(ws: Workspace, person: SlackUser) -> dict[str, Any]:
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
        "updated": 0,
        **_in_enterprise(ws, person),
    }


def _in_enterprise(ws: Workspace, person: SlackUser) -> dict[str, Any]:
    """What the organisation knows of one of its own."""
    if ws.enterprise is None or not ws.is_ours(person):
        return {}
    known = {
        "id": person.id,
        "enterprise_id": ws.enterprise.id,
        "enterprise_name": ws.enterprise.name,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "teams": [person.team or ws.team_id],
    }
    return {"enterprise_user": known}


def user_group_object(ws: Workspace, group: UserGroup, *, with_users: bool) -> dict[str, Any]:
    """A user group as ``usergroups.list`` gives it."""
    return {
        "id": group.id,
        "team_id": ws.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.handle,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_update": 0,
        "date_delete": 0,
        "created_by": "",
        "updated_by": "",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        "user_count": len(group.users),
        **({"users": list(group.users)} if with_users else {}),
    }
