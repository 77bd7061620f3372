"""A document as DOCX: named styles, real headings and lists, and tables with marked heading rows that repeat."""

import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from papers.write import word_styles as styles
from papers.write.characters import clean, is_right_to_left
from papers.write.charts import WIDTH_MM, draw
from papers.write.document import (
    LANGUAGE,
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
from papers.write.widths import breakable, letters_needed, shares
from papers.write.word_styles import Numbering
from papers.write.zipped import repacked
from register.lazy_pattern import LazyPattern
from register.refused import Refused

_LETTERS_IN_MM = 0.54
"""The number of letters in the font size of tables that fit into a millimetre."""
_A3 = (Mm(297), Mm(420))
"""The page size for a table whose words would be broken on A4."""
_LONG_ROW, _LINE = 1_000, 60
"""A row with a cell of this number of letters may be split by the end of a page; a line break counts as a line."""
_LAST_PARAGRAPH = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""The paragraph that Word needs behind a table at the end, so small that it does not begin a new page."""
_BELOW_TABLE = 120
"""The space above a paragraph that follows a table, in twentieths of a point: a table leaves none below it."""
_EMU_PER_TWENTIETH = 635
"""English metric units in a twentieth of a point."""
_NAMESPACES = nsdecls("w", "r")
_ADDRESS = LazyPattern(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”'])", re.I)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr"
_AFTER_COMPAT = {
    _MATHS,
    *(qn(f"w:{name}") for name in ("docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping")),
    *(qn(f"w:{name}") for name in ("shapeDefaults", "decimalSymbol", "listSeparator")),
}
"""The elements that the schema puts after "compat" in a document's settings."""


def word_document(document: Document, template: Path | None = None) -> bytes:
    """The DOCX of a document, with the pages, styles, headers and footers of a council's ``template`` if one is given.

    The body of the template is left out. Raises Refused when the template cannot be read.
    """
    word = _opened(template)
    styles.define_styles(word, is_own=template is None)
    _Writer(word, is_own=template is None).write(document)
    core = word.core_properties
    core.title, core.author, core.language, core.subject = (
        clean(document.title)[:255],
        clean(document.author)[:255],
        LANGUAGE,
        clean(document.reference)[:255],
    )
    core.comments, core.keywords, core.last_modified_by, core.revision = "", "", "", 1
    core.created = core.modified = document.moment.replace(tzinfo=None)
    content = io.BytesIO()
    word.save(content)
    return repacked(content.getvalue(), document.moment)


def _opened(template: Path | None) -> Any:
    if template is None:
        word = docx.Document()
        for tabs in list(word.styles["Footer"].element.iter(qn("w:tabs"))):
            tabs.getparent().remove(tabs)  # the usual ones are for another width of page
        section = word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.header_distance = section.footer_distance = Mm(9)
    else:
        try:
            word = docx.Document(str(template))
        except Exception as broken:
            raise Refused(
                f"{template.name} cannot be used as a template: it is not a readable Word document (.docx)."
            ) from broken
    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return word


class _Writer:
    """Appends the blocks of a document to the body of a Word document."""

    def __init__(self, word: Any, *, is_own: bool) -> None:
        self._word, self._is_own = word, is_own
        self._numbering = Numbering(word)
        self._page = sorted((word.sections[0].page_width, word.sections[0].page_height))
        self._ids = {style.name: style.style_id for style in word.styles}

    def write(self, document: Document) -> None:
        _set_compatibility(self._word)
        if document.organisation:
            self._paragraph(styles.ORGANISATION, document.organisation)
        self._paragraph(styles.TITLE_STYLE, document.title)
        has_footer = not self._word.sections[0].footer.is_linked_to_previous
        for number, part in enumerate(document.parts):
            self._section(part, first=number == 0)
            if not has_footer and (number == 0 or part.landscape != document.parts[number - 1].landscape):
                _footer(self._word.sections[-1], clean(document.reference))  # its tab is at its own page's edge
            for previous, block, following in zip_longest(
                (None, *part.blocks[:-1]), part.blocks, part.blocks[1:]
            ):
                is_introduction = isinstance(following, Table | Items)
                self._block(block, is_introduction=is_introduction, is_below_table=isinstance(previous, Table))
                if isinstance(block, Table) and isinstance(following, Table):
                    self._paragraph(styles.TABLE_TEXT, "")  # Word needs one between tables
                elif isinstance(block, Table) and following is None:
                    self._append(_LAST_PARAGRAPH)

    def _section(self, part: DocumentPart, *, first: bool) -> None:
        section = self._word.sections[0] if first else self._new_section()
        if self._is_own:
            section.left_margin = section.right_margin = Mm(14 if part.landscape else 20)
        narrow, wide = self._page
        if part.landscape:
            sides = section.left_margin + section.right_margin
            if not part.fits(_letters(wide - sides)):
                narrow, wide = _A3
            section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, wide, narrow
        else:
            section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, narrow, wide
        self._width = section.page_width - section.left_margin - section.right_margin

    def _new_section(self) -> Any:
        """A section on a new page. Its break is in the last paragraph: one of its own could begin an empty page."""
        section = self._word.add_section(WD_SECTION.NEW_PAGE)
        own = self._word.element.body[-2]
        own.getprevious().get_or_add_pPr().append(own.pPr.sectPr)
        own.getparent().remove(own)
        return section

    def _block(self, block: DocumentBlock, *, is_introduction: bool, is_below_table: bool) -> None:
        match block:
            case Heading(text, level):
                self._paragraph(f"Heading {level}", text)
            case Paragraph(text, lead, note):
                style = styles.NOTE if note else styles.BODY_STYLE
                self._append(
                    self._as_xml(
                        style,
                        text,
                        lead,
                        keep_with_next=is_introduction,
                        space_before=_BELOW_TABLE * is_below_table,
                    )
                )
            case Facts(pairs):
                for label, text in pairs:
                    self._paragraph(
                        styles.DETAILS, f"\t{text}" if label else text, f"{label}:" if label else ""
                    )
            case Items(items, lettered):
                number = self._numbering.new_list(lettered=lettered)
                for lead, text in items:
                    self._paragraph(
                        styles.NUMBER_STYLE if lettered else styles.BULLET_STYLE, text, lead, number
                    )
            case Table():
                self._table(block)
            case Picture(chart, alt):
                self._picture(draw(chart, "png"), alt)

    def _paragraph(self, style: str, text: str, lead: str = "", number: int | None = None) -> None:
        self._append(self._as_xml(style, text, lead, number))

    def _as_xml(
        self,
        style: str,
        text: str,
        lead: str = "",
        number: int | None = None,
        *,
        bold: bool = False,
        keep_with_next: bool = False,
        space_before: int = 0,
    ) -> str:
        words, lead_words = clean(text), clean(lead)
        properties = f"<w:pStyle w:val={quoteattr(self._ids[style])}/>{'<w:keepNext/>' * keep_with_next}"
        if number is not None:
            properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        if is_turned := is_right_to_left(lead_words + words):
            properties += "<w:bidi/>"
        if space_before:
            properties += f'<w:spacing w:before="{space_before}"/>'
        runs = _run(lead_words, bold=True, is_turned=is_turned) if lead_words else ""
        gap = " " if lead_words and words and not words.startswith("\t") else ""
        for place, piece in enumerate(_ADDRESS.split(gap + words)):
            run = _run(piece, bold=bold, is_turned=is_turned)
            # An address that is broken over lines can be followed all the same.
            runs += self._link(piece, run) if place % 2 else run
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def _link(self, address: str, run: str) -> str:
        """The XML of a run that leads to a web address."""
        target = address.replace("\u200b", "")
        number = self._word.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{number}">{run}</w:hyperlink>'

    def _append(self, xml: str) -> Any:
        """Append an element, given as XML, to the body before the properties of the last section; returns it."""
        element = parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1))
        self._word.element.body.insert(-1, element)
        return element

    def _table(self, table: Table) -> None:
        total = int(self._width / _EMU_PER_TWENTIETH)
        line = _letters(self._width)
        is_small = letters_needed(table.headings, table.rows) > line
        if is_small:
            line = int(line * styles.TABLE_SIZE / styles.SMALL_SIZE)
        parts = shares(table.headings, table.rows, line)
        widths = [int(share * total) for share in parts]
        rooms = [int(share * line) for share in parts]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        first = int(table.row_heading == 0)
        element = self._append(
            f"<w:tbl><w:tblPr><w:tblStyle w:val={quoteattr(self._ids[styles.COMMITTEE_TABLE])}/>"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{"04A0" if first else "0420"}" w:firstRow="1" w:lastRow="0" '
            f'w:firstColumn="{first}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(clean(table.caption))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
        # Row by row, as lxml takes time in the square of its size to move a large tree into another.
        style = styles.SMALL_HEADING if is_small else styles.TABLE_HEADING
        element.append(parse_xml(self._row(table.headings, widths, style, heading=True)))
        style = styles.SMALL_TEXT if is_small else styles.TABLE_TEXT
        is_short = table.is_short
        for place, row in enumerate(table.rows, start=1):
            keep_with_next = is_short and place < len(table.rows)
            cells = [breakable(cell, room) for cell, room in zip(row, rooms, strict=True)]
            element.append(
                parse_xml(
                    self._row(
                        cells, widths, style, row_heading=table.row_heading, keep_with_next=keep_with_next
                    )
                )
            )

    def _row(
        self,
        cells: Sequence[str],
        widths: Sequence[int],
        style: str,
        *,
        heading: bool = False,
        row_heading: int | None = None,
        keep_with_next: bool = False,
    ) -> str:
        is_unsplittable = heading or max(len(cell) + _LINE * cell.count("\n") for cell in cells) < _LONG_ROW
        properties = "<w:cantSplit/>" * is_unsplittable + "<w:tblHeader/>" * heading
        marks = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._as_xml(style, cell, bold=column == row_heading, keep_with_next=keep_with_next)}</w:tc>"
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"<w:tr {_NAMESPACES}><w:trPr>{properties}</w:trPr>{marks}</w:tr>"

    def _picture(self, png: bytes, alt: str) -> None:
        paragraph = self._word.add_paragraph(style=styles.PICTURE)
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=min(Mm(WIDTH_MM), self._width))
        properties = shape._inline.docPr
        properties.set("descr", clean(alt))
        properties.set("name", f"Chart {properties.get('id')}")


