"""The state of a register in numbers, counted by the database: as ``register.notices.digest.summary`` does."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from register.action import expand_owners
from register.notices.digest import DUE_SOON, DirectorateState, Summary, counted_progress
from register.register import Register
from register.urgency import FIRST_DONE, open_before
from storage.actions.tallies import codes_of, silent
from storage.database.register_tables import action, milestone

Numbers = tuple[int, int, int, int, int]
"""How many there are, and of them: open, overdue, due soon, without any update."""


def summary_of(tx: Connection, register: Register, today: date) -> Summary:
    """The state of a register on a local day, directorates in order of code.

    Actions are counted by their set of owners: there are few such sets, and what ALL means is decided in one place
    (``expand_owners``).
    """
    by_owners = _by_owners(tx, register, today)
    total = _added(by_owners.values())
    codes = codes_of(tx, register, by_owners.keys())
    shares: dict[str, list[Numbers]] = {}
    for key, numbers in by_owners.items():
        for code in expand_owners(codes[key], register.positions):
            shares.setdefault(code, []).append(numbers)
    return Summary(
        total=total[0],
        open=total[1],
        counts=counted_progress(map(tuple, tx.execute(_in_print(register)))),
        overdue=total[2],
        due_soon=total[3],
        due_within=DUE_SOON,
        no_update=total[4],
        by_directorate=tuple(DirectorateState(code, *_added(shares[code])) for code in sorted(shares)),
    )


def _added(several: Iterable[Numbers]) -> Numbers:
    columns = [sum(column) for column in zip(*several, strict=True)] or [0] * 5
    return (columns[0], columns[1], columns[2], columns[3], columns[4])


def _by_owners(tx: Connection, register: Register, today: date) -> Mapping[str, Numbers]:
    """The numbers by the key of the owners."""
    is_open = action.c.urgency < FIRST_DONE
    counted = select(
        action.c.owners,
        func.count(),
        _counted(is_open),
        _counted(action.c.urgency < open_before(today)),
        _counted(and_(is_open, silent(today, register.calendar.zone))),
    )
    ours = action.c.register == register.slug
    coming = select(milestone.c.action).where(
        milestone.c.deadline.between(today, today + timedelta(days=DUE_SOON)), milestone.c.met.is_(None)
    )
    soon = select(action.c.owners, func.count()).where(ours, is_open, action.c.id.in_(coming))
    due = dict(tuple(row) for row in tx.execute(soon.group_by(action.c.owners)))
    return {
        key: (total, still_open, late, due.get(key, 0), silent)
        for key, total, still_open, late, silent in tx.execute(counted.where(ours).group_by(action.c.owners))
    }


def _counted(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(which)


def _in_print(register: Register) -> Select[Any]:
    """The progress words, each spelt as the first action with them has it, with how many have them, in that order."""
    ours = action.c.register == register.slug
    counted = select(action.c.progress_key, func.count().label("total")).where(ours)
    grouped = counted.group_by(action.c.progress_key).subquery()
    first = select(action.c.position, action.c.progress).where(
        ours, action.c.progress_key == grouped.c.progress_key
    )
    place, progress = (
        first.with_only_columns(column).order_by(action.c.position, action.c.id).limit(1).scalar_subquery()
        for column in (action.c.position, action.c.progress)
    )
    return select(progress.label("progress"), grouped.c.total).order_by(place)
