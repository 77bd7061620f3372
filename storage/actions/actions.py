"""Reading actions: their current state, and the state known on a past day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, select

from register.action import Action, Milestone, NoChange, Update, expand_owners
from register.change import ActionState
from register.changes import fold
from register.life import Life
from register.progress import OPEN, Status
from register.refs import links, ref_key
from register.register import Register
from register.words.queries import Query
from storage.actions import change_log, registers, tallies
from storage.actions.change_log import Entry
from storage.actions.queries import conditions
from storage.database.engine import chunks, json_rows, moment
from storage.database.register_tables import action, link, milestone, owner, update
from storage.queue import cards

# One statement reads actions with everything that belongs to them. Each part comes as JSON: a list of rows, each
# a list of the columns named here, in no order. Built once, because building a statement costs as much as running
# it.
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
    ).where(milestone.c.action == action.c.id, ~milestone.c.is_review),
    "updates": select(json_rows(update.c.at, update.c.id, update.c.by, update.c.text, update.c.source)).where(
        update.c.action == action.c.id, update.c.withdrawn_at.is_(None)
    ),
    "links": select(json_rows(link.c.to)).where(link.c.action == action.c.id),
    "named_by": select(json_rows(_naming.c.position, _naming.c.ref))
    .select_from(link.join(_naming, _naming.c.id == link.c.action))
    .where(link.c.register == action.c.register, link.c.to == action.c.ref),
}
_FOR_SEARCH = (
    *("search", "ref_letters", "ref_order", "urgency"),
    *("owners", "progress_key", "decision_key", "is_silent"),
)
_PRINTED = (column for column in action.c if column.name not in _FOR_SEARCH)
_COLUMNS = (*_PRINTED, *(part.scalar_subquery().label(name) for name, part in _PARTS.items()))
_WHOLE = select(*_COLUMNS)
_BY_REF = _WHOLE.where(action.c.register == bindparam("register"), action.c.ref == bindparam("ref"))
_BY_IDS = _WHOLE.where(action.c.id.in_(bindparam("ids", expanding=True)))
_ID_BY_REF = select(action.c.id).where(
    action.c.register == bindparam("register"), action.c.ref == bindparam("ref")
)
_OF_THIS_REF = and_(action.c.register == registers.SLUG_COLUMN, action.c.ref == bindparam("ref"))
_IN_EVERY_REGISTER = registers.SELECT_REGISTERS.add_columns(
    *_COLUMNS, cards.PLACES.scalar_subquery().label("card_places")
).outerjoin(action, _OF_THIS_REF)
_MOST_URGENT = (action.c.urgency, action.c.position, action.c.id)
OPEN_STATUSES = [status.value for status in OPEN]


def find(tx: Connection, register: Register, ref: str) -> Action | None:
    """The action of that ref in its current state, or None."""
    row = tx.execute(_BY_REF, {"register": register.slug, "ref": ref}).mappings().one_or_none()
    return _action(register, row) if row else None


@dataclass(frozen=True)
class FoundAction:
    """A register, its action of a ref (None if it has none), and the channels in which that has a card."""

    register: Register
    action: Action | None
    card_places: frozenset[str]


def in_every_register(tx: Connection, ref: str) -> list[FoundAction]:
    """Every register, by slug, with its action of that ref if it has one: in a single statement."""
    rows = tx.execute(_IN_EVERY_REGISTER, {"ref": ref}).mappings().all()
    known = [(registers.from_row(row), row) for row in rows]
    return [
        FoundAction(
            register=one,
            action=_action(one, row) if row["id"] is not None else None,
            card_places=cards.read_places(row["card_places"]),
        )
        for one, row in known
    ]


def find_id(tx: Connection, register: Register, ref: str) -> int | None:
    """The row number of the action of that ref, or None."""
    number: int | None = tx.execute(_ID_BY_REF, {"register": register.slug, "ref": ref}).scalar_one_or_none()
    return number


def ids(tx: Connection, register: Register, refs: Sequence[str] | None = None) -> dict[str, int]:
    """The row numbers of the actions of these refs (None: of every one of the register), by ref.

    They are in the committee's order.
    """
    query = select(action.c.position, action.c.ref, action.c.id).where(action.c.register == register.slug)
    parts = [query] if refs is None else [query.where(action.c.ref.in_(chunk)) for chunk in chunks(refs)]
    found = sorted(tuple(row) for part in parts for row in tx.execute(part))
    return {ref: number for _position, ref, number in found}


def by_id(tx: Connection, register: Register, action_id: int) -> Action:
    """The action of that row number, in its current state."""
    (found,) = by_ids(tx, register, [action_id])
    return found


def by_ids(tx: Connection, register: Register, numbers: Sequence[int]) -> list[Action]:
    """The actions of those row numbers, in the order of the numbers and in their current state."""
    found: dict[int, Action] = {}
    for chunk in chunks(numbers):
        rows = tx.execute(_BY_IDS, {"ids": chunk}).mappings()
        found |= {row["id"]: _action(register, row) for row in rows}
    return [found[number] for number in numbers]


def officers(tx: Connection, register: Register) -> dict[int, dict[str, str]]:
    """The named officers (by directorate) of the actions that have any, by row number, in the committee's order."""
    is_named = action.c.life["officers"].as_string().is_not(None)
    query = select(action.c.id, action.c.life).where(action.c.register == register.slug, is_named)
    return {row.id: dict(row.life["officers"]) for row in tx.execute(query.order_by(action.c.position))}


