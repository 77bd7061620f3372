"""Target dates: asking for another date, granting or refusing it. The first date is always kept."""

from dataclasses import replace

from sqlalchemy import Connection

from messages import requests
from messages.command_spelling import spelling
from messages.layout import Message
from messages.outcomes import date_meanwhile
from register.action import Action
from register.change import Change
from register.changes import TargetChanged
from register.date_requests import (
    DateRequest,
    check_may_grant,
    check_none_waits,
    deadlines,
    read_request,
    target_granted,
    waiting_request,
)
from register.deciders import leads_of, waits_for_committee
from register.life import Decision, Revision
from register.life_changes import DateAsked, DateDecided
from register.permissions import Permission, check
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, registers, write_actions
from storage.actions.change_log import Author
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.context import Context, Request, Stale, latest_author, lock_and_find, one_transaction
from workflow.decision_requests import ask_to_decide, redraw_requests_of_actions
from workflow.deputies import says_in_whose_place, to_who_is_there
from workflow.progress import deciders


def ask_date(context: Context, request: Request, slug: str, ref: str, date_request: DateRequest) -> Action:
    """Ask for another date; whoever may grant it is told.

    Raises Refused, also for a day that is asked about (DayInDoubt), and where the date has moved meanwhile (Stale).
    """
    with one_transaction(context, request) as tx:
        register, row, action, latest = _begin(tx, context, request, slug, ref)
        check(request.asker, Permission.ASK_DATE, register, action)
        if date_request.seen is not None and list(date_request.seen) != deadlines(action):
            raise Stale(
                f"The date of action {ref} has moved since you opened this form.", date_meanwhile(action)
            )
        today = context.today(register)
        check_none_waits(action)  # before the day is asked about: the answer would be for nothing
        new = read_request(action, date_request, register, today)
        milestone, printed = new.milestone, new.printed
        revision = Revision(
            id=max((one.id for one in action.life.revisions), default=0) + 1,
            printed=f"{milestone.label}: {printed}" if milestone and milestone.label else printed,
            reason=date_request.reason.strip(),
            asked_by=request.user,
            asked_at=latest.at,
            deadline=new.deadline,
            was=milestone.deadline if milestone else None,
            cause=date_request.cause,
        )
        write_actions.change(tx, register, {row: [DateAsked(revision)]}, latest)
        commands = spelling(register, registers.every(tx))
        is_for_committee = waits_for_committee(register, action)
        message = requests.date_asked(action, revision, commands, is_for_committee=is_for_committee)
        leads = () if is_for_committee else leads_of(register, action.life.lead, action.directorates)
        action_after = actions.by_id(tx, register, row)
        for person in deciders(tx, register, action_after, request.user, today):
            notice = _notice(action, NoticeKind.REQUEST, request, person, message)
            asks = RequestedDecision(DecisionKind.DATE, revision.id)
            notice = replace(notice, about=Subject.of_action(row), asks=asks)
            notice = says_in_whose_place(tx, register, notice, leads, today)
            ask_to_decide(tx, register, notice, context.now())
        cards.redraw(tx, [row], context.now())
        return action_after


def grant_date(
    context: Context, request: Request, slug: str, ref: str, answer: str = "", number: int = 0
) -> Action:
    """Grant the date that was asked for: from here on it is the deadline; ``answer`` is what is said with it. With a
    ``number`` only the date that was asked for under that. Raises Refused, and AlreadyDecided where none is asked for
    any more.
    """
    with one_transaction(context, request) as tx:
        return make_grant(tx, context, request, slug, ref, answer, number)


def make_grant(
    tx: Connection, context: Context, request: Request, slug: str, ref: str, answer: str = "", number: int = 0
) -> Action:
    """The same within a transaction; ``answer`` is what is said with it. Raises Refused."""
    register, row, action, latest = _begin(tx, context, request, slug, ref)
    role = check(request.asker, Permission.GRANT_DATE, register, action)
    revision = waiting_request(action, number)
    check_may_grant(register, action, revision, role, request.user, request.at)
    target = target_granted(action, revision)
    decided = DateDecided(revision.id, Decision.GRANTED, request.user, latest.at, answer)
    changed: list[Change] = [decided, TargetChanged(target)]
    write_actions.change(tx, register, {row: changed}, latest)
    return _answered(tx, context, request, register, row, revision.id)


def refuse_date(
    context: Context, request: Request, slug: str, ref: str, reason: str, number: int = 0
) -> Action:
    """Refuse the date that was asked for, and say why; ``number`` as in ``grant_date``. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, row, action, latest = _begin(tx, context, request, slug, ref)
        check(request.asker, Permission.GRANT_DATE, register, action)
        revision = waiting_request(action, number)
        if not reason.strip():
            raise Refused("Say why: for instance ", Command(f"refuse {ref} because the meeting is sooner"), ".")
        decided = DateDecided(revision.id, Decision.REFUSED, request.user, latest.at, reason.strip())
        write_actions.change(tx, register, {row: [decided]}, latest)
        return _answered(tx, context, request, register, row, revision.id)


def _begin(
    tx: Connection, context: Context, request: Request, slug: str, ref: str
) -> tuple[Register, int, Action, Author]:
    """The register, the action's row and the action, and the author (``latest_author``)."""
    register, row = lock_and_find(tx, slug, ref)
    return register, row, actions.by_id(tx, register, row), latest_author(tx, context, request, row)


def _answered(
    tx: Connection, context: Context, request: Request, register: Register, row: int, revision: int
) -> Action:
    """Tell whoever asked what was decided; give the action as it now is."""
    action = actions.by_id(tx, register, row)
    decided = next(one for one in action.life.revisions if one.id == revision)
    if decided.asked_by != request.user:
        message = requests.date_decided(action, decided)
        notice = _notice(action, NoticeKind.ANSWER, request, decided.asked_by, message)
        notices.queue(tx, to_who_is_there(tx, register, notice, context.today(register)), context.now())
    redraw_requests_of_actions(tx, register, [row], context.now())
    cards.redraw(tx, [row], context.now())
    return action


def _notice(action: Action, kind: NoticeKind, request: Request, person: str, message: Message) -> Notice:
    key = f"date {kind}:{action.register}:{action.ref}:{request.key}:{person}"
    return Notice(action.register, key, kind, person, refs=(action.ref,), payload=message.arguments)
