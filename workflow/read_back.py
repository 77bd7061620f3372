"""A paper that was sent round and came back: what its authors changed is kept, and what they could not is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from papers.assemble.paper import committee_paper, headings
from papers.narrative import read_narrative
from papers.read import read
from papers.write.paper import CommitteePaper, Section
from register.committee.table_columns import Column
from register.fields import folded
from register.phrases import day
from register.refs import folded_ref
from register.refused import Refused
from storage.actions import registers
from storage.database.engine import reading
from workflow.committee_papers import columns_of, material_for
from workflow.context import Context, Request
from workflow.narrative import NewWords, edit_paper
from workflow.sources import no_source, unsourced


@dataclass(frozen=True)
class ReadBack:
    """What was taken from a file: refs and headings in new words, and sentences about what somebody should look at."""

    refs: tuple[str, ...]
    headings: tuple[str, ...]
    to_look_at: tuple[str, ...]


def read_back(context: Context, request: Request, slug: str, meeting: date, file: Path) -> ReadBack:
    """Keep the words that the authors of a paper changed in it: under "delivered", and under the report's headings.

    All of it or nothing. Raises Refused when the file cannot be read, or says what no update says.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}.") from error
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        if meeting < context.today(register):
            raise Refused(f"The meeting on {day(meeting)} has been: its paper stays as the register was then.")
        known = material_for(tx, register, meeting)
        columns = columns_of(tx, register, meeting)
    paper = committee_paper(known)
    back = read_narrative(data, headings(known))
    stood = {one.heading: one.passages for one in (*paper.cover.sections, *_themes(paper))}
    sections = tuple(one for one in back.sections if stood.get(one.heading) != one.passages)
    words, elsewhere = _changed(file, paper, columns)
    edit_paper(context, request, slug, meeting, NewWords(words, sections))
    left_out = [f"{one} was left out: the narrative is made of paragraphs" for one in back.left_out]
    missing = [f"the heading “{one}” is not in the file, and stays as it is" for one in back.missing]
    with reading(context.engine) as tx:
        doubted = unsourced(tx, register, meeting, sections)
    return ReadBack(
        tuple(words),
        tuple(one.heading for one in sections),
        (*elsewhere, *left_out, *missing, *(no_source(text, refs) for text, refs in doubted)),
    )


def _themes(paper: CommitteePaper) -> Iterator[Section]:
    for theme in paper.themes:
        yield Section(theme.title, theme.passages)


def _changed(
    file: Path, paper: CommitteePaper, columns: tuple[Column, ...]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The new words under "delivered" by ref, and what else was changed in the table, which is not taken."""
    fields = {one.heading: one.field for one in columns}
    names = [fields.get(heading, heading) for heading in paper.appendix.headings]
    stood = {row[paper.appendix.ref_column]: dict(zip(names, row, strict=True)) for row in paper.appendix.rows}
    spelt = {folded_ref(ref): ref for ref in stood}
    words: dict[str, str] = {}
    elsewhere: list[str] = []
    for line in read(file).lines:
        ref = spelt.get(folded_ref(line.ref))
        if ref is None:
            elsewhere.append(f"action {line.ref} is not in the paper that was sent round, and was not taken")
            continue
        for name, was in stood[ref].items():
            now = line.value(name)
            printed = now if isinstance(now, str) else " ".join(now)
            if name == "ref" or folded(printed) == folded(was):
                continue
            if name == "delivered":
                words[ref] = printed
            else:
                elsewhere.append(
                    f"action {ref}: “{was[:60]}” became “{printed[:60]}”, which is not taken from a paper"
                )
    return words, tuple(elsewhere)
