"""The Word paper, read back as XML and by LibreOffice."""

import io
import itertools
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from papers.write.characters import clean
from papers.write.compose import compose
from papers.write.document import Document, DocumentPart, Items, Paragraph, Table
from papers.write.word_document import word_document
from register.refused import Refused
from tests.papers.write import samples
from tests.papers.write.read_back import DRAWING, W, part, style_names, word_paragraphs, word_tables, words


@pytest.fixture(scope="module")
def march() -> bytes:
    """The March paper."""
    return word_document(compose(samples.march()))


def test_the_appendix_holds_every_row_in_the_committees_own_columns(march: bytes) -> None:
    headings, *rows = word_tables(march)[-1]
    assert headings == samples.HEADINGS
    assert rows == [tuple(clean(cell) for cell in row) for row in samples.rows()]
    assert len(rows) == 44


def test_the_covering_report_comes_first_in_the_order_of_a_council(march: bytes) -> None:
    paragraphs = word_paragraphs(march)
    assert paragraphs[:2] == [
        ("Organisation", "Kent County Council"),
        ("Title", "SEND transport review: progress of the management actions"),
    ]
    details = [text for style, text in paragraphs if style == "Report Details"]
    assert [text.split("\t")[0].strip() for text in details[:5]] == [
        "From:",
        "To:",
        "Date:",
        "Subject:",
        "Status:",
    ]
    assert details[2].split("\t") == ["Date:", "16 March 2023"]
    at = paragraphs.index(("heading 1", "Recommendations"))
    assert [text for _style, text in paragraphs[at + 1 : at + 4]] == [
        "The Governance and Audit Committee is asked to:",
        "NOTE the progress that is reported in Appendix 1; and",
        "AGREE that updates come to every meeting until all actions are closed.",
    ]


