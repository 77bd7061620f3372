"""Make the sample's Word documents from its texts: ``python -m papers.sample.make``."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from papers.read import read
from papers.write.document import LANGUAGE
from register.action import Line
from register.days.target_dates import read_target

HERE = Path(__file__).parent
PAPERS = {
    "management-action-table": ("Appendix 1: Management Action Table", date(2022, 11, 15)),
    "management-action-table-march": ("Management Action Table: progress update", date(2023, 3, 16)),
}
HEADINGS = (
    "Action Ref.",
    "Activity Defined",
    "Activity Delivered",
    "Target Date",
    "CMT Owner",
    "Progress Indicator",
)
_WIDTHS = (Mm(17), Mm(91), Mm(88), Mm(29), Mm(19), Mm(23))
_INK, _HEADING_FILL, _RULE = RGBColor(0x1F, 0x2A, 0x37), "1F3A5F", "9AA5B1"


def make(folder: Path = HERE) -> None:
    """Write the Word documents of the samples into ``folder``."""
    for name, (title, meeting) in PAPERS.items():
        lines = read(HERE / f"{name}.txt").lines
        document(title, f"Governance and Audit Committee, {meeting.day} {meeting:%B %Y}", lines, meeting).save(
            str(folder / f"{name}.docx")
        )


def document(title: str, subtitle: str, lines: Sequence[Line], as_at: date) -> Any:
    """A landscape Word document with a table of ``lines``: headings repeated on each page, no merged cells.

    ``as_at`` is the day of the paper, by which its target dates are read.
    """
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = LANGUAGE
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(14), Mm(19)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Arial", Pt(9), _INK
    normal.paragraph_format.space_after = Pt(0)
    for style, size in (("Title", 18), ("Subtitle", 11)):
        _plain(document.styles[style], Pt(size))
    document.add_paragraph(title, style="Title")
    document.add_paragraph(subtitle, style="Subtitle")
    _table(document, title, [_cells(line, as_at) for line in lines])
    _page_numbers(section.footer.paragraphs[0])
    return document


def _plain(style: Any, size: Pt) -> None:
    """Set a heading style to the font of the document, without the template's rule, theme font and italics."""
    style.font.name, style.font.size, style.font.italic, style.font.color.rgb = "Arial", size, False, _INK
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for decoration in [*style.element.iter(qn("w:pBdr")), *style.element.iter(qn("w:spacing"))]:
        decoration.getparent().remove(decoration)
    style.paragraph_format.space_after = Pt(6)


def _cells(line: Line, as_at: date) -> tuple[str, ...]:
    milestones = read_target(line.target, as_at).milestones
    target = "\n".join(f"{one.label} {one.printed}".strip() for one in milestones)
    return line.ref, line.defined, line.delivered, target, " ".join(line.owners), line.progress


def _table(document: Any, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(HEADINGS))
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": _RULE}
    borders = _element("w:tblBorders", {}, *(_element(f"w:{edge}", rule) for edge in edges))
    space = (("top", "40"), ("left", "90"), ("bottom", "40"), ("right", "90"))
    margins = (_element(f"w:{edge}", {"w:w": width, "w:type": "dxa"}) for edge, width in space)
    properties = table._tbl.tblPr  # its parts have a fixed order: borders, layout, margins, look, caption
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLook")).addprevious(_element("w:tblCellMar", {}, *margins))
    properties.append(_element("w:tblCaption", {"w:val": title}))
    _row(table, HEADINGS, heading=True)
    for cells in rows:
        _row(table, cells, heading=False)


def _row(table: Any, cells: tuple[str, ...], *, heading: bool) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit", {}))
    if heading:
        properties.append(_element("w:tblHeader", {}))
    for cell, width, words in zip(row.cells, _WIDTHS, cells, strict=True):
        cell.width = width
        for number, paragraph in enumerate(words.split("\n")):
            place = cell.add_paragraph() if number else cell.paragraphs[0]
            run = place.add_run(paragraph)
            if heading:
                run.bold, run.font.color.rgb = True, RGBColor(0xFF, 0xFF, 0xFF)
        if heading:
            shade = _element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": _HEADING_FILL})
            cell._tc.get_or_add_tcPr().append(shade)


def _page_numbers(paragraph: Any) -> None:
    paragraph.add_run("Page ")
    paragraph._p.append(_element("w:fldSimple", {"w:instr": "PAGE"}))
    paragraph.add_run(" of ")
    paragraph._p.append(_element("w:fldSimple", {"w:instr": "NUMPAGES"}))


def _element(tag: str, attributes: dict[str, str], *children: Any) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    element.extend(children)
    return element


if __name__ == "__main__":
    make()
