"""Reading what was written, by other means: the XML of Office files, and a page's elements."""

import io
import zipfile
from html.parser import HTMLParser
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def part(data: bytes, name: str) -> Any:
    """One XML part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return etree.fromstring(packed.read(name))


def words(element: Any) -> str:
    """The words of a paragraph or cell of a Word document, with its line breaks and tabs."""
    pieces = []
    for item in element.iter(f"{W}t", f"{W}br", f"{W}tab"):
        if item.tag == f"{W}t":
            pieces.append(item.text or "")
        elif item.getparent().tag == f"{W}r":
            pieces.append("\n" if item.tag == f"{W}br" else "\t")
    return "".join(pieces)


def word_tables(data: bytes) -> list[list[tuple[str, ...]]]:
    """Every table of a Word document as rows of cells."""
    body = part(data, "word/document.xml")
    return [
        [tuple(words(cell) for cell in row.iter(f"{W}tc")) for row in table.iter(f"{W}tr")]
        for table in body.iter(f"{W}tbl")
    ]


def style_names(data: bytes) -> dict[str, str]:
    """The names of a Word document's styles by their ids."""
    styles = part(data, "word/styles.xml")
    return {one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val") for one in styles.iter(f"{W}style")}


def word_paragraphs(data: bytes) -> list[tuple[str, str]]:
    """The paragraphs outside tables: the name of the style, and the words."""
    names = style_names(data)
    found = []
    for paragraph in part(data, "word/document.xml").find(f"{W}body").findall(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found.append((names[style.get(f"{W}val")] if style is not None else "", words(paragraph)))
    return found


class Page(HTMLParser):
    """What a web page holds: its elements in order with their attributes, its headings and tables."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.words: list[str] = []
        self._into: list[str] | None = None
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th", "h1", "h2", "h3", "h4"):
            self._into = []
        elif tag == "br" and self._into is not None:
            self._into.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._into is None:
            return
        if tag in ("td", "th"):
            self.tables[-1][-1].append("".join(self._into))
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), "".join(self._into)))
        else:
            return
        self._into = None
