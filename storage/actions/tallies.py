"""The columns of an action's row that serve counting: computed from all of its changes, and written with each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, false, func, literal, or_, select
from sqlalchemy import update as update_rows

from register.action import NoChange, expand_owners
from register.change import ActionState
from register.changes import fold
from register.committee.paper_events import DatedChange, answering_changes
from register.count_keys import codes_in, owners_key, progress_key
from register.life_changes import NoChangeGiven
from register.register import Register
from register.silence import answers_excuse_from
from register.urgency import first_unmet, urgency_of
from register.waiting import decision_key
from storage.actions import change_log
from storage.actions.change_log import Entry
from storage.database.engine import Moment, chunks
from storage.database.register_tables import action, owner

RowValues = dict[str, Any]
_OURS = action.c.register == bindparam("register")
_first = select(func.min(action.c.owners).label("key")).where(_OURS).cte("keys", recursive=True)
_next = select(func.min(action.c.owners)).where(_OURS, action.c.owners > _first.c.key).scalar_subquery()
_every = _first.union_all(select(_next).where(_first.c.key.is_not(None)))
_KEYS = select(_every.c.key).where(_every.c.key.is_not(None))
"""Each key of ``owners`` once, by a loose index scan: there are few keys."""


def tallied(state: ActionState, story: Sequence[Entry]) -> RowValues:
    """The columns of an action, whose changes (in order) fold to that state."""
    return {
        "owners": owners_key(dict.fromkeys(state.owners)),
        "progress_key": progress_key(state.progress),
        "decision_key": decision_key(state.status, state.life),
        "heard_at": answered_at(answers := answers_in(story)),
        "no_change": no_change.written() if (no_change := last_no_change(answers)) else None,
        "is_silent": not (
            state.updates.keys() - state.withdrawn or state.delivered.strip() or state.life.asked
        ),
        "urgency": urgency_of(state.status.is_done, first_unmet(state.dates)),
    }


def silent(today: date, zone: tzinfo) -> ColumnElement[bool]:
    """Whether an action is silent on a local day of the time zone (``register.silence.is_silent``)."""
    excused_from = answers_excuse_from(today, zone)
    return and_(action.c.is_silent, or_(action.c.heard_at.is_(None), action.c.heard_at < excused_from))


def note_update(tx: Connection, action_id: int, at: datetime) -> None:
    """Note that somebody gave an update on an action that holds from a moment (UTC)."""
    is_newer = or_(action.c.heard_at.is_(None), action.c.heard_at < at)
    heard_at = case((is_newer, literal(at, Moment)), else_=action.c.heard_at)
    change = update_rows(action).where(action.c.id == action_id)
    tx.execute(change.values(heard_at=heard_at, is_silent=false()))


def recount(tx: Connection, numbers: Sequence[int]) -> None:
    """Compute the columns of actions, by their row numbers, from their changes."""
    for chunk in chunks(numbers):
        rows = [columns | {"number": number} for number, columns in _from_log(tx, chunk).items()]
        if rows:
            tx.execute(update_rows(action).where(action.c.id == bindparam("number")), rows)


def owner_sets(tx: Connection, register: Register) -> Mapping[str, tuple[str, ...]]:
    """Whose the register's actions are: the owner codes of each key of ``owners`` that there is."""
    return codes_of(tx, register, tx.execute(_KEYS, {"register": register.slug}).scalars().all())


def codes_with_actions(tx: Connection, register: Register) -> frozenset[str]:
    """The codes of the directorates that own an action of the register, whatever has become of it."""
    owned = (expand_owners(codes, register.positions) for codes in owner_sets(tx, register).values())
    return frozenset(register.codes).intersection(code for codes in owned for code in codes)


def codes_of(tx: Connection, register: Register, keys: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The owner codes that each key of ``owners`` stands for."""
    return {
        key: found if (found := codes_in(key)) is not None else _read_codes(tx, register, key) for key in keys
    }


def _read_codes(tx: Connection, register: Register, key: str) -> tuple[str, ...]:
    ours = select(action.c.id).where(action.c.register == register.slug, action.c.owners == key).limit(1)
    query = select(owner.c.code).where(owner.c.action == ours.scalar_subquery()).order_by(owner.c.position)
    return tuple(tx.execute(query).scalars())


def _from_log(tx: Connection, numbers: Sequence[int]) -> dict[int, RowValues]:
    found = {}
    for number, story in change_log.of_actions(tx, numbers).items():
        state = fold(entry.change for entry in story)
        if state is not None:
            found[number] = tallied(state, story)
    return found


def answered_at(answers: Sequence[Entry]) -> datetime | None:
    """When (UTC) the last of an action's answers was given (``answers_in``); None for never."""
    return max((entry.at for entry in answers), default=None)


def last_no_change(answers: Sequence[Entry]) -> NoChange | None:
    """The last of an action's answers (``answers_in``) that reports no change."""
    found = (
        NoChange(entry.at, entry.by, entry.change.reason)
        for entry in reversed(answers)
        if isinstance(entry.change, NoChangeGiven)
    )
    return next(found, None)


def answers_in(story: Sequence[Entry]) -> list[Entry]:
    """The changes, among all of one action's, that are an owner's answer and hold: neither taken back nor overturned
    (``register.committee.paper_events``). Among all of some kinds it is not known what others have overturned.
    """
    if not story:
        return []
    dated = (
        DatedChange(entry.ref, entry.change, entry.at.date(), entry.by, entry.source, entry.number)
        for entry in story
    )
    numbers = set(answering_changes(dated))
    return [entry for entry in story if entry.number in numbers]
