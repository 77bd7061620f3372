"""Replies in our threads: what a person says under a card is an update, and follows what Slack shows.

Slack gives its events in no order and some of them twice. Each event of a reply says what the reply is from its
moment on, so that only the latest counts, whichever came first: the register ends with what Slack shows. One reply
may be an update to each of several actions (register.words.reply_words).
"""

import json
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from messages import receipts
from messages.answers import plain
from messages.command_spelling import spelling
from messages.layout import Message
from messages.receipts import RecordedUpdate
from register.permissions import Deed, check
from register.refused import Refused
from register.words.reply_words import ReplyReading, is_small_talk, read_reply
from register.words.typed_refs import RefIndex
from storage.actions import actions, change_log, registers, updates
from storage.actions.stored_refs import StoredRefs
from storage.actions.updates import StoredUpdate
from storage.database.engine import reading
from storage.intake import replies
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, locked, one_transaction
from workflow.meetings import answer_in_thread
from workflow.updates import MOST_AT_ONCE, REACTION, as_kept, remove_reaction

_OF_ONE_ACTION = (
    NoticeKind.REMINDER,
    NoticeKind.ESCALATION,
    NoticeKind.CARD,
    NoticeKind.REQUEST,
    NoticeKind.ANSWER,
)
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
class ThreadSubject:
    """What a thread of ours is about: actions of a register, and the one that is meant where no other is named."""

    register: str
    refs: tuple[str, ...]
    own: str | None


@dataclass(frozen=True)
class HeldReply:
    """A reply that was not recorded, as a button carries it: which action it would be an update to, and its place.

    ``at`` is the time of the version that it is, as ISO text.
    """

    register: str
    ref: str
    thread: str
    ts: str
    at: str
    words: str

    def written(self) -> str:
        """As the value of a button, which holds 2,000 characters; small talk is shorter."""
        return json.dumps(
            [self.register, self.ref, self.thread, self.ts, self.at, self.words], ensure_ascii=False
        )

    @classmethod
    def read(cls, value: str) -> "HeldReply":
        """From what ``written`` gave."""
        return cls(*json.loads(value))


def record_reply(context: Context, request: Request, reply: Reply) -> None:
    """Keep what a reply under a card or a notice says now as updates, and have its author told.

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
        subject = _subject(tx, request.channel, reply.thread)
        if subject is None:
            return
        change_log.lock(tx, subject.register)
        stored = updates.of_message(tx, request.channel, reply.ts)
        if stored and all(one.is_withdrawn for one in stored):
            return  # its author has taken it back
        now = context.now()  # one moment for all parts: they are taken back together
        _Following(tx, replace(context, now=lambda: now), request, reply, subject, stored).follow()


def _answer_question(tx: Connection, context: Context, request: Request, asked: Notice, reply: Reply) -> None:
    """Keep the answer to a Member's question; other talk in its thread is left alone."""
    answer = answer_in_thread(tx, asked, reply.words, request.user, context.now())
    if answer is not None:
        key = f"answer:{request.channel}:{reply.ts}"
        _tell_author(tx, context, request, reply, Receipt(asked.register, key, answer, asked.refs))


def withdraw_reply(context: Context, request: Request, thread: str, ts: str) -> None:
    """Follow a deletion in Slack: its updates are withdrawn and keep their history; its reaction went with it."""
    if not _is_ours(context, request.channel, thread, ts):
        return
    with one_transaction(context, request) as tx:
        if not replies.is_latest(tx, request.channel, ts, request.at):
            return
        for found in updates.of_message(tx, request.channel, ts):
            stored = updates.lock_and_reload(tx, found)
            if not stored.is_withdrawn:
                updates.withdraw(tx, stored, request.author(context.now()))
                cards.redraw(tx, [stored.action], context.now())


def decline_reply(context: Context, request: Request, reply: Reply, reason: str) -> None:
    """Have the author of a new reply, and nobody else, told why it is not recorded."""
    if not _is_ours(context, request.channel, reply.thread):
        return
    with one_transaction(context, request) as tx:
        subject = _subject(tx, request.channel, reply.thread)
        if subject is None:  # the thread of a card whose action is gone, which says so itself
            return
        key = f"declined:{request.channel}:{reply.ts}"
        _tell_author(tx, context, request, reply, Receipt(subject.register, key, plain(reason)))


