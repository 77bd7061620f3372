"""Replies that were not recorded automatically: small talk, and words that may be about one of several actions."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from messages.layout import LONGEST_VALUE
from register.refused import Refused
from register.register import Register
from register.words.reply_words import read_reply
from register.words.typed_refs import RefIndex
from storage.actions import updates
from storage.actions.stored_refs import StoredRefs
from storage.intake import replies
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.reply_threads import Reply, ThreadSubject, add_update, subject_of
from workflow.round_requests import redraw_round_requests


@dataclass(frozen=True)
class PendingReply:
    """A reply that was not recorded, as a button carries it: which action it would be an update to, and its place.

    ``ref`` holds several with line feeds between them; it is empty where its words say which actions it is about:
    ``are_refs`` is then its author's answer to whether the numbers in doubt are refs. ``at`` is the time of the version
    that it is, as ISO text.
    """

    register: str
    ref: str
    thread: str
    ts: str
    at: str
    words: str
    are_refs: bool = True

    def written(self) -> str:
        """As the value of a button; empty where a button cannot hold it."""
        values = [self.register, self.ref, self.thread, self.ts, self.at, self.words, self.are_refs]
        value = json.dumps(values, ensure_ascii=False)
        return value if len(value) <= LONGEST_VALUE else ""

    @classmethod
    def read(cls, value: str) -> "PendingReply":
        """From what ``written`` gave."""
        return cls(*json.loads(value))


def record_pending(context: Context, request: Request, pending_reply: PendingReply) -> tuple[str, ...]:
    """Record a reply that was not recorded automatically, as its author asks; returns the refs of its actions.

    Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, pending_reply.register)
        context = context.at_one_moment()
        latest = replies.latest(tx, request.channel, pending_reply.ts)
        if latest is not None and latest != datetime.fromisoformat(pending_reply.at):
            raise Refused("Your reply has been changed or deleted since, so nothing was recorded.")
        parts = (
            tuple((ref, pending_reply.words) for ref in pending_reply.ref.split("\n"))
            if pending_reply.ref
            else _as_answered(tx, request.channel, register, pending_reply)
        )
        recorded = {one.ref for one in updates.of_message(tx, request.channel, pending_reply.ts)}
        if not recorded.isdisjoint(ref for ref, _words in parts):
            raise Refused("That reply has been recorded already.")
        reply = Reply(pending_reply.thread, pending_reply.ts, pending_reply.words)
        for ref, words in parts:
            add_update(tx, context, request, reply, register.slug, ref, words)
        redraw_round_requests(tx, register, context.now())
        return tuple(ref for ref, _words in parts)


def _as_answered(
    tx: Connection, channel: str, register: Register, pending_reply: PendingReply
) -> tuple[tuple[str, str], ...]:
    """The words of a pending reply for each action, as its author has answered what its numbers are. Raises Refused."""
    subject = (
        subject_of(tx, channel, pending_reply.thread)
        if pending_reply.thread != pending_reply.ts
        else ThreadSubject(register.slug, (), None)
    )
    if subject is None:
        raise Refused("What you replied to is no longer there, so nothing was recorded.")
    index = RefIndex(StoredRefs(tx, register))
    found = read_reply(pending_reply.words, index, subject.refs, subject.own, are_refs=pending_reply.are_refs)
    if found.unknown or not found.parts:
        raise Refused("I cannot read that reply any more: please write it again, with “#” before each number.")
    return found.parts
