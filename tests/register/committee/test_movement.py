"""What moved between two papers: nothing that moved is left out, and nothing that stood still is called a move."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.read import read
from register.action import Action, Milestone
from register.committee.movement import ANSWERS, Happening, HappeningKind, Movement, diff
from register.committee.themes import led
from register.days.target_dates import read_target
from register.progress import Status, from_print
from tests.conftest import ROOT

PAPERS = ROOT.parent / "shared" / "papers"
NOVEMBER, MARCH = date(2022, 11, 15), date(2023, 3, 16)
CODES = ("CYPE", "GET", "GLD")
DUE = (Milestone("", "December 2022", date(2022, 12, 31)),)


def action(
    ref: str = "1",
    progress: str = "",
    delivered: str = "",
    milestones: tuple[Milestone, ...] = DUE,
    owners: tuple[str, ...] = ("GLD",),
) -> Action:
    status = from_print(progress) or Status.IN_PROGRESS
    return Action("kent", ref, "Asked", delivered, "", owners, owners, milestones, progress, status)


def moved(before: Action | None, after: Action, *happened: HappeningKind, today: date = NOVEMBER) -> set[str]:
    """The names of the lists in which the one action stands."""
    between = [Happening(after.ref, kind, NOVEMBER, "U0LEAD") for kind in happened]
    lists = diff([before] if before else [], [after], between, today).as_json()
    return {name for name, refs in lists.items() if refs}


def test_what_stood_still_is_silent() -> None:
    assert moved(action(), action()) == {"no_update"}
    assert moved(action(delivered="Begun.\n"), action(delivered="Begun.")) == {"no_update"}
    assert moved(action(progress="In progress"), action(progress="IN  PROGRESS")) == {"no_update"}


def test_an_answer_is_heard_even_where_nothing_changed() -> None:
    assert moved(action(), action(), HappeningKind.NO_CHANGE) == set()
    assert moved(action(), action(), HappeningKind.EXTENSION_SOUGHT) == set()
    assert moved(action(), action(), HappeningKind.UPDATE) == {"updated"}
    assert moved(action(), action(), HappeningKind.EXTENSION_REFUSED) == {"no_update"}


def test_an_answer_that_was_overturned_is_none() -> None:
    for kind in ANSWERS - {HappeningKind.UPDATE}:
        refused = Happening("1", kind, NOVEMBER, "U0LEAD", is_overturned=True)
        assert diff([action()], [action()], [refused], NOVEMBER).no_update == ("1",), kind


def test_what_is_done_is_completed_and_asked_nothing_more() -> None:
    assert moved(action(), action(progress="Complete"), today=MARCH) == {"completed", "progress"}
    assert moved(action(progress="Complete"), action(progress="Complete"), today=MARCH) == set()
    assert moved(action(progress="Complete"), action(progress="Closed")) == {"progress", "closed"}
    assert moved(action(), action(progress="Closed")) == {"completed", "progress", "closed"}
    assert moved(action(), action(progress="Superseded")) == {"progress", "closed"}


def test_a_claim_that_did_not_hold_is_progress_and_no_completion() -> None:
    assert moved(action(progress="Complete"), action(progress="In progress")) == {"progress"}


def test_a_later_date_is_an_extension_and_an_earlier_one_is_not() -> None:
    later = (Milestone("", "March 2023", date(2023, 3, 31)),)
    never = (Milestone("", "TBC", None),)
    assert moved(action(), action(milestones=later)) == {"extended"}
    assert moved(action(), action(milestones=never)) == {"extended"}
    assert moved(action(milestones=later), action(milestones=DUE)) == {"no_update"}
    assert moved(action(milestones=never), action(milestones=DUE)) == {"no_update"}


def test_one_part_put_off_is_an_extension_though_the_last_day_stays() -> None:
    parts = (Milestone("Identify", "", date(2022, 11, 30)), Milestone("Train", "", date(2022, 12, 31)))
    put_off = (replace(parts[0], deadline=date(2022, 12, 15)), parts[1])
    assert moved(action(milestones=parts), action(milestones=put_off)) == {"extended"}


def test_overdue_is_what_is_late_on_the_second_day_whatever_was_said() -> None:
    assert moved(action(), action(), today=MARCH) == {"no_update", "overdue"}
    assert moved(action(), action(), HappeningKind.UPDATE, today=MARCH) == {"updated", "overdue"}
    assert moved(action(), action(), today=date(2022, 12, 31)) == {"no_update"}


def test_a_new_action_is_new_and_not_silent() -> None:
    assert moved(None, action()) == {"new"}


def test_kents_march_paper_says_what_moved_since_november() -> None:
    if not PAPERS.is_dir():
        pytest.skip("the published papers are not on this machine")
    november, march = (
        _actions(name, day)
        for name, day in (("003_55b92a3631321dd8.txt", NOVEMBER), ("000_3ff3546fd65d0cab.txt", MARCH))
    )
    found = diff(november, march, [], MARCH)
    assert found.completed == ("34",)
    assert found.progress == ("1", "2", "3", "7", "10", "14", "25", "34")
    assert found.extended == found.new == found.closed == ()
    assert len(found.overdue) == 44 - 3 - 4, "three are complete and four are due in March"
    assert not set(found.no_update) & set(found.updated + found.progress)
    still = {a.ref for a in march if not a.status.is_done}
    assert still == set(found.no_update) | (set(found.updated + found.progress) & still)


def _actions(name: str, day: date) -> list[Action]:
    actions = []
    for line in read(PAPERS / name).lines:
        target = read_target(line.target, day)
        status = from_print(line.progress) or Status.IN_PROGRESS
        actions.append(
            Action(
                "kent",
                line.ref,
                line.defined,
                line.delivered,
                line.target,
                line.owners,
                line.owners,
                target.milestones,
                line.progress,
                status,
            )
        )
    return actions


words = st.sampled_from(["", "In progress", "Ongoing", "Complete", "Closed"])
actions = st.lists(
    st.builds(action, st.integers(1, 60).map(str), words, st.sampled_from(["", "Begun.", "Half done."])),
    unique_by=lambda one: one.ref,
)


@given(actions, actions)
def test_whoever_is_open_was_heard_or_is_silent_and_never_both(
    before: list[Action], after: list[Action]
) -> None:
    found = diff(before, after, [], MARCH)
    answered = {*found.completed, *found.progress, *found.updated, *found.extended, *found.new, *found.closed}
    assert not answered & set(found.no_update)
    assert {one.ref for one in after if not one.status.is_done} <= answered | set(found.no_update)
    for refs in found.as_json().values():
        assert refs == sorted(refs, key=int)
        assert set(refs) <= {one.ref for one in after}


@given(actions)
def test_between_a_day_and_itself_nothing_moved(same: list[Action]) -> None:
    found = diff(same, same, [], NOVEMBER)
    quiet = tuple(sorted((one.ref for one in same if not one.status.is_done), key=int))
    assert found == Movement(no_update=quiet)


def test_a_theme_lists_all_then_joint_then_each_directorate_with_na_for_none() -> None:
    theme = [
        action("17", owners=("ALL",)),
        action("42", owners=("GET", "CYPE")),
        action("1", owners=("CYPE", "GET")),
        action("15", owners=("CYPE",)),
        action("9", owners=("CYPE", "GET", "GLD")),
        action("8", owners=("HR",)),
    ]
    assert [one.line for one in led(theme, CODES)] == [
        "All: 9, 17",
        "Joint CYPE/GET: 1, 42",
        "CYPE Lead: 15",
        "GET Lead: N/A",
        "GLD Lead: N/A",
        "HR Lead: 8",
    ]
