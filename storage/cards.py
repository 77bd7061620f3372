"""Cards: an action's live message in a directorate's channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select
from sqlalchemy import update as update_rows

from storage.database import insert_or_nothing
from storage.notices import Method, Notice, State, queue_again
from storage.tables import action, card, notice


@dataclass(frozen=True)
class Card:
    """Where one action stands in one directorate's channel; ``ts`` is empty until it has been posted."""

    id: int
    register: str
    action: int
    ref: str
    directorate: str
    channel: str | None
    ts: str | None


def assign(tx: Connection, action_id: int, directorate: str) -> int | None:
    """The number of an action's card in a directorate, if it is to be posted: new, or posted in vain before.

    None when it stands there already, or is on its way.
    """
    made = insert_or_nothing(tx, card).values(action=action_id, directorate=directorate)
    number: int | None = tx.execute(made.on_conflict_do_nothing().returning(card.c.id)).scalar_one_or_none()
    if number is None:
        in_vain = (
            select(card.c.id)
            .join(notice, notice.c.card == card.c.id)
            .where(
                card.c.action == action_id,
                card.c.directorate == directorate,
                card.c.ts.is_(None),
                notice.c.kind == "card",
                notice.c.state.in_((State.FAILED, State.DROPPED, State.EXPIRED)),
            )
        )
        number = tx.execute(in_vain).scalar_one_or_none()
    return number


def posted(tx: Connection, number: int, channel: str, ts: str) -> None:
    """Note where a card stands now."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=channel, ts=ts))


def find(tx: Connection, number: int) -> Card:
    """The card of that number."""
    return _card(tx.execute(_select().where(card.c.id == number)).mappings().one())


def of_thread(tx: Connection, channel: str, ts: str) -> Card | None:
    """The card whose thread that is, or None."""
    query = _select().where(card.c.channel == channel, card.c.ts == ts)
    row = tx.execute(query).mappings().one_or_none()
    return _card(row) if row else None


def of_action(tx: Connection, action_id: int) -> Sequence[Card]:
    """All cards of an action."""
    rows = tx.execute(_select().where(card.c.action == action_id).order_by(card.c.id)).mappings()
    return [_card(row) for row in rows]


def _select() -> Select[Any]:
    return select(card, action.c.register, action.c.ref).join(action, action.c.id == card.c.action)


def _card(row: RowMapping) -> Card:
    return Card(
        row["id"], row["register"], row["action"], row["ref"], row["directorate"], row["channel"], row["ts"]
    )


def redraw(tx: Connection, action_id: int, now: datetime) -> None:
    """Have an action's cards drawn again, once each however many changes wait."""
    for one in of_action(tx, action_id):
        if one.channel and one.ts:
            key = f"redraw:{one.id}"
            again = Notice(one.register, key, "redraw", one.channel, Method.UPDATE, (one.ref,), card=one.id)
            queue_again(tx, again, now)
