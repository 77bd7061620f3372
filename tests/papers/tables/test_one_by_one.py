"""Papers that print each action by itself, in no table: a person can read them, and so can the reader."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from papers.read import read, read_bytes
from papers.reading_result import Reading
from register.days.target_dates import target_of
from register.refused import Refused
from tests.papers.pdfs import as_pdf, table
from tests.papers.table_files import as_docx, reported

DAY = date(2023, 3, 6)
FORMS = (
    ("Write a protocol for missed appointments", "Health Trust", "31 October 2023", "Complete"),
    ("Audit twelve files each quarter", "Adult Social Care", "March 2024", "In progress"),
    ("Brief all managers", "Housing Association", "TBC", ""),
)


def as_forms(path: Path) -> Path:
    document = Document()
    for number, (action, lead, when, status) in enumerate(FORMS, start=1):
        table = document.add_table(rows=0, cols=2)
        labels = ("Recommendation", "Action required", "Lead agency", "Target date", "Status")
        for pair in zip(labels, (str(number), action, lead, when, status), strict=True):
            for cell, words in zip(table.add_row().cells, pair, strict=True):
                cell.text = words
        document.add_paragraph("")
    document.save(str(path))
    return path


def test_a_small_table_for_each_action(tmp_path: Path) -> None:
    found = read(as_forms(tmp_path / "a.docx"))
    assert [(one.ref, one.defined, one.owners, one.target, one.progress) for one in found.lines] == [
        (str(number), action, (lead,), when, status)
        for number, (action, lead, when, status) in enumerate(FORMS, start=1)
    ]
    assert [one.place for one in found.lines] == ["table 1, row 1", "table 2, row 1", "table 3, row 1"]
    assert any("one by one" in one for one in found.warnings)


def test_a_form_in_a_workbook_keeps_its_colours(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("Action 1", "Mend the gate"), ("Owner", "Clerk"), ("By when", "31/05/2023"), ("RAG", None)):
        book.active.append(row)
    book.active["B4"].fill = PatternFill("solid", fgColor="FF0000")
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [(one.ref, one.defined, one.owners) for one in found.lines] == [("1", "Mend the gate", ("Clerk",))]
    assert [one.printed for one in found.doubts] == ["(red)"]


LABELLED = """Action list of the Allotments Committee

Action 1: Mend the tap by the gate
Owner: Cllr Hill
Due: 31 March 2023
Status: In progress

Action 2: Write to those in arrears,
with a copy to the Treasurer
Owner: Clerk
Due: 14 April 2023
Status: Done

