"""What is said to the bot: @HTST in a channel, or a direct message. It is answered as ``/htst`` is.

A mention comes as a message like any other. In a thread of ours words are an update, unless they ask for something:
"@HTST the form has gone out" is recorded, "@HTST status 10" answered.
"""

import re
from dataclasses import dataclass, replace

from bot import commands, proposals
from bot.plain_words import DIRECT_MESSAGE
from bot.replies import SUBTYPES_WITH_WORDS, message_request
from bot.slack_text import MessageEvent, words_of
from messages import answers
from register.lazy_pattern import LazyPattern
from register.refused import Refused
from workflow.answering import queue_answer
from workflow.context import AlreadyHandled, Context
from workflow.offered_papers import ask_which
from workflow.reply_threads import is_ours

_ADDRESSED = LazyPattern(r"^(?:hi|hello|hey|dear|ok|okay|please|thanks)?[\s,:;.!–-]*", re.I)
_TYPED_COMMAND = LazyPattern(r"^/htst\b\s*", re.I)
_MOST = 3_000
"""Characters of a message that are read as a request."""
QUESTION_VERBS = frozenset({"status", "list", "find", "search", "mine", "help", "history", "undo"})
"""Verbs that ask for something even where other words would be an update."""
_ABOUT_A_REF = LazyPattern(r"\s*(?:actions?\s*)?#?[^\W\d_]{0,5}[\s.(-]?\d", re.I)

_SHOW_ME = LazyPattern(
    r"(?:(?:can|could|would|will)\s+you\s+|please\s+|pls\s+)*(?:give|show|tell|send|get)\s+(?:me|us)\b", re.I
)
_WHO_IS = LazyPattern(
    r"(?:who|whose|whom)\b|(?:what|when|where|why|how)(?:['’]s|\s+(?:is|are|was|were|do|does|did|has|have))\b",
    re.I,
)
"""How a question begins that has no question mark; "when Legal replied, …" is none."""
_NAMES_AN_ACTION = LazyPattern(r"actions?\s+#?\d|#?\d+\w*\s*:", re.I)


@dataclass(frozen=True)
class MessageToBot:
    """What somebody asks of the bot: the words without its name, and the thread they are in, if in one.

    ``is_private`` in a direct message; ``is_named`` where the bot is mentioned.
    """

    words: str
    thread: str | None
    is_private: bool
    is_named: bool


def question_in(
    context: Context, bot_user: str, channel: str, message: MessageEvent, channel_type: str
) -> MessageToBot | None:
    """What a message asks of the bot; None where it asks nothing of it. ``channel_type`` is Slack's, "im" for a direct
    message.
    """
    if message.get("subtype") not in SUBTYPES_WITH_WORDS or not message.get("user") or message.get("bot_id"):
        return None
    text = words_of(message)
    name = re.compile(rf"@{re.escape(bot_user)}(?!\w)") if bot_user else None
    is_named = bool(name and name.search(text))
    is_private = channel_type == "im" or channel.startswith("D")
    if not (is_named or is_private):
        return None
    words = _TYPED_COMMAND.sub("", (name.sub(" ", text) if name else text).strip())
    bare = _ADDRESSED.sub("", words, count=1)
    thread = message.get("thread_ts")
    own_thread = str(thread) if thread and thread != message.get("ts") else None
    question = MessageToBot((bare or words).strip(), own_thread, is_private, is_named)
    if own_thread is not None and is_ours(context, channel, own_thread) and not _asks(question):
        return None
    return question


def answer(context: Context, event: MessageEvent, question: MessageToBot) -> None:
    """Answer a new message that asks something of the bot: once, and its author only."""
    request = message_request(event, DIRECT_MESSAGE if question.is_private else "mention")
    try:
        message = commands.answer_words(context, request, question.words[:_MOST])
    except Refused as refused:
        message = proposals.refusal(refused)
    except AlreadyHandled:
        message = answers.plain("That has already been done.")
    queue_answer(context, request, question.thread, message, is_private=question.is_private)


def offer_files(context: Context, event: MessageEvent) -> bool:
    """Offer to import the files of a direct message, where its author may.

    True when that is all there is to answer; False: its words are answered as any other's, as they are when they ask
    for something of their own.
    """
    files = [
        (str(one["id"]), str(one.get("name") or "file")) for one in event.get("files") or () if "id" in one
    ]
    thread = event.get("thread_ts")
    if not files or event.get("bot_id") or (thread and thread != event.get("ts")):
        return False
    request = message_request(event, DIRECT_MESSAGE)
    has_words = _tells(words_of({**event, "files": ()}))
    try:  # beside the answer to its words the offer is one of its own
        ask_which(context, replace(request, key=f"{request.key}:files") if has_words else request, files)
    except Refused as refused:
        if words_of({**event, "files": ()}).strip():
            return False
        text = (
            f"{refused} To show what has been done, share the file in the thread of the action's card, with a line on "
            "what it is: then it is an update, and can be evidence."
        )
        queue_answer(context, request, None, answers.refusal(text), is_private=True)
        return True
    return not has_words


def _tells(words: str) -> bool:
    """Whether the words beside a file begin with a command, or name an action."""
    bare = _ADDRESSED.sub("", _TYPED_COMMAND.sub("", words), count=1)
    return commands.begins_with_verb(bare) or bool(_NAMES_AN_ACTION.match(bare))


def decline(context: Context, bot_user: str, event: MessageEvent, reason: str) -> bool:
    """Have whoever asks something of the bot told why they are not answered; False when nothing was asked."""
    if event.get("type") != "message":
        return False
    channel, channel_type = str(event.get("channel") or ""), str(event.get("channel_type") or "")
    question = question_in(context, bot_user, channel, event, channel_type)
    if question is None:
        return False
    request = message_request(event, "mention")
    queue_answer(context, request, question.thread, answers.refusal(reason), is_private=question.is_private)
    return True


def _asks(question: MessageToBot) -> bool:
    """Whether words in a thread of ours ask for something, rather than tell what has been done."""
    name, _space, rest = question.words.partition(" ")
    verb = name.lower().strip(".,:;!?\"'")
    if verb in QUESTION_VERBS and not name.endswith(":"):
        return True
    if verb in commands.VERBS_BY_NAME and _ABOUT_A_REF.match(rest):
        return True
    words = question.words
    is_asked = not words or words.endswith("?") or any(one.match(words) for one in (_SHOW_ME, _WHO_IS))
    return question.is_named and is_asked
