"""Papers as files: the committee's paper and the chair's brief; and what a draft still lacks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from messages import rounds
from papers.assemble.material import Material
from papers.assemble.paper import committee_paper, sample_of
from papers.assemble.text_places import texts
from papers.write.characters import Letters
from papers.write.paper import CommitteePaper, Moves
from papers.write.phrases import actions
from register.committee.chair_brief import Question, questions
from register.committee.names_in_print import author_in_print
from register.committee.personal_data import PlacedText
from register.committee.state_columns import LAST_PROGRESS
from register.imports.progress_scale import is_of_letters
from register.notices.digest import for_committee
from register.outlooks import OnTimeRecord, on_time_records
from register.permissions import Permission, check, may
from register.phrases import day, joined, shortened
from register.progress import Status
from register.refs import ref_key
from register.register import Register
from storage.actions import published, registers
from storage.database.engine import reading
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.committee_papers import material_for
from workflow.context import Context, Request, one_transaction
from workflow.publishing import findings_of, not_signed_off, paper_and_document_of
from workflow.sources import untraced


def write_paper(
    engine: Engine, register: Register, meeting: date, path: Path, template: Path | None = None, *, draft: bool
) -> CommitteePaper:
    """Write the paper for a meeting to a file, whole or not at all; its ending says the format. Raises Refused."""
    from papers.write import files  # what writes papers is slow to load

    with reading(engine) as tx:
        paper, document = paper_and_document_of(tx, register, meeting, draft=draft)
    files.save(path, files.as_bytes(paper, path.suffix, template, document))
    return paper


def brief_of(
    tx: Connection, register: Register, meeting: date
) -> tuple[tuple[Question, ...], tuple[OnTimeRecord, ...]]:
    """The questions that the record raises before a meeting, and how often each directorate's "on time" came true.

    Raises Refused when the register held nothing.
    """
    known = material_for(tx, register, meeting)
    return _questions(known), on_time_records(known.after, known.history, register, meeting)


def _questions(known: Material) -> tuple[Question, ...]:
    late = for_committee(known.after, known.register.reminders, known.meeting)
    escalated = {one.ref: passed for one in late if (passed := one.first_passed(known.meeting))}
    since = known.since or known.register.today(known.moment)
    return questions(known.after, known.history, since, escalated)


def write_brief(tx: Connection, register: Register, meeting: date, path: Path) -> None:
    """Write the chair's brief to a file, whole or not at all. Raises Refused."""
    from papers.write import files
    from papers.write.compose_reports import brief

    known = material_for(tx, register, meeting)
    named = [_named(one, register) for one in _questions(known)]
    on_time = on_time_records(known.after, known.history, register, meeting)
    activities = {one.ref: one.defined for one in known.after}
    title = f"{register.title} – the Chair’s brief"
    document = brief(title, meeting, named, known.moment, on_time, activities)
    files.save(path, files.document_as_bytes(document, path.suffix))


def _named(question: Question, register: Register) -> Question:
    """The question with people by their names, or what they are to the register."""
    known = (replace(one, by=author_in_print(register, one.by)) for one in question.rests_on)
    return replace(question, rests_on=tuple(known))


def send_paper(context: Context, request: Request, slug: str, meeting: date, ending: str) -> None:
    """Queue the paper of a meeting as a file for the person who asks, under a list of what it lacks. Raises Refused."""
    # Read before the transaction that writes: in a large register it takes long, and would keep others waiting.
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.SEE_DRAFT, register)
        lacks = lacking(tx, register, meeting)
        published_paper = published.of_meeting(tx, slug, meeting)
    with one_transaction(context, request) as tx:
        is_final = published_paper is not None and not published_paper.is_notice
        may_publish = may(request.asker, Permission.WRITE_PAPER, register)
        message = rounds.paper_sent(register, meeting, lacks, is_published=is_final, may_publish=may_publish)
        is_to_come = any(one.on == meeting for one in register.meetings.meetings)
        asks_to_publish = may_publish and is_to_come and not is_final
        under = Notice(
            slug,
            f"paper:{slug}:{meeting}:{request.key}",
            NoticeKind.PAPER,
            request.user,
            payload=message.arguments,
            about=Subject.of_meeting(slug, meeting) if asks_to_publish else None,
            asks=RequestedDecision(DecisionKind.PUBLICATION) if asks_to_publish else None,
        )
        about = {"register": slug, "meeting": meeting.isoformat(), "ending": f".{ending}"}
        payload = {
            "under": under.key,
            "name": f"{slug}-paper-{meeting}",
            "title": f"{register.title}, {day(meeting)}",
            "paper": about,
        }
        file = Notice(slug, f"file:{under.key}", NoticeKind.PAPER, request.user, Method.ATTACH, payload=payload)
        notices.queue_all(tx, [under, file], context.now())


