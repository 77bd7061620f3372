"""The payloads Slack sends an app, in its own shapes: events in their envelope, commands and interactions.

Source: Slack's Events API and interaction payload references. The caller holds the workspace's lock.
"""

from typing import Any

from playground.message_objects import in_change, in_event, in_interaction
from playground.messages import PlaygroundMessage
from playground.render import channel_type
from playground.workspace import Conversation, SlackUser, SlashCommand, View, Workspace

# The old verification token, which apps no longer rely on: Slack still sends it.
VERIFICATION = "playground-verification"

SlackEvent = dict[str, Any]


def envelope(ws: Workspace, event: SlackEvent) -> dict[str, Any]:
    """An event as it is posted to the app's request URL, under an event_id of its own."""
    place = ws.conversations.get(_channel_of(event))
    organisation = ws.enterprise.id if ws.enterprise else None
    return {
        "token": VERIFICATION,
        "team_id": ws.team_id,
        **({"enterprise_id": organisation} if organisation else {}),
        "context_team_id": ws.team_id,
        "context_enterprise_id": organisation,
        "api_app_id": ws.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": ws.new_id("Ev"),
        "event_time": int(ws.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": organisation,
                "team_id": ws.team_id,
                "user_id": ws.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(place and place.is_ext_shared),
        "event_context": ws.new_id("4-"),
    }


def _channel_of(event: SlackEvent) -> str:
    """The id of the channel that an event is about: given by itself, within the channel's object, or in the item."""
    channel, item = event.get("channel"), event.get("item")
    if isinstance(channel, dict):  # channel_rename
        return str(channel["id"])
    return str(channel or (item.get("channel") if isinstance(item, dict) else "") or "")


def posted(ws: Workspace, message: PlaygroundMessage) -> list[SlackEvent]:
    """The events about a new message: ``message``, and also ``app_mention`` (same ts) if it mentions the bot."""
    place = ws.conversations[message.channel]
    if ws.bot.id not in place.members or message.only_for:
        return []
    body = in_event(ws, message)
    common = {"channel": place.id, "event_ts": message.ts}
    events = [{**body, **common, "channel_type": channel_type(place)}]
    named = f"<@{ws.bot.id}" in message.text
    if named and not message.by_bot and place.kind != "dm" and message.subtype in (None, "file_share"):
        keep = {name: value for name, value in body.items() if name not in ("subtype", "parent_user_id")}
        events.append({**keep, "type": "app_mention", **common})
    return events


def changed(ws: Workspace, message: PlaygroundMessage, before: dict[str, Any]) -> list[SlackEvent]:
    """``message_changed``, with what the message was before (as ``in_change`` gave it)."""
    place = ws.conversations[message.channel]
    if ws.bot.id not in place.members or message.only_for:
        return []
    return [
        {
            **_hidden(ws, place, "message_changed"),
            "message": in_change(ws, message),
            "previous_message": before,
        }
    ]


def deleted(ws: Workspace, place: Conversation, ts: str, before: dict[str, Any]) -> list[SlackEvent]:
    """``message_deleted``, with what the message was."""
    if ws.bot.id not in place.members:
        return []
    return [{**_hidden(ws, place, "message_deleted"), "deleted_ts": ts, "previous_message": before}]


def _hidden(ws: Workspace, place: Conversation, subtype: str) -> SlackEvent:
    ts = ws.next_ts()
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": place.id,
        "channel_type": channel_type(place),
        "ts": ts,
        "event_ts": ts,
    }


def archived(ws: Workspace, place: Conversation, user: str) -> list[SlackEvent]:
    """``channel_archive`` or ``channel_unarchive``; of a private channel ``group_…``."""
    if ws.bot.id not in place.members:
        return []
    kind = f"{'group' if place.is_private else 'channel'}_{'archive' if place.is_archived else 'unarchive'}"
    return [{"type": kind, "channel": place.id, "user": user, "event_ts": ws.next_ts()}]


def of_channel(ws: Workspace, place: Conversation, what: str, **more: Any) -> list[SlackEvent]:
    """``channel_rename`` and the like, of a private channel ``group_…``: to whoever is in it."""
    if ws.bot.id not in place.members:
        return []
    kind = f"{'group' if place.is_private else 'channel'}_{what}"
    return [{"type": kind, "channel": place.id, **more, "event_ts": ws.next_ts()}]


def reaction(ws: Workspace, kind: str, user: str, name: str, message: PlaygroundMessage) -> list[SlackEvent]:
    """``reaction_added`` or ``reaction_removed`` on a message."""
    if ws.bot.id not in ws.conversations[message.channel].members:
        return []
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return [
        {
            "type": kind,
            "user": user,
            "reaction": name,
            "item": item,
            "item_user": message.user,
            "event_ts": ws.next_ts(),
        }
    ]


