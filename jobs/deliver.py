"""Delivery: claim a notice, send it, settle it.

A kill at any line loses nothing, and repeats nothing that Slack can show us.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from bot.slack import METADATA, Permanent, Slack, Temporary, Unknown
from jobs.render import card, render
from storage import cards, notices
from storage.database import reading, transaction
from storage.notices import Claim, Method, State

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How delivery behaves in time. Slack carries about one message a second in a channel."""

    spacing: timedelta = timedelta(seconds=1.05)
    lease: timedelta = timedelta(seconds=60)
    """How long a sender may hold a notice before another asks what became of it; longer than a call lasts."""
    look_after: timedelta = timedelta(seconds=3)
    patience: timedelta = timedelta(seconds=45)
    """How long a message that may have arrived is looked for, as history can lag, before it is sent again."""
    idle: float = 0.25
    """Seconds between two looks at an empty queue."""


def deliver_next(engine: Engine, slack: Slack, clock: Callable[[], datetime], pace: Pace) -> bool:
    """Carry one notice as far as it goes now; False when none may go out at this moment."""
    with reading(engine) as tx:
        if not notices.is_due(tx, clock()):
            return False
    with transaction(engine) as tx:
        claim = notices.claim(tx, clock(), pace.lease, pace.spacing)
    if claim is None:  # another sender was quicker; there may be more
        return True
    try:
        _carry(engine, slack, clock, pace, claim)
    except Temporary as error:
        until = clock() + timedelta(seconds=max(error.seconds, min(2.0**claim.attempt, 300) - 2))
        with transaction(engine) as tx:
            # A notice that may have arrived stays in doubt while we wait.
            notices.put_back(tx, claim, State.UNKNOWN if claim.look_first else State.WAITING, until, str(error))
            if error.limits_lane:
                notices.rest(tx, notices.lane_of(claim.notice.method, claim.notice.to), until)
    except Unknown as error:
        log.warning("nobody knows whether notice %s arrived: %s", claim.id, error)
        with transaction(engine) as tx:
            notices.put_back(tx, claim, State.UNKNOWN, clock() + pace.look_after, str(error))
    except Permanent as error:
        log.error("Slack refuses notice %s (%s): %s", claim.id, claim.notice.kind, error)
        with transaction(engine) as tx:
            notices.settle(tx, claim, State.FAILED, clock(), error=str(error))
    return True


def deliver_all(
    engine: Engine, slack: Slack, clock: Callable[[], datetime], pace: Pace, stop: threading.Event
) -> None:
    """Deliver until told to stop. Any number of these may run, in any number of processes."""
    while not stop.is_set():
        if not deliver_next(engine, slack, clock, pace):
            stop.wait(pace.idle)


def _carry(engine: Engine, slack: Slack, clock: Callable[[], datetime], pace: Pace, claim: Claim) -> None:
    notice = claim.notice
    if claim.look_first and notice.method == Method.POST:
        stands = slack.find(notice.to, None, claim.opaque, claim.first_tried_at - timedelta(minutes=1))
        if stands:
            _settle(engine, clock, claim, *stands, sent=None)
            return
        if clock() < claim.first_tried_at + pace.patience:
            raise Unknown("not seen yet")
    with reading(engine) as tx:
        arguments = render(tx, notice, clock())
    if arguments is None or (claim.look_first and notice.method == Method.WHISPER):
        # A whisper cannot be looked up: better none than two.
        with transaction(engine) as tx:
            notices.settle(tx, claim, State.DROPPED, clock())
        return
    if notice.method == Method.POST:
        metadata = {"event_type": METADATA, "event_payload": {"key": claim.opaque}}
        answer = slack.call(notice.method, arguments | {"metadata": metadata, "unfurl_links": False})
    else:
        answer = slack.call(notice.method, arguments)
    _settle(engine, clock, claim, answer.get("channel"), answer.get("ts"), sent=arguments)


def _settle(
    engine: Engine,
    clock: Callable[[], datetime],
    claim: Claim,
    channel: object,
    ts: object,
    sent: dict[str, Any] | None,
) -> None:
    """Close the notice. A card notes where it stands, and is drawn again if its action changed meanwhile."""
    where = {"channel": str(channel) if channel else None, "ts": str(ts) if ts else None}
    with transaction(engine) as tx:
        is_ours = notices.settle(tx, claim, State.SENT, clock(), **where)
        number = claim.notice.card
        if is_ours and number is not None and claim.notice.method == Method.POST:
            cards.posted(tx, number, str(channel), str(ts))
            now = card(tx, number, clock())
            if sent is None or any(sent.get(part) != now[part] for part in now):
                cards.redraw(tx, cards.find(tx, number).action, clock())
