"""Actions in the words of a Word document beside its tables are said not to have been read."""

from collections.abc import Sequence
from pathlib import Path

from docx import Document

from papers.read import read
from papers.reading_result import Reading

ROWS = (
    ("Ref", "Action", "Owner", "Target date"),
    ("1", "Write to the police about the lane", "Clerk", "May 2025"),
)


def read_with_table(path: Path, paragraphs: Sequence[str]) -> Reading:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for cells, words in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text
    document.save(str(path / "a.docx"))
    return read(path / "a.docx")


def test_actions_beside_a_table_are_said_to_be_left_out_in_one_sentence(tmp_path: Path) -> None:
    first = "ACTION: the Clerk to send the policy to Members by 31 October 2024"
    others = ["Action 17: paragraph 3", "Actions: see the table. Contact: Jane Smith."]
    found = read_with_table(tmp_path, [first, *others, "ACTION: Warden to mend the gate"])
    assert [line.ref for line in found.lines] == ["1"]
    (sentence,) = found.left_out
    assert sentence.startswith("Paragraph 1: “ACTION: the Clerk to send")
    assert "was not read, and the same is true of paragraph 4" in sentence
    assert sentence in found.warnings


def test_an_action_that_the_table_repeats_was_read(tmp_path: Path) -> None:
    found = read_with_table(tmp_path, ["ACTION: Clerk to write to the police about the lane by 31 May 2025"])
    assert found.left_out == ()


def test_what_a_meeting_is_asked_to_note_is_no_action(tmp_path: Path) -> None:
    found = read_with_table(
        tmp_path, ["Action: Members to note the report", "Action: the Clerk is to approve it"]
    )
    assert found.left_out == ()


def test_actions_with_labels_beside_a_table_are_said_to_be_left_out(tmp_path: Path) -> None:
    repeated = "A1. Write to the police about the lane. Owner: Clerk. Due: May 2025."
    others = ["A2. Publish the timetable. Owner: CYPE. Due: May 2025.", "The Chair closed the meeting."]
    found = read_with_table(
        tmp_path, [repeated, *others, "A3. Mend the gate.", "Owner: Warden. Due: June 2025."]
    )
    assert [line.ref for line in found.lines] == ["1"]
    (sentence,) = found.left_out
    assert sentence.startswith(
        "Paragraph 2: “A2. Publish the timetable. Owner: CYPE. Due: May 2025.” looks like"
    )
    assert "was not read, and the same is true of paragraph 4" in sentence


def test_an_agenda_with_leads_beside_a_table_is_no_list_of_actions(tmp_path: Path) -> None:
    found = read_with_table(tmp_path, ["1. Budget. Lead: Head of Finance", "2. Roads. Lead: Head of Roads"])
    assert found.left_out == ()


def test_figures_behind_the_names_of_dates_are_no_action(tmp_path: Path) -> None:
    figures = (
        "Action 17: paragraph 3. By the original date: 4%. By the revised date: 5%. Claimed as complete: 6%."
    )
    assert read_with_table(tmp_path, [figures]).left_out == ()
