"""The threads in which replies are recorded: what each is about, and recording a reply as an update."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from messages.layout import Message
from messages.receipts import RecordedUpdate, with_left_out
from register.permissions import Permission, check
from register.refs import without_title
from register.words.mail_ends import MailEnd
from storage.actions import actions, updates
from storage.database.engine import reading
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, lock_and_find
from workflow.updates import REACTION, as_kept

_OF_ONE_ACTION = (
    NoticeKind.REMINDER,
    NoticeKind.ESCALATION,
    NoticeKind.CARD,
    NoticeKind.REQUEST,
    NoticeKind.ANSWER,
)
"""Notices under which a reply needs no ref when they are about one action; a card is one whose row is gone."""


@dataclass(frozen=True)
class Reply:
    """A reply as it is in Slack: the thread it is in, its own place, and its words without what a mail program put
    below them (``left_out``).

    The thread of a message that is in none is its own ``ts``.
    """

    thread: str
    ts: str
    words: str
    left_out: tuple[MailEnd, ...] = ()

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


def is_ours(context: Context, channel: str, thread: str) -> bool:
    """Whether a thread hangs from a message of ours that is about actions, so that what is said there is an update."""
    with reading(context.engine) as tx:
        subject = subject_of(tx, channel, thread)
    return subject is not None and bool(subject.refs)


def is_message_of_ours(context: Context, channel: str, thread: str, ts: str = "") -> bool:
    """Whether that is a thread of ours, or the message in it an update of ours."""
    with reading(context.engine) as tx:
        return bool(
            cards.of_thread(tx, channel, thread)
            or notices.of_message(tx, channel, thread)
            or (ts and updates.of_message(tx, channel, ts))
        )


def subject_of(tx: Connection, channel: str, thread: str) -> ThreadSubject | None:
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


def add_update(
    tx: Connection, context: Context, request: Request, reply: Reply, slug: str, ref: str, words: str
) -> RecordedUpdate:
    """Make a reply an update to an action, with a reaction under it."""
    now = context.now()
    register, number = lock_and_find(tx, slug, ref)
    action = actions.by_id(tx, register, number)
    check(request.asker, Permission.UPDATE, register, action)
    words = without_title(words, action.defined)
    place = updates.MessagePlace(request.channel, reply.ts, reply.thread)
    update = updates.add(tx, slug, number, words, request.author(now), place, reply.written_at)
    cards.redraw(tx, [number], now)
    mark = {"timestamp": reply.ts, "name": REACTION}
    reaction = Notice(
        slug, f"reaction:{update}", NoticeKind.REACTION, request.channel, Method.REACT, (ref,), mark
    )
    notices.queue(tx, reaction, now)
    return as_kept(tx, context, request, register, number, update, words)


@dataclass(frozen=True)
class Receipt:
    """What a reply's author alone is told in its thread, under a key once only."""

    register: str
    key: str
    message: Message
    refs: tuple[str, ...] = ()


def tell_author(tx: Connection, context: Context, request: Request, reply: Reply, receipt: Receipt) -> None:
    """Queue what a reply's author alone is shown in its thread; in the channel where it is in none."""
    thread = {"thread_ts": reply.thread} if reply.thread != reply.ts else {}
    shown = with_left_out(receipt.message, reply.left_out)
    payload = shown.arguments | {"user": request.user} | thread
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
