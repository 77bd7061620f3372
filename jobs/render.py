"""The arguments of the Slack call that sends a notice; cards, home tabs and what asks for decisions are rendered when
they are sent.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError

from messages.cards import card as card_message
from messages.cards import gone_card, moved_card
from messages.mrkdwn import without_mentions
from register.register import Register
from slack_api.client import Permanent
from storage.actions import actions, registers
from storage.queue import cards, decision_requests
from storage.queue.cards import Card
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice
from workflow.card_links import card_links
from workflow.decision_requests import drawn_message
from workflow.home import home_view
from workflow.people import away_by_name

log = logging.getLogger(__name__)


@contextmanager
def permanent_on_error(claim: Claim, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turn an exception of our own code into Permanent: a retry would fail again and hold up the notices behind it.

    Those of the database pass, as it may be out of reach, unless what it was given cannot be kept; and those that are
    ``but``.
    """
    try:
        yield
    except but:
        raise
    except Exception as error:
        if not is_fault_of_ours(error):
            raise
        log.exception("notice %s cannot be written", claim.id)
        raise Permanent(f"cannot_be_written ({type(error).__name__})") from error


def is_fault_of_ours(error: Exception) -> bool:
    """Whether it would be raised again: all but those of a database that is out of reach or busy."""
    return not isinstance(error, SQLAlchemyError) or isinstance(
        error, DataError | IntegrityError | ProgrammingError
    )


def is_fixed(notice: Notice) -> bool:
    """Whether the notice's content was fixed when it was queued: then it is its payload."""
    return (
        notice.card is None and notice.method != Method.PUBLISH and not decision_requests.is_drawn_late(notice)
    )


def render(tx: Connection, notice: Notice, now: datetime) -> dict[str, Any] | None:
    """The arguments of the Slack call for a notice at ``now`` (UTC); None when there is nothing to send any more."""
    if notice.card is not None:
        return _render_card(tx, notice, notice.card, now)
    if notice.method == Method.PUBLISH:
        if notice.payload:  # the view for somebody who is not admitted
            return notice.payload
        return {"user_id": notice.to, "view": home_view(tx, notice.to, now)}
    if decision_requests.is_drawn_late(notice):
        return _render_requests(tx, notice)
    return as_queued(notice)


def as_queued(notice: Notice) -> dict[str, Any]:
    """The arguments of the Slack call for a notice whose content is fixed."""
    return notice.payload | {"channel": notice.to}


def _render_requests(tx: Connection, notice: Notice) -> dict[str, Any] | None:
    """The message of a day's requests, or of one; None where all was decided before it could be sent."""
    found = decision_requests.message_of(tx, notice)
    if notice.method == Method.POST:
        waits = any(not one.outcome for one in found.requests)
        return drawn_message(tx, found) | {"channel": notice.to} if waits else None
    if not (found.channel and found.ts):
        return None
    return drawn_message(tx, found) | {"channel": found.channel, "ts": found.ts}


def _render_card(tx: Connection, notice: Notice, number: int, now: datetime) -> dict[str, Any] | None:
    stored, every = cards.with_siblings(tx, number)
    if notice.method == Method.UPDATE:
        if stored.address is None:
            return None
        drawn, (channel, ts) = card_as_redrawn(tx, stored, every, now), stored.address
        return drawn and drawn | {"channel": channel, "ts": ts}
    drawn = card_as_posted(tx, stored, every, now)
    return drawn and drawn | {"channel": notice.to}


def card_as_posted(tx: Connection, stored: Card, every: Sequence[Card], now: datetime) -> dict[str, Any] | None:
    """The text and blocks of a card that is posted: a new message calls whom it mentions, so that those who are away
    stand by other words.

    ``every`` card of its action is given, and ``now`` in UTC. None where there is nothing to post: the card has moved,
    or its action is in no register any more.
    """
    if not stored.register:
        return None
    register = registers.find(tx, stored.register)
    drawn = _drawn(tx, register, stored, every, now)
    return drawn and without_mentions(drawn, away_by_name(tx, register, register.today(now)))


def card_as_redrawn(
    tx: Connection, stored: Card, every: Sequence[Card], now: datetime
) -> dict[str, Any] | None:
    """The same of a card that is in Slack already: an edited message calls nobody, and what has moved says so."""
    if not stored.register:
        return gone_card(stored.ref).arguments
    return _drawn(tx, registers.find(tx, stored.register), stored, every, now)


def _drawn(
    tx: Connection, register: Register, stored: Card, every: Sequence[Card], now: datetime
) -> dict[str, Any] | None:
    action, links = actions.by_id(tx, register, stored.action), card_links(tx, every)
    if stored.codes:
        earlier = links.moved.get(action.ref, {})
        return card_message(action, register, stored.codes, register.today(now), earlier).arguments
    if stored.address is None:
        return None
    return moved_card(action, register, links.addresses.get(action.ref, {})).arguments
