"""One answer for all rows that are asked about in a field: what it stands for, what keeps its own, what comes later."""

from datetime import date

import pytest
from sqlalchemy import Engine

from register.imports.preview import questions
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import papers as stored
from storage.database.engine import reading
from tests.workflow.test_dates_asked_about import Papers, asked

LATER = date(2024, 12, 5)
SERIALS = "".join(f"{n},Mend gate {n},1 Nov 2024,{45_700 + n},CYPE,In progress\n" for n in range(1, 51))


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Papers:
    return Papers(engine, kent)


def test_a_column_of_spreadsheet_numbers_is_one_question_with_one_answer(papers: Papers) -> None:
    before = papers.take(SERIALS)
    (question,) = questions(before.doubts)
    assert "Action 1, target date “45701”" in question.replace("action", "Action")
    assert "So in 49 more rows: 2, 3" in question
    after = papers.take(SERIALS, {"7 target": "1 May 2025", "every target": "as read"})
    assert asked(after) == []
    assert [papers.action(ref).deadline for ref in ("1", "7", "50")] == [
        date(2025, 2, 13),
        date(2025, 5, 1),
        date(2025, 4, 3),
    ]
    assert papers.printed("50")[3] == "3 April 2025"
    later = papers.take(SERIALS + "51,Oil it,1 Nov 2024,45800,CYPE,In progress\n", day=LATER)
    assert [(one.ref, one.field) for one in later.doubts] == [("51", "target")]  # which nobody has seen yet


def test_rows_that_are_asked_the_same_are_one_question(papers: Papers) -> None:
    rows = "".join(f"{n},Mend gate {n},1 Nov 2024,Early 2025,CYPE,In progress\n" for n in range(1, 41))
    rows += "41,Oil it,1 Nov 2024,Early 2026,,In progress\n42,Paint it,1 Nov 2024,1 May 2025,,In progress\n"
    found = list(questions(papers.take(rows).doubts))
    assert len(found) == 3
    assert [sum(words in one for one in found) for words in ("Early 2025", "Early 2026", "no owner")] == [
        1,
        1,
        1,
    ]


def test_it_is_remembered_row_by_row_and_taken_back_at_once(papers: Papers) -> None:
    head = "Ref,Action,Due,Owner,Status,% complete\n"
    rows = "1,Mend the gate,Early 2025,,In progress,100%\n2,Paint it,Early 2025,,In progress,100%\n"
    answers = {"every target": "28 February 2025", "every owners": "CYPE", "every progress": "in progress"}
    assert asked(papers.take(rows, answers, head=head)) == []
    assert {papers.action(ref).status for ref in "12"} == {Status.IN_PROGRESS}
    assert {papers.action(ref).owners for ref in "12"} == {("CYPE",)}
    with reading(papers.engine) as tx:
        remembered = stored.answers(tx, papers.register.slug).listed
    assert {one.about for one in remembered} == {
        f"{ref} {name}" for ref in "12" for name in ("target", "owners", "progress")
    }
    assert asked(papers.take(rows, day=LATER, head=head)) == []
    again = papers.take(rows, {"every target": ""}, LATER, head)
    assert [(one.ref, one.field) for one in again.doubts] == [("1", "target"), ("2", "target")]


def test_every_row_has_a_reference_of_its_own(papers: Papers) -> None:
    with pytest.raises(Refused, match="every row has a reference of its own"):
        papers.take("1,Mend the gate,,May 2025,CYPE,\n", {"every ref": "4.2"})
    with pytest.raises(Refused, match="names no row and field"):
        papers.take("1,Mend the gate,,May 2025,CYPE,\n", {"every day": "as read"})


def test_it_is_no_answer_to_what_is_asked_about_printed_words_or_the_order_of_dates(papers: Papers) -> None:
    head = "Ref,Action,Due,Owner,Status,% complete\n"
    by_words = "".join(f"{n},Mend gate {n},0{n}/04/2025,Head of Transport,Amberish,\n" for n in range(1, 4))
    by_row = "".join(f"{n},Oil gate {n},Early 2025,,In progress,100%\n" for n in range(4, 7))
    answers = {"every target": "28 February 2025", "every owners": "CYPE", "every progress": "implemented"}
    after = papers.take(by_words + by_row, answers, head=head)
    assert {(one.ref, one.field) for one in after.doubts} == {
        (ref, name) for ref in "123" for name in ("target", "owners", "progress")
    }
    assert papers.action("3").deadline == date(2025, 4, 3)
    assert papers.action("3").owners == ("Head of Transport",)
    assert [papers.action(ref).status for ref in "36"] == [Status.NOT_STARTED, Status.IMPLEMENTED]
    assert (papers.action("6").deadline, papers.action("6").owners) == (date(2025, 2, 28), ("CYPE",))


