"""Events about channels: a new id, a new name, that one was archived or deleted, and who joined or left it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.middleware import StartCatchUp
from workflow.channels import ChannelEvent, follow_channel, tell_of_channel
from workflow.context import Context
from workflow.people import record_membership

CHANNEL_EVENTS = {
    "channel_archive": ChannelEvent.ARCHIVED,
    "channel_deleted": ChannelEvent.DELETED,
    "channel_left": ChannelEvent.LEFT,
    "channel_rename": ChannelEvent.RENAMED,
    "group_archive": ChannelEvent.ARCHIVED,
    "group_deleted": ChannelEvent.DELETED,
    "group_left": ChannelEvent.LEFT,
    "group_rename": ChannelEvent.RENAMED,
}
"""What the administrators are told of, by the event's type: of a private channel it is a group's."""


def channel_id_changed(look: StartCatchUp, context: Context, body: Mapping[str, Any]) -> None:
    """A channel has a new id; what was said there meanwhile may not have been recorded, so the catch-up looks."""
    event = body["event"]
    at = datetime.fromtimestamp(float(event.get("event_ts") or context.now().timestamp()), UTC)
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    follow_channel(context, f"event:{body['event_id']}", old, new, at)
    look()


def membership_changed(context: Context, body: Mapping[str, Any]) -> None:
    """Somebody came into a channel or left it (``member_joined_channel``, ``member_left_channel``)."""
    event = body["event"]
    is_in = event["type"] == "member_joined_channel"
    record_membership(
        context, f"event:{body['event_id']}", str(event["channel"]), str(event["user"]), is_in=is_in
    )


def channel_changed(context: Context, body: Mapping[str, Any]) -> None:
    """A channel was archived, deleted or renamed, or the bot was taken out of it (``CHANNEL_EVENTS``)."""
    event = body["event"]
    about = event["channel"] if isinstance(event["channel"], dict) else {"id": event["channel"]}
    by = str(event.get("user") or event.get("actor_id") or "")
    kind, key = CHANNEL_EVENTS[event["type"]], f"event:{body['event_id']}"
    tell_of_channel(context, key, kind, str(about["id"]), by, str(about.get("name") or ""))
