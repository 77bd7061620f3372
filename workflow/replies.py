"""Replies in our threads: what a person writes under a card is an update, and follows edits and deletion in Slack.

Slack delivers events in no order and some of them twice. Each event of a reply gives its text from a moment on, so that
only the latest counts, whichever came first: the register ends with what Slack shows. One reply may be an update to
each of several actions (register.words.reply_words).
"""

import re
from collections.abc import Container, Sequence

from sqlalchemy import Connection

from messages import receipts
from messages.answers import plain
from messages.command_spelling import spelling
from messages.layout import Message
from register.action import Action
from register.lazy_pattern import LazyPattern
from register.next_steps import NextStep, next_steps
from register.refs import without_title
from register.register import Register
from register.words.card_requests import STEPS_FOR, CardRequest, card_request
from register.words.reply_words import ReplyReading, read_reply, refs_named, without_left_out
from register.words.small_talk import has_file, is_small_talk
from register.words.typed_refs import RefIndex
from storage.actions import actions, change_log, registers, updates
from storage.actions.stored_refs import StoredRefs
from storage.actions.updates import StoredUpdate
from storage.intake import replies
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction
from workflow.members_questions import answer_in_thread, take_answer_back
from workflow.pending_replies import PendingReply
from workflow.reply_threads import (
    Receipt,
    Reply,
    ThreadSubject,
    add_update,
    is_message_of_ours,
    subject_of,
    tell_author,
)
from workflow.round_requests import redraw_round_requests
from workflow.updates import MOST_AT_ONCE, remove_reaction

NO_WORDS = (
    "I could not find any words or a file in your reply, so nothing was recorded. "
    "Please reply once more in words, or press *Update* on the card."
)
AS_IT_WAS = (
    "I could not find any words or a file in your reply after the change, so the update stays as it was. "
    "To take the update back, delete your reply or press *Not an update*."
)

_OF_ALL = LazyPattern(r"\b(?:all|any|every(?:thing|\s+one)?|both|none|neither|each)\b", re.I)
"""Words that speak of everything that was asked about."""


def record_reply(context: Context, request: Request, reply: Reply) -> None:
    """Record what a reply under a card or a notice says now as updates, and tell its author.

    Under a notice of several actions it must say which it is about; if it does not, its author is asked. In other
    threads nothing is done and the request's key stays unused: a card may be recorded as posted a moment after somebody
    replies under it, and then the catch-up brings the reply again.
    """
    if not is_message_of_ours(context, request.channel, reply.thread):
        return
    with one_transaction(context, request) as tx:
        if not replies.note_version(tx, request.channel, reply.ts, request.at):
            return
        notice = notices.of_message(tx, request.channel, reply.thread)
        if notice is not None and notice.kind == NoticeKind.QUESTION:
            change_log.lock(tx, notice.register)
            _answer_question(tx, context, request, notice, reply)
            return
        subject = _lock_subject(tx, request.channel, reply.thread)
        if subject is None:
            return
        stored = updates.of_message(tx, request.channel, reply.ts)
        if stored and all(one.is_withdrawn for one in stored):
            return  # its author has taken it back
        _Following(tx, context.at_one_moment(), request, reply, subject, stored).follow()
        redraw_round_requests(tx, registers.find(tx, subject.register), context.now())


def _lock_subject(tx: Connection, channel: str, thread: str) -> ThreadSubject | None:
    """What a thread is about once the lock of its register is ours: while we waited, the import of its action may have
    been undone, and another action may have its ref by now.
    """
    subject = subject_of(tx, channel, thread)
    if subject is None:
        return None
    change_log.lock(tx, subject.register)
    return subject_of(tx, channel, thread)


