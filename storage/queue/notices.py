"""The queue of outgoing notices: what a notice is, and how it is queued.

A notice is *waiting*, then *sending* (claimed, with a lease), then *sent*, *failed* (Slack said no for good),
*expired* (too late to be worth sending) or *dropped* (nothing to send any more). *unknown* is an attempt whose outcome
is not known: it is looked up in the channel before anything is sent again. *held* is one that cannot be looked
up: an operator must decide.
"""

import uuid
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, case, delete, func, literal, or_, select
from sqlalchemy import update as update_rows

from register.people import is_forgotten
from storage.database.engine import Moment, chunks, insert_or_nothing
from storage.database.queue_tables import notice
from storage.queue import request_id
from storage.queue.requested_decision import RequestedDecision, Subject


class NoticeState(StrEnum):
    """The state of a notice in the queue."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    HELD = "held"
    DROPPED = "dropped"


class NoticeKind(StrEnum):
    """What a notice is, as it is counted and listed."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    DIGEST = "digest"
    CHART = "chart"
    CARD = "card"
    REDRAW = "redraw"
    SUMMARY = "summary"
    REACTION = "reaction"
    RECEIPT = "receipt"
    HOME = "home"
    REQUEST = "request"
    ANSWER = "answer"
    ALERT = "trouble"
    ROUND = "round"
    PAPER = "paper"
    REPORT = "report"
    QUESTION = "question"


OPEN_STATES = (NoticeState.WAITING, NoticeState.SENDING, NoticeState.UNKNOWN)
_OPEN_COUNT = select(func.count()).select_from(notice).where(notice.c.state.in_(OPEN_STATES))
WITHOUT_MESSAGE = "its message did not go out"
"""The error of a file dropped because its message was not sent; if the message is sent after all, it is requeued."""


