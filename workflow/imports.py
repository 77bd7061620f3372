"""Taking a paper into the register: its lines become new actions and new versions of known ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from register.action import Action, Line, Milestone
from register.dates import Order, Target, target_of
from register.doubts import NO_ANSWERS, Answers, doubts_of, status_of
from register.progress import Status
from register.reconcile import Change, Reconciliation, as_known, reconcile
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, papers
from storage.actions.change_log import State
from storage.actions.write_actions import Author, add, amend, milestone_state
from storage.queue import cards


def take_in(
    tx: Connection,
    register: Register,
    paper: tuple[str, str],
    lines: Sequence[Line],
    as_at: date,
    recorded_at: datetime,
    answers: Answers = NO_ANSWERS,
    order: Order = Order.DAY_FIRST,
) -> tuple[Reconciliation, list[str]]:
    """Read a paper over the register, dated as at the start of its day; give what it changed, and warnings.

    ``paper`` is its file name and SHA-256. Compared with the register as it was known that day, so that the
    same paper twice changes nothing whatever was said since. An action the paper leaves out is left alone.
    Raises Refused when that day has not come, or a later paper has been read already.
    """
    change_log.lock(tx, register.slug)
    _refuse_out_of_order(tx, register, as_at, recorded_at)
    moment = register.calendar.midnight(as_at)
    known = {one.ref: one for one in actions.as_at(tx, register, moment)}
    lines = as_known(lines, actions.refs(tx, register))
    found = reconcile(lines, {ref: _line(one) for ref, one in known.items()})
    targets = {line.ref: target_of(line, as_at, order) for line in lines}
    name, sha256 = paper
    author = Author(name, moment, "paper", recorded_at)

    first_position = len(actions.refs(tx, register))
    new = {line.ref for line in found.new}
    in_print = [line for line in lines if line.ref in new]
    states = [
        _state(line, first_position + offset, targets[line.ref], answers)
        for offset, line in enumerate(in_print)
    ]
    add(tx, register, states, author)
    ids = actions.ids(tx, register)
    said = {ids[one.ref]: _differences(one, known[one.ref], targets[one.ref], answers) for one in found.changed}
    amend(tx, register, said, author)
    cards.redraw(tx, list(said), recorded_at)

    if not papers.was_read(tx, register.slug, sha256, as_at):
        papers.add_lines(tx, papers.add(tx, register.slug, name, sha256, as_at, recorded_at), lines, ids)
    return found, [one.sentence for one in doubts_of(lines, as_at, answers, order, register.codes)]


def _refuse_out_of_order(tx: Connection, register: Register, as_at: date, recorded_at: datetime) -> None:
    today = register.today(recorded_at)
    if as_at > today:  # or it would outrank whatever is said until that day
        raise Refused(
            f"A paper as at {as_at} cannot be read on {today}: say the day it speaks of, not the meeting's."
        )
    latest = papers.last_day(tx, register.slug, date.max)
    if latest and as_at < latest:
        raise Refused(
            f"The register {register.slug} already holds a paper as at {latest}; one as at {as_at} would come "
            "before it. Papers are read in the order of their dates."
        )


def _state(line: Line, position: int, target: Target, answers: Answers) -> State:
    return {
        "ref": line.ref,
        "position": position,
        "defined": line.defined,
        "delivered": line.delivered,
        "target": _target(target, ()),
        "owners": list(line.owners),
        "progress": line.progress,
        "status": status_of(line.progress, answers) or Status.NOT_STARTED,
    }


def _differences(one: Change, known: Action, target: Target, answers: Answers) -> list[State]:
    after = one.after
    said: list[State] = []
    for name in one.fields:
        if name == "target":
            said.append({"target": _target(target, known.milestones)})
        elif name == "progress":
            status = status_of(after.progress, answers) or known.status
            said.append({"progress": after.progress, "status": status})
        elif name == "owners":
            said.append({"owners": list(after.owners)})
        else:
            said.append({name: after.value(name)})
    return said


def _target(target: Target, before: Sequence[Milestone]) -> State:
    first: dict[str, list[date | None]] = {}
    for one in before:
        first.setdefault(one.label, []).append(one.original)
    milestones = []
    for one in target.milestones:
        # The second of two with one label is the second of them before, too.
        was = first[one.label].pop(0) if first.get(one.label) else None
        milestones.append(replace(one, original=was or one.original or one.deadline))
    return {"printed": target.printed, "milestones": [milestone_state(one) for one in milestones]}


def _line(one: Action) -> Line:
    return Line(one.ref, one.defined, one.delivered, one.target, one.owners, one.progress, "the register")
