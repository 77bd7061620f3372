"""Posting cards: an action's message in the channel of each directorate that owns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    """What posting cards came to: new cards for each directorate, and the directorates without a channel."""

    cards: dict[str, int]
    without_channel: tuple[str, ...]


def assign(context: Context, request: Request, slug: str, refs: Sequence[str] | None) -> Assigned:
    """Post cards of these actions (None: every open one) in their directorates' channels; each only once.

    Raises Refused when the person may not.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Deed.ASSIGN, register)
        change_log.lock(tx, slug)
        if refs is None:
            found = actions.wanted(tx, register, Filter(context.today(register), open_only=True))
        else:
            found = [action for ref in refs if (action := actions.find(tx, register, ref))]
        numbers = actions.ids(tx, register, refs)
        counts: dict[str, int] = {}
        for directorate in register.directorates:
            if directorate.channel:
                own = {numbers[one.ref]: one for one in found if directorate.code in one.directorates}
                new = _to_be_posted(tx, register, directorate, own)
                if new and refs is None:
                    _post_summary(tx, context, request, register, directorate, new)
                _queue_cards(tx, context, register, directorate, new)
                counts[directorate.code] = len(new)
        missing = {code for one in found for code in one.directorates} - set(counts)
        return Assigned(counts, tuple(sorted(missing)))


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
    context: Context,
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
    notices.queue_again(tx, postings, context.now())
