"""A paper that prints an owner whom nobody knows does not leave an action with nobody."""

from datetime import date

import pytest
from sqlalchemy import Engine

from register.imports.answers import Answers
from register.register import Register
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
