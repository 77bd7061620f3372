"""What is asked about a paper's lines: each doubt names the row, the action and the field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from register.action import Line
from register.days.target_dates import Order
from register.imports.answers import Answers
from register.imports.doubts import Doubt, doubts_of, in_sentences_alone
from register.imports.printed_status import percent_of, with_answers
from register.progress import Status, from_print

DAY = date(2022, 11, 15)
LINE = Line("1", "Agree the plan.", "", "31 March 2023", ("GET",), "In progress", "row 2")


def asked(line: Line, answers: Answers | None = None, codes: tuple[str, ...] = ("CYPE", "GET")) -> list[Doubt]:
    return doubts_of([line], DAY, with_answers(answers or Answers()), Order.DAY_FIRST, codes)


def test_a_plain_line_asks_nothing() -> None:
    assert asked(LINE) == []


def test_a_doubt_is_a_sentence_that_names_the_row_the_action_and_the_field() -> None:
    (doubt,) = asked(replace(LINE, target="as soon as possible"))
    assert (doubt.place, doubt.ref, doubt.field, doubt.printed) == (
        "row 2",
        "1",
        "target",
        "as soon as possible",
    )
    assert doubt.sentence == (
        "Row 2: action 1, target date “as soon as possible” (read as no deadline): not a date I know; by which "
        "day is it due?"
    )


@pytest.mark.parametrize(
    ("printed", "asks"),
    [
        ("31 March 2019", "31 March 2019 had passed long before this paper; is the year right?"),
        ("31 March 2033", "is far ahead"),
        ("31 March 2203", "not a date"),
        ("From April 2023", "not a date"),
        ("September", "which year"),
    ],
)
def test_a_deadline_that_may_be_wrong_is_asked_about(printed: str, asks: str) -> None:
    (doubt,) = asked(replace(LINE, target=printed))
    assert doubt.field == "target"
    assert asks in doubt.question


def test_long_past_is_no_matter_when_it_is_done_or_only_late() -> None:
    assert asked(replace(LINE, target="31 March 2019", progress="Complete")) == []
    assert asked(replace(LINE, target="31 March 2021")) == []
    assert asked(replace(LINE, target="31 March 2032")) == []


def test_a_first_date_after_the_one_that_counts_is_asked_about() -> None:
    (doubt,) = asked(replace(LINE, more={"original": "30 June 2023"}))
    assert (doubt.field, "first date" in doubt.question) == ("target", True)
    assert asked(replace(LINE, more={"original": "31 March 2023"})) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"target": "Completed September 2022"},
        {"more": {"percent": "100%"}},
        {"progress": "", "delivered": "COMPLETE – the plan was agreed."},
        {"progress": "Green"},
    ],
)
def test_a_progress_that_says_two_things_or_nothing_known_is_asked_about(changes: dict[str, Any]) -> None:
    (doubt,) = asked(replace(LINE, **changes))
    assert doubt.field == "progress"


def test_an_answer_about_a_word_is_not_asked_for_again() -> None:
    answers = Answers(statuses={"Green": Status.IN_PROGRESS})
    assert asked(replace(LINE, progress="GREEN"), answers) == []
    assert with_answers(answers)("GREEN") is Status.IN_PROGRESS
    assert with_answers(answers)("Amber") is None


def test_an_owner_that_is_none_here_or_missing_is_asked_about() -> None:
    (stranger,) = asked(replace(LINE, owners=("GET", "ASCH")))
    assert "ASCH is no directorate here" in stranger.question
    (post,) = asked(replace(LINE, owners=("HoS", "MASH", "HR"), printed_owners="HoS MASH / HR"))
    assert post.question == "HoS MASH / HR is no directorate here; whose is it?"
    assert asked(replace(LINE, owners=("ASCH",)), codes=()) == []
    (nobody,) = asked(replace(LINE, owners=(), more={"officers": "Head of Audit"}))
    assert nobody.field == "owners"
    assert asked(replace(LINE, owners=(), more={"officers": "Head of Audit"}), codes=()) == []


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("In progress – a draft is out", Status.IN_PROGRESS),
        ("Completed: agreed on 3 May 2022", Status.IMPLEMENTED),
        ("Complete (see minute 4)", Status.IMPLEMENTED),
        ("Closed 12/10/26", Status.CLOSED),
        ("Completed – 3 November 2022", Status.IMPLEMENTED),
        ("done (May 22)", Status.IMPLEMENTED),
        ("Complete by 31 March 2023", None),
        ("Closed 3 of 4", None),
        ("Complete subject to sign-off", None),
        ("Complete – but not yet signed", None),
        ("Partially implemented. August is signed, September is awaiting a signature", Status.IN_PROGRESS),
        ("Not started – awaiting a budget", Status.NOT_STARTED),
        ("Nearly complete", None),
    ],
)
def test_words_behind_a_status_do_not_matter_unless_they_turn_it_round(
    printed: str, status: Status | None
) -> None:
    assert with_answers(Answers())(printed) is status


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Completed 31/03/2027", None),
        ("Complete – 31/03/2027", None),
        ("Closed (due March 2027)", None),
        ("Implemented, 16 November 2022", None),
        ("Completed 2027", None),
        ("Done May", None),
        ("Closed at meeting of 1 May 2027", None),
        ("Completed 15 November 2022", Status.IMPLEMENTED),
        ("Closed November 2022", Status.CLOSED),
        ("Completed – 31 October 2022", Status.IMPLEMENTED),
        ("Closed at meeting of 1 May 2022", Status.CLOSED),
        ("Completed – next review 31/03/2027", Status.IMPLEMENTED),
    ],
)
def test_what_is_to_be_completed_after_the_paper_is_asked_about(printed: str, status: Status | None) -> None:
    status_of = with_answers(Answers(), as_at=DAY)
    assert status_of(printed) is status
    doubts = doubts_of([replace(LINE, progress=printed)], DAY, status_of, Order.DAY_FIRST, ("GET",))
    assert [one.progress_words for one in doubts] == ([] if status else [printed])


def test_the_day_of_what_was_completed_is_read_in_the_order_of_the_papers_dates() -> None:
    assert with_answers(Answers(), as_at=DAY)("Closed 12/10/22") is Status.CLOSED
    assert with_answers(Answers(), as_at=DAY, order=Order.MONTH_FIRST)("Closed 12/10/22") is None


def test_by_when_something_was_due_that_is_done_is_asked_only_where_a_day_may_be_meant() -> None:
    done = replace(LINE, progress="Complete", target="as soon as possible")
    assert asked(done) == []
    assert asked(replace(done, progress="In progress")) != []
    assert asked(replace(done, target="Budget 2027")) != []


@pytest.mark.parametrize(
    ("delivered", "asks"),
    [
        ("Done", "begins with “Done”; is it complete?"),
        ("Complete – March 2026", "begins with “Complete”; is it complete?"),
        ("Delivered training to 40 staff", ""),
        ("Objection sent. CLOSED", "ends with “CLOSED”; is it complete?"),
        ("Sent on 3 May – complete.", "ends with “complete”; is it complete?"),
        ("The first is done. The second is not complete.", ""),
        ("Guide is out; not done", ""),
    ],
)
def test_words_of_completion_without_a_progress_are_asked_about(delivered: str, asks: str) -> None:
    found = asked(replace(LINE, progress="", delivered=delivered))
    assert [one.question.endswith(asks) for one in found] == ([True] if asks else [])


def test_words_of_completion_beside_a_printed_progress_are_not_asked_about() -> None:
    assert asked(replace(LINE, delivered="Complete – March 2026")) == []


def test_a_response_that_declines_is_asked_about_only_where_no_progress_is_printed() -> None:
    declined = replace(LINE, progress="", more={"response": "Not accepted."})
    (doubt,) = asked(declined)
    assert doubt.question == "the response to it is “Not accepted.”; is it an action all the same?"
    assert asked(replace(declined, progress="In progress")) == []


def test_of_ten_thousand_actions_that_begin_as_not_started_some_are_named() -> None:
    delivered = replace(LINE, progress="", delivered="A draft is out.")
    lines = [replace(delivered, ref=str(number)) for number in range(1, 10_001)]
    (sentence,) = in_sentences_alone(lines, ["activity", "delivered"])
    assert "actions 1, 2, 3, " in sentence
    assert "30 and 9,970 more are taken as not started" in sentence


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["activity", "delivered"], "actions 7, 8 and 9 are taken as not started"),
        (
            ["activity", "progress+delivered"],
            "progress column are not judged: actions 7, 8 and 9 are taken as not started",
        ),
        (["activity", "percent"], ""),
        ([], ""),  # a list has no columns
    ],
)
def test_a_table_without_a_column_of_progress_says_once_how_its_actions_begin(
    columns: list[str], says: str
) -> None:
    silent = replace(LINE, progress="")
    delivered = replace(silent, delivered="A draft is out.")
    sentences = list(
        in_sentences_alone([*(replace(delivered, ref=ref) for ref in "789"), silent, LINE], columns)
    )
    assert [says in one for one in sentences] == ([True] if says else [])


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Ar y gweill / In progress", Status.IN_PROGRESS),
        ("Complete / In progress", None),
        ("40%", Status.IN_PROGRESS),
        ("0%", Status.NOT_STARTED),
        ("100%", None),
        ("40", None),
    ],
)
def test_a_status_in_two_languages_or_as_a_share_is_understood(printed: str, status: Status | None) -> None:
    answers = Answers(statuses={"Ar y gweill": Status.IN_PROGRESS})
    assert (
        with_answers(answers, lambda words: answers.statuses.get(words) or from_print(words))(printed) is status
    )


@pytest.mark.parametrize(
    ("printed", "share"),
    [
        ("60%", 60),
        ("60", 60),
        ("0.6", 60),
        ("1", 100),
        ("1%", 1),
        ("0.5%", 0.5),
        ("2", 2),
        ("1.5", 1.5),
        ("100", 100),
    ],
)
def test_a_share_is_read_as_it_is_printed_or_as_a_spreadsheet_stores_it(printed: str, share: float) -> None:
    assert percent_of(printed) == share
    assert percent_of("101%") is None


def test_a_day_of_completion_beside_an_open_status_is_asked_about() -> None:
    done = replace(LINE, more={"completed": "1 November 2022"})
    (doubt,) = asked(done)
    assert doubt.question == "“1 November 2022” is printed as its date of completion; is it complete?"
    assert asked(replace(done, progress="Complete")) == []
    (later,) = asked(replace(LINE, more={"completed": "1 December 2022"}))
    assert "is after this paper; is it a target date?" in later.question


def test_a_spreadsheets_number_where_the_completion_is_printed_completes_nothing_by_itself() -> None:
    """Reminders go on until somebody says so."""
    found = asked(replace(LINE, progress="", more={"completed": "44866"}))
    assert [(one.field, one.read_as) for one in found] == [
        ("progress", "not started"),
        ("completed", "1 November 2022"),
    ]
    assert found[0].question == "“44866” is printed where its completion belongs; is it complete?"


def test_a_status_with_a_day_to_come_is_asked_about_by_that_day() -> None:
    line = replace(LINE, progress="Completed 15/12/2022")
    (doubt,) = doubts_of([line], DAY, with_answers(Answers(), as_at=DAY), Order.DAY_FIRST, ())
    assert doubt.question == "15 December 2022 is after this paper; what does it stand for?"
    assert doubt.progress_words == "Completed 15/12/2022"


@pytest.mark.parametrize("printed", ["Heb ddechrau / Not started", "Heb ddechrau Not started"])
def test_a_status_in_two_languages_is_known_however_they_are_parted(printed: str) -> None:
    assert with_answers(Answers())(printed) is Status.NOT_STARTED
    assert with_answers(Answers())("Ar y gweill Complete") is None


def test_a_row_with_an_officer_and_no_directorate_is_asked_about_by_the_officer() -> None:
    (officer,) = asked(replace(LINE, owners=(), more={"officers": "Head of Audit"}))
    assert (officer.printed, officer.owner_words) == ("Head of Audit", "Head of Audit")
    assert "no directorate is printed beside it" in officer.question
    (nobody,) = asked(replace(LINE, owners=()))
    assert (nobody.printed, "it has no owner" in nobody.question) == ("", True)


def test_an_officer_beside_one_with_a_directorate_is_asked_about_by_both() -> None:
    (officer,) = asked(replace(LINE, owners=(), more={"officers": "Head of Audit (CYPE) / Clerk"}))
    assert "only part of it names a directorate" in officer.question
    assert officer.owner_words == "Head of Audit (CYPE) / Clerk"


def test_a_quarter_of_the_tables_year_that_has_passed_is_asked_about_only_while_it_is_open() -> None:
    line = replace(LINE, target="Q1", years="2022/23")
    (doubt,) = asked(line)
    assert "as of 2022/23" in doubt.question
    assert asked(replace(line, progress="Complete")) == []
    assert asked(replace(line, target="Q4")) == []


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({"response": "Rejected"}, "Rejected"),
        ({"response": "Not agreed. The costs outweigh the benefits."}, "Not agreed."),
        ({"response": "No. It would cost too much."}, "No."),
        ({"response": "No changes are needed for that. Agreed."}, ""),
        ({"Accept / Reject": "Reject", "response": "Income is needed"}, "Reject"),
        ({"Accept / Reject": "Accept", "response": "It will be paid"}, ""),
        ({"Refuse collection": "No"}, ""),
    ],
)
def test_a_recommendation_that_is_turned_down_is_asked_about(more: dict[str, str], asks: str) -> None:
    found = [one.question for one in asked(replace(LINE, progress="", more=more)) if one.field == "progress"]
    assert found == ([f"the response to it is “{asks}”; is it an action all the same?"] if asks else [])