def offer_to_record(context: Context, request: Request, reply: Reply) -> None:
    """Ask the author of a message that names actions, and is in none of our threads, whether it is an update to them.

    Nothing is recorded before they say so; then edits of it are followed as those of a reply. Only in a channel of the
    register's is anybody asked.
    """
    with one_transaction(context, request) as tx:
        if not replies.note_version(tx, request.channel, reply.ts, request.at):
            return
        stored = updates.of_message(tx, request.channel, reply.ts)
        if stored:
            change_log.lock(tx, stored[0].register)
            # Read again: while we waited, its author may have taken it back.
            _follow_message(tx, context, request, reply, updates.of_message(tx, request.channel, reply.ts))
            return
        here = [one for one in registers.every(tx) if one.speaks_in((request.channel,))]
        for register in here:
            index = RefIndex(StoredRefs(tx, register))
            found = read_reply(reply.words, index, (), None, are_refs=False)
            refs = tuple(ref for ref, _words in found.parts)
            is_talk = found.is_small_talk and not has_file(reply.words)
            if found.unknown or is_talk or not 0 < len(refs) <= MOST_AT_ONCE:
                continue
            at = request.at.isoformat()
            pending = PendingReply(register.slug, "", reply.ts, reply.ts, at, reply.words, are_refs=False)
            value = pending.written() if len(here) == 1 else ""  # the form of the ⋮ menu asks of which register
            receipt = Receipt(register.slug, f"offer:{request.key}", receipts.offer_to_record(refs, value))
            tell_author(tx, context, request, reply, receipt)
            return


def _follow_message(
    tx: Connection, context: Context, request: Request, message: Reply, stored: list[StoredUpdate]
) -> None:
    """Bring the updates that a message in no thread was recorded as in line with what it says now. The caller holds
    the register's lock.
    """
    if all(one.is_withdrawn for one in stored):
        return  # its author has taken it back
    subject = ThreadSubject(stored[0].register, (), None)
    _Following(tx, context.at_one_moment(), request, message, subject, stored).follow()
    redraw_round_requests(tx, registers.find(tx, subject.register), context.now())


def _answer_question(tx: Connection, context: Context, request: Request, notice: Notice, reply: Reply) -> None:
    """Keep the answer to a Member's question; other talk in its thread is left alone."""
    answer = answer_in_thread(tx, request, notice, reply, context.now())
    if answer is not None:
        key = f"answer:{request.channel}:{reply.ts}:{request.at.isoformat()}"
        tell_author(tx, context, request, reply, Receipt(notice.register, key, answer, notice.refs))


def withdraw_reply(context: Context, request: Request, thread: str, ts: str) -> None:
    """Follow a deletion in Slack: its updates are withdrawn, and an answer to a Member's question is taken back; both
    keep their history. Its reaction went with it.
    """
    if not is_message_of_ours(context, request.channel, thread, ts):
        return
    with one_transaction(context, request) as tx:
        if not replies.note_version(tx, request.channel, ts, request.at):
            return
        for found in updates.of_message(tx, request.channel, ts):
            stored = updates.lock_and_reload(tx, found)
            if not stored.is_withdrawn:
                updates.withdraw(tx, stored, request.author(context.now()))
                cards.redraw(tx, [stored.action], context.now())
                redraw_round_requests(tx, registers.find(tx, stored.register), context.now())
        take_answer_back(tx, request, ts, context.now())


def decline_reply(context: Context, request: Request, reply: Reply, reason: str) -> None:
    """Tell the author of a new reply, and nobody else, why it is not recorded."""
    if not is_message_of_ours(context, request.channel, reply.thread):
        return
    with one_transaction(context, request) as tx:
        subject = subject_of(tx, request.channel, reply.thread)
        if subject is None:  # the thread of a card whose action is gone, which says so itself
            return
        key = f"declined:{request.channel}:{reply.ts}"
        tell_author(tx, context, request, reply, Receipt(subject.register, key, plain(reason)))


