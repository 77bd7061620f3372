"""A paper that is offered in Slack while others answer about it, or about other papers of its register."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from papers import read
from papers.reading_result import Reading
from register.imports.answers import Answers
from register.progress import Status
from register.register import Register
from storage.actions import papers
from storage.database.engine import reading, transaction
from storage.intake import offered_papers
from storage.intake.offered_papers import Offered
from tests.waiting import until, waits_for_a_lock
from workflow.context import Context, Request
from workflow.offered_papers import accept, answer, show

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)
PAPER = b"Ref,Activity Defined,Due,Owner,Status\n90,Train every planner,5 June 2023,GET,Amber\n"


def found(engine: Engine, number: int) -> Offered:
    with reading(engine) as tx:
        offered = offered_papers.find(tx, number)
    assert offered is not None
    return offered


@pytest.fixture
def number(engine: Engine, kent: Register) -> int:
    """The number of a paper that was offered and shown."""
    with transaction(engine) as tx:
        added = offered_papers.add(tx, kent.slug, "F1", "a.csv", date(2022, 11, 15), kent.admins[0], NOW)
    show(engine, found(engine, added), PAPER, NOW)
    return added


def test_what_was_answered_about_another_paper_while_this_one_was_read_is_kept(
    engine: Engine, kent: Register, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = 0
    other = Answers(columns={"Comment": "delivered"})

    def reads(name: str, data: bytes, answers: Answers) -> Reading:
        nonlocal readings
        readings += 1
        if readings == 1:
            with transaction(engine) as tx:
                papers.remember(tx, kent.slug, papers.answers(tx, kent.slug).joined(other))
        return original(name, data, answers)

    original = read.read_bytes
    with transaction(engine) as tx:
        offered_papers.keep_answers(tx, number, Answers(statuses={"Amber": Status.IN_PROGRESS}))
    show(engine, found(engine, number), PAPER, NOW)
    monkeypatch.setattr(read, "read_bytes", reads)
    accept(engine, found(engine, number), PAPER, NOW, kent.admins[0])
    with reading(engine) as tx:
        remembered = papers.answers(tx, kent.slug)
        assert papers.newest(tx, kent.slug) is not None
    assert remembered.statuses == {"Amber": Status.IN_PROGRESS}
    assert remembered.columns == other.columns
    assert readings == 2


def test_of_two_who_answer_about_a_paper_at_once_both_are_kept(
    engine: Engine, kent: Register, number: int
) -> None:
    readings = found(engine, number).readings
    request = Request("form:1", kent.admins[0], "", NOW, "form")
    theirs = Answers(statuses={"Amber": Status.IN_PROGRESS})
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            offered_papers.keep_answers(tx, number, Answers(columns={"Due": "target"}))
            context = Context(engine, lambda: NOW)
            waiting = pool.submit(answer, context, request, number, readings, theirs)
            until(lambda: waits_for_a_lock(engine), "the second waits for the first")
        waiting.result(20)
    kept = found(engine, number).answers
    assert (kept.columns, kept.statuses) == ({"Due": "target"}, theirs.statuses)


def test_a_field_that_is_emptied_again_is_no_answer(engine: Engine, kent: Register, number: int) -> None:
    context = Context(engine, lambda: NOW)
    for turn, words in enumerate(("as read", "")):
        request = Request(f"page-{turn}", kent.admins[0], "", NOW, "form")
        given = Answers(rows={"every progress": words, "90 delivered": words, "90 target": "6 June 2023"})
        answer(context, request, number, 1, given)
    assert found(engine, number).answers.rows == {"90 target": "6 June 2023"}