def record_held(context: Context, request: Request, held: HeldReply) -> str:
    """Keep a reply that was not recorded by itself, at its author's wish; give the action's ref. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = locked(tx, held.register, held.ref)
        check(request.asker, Deed.UPDATE, register, actions.by_id(tx, register, number))
        if any(one.action == number for one in updates.of_message(tx, request.channel, held.ts)):
            raise Refused("That reply has been recorded already.")
        latest = replies.latest(tx, request.channel, held.ts)
        if latest is not None and latest != datetime.fromisoformat(held.at):
            raise Refused("Your reply has been changed or deleted since, so nothing was recorded.")
        reply = Reply(held.thread, held.ts, held.words)
        _add(tx, context, request, reply, register.slug, held.ref, held.words)
        return held.ref


def is_ours(context: Context, channel: str, thread: str) -> bool:
    """Whether a thread hangs from a message of ours that is about actions, so that what is said there is an update."""
    with reading(context.engine) as tx:
        subject = _subject(tx, channel, thread)
    return subject is not None and bool(subject.refs)


def _is_ours(context: Context, channel: str, thread: str, ts: str = "") -> bool:
    """Whether that is a thread of ours, or the message in it an update of ours."""
    with reading(context.engine) as tx:
        return bool(
            cards.of_thread(tx, channel, thread)
            or notices.of_message(tx, channel, thread)
            or (ts and updates.of_message(tx, channel, ts))
        )


def _subject(tx: Connection, channel: str, thread: str) -> ThreadSubject | None:
    """What a thread is about: the card's action, the only one reminded of, or several; None: nothing of a register.

    A card whose action is in no register any more says that replies to it are not recorded: another action may have
    its ref by now.
    """
    card = cards.of_thread(tx, channel, thread)
    if card is not None:
        return ThreadSubject(card.register, (card.ref,), card.ref)
    notice = notices.of_message(tx, channel, thread)
    if notice is None or (notice.card is not None and not cards.find(tx, notice.card).register):
        return None
    is_of_one = len(notice.refs) == 1 and notice.kind in _OF_ONE_ACTION
    return ThreadSubject(notice.register, notice.refs, notice.refs[0] if is_of_one else None)


class _Following:
    """One version of a reply, and what it makes of the updates that earlier versions of it were."""

    def __init__(
        self,
        tx: Connection,
        context: Context,
        request: Request,
        reply: Reply,
        subject: ThreadSubject,
        stored: list[StoredUpdate],
    ) -> None:
        self._tx, self._context, self._request, self._reply = tx, context, request, reply
        self._subject = subject
        self._standing = {one.ref: one for one in stored if not one.is_withdrawn}
        self._taken_back = {one.ref for one in stored if one.is_withdrawn}

    def follow(self) -> None:
        """Bring the register in line with what the reply says now, and tell its author what is new."""
        reply, subject = self._reply, self._subject
        if not reply.words:
            self._tell("wordless", plain(AS_IT_WAS if self._standing else NO_WORDS))
            return
        register = registers.find(self._tx, subject.register)
        index = RefIndex(StoredRefs(self._tx, register))
        found = read_reply(reply.words, index, subject.refs, subject.own)
        if found.unknown:
            self._leave_only(())
            self._tell("unknown", receipts.no_such_action(found.unknown))
        elif not found.parts or len(found.parts) > MOST_AT_ONCE:
            self._unclear()
        elif found.is_small_talk and not self._is_kept_on_purpose():
            self._hold(found)
        else:
            self._keep(dict(found.parts))

    def _keep(self, words: dict[str, str]) -> None:
        """Keep the words for each action: what names an action no longer goes, what stands is reworded."""
        self._leave_only(words)
        kept = []
        for ref, text in words.items():
            stored = self._standing.get(ref)
            if stored is not None:
                self._reword(stored, text)
            elif ref not in self._taken_back:
                slug = self._subject.register
                kept.append(_add(self._tx, self._context, self._request, self._reply, slug, ref, text))
        if kept:
            receipt = receipts.recorded(kept, self._subject.own or "")
            refs = tuple(one.action.ref for one in kept)
            key = f"receipt:{kept[0].update}"
            whole = Receipt(self._subject.register, key, receipt, refs)
            _tell_author(self._tx, self._context, self._request, self._reply, whole)

    def _unclear(self) -> None:
        """The words name no action: the one update that they were so far is reworded, else their author is asked."""
        if len(self._standing) == 1:
            (stored,) = self._standing.values()
            self._reword(stored, self._reply.words)
            return
        self._leave_only(())
        known = registers.every(self._tx)
        register = registers.pick(known, self._subject.register)
        commands = spelling(register, registers.candidates(known, self._request.channel))
        self._tell("which", receipts.which_action(self._subject.refs, commands))

    def _hold(self, found: ReplyReading) -> None:
        """Thanks or a question: not kept, and its author can have it kept."""
        self._leave_only(())
        ref, words = found.parts[0]
        at = self._request.at.isoformat()
        held = HeldReply(self._subject.register, ref, self._reply.thread, self._reply.ts, at, words)
        self._tell(f"held:{at}", receipts.not_recorded(ref, held.written()))

    def _is_kept_on_purpose(self) -> bool:
        """Whether what stands was small talk too: its author pressed *Record it*."""
        return any(is_small_talk(one.text) for one in self._standing.values())

    def _leave_only(self, refs: Container[str]) -> None:
        """Withdraw what the reply was to other actions than these, so that they can be named again."""
        author = self._request.author(self._context.now())
        for ref, stored in list(self._standing.items()):
            if ref not in refs:
                updates.withdraw(self._tx, stored, author)
                if not refs:
                    remove_reaction(self._tx, self._context, stored)
                updates.release_message(self._tx, stored)
                cards.redraw(self._tx, [stored.action], self._context.now())
                del self._standing[ref]

    def _reword(self, stored: StoredUpdate, words: str) -> None:
        if stored.text != words:
            updates.edit(self._tx, stored, words, self._request.author(self._context.now()))
            cards.redraw(self._tx, [stored.action], self._context.now())

    def _tell(self, about: str, message: Message) -> None:
        key = f"{about}:{self._request.channel}:{self._reply.ts}"
        receipt = Receipt(self._subject.register, key, message)
        _tell_author(self._tx, self._context, self._request, self._reply, receipt)


def _add(
    tx: Connection, context: Context, request: Request, reply: Reply, slug: str, ref: str, words: str
) -> RecordedUpdate:
    """Make a reply an update to an action, with a reaction under it."""
    now = context.now()
    register, number = locked(tx, slug, ref)
    check(request.asker, Deed.UPDATE, register, actions.by_id(tx, register, number))
    place = updates.MessagePlace(request.channel, reply.ts, reply.thread)
    update = updates.add(tx, slug, number, words, request.author(now), place, reply.written_at)
    cards.redraw(tx, [number], now)
    mark = {"timestamp": reply.ts, "name": REACTION}
    reaction = Notice(
        slug, f"reaction:{update}", NoticeKind.REACTION, request.channel, Method.REACT, (ref,), mark
    )
    notices.queue(tx, reaction, now)
    return as_kept(tx, context, request, register, (number, update), words)


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
