"""Papers written on a copy of one before the last: the last words stay, unless somebody says otherwise."""

from datetime import date

import pytest
from sqlalchemy import Engine

from register.register import Register
from storage.actions import actions
from storage.database.engine import reading
from tests.workflow.test_unseen_updates import FIRST, HEAD, MEETING, SECOND, THIRD, Committee

OLD = "A quote was asked for from three builders in the town"
NEW = "The gate was ordered from the cheapest of the builders"
FOURTH = date(2024, 8, 5)


def row(words: str) -> str:
    return f"1,Mend the gate,{words},31 March 2025,CYPE,In progress\n"


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Committee:
    found = Committee(engine, kent)
    found.take(row(OLD), day=FIRST, head=HEAD)
    found.update("1", "We chose the cheapest", date(2024, 4, 1))
    found.take(row(NEW), day=SECOND, head=HEAD)
    return found


def delivered(papers: Committee) -> str:
    with reading(papers.engine) as tx:
        found = actions.find(tx, papers.register, "1")
    assert found is not None
    return found.delivered


def test_words_of_the_paper_before_the_last_are_asked_about_and_the_last_ones_stay(papers: Committee) -> None:
    found = papers.take(row(OLD), day=THIRD, head=HEAD)
    assert [(one.ref, one.before, one.after) for one in found.unapproved] == [("1", NEW, OLD)]
    assert delivered(papers) == NEW
    assert papers.pending() == {}


def test_what_people_recorded_since_the_last_paper_is_offered_again(papers: Committee) -> None:
    papers.update("1", "It was hung today", date(2024, 6, 1))
    found = papers.take(row(OLD), day=THIRD, head=HEAD)
    assert found.unapproved[0].before == f"{NEW}\nIt was hung today"
    assert papers.pending() == {"1": 1}


def test_another_paper_on_that_copy_is_asked_about_again_and_its_words_can_be_right(papers: Committee) -> None:
    papers.take(row(OLD), day=THIRD, head=HEAD)
    assert papers.take(row(OLD) + "\n", day=FOURTH, head=HEAD).unapproved
    found = papers.take(row(OLD) + "\n\n", {"1 delivered": "as read"}, MEETING, HEAD)
    assert found.unapproved == ()
    assert delivered(papers) == OLD


def test_a_few_words_may_come_again(engine: Engine, kent: Register) -> None:
    papers = Committee(engine, kent)
    for day, words in ((FIRST, "On track"), (SECOND, "Delayed by the builder")):
        papers.take(row(words), day=day, head=HEAD)
    found = papers.take(row("On track"), day=THIRD, head=HEAD)
    assert found.unapproved == ()
    assert delivered(papers) == "On track"


def test_the_words_before_come_back_where_it_is_taken_back_that_a_paper_is_right(papers: Committee) -> None:
    papers.take_file("copy.csv", row(OLD), {"1 delivered": "as read"}, THIRD)
    assert delivered(papers) == OLD
    again = papers.take_file("copy.csv", row(OLD), {"1 delivered": ""}, THIRD)
    assert [(one.ref, one.before, one.after) for one in again.unapproved] == [("1", NEW, OLD)]
    assert delivered(papers) == NEW


def test_of_two_papers_of_a_day_the_words_of_the_first_come_back(papers: Committee) -> None:
    papers.take_file("copy.csv", row(OLD), {"1 delivered": "as read"}, SECOND)
    assert delivered(papers) == OLD
    again = papers.take_file("copy.csv", row(OLD), {"1 delivered": ""}, SECOND)
    assert [(one.before, one.after) for one in again.unapproved] == [(NEW, OLD)]
    assert delivered(papers) == NEW


NO_NEWS = "No update was received since the last meeting."
USUAL = "This action is on track for delivery by its date."


@pytest.mark.parametrize(("words", "others"), [(NO_NEWS, "A session was held"), (USUAL, USUAL)])
def test_what_papers_print_again_and_again_may_come_again(
    engine: Engine, kent: Register, words: str, others: str
) -> None:
    papers = Committee(engine, kent)
    other = f"2,Paint it,{others},31 May 2025,GET,In progress\n"
    for day, printed in ((FIRST, words), (SECOND, NEW)):
        papers.take(row(printed) + other, day=day, head=HEAD)
    found = papers.take(row(words) + other, day=THIRD, head=HEAD)
    assert found.unapproved == ()
    assert delivered(papers) == words
