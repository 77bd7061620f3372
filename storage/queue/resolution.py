"""What became of the notices: for those who look after the bot, and what they can decide about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select
from sqlalchemy import update as update_rows

from register.refused import Refused
from storage.database.tables import notice
from storage.intake.threads import Thread
from storage.queue import cards, notices
from storage.queue.notices import OPEN, WITHOUT_MESSAGE, Method, Notice, NoticeState

FAILED = (NoticeState.FAILED, NoticeState.EXPIRED)
UNKNOWN = (NoticeState.HELD, NoticeState.UNKNOWN)
WAITING = (NoticeState.WAITING, NoticeState.SENDING)
MOST_SHOWN = 200


@dataclass(frozen=True)
class NoticeRecord:
    """One notice as it stands, without its words. Times are UTC."""

    id: int
    register: str
    kind: str
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
    """How many notices are in a state, and since when the oldest of them has been queued (UTC)."""

    state: NoticeState
    count: int
    oldest: datetime


class Decision(StrEnum):
    """What somebody who has looked can say of a notice."""

    SENT = "sent"
    AGAIN = "again"
    DROP = "drop"


# From which states each decision makes sense. What is being sent this moment is left to its sender.
_MAY = {
    Decision.SENT: (NoticeState.HELD, NoticeState.UNKNOWN),
    Decision.AGAIN: (NoticeState.HELD, NoticeState.UNKNOWN, NoticeState.FAILED, NoticeState.EXPIRED),
    Decision.DROP: (
        NoticeState.HELD,
        NoticeState.UNKNOWN,
        NoticeState.FAILED,
        NoticeState.EXPIRED,
        NoticeState.WAITING,
    ),
}


def listed(tx: Connection, states: Sequence[NoticeState], most: int = MOST_SHOWN) -> list[NoticeRecord]:
    """The newest notices in these states, the oldest of them first."""
    names = NoticeRecord.__dataclass_fields__
    query = select(*(notice.c[name] for name in names)).where(notice.c.state.in_(states))
    rows = tx.execute(query.order_by(notice.c.id.desc()).limit(most)).mappings().all()
    return [
        NoticeRecord(**dict(row) | {"refs": tuple(row["refs"]), "state": NoticeState(row["state"])})
        for row in reversed(rows)
    ]


def piles(
    tx: Connection, states: Sequence[NoticeState] = (*OPEN, NoticeState.HELD, *FAILED)
) -> list[StateCount]:
    """How many notices there are in each of these states; only states that have some."""
    query = select(notice.c.state, func.count(), func.min(notice.c.queued_at)).group_by(notice.c.state)
    rows = tx.execute(query.where(notice.c.state.in_(states)).order_by(notice.c.state))
    return [StateCount(NoticeState(state), count, oldest) for state, count, oldest in rows]


def resolve(
    tx: Connection, number: int, decision: Decision, now: datetime, place: Thread | None = None
) -> Notice:
    """Carry out what somebody decided about a notice, and give it.

    SENT: it stands in Slack, at ``place``. AGAIN: send it (once more), however old it is. DROP: let it be.
    Raises Refused when there is no such notice, when its state does not leave this open, or when a message
    under which people answer is said to stand nowhere, or elsewhere than it can.
    """
    row = tx.execute(select(notice).where(notice.c.id == number).with_for_update()).mappings().one_or_none()
    if row is None:
        raise Refused(f"There is no notice {number}: htst notices lists those that need somebody.")
    state = NoticeState(row["state"])
    if state not in _MAY[decision]:
        reason = " just now: ask again in a minute" if state == NoticeState.SENDING else ""
        raise Refused(f"Notice {number} is {state}{reason}; --{decision} is for {', '.join(_MAY[decision])}.")
    if decision == Decision.SENT:
        _check_place(tx, row, place)
    done = {Decision.SENT: NoticeState.SENT, Decision.DROP: NoticeState.DROPPED}.get(decision)
    values: dict[str, Any] = {"attempt": notice.c.attempt + 1, "doubted_at": None}
    values |= {"state": done, "settled_at": now} if done else _anew(now)
    if decision == Decision.AGAIN:
        _bring_back(tx, row["key"], now)
    if decision == Decision.SENT and place is not None:
        values |= {"channel": place.channel, "ts": place.ts}
    tx.execute(update_rows(notice).where(notice.c.id == number).values(values))
    if decision == Decision.SENT and place is not None and row["card"] is not None:
        cards.posted(tx, row["card"], place.channel, place.ts)
        cards.redraw(tx, [cards.find(tx, row["card"]).action], now)
    return Notice(row["register"], row["key"], row["kind"], row["to"], refs=tuple(row["refs"]))


def _anew(now: datetime) -> dict[str, Any]:
    return {
        "state": NoticeState.WAITING,
        "tries": 0,
        "not_before": now,
        "valid_until": None,
        "first_tried_at": None,
        "settled_at": None,
        "error": None,
    }


def _bring_back(tx: Connection, key: str, now: datetime) -> None:
    """Have a file follow after all that was let be because the notice it belongs to did not go out.

    One in a sender's hands can only be about to be let be: its message stands nowhere yet.
    """
    in_vain = (notice.c.state == NoticeState.DROPPED) & (notice.c.error == WITHOUT_MESSAGE)
    belongs = (notice.c.method == Method.ATTACH) & (notice.c.payload["under"].as_string() == key)
    lost = in_vain | notice.c.state.in_([NoticeState.EXPIRED, NoticeState.SENDING])
    values = _anew(now) | {"attempt": notice.c.attempt + 1}
    tx.execute(update_rows(notice).where(belongs & lost).values(values))


def _check_place(tx: Connection, row: RowMapping, place: Thread | None) -> None:
    """Raise Refused unless the notice can stand there: replies under it are heard by that place alone."""
    if place is None:
        if row["method"] == Method.POST and row["refs"]:
            raise Refused(
                f"Say where notice {row['id']} stands, so that replies under it are heard: --sent LINK "
                "(in Slack, “Copy link” of the message)."
            )
        return
    if row["method"] != Method.POST:
        raise Refused(f"Notice {row['id']} is no message of its own: it has no link. Use --sent alone.")
    if row["to"][:1] in "CG" and row["to"] != place.channel:
        raise Refused(f"Notice {row['id']} was for {row['to']}; that link leads to {place.channel}.")
    if notices.of_message(tx, place.channel, place.ts) or cards.of_thread(tx, place.channel, place.ts):
        raise Refused(f"Another notice stands there already: look for the message of notice {row['id']}.")


def doubt_all(tx: Connection, now: datetime) -> int:
    """Have every notice that waits looked up before it is sent, as after a restore; give how many.

    Since the copy was made they may all have gone out.
    """
    doubted = {
        "state": NoticeState.UNKNOWN,
        "attempt": notice.c.attempt + 1,
        "not_before": now,
        "first_tried_at": func.coalesce(notice.c.first_tried_at, notice.c.queued_at),
        "doubted_at": now,
    }
    return tx.execute(update_rows(notice).where(notice.c.state.in_(OPEN)).values(doubted)).rowcount
