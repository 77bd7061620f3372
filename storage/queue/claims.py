"""How a sender takes a notice out of the queue and settles it, so that two senders never hold the same one.

Whoever claims a notice has it until the end of a lease. Each claim has an attempt number of its own, and only
the latest can settle or put back: a sender that was held up for too long finds that it no longer can.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, case, func, or_, select
from sqlalchemy import update as update_rows

from storage.database.engine import Moment, insert_or_nothing
from storage.database.tables import IS_OPEN, notice, pace
from storage.queue.notices import Method, Notice, NoticeState, from_row

WORKSPACE = "workspace"
"""The lane that all messages share, under the cap for the whole workspace."""
LOOK_UP = "look-up"
"""What rests when Slack wants no more questions about what arrived."""
BURST = timedelta(seconds=1)
"""By how much the workspace's cap may be caught up after a pause, so that the average comes near it."""


def _heads() -> Select[Any]:
    """The first open notice of each lane: from lane to lane along the index, whatever waits behind them."""
    lanes = select(func.min(notice.c.lane).label("lane")).where(IS_OPEN).cte("lanes", recursive=True)
    following = select(func.min(notice.c.lane)).where(IS_OPEN, notice.c.lane > lanes.c.lane).scalar_subquery()
    lanes = lanes.union_all(select(following).where(lanes.c.lane.is_not(None)))
    first = select(func.min(notice.c.id)).where(IS_OPEN, notice.c.lane == lanes.c.lane).scalar_subquery()
    return select(first).where(lanes.c.lane.is_not(None))


# A notice goes out when its lane rests no more, nor its method, which Slack limits in the whole workspace; for
# one that must be looked for first it is the look-ups that may have to rest.
_is_looked_for = and_(notice.c.state != NoticeState.WAITING, notice.c.method.in_([Method.POST, Method.ATTACH]))
_method_pace = pace.alias("method_pace")
_PACED = notice.outerjoin(pace, pace.c.lane == notice.c.lane).outerjoin(
    _method_pace, _method_pace.c.lane == case((_is_looked_for, LOOK_UP), else_=notice.c.method)
)


def _later(one: Any, other: Any) -> Any:
    return case((other > one, other), else_=one)


# The statements of a sender are built once: it asks them many times a second.
_CLAIMABLE = (
    select(notice)
    .select_from(_PACED)
    .where(
        notice.c.id.in_(_heads()),
        # While it is being sent, not_before is the end of the lease.
        notice.c.not_before <= bindparam("now", type_=Moment),
        or_(pace.c.free_at.is_(None), pace.c.free_at <= bindparam("now", type_=Moment)),
        or_(_method_pace.c.free_at.is_(None), _method_pace.c.free_at <= bindparam("now", type_=Moment)),
    )
    .order_by(notice.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=notice)
)
_CLAIMABLE_BESIDES = _CLAIMABLE.where(notice.c.method != "chat.postMessage")
_NEXT_DUE = (
    select(
        (notice.c.method == "chat.postMessage").label("is_message"),
        func.min(_later(_later(notice.c.not_before, pace.c.free_at), _method_pace.c.free_at)).label("ready"),
    )
    .select_from(_PACED)
    .where(notice.c.id.in_(_heads()))
    .group_by("is_message")
)


@dataclass(frozen=True)
class Claim:
    """A notice in a sender's hands, from ``taken_at`` until ``ends_at``.

    ``look_first``: an earlier sending may have arrived; ``first_tried_at`` is the first that may have, and
    ``doubted_at`` since when that is so. ``tries`` counts sendings since it was queued. ``request`` is what it
    was queued by.
    """

    id: int
    attempt: int
    tries: int
    look_first: bool
    opaque: str
    taken_at: datetime
    ends_at: datetime
    first_tried_at: datetime
    doubted_at: datetime
    request: str | None
    notice: Notice


