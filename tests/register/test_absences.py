"""Who is called while somebody is away."""

from dataclasses import replace
from datetime import date

from register.absences import FOR_GOOD, Absence, Mention, mention, person_or_deputy, without_overlap
from register.life import Life, Snooze
from register.notices.batches import Occasion
from register.notices.recipients import recipients, remind
from tests.register.notices.reminder_clock import DAY, KENT, NOVEMBER, Clock, action, at

FRIDAY = date(2022, 12, 2)


def away(**deputies: str) -> dict[str, Absence]:
    return {person: Absence(person, FRIDAY, deputy) for person, deputy in deputies.items()}


def test_a_deputy_who_is_away_too_has_a_deputy() -> None:
    assert person_or_deputy("UAMY", away()) == "UAMY"
    assert person_or_deputy("UAMY", away(UAMY="ULENA", ULENA="UTOM")) == "UTOM"


def test_two_who_stand_in_for_each_other_and_are_both_away_are_not_called() -> None:
    assert person_or_deputy("UAMY", away(UAMY="ULENA", ULENA="UAMY")) == ""
    assert person_or_deputy("UAMY", away(UAMY="")) == ""


def test_a_new_absence_ends_the_one_before_on_the_day_before_it_and_cancels_one_that_begins_later() -> None:
    new = Absence("UAMY", date(2022, 12, 9), "ULENA", date(2022, 12, 5))
    running = replace(new, starts=date(2022, 12, 1), until=date(2022, 12, 5))
    (shortened,) = without_overlap([running], new)
    assert (shortened.starts, shortened.until) == (date(2022, 12, 1), date(2022, 12, 4))
    later = replace(new, starts=date(2022, 12, 9), until=date(2022, 12, 12))
    (cancelled,) = without_overlap([later], new)
    assert cancelled.until < cancelled.starts
    before, after = replace(running, until=date(2022, 12, 4)), replace(later, starts=date(2022, 12, 10))
    assert without_overlap([before, after], new) == []


def test_without_a_named_officer_nobody_is_called() -> None:
    assert mention("", "ULEAD", away()) is None
    assert mention("UAMY", "ULEAD", away()) == Mention("UAMY")
    assert mention("UAMY", "ULEAD", away(UAMY="")) == Mention("ULEAD", Absence("UAMY", FRIDAY))
    assert mention("UAMY", "ULEAD", away(UAMY="", ULEAD="")) == Mention("", Absence("UAMY", FRIDAY))


def test_what_a_lead_would_hear_waits_where_nobody_is_there() -> None:
    absent = away(UCYPE="", UGET="", UGLD="", UADMIN="")
    late = action("3", NOVEMBER, owners=("CYPE",))
    clock = Clock.of(KENT, late, since=NOVEMBER)
    fortnight = NOVEMBER + 14 * DAY
    message = clock.look(Occasion(fortnight, at(fortnight, 9), away=absent))
    assert [one.to for one in message] == ["#cype"]
    back = clock.look(Occasion(fortnight + DAY, at(fortnight + DAY, 9)))
    assert [(one.to, one.in_place_of) for one in back] == [("UCYPE", ())]


def test_in_place_of_whom_a_lead_is_told_is_known_with_who_of_them_has_left_slack() -> None:
    late = action("3", NOVEMBER, owners=("CYPE", "GET"))
    absent = away(UCYPE="", UGET="") | {"UGET": Absence("UGET", FOR_GOOD)}
    fortnight = NOVEMBER + 14 * DAY
    found = Clock.of(KENT, late, since=NOVEMBER).look(Occasion(fortnight, at(fortnight, 9), away=absent))
    (batch,) = [one for one in found if one.to == "UADMIN"]
    assert (batch.in_place_of, batch.have_left) == (("UCYPE", "UGET"), ("UGET",))


def test_each_administrator_hears_once_what_is_meant_for_a_lead_who_is_away() -> None:
    register = replace(KENT, admins=("UADMIN", "UOTHER"))
    found = recipients(register, away(UCYPE="", UOTHER=""))
    assert [(one.to, [part.key for part in one.parts]) for one in found if one.kind == "escalation"] == [
        ("UADMIN", ["lead CYPE", "admin UADMIN"]),
        ("UGET", ["lead GET"]),
        ("UGLD", ["lead GLD"]),
    ]


def test_a_rest_ends_with_the_date_when_a_paper_brings_that_forward() -> None:
    rests = Life(snooze=Snooze(NOVEMBER + 5 * DAY, "leave", "UAMY"))
    late = replace(action("3", NOVEMBER, owners=("CYPE",)), life=rests)
    clock = Clock.of(KENT, late, since=NOVEMBER - 20 * DAY)
    for days in range(20, 0, -1):
        assert clock.tick(NOVEMBER - days * DAY) == []
    week = NOVEMBER + 7 * DAY
    batches, _after = remind(clock.pending, KENT, Occasion(week, at(week, 9)))
    assert [one.refs for one in batches] == [("3",)]
