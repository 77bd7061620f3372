"""Cards: an action's live message in a directorate's channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, exists, false, or_, select
from sqlalchemy import update as update_rows

from storage.database.engine import VALUES_PER_STATEMENT, chunks, insert_or_nothing
from storage.database.tables import action, card, notice
from storage.queue.notices import OPEN_STATES, Method, Notice, NoticeKind, NoticeState, queue_again


@dataclass(frozen=True)
class Card:
    """One action's card in one directorate's channel; ``channel`` and ``ts`` are None until it has been posted."""

    id: int
    register: str
    action: int
    ref: str
    directorate: str
    channel: str | None
    ts: str | None


def ensure(tx: Connection, slug: str, directorate: str, channel: str, actions: Sequence[int]) -> dict[int, int]:
    """Give these actions of a register a card in a directorate; return the cards to be posted, by action.

    To be posted are cards that are new, are posted nowhere, or are in another channel than the directorate has now
    (which can only be told of a channel given by its id). An action whose card is in the channel, or is or may be on
    its way there, is left out. The caller holds the register's lock.
    """
    if not actions:
        return {}
    theirs = (
        select(card.c.action, card.c.id)
        .join(action, action.c.id == card.c.action)
        .where(action.c.register == slug, card.c.directorate == directorate)
    )
    if len(actions) <= VALUES_PER_STATEMENT:  # of a few, not all of the register's cards are looked through
        theirs = theirs.where(card.c.action.in_(actions))
    existing = {row.action for row in tx.execute(theirs).all()}
    new = [{"action": number, "directorate": directorate} for number in actions if number not in existing]
    if new:
        tx.execute(insert_or_nothing(tx, card).on_conflict_do_nothing(), new)
    on_its_way = exists().where(
        notice.c.card == card.c.id,
        notice.c.kind == NoticeKind.CARD,
        notice.c.state.in_((*OPEN_STATES, NoticeState.HELD)),
    )
    is_id = channel.startswith(("C", "G")) and channel.isupper()  # Slack's names have no capitals
    elsewhere = card.c.channel != channel if is_id else false()
    absent = theirs.where(or_(card.c.ts.is_(None), elsewhere), ~on_its_way)
    to_post = {row.action for row in tx.execute(absent).all()}
    numbers = {row.action: row.id for row in tx.execute(theirs).all()}
    return {one: numbers[one] for one in actions if one not in existing or one in to_post}


def mark_posted(tx: Connection, number: int, channel: str, ts: str) -> None:
    """Store the message that a card was posted as."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=channel, ts=ts))


def mark_gone(tx: Connection, number: int) -> None:
    """Record that a card's message is gone: it is not redrawn, and may be posted again."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=None, ts=None))


def find(tx: Connection, number: int) -> Card:
    """The card of that number."""
    return _card(tx.execute(_select().where(card.c.id == number)).mappings().one())


def of_thread(tx: Connection, channel: str, ts: str) -> Card | None:
    """The card posted as that message, or None."""
    query = _select().where(card.c.channel == channel, card.c.ts == ts)
    row = tx.execute(query).mappings().one_or_none()
    return _card(row) if row else None


def of_action(tx: Connection, action_id: int) -> Sequence[Card]:
    """All cards of an action."""
    return of_actions(tx, [action_id])


def of_actions(tx: Connection, numbers: Sequence[int]) -> list[Card]:
    """All cards of these actions, in the order in which they were first assigned."""
    found: list[Card] = []
    for chunk in chunks(numbers):
        rows = tx.execute(_select().where(card.c.action.in_(chunk)).order_by(card.c.id)).mappings()
        found += [_card(row) for row in rows]
    return found


def _select() -> Select[Any]:
    return select(card, action.c.register, action.c.ref).join(action, action.c.id == card.c.action)


def _card(row: RowMapping) -> Card:
    return Card(
        row["id"], row["register"], row["action"], row["ref"], row["directorate"], row["channel"], row["ts"]
    )


def redraw(tx: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Queue an update of the posted cards of these actions, one for each card however many changes wait."""
    for chunk in chunks(numbers):
        posted = [one for one in of_actions(tx, chunk) if one.channel and one.ts]
        queue_again(tx, [_redraw_notice(one) for one in posted], now)


def _redraw_notice(posted: Card) -> Notice:
    assert posted.channel is not None  # noqa: S101 - the caller has checked
    return Notice(
        posted.register,
        f"redraw:{posted.id}",
        NoticeKind.REDRAW,
        posted.channel,
        Method.UPDATE,
        (posted.ref,),
        card=posted.id,
    )