Signed by the Chair
"""


def test_lines_with_a_label_before_each_value(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LABELLED, encoding="utf-8")
    found = read(tmp_path / "a.txt")
    assert [(one.ref, one.defined, one.owners, one.target, one.progress) for one in found.lines] == [
        ("1", "Mend the tap by the gate", ("Cllr Hill",), "31 March 2023", "In progress"),
        (
            "2",
            "Write to those in arrears, with a copy to the Treasurer",
            ("Clerk",),
            "14 April 2023",
            "Done",
        ),
    ]
    assert any("Signed by the Chair" in one for one in found.warnings)  # read past, and said


def test_the_lines_of_a_pdf_are_not_called_left_out_where_they_were_read(tmp_path: Path) -> None:
    forms = [
        (("Recommendation", str(number)), ("Action", words), ("Owner", "Head of HR"), ("Status", "In progress"))
        for number, words in enumerate(("Write a policy", "Train the managers"), start=1)
    ]
    pages = [page for form in forms for page in table(form, (120, 300))]
    found = read(as_pdf(tmp_path / "a.pdf", pages))
    assert [(line.ref, line.defined) for line in found.lines] == [
        ("1", "Write a policy"),
        ("2", "Train the managers"),
    ]
    assert found.left_out == ()


LISTED = """Actions arising on 12 January 2023
1. Circulate the revised budget (Treasurer, by 31 March 2023)
2. Book the hall for the annual meeting (Secretary, by 28 February 2024)
3. Ask the diocese about insurance (Chair) - ongoing
"""


def test_a_numbered_list_with_who_and_when_behind_each_item(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LISTED, encoding="utf-8")
    found = read(tmp_path / "a.txt")
    assert [(one.ref, one.defined, one.owners) for one in found.lines] == [
        ("1", "Circulate the revised budget", ("Treasurer",)),
        ("2", "Book the hall for the annual meeting", ("Secretary",)),
        ("3", "Ask the diocese about insurance", ("Chair",)),
    ]
    assert [target_of(one, DAY).deadline for one in found.lines] == [
        date(2023, 3, 31),
        date(2024, 2, 28),
        None,
    ]
    assert found.lines[2].progress == "ongoing"


DATED_BEFORE = """1. Write the transport policy by 31 March 2023 (GLD)
2. Train all staff by 30 April 2023 (CYPE, Ongoing)
3. Tell parents of the changes (GET, 30 June 2023)
4. Review the budget (GET, In progress)
5. Sign the lease - done (GLD)
"""


def test_the_date_of_a_listed_action_may_come_before_its_owner_in_brackets(tmp_path: Path) -> None:
    """It had been left in the words without a question, and "GET, In progress" was asked for as an owner."""
    (tmp_path / "a.txt").write_text(DATED_BEFORE, encoding="utf-8")
    found = read(tmp_path / "a.txt")
    assert [(one.defined, one.owners, target_of(one, DAY).deadline, one.progress) for one in found.lines] == [
        ("Write the transport policy", ("GLD",), date(2023, 3, 31), ""),
        ("Train all staff", ("CYPE",), date(2023, 4, 30), "Ongoing"),
        ("Tell parents of the changes", ("GET",), date(2023, 6, 30), ""),
        ("Review the budget", ("GET",), None, "In progress"),
        ("Sign the lease", ("GLD",), None, "done"),
    ]


MESSAGE = """From: the Clerk
Subject: Monday

