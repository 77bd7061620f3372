"""What people answered about papers: which answers hold for a later paper, and which are forgotten."""

from datetime import date

from register.days.target_dates import Order
from register.imports.answers import Answers, RememberedAnswer

FIRST, SECOND = "1" * 64, "2" * 64
MARCH, MAY = date(2024, 3, 5), date(2024, 5, 5)


def test_answers_about_the_rows_of_a_paper_hold_for_that_paper_alone() -> None:
    given = Answers(rows={"12 target": "31 March 2024", "13 owners": ""})
    kept = given.remembered(FIRST, MARCH, {})
    assert kept.rows == {}
    assert kept.about(FIRST, MARCH).rows == {"12 target": "31 March 2024"}
    assert kept.about(SECOND, MARCH).rows == {}


def test_answers_about_a_paper_that_are_all_taken_back_are_not_used_for_it_again() -> None:
    kept = Answers(rows={"12 target": "31 March 2024"}).remembered(FIRST, MARCH, {})
    taken_back = Answers(rows={"12 target": ""}, of_papers=kept.of_papers).remembered(FIRST, MARCH, {})
    assert taken_back.about(FIRST, MARCH).rows == {}


def test_the_same_file_as_at_two_days_keeps_the_answers_of_each() -> None:
    kept = Answers(rows={"12 target": "31 March 2024", "12 delivered": "as read"}).remembered(FIRST, MARCH, {})
    taken_over = kept.about(FIRST, MAY, is_of_another_day=True)
    assert taken_over.rows == {"12 target": "31 March 2024"}
    kept = Answers(rows={"12 target": "30 June 2024"}, of_papers=kept.of_papers).remembered(FIRST, MAY, {})
    assert kept.about(FIRST, MARCH).rows == {"12 target": "31 March 2024", "12 delivered": "as read"}
    assert kept.about(FIRST, MAY).rows == {"12 target": "30 June 2024"}


def test_answers_from_before_days_were_told_apart_hold_for_each_until_one_is_given_anew() -> None:
    stored = Answers(of_papers={FIRST: {"12 target": "31 March 2024"}})
    assert stored.about(FIRST, MAY).rows == stored.about(FIRST, MARCH).rows == {"12 target": "31 March 2024"}
    given = Answers(rows={"12 target": ""}, of_papers=stored.of_papers).remembered(FIRST, MAY, {})
    assert given.about(FIRST, MAY).rows == {}
    assert given.about(FIRST, MARCH).rows == {"12 target": "31 March 2024"}


def test_an_answer_that_is_taken_back_is_not_remembered_for_later_papers() -> None:
    remembered = {
        "12 target": RememberedAnswer("soon", "no deadline", "31 March 2024"),
        "13 target": RememberedAnswer("soon", "no deadline", "30 April 2024"),
    }
    given = Answers(rows={"12 target": ""}, remembered_rows=remembered)
    assert given.remembered(FIRST, MARCH, {}).remembered_rows == {"13 target": remembered["13 target"]}


def test_only_the_answers_about_what_is_named_are_forgotten() -> None:
    both = Answers(not_tables=("sheet Key", "sheet Old"), tables=("sheet Closed", "sheet 2021"))
    left = both.without("sheet key").without("sheet 2021")
    assert (left.not_tables, left.tables) == (("sheet Old",), ("sheet Closed",))


def test_what_was_answered_about_a_row_by_its_place_counts_before_what_its_words_were_answered_before() -> None:
    before = {"table 1, row 4 ref": RememberedAnswer("The  Board", "", "4.2")}
    answers = Answers(rows={"table 1, row 5 ref": "4.1"}, remembered_rows=before)
    assert answers.of_row("table 1, row 5", "The Board") == "4.1"
    assert answers.of_row("table 1, row 6", "The Board") == "4.2"
    assert answers.of_row("table 1, row 6", "The committee") == ""


def test_which_number_is_the_day_is_asked_again_only_once_that_answer_is_forgotten() -> None:
    answers = Answers(dates=Order.MONTH_FIRST, owners={"Head of Audit": "GET"})
    assert answers.without("head of audit").dates is Order.MONTH_FIRST
    assert answers.without("head of audit").owners == {}
    assert answers.without("dates").dates is None


def test_rows_of_the_same_words_that_were_answered_differently_are_asked_again() -> None:
    before = {
        "row 3 ref": RememberedAnswer("Paint the railings", "N1", "2.4"),
        "row 7 ref": RememberedAnswer("Paint the railings", "N2", "left out"),
    }
    assert Answers(remembered_rows=before).of_row("row 5", "Paint the railings") == ""
    again = Answers(rows={"row 5 ref": "2.4"}, remembered_rows=before)
    answer = RememberedAnswer("Paint the  railings", "2.4", "2.4")
    assert again.remembered(FIRST, MARCH, {"row 5 ref": answer}).remembered_rows == {"row 5 ref": answer}
