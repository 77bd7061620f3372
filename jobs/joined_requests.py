"""Requests that are shown in the message of another: they wait for that, and are messages themselves where it fails."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from slack_api.client import Temporary
from storage.actions import change_log, registers
from storage.database.engine import reading, transaction
from storage.queue import claims, decision_requests
from storage.queue.claims import Claim
from storage.queue.notices import OPEN_STATES, NoticeState

_UNSENT_SECONDS = 1.0
"""When a request is tried again whose message is on its way."""
_DELETED = "message_not_found"


def settled_without_change(engine: Engine, clock: Callable[[], datetime], claim: Claim) -> str:
    """What becomes of a request that cannot be shown in the message that it joined; empty where that is in Slack.

    Raises Temporary while the message is on its way. Where somebody must decide whether it arrived, the request waits
    for that aside, as it may be in it, and others to the same person go on.
    """
    with reading(engine) as tx:
        found = decision_requests.message_of(tx, claim.notice)
    if found.state in OPEN_STATES:
        raise Temporary("its message has not gone out yet", _UNSENT_SECONDS)
    if found.state == NoticeState.HELD:
        reason = "somebody must decide about its message first"
        with transaction(engine) as tx:
            if decision_requests.hold(tx, claim, reason, clock()):
                return NoticeState.HELD
        raise Temporary("its message is sent again", _UNSENT_SECONDS)
    reason = "nothing can be added to its message" if found.is_closed else ""
    if found.state != NoticeState.SENT or not (found.channel and found.ts):
        reason = "its message did not go out"
    return leave(engine, clock, claim, reason)[0] if reason and not claim.notice.outcome else ""


def leave(engine: Engine, clock: Callable[[], datetime], claim: Claim, reason: str) -> tuple[str, str]:
    """Have a request shown in another message of today, or be one, as it cannot be added to the one that it joined;
    where that showed it from the start, it is sent.
    """
    now, slug = clock(), claim.notice.register
    with transaction(engine) as tx:
        change_log.lock(tx, slug)  # or another request could look for the message of the day at the same moment
        if reason != _DELETED and decision_requests.was_sent_with_its_message(tx, claim.notice):
            claims.settle(tx, claim, NoticeState.SENT, now, error=reason)
            return NoticeState.SENT, reason
        register = registers.find(tx, slug)
        decision_requests.leave(tx, claim, reason, register.calendar.midnight(register.today(now)), now)
    return "again later", reason
