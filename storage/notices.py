"""The queue of what we send, and how a sender claims and settles it.

A notice is *waiting*, then *sending* (claimed, with a lease), then *sent*, *failed* (Slack said no for good) or
*dropped* (nothing left to say). *unknown* is a sending whose outcome nobody saw: it is looked up in the channel
before anything is sent again.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select
from sqlalchemy import update as update_rows

from storage.database import insert_or_nothing
from storage.tables import notice, pace


class State(StrEnum):
    """Where a notice is on its road."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


OPEN = (State.WAITING, State.SENDING, State.UNKNOWN)


class Method(StrEnum):
    """What a notice does in Slack; the names are Slack's own."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    WHISPER = "chat.postEphemeral"
    REACT = "reactions.add"
    UNREACT = "reactions.remove"
    PUBLISH = "views.publish"


@dataclass(frozen=True)
class Notice:
    """Something to send. ``key`` says what, to whom and for which date: the same key is never queued twice."""

    register: str
    key: str
    kind: str
    to: str
    method: Method = Method.POST
    refs: tuple[str, ...] = ()
    payload: dict[str, Any] = field(default_factory=dict)
    card: int | None = None


@dataclass(frozen=True)
class Claim:
    """A notice in a sender's hands. ``look_first``: an earlier attempt may have arrived already."""

    id: int
    attempt: int
    look_first: bool
    opaque: str
    first_tried_at: datetime
    notice: Notice


def queue(tx: Connection, one: Notice, now: datetime) -> bool:
    """Put a notice into the queue; False when one with its key is, or was, there."""
    made = insert_or_nothing(tx, notice).values(_row(one, now)).on_conflict_do_nothing()
    return tx.execute(made.returning(notice.c.id)).first() is not None


def queue_again(tx: Connection, one: Notice, now: datetime) -> None:
    """Queue a notice that may be said many times and needs saying once: the redrawing of a card.

    Several waiting ones are one. If it is being sent just now, the new attempt number keeps that sending from
    settling it, so that it goes out again.
    """
    row = _row(one, now)
    anew = {"state": State.WAITING, "attempt": notice.c.attempt + 1, "not_before": now, "queued_at": now}
    made = insert_or_nothing(tx, notice).values(row)
    tx.execute(made.on_conflict_do_update(index_elements=["key"], set_=anew))


def claim(tx: Connection, now: datetime, lease: timedelta, spacing: timedelta) -> Claim | None:
    """Take the next notice that may go out now, or None.

    Only the head of each lane is looked at, so that order is kept within a channel; a lane rests ``spacing``
    after each message. The UPDATE is conditional on the attempt: where two senders meet, one gets nothing and
    asks again.
    """
    row = tx.execute(_claimable(now).limit(1)).mappings().one_or_none()
    if row is None:
        return None
    this_one = and_(
        notice.c.id == row["id"], notice.c.attempt == row["attempt"], notice.c.state == row["state"]
    )
    taken = {
        "state": State.SENDING,
        "attempt": row["attempt"] + 1,
        "not_before": now + lease,
        "first_tried_at": row["first_tried_at"] or now,
    }
    if not tx.execute(update_rows(notice).where(this_one).values(taken)).rowcount:
        return None
    if row["method"] == Method.POST:
        rest(tx, row["lane"], now + spacing)
    return Claim(
        id=row["id"],
        attempt=row["attempt"] + 1,
        look_first=row["state"] != State.WAITING,
        opaque=row["opaque"],
        first_tried_at=row["first_tried_at"] or now,
        notice=_notice(row),
    )


def is_due(tx: Connection, now: datetime) -> bool:
    """Whether a sender would find something to do: asked without a writer's lock."""
    return tx.execute(_claimable(now).limit(1)).first() is not None


def open_count(tx: Connection) -> int:
    """How many notices are still on their road."""
    return tx.execute(select(func.count()).select_from(notice).where(notice.c.state.in_(OPEN))).scalar_one()


def settle(
    tx: Connection,
    one: Claim,
    state: State,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    error: str | None = None,
) -> bool:
    """Close a notice; False when it is no longer this claim's to close."""
    done = {"state": state, "settled_at": now, "channel": channel, "ts": ts, "error": error}
    return bool(tx.execute(update_rows(notice).where(_mine(one)).values(done)).rowcount)


def put_back(tx: Connection, one: Claim, state: State, until: datetime, error: str) -> None:
    """Let a notice wait until a later moment: as WAITING, or as UNKNOWN when it may have arrived."""
    later = {"state": state, "not_before": until, "error": error}
    tx.execute(update_rows(notice).where(_mine(one)).values(later))


def rest(tx: Connection, lane: str, until: datetime) -> None:
    """Keep a lane free of messages until a moment."""
    made = insert_or_nothing(tx, pace).values(lane=lane, free_at=until)
    tx.execute(made.on_conflict_do_update(index_elements=["lane"], set_={"free_at": until}))


def of_message(tx: Connection, channel: str, ts: str) -> Notice | None:
    """The notice that stands in Slack as that message, or None."""
    query = select(notice).where(notice.c.channel == channel, notice.c.ts == ts)
    row = tx.execute(query).mappings().one_or_none()
    return _notice(row) if row else None


def has_open(tx: Connection, key: str) -> bool:
    """Whether the notice of that key is still on its road."""
    query = select(notice.c.id).where(notice.c.key == key, notice.c.state.in_(OPEN))
    return tx.execute(query).first() is not None


def lane_of(method: Method, to: str) -> str:
    """Notices of one lane go out one after the other, in the order in which they were queued."""
    return f"{method}:{to}"


def _claimable(now: datetime) -> Select[Any]:
    heads = select(func.min(notice.c.id).label("id")).where(notice.c.state.in_(OPEN)).group_by(notice.c.lane)
    return (
        select(notice)
        .outerjoin(pace, pace.c.lane == notice.c.lane)
        .where(
            notice.c.id.in_(heads),
            # While it is being sent, not_before is the end of the lease.
            notice.c.not_before <= now,
            or_(pace.c.free_at.is_(None), pace.c.free_at <= now),
        )
        .order_by(notice.c.id)
    )


def _mine(one: Claim) -> Any:
    return and_(notice.c.id == one.id, notice.c.attempt == one.attempt, notice.c.state == State.SENDING)


def _row(one: Notice, now: datetime) -> dict[str, Any]:
    return {
        "register": one.register,
        "key": one.key,
        "opaque": uuid.uuid4().hex,
        "kind": one.kind,
        "method": one.method,
        "to": one.to,
        "lane": lane_of(one.method, one.to),
        "refs": list(one.refs),
        "payload": one.payload,
        "card": one.card,
        "state": State.WAITING,
        "attempt": 0,
        "not_before": now,
        "queued_at": now,
    }


def _notice(row: RowMapping) -> Notice:
    return Notice(
        register=row["register"],
        key=row["key"],
        kind=row["kind"],
        to=row["to"],
        method=Method(row["method"]),
        refs=tuple(row["refs"]),
        payload=row["payload"],
        card=row["card"],
    )
