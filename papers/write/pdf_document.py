"""A document as a tagged PDF, for archives (PDF/A-2a) and for assistive technology (PDF/UA-1), by typst."""

import json
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from papers.write import fonts
from papers.write.characters import Letters, clean
from papers.write.charts import chart_as_data
from papers.write.document import (
    Document,
    DocumentBlock,
    DocumentPart,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
)
from papers.write.typst_process import compile_in_process
from papers.write.typst_text import TypstText
from papers.write.widths import letters_needed, shares

PAPER_TEMPLATE = Path(__file__).parent / "paper.typ"
_LETTERS_PORTRAIT, _LETTERS_LANDSCAPE, _LETTERS_A3 = 84, 146, 213
"""Letters of nine points that fit into a line of each page: A4 portrait, A4 landscape and A3 landscape."""
_LONG_ROW = 14
"""A row with more lines than this may be split by the end of a page."""
_WIDE = 6
"""A table with this number of columns or more, or on a landscape page, is set smaller."""
_VERY_WIDE, _SMALLEST = 8, 8
"""A table with this number of columns or more is set in the smallest size, which is in points."""


def pdf_document(document: Document) -> bytes:
    """The PDF. Characters that no bundled font has are spelt out in brackets, and a last paragraph says so."""
    content = _Content(TypstText(Letters()))
    return compile_in_process(PAPER_TEMPLATE, json.dumps(content.document(document), ensure_ascii=False))


class _Content:
    """Converts a document to plain data for the template."""

    def __init__(self, text: TypstText) -> None:
        self._text = text

    def document(self, document: Document) -> dict[str, Any]:
        parts = [self._part(part) for part in document.parts]
        data = {
            "title": self._text.plain(document.title),
            "author": self._text.plain(document.author),
            "reference": self._text.plain(document.reference),
            "organisation": self._text.plain(document.organisation),
            "fonts": fonts.names(),
            "moment": {
                name: getattr(document.moment, name)
                for name in ("year", "month", "day", "hour", "minute", "second")
            },
            "parts": parts,
        }
        if self._text.letters.lacking and parts:
            numbers = ", ".join(f"U+{ord(character):04X}" for character in self._text.letters.lacking)
            note = Paragraph(
                f"Letters and signs shown in square brackets are not in this file’s fonts: {numbers}. "
                "The Word, Excel and web copies of this paper have them.",
                note=True,
            )
            parts[-1]["blocks"].append(self._block(note, _LETTERS_PORTRAIT))
        return data

    def _part(self, part: DocumentPart) -> dict[str, Any]:
        is_large = part.landscape and not part.fits(_LETTERS_LANDSCAPE)
        line = _LETTERS_A3 if is_large else _LETTERS_LANDSCAPE if part.landscape else _LETTERS_PORTRAIT
        return {
            "landscape": part.landscape,
            "large": is_large,
            "blocks": [
                self._block(block, line)
                | {"sticky": isinstance(block, Paragraph) and isinstance(following, Table | Items)}
                for block, following in zip_longest(part.blocks, part.blocks[1:])
            ],
        }

    def _block(self, block: DocumentBlock, line: int) -> dict[str, Any]:
        match block:
            case Heading(text, level):
                return {"kind": "heading", "level": level, "text": self._text.words(text)}
            case Paragraph(text, lead, note):
                return {
                    "kind": "paragraph",
                    "text": self._text.words(text),
                    "lead": self._text.words(lead),
                    "note": note,
                }
            case Facts(pairs):
                return {"kind": "facts", "pairs": [[self._text.words(one) for one in pair] for pair in pairs]}
            case Items(items, lettered):
                return {
                    "kind": "items",
                    "lettered": lettered,
                    "items": [[self._text.words(one) for one in item] for item in items],
                }
            case Table():
                return self._table(block, line)
            case Picture(chart, alt):
                return {
                    "kind": "picture",
                    "alt": self._text.plain(alt),
                    "chart": chart_as_data(chart, self._text.words),
                }

    def _table(self, table: Table, line: int) -> dict[str, Any]:
        size = _size(table, line)
        line = int(line * 9 / size) if line == _LETTERS_A3 else int(line * min(9 / size, 1))
        widths = shares(table.headings, table.rows, line)
        room = [max(4, int(share * line) - 2) for share in widths]
        cells = [table.headings, *table.rows]
        rows = [[self._text.words(cell, room[column]) for column, cell in enumerate(row)] for row in cells]
        return {
            "kind": "table",
            "breakable": not table.is_short,
            "size": size,
            "shares": [round(share, 4) for share in widths],
            "row_heading": -1 if table.row_heading is None else table.row_heading,
            "headings": rows[0],
            "rows": [
                {"cells": words, "breakable": _is_long(row, room)}
                for words, row in zip(rows[1:], table.rows, strict=True)
            ],
        }


def _size(table: Table, line: int) -> int:
    """The font size of a table in points: as large as its columns allow on a page of ``line`` letters."""
    if line == _LETTERS_A3:
        return 9 if letters_needed(table.headings, table.rows) <= line else _SMALLEST
    if len(table.headings) >= _VERY_WIDE:
        return _SMALLEST
    return 9 if line == _LETTERS_LANDSCAPE or len(table.headings) >= _WIDE else 10


def _is_long(row: Sequence[str], room: Sequence[int]) -> bool:
    """Whether a row has so many lines that it may be split over pages; ``room`` are the letters of its columns."""
    lines = [
        sum(1 + len(line) // width for line in clean(text).split("\n"))
        for text, width in zip(row, room, strict=True)
    ]
    return max(lines) > _LONG_ROW
