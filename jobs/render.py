"""The arguments of the Slack call that sends a notice; cards and home tabs are rendered when they are sent."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from messages.answers import PART_SHOWN
from messages.cards import card as card_message
from messages.cards import gone_card, moved_card
from messages.home import Own, home
from register.own_actions import whose
from register.queries import Query
from register.register import Register
from slack_api.client import Permanent
from storage.actions import actions, registers
from storage.actions.parts import parts_of
from storage.queue import cards
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice
from workflow.card_links import card_links
from workflow.rounds import round_under_way

log = logging.getLogger(__name__)


@contextmanager
def permanent_on_error(claim: Claim, but: type[Exception] = SQLAlchemyError) -> Iterator[None]:
    """Turn an exception of our own code into Permanent: a retry would fail again and hold up the notices behind it.

    Those of the database pass, and those that are ``but``.
    """
    try:
        yield
    except (SQLAlchemyError, but):
        raise
    except Exception as error:
        log.exception("notice %s cannot be written", claim.id)
        raise Permanent(f"cannot_be_written ({type(error).__name__})") from error


def is_fixed(notice: Notice) -> bool:
    """Whether the notice's content was fixed when it was queued: then it is its payload."""
    return notice.card is None and notice.method != Method.PUBLISH


def render(tx: Connection, notice: Notice, now: datetime) -> dict[str, Any] | None:
    """The arguments of the Slack call for a notice at ``now`` (UTC); None when there is nothing to send any more."""
    if notice.card is not None:
        posted = cards.find(tx, notice.card)
        if not posted.register and notice.method == Method.POST:  # its action is in no register any more
            return None
        arguments = render_card(tx, notice.card, now)
        if arguments is None:
            return None
        if notice.method == Method.UPDATE:
            if not (posted.channel and posted.ts):
                return None
            return arguments | {"channel": posted.channel, "ts": posted.ts}
        return arguments | {"channel": notice.to}
    if notice.method == Method.PUBLISH:
        if notice.payload:  # the view for somebody who is not admitted
            return notice.payload
        return {"user_id": notice.to, "view": home(*_own(tx, notice.to, now))}
    return as_queued(notice)


def _own(tx: Connection, person: str, now: datetime) -> tuple[list[Own], tuple[Register, ...]]:
    """A person's own actions in each register they belong to, and all registers.

    Everybody belongs to a register that is the only one.
    """
    known = registers.every(tx)
    found = []
    for register in known:
        today = register.today(now)
        theirs = Query(today, people=(whose(register, person),))
        own = parts_of(tx, register, theirs, PART_SHOWN)
        if own or register.concerns(person) or len(known) == 1:
            found.append(Own(register, own, today, round_under_way(tx, register, today)))
    return found, known


def as_queued(notice: Notice) -> dict[str, Any]:
    """The arguments of the Slack call for a notice whose content is fixed."""
    return notice.payload | {"channel": notice.to}


def render_card(tx: Connection, number: int, now: datetime) -> dict[str, Any] | None:
    """A card's text and blocks, from the current state of its action; None for one that moved before it was posted."""
    stored = cards.find(tx, number)
    if not stored.register:
        return gone_card(stored.ref).arguments
    register = registers.find(tx, stored.register)
    action = actions.by_id(tx, register, stored.action)
    links = card_links(tx, [stored.action])
    if stored.codes:
        earlier = links.moved.get(action.ref, {})
        return card_message(action, register, stored.codes, register.today(now), earlier).arguments
    if stored.address is None:
        return None
    return moved_card(action, register, links.addresses.get(action.ref, {})).arguments
