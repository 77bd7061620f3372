"""From the rows of a table to its actions: which rows begin an action, continue it, head a section or are notes."""

import re
from collections.abc import Mapping
from dataclasses import replace

from papers.formats.grid import Findings, Row, short
from papers.tables.cells import is_composed_reference, is_status, reference
from papers.tables.entries import (
    TableEntry,
    Walk,
    begin_entry,
    continue_entry,
    has_gap_before,
    leave_out_note,
    leave_out_row,
    without_parents,
)
from papers.tables.headings import folded
from papers.tables.keys import is_code, is_key, is_label, may_be_explained
from papers.tables.layout import DEFINED, PROGRESS, RATING, REF, TITLE, Layout
from papers.tables.look_alikes import in_latin
from papers.tables.missing_columns import with_layouts
from papers.tables.row_kinds import (
    LONGEST_REF,
    OWN_FIELDS,
    delivered_in,
    filled,
    has_own_state,
    headed_by,
    heads_a_section,
    is_banner,
    is_complete,
    is_full,
    is_own_row,
    is_particulars,
    is_section_heading,
    is_total_row,
    is_under,
    once,
    row_text,
)
from papers.tables.table_rows import ActionTable
from register.imports.answers import Answers
from register.imports.doubts import OWN_ROW, Doubt
from register.imports.row_answers import AS_READ, LEFT_OUT
from register.lazy_pattern import LazyPattern

_LONGEST_SECTION = 600
_CONTINUED = LazyPattern(r"\s*\(?\s*(?:cont(?:'?d|inued)?)\.?\s*\)?$", re.I)
_NOTE_START = LazyPattern(
    r"(?:rag\s+)?key\b|notes?\b\s*[:–-]|nb\b|n\.b\.|please\b|source\s*:|signed\b|(?:sub-?\s?|grand\s)?totals?\b|"
    r"prepared by|author\b|"
    r"\*|†|last updated|end of (?:table|report|document)|page \d",
    re.I,
)


def entries_of(
    table: ActionTable, last_of_previous: TableEntry | None, answers: Answers, findings: Findings
) -> list[TableEntry]:
    """The actions of a table, each with its section; ``findings`` reports what was left out.

    ``last_of_previous`` is the last action of the table before if this one only repeats its headings on a new page,
    else None. Rows of keys and notes are added to ``table.notes``. Raises Refused when the columns of a row cannot be
    determined, or when an action has more than MOST_ROWS_OF_ONE rows.
    """
    section = last_of_previous.section if last_of_previous else ""
    walk = Walk(table, answers, findings, last_of_previous=last_of_previous, section=section)
    has_ref = REF in table.layout.key_of
    for chunk in table.chunks:
        is_first = True
        for row, layout in with_layouts(chunk, table.layout):
            row = _without_label(walk.table, row)
            cells = dict(zip(layout.keys, row.cells, strict=False))
            walk.in_key = _is_key_row(walk, row)
            if walk.in_key:
                walk.is_over = True  # until a row begins an action again
                table.notes.append(row)
                findings.leave_out(row.spot, f"“{short(row_text(row))}” is part of the key.", quietly=True)
            elif is_total_row(row) or is_particulars(row):
                leave_out_note(findings, row.spot, row_text(row))
            elif walk.last is not None and not walk.is_over and (delivered := delivered_in(row)):
                walk.last.delivered_below.append(delivered)
                walk.last.last = row.spot
            elif has_ref:
                _read_numbered_row(walk, row, layout, cells, is_first_of_page=is_first)
            else:
                _read_unnumbered_row(walk, row, layout, cells, is_first_of_page=is_first)
            walk.previous_spot = row.spot
            is_first = False
    for spot, words in walk.pending:
        leave_out_note(findings, spot, words)
        table.notes.append(Row((words,), spot))
    # In a table with sections the heading of the first one is above the row of headings.
    if table.banner and walk.section and not last_of_previous:
        for entry in walk.entries:
            entry.section = entry.section or table.banner
    return without_parents(walk)


