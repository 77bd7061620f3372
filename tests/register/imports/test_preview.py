"""What is shown of a paper before it is read: questions that one answer settles are put once."""

from dataclasses import replace
from datetime import date

from register.action import Line
from register.committee.paper_kind import PaperKind
from register.days.target_dates import Order
from register.imports.answers import Answers
from register.imports.doubts import doubts_of
from register.imports.preview import Preview, questions
from register.imports.printed_status import with_answers

DAY = date(2022, 11, 15)
LINE = Line("1", "Agree the plan.", "", "31 March 2023", ("Mr Smith",), "Quite quidditch", "row 2")
ALIKE = [LINE, replace(LINE, ref="2", owners=("Mr  smith",), progress="quite  Quidditch", place="row 3")]


def test_names_and_words_that_one_answer_is_about_are_asked_about_once() -> None:
    answers = Answers()
    doubts = tuple(doubts_of(ALIKE, DAY, with_answers(answers), Order.DAY_FIRST, ("GET",)))
    seen = Preview(PaperKind.TABLE, doubts=doubts)
    assert seen.owners_asked == {"Mr Smith": 2}
    assert seen.statuses_asked == {"Quite quidditch": 2}
    assert len(seen.in_working_order) == 4
    assert [one.count("more row: 2.") for one in questions(doubts)] == [1, 1]
