"""Importing a paper: its lines become new actions and new versions of known ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from papers.reading_result import Reading
from register.action import Action, Line, Milestone
from register.change import ActionState, Change, Promise
from register.changes import ColumnChanged, DefinedChanged, DeliveredChanged, OwnersChanged, TargetChanged
from register.committee.table_columns import printed_columns
from register.committee.themed_report import doubts_about
from register.days.target_dates import Target, target_of
from register.fields import StoredAs, field_of
from register.imports.answers import NO_ANSWERS, Answers, RememberedAnswer
from register.imports.doubts import Doubt, doubts_of, with_answers
from register.imports.reconcile import Difference, Reconciliation, as_known, by_words, reconcile, with_answered
from register.imports.remembering import remembered, to_remember
from register.imports.row_answers import NO_ROW_ANSWERS, RowAnswers, read_rows
from register.imports.unapproved import Unapproved, unapproved
from register.life_changes import ProgressChanged
from register.owner_codes import owners_of, renamed_in
from register.phrases import joined
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, papers, updates, write_actions
from storage.actions.change_log import Author
from storage.actions.papers import PaperParts
from storage.database.engine import allow_thinking, transaction
from workflow.askings import follow_actions
from workflow.cards import channels_of, move_cards


@dataclass(frozen=True)
class Imported:
    """What importing a paper came to.

    ``found`` is what it changed, ``doubts`` what a person is asked about, ``warnings`` sentences to look at (each
    doubt is one of them), ``unapproved`` what the paper changes without anybody's leave. ``left_out`` are sentences
    about rows that a person left out, ``answered`` the answers about rows that later papers may need, by row and field.
    ``left_behind`` are the refs of actions of which people gave updates since the paper's day began: they are not in
    it, and stay in the register.
    """

    found: Reconciliation
    doubts: tuple[Doubt, ...]
    warnings: tuple[str, ...]
    unapproved: tuple[Unapproved, ...]
    left_out: tuple[str, ...] = ()
    answered: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    left_behind: tuple[str, ...] = ()


def import_paper(
    engine: Engine,
    find_register: Callable[[Connection], Register],
    read: Callable[[Answers], Reading],
    as_at: date,
    now: datetime,
    answers: Answers = NO_ANSWERS,
    *,
    dry_run: bool = False,
) -> tuple[Reading, Imported]:
    """Read a paper over a register, in one transaction; with ``dry_run`` all of it is undone again.

    ``find_register`` gives the register within a transaction, and may create it. ``read`` reads the paper by the
    answers that the register remembers and those given now, which it remembers from then on; a large one takes
    minutes, so that no transaction is open meanwhile. Raises Refused.
    """
    with transaction(engine) as tx:
        _register, _known, by = _answers(tx, find_register, answers)
        tx.rollback()  # a register that is new is created with its first actions
    paper = read(by)
    with transaction(engine) as tx:
        register, known, still = _answers(tx, find_register, answers)
        if still != by:
            raise Refused(
                f"What {register.slug} knows of such papers was changed while {paper.name} was read: import it again."
            )
        known = known.about(paper.sha256)
        imported = take_in(tx, register, paper, as_at, now, known)
        papers.remember(tx, register.slug, known.remembered(paper.sha256, imported.answered))
        if dry_run:
            tx.rollback()
    return paper, imported


def _answers(
    tx: Connection, find_register: Callable[[Connection], Register], answers: Answers
) -> tuple[Register, Answers, Answers]:
    """The register, the answers that it is to remember, and those by which a paper of it is read."""
    register = find_register(tx)
    known = papers.answers(tx, register.slug).joined(answers)
    return register, known, known.with_words(register.life.words)


def take_in(
    tx: Connection,
    register: Register,
    paper: Reading,
    as_at: date,
    now: datetime,
    answers: Answers = NO_ANSWERS,
) -> Imported:
    """Read a paper over the register, dated as at the start of its day.

    It is compared with the register as it was known that day, so that the same paper twice changes nothing
    whatever was said since. An action the paper leaves out is left alone. Of a paper without actions, its themes
    and covering report are kept. Raises Refused when that day has not come (``now``, UTC), or when a later paper
    of actions has been read already.
    """
    allow_thinking(tx)
    change_log.lock(tx, register.slug)
    _refuse_out_of_order(tx, register, paper, as_at, now)
    moment = register.calendar.midnight(as_at)
    known = {one.ref: one for one in actions.as_at(tx, register, moment)}
    if not paper.lines:
        _keep(tx, register, paper, as_at, now, (), {})
        about = (*paper.doubts, *_about_themes(register, paper, known))
        given = {**remembered(answers, (), about), **answers.rows}
        rows = read_rows(given, (), [one.ref for one in about], as_at, paper.order, register)
        nothing, answered = Reconciliation((), (), (), ()), to_remember(given, (), about, rows)
        return Imported(nothing, *_asked(paper, about, rows), (), answered=answered)
    before = {ref: _line(one) for ref, one in known.items()}
    if paper.numbered:
        printed, reworded = by_words(paper.lines, before)
    else:
        printed, reworded = as_known(paper.lines, actions.refs(tx, register)), []
    status_of = with_answers(answers, register.life.status_of)
    asked = [*paper.doubts, *reworded]
    if answers.rows or answers.remembered_rows:
        plain, _ = _owned(printed, register, NO_ROW_ANSWERS, answers.renamed, known)
        asked += doubts_of(plain, as_at, status_of, paper.order, register.codes)
    given = {**remembered(answers, printed, asked), **answers.rows}
    rows = read_rows(given, printed, [one.ref for one in asked], as_at, paper.order, register)
    placed = rows.placed(printed)
    lines, renamed = _owned(list(map(rows.corrected, placed)), register, rows, answers.renamed, known)
    targets = {line.ref: rows.targets.get(line.ref) or target_of(line, as_at, paper.order) for line in lines}
    statuses = {line.ref: rows.statuses.get(line.ref) or status_of(line.progress) for line in lines}
    found = with_answered(reconcile(lines, before), _otherwise(rows, targets, statuses, known), lines)
    meant = _Meant(lines, targets, statuses)
    _write(tx, register, found, known, meant, Author(paper.name, moment, "paper", now))

    _keep(tx, register, paper, as_at, now, placed, actions.ids(tx, register))
    about_lines = doubts_of(lines, as_at, status_of, paper.order, register.codes, rows)
    unasked = tuple(unapproved(found, known, targets, statuses))
    doubts, warnings = _asked(paper, (*paper.doubts, *reworded, *about_lines), rows)
    return Imported(
        found,
        doubts,
        (*warnings, *renamed),
        unasked,
        tuple(f"Action {line.ref} ({line.place}) was left out, as you said." for line in rows.dropped(printed)),
        to_remember(given, printed, asked, rows),
        updates.refs_since(tx, register.slug, moment),
    )


def _owned(
    printed: Sequence[Line],
    register: Register,
    rows: RowAnswers,
    renamed: Mapping[str, str],
    known: Mapping[str, Action],
) -> tuple[list[Line], list[str]]:
    """The lines with the owners that are meant, and a sentence for each code that was read as the one it is now.

    A code that an action (``known``) still had on the paper's day is no other then.
    """
    lines: list[Line] = []
    refs: dict[tuple[str, str], list[str]] = {}
    for line in printed:
        owners = rows.owners.get(line.ref) or owners_of(line, register)
        had = known[line.ref].owners if line.ref in known else ()
        another = renamed_in([one for one in owners if one not in had], renamed, register)
        for pair in another.items():
            refs.setdefault(pair, []).append(line.ref)
        lines.append(replace(line, owners=tuple(dict.fromkeys(another.get(one, one) for one in owners))))
    return lines, [
        f"The paper prints {old}, which is {new} now, and was read as that: {joined(some)}."
        for (old, new), some in refs.items()
    ]


@dataclass(frozen=True)
class _Meant:
    """A paper's lines and what their dates and their progress mean, by ref."""

    lines: Sequence[Line]
    targets: Mapping[str, Target]
    statuses: Mapping[str, Status | None]