def _letters(width: int) -> int:
    """The number of letters in the font size of tables that fit into a width (in English metric units)."""
    return int(width / Mm(1) * _LETTERS_IN_MM)


def _run(text: str, *, bold: bool, is_turned: bool) -> str:
    """The XML of a run of words, with its line breaks and tabs; ``is_turned``: it runs right to left."""
    properties = "<w:b/><w:bCs/>" * bold + "<w:rtl/>" * is_turned
    pieces = []
    for number, line in enumerate(text.split("\n")):
        pieces.append("<w:br/>" * (number > 0))
        for place, piece in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" * (place > 0))
            if piece:
                pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"


def _footer(section: Any, reference: str) -> None:
    """Write a footer with ``reference`` on the left and the number of the page on the right."""
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    width = section.page_width - section.left_margin - section.right_margin
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    for words in (f"{reference}\tPage ", "PAGE", " of ", "NUMPAGES"):
        if not words.isupper():
            _small_run(paragraph).text = words
            continue
        for kind, text in (("begin", ""), ("", words), ("separate", ""), ("text", "1"), ("end", "")):
            _small_run(paragraph)._r.append(_field_part(kind, text))


def _small_run(paragraph: Any) -> Any:
    run = paragraph.add_run()
    run.font.size = Pt(8.5)
    return run


def _field_part(kind: str, text: str) -> Any:
    if kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    part = OxmlElement("w:t" if kind else "w:instrText")
    part.text = text
    return part


def _set_compatibility(word: Any) -> None:
    """Set the version of Word to a present one; without it the document opens in compatibility mode."""
    settings = word.settings.element
    zoom = settings.find(qn("w:zoom"))
    if zoom is not None and zoom.get(qn("w:percent")) is None:
        zoom.set(qn("w:percent"), "100")  # required by the schema, and missing in the library's template
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        place = next((n for n, one in enumerate(settings) if one.tag in _AFTER_COMPAT), len(settings))
        settings.insert(place, compat)
    if not any(one.get(qn("w:name")) == "compatibilityMode" for one in compat.findall(qn("w:compatSetting"))):
        compat.append(
            parse_xml(
                f'<w:compatSetting {_NAMESPACES} w:name="compatibilityMode" '
                'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            )
        )