class Method(StrEnum):
    """The Web API method that sends a notice; FETCH sends none, and reads a paper that was offered."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    WHISPER = "chat.postEphemeral"
    REACT = "reactions.add"
    UNREACT = "reactions.remove"
    PUBLISH = "views.publish"
    ATTACH = "files.completeUploadExternal"
    FETCH = "files.info"


@dataclass(frozen=True)
class Notice:
    """Something to send. ``key`` names what, to whom and for which date: a key is never queued twice.

    After ``valid_until`` (UTC) it is not sent any more. ``about``, ``asks`` and ``outcome`` belong to notices that ask
    for a decision (``storage.queue.decision_requests``): ``asks`` is None also where the message only shows what others
    ask. ``reminds`` are those of the ``refs`` that a digest asks about; it is used while queueing, and not stored.
    """

    register: str
    key: str
    kind: NoticeKind
    to: str
    method: Method = Method.POST
    refs: tuple[str, ...] = ()
    payload: dict[str, Any] = field(default_factory=dict)
    card: int | None = None
    valid_until: datetime | None = None
    about: Subject | None = None
    asks: RequestedDecision | None = None
    outcome: dict[str, Any] = field(default_factory=dict)
    reminds: tuple[str, ...] = ()


def queue(tx: Connection, queued: Notice, now: datetime) -> bool:
    """Queue a notice at ``now`` (UTC); False when one with its key was queued before, or it is to somebody who was
    forgotten.
    """
    if is_forgotten(queued.to):
        return False
    row = insert_or_nothing(tx, notice).values(_row(queued, now)).on_conflict_do_nothing()
    return tx.execute(row.returning(notice.c.id)).first() is not None


def queue_all(tx: Connection, several: Sequence[Notice], now: datetime) -> list[Notice]:
    """Queue notices in their order at ``now`` (UTC); return those whose key was not queued before.

    Those to somebody who was forgotten are not queued.
    """
    queued: list[Notice] = []
    for chunk in chunks([one for one in several if not is_forgotten(one.to)]):
        rows = [_row(one, now) for one in chunk]
        tx.execute(insert_or_nothing(tx, notice).on_conflict_do_nothing(), rows)
        # An insert of many rows does not return which were inserted; the random opaque keys tell.
        ours = notice.c.opaque.in_([row["opaque"] for row in rows])
        inserted = set(tx.execute(select(notice.c.opaque).where(ours)).scalars())
        queued += [one for one, row in zip(chunk, rows, strict=True) if row["opaque"] in inserted]
    return queued


def queued_keys(tx: Connection, keys: Sequence[str]) -> set[str]:
    """Those of the keys under which a notice was queued before."""
    found: set[str] = set()
    for chunk in chunks(keys):
        found.update(tx.execute(select(notice.c.key).where(notice.c.key.in_(chunk))).scalars())
    return found


def queue_again(tx: Connection, several: Sequence[Notice], now: datetime) -> None:
    """Queue notices that replace an earlier one with the same key: redrawn cards, and cards whose post failed.

    A waiting one is replaced. Where the earlier one was of another card (an import added the action anew), its channel
    and ts are cleared. If one is being sent just now, the new attempt number keeps that attempt from settling it, and
    the notice is sent again after that attempt has ended: two at once could arrive in either order.
    """
    if not several:
        return
    row = insert_or_nothing(tx, notice)
    is_claimed = and_(notice.c.settled_at.is_(None), notice.c.not_before > now)
    is_same_card = notice.c.card.is_not_distinct_from(row.excluded.card)
    values = {
        "state": NoticeState.WAITING,
        "register": row.excluded.register,
        "refs": row.excluded.refs,
        "card": row.excluded.card,
        "channel": case((is_same_card, notice.c.channel)),
        "ts": case((is_same_card, notice.c.ts)),
        "to": row.excluded.to,
        "payload": row.excluded.payload,
        "lane": row.excluded.lane,
        "attempt": notice.c.attempt + 1,
        "tries": 0,
        "not_before": case((is_claimed, notice.c.not_before), else_=literal(now, Moment)),
        "queued_at": now,
        "request": request_id.current(),
        "first_tried_at": None,
        "settled_at": None,
        "error": None,
    }
    upsert = row.on_conflict_do_update(index_elements=["key"], set_=values)
    tx.execute(upsert, [_row(one, now) for one in several])


def drop_all(tx: Connection, person: str, now: datetime) -> None:
    """Drop at ``now`` (UTC) what still waits to be sent to a person; an attempt under way settles nothing any more."""
    values = {"state": NoticeState.DROPPED, "settled_at": now, "attempt": notice.c.attempt + 1}
    is_theirs = or_(notice.c.to == person, notice.c.payload["user"].as_string() == person)
    query = update_rows(notice).where(is_theirs, notice.c.settled_at.is_(None))
    tx.execute(query.values(**values, error="they were forgotten"))


def drop_about(tx: Connection, slug: str, removed: Container[str], now: datetime) -> None:
    """Drop at ``now`` (UTC) the reminders, escalations and digests that still wait and are only about actions (by ref)
    that were ``removed`` from the register.
    """
    asking = notice.c.kind.in_((NoticeKind.REMINDER, NoticeKind.ESCALATION, NoticeKind.DIGEST))
    query = select(notice.c.id, notice.c.refs).where(
        notice.c.register == slug, notice.c.state == NoticeState.WAITING, asking
    )
    outdated = [number for number, refs in tx.execute(query) if refs and all(ref in removed for ref in refs)]
    values = {"state": NoticeState.DROPPED, "settled_at": now, "attempt": notice.c.attempt + 1}
    these = notice.c.id.in_(outdated), notice.c.state == NoticeState.WAITING
    tx.execute(update_rows(notice).where(*these).values(**values, error="its import was undone"))


def open_count(tx: Connection) -> int:
    """How many notices are waiting, being sent or unknown."""
    return tx.execute(_OPEN_COUNT).scalar_one()


def waiting(tx: Connection, slug: str, kind: NoticeKind) -> Counter[str]:
    """How many notices of a kind wait to be sent for a register, by whom or where they go."""
    ours = (notice.c.register == slug, notice.c.kind == kind, notice.c.state == NoticeState.WAITING)
    return Counter(tx.execute(select(notice.c.to).where(*ours)).scalars())


def queued_since(tx: Connection, slug: str, moment: datetime, kinds: Sequence[NoticeKind]) -> Counter[str]:
    """How many notices of these kinds a register queued after a moment (UTC), by whom or where they went."""
    ours = (notice.c.register == slug, notice.c.kind.in_(kinds), notice.c.queued_at > moment)
    return Counter(tx.execute(select(notice.c.to).where(*ours)).scalars())


def refs_asked(
    tx: Connection, slug: str, to: str, since: datetime, kinds: Sequence[NoticeKind]
) -> frozenset[str]:
    """The refs of all that notices of these kinds of a register have asked somebody about since a moment (UTC), or are
    still to: not of those that Slack has refused, that expired or were dropped.
    """
    ours = (notice.c.register == slug, notice.c.to == to, notice.c.kind.in_(kinds))
    is_asked = notice.c.state.in_((*OPEN_STATES, NoticeState.HELD, NoticeState.SENT))
    found = tx.execute(select(notice.c.refs).where(*ours, is_asked, notice.c.queued_at >= since)).scalars()
    return frozenset(ref for refs in found for ref in refs)


def of_message(tx: Connection, channel: str, ts: str) -> Notice | None:
    """The notice that was posted as that message, or None; later updates of the message do not count."""
    posted = notice.c.method == Method.POST
    query = select(notice).where(posted, notice.c.channel == channel, notice.c.ts == ts)
    row = tx.execute(query).mappings().one_or_none()
    return from_row(row) if row else None


def state_and_place(tx: Connection, key: str) -> tuple[NoticeState, str | None, str | None]:
    """The state of the notice of that key, and its channel and ts once it has been sent."""
    row = tx.execute(select(notice.c.state, notice.c.channel, notice.c.ts).where(notice.c.key == key)).one()
    return NoticeState(row.state), row.channel, row.ts


def latest(tx: Connection, slug: str, kind: NoticeKind, to: str) -> tuple[Notice, NoticeState] | None:
    """The newest notice of a kind that a register has for somebody, and its state; None: there is none."""
    query = select(notice).where(notice.c.register == slug, notice.c.kind == kind, notice.c.to == to)
    row = tx.execute(query.order_by(notice.c.id.desc()).limit(1)).mappings().one_or_none()
    return (from_row(row), NoticeState(row["state"])) if row else None


def is_above_file(tx: Connection, key: str) -> bool:
    """Whether a file waits to be put into the thread of the message of that key."""
    of_message = (notice.c.method == Method.ATTACH, notice.c.payload["under"].as_string() == key)
    waits = select(notice.c.id).where(notice.c.state.in_(OPEN_STATES), *of_message)
    return tx.execute(waits.limit(1)).first() is not None


def answers_to_request(tx: Connection, request_key: str) -> list[Notice]:
    """The answers that wait to be sent, in their order, and that a request (by its key) has caused."""
    waits = (notice.c.state == NoticeState.WAITING, notice.c.kind == NoticeKind.ANSWER)
    in_key = f":{request_key}"
    is_caused = or_(
        notice.c.key.endswith(in_key, autoescape=True), notice.c.key.contains(f"{in_key}:", autoescape=True)
    )
    is_message = notice.c.method == Method.POST
    found = tx.execute(select(notice).where(*waits, is_message, is_caused).order_by(notice.c.id)).mappings()
    return [from_row(row) for row in found]


def send_in_one(tx: Connection, several: Sequence[Notice], payload: dict[str, Any]) -> None:
    """Have notices that wait in the transaction that queued them sent as one message: the first of them."""
    first, *others = several
    refs = list(dict.fromkeys(ref for one in several for ref in one.refs))
    this = update_rows(notice).where(notice.c.key == first.key)
    tx.execute(this.values(refs=refs, payload=payload))
    tx.execute(delete(notice).where(notice.c.key.in_([one.key for one in others])))


def last_arrival(tx: Connection, to: str) -> datetime | None:
    """When the last message that went to a channel or person was sent (UTC); None: none was."""
    arrived = (notice.c.to == to, notice.c.method == Method.POST, notice.c.state == NoticeState.SENT)
    found: datetime | None = tx.execute(select(func.max(notice.c.settled_at)).where(*arrived)).scalar_one()
    return found


def lane_of(method: Method, to: str) -> str:
    """The ordering key: notices of one lane are sent one after the other, in the order in which they were queued.

    A reaction and its removal share a lane. Files have lanes of their own, so that a chart that cannot be sent
    does not hold up messages.
    """
    return f"{Method.REACT if method == Method.UNREACT else method}:{to}"


def _row(queued: Notice, now: datetime) -> dict[str, Any]:
    return {
        "register": queued.register,
        "key": queued.key,
        "opaque": uuid.uuid4().hex,
        "kind": queued.kind,
        "method": queued.method,
        "to": queued.to,
        "lane": lane_of(queued.method, queued.to),
        "refs": list(queued.refs),
        "payload": queued.payload,
        "card": queued.card,
        "about": str(queued.about or ""),
        "asks": str(queued.asks or ""),
        "state": NoticeState.WAITING,
        "attempt": 0,
        "tries": 0,
        "not_before": now,
        "valid_until": queued.valid_until,
        "queued_at": now,
        "request": request_id.current(),
    }


def from_row(row: RowMapping) -> Notice:
    """The notice that a row of the table holds."""
    return Notice(
        register=row["register"],
        key=row["key"],
        kind=NoticeKind(row["kind"]),
        to=row["to"],
        method=Method(row["method"]),
        refs=tuple(row["refs"]),
        payload=row["payload"],
        card=row["card"],
        valid_until=row["valid_until"],
        about=Subject.read(row["about"]),
        asks=RequestedDecision.read(row["asks"]),
        outcome=row["outcome"],
    )
