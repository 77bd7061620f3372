"""What Slack tells of channels, which is nobody's deed: a new id, who comes and goes, and that one was archived."""

from datetime import UTC, datetime
from typing import Any

from bot.middleware import Look
from workflow.channels import follow_channel, tell_of_archived
from workflow.context import Context
from workflow.people import record_seat


def channel_id_changed(look: Look, context: Context, body: dict[str, Any]) -> None:
    """A channel has a new id; what was said there since may have come to nothing."""
    event = body["event"]
    at = datetime.fromtimestamp(float(event.get("event_ts") or context.now().timestamp()), UTC)
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    follow_channel(context, f"event:{body['event_id']}", old, new, at)
    look()


def seat_changed(context: Context, body: dict[str, Any]) -> None:
    """Somebody came into a channel or left it (``member_joined_channel``, ``member_left_channel``)."""
    event = body["event"]
    is_in = event["type"] == "member_joined_channel"
    record_seat(context, f"event:{body['event_id']}", str(event["channel"]), str(event["user"]), is_in=is_in)


def archived(context: Context, body: dict[str, Any]) -> None:
    """A channel was archived, in which nothing can be posted any more (``channel_archive``, ``group_archive``)."""
    event = body["event"]
    tell_of_archived(context, f"event:{body['event_id']}", str(event["channel"]), str(event.get("user") or ""))
