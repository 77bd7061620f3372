"""The digest and the one-look state say what is so: no more, no less, in an order that helps."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from register.action import Action, Milestone, Update
from register.notices.digest import (
    Changed,
    Counts,
    by_progress,
    digest,
    due_soon,
    escalated,
    for_committee,
    overdue,
    summary,
)
from register.notices.plans import ReminderPlan
from register.people import is_person
from register.progress import Status, from_print

TODAY = date(2022, 12, 12)
PAPER = date(2022, 11, 15)
WEEK_AGO = datetime(2022, 12, 5, 9, 30, tzinfo=UTC)


def action(
    ref: str,
    *deadlines: date,
    progress: str = "",
    owners: tuple[str, ...] = ("GLD",),
    updates: tuple[Update, ...] = (),
) -> Action:
    milestones = tuple(Milestone(f"Part {n}", "as printed", day) for n, day in enumerate(deadlines))
    status = from_print(progress) or Status.IN_PROGRESS
    return Action("kent", ref, "Asked", "", "", owners, owners, milestones, progress, status, updates=updates)


def update_of(at: datetime, by: str = "U0CYPELEAD") -> Update:
    return Update(1, at, by, "All is well", "slack")


def refs(actions: tuple[Action, ...]) -> list[str]:
    return [action.ref for action in actions]


def test_the_longest_overdue_stands_first_and_what_is_done_is_not_overdue() -> None:
    actions = [
        action("10", date(2022, 11, 30)),
        action("9", date(2022, 11, 30)),
        action("44", date(2022, 10, 31), date(2023, 1, 31)),
        action("16", date(2022, 9, 30), progress="Complete"),
        action("1", TODAY),
        action("2"),
    ]
    assert refs(overdue(actions, TODAY)) == ["44", "9", "10"]


def test_due_soon_is_today_to_four_weeks_from_today_soonest_first() -> None:
    actions = [
        action("5", TODAY + timedelta(days=28)),
        action("6", TODAY + timedelta(days=29)),
        action("10", TODAY),
        action("9", TODAY + timedelta(days=1)),
        action("44", date(2022, 10, 31), TODAY + timedelta(days=3)),
        action("16", TODAY, progress="Complete"),
        action("3", TODAY - timedelta(days=1)),
    ]
    assert refs(due_soon(actions, TODAY)) == ["10", "9", "44", "5"]


def test_a_paper_is_not_taken_for_a_person() -> None:
    assert is_person("U0CYPELEAD")
    assert is_person("W012ABC")
    assert not is_person("Update of March 2023")
    assert not is_person("U")
    assert not is_person("UPDATE.DOCX")


def test_counts_use_the_printed_word_in_the_order_of_an_actions_life() -> None:
    printed = ["Complete", "", "In progress", " in  Progress ", "Ongoing", "Awaiting Cabinet", "", "Complete"]
    counts = by_progress([action(str(n), progress=words) for n, words in enumerate(printed)])
    assert counts == (
        ("No progress given", 2),
        ("In progress", 2),
        ("Ongoing", 1),
        ("Complete", 2),
        ("Awaiting Cabinet", 1),
    )


def test_a_digest_holds_this_weeks_changes_of_its_own_actions_by_ref() -> None:
    late, early = WEEK_AGO + timedelta(days=2), WEEK_AGO
    changes = [
        Changed("10", late, "Update", "U1A"),
        Changed("9", late, "Progress: In progress → Complete", "U1A"),
        Changed("9", early, "Update", "U1A"),
        Changed("9", early - timedelta(seconds=1), "Before this week", "U1A"),
        Changed("30", late, "Somebody else's", "U1A"),
    ]
    actions = [action("10", date(2022, 11, 30)), action("9", progress="Complete")]
    found = digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC)
    assert [(news.action.ref, [change.what for change in news.changes]) for news in found.changed] == [
        ("9", ["Update", "Progress: In progress → Complete"]),
        ("10", ["Update"]),
    ]
    assert (found.total, found.open, refs(found.overdue), refs(found.no_update)) == (2, 1, ["10"], ["10"])
    assert not found.is_quiet


def test_a_digest_of_nothing_is_quiet() -> None:
    found = digest([action("1", date(2023, 6, 30))], [], WEEK_AGO, TODAY, PAPER, UTC)
    assert found.is_quiet
    for day in (date(2022, 12, 11), date(2022, 12, 13)):  # overdue, or due soon: either is news of itself
        assert not digest([action("1", day)], [], WEEK_AGO, TODAY, PAPER, UTC).is_quiet
    assert digest([], [], WEEK_AGO, TODAY, None, UTC).total == 0


def test_a_joint_action_counts_once_in_all_and_once_in_each_directorate() -> None:
    actions = [
        action("3", date(2022, 11, 30), owners=("CYPE", "GET")),
        action("4", TODAY, owners=("GET",), updates=(update_of(WEEK_AGO),)),
        action("5", date(2022, 11, 30), owners=("GET",), progress="Complete"),
    ]
    found = summary(actions, TODAY, UTC)
    assert (found.total, found.open, found.overdue, found.due_soon, found.no_update) == (3, 2, 1, 1, 1)
    rows = [(d.code, d.total, d.open, d.overdue, d.due_soon, d.no_update) for d in found.by_directorate]
    assert rows == [("CYPE", 1, 1, 1, 0, 1), ("GET", 3, 2, 1, 1, 1)]


some_actions = st.lists(
    st.builds(
        action,
        st.integers(1, 99).map(str),
        st.integers(-100, 100).map(lambda days: TODAY + timedelta(days=days)),
        progress=st.sampled_from(["", "In progress", "Complete", "Waiting"]),
        owners=st.sampled_from([("CYPE",), ("CYPE", "GET"), ()]),
    ),
    max_size=12,
)


@given(some_actions)
def test_every_action_is_counted_once_and_only_open_ones_are_chased(actions: list[Action]) -> None:
    found = digest(actions, [], WEEK_AGO, TODAY, PAPER, UTC)
    state = summary(actions, TODAY, UTC)
    assert sum(number for _, number in found.counts) == found.total == state.total == len(actions)
    assert found.counts == state.counts
    assert (len(found.overdue), len(found.due_soon)) == (state.overdue, state.due_soon)
    assert not any(a.status.is_done for part in (found.overdue, found.due_soon, found.no_update) for a in part)
    days = [a.missed(TODAY)[0].deadline for a in found.overdue]
    assert days == sorted(day for day in days if day)


def test_from_which_day_on_an_action_is_escalated_and_from_which_it_is_the_committees() -> None:
    due = date(2022, 11, 30)
    plan, late = ReminderPlan(lead_after=14, admin_after=28), [action("3", due)]

    def told(day: int, plan: ReminderPlan = plan) -> tuple[bool, bool]:
        today = due + timedelta(days=day)
        return bool(escalated(late, plan, today)), bool(for_committee(late, plan, today))

    assert [told(day) for day in (13, 14, 28, 29)] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]
    at_once = ReminderPlan(lead_after=None, admin_after=0)
    assert [told(day, at_once) for day in (0, 1)] == [(False, False), (True, True)]
    assert told(400, ReminderPlan(lead_after=None, admin_after=None)) == (False, False)


def test_a_letter_counts_with_the_colour_it_stands_for() -> None:
    def counted(printed: list[str]) -> Counts:
        return by_progress([action(str(n), progress=words) for n, words in enumerate(printed)])

    assert counted(["A", "Amber", "G", "amber", "R", "Green"]) == (("Amber", 3), ("Green", 2), ("R", 1))
    # A letter of two colours, or of none that is printed, is counted as it is.
    assert counted(["B", "Blue", "Black", "A"]) == (("A", 1), ("B", 1), ("Black", 1), ("Blue", 1))
