"""Papers that an administrator offers in Slack: read, shown, answered about, and then imported or left.

Nothing in the register changes until a paper is accepted as it was shown.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from messages import offered_papers as words
from messages.layout import Message
from papers.reading_result import Reading
from register.days.target_dates import Order
from register.imports.answers import Answers
from register.imports.preview import Preview
from register.imports.row_answers import check_row, read_owners
from register.outcomes import Happened, Outcome
from register.permissions import Permission, check, may
from register.refused import Refused
from register.register import Register
from storage.actions import papers, registers
from storage.database.engine import reading, transaction
from storage.intake import offered_papers
from storage.intake.offered_papers import Offered, Stage
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.answering import queue_answer
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests
from workflow.imports import answers_about, compare, known_answers, lock_and_compare, remembered
from workflow.previews import preview_of

_GONE = "That paper was already accepted, or left; share it once more to have it read again."
_READ_SINCE = "The paper has been read again since this was opened: look at the newest message about it."


def may_offer(context: Context, request: Request) -> tuple[Register, ...]:
    """The registers that whoever asks may import papers into. Raises Refused, saying who may, when there is none."""
    with reading(context.engine) as tx:
        known = registers.every(tx)
    theirs = tuple(one for one in known if may(request.asker, Permission.IMPORT, one))
    if not theirs and known:
        check(request.asker, Permission.IMPORT, known[0])
    return theirs


def ask_which(context: Context, request: Request, files: Sequence[tuple[str, str]]) -> None:
    """Offer whoever shared files (id, name) to look at one. Raises Refused when they may import nothing."""
    may_offer(context, request)
    queue_answer(context, request, None, words.shared(files), is_private=True)


def have_read(context: Context, request: Request, slug: str, file: str, name: str, as_at: date) -> None:
    """Have a shared file read as a register's paper of a local day, and shown in a direct message. Raises Refused."""
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.IMPORT, register)
        if as_at > context.today(register):
            raise Refused(
                "That day is in the future: give the day the paper reports up to, not the meeting's.",
                field="as_at",
            )
        now = context.now()
        number = offered_papers.add(tx, slug, file, name, as_at, request.user, now)
        _queue_reading(tx, slug, request.user, number, 0, now)


def opened(context: Context, request: Request, number: int, readings: int | None = None) -> Offered:
    """An offered paper that was read and is undecided. Raises Refused when it is not, or was read again since."""
    with reading(context.engine) as tx:
        return _undecided(tx, request, number, readings)


def answer(context: Context, request: Request, number: int, readings: int, answers: Answers) -> Offered:
    """Keep what was answered on one page of the form; give the paper with it. Raises Refused."""
    with one_transaction(context, request) as tx:
        offered = _undecided(tx, request, number, readings, to_change=True)
        _check_rows(tx, offered, answers)
        offered_papers.keep_answers(tx, number, _joined(offered, answers))
        return _undecided(tx, request, number, readings)


def decide(
    context: Context, request: Request, number: int, readings: int, answers: Answers, choice: str
) -> None:
    """Accept a paper, have it read again by the answers, or leave it: ``choice`` is "accept", "again" or "leave".

    A paper is only imported as it was shown: where answers were given since, it is read and shown again, as it is
    where the register has changed (``accept``). Raises Refused.
    """
    with one_transaction(context, request) as tx:
        offered = _undecided(tx, request, number, readings, to_change=True)
        if choice != "leave":
            _check_rows(tx, offered, answers)
        given = _joined(offered, answers)
        offered_papers.keep_answers(tx, number, given)
        now = context.now()
        if choice == "leave":
            offered_papers.move(tx, number, Stage.READ, Stage.LEFT, request.user)
            _settle(tx, offered, Outcome(Happened.LEFT, request.user, now), now)
            _tell(tx, offered, f"left:{number}", words.left(offered.name), now)
            return
        is_as_shown = offered.preview is not None and offered.preview.is_as_shown(given)
        is_accepted = choice == "accept" and is_as_shown
        _queue_reading(tx, offered.register, request.user, number, readings, now, is_accepted=is_accepted)


def _joined(offered: Offered, answers: Answers) -> Answers:
    """What was answered about an offered paper, with what a page says. A field that was emptied is no answer: nothing
    has been imported by it that could be taken back.
    """
    given = offered.answers.joined(answers)
    return replace(given, rows={key: words for key, words in given.rows.items() if words})


def show(engine: Engine, offered: Offered, content: bytes, now: datetime) -> None:
    """Read a paper over its register, undo that again, and show its administrator what it would do. Raises Refused."""
    register, paper, known, _by = _read(engine, offered, content)
    with reading(engine) as tx:
        known = answers_about(tx, register, known, paper, offered.as_at)
        compared = compare(tx, register, paper, offered.as_at, now, known)
    preview = preview_of(paper, compared.imported, offered.answers, register.codes)
    with transaction(engine) as tx:
        _show(tx, offered, preview, now)


def accept(engine: Engine, offered: Offered, content: bytes, now: datetime, by: str) -> None:
    """Import a paper that a person accepted, remember the answers, and tell its administrator. Raises Refused.

    Where the register has changed since it was shown, so that it would come to something else, nothing is imported and
    it is shown again.
    """
    is_settled = False
    while not is_settled:
        is_settled = _accept_as_read(engine, offered, content, now, by)


