"""What importing a paper writes: prepared while others may write, then written under the register's lock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from papers.reading_result import Reading
from register.action import Action, Line, Milestone
from register.change import ActionState, Change, TargetDate
from register.changes import ColumnChanged, DefinedChanged, DeliveredChanged, OwnersChanged, TargetChanged
from register.committee.table_columns import printed_columns
from register.days.target_dates import Target
from register.fields import StoredAs, field_of, folded
from register.imports.reconcile import Difference
from register.life_changes import ProgressChanged
from register.progress import Status
from register.register import Register
from storage.actions import actions, change_log, papers, write_actions
from storage.actions.change_log import Author
from storage.actions.papers import PaperParts
from storage.actions.write_actions import PreparedActions
from workflow.cards import channels_of, move_cards
from workflow.decision_requests import redraw_requests_of_actions
from workflow.interpretation import Interpretation


@dataclass(frozen=True)
class RegisterState:
    """Used to see whether a register has changed: its settings, its last change, and the last paper that was read."""

    register: Register
    newest: tuple[int, str]
    paper: int


def register_state(tx: Connection, register: Register) -> RegisterState:
    """A register as it is now."""
    paper = papers.newest(tx, register.slug)
    return RegisterState(register, change_log.newest(tx, register.slug), paper.id if paper else 0)


@dataclass(frozen=True)
class PreparedImport:
    """All that an import writes, worked out from the state ``since`` of the register."""

    since: RegisterState
    paper: Reading
    as_at: date
    author: Author
    printed: Sequence[Line]
    new: PreparedActions
    new_refs: Sequence[str]
    changed: Sequence[PreparedActions]
    ids: Mapping[str, int]

    def write(self, tx: Connection) -> None:
        """Write it; cards follow their actions. The caller holds the register's lock, and nothing has changed since."""
        register = self.since.register
        numbers = write_actions.add_prepared(tx, register, self.new, self.author)
        known = [
            number for prepared in self.changed for number in dict.fromkeys(one for one, _ in prepared.happened)
        ]
        channels = channels_of(tx, register, known)
        for prepared in self.changed:
            write_actions.change_prepared(tx, register, prepared, self.author)
        redraw_requests_of_actions(tx, register, known, self.author.recorded_at)
        move_cards(tx, self.author.recorded_at, register, channels)
        self._keep(tx, dict(zip(self.new_refs, numbers, strict=True)))

    def _keep(self, tx: Connection, new: Mapping[str, int]) -> None:
        """Keep the paper itself, once, as it is read by now: its lines as printed, their actions, and the rest."""
        slug, paper, ids = self.since.register.slug, self.paper, {**self.ids, **new}
        headings = [(one.field, one.heading) for one in paper.columns]
        columns = printed_columns(headings, self.printed) if self.printed else ()
        parts = PaperParts(paper.kind, columns, paper.themes, paper.covering_report, paper.key)
        known = papers.number_of(tx, slug, paper.sha256, self.as_at)
        if known is not None:
            papers.read_anew(tx, known, parts, self.printed, ids)
            return
        read_at = self.author.recorded_at
        number = papers.add(tx, slug, paper.name, paper.sha256, self.as_at, read_at, parts)
        papers.add_lines(tx, number, self.printed, ids)


def prepare_import(tx: Connection, meant: Interpretation, author: Author) -> PreparedImport:
    """What a paper brings and changes, prepared to be written; nothing is written yet."""
    register, targets, statuses = meant.register, meant.targets, meant.statuses
    new = {line.ref for line in meant.found.new}
    in_print = [line for line in meant.lines if line.ref in new]
    ids = actions.ids(tx, register)
    states = [
        _state(line, len(ids) + offset, targets[line.ref], statuses[line.ref])
        for offset, line in enumerate(in_print)
    ]
    changed = {
        ids[one.ref]: list(_changes(one, meant.known[one.ref], targets[one.ref], statuses[one.ref]))
        for one in meant.found.changed
    }
    pairs = zip(meant.placed, meant.lines, strict=True)
    return PreparedImport(
        register_state(tx, register),
        replace(meant.paper, kind=meant.kind),
        meant.as_at,
        author,
        [
            printed if printed.owners == line.owners else replace(printed, meant_owners=line.owners)
            for printed, line in pairs
        ],
        write_actions.prepare_additions(register, states, author),
        [line.ref for line in in_print],
        write_actions.prepare_changes(tx, register, changed, author),
        ids,
    )


def _state(line: Line, position: int, target: Target, status: Status | None) -> ActionState:
    return ActionState(
        ref=line.ref,
        position=position,
        defined=line.defined,
        delivered=line.delivered,
        target=_promise(target, ()),
        owners=tuple(line.owners),
        progress=line.progress,
        status=status or Status.NOT_STARTED,
        more=dict(line.more),
    )


def _changes(difference: Difference, known: Action, target: Target, status: Status | None) -> Iterator[Change]:
    """What a paper that prints an action otherwise changes of it, a change for each field."""
    after = difference.after
    for name in difference.fields:
        if field_of(name).stored_as is StoredAs.MORE:
            yield ColumnChanged(name, after.more.get(name, ""))
        elif name == "target":
            is_reread = folded(difference.before.target) == folded(after.target)
            has_moved = any(one.original not in (None, one.deadline) for one in known.milestones)
            # Words that are only read otherwise were never promised for the day that was read before.
            before = () if is_reread and not has_moved else known.milestones
            yield TargetChanged(_promise(target, before))
        elif name == "progress":
            yield ProgressChanged(after.progress, status or known.status)
        elif name == "owners":
            yield OwnersChanged(tuple(after.owners))
        else:
            yield {"defined": DefinedChanged, "delivered": DeliveredChanged}[name](getattr(after, name))


def _promise(target: Target, before: Sequence[Milestone]) -> TargetDate:
    """The target date with each milestone's first deadline, which a later paper does not change."""
    first: dict[str, list[date | None]] = {}
    for milestone in before:
        first.setdefault(milestone.label, []).append(milestone.original)
    milestones = []
    for milestone in target.milestones:
        # The second of two with one label is the second of them before, too.
        was = first[milestone.label].pop(0) if first.get(milestone.label) else None
        milestones.append(replace(milestone, original=was or milestone.original or milestone.deadline))
    return TargetDate(target.printed, tuple(milestones))
