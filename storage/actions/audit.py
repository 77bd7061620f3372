"""Whether actions, and what belongs to them, are as their changes say; and writing them anew where they are not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, or_, select

from register.change import ActionState
from register.changes import UpdateWithdrawn
from register.register import Register
from register.words.text_folding import searchable
from storage.actions import change_log, write_actions
from storage.actions.change_log import Entry
from storage.actions.tallies import RowValues
from storage.database.engine import chunks, upsert
from storage.database.register_tables import action, change, link, milestone, officer, owner, update

_OWN = tuple(action.c)
_values = itemgetter(*(column.name for column in _OWN))
_OF_REMINDERS = ("reminded_through", "reminded", "next_reminder")
"""The columns of milestones that no change gives: what was sent and, by the settings, when something is again."""
_COMPARED: Mapping[Table, Sequence[Any]] = {
    owner: (owner.c.action, owner.c.code, owner.c.position),
    milestone: tuple(column for column in milestone.c if column.name not in _OF_REMINDERS),
    link: (link.c.action, link.c.to, link.c.register),
    officer: (officer.c.action, officer.c.person),
    update: (
        *(update.c[name] for name in ("action", "id", "at", "by", "text", "source", "search")),
        update.c.withdrawn_at.is_not(None).label("is_withdrawn"),
    ),
}
"""The columns that are compared, the action's row number first."""


def differing(tx: Connection, register: Register) -> Iterator[tuple[int, str]]:
    """The row numbers and the refs of the actions that are not as their changes say: by a fault, or edited by hand.

    Compared are their rows, the rows of their owners, milestones, links, officers and updates, and whether they are in
    the register at all.
    """
    spoken_of = select(change.c.action).where(change.c.register == register.slug)
    ours = or_(action.c.register == register.slug, action.c.id.in_(spoken_of))
    rows = tx.execute(select(*_OWN).where(ours).order_by(action.c.position, action.c.id)).all()
    for chunk in chunks(rows):
        stories = change_log.of_actions(tx, [row.id for row in chunk])
        states = write_actions.states_of(stories)
        others = _with_other_rows(tx, register, states)
        for row in chunk:
            number, state = row.id, states.get(row.id)
            if state is None and row.register is not None:
                yield number, row.ref
            elif state is not None:
                columns = write_actions.columns_of(register, state, stories[number]) | {"id": number}
                if number in others or not _is_as_written(row, columns):
                    yield number, state.ref


def _is_as_written(row: Row[Any], columns: RowValues) -> bool:
    if _values(columns) == tuple(row):  # as nearly all are
        return True
    # PostgreSQL keeps the committee's other columns in an order of its own, and so their words are read back in that.
    searched = [sorted(one["search"].split("\n")) for one in (columns, row._mapping)]
    return searched[0] == searched[1] and _values(columns | {"search": row.search}) == tuple(row)


def write_anew(tx: Connection, register: Register, numbers: Sequence[int], day: date) -> None:
    """Write actions, by their row numbers, as their changes say on a local day; the caller holds the lock."""
    for chunk in chunks(numbers):
        stories = change_log.of_actions(tx, chunk)
        states = write_actions.states_of(stories)
        write_actions.project(tx, register, list(states), day)
        write_actions.take_out(tx, [number for number in chunk if number not in states])
        _write_updates(tx, stories, states)


def _with_other_rows(tx: Connection, register: Register, states: Mapping[int, ActionState]) -> set[int]:
    """Those of the actions, by row number, that have other owners, milestones, links, officers or updates than their
    changes give.
    """
    wanted = {
        owner: write_actions.owner_rows(states),
        milestone: write_actions.promised_rows(states),
        link: write_actions.link_rows(register, states),
        officer: write_actions.officer_rows(states),
        update: _update_rows(states),
    }
    found: set[int] = set()
    for table, rows in wanted.items():
        columns = _COMPARED[table]
        values = itemgetter(*(column.name for column in columns))
        there = tx.execute(select(*columns).where(table.c.action.in_(states)))
        differing_rows = {tuple(row) for row in there} ^ set(map(values, rows))
        found |= {row[0] for row in differing_rows}
    return found


def _update_rows(states: Mapping[int, ActionState]) -> Iterator[RowValues]:
    for number, state in states.items():
        for stored in state.updates.values():
            search, is_withdrawn = searchable([stored.text]), stored.id in state.withdrawn
            yield vars(stored) | {"action": number, "search": search, "is_withdrawn": is_withdrawn}


def _write_updates(
    tx: Connection, stories: Mapping[int, Sequence[Entry]], states: Mapping[int, ActionState]
) -> None:
    """Write the updates of actions anew. No change tells in which message one was said: that stays."""
    withdrawn_at = {
        entry.change.id: entry.recorded_at
        for story in stories.values()
        for entry in story
        if isinstance(entry.change, UpdateWithdrawn)
    }
    known = {number for state in states.values() for number in state.updates}
    there = select(update.c.id).where(update.c.action.in_(states))
    unknown = [number for number in tx.execute(there).scalars() if number not in known]
    tx.execute(delete(update).where(update.c.id.in_(unknown)))
    for row in _update_rows(states):
        at = withdrawn_at.get(row["id"]) if row.pop("is_withdrawn") else None
        upsert(tx, update, {"id": row.pop("id")}, row | {"withdrawn_at": at})
