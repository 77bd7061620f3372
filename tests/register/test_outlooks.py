"""How often a directorate's yes held."""

from dataclasses import replace
from datetime import date

from register.committee.movement import Happening, HappeningKind
from register.life import Life
from register.outlooks import OnTimeRecord, on_time_records
from register.progress import Status
from tests.register.notices.reminder_clock import KENT, NOVEMBER, action

TODAY = date(2023, 1, 10)


def yes(day: date, by: str = "UCYPE", text: str = "yes", about: date | None = NOVEMBER) -> Happening:
    return Happening("3", HappeningKind.OUTLOOK, day, by, text, after=about)


def done(day: date) -> Happening:
    return Happening("3", HappeningKind.CLAIMED, day, "UCYPE", change=9)


OPEN = action("3", NOVEMBER, owners=("CYPE", "GET"))
DONE = replace(OPEN, status=Status.IMPLEMENTED)


def test_a_yes_holds_when_it_was_done_by_the_date_and_not_after() -> None:
    assert on_time_records([DONE], [yes(date(2022, 11, 1)), done(NOVEMBER)], KENT, TODAY) == (
        OnTimeRecord("CYPE", 1, 1),
    )
    assert on_time_records([DONE], [yes(date(2022, 11, 1)), done(date(2022, 12, 1))], KENT, TODAY) == (
        OnTimeRecord("CYPE", 0, 1),
    )
    assert on_time_records([OPEN], [yes(date(2022, 11, 1)), done(NOVEMBER)], KENT, TODAY) == (
        OnTimeRecord("CYPE", 0, 1),
    )


def test_what_was_said_last_before_the_date_counts() -> None:
    early, late = date(2022, 11, 1), date(2022, 12, 2)
    assert on_time_records([OPEN], [yes(early), yes(NOVEMBER, text="doubtful")], KENT, TODAY) == ()
    assert on_time_records([OPEN], [yes(early, text="no"), yes(NOVEMBER)], KENT, TODAY) == (
        OnTimeRecord("CYPE", 0, 1),
    )
    assert on_time_records([OPEN], [yes(early), yes(late, text="no")], KENT, TODAY) == (
        OnTimeRecord("CYPE", 0, 1),
    )
    assert on_time_records([OPEN], [yes(early), yes(early, text="", about=None)], KENT, TODAY) == ()


def test_a_date_that_is_to_come_is_not_counted_yet() -> None:
    assert on_time_records([OPEN], [yes(date(2022, 11, 1))], KENT, NOVEMBER) == ()


def test_who_speaks_for_no_directorate_of_their_own_speaks_for_the_owners() -> None:
    named = replace(OPEN, life=Life(officers={"GET": "UTOM"}))
    for by, codes in (("UTOM", ["GET"]), ("UNOBODY", ["CYPE", "GET"]), ("UADMIN", [])):
        found = on_time_records([named], [yes(date(2022, 11, 1), by)], KENT, TODAY)
        assert [one.code for one in found] == codes
