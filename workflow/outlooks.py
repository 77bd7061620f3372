"""What the owners say of a date: whether it will be met, and once it has passed, why it was missed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from register.action import Action
from register.committee.paper_events import happenings
from register.life import Delay, OnTime, Outlook
from register.outlook_changes import DelayExplained, OutlookGiven
from register.outlooks import OnTimeRecord, on_time_records
from register.permissions import Permission, check
from register.phrases import day, joined
from register.refused import Command, Refused
from register.register import Register
from register.words.text_folding import folded
from storage.actions import actions, change_log, updates, write_actions
from storage.queue import cards
from workflow.committee_papers import dated
from workflow.context import Context, Request, latest_author, lock_and_find, one_transaction
from workflow.round_requests import redraw_round_requests
from workflow.updates import worth_keeping


def unexplained(action: Action, today: date) -> date | None:
    """The last date that an action has missed and for which no cause is recorded; None where there is none."""
    missed = [one.deadline for one in action.missed(today) if one.deadline]
    return max((day for day in missed if not action.life.is_explained(day)), default=None)


def on_time_kept(tx: Connection, register: Register, now: datetime) -> tuple[OnTimeRecord, ...]:
    """How often each directorate's "yes, on time" came true, of the dates that have passed at a moment (UTC): counted
    as in the Chair's brief, but read only from the few actions for which it was ever recorded.
    """
    refs = change_log.written_by_people(tx, register.slug, OutlookGiven.kind, now)
    stories = change_log.until(tx, register.slug, now, refs).values()
    history = [one for story in stories for one in happenings(dated(register, story))]
    return on_time_records(actions.folded(register, stories, now), history, register, register.today(now))


def explain_delay(context: Context, request: Request, slug: str, ref: str, cause: str, words: str) -> Action:
    """Keep why the date of an action was missed: one of the register's causes, and words, which are an update too.

    Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        context = context.at_one_moment()
        action = actions.by_id(tx, register, number)
        note_delay(tx, context, request, register, number, action, cause, words)
        return _with_update(tx, context, request, register, number, words)


def note_delay(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    number: int,
    action: Action,
    cause: str,
    words: str,
) -> None:
    """The same within a transaction, without the update, of an action and its row number. Raises Refused."""
    today = context.today(register)
    check(request.asker, Permission.EXPLAIN_DELAY, register, action)
    missed = [one.deadline for one in action.missed(today) if one.deadline] or _missed_and_moved(
        register, action
    )
    if not missed:
        raise _nothing_missed(action, today)
    known = _cause(register.life.causes, cause)
    if not known:
        what = cause if words.strip() == cause else f"{cause}: {words.strip()}"
        example = Command(f"why {action.ref} {register.life.causes[0]}: {what.strip(' :') or 'what happened'}")
        raise Refused(
            f"Begin with the cause: {joined(register.life.causes, 'or')}. For instance ",
            example,
            ".",
            field="cause",
        )
    if not words.strip() or folded(words) == folded(cause):
        example = Command(f"why {action.ref} {known}: what happened")
        raise Refused("Say what happened too: for instance ", example, ".", field="words")
    deadline = unexplained(action, today) or max(missed)
    delay = Delay(deadline, known, words.strip(), request.user, request.at)
    changed = DelayExplained(deadline, delay)
    write_actions.change(tx, register, {number: [changed]}, latest_author(tx, context, request, number))


def _missed_and_moved(register: Register, action: Action) -> list[date]:
    """The dates of an action that had passed when another was granted: why they were missed can still be said."""
    return [
        one.was
        for one in action.life.granted
        if one.was and one.decided_at and one.was < register.today(one.decided_at)
    ]


def _cause(causes: Sequence[str], named: str) -> str:
    """The cause that is named whole, or by words that only one of them has; "" for none."""
    words = set(folded(named).split())
    found = [one for one in causes if words and words <= set(folded(one).split())]
    whole = [one for one in causes if one.casefold() == named.casefold()]
    return (whole or (found if len(found) == 1 else [""]))[0]


def _nothing_missed(action: Action, today: date) -> Refused:
    """The refusal of a cause of delay for an action that has missed no date."""
    if action.status.is_done:
        return Refused(
            f"Action {action.ref} is {action.status.spoken}: none of its dates is late.", field="cause"
        )
    coming = action.next_milestone(today)
    due = f" It is due {day(coming.deadline)}." if coming and coming.deadline else ""
    return Refused(
        f"No date of action {action.ref} has been missed.{due} If it will be late, ask for another date: ",
        Command(f"due {action.ref}"),
        ".",
        field="cause",
    )


def give_outlook(
    context: Context, request: Request, slug: str, ref: str, on_time: OnTime, words: str
) -> Action:
    """Keep whether the next date of an action will be met, and words, which are an update too. Raises Refused.

    A date that is in doubt takes words: why.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        context = context.at_one_moment()
        action = actions.by_id(tx, register, number)
        _check_outlook(action, context.today(register), on_time, words)
        note_outlook(tx, context, request, register, number, action, on_time)
        return _with_update(tx, context, request, register, number, words)


def _with_update(
    tx: Connection, context: Context, request: Request, register: Register, number: int, words: str
) -> Action:
    """Add the words that were said, if any, as an update, and have what shows the action redrawn; returns it."""
    if words.strip():
        updates.add(tx, register.slug, number, worth_keeping(words), request.author(context.now()))
    cards.redraw(tx, [number], context.now())
    redraw_round_requests(tx, register, context.now())
    return actions.by_id(tx, register, number)


def _check_outlook(action: Action, today: date, on_time: OnTime, words: str) -> None:
    """Raise Refused where there is no date ahead that an action could meet, or a doubt about it is not explained."""
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: it has no date left to meet.")
    if action.next_milestone(today) is None:
        if action.missed(today):
            raise Refused(
                f"The date of action {action.ref} has passed. Say why it was missed, ",
                Command(f"why {action.ref}"),
                ", or ask for another: ",
                Command(f"due {action.ref}"),
                ".",
            )
        raise Refused(f"Action {action.ref} has no date to meet.")
    if on_time is not OnTime.YES and not words.strip():
        example = Command(f"ontime {action.ref} {on_time} because the tender is late")
        raise Refused("Say why: for instance ", example, ".")


def note_outlook(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    number: int,
    action: Action,
    on_time: str,
) -> None:
    """Keep whether the next date of an action will be met (a value of ``OnTime``), within a transaction; ``number`` is
    the action's row number.

    Raises Refused when whoever says so is none of its owners.
    """
    check(request.asker, Permission.GIVE_OUTLOOK, register, action)
    coming = action.next_milestone(context.today(register))
    outlook = Outlook(OnTime(on_time).value, request.user, request.at, coming.deadline if coming else None)
    author = latest_author(tx, context, request, number)
    write_actions.change(tx, register, {number: [OutlookGiven(outlook)]}, author)
