"""Reading actions: as they stand, and as they were known on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    RowMapping,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from register.action import EVERY_DIRECTORATE, Action, Milestone, Update, ref_key, references, spelt_out
from register.progress import OPEN, Status
from register.register import Register
from storage import changes
from storage.tables import action, link, milestone, owner, update

_AT_ONCE = 5_000
"""How many actions' parts are asked for in one statement."""

# Built once: building a statement costs as much as running it, and these run for every answer.
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_PARTS: tuple[Select[Any], ...] = (
    select(owner.c.action, owner.c.code).where(owner.c.action.in_(_NUMBERS)).order_by(owner.c.position),
    select(milestone).where(milestone.c.action.in_(_NUMBERS)).order_by(milestone.c.position),
    select(update)
    .where(update.c.action.in_(_NUMBERS), update.c.withdrawn_at.is_(None))
    .order_by(update.c.at, update.c.id),
    select(link.c.action, link.c.to).where(link.c.action.in_(_NUMBERS)),
)
_NAMED_BY = (
    select(link.c.to, action.c.ref)
    .join(action, action.c.id == link.c.action)
    .where(link.c.register == bindparam("register"), link.c.to.in_(bindparam("refs", expanding=True)))
    .order_by(action.c.position)
)
_BY_REF = select(action).where(action.c.register == bindparam("register"), action.c.ref == bindparam("ref"))
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
    rows = tx.execute(_BY_REF, {"register": register.slug, "ref": ref}).mappings().all()
    return _with_parts(tx, register, rows)[0] if rows else None


def find_id(tx: Connection, register: Register, ref: str) -> int | None:
    """The row number of the action of that ref, or None."""
    row = tx.execute(_BY_REF, {"register": register.slug, "ref": ref}).one_or_none()
    return row.id if row else None


def ids(tx: Connection, register: Register, refs: Sequence[str] | None = None) -> dict[str, int]:
    """The row numbers of the actions of these refs (None: of every one of the register), by ref."""
    query = select(action.c.ref, action.c.id).where(action.c.register == register.slug)
    if refs is not None:
        query = query.where(action.c.ref.in_(refs))
    return {row.ref: row.id for row in tx.execute(query).all()}


def by_id(tx: Connection, register: Register, action_id: int) -> Action:
    """The action of that row number, as it stands."""
    (one,) = _load(tx, register, select(action).where(action.c.id == action_id))
    return one


def by_ids(tx: Connection, register: Register, numbers: Sequence[int]) -> list[Action]:
    """The actions of those row numbers, as they stand."""
    found: list[Action] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = action.c.id.in_(numbers[start : start + _AT_ONCE])
        found += _load(tx, register, select(action).where(some))
    return found


def refs(tx: Connection, register: Register) -> list[str]:
    """Every ref of the register, in the committee's order."""
    query = select(action.c.ref).where(action.c.register == register.slug).order_by(action.c.position)
    return list(tx.execute(query).scalars())


def wanted(tx: Connection, register: Register, which: Filter, limit: int | None = None) -> list[Action]:
    """The actions that the filter wants, in the committee's order, at most ``limit`` of them."""
    query = _narrowed(register, which).order_by(action.c.position)
    return _load(tx, register, query.limit(limit) if limit is not None else query)


def count(tx: Connection, register: Register, which: Filter) -> int:
    """How many actions the filter wants."""
    return tx.execute(select(func.count()).select_from(_narrowed(register, which).subquery())).scalar_one()


def as_at(tx: Connection, register: Register, through: datetime) -> list[Action]:
    """The whole register as it was known at a moment (UTC), in the committee's order.

    Folded from the changes, so that it is what was so then and not what was put right since.
    """
    stories: dict[int, list[Any]] = {}
    for row in changes.until(tx, register.slug, through):
        stories.setdefault(row["action"], []).append(row)
    states = [changes.fold(rows) for rows in stories.values()]
    states.sort(key=lambda state: (state["position"], ref_key(state["ref"])))
    found = [from_state(register, state) for state in states]
    named_by: dict[str, list[str]] = {}
    for one in found:
        for ref in one.links:
            named_by.setdefault(ref, []).append(one.ref)
    return [replace(one, named_by=tuple(named_by.get(one.ref, ()))) for one in found]