def _read_numbered_row(
    walk: Walk, row: Row, layout: Layout, cells: dict[str, str], *, is_first_of_page: bool
) -> None:
    """Read a row of a table with references: it begins an entry, continues the last one, or is left out."""
    key = layout.key_of.get(REF, "")
    printed = once(cells.get(key, ""))
    others = {name: cell for name, cell in cells.items() if name != key and cell}
    plain_ref = _CONTINUED.sub("", in_latin(printed)[0])
    ref = reference(plain_ref) if key == REF else plain_ref
    last = walk.last
    is_repeated = plain_ref != printed or not any(cells.get(layout.key_of.get(name, "")) for name in OWN_FIELDS)
    if printed and is_repeated and last is not None and last.ref == ref:
        continue_entry(walk, row, cells, key)
    elif printed and not others and is_section_heading(printed, row, layout):
        walk.pending.append((row.spot, printed))  # a section's heading in capitals looks like a reference
    elif printed and ref is None:
        _read_row_with_odd_reference(walk, row, layout, cells, printed, others)
    elif printed:
        begin_entry(walk, row, layout, cells, ref or "")
    elif last is None and is_full(layout, cells):
        begin_entry(walk, row, layout, cells, "")
    elif _is_apart(walk, row, others):
        leave_out_row(walk, row, others)
    elif heads_a_section(row, layout, others):
        walk.pending.append((row.spot, next(iter(others.values()))))
    elif last is None:
        leave_out_row(walk, row, others)
    else:
        _read_row_without_reference(walk, row, layout, cells, last, is_first_of_page=is_first_of_page)


def _read_row_without_reference(
    walk: Walk,
    row: Row,
    layout: Layout,
    cells: dict[str, str],
    last: TableEntry,
    *,
    is_first_of_page: bool,
) -> None:
    """Read a row below the action ``last`` with a blank in the column of references: another action under the same
    reference, one without any, or, which a person is asked about, a part of that action.
    """
    at = layout.keys.index(layout.key_of[REF])
    is_merged = at < len(row.above) and bool(row.above[at])
    is_page_of_text = walk.table.chunks[0].by_content and not row.spot.table
    answer = walk.answers.of_row(str(row.spot), printed := row_text(row))
    is_rest = is_first_of_page and not is_own_row(last.parts, layout, cells)
    is_another = has_own_state(last.parts, layout, cells) if is_merged else is_under(last.parts, layout, cells)
    if not is_rest and not answer and is_another:
        begin_entry(walk, row, layout, {**headed_by(last.parts, layout), **filled(cells)}, last.ref)
        walk.entries[-1].shares_ref = True
    elif not is_rest and not is_merged and is_complete(layout, cells):
        begin_entry(walk, row, layout, cells, "")  # naming asks for its reference, and has what was answered
    elif is_rest or (not is_full(layout, cells) and (is_merged or is_page_of_text)):
        continue_entry(walk, row, cells, layout.key_of[REF])
    else:
        doubt = Doubt(str(row.spot), last.ref, REF, printed, last.ref, OWN_ROW)
        if answer.casefold() not in ("", AS_READ, LEFT_OUT):
            begin_entry(walk, row, layout, cells, answer)
            walk.entries[-1].doubts.append(doubt)
            return
        last.doubts.append(doubt)
        if answer.casefold() == LEFT_OUT:
            what = f"it was left out, as you said: “{short(printed)}”."
            walk.findings.leave_out(row.spot, what, quietly=True)
            return
        continue_entry(walk, row, cells, layout.key_of[REF])


def _read_row_with_odd_reference(
    walk: Walk, row: Row, layout: Layout, cells: dict[str, str], printed: str, others: Mapping[str, str]
) -> None:
    """Read a row with words that are no reference in that column: a section heading, a note, or an odd reference."""
    own_count = sum(bool(cells.get(layout.key_of.get(name, ""))) for name in OWN_FIELDS)
    content = cells.get(layout.key_of.get(DEFINED, "")) or cells.get(layout.key_of.get("delivered", ""))
    if content and own_count:
        ref = " ".join(printed.split())
        if len(ref) > LONGEST_REF:
            ref = short(ref)[:LONGEST_REF]
        begin_entry(walk, row, layout, cells, ref)
        if not is_composed_reference(printed):
            question = "this is not a usual reference; should it be another?"
            walk.entries[-1].doubts.append(Doubt(str(row.spot), ref, REF, printed, ref, question))
    elif _NOTE_START.match(printed) or len(printed) > _LONGEST_SECTION:
        leave_out_note(walk.findings, row.spot, printed)
        walk.table.notes.append(row)
    else:
        words = [printed, *(cell for cell in others.values() if cell != printed)]
        walk.pending.append((row.spot, " ".join(words)))


