"""A paper that prints an owner whom nobody knows does not leave an action with nobody."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from register.changes import OwnersChanged
from register.imports.answers import Answers
from register.register import Register
from storage.actions import actions, change_log, write_actions
from storage.actions.change_log import Author
from storage.database.engine import transaction
from tests.workflow.test_dates_asked_about import NOVEMBER, Papers

HEAD = "Ref,Action,Due,Responsible,Status\n"
FIRST = "1,Mend the gate,31 March 2025,QA Manager,In progress\n2,Paint it,31 May 2025,GET,In progress\n"
LATER = "1,Mend the gate,31 March 2025,QA Manager (vacant),In progress\n2,Paint it,31 May 2025,,In progress\n"
DECEMBER = date(2024, 12, 5)


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Papers:
    found = Papers(engine, kent)
    found.take_by(FIRST, Answers(owners={"QA Manager": "CYPE"}), NOVEMBER, HEAD)
    assert (found.action("1").owners, found.action("2").owners) == (("CYPE",), ("GET",))
    return found


def test_it_keeps_the_owner_it_had_until_that_is_answered_and_says_so(papers: Papers) -> None:
    later = papers.take(LATER, day=DECEMBER, head=HEAD)
    assert [(one.ref, one.field) for one in later.doubts] == [("1", "owners"), ("2", "owners")]
    kept = [one for one in later.warnings if "stay as they were: 1 with CYPE and 2 with GET." in one]
    assert len(kept) == 1
    assert (papers.action("1").owners, papers.action("2").owners) == (("CYPE",), ("GET",))
    assert papers.printed("1")[3] == "QA Manager (vacant)"  # to the letter


def test_once_somebody_says_whose_it_is_it_is_theirs_and_as_read_is_nobodys(papers: Papers) -> None:
    papers.take(LATER, day=DECEMBER, head=HEAD)
    answers = Answers(owners={"QA Manager (vacant)": "GLD"}, rows={"2 owners": "as read"})
    answered = papers.take_by(LATER, answers, DECEMBER, HEAD)
    assert (answered.doubts, [one for one in answered.warnings if "stay as they were" in one]) == ((), [])
    assert (papers.action("1").owners, papers.action("2").owners) == (("GLD",), ())
    assert papers.printed("1")[3] == "QA Manager (vacant)"  # to the letter, as when it is answered at once


def test_that_it_was_nobodys_does_not_take_it_from_whoever_it_was_given_to_since(papers: Papers) -> None:
    papers.take(LATER, {"2 owners": "as read"}, DECEMBER, HEAD)
    at = datetime(2024, 12, 20, 12, tzinfo=UTC)
    with transaction(papers.engine) as tx:
        change_log.lock(tx, papers.register.slug)
        number = actions.find_id(tx, papers.register, "2")
        assert number is not None
        author = Author("U0LEAD", at, "command", at)
        write_actions.change(tx, papers.register, {number: [OwnersChanged(("GLD",))]}, author)
    rows = LATER.replace("31 May 2025", "30 June 2025")
    later = papers.take(rows, day=date(2025, 1, 10), head=HEAD)
    assert papers.action("2").owners == ("GLD",)
    assert any("stay as they were: 1 with CYPE and 2 with GLD." in one for one in later.warnings)
    papers.take(rows, {"2 owners": "as read"}, date(2025, 1, 10), HEAD)
    assert papers.action("2").owners == ()
