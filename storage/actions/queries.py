"""A query (register.words.queries) as conditions of SQL: the very actions that ``matches`` would find, one by one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union,
)

from register.action import EVERY_DIRECTORATE
from register.life import OnTime
from register.life_changes import ProgressChanged
from register.outlook_changes import OutlookGiven
from register.priority import PRIORITY_FIELD
from register.progress import OPEN, Status
from register.register import Register
from register.urgency import FIRST_DONE, open_before
from register.waiting import Waiting
from register.words.day_ranges import Days
from register.words.queries import SPACES, Query, State, Updated, Whose
from register.words.text_folding import looked_for_as
from storage.actions.tallies import owner_sets, silent
from storage.database.engine import VALUES_PER_STATEMENT, place_of
from storage.database.register_tables import action, change, milestone, officer, owner, update

Condition = ColumnElement[bool]
_PRIORITY = action.c.more[PRIORITY_FIELD].as_string()
_IN_DOUBT = [one.value for one in OnTime if one is not OnTime.YES]
_OPEN = action.c.status.in_([status.value for status in OPEN])


def conditions(tx: Connection, register: Register, query: Query) -> Iterator[Condition]:
    """What the rows of the register's actions must fulfil to be asked for."""
    yield action.c.register == register.slug
    names_owners = query.owners or query.but_owners or any(one.directorates for one in query.people)
    names_owners = names_owners or State.UNOWNED in query.states
    owners = _Owners(register, owner_sets(tx, register) if names_owners else {})
    if query.statuses == OPEN:
        yield action.c.urgency < FIRST_DONE
    elif query.statuses != frozenset(Status):
        yield action.c.status.in_(sorted(status.value for status in query.statuses))
    if State.HIGH in query.states:
        yield _PRIORITY.in_(_high_priorities(tx, register))
    if State.DOUBTFUL in query.states:  # few actions have an outlook: the others need not be read
        kind = literal(OutlookGiven.kind, literal_execute=True)  # a parameter would not match the partial index
        given = select(change.c.action).where(change.c.register == register.slug, change.c.kind == kind)
        yield action.c.id.in_(given)
    if State.ESCALATED in query.states:
        yield _is_late_by(query, register.reminders.first_escalation)
    if State.FOR_COMMITTEE in query.states:
        last = register.reminders.last_escalation
        yield _is_late_by(query, None if last is None else last + 1)
    for state in sorted(query.states):
        yield from _has(state, query, owners, register)
    if query.owners:
        yield owners.are(query.owners)
    if query.but_owners:
        yield not_(owners.are(query.but_owners))
    if query.people:
        yield or_(*(_is_of(owners, whose) for whose in query.people))
    if query.due:
        falls = or_(*(_within(days) for days in query.due))
        yield _is_due(query, falls)
    if query.updated is not None:
        yield _is_updated(tx, register, query.updated)
    if query.finished is not None:
        yield action.c.id.in_(_finished(register, query, query.finished))
    for phrase in map(looked_for_as, query.words):
        in_updates = select(update.c.action).where(
            update.c.withdrawn_at.is_(None), _has_words(update.c.search, phrase)
        )
        yield or_(_has_words(action.c.search, phrase), action.c.id.in_(in_updates))
    if query.refs:
        yield action.c.ref.in_(query.refs)
    if query.but_refs:
        yield action.c.ref.not_in(query.but_refs)


def _high_priorities(tx: Connection, register: Register) -> list[str]:
    """The printed priorities of a register's actions that are high ones."""
    printed = select(_PRIORITY).where(action.c.register == register.slug).distinct()
    return sorted(
        one for one in tx.execute(printed).scalars() if register.reminders.is_high({PRIORITY_FIELD: one or ""})
    )


def other_owners(tx: Connection, register: Register) -> Sequence[str]:
    """The owner codes that the register's actions print and that are no directorate's, each once."""
    used = {code for codes in owner_sets(tx, register).values() for code in codes}
    return sorted(used - {*register.codes, EVERY_DIRECTORATE})


class _Owners:
    """Whose the register's actions are, by the keys under which storage has them."""

    def __init__(self, register: Register, sets: Mapping[str, Collection[str]]) -> None:
        self._register, self._sets = register, sets

    def are(self, codes: Sequence[str]) -> Condition:
        """Whether one of these owners owns it; each directorate owns what ALL own."""
        owning_codes = {*codes, *([EVERY_DIRECTORATE] if set(codes) & set(self._register.codes) else [])}
        keys = sorted(key for key, owned_by in self._sets.items() if not owning_codes.isdisjoint(owned_by))
        if len(keys) > VALUES_PER_STATEMENT:
            return exists().where(owner.c.action == action.c.id, owner.c.code.in_(sorted(owning_codes)))
        return action.c.owners.in_(keys)

    def are_nobody(self) -> Condition:
        """Whether no directorate of the register owns it, so that nobody is reminded; where it has none, no owner."""
        return not_(self.are(self._register.codes)) if self._register.codes else action.c.owners == ""


