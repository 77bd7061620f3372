"""Posting cards: an action's message in the channel of each directorate that owns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from messages.cards import assigned_summary
from messages.command_spelling import spelling
from register.action import Action
from register.permissions import Deed, check
from register.register import Directorate, Register
from storage.actions import actions, change_log, registers
from storage.actions.actions import Filter
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction


@dataclass(frozen=True)
class Assigned:
    """What posting cards came to: new cards for each directorate, and the directorates without a channel.

    ``later`` counts the actions whose cards are posted when they are first due.
    """

    cards: dict[str, int]
    without_channel: tuple[str, ...]
    later: int = 0


def assign(context: Context, request: Request, slug: str, refs: Sequence[str] | None) -> Assigned:
    """Post cards of these actions (None: every open one) in their directorates' channels; each only once.

    Of every open one only those that are due or soon will be, where the register posts cards when they are first
    needed. Raises Refused when the person may not.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Deed.ASSIGN, register)
        change_log.lock(tx, slug)
        found, later = _wanted(tx, register, context.today(register), refs)
        numbers = actions.ids(tx, register, refs)
        counts: dict[str, int] = {}
        for directorate in register.directorates:
            if directorate.channel:
                own = {numbers[one.ref]: one for one in found if directorate.code in one.directorates}
                new = _to_be_posted(tx, register, directorate, own)
                if new and refs is None:
                    _post_summary(tx, context, request, register, directorate, new)
                _queue_cards(tx, context.now(), register, directorate, new)
                counts[directorate.code] = len(new)
        missing = {code for one in found for code in one.directorates} - set(counts)
        return Assigned(counts, tuple(sorted(missing)), later)


def post_cards(
    tx: Connection, now: datetime, register: Register, directorate: Directorate, own: Mapping[int, Action]
) -> None:
    """Post a directorate's cards of these actions (by row number) that it does not have yet.

    The caller holds the register's lock.
    """
    _queue_cards(tx, now, register, directorate, _to_be_posted(tx, register, directorate, own))


def _wanted(
    tx: Connection, register: Register, today: date, refs: Sequence[str] | None
) -> tuple[list[Action], int]:
    """The actions whose cards are to be posted now, and how many others are left until they are due."""
    if refs is not None:
        return [action for ref in refs if (action := actions.find(tx, register, ref))], 0
    found = actions.wanted(tx, register, Filter(today, open_only=True))
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