class _Following:
    """Applies one version of a reply to the updates that were recorded from its earlier versions."""

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
        self._in_force = {one.ref: one for one in stored if not one.is_withdrawn}
        self._taken_back = {one.ref for one in stored if one.is_withdrawn}

    def follow(self) -> None:
        """Bring the register in line with what the reply says now, and tell its author what is new."""
        reply, subject = self._reply, self._subject
        if not reply.words:
            self._tell("wordless", plain(AS_IT_WAS if self._in_force else NO_WORDS))
            return
        register = registers.find(self._tx, subject.register)
        index = RefIndex(StoredRefs(self._tx, register))
        found = read_reply(reply.words, index, subject.refs, subject.own)
        of_another = None if self._in_force else self._named_of_another(index)
        if of_another:
            other, ref = of_another
            here = (subject.own, self._button_value(subject.own)) if subject.own else None
            self._tell("elsewhere", receipts.of_another_register(ref, other, here))
        elif found.unknown:
            self._leave_only(())
            self._tell("unknown", receipts.no_such_action(found.unknown))
        elif found.is_small_talk and not (found.parts or self._is_kept_on_purpose()):
            self._offer_to_record(found)
        elif not found.parts or len(found.parts) > MOST_AT_ONCE:
            self._unclear(index)
        elif found.unsure and not any(words for _ref, words in found.parts):  # "that was for 14"
            self._offer_to_record(found)
        elif found.unsure and not self._has_answered(found, index):
            self._ask_about(found, index)
        elif (found.is_small_talk or _request_in(found)) and not self._is_kept_on_purpose():
            self._offer_to_record(found)
        else:
            self._keep(dict(found.parts))

    def _named_of_another(self, index: RefIndex) -> tuple[Register, str] | None:
        """Another register of this channel and the action of it that the words name beyond doubt, where ours has none
        of that ref: "AGS2: risks entered" under a card of a register of plain numbers. None where they name none.
        """
        for other in registers.every(self._tx):
            if other.slug == self._subject.register or not other.speaks_in((self._request.channel,)):
                continue
            for ref in refs_named(self._reply.words, RefIndex(StoredRefs(self._tx, other))):
                if not index.lookup(ref):
                    return other, ref
        return None

    def _keep(self, words: dict[str, str]) -> None:
        """Keep the words for each action: updates to actions no longer named are withdrawn, others reworded."""
        self._leave_only(words)
        recorded = []
        for ref, text in words.items():
            stored = self._in_force.get(ref)
            if stored is not None:
                self._reword(stored, text)
            elif ref not in self._taken_back:
                slug = self._subject.register
                recorded.append(
                    add_update(self._tx, self._context, self._request, self._reply, slug, ref, text)
                )
        if recorded:
            receipt = receipts.recorded(recorded, self._subject.own or "")
            refs = tuple(one.action.ref for one in recorded)
            key = f"receipt:{recorded[0].update}"
            whole = Receipt(self._subject.register, key, receipt, refs)
            tell_author(self._tx, self._context, self._request, self._reply, whole)

    def _unclear(self, index: RefIndex) -> None:
        """The words name no action: where the reply is one update so far that is reworded, else its author is asked."""
        if len(self._in_force) == 1:
            (stored,) = self._in_force.values()
            self._reword(stored, self._reply.words)
            return
        self._leave_only(())
        known = registers.every(self._tx)
        register = registers.pick(known, self._subject.register)
        commands = spelling(register, registers.candidates(known, self._request.channel))
        refs = self._subject.refs
        most, says_all = len(receipts.RECORD_IT), _OF_ALL.search(self._reply.words) is not None
        choices: list[tuple[Sequence[str], str]] = [((ref,), self._button_value(ref)) for ref in refs[:most]]
        all_meant = without_left_out(self._reply.words, index, refs)
        if 1 < len(all_meant) <= (MOST_AT_ONCE if says_all else most - 1):
            choices.insert(0 if says_all else most - 1, (all_meant, self._button_value("\n".join(all_meant))))
        self._tell(
            f"which:{self._request.at.isoformat()}",
            receipts.which_action(refs, commands, [one for one in choices[:most] if one[1]], self._reply.words),
        )

    def _has_answered(self, found: ReplyReading, index: RefIndex) -> bool:
        """Whether the updates in force are one of the ways to read the reply: its author has said which, or an earlier
        version did.
        """
        if not self._in_force:
            return False
        subject = self._subject
        plain = read_reply(self._reply.words, index, subject.refs, subject.own, are_refs=False)
        return set(self._in_force) in ({ref for ref, _words in one.parts} for one in (found, plain))

    def _ask_about(self, found: ReplyReading, index: RefIndex) -> None:
        """Numbers that may be refs or not: nothing is kept until its author has said which."""
        self._leave_only(())
        subject = self._subject
        plain = read_reply(self._reply.words, index, subject.refs, subject.own, are_refs=False)
        ways = [(tuple(ref for ref, _words in found.parts), self._button_value("", are_refs=True))]
        if plain.parts:
            ways.append((tuple(ref for ref, _words in plain.parts), self._button_value("", are_refs=False)))
        at = self._request.at.isoformat()
        words = dict(found.parts)
        shared = {words[ref] for ref in found.bare}
        is_told_apart = len(shared) == 1 < len(set(words.values()))
        alike = [ref for ref in words if is_told_apart and words[ref] in shared and ref not in found.bare]
        asked = receipts.which_number(found.unsure, [way for way in ways if way[1]], found.bare, alike)
        self._tell(f"unsure:{at}", asked)

    def _button_value(self, ref: str, *, are_refs: bool = True) -> str:
        """The reply as a button's value that records it; empty where a button cannot hold it."""
        reply, at = self._reply, self._request.at.isoformat()
        pending_reply = PendingReply(
            self._subject.register, ref, reply.thread, reply.ts, at, reply.words, are_refs
        )
        return pending_reply.written()

    def _offer_to_record(self, found: ReplyReading) -> None:
        """Thanks, a question, files without words, or what asks for a step of the action: not kept, and its author can
        have it kept, or take that step.
        """
        self._leave_only(())
        refs = tuple(ref for ref, _words in found.parts)
        if refs and not any(words for _ref, words in found.parts):
            self._tell(f"named:{self._request.at.isoformat()}", receipts.only_named(refs))
            return
        at = self._request.at.isoformat()
        value = self._button_value("") if refs else ""
        request = _request_in(found)
        if request is not None and value:
            action = actions.find(self._tx, registers.find(self._tx, self._subject.register), refs[0])
            assert action is not None  # noqa: S101 - it was found in the words under the register's lock
            message = receipts.asks_for(request, action, self._steps(request, action), value, found.parts[0][1])
            self._tell(f"held:{at}", message)
            return
        self._tell(f"held:{at}", receipts.not_recorded(refs, value, self._reply.words))

    def _steps(self, request: CardRequest, action: Action) -> list[NextStep]:
        """The steps that do what a reply asks for and that its author may take now."""
        register = registers.find(self._tx, self._subject.register)
        may = next_steps(register, action, self._request.asker, self._context.today(register))
        return [step for step in STEPS_FOR[request] if step in may]

    def _is_kept_on_purpose(self) -> bool:
        """Whether an update in force was small talk too, or a request: its author pressed *Record it*."""
        return any(is_small_talk(one.text) or card_request(one.text) for one in self._in_force.values())

    def _leave_only(self, refs: Container[str]) -> None:
        """Withdraw what the reply was to other actions than these, so that they can be named again."""
        author = self._request.author(self._context.now())
        for ref, stored in list(self._in_force.items()):
            if ref not in refs:
                updates.withdraw(self._tx, stored, author)
                if not refs:
                    remove_reaction(self._tx, self._context, stored)
                updates.release_message(self._tx, stored)
                cards.redraw(self._tx, [stored.action], self._context.now())
                del self._in_force[ref]

    def _reword(self, stored: StoredUpdate, words: str) -> None:
        register = registers.find(self._tx, stored.register)
        words = without_title(words, actions.by_id(self._tx, register, stored.action).defined)
        if stored.text != words:
            updates.edit(self._tx, stored, words, self._request.author(self._context.now()))
            cards.redraw(self._tx, [stored.action], self._context.now())

    def _tell(self, about: str, message: Message) -> None:
        key = f"{about}:{self._request.channel}:{self._reply.ts}"
        receipt = Receipt(self._subject.register, key, message)
        tell_author(self._tx, self._context, self._request, self._reply, receipt)


def _request_in(found: ReplyReading) -> CardRequest | None:
    """What a reply about one action asks for, where it says nothing else."""
    return card_request(found.parts[0][1]) if len(found.parts) == 1 else None
