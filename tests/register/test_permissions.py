"""Who may do what: in their own right, from where they ask, and in place of somebody who is away."""

from dataclasses import replace
from datetime import date

import pytest

from register.absences import Absence
from register.permissions import Asker, Permission, check, check_move, check_sign_off, may_move, role_of
from register.progress import Status
from register.refused import Refused
from register.register import Register
from register.roles import LEADS, OWNING_ROLES, Role
from tests.messages.wording import KENT, WEEK_AGO, action

CYPE, GET, GLD = KENT.directorates
SEATED = replace(KENT, directorates=(replace(CYPE, members=frozenset({"U0OFFICER"})), GET, GLD))
COLLEAGUE, OFFICER, LEAD, OTHER_LEAD, ADMIN = "U0ELSE", "U0OFFICER", "U0CYPELEAD", "U0GLDLEAD", "U0MONITOR"


def while_away(absent: str, register: Register = SEATED) -> Register:
    """The register while somebody is away, for whom a colleague from elsewhere stands in."""
    absence = Absence(absent, date(2022, 12, 21), COLLEAGUE)
    return replace(register, absences=lambda _day: {absent: absence})


@pytest.mark.parametrize(
    ("person", "channel", "owning", "role"),
    [
        (OFFICER, "D1", None, Role.OFFICER),
        (OFFICER, "D1", ("CYPE", "GET"), Role.OFFICER),
        (OFFICER, "D1", ("GET",), Role.COLLEAGUE),
        (COLLEAGUE, "C0CYPE", ("CYPE",), Role.OFFICER),
        (COLLEAGUE, "C0CYPE", ("GET",), Role.COLLEAGUE),
        (COLLEAGUE, "C0ELSE", None, Role.COLLEAGUE),
        (LEAD, "D1", ("GET",), Role.LEAD),
        (ADMIN, "D1", ("GET",), Role.ADMIN),
    ],
)
def test_who_sits_or_asks_in_a_channel_is_an_officer_of_what_its_directorate_owns(
    person: str, channel: str, owning: tuple[str, ...] | None, role: Role
) -> None:
    assert role_of(SEATED, person, (channel,), owning) is role
    assert Asker(person, (channel,), WEEK_AGO).role(SEATED, owning) is role


@pytest.mark.parametrize(
    ("absent", "role"),
    [(OFFICER, Role.OFFICER), (LEAD, Role.LEAD), (ADMIN, Role.OFFICER)],
    ids=["an officer", "a lead", "an administrator"],
)
def test_who_stands_in_is_what_the_absent_are_but_never_an_administrator(absent: str, role: Role) -> None:
    assert Asker(COLLEAGUE, (), WEEK_AGO).role(while_away(absent), ("CYPE",)) is role
    assert Asker(COLLEAGUE, ()).role(while_away(absent), ("CYPE",)) is Role.COLLEAGUE


def test_who_stands_in_for_an_administrator_who_leads_too_is_a_lead() -> None:
    both = replace(SEATED, admins=(LEAD,))
    assert Asker(COLLEAGUE, (), WEEK_AGO).role(while_away(LEAD, both), ("CYPE",)) is Role.LEAD


def test_an_officer_of_another_directorate_is_stood_in_for_as_no_officer_of_this_one() -> None:
    assert Asker(COLLEAGUE, (), WEEK_AGO).role(while_away(OFFICER), ("GET",)) is Role.COLLEAGUE


@pytest.mark.parametrize("absent", [OFFICER, ADMIN, OTHER_LEAD])
def test_a_date_is_decided_in_place_of_nobody_but_a_lead_of_its_directorates(absent: str) -> None:
    assert Asker(COLLEAGUE, (), WEEK_AGO).grants_for(while_away(absent), ("CYPE",)) is None


def test_a_date_is_decided_by_its_lead_an_administrator_or_in_place_of_its_lead() -> None:
    for person in (LEAD, ADMIN):
        assert Asker(person, (), WEEK_AGO).grants_for(SEATED, ("CYPE",)) == ""
    assert Asker(OTHER_LEAD, (), WEEK_AGO).grants_for(SEATED, ("CYPE",)) is None
    assert Asker(COLLEAGUE, (), WEEK_AGO).grants_for(while_away(LEAD), ("CYPE",)) == LEAD


def test_what_somebody_may_do_themselves_is_recorded_in_nobodys_place() -> None:
    register = while_away(LEAD)
    assert Asker(COLLEAGUE, (), WEEK_AGO).on_behalf_of(register, OWNING_ROLES, ("CYPE",)) == LEAD
    assert Asker(COLLEAGUE, ("C0CYPE",), WEEK_AGO).on_behalf_of(register, OWNING_ROLES, ("CYPE",)) == ""
    assert Asker(COLLEAGUE, (), WEEK_AGO).on_behalf_of(SEATED, OWNING_ROLES, ("CYPE",)) == ""
    assert Asker(COLLEAGUE, (), WEEK_AGO).on_behalf_of(while_away(OFFICER), LEADS, ("CYPE",)) == ""


def test_a_report_is_sent_back_and_a_closed_action_opened_again_by_those_who_may_alone() -> None:
    reported, closed = action(status=Status.IMPLEMENTED), action(status=Status.CLOSED)
    assert may_move(Asker(OTHER_LEAD), SEATED, reported, Status.IN_PROGRESS)
    assert not may_move(Asker(OFFICER), SEATED, reported, Status.VERIFIED)
    assert may_move(Asker(LEAD), SEATED, closed, Status.IN_PROGRESS)
    with pytest.raises(Refused, match="Only leads of the directorates that own it"):
        check_move(Asker(OTHER_LEAD), SEATED, closed, Status.IN_PROGRESS)


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(Refused, match=r"^Only leads of the directorates that own it .* grant"):
        check(Asker(OTHER_LEAD), Permission.GRANT_DATE, SEATED, action())
    with pytest.raises(Refused, match=r"^Only the register's administrators can import papers\.$"):
        check(Asker(LEAD), Permission.IMPORT, SEATED)
    assert check(Asker(LEAD), Permission.GRANT_DATE, SEATED, action()) is Role.LEAD
    assert check(Asker(COLLEAGUE), Permission.UPDATE, SEATED, action()) is Role.COLLEAGUE


def test_a_lead_signs_off_for_what_they_lead_and_an_administrator_for_everything() -> None:
    check_sign_off(Role.LEAD, ["CYPE"], ["CYPE", "GET"], "author")
    check_sign_off(Role.ADMIN, ["CYPE", "author"], [], "author")
    with pytest.raises(Refused, match=r"^Only the lead of GLD signs off for it\.$"):
        check_sign_off(Role.LEAD, ["CYPE", "GLD"], ["CYPE", "GET"], "author")
    with pytest.raises(Refused, match="administrators sign off as the author"):
        check_sign_off(Role.LEAD, ["author"], ["CYPE", "author"], "author")
