"""Reading back a paper that was sent round: its authors' changes are kept, and those that cannot be are reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from papers.assemble.paper import committee_paper, headings
from papers.narrative import NarrativeLine, narrative_lines, read_narrative, written_at
from papers.write.paper import CommitteePaper, Section
from register.action import Line
from register.changes import DeliveredChanged
from register.committee.table_columns import Column
from register.fields import folded
from register.phrases import day
from register.refs import folded_ref
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers
from storage.database.engine import allow_thinking, reading
from workflow.committee_papers import columns_of, material_for
from workflow.context import Context, Request, all_or_nothing, lock_register
from workflow.narrative import NewWords, edit_paper
from workflow.sources import no_source, unsourced

_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class ReadBack:
    """What was taken from a file: the refs and headings with new words, and sentences about what to check."""

    refs: tuple[str, ...]
    headings: tuple[str, ...]
    to_look_at: tuple[str, ...]


@dataclass(frozen=True)
class _File:
    """What a file says: the lines of its narrative, those of its table, and up to when (UTC) it knew the register."""

    narrative: Sequence[NarrativeLine]
    table: Sequence[Line]
    knew_until: datetime | None


def read_back(context: Context, request: Request, slug: str, meeting: date, file: Path) -> ReadBack:
    """Keep the words that the authors of a paper changed in it: under "delivered", and under the report's headings.

    All of it or nothing. What was said in Slack since the paper was sent round stays. Raises Refused when the file
    cannot be read, or says what no update says.
    """
    from papers.read import read  # what reads papers is slow to load

    with reading(context.engine) as read_only:
        _refuse_past(context, registers.find(read_only, slug), meeting)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}.") from error
    # Read before anybody has to wait for the lock. A file knows whole seconds.
    narrative, table, written = narrative_lines(data), read(file).lines, written_at(data)
    back = _File(narrative, table, written + _A_SECOND if written else None)
    with all_or_nothing(context, request) as together:
        tx = together.open_transaction
        assert tx is not None  # noqa: S101 - it has just been opened
        allow_thinking(tx)
        register = lock_register(tx, slug)
        _refuse_past(context, register, meeting)
        return _keep(tx, together, request, register, meeting, back)


def _refuse_past(context: Context, register: Register, meeting: date) -> None:
    if meeting < context.today(register):
        raise Refused(f"The meeting on {day(meeting)} is over: its paper stays as the register was then.")


def _keep(
    tx: Connection, context: Context, request: Request, register: Register, meeting: date, file: _File
) -> ReadBack:
    """Keep what the authors changed in a paper: what is neither as it was sent round nor as it would be now."""
    known = material_for(tx, register, meeting)
    papers = [committee_paper(known)]
    if file.knew_until and file.knew_until <= known.moment:
        papers.append(committee_paper(material_for(tx, register, meeting, until=file.knew_until)))
    back = read_narrative(file.narrative, headings(known))
    ours = [(one.heading, one.passages) for paper in papers for one in (*paper.cover.sections, *_themes(paper))]
    sections = tuple(one for one in back.sections if (one.heading, one.passages) not in ours)
    words, elsewhere = _changed(file.table, papers, columns_of(tx, register, meeting))
    new, overtaken = _as_seen(tx, register, NewWords(words, sections), file.knew_until)
    edit_paper(context, request, register.slug, meeting, new)
    left_out = [f"{one} was left out: the narrative is made of paragraphs" for one in back.left_out]
    missing = [f"the heading “{one}” is not in the file, and stays as it is" for one in back.missing]
    doubted = unsourced(tx, register, meeting, sections)
    return ReadBack(
        tuple(new.delivered),
        tuple(one.heading for one in sections),
        (*elsewhere, *overtaken, *left_out, *missing, *(no_source(text, refs) for text, refs in doubted)),
    )


def _themes(paper: CommitteePaper) -> Iterator[Section]:
    for theme in paper.themes:
        yield Section(theme.title, theme.passages)


def _changed(
    lines: Sequence[Line], papers: Sequence[CommitteePaper], columns: tuple[Column, ...]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The new words under "delivered" by ref, and what else was changed in the table, which is not taken.

    ``papers`` are the one as it would be now, and the one that was sent round where that is another.
    """
    printed_rows = _rows_by_ref(papers, columns)
    spelt = {folded_ref(ref): ref for ref in printed_rows}
    words: dict[str, str] = {}
    elsewhere: list[str] = []
    for line in lines:
        ref = spelt.get(folded_ref(line.ref))
        if ref is None:
            elsewhere.append(f"action {line.ref} is not in the paper that was sent round, and was not taken")
            continue
        for name, was in printed_rows[ref][0].items():
            now = line.value(name)
            printed = now if isinstance(now, str) else " ".join(now)
            if name == "ref" or folded(printed) in {folded(row.get(name, "")) for row in printed_rows[ref]}:
                continue
            if name == "delivered":
                words[ref] = printed
            else:
                elsewhere.append(
                    f"action {ref}: “{was[:60]}” became “{printed[:60]}”, which is not taken from a paper"
                )
    return words, tuple(elsewhere)


def _rows_by_ref(
    papers: Sequence[CommitteePaper], columns: Sequence[Column]
) -> dict[str, list[dict[str, str]]]:
    """The cells of an action's row in each paper's table, by field."""
    fields = {one.heading: one.field for one in columns}
    found: dict[str, list[dict[str, str]]] = {}
    for paper in papers:
        names = [fields.get(heading, heading) for heading in paper.appendix.headings]
        for row in paper.appendix.rows:
            found.setdefault(row[paper.appendix.ref_column], []).append(dict(zip(names, row, strict=True)))
    return found


def _as_seen(
    tx: Connection, register: Register, new: NewWords, knew_until: datetime | None
) -> tuple[NewWords, list[str]]:
    """The new words with the updates that their authors had in view, and sentences about what came in the meantime.

    Words that were put in others since are left as those are.
    """
    if knew_until is None:
        return new, []
    numbers = actions.ids(tx, register, list(new.delivered))
    stories = change_log.of_actions(tx, list(numbers.values()))
    words, seen, overtaken = dict(new.delivered), {}, []
    for ref, number in numbers.items():
        action = actions.by_id(tx, register, number)
        since = [entry.change for entry in stories[number] if entry.at >= knew_until]
        if any(isinstance(one, DeliveredChanged) for one in since):
            del words[ref]
            overtaken.append(
                f"action {ref} was put in other words since the paper was sent round, and stays so"
            )
            continue
        later = {one.id for one in action.updates if one.at >= knew_until}
        if later:
            seen[ref] = [one.id for one in action.updates if one.id not in later]
            overtaken.append(
                f"action {ref}: what was said since the paper was sent round stands beneath the new words"
            )
    return NewWords(words, new.sections, seen), overtaken
