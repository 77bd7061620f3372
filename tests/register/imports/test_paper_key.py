"""What a paper's own key comes to: understood where it is plain, asked where it is not."""

from datetime import date

import pytest

from register.action import Line
from register.days.target_dates import Order
from register.imports.answers import Answers
from register.imports.doubts import doubts_of
from register.imports.paper_key import PaperKey
from register.imports.printed_status import day_to_come, with_answers
from register.progress import Status


@pytest.mark.parametrize(
    ("meaning", "status"),
    [
        ("Complete", Status.IMPLEMENTED),
        ("The action has been completed", Status.IMPLEMENTED),
        ("Delivered and sustained", Status.IMPLEMENTED),
        ("Finished", Status.IMPLEMENTED),
        ("on track to deliver", Status.IN_PROGRESS),
        ("On target", Status.IN_PROGRESS),
        ("Yet to start", Status.NOT_STARTED),
        ("No longer required", Status.NOT_WARRANTED),
        ("Delivered but not yet evidenced", None),
        ("Completed late", None),
        ("Completed in full (100%)", Status.IMPLEMENTED),
        ("Complete 50%", None),
        ("Complete (50%)", None),
        ("Complete by March 2023", None),
        ("Completed within three months", None),
        ("Delivered in part", None),
        ("Complete, to be signed off", None),
        ("Completed where funding allows", None),
        ("Not complete", None),
        ("Some slippage, recovery plan in place", None),
        ("Overdue", None),
    ],
)
def test_a_meaning_is_understood_where_it_is_plain(meaning: str, status: Status | None) -> None:
    assert PaperKey({"X": meaning}, with_answers(Answers())).status_of("x") is status


def test_what_a_person_said_counts_more_than_the_key_and_words_behind_the_letter_do_not_matter() -> None:
    answered = with_answers(Answers(statuses={"G": Status.ONGOING}))
    key = PaperKey({"G": "On track", "B": "Complete"}, answered)
    assert key.status_of("G") is Status.ONGOING
    assert key.status_of("B – signed in May") is Status.IMPLEMENTED
    assert key.status_of("Z") is None


@pytest.mark.parametrize(
    "progress", ["B – awaiting sign-off", "B (not yet evidenced)", "B: re-opened in May", "B\nOverdue"]
)
def test_words_behind_the_letter_that_say_otherwise_are_asked_about(progress: str) -> None:
    key = PaperKey({"B": "Complete"}, with_answers(Answers()))
    assert key.status_of(progress) is None
    assert key.explained(progress) == "Complete"


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        ("Finalised – 15/12/2022", None),
        ("Finalised (15 December 2022)", None),
        ("Finalised – 15/10/2022", Status.IMPLEMENTED),
        ("Finalised – next review 31/03/2023", Status.IMPLEMENTED),
    ],
)
def test_what_the_key_calls_complete_is_asked_about_beside_a_day_to_come(
    progress: str, status: Status | None
) -> None:
    """Only words that are known without a key were, so that an action that is open was taken for done."""
    day = date(2022, 11, 15)
    key = PaperKey(
        {"Finalised": "Complete"},
        with_answers(Answers(), as_at=day),
        lambda words: day_to_come(words, day, Order.DAY_FIRST) is not None,
    )
    assert key.status_of(progress) is status


def test_what_the_key_leaves_open_is_asked_with_its_own_words() -> None:
    line = Line("7", "Write it down", "", "December 2022", ("CYPE",), "R", "row 7")
    key = PaperKey({"R": "Overdue"}, with_answers(Answers()))
    (doubt,) = doubts_of(
        [line], date(2022, 11, 15), key.status_of, Order.DAY_FIRST, (), explained=key.explained
    )
    assert doubt.question == "the paper's key says “Overdue”; what does it stand for?"
    assert doubt.progress_words == "R"
    assert [(one.printed, one.status, one.count) for one in key.words([line])] == [("R", "", 1)]