def claim(tx: Connection, now: datetime, lease: timedelta, workspace: timedelta = timedelta(0)) -> Claim | None:
    """Take the next notice that may go out now; None when there is none, or this was not the moment for it.

    Only the head of each lane is looked at, so that order is kept within a channel; all lanes together rest
    ``workspace`` after each message. The UPDATE is conditional on the attempt: where two senders meet, one gets
    nothing and asks again. A head that nobody needs any more expires instead.
    """
    is_open = not workspace or _gate(tx) <= now
    found = _CLAIMABLE if is_open else _CLAIMABLE_BESIDES
    row = tx.execute(found, {"now": now}).mappings().one_or_none()
    if row is None:
        return None
    is_clean = row["state"] == NoticeState.WAITING
    if is_clean and row["valid_until"] and row["valid_until"] <= now:
        tx.execute(update_rows(notice).where(_same(row)).values(state=NoticeState.EXPIRED, settled_at=now))
        return None
    since = row["doubted_at"] if row["state"] == NoticeState.UNKNOWN and row["doubted_at"] else now
    taken = {
        "state": NoticeState.SENDING,
        "attempt": row["attempt"] + 1,
        "tries": row["tries"] + is_clean,
        "not_before": now + lease,
        "first_tried_at": row["first_tried_at"] or now,
        "doubted_at": None if is_clean else since,
    }
    if not tx.execute(update_rows(notice).where(_same(row)).values(taken)).rowcount:
        return None
    if workspace and row["method"] == Method.POST:
        rest(tx, WORKSPACE, max(_gate(tx) + workspace, now + workspace - BURST))
    return Claim(
        id=row["id"],
        attempt=row["attempt"] + 1,
        tries=row["tries"] + is_clean,
        look_first=not is_clean,
        opaque=row["opaque"],
        taken_at=now,
        ends_at=now + lease,
        first_tried_at=row["first_tried_at"] or now,
        doubted_at=since,
        request=row["request"],
        notice=from_row(row),
    )


def next_due(tx: Connection) -> datetime | None:
    """When the next notice may go out (perhaps long since), or None: asked without a writer's lock."""
    rows = tx.execute(_NEXT_DUE).all()
    if not rows:
        return None
    gate = tx.execute(select(pace.c.free_at).where(pace.c.lane == WORKSPACE)).scalar_one_or_none()
    moments: list[datetime] = [max(row.ready, gate) if row.is_message and gate else row.ready for row in rows]
    return min(moments)


def settle(
    tx: Connection,
    one: Claim,
    state: NoticeState,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    error: str | None = None,
) -> bool:
    """Close a notice; False when it is no longer this claim's to close."""
    done = {"state": state, "settled_at": now, "channel": channel, "ts": ts, "error": error}
    if tx.execute(update_rows(notice).where(_mine(one)).values(done)).rowcount:
        return True
    _let_go(tx, one, now)
    return False


def put_back(
    tx: Connection, one: Claim, state: NoticeState, until: datetime, error: str, *, since: datetime
) -> bool:
    """Let a notice wait until a later moment; False when it is no longer this claim's.

    As WAITING when nothing of it is on its road, as UNKNOWN when it may have arrived, which is so ``since``.
    """
    later: dict[str, Any] = {"state": state, "not_before": until, "error": error}
    if state == NoticeState.UNKNOWN:
        later["doubted_at"] = since
    elif one.first_tried_at == one.taken_at:
        later["first_tried_at"] = None  # this was the first try, and it did not arrive
    if tx.execute(update_rows(notice).where(_mine(one)).values(later)).rowcount:
        return True
    _let_go(tx, one, until)
    return False


def note(tx: Connection, one: Claim, payload: dict[str, Any]) -> bool:
    """Keep what was learnt on the way, in the notice's payload; False when it is no longer this claim's."""
    return bool(tx.execute(update_rows(notice).where(_mine(one)).values(payload=payload)).rowcount)


def rest(tx: Connection, lane: str, until: datetime) -> None:
    """Send nothing of a lane, or of a whole method (by its name), or look nothing up, until a moment."""
    made = insert_or_nothing(tx, pace).values(lane=lane, free_at=until)
    tx.execute(made.on_conflict_do_update(index_elements=["lane"], set_={"free_at": until}))


def _let_go(tx: Connection, one: Claim, at: datetime) -> None:
    """What was queued again while it was in this claim's hands has waited for the lease: it may go out now."""
    waiting = and_(
        notice.c.id == one.id, notice.c.state == NoticeState.WAITING, notice.c.not_before == one.ends_at
    )
    tx.execute(update_rows(notice).where(waiting).values(not_before=at))


def _gate(tx: Connection) -> datetime:
    """When the workspace may carry its next message. From here on this transaction alone decides that."""
    first = insert_or_nothing(tx, pace).values(lane=WORKSPACE, free_at=datetime(1970, 1, 1, tzinfo=UTC))
    tx.execute(first.on_conflict_do_nothing())
    query = select(pace.c.free_at).where(pace.c.lane == WORKSPACE).with_for_update()
    free_at: datetime = tx.execute(query).scalar_one()
    return free_at


def _same(row: RowMapping) -> Any:
    return and_(notice.c.id == row["id"], notice.c.attempt == row["attempt"], notice.c.state == row["state"])


def _mine(one: Claim) -> Any:
    return and_(notice.c.id == one.id, notice.c.attempt == one.attempt, notice.c.state == NoticeState.SENDING)