def test_headings_are_headings_and_skip_no_level(march: bytes) -> None:
    levels = [int(style[-1]) for style, _text in word_paragraphs(march) if style.startswith("heading ")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_heading_row_repeats_and_no_cell_is_merged(march: bytes) -> None:
    body = part(march, "word/document.xml")
    tables = list(body.iter(f"{W}tbl"))
    assert len(tables) == 15
    for table in tables:
        first, *others = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert not any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in others)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert {len(row.findall(f"{W}tc")) for row in table.findall(f"{W}tr")} == {
            len(table.findall(f"{W}tblGrid/{W}gridCol"))
        }
    assert not list(body.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"))


def test_pictures_are_described_with_every_number(march: bytes) -> None:
    described = [one.get("descr") for one in part(march, "word/document.xml").iter(f"{DRAWING}docPr")]
    assert described == [
        "Bar chart: Open actions by directorate. CYPE – Children, Young People and Education: 20, of which 12 "
        "overdue; GET – Growth, Environment and Transport: 18, of which 11 overdue; GLD: 26; None: 0.",
        "Bar chart: Actions implemented by their date. By the original date: 7%; By the revised date: 95%. "
        "The line at 90% is the Committee’s target.",
    ]


def test_it_says_its_title_and_its_language(march: bytes) -> None:
    core = part(march, "docProps/core.xml")
    texts = {one.tag.partition("}")[2]: one.text for one in core}
    assert texts["title"] == "SEND transport review: progress of the management actions"
    assert texts["language"] == "en-GB"
    assert texts["created"] == texts["modified"] == "2023-03-09T12:30:15Z"
    default = part(march, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(f"{W}val") == "en-GB"


def test_recommendations_are_a_real_list_with_letters(march: bytes) -> None:
    body, numbering = part(march, "word/document.xml"), part(march, "word/numbering.xml")
    note = next(p for p in body.iter(f"{W}p") if words(p).startswith("NOTE "))
    number = note.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    kept = {
        one.get(f"{W}numId"): one.find(f"{W}abstractNumId").get(f"{W}val") for one in numbering.iter(f"{W}num")
    }
    level = next(
        one.find(f"{W}lvl")
        for one in numbering.iter(f"{W}abstractNum")
        if one.get(f"{W}abstractNumId") == kept[number]
    )
    assert level.find(f"{W}numFmt").get(f"{W}val") == "lowerLetter"
    assert level.find(f"{W}lvlText").get(f"{W}val") == "%1)"


def test_the_report_stands_and_the_appendix_lies(march: bytes) -> None:
    sizes = list(part(march, "word/document.xml").iter(f"{W}pgSz"))
    widths = [int(one.get(f"{W}w")) > int(one.get(f"{W}h")) for one in sizes]
    assert widths == [False, False, True]


def test_no_part_ends_in_an_empty_line_which_could_begin_an_empty_page() -> None:
    blocks = (Paragraph("Words."), Table("Table", ("Number", "Words"), (("1", "One"),)), Items((("", "Item"),)))
    parts = tuple(DocumentPart("Part", (block,)) for block in (*blocks, *blocks))
    paragraphs = word_paragraphs(word_document(Document("Parts", parts, samples.MOMENT)))
    assert [text for _style, text in paragraphs] == ["Parts", *("Words.", "", "Item") * 2]


def test_a_report_of_one_part_has_its_number_on_each_page_and_room_below_its_table() -> None:
    table = Table("Table", ("Number", "Words"), (("1", "One"),), row_heading=None)
    part_ = DocumentPart("Part", (table, table, Paragraph("The end.")))
    word = docx.Document(io.BytesIO(word_document(Document("Report", (part_,), samples.MOMENT))))
    footer = word.sections[0].footer.paragraphs[0]
    assert "Page " in footer.text
    assert [code.text for code in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert [code.text for code in footer._p.iter(qn("w:t"))] == ["Page ", "1", " of ", "1"]
    assert len(footer.paragraph_format.tab_stops) == 1  # those of the usual style would stop the number earlier
    assert not footer.style.paragraph_format.tab_stops
    _title, between, end = word.paragraphs
    assert between.text == ""  # Word would make one table of two
    assert end.paragraph_format.space_before == Pt(6)
    cell = word.tables[0].rows[1].cells[0]
    assert not cell.paragraphs[0].runs[0].bold  # no column of it names the rows
    assert word.tables[0]._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "0"


def test_only_a_row_too_long_for_a_page_may_be_parted_by_its_end() -> None:
    lines = "\n" * 15
    cells = ("x" * 999, "x" * 1_000, f"{'x' * 99}{lines}", f"{'x' * 85}{lines}", f"{'x' * 84}{lines}")
    table = Table("Table", ("Number", "Words"), tuple((str(at), cell) for at, cell in enumerate(cells)))
    part_ = DocumentPart("Part", (table,))
    (found,) = docx.Document(io.BytesIO(word_document(Document("Long", (part_,), samples.MOMENT)))).tables
    kept = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in found.rows]
    assert kept == [True, True, False, False, False, True]


def test_nothing_stands_between_the_elements_where_word_would_call_the_file_broken(march: bytes) -> None:
    body = part(march, "word/document.xml")
    words_of = {f"{W}t", f"{W}instrText"}
    assert [one.text for one in body.iter(f"{W}t") if {"\n", "\t"} & set(one.text)] == []
    assert [one.tag for one in body.iter() if (one.tail or "").strip()] == []
    assert [one.tag for one in body.iter() if (one.text or "").strip() and one.tag not in words_of] == []


def test_long_names_and_letters_that_xml_forbids_fit_the_properties_of_the_file() -> None:
    long = "A name\x0b that \x00 goes on " * 30
    table = Table(long, ("Number",), (("1",),))
    parts = (DocumentPart("Part", (table, Paragraph("Words.", long))),)
    document = Document(long, parts, samples.MOMENT, author=long, reference=long, organisation=long)
    word = docx.Document(io.BytesIO(word_document(document)))
    core = word.core_properties
    assert {core.title, core.author, core.subject} == {clean(long)[:255]}
    assert word.sections[0].footer.paragraphs[0].text.startswith(clean(long))
    assert word.paragraphs[-1].text == f"{clean(long)} Words."


def test_a_council_keeps_its_margins_and_footer_and_the_report_stands_whichever_way_its_page_lies(
    tmp_path: Path,
) -> None:
    template = docx.Document()
    section = template.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(297), Mm(210), Mm(33)
    section.footer.paragraphs[0].text = "The Council's own footer"
    template.save(str(tmp_path / "lying.docx"))
    word = docx.Document(io.BytesIO(word_document(compose(samples.march()), tmp_path / "lying.docx")))
    sizes = [(one.page_width or 0, one.page_height or 0) for one in word.sections]
    assert [width < height for width, height in sizes] == [True, True, False]
    assert {one.left_margin for one in word.sections} == {section.left_margin}
    assert {one.footer.paragraphs[0].text for one in word.sections} == {"The Council's own footer"}


AFTER_COMPAT = (
    *("w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping"),
    *("w:shapeDefaults", "w:decimalSymbol", "w:listSeparator"),
)
"""What CT_Settings of ISO 29500-1 has after "compat"."""


@pytest.mark.parametrize("name", AFTER_COMPAT)
def test_a_template_of_an_old_word_opens_without_the_compatibility_mode(tmp_path: Path, name: str) -> None:
    template = docx.Document()
    settings = template.settings.element
    for element in list(settings):
        settings.remove(element)
    maths = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    prefix, _colon, local = name.partition(":")
    settings.append(settings.makeelement(f"{{{maths}}}{local}" if prefix == "m" else qn(name)))
    template.save(str(tmp_path / "old.docx"))
    document = Document("Report", (DocumentPart("Part", (Paragraph("Words."),)),), samples.MOMENT)
    found = list(part(word_document(document, tmp_path / "old.docx"), "word/settings.xml"))
    assert [one.tag.partition("}")[2] for one in found] == ["compat", local]
    (mode,) = found[0]
    assert (mode.get(f"{W}name"), mode.get(f"{W}val")) == ("compatibilityMode", "15")


def _template(folder: Path) -> Path:
    template = docx.Document()
    template.add_paragraph("What the template says itself")
    heading = template.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.color.rgb = "Georgia", Pt(30), RGBColor(0, 0x66, 0x33)
    template.sections[0].header.paragraphs[0].text = "The Council's own header"
    file = folder / "house.docx"
    template.save(str(file))
    return file


def test_a_councils_template_keeps_its_look_and_loses_its_words(tmp_path: Path) -> None:
    document = word_document(compose(samples.march()), _template(tmp_path))
    assert "What the template says itself" not in [text for _style, text in word_paragraphs(document)]
    styles = {
        one.find(f"{W}name").get(f"{W}val"): one for one in part(document, "word/styles.xml").iter(f"{W}style")
    }
    look = styles["heading 1"].find(f"{W}rPr")
    assert look.find(f"{W}rFonts").get(f"{W}ascii") == "Georgia"
    assert look.find(f"{W}color").get(f"{W}val") == "006633"
    assert {"Report Details", "Table Text", "Committee Table"} <= set(style_names(document).values())
    for name in ("Report Details", "Table Text"):  # what is added speaks in the council's own face
        assert styles[name].find(f"{W}rPr/{W}rFonts") is None
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        assert any("own header" in packed.read(name).decode() for name in packed.namelist() if "header" in name)
    assert word_tables(document)[-1][1:] == [tuple(clean(cell) for cell in row) for row in samples.rows()]


def test_a_template_without_any_list_gets_one(tmp_path: Path) -> None:
    template = docx.Document()
    for name, relation in list(template.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            template.part.rels.pop(name)
    template.save(str(tmp_path / "plain.docx"))
    document = word_document(compose(samples.march()), tmp_path / "plain.docx")
    body, numbering = part(document, "word/document.xml"), part(document, "word/numbering.xml")
    used = {one.get(f"{W}val") for one in body.iter(f"{W}numId")}
    assert used <= {one.get(f"{W}numId") for one in numbering.iter(f"{W}num")}
    assert used


def test_a_template_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("no Word document")
    with pytest.raises(Refused, match=r"notes\.docx cannot be used as a template"):
        word_document(compose(samples.march()), tmp_path / "notes.docx")


def test_odd_characters_come_back_as_they_were_written() -> None:
    document = word_document(compose(samples.odd()))
    rows = word_tables(document)[-1][1:]
    assert [row[1] for row in rows] == [clean(text) for text in samples.ODD]


def test_words_from_right_to_left_are_marked_as_such() -> None:
    body = part(word_document(compose(samples.odd())), "word/document.xml")
    turned = {words(one) for one in body.iter(f"{W}p") if one.find(f"{W}pPr/{W}bidi") is not None}
    assert samples.ODD[2] in turned
    assert samples.ODD[3] in turned
    assert samples.ODD[1] not in turned
    runs = {words(one) for one in body.iter(f"{W}r") if one.find(f"{W}rPr/{W}rtl") is not None}
    assert {samples.ODD[2], samples.ODD[3]} <= runs


def test_the_parts_have_what_the_schema_asks_for(march: bytes) -> None:
    """Word repairs less than it reads: found with the schemas of ISO 29500, which are not ours to ship."""
    assert [one for one in part(march, "word/styles.xml").iter(f"{W}tabs") if not len(one)] == []
    zoom = part(march, "word/settings.xml").find(f"{W}zoom")
    assert zoom is not None
    assert zoom.get(f"{W}percent")
    modes = [one.get(f"{W}name") for one in part(march, "word/settings.xml").iter(f"{W}compatSetting")]
    assert modes.count("compatibilityMode") == 1
