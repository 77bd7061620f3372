"""Adding and changing actions: a change and the rows that it leaves behind are written together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy import update as update_rows

from register.action import Milestone
from register.change import ActionState, Change
from register.changes import Added, fold
from register.progress import Status
from register.refs import links
from register.register import Register
from register.reminders import next_day
from register.waiting import waiting_for
from storage.actions import change_log
from storage.actions.change_log import Author
from storage.database.engine import portions
from storage.database.tables import action, link, milestone, owner

Row = dict[str, Any]


def add(tx: Connection, register: Register, states: Sequence[ActionState], author: Author) -> list[int]:
    """Put new actions into the register and give their row numbers back, in the order of ``states``.

    The caller holds the register's lock.
    """
    if not states:
        return []
    columns = [_columns(register, state) for state in states]
    inserted = insert(action).returning(action.c.id, sort_by_parameter_order=True)
    numbers = list(tx.execute(inserted, columns).scalars())
    added = [(number, Added(state)) for number, state in zip(numbers, states, strict=True)]
    change_log.append(tx, register.slug, added, author)
    _write_parts(tx, register, dict(zip(numbers, states, strict=True)), {}, register.today(author.at))
    return numbers


def change(tx: Connection, register: Register, changes: Mapping[int, Sequence[Change]], author: Author) -> None:
    """Change actions; ``changes`` are by row number.

    What changes nothing leaves no row, and what was said later than ``author.at`` still stands afterwards. The
    caller holds the register's lock.
    """
    for some in portions(list(changes)):
        happened: list[tuple[int, Change]] = []
        for number, story in change_log.of_actions(tx, some).items():
            before = fold(entry.change for entry in story if entry.at <= author.at)
            if before is None:
                raise ValueError(f"action {number} was added later than {author.at}")
            news = (wanted.since(before) for wanted in changes[number])
            happened += [(number, new) for new in news if new is not None]
        change_log.append(tx, register.slug, happened, author)
        changed = dict.fromkeys(number for number, _change in happened)
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


def _project(tx: Connection, register: Register, numbers: Sequence[int], day: date) -> None:
    """Bring the rows and parts of actions in line with the fold of their changes."""
    if not numbers:
        return
    stories = change_log.of_actions(tx, numbers)
    folded = {number: fold(entry.change for entry in story) for number, story in stories.items()}
    states = {number: state for number, state in folded.items() if state is not None}
    promised = select(milestone, action.c.status).join(action).where(action.c.id.in_(numbers))
    kept: dict[tuple[int, int], Row] = {}
    for row in tx.execute(promised).mappings():
        is_done = states[row["action"]].status.is_done
        # Begun anew: steps that passed while it was done are not made up for.
        anew = {"deadline": None} if Status(row["status"]).is_done and not is_done else {}
        kept[row["action"], row["position"]] = dict(row) | anew
    rows = [_columns(register, state) | {"number": number} for number, state in states.items()]
    tx.execute(update_rows(action).where(action.c.id == bindparam("number")), rows)
    for part in (owner, milestone, link):
        tx.execute(delete(part).where(part.c.action.in_(numbers)))
    _write_parts(tx, register, states, kept, day)


def _columns(register: Register, state: ActionState) -> Row:
    return {
        "register": register.slug,
        "ref": state.ref,
        "position": state.position,
        "defined": state.defined,
        "delivered": state.delivered,
        "target": state.target.printed,
        "progress": state.progress,
        "status": state.status.value,
        "more": dict(state.more),
        "life": state.life.written(),
        "waiting": waiting_for(state.status, state.life) or "",
    }


def _write_parts(
    tx: Connection,
    register: Register,
    states: Mapping[int, ActionState],
    kept: Mapping[tuple[int, int], Row],
    day: date,
) -> None:
    """Owners, milestones and links of actions. ``kept`` are the milestones of changed ones as they were."""
    for table, rows in (
        (owner, _owner_rows(states)),
        (milestone, _milestone_rows(register, states, kept, day)),
        (link, _link_rows(register, states)),
    ):
        listed = list(rows)
        if listed:
            tx.execute(insert(table), listed)


def _owner_rows(states: Mapping[int, ActionState]) -> Iterable[Row]:
    for number, state in states.items():
        for position, code in enumerate(dict.fromkeys(state.owners)):
            yield {"action": number, "code": code, "position": position}


def _link_rows(register: Register, states: Mapping[int, ActionState]) -> Iterable[Row]:
    for number, state in states.items():
        for ref in links(state.ref, state.defined, state.delivered):
            yield {"action": number, "to": ref, "register": register.slug}


def _milestone_rows(
    register: Register,
    states: Mapping[int, ActionState],
    kept: Mapping[tuple[int, int], Row],
    day: date,
) -> Iterable[Row]:
    for number, state in states.items():
        for position, promised in enumerate(state.target.milestones):
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
                "original": promised.original or promised.deadline,
                "met": promised.met,
                "reminded_through": through,
                "next_reminder": next_day(promised, state.status, register, through),
            }
