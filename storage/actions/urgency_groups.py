"""Open actions by urgency (register.urgency_groups): counted in the database, and read only as far as shown."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, not_, select

from register.action import expand_owners
from register.register import Register
from register.urgency import open_before
from register.urgency_groups import LATER, OVERDUE, SOON, UrgencyGroup, days_of_parts, shared_directorate
from register.words.queries import Query, State
from storage.actions import actions
from storage.actions.queries import conditions
from storage.actions.tallies import codes_of
from storage.database.register_tables import action


def counted_parts(tx: Connection, register: Register, which: Query) -> list[UrgencyGroup]:
    """The groups of the open actions that a query asks for, with their counts only, the most urgent group first.

    Empty groups are left out.
    """
    today, soon = days_of_parts(which.today)
    is_late, is_soon = action.c.urgency < open_before(today), action.c.urgency < open_before(soon)
    counts = (
        func.count().filter(is_late),
        func.count().filter(is_soon, not_(is_late)),
        func.count().filter(not_(is_soon)),
    )
    query = select(action.c.owners, *counts).where(*conditions(tx, register, _open(which)))
    rows = tx.execute(query.group_by(action.c.owners)).all()
    codes = codes_of(tx, register, [row.owners for row in rows])
    directorates = {key: expand_owners(codes[key], register.positions) for key in codes}
    found = []
    for place, name in enumerate((OVERDUE, SOON, LATER), start=1):
        theirs = {row.owners: row[place] for row in rows if row[place]}
        shared = shared_directorate([directorates[key] for key in theirs])
        found += [UrgencyGroup(name, sum(theirs.values()), (), shared)] if theirs else []
    return found


def parts_of(tx: Connection, register: Register, which: Query, most: int) -> list[UrgencyGroup]:
    """The same parts with the first ``most`` actions of each."""
    found, start = [], 1
    for part in counted_parts(tx, register, which):
        found.append(
            replace(part, first=actions.urgent(tx, register, _open(which), min(most, part.total), start))
        )
        start += part.total
    return found


def page_of(
    tx: Connection, register: Register, which: Query, parts: Sequence[UrgencyGroup], most: int, first: int
) -> list[UrgencyGroup]:
    """The query's groups (``parts``) that are on a page of ``most`` actions from the ``first``th on, with these."""
    rows = actions.urgent(tx, register, _open(which), most, first)
    found, begin = [], 1 - first
    for part in parts:
        shown = rows[max(begin, 0) : max(begin + part.total, 0)]
        found += [replace(part, first=shown)] if shown else []
        begin += part.total
    return found


def _open(which: Query) -> Query:
    return replace(which, states=which.states | {State.OPEN})
