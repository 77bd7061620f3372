"""Importing a paper: its lines become new actions and new versions of known ones."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from papers.reading_result import Reading
from register.action import Action
from register.changes import DeliveredChanged
from register.committee.paper_kind import PaperKind
from register.committee.themed_report import corrected_refs, doubts_about, with_refs
from register.imports.answers import NO_ANSWERS, Answers, RememberedAnswer
from register.imports.doubts import MOST_NAMED, Doubt
from register.imports.given_refs import given_before
from register.imports.paper_key import KeyWord
from register.imports.reconcile import Reconciliation
from register.imports.row_answers import RowAnswers, is_of_every_row, no_longer_right, refs_answered
from register.imports.unapproved import Unapproved, unapproved
from register.phrases import day, joined_up_to
from register.refs import folded_ref
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, papers, updates
from storage.actions.change_log import Author
from storage.database.engine import allow_thinking, reading, transaction
from workflow.committee_papers import last_paper
from workflow.context import lock_register
from workflow.import_writing import PreparedImport, prepare_import, register_state
from workflow.interpretation import Interpretation
from workflow.unseen_updates import words_of_last_paper


@dataclass(frozen=True)
class Imported:
    """The result of importing a paper.

    ``found`` is what it changed, ``doubts`` what a person is asked about, ``warnings`` sentences to look at (each
    doubt is one of them), ``unapproved`` what the paper changes without approval. ``left_out`` are sentences
    about rows that a person left out, ``given`` the answers about single rows that were given for this paper, by row
    and field, ``answered`` those that later papers may need.
    ``left_behind`` are the refs of actions of which people gave updates since the paper's day began: they are not in
    it, and stay in the register. ``key`` is what the paper's own key was understood as, ``kind`` what the paper is for
    the register.
    """

    found: Reconciliation
    doubts: tuple[Doubt, ...]
    warnings: tuple[str, ...]
    unapproved: tuple[Unapproved, ...]
    left_out: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    answered: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    left_behind: tuple[str, ...] = ()
    key: tuple[KeyWord, ...] = ()
    kind: PaperKind = PaperKind.TABLE


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
        register, known, by = known_answers(tx, find_register, answers, as_at)
        tx.rollback()  # a register that is new is created with its first actions
    paper = read(by)
    with reading(engine) as tx:
        known = answers_about(tx, register, known, paper, as_at)
        compared = compare(tx, register, paper, as_at, now, known)
    if dry_run:
        return paper, compared.imported
    with transaction(engine) as tx:
        register, known, still = known_answers(tx, find_register, answers, as_at)
        if still != by:
            raise Refused(
                f"What {register.slug} knows of such papers was changed while {paper.name} was read: import it again."
            )
        known = answers_about(tx, register, known, paper, as_at)
        compared = lock_and_compare(tx, register, compared, paper, as_at, now, known)
        compared.prepared.write(tx)
        papers.remember(tx, register.slug, remembered(known, paper, as_at, compared.imported))
    return paper, compared.imported


def known_answers(
    tx: Connection, find_register: Callable[[Connection], Register], answers: Answers, as_at: date
) -> tuple[Register, Answers, Answers]:
    """The register, the answers that it is to remember, and those by which a paper of it is read as at that day."""
    register = find_register(tx)
    known = papers.answers(tx, register.slug).joined(answers)
    given = given_before({**known.answered_words, **actions.defined_words(tx, register)})
    days = papers.days_by_file(tx, register.slug)
    return register, known, known.for_reading(register.life.words, given, as_at, days)


def answers_about(tx: Connection, register: Register, known: Answers, paper: Reading, as_at: date) -> Answers:
    """The answers with those that were given before about the rows of the same file, also as at another day."""
    days = papers.days_of(tx, register.slug, paper.sha256)
    return known.about(paper.sha256, as_at, is_of_another_day=bool(days) and as_at not in days)


def remembered(known: Answers, paper: Reading, as_at: date, imported: Imported) -> Answers:
    """The answers, to be stored for later papers, with those about single rows of a paper that was imported."""
    others = {key: words for key, words in known.rows.items() if not is_of_every_row(key)}
    return replace(known, rows={**others, **imported.given}).remembered(paper.sha256, as_at, imported.answered)


def _taken_over(
    tx: Connection, register: Register, answers: Answers, paper: Reading, as_at: date
) -> Iterator[str]:
    """A sentence where answers about the rows of the same file as at another day hold as at this one, too."""
    days = papers.days_of(tx, register.slug, paper.sha256)
    before = answers.of_other_days(paper.sha256, as_at)
    held = [f"“{key}={words}”" for key, words in before.items() if answers.rows.get(key) == words]
    if days and as_at not in days and held:
        yield (
            f"This file was read as at {day(days[-1])}, and the answers given then about its rows hold here too: "
            f"{joined_up_to(MOST_NAMED, held)}. The same with nothing after “=” takes one back."
        )


def import_reading(
    tx: Connection,
    register: Register,
    paper: Reading,
    as_at: date,
    now: datetime,
) -> Imported:
    """Import a paper that has been read, in the caller's transaction, dated as at the start of its day; see
    ``compare``. Raises Refused.

    The register is read again under its lock: its settings may have been changed since the caller read it.
    """
    register = lock_register(tx, register.slug)
    compared = compare(tx, register, paper, as_at, now)
    compared.prepared.write(tx)
    return compared.imported


@dataclass(frozen=True)
class Compared:
    """The result of importing a paper into a register as it was (``imported``), and what to write (``prepared``)."""

    imported: Imported
    prepared: PreparedImport


def lock_and_compare(
    tx: Connection,
    register: Register,
    compared: Compared,
    paper: Reading,
    as_at: date,
    now: datetime,
    answers: Answers,
) -> Compared:
    """Lock the register; what was compared holds, or it is compared again where that or its settings have changed.

    Raises Refused.
    """
    register = lock_register(tx, register.slug)
    if compared.prepared.since == register_state(tx, register):
        return compared
    return compare(tx, register, paper, as_at, now, answers)


def compare(
    tx: Connection,
    register: Register,
    paper: Reading,
    as_at: date,
    now: datetime,
    answers: Answers = NO_ANSWERS,
) -> Compared:
    """Compare a paper with the register as it was known on the paper's day; nothing is written.

    So importing it twice changes nothing, whatever was recorded since. An action that it leaves out is not changed.
    Raises Refused when that day has not come (``now``, UTC), or when a later paper of actions has been read already.
    """
    allow_thinking(tx)
    _refuse_out_of_order(tx, register, paper, as_at, now)
    author = Author(paper.name, register.calendar.midnight(as_at), "paper", now)
    known = {one.ref: one for one in actions.as_at(tx, register, author.at)}
    if not paper.lines:
        paper, answers = _without_actions(register, paper, known, answers)
        known = {}
    last = words_of_last_paper(tx, register, as_at) if known else None
    given = answers.of_paper(paper.sha256, as_at)
    words_before = _words_before(tx, register, author.at, known, given, answers.rows)
    meant = Interpretation(
        register, paper, as_at, known, actions.refs(tx, register), answers, last, words_before
    )
    doubts, warnings = _open_doubts(paper, meant.doubts, meant.rows)
    imported = Imported(
        meant.found,
        doubts,
        (*warnings, *meant.sentences(), *_taken_over(tx, register, answers, paper, as_at)),
        (
            *unapproved(meant.found, known, meant.targets, meant.statuses),
            *meant.without_what_was_recorded,
        ),
        tuple(f"Action {line.ref} ({line.place}) was left out, as you said." for line in meant.left_out()),
        meant.given,
        meant.to_remember(),
        updates.refs_since(tx, register.slug, author.at) if paper.lines else (),
        meant.key.words(meant.lines),
        meant.kind,
    )
    return Compared(imported, prepare_import(tx, meant, author))


def _words_before(
    tx: Connection,
    register: Register,
    at: datetime,
    refs: Collection[str],
    given: Mapping[str, str],
    rows: Mapping[str, str],
) -> dict[str, str]:
    """What was recorded as delivered before the paper of that moment (UTC) changed it, by ref, of those actions
    (``refs``) of which it was answered (``given``) that the paper's words are right and is taken back (``rows``).
    """
    taken_back = refs_answered("delivered", no_longer_right(rows, given), rows)
    stories = change_log.until(tx, register.slug, at, [ref for ref in refs if folded_ref(ref) in taken_back])
    # Of two papers of a day the later one may have changed the words: what counts is what was recorded before that.
    before = [
        story[:last]
        for story in stories.values()
        if (
            last := max(
                (
                    place
                    for place, entry in enumerate(story)
                    if entry.at == at and entry.source == "paper" and isinstance(entry.change, DeliveredChanged)
                ),
                default=0,
            )
        )
    ]
    return {one.ref: one.delivered for one in actions.folded(register, before, at)}


def _without_actions(
    register: Register, paper: Reading, known: Mapping[str, Action], answers: Answers
) -> tuple[Reading, Answers]:
    """A paper that prints no actions, with the references in its themes as they were answered and what to ask about
    them by the register's actions (``known``, by ref) on its day; and the answers that are about anything else.
    """
    corrections = corrected_refs(answers.rows, paper.themes)
    themes = with_refs(paper.themes, corrections)
    owners = {ref: one.owners for ref, one in known.items()}
    about = doubts_about(themes, owners, register.codes) if themes else ()

    def is_other(key: str) -> bool:
        return folded_ref(key.removesuffix(" ref")) not in corrections

    rows = {key: words for key, words in answers.rows.items() if is_other(key)}
    before = {key: one for key, one in answers.remembered_rows.items() if is_other(key)}
    paper = replace(paper, themes=themes, doubts=(*paper.doubts, *about))
    return paper, replace(answers, rows=rows, remembered_rows=before)


def _open_doubts(
    paper: Reading, doubts: Sequence[Doubt], rows: RowAnswers
) -> tuple[tuple[Doubt, ...], tuple[str, ...]]:
    """The doubts that nobody has answered, and the warnings, of which each of them is one."""
    open_ = tuple(one for one in doubts if not rows.settles(one.row_ref, one.field))
    sentences = [one.sentence for one in open_]
    asked = {one.sentence for one in (*paper.doubts, *doubts)}
    return open_, tuple(dict.fromkeys((*(one for one in paper.warnings if one not in asked), *sentences)))


def _refuse_out_of_order(
    tx: Connection, register: Register, paper: Reading, as_at: date, now: datetime
) -> None:
    today = register.today(now)
    if as_at > today:  # or it would outrank whatever is said until that day
        raise Refused(
            f"A paper as at {day(as_at)} cannot be read on {day(today)}: say the day it reports up to, not the "
            "meeting's."
        )
    latest = papers.last_read_day(tx, register.slug)
    if paper.lines and latest and as_at < latest:
        raise Refused(
            f"The register {register.slug} has a paper as at {day(latest)} already; one as at {day(as_at)} would come "
            "before it. Papers are read in the order of their dates: is the day right?"
        )
    if paper.lines and papers.number_of(tx, register.slug, paper.sha256, as_at) is None:
        _refuse_before_published(tx, register, as_at, today)


def _refuse_before_published(tx: Connection, register: Register, as_at: date, today: date) -> None:
    """Raise Refused for a paper as at a day that the last published paper knows already: what it changes would be told
    by neither that one nor the next.
    """
    last = last_paper(tx, register, date.max)
    known = register.today(last.moment) if last else as_at
    # One that was published by a wrong clock, on a day to come, keeps no paper out.
    if last and last.moment > register.calendar.midnight(as_at) and known <= today:
        raise Refused(
            f"The paper published for {day(last.day)} covers what had happened by {day(known)}, and the next one what "
            f"comes after, so changes from a paper as at {day(as_at)} would be in neither. Import it as at "
            f"{day(known + timedelta(days=1))}, once that day has come, or later."
        )
