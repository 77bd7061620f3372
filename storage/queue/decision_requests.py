"""Notices that ask for a decision: each has a subject, so that its message is redrawn once that is decided.

``about`` is the subject, by which they are found ("action:12", "meeting:kent:2023-03-16", "paper:kent:3"); ``asks``
is which decision ("report:2", "date:1", "sign-off:CYPE,GET"); ``outcome`` is the message that shows what was decided,
empty while it waits. A notice that has not been sent when its subject is decided is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import update as update_rows

from storage.database.engine import chunks
from storage.database.queue_tables import IS_REQUEST, notice
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState, queue_again


@dataclass(frozen=True)
class DecisionRequest:
    """A notice that asks for a decision, as it was queued: ``payload`` has its words and its buttons."""

    id: int
    about: str
    asks: str
    outcome: dict[str, Any]
    payload: dict[str, Any]


DECIDED = "what it asks was decided before it was sent"
"""The error of a request that was dropped for that; when the decision is taken back, it is sent after all."""


def of_action(number: int) -> str:
    """What a notice is about that asks about an action (by its row number)."""
    return f"action:{number}"


def of_meeting(slug: str, meeting: object) -> str:
    """What a notice is about that asks about a meeting of a register on a local day."""
    return f"meeting:{slug}:{meeting}"


def of_paper(slug: str, name: object) -> str:
    """What a notice is about that asks about a paper of a register."""
    return f"paper:{slug}:{name}"


def find(tx: Connection, subjects: Sequence[str]) -> list[DecisionRequest]:
    """All that were queued about these subjects, in the order in which they were."""
    columns = (notice.c.id, notice.c.about, notice.c.asks, notice.c.outcome, notice.c.payload)
    request = select(*columns).where(IS_REQUEST)  # the index's own condition: or it would not be used
    return [
        DecisionRequest(**row)
        for chunk in chunks(subjects)
        for row in tx.execute(request.where(notice.c.about.in_(chunk)).order_by(notice.c.id)).mappings()
    ]


def set_outcome(tx: Connection, number: int, outcome: dict[str, Any], now: datetime) -> None:
    """Store what was decided about a request and queue a redraw of its message, where that was sent.

    For one that is being sent just now, the sender calls ``draw_outcome`` afterwards.
    """
    tx.execute(update_rows(notice).where(notice.c.id == number).values(outcome=outcome))
    draw_outcome(tx, number, now)


def is_settled(tx: Connection, number: int) -> bool:
    """Whether what the notice of that number asks is decided by now."""
    return bool(tx.execute(select(notice.c.outcome).where(notice.c.id == number)).scalar_one())


def draw_outcome(tx: Connection, number: int, now: datetime) -> None:
    """Queue a redraw of a request's message, with its outcome or, without one, as it first asked; where it was sent.

    One that was dropped because it was decided is queued again once that decision is taken back.
    """
    row = tx.execute(select(notice).where(notice.c.id == number)).mappings().one()
    if row["error"] == DECIDED and not row["outcome"]:
        again = {"state": NoticeState.WAITING, "attempt": notice.c.attempt + 1, "tries": 0, "not_before": now}
        this = update_rows(notice).where(notice.c.id == number, notice.c.state == NoticeState.DROPPED)
        tx.execute(this.values(**again, settled_at=None, first_tried_at=None, error=None))
        return
    if row["state"] != NoticeState.SENT or not (row["channel"] and row["ts"]):
        return
    shown = row["outcome"] or row["payload"]
    payload = {"text": shown["text"], "blocks": shown["blocks"], "ts": row["ts"]}
    key, to = f"redraw:notice:{number}", row["channel"]
    redrawn = Notice(row["register"], key, NoticeKind.REDRAW, to, Method.UPDATE, tuple(row["refs"]), payload)
    queue_again(tx, [redrawn], now)
