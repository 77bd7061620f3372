"""Somebody's open actions by urgency (register.urgency_groups): counted in the database, only the shown are read."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, case, func, select

from register.action import Action
from register.register import Register
from register.urgency import open_before
from register.urgency_groups import LATER, OVERDUE, SOON, UrgencyGroup, days_of_parts, shared_directorate
from register.words.queries import Query, State
from storage.actions import actions
from storage.actions.queries import conditions
from storage.database.register_tables import action


def counted_parts(tx: Connection, register: Register, which: Query) -> list[UrgencyGroup]:
    """How many open actions among those that a query asks for each part has, without the actions; none is empty.

    The parts follow one another in the order of urgency.
    """
    which = replace(which, states=which.states | {State.OPEN})
    ends = [
        func.sum(case((action.c.urgency < open_before(day), 1), else_=0)) for day in days_of_parts(which.today)
    ]
    row = tx.execute(select(*ends, func.count()).select_from(action).where(*conditions(register, which))).one()
    late, soon, total = (number or 0 for number in row)
    found = ((OVERDUE, late), (SOON, soon - late), (LATER, total - soon))
    return [UrgencyGroup(name, number, ()) for name, number in found if number]


def parts_of(tx: Connection, register: Register, which: Query, most: int) -> list[UrgencyGroup]:
    """The same parts with the first ``most`` actions of each."""
    which = replace(which, states=which.states | {State.OPEN})
    found, start = [], 1
    for part in counted_parts(tx, register, which):
        first = actions.urgent(tx, register, which, min(most, part.total), start)
        shared = shared_directorate(first) if part.total <= most else _shared(tx, register, which, first)
        found.append(replace(part, first=first, directorate=shared))
        start += part.total
    return found


def page_of(
    tx: Connection, register: Register, which: Query, parts: Sequence[UrgencyGroup], most: int, first: int
) -> list[UrgencyGroup]:
    """Of the query's ``parts`` those of which something is among ``most`` actions from the ``first``th on, with it."""
    which = replace(which, states=which.states | {State.OPEN})
    rows = actions.urgent(tx, register, which, most, first)
    found, begin = [], 1 - first
    for part in parts:
        shown = rows[max(begin, 0) : max(begin + part.total, 0)]
        found += [replace(part, first=shown)] if shown else []
        begin += part.total
    return found


def _shared(tx: Connection, register: Register, which: Query, first: Sequence[Action]) -> str:
    """The directorate of all of the query's actions, where that of the first few is it; "" for none."""
    code = shared_directorate(first)
    others = replace(which, but_owners=(*which.but_owners, code))
    return code if code and not actions.count(tx, register, others) else ""
