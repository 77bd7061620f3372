"""Cards: an action's live message in a directorate's channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, exists, false, or_, select
from sqlalchemy import update as update_rows

from storage.database.engine import insert_or_nothing, portions
from storage.database.tables import action, card, notice
from storage.queue.notices import OPEN, Method, Notice, NoticeState, queue_again


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


def assign(tx: Connection, slug: str, directorate: str, channel: str, actions: Sequence[int]) -> dict[int, int]:
    """The numbers of the cards that these actions of a register are now to have in a directorate, by action.

    Those to be posted: new, standing nowhere, or standing in another channel than the directorate's, which it
    had before (that is only known of a channel given by its id). An action whose card stands there, or is (or
    may be) on its way, is left out. The caller holds the register's lock.
    """
    theirs = (
        select(card.c.action, card.c.id)
        .join(action, action.c.id == card.c.action)
        .where(action.c.register == slug, card.c.directorate == directorate)
    )
    before = {row.action for row in tx.execute(theirs).all()}
    new = [{"action": number, "directorate": directorate} for number in actions if number not in before]
    if new:
        tx.execute(insert_or_nothing(tx, card).on_conflict_do_nothing(), new)
    on_its_way = exists().where(
        notice.c.card == card.c.id, notice.c.kind == "card", notice.c.state.in_((*OPEN, NoticeState.HELD))
    )
    is_id = channel.startswith(("C", "G")) and channel.isupper()  # Slack's names have no capitals
    elsewhere = card.c.channel != channel if is_id else false()
    absent = theirs.where(or_(card.c.ts.is_(None), elsewhere), ~on_its_way)
    wanting = {row.action for row in tx.execute(absent).all()}
    numbers = {row.action: row.id for row in tx.execute(theirs).all()}
    return {one: numbers[one] for one in actions if one not in before or one in wanting}


def posted(tx: Connection, number: int, channel: str, ts: str) -> None:
    """Note where a card stands now."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=channel, ts=ts))


def gone(tx: Connection, number: int) -> None:
    """Note that a card stands nowhere any more: it is not redrawn, and may be posted anew."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=None, ts=None))


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
    return _of_actions(tx, [action_id])


def _of_actions(tx: Connection, numbers: Sequence[int]) -> list[Card]:
    rows = tx.execute(_select().where(card.c.action.in_(numbers)).order_by(card.c.id)).mappings()
    return [_card(row) for row in rows]


def _select() -> Select[Any]:
    return select(card, action.c.register, action.c.ref).join(action, action.c.id == card.c.action)


def _card(row: RowMapping) -> Card:
    return Card(
        row["id"], row["register"], row["action"], row["ref"], row["directorate"], row["channel"], row["ts"]
    )


def redraw(tx: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Have the cards of actions drawn again, once each however many changes wait."""
    for some in portions(numbers):
        standing = [one for one in _of_actions(tx, some) if one.channel and one.ts]
        queue_again(tx, [_redrawing(one) for one in standing], now)


def _redrawing(one: Card) -> Notice:
    assert one.channel is not None  # noqa: S101 - it stands somewhere
    return Notice(
        one.register, f"redraw:{one.id}", "redraw", one.channel, Method.UPDATE, (one.ref,), card=one.id
    )
