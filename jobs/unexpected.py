"""A notice on which our own code raised an unexpected error: retried a few times, and then set aside.

Otherwise it would be claimed again each time its lease ends, for ever, and hold up what waits behind it in its lane.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from jobs.render import is_fault_of_ours
from storage.database.engine import transaction
from storage.queue import claims
from storage.queue.claims import Claim
from storage.queue.notices import Method, NoticeState
from workflow.alerts import tell_admins

log = logging.getLogger(__name__)

_MOST_TRIES = 3


@dataclass(frozen=True)
class RetryTiming:
    """How long a notice waits until it is retried, and how long the sender searches for it until a person must look."""

    again_after: timedelta
    look_up_for: timedelta


def after_fault(
    engine: Engine, clock: Callable[[], datetime], claim: Claim, error: Exception, timing: RetryTiming
) -> tuple[str, str]:
    """What becomes of a notice that ``error`` cut off: its state, or "again later", and the reason.

    A message or a file may have arrived by then, and is looked up in Slack before it is tried again. After three tries
    the notice has failed; one that cannot be looked up either is held for somebody to look. Both are told to the
    administrators and can be sent again.
    """
    reason, now = f"fault ({type(error).__name__})", clock()
    log.exception("our own code failed on notice %s", claim.id)
    can_be_looked_up = claim.notice.method in (Method.POST, Method.ATTACH)
    is_looked_up = claim.must_look_up and can_be_looked_up
    if is_looked_up and now - claim.doubted_at >= timing.look_up_for:
        return _set_aside(engine, claim, NoticeState.HELD, reason, now), reason
    if not is_looked_up and claim.tries >= _MOST_TRIES:
        return _set_aside(engine, claim, NoticeState.FAILED, reason, now), reason
    state = NoticeState.UNKNOWN if can_be_looked_up else NoticeState.WAITING
    since = claim.doubted_at if is_looked_up else now
    with transaction(engine) as tx:
        claims.put_back(tx, claim, state, now + timing.again_after, reason, since=since)
    return "again later", reason


def _set_aside(engine: Engine, claim: Claim, state: NoticeState, reason: str, now: datetime) -> NoticeState:
    """Close it and tell the administrators; where even that cannot be written, it is closed all the same."""
    try:
        with transaction(engine) as tx:
            if claims.settle(tx, claim, state, now, error=reason):
                tell_admins(tx, claim.notice, state, reason, now)
    except Exception as error:
        if not is_fault_of_ours(error):
            raise
        log.exception("the administrators cannot be told of notice %s", claim.id)
        with transaction(engine) as tx:
            claims.settle(tx, claim, state, now, error=reason)
    return state
