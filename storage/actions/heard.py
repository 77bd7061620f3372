"""Which open actions somebody was heard of since a moment: told from the kinds of their changes, where those do."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from register.action import EVERY_DIRECTORATE
from register.committee.paper_events import HEARD_BY, TAKEN_BACK_BY, TOLD_BY_CONTENT
from register.register import Register
from register.urgency import FIRST_DONE
from storage.actions import change_log
from storage.actions.change_log import Entry
from storage.database.engine import chunks, json_rows
from storage.database.register_tables import action, change, owner

OpenRow = tuple[int, str, bool]
"""Of an open action: its place in the committee's order, its ref, and whether its kinds of changes alone show that
somebody was heard. There are many: a tuple takes a tenth of the time of a dataclass.
"""


def open_by_owner(
    tx: Connection, register: Register, after: datetime, through: datetime
) -> Mapping[str, Sequence[OpenRow]]:
    """The open actions in the committee's order by each owner code as it is printed, heard of in (after, through]
    (UTC) or not. What ``doubtful`` gives counts as not heard here.
    """
    is_heard = case((_is_heard(register, after, through), 1), else_=0)
    query = (
        select(owner.c.code, json_rows(action.c.position, action.c.ref, is_heard))
        .select_from(action.join(owner, owner.c.action == action.c.id))
        .where(action.c.register == register.slug, action.c.urgency < FIRST_DONE)
        .group_by(owner.c.code)
    )
    return {code: sorted(map(tuple, rows), key=itemgetter(0)) for code, rows in tx.execute(query)}


def counted_by_owner(
    tx: Connection, register: Register, after: datetime, through: datetime, also: Sequence[int]
) -> Mapping[str, tuple[int, int]]:
    """How many open actions there are by each owner code as it is printed, and of how many nobody was heard.

    ``also`` are the row numbers of others that somebody was heard of, as many as one statement can carry. What every
    directorate owns counts under the code for that alone.
    """
    is_heard = or_(_is_heard(register, after, through), action.c.id.in_(also))
    of_every_one = select(owner.c.action).where(owner.c.code == EVERY_DIRECTORATE)
    query = (
        select(owner.c.code, func.count(), func.sum(case((is_heard, 0), else_=1)))
        .select_from(action.join(owner, owner.c.action == action.c.id))
        .where(
            action.c.register == register.slug,
            action.c.urgency < FIRST_DONE,
            or_(owner.c.code == EVERY_DIRECTORATE, action.c.id.not_in(of_every_one)),
        )
        .group_by(owner.c.code)
    )
    return {code: (still_open, missing) for code, still_open, missing in tx.execute(query)}


def doubtful(tx: Connection, register: Register, after: datetime, through: datetime) -> dict[int, list[Entry]]:
    """The changes that hold from (after, through] (UTC) of the open actions of which only their contents tell whether
    somebody was heard, by action.
    """
    kinds = change.c.kind
    spoken, back, named = (
        func.max(case((kinds.in_(some), 1), else_=0))
        for some in map(sorted, (HEARD_BY, TAKEN_BACK_BY, TOLD_BY_CONTENT))
    )
    grouped = (
        select(change.c.action)
        .where(change.c.register == register.slug, change.c.at > after, change.c.at <= through)
        .group_by(change.c.action)
        .having(spoken + named > 0, (spoken == 0) | (back == 1))
    )
    numbers = select(action.c.id).where(action.c.id.in_(grouped), action.c.urgency < FIRST_DONE)
    found: dict[int, list[Entry]] = {}
    for chunk in chunks(list(tx.execute(numbers).scalars())):
        found |= change_log.since(tx, register.slug, after, through, chunk)
    return found


def _is_heard(register: Register, after: datetime, through: datetime) -> ColumnElement[bool]:
    """Whether the kinds of an action's changes show that somebody was heard."""
    spoken = _of_kinds(register, after, through, HEARD_BY)
    taken_back = _of_kinds(register, after, through, TAKEN_BACK_BY)
    return and_(action.c.id.in_(spoken), action.c.id.not_in(taken_back))


def _of_kinds(
    register: Register, after: datetime, through: datetime, kinds: Collection[str]
) -> Select[tuple[int]]:
    return select(change.c.action).where(
        change.c.register == register.slug,
        change.c.at > after,
        change.c.at <= through,
        change.c.kind.in_(sorted(kinds)),
        change.c.action.is_not(None),
    )