1. Clerk to ask the county about the lane - by 15 May 2023
2. Cllr Hobbs to find three quotes by the June meeting
3. Clerk/Chair to sign the lease - done
"""
MINUTES = """2. Lane
The Clerk spoke of the lane on 6 March 2023.
ACTION: Clerk to ask the county about the lane by 15 May 2023.
ACTION: Cllr Hobbs to find three quotes by the June meeting.
"""


def test_what_a_message_numbers_or_minutes_call_actions(tmp_path: Path) -> None:
    for words, count in ((MESSAGE, 3), (MINUTES, 2)):
        (tmp_path / "a.txt").write_text(words, encoding="utf-8")
        lines = read(tmp_path / "a.txt").lines
        assert [(one.defined, one.owners, one.target, one.progress) for one in lines] == [
            ("Clerk to ask the county about the lane", ("Clerk",), "by 15 May 2023", ""),
            ("Cllr Hobbs to find three quotes", ("Cllr Hobbs",), "by the June meeting", ""),
            ("Clerk/Chair to sign the lease", ("Clerk", "Chair"), "", "done"),
        ][:count]
        assert not target_of(lines[1], DAY).understood  # so that it is asked about


@pytest.mark.parametrize(
    "words",
    [
        "Dear members,\n\nFrom: the Clerk\nTo: all\nDate: 3 May 2023\n\nPlease find the minutes below.\n",
        "From: the Clerk\nTo: Members\nSubject: Actions\n\n1. Ask the county about the lane\n2. Find three quotes\n",
        "1. Apologies\n2. Minutes of the last meeting (attached)\n3. Any other business\n",
        "1. Apologies\n2. Minutes of 5 March 2024\n3. Report by the Clerk\n4. Decide by 3 May 2024 on the lease\n",
    ],
)
def test_a_letter_or_an_agenda_holds_no_actions(words: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    with pytest.raises(Refused):
        read(tmp_path / "a.txt")


def test_lines_of_a_message_with_who_and_when_between_dashes_are_actions() -> None:
    """A number with a letter is one of them, a dash within the words is no end of them."""
    text = (
        "Fire safety actions from Thursday's meeting:\n\n"
        "1) Replace 14 entrance doors, Ash Court - Dave (Property) - 20/12/26\n"
        "2) Keep the waking watch - Sarah T - ongoing\n"
        "2a) Commission the alarm - day and night - Sarah T/Mo - by end January 2027\n"
        "3) Write plans for 23 residents - DONE\n\nThanks\n"
    )
    found = read_bytes("a.txt", text.encode())
    assert [(line.ref, line.owners, line.target, line.progress) for line in found.lines] == [
        ("1", ("Dave (Property)",), "20/12/26", ""),
        ("2", ("Sarah T",), "", "ongoing"),
        ("2a", ("Sarah T", "Mo"), "by end January 2027", ""),
        ("3", (), "", "DONE"),
    ]
    assert found.lines[2].defined == "Commission the alarm - day and night"


RECOMMENDATIONS = (
    ("Statutory recommendation 1", "Deliver the savings plans", "31 March 2025"),
    ("Key recommendation 2", "Improve the draft accounts", "30 June 2025"),
    ("Improvement recommendation 3", "Strengthen the registers", "December 2024"),
)


def as_recommendations(path: Path, kinds: str) -> Reading:
    document = Document()
    for label, words, when in RECOMMENDATIONS:
        printed = {"all alike": f"Key recommendation {label[-1]}", "of another name": f"Our {label.casefold()}"}
        form = document.add_table(rows=0, cols=2)
        pairs = (printed.get(kinds, label), words), ("Responsible officer", "CYPE"), ("Due date", when)
        for pair in (*pairs, ("Management response", "Agreed")):
            for cell, cell_words in zip(form.add_row().cells, pair, strict=True):
                cell.text = cell_words
        document.add_paragraph("")
    document.save(str(path))
    return read(path)


@pytest.mark.parametrize("kinds", ["as printed", "all alike"])
def test_a_form_for_each_of_an_auditors_recommendations_is_an_action(tmp_path: Path, kinds: str) -> None:
    found = as_recommendations(tmp_path / "a.docx", kinds)
    assert [(one.ref, one.defined, one.target) for one in found.lines] == [
        (label[-1], words, when) for label, words, when in RECOMMENDATIONS
    ]
    sections = [one.more.get("section", "") for one in found.lines]
    headings = [one.heading for one in found.columns]
    if kinds == "as printed":
        assert sections == [label.split()[0] for label, _words, _when in RECOMMENDATIONS]
        assert "Recommendation" in headings
    else:
        assert "Key recommendation" in headings


def test_forms_whose_names_are_not_known_are_never_made_one_action(tmp_path: Path) -> None:
    found = as_recommendations(tmp_path / "a.docx", "of another name")
    assert [one.target for one in found.lines] == ["December 2024"]
    assert reported(found, "Deliver the savings plans")
    assert reported(found, "Improve the draft accounts")


def test_boxes_of_minutes_have_the_reference_the_task_and_the_day_beside_each_other(tmp_path: Path) -> None:
    first = (
        ("Action 3.1", "P Kaur to circulate the trajectory", "By 20 November 2026"),
        ("Action 3.2", "J Smith / ICB to confirm the funding", "Next meeting"),
    )
    found = read(
        as_docx(
            tmp_path / "a.docx", first, (("Action 4.1", "Report on the routes", "GET", "May 2027", "Open"),)
        )
    )
    assert [(one.ref, one.defined, one.owners, one.target, one.progress) for one in found.lines] == [
        ("3.1", "P Kaur to circulate the trajectory", ("P Kaur",), "By 20 November 2026", ""),
        ("3.2", "J Smith / ICB to confirm the funding", ("J Smith", "ICB"), "Next meeting", ""),
        ("4.1", "Report on the routes", ("GET",), "May 2027", "Open"),
    ]
