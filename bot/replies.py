"""Thread replies: what is said under a card is an update; edits and deletions in Slack are followed.

Slack gives its events in no order and some of them twice. Each event of a reply says what the reply is from its
moment on, so that only the latest counts, whichever came first: the register ends with what Slack shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

import messages
from bot.slack_text import plain, storable
from messages import Message
from register.refs import is_marked, read_ref, same_ref
from storage.actions import actions, registers, updates
from storage.database.engine import reading
from storage.intake import replies
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice
from workflow.capture import REACTION, Context, Request, captured, locked

# The kinds of message that carry a person's words; joins, topics and bots' posts are of other kinds.
_SAID = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True)
class Reply:
    """A reply as it stands in Slack: the thread it is in, its own place, and its words."""

    thread: str
    ts: str
    words: str


@dataclass(frozen=True)
class About:
    """What a thread of ours is about: actions of a register, and the one that is meant, where that is clear."""

    register: str
    refs: tuple[str, ...]
    ref: str | None


def heard(context: Context, event_id: str, event: Mapping[str, Any]) -> None:
    """Take in one message event: a new reply, an edit or a deletion. Anything else records nothing."""
    kind = event.get("subtype")
    if kind == "message_changed":
        now = (
            event.get("message") or {}
        )  # a "tombstone" is a thread's first message, deleted while replies remain
        if now.get("subtype") in _SAID and _is_reply(now):
            follow(context, _request(f"event:{event_id}", now, event), _reply(now))
    elif kind == "message_deleted":
        gone = event.get("previous_message") or {}
        thread = str(gone.get("thread_ts") or "")
        forget(context, _request(f"event:{event_id}", gone, event), thread, event["deleted_ts"])
    elif kind in _SAID and _is_reply(event):
        follow(context, _request(_key(event), event, event), _reply(event))


def declined(context: Context, event: Mapping[str, Any], why: str) -> None:
    """Tell the author of a new reply, and nobody else, why it is not recorded."""
    if event.get("type") != "message" or event.get("subtype") not in _SAID or not _is_reply(event):
        return
    request, reply = _request(_key(event), event, event), _reply(event)
    if not _is_ours(context, request.channel, reply.thread):
        return
    with captured(context, request) as tx:
        about = _about(tx, request.channel, reply)
        assert about is not None  # noqa: S101 - cards and notices stay where they are
        key = f"declined:{request.channel}:{reply.ts}"
        _whisper(tx, context, request, reply, (about.register, key), messages.plain(why))


def follow(context: Context, request: Request, reply: Reply) -> None:
    """Keep what a reply under a card or a notice says now as an update, and tell its author so.

    Under a notice of several actions it must say of which; if it does not, its author is asked. Other threads
    are none of ours: there its key stays free, for a card may be noted as posted a moment later than somebody
    replies under it, and then the catch-up brings the reply again.
    """
    if not _is_ours(context, request.channel, reply.thread):
        return
    with captured(context, request) as tx:
        if not replies.is_latest(tx, request.channel, reply.ts, request.at) or not reply.words:
            return
        about = _about(tx, request.channel, reply)
        said = _update_of(tx, request.channel, reply.ts)
        if about is None or (said and said.is_withdrawn):
            return
        if said and about.ref in (None, said.ref):
            _reword(tx, context, request, said, reply.words)
        elif about.ref is not None:
            if said:
                updates.let_go(tx, said, request.author(context.now()))
                cards.redraw(tx, [said.action], context.now())
            _keep(tx, context, request, (about.register, about.ref), reply)
        else:
            key = f"which:{request.channel}:{reply.ts}"
            meeting = registers.meeting(registers.every(tx), request.channel)
            asked = messages.naming(messages.which_action(about.refs), about.register, meeting)
            _whisper(tx, context, request, reply, (about.register, key), asked)


def forget(context: Context, request: Request, thread: str, ts: str) -> None:
    """Follow a deletion in Slack: the update is withdrawn and keeps its history; its reaction went with it."""
    if not _is_ours(context, request.channel, thread, ts):
        return
    with captured(context, request) as tx:
        if not replies.is_latest(tx, request.channel, ts, request.at):
            return
        said = _update_of(tx, request.channel, ts)
        if said and not said.is_withdrawn:
            updates.withdraw(tx, said, request.author(context.now()))
            cards.redraw(tx, [said.action], context.now())


def _is_ours(context: Context, channel: str, thread: str, ts: str = "") -> bool:
    """Whether that is a thread of ours, or the message in it an update of ours."""
    with reading(context.engine) as tx:
        return bool(
            cards.of_thread(tx, channel, thread)
            or notices.of_message(tx, channel, thread)
            or (ts and updates.of_message(tx, channel, ts))
        )


def _about(tx: Connection, channel: str, reply: Reply) -> About | None:
    """What a reply is about: the card's action, the only one reminded of, or the one its words begin with.

    A bare number does not count ("2 officers are off sick"): "2:", "#2" and "action 2" do.
    """
    card = cards.of_thread(tx, channel, reply.thread)
    if card is not None:
        return About(card.register, (card.ref,), card.ref)
    notice = notices.of_message(tx, channel, reply.thread)
    if notice is None:
        return None
    if len(notice.refs) == 1 and notice.kind in ("reminder", "escalation", "card"):  # a card that is gone
        return About(notice.register, notice.refs, notice.refs[0])
    named = same_ref(read_ref(reply.words)[0], notice.refs) if is_marked(reply.words) else None
    return About(notice.register, notice.refs, named)


def _update_of(tx: Connection, channel: str, ts: str) -> updates.StoredUpdate | None:
    """The update that a message is, which nobody else can change until this transaction ends."""
    found = updates.of_message(tx, channel, ts)
    return updates.locked(tx, found) if found else None


def _reword(tx: Connection, context: Context, request: Request, said: updates.StoredUpdate, words: str) -> None:
    if said.text != words:
        updates.edit(tx, said, words, request.author(context.now()))
        cards.redraw(tx, [said.action], context.now())


def _keep(tx: Connection, context: Context, request: Request, about: tuple[str, str], reply: Reply) -> None:
    """Make a reply an update to the action (register, ref), and have its author told."""
    slug, ref = about
    register, number = locked(tx, slug, ref)
    author, said_at = request.author(context.now()), _moment(reply.ts)
    said = updates.add(tx, slug, number, reply.words, author, (request.channel, reply.ts), said_at)
    cards.redraw(tx, [number], context.now())
    reaction = {"timestamp": reply.ts, "name": REACTION}
    key = f"reaction:{said}"
    notices.queue(
        tx, Notice(slug, key, "reaction", request.channel, Method.REACT, (ref,), reaction), context.now()
    )
    recorded = messages.recorded(actions.by_id(tx, register, number), said)
    _whisper(tx, context, request, reply, (slug, f"receipt:{said}"), recorded, (ref,))


def _whisper(
    tx: Connection,
    context: Context,
    request: Request,
    reply: Reply,
    name: tuple[str, str],
    words: Message,
    refs: tuple[str, ...] = (),
) -> None:
    """Tell a reply's author something in its thread, under that name (register, key) once only."""
    slug, key = name
    payload = words.arguments | {"user": request.user, "thread_ts": reply.thread}
    notices.queue(
        tx, Notice(slug, key, "receipt", request.channel, Method.WHISPER, refs, payload), context.now()
    )


def _key(event: Mapping[str, Any]) -> str:
    # The same message can come as several events (a mention does): its own place is its key.
    return f"message:{event['channel']}:{event['ts']}"


def _reply(message: Mapping[str, Any]) -> Reply:
    names = [f"[file: {storable(one['name'])}]" for one in message.get("files") or () if one.get("name")]
    words = " ".join([plain(message.get("text") or ""), *names]).strip()
    return Reply(message["thread_ts"], message["ts"], words)


def _is_reply(message: Mapping[str, Any]) -> bool:
    by_person = message.get("user") and not message.get("bot_id")
    return bool(by_person and message.get("thread_ts") and message["thread_ts"] != message.get("ts"))


def _request(key: str, message: Mapping[str, Any], event: Mapping[str, Any]) -> Request:
    """The request that an event is, at the moment from which on the message is what the event says.

    That is the event's, the message's own for a new one; a message read from Slack's history may have been
    edited since, and is what it became then.
    """
    edited = (message.get("edited") or {}).get("ts") if message is event else None
    at = _moment(str(edited or event.get("event_ts") or event.get("ts") or message.get("ts") or 0))
    return Request(key, str(message.get("user") or ""), event["channel"], at, "reply")


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
