"""Papers: the draft of one for any day, and what is published, which is frozen and never changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from papers.assemble import committee_paper
from papers.material import Material
from papers.write import frozen
from papers.write.paper import CommitteePaper
from papers.write.phrases import actions
from register.brief import Question, questions
from register.movement import diff
from register.phrases import day
from register.progress import Status
from register.refs import ref_key
from register.register import Register
from storage.actions import published
from storage.database.engine import reading
from workflow.committee_papers import material_for


def paper_of(tx: Connection, register: Register, meeting: date, *, draft: bool = False) -> CommitteePaper:
    """The paper for a meeting on a local day: as it was published, else as it would be now.

    With ``draft`` always the latter. Raises Refused when the register held nothing by then.
    """
    kept = None if draft else published.of_meeting(tx, register.slug, meeting)
    if kept is not None:
        return frozen.thawed(kept.text)
    return committee_paper(material_for(tx, register, meeting))


def write_paper(
    engine: Engine, register: Register, meeting: date, path: Path, template: Path | None = None, *, draft: bool
) -> CommitteePaper:
    """Write the paper for a meeting to a file, whole or not at all; its ending says the format. Raises Refused."""
    from papers.write import files  # what writes papers is slow to load

    with reading(engine) as tx:
        paper = paper_of(tx, register, meeting, draft=draft)
    files.save(path, files.as_bytes(paper, path.suffix, template))
    return paper


def brief_of(tx: Connection, register: Register, meeting: date) -> tuple[Question, ...]:
    """The questions that the record raises before a meeting. Raises Refused when the register held nothing."""
    known = material_for(tx, register, meeting)
    since = known.since or register.today(known.moment)
    return questions(known.after, known.history, since)


def write_brief(tx: Connection, register: Register, meeting: date, path: Path) -> None:
    """Write the chair's brief to a file, whole or not at all. Raises Refused."""
    from papers.write import files
    from papers.write.compose_reports import brief

    known = material_for(tx, register, meeting)
    named = [_named(one, register) for one in brief_of(tx, register, meeting)]
    document = brief(f"{register.title}: the Chair's brief", meeting, named, known.moment)
    files.save(path, files.document_as_bytes(document, path.suffix))


def _named(question: Question, register: Register) -> Question:
    """The question with people by their names, where the settings know them."""
    people = register.paper.people
    return replace(
        question, rests_on=tuple(replace(one, by=people.get(one.by, one.by)) for one in question.rests_on)
    )


def lacking(tx: Connection, register: Register, meeting: date) -> list[str]:
    """What the draft of a meeting's paper lacks, one sentence each; nothing once the paper is published."""
    kept = published.of_meeting(tx, register.slug, meeting)
    if kept is not None and not kept.is_notice:
        return []
    known = material_for(tx, register, meeting).without_exempt()
    return [*_of_actions(known), *_of_settings(register)]


def _of_actions(known: Material) -> Iterator[str]:
    moved = diff(known.before, known.after, known.between, known.meeting)
    if known.since and moved.no_update:
        yield f"an update since {day(known.since)} of {actions(moved.no_update)}"
    if known.pending:
        refs = sorted(known.pending, key=ref_key)
        yield f"the author's eye on the updates of {actions(refs)}, which are printed as they were given"
    asked = [one.ref for one in known.after if one.life.asked]
    if asked:
        yield f"a decision on the dates asked for {actions(asked)}"
    claimed = [one.ref for one in known.after if one.status is Status.IMPLEMENTED]
    if claimed:
        yield f"somebody to verify {actions(claimed)}"


def _of_settings(register: Register) -> Iterator[str]:
    plan = register.paper
    for value, what in ((plan.sender, "sender"), (plan.author, "author"), (plan.organisation, "organisation")):
        if not value:
            yield f"the {what}: set {what} under [paper]"