def joined(
    ws: Workspace, place: Conversation, user: str, kind: str = "member_joined_channel"
) -> list[SlackEvent]:
    """``member_joined_channel``, or ``member_left_channel`` in the same shape."""
    if ws.bot.id not in place.members:
        return []
    letter = "G" if place.is_private else "C"
    return [
        {
            "type": kind,
            "user": user,
            "channel": place.id,
            "channel_type": letter,
            "team": ws.team_id,
            "event_ts": ws.next_ts(),
        }
    ]


def home_opened(ws: Workspace, user: str) -> list[SlackEvent]:
    """``app_home_opened`` on the Home tab, with the view that stands there if there is one."""
    view = ws.views.get(ws.homes.get(user, ""))
    event = {
        "type": "app_home_opened",
        "user": user,
        "channel": ws.dm(user).id,
        "tab": "home",
        "event_ts": ws.next_ts(),
    }
    return [{**event, "view": view.data} if view else event]


def name_in_payload(place: Conversation) -> str:
    """A channel's name as commands and presses tell it: not that of a private one."""
    if place.kind == "dm":
        return "directmessage"
    return "privategroup" if place.is_private else place.name


def command_form(
    ws: Workspace, person: SlackUser, place: Conversation, command: SlashCommand, text: str
) -> dict[str, str]:
    """The form Slack posts for a slash command."""
    return {
        "token": VERIFICATION,
        "team_id": ws.team_id,
        "team_domain": ws.domain,
        **_organisation(ws),
        "channel_id": place.id,
        "channel_name": name_in_payload(place),
        "user_id": person.id,
        "user_name": person.username,
        "command": command.command,
        "text": text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": "false",
        "response_url": ws.new_response_url(place.id, person.id),
        "trigger_id": ws.new_trigger(person.id),
    }


def _organisation(ws: Workspace) -> dict[str, str]:
    """How commands and ``team`` name the organisation of workspaces."""
    if ws.enterprise is None:
        return {}
    return {"enterprise_id": ws.enterprise.id, "enterprise_name": ws.enterprise.name}


def interaction(ws: Workspace, kind: str, person: SlackUser, trigger: str | None) -> dict[str, Any]:
    """What every interaction payload has: who, where from, and (with ``trigger``) what may open a view.

    ``team`` is the app's workspace, whoever presses. Source: Slack's recorded payloads, and for people of other
    organisations slackapi/java-slack-sdk issue 1041.
    """
    home = person.team or ws.team_id
    organisation = {"id": ws.enterprise.id, "name": ws.enterprise.name} if ws.enterprise else None
    payload = {
        "type": kind,
        "team": {"id": ws.team_id, "domain": ws.domain, **_organisation(ws)},
        "user": {"id": person.id, "username": person.username, "name": person.username, "team_id": home},
        "api_app_id": ws.app_id,
        "token": VERIFICATION,
        "enterprise": organisation,
        "is_enterprise_install": False,
    }
    return {**payload, "trigger_id": trigger} if trigger else payload


def message_actions(
    ws: Workspace, person: SlackUser, message: PlaygroundMessage, actions: list[dict[str, Any]]
) -> dict[str, Any]:
    """``block_actions`` from a message. As in Slack, an ephemeral one comes without the message itself."""
    place = ws.conversations[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": place.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts or ""
    shown = {} if message.only_for else {"message": in_interaction(ws, message)}
    return {
        **interaction(ws, "block_actions", person, ws.new_trigger(person.id)),
        "container": container,
        "channel": {"id": place.id, "name": name_in_payload(place)},
        **shown,
        "state": {"values": message.state},
        "response_url": ws.new_response_url(place.id, person.id, message.ts),
        "actions": actions,
    }


def view_actions(ws: Workspace, person: SlackUser, view: View, actions: list[dict[str, Any]]) -> dict[str, Any]:
    """``block_actions`` from a modal or an App Home."""
    return {
        **interaction(ws, "block_actions", person, ws.new_trigger(person.id, view.data["id"])),
        "container": {"type": "view", "view_id": view.data["id"]},
        "view": view.data,
        "actions": actions,
    }


def view_submission(ws: Workspace, person: SlackUser, view: View) -> dict[str, Any]:
    """``view_submission``, with the view's state as it is now."""
    return {
        **interaction(ws, "view_submission", person, ws.new_trigger(person.id, view.data["id"])),
        "view": view.data,
    }


def view_closed(ws: Workspace, person: SlackUser, view: View) -> dict[str, Any]:
    """``view_closed``, for views that asked to be told."""
    return {**interaction(ws, "view_closed", person, None), "view": view.data, "is_cleared": False}
