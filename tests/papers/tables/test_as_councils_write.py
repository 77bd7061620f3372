"""Follow-ups, remedies, fire-risk assessments and logs of several meetings, as councils write them."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from papers.read import read, read_bytes
from register.imports.answers import NO_ANSWERS
from register.imports.printed_status import with_answers
from register.refused import Refused
from tests.papers.table_files import as_docx, read_csv, refs, reported


def test_a_count_of_actions_below_them_is_no_part_of_the_last_one() -> None:
    found = read_csv(
        "Audit,Ref,Agreed action,Owner,Due",
        "Payroll,P1,Split duties,FIN,May 2027",
        "Sub-total,,3 actions,,",
        "Schools,S1,Sign contracts,CYPE,June 2027",
        "Total,,5 agreed actions,£1.3m+,",
    )
    assert [line.defined for line in found.lines] == ["Split duties", "Sign contracts"]
    assert found.doubts == ()
    assert reported(found, "Sub-total 3 actions")
    assert reported(found, "Total 5 agreed actions")


def test_the_day_of_a_meeting_tells_references_apart_and_not_that_it_is_one() -> None:
    found = read_csv(
        "Min. ref,Action,Owner,Due",
        "Meeting of 11 June 2026,,,",
        "5,Circulate the link,CYPE,May 2027",
        "Meeting held on Thursday 10 September 2026,,,",
        "5,Invite the operators,GET,June 2027",
    )
    assert refs(found) == ["11 June 2026/5", "10 September 2026/5"]


@pytest.mark.parametrize("words", ["Last: 14/10/26", "Phase 1 3/4/26", "Next: 14/10/26"])
def test_a_day_on_which_it_was_done_last_or_in_part_completes_nothing(words: str) -> None:
    found = read_csv("Ref,Action,Owner,Due,Date completed", f"1,Hold a fire drill,GET,May 2027,{words}")
    assert found.lines[0].progress == ""


@pytest.mark.parametrize("words", ["28/3/26 JB", "Sent 12/10/26", "Signed off: 3 May 2026", "Yes - 3/4/26"])
def test_a_day_on_which_it_was_done_completes_it(words: str) -> None:
    found = read_csv("Ref,Action,Owner,Due,Date completed", f"1,Hold a fire drill,GET,May 2027,{words}")
    assert found.lines[0].progress == "Completed"


def test_a_sentence_below_the_name_of_a_case_takes_not_its_place(tmp_path: Path) -> None:
    document = Document()
    for case, task in (("Case 1 – Mrs X", "Pay Mrs X £500"), ("Case 2 – Mr Y", "Refund charges")):
        document.add_heading(case, 2)
        document.add_paragraph("Fault causing injustice. The Council accepted the findings.")
        table = document.add_table(rows=2, cols=3)
        for cells, words in zip(
            table.rows,
            (("Agreed remedy", "Within", "Responsible"), (task, "by 14 May 2027", "CYPE")),
            strict=True,
        ):
            for cell, text in zip(cells.cells, words, strict=True):
                cell.text = text
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx").lines
    assert [(line.defined, line.target, line.more["section"]) for line in found] == [
        ("Pay Mrs X £500", "by 14 May 2027", "Case 1 – Mrs X"),
        ("Refund charges", "by 14 May 2027", "Case 2 – Mr Y"),
    ]


@pytest.mark.parametrize(
    ("sentence", "progress"),
    [("All of these were done in 2026.", "Completed"), ("The actions below remain open.", "")],
)
def test_a_sentence_below_a_title_may_say_that_these_actions_are_open(
    sentence: str, progress: str, tmp_path: Path
) -> None:
    document = Document()
    document.add_heading("Completed actions", 2)
    document.add_paragraph(sentence)
    table = document.add_table(rows=2, cols=4)
    rows = (("Ref", "Action", "Owner", "Target date"), ("1", "Mend it", "GET", "May 2027"))
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    assert [line.progress for line in read(tmp_path / "a.docx").lines] == [progress]


def test_a_quarter_without_news_says_nothing() -> None:
    found = read_csv("Ref,Action,Owner,Due,Q1 update,Q2 update", "1,Report the gap,HR,May 2027,–,Data cleansed")
    assert found.lines[0].delivered == "Q2 update: Data cleansed"


def test_a_month_below_a_merged_heading_makes_a_second_row_of_headings(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Area", "Action", None, "Ownership", None, "Timeline", None, "Position"])
    sheet.append([None, "No", "Detail", "Lead", "Partners", "Start", "Finish", "Oct-26"])
    sheet.append(["Health", "1a", "Clear the backlog", "CYPE", "ICB", "April 2026", "May 2027", "On track"])
    sheet.append(["Transport", "2a", "Train drivers", "GET", None, "April 2026", "June 2027", "Complete"])
    for merged in ("B1:C1", "D1:E1", "F1:G1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [(one.ref, one.defined, one.owners, one.target, one.progress) for one in found.lines] == [
        ("1a", "Clear the backlog", ("CYPE",), "May 2027", "On track"),
        ("2a", "Train drivers", ("GET",), "June 2027", "Complete"),
    ]
    assert [one.more["section"] for one in found.lines] == ["Health", "Transport"]
    assert found.doubts == ()


def test_an_action_of_another_form_than_the_others_is_said_not_to_have_been_read() -> None:
    text = (
        "Action 1: Circulate the paper to Members. (S151 Officer, by 9 October)\n"
        "Action 2: Add the deficit as a risk. Owner: Head of Risk. Due: May 2027.\n"
        "Action 3: Report back on insurance. Owner: Head of IT. Due: June 2027.\n"
    )
    found = read_bytes("sheet.txt", text.encode())
    assert refs(found) == ["2", "3"]
    assert reported(found, "it begins like an action", "was not read", "Action 1: Circulate")


@pytest.mark.parametrize("heading", ["Status at Sept 2026", "Status as at 30 September 2026"])
def test_the_day_of_a_status_needs_no_question(heading: str) -> None:
    rows = ("1,Mend it,GET,May 2027,On-going; 18 schools", "2,Paint it,GET,May 2027,Complete")
    found = read_csv(f"Ref,Action,Owner,Due,{heading}", *rows)
    assert (found.lines[0].progress, found.doubts) == ("On-going; 18 schools", ())
    assert with_answers(NO_ANSWERS)(found.lines[0].progress) is not None


def test_a_row_that_goes_on_with_a_sentence_of_its_own_begins_a_line() -> None:
    rows = (
        "1,Invite the operators to the next meeting,CYPE,May 2027",
        ",Seek data beforehand,,",
        ",and send it,,",
    )
    (line,) = read_csv("Ref,Action,Owner,Due", *rows).lines
    assert line.defined == "Invite the operators to the next meeting\nSeek data beforehand and send it"


@pytest.mark.parametrize(
    "printed",
    [
        ("Payroll 1", "Payroll 2", "Schools 1 (2)", "Action plan 3"),
        ("11 June 2026/5", "11 June 2026/7", "10 May 2026/5"),
    ],
)
def test_references_behind_the_name_of_a_section_are_read_back_as_they_were_written(
    printed: tuple[str, ...],
) -> None:
    found = read_csv("Min. ref,Action,Owner,Due", *(f"{ref},Mend gate {ref},GET,May 2027" for ref in printed))
    assert (refs(found), found.doubts) == ([*printed], ())


@pytest.mark.parametrize("printed", ["Total 1", "1 • 2", "Action 1 Action 2", "Merged with 12"])
def test_what_is_no_reference_behind_a_section_is_asked_about(printed: str) -> None:
    found = read_csv("Ref,Action,Owner,RAG", "1,Mend it,GET,Green", f"{printed},1 action,1,1 green")
    assert [one.question for one in found.doubts] == ["this is not a usual reference; should it be another?"]


def test_days_are_no_references() -> None:
    days = ("3 June 2026", "4 June 2026")
    found = read_csv("Ref,Action,Owner,Due", *(f"{one},Mend the gate,GET,May 2027" for one in days))
    assert refs(found) == ["1", "2"]


def test_the_latest_agreed_date_is_the_revised_one() -> None:
    found = read_csv(
        "ID,Action,Owner,Agreed date,Latest agreed date",
        "1,Reconcile,GET,30 September 2026,31 December 2026",
        "2,Sign off,GET,30 June 2026,",
    )
    assert [line.target for line in found.lines] == ["31 December 2026", "30 June 2026"]
    assert (found.lines[0].more["original"], found.doubts) == ("30 September 2026", ())


def test_an_original_date_is_not_the_revised_one() -> None:
    found = read_csv(
        "ID,Action,Owner,Original date revised,Target date", "1,Reconcile,GET,March 2027,June 2027"
    )
    assert (found.lines[0].target, found.lines[0].more["original"]) == ("June 2027", "March 2027")


def test_boxes_to_choose_rows_by_are_no_column() -> None:
    rows = "<tr><th><th>Ref<th>Task<th>Owner<th>Due date"
    rows += "<tr><td><input type=checkbox><td>1<td>Mend it<td>GET<td>31/3/2027"
    (line,) = read_bytes("list.html", f"<table>{rows}</table>".encode()).lines
    assert line.more == {}


def test_a_sentence_is_not_proposed_as_a_heading(tmp_path: Path) -> None:
    rows = (
        ("Box 1", "P Kaur to send the list to all", "Next meeting"),
        ("Box 2", "J Smith / the ICB to confirm it all", "Soon"),
    )
    with pytest.raises(Refused) as refused:
        read(as_docx(tmp_path / "a.docx", rows))
    assert "J Smith" not in str(refused.value)
