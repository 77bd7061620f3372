"""Word documents: what the eye sees of a table is what is read; what it does not see is reported."""

import copy
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from papers.read import read
from tests.papers.table_files import PLAIN_HEADINGS as HEADINGS
from tests.papers.table_files import PLAN_ONE as ONE
from tests.papers.table_files import PLAN_TWO as TWO
from tests.papers.table_files import change_word as word
from tests.papers.table_files import refs, reported


def run(cell: Any, inner: str) -> None:
    cell.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))


def test_hidden_text_is_left_out_and_reported(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        run(table.cell(1, 2), "<w:rPr><w:vanish/></w:rPr><w:t>Note to self: ask about the grievance.</w:t>")
        table.rows[3]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))

    found = word(tmp_path, change)
    assert [(line.ref, line.delivered) for line in found.lines] == [("1", ""), ("2", "")]
    assert reported(found, "row 2", "hidden text", "Note to self")
    assert reported(found, "row 4", "hidden", "Publish the plan")


def test_comments_in_the_margin_are_left_out_and_reported(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for row in (HEADINGS, ONE):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_comment(table.cell(1, 1).paragraphs[0].runs, text="Between ourselves: late.", author="A. N.")
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert "The document: it has 1 comment in its margin, left out." in found.left_out
    assert (refs(found), "ourselves" in str(found)) == (["1"], False)


def test_hidden_by_its_style(tmp_path: Path) -> None:
    document = Document()
    style = document.styles.add_style("Aside", 2)
    style.font.hidden = True
    table = document.add_table(rows=0, cols=6)
    for row in (HEADINGS, ONE):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    table.cell(1, 2).paragraphs[0].add_run("between ourselves", style="Aside")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").lines[0].delivered == ""


def test_struck_words_and_rows_in_word(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        table.cell(1, 3).paragraphs[0].runs[0].font.strike = True
        run(table.cell(1, 3), "<w:t xml:space='preserve'> 30 June 2023</w:t>")
        for cell in table.rows[2].cells:
            for item in cell.paragraphs[0].runs:
                item.font.double_strike = True

    found = word(tmp_path, change)
    assert refs(found) == ["1", "3"]
    assert (found.lines[0].target, found.lines[0].more["original"]) == ("30 June 2023", "31 March 2023")
    (sentence,) = [one for one in found.warnings if "row 3" in one]
    assert "row 3: the row is struck out and was left out: “2 Agree the plan" in sentence


def test_prompts_of_forms_are_no_words(tmp_path: Path) -> None:
    prompt = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r>"
        "<w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    )

    def change(table: Any) -> None:
        for at, words in (
            (2, "Click or tap here to enter text."),
            (3, "Click or tap to enter a date."),
            (5, "Pick one"),
        ):
            cell = table.cell(1, at)
            cell.text = ""
            cell.paragraphs[0]._p.append(parse_xml(prompt.format(words)))
        table.cell(2, 2).text = "Click here to enter text."

    found = word(tmp_path, change)
    assert [(line.delivered, line.target, line.progress) for line in found.lines[:2]] == [
        ("", "", ""),
        ("", "30 April 2023", "In progress"),
    ]
    assert reported(found, "row 2", "Click or tap here to enter text.")
    assert reported(found, "row 3", "Click here to enter text.")


def test_footnote_marks_are_no_digits_and_raised_letters_of_days_are(tmp_path: Path) -> None:
    raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t>"

    def change(table: Any) -> None:
        run(table.cell(1, 0), raised.format("2"))
        run(table.cell(2, 3), raised.format("1"))
        table.cell(3, 3).text = "31"
        run(table.cell(3, 3), raised.format("st"))
        run(table.cell(3, 3), "<w:t xml:space='preserve'> May 2023</w:t>")
        table.cell(3, 1).text = "Paint 20 m"
        run(table.cell(3, 1), raised.format("2"))

    found = word(tmp_path, change)
    assert refs(found) == ["1", "2", "3"]
    assert [line.target for line in found.lines] == ["31 March 2023", "30 April 2023", "31st May 2023"]
    assert found.lines[2].defined == "Paint 20 m2"
    assert reported(found, "row 2", "footnote mark")


@pytest.mark.parametrize(
    ("chosen", "progress"),
    [("", "Not started"), ("<w:default w:val='1'/>", "In progress"), ("<w:result w:val='9'/>", "")],
)
def test_a_list_of_choices_shows_its_first_or_usual_one_until_another_is_chosen(
    chosen: str, progress: str, tmp_path: Path
) -> None:
    choices = "".join(f"<w:listEntry w:val='{name}'/>" for name in ("Not started", "In progress", "Complete"))
    field = f"<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>{chosen}{choices}</w:ddList></w:ffData></w:fldChar>"

    def change(table: Any) -> None:
        table.cell(1, 5).text = ""
        run(table.cell(1, 5), field)

    assert word(tmp_path, change).lines[0].progress == progress


def test_choices_boxes_and_signs_are_read(tmp_path: Path) -> None:
    choice = (
        "<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='2'/>"
        "<w:listEntry w:val='Not started'/><w:listEntry w:val='In progress'/><w:listEntry w:val='Complete'/>"
        "</w:ddList></w:ffData></w:fldChar>"
    )

    def change(table: Any) -> None:
        for at, inner in enumerate((choice, "<w:sym w:font='Wingdings' w:char='F0FC'/>"), start=1):
            table.cell(at, 5).text = ""
            run(table.cell(at, 5), inner)
        run(table.cell(3, 5), "<w:sym w:font='Wingdings' w:char='F041'/>")

    found = word(tmp_path, change)
    assert [line.progress for line in found.lines] == ["Complete", "✓", "□"]
    assert reported(found, "row 4", "□")


def test_bullets_dots_faces_and_arrows_of_a_symbol_font_are_read(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        run(table.cell(1, 2), "<w:sym w:font='Wingdings' w:char='F0A7'/><w:t xml:space='preserve'> sent</w:t>")
        run(table.cell(2, 5), "<w:sym w:font='Wingdings' w:char='F04A'/>")
        table.cell(2, 5).paragraphs[0].runs[0].text = ""
        run(table.cell(3, 5), "<w:sym w:font='Wingdings' w:char='F0E1'/>")

    found = word(tmp_path, change)
    assert (found.lines[0].delivered, found.lines[1].progress, found.lines[2].progress) == ("▪ sent", "☺", "↑")


def test_boxes_of_forms_tabs_and_hyphens_are_read(tmp_path: Path) -> None:
    box = "<w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar>"
    states = ("<w:default w:val='0'/><w:checked/>", "<w:default w:val='1'/>", "<w:checked w:val='0'/>")

    def change(table: Any) -> None:
        table.cell(0, 5).text = "Complete?"
        for at, state in enumerate(states, start=1):
            table.cell(at, 5).text = ""
            run(table.cell(at, 5), box.format(state))
        run(table.cell(1, 2), "<w:t>Part</w:t><w:tab/><w:t>of a re</w:t><w:noBreakHyphen/><w:t>draft</w:t>")
        run(
            table.cell(2, 2),
            "<w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='A'/></w:ffData></w:fldChar>",
        )

    found = word(tmp_path, change)
    assert [(line.more["Complete?"], line.progress) for line in found.lines] == [
        ("☒", "Complete"),
        ("☒", "Complete"),
        ("☐", ""),
    ]
    assert [line.delivered for line in found.lines] == ["Part of a re-draft", "", ""]


def test_what_is_entered_in_content_controls_is_read(tmp_path: Path) -> None:
    entered = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:r><w:t>A draft</w:t></w:r></w:sdtContent></w:sdt>"
    )

    def change(table: Any) -> None:
        paragraph = table.cell(1, 2).paragraphs[0]._p
        paragraph.append(parse_xml(entered))
        paragraph.append(parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/></w:sdt>"))

    assert word(tmp_path, change).lines[0].delivered == "A draft"


def test_a_picture_without_words_is_reported_and_a_text_box_is_read_once(tmp_path: Path) -> None:
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    boxed = "<w:pict><w:txbxContent><w:p><w:r><w:t>A draft is out.</w:t></w:r></w:p></w:txbxContent></w:pict>"

    def change(table: Any) -> None:
        run(table.cell(1, 2), "<w:drawing/>")
        both = f"<mc:AlternateContent {compatible}><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>"
        run(table.cell(2, 2), f"{both}</mc:AlternateContent>")

    found = word(tmp_path, change)
    assert [line.delivered for line in found.lines] == ["", "A draft is out.", ""]
    assert reported(found, "row 2", "a cell holds a picture and no words; it was not read")
    assert not reported(found, "row 3", "picture")


def test_a_dot_is_a_rating_by_its_colour(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        table.cell(0, 5).text = "RAG"
        for at, colour in ((1, "FF0000"), (2, "00B050"), (3, "000000")):
            table.cell(at, 5).text = ""
            run(table.cell(at, 5), f"<w:rPr><w:color w:val='{colour}'/></w:rPr><w:t>●</w:t>")
        table.cell(1, 1).text = ""
        run(table.cell(1, 1), "<w:rPr><w:color w:val='FF0000'/></w:rPr><w:t>Write the plan</w:t>")

    found = word(tmp_path, change)
    assert [doubt.printed for doubt in found.doubts if doubt.printed.startswith("(")] == ["(red)", "(green)"]
    assert found.lines[0].defined == "Write the plan"


def test_tracked_changes_are_taken_as_accepted_and_that_is_said(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        mark = OxmlElement("w:del")
        mark.set(qn("w:id"), "5")
        table.rows[2]._tr.get_or_add_trPr().append(mark)
        added = copy.deepcopy(table.cell(3, 2)._tc)
        added.tcPr.append(OxmlElement("w:cellDel"))
        table.cell(3, 2)._tc.addprevious(added)

    found = word(tmp_path, change)
    assert [(line.ref, line.target) for line in found.lines] == [("1", "31 March 2023"), ("3", "31 May 2023")]
    (sentence,) = [one for one in found.warnings if "tracked changes" in one]
    assert "accepted" in sentence


def test_a_table_to_sign_is_no_page_of_actions(tmp_path: Path) -> None:
    for wide in (3, 6):
        document = Document()
        for rows in ((HEADINGS, ONE, TWO), [("", "Chair of the committee", *[""] * (wide - 3), "Date")] * 2):
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
            document.add_paragraph("Sign-off")
        document.save(str(tmp_path / "a.docx"))
        found = read(tmp_path / "a.docx")
        assert [(line.defined, line.delivered) for line in found.lines] == [
            ("Write the plan", ""),
            ("Agree the plan", ""),
        ]
        assert reported(found, "table 2".capitalize(), "left out", "Chair of the committee")


def test_colours_in_word(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        table.cell(0, 5).text = "RAG"
        for at, fill in ((1, "FF0000"), (2, "00B050"), (3, "FFC000")):
            table.cell(at, 5).text = ""
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{fill}"/>')
            table.cell(at, 5)._tc.get_or_add_tcPr().append(shade)

    found = word(tmp_path, change)
    assert [doubt.printed for doubt in found.doubts] == ["(red)", "(green)", "(amber)"]


def test_references_that_word_counts_by_itself(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        for at in (1, 2, 3):
            table.cell(at, 0).text = ""
            table.cell(at, 0).paragraphs[0].style = "List Number"

    found = word(tmp_path, change)
    assert refs(found) == ["1", "2", "3"]
    assert reported(found, "automatic numbers")


def test_a_list_that_restarts_at_1_in_the_table(tmp_path: Path) -> None:
    document = Document()
    for words in ("Introduction", "Background"):
        document.add_paragraph(words, style="List Number")
    list_number = document.styles["List Number"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    restarted = numbering.add_num(numbering.num_having_numId(list_number).abstractNumId.val)
    restarted.add_lvlOverride(ilvl=0).add_startOverride(1)
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for row in (HEADINGS, ("", *ONE[1:]), ("", *TWO[1:])):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for at in (1, 2):
        properties = table.cell(at, 0).paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = restarted.numId, 0
    document.save(str(tmp_path / "a.docx"))
    assert refs(read(tmp_path / "a.docx")) == ["1", "2"]


def test_titles_over_tables_are_sections_that_tell_references_apart(tmp_path: Path) -> None:
    document = Document()
    for title, row in (("Theme 1: People", ONE), ("Theme 2: Money", (*("1", *TWO[1:]),))):
        document.add_paragraph(title)
        document.add_paragraph(
            "Whoever leads an action of this theme reports to the board in each quarter. " * 2
        )
        document.add_paragraph("")
        table = document.add_table(rows=0, cols=6)
        for cells in (HEADINGS, row):
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [(line.ref, line.more["section"]) for line in found.lines] == [
        ("Theme 1 1", "Theme 1: People"),
        ("Theme 2 1", "Theme 2: Money"),
    ]


def test_a_table_in_a_text_box_is_read_once_and_in_its_place(tmp_path: Path) -> None:
    document = Document()
    for ref in ("1", "2"):
        rows = (HEADINGS, (ref, *ONE[1:]))
        table = document.add_table(rows=0, cols=len(HEADINGS))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    first = document.tables[0]._tbl
    names = " ".join(
        f'xmlns:{short}="{name}"'
        for short, name in {
            "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "v": "urn:schemas-microsoft-com:vml",
            "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        }.items()
    )
    box = "<v:textbox><w:txbxContent/></v:textbox>"
    run_with_box = parse_xml(
        f"<w:r {names}><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    for content in [one for one in run_with_box.iter() if one.tag.endswith("txbxContent")]:
        content.append(copy.deepcopy(first))
    first.getparent().replace(first, document.add_paragraph("Our plan")._p)
    document.paragraphs[0]._p.append(run_with_box)
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [(line.ref, line.place) for line in found.lines] == [
        ("1", "table 1, row 2"),
        ("2", "table 2, row 2"),
    ]
