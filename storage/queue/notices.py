"""The queue of what we send: what a notice is, and how it gets there.

A notice is *waiting*, then *sending* (claimed, with a lease), then *sent*, *failed* (Slack said no for good),
*expired* (too late to be worth saying) or *dropped* (nothing left to say). *unknown* is a sending whose outcome
nobody saw: it is looked up in the channel before anything is sent again. *held* is one that cannot be looked
up: somebody must decide.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, case, func, select

from storage.database.engine import insert_or_nothing, portions
from storage.database.tables import notice
from storage.queue import request_id


class NoticeState(StrEnum):
    """Where a notice is on its road."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    HELD = "held"
    DROPPED = "dropped"


OPEN = (NoticeState.WAITING, NoticeState.SENDING, NoticeState.UNKNOWN)
WITHOUT_MESSAGE = "its message did not go out"
"""Why a file was let be: should its message be sent after all, it follows."""


class Method(StrEnum):
    """What a notice does in Slack; the names are Slack's own."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    WHISPER = "chat.postEphemeral"
    REACT = "reactions.add"
    UNREACT = "reactions.remove"
    PUBLISH = "views.publish"
    ATTACH = "files.completeUploadExternal"


@dataclass(frozen=True)
class Notice:
    """Something to send. ``key`` says what, to whom and for which date: the same key is never queued twice.

    After ``valid_until`` (UTC) it is not sent any more.
    """

    register: str
    key: str
    kind: str
    to: str
    method: Method = Method.POST
    refs: tuple[str, ...] = ()
    payload: dict[str, Any] = field(default_factory=dict)
    card: int | None = None
    valid_until: datetime | None = None


def queue(tx: Connection, one: Notice, now: datetime) -> bool:
    """Put a notice into the queue; False when one with its key is, or was, there."""
    made = insert_or_nothing(tx, notice).values(_row(one, now)).on_conflict_do_nothing()
    return tx.execute(made.returning(notice.c.id)).first() is not None


def queue_all(tx: Connection, several: Sequence[Notice], now: datetime) -> list[Notice]:
    """Put notices into the queue in their order; gives those of which none with their key is, or was, there."""
    made: list[Notice] = []
    for some in portions(several):
        rows = [_row(one, now) for one in some]
        tx.execute(insert_or_nothing(tx, notice).on_conflict_do_nothing(), rows)
        # An insert of many does not say which rows it made; our random keys do.
        ours = notice.c.opaque.in_([row["opaque"] for row in rows])
        there = set(tx.execute(select(notice.c.opaque).where(ours)).scalars())
        made += [one for one, row in zip(some, rows, strict=True) if row["opaque"] in there]
    return made


def queue_again(tx: Connection, several: Sequence[Notice], now: datetime) -> None:
    """Queue notices that may be said many times and need saying once: cards redrawn, or posted in vain.

    Several waiting ones are one. If it is being sent just now, the new attempt number keeps that sending from
    settling it, and it goes out again when that one has ended: two at once could arrive in either order.
    """
    if not several:
        return
    made = insert_or_nothing(tx, notice)
    is_held = and_(notice.c.settled_at.is_(None), notice.c.not_before > now)
    anew = {
        "state": NoticeState.WAITING,
        "to": made.excluded.to,
        "payload": made.excluded.payload,
        "lane": made.excluded.lane,
        "attempt": notice.c.attempt + 1,
        "tries": 0,
        "not_before": case((is_held, notice.c.not_before), else_=now),
        "queued_at": now,
        "request": request_id.current(),
        "first_tried_at": None,
        "doubted_at": None,
        "settled_at": None,
        "error": None,
    }
    again = made.on_conflict_do_update(index_elements=["key"], set_=anew)
    tx.execute(again, [_row(one, now) for one in several])


def open_count(tx: Connection) -> int:
    """How many notices are still on their road."""
    return tx.execute(select(func.count()).select_from(notice).where(notice.c.state.in_(OPEN))).scalar_one()


def of_message(tx: Connection, channel: str, ts: str) -> Notice | None:
    """The notice that was posted as that message, or None. What redrew it later bears its place too."""
    posted = notice.c.method == Method.POST
    query = select(notice).where(posted, notice.c.channel == channel, notice.c.ts == ts)
    row = tx.execute(query).mappings().one_or_none()
    return from_row(row) if row else None


def whereabouts(tx: Connection, key: str) -> tuple[NoticeState, str | None, str | None]:
    """How the notice of that key stands, and its channel and ts once it has them."""
    row = tx.execute(select(notice.c.state, notice.c.channel, notice.c.ts).where(notice.c.key == key)).one()
    return NoticeState(row.state), row.channel, row.ts


def lane_of(method: Method, to: str) -> str:
    """Notices of one lane go out one after the other, in the order in which they were queued.

    A mark is put and taken away in one lane. A file has a lane of its own, so that a chart that cannot be sent
    holds up no message.
    """
    return f"{Method.REACT if method == Method.UNREACT else method}:{to}"


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
        "state": NoticeState.WAITING,
        "attempt": 0,
        "tries": 0,
        "not_before": now,
        "valid_until": one.valid_until,
        "queued_at": now,
        "request": request_id.current(),
    }


def from_row(row: RowMapping) -> Notice:
    """The notice that a row of the table holds."""
    return Notice(
        register=row["register"],
        key=row["key"],
        kind=row["kind"],
        to=row["to"],
        method=Method(row["method"]),
        refs=tuple(row["refs"]),
        payload=row["payload"],
        card=row["card"],
        valid_until=row["valid_until"],
    )
