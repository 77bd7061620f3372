"""What a paper would do to a register, made ready to be shown."""

from collections.abc import Iterator, Sequence

from papers.reading_result import Reading
from register.action import Line
from register.fields import field_of
from register.imports.answers import Answers
from register.imports.preview import Preview, SeenColumn
from register.phrases import capitalised, shortened
from workflow.imports import Imported

_WORDS, _SAMPLE = 70, 60


def preview_of(paper: Reading, imported: Imported, answers: Answers, codes: Sequence[str] = ()) -> Preview:
    """A paper as it was read by those answers, and what importing it would do, in the order of the paper.

    ``codes`` are the register's directorates.
    """
    found = imported.found
    sentences = {doubt.sentence for doubt in imported.doubts}
    left_out = set(paper.left_out)
    return Preview(
        kind=imported.kind,
        answers=answers,
        columns=tuple(
            SeenColumn(
                one.heading,
                one.field,
                tuple(shortened(" ".join(cell.split()), _SAMPLE) for cell in one.samples),
            )
            for one in paper.columns
        ),
        new=tuple(line.ref for line in found.new),
        changed=tuple(one.ref for one in found.changed),
        changes=tuple(_changes(paper, imported)),
        missing=found.missing,
        same=len(found.same),
        on_older_copy=tuple(one.ref for one in imported.unapproved if one.field == "delivered"),
        unapproved=tuple(one.sentence for one in imported.unapproved if one.field != "row"),
        left_out=(*paper.left_out, *imported.left_out),
        tables=(*paper.tables, *paper.set_aside) if len(paper.tables) + len(paper.set_aside) > 1 else (),
        set_aside=paper.set_aside,
        left_behind=imported.left_behind,
        key=imported.key,
        codes=tuple(codes),
        doubts=imported.doubts,
        warnings=tuple(one for one in imported.warnings if one not in sentences and one not in left_out),
    )


def _changes(paper: Reading, imported: Imported) -> Iterator[str]:
    """What becomes another, under the paper's own headings."""
    headings = {one.field: one.heading for one in reversed(paper.columns) if one.field}
    for difference in imported.found.changed:
        for name in difference.fields:
            label = headings.get(name) or capitalised(field_of(name).of_one or name)
            before, after = _words(difference.before, name), _words(difference.after, name)
            is_answered = difference.before.value(name) == difference.after.value(name)
            change = f"{after}, as it was answered" if is_answered else f"{before} → {after}"
            yield f"{difference.ref} {label}: {change}"


def _words(line: Line, name: str) -> str:
    return shortened(" ".join(field_of(name).printed(line.value(name)).split()), _WORDS) or "blank"
