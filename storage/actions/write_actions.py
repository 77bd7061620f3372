"""Adding and changing actions: the change and the rows of the new state are written together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, Table, bindparam, delete, insert, select
from sqlalchemy import update as update_rows

from register.action import Milestone, expand_owners
from register.change import ActionState, Change
from register.changes import Added, ImportUndone, fold
from register.known_refs import ref_letters, ref_order
from register.life import Life
from register.notices.reminders import ReminderFacts, ReminderSubject, ReminderTiming, first_day, timing
from register.permissions import Asker
from register.progress import Status
from register.refs import links
from register.register import Register
from register.standing_in import on_behalf_of
from register.waiting import waiting_for
from register.words.queries import printed_words
from storage.actions import actions, change_log
from storage.actions.change_log import Author, Entry
from storage.actions.tallies import RowValues, tallied
from storage.database.engine import chunks
from storage.database.register_tables import action, link, milestone, officer, owner


@dataclass(frozen=True)
class PreparedActions:
    """Actions as they are to be written, computed beforehand so that the register is not locked meanwhile.

    ``columns`` are their rows, ``happened`` their changes and ``parts`` the rows of their owners, milestones, links and
    officers. The key of an action in all of these is its row number; that of a new one, its place among the new ones.
    ``for_whom`` has whom the author stands in for.
    """

    columns: Mapping[int, RowValues]
    happened: Sequence[tuple[int, Change]]
    parts: Sequence[tuple[Table, list[RowValues]]]
    for_whom: Mapping[int | None, str] = field(default_factory=dict)


def add(tx: Connection, register: Register, states: Sequence[ActionState], author: Author) -> list[int]:
    """Add new actions to the register and return their row numbers, in the order of ``states``.

    The caller holds the register's lock.
    """
    return add_prepared(tx, register, prepare_additions(register, states, author), author)


def prepare_additions(register: Register, states: Sequence[ActionState], author: Author) -> PreparedActions:
    """New actions prepared to be added; nothing is read or written."""
    numbered = dict(enumerate(states))
    return PreparedActions(
        {place: columns_of(register, state, ()) for place, state in numbered.items()},
        [(place, Added(state)) for place, state in numbered.items()],
        _parts(register, numbered, {}, register.today(author.at)),
    )


def add_prepared(tx: Connection, register: Register, prepared: PreparedActions, author: Author) -> list[int]:
    """Add what ``prepare_additions`` gave. The caller holds the register's lock."""
    if not prepared.columns:
        return []
    rows = list(prepared.columns.values())
    # Not RETURNING: with it PostgreSQL gets one long statement for every few hundred rows, whose text takes longer to
    # compose than reading the numbers takes.
    tx.execute(insert(action), rows)
    refs = [row["ref"] for row in rows]
    by_ref = actions.ids(tx, register, refs)
    numbers = [by_ref[ref] for ref in refs]
    change_log.append(tx, register.slug, [(numbers[place], each) for place, each in prepared.happened], author)
    for table, rows in prepared.parts:
        _insert(tx, table, [row | {"action": numbers[row["action"]]} for row in rows])
    return numbers


def change(tx: Connection, register: Register, changes: Mapping[int, Sequence[Change]], author: Author) -> None:
    """Change actions; ``changes`` are by row number.

    A change that alters nothing is not logged, and changes dated later than ``author.at`` still apply afterwards. None
    holds from before the last paper that was published. The caller holds the register's lock.
    """
    author = change_log.after_last_paper(tx, register.slug, author)
    for chunk in chunks(list(changes)):
        in_chunk = {number: changes[number] for number in chunk}
        change_prepared(tx, register, _prepare_changes(tx, register, in_chunk, author), author)


def prepare_changes(
    tx: Connection, register: Register, changes: Mapping[int, Sequence[Change]], author: Author
) -> list[PreparedActions]:
    """Changes of actions prepared to be written, in batches; valid only while the actions are as they are now."""
    return [
        _prepare_changes(tx, register, {number: changes[number] for number in chunk}, author)
        for chunk in chunks(list(changes))
    ]


def _prepare_changes(
    tx: Connection, register: Register, changes: Mapping[int, Sequence[Change]], author: Author
) -> PreparedActions:
    happened: list[tuple[int, Change]] = []
    stories: dict[int, list[Entry]] = {}
    for_whom: dict[int | None, str] = {}
    for number, story in change_log.of_actions(tx, list(changes)).items():
        earlier = [entry for entry in story if entry.at <= author.at]
        before = fold(entry.change for entry in earlier)
        if before is None:
            raise ValueError(f"action {number} was added later than {author.at}")
        effective = [each for wanted in changes[number] if (each := wanted.since(before)) is not None]
        happened += [(number, each) for each in effective]
        if effective:
            written = _entries(story, effective, author)
            stories[number] = [*earlier, *written, *(entry for entry in story if entry.at > author.at)]
        if effective and author.place:
            asker = Asker(author.by, (author.place,), author.recorded_at)
            behalf = on_behalf_of(register, asker, expand_owners(before.owners, register.positions), effective)
            for_whom |= {number: behalf} if behalf else {}
    prepared = _prepared(tx, register, stories, states_of(stories), register.today(author.at), happened)
    return replace(prepared, for_whom=for_whom)


