"""What is meant for somebody who is away comes to their deputy, who reads in whose place, and may answer."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.button_presses import BUTTONS, sign
from bot.forms import away
from bot.forms.form import Saved
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from register.absences import Absence
from register.refused import Refused
from register.register import Register
from storage.actions import published
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake import absences
from storage.queue.notices import Notice, NoticeKind
from tests.desk import START, Desk, desk_of
from workflow.deputies import to_who_are_there
from workflow.home import home_view

AMY, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GLD"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE."""
    return desk_of(engine, kent)


def message_to(desk: Desk, to: str) -> dict[str, Any]:
    """What was queued last for somebody."""
    query = select(notice.c.payload).where(notice.c.to == to).order_by(notice.c.id.desc())
    with reading(desk.engine) as tx:
        return dict(tx.execute(query).scalars().first() or {"text": ""})


def test_a_deputy_is_asked_and_told_in_whose_place(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "done 1 All seen to at the board")
    assert (
        f"You are asked in place of <@{CYPE_LEAD}>, who is away until 20 December 2022."
        in message_to(desk, LENA)["text"]
    )
    desk.types(AMY, f"away until 10 December deputy <@{OFFICER_IDS['GET']}>")
    desk.types(LENA, "reject 1 because one name is missing")
    text = message_to(desk, OFFICER_IDS["GET"])["text"]
    assert "is open again" in text
    assert f"in place of <@{AMY}>" in text


def test_an_absence_that_is_taken_back_is_told_to_the_deputy(desk: Desk) -> None:
    desk.types(AMY, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "undo")
    assert f"You no longer stand in for <@{AMY}>." in message_to(desk, LENA)["text"]


def test_a_deputy_of_a_lead_is_asked_to_sign_off_and_can(engine: Engine, desk: Desk) -> None:
    desk.now = datetime(2023, 3, 1, 9, tzinfo=UTC)
    desk.types(CYPE_LEAD, f"away until 20 March deputy <@{LENA}>")
    moment = datetime(2023, 3, 2, 12, tzinfo=UTC)
    asked = [
        one for one in tick(engine, moment, moment) if str(one.asks).startswith("sign-off") and one.to == LENA
    ]
    assert any(f"in place of <@{CYPE_LEAD}>" in str(one.payload) for one in asked)
    desk.now = moment
    assert "Signed off" in sign(desk.context, desk.press(LENA, "kent:2023-03-16:CYPE")).text
    with reading(engine) as tx:
        assert published.signed_off(tx, "kent", date(2023, 3, 16))["CYPE"][0] == LENA


def test_a_deputy_finds_on_their_home_what_waits_for_whom_they_stand_in_for(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "done 1 All seen to at the board")
    with reading(desk.engine) as tx:
        view = str(home_view(tx, LENA, desk.now))
    assert "Waiting for you: 1 action" in view
    assert "'action_id': 'verify'" in view


def test_what_waits_is_the_same_by_word_and_at_home(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "done 1 All seen to at the board")
    desk.types(AMY, "due 2 31 January 2023 because the tender is late")
    for words in ("waiting", "what is waiting for me?", "anything to verify", "what needs my decision"):
        answered = desk.types(LENA, words)
        assert "Waiting for you: 2 actions to decide" in answered.text
        assert {"'action_id': 'verify'", "'action_id': 'grant'"} <= set(
            re.findall("'action_id': '(?:verify|grant)'", str(answered.blocks))
        )
    assert "Nothing is waiting for you" in desk.types(AMY, "waiting").text
    with reading(desk.engine) as tx:
        assert "Waiting for you: 2 actions" in str(home_view(tx, LENA, desk.now))


def test_who_stands_in_answers_in_a_round_for_whom_they_stand_in_for(engine: Engine, desk: Desk) -> None:
    desk.now = datetime(2023, 2, 22, 12, tzinfo=UTC)
    outsider = "U0OUTSIDER"
    assert "are needed from" not in desk.types(outsider, "waiting", channel="C0ELSEWHERE").text
    desk.types(CYPE_LEAD, f"away until 20 March deputy <@{outsider}>")
    waits = desk.types(outsider, "waiting", channel="C0ELSEWHERE").text
    assert "Updates for the paper of 16 March 2023 are needed from CYPE" in waits
    with reading(engine) as tx:
        assert "'action_id': 'round'" in str(home_view(tx, outsider, desk.now))


