"""The same file, read as at two days: each day has the answers that were given for it."""

from datetime import date

import pytest
from sqlalchemy import Engine

from register.register import Register
from storage.actions import papers as stored
from storage.database.engine import reading
from tests.workflow.test_unseen_updates import FIRST, HEAD, ROWS, SECOND, THIRD, Committee

UNCLEAR = ROWS.replace("31 May 2025", "when we can")


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Committee:
    found = Committee(engine, kent)
    found.take(ROWS, day=FIRST, head=HEAD)
    return found


def test_an_answer_for_a_later_day_leaves_that_for_the_day_before(papers: Committee) -> None:
    papers.take_file("copy.csv", UNCLEAR, {"2 target": "31 May 2025"}, SECOND)
    third = papers.take_file("copy.csv", UNCLEAR, {"2 target": "30 June 2025"}, THIRD)
    assert third.given == {"2 target": "30 June 2025"}
    with reading(papers.engine) as tx:
        (sha256,) = {key.split()[0] for key in stored.answers(tx, papers.register.slug).of_papers}
        answers = stored.answers(tx, papers.register.slug)
    assert answers.of_paper(sha256, SECOND) == {"2 target": "31 May 2025"}
    assert answers.of_paper(sha256, THIRD) == {"2 target": "30 June 2025"}


def test_that_a_paper_was_right_still_holds_after_its_file_was_read_as_at_a_later_day(
    papers: Committee,
) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    papers.take_file("copy.csv", ROWS, {"1 delivered": "as read"}, SECOND)
    papers.update("1", "A second quote came in", date(2024, 6, 1))
    third = papers.take_file("copy.csv", ROWS, {}, THIRD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.pending() == {"1": 1}


def test_an_answer_that_is_taken_back_for_a_day_is_not_taken_over_from_the_one_before(
    papers: Committee,
) -> None:
    papers.take_file("copy.csv", UNCLEAR, {"2 target": "31 May 2025"}, SECOND)
    papers.take_file("copy.csv", UNCLEAR, {"2 target": ""}, THIRD)
    found = papers.take_file("copy.csv", UNCLEAR, {}, date(2024, 8, 5))
    assert found.given == {}
    assert [(one.ref, one.field) for one in found.doubts] == [("2", "target")]
