"""The columns of an action's row that serve counting: computed from all of its changes, and written with each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, false, func, literal, or_, select
from sqlalchemy import update as update_rows

from register.change import ActionState
from register.changes import fold
from register.committee.paper_events import DatedChange, answering_changes
from register.count_keys import codes_in, owners_key, progress_key
from register.register import Register
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
        "heard_at": _answered_at(story),
        "is_silent": not (state.updates.keys() - state.withdrawn or state.delivered.strip()),
        "urgency": urgency_of(state.status.is_done, first_unmet(state.dates)),
    }


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


def _answered_at(story: Sequence[Entry]) -> datetime | None:
    """When (UTC) an owner last answered; None for never."""
    return max((entry.at for entry in answers_in(story)), default=None)


def answers_in(story: Sequence[Entry]) -> list[Entry]:
    """The changes, among all of one action's or all of some kinds, that are an owner's answer and not taken back."""
    dated = (
        DatedChange(entry.ref, entry.change, entry.at.date(), entry.by, entry.source, entry.number)
        for entry in story
    )
    numbers = set(answering_changes(dated))
    return [entry for entry in story if entry.number in numbers]
