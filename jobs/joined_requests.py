"""Requests that are shown in the message of another: they wait for that, and are messages themselves where it fails."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from slack_api.client import Temporary
from storage.actions import change_log, registers
from storage.database.engine import reading, transaction
from storage.queue import decision_requests
from storage.queue.claims import Claim
from storage.queue.notices import OPEN_STATES, NoticeState

_UNSENT_SECONDS = 1.0
"""When a request is tried again whose message is on its way."""
_HELD_SECONDS = 300


class Joiner(Protocol):
    """What it needs of a sender."""

    @property
    def engine(self) -> Engine:
        """The database."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time, in UTC."""


def why_not_shown(engine: Engine, claim: Claim) -> str:
    """Why a request cannot be shown in the message that it joined; empty where that is in Slack.

    Raises Temporary while the message is on its way, or somebody must decide whether it arrived: it may be shown there.
    """
    with reading(engine) as tx:
        found = decision_requests.message_of(tx, claim.notice)
    if found.state in OPEN_STATES:
        raise Temporary("its message has not gone out yet", _UNSENT_SECONDS)
    if found.state == NoticeState.HELD:
        raise Temporary("somebody must decide about its message first", _HELD_SECONDS)
    if found.state != NoticeState.SENT or not (found.channel and found.ts):
        return "its message did not go out"
    return "nothing can be added to its message" if found.is_closed else ""


def leave(sender: Joiner, claim: Claim, reason: str) -> tuple[str, str]:
    """Have a request shown in another message of today, or be one, as it cannot be shown where it was to be."""
    now, slug = sender.clock(), claim.notice.register
    with transaction(sender.engine) as tx:
        change_log.lock(tx, slug)  # or another request could look for the message of the day at the same moment
        register = registers.find(tx, slug)
        decision_requests.leave(tx, claim, reason, register.calendar.midnight(register.today(now)), now)
    return "again later", reason