def _write(
    tx: Connection,
    register: Register,
    found: Reconciliation,
    known: Mapping[str, Action],
    meant: _Meant,
    author: Author,
) -> None:
    """Write what a paper brings and changes; cards follow their actions."""
    new = {line.ref for line in found.new}
    in_print = [line for line in meant.lines if line.ref in new]
    first = len(actions.refs(tx, register))
    states = [
        _state(line, first + offset, meant.targets[line.ref], meant.statuses[line.ref])
        for offset, line in enumerate(in_print)
    ]
    write_actions.add(tx, register, states, author)
    ids = actions.ids(tx, register)
    changed = {
        ids[one.ref]: list(_changes(one, known[one.ref], meant.targets[one.ref], meant.statuses[one.ref]))
        for one in found.changed
    }
    channels = channels_of(tx, register, list(changed))
    write_actions.change(tx, register, changed, author)
    follow_actions(tx, register, list(changed), author.recorded_at)
    move_cards(tx, author.recorded_at, register, channels)


def _otherwise(
    rows: RowAnswers,
    targets: Mapping[str, Target],
    statuses: Mapping[str, Status | None],
    known: Mapping[str, Action],
) -> dict[str, list[str]]:
    """The fields, by ref, of known actions that have another date or status than a person's answer gives them."""
    found: dict[str, list[str]] = {}
    for ref, name in sorted(rows.touched):
        action = known.get(ref)
        if action is None or ref not in targets:
            continue
        had, given = (
            [(one.label, one.deadline) for one in milestones]
            for milestones in (action.milestones, targets[ref].milestones)
        )
        is_other = {"target": had != given, "progress": action.status != (statuses[ref] or Status.NOT_STARTED)}
        if is_other.get(name):
            found.setdefault(ref, []).append(name)
    return found


