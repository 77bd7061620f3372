"""How a sender claims a notice and settles it, so that two senders never hold the same one.

A claim lasts until the end of a lease. Each claim has an attempt number of its own, and only the latest can settle
the notice or put it back: a sender whose lease has ended can do neither.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, case, func, or_, select
from sqlalchemy import update as update_rows

from storage.database.engine import Moment, insert_or_nothing, upsert
from storage.database.queue_tables import IS_OPEN, notice, pace
from storage.queue.notices import Method, Notice, NoticeState, from_row

WORKSPACE = "workspace"
"""The lane that all messages share, for the limit on the whole workspace."""
LOOK_UP = "look-up"
"""The lane that is paused when Slack limits the look-ups in its history."""
BURST = timedelta(seconds=1)
"""By how much messages may run ahead of the workspace's interval after a pause, so that the mean rate is kept."""


def _heads() -> Select[Any]:
    """The first open notice of each lane, by stepping from lane to lane along the index (a loose index scan)."""
    lanes = select(func.min(notice.c.lane).label("lane")).where(IS_OPEN).cte("lanes", recursive=True)
    following = select(func.min(notice.c.lane)).where(IS_OPEN, notice.c.lane > lanes.c.lane).scalar_subquery()
    lanes = lanes.union_all(select(following).where(lanes.c.lane.is_not(None)))
    first = select(func.min(notice.c.id)).where(IS_OPEN, notice.c.lane == lanes.c.lane).scalar_subquery()
    return select(first).where(lanes.c.lane.is_not(None))


# A notice may go out when neither its lane nor its method is paused (Slack limits methods in the whole workspace);
# for one that must be looked up first, the look-ups must not be paused instead.
_is_looked_up = and_(notice.c.state != NoticeState.WAITING, notice.c.method.in_([Method.POST, Method.ATTACH]))
_method_pace = pace.alias("method_pace")
_PACED = notice.outerjoin(pace, pace.c.lane == notice.c.lane).outerjoin(
    _method_pace, _method_pace.c.lane == case((_is_looked_up, LOOK_UP), else_=notice.c.method)
)


def _later(first: Any, second: Any) -> Any:
    return case((second > first, second), else_=first)


# These statements are built once, because a sender runs them many times a second.
_CLAIMABLE = (
    select(notice)
    .select_from(_PACED)
    .where(
        notice.c.id.in_(_heads()),
        # Repeated here: for a row that another sender changed meanwhile, PostgreSQL evaluates these conditions again,
        # but not the subquery of heads. A row that was marked expired in that moment is no longer open.
        IS_OPEN,
        # While it is being sent, not_before is the end of the lease.
        notice.c.not_before <= bindparam("now", type_=Moment),
        or_(pace.c.free_at.is_(None), pace.c.free_at <= bindparam("now", type_=Moment)),
        or_(_method_pace.c.free_at.is_(None), _method_pace.c.free_at <= bindparam("now", type_=Moment)),
    )
    .order_by(notice.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=notice)
)
_CLAIMABLE_EXCEPT_MESSAGES = _CLAIMABLE.where(notice.c.method != Method.POST)
_workspace_pace = pace.alias("workspace_pace")
_NEXT_DUE = (
    select(
        (notice.c.method == Method.POST).label("is_message"),
        select(_workspace_pace.c.free_at)
        .where(_workspace_pace.c.lane == WORKSPACE)
        .scalar_subquery()
        .label("workspace_free_at"),
        func.min(_later(_later(notice.c.not_before, pace.c.free_at), _method_pace.c.free_at)).label("ready"),
    )
    .select_from(_PACED)
    .where(notice.c.id.in_(_heads()))
    .group_by("is_message")
)
_AS_READ = update_rows(notice).where(
    notice.c.id == bindparam("read_id"),
    notice.c.attempt == bindparam("read_attempt"),
    notice.c.state == bindparam("read_state"),
)
_AS_CLAIMED = update_rows(notice).where(
    notice.c.id == bindparam("claimed_id"),
    notice.c.attempt == bindparam("claimed_attempt"),
    notice.c.state == NoticeState.SENDING,
)


@dataclass(frozen=True)
class Claim:
    """A notice claimed by a sender, from ``taken_at`` until the lease ends at ``ends_at``. Times are UTC.

    ``must_look_up``: an earlier attempt may have arrived; ``first_tried_at`` is the first that may have, and
    ``doubted_at`` since when the outcome is unknown. ``tries`` counts attempts since it was queued. ``request`` is
    the id of the request or job that queued it.
    """

    id: int
    attempt: int
    tries: int
    must_look_up: bool
    opaque_key: str
    taken_at: datetime
    ends_at: datetime
    first_tried_at: datetime
    doubted_at: datetime
    request: str | None
    notice: Notice


