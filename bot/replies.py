"""Message events: which of them are replies of people in threads, and what they ask for."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.slack_text import MessageEvent, words_of
from register.lazy_pattern import LazyPattern
from register.words.mail_ends import without_mail_end
from workflow.context import Context, Request
from workflow.replies import decline_reply, offer_to_record, record_reply, withdraw_reply
from workflow.reply_threads import Reply

SUBTYPES_WITH_WORDS = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The kinds of message that carry a person's words; joins, topics and bots' posts are of other kinds."""
_NAMES_AN_ACTION = LazyPattern(r"\W*actions?\s*(?:ref\.?|no\.?|number)?\s*(?-i:[A-Z(]\S*\s+)?\S{0,12}?\d", re.I)
"""How a message begins that is about an action: "Action 38: sent to Legal". All else in a channel is talk."""


def handle_message(context: Context, event_id: str, event: MessageEvent, bot_user: str) -> None:
    """Take in one message event: a new reply, an edit or a deletion. Anything else records nothing.

    ``bot_user`` is the bot's own user id.
    """
    kind = event.get("subtype")
    if kind == "message_changed":
        # A "tombstone" is a thread's first message, deleted while replies remain.
        now = event.get("message") or {}
        request = _request(f"event:{event_id}", now, event)
        if now.get("subtype") in SUBTYPES_WITH_WORDS and _is_reply(now):
            record_reply(context, request, _reply(now, bot_user))
        elif _is_about_an_action(now) or (
            _is_about_an_action(event.get("previous_message") or {}) and now.get("user")
        ):
            offer_to_record(context, request, _reply(now, bot_user))
    elif kind == "message_deleted":
        deleted = event.get("previous_message") or {}
        thread = str(deleted.get("thread_ts") or "")
        withdraw_reply(context, _request(f"event:{event_id}", deleted, event), thread, event["deleted_ts"])
    elif kind in SUBTYPES_WITH_WORDS and _is_reply(event):
        record_reply(context, _request(_key(event), event, event), _reply(event, bot_user))
    elif _is_about_an_action(event):
        offer_to_record(context, _request(_key(event), event, event), _reply(event, bot_user))


def decline(context: Context, event: MessageEvent, reason: str, bot_user: str) -> None:
    """Have the author of a new reply, and nobody else, told why it is not recorded."""
    if event.get("type") == "message" and event.get("subtype") in SUBTYPES_WITH_WORDS and _is_reply(event):
        decline_reply(context, _request(_key(event), event, event), _reply(event, bot_user), reason)


def message_request(event: MessageEvent, source: str) -> Request:
    """The request of a new message that asks the bot something; ``source`` is how it was asked (workflow.context)."""
    return replace(_request(_key(event), event, event), source=source)


def _key(event: MessageEvent) -> str:
    # The same message can come as several events (a mention does): its own place is its key.
    return f"message:{event['channel']}:{event['ts']}"


def _reply(message: MessageEvent, bot_user: str) -> Reply:
    words, left_out = without_mail_end(_without_bot_name(words_of(message), bot_user))
    return Reply(message.get("thread_ts") or message["ts"], message["ts"], words, left_out)


def _without_bot_name(words: str, bot_user: str) -> str:
    """Words without the bot's name before or behind them, which only says to whom they are said: "@HTST draft sent"."""
    name = rf"@{re.escape(bot_user)}(?!\w)"
    return re.sub(rf"^{name}[\s,:;.!–-]*|[\s,–-]*{name}[\s.!]*$", "", words) if bot_user else words


def _is_about_an_action(message: MessageEvent) -> bool:
    """Whether a message is a person's, in no thread, and begins with an action's number."""
    by_person = (
        message.get("subtype") in SUBTYPES_WITH_WORDS and message.get("user") and not message.get("bot_id")
    )
    is_in_thread = message.get("thread_ts") not in (None, message.get("ts"))
    return bool(by_person and not is_in_thread and _NAMES_AN_ACTION.match(str(message.get("text") or "")))


def _is_reply(message: MessageEvent) -> bool:
    by_person = message.get("user") and not message.get("bot_id")
    return bool(by_person and message.get("thread_ts") and message["thread_ts"] != message.get("ts"))


def _request(key: str, message: MessageEvent, event: MessageEvent) -> Request:
    """The request of an event, at the moment since which the message reads as the event has it.

    That is the event's own time, and for a new message the message's; one that was read from Slack's history may have
    been edited since: then it is the time of the edit.
    """
    edited = (message.get("edited") or {}).get("ts") if message is event else None
    at = _moment(str(edited or event.get("event_ts") or event.get("ts") or message.get("ts") or 0))
    return Request(key, str(message.get("user") or ""), event["channel"], at, "reply")


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