def _keep(
    tx: Connection,
    register: Register,
    paper: Reading,
    as_at: date,
    now: datetime,
    lines: Sequence[Line],
    ids: Mapping[str, int],
) -> None:
    """Keep the paper itself, once: its lines as printed and the actions they were matched to, and its other parts."""
    if papers.was_read(tx, register.slug, paper.sha256, as_at):
        return
    columns = printed_columns([(one.field, one.heading) for one in paper.columns], lines) if lines else ()
    parts = PaperParts(paper.kind, columns, paper.themes, paper.covering_report)
    number = papers.add(tx, register.slug, paper.name, paper.sha256, as_at, now, parts)
    papers.add_lines(tx, number, lines, ids)


def _about_themes(register: Register, paper: Reading, known: Mapping[str, Action]) -> Sequence[Doubt]:
    """What to ask about the themes of a paper that prints no actions, by the register's as they were on its day."""
    owners = {ref: one.owners for ref, one in known.items()}
    return doubts_about(paper.themes, owners, register.codes) if paper.themes else ()


def _asked(
    paper: Reading, doubts: Sequence[Doubt], rows: RowAnswers
) -> tuple[tuple[Doubt, ...], tuple[str, ...]]:
    """The doubts that nobody has answered, and the warnings, of which each of them is one."""
    open_ = tuple(one for one in doubts if not rows.settles(one.row_ref, one.field))
    sentences = [one.sentence for one in open_]
    settled = {one.sentence for one in doubts} - set(sentences)
    return open_, tuple(dict.fromkeys((*(one for one in paper.warnings if one not in settled), *sentences)))


def _refuse_out_of_order(
    tx: Connection, register: Register, paper: Reading, as_at: date, now: datetime
) -> None:
    today = register.today(now)
    if as_at > today:  # or it would outrank whatever is said until that day
        raise Refused(
            f"A paper as at {as_at} cannot be read on {today}: say the day it speaks of, not the meeting's."
        )
    latest = papers.last_day(tx, register.slug, date.max)
    if paper.lines and latest and as_at < latest:
        raise Refused(
            f"The register {register.slug} already holds a paper as at {latest}; one as at {as_at} would come "
            "before it. Papers are read in the order of their dates."
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
        if field_of(name).kept is StoredAs.MORE:
            yield ColumnChanged(name, after.more.get(name, ""))
        elif name == "target":
            yield TargetChanged(_promise(target, known.milestones))
        elif name == "progress":
            yield ProgressChanged(after.progress, status or known.status)
        elif name == "owners":
            yield OwnersChanged(tuple(after.owners))
        else:
            yield {"defined": DefinedChanged, "delivered": DeliveredChanged}[name](getattr(after, name))


def _promise(target: Target, before: Sequence[Milestone]) -> Promise:
    """The target date with each milestone's first deadline, which a later paper does not change."""
    first: dict[str, list[date | None]] = {}
    for milestone in before:
        first.setdefault(milestone.label, []).append(milestone.original)
    milestones = []
    for milestone in target.milestones:
        # The second of two with one label is the second of them before, too.
        was = first[milestone.label].pop(0) if first.get(milestone.label) else None
        milestones.append(replace(milestone, original=was or milestone.original or milestone.deadline))
    return Promise(target.printed, tuple(milestones))


def _line(action: Action) -> Line:
    return Line(
        action.ref,
        action.defined,
        action.delivered,
        action.target,
        action.owners,
        action.progress,
        "the register",
        action.more,
    )