def test_an_absence_that_runs_out_is_told_once_to_both(engine: Engine, desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 18 November deputy <@{LENA}>")
    desk.types(AMY, "away until 18 November")
    desk.types(AMY, "away ended")

    def back(day: int) -> dict[str, str]:
        moment = datetime(2022, 11, day, 18, tzinfo=UTC)
        return {one.to: one.payload["text"] for one in tick(engine, moment, moment) if "back:" in one.key}

    assert back(17) == {}
    assert back(18) == {}
    assert back(19) == {}  # nothing rings on a Saturday
    found = back(21)
    assert set(found) == {CYPE_LEAD, LENA}
    assert "18 November 2022 was your last day away" in found[CYPE_LEAD]
    assert f"<@{LENA}> no longer stands in for you" in found[CYPE_LEAD]
    assert f"You no longer stand in for <@{CYPE_LEAD}>." in found[LENA]
    assert back(22) == {}


def test_who_is_away_is_asked_in_any_words(desk: Desk) -> None:
    assert "Nobody has told me that they are away" in desk.types(AMY, "who is away").text
    desk.types(CYPE_LEAD, f"away until 20 December deputy <@{LENA}>")
    for words in (
        "who is away",
        "who's off today?",
        "away",
        "who is standing in for me",
        f"is <@{CYPE_LEAD}> away?",
    ):
        answered = desk.types(AMY, words).text
        assert f"• <@{CYPE_LEAD}>, until 20 December 2022: <@{LENA}> stands in" in answered
    assert "• You, until 20 December 2022" in desk.types(CYPE_LEAD, "away").text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"away until Friday with <@{LENA}> covering", f"until 18 November 2022. <@{LENA}> stands in"),
        (f"away until Friday <@{LENA}>", f"until 18 November 2022. <@{LENA}> stands in"),
        ("away over Xmas", "you are away from 25 December 2022 until 26 December 2022."),
        ("away next week", "you are away from 21 November 2022 until 25 November 2022."),
        ("away until Xmas", "you are away until"),
        (f"away until Friday deputy @{LENA.lower()}", f"until 18 November 2022. <@{LENA}> stands in"),
        (f"away from today until Friday, <@{LENA}> stands in for me", f"2022. <@{LENA}> stands in"),
    ],
)
def test_who_stands_in_is_named_as_people_name_them(desk: Desk, words: str, expected: str) -> None:
    assert expected in desk.types(AMY, words).text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("away from 5 December until 9 December", "from 5 December 2022 until 9 December 2022"),
        ("away from 5 to 9 December", "from 5 December 2022 until 9 December 2022"),
        ("away 28 Dec-3 Jan", "from 28 December 2022 until 3 January 2023"),
        ("away 28/12-3/1", "from 28 December 2022 until 3 January 2023"),
        ("away 5-9 December", "from 5 December 2022 until 9 December 2022"),
        ("away between 28 and 2 December", "from 28 November 2022 until 2 December 2022"),
        ("away from Monday until Friday", "from 21 November 2022 until 25 November 2022"),
        ("away since Monday until Friday", "until 18 November 2022"),
        ("away from 20 December until 6 January", "from 20 December 2022 until 6 January 2023"),
        ("away on 5 December", "on 5 December 2022"),
        ("away tomorrow", "on 17 November 2022"),
        ("I'm on leave from 5 December until 9 December", "away from 5 december until 9 december"),
    ],
)
def test_an_absence_begins_on_the_day_that_is_named(desk: Desk, words: str, expected: str) -> None:
    if words.startswith("I'm"):  # what would change something is proposed
        with pytest.raises(Refused, match=f"(?i){expected}"):
            desk.types(AMY, words)
        return
    assert f"Noted: you are away {expected}." in desk.types(AMY, words).text


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (
            "away from 20 December",
            "for instance `/htst away from 20 December 2022 until 27 December 2022`",
        ),
        (
            "away from 9 December until 5 December",
            "could be 5 December 2022 or 5 December 2023: please add the year",
        ),
        ("away from 9 December until 5 December 2022", "5 December 2022 is before your first day away"),
        ("away from 31 to 5 December", "There is no 31 in November"),
    ],
)
def test_an_absence_whose_days_cannot_be_read_is_refused_with_what_to_type(
    desk: Desk, words: str, refusal: str
) -> None:
    with pytest.raises(Refused, match=refusal):
        desk.types(AMY, words)


def away_on(desk: Desk, day: date) -> dict[str, str]:
    """Who is away on a day, and their deputies."""
    with reading(desk.engine) as tx:
        return {person: one.deputy for person, one in absences.current(tx, day).items()}


