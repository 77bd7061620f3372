"""Taking back what somebody else wrote, with a reason: personal data, or words never meant for a paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from messages.outcomes import withdrawn_meanwhile
from messages.requests import words_withdrawn
from register.action import Action, Update
from register.changes import UpdateWithdrawn
from register.life_changes import EvidenceWithdrawn
from register.permissions import Permission, check
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, updates, write_actions
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import (
    Context,
    Request,
    Stale,
    latest_author,
    lock_and_find,
    not_there_any_more,
    one_transaction,
)
from workflow.round_requests import redraw_round_requests
from workflow.updates import remove_reaction


def withdraw_update(
    context: Context, request: Request, slug: str, ref: str, reason: str, which: int | None = None
) -> str:
    """Take back an update of an action (by its number; None: the last that there was when they asked), whoever wrote
    it, with a reason. Its author is told, and returned.

    Evidence in the same words is withdrawn with it; the action's status does not change. Raises Refused, and Stale
    where that update was taken back already.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.WITHDRAW, register, action)
        if not reason.strip():
            raise Refused("Say why: “because” and the reason. It is kept in the history.", field="reason")
        if which is not None and which not in [one.id for one in action.updates]:
            what_changed = withdrawn_meanwhile(ref, change_log.last_by(tx, number, UpdateWithdrawn, id=which))
            raise Stale(f"That update to action {ref} has been taken back already.", what_changed)
        now = context.now()  # what is dated later still, by Slack's clock, was there before
        seen = [one.id for one in action.updates if not request.at < one.at <= now]
        if which is None and not seen:
            raise Refused(nothing_to_withdraw(ref))
        stored = updates.find(tx, seen[-1] if which is None else which)
        assert stored is not None  # noqa: S101 - it stands in the action
        author = latest_author(tx, context, request, number)
        updates.withdraw(tx, stored, author, reason.strip())
        same = [one.id for one in action.life.evidence if not one.is_withdrawn and one.text == stored.text]
        write_actions.change(tx, register, {number: [EvidenceWithdrawn(one) for one in same]}, author)
        remove_reaction(tx, context, stored)
        if stored.by != request.user:
            given = next(register.today(one.at) for one in action.updates if one.id == stored.id)
            payload = words_withdrawn(action, given, request.user, reason.strip()).arguments
            key = f"withdrawn:{slug}:{stored.id}:{request.key}"
            notice = Notice(slug, key, NoticeKind.ANSWER, stored.by, refs=(ref,), payload=payload)
            notices.queue(tx, notice, context.now())
        cards.redraw(tx, [number], context.now())
        redraw_round_requests(tx, register, context.now())
        return stored.by


@dataclass(frozen=True)
class Numbered:
    """An action with its updates by the number under which one of them is named: the first that was ever given is 1,
    and one that is taken back keeps its number.
    """

    action: Action
    updates: Mapping[int, Update]
    ids: Mapping[int, int]
    """Each such number, also of what was taken back, to the update's own."""


def numbered_updates(tx: Connection, request: Request, register: Register, ref: str) -> Numbered:
    """What there is to be taken back of an action. Raises Refused where they may not, and where it has no update."""
    number, action = actions.find_id(tx, register, ref), actions.find(tx, register, ref)
    if number is None or action is None:
        raise not_there_any_more(ref)
    check(request.asker, Permission.WITHDRAW, register, action)
    if not action.updates:
        raise Refused(nothing_to_withdraw(ref))
    ids = dict(enumerate(updates.numbers_of(tx, number), start=1))
    there = {one.id: one for one in action.updates}
    return Numbered(action, {at: there[id_] for at, id_ in ids.items() if id_ in there}, ids)


def nothing_to_withdraw(ref: str) -> str:
    """What is said where an action has no update."""
    return f"Action {ref} has no update to take back."
