"""Another target date: what is asked for, who may grant it, and the target date that it leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from register.action import Milestone
from register.date_requests import (
    AlreadyDecided,
    DateRequest,
    DayInDoubt,
    LikelySlip,
    NewDate,
    check_may_grant,
    check_none_waits,
    date_names,
    deadlines,
    read_request,
    target_granted,
    waiting_request,
)
from register.days.target_dates import read_target
from register.life import Decision, Life, Revision
from register.refused import Refused
from register.roles import Role
from tests.register.notices.reminder_clock import DECEMBER, KENT, NOVEMBER, action, promised

TODAY = date(2022, 11, 10)
NOW = datetime(2022, 11, 10, 9, tzinfo=UTC)
ONE_DATE = action("3", NOVEMBER)
TWO_DATES = replace(ONE_DATE, milestones=(promised(NOVEMBER, "Draft"), promised(DECEMBER, "Final")))


def requested(printed: str, deadline: date, was: date = NOVEMBER, number: int = 1) -> Revision:
    return Revision(number, printed, "the tender is late", "UCYPE", NOW, deadline, was)


def read(printed: str, of: object = ONE_DATE, reason: str = "the tender is late", **more: Any) -> NewDate:
    assert isinstance(of, type(ONE_DATE))
    return read_request(of, DateRequest(printed, reason, **more), KENT, TODAY)


@pytest.mark.parametrize(
    ("typed", "printed", "deadline"),
    [
        ("31 December 2022", "31 December 2022", DECEMBER),
        ("end of Dec 2022", "end of Dec 2022", DECEMBER),  # as they write it: it has a year
        ("by two weeks", "14 December 2022", date(2022, 12, 14)),
        ("by another 3 days", "3 December 2022", date(2022, 12, 3)),
        ("by a fortnight", "14 December 2022", date(2022, 12, 14)),
        ("by eight weeks", "25 January 2023", date(2023, 1, 25)),
        ("by another quarter", "28 February 2023", date(2023, 2, 28)),
        ("15 Jan", "15 January 2023", date(2023, 1, 15)),
    ],
)
def test_a_new_date_is_printed_with_its_year_and_counted_from_the_present_one(
    typed: str, printed: str, deadline: date
) -> None:
    assert read(typed) == NewDate(ONE_DATE.milestones[0], printed, deadline)


def test_of_several_dates_it_is_said_which_moves() -> None:
    assert read("draft 14 December 2022", TWO_DATES) == NewDate(
        TWO_DATES.milestones[0], "14 December 2022", date(2022, 12, 14)
    )
    with pytest.raises(
        Refused, match=r"has 2 dates, so please say which moves: for instance .*due 3 Final to 14 December"
    ):
        read("14 December 2022", TWO_DATES)
    assert read("Final to 14 January 2023", TWO_DATES).printed == "14 January 2023"
    only_one_is_open = replace(
        TWO_DATES, milestones=(replace(TWO_DATES.milestones[0], met=NOVEMBER), TWO_DATES.milestones[1])
    )
    assert read("14 January 2023", only_one_is_open).milestone == TWO_DATES.milestones[1]


@pytest.mark.parametrize(
    ("labels", "called"),
    [
        (("", ""), ["30 November 2022", "31 December 2022"]),
        (("Draft", ""), ["Draft", "31 December 2022"]),
        (("Draft", "draft"), ["Draft 30 November 2022", "draft 31 December 2022"]),
    ],
)
def test_a_date_without_a_label_of_its_own_is_called_by_its_day_as_the_refusal_says(
    labels: tuple[str, str], called: list[str]
) -> None:
    two = tuple(promised(on, label) for on, label in zip((NOVEMBER, DECEMBER), labels, strict=True))
    several = replace(ONE_DATE, milestones=two)
    assert list(date_names(several)) == called
    with pytest.raises(Refused, match=f"for instance .*due 3 {called[1]} to 14 January 2023 because"):
        read("14 January 2023", several)
    for name, milestone in zip(called, two, strict=True):
        assert read(f"{name} to 14 January 2023", several) == NewDate(
            milestone, "14 January 2023", date(2023, 1, 14)
        )
    with pytest.raises(LikelySlip) as slip:
        read(f"{called[1]} to 14 January 2033", several)
    assert slip.value.answers == (f"{called[1]} exactly 14 January 2033",)
    with pytest.raises(DayInDoubt) as doubt:
        read(f"{called[1]} to mid January", several)
    assert doubt.value.answers == (f"{called[1]} 15 January 2023",)


@pytest.mark.parametrize(
    "labels", [("Phase 1", "Phase 10"), ("Draft", "Draft report"), ("Draft report", "Draft")]
)
def test_a_date_whose_label_begins_as_anothers_is_the_one_that_moves(labels: tuple[str, str]) -> None:
    two = tuple(promised(on, label) for on, label in zip((NOVEMBER, DECEMBER), labels, strict=True))
    for milestone in two:
        for words in (f"{milestone.label} 14 January 2023", f"{milestone.label.lower()} to 14 January 2023"):
            assert read(words, replace(ONE_DATE, milestones=two)) == NewDate(
                milestone, "14 January 2023", date(2023, 1, 14)
            )


def test_two_dates_without_labels_are_printed_so_that_they_are_read_as_two_again() -> None:
    two = replace(ONE_DATE, milestones=(Milestone("", "November 2022", NOVEMBER), promised(DECEMBER)))
    granted = target_granted(two, requested("14 January 2023", date(2023, 1, 14), was=DECEMBER))
    assert granted.printed == "November 2022 and 14 January 2023"
    assert [one.deadline for one in read_target(granted.printed, TODAY).milestones] == [
        NOVEMBER,
        date(2023, 1, 14),
    ]


def test_the_examples_beside_a_question_about_a_day_have_its_days() -> None:
    with pytest.raises(DayInDoubt, match=r"Is it 12 December 2022, or 16 December 2022\?") as doubt:
        read("w/c 12 Dec")
    assert (doubt.value.answers, doubt.value.is_proposal) == (("12 December 2022", "16 December 2022"), False)


@pytest.mark.parametrize(
    "words",
    [
        *("early 2024", "circa 2024", "mid March 2023", "around 31 January", "Spring 2023", "2023/24"),
        *("within 6 months of March 2023", "probably 31 January"),
    ],
)
def test_a_day_that_would_be_asked_about_in_a_paper_is_asked_about_here(words: str) -> None:
    later = replace(ONE_DATE, milestones=(promised(date(2023, 1, 3)),))
    with pytest.raises(DayInDoubt, match=r"comes to (.*): .*\?|more than a year|after the meeting") as doubt:
        read(words, later)
    (answer,) = doubt.value.answers
    assert read_target(answer.removeprefix("exactly "), TODAY).question == ""
    is_sure = answer.startswith("exactly ")
    assert read(answer.removeprefix("exactly "), later, is_sure=is_sure).printed in answer


def test_what_is_sure_to_be_meant_still_needs_an_exact_day() -> None:
    with pytest.raises(DayInDoubt, match="“early 2024” comes to 30 April 2024: it names no exact day") as doubt:
        read("early 2024", is_sure=True)
    assert doubt.value.answers == ("30 April 2024",)


@pytest.mark.parametrize("words", ["in 3 weeks", "by end of March", "March", "Friday", "3 months", "31 March"])
def test_a_day_that_is_plain_to_who_types_it_is_not_asked_about(words: str) -> None:
    assert read(words, replace(ONE_DATE, milestones=())).deadline > TODAY


def test_an_action_without_a_date_gets_its_first() -> None:
    undated = replace(ONE_DATE, milestones=())
    assert read("31 January 2023", undated) == NewDate(None, "31 January 2023", date(2023, 1, 31))
    with pytest.raises(LikelySlip) as slip:
        read("10 November 2024", undated)
    assert slip.value.answers == ("exactly 10 November 2024",)
    assert read("by two weeks", undated).deadline == date(2022, 11, 24)  # from today on: there is no other day


@pytest.mark.parametrize(
    ("typed", "reason", "refusal"),
    [
        ("1 November 2022", "late", "1 November 2022 has passed: is the year right.*from 10 November 2022 on"),
        ("sometime", "late", "cannot tell which day “sometime” is"),
        ("31 December 2022", "  ", "Say why: for instance .*due 3 31 December 2022 because the tender is late"),
    ],
)
def test_what_is_no_day_to_come_or_has_no_reason_is_refused(typed: str, reason: str, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        read(typed, reason=reason)


def test_a_likely_slip_is_asked_about_unless_it_is_meant() -> None:
    with pytest.raises(LikelySlip) as slip:
        read("20 November 2022")
    assert slip.value.answers == ("exactly 20 November 2022",)
    with pytest.raises(LikelySlip) as slip:
        read("20 Nov")
    assert slip.value.answers == ("exactly 20 November 2022",)
    assert (
        slip.value.question
        == "20 November 2022 is not later than the present date, 30 November 2022: do you mean it?"
    )
    assert read("20 November 2022", is_sure=True).deadline == date(2022, 11, 20)
    with pytest.raises(LikelySlip) as slip:
        read("by 60 weeks")
    assert slip.value.answers == ("exactly by 60 weeks",)  # of several actions each moves by so much


def test_a_date_that_waits_is_decided_once_and_by_its_own_number() -> None:
    waits = replace(ONE_DATE, life=Life(revisions=(requested("31 December 2022", DECEMBER, number=2),)))
    with pytest.raises(Refused, match="Another date for action 3 has already been asked for: 31 December 2022"):
        check_none_waits(waits)
    check_none_waits(ONE_DATE)
    assert waiting_request(waits, 0) == waiting_request(waits, 2) == waits.life.revisions[0]
    with pytest.raises(
        AlreadyDecided, match=r"for action 3 is no longer asked for.*Another one is: 31 December 2022"
    ):
        waiting_request(waits, 1)
    with pytest.raises(AlreadyDecided, match="No other date for action 3 is asked for"):
        waiting_request(ONE_DATE, 0)


def test_nobody_grants_their_own_date_and_further_ones_wait_for_the_committee() -> None:
    request = requested("31 January 2023", date(2023, 1, 31))
    moved = tuple(
        replace(request, id=number, decision=Decision.GRANTED.value) for number in range(KENT.life.extensions)
    )
    twice = replace(ONE_DATE, life=Life(revisions=moved))
    check_may_grant(KENT, ONE_DATE, request, Role.LEAD, "UGET", NOW)
    check_may_grant(KENT, twice, request, Role.ADMIN, "UCYPE", NOW)
    with pytest.raises(Refused, match="You asked for this date yourself"):
        check_may_grant(KENT, ONE_DATE, request, Role.LEAD, "UCYPE", NOW)
    with pytest.raises(Refused, match="further ones wait for the committee"):
        check_may_grant(KENT, twice, request, Role.LEAD, "UGET", NOW)


def test_a_granted_date_moves_its_own_milestone_and_keeps_the_first_date() -> None:
    granted = target_granted(TWO_DATES, requested("Draft: 14 December 2022", date(2022, 12, 14)))
    draft = Milestone("Draft", "14 December 2022", date(2022, 12, 14), original=NOVEMBER)
    assert granted.milestones == (draft, TWO_DATES.milestones[1])
    assert granted.printed == "Draft 14 December 2022 Final as printed"
    again = target_granted(
        replace(TWO_DATES, milestones=granted.milestones),
        requested("Draft: 20 December 2022", date(2022, 12, 20), was=date(2022, 12, 14)),
    )
    assert again.milestones[0] == Milestone("Draft", "20 December 2022", date(2022, 12, 20), original=NOVEMBER)
    assert deadlines(replace(TWO_DATES, milestones=again.milestones)) == [date(2022, 12, 20), DECEMBER]


def test_of_two_dates_on_the_same_day_only_the_one_that_is_named_moves() -> None:
    same_day = replace(ONE_DATE, milestones=(promised(NOVEMBER, "Draft"), promised(NOVEMBER, "Final")))
    granted = target_granted(same_day, requested("Final: 14 December 2022", date(2022, 12, 14)))
    assert [one.deadline for one in granted.milestones] == [NOVEMBER, date(2022, 12, 14)]