def test_an_absence_to_come_is_honoured_from_its_first_day_to_its_last(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away from 5 December until 9 December deputy <@{LENA}>")
    assert (
        f"You stand in for <@{CYPE_LEAD}> from 5 December 2022 until 9 December 2022"
        in message_to(desk, LENA)["text"]
    )
    desk.types(AMY, "done 1 All seen to at the board")
    with pytest.raises(Refused, match="Only the directorates' leads"):
        desk.types(LENA, "verify 1", channel="C0ELSEWHERE")
    shown = desk.types(AMY, "away").text
    assert "Nobody is away now" in shown
    assert (
        f"*Away later*\n• <@{CYPE_LEAD}>, from 5 December 2022 until 9 December 2022: <@{LENA}> stands in"
        in shown
    )
    assert away_on(desk, date(2022, 12, 4)) == away_on(desk, date(2022, 12, 10)) == {}
    assert away_on(desk, date(2022, 12, 5)) == away_on(desk, date(2022, 12, 9)) == {CYPE_LEAD: LENA}
    desk.now = datetime(2022, 12, 5, 9, tzinfo=UTC)
    assert "Waiting for you: 1 action" in desk.types(LENA, "waiting", channel="C0ELSEWHERE").text
    assert "Action 1 is verified" in desk.types(LENA, "verify 1", channel="C0ELSEWHERE").text


def test_an_absence_to_come_leaves_the_one_that_runs_and_is_ended_by_itself(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 December deputy <@{AMY}>")
    noted = desk.types(CYPE_LEAD, f"away from 5 December until 9 December deputy <@{LENA}>").text
    assert "away from 5 December 2022 until 9 December 2022" in noted
    assert "You are also away until 4 December 2022, as you told me" in noted
    assert f"You stand in for <@{CYPE_LEAD}> until 4 December 2022" in message_to(desk, AMY)["text"]
    assert away_on(desk, date(2022, 12, 4)) == {CYPE_LEAD: AMY}
    assert away_on(desk, date(2022, 12, 5)) == {CYPE_LEAD: LENA}
    assert away_on(desk, date(2022, 12, 10)) == {}
    ended = desk.types(CYPE_LEAD, "away ended").text
    assert "you are back" in ended
    assert "You are still away from 5 December 2022 until 9 December 2022" in ended
    assert away_on(desk, date(2022, 12, 5)) == {CYPE_LEAD: LENA}
    assert "you are not away from 5 December 2022" in desk.types(CYPE_LEAD, "away ended").text
    assert f"You do not stand in for <@{CYPE_LEAD}> from 5 December 2022" in message_to(desk, LENA)["text"]
    assert away_on(desk, date(2022, 12, 5)) == {}
    with pytest.raises(Refused, match="You are not away"):
        desk.types(CYPE_LEAD, "away ended")
    desk.types(CYPE_LEAD, "undo")
    assert away_on(desk, date(2022, 12, 5)) == {CYPE_LEAD: LENA}


def test_a_new_first_day_takes_the_place_of_the_one_before(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away from 5 December until 9 December deputy <@{LENA}>")
    assert (
        "also away" not in desk.types(CYPE_LEAD, f"away from 3 December until 7 December deputy <@{LENA}>").text
    )
    assert away_on(desk, date(2022, 12, 3)) == {CYPE_LEAD: LENA}
    assert away_on(desk, date(2022, 12, 8)) == {}
    desk.types(CYPE_LEAD, "undo")
    assert away_on(desk, date(2022, 12, 3)) == {}
    assert away_on(desk, date(2022, 12, 8)) == {CYPE_LEAD: LENA}


def test_the_form_takes_a_first_day_and_says_what_is_wrong_at_its_field(desk: Desk) -> None:
    view = away.FORM.open(desk.context, desk.press(AMY, "kent"))
    assert "'initial_date': '2022-11-16'" in str(view["blocks"])

    def sent(starts: str, until: str, deputy: str = "") -> object:
        chosen = {"starts": {"selected_date": starts}, "until": {"selected_date": until}}
        return away.FORM.submit(
            desk.context, desk.submission(AMY, view, **chosen, deputy={"selected_user": deputy})
        )

    assert sent("2022-12-09", "2022-12-05") == {
        "until": "5 December 2022 is before your first day away, 9 December 2022: say the last day."
    }
    assert list(sent("2022-12-05", "2022-12-09", AMY)) == ["deputy"]  # type: ignore[call-overload]
    assert away_on(desk, date(2022, 12, 5)) == {}
    noted = sent("2022-12-05", "2022-12-09", LENA)
    assert isinstance(noted, Saved)
    assert noted.text.startswith("Noted: you are away from 5 December 2022 until 9 December 2022.")
    assert away_on(desk, date(2022, 12, 5)) == {AMY: LENA}


def test_an_absence_is_ended_by_the_button_that_shows_it(desk: Desk) -> None:
    desk.types(AMY, "away until 20 December")
    assert "You are away until 20 December 2022" in str(_home(desk, AMY))
    shown = desk.types(AMY, "away")
    assert "'I am back'" in str(shown.blocks)
    assert "'I am back'" not in str(desk.types(CYPE_LEAD, "away").blocks)
    answer = BUTTONS["back"](desk.context, desk.press(AMY, "kent"))
    assert answer is not None
    assert "you are back" in answer.text
    assert "'undo'" in str(answer.blocks)
    assert away_on(desk, desk.now.date()) == {}
    assert "You are away" not in str(_home(desk, AMY))
    with pytest.raises(Refused, match="You are not away"):
        BUTTONS["back"](desk.context, desk.press(AMY, "kent"))


def _home(desk: Desk, person: str) -> dict[str, Any]:
    with reading(desk.engine) as tx:
        return home_view(tx, person, desk.now)


def test_who_goes_again_is_not_told_that_they_are_back(engine: Engine, desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 18 November deputy <@{AMY}>")
    desk.types(CYPE_LEAD, f"away from 19 November until 25 November deputy <@{LENA}>")

    def back(day: int) -> set[str]:
        moment = datetime(2022, 11, day, 18, tzinfo=UTC)
        return {one.to for one in tick(engine, moment, moment) if "back:" in one.key}

    assert back(18) == set()
    assert back(21) == {AMY}
    assert back(28) == {CYPE_LEAD, LENA}


def test_who_no_longer_stands_in_is_told_once_and_who_still_does_is_told_only_the_new_days(
    engine: Engine, desk: Desk
) -> None:
    desk.types(AMY, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, f"away until 30 December deputy <@{LENA}>")
    query = select(notice.c.payload).where(notice.c.to == LENA).order_by(notice.c.id)
    with reading(desk.engine) as tx:
        texts = [one["text"] for one in tx.execute(query).scalars()]
    assert [text.partition(" until ")[2][:11] for text in texts] == ["20 December", "30 December"]
    desk.now = datetime(2022, 11, 18, 10, tzinfo=UTC)
    desk.types(AMY, f"away until 30 December deputy <@{OFFICER_IDS['GET']}>")
    assert f"You no longer stand in for <@{AMY}>." in message_to(desk, LENA)["text"]
    moment = datetime(2022, 11, 21, 10, tzinfo=UTC)
    assert [one.to for one in tick(engine, moment, moment) if "back:" in one.key] == []


def test_what_a_lead_who_left_would_get_goes_to_the_administrators_who_are_there(
    engine: Engine, kent: Register
) -> None:
    register = replace(kent, admins=(MONITOR, "U0SECOND", "U0THIRD"))
    today, asked = START.date(), Notice("kent", "round", NoticeKind.ROUND, CYPE_LEAD)
    with transaction(engine) as tx:

        def recipients() -> list[str]:
            return [one.to for one in to_who_are_there(tx, register, asked, today)]

        assert recipients() == [CYPE_LEAD]
        absences.leave(tx, [CYPE_LEAD, "U0THIRD"], today, START)
        assert recipients() == [MONITOR, "U0SECOND"]
        absences.record(tx, Absence("U0SECOND", today), "U0SECOND", START)
        assert recipients() == [MONITOR]
        absences.record(tx, Absence(MONITOR, today), MONITOR, START)
        assert recipients() == [MONITOR, "U0SECOND"]  # whom it waits for


def test_a_date_that_a_lead_may_grant_no_more_waits_for_the_administrators(desk: Desk) -> None:
    desk.types(AMY, "due 1 31 January 2023 because the tender is late")
    desk.types(CYPE_LEAD, "grant 1")
    asked = desk.types(AMY, "due 1 28 February 2023 because the tender is later still")
    assert f"I have asked <@{MONITOR}> to record what the committee decides" in asked.text
    assert "Another date for action 1 is asked for" in message_to(desk, MONITOR)["text"]
    assert "Waiting for you: 1 action to decide" in desk.types(MONITOR, "waiting").text
    assert "Nothing is waiting for you" in desk.types(CYPE_LEAD, "waiting").text
    with reading(desk.engine) as tx:
        assert "'Waiting for you: 1'" in str(home_view(tx, MONITOR, desk.now))  # in the menu
        assert "'Waiting for you: 0'" in str(home_view(tx, CYPE_LEAD, desk.now))
