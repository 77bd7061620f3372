"""Reading actions: as they stand, and as they were known on a past day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from register.action import EVERY_DIRECTORATE, Action, Milestone, Update, spelt_out
from register.progress import OPEN, Status
from register.refs import ref_key, references
from register.register import Register
from storage.actions import change_log, registers
from storage.database.engine import json_rows, moment, portions
from storage.database.tables import action, link, milestone, owner, update

# One statement gives actions with all that belongs to them. Each part comes as JSON: a list of rows, each a
# list of the columns named here, in no order. Built once: building a statement costs as much as running it.
_naming = action.alias("naming")
_PARTS = {
    "owners": select(json_rows(owner.c.position, owner.c.code)).where(owner.c.action == action.c.id),
    "milestones": select(
        json_rows(
            milestone.c.position,
            milestone.c.label,
            milestone.c.printed,
            milestone.c.deadline,
            milestone.c.original,
            milestone.c.met,
        )
    ).where(milestone.c.action == action.c.id),
    "updates": select(json_rows(update.c.at, update.c.id, update.c.by, update.c.text, update.c.source)).where(
        update.c.action == action.c.id, update.c.withdrawn_at.is_(None)
    ),
    "links": select(json_rows(link.c.to)).where(link.c.action == action.c.id),
    "named_by": select(json_rows(_naming.c.position, _naming.c.ref))
    .select_from(link.join(_naming, _naming.c.id == link.c.action))
    .where(link.c.register == action.c.register, link.c.to == action.c.ref),
}
_COLUMNS = (*action.c, *(part.scalar_subquery().label(name) for name, part in _PARTS.items()))
_WHOLE = select(*_COLUMNS)
_BY_REF = _WHOLE.where(action.c.register == bindparam("register"), action.c.ref == bindparam("ref"))
_ID_BY_REF = select(action.c.id).where(
    action.c.register == bindparam("register"), action.c.ref == bindparam("ref")
)
_OF_THIS_REF = and_(action.c.register == registers.SLUG, action.c.ref == bindparam("ref"))
_IN_EVERY_REGISTER = registers.EVERY.add_columns(*_COLUMNS).outerjoin(action, _OF_THIS_REF)
OPEN_STATUSES = [status.value for status in OPEN]


@dataclass(frozen=True)
class Filter:
    """Which actions are wanted; what is left out does not narrow. ``today`` is the register's local day."""

    today: date
    owner: str | None = None
    overdue: bool = False
    due_within: int | None = None
    text: str | None = None
    open_only: bool = False

    def matches(self, one: Action) -> bool:
        """Whether an action at hand is wanted: the same answer as the database gives for those it holds."""
        words = " ".join((one.defined, one.delivered, *(u.text for u in one.updates))).lower()
        return (
            (self.owner is None or self.owner in (*one.directorates, *one.owners))
            and (not self.overdue or one.is_overdue(self.today))
            and (self.due_within is None or one.is_due_within(self.due_within, self.today))
            and (self.text is None or self.text.lower() in words)
            and (not self.open_only or not one.status.is_done)
        )


def find(tx: Connection, register: Register, ref: str) -> Action | None:
    """The action of that ref as it stands, or None."""
    row = tx.execute(_BY_REF, {"register": register.slug, "ref": ref}).mappings().one_or_none()
    return _action(register, row) if row else None


def in_every_register(tx: Connection, ref: str) -> list[tuple[Register, Action | None]]:
    """Every register, by slug, with its action of that ref if it has one: in a single statement."""
    rows = tx.execute(_IN_EVERY_REGISTER, {"ref": ref}).mappings().all()
    known = [(registers.from_row(row), row) for row in rows]
    return [(one, _action(one, row) if row["id"] is not None else None) for one, row in known]


def find_id(tx: Connection, register: Register, ref: str) -> int | None:
    """The row number of the action of that ref, or None."""
    number: int | None = tx.execute(_ID_BY_REF, {"register": register.slug, "ref": ref}).scalar_one_or_none()
    return number


def ids(tx: Connection, register: Register, refs: Sequence[str] | None = None) -> dict[str, int]:
    """The row numbers of the actions of these refs (None: of every one of the register), by ref."""
    query = select(action.c.ref, action.c.id).where(action.c.register == register.slug)
    if refs is not None:
        query = query.where(action.c.ref.in_(refs))
    return {row.ref: row.id for row in tx.execute(query).all()}


def by_id(tx: Connection, register: Register, action_id: int) -> Action:
    """The action of that row number, as it stands."""
    (one,) = by_ids(tx, register, [action_id])
    return one


def by_ids(tx: Connection, register: Register, numbers: Sequence[int]) -> list[Action]:
    """The actions of those row numbers, as they stand."""
    found: list[Action] = []
    for some in portions(numbers):
        found += _load(tx, register, _WHOLE.where(action.c.id.in_(some)))
    return found


def refs(tx: Connection, register: Register) -> list[str]:
    """Every ref of the register, in the committee's order."""
    query = select(action.c.ref).where(action.c.register == register.slug).order_by(action.c.position)
    return list(tx.execute(query).scalars())


def wanted(tx: Connection, register: Register, which: Filter) -> list[Action]:
    """The actions that the filter wants, in the committee's order."""
    return _load(tx, register, _WHOLE.where(*_narrowed(register, which)).order_by(action.c.position))


