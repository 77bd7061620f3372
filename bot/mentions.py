"""What is said to the bot: @HTST in a channel, or a direct message. It is answered as ``/htst`` is.

A mention comes as a message like any other. In a thread of ours words are an update, unless they ask for something:
"@HTST the form has gone out" is recorded, "@HTST status 10" answered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import commands
from bot.replies import WORDS, message_request
from bot.slack_text import words_of
from messages import answers
from messages.layout import Message
from register.refused import Refused
from workflow.answering import queue_answer
from workflow.context import AlreadyHandled, Context
from workflow.replies import is_ours

Event = Mapping[str, Any]

_ADDRESSED = re.compile(r"^(?:hi|hello|hey|dear|ok|okay|please|thanks)?[\s,:;.!–-]*", re.I)
_TYPED_COMMAND = re.compile(r"^/htst\b\s*", re.I)
_MOST = 3_000
"""Characters of a message that are read as a request."""
QUESTIONS = frozenset({"status", "list", "find", "search", "mine", "help", "history", "undo"})
"""Verbs that ask for something even where other words would be an update."""
_ABOUT_A_REF = re.compile(r"\s*(?:actions?\s*)?#?[^\W\d_]{0,5}[\s.(-]?\d", re.I)


@dataclass(frozen=True)
class _Addressed:
    """Words to the bot, without its name: where they were said, and whether it was named."""

    words: str
    channel: str
    thread: str | None
    is_private: bool
    is_named: bool


def is_asked(context: Context, bot_user: str, channel: str, message: Event, kind: str) -> bool:
    """Whether a message asks something of the bot. ``kind`` is the channel's (``channel_type``, "im" for a direct
    message).
    """
    said = _addressed(bot_user, channel, message, kind)
    if said is None or message.get("subtype") not in WORDS:
        return False
    if said.thread is not None and is_ours(context, channel, said.thread):
        return _is_question(said)
    return True


def heard(context: Context, bot_user: str, event: Event) -> None:
    """Answer a new message that asks something of the bot (``is_asked``): once, and its author only."""
    said = _addressed(bot_user, event["channel"], event, str(event.get("channel_type") or ""))
    assert said is not None  # noqa: S101 - the caller has looked
    request = message_request(event, "direct message" if said.is_private else "mention")
    try:
        answer = commands.answer_words(context, request, said.words[:_MOST])
    except Refused as refused:
        answer = answers.refusal(str(refused))
    except AlreadyHandled:
        answer = answers.plain("That is done already.")
    queue_answer(context, request, said.thread, answer, is_private=said.is_private)


def declined(context: Context, bot_user: str, event: Event, reason: str) -> bool:
    """Have whoever asks something of the bot told why they are not answered; False when nothing was asked."""
    channel, kind = str(event.get("channel") or ""), str(event.get("channel_type") or "")
    if event.get("type") != "message" or not is_asked(context, bot_user, channel, event, kind):
        return False
    said = _addressed(bot_user, channel, event, kind)
    assert said is not None  # noqa: S101 - it was asked
    request = message_request(event, "mention")
    queue_answer(context, request, said.thread, _sentence(reason), is_private=said.is_private)
    return True


def _sentence(text: str) -> Message:
    return answers.refusal(text)


def _addressed(bot_user: str, channel: str, message: Event, kind: str) -> _Addressed | None:
    """A person's words to the bot, or None when they are not to it."""
    if not message.get("user") or message.get("bot_id"):
        return None
    text = words_of(message)
    name = re.compile(rf"@{re.escape(bot_user)}(?!\w)") if bot_user else None
    is_named = bool(name and name.search(text))
    is_private = kind == "im" or channel.startswith("D")
    if not (is_named or is_private):
        return None
    words = name.sub(" ", text) if name else text
    words = _TYPED_COMMAND.sub("", words.strip())
    bare = _ADDRESSED.sub("", words, count=1)
    thread = message.get("thread_ts")
    own_thread = str(thread) if thread and thread != message.get("ts") else None
    return _Addressed((bare or words).strip(), channel, own_thread, is_private, is_named)


def _is_question(said: _Addressed) -> bool:
    """Whether words in a thread of ours ask for something, rather than tell what has been done."""
    name, _space, rest = said.words.partition(" ")
    verb = name.lower().strip(".,:;!?\"'")
    if verb in QUESTIONS and not name.endswith(":"):
        return True
    if verb in commands.BY_NAME and _ABOUT_A_REF.match(rest):
        return True
    return said.is_named and (not said.words or said.words.endswith("?"))