def claim(tx: Connection, now: datetime, lease: timedelta, workspace: timedelta = timedelta(0)) -> Claim | None:
    """Claim the next notice that may go out at ``now`` (UTC); None when there is none or another sender took it.

    Only the head of each lane is considered, so that order is kept within a channel; ``workspace`` is the least
    time between two messages of all lanes. The UPDATE is conditional on the attempt number: of two senders that
    select the same row, one gets None and asks again. A head whose ``valid_until`` has passed is marked expired.
    """
    may_post = not workspace or _workspace_free_at(tx) <= now
    found = _CLAIMABLE if may_post else _CLAIMABLE_EXCEPT_MESSAGES
    row = tx.execute(found, {"now": now}).mappings().one_or_none()
    if row is None:
        return None
    is_clean = row["state"] == NoticeState.WAITING
    if is_clean and row["valid_until"] and row["valid_until"] <= now:
        _change_unclaimed(tx, row, {"state": NoticeState.EXPIRED, "settled_at": now})
        return None
    since = row["doubted_at"] if row["state"] == NoticeState.UNKNOWN and row["doubted_at"] else now
    values = {
        "state": NoticeState.SENDING,
        "attempt": row["attempt"] + 1,
        "tries": row["tries"] + is_clean,
        "not_before": now + lease,
        "first_tried_at": row["first_tried_at"] or now,
    }
    if not _change_unclaimed(tx, row, values):
        return None
    if workspace and row["method"] == Method.POST:
        pause(tx, WORKSPACE, max(_workspace_free_at(tx) + workspace, now + workspace - BURST))
    return Claim(
        id=row["id"],
        attempt=row["attempt"] + 1,
        tries=row["tries"] + is_clean,
        must_look_up=not is_clean,
        opaque_key=row["opaque"],
        taken_at=now,
        ends_at=now + lease,
        first_tried_at=row["first_tried_at"] or now,
        doubted_at=since,
        request=row["request"],
        notice=from_row(row),
    )


def next_due(tx: Connection) -> datetime | None:
    """When the next notice may go out (UTC, possibly in the past), or None. One statement, which only reads."""
    moments: list[datetime] = [
        max(row.ready, row.workspace_free_at) if row.is_message and row.workspace_free_at else row.ready
        for row in tx.execute(_NEXT_DUE)
    ]
    return min(moments, default=None)


def settle(
    tx: Connection,
    claimed: Claim,
    state: NoticeState,
    now: datetime,
    *,
    channel: str | None = None,
    ts: str | None = None,
    error: str | None = None,
) -> bool:
    """Close a notice in a final state; False when another claim holds it by now."""
    done = {"state": state, "settled_at": now, "channel": channel, "ts": ts, "error": error}
    if change_claimed(tx, claimed, done):
        return True
    _release_requeued(tx, claimed, now)
    return False


def put_back(
    tx: Connection, claimed: Claim, state: NoticeState, until: datetime, error: str, *, since: datetime
) -> bool:
    """Put a notice back until a later moment (UTC); False when another claim holds it by now.

    WAITING when it certainly did not arrive, UNKNOWN when it may have; ``since`` is when the doubt began.
    """
    later: dict[str, Any] = {"state": state, "not_before": until, "error": error}
    if state == NoticeState.UNKNOWN:
        later["doubted_at"] = since
    elif claimed.first_tried_at == claimed.taken_at:
        later["first_tried_at"] = None  # this was the first try, and it did not arrive
    if change_claimed(tx, claimed, later):
        return True
    _release_requeued(tx, claimed, until)
    return False


def save_payload(tx: Connection, claimed: Claim, payload: dict[str, Any]) -> bool:
    """Store a changed payload while the notice is being sent; False when another claim holds it by now."""
    return change_claimed(tx, claimed, {"payload": payload})


def change_claimed(tx: Connection, claimed: Claim, values: dict[str, Any]) -> bool:
    """Give a notice these values; False when another claim holds it by now."""
    ours: dict[str, Any] = {"claimed_id": claimed.id, "claimed_attempt": claimed.attempt}
    return bool(tx.execute(_AS_CLAIMED, ours | values).rowcount)


def pause(tx: Connection, lane: str, until: datetime) -> None:
    """Pause a lane, a whole method (by its name), the look-ups or the workspace until a moment (UTC)."""
    upsert(tx, pace, {"lane": lane}, {"free_at": until})


def _release_requeued(tx: Connection, claimed: Claim, at: datetime) -> None:
    """Let a notice that was queued again while this claim held it go out without waiting for the lease's end."""
    waiting = and_(
        notice.c.id == claimed.id,
        notice.c.state == NoticeState.WAITING,
        notice.c.not_before == claimed.ends_at,
    )
    tx.execute(update_rows(notice).where(waiting).values(not_before=at))


def _workspace_free_at(tx: Connection) -> datetime:
    """When the workspace may have its next message (UTC). The row stays locked until the transaction ends."""
    first = insert_or_nothing(tx, pace).values(lane=WORKSPACE, free_at=datetime(1970, 1, 1, tzinfo=UTC))
    tx.execute(first.on_conflict_do_nothing())
    query = select(pace.c.free_at).where(pace.c.lane == WORKSPACE).with_for_update()
    free_at: datetime = tx.execute(query).scalar_one()
    return free_at


def _change_unclaimed(tx: Connection, row: RowMapping, values: dict[str, Any]) -> bool:
    """Give a notice these values; False when another sender has changed it since this row was read."""
    read: dict[str, Any] = {"read_id": row["id"], "read_attempt": row["attempt"], "read_state": row["state"]}
    return bool(tx.execute(_AS_READ, read | values).rowcount)
