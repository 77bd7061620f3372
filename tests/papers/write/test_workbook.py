"""The workbook, read back by another reader than openpyxl and as XML."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from papers.formats.sheet_styles import printed
from papers.write.characters import clean
from papers.write.compose import compose
from papers.write.document import Document, DocumentBlock, DocumentPart, Heading, Items, Table
from papers.write.paper import Appendix
from papers.write.workbook import MOST_LETTERS, workbook
from register.refused import Refused
from tests.papers.write import samples
from tests.papers.write.read_back import part

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Every sheet's rows, by another program than wrote them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def shown(data: bytes, name: str) -> list[tuple[str, ...]]:
    """The rows of a sheet below its headings, as their number formats show them."""
    rows = load_workbook(io.BytesIO(data))[name].iter_rows(min_row=2)
    return [
        tuple("" if cell.value is None else printed(cell.value, cell.number_format) for cell in row)
        for row in rows
    ]


def everything(data: bytes) -> dict[str, str]:
    """Every part of the file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


@pytest.fixture(scope="module")
def march() -> bytes:
    """The March paper."""
    return workbook(compose(samples.march()))


def test_the_appendix_has_its_own_sheet_with_the_headings_in_the_first_row(march: bytes) -> None:
    headings, *rows = sheets(march)["Appendix 1"]
    assert tuple(headings) == samples.HEADINGS
    assert [row[0] for row in rows] == [int(ref) for ref, *_others in samples.rows()]
    assert shown(march, "Appendix 1") == [tuple(map(clean, row)) for row in samples.rows()]


def test_days_numbers_and_percentages_can_be_sorted_and_are_shown_as_printed() -> None:
    targets = ("30 November 2022", "December 2022", "", "Ongoing", "30 September 2022\n46 days overdue")
    headings = ("Action Ref.", "Activity Defined", "Target Date", "% complete")
    rows = tuple((str(at), f"Name {at} people", text, f"{at * 29}%") for at, text in enumerate(targets))
    data = workbook(compose(samples.march(appendix=Appendix(headings, rows), exempt=())))

    refs, _words, days, shares = zip(*sheets(data)["Appendix 1"][1:], strict=True)
    assert refs == (0, 1, 2, 3, 4)
    assert days == (date(2022, 11, 30), date(2022, 12, 31), *map(clean, targets[2:]))
    assert shares == (0, 0.29, 0.58, 0.87, 1.16)

    assert shown(data, "Appendix 1") == [tuple(map(clean, row)) for row in rows]


def test_a_column_of_days_is_wide_enough_for_them_as_excel_does_not_wrap_a_day_but_shows_crosses() -> None:
    headings = ("Ref", "Due", *(f"Column {number}" for number in range(14)))
    row = ("1", "30 September 2022", *["A sentence of several words. " * 9] * 14)
    book = load_workbook(
        io.BytesIO(workbook(compose(samples.march(appendix=Appendix(headings, (row,)), exempt=()))))
    )
    assert book["Appendix 1"].column_dimensions["B"].width > len("30 September 2022")


def test_the_first_sheet_is_the_covering_report_and_says_where_the_tables_are(march: bytes) -> None:
    found = sheets(march)
    report = ["|".join(filter(None, map(str, row))) for row in found["Report"]]
    assert report[:3] == [
        "Kent County Council",
        "SEND transport review: progress of the management actions",
        "From:|General Counsel",
    ]
    assert "a) NOTE|the progress that is reported in Appendix 1; and" in report
    named = [name for line in report for name in re.findall(r"The table is on the sheet “(.+)”\.", line)]
    assert set(named) == set(found) - {"Report", "Pictures"}
    assert found["Overdue"][1][3:5] == ["31 December 2022\n75 days overdue", "Not revised"]


def test_nothing_is_a_formula_and_no_cell_is_merged() -> None:
    parts = everything(workbook(compose(samples.odd())))
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text
            assert "<f " not in text
            assert "mergeCell" not in text
    assert parts["xl/styles.xml"].count('quotePrefix="1"') > 0


def test_odd_characters_come_back_as_they_were_written() -> None:
    rows = sheets(workbook(compose(samples.odd())))["Appendix 1"][1:]
    assert [row[1] for row in rows] == [clean(text) for text in samples.ODD]


def test_heading_rows_stay_in_sight_and_repeat_on_paper(march: bytes) -> None:
    book = part(march, "xl/workbook.xml")
    titles = [one.text for one in book.iter(f"{S}definedName") if one.get("name") == "_xlnm.Print_Titles"]
    regions = [one.get("name") for one in book.iter(f"{S}definedName") if "TitleRegion" in one.get("name")]
    tables = len(sheets(march)) - 2
    assert len(titles) == len(regions) == tables
    assert all(title.endswith("!$1:$1") for title in titles)
    pane = part(march, f"xl/worksheets/sheet{tables + 2}.xml").find(f".//{S}pane")
    assert pane.get("topLeftCell") == "B2"
    assert pane.get("state") == "frozen"


