"""Adding and amending actions: the change and what it leaves behind are written together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy import update as update_rows

from register.action import Milestone
from register.progress import Status
from register.register import Register
from register.reminders import next_day
from storage.actions import change_log
from storage.actions.actions import links_of, milestone_from
from storage.actions.change_log import Change, State
from storage.database.engine import portions
from storage.database.tables import action, link, milestone, owner


@dataclass(frozen=True)
class Author:
    """Who says something, when it is so (UTC), by which road, and when we wrote it down."""

    by: str
    at: datetime
    source: str
    recorded_at: datetime


def add(tx: Connection, register: Register, states: Sequence[State], author: Author) -> list[int]:
    """Put new actions into the register and give their row numbers back, in the order of ``states``.

    A state holds ref, position, defined, delivered, target (printed words and milestones), owners, progress and
    status. The caller holds the register's lock.
    """
    if not states:
        return []
    columns = [_columns(register, state) for state in states]
    added = insert(action).returning(action.c.id, sort_by_parameter_order=True)
    numbers = list(tx.execute(added, columns).scalars())
    said = [
        Change("added", author.at, author.by, author.source, state, action=number)
        for number, state in zip(numbers, states, strict=True)
    ]
    change_log.record(tx, register.slug, said, author.recorded_at)
    _write_parts(tx, register, dict(zip(numbers, states, strict=True)), {}, register.today(author.at))
    return numbers


def amend(
    tx: Connection,
    register: Register,
    said: Mapping[int, Sequence[State]],
    author: Author,
) -> None:
    """Change actions: ``said`` maps row numbers to what changed, one change row each, named for its first word.

    What changes nothing leaves no row, and what was said later than ``author.at`` still stands afterwards. The
    caller holds the register's lock.
    """
    for some in portions(list(said)):
        rows: list[Change] = []
        for number, story in change_log.of_actions(tx, some).items():
            before = change_log.fold(row for row in story if row["at"] <= author.at)
            for now in said[number]:
                was = {name: before.get(name) for name in now}
                if was != now:
                    rows.append(Change(next(iter(now)), author.at, author.by, author.source, now, was, number))
        change_log.record(tx, register.slug, rows, author.recorded_at)
        changed = dict.fromkeys(row.action for row in rows if row.action is not None)
        _project(tx, register, list(changed), register.today(author.at))


def reschedule(tx: Connection, register: Register) -> None:
    """Compute every next reminder anew, after the register's settings have changed."""
    query = (
        select(milestone, action.c.status)
        .join(action, action.c.id == milestone.c.action)
        .where(action.c.register == register.slug)
    )
    for row in tx.execute(query).mappings().all():
        promised = Milestone(row["label"], row["printed"], row["deadline"], row["original"], row["met"])
        due = next_day(promised, Status(row["status"]), register, row["reminded_through"])
        if due != row["next_reminder"]:
            this = (milestone.c.action == row["action"], milestone.c.position == row["position"])
            tx.execute(update_rows(milestone).where(*this).values(next_reminder=due))


def milestone_state(one: Milestone) -> State:
    """A milestone as change rows keep it: days as ISO dates. Its first deadline is its original one."""
    first = one.original or one.deadline
    return {
        "label": one.label,
        "printed": one.printed,
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "original": first.isoformat() if first else None,
        "met": one.met.isoformat() if one.met else None,
    }


def _project(tx: Connection, register: Register, numbers: Sequence[int], day: date) -> None:
    """Bring the rows and parts of actions in line with the fold of their changes."""
    if not numbers:
        return
    states = {number: change_log.fold(story) for number, story in change_log.of_actions(tx, numbers).items()}
    promised = select(milestone, action.c.status).join(action).where(action.c.id.in_(numbers))
    kept: dict[tuple[int, int], State] = {}
    for row in tx.execute(promised).mappings():
        is_done = Status(states[row["action"]]["status"]).is_done
        # Begun anew: steps that passed while it was done are not made up for.
        anew = {"deadline": None} if Status(row["status"]).is_done and not is_done else {}
        kept[row["action"], row["position"]] = dict(row) | anew
    rows = [_columns(register, state) | {"number": number} for number, state in states.items()]
    tx.execute(update_rows(action).where(action.c.id == bindparam("number")), rows)
    for part in (owner, milestone, link):
        tx.execute(delete(part).where(part.c.action.in_(numbers)))
    _write_parts(tx, register, states, kept, day)


def _columns(register: Register, state: State) -> State:
    plain = {name: state[name] for name in ("ref", "position", "defined", "delivered", "progress", "status")}
    return plain | {"register": register.slug, "target": state["target"]["printed"]}


def _write_parts(
    tx: Connection,
    register: Register,
    states: Mapping[int, State],
    kept: Mapping[tuple[int, int], State],
    day: date,
) -> None:
    """Owners, milestones and links of actions. ``kept`` are the milestones of amended ones as they were."""
    for table, rows in (
        (owner, _owner_rows(states)),
        (milestone, _milestone_rows(register, states, kept, day)),
        (link, _link_rows(register, states)),
    ):
        listed = list(rows)
        if listed:
            tx.execute(insert(table), listed)


def _owner_rows(states: Mapping[int, State]) -> Iterable[State]:
    for number, state in states.items():
        for position, code in enumerate(dict.fromkeys(state["owners"])):
            yield {"action": number, "code": code, "position": position}


def _link_rows(register: Register, states: Mapping[int, State]) -> Iterable[State]:
    for number, state in states.items():
        for ref in links_of(state):
            yield {"action": number, "to": ref, "register": register.slug}


def _milestone_rows(
    register: Register,
    states: Mapping[int, State],
    kept: Mapping[tuple[int, int], State],
    day: date,
) -> Iterable[State]:
    for number, state in states.items():
        for position, said in enumerate(state["target"]["milestones"]):
            promised = milestone_from(said)
            was = kept.get((number, position))
            # A deadline that has not moved keeps its place in the steps; a new one begins the day after, and
            # what was said once is not said again.
            through = was["reminded_through"] if was else day
            if was and was["deadline"] != promised.deadline:
                through = max(through, day)
            yield {
                "action": number,
                "position": position,
                "label": promised.label,
                "printed": promised.printed,
                "deadline": promised.deadline,
                "original": promised.original,
                "met": promised.met,
                "reminded_through": through,
                "next_reminder": next_day(promised, Status(state["status"]), register, through),
            }
