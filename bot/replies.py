"""Thread replies: what is said under a card is an update; edits and deletions in Slack are followed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.capture import Desk, Request, decline_reply, delete_reply, edit_reply, record_reply
from bot.words import plain

# The kinds of message that carry a person's words; joins, topics and bots' posts are of other kinds.
_SAID = {None, "file_share", "thread_broadcast"}


def heard(desk: Desk, event_id: str, event: Mapping[str, Any]) -> None:
    """Take in one message event: a new reply, an edit or a deletion. Anything else records nothing."""
    kind = event.get("subtype")
    if kind == "message_changed":
        _edited(desk, event_id, event)
    elif kind == "message_deleted":
        request = _request(f"event:{event_id}", event.get("previous_message") or {}, event)
        delete_reply(desk, request, event["deleted_ts"])
    elif kind in _SAID and _is_reply(event):
        record_reply(desk, _reply(event), event["thread_ts"], event["ts"], _words(event))


def declined(desk: Desk, event: Mapping[str, Any], why: str) -> None:
    """Tell the author of a new reply, and nobody else, why it is not recorded."""
    if event.get("type") == "message" and event.get("subtype") in _SAID and _is_reply(event):
        decline_reply(desk, _reply(event), event["thread_ts"], event["ts"], why)


def _reply(event: Mapping[str, Any]) -> Request:
    # The same message can come as several events (a mention does): its own place is its key.
    return _request(f"message:{event['channel']}:{event['ts']}", event, event)


def _edited(desk: Desk, event_id: str, event: Mapping[str, Any]) -> None:
    now = event.get("message") or {}
    if now.get("subtype") == "tombstone":  # how a thread's first message is deleted while replies remain
        return
    if now.get("subtype") in _SAID and _is_reply(now):
        request = _request(f"event:{event_id}", now, event)
        edit_reply(desk, request, now["ts"], _words(now))


def _is_reply(message: Mapping[str, Any]) -> bool:
    by_person = message.get("user") and not message.get("bot_id")
    return bool(by_person and message.get("thread_ts") and message["thread_ts"] != message.get("ts"))


def _words(message: Mapping[str, Any]) -> str:
    names = [f"[file: {one['name']}]" for one in message.get("files") or () if one.get("name")]
    return " ".join([plain(message.get("text") or ""), *names]).strip()


def _request(key: str, message: Mapping[str, Any], event: Mapping[str, Any]) -> Request:
    # An edit or a deletion is dated by the event, the message itself by its own place in the channel.
    said_at = float(event.get("event_ts") or event.get("ts") or message.get("ts") or 0)
    by = str(message.get("user") or "")
    return Request(key, by, event["channel"], datetime.fromtimestamp(said_at, UTC), "reply")