def urgent(tx: Connection, register: Register, which: Filter, limit: int, first: int = 1) -> list[Action]:
    """So many of the actions that the filter wants, from the ``first``th on.

    The longest overdue come first, then the next to come, then those without a day, and what is done last.
    """
    promised = select(func.min(milestone.c.deadline)).where(
        milestone.c.action == action.c.id, milestone.c.met.is_(None)
    )
    by_day = promised.correlate(action).scalar_subquery()
    order = (action.c.status.not_in(OPEN_STATUSES), by_day.is_(None), by_day, action.c.position)
    query = _WHOLE.where(*_narrowed(register, which)).order_by(*order)
    return _load(tx, register, query.limit(limit).offset(first - 1))


def count(tx: Connection, register: Register, which: Filter) -> int:
    """How many actions the filter wants."""
    query = select(func.count()).select_from(action).where(*_narrowed(register, which))
    return tx.execute(query).scalar_one()


def as_at(tx: Connection, register: Register, through: datetime) -> list[Action]:
    """The whole register as it was known at a moment (UTC), in the committee's order.

    Folded from the changes, so that it is what was so then and not what was put right since.
    """
    stories: dict[int, list[Any]] = {}
    for row in change_log.until(tx, register.slug, through):
        stories.setdefault(row["action"], []).append(row)
    states = [change_log.fold(rows) for rows in stories.values()]
    states.sort(key=lambda state: (state["position"], ref_key(state["ref"])))
    found = [from_state(register, state) for state in states]
    named_by: dict[str, list[str]] = {}
    for one in found:
        for ref in one.links:
            named_by.setdefault(ref, []).append(one.ref)
    return [replace(one, named_by=tuple(named_by.get(one.ref, ()))) for one in found]


def from_state(register: Register, state: change_log.State) -> Action:
    """An action from the fold of its changes."""
    updates = [
        Update(u["id"], datetime.fromisoformat(u["at"]), u["by"], u["text"], u["source"])
        for u in state["updates"].values()
        if not u.get("withdrawn")
    ]
    return Action(
        register=register.slug,
        ref=state["ref"],
        defined=state["defined"],
        delivered=state["delivered"],
        target=state["target"]["printed"],
        owners=tuple(state["owners"]),
        directorates=spelt_out(state["owners"], register.codes),
        milestones=tuple(milestone_from(one) for one in state["target"]["milestones"]),
        progress=state["progress"],
        status=Status(state["status"]),
        links=links_of(state),
        updates=tuple(sorted(updates, key=lambda u: (u.at, u.id))),
    )


def milestone_from(said: dict[str, Any]) -> Milestone:
    """A milestone as a change row keeps it: days as ISO dates."""
    days = {
        name: date.fromisoformat(said[name]) if said[name] else None for name in ("deadline", "original", "met")
    }
    return Milestone(said["label"], said["printed"], **days)


def links_of(state: change_log.State) -> tuple[str, ...]:
    """The other actions that an action's own words name."""
    return tuple(ref for ref in references(state["defined"], state["delivered"]) if ref != state["ref"])


def _narrowed(register: Register, which: Filter) -> Iterator[ColumnElement[bool]]:
    yield action.c.register == register.slug
    is_open = action.c.status.in_(OPEN_STATUSES)
    promised = [milestone.c.action == action.c.id, milestone.c.met.is_(None)]
    if which.owner is not None:
        codes = [which.owner, EVERY_DIRECTORATE] if which.owner in register.codes else [which.owner]
        yield exists().where(owner.c.action == action.c.id, owner.c.code.in_(codes))
    if which.overdue:
        yield and_(is_open, exists().where(*promised, milestone.c.deadline < which.today))
    if which.due_within is not None:
        last = which.today + timedelta(days=which.due_within)
        yield and_(is_open, exists().where(*promised, milestone.c.deadline.between(which.today, last)))
    if which.text is not None:
        said = and_(
            update.c.action == action.c.id,
            update.c.withdrawn_at.is_(None),
            update.c.text.icontains(which.text, autoescape=True),
        )
        printed = [
            words.icontains(which.text, autoescape=True) for words in (action.c.defined, action.c.delivered)
        ]
        yield or_(*printed, exists().where(said))
    if which.open_only:
        yield is_open


def _load(tx: Connection, register: Register, query: Select[Any]) -> list[Action]:
    """The actions whose rows a query of ``_WHOLE`` gives, in its order."""
    return [_action(register, row) for row in tx.execute(query).mappings()]


def _action(register: Register, row: RowMapping) -> Action:
    """An action from a row of ``_COLUMNS``."""
    codes = [code for _position, code in sorted(row["owners"] or ())]
    updates = [Update(number, moment(at), *said) for at, number, *said in row["updates"] or ()]
    return Action(
        register=register.slug,
        ref=row["ref"],
        defined=row["defined"],
        delivered=row["delivered"],
        target=row["target"],
        owners=tuple(codes),
        directorates=spelt_out(codes, register.codes),
        milestones=tuple(
            Milestone(label, printed, *(date.fromisoformat(day) if day else None for day in days))
            for _position, label, printed, *days in sorted(row["milestones"] or ())
        ),
        progress=row["progress"],
        status=Status(row["status"]),
        links=tuple(sorted((ref for (ref,) in row["links"] or ()), key=ref_key)),
        named_by=tuple(ref for _position, ref in sorted(row["named_by"] or ())),
        updates=tuple(sorted(updates, key=lambda one: (one.at, one.id))),
    )
