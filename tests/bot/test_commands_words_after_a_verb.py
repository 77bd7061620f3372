"""What is typed behind a verb that takes an action alone is heeded, or asked about: never left out in silence."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Line
from register.life import OnTime
from register.progress import Status
from register.register import Register
from storage.database.engine import transaction
from tests.readings import paper_of
from tests.typed import Keyboard, suggested
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """An action of CYPE for which 28 February 2023 is asked, and two for which nothing is."""
    lines = [Line(ref, "Agree it", "", "December 2022", ("CYPE",), "", "") for ref in ("1", "2", "3")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    keyboard = Keyboard(engine, kent, START)
    keyboard.types(AMY, "due 1 28 February 2023 because the tender is late")
    return keyboard


@pytest.mark.parametrize("words", ["until 31 January 2023", "31 January", "but only half of it", "on Friday"])
def test_a_date_is_not_granted_with_words_that_change_it(desk: Keyboard, words: str) -> None:
    answer = desk.types(CYPE_LEAD, f"grant 1 {words}")
    assert "nothing was granted" in answer
    assert "`/htst refuse 1 because …`" in answer
    assert desk.action("1").life.granted == ()


@pytest.mark.parametrize(
    "words",
    [
        *("", "please", "ok, thanks!", "until 28 February 2023", "to 28/2/2023", "28 February"),
        *("the new date", "extension", "as agreed", ", fine by me", "approved"),
        *("thanks Amy", "- well done all", "👍", "cheers, good work"),
    ],
)
def test_a_date_is_granted_where_nothing_else_is_wanted(desk: Keyboard, words: str) -> None:
    assert "Granted: action 1 is due 28 February 2023" in desk.types(CYPE_LEAD, f"grant 1 {words}")


def test_why_a_date_is_granted_is_kept_with_it(desk: Keyboard) -> None:
    assert "Granted" in desk.types(CYPE_LEAD, "grant 1 because the panel meets in February")
    (granted,) = desk.action("1").life.granted
    assert granted.answer == "the panel meets in February"
    assert "the panel meets in February" in desk.types(AMY, "history 1")


def test_that_no_date_is_asked_for_is_said_first(desk: Keyboard) -> None:
    assert "nothing was granted" not in desk.types(CYPE_LEAD, "grant 2 31 January 2023")


def test_reminders_do_not_begin_again_at_once_where_a_day_is_named(desk: Keyboard) -> None:
    desk.types(AMY, "snooze 2 until Friday week because Amy is on leave")
    answer = desk.types(AMY, "unsnooze 2 on Monday")
    assert "nothing was changed" in answer
    assert "`/htst snooze 2 until Friday because …`" in answer
    assert desk.action("2").life.snooze is not None


@pytest.mark.parametrize(
    "typed", ["unsnooze 2 please", "unsnooze 2, I am back", "wake 2 up", "unsnooze 2 reminders"]
)
def test_they_begin_again_where_nothing_else_is_wanted(desk: Keyboard, typed: str) -> None:
    desk.types(AMY, "snooze 2 until Friday week because Amy is on leave")
    assert "nothing was changed" not in desk.types(AMY, typed)
    assert desk.action("2").life.snooze is None


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("due 2 Xmas because staff leave", "due 2 26 December 2022 because staff leave"),
        ("due 2 w/c 12 Dec - staff leave", "due 2 16 December 2022 because staff leave"),
        ("due 2 mid January, the tender is late", "due 2 15 January 2023 because the tender is late"),
        ("due 2 early 2024 because of the payroll", "due 2 exactly 30 April 2024 because of the payroll"),
        ("due 2, 3 mid January because Legal asks", "due 2 and 3 15 January 2023 because Legal asks"),
        ("due 2, 3 early 2024 because Legal asks", "due 2 and 3 exactly 30 April 2024 because Legal asks"),
        ("due 2 mid January", "due 2 15 January 2023 because …"),
        ("review 2 mid January because Legal asks", "review 2 15 January 2023 because Legal asks"),
        ("review 2 w/c 12 Dec", "review 2 16 December 2022"),
        ("snooze 2 until next week because of leave", "snooze 2 until 25 November 2022 because of leave"),
        ("2 move the date to 31 January because Legal asks", "due 2 31 January because Legal asks"),
        ("2 extension to mid January please", "due 2 15 January 2023 because …"),
    ],
)
def test_the_day_that_is_proposed_keeps_the_actions_and_the_reason_that_were_typed(
    desk: Keyboard, words: str, proposed: str
) -> None:
    answer = desk.types(AMY, words)
    assert suggested(answer)[-1] == proposed
    assert desk.action("2").life.asked is None


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        (
            "due 2 w/c 12 Dec - staff leave",
            ["due 2 12 December 2022 because staff leave", "due 2 16 December 2022 because staff leave"],
        ),
        ("review 2 next week", ["review 2 21 November 2022", "review 2 25 November 2022"]),
        ("away until next week", ["away until 21 November 2022", "away until 25 November 2022"]),
        (
            "away until next week deputy @U0GET",
            ["away until 21 November 2022 deputy @U0GET", "away until 25 November 2022 deputy @U0GET"],
        ),
    ],
)
def test_of_two_days_that_may_be_meant_each_can_be_typed(desk: Keyboard, words: str, ways: list[str]) -> None:
    words, *expected = (one.replace("@U0GET", f"@{GARETH}") for one in (words, *ways))
    assert suggested(desk.types(AMY, words)) == expected


@pytest.mark.parametrize("words", ["2 thanks @U0GET", "2, cheers @U0GET!"])
def test_whether_a_person_who_is_thanked_is_to_have_the_action_is_asked(desk: Keyboard, words: str) -> None:
    answer = desk.types(CYPE_LEAD, f"assign {words}".replace("U0GET", GARETH))
    assert suggested(answer) == [f"assign 2 @{GARETH}", "assign 2"]
    assert "Posting cards" not in answer
    assert "is now the officer" not in answer
    answer = desk.types(AMY, f"away until Friday thanks @{GARETH}")
    assert suggested(answer) == [f"away until Friday deputy @{GARETH}", "away until Friday"]


def test_thanks_to_a_person_where_nobody_is_still_to_be_named_are_left_out(desk: Keyboard) -> None:
    desk.types(AMY, "away until Friday")
    assert "you are back" in desk.types(AMY, f"away ended, thanks @{GARETH}")
    assert f"<@{AMY}> is now the officer" in desk.types(AMY, f"assign 3 to me thanks @{GARETH}")
    assert "CYPE now leads" in desk.types(CYPE_LEAD, f"assign 2 to CYPE thanks @{GARETH}")
    assert "Posting cards for every open action" in desk.types(CYPE_LEAD, f"assign all, cheers @{GARETH}")


def test_thanks_to_another_than_who_is_named_are_left_out(desk: Keyboard) -> None:
    assert f"<@{GARETH}> is now" in desk.types(CYPE_LEAD, f"assign 2 @{GARETH} thanks @{AMY}")
    assert "Posting cards for action 2" in desk.types(CYPE_LEAD, "assign 2 thanks")


@pytest.mark.parametrize("words", ["no", "please", "because no", "n/a", "- none", "yes"])
@pytest.mark.parametrize("verb", ["reopen", "reject"])
def test_a_word_that_is_no_reason_opens_nothing_again(desk: Keyboard, verb: str, words: str) -> None:
    desk.types(AMY, "done 2 Minutes of the board")
    assert "Say why" in desk.types(CYPE_LEAD, f"{verb} 2 {words}")
    assert desk.action("2").status is Status.IMPLEMENTED


def test_that_another_date_waits_already_is_said_before_the_day_is_asked_about(desk: Keyboard) -> None:
    assert "Another date for action 1 has already been asked for" in desk.types(
        AMY, "due 1 Xmas because staff leave"
    )


@pytest.mark.parametrize(
    ("words", "update"),
    [
        ("not yet", "not yet"),
        ("nearly", "nearly done"),
        ("80%", "80% done"),
        ("except the training", "done except the training"),
        ("but the policy is not signed", "done but the policy is not signed"),
        ("by Friday", "done by Friday"),
        ("once Legal replies", "done once Legal replies"),
        ("9 of 10 schools", "done 9 of 10 schools"),
    ],
)
def test_what_may_not_be_all_done_is_not_reported_complete(desk: Keyboard, words: str, update: str) -> None:
    answer = desk.types(AMY, f"done 2 {words}")
    assert "nothing was reported" in answer
    assert suggested(answer) == [f"update 2: {update}"]
    assert "If it is complete, begin with what shows that." in answer
    assert desk.action("2").status is Status.NOT_STARTED


@pytest.mark.parametrize("words", ["no queries", "no comments", "due diligence seen", "Not a problem"])
def test_an_action_is_verified_by_words_that_accept_it(desk: Keyboard, words: str) -> None:
    desk.types(AMY, "done 2 Signed, see the minutes")
    assert "Action 2 is verified" in desk.types(CYPE_LEAD, f"verify 2 {words}")


@pytest.mark.parametrize(
    "words",
    [
        "No further work is needed",
        "none because it is a duty",
        "10 of 10 schools",
        "Signed on 12/11, see minutes",
        "100%",
        "due diligence completed, report attached",
        "expected benefits delivered",
        "planned maintenance finished",
        "half-year report published",
        "waiting list cleared",
        "Will Smith signed the policy",
        "Later Living strategy published",
        "next year's plan agreed",
        "25% savings achieved, see the report",
        "no comments received",
        "by 14 officers, see the log",
        "by decision notice 22/31",
    ],
)
def test_what_is_all_done_is_reported(desk: Keyboard, words: str) -> None:
    assert "reported complete" in desk.types(AMY, f"done 2 {words}")


def test_thanks_show_nothing(desk: Keyboard) -> None:
    assert "Say what shows that it is done" in desk.types(AMY, "done 2 thanks")


@pytest.mark.parametrize("words", ["no", "not yet", "but the minutes are missing", "once Legal replies", "👎"])
def test_an_action_is_not_verified_by_words_that_may_not_accept_it(desk: Keyboard, words: str) -> None:
    desk.types(AMY, "done 2 Signed, see the minutes")
    answer = desk.types(CYPE_LEAD, f"verify 2 {words}")
    assert "nothing was verified" in answer
    assert suggested(answer) == ["verify 2", "reject 2 because …"]
    assert desk.action("2").status is Status.IMPLEMENTED


@pytest.mark.parametrize(
    ("words", "kept"), [("thanks Amy", []), ("I have seen the minutes", ["I have seen the minutes"])]
)
def test_what_is_said_with_a_verification_is_kept_but_thanks_are_not(
    desk: Keyboard, words: str, kept: list[str]
) -> None:
    desk.types(AMY, "done 2 Signed")
    assert "Action 2 is verified" in desk.types(CYPE_LEAD, f"verify 2 {words}")
    assert [one.text for one in desk.action("2").updates if one.by == CYPE_LEAD] == kept


def test_a_yes_with_a_but_is_asked_about(desk: Keyboard) -> None:
    answer = desk.types(AMY, "ontime 2 yes but only if Legal replies")
    assert suggested(answer) == ["ontime 2 doubtful because only if Legal replies"]
    assert desk.action("2").life.outlook is None


@pytest.mark.parametrize(
    "words",
    ["by Friday", "will be done in May", "due to finish 12 December", "80% done", "in 2 weeks", "no risks"],
)
def test_a_yes_with_when_or_how_much_is_a_yes(desk: Keyboard, words: str) -> None:
    assert "will be on time" in desk.types(AMY, f"ontime 2 yes, {words}")
    outlook = desk.action("2").life.outlook
    assert outlook is not None
    assert outlook.on_time == OnTime.YES
    assert [one.text for one in desk.action("2").updates][-1:] == [words]


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("delay 2 by two weeks", "due 2 by two weeks because …"),
        ("push 2 back a week because Legal is slow", "due 2 by a week because legal is slow"),
        ("need another 2 weeks on 2", "due 2 by another 2 weeks because …"),
        ("2 needs another month", "due 2 by another month because …"),
        ("give 2 two more weeks", "due 2 by two weeks because …"),
        ("give 2 another fortnight because Legal is slow", "due 2 by another fortnight because legal is slow"),
        ("please give Legal 3 extra days on 2", "due 2 by 3 days because …"),
        ("give 2 until the end of January", "due 2 the end of january because …"),
        ("delay 2 a fortnight", "due 2 by a fortnight because …"),
        ("move 2 to GET", "assign 2 to GET"),
        ("give 2 to me", "assign 2 to me"),
        ("move 2 to done", "done 2 …"),
        ("move 2 to eom", "due 2 exactly 30 November 2022 because …"),
        ("can someone else do 2", "assign 2 to …"),
        ("2 is not ours", "assign 2 to …"),
        ("2: done, 3: not yet", "update 2 done, 3: not yet"),
        ("update 2 done 3", "update 2, 3: done"),
        ("update 2 done and 3", "update 2, 3: done"),
    ],
)
def test_what_is_asked_of_an_action_in_plain_words_is_proposed(
    desk: Keyboard, words: str, proposed: str
) -> None:
    answer = desk.types(MONITOR if "GET" in words else AMY, words)
    assert suggested(answer)[0].lower() == proposed.lower()
    assert desk.action("2").updates == ()


@pytest.mark.parametrize(
    "words", ["Sent to 3 schools", "2 of 3 schools done", "Forms sent by 3", "Draft agreed on 3"]
)
def test_a_number_in_the_words_of_an_update_stays_there(desk: Keyboard, words: str) -> None:
    assert "Saved as an update to action 2" in desk.types(AMY, f"update 2: {words}")
    assert [one.text for one in desk.action("2").updates] == [words]


def test_another_date_by_so_much_is_counted_from_the_present_one(desk: Keyboard) -> None:
    desk.types(AMY, "due 2 by another month because Legal is slow")
    asked = desk.action("2").life.asked
    assert asked is not None
    assert asked.deadline == date(2023, 1, 31)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("assign 2 to me thanks", "is now the officer for action 2"),
        ("away until Friday, thanks Helen", "you are away until 18 November 2022"),
        ("away ended cheers", "you are back"),
        ("status 2 please Helen", "Action 2, CYPE"),
        ("waiting thanks", "Nothing is waiting for you"),
        ("undo that one please", "Taken back"),
    ],
)
def test_thanks_behind_a_command_change_nothing(desk: Keyboard, typed: str, answer: str) -> None:
    desk.types(AMY, "away until Thursday")
    assert answer in desk.types(AMY, typed)
