"""Reading web pages: the rows of their tables, with merged cells, and their paragraphs as running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from papers.formats.cell_marks import colour_name, is_placeholder
from papers.formats.content import Content
from papers.formats.encoding import decoded
from papers.formats.grid import Block, Findings, Row, Spot, refuse_too_many, refuse_too_wide, short
from papers.formats.whitespace import clean_paragraphs
from papers.prose import paragraphs_of
from papers.tables.columns import is_heading_row
from register.lazy_pattern import LazyPattern

_NOT_SHOWN = frozenset({"script", "style", "head", "template", "noscript", "nav", "select", "svg"})
_STRUCK = frozenset({"s", "strike", "del"})
_BEGINS_LINE = frozenset(
    (
        "p div li ul ol h1 h2 h3 h4 h5 h6 dt dd section article header footer main caption pre blockquote hr"
    ).split()
)
_BREAK = "\n"
_LONGEST_TITLE = 120
_MOST_SPANNED = 64
_HIDDEN_STYLE = LazyPattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_COLOUR = LazyPattern(r"background(?:-color)?\s*:\s*([^;]+)", re.I)
_RGB = LazyPattern(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", re.I)
_NAMED = {
    "red": "ff0000",
    "green": "008000",
    "lime": "00ff00",
    "orange": "ffa500",
    "yellow": "ffff00",
    "blue": "0000ff",
}
_ENDS = {
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "li": frozenset({"li"}),
    "p": _BEGINS_LINE | {"table"},
}
"""The elements whose end tag may be missing, and those with which they end when they begin."""

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source"})


@dataclass
class _Cell:
    """A cell being read: its words, how far it is merged, the name of its colour, and the words struck out in it."""

    columns: int = 1
    rows: int = 1
    colour: str = ""
    parts: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return clean_paragraphs("".join(self.parts))


@dataclass
class _Table:
    """A table being read: its number in the page, the line of words above it, its rows, and tables within it."""

    number: int
    title: str
    rows: list[list[_Cell]] = field(default_factory=list)
    within: list["_Table"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"table {self.number}"


class _Page(HTMLParser):
    """Collects the tables and paragraphs of a page, in order; ``hidden`` are the words that it does not show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self._open: list[_Table] = []
        self._count = 0
        self._line: list[str] = []
        self._unseen: list[tuple[str, bool]] = []
        """The open elements from the outermost one that is not shown on, with whether its words are reported."""
        self._struck = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen and tag in _ENDS.get(self._unseen[0][0], ()) and ("table", True) not in self._unseen:
            self._unseen.clear()
        given = {name: value or "" for name, value in attrs}
        is_hidden = "hidden" in given or bool(_HIDDEN_STYLE.search(given.get("style", "")))
        if tag not in _VOID and (self._unseen or is_hidden or tag in _NOT_SHOWN):
            self._unseen.append((tag, is_hidden if not self._unseen else self._unseen[0][1]))
            return
        if tag in _STRUCK:
            self._struck += 1
        if tag == "table":
            self._begin_table()
        elif tag == "tr" and self._open:
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._begin_cell(given)
        elif tag == "br" or tag in _BEGINS_LINE:
            self._add(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            names = [name for name, _is_reported in self._unseen]
            if tag in names:
                del self._unseen[len(names) - 1 - names[::-1].index(tag) :]
                return
            if tag not in ("table", "tr") or names[0] not in _ENDS:
                return
            self._unseen.clear()
        if tag in _STRUCK:
            self._struck = max(self._struck - 1, 0)
        if tag == "table" and self._open:
            table = self._open.pop()
            (self._open[-1].within if self._open else self.tables).append(table)
        elif tag in _BEGINS_LINE:
            self._add(_BREAK)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            if self._unseen[0][1] and data.strip():
                self.hidden.append(data)
        else:
            self._add(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """Take what was not ended at the end of the page as ended there."""
        super().close()
        self._unseen.clear()
        while self._open:
            self.handle_endtag("table")
        self._end_line()

    def _begin_table(self) -> None:
        self._end_line()
        self._count += 1
        title = self.lines[-1] if self.lines and len(self.lines[-1]) <= _LONGEST_TITLE else ""
        self._open.append(_Table(self._count, title))

    def _begin_cell(self, given: dict[str, str]) -> None:
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        found = _COLOUR.search(given.get("style", ""))
        colour = _colour(found[1] if found else given.get("bgcolor", ""))
        table.rows[-1].append(_Cell(_span(given.get("colspan")), _span(given.get("rowspan")), colour))

    def _add(self, words: str) -> None:
        """Add words, or a break of the line, to the open cell or else to the running text; a caption is a title."""
        cells = self._open[-1].rows[-1] if self._open and self._open[-1].rows else []
        if self._struck and words.strip() and cells:
            cells[-1].struck.append(words)
        elif cells:
            cells[-1].parts.append(words)
        elif self._open and words.strip():
            self._open[-1].title = clean_paragraphs(words)[:_LONGEST_TITLE]
        elif words == _BREAK:
            self._end_line()
        else:
            self._line.append(words)

    def _end_line(self) -> None:
        words = " ".join("".join(self._line).split())
        self._line = []
        if words:
            self.lines.append(words)


def read(data: bytes, findings: Findings) -> Content:
    """The tables of a web page as blocks, in order, and its other words as running text.

    Tables are numbered from 1. Of one that is there for layout only the tables within it are read. What the page does
    not show, and words that are struck out, are left out and reported. Raises Refused for bytes that are no text, and
    for too many rows or columns.
    """
    text, warnings = decoded(data)
    findings.warnings.extend(warnings)
    page = _Page()
    page.feed(text)
    page.close()
    if page.hidden:
        findings.leave_out("the page", f"hidden words were left out: “{short(' '.join(page.hidden))}”.")
    blocks = [block for table in page.tables for block in _blocks(table, findings)]
    return Content(blocks, paragraphs_of((line, f"line {at}") for at, line in enumerate(page.lines, start=1)))


def _blocks(table: _Table, findings: Findings) -> Iterator[Block]:
    reports = Findings()
    rows = list(_rows(table, reports))
    if table.within and not any(is_heading_row(row.cells, {}, thoroughly=True) for row in rows):
        for table_within in table.within:
            yield from _blocks(table_within, findings)
        return
    findings.take_over(reports)
    yield Block(tuple(rows), by_content=True, title=table.title)


def _rows(table: _Table, findings: Findings) -> Iterator[Row]:
    """The rows of a table; cells merged down are in Row.above of the rows below."""
    down: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(table.rows, start=1):
        spot = Spot(table.name, "row", number)
        refuse_too_many(spot)
        row = _row(cells, spot, down)
        refuse_too_wide(spot, len(row.cells))
        if row.struck:
            findings.leave_out(spot, f"struck out and left out: “{short(' '.join(row.struck.values()))}”.")
        if any(row.cells) or row.fills or not row.struck:
            yield row


def _row(cells: Sequence[_Cell], spot: Spot, down: dict[int, tuple[int, str]]) -> Row:
    """One row; ``down`` holds by column over how many rows more the cell above is merged, and its words."""
    words: list[str] = []
    above: list[str] = []
    spans: dict[int, int] = {}
    fills: dict[int, str] = {}
    struck: dict[int, str] = {}
    from_above = dict(down)
    down.clear()
    waiting = list(cells)
    while waiting or any(column >= len(words) for column in from_above):
        at = len(words)
        left, text_above = from_above.get(at, (0, ""))
        if left or not waiting:  # merged from above, or a cell that the row lacks
            words.append("")
            above.append(text_above)
            if left > 1:
                down[at] = (left - 1, text_above)
            continue
        cell = waiting.pop(0)
        text = "" if is_placeholder(cell.words) else cell.words
        for beside in range(cell.columns):
            words.append("" if beside else text)
            above.append("")
            if cell.rows > 1:
                down[at + beside] = (cell.rows - 1, "" if beside else text)
        if cell.columns > 1:
            spans[at] = cell.columns
        if cell.colour:
            fills[at] = cell.colour
        if crossed := clean_paragraphs("".join(cell.struck)):
            struck[at] = crossed
    return Row(tuple(words), spot, tuple(above) if any(above) else (), spans, fills, struck)


def _span(given: str | None) -> int:
    """How many columns or rows a cell is merged over."""
    return min(max(int(given), 1), _MOST_SPANNED) if given and given.strip().isdecimal() else 1


def _colour(given: str) -> str:
    """The name of a colour given as #RRGGBB, rgb(…) or by a common name; "" for others."""
    plain = given.strip().casefold()
    parts = _RGB.match(plain)
    if parts:
        return colour_name("".join(f"{min(int(part), 255):02x}" for part in parts.groups()))
    return colour_name(_NAMED.get(plain, plain.lstrip("#")))
