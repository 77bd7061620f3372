"""Answers to Members' questions, given in their threads: each is kept in versions and follows edits of its reply."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from messages import rounds
from messages.answers import plain
from messages.layout import LONGEST_VALUE, Message
from register.lazy_pattern import LazyPattern
from register.meeting_changes import QuestionAnswered
from register.permissions import Permission, check
from register.refused import Refused
from register.words.small_talk import has_file, is_small_talk
from storage.actions import change_log, meetings, register_log, registers
from storage.actions.meetings import Answer, MembersQuestion
from storage.intake import replies
from storage.queue.notices import Notice
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests_of_meeting
from workflow.reply_threads import Reply

_KEPT = (
    "Recorded as the answer: it is printed in the next paper, and follows your reply if you edit or delete it."
)
_ANSWER = LazyPattern(r"answer\s*:\s*(.+)", re.I | re.S)


def answer_in_thread(
    tx: Connection, request: Request, notice: Notice, reply: Reply, at: datetime
) -> Message | None:
    """Keep a reply under a Member's question as its answer, where it says that it is; returns what its author is told.

    A reply that is an answer already stays one when it is edited. Where a reply may be the answer, its author is asked.
    None where there is nothing to tell: small talk, or an answer whose reply was edited. The caller holds the
    register's lock: of two answers at once the one that is kept last must be the one that its message shows.
    """
    number = int(notice.key.rpartition(":")[2])
    question = _question(tx, notice.register, number)
    words = reply.words.strip()
    explicit = _ANSWER.fullmatch(words)
    earlier = meetings.answer_of(tx, request.channel, reply.ts)
    is_new = earlier is None
    is_talk = is_small_talk(words) and not has_file(words)
    if question is None or (earlier and not words) or (is_new and explicit is None and is_talk):
        return None
    try:
        check(request.asker, Permission.ANSWER_QUESTION, registers.find(tx, notice.register))
    except Refused as refused:
        return plain(str(refused))
    if is_new and explicit is None:
        value = PendingAnswer(notice.register, number, words, reply.ts, request.at.isoformat()).written()
        return rounds.is_that_the_answer(question.member, value)
    answer = explicit[1].strip() if explicit else words
    _keep(tx, request, notice.register, question, answer, reply.ts, at)
    return plain(_KEPT) if is_new else None


@dataclass(frozen=True)
class PendingAnswer:
    """A reply that may be the answer to the question of that number, as a button carries it; ``at`` is the time of
    the version that it is, as ISO text.
    """

    register: str
    number: int
    words: str
    ts: str
    at: str

    def written(self) -> str:
        """As the value of a button; empty where a button cannot hold it."""
        value = json.dumps(list(vars(self).values()), ensure_ascii=False)
        return value if len(value) <= LONGEST_VALUE else ""

    @classmethod
    def read(cls, value: str) -> "PendingAnswer":
        """From what ``written`` gave. Buttons from before answers had versions name no reply."""
        return cls(*[*json.loads(value), "", ""][:5])


def answer_question(context: Context, request: Request, pending_answer: PendingAnswer) -> str:
    """Keep a reply as the answer to a Member's question; give what is said then. Raises Refused."""
    with one_transaction(context, request) as tx:
        register = lock_register(tx, pending_answer.register)
        question = _question(tx, pending_answer.register, pending_answer.number)
        if question is None:
            raise Refused("That question is not asked any more.")
        check(request.asker, Permission.ANSWER_QUESTION, register)
        latest = replies.latest(tx, request.channel, pending_answer.ts) if pending_answer.ts else None
        if latest is not None and latest != datetime.fromisoformat(pending_answer.at):
            raise Refused("Your reply has been changed or deleted since, so nothing was recorded.")
        _keep(
            tx,
            request,
            pending_answer.register,
            question,
            pending_answer.words,
            pending_answer.ts,
            context.now(),
        )
    return _KEPT


def take_answer_back(tx: Connection, request: Request, ts: str, at: datetime) -> None:
    """Follow the deletion of a reply: if it was an answer, the one before it counts again, and it stays on record."""
    found = meetings.answer_of(tx, request.channel, ts)
    if found is not None:
        slug, given = found
        change_log.lock(tx, slug)
        question = _question(tx, slug, given.question)
        if question is not None:
            _keep(tx, request, slug, question, "", ts, at)


def _question(tx: Connection, slug: str, number: int) -> MembersQuestion | None:
    return next((one for one in meetings.questions(tx, slug) if one.id == number), None)


def _keep(
    tx: Connection,
    request: Request,
    slug: str,
    question: MembersQuestion,
    words: str,
    ts: str,
    at: datetime,
) -> None:
    """Keep a version of an answer, its words and the ts of its reply, if it says anything new."""
    earlier = meetings.answer_of(tx, request.channel, ts) if ts else None
    if earlier and earlier[1].words in ("", words):  # a reply that was deleted stays so
        return
    given = Answer(question.id, words, request.user, at, request.source, request.channel, ts)
    meetings.add_answer(tx, given)
    recorded = QuestionAnswered(question.id, words, request.channel, ts)
    register_log.record(tx, slug, [recorded], request.author(at))
    redraw_requests_of_meeting(tx, registers.find(tx, slug), question.meeting, at)
