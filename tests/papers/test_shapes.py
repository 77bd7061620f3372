"""The shapes tables come in: other headings, split tables, merged cells, broken words, odd letters."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from papers.formats.sheet_styles import printed
from papers.read import Reading, read
from papers.tables.cells import owner_codes, reference
from papers.tables.joining import join, vocabulary
from papers.tables.look_alikes import in_latin
from tests.papers.table_files import HEADINGS, ONE, TWO, as_csv, as_docx, as_text, as_xlsx


@pytest.mark.parametrize(
    ("cell", "ref"),
    [
        ("10", "10"),
        ("10.", "10"),
        ("#10", "10"),
        ("Action 10", "10"),
        ("4.10", "4.10"),
        ("12a", "12a"),
        ("R3", "R3"),
        ("GOV/01", "GOV/01"),
        ("b)", "b"),
        ("ii", "ii"),
        ("(iv)", "iv"),
        ("XII.", "XII"),
        ("7 (i)", "7 (i)"),
        ("14.i", "14.i"),
        ("24 CEM 02", "24 CEM 02"),
        ("SR (25/26) 01", "SR (25/26) 01"),
        ("R1.2", "R1.2"),
        ("01.05", "01.05"),
        ("BOD 60/17(h)", "BOD 60/17(h)"),
        ("HTST-101", "HTST-101"),
        ("Rec. No. 4", "4"),
        ("iix", None),
        ("September 2023", None),
        ("3 officers", None),
        ("AAjq3VZrP0eKWnO0CkM6KpYAKZqE", None),
        ("Theme 1", None),
        ("see above", None),
        ("x" * 5000, None),
    ],
)
def test_references(cell: str, ref: str | None) -> None:
    assert reference(cell) == ref


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("GET CYPE", ("GET", "CYPE")),
        ("CYPE/GET", ("CYPE", "GET")),
        ("CYPE & GET", ("CYPE", "GET")),
        ("CYPE, GET and GLD", ("CYPE", "GET", "GLD")),
        ("GET GET", ("GET",)),
        ("All", ("ALL",)),
        ("Director of Education", None),
        ("GLD (lead)", None),
    ],
)
def test_owners(cell: str, owners: tuple[str, ...] | None) -> None:
    assert owner_codes(cell) == owners


def test_an_owner_who_is_a_person_is_kept_as_printed(tmp_path: Path) -> None:
    found = read(as_csv(tmp_path / "a.csv", [HEADINGS, (*ONE[:4], "Director of Education and SEN", "")]))
    assert found.lines[0].owners == ("Director of Education and SEN",)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        ("Police; Health", ("Police", "Health")),
        ("Kent Police / KCC", ("Kent Police", "KCC")),
        ("Children, Young People and Education", ("Children, Young People and Education",)),
        ("DoN/CEO", ("DoN", "CEO")),
    ],
)
def test_several_bodies_in_one_cell(printed: str, owners: tuple[str, ...], tmp_path: Path) -> None:
    rows = [("Ref", "Action", "Lead Agency", "By When"), ("1", "Do it.", printed, "March 2023")]
    assert read(as_csv(tmp_path / "a.csv", rows)).lines[0].owners == owners


def test_codes_in_cyrillic_letters_are_mended_and_true_words_left_alone() -> None:
    assert in_latin("СҮРЕ") == ("CYPE", (("СҮРЕ", "CYPE"),))
    assert in_latin("the СҮРЕ and GЕТ teams")[0] == "the CYPE and GET teams"
    assert in_latin("Кент, café, α and naïve") == ("Кент, café, α and naïve", ())


@pytest.mark.parametrize(
    ("before", "after", "whole", "doubtful"),
    [
        ("and implementation guide", "lines. Then", "and implementation guidelines. Then", True),
        ("a report on transp", "ort for all", "a report on transport for all", True),
        ("assessments as", "part of a decision", "assessments as part of a decision", False),
        ("the aims of commissioning", "SEND journeys", "the aims of commissioning SEND journeys", False),
        ("a process map", "Public replies", "a process map Public replies", False),
        ("the cross-", "directorate team", "the cross-directorate team", False),
        ("the trans-", "port team", "the transport team", False),
        ("pre-", "and post-16", "pre- and post-16", False),
        ("of obfus", "cation here", "of obfus cation here", True),
        ("", "begins", "begins", False),
    ],
)  # fmt: skip
def test_words_broken_by_a_page_are_joined_only_when_it_is_plain(
    before: str, after: str, whole: str, doubtful: bool
) -> None:
    known = vocabulary(["transport for all", before, after])
    joined, doubt = join(before, after, known, " ")
    assert joined == whole
    assert bool(doubt) == doubtful


def test_what_surrounds_a_table_is_not_an_action(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "Dear Member",
            "Agenda item\t10",
            "",
            "\t".join(HEADINGS),
            "\t".join(ONE),
            "",
            "This page is intentionally left blank",
            "Page 2 of 3",
            "\t".join(HEADINGS),
            "Theme 2: Money\t\t\t\t\t",
            "\t".join(TWO),
            "Report author: a General Counsel",
        ]
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = read(tmp_path / "a.txt")
    assert [(line.ref, line.place) for line in found.lines] == [("1", "line 5"), ("2", "line 11")]
    assert [line.more for line in found.lines] == [{}, {"section": "Theme 2: Money"}]
    assert found.warnings == (
        "Line 12: it is outside the table and was not read: “Report author: a General Counsel”.",
    )


def test_rows_that_lost_blanks_and_rows_that_lost_a_column_on_one_page(tmp_path: Path) -> None:
    rows = (HEADINGS, ONE, ("2", "Make it so.", "Ongoing"), ("3", "Say why.", "November 2022", "GLD", ""))
    second, third = read(as_text(tmp_path / "a.txt", rows)).lines[1:]
    assert (second.delivered, second.target, second.progress) == ("Ongoing", "", "")
    assert (third.delivered, third.target, third.owners) == ("", "November 2022", ("GLD",))


def test_line_ends_of_windows_and_tags_and_invisible_characters(tmp_path: Path) -> None:
    row = ("1", "Agree  <u>who</u>\u00a0does\u200b what.", *ONE[2:])
    path = tmp_path / "a.txt"
    path.write_bytes("\r\n".join("\t".join(cells) for cells in (HEADINGS, row)).encode("utf-8-sig"))
    assert read(path).lines[0].defined == "Agree who does what."


def test_accents_as_excel_on_windows_writes_them(tmp_path: Path) -> None:
    found = read(as_csv(tmp_path / "a.csv", [HEADINGS, ("1", "Ask the café – “today”.", *ONE[2:])], "cp1252"))
    assert found.lines[0].defined == "Ask the café – “today”."
    assert "Windows-1252" in found.warnings[0]


def test_paragraphs_inside_cells_are_kept_in_words_and_dates(tmp_path: Path) -> None:
    row = (
        "1",
        "First.\n\nSecond  one.",
        "",
        "Identification November 2022\nTraining December 2022",
        "CYPE\nGET",
        "",
    )
    for found in (
        read(as_csv(tmp_path / "a.csv", [HEADINGS, row])),
        read(as_xlsx(tmp_path / "a.xlsx", [HEADINGS, row])),
        read(as_docx(tmp_path / "a.docx", [HEADINGS, row])),
    ):
        assert found.lines[0].defined == "First.\nSecond one."
        assert found.lines[0].target == "Identification November 2022\nTraining December 2022"
        assert found.lines[0].owners == ("CYPE", "GET")


def test_other_columns_are_kept_and_those_that_are_not_there_are_reported(tmp_path: Path) -> None:
    found = read(
        as_csv(tmp_path / "a.csv", [("Ref", "Action", "Owner", "Wards"), ("1", "Do it.", "GLD", "All")])
    )
    assert found.lines[0].more == {"Wards": "All"}
    assert found.warnings == (
        "The table has no column of target dates: a new action has none, and what is known of others stays.",
        "The table has no column of progress: a new action has none, and what is known of others stays.",
    )


# Word


def test_a_table_split_over_pages_with_and_without_its_headings_again(tmp_path: Path) -> None:
    path = as_docx(
        tmp_path / "a.docx",
        [("Report author", "A. N. Officer")],
        [HEADINGS, ONE, ("2", "Write it", "", "November", "GLD", "")],
        [("", "down for all.", "", "2022", "", ""), ("3", "Then tell people.", "", "TBC", "GET", "")],
        [HEADINGS, ("4", "And stop there.", "", "TBC", "GLD", "Complete")],
    )
    found = read(path).lines
    assert [(line.ref, line.place) for line in found] == [
        ("1", "table 2, row 2"),
        ("2", "table 2, row 3, to table 3, row 1"),
        ("3", "table 3, row 2"),
        ("4", "table 4, row 2"),
    ]
    assert (found[1].defined, found[1].target) == ("Write it down for all.", "November 2022")


def word(tmp_path: Path, change: Any) -> Reading:
    document = Document()
    table = document.add_table(rows=0, cols=6)
    for row in (HEADINGS, ONE, TWO, ("3", "Last of all.", "", "TBC", "GLD", "")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    change(document, table)
    document.save(str(tmp_path / "a.docx"))
    return read(tmp_path / "a.docx")


def test_an_owner_merged_over_several_actions_belongs_to_each(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        table.cell(3, 4).text = ""
        table.cell(2, 4).merge(table.cell(3, 4)).text = "GET"

    assert [line.owners for line in word(tmp_path, change).lines] == [("CYPE", "GET"), ("GET",), ("GET",)]


def test_a_reference_merged_over_several_rows_is_one_action(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        table.cell(3, 0).text = ""
        table.cell(2, 0).merge(table.cell(3, 0)).text = "2"

    found = word(tmp_path, change).lines
    assert [(line.ref, line.defined) for line in found] == [
        ("1", "Agree who does what."),
        ("2", "Write it down.\nLast of all."),
    ]


def test_a_theme_merged_over_the_whole_row_is_a_heading(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        for cell in table.rows[2].cells:
            cell.text = ""
        table.cell(2, 0).merge(table.cell(2, 5)).text = "Theme 2: Money"

    found = word(tmp_path, change)
    assert [(line.ref, line.more.get("section")) for line in found.lines] == [
        ("1", None),
        ("3", "Theme 2: Money"),
    ]
    assert found.warnings == ()


def test_tracked_changes_are_read_as_accepted_and_links_as_their_words(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        from docx.oxml import parse_xml

        names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        paragraph = table.cell(1, 1).paragraphs[0]._p
        for part in (
            "<w:del {0}><w:r><w:delText>never</w:delText><w:t>never</w:t></w:r></w:del>",
            "<w:ins {0}><w:r><w:t xml:space='preserve'> Then do</w:t></w:r></w:ins>",
            "<w:hyperlink {0}><w:r><w:t xml:space='preserve'> it.</w:t></w:r></w:hyperlink>",
        ):
            paragraph.append(parse_xml(part.format(names)))

    assert word(tmp_path, change).lines[0].defined == "Agree who does what. Then do it."


def test_a_table_inside_a_table_for_layout(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=0, cols=6)
    for row in (HEADINGS, ONE):
        for cell, words in zip(inner.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(tmp_path / "a.docx"))
    assert [line.place for line in read(tmp_path / "a.docx").lines] == ["table 2, row 2"]


def test_a_small_table_in_a_cell_has_a_line_for_each_of_its_rows(tmp_path: Path) -> None:
    def change(document: Any, table: Any) -> None:
        cell = table.cell(1, 2)
        cell.text = "Practices with a contact:"
        inner = cell.add_table(rows=2, cols=2)
        for at, words in enumerate(("North", "19 of 24", "South", "22 of 34")):
            inner.cell(at // 2, at % 2).text = words
        inner.cell(1, 1).add_paragraph("rising")

    first = word(tmp_path, change).lines[0]
    assert first.delivered == "Practices with a contact:\nNorth 19 of 24\nSouth\n22 of 34\nrising"


# Excel


@pytest.mark.parametrize(
    ("value", "shown", "words"),
    [
        (datetime(2022, 12, 1), "mmm-yy", "December 2022"),  # noqa: DTZ001 (Excel knows no time zones)
        (datetime(2022, 12, 1), "[Red]mmmm yyyy", "December 2022"),  # noqa: DTZ001
        (datetime(2022, 12, 1), "dd/mm/yyyy", "1 December 2022"),  # noqa: DTZ001
        (date(2022, 12, 31), "yyyy", "2022"),
        (7.0, "General", "7"),
        (4.1, "General", "4.1"),
        (4.1, "0.00", "4.10"),
        (4.0, "0.0", "4.0"),
        (1.25, "0.0##", "1.25"),
        (3, "0.0", "3.0"),
        (1250.5, "#,##0.00", "1250.50"),
        (0.5, "0%", "50%"),
        (2023, "General", "2023"),
    ],
)
def test_numbers_and_dates_are_read_as_they_are_shown(value: object, shown: str, words: str) -> None:
    assert printed(value, shown) == words


def test_hidden_sheets_formulas_and_a_lie_about_the_size(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Actions"
    for row in (HEADINGS, (1, *ONE[1:]), (2.0, "=CONCAT(A1,B1)", *TWO[2:])):
        sheet.append(row)
    sheet["D2"] = datetime(2022, 12, 1)  # noqa: DTZ001
    sheet["D2"].number_format = "mmm-yy"
    sheet["F40"] = " "
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [(line.ref, line.target, line.place) for line in found.lines] == [
        ("1", "December 2022", "sheet Actions, row 2"),
        ("2", "TBC", "sheet Actions, row 3"),
    ]
    assert found.warnings == (
        "Sheet Actions, row 3: the formula =CONCAT(A1,B1) has no saved value and was read as blank; open the "
        "workbook in Excel, save it and import it again.",
        "Sheet Old: it is hidden and was not read.",
        "Sheet Actions, row 3: action 2 has no words that say what is to be done.",
    )


def test_a_row_without_a_reference_goes_on_with_the_action_above(tmp_path: Path) -> None:
    rows = (
        HEADINGS,
        ONE,
        ("", "And who pays.", "", "", "", ""),
        TWO,
        ("2 (cont.)", "Then print it.", *[""] * 4),
    )
    found = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert [(line.defined, line.place) for line in found] == [
        ("Agree who does what.\nAnd who pays.", "rows 2 to 3"),
        ("Write it down.\nThen print it.", "rows 4 to 5"),
    ]


def test_the_same_bytes_have_the_same_fingerprint(tmp_path: Path) -> None:
    first, second = (as_text(tmp_path / name, [HEADINGS, ONE]) for name in ("a.txt", "b.txt"))
    assert read(first).sha256 == read(second).sha256
    assert (read(first).name, len(read(first).sha256)) == ("a.txt", 64)
