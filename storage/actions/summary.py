"""The state of a register in numbers, counted by the database in one statement: as ``digest.summary`` does."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from register.action import spelt_out
from register.notices.digest import DUE_SOON, DirectorateState, Summary, counted_progress
from register.register import Register
from register.urgency import FIRST_DONE, open_before
from register.words.queries import SPACES
from storage.database.register_tables import action, milestone, owner, update

_SEPARATOR = "\x1f"
Numbers = tuple[int, int, int, int, int]
"""How many there are, and of them: open, overdue, due soon, without any update."""


def summary_of(tx: Connection, register: Register, today: date, within: int = DUE_SOON) -> Summary:
    """The state of a register on a local day, directorates in order of code.

    Actions are counted by what they print and by whom they belong to together, of which there are few, so that what
    ALL means is decided where it always is.
    """
    rows = tx.execute(_grouped(register, today, within)).all()
    total = _added((row.total, row.open, row.late, row.soon, row.silent) for row in rows)
    shares: dict[str, list[Numbers]] = {}
    for row in rows:
        codes = row.codes.split(_SEPARATOR) if row.codes else []
        for code in spelt_out(codes, register.codes):
            shares.setdefault(code, []).append((row.total, row.open, row.late, row.soon, row.silent))
    in_print = sorted(rows, key=lambda row: row.first)
    return Summary(
        total=total[0],
        open=total[1],
        counts=counted_progress((row.progress, row.total) for row in in_print),
        overdue=total[2],
        due_soon=total[3],
        due_within=within,
        no_update=total[4],
        by_directorate=tuple(DirectorateState(code, *_added(shares[code])) for code in sorted(shares)),
    )


def _added(several: Iterable[Numbers]) -> Numbers:
    columns = [sum(column) for column in zip(*several, strict=True)] or [0] * 5
    return (columns[0], columns[1], columns[2], columns[3], columns[4])


def _counted(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _grouped(register: Register, today: date, within: int) -> Select[Any]:
    is_open = action.c.urgency < FIRST_DONE
    coming = select(milestone.c.action).where(
        milestone.c.deadline.between(today, today + timedelta(days=within)), milestone.c.met.is_(None)
    )
    spoken = select(update.c.action).where(update.c.withdrawn_at.is_(None))
    is_blank = func.trim(action.c.delivered, SPACES) == ""
    codes = (
        select(owner.c.action, func.aggregate_strings(owner.c.code, _SEPARATOR).label("codes"))
        .group_by(owner.c.action)
        .subquery()
    )
    return (
        select(
            action.c.progress,
            codes.c.codes,
            func.min(action.c.position).label("first"),
            func.count().label("total"),
            _counted(is_open).label("open"),
            _counted(action.c.urgency < open_before(today)).label("late"),
            _counted(and_(is_open, action.c.id.in_(coming))).label("soon"),
            _counted(and_(is_open, is_blank, action.c.id.not_in(spoken))).label("silent"),
        )
        .select_from(action.outerjoin(codes, codes.c.action == action.c.id))
        .where(action.c.register == register.slug)
        .group_by(action.c.progress, codes.c.codes)
    )
