"""Somebody's open actions by urgency (register.urgency_groups): counted in the database, only the shown are read."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, case, func, select

from register.action import Action
from register.queries import Query, State
from register.register import Register
from register.urgency import open_before
from register.urgency_groups import LATER, OVERDUE, SOON, UrgencyGroup, days_of_parts, shared_directorate
from storage.actions import actions
from storage.actions.queries import conditions
from storage.database.register_tables import action


def parts_of(tx: Connection, register: Register, which: Query, most: int) -> list[UrgencyGroup]:
    """The open actions among those that a query asks for, in parts with the first ``most`` of each; none is empty.

    The parts follow one another in the order of urgency.
    """
    which = replace(which, states=which.states | {State.OPEN})
    ends = [
        func.sum(case((action.c.urgency < open_before(day), 1), else_=0)) for day in days_of_parts(which.today)
    ]
    row = tx.execute(select(*ends, func.count()).select_from(action).where(*conditions(register, which))).one()
    late, soon, total = (number or 0 for number in row)
    found = []
    for name, start, end in ((OVERDUE, 0, late), (SOON, late, soon), (LATER, soon, total)):
        if end > start:
            first = actions.urgent(tx, register, which, min(most, end - start), start + 1)
            shared = shared_directorate(first) if end - start <= most else _shared(tx, register, which, first)
            found.append(UrgencyGroup(name, end - start, first, shared))
    return found


def _shared(tx: Connection, register: Register, which: Query, first: Sequence[Action]) -> str:
    """The directorate of all of the query's actions, where that of the first few is it; "" for none."""
    code = shared_directorate(first)
    others = replace(which, but_owners=(*which.but_owners, code))
    return code if code and not actions.count(tx, register, others) else ""