def _has(state: State, query: Query, owners: "_Owners", register: Register) -> Iterator[Condition]:
    match state:  # late is what open actions alone can be
        case State.OVERDUE:
            yield action.c.urgency < open_before(query.today)
        case State.ON_TIME:
            yield action.c.urgency >= open_before(query.today)
        case State.DOUBTFUL:
            yield action.c.life[("outlook", "on_time")].as_string().in_(_IN_DOUBT)
            about = action.c.life[("outlook", "about")].as_string()
            ahead = and_(milestone.c.met.is_(None), milestone.c.deadline >= query.today, ~milestone.c.is_review)
            is_of_it = or_(about.is_(None), cast(milestone.c.deadline, String) == about)
            yield exists().where(milestone.c.action == action.c.id, ahead, is_of_it)
        case State.BLANK:
            yield func.trim(action.c.progress, SPACES) == ""
        case State.SILENT:
            yield silent(query.today, register.calendar.zone)
        case State.DATE_ASKED:
            yield action.c.waiting == Waiting.DATE.value
        case State.UNOWNED:
            yield owners.are_nobody()
        case State.SENT_BACK:
            yield action.c.life[("sent_back", "by")].as_string().is_not(None)
        case State.SNOOZED:
            yield action.c.life[("snooze", "until")].as_string() > query.today.isoformat()
        case State.MOVED:
            # Two dates of which only one is known differ too.
            differs = milestone.c.original.is_distinct_from(milestone.c.deadline)
            yield exists().where(milestone.c.action == action.c.id, milestone.c.original.is_not(None), differs)
        case State.UNDATED:
            yield not_(exists().where(milestone.c.action == action.c.id, milestone.c.deadline.is_not(None)))


def _is_late_by(query: Query, days: int | None) -> Condition:
    """Whether an open action is late by so many days or more (None: by however many is not enough)."""
    if days is None:
        return false()
    return action.c.urgency < open_before(query.today - timedelta(days=days - 1))


def _is_due(query: Query, falls: Condition) -> Condition:
    """Whether a milestone or a review falls on one of the days: of an open action one that is still to be met."""
    if query.statuses <= OPEN:
        return action.c.id.in_(select(milestone.c.action).where(falls, milestone.c.met.is_(None)))
    is_promised = or_(milestone.c.met.is_(None), not_(_OPEN))
    return exists().where(milestone.c.action == action.c.id, is_promised, falls)


def _has_words(text: ColumnElement[str], spellings: Sequence[str]) -> Condition:
    """Whether a folded text has one of the folded spellings of a phrase in it."""
    return or_(*(place_of(text, spelling) > 0 for spelling in spellings))


def _is_of(owners: _Owners, whose: Whose) -> Condition:
    """Whether it is somebody's. The actions they updated or are the officer of are found first: there are fewer."""
    with_their_updates = select(update.c.action).where(
        update.c.by == whose.person, update.c.withdrawn_at.is_(None)
    )
    with_them_as_officer = select(officer.c.action).where(officer.c.person == whose.person)
    is_own = action.c.id.in_(union(with_their_updates, with_them_as_officer))
    return or_(owners.are(whose.directorates), is_own) if whose.directorates else is_own


def _within(days: Days) -> Condition:
    return and_(
        milestone.c.deadline.is_not(None),
        milestone.c.deadline >= days.first if days.first else true(),
        milestone.c.deadline <= days.last if days.last else true(),
    )


def _finished(register: Register, query: Query, days: Days) -> Select[tuple[int]]:
    """The actions that came to a status that is asked for on those local days of the register, and have not left it but
    for a later one: a move that was taken back, and the one that took it back, do not count.
    """
    came_to, it = change.c.after["status"].as_string(), action.alias()
    goes_on = and_(came_to == Status.VERIFIED.value, it.c.status == Status.CLOSED.value)
    parts = [change.c.register == register.slug, change.c.kind == ProgressChanged.kind]
    if days.first:
        parts.append(change.c.at >= register.calendar.midnight(days.first))
    if days.last:
        parts.append(change.c.at < register.calendar.midnight(days.last + timedelta(days=1)))
    reached = sorted(status.value for status in query.statuses_reached)
    parts.append(came_to.in_(reached))
    parts.append(came_to != change.c.before["status"].as_string())
    parts.append(change.c.after[("move", "restored")].as_string().is_(None))
    parts.append(or_(came_to == it.c.status, came_to == Status.IMPLEMENTED.value, goes_on))
    parts.append(_was_taken_back().is_not(true()))
    return select(change.c.action).join(it, it.c.id == change.c.action).where(*parts)


def _was_taken_back() -> ColumnElement[bool]:
    """Whether a move was taken back: at some moment after it, more moves were taken back than were recorded."""
    later = change.alias()
    balance = case((later.c.after[("move", "restored")].as_string().is_(None), -1), else_=1)
    of_the_action = (later.c.action == change.c.action, later.c.kind == ProgressChanged.kind)
    running = select(func.sum(balance).over(order_by=later.c.number).label("so_far"))
    rows = running.where(*of_the_action, later.c.number > change.c.number).correlate(change).subquery()
    return select(func.max(rows.c.so_far) > 0).correlate(change).scalar_subquery()


def _is_updated(tx: Connection, register: Register, updated: Updated) -> Condition:
    """Whether something was said on those local days of the register, or nothing was."""
    parts: list[Condition] = [update.c.withdrawn_at.is_(None)]
    if updated.by:
        parts.append(update.c.by.in_([whose.person for whose in updated.by]))
    if updated.days.first:
        parts.append(update.c.at >= register.calendar.midnight(updated.days.first))
    if updated.days.last:
        parts.append(update.c.at < register.calendar.midnight(updated.days.last + timedelta(days=1)))
    updated_actions = select(update.c.action).where(*parts)
    if not updated.never:
        return action.c.id.in_(updated_actions)
    if tx.dialect.name == "sqlite":  # gathered once; PostgreSQL does so by itself, also of very many
        return action.c.id.not_in(updated_actions)
    return not_(exists().where(update.c.action == action.c.id, *parts))