def test_pictures_are_described(march: bytes) -> None:
    drawing = everything(march)["xl/drawings/drawing1.xml"]
    described = re.findall(r'descr="([^"]*)"', drawing)
    assert [text.partition(".")[0] for text in described] == [
        "Bar chart: Open actions by directorate",
        "Bar chart: Actions implemented by their date",
    ]


def test_sheets_of_one_name_are_told_apart_and_none_has_a_forbidden_sign() -> None:
    names = list(sheets(workbook(compose(samples.odd()))))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


NAMED = (
    "History",
    "What: is [this]?",
    "'Quoted'",
    "A heading of more than thirty-one letters",
    "A heading of more than thirty-one letters",
    "Averyveryverylongwordthathasnospaceinit",
    "?",
)


def test_sheets_are_named_by_their_headings_as_excel_allows() -> None:
    """Excel keeps the name History for itself, and a name may not begin or end with an apostrophe."""
    table = Table("Table", ("Ref", "Words"), (("1", "One"),))
    blocks: list[DocumentBlock] = []
    for name in NAMED:
        blocks += [Heading(name), table]
    document = Document("Names", (DocumentPart("Report", tuple(blocks)),), samples.MOMENT)
    book = load_workbook(io.BytesIO(workbook(document)))
    assert book.sheetnames[1:] == [
        "History 2",
        "What is this",
        "Quoted",
        "A heading of more than",
        "A heading of more than 2",
        "Averyveryverylongwordthathasnos",
        "Table",
    ]


def test_a_sheets_name_with_an_apostrophe_is_found_and_a_table_without_names_of_rows_says_so() -> None:
    table = Table("Table", ("Number", "Words"), (("1", "One"),), row_heading=None)
    part_ = DocumentPart("Report", (Heading("The Chair's table"), table))
    reference = "Audit & Governance"
    document = Document("Names", (part_,), samples.MOMENT, reference=f"{reference}\x00")
    book: Any = load_workbook(io.BytesIO(workbook(document)))
    (name, region), *_others = book.defined_names.items()
    assert (name, region.attr_text) == ("ColumnTitleRegion1.A1.B2.2", "'The Chair''s table'!$A$1")
    sheet = book["The Chair's table"]
    assert sheet.freeze_panes == "A2"
    assert not sheet["A2"].font.b
    assert sheet.oddFooter.left.text == reference.replace("&", "&&")  # a single one would begin a code


def test_words_from_right_to_left_are_marked_as_such_and_every_cell_is_in_a_font_that_all_have() -> None:
    book: Any = load_workbook(io.BytesIO(workbook(compose(samples.odd()))))
    cells = [book["Appendix 1"].cell(2 + at, 2) for at in range(4)]
    assert [cell.alignment.readingOrder for cell in cells] == [1, 1, 2, 2]
    assert book._named_styles["Normal"].font.name == "Arial"


def test_a_cell_that_a_workbook_cannot_hold_is_refused_by_its_place() -> None:
    row = ("1", "x" * (MOST_LETTERS + 1), "", "", "", "")
    paper = samples.march(appendix=Appendix(samples.HEADINGS, (row,)), exempt=())
    with pytest.raises(Refused, match=r"Appendix 1.*row 2, column 2 has 32,768 letters"):
        workbook(compose(paper))


def test_a_long_row_has_room_and_one_that_no_sheet_shows_whole_is_named() -> None:
    long, longer = "A sentence of some words. " * 150, "A line.\n" * 60
    rows = (("1", long, "", "", "", ""), ("2", longer, "", "", "", ""), ("3", longer, "", "", "", ""))
    paper = samples.march(appendix=Appendix(samples.HEADINGS, rows), exempt=())
    book = load_workbook(io.BytesIO(workbook(compose(paper))))
    sheet = book["Appendix 1"]
    letters = sheet.column_dimensions["B"].width * 1.2
    assert len(long) / letters * 12.8 < sheet.row_dimensions[2].height <= 409
    assert sheet.row_dimensions[3].height == 409
    answer = [str(row[1].value) for row in book["Report"].iter_rows(max_col=2)]
    (line,) = [one for one in answer if one.startswith("The table is on the sheet “Appendix 1”.")]
    assert "Rows 3 and 4 of it are too tall for Excel to show in full" in line
    paper = samples.march(appendix=Appendix(samples.HEADINGS, rows[:2]), exempt=())
    report = load_workbook(io.BytesIO(workbook(compose(paper))))["Report"]
    assert "Row 3 of it is too tall for Excel to show in full" in str(report.cell(report.max_row, 2).value)


def test_a_long_lettered_list_goes_on_after_z() -> None:
    items = Items(tuple(("", f"Item {number}") for number in range(1, 30)), lettered=True)
    document = Document(
        "Paper", (DocumentPart("Paper", (Heading("Recommendations", 1), items)),), samples.MOMENT
    )
    marks = [row[0] for row in next(iter(sheets(workbook(document)).values())) if str(row[0]).endswith(")")]
    assert marks[24:] == ["y)", "z)", "aa)", "ab)", "ac)"]
