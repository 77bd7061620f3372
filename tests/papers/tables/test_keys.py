"""A paper's own key, wherever it stands: what its letters, numbers and colours stand for; never an action."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from papers.formats.grid import Row, Spot
from papers.read import read
from papers.tables.keys import key_in
from tests.papers.table_files import as_csv, as_xlsx, change_workbook, refs

HEADINGS = ("Ref", "Action", "Owner", "Target date", "Status")
LETTERS = ("B", "G", "A", "R")
ROWS = [
    (str(number), "Write it down", "CYPE", "31/03/2023", letter)
    for number, letter in enumerate(LETTERS, start=1)
]
MEANT = {"B": "Complete", "G": "on track", "A": "at risk of delay", "R": "overdue"}


def folded(key: Any) -> dict[str, str]:
    return {code: words.casefold() for code, words in key.items()}


@pytest.mark.parametrize(
    "words",
    [
        "Key: B = Complete; G – on track; A - at risk of delay; R: overdue",
        "Key: B Complete, G on track, A at risk of delay, R overdue",
        "B=Complete G=on track A=at risk of delay R=overdue",
        "RAG rating: B (Complete), G (on track), A (at risk of delay) and R (overdue).",
        "Status is shown as Complete (B), on track (G), at risk of delay (A), overdue (R)",
        "B means Complete | G means on track | A means at risk of delay | R means overdue",
        "“B” – Complete\nG – on track\nA – at risk of delay\nR – overdue. The committee may ask more.",
    ],
)
def test_a_key_in_a_paragraph_is_understood_however_it_is_written(words: str) -> None:
    assert folded(key_in([words], [], [], LETTERS)) == folded(MEANT)


def test_a_key_of_a_paragraph_each_and_one_of_words_is_understood() -> None:
    lines = ["B – Complete", "Something else.", "G – on track", "A – at risk of delay", "R – overdue"]
    assert folded(key_in(lines, [], [], LETTERS)) == folded(MEANT)
    lines = ["Slipped – will miss the date", "Yet to start – work has not begun"]
    assert key_in(lines, [], [], ["Slipped", "Yet to start", "Complete"]) == {
        "Slipped": "will miss the date",
        "Yet to start": "work has not begun",
    }
    assert key_in(["Key: R overdue"], [], [], ["R"]) == {"R": "overdue"}
    assert key_in(["1 = Not started, 2 = In progress"], [], [], ["1", "2"])["2"] == "In progress"


def test_running_words_are_no_key_and_what_is_said_in_two_ways_is_not_taken() -> None:
    prose = [
        "Open actions: B: 2 open, G: 1 open",
        "a) the plan – see R (Smith) v Kent",
        "Key issues: A number of councils wrote.",
        "R-rated films",
    ]
    assert key_in(prose, [], [], LETTERS) == {}
    assert key_in(["B = Complete, G = on track", "B = blocked, A = late"], [], [], LETTERS) == {
        "G": "on track",
        "A": "late",
    }
    assert key_in(["Complete = the end, Ongoing = goes on"], [], [], ["Complete", "Ongoing"]) == {}


def test_a_key_above_a_table_of_word_or_in_a_row_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Key: B = Complete; G – on track; A - at risk of delay; R overdue")
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for row in (HEADINGS, *ROWS):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(tmp_path / "a.docx"))
    assert folded(read(tmp_path / "a.docx").key)["B"] == "complete"
    above = [("Status: B = Complete, G = On track, A = At risk of delay, R = Overdue", "", "", "", "")]
    assert folded(read(as_csv(tmp_path / "a.csv", [*above, HEADINGS, *ROWS])).key) == folded(MEANT)


def test_a_key_on_its_own_sheet_below_or_beside_the_table_is_read_and_is_no_action(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    sheet = book.create_sheet("Key")
    for pair in (("RAG", "Meaning"), *MEANT.items()):
        sheet.append(pair)
    book.save(tmp_path / "a.xlsx")
    own = read(tmp_path / "a.xlsx")
    assert folded(own.key) == folded(MEANT)
    assert any(one.startswith("Sheet Key: it is a key") for one in own.left_out)
    for below in ([("",), ("Key",), *MEANT.items()], [*MEANT.items()]):
        found = read(as_xlsx(tmp_path / "b.xlsx", [HEADINGS, *ROWS, *below]))
        assert refs(found) == ["1", "2", "3", "4"]
        assert folded(found.key)["B"] == "complete"

    def beside(sheet: Any) -> None:
        for at, (code, words) in enumerate(MEANT.items(), start=2):
            sheet.cell(at, 7).value, sheet.cell(at, 8).value = code, words

    assert folded(change_workbook(tmp_path, beside, (HEADINGS, *ROWS)).key) == folded(MEANT)


def test_a_key_in_the_heading_of_its_column_is_read(tmp_path: Path) -> None:
    heading = "BRAG (B complete, G on track, A at risk of delay, R overdue)"
    found = read(as_xlsx(tmp_path / "a.xlsx", [(*HEADINGS[:4], heading), *ROWS]))
    assert folded(found.key) == folded(MEANT)


OWN = {"D": "Completed", "P": "In progress", "X": "Not yet started"}
LETTERED = [
    (str(number), "Write it down", "FIN", "31/03/2027", letter) for number, letter in enumerate(OWN, start=1)
]


@pytest.mark.parametrize(
    "below",
    [
        "D = Completed\nP = In progress\nX = Not yet started",
        "Key,D = Completed\n,P = In progress\n,X = Not yet started",
        "RAG key:,D,Completed\n,P,In progress\n,X,Not yet started",
        "Key:,D = Completed,P = In progress,X = Not yet started",
        "Key to status: D = Completed; P = In progress; X = Not yet started",
        "\nStatus key\nD,Completed\nP,In progress\nX,Not yet started",
    ],
)
def test_the_key_lines_of_a_csv_are_read_and_are_no_actions(tmp_path: Path, below: str) -> None:
    path = as_csv(tmp_path / "a.csv", [HEADINGS, *LETTERED])
    path.write_text(path.read_text(encoding="utf-8") + below, encoding="utf-8")
    found = read(path)
    assert refs(found) == ["1", "2", "3"]
    assert found.key == OWN
    assert found.warnings == ()


def test_a_key_below_a_blank_row_of_a_table_without_references_is_no_action(tmp_path: Path) -> None:
    rows = [row[1:] for row in (HEADINGS, *LETTERED)]
    found = read(as_csv(tmp_path / "a.csv", [*rows, (), *OWN.items()]))
    assert (len(found.lines), found.key) == (3, OWN)


def test_words_that_a_key_explains_need_be_no_code(tmp_path: Path) -> None:
    meant = {"Closed off": "Work has been completed", "Slipping": "On track but late"}
    rows = [("1", "Write it", "FIN", "", "Slipping"), ("2", "Send it", "FIN", "", "Closed off")]
    found = read(as_csv(tmp_path / "a.csv", [HEADINGS, *rows, (), ("Key",), *meant.items()]))
    assert (refs(found), found.key, found.warnings) == (["1", "2"], meant, ())


def test_a_key_on_another_sheet_explains_colours_by_name_and_may_have_headings_and_counts(
    tmp_path: Path,
) -> None:
    def workbook(*key: tuple[Any, ...], coloured: bool = False) -> Any:
        book = Workbook()
        assert book.active is not None
        for row in (HEADINGS, *LETTERED):
            book.active.append((*row[:4], None) if coloured and row is not HEADINGS else row)
        for at, colour in enumerate(("92D050", "FFC000", "FF0000") if coloured else (), start=2):
            book.active.cell(at, 5).fill = PatternFill("solid", fgColor=colour)
        sheet = book.create_sheet("Guidance")
        for row in key:
            sheet.append(row)
        book.save(tmp_path / "a.xlsx")
        return read(tmp_path / "a.xlsx")

    named = [("RAG", "Definition"), ("Green", "Completed"), ("Amber", "In progress"), ("Red", "Not started")]
    found = workbook(*named, coloured=True)
    assert [line.progress for line in found.lines] == ["Completed", "In progress", "Not started"]
    assert found.doubts == ()
    counted = workbook(("Status", "Count", "Meaning"), *((code, 4, words) for code, words in OWN.items()))
    assert (counted.key, counted.warnings) == (OWN, ())
    headed = workbook(
        ("Status", "What it means", "Colour"),
        *(
            (code, words, colour)
            for (code, words), colour in zip(OWN.items(), ("Blue", "Red", "Pink"), strict=True)
        ),
    )
    assert (refs(headed), headed.key, headed.warnings) == (["1", "2", "3"], OWN, ())
    risks = [("Risk ref", "Risk", "Likelihood", "Impact", "Owner"), ("R1", "Staff leave", 3, 4, "FIN")]
    below_risks = workbook(*risks, (), ("Key",), *OWN.items())
    assert (refs(below_risks), below_risks.key) == (["1", "2", "3"], OWN)


def test_a_section_of_closed_actions_is_no_line_of_a_key(tmp_path: Path) -> None:
    rows = [HEADINGS, ("A - Completed",), *LETTERED]
    assert {line.more["section"] for line in read(as_csv(tmp_path / "a.csv", rows)).lines} == {"A - Completed"}


def test_a_key_keeps_what_it_says_of_words_that_no_action_has_yet(tmp_path: Path) -> None:
    """In a sentence, and in a table of its own, whose heading explains nothing."""
    rows = [row for row in ROWS if row[-1] != "B"]
    assert rows != ROWS
    book = Workbook()
    assert book.active is not None
    for row in (HEADINGS, *rows):
        book.active.append(row)
    sheet = book.create_sheet("Key")
    for pair in (("RAG", "Meaning"), *MEANT.items(), ("12", "in all")):
        sheet.append(pair)
    book.save(tmp_path / "a.xlsx")
    assert folded(read(tmp_path / "a.xlsx").key) == folded(MEANT)
    sentence = "Key: B = Complete; G – on track; A – at risk of delay; R – overdue"
    assert folded(key_in([sentence], [], [], ["G"])) == folded(MEANT)
    # What is no key of the words that are printed is none.
    assert key_in(["HR = Human Resources; IT = Technology", sentence], [], [], ["Slipped"]) == {}


@pytest.mark.parametrize(
    ("words", "explained"),
    [
        ("BRAG key: Blue – complete; Green – on track; Amber – at risk of delay; Red – overdue", "BGAR"),
        ("Key: Blue = complete; Black = withdrawn; Green = on track; Red = overdue", "GR"),
        ("Key: Green = on track", ""),
        ("Key: G = on track; R = overdue; Red = see the note", "GR"),
    ],
)
def test_letters_are_explained_by_a_key_of_their_colours(words: str, explained: str) -> None:
    found = key_in([words], [], [], LETTERS)
    assert "".join(letter for letter in LETTERS if letter in found) == explained
    assert found.get("G", "on track") == "on track"


def test_letters_are_explained_by_a_table_of_their_colours() -> None:
    rows = [
        Row(cells, Spot("table 2", "row", at))
        for at, cells in enumerate(
            (("Blue", "Complete and evidenced"), ("Green", "On track"), ("Red", "Overdue")), start=1
        )
    ]
    assert key_in([], rows, [], LETTERS) == {"B": "Complete and evidenced", "G": "On track", "R": "Overdue"}
