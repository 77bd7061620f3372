"""Posting and moving cards: an action's message in each channel in which directorates that own it meet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from messages.cards import assigned_summary
from messages.command_spelling import spelling
from register.action import Action
from register.permissions import Permission, check
from register.progress import OPEN
from register.register import Register
from register.words.queries import Query
from storage.actions import actions, registers
from storage.database.engine import reading
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, lock_register, one_transaction

Channels = Mapping[int, frozenset[str]]
"""The channels in which the owners of actions meet: by the actions' row numbers."""


@dataclass(frozen=True)
class Assigned:
    """The result of posting cards: how many are new in each channel, the directorates without a channel, and how many
    actions were asked for; ``later`` counts those whose cards are posted when they are first due.
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
    asked_for = _asked_for(context, request, slug, which)
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        check(request.asker, Permission.ASSIGN, register)
        about = _about(tx, register, which, asked_for, context.today(register))
        counts: dict[str, int] = {}
        for channel, own in about.by_channel.items():
            new = _to_be_posted(tx, register, channel, own)
            if new and isinstance(which, Query):
                _post_summary(tx, context, request, register, channel, new)
            _queue_cards(tx, context.now(), register, channel, new)
            counts[channel] = len(new)
        return about.assigned(counts)


def would_assign(context: Context, request: Request, slug: str, which: Sequence[str] | Query) -> Assigned:
    """What ``assign`` would return now; nothing is posted. Raises Refused when the person may not."""
    asked_for = _asked_for(context, request, slug, which)
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.ASSIGN, register)
        about = _about(tx, register, which, asked_for, context.today(register))
        refs = dict.fromkeys(one.ref for own in about.by_channel.values() for one in own.values())
        places = cards.places(tx, slug, list(refs))
        lacking = {
            channel: sum(_lacks(places.get(one.ref, ()), channel) for one in own.values())
            for channel, own in about.by_channel.items()
        }
        return about.assigned(lacking)


def without_card(tx: Connection, register: Register, found: Sequence[Action]) -> frozenset[str]:
    """The refs of those open actions of which a card is missing in a channel in which their owners meet."""
    places = cards.places(tx, register.slug, [one.ref for one in found if one.status in OPEN])
    return frozenset(one.ref for one in found if is_card_missing(register, one, places.get(one.ref, ())))


def is_card_missing(register: Register, action: Action, places: Collection[str]) -> bool:
    """Whether a card of an open action is missing in a channel in which its owners meet; ``places`` are the channels
    that have one, as settings give them (without a #) or by their ids.
    """
    channels = _channels(register, action) if action.status in OPEN else ()
    return any(_lacks(places, channel) for channel in channels)


def _lacks(places: Collection[str], channel: str) -> bool:
    return channel.removeprefix("#") not in places


@dataclass(frozen=True)
class _About:
    """What cards are asked for: the actions (by row number) whose owners meet in each channel, the directorates that
    have none, and how many actions; ``later`` counts those whose cards are posted when they are first due.
    """

    by_channel: Mapping[str, Mapping[int, Action]]
    without_channel: tuple[str, ...]
    found: int
    later: int

    def assigned(self, counts: dict[str, int]) -> Assigned:
        """The same, with how many cards are new in each channel."""
        return Assigned(counts, self.without_channel, self.found, self.later)


def _asked_for(context: Context, request: Request, slug: str, which: Sequence[str] | Query) -> Sequence[Action]:
    """The actions that a query asks for, read before the transaction that writes: in a large register that takes long,
    and under the register's lock nobody else could write meanwhile.
    """
    if not isinstance(which, Query):
        return ()
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.ASSIGN, register)
        return actions.matching(tx, register, which)


def _about(
    tx: Connection,
    register: Register,
    which: Sequence[str] | Query,
    asked_for: Sequence[Action],
    today: date,
) -> _About:
    found, later = _needed(asked_for, register, today)
    if not isinstance(which, Query):
        found = [action for ref in which if (action := actions.find(tx, register, ref))]
    numbers = actions.ids(tx, register, [action.ref for action in found])
    found = [action for action in found if action.ref in numbers]  # unless it has gone meanwhile
    places = _places_by_directorate(found)
    codes_asked_for = set(which.owners) & set(register.codes) if isinstance(which, Query) else set()
    codes_asked_for = codes_asked_for or {*register.codes, *places}
    by_channel: dict[str, dict[int, Action]] = {}
    for channel, meeting in register.codes_by_channel.items():
        codes = codes_asked_for.intersection(meeting)
        if codes:
            theirs = [found[at] for at in sorted({at for code in codes for at in places.get(code, ())})]
            by_channel[channel] = {numbers[one.ref]: one for one in theirs}
    reached = {code for codes in register.codes_by_channel.values() for code in codes}
    without_channel = (codes_asked_for & places.keys()) - reached
    return _About(by_channel, tuple(sorted(without_channel)), len(found) + later, later)


def _places_by_directorate(found: Sequence[Action]) -> dict[str, list[int]]:
    """The places of each directorate's actions in a list, by its code: looked through once for all of them."""
    places: dict[str, list[int]] = {}
    for at, action in enumerate(found):
        for code in action.directorates:
            places.setdefault(code, []).append(at)
    return places


def post_cards(
    tx: Connection, now: datetime, register: Register, channel: str, own: Mapping[int, Action]
) -> None:
    """Post the cards of these actions (by row number) that a channel does not have yet.

    The caller holds the register's lock.
    """
    _queue_cards(tx, now, register, channel, _to_be_posted(tx, register, channel, own))


def channels_of(tx: Connection, register: Register, numbers: Sequence[int]) -> Channels:
    """The channels in which the owners of these actions meet, for actions that have a card; none of one that is done.
    Call it before owners or progress change, and ``move_cards`` afterwards.
    """
    found = _with_cards(tx, register, numbers).items()
    return {number: _channels(register, one) if one.status in OPEN else frozenset() for number, one in found}


def move_cards(tx: Connection, now: datetime, register: Register, before: Channels) -> None:
    """Post the cards of open actions whose owners meet in other channels than ``before``, or that are open again, and
    draw all their cards again: of an action that is done nobody is asked anything.

    A card where no owner meets any more says where its action went. The caller holds the register's lock.
    """
    found = _with_cards(tx, register, list(before))
    still_open = {number: one for number, one in found.items() if one.status in OPEN}
    for channel in register.codes_by_channel:
        own = {
            number: one
            for number, one in still_open.items()
            if channel in _channels(register, one) - before[number]
        }
        if own:
            post_cards(tx, now, register, channel, own)
    cards.redraw(tx, list(before), now)


def _with_cards(tx: Connection, register: Register, numbers: Sequence[int]) -> dict[int, Action]:
    """Those of the actions that have a card somewhere, by row number."""
    by_ref = {one.ref: one.action for one in cards.of_actions(tx, numbers)}
    return {by_ref[one.ref]: one for one in actions.by_ids(tx, register, list(by_ref.values()))}


def _channels(register: Register, action: Action) -> frozenset[str]:
    """The channels in which an action's owners meet."""
    meeting = register.codes_by_channel.items()
    return frozenset(channel for channel, codes in meeting if not set(codes).isdisjoint(action.directorates))


def _needed(found: Sequence[Action], register: Register, today: date) -> tuple[Sequence[Action], int]:
    """Those of the actions whose cards are to be posted now, and how many are left until they are due."""
    if not register.cards_when_due:
        return found, 0
    near = max(register.reminders.steps.before, default=0)
    needed = [one for one in found if one.is_overdue(today) or one.is_due_within(near, today)]
    return needed, len(found) - len(needed)


def _to_be_posted(
    tx: Connection, register: Register, channel: str, own: Mapping[int, Action]
) -> list[tuple[int, Action]]:
    """The cards (by number) that are to be posted now, each with its action."""
    posted = cards.ensure(tx, register.slug, channel, list(own))
    return [(card, own[number]) for number, card in posted.items()]


def _post_summary(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    channel: str,
    new: Sequence[tuple[int, Action]],
) -> None:
    """One message before the cards, which says what they are and which to start with."""
    assigned = [action for _card, action in new]
    commands = spelling(register, registers.candidates(registers.every(tx), channel))
    codes = register.codes_by_channel[channel]
    summary = assigned_summary(register, codes, assigned, context.today(register), commands)
    notice = Notice(
        register=register.slug,
        key=f"summary:{register.slug}:{'+'.join(codes)}:{request.key}",
        kind=NoticeKind.SUMMARY,
        to=channel,
        refs=tuple(action.ref for action in assigned),
        payload=summary.arguments,
    )
    notices.queue(tx, notice, context.now())


def _queue_cards(
    tx: Connection,
    now: datetime,
    register: Register,
    channel: str,
    new: Sequence[tuple[int, Action]],
) -> None:
    postings = [
        Notice(
            register.slug,
            f"card:{register.slug}:{action.ref}:{channel}",
            NoticeKind.CARD,
            channel,
            refs=(action.ref,),
            card=card,
        )
        for card, action in new
    ]
    notices.queue_again(tx, postings, now)
