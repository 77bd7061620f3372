"""Reading the text of a published PDF: cells parted by tabs, pages by blank lines, stray tags in the words."""

import re

from papers import columns
from papers.encoding import decoded
from papers.grid import Block, Findings, Row, Spot, refuse_too_many, short

_TAGS = re.compile(r"</?(?:u|b|i|em|strong|sup|sub)>|<br\s*/?>", re.I)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_LINE_ENDS = re.compile("[\n\r\v\f\u2028\u2029]")
# What stands on a page beside its table.
_FURNITURE = re.compile(
    r"this page is intentionally left blank|(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?|appendix\s+\w{1,3}", re.I
)


def read(data: bytes, findings: Findings) -> list[Block]:
    """The pages of a text as blocks of rows. Lines are counted from 1.

    Runs of spaces inside a cell are folded to one and ``<u>`` tags dropped; the words are kept. Lines without a
    tab belong to no table: before the table they are its covering letter; after it began, all but page numbers
    and the like are reported.
    """
    text, warnings = decoded(data, windows=False)
    findings.warnings.extend(warnings)
    blocks: list[Block] = []
    page: list[Row] = []
    begun = False
    for number, line in enumerate(re.sub(r"\r\n?", "\n", text).split("\n"), start=1):
        spot = Spot("", "line", number)
        refuse_too_many(spot)
        for part_number, part in enumerate(line.split("\f")):
            if (part_number or not part.strip()) and page:
                blocks.append(Block(tuple(page), by_content=True, shifts=True))
                page = []
            cells = tuple(clean(cell) for cell in _TAGS.sub("", part).split("\t"))
            if len(cells) > 1:
                begun = begun or columns.is_headings(cells, {}, thoroughly=True)
                page.append(Row(cells, spot))
            elif begun and cells[0] and not _FURNITURE.fullmatch(cells[0]):
                what = f"it stands outside the table and was not read: “{short(cells[0])}”."
                findings.leave_out(spot, what)
    if page:
        blocks.append(Block(tuple(page), by_content=True, shifts=True))
    return blocks


def clean(cell: str) -> str:
    """A cell's words with runs of white space as one space, without characters that nobody can see.

    Signs that join letters in a PDF's font are the letters.
    """
    if not cell:
        return ""
    return " ".join((cell if cell.isascii() else _INVISIBLE.sub("", cell).translate(_LIGATURES)).split())


def clean_paragraphs(cell: str) -> str:
    """The same, paragraph by paragraph; blank ones are dropped."""
    if not cell:
        return ""
    return "\n".join(filter(None, map(clean, _LINE_ENDS.split(cell))))
