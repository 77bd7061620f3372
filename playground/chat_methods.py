"""The chat.* and reactions.* methods of the Web API. The caller holds the lock; errors are SlackError."""

from dataclasses import dataclass, field
from typing import Any

from playground.arguments import MOST_UPDATED, Arguments, read_content, read_metadata
from playground.events import SlackEvent
from playground.message_objects import in_answer, reactions
from playground.messages import PlaygroundMessage
from playground.posting import add_reaction, check_root, delete, edit, post, remove_reaction
from playground.workspace import Conversation, SlackError, Workspace


@dataclass
class MethodResult:
    """The answer to a call (without ``ok``) and the events to send to the bot."""

    answer: dict[str, Any] = field(default_factory=dict)
    events: list[SlackEvent] = field(default_factory=list)


def target(ws: Workspace, given: str) -> Conversation:
    """Where to post: a conversation's id, a channel's name, or a person's id, which opens the
    direct message.
    """
    if given in ws.people:
        return ws.dm(given)
    place = ws.conversations.get(given) or ws.named(given)
    return require_bot_in(ws, place)


def place_of(ws: Workspace, args: Arguments) -> Conversation:
    """The conversation of ``channel``, which must be an id here, with the bot in it."""
    return require_bot_in(ws, ws.conversation(args.need("channel", "channel_not_found")))


def require_bot_in(ws: Workspace, place: Conversation) -> Conversation:
    """The same conversation. Raises SlackError unless the bot is in it."""
    if ws.bot.id not in place.members:
        raise SlackError("channel_not_found" if place.is_private else "not_in_channel")
    return place


def require_active(place: Conversation, error: str = "is_archived") -> Conversation:
    """The same conversation. Raises SlackError where it is archived: nothing can be changed in it."""
    if place.is_archived:
        raise SlackError(error)
    return place


def own_message(ws: Workspace, args: Arguments, error: str) -> PlaygroundMessage:
    """A message the bot wrote, by channel and ts; ``error`` if it is someone else's."""
    place = place_of(ws, args)
    message = ws.message(place.id, args.need("ts", "message_not_found"))
    if message.only_for is not None or message.is_tombstone:
        raise SlackError("message_not_found")
    if not message.by_bot:
        raise SlackError(error)
    return message


def post_message(ws: Workspace, args: Arguments) -> MethodResult:
    """chat.postMessage."""
    place = require_active(target(ws, args.need("channel", "channel_not_found")))
    text, blocks = read_content(ws, args)
    metadata = read_metadata(args)
    thread_ts = args.ts("thread_ts", "invalid_thread_ts")
    if thread_ts:
        check_root(place, thread_ts)
    ws.pace.take(place.id)
    name = args.text("username")
    message, events = post(
        ws,
        place,
        ws.bot.id,
        text,
        thread_ts=thread_ts,
        broadcast=args.flag("reply_broadcast"),
        blocks=blocks,
        metadata=metadata or None,
        by_bot=True,
        username=name,
        subtype="bot_message" if name else None,
    )
    shown = in_answer(ws, message, metadata=True)
    return MethodResult({"channel": place.id, "ts": message.ts, "message": shown}, events)


def update_message(ws: Workspace, args: Arguments) -> MethodResult:
    """chat.update: the bot's own messages; blocks and metadata that are not given stay, empty ones go."""
    message = own_message(ws, args, "cant_update_message")
    require_active(ws.conversations[message.channel], "is_inactive")
    changes: dict[str, Any] = {}
    if "blocks" in args.values or args.text("text"):
        text, blocks = read_content(ws, args, MOST_UPDATED)
        if args.text("text") is not None or blocks:
            changes["text"] = text
        if "blocks" in args.values:
            changes["blocks"] = blocks or None
    metadata = read_metadata(args)
    if metadata is not None:
        changes["metadata"] = metadata or None
    if not changes:
        raise SlackError("no_text")
    events = edit(ws, message, ws.bot.id, changes)
    shown = in_answer(ws, message, metadata=True)
    del shown["ts"]
    return MethodResult(
        {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}, events
    )


def delete_message(ws: Workspace, args: Arguments) -> MethodResult:
    """chat.delete: the bot's own messages."""
    message = own_message(ws, args, "cant_delete_message")
    return MethodResult({"channel": message.channel, "ts": message.ts}, delete(ws, message))


def post_ephemeral(ws: Workspace, args: Arguments) -> MethodResult:
    """chat.postEphemeral: to one person who is in the channel."""
    place = require_active(place_of(ws, args))
    user = ws.person(args.need("user", "user_not_found")).id
    if user not in place.members:
        raise SlackError("user_not_in_channel")
    text, blocks = read_content(ws, args)
    thread_ts = args.ts("thread_ts", "invalid_thread_ts")
    message, _ = post(
        ws, place, ws.bot.id, text, thread_ts=thread_ts, blocks=blocks, by_bot=True, only_for=user
    )
    return MethodResult({"message_ts": message.ts})


def get_permalink(ws: Workspace, args: Arguments) -> MethodResult:
    """chat.getPermalink: an address on the playground's own page."""
    place = place_of(ws, args)
    message = ws.message(place.id, args.need("message_ts", "message_not_found"))
    link = f"{ws.url}archives/{place.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={place.id}"
    return MethodResult({"channel": place.id, "permalink": link})


def _reacted(ws: Workspace, args: Arguments) -> PlaygroundMessage:
    place = place_of(ws, args)
    message = ws.message(place.id, args.need("timestamp", "no_item_specified"))
    if message.only_for is not None or message.is_tombstone:
        raise SlackError("message_not_found")
    return message


def _emoji(args: Arguments) -> str:
    name = args.need("name", "invalid_name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").replace("'", "").isalnum():
        raise SlackError("invalid_name")
    return name


def reactions_add(ws: Workspace, args: Arguments) -> MethodResult:
    """reactions.add."""
    message = _reacted(ws, args)
    require_active(ws.conversations[message.channel])
    return MethodResult({}, add_reaction(ws, message, ws.bot.id, _emoji(args)))


def reactions_remove(ws: Workspace, args: Arguments) -> MethodResult:
    """reactions.remove."""
    message = _reacted(ws, args)
    require_active(ws.conversations[message.channel])
    return MethodResult({}, remove_reaction(ws, message, ws.bot.id, _emoji(args)))


def reactions_get(ws: Workspace, args: Arguments) -> MethodResult:
    """reactions.get."""
    message = _reacted(ws, args)
    whole = in_answer(ws, message) | {"reactions": reactions(message)}
    shown = {name: value for name, value in whole.items() if name not in ("edited", "thread_ts")}
    return MethodResult({"type": "message", "channel": message.channel, "message": shown})
