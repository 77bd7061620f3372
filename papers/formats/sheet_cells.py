"""The words of a workbook's cells: strings run by run, numbers as shown, formulas by their last saved value."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from papers.formats.cell_marks import is_footnote, sign
from papers.formats.grid import Findings, Spot
from papers.formats.package import Package, damaged, local, whole_number
from papers.formats.sheet_styles import Style, day_of, is_date, printed
from papers.formats.whitespace import clean_paragraphs
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_ESCAPED = LazyPattern(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class CellText:
    """The words of a cell that are read, those struck out, and the raised footnote marks that were left out."""

    words: str
    struck: str = ""
    raised: str = ""


@dataclass(frozen=True)
class Workbook:
    """What all sheets of a workbook share; ``since_1904``: its dates count from 1904 and not from 1900."""

    strings: list[CellText]
    styles: list[Style]
    since_1904: bool


def strings_of(package: Package, name: str) -> list[CellText]:
    """The shared strings of a workbook, to which cells refer by index; ``name`` is the name of their part."""
    strings: list[CellText] = []
    for element in elements(package.read(name), ("si",)):
        strings.append(_cleaned(_text(element)))
        release(element)
    return strings


def elements(data: bytes, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements with these names in the XML of a part, each when it is read. Raises Refused for damaged XML."""
    if not data:
        return
    tags = tuple(f"{{*}}{name}" for name in names)
    try:
        for _event, element in etree.iterparse(
            io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield element
    except etree.XMLSyntaxError as broken:
        raise damaged(broken) from broken


def release(element: Any) -> None:
    """Release the memory of an element that has been read, and of those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _text(element: Any) -> CellText:
    """The words of a string, run by run, without phonetic guides."""
    if len(element) == 1 and element[0].tag.endswith("}t"):  # a shortcut for strings without runs, nearly all
        return CellText(_unescaped(element[0].text or ""))
    words, struck, raised = "", "", ""
    for part in element:
        kind = local(part)
        if kind == "t":
            words += part.text or ""
        elif kind == "r":
            properties = next((one for one in part if local(one) == "rPr"), ())
            run = "".join(one.text or "" for one in part if local(one) == "t")
            marks = {local(one): one.get("val", "1") for one in properties}
            if marks.get("strike", "0") not in ("0", "false"):
                struck += f" {run}"
            elif marks.get("vertAlign") == "superscript" and is_footnote(run, words):
                raised += run
            else:
                words += run
    return CellText(_unescaped(words), " ".join(struck.split()), raised.strip())


def _unescaped(words: str) -> str:
    if "_x" not in words:
        return words
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)).replace("\x00", ""), words)


def value_of(cell: Any, style: Style, spot: Spot, workbook: Workbook, findings: Findings) -> CellText | None:
    """The words that a cell (its XML element) shows in its style; None for a blank one.

    Formulas without a saved value and error values are read as blank and reported in ``findings``.
    """
    kind = cell.get("t", "n")
    value, formula = None, None
    for part in cell:
        name = local(part)
        if name == "v":
            # Text of no letters, as of =IF(A1="","",…), is a saved value.
            value = part.text or ("" if kind == "str" else None)
        elif name == "f":
            formula = part
        elif name == "is":
            return _with_signs(_cleaned(_text(part)), style)
    if value is None:
        if formula is not None:
            words = f"={formula.text}" if formula.text else "there"
            findings.unsaved.append(f"{capitalised(str(spot))}: the formula {words}")
        return None
    if kind == "s":
        at = whole_number(value)
        if at is None or at >= len(workbook.strings):
            return None
        return _with_signs(workbook.strings[at], style)
    if kind == "e":
        findings.leave_out(spot, f"a formula shows the error {value} and was read as blank.")
        return None
    return CellText(_shown(kind, value, style, workbook))


def _shown(kind: str, value: str, style: Style, workbook: Workbook) -> str:
    if kind == "b":
        return printed(value.strip() == "1", style.number_format)
    if kind == "str":
        return printed(_unescaped(value), style.number_format)
    if kind == "d":  # an ISO date, in Strict Open XML
        try:
            return printed(datetime.fromisoformat(value.rstrip("Z")), style.number_format)
        except ValueError:
            return clean_paragraphs(value)
    try:
        number = float(value)
    except ValueError:
        return clean_paragraphs(value)
    if number != number or abs(number) > 1e300:
        return ""
    if is_date(style.number_format):
        moment = day_of(number, since_1904=workbook.since_1904)
        if moment is not None:
            return printed(moment, style.number_format)
    return printed(number, style.number_format)


def _with_signs(text: CellText, style: Style) -> CellText:
    """The words of a cell with the letters of a symbol font replaced by the ticks and boxes that they show."""
    if not style.font:
        return text
    return _cleaned(
        CellText("".join(sign(style.font, ord(letter)) for letter in text.words), text.struck, text.raised)
    )


def _cleaned(text: CellText) -> CellText:
    words = clean_paragraphs(text.words)
    return text if words == text.words else CellText(words, text.struck, text.raised)
