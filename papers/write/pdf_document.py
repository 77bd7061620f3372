"""A document as PDF: tagged, for keeping (PDF/A-2a) and for everybody to read (PDF/UA-1), by typst."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from papers.write import fonts
from papers.write.characters import Letters, clean, is_right_to_left
from papers.write.charts import chart_as_data
from papers.write.document import Block, Document, Facts, Heading, Items, Paragraph, Part, Picture, Table
from papers.write.widths import shares

TEMPLATE = Path(__file__).parent / "paper.typ"
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_LETTERS_UPRIGHT, _LETTERS_LYING = 84, 146
"""Letters of a table's size that fit into a line of each page."""
_LONG_ROW = 14
"""Lines from which on a row may be parted by the end of a page."""
_WIDE = 6
"""From so many columns on, or on a page that lies, a table is set smaller."""


def pdf_document(document: Document) -> bytes:
    """The PDF. Characters that no bundled font has are spelt out in brackets, and a last paragraph says so."""
    import typst

    content = _Content(Letters(fonts.files()))
    data = content.document(document)
    pdf = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=list(fonts.folders()),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return pdf


class _Content:
    """A document as the plain data that the template takes."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    def document(self, document: Document) -> dict[str, Any]:
        parts = [self._part(part) for part in document.parts]
        data = {
            "title": self._plain(document.title),
            "author": self._plain(document.author),
            "reference": self._plain(document.reference),
            "organisation": self._plain(document.organisation),
            "fonts": list(fonts.FAMILIES),
            "moment": {
                name: getattr(document.moment, name)
                for name in ("year", "month", "day", "hour", "minute", "second")
            },
            "parts": parts,
        }
        if self._letters.lacking and parts:
            numbers = ", ".join(f"U+{ord(character):04X}" for character in self._letters.lacking)
            note = Paragraph(
                f"Letters and signs shown in square brackets are not in this file’s fonts: {numbers}. "
                "The Word, Excel and web copies of this paper have them.",
                note=True,
            )
            parts[-1]["blocks"].append(self._block(note, landscape=False))
        return data

    def _part(self, part: Part) -> dict[str, Any]:
        return {
            "landscape": part.landscape,
            "blocks": [self._block(block, landscape=part.landscape) for block in part.blocks],
        }

    def _block(self, block: Block, *, landscape: bool) -> dict[str, Any]:
        match block:
            case Heading(text, level):
                return {"kind": "heading", "level": level, "text": self._words(text)}
            case Paragraph(text, lead, note):
                return {"kind": "paragraph", "text": self._words(text), "lead": self._words(lead), "note": note}
            case Facts(pairs):
                return {"kind": "facts", "pairs": [[self._words(one) for one in pair] for pair in pairs]}
            case Items(items, lettered):
                return {
                    "kind": "items",
                    "lettered": lettered,
                    "items": [[self._words(one) for one in item] for item in items],
                }
            case Table():
                return self._table(block, landscape=landscape)
            case Picture(chart, alt):
                return {"kind": "picture", "alt": self._plain(alt), "chart": chart_as_data(chart, self._plain)}

    def _table(self, table: Table, *, landscape: bool) -> dict[str, Any]:
        small = landscape or len(table.headings) >= _WIDE
        line = _LETTERS_LYING if landscape else _LETTERS_UPRIGHT
        widths = shares(table.headings, table.rows, line)
        room = [max(4, int(share * line) - 3) for share in widths]
        cells = [table.headings, *table.rows]
        made = [[self._words(cell, room[column]) for column, cell in enumerate(row)] for row in cells]
        return {
            "kind": "table",
            "size": 9 if small else 10,
            "shares": [round(share, 4) for share in widths],
            "row_heading": -1 if table.row_heading is None else table.row_heading,
            "headings": made[0],
            "rows": [{"cells": row, "breakable": _is_long(row, room)} for row in made[1:]],
        }

    def _plain(self, text: str) -> str:
        return self._letters.printable(clean(text))

    def _words(self, text: str, room: int = 70) -> str | Mapping[str, str]:
        """The words as the template takes them; a word with too many letters may be broken."""
        plain = _breakable(self._plain(text), room)
        return {"words": plain} if is_right_to_left(plain) else plain


def _is_long(row: Sequence[str | Mapping[str, str]], room: Sequence[int]) -> bool:
    """Whether a row has so many lines that it may go on over the page; shorter ones are kept together."""
    words = [cell if isinstance(cell, str) else cell["words"] for cell in row]
    lines = [
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, width in zip(words, room, strict=True)
    ]
    return max(lines) > _LONG_ROW


def _breakable(text: str, room: int) -> str:
    return re.sub(rf"\S{{{room + 1},}}", lambda word: "\u200b".join(word[0]), text)
