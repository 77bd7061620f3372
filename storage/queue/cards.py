"""Cards: an action's live message in a channel in which directorates that own it meet.

A card whose action's owners meet elsewhere by now has moved: it stays where it was posted, and says where to look.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, exists, func, or_, select
from sqlalchemy import update as update_rows

from register.action import EVERY_DIRECTORATE
from storage.database.engine import VALUES_PER_STATEMENT, chunks, insert_or_nothing, json_rows
from storage.database.queue_tables import card, notice
from storage.database.register_tables import action, directorate, owner
from storage.queue.notices import OPEN_STATES, Method, Notice, NoticeKind, NoticeState, queue_again


@dataclass(frozen=True)
class Card:
    """One action's card in one channel.

    ``place`` is the channel it is for, as settings gave it (an id, or a name without its #); ``channel`` and ``ts``
    are None until it has been posted. ``codes`` are the directorates that own the action and meet there now, in the
    register's order: with none the card has moved. ``register`` is empty once the import that brought the action was
    undone.
    """

    id: int
    register: str
    action: int
    ref: str
    place: str
    channel: str | None
    ts: str | None
    codes: tuple[str, ...] = ()

    @property
    def address(self) -> tuple[str, str] | None:
        """The channel and ts of the message that it is; None while it is posted nowhere."""
        return (self.channel, self.ts) if self.channel and self.ts else None


_ON_ITS_WAY = card.c.id.in_(  # a subquery that runs once: a correlated one would read all notices for each card
    select(notice.c.card).where(
        notice.c.card.is_not(None),
        notice.c.kind == NoticeKind.CARD,
        # Not state.in_(…), which SQLAlchemy would spell out again each time that somebody asks for an action.
        or_(*(notice.c.state == state for state in (*OPEN_STATES, NoticeState.HELD))),
    )
)
_IS_THERE = or_(card.c.ts.is_not(None), _ON_ITS_WAY)
"""That a card is in its channel, or is or may be on its way there."""
PLACES = select(json_rows(card.c.place, card.c.channel)).where(card.c.action == action.c.id, _IS_THERE)
"""Where the action of a statement has a card, as ``read_places`` takes it."""


def read_places(rows: Sequence[Sequence[str | None]] | None) -> frozenset[str]:
    """The channels of a row's ``PLACES``: both as settings give them (without a #) and by their ids."""
    return frozenset(place for row in rows or () for place in row if place)


def places(tx: Connection, slug: str, refs: Sequence[str]) -> dict[str, frozenset[str]]:
    """Where these actions of a register have cards, by ref, as ``read_places`` gives it; those without are left out."""
    found = select(action.c.ref, card.c.place, card.c.channel)
    found = found.join(card, card.c.action == action.c.id).where(action.c.register == slug, _IS_THERE)
    if len(refs) <= VALUES_PER_STATEMENT:  # of a few, not all of the register's cards are looked through
        found = found.where(action.c.ref.in_(refs))
    by_ref: dict[str, list[tuple[str | None, str | None]]] = {}
    for ref, place, channel in tx.execute(found).all() if refs else []:
        by_ref.setdefault(ref, []).append((place, channel))
    return {ref: read_places(rows) for ref, rows in by_ref.items()}


def ensure(tx: Connection, slug: str, channel: str, actions: Sequence[int]) -> dict[int, int]:
    """Give these actions of a register a card in a channel (as settings give it); return those to be posted, by action.

    To be posted are cards that are new or are posted nowhere. An action whose card is in the channel, or is or may be
    on its way there, is left out. The caller holds the register's lock.
    """
    if not actions:
        return {}
    place = channel.removeprefix("#")
    theirs = (
        select(card.c.action, card.c.id)
        .join(action, action.c.id == card.c.action)
        .where(action.c.register == slug, or_(card.c.place == place, card.c.channel == place))
    )
    if len(actions) <= VALUES_PER_STATEMENT:  # of a few, not all of the register's cards are looked through
        theirs = theirs.where(card.c.action.in_(actions))
    existing = {row.action for row in tx.execute(theirs).all()}
    new = [{"action": number, "place": place} for number in actions if number not in existing]
    if new:
        tx.execute(insert_or_nothing(tx, card).on_conflict_do_nothing(), new)
    there = {row.action for row in tx.execute(theirs.where(_IS_THERE)).all()}
    numbers = {row.action: row.id for row in tx.execute(theirs).all()}
    return {one: numbers[one] for one in actions if one not in there}


def mark_posted(tx: Connection, number: int, channel: str, ts: str) -> None:
    """Store the message that a card was posted as."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=channel, ts=ts))


def mark_gone(tx: Connection, number: int) -> None:
    """Record that a card's message is gone: it is not redrawn, and may be posted again."""
    tx.execute(update_rows(card).where(card.c.id == number).values(channel=None, ts=None))


def find(tx: Connection, number: int) -> Card:
    """The card of that number."""
    return with_siblings(tx, number)[0]


def with_siblings(tx: Connection, number: int) -> tuple[Card, list[Card]]:
    """The card of that number, and all cards of its action in the order in which they were first assigned."""
    every = list(_cards(tx.execute(_WITH_SIBLINGS, {"number": number}).all()))
    return next(one for one in every if one.id == number), every


def of_thread(tx: Connection, channel: str, ts: str) -> Card | None:
    """The card posted as that message, or None."""
    query = select(card.c.id).join(action, action.c.id == card.c.action)
    here = (card.c.channel == channel, card.c.ts == ts, action.c.register.is_not(None))
    number = tx.execute(query.where(*here)).scalar_one_or_none()
    return find(tx, number) if number is not None else None


def of_actions(tx: Connection, numbers: Sequence[int]) -> list[Card]:
    """All cards of these actions, also those that have moved, in the order in which they were first assigned."""
    found: list[Card] = []
    for chunk in chunks(numbers):
        found += _cards(tx.execute(_OF_ACTIONS, {"actions": chunk}).all())
    return sorted(found, key=lambda one: one.id)


# A row for each card and each directorate that owns its action and meets in its channel; for a card that has moved, one
# row without a directorate.
_owns = and_(
    owner.c.action == card.c.action, or_(owner.c.code == directorate.c.code, owner.c.code == EVERY_DIRECTORATE)
)
_meets_there = func.replace(directorate.c.channel, "#", "").in_([card.c.place, card.c.channel])
_CARDS = (
    select(card, action.c.register, action.c.ref, directorate.c.code, directorate.c.position)
    .join(action, action.c.id == card.c.action)
    .outerjoin(
        directorate,
        and_(
            directorate.c.register == action.c.register,
            _meets_there,
            exists().where(_owns).correlate(card, directorate),
        ),
    )
    .order_by(card.c.id, directorate.c.position)
)
_OF_ACTIONS = _CARDS.where(card.c.action.in_(bindparam("actions", expanding=True)))
_asked = card.alias("asked")
_ITS_ACTION = select(_asked.c.action).where(_asked.c.id == bindparam("number")).scalar_subquery()
_WITH_SIBLINGS = _CARDS.where(card.c.action == _ITS_ACTION)


def _cards(rows: Iterable[Row[Any]]) -> Iterator[Card]:
    """The cards from rows ordered by card, with all cards of each action: of two in one channel only the first gets the
    codes of the directorates that meet there.
    """
    meeting: dict[int, list[str]] = {}
    assigned: set[tuple[int, str]] = set()
    by_number: dict[int, Row[Any]] = {}
    for row in rows:
        by_number[row.id] = row
        codes = meeting.setdefault(row.id, [])
        if row.code is not None and (row.action, row.code) not in assigned:
            assigned.add((row.action, row.code))
            codes.append(row.code)
    for number, row in by_number.items():
        yield Card(
            number,
            row.register or "",
            row.action,
            row.ref,
            row.place,
            row.channel,
            row.ts,
            tuple(meeting[number]),
        )


def redraw(tx: Connection, numbers: Sequence[int], now: datetime, slug: str = "") -> None:
    """Queue an update of the posted cards of these actions, one for each card however many changes wait.

    ``slug`` is the register of those that may be in none any more.
    """
    for chunk in chunks(numbers):
        posted = [one for one in of_actions(tx, chunk) if one.address]
        queue_again(tx, [_redraw_notice(one, slug) for one in posted], now)


def _redraw_notice(posted: Card, slug: str) -> Notice:
    assert posted.channel is not None  # noqa: S101 - the caller has checked
    return Notice(
        posted.register or slug,
        f"redraw:{posted.id}",
        NoticeKind.REDRAW,
        posted.channel,
        Method.UPDATE,
        (posted.ref,),
        card=posted.id,
    )
