"""What cannot be taken back: what others have decided on since, and what one may no longer do."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from register.action import Line
from register.progress import Status
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from storage.queue.notices import NoticeKind
from tests.readings import paper_of
from tests.typed import Keyboard
from workflow.imports import import_reading
from workflow.meetings import Minutes, record_meeting

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """A register of two actions of CYPE."""
    lines = [
        Line(ref, f"Promise {ref}", "", "December 2022", ("CYPE",), "In progress", "") for ref in ("1", "2")
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Keyboard(engine, kent, START)


def test_what_was_so_already_offers_nothing_to_take_back(desk: Keyboard) -> None:
    desk.types(AMY, f"assign 2 <@{AMY}>")
    assert "'not_an_update'" in desk.types(AMY, "update 1 The draft went to the board today.")
    again = desk.types(AMY, f"assign 2 <@{AMY}>")
    assert "'undo'" not in again
    assert [one.text for one in desk.action("1").updates] == ["The draft went to the board today."]


@pytest.mark.parametrize(
    "words",
    [
        "update 1 The draft went to the board today.",
        "done 1 Signed off by the board, see the letter",
        "due 1 28 February 2023 because the tender is late",
        "snooze 1 until Friday because of the census",
        f"assign 1 <@{AMY}>",
        "ontime 1 yes",
    ],
)
def test_what_was_taken_back_does_not_come_back_by_undo(desk: Keyboard, words: str) -> None:
    before = desk.action("1").life
    desk.types(AMY, words)
    assert "Taken back" in desk.types(AMY, "undo")
    once = desk.action("1")
    assert "already been taken back" in desk.types(AMY, "undo")
    twice = desk.action("1")
    assert twice == once
    assert (twice.status, twice.updates) == (Status.IN_PROGRESS, ())
    assert (twice.life.officers, twice.life.snooze) == (before.officers, before.snooze)


def test_undo_leaves_out_what_an_administrator_has_taken_back(desk: Keyboard) -> None:
    desk.types(AMY, "update 1 and 2: the draft went to the board today")
    assert "Taken back" in desk.types(MONITOR, "withdraw 1 because it names a child")
    before = desk.types(AMY, "history 1")
    assert "on action 2 (you gave an update)" in desk.types(AMY, "undo")
    assert desk.types(AMY, "history 1") == before
    assert "already been taken back" in desk.types(AMY, "undo")


def test_what_shows_that_it_is_done_stays_when_other_words_are_taken_back(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off by the board, see the letter")
    desk.types(AMY, "update 1 The mother of Jack Wilson rang us.")
    assert "Taken back" in desk.types(MONITOR, "withdraw 1 because it names a child")
    assert [one.is_withdrawn for one in desk.action("1").life.evidence] == [False]
    assert "Taken back" in desk.types(MONITOR, "withdraw 1 because it names a child, too")
    assert [one.is_withdrawn for one in desk.action("1").life.evidence] == [True]


def test_a_date_that_was_granted_is_no_longer_its_askers_to_withdraw(desk: Keyboard) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    assert "Granted" in desk.types(CYPE_LEAD, "grant 1")
    assert "has been decided" in desk.types(AMY, "undo")
    assert [one.decision for one in desk.action("1").life.revisions] == ["granted"]


def test_who_has_lost_a_part_does_not_undo_what_it_allowed(desk: Keyboard) -> None:
    desk.types(MONITOR, "exempt 2 3")
    assert desk.action("2").life.exempt
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(desk.register, admins=("U0SOMEBODY",)))
    assert "Only the register's administrators" in desk.types(MONITOR, "undo")
    assert desk.action("2").life.exempt


def test_who_is_no_longer_a_lead_does_not_undo_what_they_verified(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off by the board, see the letter")
    desk.types(CYPE_LEAD, "verify 1")
    led = tuple(replace(one, lead=MONITOR) for one in desk.register.directorates)
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(desk.register, directorates=led))
    assert "Only the directorates' leads" in desk.types(
        CYPE_LEAD, "undo"
    )  # though still an officer of the channel
    assert desk.action("1").status is Status.VERIFIED


def test_what_a_meeting_closed_is_open_again_only_with_the_whole_record_of_it(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off by the board, see the letter")
    desk.types(CYPE_LEAD, "verify 1")
    minutes = Minutes("12", closed=("1",))
    record_meeting(desk.context, desk.request(MONITOR), "kent", date(2022, 11, 15), minutes)
    assert "has changed again since" in desk.types(CYPE_LEAD, "undo")
    assert desk.action("1").status is Status.CLOSED
    assert "what you recorded of the meeting of 15 November 2022" in desk.types(MONITOR, "undo")
    assert desk.action("1").status is Status.VERIFIED


def test_what_a_published_paper_or_the_minutes_rest_on_is_not_taken_back(desk: Keyboard) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    assert "Granted" in desk.types(CYPE_LEAD, "grant 1")
    assert "published and frozen" in desk.types(MONITOR, "publish 28 November 2022 because nobody leads here")
    assert "The date of action 1 is in a published paper." in desk.types(CYPE_LEAD, "undo")
    assert desk.action("1").deadline == date(2023, 2, 28)
    desk.types(CYPE_LEAD, "review 2 31 January 2023")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    minutes = Minutes("12", granted=("2",))
    record_meeting(desk.context, desk.request(MONITOR), "kent", date(2022, 11, 15), minutes)
    assert "The minutes depend on what happened to action 2." in desk.types(CYPE_LEAD, "undo")
    assert desk.action("2").status is Status.ONGOING


def test_undo_of_an_action_that_was_not_the_last_takes_nothing_back(desk: Keyboard) -> None:
    desk.types(AMY, "update 1 The draft went to the board today.")
    desk.types(AMY, "update 2 The letter is signed and posted.")
    assert "recorded last is on" in desk.types(AMY, "undo 1")
    assert len(desk.action("1").updates) == len(desk.action("2").updates) == 1
    assert "on action 2 (you gave an update)" in desk.types(AMY, "undo 2")
    assert desk.action("2").updates == ()


@pytest.mark.parametrize(("words", "until"), [("Friday", "18"), ("tomorrow", "17"), ("next Friday", "25")])
def test_days_are_understood_as_in_lists(desk: Keyboard, words: str, until: str) -> None:
    answered = desk.types(AMY, f"snooze 1 until {words} because of the census")
    assert f"snoozed until {until} November 2022" in answered


def test_a_second_publish_without_a_date_freezes_no_later_paper(desk: Keyboard) -> None:
    desk.now = datetime(2022, 11, 16, 9, tzinfo=UTC)
    refused = desk.types(MONITOR, "publish")
    assert "Nobody has been asked for updates for 16 March 2023 yet" in refused
    assert "publish 16 March 2023" in refused


def test_a_sign_off_without_a_date_signs_no_paper_whose_round_has_not_begun(desk: Keyboard) -> None:
    refused = desk.types(CYPE_LEAD, "sign off")
    assert "Nobody has been asked for updates for 16 March 2023 yet" in refused
    assert "signoff 16 March 2023" in refused
    assert "signoff CYPE 16 March 2023" in desk.types(CYPE_LEAD, "signoff CYPE")
    assert "Only the lead of GET signs off for it." in desk.types(CYPE_LEAD, "signoff 16 March 2023 for GET")
    desk.now = datetime(2023, 3, 2, 9, tzinfo=UTC)
    assert "Only the lead of GET signs off for it." in desk.types(CYPE_LEAD, "signoff GET")
    assert "Signed off" in desk.types(CYPE_LEAD, "signoff CYPE")


@pytest.mark.parametrize("words", ["none", "Not.", "print again", "removed"])
def test_an_action_is_printed_again_in_many_words(desk: Keyboard, words: str) -> None:
    desk.types(MONITOR, "exempt 1 Paragraph 3 of Part 1 of Schedule 12A")
    assert "is printed again" in desk.types(MONITOR, f"exempt 1 {words}")
    assert not desk.action("1").life.exempt
    assert "names no paragraph" in desk.types(MONITOR, "exempt 1 because it is confidential")
    assert not desk.action("1").life.exempt


def test_the_history_has_no_words_that_were_taken_back(desk: Keyboard) -> None:
    desk.types(AMY, "update 1 The mother of Jack Wilson rang us on Monday.")
    assert "Jack Wilson" in desk.types(AMY, "history 1")
    desk.types(AMY, "undo")
    message = desk.types(AMY, "history 1")
    assert "Jack Wilson" not in message
    assert "taken back since" in message


def test_a_date_without_its_year_is_printed_with_it(desk: Keyboard) -> None:
    desk.types(AMY, "due 1 31 Jan because the tender is late")
    assert [one.printed for one in desk.action("1").life.revisions] == ["31 January 2023"]


def test_the_digest_counts_from_the_paper_that_was_published(desk: Keyboard) -> None:
    desk.now = datetime(2022, 11, 17, 9, tzinfo=UTC)
    published = desk.types(MONITOR, "publish 28 November 2022 because nobody leads here")
    assert "published and frozen" in published
    monday = datetime(2022, 11, 21, 9, 31, tzinfo=UTC)
    digests = [one for one in tick(desk.engine, monday, monday) if one.kind is NoticeKind.DIGEST]
    assert digests
    assert all("since the paper of 17 November 2022" in str(one.payload) for one in digests)


def test_what_waits_for_a_lead_stands_in_each_digest(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off by the board, see the letter")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    for monday in (datetime(2022, 11, 21, 9, 31, tzinfo=UTC), datetime(2022, 11, 28, 9, 31, tzinfo=UTC)):
        digests = [one for one in tick(desk.engine, monday, monday) if one.kind is NoticeKind.DIGEST]
        assert digests
        for item in digests[:1]:
            assert "Reported complete, to be verified: 1" in str(item.payload)
            assert "Another date asked for, to be granted or refused: 1" in str(item.payload)