def refs(tx: Connection, register: Register) -> list[str]:
    """Every ref of the register, in the committee's order."""
    query = select(action.c.ref).where(action.c.register == register.slug).order_by(action.c.position)
    return list(tx.execute(query).scalars())


def defined_words(tx: Connection, register: Register) -> dict[str, str]:
    """What is to be done by each action of the register, by ref."""
    query = select(action.c.ref, action.c.defined).where(action.c.register == register.slug)
    return {one.ref: one.defined for one in tx.execute(query)}


def matching(tx: Connection, register: Register, which: Query) -> list[Action]:
    """The actions that a query asks for, in the committee's order."""
    return _load(tx, register, _WHOLE.where(*conditions(tx, register, which)).order_by(action.c.position))


def first(tx: Connection, register: Register, which: Query, limit: int) -> list[Action]:
    """The first so many of the actions that a query asks for, in the committee's order."""
    query = _WHOLE.where(*conditions(tx, register, which)).order_by(action.c.position)
    return _load(tx, register, query.limit(limit))


def urgent(tx: Connection, register: Register, which: Query, limit: int, first: int = 1) -> list[Action]:
    """So many of the actions that a query asks for, from the ``first``th on.

    Open actions come first, by their earliest unmet deadline and then those without one; closed ones come last.
    """
    found = select(action.c.id).where(*conditions(tx, register, which)).order_by(*_MOST_URGENT)
    # The texts are read only of the actions on the page.
    numbers = found.limit(limit).offset(first - 1).subquery()
    query = _WHOLE.join(numbers, numbers.c.id == action.c.id).order_by(*_MOST_URGENT)
    return _load(tx, register, query)


def counted_and_urgent(
    tx: Connection, register: Register, which: Query, limit: int, first: int = 1
) -> tuple[int, list[Action]]:
    """How many actions a query asks for, and so many of them as ``urgent`` gives them.

    Words are looked for once: the database reads all of them for that.
    """
    if not which.words:
        return count(tx, register, which), urgent(tx, register, which, limit, first)
    # A CTE, so that they are found before they are sorted: PostgreSQL expects many and would read all rows in order.
    found = select(*_MOST_URGENT).where(*conditions(tx, register, which)).cte("found")
    total = select(func.count()).select_from(found).scalar_subquery()
    counted = select(total, found.c.id).order_by(found.c.urgency, found.c.position, found.c.id)
    page = tx.execute(counted.limit(limit).offset(first - 1)).all()
    if not page:  # none, or past the last one
        return 0 if first == 1 else count(tx, register, which), []
    return page[0][0], by_ids(tx, register, [number for _total, number in page])


