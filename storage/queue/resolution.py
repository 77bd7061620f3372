"""The notices that need an operator: listing them, counting them, and carrying out what the operator decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select
from sqlalchemy import update as update_rows

from register.refused import Refused
from storage.database.queue_tables import notice
from storage.intake.threads import Thread
from storage.queue import cards, decision_requests, notices
from storage.queue.notices import OPEN_STATES, WITHOUT_MESSAGE, Method, Notice, NoticeKind, NoticeState

FAILED_STATES = (NoticeState.FAILED, NoticeState.EXPIRED)
UNKNOWN_STATES = (NoticeState.HELD, NoticeState.UNKNOWN)
WAITING_STATES = (NoticeState.WAITING, NoticeState.SENDING)
MOST_SHOWN = 200


class NoSuchNotice(Refused):
    """There is no notice of that number."""


class NeedsPlace(Refused):
    """A message under which people reply is declared sent, without saying where it is."""


class HasNoPlace(Refused):
    """A place is given for a notice that is not a message."""


@dataclass(frozen=True)
class NoticeRecord:
    """The current state of one notice, without its content. Times are UTC."""

    id: int
    register: str
    kind: NoticeKind
    to: str
    refs: tuple[str, ...]
    state: NoticeState
    tries: int
    queued_at: datetime
    not_before: datetime
    valid_until: datetime | None
    settled_at: datetime | None
    error: str | None
    request: str | None


@dataclass(frozen=True)
class StateCount:
    """How many notices are in a state, and when the oldest of them was queued (UTC)."""

    state: NoticeState
    count: int
    oldest: datetime


class NoticeDecision(StrEnum):
    """What an operator can decide about a notice."""

    SENT = "sent"
    AGAIN = "again"
    DROP = "drop"


# The states in which each decision is allowed. A notice that is being sent is left to its sender.
_ALLOWED_STATES = {
    NoticeDecision.SENT: (NoticeState.HELD, NoticeState.UNKNOWN),
    NoticeDecision.AGAIN: (NoticeState.HELD, NoticeState.UNKNOWN, NoticeState.FAILED, NoticeState.EXPIRED),
    NoticeDecision.DROP: (
        NoticeState.HELD,
        NoticeState.UNKNOWN,
        NoticeState.FAILED,
        NoticeState.EXPIRED,
        NoticeState.WAITING,
    ),
}


def list_notices(tx: Connection, states: Sequence[NoticeState]) -> list[NoticeRecord]:
    """The newest notices in these states, ``MOST_SHOWN`` at most, the oldest of them first."""
    names = NoticeRecord.__dataclass_fields__
    query = select(*(notice.c[name] for name in names)).where(notice.c.state.in_(states))
    rows = tx.execute(query.order_by(notice.c.id.desc()).limit(MOST_SHOWN)).mappings().all()
    return [
        NoticeRecord(**dict(row) | {"refs": tuple(row["refs"]), "state": NoticeState(row["state"])})
        for row in reversed(rows)
    ]


def counts_by_state(tx: Connection) -> list[StateCount]:
    """The number of notices in each state in which one waits or needs somebody; states without any are left out."""
    states = (*OPEN_STATES, NoticeState.HELD, *FAILED_STATES)
    query = select(notice.c.state, func.count(), func.min(notice.c.queued_at)).group_by(notice.c.state)
    rows = tx.execute(query.where(notice.c.state.in_(states)).order_by(notice.c.state))
    return [StateCount(NoticeState(state), count, oldest) for state, count, oldest in rows]


def resolve(
    tx: Connection, number: int, decision: NoticeDecision, now: datetime, place: Thread | None = None
) -> Notice:
    """Carry out an operator's decision about a notice at ``now`` (UTC), and return the notice.

    SENT: it is in Slack, at ``place``. AGAIN: send it (once more), however old it is. DROP: do not send it.
    The caller holds the locks of all registers, as whoever changes an action does before it draws cards and requests.
    Raises Refused when there is no such notice, when its state does not allow the decision, or when the place of a
    message under which people reply is missing or impossible.
    """
    row = tx.execute(select(notice).where(notice.c.id == number).with_for_update()).mappings().one_or_none()
    if row is None:
        raise NoSuchNotice(f"There is no notice {number}.")
    state = NoticeState(row["state"])
    if state not in _ALLOWED_STATES[decision]:
        reason = " just now: ask again in a minute" if state == NoticeState.SENDING else ""
        raise Refused(
            f"Notice {number} is {state}{reason}; {decision} is for {', '.join(_ALLOWED_STATES[decision])}."
        )
    if decision == NoticeDecision.SENT:
        _check_place(tx, row, place)
    final_state = {NoticeDecision.SENT: NoticeState.SENT, NoticeDecision.DROP: NoticeState.DROPPED}.get(
        decision
    )
    values: dict[str, Any] = {"attempt": notice.c.attempt + 1}
    values |= {"state": final_state, "settled_at": now} if final_state else _reset(now)
    if decision == NoticeDecision.AGAIN:
        _requeue_files(tx, row["key"], now)
    if decision == NoticeDecision.SENT and place is not None:
        values |= {"channel": place.channel, "ts": place.ts}
    tx.execute(update_rows(notice).where(notice.c.id == number).values(values))
    if decision == NoticeDecision.SENT and place is not None and row["card"] is not None:
        cards.mark_posted(tx, row["card"], place.channel, place.ts)
        cards.redraw(tx, [cards.find(tx, row["card"]).action], now)
    decision_requests.release(tx, row, now)
    if decision == NoticeDecision.SENT and row["outcome"]:  # what it asks was decided before it was found
        decision_requests.draw_outcome(tx, number, now)
    return Notice(row["register"], row["key"], NoticeKind(row["kind"]), row["to"], refs=tuple(row["refs"]))


def _reset(now: datetime) -> dict[str, Any]:
    return {
        "state": NoticeState.WAITING,
        "tries": 0,
        "not_before": now,
        "valid_until": None,
        "first_tried_at": None,
        "settled_at": None,
        "error": None,
    }


def _requeue_files(tx: Connection, key: str, now: datetime) -> None:
    """Queue the files again that were dropped because the message of that key was not sent.

    A file that is being sent just now is included: without its message the sender can only drop it.
    """
    was_dropped = (notice.c.state == NoticeState.DROPPED) & (notice.c.error == WITHOUT_MESSAGE)
    belongs = (notice.c.method == Method.ATTACH) & (notice.c.payload["under"].as_string() == key)
    unsent = was_dropped | notice.c.state.in_([NoticeState.EXPIRED, NoticeState.SENDING])
    values = _reset(now) | {"attempt": notice.c.attempt + 1}
    tx.execute(update_rows(notice).where(belongs & unsent).values(values))


def _check_place(tx: Connection, row: RowMapping, place: Thread | None) -> None:
    """Raise Refused unless the notice can be that message: replies under it are matched by its channel and ts."""
    if place is None:
        if row["method"] == Method.POST and row["refs"]:
            raise NeedsPlace(f"Say where notice {row['id']} stands, so that replies under it are heard.")
        return
    if row["method"] != Method.POST:
        raise HasNoPlace(f"Notice {row['id']} is no message of its own: it has no link.")
    if row["to"][:1] in "CG" and row["to"] != place.channel:
        raise Refused(f"Notice {row['id']} was for {row['to']}; that link leads to {place.channel}.")
    if notices.of_message(tx, place.channel, place.ts) or cards.of_thread(tx, place.channel, place.ts):
        raise Refused(f"Another notice stands there already: look for the message of notice {row['id']}.")


def mark_all_unknown(tx: Connection, now: datetime) -> int:
    """Mark every open notice as unknown, so that it is looked up before it is sent; return how many.

    For a restored database: the notices may have been sent since the copy was made.
    """
    values = {
        "state": NoticeState.UNKNOWN,
        "attempt": notice.c.attempt + 1,
        "not_before": now,
        "first_tried_at": func.coalesce(notice.c.first_tried_at, notice.c.queued_at),
        "doubted_at": now,
    }
    return tx.execute(update_rows(notice).where(notice.c.state.in_(OPEN_STATES)).values(values)).rowcount
