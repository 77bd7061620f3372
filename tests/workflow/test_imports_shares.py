"""Shares of an action that is done, behind its date, and days of a part of it, where no column says how far it is."""

from datetime import date

import pytest
from sqlalchemy import Engine

from register.progress import Status
from register.register import Register
from tests.workflow.test_dates_asked_about import Papers, asked

HEAD = "Ref,Action,Target date,Owner\n"
STATUS_HEAD = "Ref,Action,Target date,Owner,Status\n"
PLAN = "1,Agree the plan,March 2025 (60%),CYPE\n"
SECOND, THIRD = date(2024, 12, 5), date(2025, 1, 9)


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Papers:
    return Papers(engine, kent)


def test_a_new_action_is_in_progress_and_asked_about(papers: Papers) -> None:
    found = papers.take(PLAN + "2,Print the plan,May 2025,CYPE\n3,Sell it,May 2025 (0%),CYPE\n", head=HEAD)
    assert [(one.row, one.printed, one.read_as) for one in found.doubts] == [
        ("1 progress", "March 2025 (60%)", "in progress"),
        ("3 progress", "May 2025 (0%)", "not started"),
    ]
    statuses = [papers.action(ref).status for ref in "123"]
    assert statuses == [Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_STARTED]
    assert papers.action("1").progress == ""  # as printed
    assert asked(papers.take(PLAN, {"1 progress": "as read"}, head=HEAD)) == []
    assert papers.action("1").status is Status.IN_PROGRESS


def test_what_is_complete_stays_so_until_somebody_answers(papers: Papers) -> None:
    papers.take("1,Agree the plan,March 2025,CYPE,Complete\n", head=STATUS_HEAD)
    found = papers.take(PLAN, day=SECOND, head=HEAD)
    assert [(one.row, one.read_as) for one in found.doubts] == [("1 progress", "implemented")]
    assert papers.action("1").status is Status.IMPLEMENTED
    assert not [one for one in found.unapproved if one.field == "progress"]
    assert asked(papers.take(PLAN, {"1 progress": "as read"}, SECOND, HEAD)) == []
    assert papers.action("1").status is Status.IMPLEMENTED
    assert asked(papers.take(PLAN, day=THIRD, head=HEAD)) == []  # which was answered
    other = papers.take(PLAN.replace("60", "70"), day=THIRD, head=HEAD)
    assert [one.row for one in other.doubts] == ["1 progress"]


def test_what_is_known_and_open_is_read_as_it_stands(papers: Papers) -> None:
    papers.take("1,Agree the plan,March 2025,CYPE,Not started\n", head=STATUS_HEAD)
    found = papers.take(PLAN, day=SECOND, head=HEAD)
    assert [(one.row, one.read_as) for one in found.doubts] == [("1 progress", "not started")]
    assert papers.action("1").status is Status.NOT_STARTED
    papers.take(PLAN, {"1 progress": "in progress"}, SECOND, HEAD)
    assert papers.action("1").status is Status.IN_PROGRESS


def test_it_is_opened_again_by_an_answer_which_can_be_taken_back(papers: Papers) -> None:
    papers.take("1,Agree the plan,March 2025,CYPE,Complete\n", head=STATUS_HEAD)
    papers.take(PLAN, {"1 progress": "in progress"}, SECOND, HEAD)
    assert papers.action("1").status is Status.IN_PROGRESS
    papers.take("2,Print the plan,March 2025 (60%),CYPE\n", {"2 progress": "implemented"}, SECOND, HEAD)
    assert papers.action("2").status is Status.IMPLEMENTED
    papers.take("2,Print the plan,March 2025 (60%),CYPE\n", {"2 progress": ""}, SECOND, HEAD)
    assert papers.action("2").status is Status.IN_PROGRESS


def test_all_of_it_is_asked_about_unless_it_is_complete(papers: Papers) -> None:
    papers.take(
        "1,Agree the plan,March 2025,CYPE,Complete\n2,Print it,May 2025,CYPE,In progress\n", head=STATUS_HEAD
    )
    rows = "1,Agree the plan,March 2025 (100%),CYPE\n2,Print it,May 2025 (100%),CYPE\n"
    assert [one.row for one in papers.take(rows, day=SECOND, head=HEAD).doubts] == ["2 progress"]
    assert [papers.action(ref).status for ref in "12"] == [Status.IMPLEMENTED, Status.IN_PROGRESS]


def test_a_percentage_that_is_the_target_is_no_share_of_what_is_done(papers: Papers) -> None:
    rows = "1,Answer calls in time,At least 95%,CYPE\n2,Pay bills,Increase to 98% done,CYPE\n"
    assert {one.field for one in papers.take(rows, head=HEAD).doubts} == {"target"}
    assert [papers.action(ref).status for ref in "12"] == [Status.NOT_STARTED, Status.NOT_STARTED]


def test_what_is_complete_is_read_as_that_where_its_day_is_of_a_part(papers: Papers) -> None:
    head = "Ref,Action,Target date,Owner,Date completed\n"
    papers.take("1,Agree the plan,March 2025,CYPE,3/4/24\n", head=head)
    found = papers.take("1,Agree the plan,March 2025,CYPE,Phase 1 3/4/24\n", day=SECOND, head=head)
    assert [(one.row, one.read_as) for one in found.doubts] == [("1 progress", "implemented")]
    assert papers.action("1").status is Status.IMPLEMENTED
