"""Who is asked to decide about an action, whoever is away or has left."""

from dataclasses import replace
from datetime import date

import pytest

from register.absences import FOR_GOOD, Absence, Absences
from register.deciders import deciders_of
from register.register import Register
from tests.register.notices.reminder_clock import KENT

BOTH = ("CYPE", "GET")
MONDAY, FRIDAY = date(2022, 11, 14), date(2022, 11, 18)


def away(until: date = FRIDAY, starts: date = MONDAY, **deputies: str) -> dict[str, Absence]:
    return {person: Absence(person, until, deputy, starts) for person, deputy in deputies.items()}


def deciders(
    absent: Absences,
    *,
    lead: str = "",
    requested_by: str = "UAMY",
    moved: int | None = None,
    register: Register = KENT,
) -> tuple[str, ...]:
    return deciders_of(register, lead, BOTH, requested_by, absent, moved)


def test_the_lead_directorates_lead_decides_and_without_one_all_leads_that_own_it() -> None:
    assert deciders({}) == ("UCYPE", "UGET")
    assert deciders({}, lead="GET") == ("UGET",)


def test_nobody_decides_what_they_reported_or_asked_for_themselves() -> None:
    assert deciders({}, requested_by="UGET") == ("UCYPE",)
    assert deciders({}, lead="GET", requested_by="UGET") == ("UADMIN",)
    assert deciders(away(UCYPE="UGET"), lead="CYPE", requested_by="UGET") == ("UADMIN",)
    of_a_day = away(until=MONDAY, UGET="")
    assert deciders(of_a_day, lead="GET", requested_by="UGET") == ("UADMIN",)
    assert deciders(away(UADMIN=""), lead="GET", requested_by="UGET") == ("UADMIN",)


def test_in_place_of_a_lead_who_is_away_it_is_their_deputy_else_the_administrators() -> None:
    assert deciders(away(UGET="ULENA"), lead="GET") == ("ULENA",)
    assert deciders(away(UGET=""), lead="GET") == ("UADMIN",)
    assert deciders(away(UGET="ULENA", ULENA=""), lead="GET") == ("UADMIN",)
    assert deciders(away(UGET="", UADMIN=""), lead="GET") == ("UGET",)  # it waits for the lead


@pytest.mark.parametrize(("moved", "whose"), [(None, ("UGET",)), (0, ("UADMIN",))])
def test_what_is_not_about_a_date_waits_for_a_lead_who_is_away_for_a_single_day(
    moved: int | None, whose: tuple[str, ...]
) -> None:
    assert deciders(away(until=MONDAY, UGET=""), lead="GET", moved=moved) == whose


def test_in_place_of_a_lead_who_has_left_it_is_the_other_leads_that_own_it() -> None:
    gone = away(until=FOR_GOOD, UGET="")
    assert deciders(gone, lead="GET") == ("UCYPE",)
    assert deciders(gone | away(UCYPE="")) == ("UADMIN",)
    both_gone = away(until=FOR_GOOD, UGET="", UCYPE="")
    assert deciders(both_gone) == ("UADMIN",)
    assert deciders(both_gone | away(UADMIN="")) == ("UADMIN",)


def test_where_all_have_left_it_stays_with_the_administrators_who_are_named() -> None:
    others = replace(KENT, admins=("UADMIN", "UOTHER"))
    gone = away(until=FOR_GOOD, UGET="", UCYPE="", UADMIN="")
    assert deciders(gone | away(UOTHER=""), register=others) == ("UOTHER",)
    all_gone = gone | away(until=FOR_GOOD, UOTHER="")
    assert deciders(all_gone, register=others) == ("UADMIN", "UOTHER")


def test_a_date_that_leads_may_move_no_more_is_for_the_administrators() -> None:
    assert deciders({}, lead="GET", moved=KENT.life.extensions) == ("UADMIN",)
    assert deciders({}, lead="GET", moved=KENT.life.extensions - 1) == ("UGET",)
