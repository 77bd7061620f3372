"""Adding and changing actions: the change and the rows of the new state are written together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy import update as update_rows

from register.action import Milestone, spelt_out
from register.change import ActionState, Change
from register.changes import Added, ImportUndone, fold
from register.known_refs import ref_letters, ref_order
from register.life import Life
from register.notices.reminders import Standing, next_day
from register.progress import Status
from register.refs import links
from register.register import Register
from register.standing_in import on_behalf_of
from register.waiting import waiting_for
from register.words.queries import printed_words
from storage.actions import change_log
from storage.actions.change_log import Author, Entry
from storage.actions.tallies import RowValues, tallied
from storage.database.engine import chunks
from storage.database.register_tables import action, link, milestone, officer, owner


def add(tx: Connection, register: Register, states: Sequence[ActionState], author: Author) -> list[int]:
    """Add new actions to the register and return their row numbers, in the order of ``states``.

    The caller holds the register's lock.
    """
    if not states:
        return []
    columns = [_columns(register, state, ()) for state in states]
    inserted = insert(action).returning(action.c.id, sort_by_parameter_order=True)
    numbers = list(tx.execute(inserted, columns).scalars())
    added = [(number, Added(state)) for number, state in zip(numbers, states, strict=True)]
    change_log.append(tx, register.slug, added, author)
    _write_parts(tx, register, dict(zip(numbers, states, strict=True)), {}, register.today(author.at))
    return numbers


def change(tx: Connection, register: Register, changes: Mapping[int, Sequence[Change]], author: Author) -> None:
    """Change actions; ``changes`` are by row number.

    A change that alters nothing is not logged, and changes dated later than ``author.at`` still apply afterwards. The
    caller holds the register's lock.
    """
    for chunk in chunks(list(changes)):
        happened: list[tuple[int, Change]] = []
        for_whom: dict[int | None, str] = {}
        for number, story in change_log.of_actions(tx, chunk).items():
            before = fold(entry.change for entry in story if entry.at <= author.at)
            if before is None:
                raise ValueError(f"action {number} was added later than {author.at}")
            effective = (wanted.since(before) for wanted in changes[number])
            new = [each for each in effective if each is not None]
            happened += [(number, each) for each in new]
            owning = spelt_out(before.owners, register.codes)
            by = (author.by, author.place, author.recorded_at)
            behalf = on_behalf_of(register, by, owning, new) if new and author.place else ""
            for_whom |= {number: behalf} if behalf else {}
        change_log.append(tx, register.slug, happened, author, for_whom)
        changed = dict.fromkeys(number for number, _change in happened)
        _project(tx, register, list(changed), register.today(author.at))


def undo(tx: Connection, register: Register, undone: Mapping[int, ImportUndone], author: Author) -> list[int]:
    """Undo an import, ``undone`` being its changes by row number; return the rows of actions that it had added.

    These are in no register any more; their history stays. The caller holds the register's lock.
    """
    change_log.append(tx, register.slug, undone.items(), author)
    numbers = list(undone)
    stories = change_log.of_actions(tx, numbers)
    gone = [one for one in numbers if fold(entry.change for entry in stories.get(one, ())) is None]
    for chunk in chunks(gone):
        for part in (owner, milestone, link, officer):
            tx.execute(delete(part).where(part.c.action.in_(chunk)))
        tx.execute(update_rows(action).where(action.c.id.in_(chunk)).values(register=None))
    for chunk in chunks([one for one in numbers if one not in set(gone)]):
        _project(tx, register, chunk, register.today(author.recorded_at))
    return gone


def reschedule(tx: Connection, register: Register) -> None:
    """Compute every next reminder anew, after the register's settings have changed."""
    query = (
        select(milestone, action.c.status, action.c.more, action.c.life)
        .join(action, action.c.id == milestone.c.action)
        .where(action.c.register == register.slug)
    )
    for row in tx.execute(query).mappings().all():
        promised = Milestone(row["label"], row["printed"], row["deadline"], row["original"], row["met"])
        of = Standing(Status(row["status"]), row["more"], Life.read(row["life"]))
        due = next_day(promised, of, register, row["reminded_through"])
        if due != row["next_reminder"]:
            this = (milestone.c.action == row["action"], milestone.c.position == row["position"])
            tx.execute(update_rows(milestone).where(*this).values(next_reminder=due))


def _project(tx: Connection, register: Register, numbers: Sequence[int], day: date) -> None:
    """Write the rows of actions anew from the fold of their changes."""
    if not numbers:
        return
    stories = change_log.of_actions(tx, numbers)
    folded = {number: fold(entry.change for entry in story) for number, story in stories.items()}
    states = {number: state for number, state in folded.items() if state is not None}
    promised = select(milestone, action.c.status).join(action).where(action.c.id.in_(numbers))
    kept: dict[tuple[int, int], RowValues] = {}
    for row in tx.execute(promised).mappings():
        is_done = states[row["action"]].status.is_done
        # A reopened action restarts its reminders: those that fell due while it was closed are not sent.
        restart = {"deadline": None} if Status(row["status"]).is_done and not is_done else {}
        kept[row["action"], row["position"]] = dict(row) | restart
    rows = [_columns(register, state, stories[number]) | {"number": number} for number, state in states.items()]
    tx.execute(update_rows(action).where(action.c.id == bindparam("number")), rows)
    for part in (owner, milestone, link, officer):
        tx.execute(delete(part).where(part.c.action.in_(numbers)))
    _write_parts(tx, register, states, kept, day)


def _columns(register: Register, state: ActionState, story: Sequence[Entry]) -> RowValues:
    return tallied(state, story) | {
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
        "ref_letters": ref_letters(state.ref),
        "ref_order": ref_order(state.ref),
        "search": printed_words(
            state.defined, state.delivered, state.target.printed, state.progress, state.more.values()
        ),
    }


def _write_parts(
    tx: Connection,
    register: Register,
    states: Mapping[int, ActionState],
    kept: Mapping[tuple[int, int], RowValues],
    day: date,
) -> None:
    """Owners, milestones, links and officers. ``kept`` holds the previous milestone rows of changed actions."""
    for table, rows in (
        (owner, _owner_rows(states)),
        (milestone, _milestone_rows(register, states, kept, day)),
        (link, _link_rows(register, states)),
        (officer, _officer_rows(states)),
    ):
        listed = list(rows)
        if listed:
            tx.execute(insert(table), listed)


def _owner_rows(states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    for number, state in states.items():
        for position, code in enumerate(dict.fromkeys(state.owners)):
            yield {"action": number, "code": code, "position": position}


def _officer_rows(states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    for number, state in states.items():
        for person in dict.fromkeys(state.life.officers.values()):
            yield {"action": number, "person": person}


def _link_rows(register: Register, states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    for number, state in states.items():
        for ref in links(state.ref, state.defined, state.delivered):
            yield {"action": number, "to": ref, "register": register.slug}


def _milestone_rows(
    register: Register,
    states: Mapping[int, ActionState],
    kept: Mapping[tuple[int, int], RowValues],
    day: date,
) -> Iterable[RowValues]:
    for number, state in states.items():
        for position, promised in enumerate(state.target.milestones):
            previous = kept.get((number, position))
            # An unchanged deadline keeps the day up to which it was reminded. A changed one starts the day after
            # the change, so that no reminder is sent twice.
            is_as_it_was = previous is not None and previous["deadline"] == promised.deadline
            through = previous["reminded_through"] if previous else day
            if not is_as_it_was:
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
                "next_reminder": next_day(promised, state, register, through),
                "reminded": previous["reminded"] if previous and is_as_it_was else {},
            }