def _entries(story: Sequence[Entry], changes: Sequence[Change], author: Author) -> list[Entry]:
    """Changes of an action as entries of its log. Their numbers are provisional: later than those of the others."""
    newest = max(entry.number for entry in story)
    first = story[0]
    return [
        Entry(number, first.action, first.ref, author.at, author.recorded_at, author.by, author.source, each)
        for number, each in enumerate(changes, start=newest + 1)
    ]


def change_prepared(tx: Connection, register: Register, prepared: PreparedActions, author: Author) -> None:
    """Write what ``prepare_changes`` gave. The caller holds the register's lock."""
    change_log.append(tx, register.slug, prepared.happened, author, prepared.for_whom)
    _write_anew(tx, prepared)


def undo(tx: Connection, register: Register, undone: Mapping[int, ImportUndone], author: Author) -> list[int]:
    """Undo an import, ``undone`` being its changes by row number; return the rows of actions that it had added.

    These are in no register any more; their history stays. The caller holds the register's lock.
    """
    change_log.append(tx, register.slug, undone.items(), author)
    numbers = list(undone)
    stories = change_log.of_actions(tx, numbers)
    removed = [one for one in numbers if fold(entry.change for entry in stories.get(one, ())) is None]
    take_out(tx, removed)
    for chunk in chunks([one for one in numbers if one not in set(removed)]):
        project(tx, register, chunk, register.today(author.recorded_at))
    return removed


def take_out(tx: Connection, numbers: Sequence[int]) -> None:
    """Take actions out of their register, with all that is written beside them but what people said of them. The caller
    holds the register's lock.
    """
    for chunk in chunks(numbers):
        for part in (owner, milestone, link, officer):
            tx.execute(delete(part).where(part.c.action.in_(chunk)))
        tx.execute(update_rows(action).where(action.c.id.in_(chunk)).values(register=None))


def reschedule(tx: Connection, register: Register) -> None:
    """Compute every next reminder anew, after the register's settings have changed."""
    query = (
        select(milestone, action.c.status, action.c.more, action.c.life)
        .join(action, action.c.id == milestone.c.action)
        .where(action.c.register == register.slug)
    )
    changed: list[RowValues] = []
    reminders = _NextReminders(register)
    for row in tx.execute(query).mappings().all():
        columns = ("label", "printed", "deadline", "original", "met", "is_review")
        promised = Milestone(**{name: row[name] for name in columns})
        subject = ReminderFacts(Status(row["status"]), row["more"], Life.read(row["life"]))
        due = reminders.day(promised, subject, row["reminded_through"])
        if due != row["next_reminder"]:
            changed.append({"of": row["action"], "at": row["position"], "due": due})
    if changed:
        this = (milestone.c.action == bindparam("of"), milestone.c.position == bindparam("at"))
        tx.execute(update_rows(milestone).where(*this).values(next_reminder=bindparam("due")), changed)


class _NextReminders:
    """The days of next reminders. Each combination of date, steps and day before is computed once: there are few."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._days: dict[tuple[ReminderTiming, date], date | None] = {}

    def day(self, promised: Milestone, subject: ReminderSubject, after: date) -> date | None:
        """The day of a milestone's first reminder strictly after a day; None when there will be none."""
        when = timing(promised, subject, self._register)
        if when is None:
            return None
        if (when, after) not in self._days:
            self._days[when, after] = first_day(when, self._register, after)
        return self._days[when, after]


def project(tx: Connection, register: Register, numbers: Sequence[int], day: date) -> None:
    """Write the rows of actions anew from the fold of their changes. The caller holds the register's lock."""
    stories = change_log.of_actions(tx, numbers)
    _write_anew(tx, _prepared(tx, register, stories, states_of(stories), day))


def states_of(stories: Mapping[int, Sequence[Entry]]) -> dict[int, ActionState]:
    """The states that the changes of actions give, by row number; without those that are in no register any more."""
    states = {number: fold(entry.change for entry in story) for number, story in stories.items()}
    return {number: state for number, state in states.items() if state is not None}


def _prepared(
    tx: Connection,
    register: Register,
    stories: Mapping[int, Sequence[Entry]],
    states: Mapping[int, ActionState],
    day: date,
    happened: Sequence[tuple[int, Change]] = (),
) -> PreparedActions:
    """The rows of known actions after their changes (``stories``), which fold to those ``states``, on a local day."""
    promised = select(milestone, action.c.status).join(action).where(action.c.id.in_(states))
    previous_rows: dict[int, list[RowValues]] = {}
    for row in tx.execute(promised).mappings():
        is_done = states[row["action"]].status.is_done
        is_reopened = Status(row["status"]).is_done and not is_done
        previous_rows.setdefault(row["action"], []).append(dict(row) | {"is_reopened": is_reopened})
    columns = {number: columns_of(register, state, stories[number]) for number, state in states.items()}
    return PreparedActions(columns, happened, _parts(register, states, previous_rows, day))


