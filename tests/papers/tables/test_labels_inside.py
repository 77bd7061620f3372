"""Actions in lines or paragraphs with labels inside, as minutes and auditors' letters print them."""

from pathlib import Path

import pytest
from docx import Document

from papers.read import read
from papers.reading_result import Reading
from register.refused import Refused


def read_text(path: Path, text: str) -> Reading:
    (path / "a.txt").write_text(text, encoding="utf-8")
    return read(path / "a.txt")


def found_in(reading: Reading) -> list[tuple[str, str, str, str]]:
    """The reference, what is to be done, whoever does it, and by when."""
    return [
        (one.ref, one.defined, " / ".join(one.owners) or one.more.get("officers", ""), one.target)
        for one in reading.lines
    ]


CONTRACTS = ("A1", "Review contracts.", "Jane Smith", "31 March 2025")


@pytest.mark.parametrize(
    "text",
    [
        "A1. Review contracts. Owner: Jane Smith. Due: 31 March 2025.\n",
        "A1) Review contracts. (Owner: Jane Smith; due: 31 March 2025)\n",
        "A1: Review contracts. Lead: Jane Smith - Deadline: 31 March 2025 - RAG: Amber\n",
        "A1. Review contracts. Owner: Jane Smith Due: 31 March 2025\n",
        "A1. Review contracts.\nOwner: Jane Smith. Due: 31 March 2025.\n",
        "A1. Review contracts. Owner: Jane Smith. Due: 31\nMarch 2025.\n",
    ],
)
def test_an_action_in_a_line_is_read_by_the_labels_in_it(text: str, tmp_path: Path) -> None:
    others = "A2. Publish the register of gifts. Owner: Clerk. Due: TBC.\n"
    found = read_text(tmp_path, f"Agreed actions\n\n{text}{others}\nSigned by the Chair\n")
    assert found_in(found) == [CONTRACTS, ("A2", "Publish the register of gifts.", "Clerk", "TBC")]
    assert any("Signed by the Chair" in one for one in found.warnings)  # read past, and said


def test_an_auditors_recommendations_go_on_on_the_next_line_and_keep_the_response(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "Recommendation 1: Reconcile the bank account monthly. Management response: Agreed; a rota is in\n"
        "place. Responsible officer: Jane Smith (Finance). Target date: 31 March 2025. Priority: High.\n"
        "Recommendation 2: Keep evidence of review. Management response: Agreed. Responsible officer: Bob Jones. "
        "Target date: June 2025. Priority: Low.\n",
    )
    assert found_in(found) == [
        ("1", "Reconcile the bank account monthly.", "Jane Smith (Finance)", "31 March 2025"),
        ("2", "Keep evidence of review.", "Bob Jones", "June 2025"),
    ]
    assert [line.more["response"] for line in found.lines] == ["Agreed; a rota is in place.", "Agreed."]
    assert [line.more["priority"] for line in found.lines] == ["High", "Low"]


def test_paragraphs_of_a_word_document_with_the_labels_on_a_line_or_in_a_paragraph_below(
    tmp_path: Path,
) -> None:
    document = Document()
    first = document.add_paragraph("A1. Review contracts.")
    first.add_run().add_break()
    first.add_run("Owner: Jane Smith. Due: 31 March 2025.")
    document.add_paragraph("A2. Brief Members.")
    document.add_paragraph("Owner: Monitoring Officer. Due: June 2025.")
    document.save(str(tmp_path / "a.docx"))
    assert found_in(read(tmp_path / "a.docx")) == [
        CONTRACTS,
        ("A2", "Brief Members.", "Monitoring Officer", "June 2025"),
    ]


def test_actions_in_the_minutes_beside_a_table_are_said_to_be_left_out(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("ACTION: the Clerk to send the policy to Members by 31 October 2024")
    document.add_paragraph("Action 17: paragraph 3")
    document.add_paragraph("Actions: see the table. Contact: Jane Smith.")
    table = document.add_table(rows=2, cols=4)
    rows = (("Ref", "Action", "Owner", "Target date"), ("1", "Write to the police", "Clerk", "May 2025"))
    for cells, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [line.ref for line in found.lines] == ["1"]
    (sentence,) = found.left_out
    assert sentence.startswith("Paragraph 1: “ACTION: the Clerk to send")
    assert "stands in no table and was not read" in sentence


def test_lines_without_references_are_numbered_and_that_is_asked(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "- Review contracts (Owner: Jane Smith; Due: 31 March 2025)\n- Brief Members (Lead: Clerk; Due: June 2025)\n",
    )
    assert found_in(found) == [
        ("1", "Review contracts", "Jane Smith", "31 March 2025"),
        ("2", "Brief Members", "Clerk", "June 2025"),
    ]
    assert [one.field for one in found.doubts] == ["ref"]


def test_sentences_behind_a_label_keep_their_stops(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "A1. Review contracts. Owner: Clerk. Due: May 2025. Progress: Two of nine were reviewed. Seven follow.\n"
        "A2. Brief Members. Owner: Clerk. Due: June 2025. Progress: A date was agreed. It is 4 June.\n",
    )
    assert found.lines[0].delivered == "Two of nine were reviewed. Seven follow."


def test_an_agenda_with_labels_is_no_list_of_actions(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No table of actions"):
        read_text(
            tmp_path,
            "Please note: the meeting is at 10:30. Venue: the hall. Chair: Cllr Hill.\n"
            "1. Apologies. Lead: Chair.\n2. Minutes. Paper: attached.\n3. Budget. Paper: to follow.\n",
        )
