"""Posting cards: an action's message in the channel of each directorate that owns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

import messages
from register.action import Action
from register.permissions import Deed, check
from register.register import Directorate, Register
from storage.actions import actions, change_log, registers
from storage.queue import cards, notices
from storage.queue.notices import Notice
from workflow.capture import Context, Request, captured, role_of


@dataclass(frozen=True)
class Assigned:
    """What posting cards came to: new cards for each directorate, and the directorates without a channel."""

    cards: dict[str, int]
    without_channel: tuple[str, ...]


def assign(context: Context, request: Request, slug: str, refs: Sequence[str] | None) -> Assigned:
    """Post cards of these actions (None: every open one) in their directorates' channels; each only once.

    Raises Refused when the person may not.
    """
    with captured(context, request) as tx:
        register = registers.find(tx, slug)
        check(role_of(register, request), Deed.ASSIGN)
        change_log.lock(tx, slug)
        if refs is None:
            found = actions.wanted(tx, register, actions.Filter(context.today(register), open_only=True))
        else:
            found = [one for ref in refs if (one := actions.find(tx, register, ref))]
        numbers = actions.ids(tx, register, refs)
        made: dict[str, int] = {}
        for directorate in register.directorates:
            if directorate.channel:
                own = {numbers[one.ref]: one for one in found if directorate.code in one.directorates}
                made[directorate.code] = _post_cards(
                    tx, context, request, register, directorate, own, refs is None
                )
        missing = {code for one in found for code in one.directorates} - set(made)
        return Assigned(made, tuple(sorted(missing)))


def _post_cards(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    directorate: Directorate,
    own: Mapping[int, Action],
    with_summary: bool,
) -> int:
    posted = cards.assign(tx, register.slug, directorate.code, directorate.channel, list(own))
    new = [(card, own[number]) for number, card in posted.items()]
    if new and with_summary:
        said = messages.assigned_summary(
            register, directorate.code, [one for _card, one in new], context.today(register)
        )
        said = messages.naming(said, register.slug, registers.meeting(registers.every(tx), directorate.channel))
        notices.queue(
            tx,
            Notice(
                register=register.slug,
                key=f"summary:{register.slug}:{directorate.code}:{request.key}",
                kind="summary",
                to=directorate.channel,
                refs=tuple(one.ref for _card, one in new),
                payload=said.arguments,
            ),
            context.now(),
        )
    postings = [
        Notice(
            register.slug,
            # One for each channel: where the card stood before, replies are still heard by that notice.
            f"card:{register.slug}:{one.ref}:{directorate.code}:{directorate.channel}",
            "card",
            directorate.channel,
            refs=(one.ref,),
            card=card,
        )
        for card, one in new
    ]
    notices.queue_again(tx, postings, context.now())
    return len(new)
