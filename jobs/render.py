"""What a notice says at the moment it goes out, where that is not fixed when it is queued."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

import messages
from register.own_actions import own_actions
from register.register import Register
from slack_api.client import Permanent
from storage.actions import actions, registers
from storage.actions.actions import Filter
from storage.queue import cards
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice

log = logging.getLogger(__name__)


@contextmanager
def writing(claim: Claim) -> Iterator[None]:
    """Make a fault of ours Permanent: it would be the same each time, and must not hold up what follows."""
    try:
        yield
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.exception("notice %s cannot be written", claim.id)
        raise Permanent(f"cannot_be_written ({type(error).__name__})") from error


def is_fixed(notice: Notice) -> bool:
    """Whether what a notice says was fixed when it was queued: it is its payload, whatever happened since."""
    return notice.card is None and notice.method != Method.PUBLISH


def render(tx: Connection, notice: Notice, now: datetime) -> dict[str, Any] | None:
    """The arguments of the Slack call that a notice is, as things stand; None when nothing is left to say."""
    arguments: dict[str, Any]
    if notice.card is not None:
        arguments = card(tx, notice.card, now)
        if notice.method == Method.UPDATE:
            stands = cards.find(tx, notice.card)
            if not (stands.channel and stands.ts):
                return None
            return arguments | {"channel": stands.channel, "ts": stands.ts}
        return arguments | {"channel": notice.to}
    if notice.method == Method.PUBLISH:
        if notice.payload:  # somebody who is not let in
            return notice.payload
        return {"user_id": notice.to, "view": messages.home(*_own(tx, notice.to, now))}
    return as_queued(notice)


def _own(tx: Connection, person: str, now: datetime) -> tuple[list[messages.Own], tuple[Register, ...]]:
    """What is somebody's own, of each register they belong to; the only one there is everybody belongs to.

    And all the registers there are.
    """
    known = registers.every(tx)
    found = []
    for register in known:
        today = register.today(now)
        still_open = actions.wanted(tx, register, Filter(today, open_only=True))
        own = own_actions(register, person, (), still_open)
        if own or register.concerns(person) or len(known) == 1:
            found.append(messages.Own(register, own, today))
    return found, known


def as_queued(notice: Notice) -> dict[str, Any]:
    """The arguments of the Slack call that a notice is, whose words are fixed."""
    return notice.payload | {"channel": notice.to}


def card(tx: Connection, number: int, now: datetime) -> dict[str, Any]:
    """A card's words and blocks as its action stands now."""
    stands = cards.find(tx, number)
    register = registers.find(tx, stands.register)
    today = register.today(now)
    action = actions.by_id(tx, register, stands.action)
    return messages.card(action, register, stands.directorate, today).arguments