def _accept_as_read(engine: Engine, offered: Offered, content: bytes, now: datetime, by: str) -> bool:
    """As ``accept``; False where nothing was done, as what the register knows of its papers was changed while this one
    was read, for instance by another paper's import: it is to be read anew, or that would be lost.
    """
    register, paper, known, by_answers = _read(engine, offered, content)
    with reading(engine) as tx:
        known = answers_about(tx, register, known, paper, offered.as_at)
        compared = compare(tx, register, paper, offered.as_at, now, known)
    with transaction(engine) as tx:
        # The register is locked before the paper's row, as the nightly tidying takes them.
        register = lock_register(tx, register.slug)
        if _known(tx, offered)[2] != by_answers:
            tx.rollback()
            return False
        compared = lock_and_compare(tx, register, compared, paper, offered.as_at, now, known)
        if not offered_papers.move(tx, offered.id, Stage.READ, Stage.ACCEPTED, by):
            return True
        last = papers.newest(tx, register.slug)
        found = preview_of(paper, compared.imported, offered.answers, register.codes)
        if offered.preview is not None and found.effect == offered.preview.effect:
            compared.prepared.write(tx)
            papers.remember(tx, register.slug, remembered(known, paper, offered.as_at, compared.imported))
            imported_paper = papers.newest(tx, register.slug)
            is_new = imported_paper is not None and imported_paper != last and bool(found.new or found.changed)
            undo = imported_paper.id if imported_paper is not None and is_new else None
            message = words.imported(offered.name, offered.register, offered.as_at, found, undo)
            _settle(tx, offered, Outcome(Happened.READ_IN, by, now), now)
            subject = Subject.of_paper(register.slug, undo) if undo is not None else None
            _tell(tx, offered, f"imported:{offered.id}", message, now, subject)
            return True
        tx.rollback()
    with transaction(engine) as tx:
        _show(tx, offered, found, now, has_changed=True)
    return True


def _show(
    tx: Connection, offered: Offered, found: Preview, now: datetime, *, has_changed: bool = False
) -> None:
    if offered_papers.keep_reading(tx, offered, found):
        message = words.preview(
            offered.id, offered.name, offered.register, offered.as_at, found, has_changed=has_changed
        )
        _settle(tx, offered, Outcome(Happened.READ_AGAIN), now)
        _tell(tx, offered, f"shown:{offered.id}:{offered.readings}", message, now, _subject(offered))


def refuse(engine: Engine, offered: Offered, refused: Refused, now: datetime) -> None:
    """Tell whoever offered a paper why it cannot be read; nothing was changed."""
    with transaction(engine) as tx:
        if offered_papers.keep_reading(tx, offered, None):
            _tell(tx, offered, f"refused:{offered.id}:{offered.readings}", words.refused(str(refused)), now)


def _read(engine: Engine, offered: Offered, content: bytes) -> tuple[Register, Reading, Answers, Answers]:
    """Its register, a paper as the answers have it that its register remembers and those given for it, those answers,
    and all by which it was read.
    """
    from papers.read import read_bytes  # what reads papers is slow to load

    with reading(engine) as tx:
        register, known, by = _known(tx, offered)
    paper = read_bytes(offered.name, content, by)
    return register, paper, known, by


def _known(tx: Connection, offered: Offered) -> tuple[Register, Answers, Answers]:
    """As ``known_answers``, with what was answered about this paper."""
    return known_answers(tx, lambda tx: registers.find(tx, offered.register), offered.answers, offered.as_at)


def _undecided(
    tx: Connection, request: Request, number: int, readings: int | None, *, to_change: bool = False
) -> Offered:
    """An offered paper that was read and is undecided. ``to_change``: of two who answer at once, one waits, or the
    answers of the other would be lost.
    """
    offered = offered_papers.find(tx, number, to_change=to_change)
    if offered is None or offered.stage is not Stage.READ:
        raise Refused(_GONE)
    check(request.asker, Permission.IMPORT, registers.find(tx, offered.register))
    if readings is not None and offered.readings != readings:
        raise Refused(_READ_SINCE)
    return offered


def _check_rows(tx: Connection, offered: Offered, answers: Answers) -> None:
    """Raise Refused for an answer about a row or an owner that cannot be read, while its form is open."""
    register = registers.find(tx, offered.register)
    order = answers.dates or offered.answers.dates or Order.DAY_FIRST
    for key, typed in answers.rows.items():
        check_row(key, typed, offered.as_at, order, register)
    for printed, typed in answers.owners.items():
        read_owners(printed, typed, register)


def _queue_reading(
    tx: Connection,
    slug: str,
    user: str,
    number: int,
    readings: int,
    now: datetime,
    *,
    is_accepted: bool = False,
) -> None:
    payload = {"offered": number, "readings": readings, "accept": is_accepted}
    key = f"{'import' if is_accepted else 'read'}:{number}:{readings}"
    notices.queue_again(tx, [Notice(slug, key, NoticeKind.PAPER, user, Method.FETCH, payload=payload)], now)


def _tell(
    tx: Connection, offered: Offered, key: str, message: Message, now: datetime, about: Subject | None = None
) -> None:
    asks = RequestedDecision(DecisionKind.IMPORT) if about else None
    notice = Notice(
        offered.register,
        f"offered:{key}",
        NoticeKind.PAPER,
        offered.by,
        payload=message.arguments,
        about=about,
        asks=asks,
    )
    notices.queue(tx, notice, now)


def _subject(offered: Offered) -> Subject:
    return Subject.of_offered_paper(offered.register, offered.id)


def _settle(tx: Connection, offered: Offered, outcome: Outcome, now: datetime) -> None:
    """Draw what was shown of a paper so far without its buttons, as its decision is taken or it is shown again."""
    register = registers.find(tx, offered.register)
    redraw_requests(tx, register, _subject(offered), lambda _asks: outcome, now)
