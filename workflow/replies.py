"""Replies in our threads: what a person says under a card is an update, and follows what Slack shows.

Slack gives its events in no order and some of them twice. Each event of a reply says what the reply is from its
moment on, so that only the latest counts, whichever came first: the register ends with what Slack shows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from messages.answers import plain
from messages.cards import recorded, which_action
from messages.command_spelling import spelling
from messages.layout import Message
from register.permissions import Deed, check
from register.refs import is_marked, read_ref, same_ref
from storage.actions import actions, registers, updates
from storage.actions.updates import StoredUpdate
from storage.database.engine import reading
from storage.intake import replies
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, locked, one_transaction
from workflow.meetings import answer_in_thread
from workflow.updates import REACTION

_OF_ONE_ACTION = (NoticeKind.REMINDER, NoticeKind.ESCALATION, NoticeKind.CARD)
"""Notices under which a reply needs no ref when they are about one action; a card is one whose row is gone."""


NO_WORDS = (
    "I could not find any words or a file in your reply, so nothing was recorded. "
    "Please reply once more in words, or press *Update* on the card."
)
AS_IT_WAS = (
    "I could not find any words or a file in your reply after the change, so the update stays as it was. "
    "To take the update back, delete your reply or press *Not an update*."
)


@dataclass(frozen=True)
class Reply:
    """A reply as it stands in Slack: the thread it is in, its own place, and its words."""

    thread: str
    ts: str
    words: str

    @property
    def written_at(self) -> datetime:
        """When it was written (UTC)."""
        return datetime.fromtimestamp(float(self.ts), UTC)


@dataclass(frozen=True)
class Subject:
    """What a thread of ours is about: actions of a register, and the one that is meant, where that is clear."""

    register: str
    refs: tuple[str, ...]
    ref: str | None


def record_reply(context: Context, request: Request, reply: Reply) -> None:
    """Keep what a reply under a card or a notice says now as an update, and have its author told.

    Under a notice of several actions it must say of which; if it does not, its author is asked. Other threads
    are none of ours: there its key stays free, for a card may be noted as posted a moment later than somebody
    replies under it, and then the catch-up brings the reply again.
    """
    if not _is_ours(context, request.channel, reply.thread):
        return
    with one_transaction(context, request) as tx:
        if not replies.is_latest(tx, request.channel, reply.ts, request.at):
            return
        asked = notices.of_message(tx, request.channel, reply.thread)
        if asked is not None and asked.kind == NoticeKind.QUESTION:
            _answer_question(tx, context, request, asked, reply)
            return
        subject = _subject(tx, request.channel, reply)
        stored = _update_of(tx, request.channel, reply.ts)
        if subject is None or (stored and stored.is_withdrawn):
            return
        if not reply.words:
            key = f"wordless:{request.channel}:{reply.ts}"
            unread = Receipt(subject.register, key, plain(AS_IT_WAS if stored else NO_WORDS))
            _tell_author(tx, context, request, reply, unread)
        elif stored and subject.ref in (None, stored.ref):
            _reword(tx, context, request, stored, reply.words)
        elif subject.ref is not None:
            if stored:
                updates.release_message(tx, stored, request.author(context.now()))
                cards.redraw(tx, [stored.action], context.now())
            _keep(tx, context, request, subject, reply)
        else:
            _ask_which(tx, context, request, subject, reply)


def _answer_question(tx: Connection, context: Context, request: Request, asked: Notice, reply: Reply) -> None:
    """Keep the answer to a Member's question; other talk in its thread is left alone."""
    told = answer_in_thread(tx, asked, reply.words, request.user, context.now())
    if told is not None:
        key = f"answer:{request.channel}:{reply.ts}"
        _tell_author(tx, context, request, reply, Receipt(asked.register, key, told, asked.refs))


def withdraw_reply(context: Context, request: Request, thread: str, ts: str) -> None:
    """Follow a deletion in Slack: the update is withdrawn and keeps its history; its reaction went with it."""
    if not _is_ours(context, request.channel, thread, ts):
        return
    with one_transaction(context, request) as tx:
        if not replies.is_latest(tx, request.channel, ts, request.at):
            return
        stored = _update_of(tx, request.channel, ts)
        if stored and not stored.is_withdrawn:
            updates.withdraw(tx, stored, request.author(context.now()))
            cards.redraw(tx, [stored.action], context.now())


