"""What Slack itself tells of the app and its channels, which is nobody's deed."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import BoltResponse

from bot.counters import Counters
from bot.request_log import note
from workflow.channels import follow_channel, tell_of_archived
from workflow.context import Context
from workflow.people import record_seat

Look = Callable[[], None]
"""Sends the catch-up looking for what was said without our hearing it."""

log = logging.getLogger(__name__)


def nowhere() -> None:
    """No catch-up runs."""


def before_people(counters: Counters, look: Look) -> Callable[..., BoltResponse | None]:
    """A middleware that answers what concerns no person; all else passes.

    Slack says once a minute that it leaves events out (``app_rate_limited``, without an event inside and without
    a subscription): what was said is then read from history. ``app_mention`` repeats a message that comes as one,
    where an app was set up to hear both.
    """

    def middleware(
        body: dict[str, Any],
        next: Callable[[], None],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        event = body.get("event") or {}
        if "app_rate_limited" in (body.get("type"), event.get("type")):
            minute = body.get("minute_rate_limited") or event.get("minute_rate_limited") or 0
            since = datetime.fromtimestamp(int(minute), UTC)
            log.warning("Slack leaves out events of ours since %s UTC: too many in an hour", f"{since:%H:%M}")
            counters.add("event", "left out by Slack")
            note("left out by Slack")
            look()
        elif event.get("type") == "app_mention":
            note("a message too")
        else:
            next()
            return None
        return BoltResponse(status=200, body="")

    return middleware


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
