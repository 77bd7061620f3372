"""Which milestones have a step due, and how far each has been reminded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, select
from sqlalchemy import update as update_rows

from register.action import Action
from register.life_changes import NoChangeGiven
from register.notices.batches import Mark, OwnersAnswer, Pending, Reminded
from register.notices.recipients import WEEK, horizon
from register.notices.reminders import next_day
from register.people import is_person, speaks_for
from register.register import Register
from storage.actions import actions, change_log, papers
from storage.actions.tallies import answers_in
from storage.database.engine import chunks
from storage.database.register_tables import action, milestone, update
from storage.processes.future_marks import CLOCK_TOLERANCE

_MARK_REMINDED = update_rows(milestone).where(
    milestone.c.action == bindparam("this_action"), milestone.c.position == bindparam("this_position")
)
_MILESTONES = (
    select(
        milestone.c.action,
        milestone.c.position,
        milestone.c.reminded_through,
        milestone.c.reminded,
        action.c.ref,
        action.c.register,
    )
    .join(action, action.c.id == milestone.c.action)
    .order_by(action.c.position, milestone.c.position)
)


@dataclass(frozen=True)
class Due:
    """A milestone that may have a step due, by its place in the tables."""

    action_id: int
    position: int
    pending: Pending


def due(tx: Connection, register: Register, today: date, soon: date | None = None) -> Sequence[Due]:
    """The milestones with a step due by today (or by a day ``soon`` after) and, when there are any, those whose step
    may be sent with them.

    Found by the index on ``next_reminder``: what is not due costs nothing.
    """
    rows = _rows(tx, register, milestone.c.next_reminder <= (soon or today))
    until = horizon(register, today)
    if rows and until > today:
        rows = _rows(tx, register, milestone.c.next_reminder <= until)
    return _pending(tx, register, rows, today)


def ahead(tx: Connection, register: Register, today: date) -> Sequence[Due]:
    """The milestones that are marked as reminded of on days in the future, later than any paper speaks of."""
    latest = max(today, papers.last_read_day(tx, register.slug) or today)
    rows = _rows(tx, register, milestone.c.reminded_through > latest + CLOCK_TOLERANCE)
    return _pending(tx, register, rows, today)


def take_back(tx: Connection, register: Register, ahead: Sequence[Due], reminded: date) -> None:
    """Mark milestones that were marked too far ahead as reminded up to a day, for everybody."""
    after = [
        Reminded(
            reminded,
            one.pending.marks,
            next_day(one.pending.milestone, one.pending.action, register, reminded),
        )
        for one in ahead
    ]
    mark_reminded(tx, ahead, after)


def forget_since(tx: Connection, slug: str, day: date) -> None:
    """Mark the milestones of a register as reminded up to a day only, to try out what reminders would follow.

    The caller must compute anew when the next step is due (``write_actions.reschedule``).
    """
    theirs = milestone.c.action.in_(select(action.c.id).where(action.c.register == slug))
    later = theirs & (milestone.c.reminded_through > day)
    tx.execute(update_rows(milestone).where(later).values(reminded_through=day, reminded={}))


def mark_reminded(tx: Connection, before: Sequence[Due], after: Iterable[Reminded]) -> None:
    """Note how far these milestones have been reminded, in the order given, and when the next step is due."""
    rows = [
        {
            "this_action": one.action_id,
            "this_position": one.position,
            "reminded_through": now.through,
            "reminded": _written(now.marks),
            "next_reminder": now.next_day,
        }
        for one, now in zip(before, after, strict=True)
    ]
    if rows:
        tx.execute(_MARK_REMINDED, rows)


def reminded_since(tx: Connection, register: Register, since: datetime) -> set[str]:
    """The refs of the actions about which the channel of one of their directorates was asked since a moment."""
    query = (
        select(action.c.ref, milestone.c.reminded)
        .join(action, action.c.id == milestone.c.action)
        .where(action.c.register == register.slug, milestone.c.reminded_through >= register.today(since) - WEEK)
    )
    return {
        row.ref
        for row in tx.execute(query)
        if any(
            datetime.fromisoformat(at) >= since
            for code, (_day, at) in row.reminded.items()
            if code in register.codes
        )
    }


def become_overdue(tx: Connection, register: Register, after: date, today: date) -> Sequence[int]:
    """The row numbers of open actions whose deadline passed on a day in [after, today)."""
    query = (
        select(milestone.c.action, action.c.register)
        .join(action, action.c.id == milestone.c.action)
        .where(
            milestone.c.deadline >= after,
            milestone.c.deadline < today,
            action.c.status.in_(actions.OPEN_STATUSES),
        )
        .distinct()
    )
    return [row.action for row in tx.execute(query) if row.register == register.slug]


def _rows(tx: Connection, register: Register, condition: ColumnElement[bool]) -> list[RowMapping]:
    """The register's milestones that fulfil a condition.

    Other registers are filtered out here and not in the statement: with the condition SQLite would scan all actions
    of the register instead of using the index.
    """
    rows = tx.execute(_MILESTONES.where(condition)).mappings()
    return [row for row in rows if row["register"] == register.slug]


def _pending(tx: Connection, register: Register, rows: Sequence[RowMapping], today: date) -> list[Due]:
    by_ref = {one.ref: one for one in actions.by_ids(tx, register, [row["action"] for row in rows])}
    answers = _answers(tx, register, {row["action"]: by_ref[row["ref"]] for row in rows})
    return [
        Due(
            row["action"],
            row["position"],
            Pending(
                by_ref[row["ref"]],
                by_ref[row["ref"]].dates[row["position"]],
                row["reminded_through"],
                _marks(row["reminded"], today + WEEK + CLOCK_TOLERANCE),
                answers[row["action"]],
            ),
        )
        for row in rows
    ]


def _answers(
    tx: Connection, register: Register, found: Mapping[int, Action]
) -> dict[int, tuple[OwnersAnswer, ...]]:
    """What people have answered about these actions, oldest first, and the directorates they speak for.

    A date that is asked for is an answer while it waits; once it is refused, the owners are asked again.
    """
    no_changes = change_log.of_actions(tx, list(found), [NoChangeGiven.kind])
    channels: dict[int, str] = {}
    for chunk in chunks(list(found)):
        query = select(update.c.id, update.c.channel).where(
            update.c.action.in_(chunk), update.c.channel.is_not(None)
        )
        channels |= {row.id: row.channel for row in tx.execute(query)}
    answers: dict[int, tuple[OwnersAnswer, ...]] = {}
    for number, about in found.items():
        answered = [(one.at, one.by, one.text, channels.get(one.id, "")) for one in about.updates]
        if asked := about.life.asked:
            answered.append((asked.asked_at, asked.asked_by, f"Asked for {asked.printed}: {asked.reason}", ""))
        answered += [
            (entry.at, entry.by, f"No change: {entry.change.reason}", "")
            for entry in answers_in(no_changes.get(number, []))
            if isinstance(entry.change, NoChangeGiven)
        ]
        answers[number] = tuple(
            OwnersAnswer(at, text, speaks_for(register, by, channel, about))
            for at, by, text, channel in sorted(answered)
            if is_person(by)
        )
    return answers


def _marks(written: Mapping[str, Any], latest: date) -> dict[str, Mark]:
    """From what is stored, without marks later than ``latest``, which a process with a wrong clock must have made."""
    marks = {
        key: Mark(date.fromisoformat(through), datetime.fromisoformat(at))
        for key, (through, at) in written.items()
    }
    return {key: mark for key, mark in marks.items() if mark.through <= latest}


def _written(marks: Mapping[str, Mark]) -> dict[str, list[str]]:
    return {key: [mark.through.isoformat(), mark.at.isoformat()] for key, mark in marks.items()}