def test_where_it_answers_no_row_that_is_said(papers: Papers) -> None:
    rows = "1,Mend the gate,1 Nov 2024,May 2025,CYPE,Amberish\n"
    found = papers.take(rows, {"every owners": "GET", "every progress": "implemented"})
    for answer in ("every owners=GET", "every progress=implemented"):
        assert f"“{answer}” answers no row: none is asked about in that field by itself." in found.warnings


def test_an_answer_for_one_row_holds_in_whatever_order_and_letters_they_are_typed(papers: Papers) -> None:
    rows = "".join(f"A{n},Mend gate {n},1 Nov 2024,Early 2025,CYPE,In progress\n" for n in range(1, 4))
    papers.take(rows, {"a1 target": "1 May 2025", "every target": "28 February 2025"})
    assert [papers.action(ref).deadline for ref in ("A1", "A2")] == [date(2025, 5, 1), date(2025, 2, 28)]
    taken_back = papers.take(rows, {"every target": "", "A2 target": "2 May 2025"})
    assert [one.ref for one in taken_back.doubts] == ["A1", "A3"]
    assert papers.action("A2").deadline == date(2025, 5, 2)


def test_references_that_were_answered_are_taken_back_as_the_rows_are_read(papers: Papers) -> None:
    rows = (
        "1,Mend it,1 Nov 2024,May 2025,CYPE,\n,Paint it,1 Nov 2024,May 2025,CYPE,\n3,Oil it,,May 2025,CYPE,\n"
    )
    papers.take(rows, {"row 3 ref": "4.2"})
    taken_back = papers.take(rows, {"every ref": ""})
    assert taken_back.found.missing == ("4.2",)
    assert papers.take(rows).found.missing == ("4.2",)


def test_a_paper_that_prints_what_is_known_to_be_complete_as_100_per_cent_asks_nothing(papers: Papers) -> None:
    head = "Ref,Action,Owner,Due,% complete\n"
    rows = "1,Mend the gate,CYPE,May 2025,90%\n2,Paint it,CYPE,Early 2025,60%\n"
    first = papers.take(rows, {"1 progress": "implemented"}, head=head)
    assert asked(first) == [("2", "target", "30 April 2025")]
    again = papers.take(rows.replace("90%", "100%"), {"2 target": "as read"}, day=LATER, head=head)
    assert asked(again) == []
    assert papers.action("1").status is Status.IMPLEMENTED


def test_a_first_date_that_still_counts_is_asked_about_once(papers: Papers) -> None:
    head = "Ref,Action,Owner,Original target date,Revised target date,Status\n"
    rows = "1,Mend the gate,CYPE,45747,,In progress\n2,Oil it,CYPE,31/05/2025,30/06/2025,In progress\n"
    assert [one.field for one in papers.take(rows, head=head).doubts] == ["target"]
    assert asked(papers.take(rows, {"1 target": "as read"}, head=head)) == []
    assert papers.printed("1")[3:5] == ("31 March 2025", "")


def test_what_was_answered_of_an_earlier_paper_is_taken_back_of_every_row_as_of_one(papers: Papers) -> None:
    head = "Ref,Action,Due,Owner,Status\n"
    rows = "1,Mend the gate,Within 3 months,CYPE,In progress\n"
    more = rows + "2,Oil it,31 May 2025,CYPE,In progress\n"
    papers.take(rows, {"1 target": "as read"}, head=head)
    assert asked(papers.take(more, day=LATER, head=head)) == []
    taken_back = papers.take(more, {"every target": ""}, LATER, head)
    assert [one.ref for one in taken_back.doubts] == ["1"]
    assert papers.action("1").deadline == date(2025, 3, 5)  # counted from the day of this paper
    assert [one.ref for one in papers.take(more, day=LATER, head=head).doubts] == ["1"]


def test_an_answer_replaces_the_one_before_in_whatever_letters_the_reference_is_typed(papers: Papers) -> None:
    rows = "A1,Mend the gate,1 Nov 2024,Early 2025,CYPE,In progress\n"
    papers.take(rows, {"a1 target": "1 May 2025"})
    papers.take(rows, {"A1 target": "2 May 2025"})
    papers.take(rows, {"a1 target": "3 May 2025"})
    assert papers.action("A1").deadline == date(2025, 5, 3)
    assert [one.ref for one in papers.take(rows, {"A1 target": ""}).doubts] == ["A1"]
    assert [one.ref for one in papers.take(rows, day=LATER).doubts] == ["A1"]