def count(tx: Connection, register: Register, which: Query) -> int:
    """How many actions a query asks for."""
    query = select(func.count()).select_from(action).where(*conditions(tx, register, which))
    return tx.execute(query).scalar_one()


def as_at(tx: Connection, register: Register, through: datetime) -> list[Action]:
    """The whole register as it was known at a moment (UTC), in the committee's order.

    Folded from the changes up to that moment, so that later corrections are not in it.
    """
    return folded(register, change_log.until(tx, register.slug, through).values(), through)


def folded(register: Register, stories: Iterable[Sequence[Entry]], through: datetime) -> list[Action]:
    """The same from the changes of each action, in order, of which those after ``through`` (UTC) are left out."""
    reached = ([entry for entry in story if entry.at <= through] for story in stories)
    folded_stories = [(fold(entry.change for entry in story), story) for story in reached]
    states = [(state, story) for state, story in folded_stories if state is not None]
    states.sort(key=lambda known: (known[0].position, ref_key(known[0].ref)))
    found = [from_state(register, state, story) for state, story in states]
    named_by: dict[str, list[str]] = {}
    for citing in found:
        for ref in citing.links:
            named_by.setdefault(ref, []).append(citing.ref)
    return [replace(one, named_by=tuple(named_by[one.ref])) if one.ref in named_by else one for one in found]


def from_state(register: Register, state: ActionState, story: Sequence[Entry]) -> Action:
    """An action from its changes (``story``) and the state to which they fold."""
    answers = tallies.answers_in(story)
    updates = [update for number, update in state.updates.items() if number not in state.withdrawn]
    return Action(
        register=register.slug,
        ref=state.ref,
        defined=state.defined,
        delivered=state.delivered,
        target=state.target.printed,
        owners=state.owners,
        directorates=expand_owners(state.owners, register.positions),
        milestones=state.target.milestones,
        progress=state.progress,
        status=state.status,
        links=tuple(sorted(links(state.ref, state.defined, state.delivered), key=ref_key)),
        updates=tuple(sorted(updates, key=lambda update: (update.at, update.id))),
        more=state.more,
        life=state.life,
        answered_at=tallies.answered_at(answers),
        no_change=tallies.last_no_change(answers),
    )


def _load(tx: Connection, register: Register, query: Select[Any]) -> list[Action]:
    """The actions whose rows a query of ``_WHOLE`` gives, in its order."""
    return [_action(register, row) for row in tx.execute(query).mappings()]


def _action(register: Register, row: RowMapping) -> Action:
    """An action from a row of ``_COLUMNS``."""
    codes = [code for _position, code in sorted(row["owners"] or ())]
    updates = [Update(number, moment(at), *columns) for at, number, *columns in row["updates"] or ()]
    return Action(
        register=register.slug,
        ref=row["ref"],
        defined=row["defined"],
        delivered=row["delivered"],
        target=row["target"],
        owners=tuple(codes),
        directorates=expand_owners(codes, register.positions),
        milestones=tuple(
            Milestone(label, printed, *(date.fromisoformat(day) if day else None for day in days))
            for _position, label, printed, *days in sorted(row["milestones"] or ())
        ),
        progress=row["progress"],
        status=Status(row["status"]),
        links=tuple(sorted((ref for (ref,) in row["links"] or ()), key=ref_key)),
        named_by=tuple(ref for _position, ref in sorted(row["named_by"] or ())),
        updates=tuple(sorted(updates, key=lambda one: (one.at, one.id))),
        more=row["more"],
        life=Life.read(row["life"]),
        answered_at=row["heard_at"],
        no_change=NoChange.read(row["no_change"]) if row["no_change"] else None,
    )
