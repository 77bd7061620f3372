"""Reading the narrative back from a paper that was sent round and edited: the paragraphs under each heading.

Only papers that HTST wrote are read. Tracked changes are read as accepted.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from papers.formats.package import damaged, opened
from papers.write.compose import REFERENCES
from papers.write.document import SEE_SHEET
from papers.write.paper import Passage, Section
from register.lazy_pattern import LazyPattern
from register.refused import Refused
from register.words.text_folding import caseless

_SOURCE = LazyPattern(r"\s*\(Actions? (?P<refs>(?:(?!\(Actions? ).)+)\)\s*$")
_CREATED = re.compile(rb"<dcterms:created\b[^>]*>\s*([^<]+?)\s*</")
_SMALLEST_HEADING = 12
"""The font size in points from which on words in the first column of a workbook are a heading."""


@dataclass(frozen=True)
class ReadNarrative:
    """The sections that were read. ``missing`` are headings that were not found.

    ``left_out`` names in words what is in the narrative and was not read, such as a table, for a person to check.
    """

    sections: tuple[Section, ...]
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class NarrativeLine:
    """A paragraph or row and its ``kind``: "heading", "text", "item" (of a list) or "table"."""

    kind: str
    words: str


def narrative_lines(data: bytes) -> tuple[NarrativeLine, ...]:
    """The lines in the bytes of a DOCX or XLSX that ``papers.write`` made and people edited.

    Raises Refused when the file is damaged or unsafe, or of another kind.
    """
    suffix = opened(data).suffix
    if suffix not in (".docx", ".xlsx"):
        raise Refused(
            "The narrative is read from the Word document or the workbook that was sent round; give one of these."
        )
    return tuple(_word_lines(data) if suffix == ".docx" else _workbook_lines(data))


def written_at(data: bytes) -> datetime | None:
    """The moment (UTC, in whole seconds) of the newest change in the paper that was sent round; None without a date.

    It is the date of creation in the file, which Word and Excel keep when they save it.
    """
    package = opened(data)
    found = _CREATED.search(package.read("docProps/core.xml"))
    try:
        moment = datetime.fromisoformat(found[1].decode()) if found else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and moment.tzinfo else None


def read_narrative(lines: Sequence[NarrativeLine], headings: Sequence[str]) -> ReadNarrative:
    """The paragraphs under each of these headings, without the lists of references that HTST wrote.

    Items of other lists are paragraphs that begin with "• ". Raises Refused when the file has none of the headings.
    """
    known_headings = {caseless(heading): heading for heading in headings}
    lines_by_heading: dict[str, list[NarrativeLine]] = {}
    current: list[NarrativeLine] | None = None
    for line in lines:
        if line.kind == "heading":
            heading = known_headings.get(caseless(line.words))
            current = lines_by_heading.setdefault(heading, []) if heading else None
        elif current is not None:
            current.append(line)
    if not lines_by_heading:
        raise Refused("None of the narrative's headings is in the file; give the paper that was sent round.")
    left_out: list[str] = []
    sections = tuple(
        Section(heading, tuple(_passages(heading, lines_by_heading[heading], left_out)))
        for heading in headings
        if heading in lines_by_heading
    )
    return ReadNarrative(
        sections, tuple(one for one in headings if one not in lines_by_heading), tuple(left_out)
    )


def _passages(heading: str, lines: Iterable[NarrativeLine], left_out: list[str]) -> Iterator[Passage]:
    in_references = False
    for line in lines:
        if line.words.strip() == REFERENCES:
            in_references = True
        elif line.kind == "table":
            left_out.append(f"a table under “{heading}”")
        elif not (in_references and line.kind == "item"):
            in_references = False
            if line.words.strip():
                yield _passage(f"• {line.words.strip()}" if line.kind == "item" else line.words.strip())


def _passage(words: str) -> Passage:
    source = _SOURCE.search(words)
    if source is None:
        return Passage(words)
    refs = tuple(ref.strip() for ref in re.split(r",|\band\b", source["refs"]) if ref.strip())
    return Passage(words[: source.start()], refs)


def _word_lines(data: bytes) -> Iterator[NarrativeLine]:
    import docx
    from docx.oxml.ns import qn

    try:
        word = docx.Document(io.BytesIO(data))
        names = {style.style_id: (style.name or "").casefold() for style in word.styles}
        children = list(word.element.body)
    except Exception as broken:
        raise damaged(broken) from broken
    for child in children:
        if child.tag == qn("w:tbl"):
            yield NarrativeLine("table", "")
        for paragraph in child.iter(qn("w:p")) if child.tag != qn("w:tbl") else ():
            style = paragraph.find(qn("w:pPr") + "/" + qn("w:pStyle"))
            name = names.get(style.get(qn("w:val"), ""), "") if style is not None else ""
            is_list_item = (
                name.startswith("list ") or paragraph.find(qn("w:pPr") + "/" + qn("w:numPr")) is not None
            )
            kind = "heading" if name.startswith(("heading ", "title")) else "item" if is_list_item else "text"
            yield NarrativeLine(kind, "".join(_pieces(paragraph, qn)))


def _pieces(element: Any, qn: Any) -> Iterator[str]:
    """The words of a paragraph, piece by piece, with tracked changes accepted."""
    for child in element:
        if child.tag in (qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:tab"):
            yield "\t"
        else:
            yield from _pieces(child, qn)


def _workbook_lines(data: bytes) -> Iterator[NarrativeLine]:
    from openpyxl import load_workbook

    try:
        sheet: Any = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        rows = list(sheet.iter_rows(max_col=2))
    except Exception as broken:
        raise damaged(broken) from broken
    for row in rows:
        first, second = (str(cell.value or "").strip() for cell in (*row, *row)[:2])
        if first and not second and (row[0].font.sz or 0) >= _SMALLEST_HEADING:
            yield NarrativeLine("heading", first)
        elif first.startswith("•"):
            yield NarrativeLine("item", f"{first.removeprefix('•').strip()} {second}".strip())
        elif first or second:
            is_table = second.startswith(SEE_SHEET)
            yield NarrativeLine("table" if is_table else "text", f"{first} {second}".strip())
