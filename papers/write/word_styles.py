"""The named styles of a Word paper. Those that a council's own template defines are kept; missing ones are added."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from papers.write.document import LANGUAGE

TITLE_STYLE, BODY_STYLE, BULLET_STYLE, NUMBER_STYLE = "Title", "Body Text", "List Bullet", "List Number"
ORGANISATION, DETAILS, NOTE = "Organisation", "Report Details", "Report Note"
COMMITTEE_TABLE, TABLE_HEADING, TABLE_TEXT, PICTURE = (
    "Committee Table",
    "Table Heading",
    "Table Text",
    "Picture",
)
SMALL_HEADING, SMALL_TEXT = "Table Heading Small", "Table Text Small"
"""The names of the styles; a template that defines them sets their look."""

FONT = "Arial"
TABLE_SIZE, SMALL_SIZE = 9.5, 8
"""The font size of tables in points, and that of tables whose words would otherwise be broken."""
_INK = RGBColor(0x1F, 0x2A, 0x37)
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
# Size in points, bold, space before and after in points, kept with the next paragraph.
_PARAGRAPHS: dict[str, tuple[float, bool, float, float, bool]] = {
    "Normal": (11, False, 0, 0, False),
    TITLE_STYLE: (20, True, 0, 10, True),
    "Heading 1": (15, True, 16, 6, True),
    "Heading 2": (12.5, True, 12, 5, True),
    "Heading 3": (11, True, 10, 4, True),
    BODY_STYLE: (11, False, 0, 8, False),
    BULLET_STYLE: (11, False, 0, 5, False),
    NUMBER_STYLE: (11, False, 0, 6, False),
    ORGANISATION: (12.5, True, 0, 8, True),
    DETAILS: (11, False, 0, 4, False),
    NOTE: (9.5, False, 0, 8, False),
    TABLE_HEADING: (TABLE_SIZE, True, 2, 2, True),
    TABLE_TEXT: (TABLE_SIZE, False, 2, 2, False),
    SMALL_HEADING: (SMALL_SIZE, True, 2, 2, True),
    SMALL_TEXT: (SMALL_SIZE, False, 2, 2, False),
    PICTURE: (11, False, 0, 10, False),
}
_NUMBERING = f"""<w:numbering {nsdecls("w")}/>"""
_LETTERS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{{}}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{{}}"/><w:lvlText w:val="{{}}"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>"""
_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="CommitteeTable">
<w:name w:val="{COMMITTEE_TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders>{{borders}}</w:tblBorders><w:tblCellMar><w:left w:w="90" w:type="dxa"/>
<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto"
w:fill="E4EAF1"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"""
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def define_styles(document: Any, *, is_own: bool) -> None:
    """Define the styles of a paper in a document.

    With ``is_own`` (no council's template) all of them are set, otherwise only those that the template lacks.
    """
    existing_names = {style.name for style in document.styles}
    for name, look in _PARAGRAPHS.items():
        if name not in existing_names:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"]
            style.quick_style = True
            _set_look(style, look, is_own=is_own)
        elif is_own:
            _set_look(document.styles[name], look, is_own=True)
    if COMMITTEE_TABLE not in existing_names:
        borders = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>' for edge in _EDGES
        )
        document.styles.element.append(parse_xml(_TABLE_STYLE.format(borders=borders)))
    if is_own or DETAILS not in existing_names:
        document.styles[DETAILS].paragraph_format.left_indent = Mm(28)
        document.styles[DETAILS].paragraph_format.first_line_indent = Mm(-28)
        document.styles[DETAILS].paragraph_format.tab_stops.add_tab_stop(Mm(28))
    _set_language(document)


def _set_look(style: Any, look: tuple[float, bool, float, float, bool], *, is_own: bool) -> None:
    """Set the look of a style; in a council's template font and colour remain those of its own "Normal"."""
    size, bold, before, after, keep = look
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    if is_own:
        style.font.name, style.font.color.rgb = FONT, _INK
        fonts = style.element.rPr.rFonts
        for theme in _THEME_FONTS:
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), FONT)
    for decoration in [*style.element.iter(qn("w:pBdr")), *style.element.iter(qn("w:contextualSpacing"))]:
        decoration.getparent().remove(decoration)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _set_language(document: Any) -> None:
    """Set the language in the document's defaults, for screen readers."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    holder = document.styles["Normal"].element if defaults is None else defaults
    properties = next(holder.iter(qn("w:rPr")), None)
    if properties is None:
        properties = holder.get_or_add_rPr()
    for element in properties.findall(qn("w:lang")):
        properties.remove(element)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    properties.append(language)


class Numbering:
    """The list numbering of a document, in which each list starts again."""

    def __init__(self, document: Any) -> None:
        self._element = _numbering_part(document).element
        self._letters = self._abstract("lowerLetter", "%1)")
        self._bullets = self._abstract("bullet", "•")

    def new_list(self, *, lettered: bool) -> int:
        """The number id of a new list, lettered a), b), c) or with bullets."""
        numbers = [int(one.get(qn("w:numId"))) for one in self._element.findall(qn("w:num"))]
        number = max(numbers, default=0) + 1
        kind = self._letters if lettered else self._bullets
        element = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        last = self._element.find(qn("w:numIdMacAtCleanup"))
        if last is None:
            self._element.append(element)
        else:
            last.addprevious(element)
        return number

    def _abstract(self, form: str, text: str) -> int:
        definitions = self._element.findall(qn("w:abstractNum"))
        number = max((int(one.get(qn("w:abstractNumId"))) for one in definitions), default=-1) + 1
        self._element.insert(len(definitions), parse_xml(_LETTERS.format(number, form, text)))
        return number


def _numbering_part(document: Any) -> Any:
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:  # a template without any list
        name = PackURI("/word/numbering.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_NUMBERING, parse_xml(_NUMBERING), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part