def from_state(register: Register, state: changes.State) -> Action:
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


def links_of(state: changes.State) -> tuple[str, ...]:
    """The other actions that an action's own words name."""
    return tuple(ref for ref in references(state["defined"], state["delivered"]) if ref != state["ref"])


def _narrowed(register: Register, which: Filter) -> Select[Any]:
    query = select(action).where(action.c.register == register.slug)
    is_open = action.c.status.in_(OPEN_STATUSES)
    promised = [milestone.c.action == action.c.id, milestone.c.met.is_(None)]
    if which.owner is not None:
        codes = [which.owner, EVERY_DIRECTORATE] if which.owner in register.codes else [which.owner]
        query = query.where(exists().where(owner.c.action == action.c.id, owner.c.code.in_(codes)))
    if which.overdue:
        query = query.where(is_open, exists().where(*promised, milestone.c.deadline < which.today))
    if which.due_within is not None:
        last = which.today + timedelta(days=which.due_within)
        query = query.where(is_open, exists().where(*promised, milestone.c.deadline.between(which.today, last)))
    if which.text is not None:
        said = and_(
            update.c.action == action.c.id,
            update.c.withdrawn_at.is_(None),
            update.c.text.icontains(which.text, autoescape=True),
        )
        printed = [
            words.icontains(which.text, autoescape=True) for words in (action.c.defined, action.c.delivered)
        ]
        query = query.where(or_(*printed, exists().where(said)))
    if which.open_only:
        query = query.where(is_open)
    return query


def _load(tx: Connection, register: Register, query: Select[Any]) -> list[Action]:
    """The actions whose rows a query gives, in its order, with all that belongs to them."""
    rows = tx.execute(query).mappings().all()
    found: list[Action] = []
    # A statement can carry only so many values: 65,535 on PostgreSQL, half of that on an older SQLite.
    for start in range(0, len(rows), _AT_ONCE):
        found += _with_parts(tx, register, rows[start : start + _AT_ONCE])
    return found


def _with_parts(tx: Connection, register: Register, rows: Sequence[RowMapping]) -> list[Action]:
    numbers = [row["id"] for row in rows]
    owners, milestones, updates, links = (_grouped(tx, part, numbers) for part in _PARTS)
    named_by: dict[str, list[str]] = {}
    for to, ref in tx.execute(_NAMED_BY, {"register": register.slug, "refs": [row["ref"] for row in rows]}):
        named_by.setdefault(to, []).append(ref)
    found = []
    for row in rows:
        number = row["id"]
        codes = [one.code for one in owners.get(number, ())]
        found.append(
            Action(
                register=register.slug,
                ref=row["ref"],
                defined=row["defined"],
                delivered=row["delivered"],
                target=row["target"],
                owners=tuple(codes),
                directorates=spelt_out(codes, register.codes),
                milestones=tuple(
                    Milestone(m.label, m.printed, m.deadline, m.original, m.met)
                    for m in milestones.get(number, ())
                ),
                progress=row["progress"],
                status=Status(row["status"]),
                links=tuple(sorted((one.to for one in links.get(number, ())), key=ref_key)),
                named_by=tuple(named_by.get(row["ref"], ())),
                updates=tuple(
                    Update(one.id, one.at, one.by, one.text, one.source) for one in updates.get(number, ())
                ),
            )
        )
    return found


def _grouped(tx: Connection, part: Select[Any], numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = {}
    for row in tx.execute(part, {"numbers": numbers}).all():
        groups.setdefault(row.action, []).append(row)
    return groups
