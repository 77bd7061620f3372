"""A query (register.queries) as conditions of SQL: the very actions that ``matches`` would find, one by one."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, exists, func, not_, or_, select, true

from register.action import EVERY_DIRECTORATE
from register.folding import looked_for
from register.progress import OPEN, Status
from register.queries import SPACES, Query, State, Updated, Whose
from register.query_days import Days
from register.register import Register
from register.waiting import Waiting
from storage.database.tables import action, milestone, owner, update

Condition = ColumnElement[bool]
_STANDS = and_(update.c.action == action.c.id, update.c.withdrawn_at.is_(None))
_UNMET = and_(milestone.c.action == action.c.id, milestone.c.met.is_(None))
_OPEN = action.c.status.in_([status.value for status in OPEN])


def conditions(register: Register, query: Query) -> Iterator[Condition]:
    """What the rows of the register's actions must fulfil to be asked for."""
    yield action.c.register == register.slug
    if query.statuses != frozenset(Status):
        yield action.c.status.in_(sorted(status.value for status in query.statuses))
    for state in sorted(query.states):
        yield from _has(state, query)
    if query.owners:
        yield _is_owned(register, query.owners)
    if query.but_owners:
        yield not_(_is_owned(register, query.but_owners))
    if query.people:
        yield or_(*(_is_of(register, whose) for whose in query.people))
    if query.due:
        falls = or_(*(_within(days) for days in query.due))
        is_promised = or_(milestone.c.met.is_(None), not_(_OPEN))
        yield exists().where(milestone.c.action == action.c.id, is_promised, falls)
    if query.updated is not None:
        yield _is_updated(register, query.updated)
    for phrase in map(looked_for, query.words):
        heard = exists().where(_STANDS, update.c.search.contains(phrase, autoescape=True))
        yield or_(action.c.search.contains(phrase, autoescape=True), heard)
    if query.refs:
        yield action.c.ref.in_(query.refs)
    if query.but_refs:
        yield action.c.ref.not_in(query.but_refs)


def owners_in_use(tx: Connection, register: Register) -> Sequence[str]:
    """The owner codes that the register's actions print, each once."""
    query = (
        select(owner.c.code)
        .join(action, action.c.id == owner.c.action)
        .where(action.c.register == register.slug)
    )
    return tx.execute(query.distinct()).scalars().all()


def _has(state: State, query: Query) -> Iterator[Condition]:
    is_late = exists().where(_UNMET, milestone.c.deadline < query.today)
    match state:
        case State.OVERDUE:
            yield is_late
        case State.ON_TIME:
            yield not_(is_late)
        case State.BLANK:
            yield func.trim(action.c.progress, SPACES) == ""
        case State.SILENT:
            yield func.trim(action.c.delivered, SPACES) == ""
            yield not_(exists().where(_STANDS))
        case State.DATE_ASKED:
            yield action.c.waiting == Waiting.DATE.value
        case State.UNOWNED:
            yield not_(exists().where(owner.c.action == action.c.id))
        case State.UNDATED:
            yield not_(exists().where(milestone.c.action == action.c.id, milestone.c.deadline.is_not(None)))


def _is_owned(register: Register, codes: Sequence[str]) -> Condition:
    """Whether one of the owners owns it; what ALL own, each directorate does."""
    every = [EVERY_DIRECTORATE] if set(codes) & set(register.codes) else []
    return exists().where(owner.c.action == action.c.id, owner.c.code.in_([*codes, *every]))


def _is_of(register: Register, whose: Whose) -> Condition:
    officers = cast(action.c.life["officers"].as_string(), Text)
    return or_(
        *([_is_owned(register, whose.directorates)] if whose.directorates else []),
        func.coalesce(officers, "").contains(f'"{whose.person}"', autoescape=True),
        exists().where(_STANDS, update.c.by == whose.person),
    )


def _within(days: Days) -> Condition:
    return and_(
        milestone.c.deadline.is_not(None),
        milestone.c.deadline >= days.first if days.first else true(),
        milestone.c.deadline <= days.last if days.last else true(),
    )


def _is_updated(register: Register, asked: Updated) -> Condition:
    """Whether something was said on those local days of the register, or nothing was."""
    parts = [_STANDS]
    if asked.by:
        parts.append(update.c.by.in_([whose.person for whose in asked.by]))
    if asked.days.first:
        parts.append(update.c.at >= register.calendar.midnight(asked.days.first))
    if asked.days.last:
        parts.append(update.c.at < register.calendar.midnight(asked.days.last + timedelta(days=1)))
    heard = exists().where(*parts)
    return not_(heard) if asked.never else heard
