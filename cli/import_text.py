"""The result of an import, for people and for scripts: what changed, what was left out and what is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from textwrap import shorten
from typing import Any

from papers.reading_result import Reading
from register.date_fields import DATE_FIELDS
from register.fields import field_of
from register.imports.answers import EVERY, NO_ANSWERS
from register.imports.doubts import Doubt
from register.imports.paper_key import KeyWord
from register.imports.preview import Preview, SeenColumn, questions
from register.imports.row_answers import AS_READ, LEFT_OUT, row_key
from register.phrases import joined, number, option
from register.progress import Status
from register.register import Register
from workflow.imports import Imported
from workflow.previews import preview_of

_HEADING = 40


def import_text(
    paper: Reading, imported: Imported, notes: Sequence[str], register: Register, *, dry_run: bool
) -> str:
    """What an import changed in a register, or with ``dry_run`` would change; ``notes`` are further sentences.

    First each column with sample cells (in a dry run), then new, changed, missing and left-out actions, then the
    questions to a person, and last the options that answer them.
    """
    seen = preview_of(paper, imported, NO_ANSWERS)
    says = "would change the register" if dry_run else "was read into the register"
    counts = (("new", len(seen.new)), ("changed", len(seen.changed)), ("same", seen.same))
    tallied = ", ".join(f"{count} {name}" for name, count in (*counts, ("missing", len(seen.missing))))
    lines = [f"{paper.name} (kind: {imported.kind}) {says} {register.slug}:", f"  {tallied}"]
    if dry_run:
        lines += _part("Its columns", _columns(seen.columns))
        lines += _part("New", [joined(seen.new)] if seen.new else [])
    lines += _part("Its key, as it was understood", _key(seen.key_read))
    lines += _part("Changed", seen.changes)
    lines += _part("Changed without approval", seen.unapproved)
    lines += _part("Not in this paper, and left as they are", [joined(seen.missing)] if seen.missing else [])
    lines += _part(
        "With updates given since its day, which are not in it and are kept",
        [joined(seen.left_behind)] if seen.left_behind else [],
    )
    lines += _part("Left out", seen.left_out)
    asked = questions(seen.in_working_order)
    lines += _part("Please check", [*asked, *seen.warnings, *notes])
    lines += _part("Answer, and import again, with", _advice(seen, next(iter(register.codes), "CYPE")))
    if dry_run:
        lines.append("Nothing was changed (--dry-run).")
    return "\n".join(lines)


def _key(key: Iterable[KeyWord]) -> Iterator[str]:
    """What the words of a paper's key were understood as; what was not understood is asked."""
    for entry in key:
        meaning = "" if entry.meaning == entry.printed else f" is “{entry.meaning}”"
        yield f"“{entry.printed}”{meaning}: {Status(entry.status).spoken} ({number(entry.count, 'action')})"


def _part(heading: str, lines: Iterable[str]) -> list[str]:
    listed = [f"    {line}" for line in lines]
    return [f"  {heading}:", *listed] if listed else []


def _columns(columns: Sequence[SeenColumn]) -> Iterator[str]:
    """Each column: its heading, what it was understood as, and sample cells."""
    labels = [" and ".join(field_of(name).words for name in one.field.split("+") if name) for one in columns]
    headings = [shorten(one.heading, _HEADING, placeholder="…") for one in columns]
    wide = max(map(len, headings), default=0)
    for column, heading, label in zip(columns, headings, labels, strict=True):
        samples = " · ".join(f"“{cell}”" for cell in column.samples)
        yield f"{heading.ljust(wide)}  {label or 'kept as it is'}{f': {samples}' if samples else ''}"