def decline_reply(context: Context, request: Request, reply: Reply, reason: str) -> None:
    """Have the author of a new reply, and nobody else, told why it is not recorded."""
    if not _is_ours(context, request.channel, reply.thread):
        return
    with one_transaction(context, request) as tx:
        subject = _subject(tx, request.channel, reply)
        assert subject is not None  # noqa: S101 - cards and notices stay where they are
        key = f"declined:{request.channel}:{reply.ts}"
        _tell_author(tx, context, request, reply, Receipt(subject.register, key, plain(reason)))


def _is_ours(context: Context, channel: str, thread: str, ts: str = "") -> bool:
    """Whether that is a thread of ours, or the message in it an update of ours."""
    with reading(context.engine) as tx:
        return bool(
            cards.of_thread(tx, channel, thread)
            or notices.of_message(tx, channel, thread)
            or (ts and updates.of_message(tx, channel, ts))
        )


def _subject(tx: Connection, channel: str, reply: Reply) -> Subject | None:
    """What a reply is about: the card's action, the only one reminded of, or the one its words begin with.

    A bare number does not count ("2 officers are off sick"): "2:", "#2" and "action 2" do.
    """
    card = cards.of_thread(tx, channel, reply.thread)
    if card is not None:
        return Subject(card.register, (card.ref,), card.ref)
    notice = notices.of_message(tx, channel, reply.thread)
    if notice is None:
        return None
    if len(notice.refs) == 1 and notice.kind in _OF_ONE_ACTION:
        return Subject(notice.register, notice.refs, notice.refs[0])
    named = same_ref(read_ref(reply.words)[0], notice.refs) if is_marked(reply.words) else None
    return Subject(notice.register, notice.refs, named)


def _update_of(tx: Connection, channel: str, ts: str) -> StoredUpdate | None:
    """The update that a message is, which nobody else can change until this transaction ends."""
    found = updates.of_message(tx, channel, ts)
    return updates.lock_and_reload(tx, found) if found else None


def _reword(tx: Connection, context: Context, request: Request, stored: StoredUpdate, words: str) -> None:
    if stored.text != words:
        updates.edit(tx, stored, words, request.author(context.now()))
        cards.redraw(tx, [stored.action], context.now())


def _keep(tx: Connection, context: Context, request: Request, subject: Subject, reply: Reply) -> None:
    """Make a reply an update to the action that is meant, and have its author told."""
    assert subject.ref is not None  # noqa: S101 - the caller has looked
    slug, ref, now = subject.register, subject.ref, context.now()
    register, number = locked(tx, slug, ref)
    action = actions.by_id(tx, register, number)
    check(request.asker, Deed.UPDATE, register, action)
    message = (request.channel, reply.ts)
    update = updates.add(tx, slug, number, reply.words, request.author(now), message, reply.written_at)
    cards.redraw(tx, [number], now)
    reaction = Notice(
        slug,
        f"reaction:{update}",
        NoticeKind.REACTION,
        request.channel,
        Method.REACT,
        (ref,),
        {"timestamp": reply.ts, "name": REACTION},
    )
    notices.queue(tx, reaction, now)
    receipt = Receipt(slug, f"receipt:{update}", recorded(action, update), (ref,))
    _tell_author(tx, context, request, reply, receipt)


def _ask_which(tx: Connection, context: Context, request: Request, subject: Subject, reply: Reply) -> None:
    known = registers.every(tx)
    register = registers.pick(known, subject.register)
    commands = spelling(register, registers.candidates(known, request.channel))
    question = which_action(subject.refs, commands)
    key = f"which:{request.channel}:{reply.ts}"
    _tell_author(tx, context, request, reply, Receipt(subject.register, key, question))


@dataclass(frozen=True)
class Receipt:
    """What a reply's author alone is told in its thread, under a key once only."""

    register: str
    key: str
    message: Message
    refs: tuple[str, ...] = ()


def _tell_author(tx: Connection, context: Context, request: Request, reply: Reply, receipt: Receipt) -> None:
    payload = receipt.message.arguments | {"user": request.user, "thread_ts": reply.thread}
    notice = Notice(
        receipt.register,
        receipt.key,
        NoticeKind.RECEIPT,
        request.channel,
        Method.WHISPER,
        receipt.refs,
        payload,
    )
    notices.queue(tx, notice, context.now())
