"""Posting cards: an action's message in the channel of each directorate that owns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from messages.cards import assigned_summary
from messages.command_spelling import spelling
from register.action import Action
from register.permissions import Deed, check
from register.queries import Query
from register.register import Directorate, Register
from storage.actions import actions, change_log, registers
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction


@dataclass(frozen=True)
class Assigned:
    """What posting cards came to: new cards for each directorate, the directorates without a channel, and how many
    actions it was about; ``later`` counts those whose cards are posted when they are first due.
    """

    cards: dict[str, int]
    without_channel: tuple[str, ...]
    found: int = 0
    later: int = 0


def assign(context: Context, request: Request, slug: str, which: Sequence[str] | Query) -> Assigned:
    """Post cards of these actions (refs, or a query) in their directorates' channels; each only once.

    A query that asks for the actions of certain directorates is about their channels only. What it finds is
    announced in each channel by a summary. Where the register posts cards when they are first needed, only those
    are posted that are due or soon will be. Raises Refused when the person may not.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Deed.ASSIGN, register)
        change_log.lock(tx, slug)
        query = which if isinstance(which, Query) else None
        later = 0
        if isinstance(which, Query):
            found, later = _needed(actions.wanted(tx, register, which), register, context.today(register))
        else:
            found = [action for ref in which if (action := actions.find(tx, register, ref))]
        numbers = actions.ids(tx, register, [action.ref for action in found])
        asked = set(query.owners) & set(register.codes) if query else set()
        counts: dict[str, int] = {}
        for directorate in register.directorates:
            if directorate.channel and (not asked or directorate.code in asked):
                own = {numbers[one.ref]: one for one in found if directorate.code in one.directorates}
                new = _to_be_posted(tx, register, directorate, own)
                if new and query:
                    _post_summary(tx, context, request, register, directorate, new)
                _queue_cards(tx, context.now(), register, directorate, new)
                counts[directorate.code] = len(new)
        reached = {one.code for one in register.directorates if one.channel}
        missing = {code for one in found for code in one.directorates if not asked or code in asked} - reached
        return Assigned(counts, tuple(sorted(missing)), len(found) + later, later)


def post_cards(
    tx: Connection, now: datetime, register: Register, directorate: Directorate, own: Mapping[int, Action]
) -> None:
    """Post a directorate's cards of these actions (by row number) that it does not have yet.

    The caller holds the register's lock.
    """
    _queue_cards(tx, now, register, directorate, _to_be_posted(tx, register, directorate, own))


def _needed(found: list[Action], register: Register, today: date) -> tuple[list[Action], int]:
    """Those of the actions whose cards are to be posted now, and how many are left until they are due."""
    if not register.cards_when_due:
        return found, 0
    near = max(register.reminders.steps.before, default=0)
    needed = [one for one in found if one.is_overdue(today) or one.is_due_within(near, today)]
    return needed, len(found) - len(needed)


def _to_be_posted(
    tx: Connection, register: Register, directorate: Directorate, own: Mapping[int, Action]
) -> list[tuple[int, Action]]:
    """The cards (by number) that are to be posted now, each with its action."""
    posted = cards.ensure(tx, register.slug, directorate.code, directorate.channel, list(own))
    return [(card, own[number]) for number, card in posted.items()]


def _post_summary(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    directorate: Directorate,
    new: Sequence[tuple[int, Action]],
) -> None:
    """One message before the cards, which says what they are and which to start with."""
    assigned = [action for _card, action in new]
    commands = spelling(register, registers.candidates(registers.every(tx), directorate.channel))
    summary = assigned_summary(register, directorate.code, assigned, context.today(register), commands)
    notice = Notice(
        register=register.slug,
        key=f"summary:{register.slug}:{directorate.code}:{request.key}",
        kind=NoticeKind.SUMMARY,
        to=directorate.channel,
        refs=tuple(action.ref for action in assigned),
        payload=summary.arguments,
    )
    notices.queue(tx, notice, context.now())


def _queue_cards(
    tx: Connection,
    now: datetime,
    register: Register,
    directorate: Directorate,
    new: Sequence[tuple[int, Action]],
) -> None:
    postings = [
        Notice(
            register.slug,
            # One for each channel: where the card stood before, replies are still heard by that notice.
            f"card:{register.slug}:{action.ref}:{directorate.code}:{directorate.channel}",
            NoticeKind.CARD,
            directorate.channel,
            refs=(action.ref,),
            card=card,
        )
        for card, action in new
    ]
    notices.queue_again(tx, postings, now)
