"""The register in numbers: what is figures, of what, and what is left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.committee.figures import ActionFigures, Count, figures
from register.progress import Status

TODAY = date(2023, 3, 16)
DECEMBER, FEBRUARY, MAY = date(2022, 12, 31), date(2023, 2, 28), date(2023, 5, 31)


def life(status: Status = Status.IN_PROGRESS, **more: object) -> ActionFigures:
    return ActionFigures("1", status, **more)  # type: ignore[arg-type]


def test_a_date_that_was_moved_is_met_against_the_revised_and_missed_against_the_original() -> None:
    moved = life(Status.IMPLEMENTED, original=DECEMBER, deadline=FEBRUARY, implemented=date(2023, 2, 1))
    found = figures([moved], TODAY)
    assert found.by_original == Count(0, 1)
    assert found.by_revised == Count(1, 1)


def test_what_is_not_due_yet_counts_only_when_it_is_done_before_its_time() -> None:
    open_one, early = life(deadline=MAY), life(Status.IMPLEMENTED, deadline=MAY, implemented=date(2023, 3, 1))
    assert figures([open_one], TODAY).by_revised == Count(0, 0)
    assert figures([open_one, early], TODAY).by_revised == Count(1, 1)
    assert figures([life(deadline=TODAY)], TODAY).by_revised == Count(0, 0)
    assert figures([life(deadline=TODAY)], TODAY + timedelta(days=1)).by_revised == Count(0, 1)


def test_a_moved_date_still_to_come_is_missed_against_the_original_alone() -> None:
    found = figures([life(original=DECEMBER, deadline=MAY)], TODAY)
    assert found.by_original == Count(0, 1)
    assert found.by_revised == Count(0, 0)


def test_those_whose_day_of_completion_is_not_known_are_counted_apart() -> None:
    known = life(Status.VERIFIED, deadline=DECEMBER, implemented=date(2022, 12, 1))
    unknown, undated = life(Status.IMPLEMENTED, deadline=DECEMBER), life(Status.IMPLEMENTED)
    found = figures([known, unknown, undated, life(deadline=DECEMBER)], TODAY)
    assert (found.by_revised, found.assumed) == (Count(2, 3), 1)


def test_what_was_ended_otherwise_is_neither_met_nor_missed() -> None:
    found = figures([life(Status.SUPERSEDED, deadline=DECEMBER), life(Status.CLOSED, deadline=DECEMBER)], TODAY)
    assert found.by_revised == Count(1, 1)
    assert found.total == 2
    assert found.open == 0


def test_claimed_and_verified_stand_side_by_side() -> None:
    lives = [life(Status.IMPLEMENTED), life(Status.VERIFIED), life(Status.CLOSED, verified=True), life()]
    found = figures(lives, TODAY)
    assert found.claimed == Count(3, 4)
    assert found.verified == Count(2, 3)


def test_ages_and_causes_are_those_of_what_is_open_and_late() -> None:
    lives = [
        life(raised=date(2022, 11, 15), deadline=DECEMBER, cause="Resources"),
        life(raised=date(2022, 11, 15), deadline=DECEMBER, cause=" resources "),
        life(raised=date(2023, 3, 1), deadline=DECEMBER),
        life(raised=date(2019, 3, 1), deadline=MAY, cause="Not late"),
        life(deadline=DECEMBER, cause="Waits for the budget"),
        life(Status.IMPLEMENTED, raised=date(2022, 11, 15), deadline=DECEMBER, cause="Done"),
    ]
    found = figures(lives, TODAY)
    assert found.ages == (
        ("Under 3 months", 1),
        ("3 to 6 months", 2),
        ("Over 2 years", 1),
        ("Day not known", 1),
    )
    assert found.causes == (("Resources", 2), ("Waits for the budget", 1), ("No cause given", 1))


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (90, "Under 3 months"),
        (91, "3 to 6 months"),
        (181, "3 to 6 months"),
        (182, "6 to 12 months"),
        (364, "6 to 12 months"),
        (365, "1 to 2 years"),
        (729, "1 to 2 years"),
        (730, "Over 2 years"),
    ],
)
def test_an_age_has_its_label_to_the_day(days: int, label: str) -> None:
    found = figures([life(raised=TODAY - timedelta(days=days))], TODAY)
    assert (label, 1) in found.ages


def test_where_no_day_is_known_on_which_actions_were_raised_no_ages_are_counted() -> None:
    assert figures([life(), life(deadline=DECEMBER)], TODAY).ages == ()


days = st.none() | st.dates(date(2022, 1, 1), date(2024, 1, 1))


@given(
    st.lists(
        st.builds(
            ActionFigures,
            st.just("1"),
            st.sampled_from(Status),
            days,
            days,
            days,
            days,
            st.booleans(),
            st.text(max_size=3),
        )
    )
)
def test_no_part_is_larger_than_its_whole(lives: list[ActionFigures]) -> None:
    found = figures(lives, TODAY)
    for share in (found.by_original, found.by_revised, found.claimed, found.verified):
        assert 0 <= share.number <= share.of <= found.total
    is_any_known = any(one.raised and not one.status.is_done for one in lives)
    assert sum(count for _label, count in found.ages) == (found.open if is_any_known else 0)
