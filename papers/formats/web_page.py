"""Reading web pages: the rows of their tables, with merged cells, and their other words as running text."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

from papers.formats.cell_marks import colour_name, is_placeholder
from papers.formats.content import Content
from papers.formats.encoding import decoded
from papers.formats.grid import Findings, Row, RowBlock, Spot, refuse_too_many, refuse_too_wide, short
from papers.formats.package import whole_number
from papers.formats.page_styles import Element, apply_styles
from papers.formats.whitespace import BULLET_SIGN, clean_paragraphs, without_lone_bullet
from papers.formats.word_numbers import numeral
from papers.prose import paragraphs_of
from papers.tables.columns import is_heading_row
from register.lazy_pattern import LazyPattern
from register.refused import Refused

_NOT_SHOWN = frozenset({"script", "style", "head", "template", "noscript", "nav"})
_WITHOUT_WORDS = frozenset({"hidden", "password", "file", "image", "color", "submit", "button", "reset"})
"""The types of fields of a form that show no words, or only what pressing them does."""
_STRUCK = frozenset({"s", "strike", "del"})
_BREAK = "\n"
_BEGINS_LINE = frozenset(
    (
        "p div li ul ol h1 h2 h3 h4 h5 h6 dt dd section article header footer main caption pre blockquote table tr "
        "summary details figure figcaption address fieldset legend form aside"
    ).split()
)
_NO_WORDS_WITHIN = frozenset({"li", "ul", "ol", "table", "br", "hr", "img", "input", "select", "svg"})
"""Elements before which the mark of an item of a list stands, and not in them."""
_NUMBER_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""Word's names for the numbers of lists that pages have."""
_SPACE = LazyPattern(r"\s+")
_LONGEST_TITLE = 120
_MOST_SPANNED = 64
_HIDDEN_STYLE = LazyPattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STRUCK_STYLE = LazyPattern(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
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


@dataclass(frozen=True)
class _Words:
    """Words of the page as they stand in it, or a break of the line."""

    text: str
    is_struck: bool = False


@dataclass(frozen=True)
class _Cell:
    """A cell: its words, those struck out in it, over how many columns and rows it is merged, and its colour's name."""

    words: str
    struck: str
    columns: int
    rows: int
    colour: str


def read(data: bytes, findings: Findings) -> Content:
    """The tables of a web page as blocks, in order, and its other words as running text.

    Tables are numbered from 1. Of one that is there for layout only the tables within it are read. What the page does
    not show, and words that are struck out, are left out and reported. Raises Refused for too many rows or columns, and
    for elements that are nested too deeply.
    """
    text, warnings = decoded(data)
    findings.warnings.extend(warnings)
    body = _parsed(text)
    apply_styles(body)
    _leave_out(findings, "the page", "hidden words were left out", _hidden_words(body))
    _mark_items(body)
    names = {table: f"table {number}" for number, table in enumerate(body.iter("table"), start=1)}
    tables = _without_layout(body)
    blocks: list[RowBlock] = []
    lines, struck = [""], []
    for piece in _pieces(body, tables):
        if not isinstance(piece, _Words):
            above = next(filter(None, map(clean_paragraphs, reversed(lines))), "")
            blocks.append(_block(piece, names[piece], above, findings))
            lines.append("")
        elif piece.is_struck:
            struck.append(piece.text)
        elif piece.text == _BREAK:
            lines.append("")
        else:
            lines[-1] += piece.text
    _leave_out(findings, "the page", "struck out and left out", struck)
    printed = filter(str.strip, lines)
    return Content(blocks, paragraphs_of((line, f"line {at}") for at, line in enumerate(printed, start=1)))


def _leave_out(findings: Findings, place: Spot | str, what: str, words: Sequence[str]) -> None:
    if left_out := " ".join(" ".join(words).split()):
        findings.leave_out(place, f"{what}: “{short(left_out)}”.")


def _parsed(text: str) -> Element:
    """The page as a tree, put right as a browser would. Nothing is fetched, and no script is run."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    content = text.replace("\0", "").encode()
    try:
        page = html.document_fromstring(content, parser=parser)
    except etree.ParserError:  # there are no words in it
        return html.Element("body")
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise Refused(
            "the page's elements are nested too deeply to be read whole; copy its table into a Word document or a "
            "workbook, and import that."
        )
    return page


def _hidden_words(element: Element) -> list[str]:
    """Take out of an element, in place, what the page does not show; the words that its author has hidden."""
    found = []
    for child in list(element):
        is_hidden = "hidden" in child.attrib or bool(_HIDDEN_STYLE.search(child.get("style", "")))
        if child.tag not in _NOT_SHOWN:
            found += _hidden_words(child)
            if not is_hidden:
                continue
            found.append("".join(one.text for one in _pieces(child, ()) if isinstance(one, _Words)))
        child.drop_tree()
    return found


def _without_layout(body: Element) -> set[Element]:
    """The tables that are read: the outermost, or those within one that has no row of headings itself."""
    found: set[Element] = set()
    for table in body.iter("table"):
        within = set(table.iterdescendants("table"))
        if not found.isdisjoint(table.iterancestors("table")):
            continue
        rows = _rows(table, "", within, Findings()) if within else ()
        if not within or any(is_heading_row(row.cells, {}, thoroughly=True) for row in rows):
            found.add(table)
    return found


def _pieces(
    element: Element, tables: Container[Element], is_struck: bool = False
) -> Iterator[_Words | Element]:
    """The words in an element and the breaks of its lines, in order; those of ``tables`` as elements, unread."""
    is_struck = is_struck or element.tag in _STRUCK or bool(_STRUCK_STYLE.search(element.get("style", "")))
    begins_line = element.tag in _BEGINS_LINE
    if begins_line or element.tag in ("br", "hr"):
        yield _Words(_BREAK)
    if element.tag in ("td", "th", "img", "input", "select"):
        yield _Words(f" {_shown(element)} ", is_struck)
    if element.tag in ("select", "svg"):
        return
    yield _Words(_SPACE.sub(" ", element.text or ""), is_struck)
    for child in element:
        if child in tables:
            yield child
        else:
            yield from _pieces(child, tables, is_struck)
        yield _Words(_SPACE.sub(" ", child.tail or ""), is_struck)
    if begins_line:
        yield _Words(_BREAK)


def _mark_items(body: Element) -> None:
    """Put what the page shows before the items of the lists in its cells, a number or a bullet, into their words."""
    for listed in body.iter("ul", "ol"):
        if next(listed.iterancestors("td", "th"), None) is None:
            continue
        number_format = _NUMBER_FORMATS.get(listed.get("type", ""), "decimal")
        count = whole_number(listed.get("start", "")) or 1
        for item in listed.iterchildren("li"):
            count = whole_number(item.get("value", "")) or count
            if listed.tag == "ol":
                _mark(item, f"{numeral(count, number_format)}.")
            elif "".join(item.itertext()).strip():
                _mark(item, BULLET_SIGN)
            count += 1


def _mark(item: Element, mark: str) -> None:
    """Put a mark before the words of an item of a list, on the line on which the first of them stand."""
    first = begin = item
    while not (first.text or "").strip() and len(first) and first[0].tag not in _NO_WORDS_WITHIN:
        first = first[0]
        begin = first if first.tag in _BEGINS_LINE else begin
    begin.text = f"{mark} {(begin.text or '').lstrip()}"


def _shown(element: Element) -> str:
    """The words that an element shows by itself: a picture its name, a field of a form what is entered in it."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if "selected" in one.attrib]
        if "multiple" not in element.attrib:
            chosen = chosen[-1:] or [one for one in options if "disabled" not in one.attrib][:1]
        return _SPACE.sub(" ", ", ".join(one.text_content().strip() for one in chosen))
    if element.tag != "input":
        return str(element.get("alt", ""))
    kind = element.get("type", "").strip().casefold()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in element.attrib else "☐"
    return "" if kind in _WITHOUT_WORDS else _SPACE.sub(" ", element.get("value", ""))


def _titles(element: Element) -> str:
    """The titles of the icons in an element, which show it to who points at them."""
    titles = [
        (one.text or "") if one.tag == "title" else one.get("title", "")
        for one in element.iter("i", "span", "img", "title")
    ]
    return " ".join(filter(None, titles))


def _block(table: Element, name: str, above: str, findings: Findings) -> RowBlock:
    """The rows of a table, under its caption or else the line ``above`` it where that is short."""
    caption = table.find("caption")
    title = clean_paragraphs(caption.text_content()) if caption is not None else above
    rows = tuple(_rows(table, name, (), findings))
    between = [
        words
        for element in (table, *table.iterchildren("thead", "tbody", "tfoot"), *_row_elements(table))
        for words in (element.text, *(child.tail for child in element))
        if words
    ]
    _leave_out(findings, name, "words between its cells were left out", between)
    return RowBlock(rows, by_content=True, title=title if len(title) <= _LONGEST_TITLE else "")


def _row_elements(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _rows(table: Element, name: str, tables: Container[Element], findings: Findings) -> Iterator[Row]:
    """The rows of a table, without the words of ``tables`` in it; cells merged down are in Row.above of those below."""
    down: dict[int, tuple[int, str]] = {}
    for number, element in enumerate(_row_elements(table), start=1):
        spot = Spot(name, "row", number)
        refuse_too_many(spot)
        row = _row([_cell(cell, tables) for cell in element.iterchildren("td", "th")], spot, down)
        _leave_out(findings, spot, "struck out and left out", list(row.struck.values()))
        if any(row.cells) or row.fills or not row.struck:
            yield row


def _cell(element: Element, tables: Container[Element]) -> _Cell:
    pieces = [one for one in _pieces(element, tables) if isinstance(one, _Words)]
    words = without_lone_bullet(clean_paragraphs("".join(one.text for one in pieces if not one.is_struck)))
    struck = clean_paragraphs("".join(one.text for one in pieces if one.is_struck))
    if not (words or struck):
        words = clean_paragraphs(_titles(element))
    return _Cell(
        "" if is_placeholder(words) else words,
        struck,
        _span(element.get("colspan", "")),
        _to_the_end(element)
        if element.get("rowspan", "").strip() == "0"
        else _span(element.get("rowspan", "")),
        _colour_of(element)
        or ("" if words else next(filter(None, map(_colour_of, element.iterdescendants())), "")),
    )


def _colour_of(element: Element) -> str:
    """The name of the colour that an element is on; "" without any."""
    found = _COLOUR.search(element.get("style", ""))
    return _colour(found[1] if found else element.get("bgcolor", ""))


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
        refuse_too_wide(spot, at)
        left, text_above = from_above.get(at, (0, ""))
        if left or not waiting:  # merged from above, or a cell that the row lacks
            words.append("")
            above.append(text_above)
            if left > 1:
                down[at] = (left - 1, text_above)
            continue
        cell = waiting.pop(0)
        for beside in range(cell.columns):
            words.append("" if beside else cell.words)
            above.append("")
            if cell.rows > 1:
                down[at + beside] = (cell.rows - 1, "" if beside else cell.words)
        if cell.columns > 1:
            spans[at] = cell.columns
        if cell.colour:
            fills[at] = cell.colour
        if cell.struck:
            struck[at] = cell.struck
    return Row(tuple(words), spot, tuple(above) if any(above) else (), spans, fills, struck)


def _to_the_end(cell: Element) -> int:
    """Over how many rows a cell is merged that goes on to the end of its part of the table."""
    return 1 + sum(1 for _ in cell.getparent().itersiblings("tr"))


def _span(given: str) -> int:
    """How many columns or rows a cell is merged over, by a number above 0."""
    number = given.strip()[:5]
    return min(max(int(number), 1), _MOST_SPANNED) if number.isdecimal() else 1


def _colour(given: str) -> str:
    """The name of a colour given as #RRGGBB, #RGB, rgb(…) or by a common name; "" for others."""
    plain = given.strip().casefold()
    parts = _RGB.match(plain)
    if parts:
        return colour_name("".join(f"{min(int(part), 255):02x}" for part in parts.groups()))
    name = plain.split(" ")[0].removesuffix("!important")
    digits = name.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return colour_name(_NAMED.get(name, digits))
