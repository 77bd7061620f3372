"""Answers that are sent through the queue: to messages to the bot, and to people who have submitted a form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from messages.answers import receipt_with_undo, undo_value
from messages.command_spelling import spelling
from messages.layout import Block, Message
from messages.receipts import hint_words, is_it_complete
from register.changes import UpdateAdded
from register.register import Register
from register.words.update_hints import hint
from storage.actions import actions, change_log, registers
from storage.actions.change_log import Entry
from storage.database.engine import transaction
from storage.intake import inbox
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request
from workflow.home import tell
from workflow.undo import recorded_by
from workflow.updates import can_complete

USEFUL_FOR = timedelta(hours=1)
"""How long after a request its answer is still worth sending."""


def queue_answer(
    context: Context, request: Request, thread: str | None, message: Message, *, is_private: bool
) -> None:
    """Queue the answer to a message (``request.key`` is "message:CHANNEL:TS"): once, however often it comes.

    In a direct message it is posted; in a channel only whoever asked sees it. ``thread`` is the ts of the thread
    that was asked in, if one was. Raises Refused where there is no register yet.
    """
    now = context.now()
    with transaction(context.engine) as tx:
        first, *_others = registers.of_channel(registers.every(tx), request.channel)
        # A question leaves no other record, and the catch-up takes a message without one as missed.
        inbox.note(tx, request.key, now)
        payload = message.arguments | ({"thread_ts": thread} if thread else {})
        method = Method.POST if is_private else Method.WHISPER
        answer = Notice(
            register=request.register or first.slug,
            key=f"answer:{request.key}",
            kind=NoticeKind.ANSWER,
            to=request.channel,
            method=method,
            payload=payload if is_private else payload | {"user": request.user},
            valid_until=now + USEFUL_FOR,
        )
        notices.queue(tx, answer, now)
    context.committed()


def queue_receipt(context: Context, request: Request, slug: str, text: str, *, can_undo: bool) -> None:
    """Queue a message that only the sender of a form sees, where they opened it: that it is saved (``text``, mrkdwn),
    and how to take it back, where anything was recorded in the register from ``request.at`` on. For a form that was
    opened on the home page, that page is drawn again instead.
    """
    now = context.now()
    with transaction(context.engine) as tx:
        known = registers.every(tx)
        register = registers.pick(known, slug)
        commands = spelling(register, registers.candidates(known, request.channel, request.channel_name))
        entries = [one for one in change_log.last_of(tx, slug, request.user) if one.recorded_at >= request.at]
        name = recorded_by(tx, slug, request.user, request.at)
        text = " ".join([text, *_hints(tx, register, entries, register.today(now))][:2])
        message = receipt_with_undo(text, undo_value(slug, name) if can_undo and name else "", commands)
        message = replace(message, blocks=(*message.blocks, *_claims(tx, request, register, entries)))
        if not request.channel:
            tell(tx, context, request, message)
            return
        receipt = Notice(
            register=slug,
            key=f"receipt:{request.key}",
            kind=NoticeKind.RECEIPT,
            to=request.channel,
            method=Method.WHISPER,
            payload=message.arguments | {"user": request.user},
            valid_until=now + USEFUL_FOR,
        )
        notices.queue(tx, receipt, now)


def _claims(tx: Connection, request: Request, register: Register, entries: Sequence[Entry]) -> Iterator[Block]:
    """For each update among these changes that claims that its action is done, the button to report it complete."""
    for entry in entries[:10]:
        if isinstance(entry.change, UpdateAdded):
            action = actions.by_id(tx, register, entry.action)
            if can_complete(request, register, action, entry.change.update.text):
                yield is_it_complete(action)


def _hints(tx: Connection, register: Register, entries: Sequence[Entry], today: date) -> Iterator[str]:
    """What would make the updates among these changes better, in words."""
    for entry in entries:
        if isinstance(entry.change, UpdateAdded):
            found = hint(actions.by_id(tx, register, entry.action), entry.change.update.id, today)
            if found:
                yield hint_words(found)
