"""What a notice asks is stored as the text that the queue has had since it has asked anything."""

from datetime import date

import pytest

from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject

MARCH, MAY = date(2023, 3, 16), date(2023, 5, 16)


@pytest.mark.parametrize(
    ("subject", "written"),
    [
        (Subject.of_action(12), "action:12"),
        (Subject.of_meeting("kent-2", MARCH), "meeting:kent-2:2023-03-16"),
        (Subject.of_paper("kent", 3), "paper:kent:3"),
        (Subject.of_offered_paper("kent", 5), "paper:kent:offered 5"),
        (Subject.of_day("kent", "U0LEAD"), "decisions:kent:U0LEAD"),
    ],
)
def test_a_subject_is_stored_and_read_back(subject: Subject, written: str) -> None:
    assert str(subject) == written
    assert Subject.read(written) == subject


@pytest.mark.parametrize(
    ("asks", "written"),
    [
        (RequestedDecision(DecisionKind.REPORT, 2), "report:2"),
        (RequestedDecision(DecisionKind.REPORT, 0), "report:0"),
        (RequestedDecision(DecisionKind.DATE, 1), "date:1"),
        (RequestedDecision(DecisionKind.SIGN_OFF, whom=("CYPE", "GET")), "sign-off:CYPE,GET"),
        (RequestedDecision(DecisionKind.MINUTES), "minutes"),
        (RequestedDecision(DecisionKind.QUESTION, 7), "question:7"),
        (RequestedDecision(DecisionKind.ANSWERS, whom=("CYPE", "U0AMY")), "answers:CYPE,U0AMY"),
        (
            RequestedDecision(DecisionKind.ANSWERS, whom=("GET",), meetings=(MARCH, MAY)),
            "answers:GET:2023-03-16,2023-05-16",
        ),
        (RequestedDecision(DecisionKind.PUBLICATION), "publication"),
        (RequestedDecision(DecisionKind.IMPORT), "decision"),
    ],
)
def test_which_decision_is_stored_and_read_back(asks: RequestedDecision, written: str) -> None:
    assert str(asks) == written
    assert RequestedDecision.read(written) == asks


def test_a_notice_that_asks_nothing_has_neither() -> None:
    assert Subject.read("") is None
    assert RequestedDecision.read("") is None


def test_what_it_is_about_has_its_type() -> None:
    assert Subject.of_action(12).row_number == 12
    assert Subject.of_meeting("kent", MARCH).meeting == MARCH