def _write_anew(tx: Connection, prepared: PreparedActions) -> None:
    """Replace the rows of known actions."""
    if not prepared.columns:
        return
    rows = [columns | {"number": number} for number, columns in prepared.columns.items()]
    tx.execute(update_rows(action).where(action.c.id == bindparam("number")), rows)
    for table, new in prepared.parts:
        tx.execute(delete(table).where(table.c.action.in_(prepared.columns)))
        _insert(tx, table, new)


def columns_of(register: Register, state: ActionState, story: Sequence[Entry]) -> RowValues:
    """The row of an action, whose changes (in order) fold to that state."""
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


def _parts(
    register: Register,
    states: Mapping[int, ActionState],
    previous_rows: Mapping[int, Sequence[RowValues]],
    day: date,
) -> list[tuple[Table, list[RowValues]]]:
    """Owners, milestones, links and officers. ``previous_rows`` are the dates of changed actions before that."""
    return [
        (owner, list(owner_rows(states))),
        (milestone, list(_milestone_rows(register, states, previous_rows, day))),
        (link, list(link_rows(register, states))),
        (officer, list(officer_rows(states))),
    ]


def _insert(tx: Connection, table: Table, rows: list[RowValues]) -> None:
    if rows:
        tx.execute(insert(table), rows)


def owner_rows(states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    """The rows of the owners of actions."""
    for number, state in states.items():
        for position, code in enumerate(dict.fromkeys(state.owners)):
            yield {"action": number, "code": code, "position": position}


def officer_rows(states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    """The rows of the officers of actions."""
    for number, state in states.items():
        for person in dict.fromkeys(state.life.officers.values()):
            yield {"action": number, "person": person}


def link_rows(register: Register, states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    """The rows of the actions that actions name."""
    for number, state in states.items():
        for ref in links(state.ref, state.defined, state.delivered):
            yield {"action": number, "to": ref, "register": register.slug}


def _milestone_rows(
    register: Register,
    states: Mapping[int, ActionState],
    previous_rows: Mapping[int, Sequence[RowValues]],
    day: date,
) -> Iterable[RowValues]:
    reminders = _NextReminders(register)
    for number, state in states.items():
        rows = previous_rows.get(number, ())
        for position, promised in enumerate(state.dates):
            through, marks = _reminded(promised, _row_before(position, promised, rows), day)
            yield _as_promised(number, position, promised) | {
                "reminded_through": through,
                "next_reminder": reminders.day(promised, state, through),
                "reminded": marks,
            }


def _reminded(
    promised: Milestone, previous: RowValues | None, day: date
) -> tuple[date, Mapping[str, Sequence[str]]]:
    """Up to which day a date of an action has been reminded, and the marks of its recipients, where on a local day it
    changes from its ``previous`` row.
    """
    if previous is None:
        return day, {}
    # A changed deadline starts the day after the change, so that no reminder is sent twice.
    if previous["deadline"] != promised.deadline:
        return max(previous["reminded_through"], day), {}
    if not previous["is_reopened"]:
        return previous["reminded_through"], previous["reminded"]
    # Its reminders restart: those that fell due while it was closed are not sent. When each was last reminded is kept,
    # as nobody is asked twice why a date was missed.
    until = day.isoformat()
    marks = {key: [min(reached, until), at] for key, (reached, at) in previous["reminded"].items()}
    return max(previous["reminded_through"], day), marks


def _row_before(position: int, promised: Milestone, rows: Iterable[RowValues]) -> RowValues | None:
    """The row that a date of an action had before (``rows`` are all it had): the review's own, whatever stands before
    it; of a milestone the one of the same day, which may stand elsewhere by now, else of the same position.
    """
    possible = (
        row
        for row in rows
        if row["is_review"] == promised.is_review
        and (promised.is_review or promised.deadline == row["deadline"] or position == row["position"])
    )

    def differences(row: RowValues) -> tuple[bool, bool, bool]:
        return row["deadline"] != promised.deadline, row["label"] != promised.label, row["position"] != position

    return min(possible, key=differences, default=None)


def promised_rows(states: Mapping[int, ActionState]) -> Iterable[RowValues]:
    """The rows of the milestones of actions, without what is noted of reminders."""
    for number, state in states.items():
        for position, promised in enumerate(state.dates):
            yield _as_promised(number, position, promised)


def _as_promised(number: int, position: int, promised: Milestone) -> RowValues:
    return {
        "action": number,
        "position": position,
        "label": promised.label,
        "printed": promised.printed,
        "deadline": promised.deadline,
        "original": promised.original or promised.deadline,
        "met": promised.met,
        "is_review": promised.is_review,
    }