def _advice(seen: Preview, code: str) -> Iterator[str]:
    """The options that settle what is asked, as they are typed. ``code`` is one of the register's directorates."""
    if seen.asks_order:
        yield "--dates day-first, or --dates month-first"
    for printed, count in seen.statuses_asked.items():
        typed = option("--status", f"{printed}={Status.IN_PROGRESS}")
        yield f"{typed}, or what else it stands for ({number(count, 'action')})"
    for entry in seen.key_read[:1]:
        yield f"{option('--status', f'{entry.printed}={Status.IN_PROGRESS}')}, if its key was misread"
    for printed, count in seen.owners_asked.items():
        typed = option("--owner", f"{printed}={code}")
        yield f"{typed}, or whose it is ({number(count, 'action')})"
    first = {one.field: one for one in reversed(seen.about_rows)}
    for name, doubt in first.items():
        count = sum(one.field == name for one in seen.about_rows)
        yield from _advice_on_rows(seen, doubt, code, f" ({_to_answer(count)})" if count > 1 else "")
        if name in seen.many_alike:
            many, typed = len(seen.many_alike[name]), option("--row", f"{row_key(EVERY, name)}={AS_READ}")
            others = "" if name == "ref" else ", or what all of them mean,"
            yield f"{typed}{others} for the {number(many, 'row')} without an answer of their own"
    for ref in seen.on_older_copy[:1]:
        count, typed = len(seen.on_older_copy), option("--row", f"{ref} delivered={AS_READ}")
        rest = f" ({_to_answer(count)})" if count > 1 else ""
        yield f"{typed} if the paper's words are right, not what was recorded since{rest}"
        if count > 1:
            every = row_key(EVERY, "delivered")
            yield f"{option('--row', f'{every}={AS_READ}')} if they are right in all of them"
    for place in seen.set_aside:
        yield f"{option('--with', place)} if it has actions after all"


def _advice_on_rows(seen: Preview, doubt: Doubt, code: str, rest: str) -> Iterator[str]:
    """The options that settle the first doubt about a field of the rows; ``rest`` says how many more there are."""
    if seen.takes_words(doubt):
        examples = {"owners": code, "progress": Status.IMPLEMENTED.value, "ref": "4.2"}
        examples |= {one.name: "31 March 2024" for one in DATE_FIELDS}
        words = examples.get(doubt.field, "the words that are meant")
        typed = option("--row", f"{doubt.row}={words}")
        yield f"{typed}, “{AS_READ}” if it is right, or “{LEFT_OUT}” if it is not an action{rest}"
    elif doubt.is_about_numbering:
        if seen.columns:
            yield f"{option('--column', f'{seen.columns[0].heading}=ref')} if a column holds the references"
        yield f"{option('--row', '1 ref=4.2')} for each that has another"
        yield f"{option('--row', f'{doubt.row}={AS_READ}')} if all are right, or all the others"
    else:
        yield f"{option('--row', f'{doubt.row}={AS_READ}')} if it is right{rest}"


def _to_answer(count: int) -> str:
    return f"{number(count, 'row')} to answer this way"


def import_json(paper: Reading, imported: Imported, notes: Sequence[str]) -> dict[str, Any]:
    """The result of an import, for scripts: the paper as it was understood, and what it changed.

    ``new``, ``changed``, ``same`` and ``missing`` hold references; ``warnings`` are sentences, ``notes`` among them.
    """
    found = imported.found
    return {
        "kind": imported.kind,
        "columns": [
            {
                "heading": column.heading,
                "field": column.field,
                "confidence": column.confidence,
                "samples": list(column.samples),
            }
            for column in paper.columns
        ],
        "new": [line.ref for line in found.new],
        "changed": [change.ref for change in found.changed],
        "same": list(found.same),
        "missing": list(found.missing),
        "left_behind": list(imported.left_behind),
        "left_out": [*paper.left_out, *imported.left_out],
        "themes": [theme.as_json() for theme in paper.themes],
        "covering_report": paper.covering_report.as_json() if paper.covering_report else None,
        "doubts": [asdict(doubt) for doubt in imported.doubts],
        "warnings": [*imported.warnings, *notes],
        "unapproved": [asdict(one) for one in imported.unapproved],
    }
