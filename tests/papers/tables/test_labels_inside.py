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
        "A1. Review contracts. Owner: Jane\nSmith\nDue: 31 March 2025.\n",
        "A1. Review contracts. / Owner: Jane Smith / Due: 31 March 2025\n",
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


@pytest.mark.parametrize(
    "text",
    [
        "1. Apologies. Lead: Chair. Time: 5 minutes.\n2. Actions. Lead: Clerk. Time: 10 minutes.\n"
        "3. Budget. Action: decide. Lead: Treasurer. Time: 20 minutes.\n",
        "Report to: Audit Committee\nLead officer: Bob Jones\n\n1. Background. Contact: Jane Smith.\n"
        "2. Recommendation: that Members note the report. Lead Officer: Bob Jones.\n"
        "3. Decision: the committee approved the plan. Lead: Bob Jones.\n",
    ],
)
def test_an_agenda_or_a_report_that_names_a_lead_and_no_date_is_no_list_of_actions(
    text: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="No table of actions"):
        read_text(tmp_path, text)


def test_a_list_of_which_one_item_has_labels_is_read_whole(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "2a) Mend the gate - the Clerk - 3 May 2025\n2b) Paint the fence - Owner: Warden - Due: 4 May 2025\n"
        "2c) Cut the grass - the Warden - 5 May 2025\n",
    )
    assert [line.ref for line in found.lines] == ["2a", "2b", "2c"]


def test_lines_before_the_first_action_that_say_by_when_are_warned_of(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "Minutes\n1. Clerk to book the hall by 3 May 2025\n2. Pay the bill. Owner: Treasurer. Due: 5 May 2025\n"
        "3. Mend the bell. Owner: Clerk. Due: June 2025\n4. Ring it. Owner: Clerk. Due: July 2025\n",
    )
    assert [line.ref for line in found.lines] == ["2", "3", "4"]
    assert any("“1. Clerk to book the hall" in one for one in found.warnings)
    assert not any("“Minutes”" in one for one in found.warnings)


def test_several_actions_in_one_line_stay_apart(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "A1. Review contracts. Owner: Jane Smith. Due: 31 March 2025. A2. Brief Members. Owner: Clerk. Due: May 2025.\n"
        "A3. Gate. Action: mend the gate. Owner: Clerk. Due: June 2025. Action: paint it. Owner: Warden. Due: TBC.\n",
    )
    assert found_in(found) == [
        CONTRACTS,
        ("A2", "Brief Members.", "Clerk", "May 2025"),
        ("A3", "Gate.\nmend the gate.", "Clerk", "June 2025"),
        ("N1", "paint it.", "Warden", "TBC"),
    ]
    assert [(one.field, one.read_as) for one in found.doubts] == [("ref", "N1")]


def test_the_date_behind_an_owner_is_the_date_and_another_label_is_kept_as_printed(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "A1. Review contracts. Owner: Jane Smith, by 31 March 2025. Cost: £300.\n"
        "A2. Brief Members. Owner: Clerk, by June 2025.\n",
    )
    assert [(line.owners, line.target) for line in found.lines] == [
        (("Jane Smith",), "by 31 March 2025"),
        (("Clerk",), "by June 2025"),
    ]
    assert found.lines[0].more["Cost"] == "£300"


def test_words_that_end_in_a_name_are_no_label_and_a_sentence_below_is_no_date(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "A1. Ask the Project Lead: she knows. Owner: Jane Smith. Due: 31 March 2025.\n"
        "The committee discussed this at length.\n"
        "A2. Write to the Data Owner: they must reply. Owner: Clerk. Due: June 2025.\n",
    )
    assert found_in(found) == [
        ("A1", "Ask the Project Lead: she knows.", "Jane Smith", "31 March 2025"),
        ("A2", "Write to the Data Owner: they must reply.", "Clerk", "June 2025"),
    ]
    assert any("“The committee discussed" in one for one in found.warnings)


def test_an_owner_goes_on_on_the_next_line_behind_brackets(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "A1. Review contracts. Owner: Jane Smith (Finance)\nand Bob Jones. Due: 31 March 2025.\n"
        "A2. Brief Members. Owner: Clerk. Due: June 2025.\n",
    )
    assert (found.lines[0].printed_owners, found.lines[0].target) == (
        "Jane Smith (Finance) and Bob Jones",
        "31 March 2025",
    )


def test_what_minutes_say_before_an_action_is_no_part_of_it_and_said_to_be_left_out(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "3. Gate: The gate is broken. The Warden reported that its owner, Mr Brown, has been told.\n"
        "ACTION: Warden to mend the gate. Owner: Warden. Due: 3 May 2025.\n"
        "4. Hall. Action: book the hall. Owner: Clerk. Due: 4 May 2025.\n",
    )
    assert [line.defined for line in found.lines] == ["Warden to mend the gate.", "Hall.\nbook the hall."]
    assert any("left out: “Gate: The gate is broken." in one for one in found.warnings)


@pytest.mark.parametrize(
    ("labels", "behind"),
    [
        (
            "Owner: Jane Smith. Due: 31 March 2025. The committee asked for a copy of the letter.",
            "The committee asked",
        ),
        (
            "Due: 31 March 2025. Owner: Jane Smith. Members noted that it was late last year.",
            "Members noted that",
        ),
        ("Due: 31 March 2025. It was late last year. Owner: Jane Smith.", "It was late"),
    ],
)
def test_sentences_behind_who_or_when_are_no_part_of_it_and_are_reported(
    labels: str, behind: str, tmp_path: Path
) -> None:
    others = "A2. Publish it. Owner: Dr. A. N. Jones, Head of Roads. Due: 2 Sept. 2025.\n"
    found = read_text(tmp_path, f"A1. Review contracts. {labels}\n{others}")
    assert found_in(found) == [
        CONTRACTS,
        ("A2", "Publish it.", "Dr. A. N. Jones, Head of Roads", "2 Sept. 2025"),
    ]
    assert [behind in one for one in found.left_out] == [True]


@pytest.mark.parametrize(
    ("labels", "owner", "due"),
    [
        (
            "Due: 31 March 2025. Extended to 30 June 2025 by Members. Owner: Jane Smith.",
            "Jane Smith",
            "31 March 2025. Extended to 30 June 2025 by Members",
        ),
        (
            "Owner: GET. With CYPE and legal services. Due: 31 March 2025.",
            "GET. With CYPE and legal services",
            "31 March 2025",
        ),
    ],
)
def test_a_sentence_that_says_more_of_who_or_when_is_part_of_it(
    labels: str, owner: str, due: str, tmp_path: Path
) -> None:
    found = read_text(
        tmp_path, f"A1. Review contracts. {labels}\nA2. Publish it. Owner: CYPE. Due: May 2025.\n"
    )
    assert (found.lines[0].printed_owners, found.lines[0].target) == (owner, due)
    assert found.left_out == ()