def _read_unnumbered_row(
    walk: Walk, row: Row, layout: Layout, cells: dict[str, str], *, is_first_of_page: bool
) -> None:
    """Read a row of a table without references: one that says what is to be done begins an entry."""
    filled = {name: cell for name, cell in cells.items() if cell}
    task_key = next(
        (key for name in (DEFINED, TITLE) if (key := layout.key_of.get(name, "")) and cells.get(key)), ""
    )
    if is_first_of_page and _is_rest_of_split_row(walk, row, layout, filled):
        continue_entry(walk, row, cells, "")
    elif task_key and len(filled) > 1:
        begin_entry(walk, row, layout, cells, "")
    elif len(filled) == 1 and (row.cells[0] or is_banner(row, layout)) and not _is_apart(walk, row, {}):
        walk.pending.append((row.spot, next(iter(filled.values()))))
    elif walk.last and not task_key and not _is_apart(walk, row, filled):
        continue_entry(walk, row, cells, "")
    else:
        leave_out_row(walk, row, filled)


def _is_rest_of_split_row(walk: Walk, row: Row, layout: Layout, filled: Mapping[str, str]) -> bool:
    """Whether the first row of a page continues the action above: it begins in lower case and has no owner or date."""
    last = walk.last
    if last is None or last.last.table == row.spot.table or not row.spot.table.startswith("page "):
        return False
    has_own = any(filled.get(layout.key_of.get(name, "")) for name in OWN_FIELDS)
    return not has_own and set(filled) <= set(last.parts) and any(cell[0].islower() for cell in filled.values())


def _is_apart(walk: Walk, row: Row, others: Mapping[str, str]) -> bool:
    """Whether a row without a reference is no part of the action above: blank rows are between them, or it is a note.

    Blank rows and the word "Key" end the table (``walk.is_over``).
    """
    has_gap = has_gap_before(walk, row)
    words = next(iter(others.values()), "")
    if (has_gap and not walk.table.chunks[0].by_content) or (len(others) == 1 and is_label(words)):
        walk.is_over = True  # until a row begins an action again
    return walk.is_over or bool(len(others) == 1 and _NOTE_START.match(words))


def _is_key_row(walk: Walk, row: Row) -> bool:
    """Whether a row belongs to a key: the label "Key", words and their meaning in the rows below it, or a line of one.

    In a table with references, or below a blank row, a code beside a status alone, such as "G | On target", is one
    without the label too.
    """
    filled = [cell for cell in row.cells if cell]
    if not filled or is_label(filled[0]):
        return bool(filled)
    if len(filled) == 1:
        is_line = bool(row.fills) or is_code(filled[0].split()[0].rstrip(":=–"))
        return is_key(filled[0]) or (walk.in_key and is_line)
    if len(filled) != 2 or not may_be_explained(filled[0]):
        return False
    is_apart = REF in walk.table.layout.key_of or has_gap_before(walk, row)
    is_status_of_code = is_apart and bool(walk.entries) and is_code(filled[0]) and is_status(filled[1])
    return walk.in_key or is_status_of_code


def _without_label(table: ActionTable, row: Row) -> Row:
    """A row of a key without the heading of the progress before it: "BRAG | B | Complete"."""
    filled = [at for at, cell in enumerate(row.cells) if cell]
    columns = [column for name in (PROGRESS, RATING) for _key, column in table.layout.columns_of(name)]
    if len(filled) != 3 or folded(row.cells[filled[0]]) not in {folded(column.heading) for column in columns}:
        return row
    return replace(row, cells=tuple("" if at == filled[0] else cell for at, cell in enumerate(row.cells)))