def paper_bytes(engine: Engine, slug: str, meeting: date, ending: str) -> bytes:
    """The paper of a meeting in the format of that ending. Raises Refused."""
    from papers.write import files

    with reading(engine) as tx:
        paper, document = paper_and_document_of(tx, registers.find(tx, slug), meeting)
    return files.as_bytes(paper, ending, document=document)


def lacking(tx: Connection, register: Register, meeting: date) -> list[str]:
    """What the draft of a meeting's paper lacks, one phrase each; nothing once the paper is published."""
    published_paper = published.of_meeting(tx, register.slug, meeting)
    if published_paper is not None and not published_paper.is_notice:
        return []
    known = material_for(tx, register, meeting)
    paper = committee_paper(known)
    found = findings_of(register, paper)
    return [
        *_of_actions(known.without_exempt(), paper.moves),
        *(f"a decision on {one.kind} “{one.words}” ({one.place})" for one in found),
        *(f"a source: {line}" for line in untraced(tx, register, meeting, known)),
        *(
            f"an answer to {one.member}, who asked on {day(one.asked)}: “{shortened(one.question, 150)}”"
            for one in paper.questions
            if not one.answer
        ),
        *_of_letters(paper),
        *_of_people(tx, register, meeting),
        *_of_settings(register),
    ]


def note_for_auditor(tx: Connection, register: Register, meeting: date) -> str:
    """How the sample that a meeting's paper names can be drawn again (register.committee.sample); "" without one."""
    drawn = sample_of(material_for(tx, register, meeting).without_exempt())
    if drawn is None:
        return ""
    return (
        f"For an auditor: the claims to verify are drawn by the SHA-256 of the last paper, {drawn.seed}; "
        "docs/papers.md says under “A sample to verify” how to draw them again."
    )


def _of_actions(known: Material, moved: Moves | None) -> Iterator[str]:
    if moved and moved.silent:
        yield f"an update since {day(moved.since)} on {actions([one.ref for one in moved.silent])}"
    if known.pending:
        refs = sorted(known.pending, key=ref_key)
        yield f"the author's check of the updates to {actions(refs)}, which are printed as they were given"
    kept = {one.ref for one in known.after}
    reworded = sorted(kept.intersection(known.reworded), key=ref_key)
    if reworded:
        yield (
            f"the author's check of the words of {actions(reworded)}: an update was edited or taken back after they "
            "were written from it"
        )
    yield from _of_scale(known)
    date_asked = [one.ref for one in known.after if one.life.asked]
    if date_asked:
        yield f"a decision on the dates asked for ({actions(date_asked)})"
    claimed = [one.ref for one in known.after if one.status is Status.IMPLEMENTED]
    if claimed:
        yield f"somebody to verify {actions(claimed)}"


def _of_scale(known: Material) -> Iterator[str]:
    """The words of ours that stand in a committee's column of letters, which has none for them."""
    headings = {one.field: one.heading for one in known.columns}
    heading = headings.get("progress", "")
    if not heading or LAST_PROGRESS in headings or not is_of_letters(line.progress for line in known.printed):
        return
    words: dict[str, list[str]] = {}
    for action in known.after:
        if action.progress.strip() and not is_of_letters([action.progress]):
            words.setdefault(action.progress, []).append(action.ref)
    for word, refs in words.items():
        yield f"a letter of the column {heading} for “{word}”, which is printed there for {actions(refs)}"


def _of_letters(paper: CommitteePaper) -> Iterator[str]:
    """The letters and signs that a PDF cannot print, with their places."""
    letters, cover = Letters(), paper.cover
    named = "\n".join((cover.organisation, cover.sender, cover.subject, *cover.author))
    places: dict[str, list[str]] = {}
    for text in (PlacedText("", "the report's head and foot", named), *texts(paper)):
        for letter in letters.lacking_in(text.words):
            places.setdefault(letter, []).append(text.place)
    for letter, found in places.items():
        where = joined(dict.fromkeys(found))
        name = f"“{letter}” (U+{ord(letter):04X})"
        yield f"a font for {name}, which the PDF prints as that number or by its name: {where}"


def _of_people(tx: Connection, register: Register, meeting: date) -> Iterator[str]:
    missing = not_signed_off(tx, register, meeting)
    if missing:
        yield f"the sign-off of {joined(missing)}"


def _of_settings(register: Register) -> Iterator[str]:
    plan = register.paper
    for value, what in ((plan.sender, "sender"), (plan.author, "author"), (plan.organisation, "organisation")):
        if not value:
            yield f"the {what}: set {what} under [paper]"
