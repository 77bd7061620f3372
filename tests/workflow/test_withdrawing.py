"""Words that somebody else wrote are taken back by typing: the last, or the one that a list numbers."""

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.refused import Refused
from register.register import Register
from tests.desk import Desk, desk_of
from tests.messages.wording import buttons, shown

AMY = OFFICER_IDS["CYPE"]
WORDS = ("Asked the school.", "Tom of Hill School has his place.", "The board meets in May.")


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    found = desk_of(engine, kent, 10)
    for words in WORDS:
        found.types(AMY, f"update 10 {words}")
    return found


def left(desk: Desk) -> list[str]:
    return [one.text for one in desk.action("10").updates]


def test_without_a_reason_they_are_listed_newest_first_with_who_and_when(desk: Desk) -> None:
    answer = desk.types(MONITOR, "withdraw 10")
    lines = shown(answer.blocks)
    places = [
        lines.index(words) for words in (f"*3*  16 November 2022, <@{AMY}>\n> {WORDS[2]}", "*2*  ", "*1*  ")
    ]
    assert places == sorted(places)
    assert "/htst withdraw 10 update 3 because …" in lines
    assert ("Withdraw words …", "withdraw", "kent:10") in buttons(answer.blocks)
    assert left(desk) == list(WORDS)


@pytest.mark.parametrize(
    ("typed", "withdrawn"),
    [
        ("10 update 2 because it names a child", 1),
        ("#10: update no. 2, as it names a child", 1),
        ("10 update 1 it names a child", 0),
        ("10 because it names a child", 2),
        ("10 the last one because it names a child", 2),
        ("10 latest because it names a child", 2),
    ],
)
def test_the_one_that_is_named_is_taken_back_and_no_other(desk: Desk, typed: str, withdrawn: int) -> None:
    answer = desk.types(MONITOR, f"withdraw {typed}").text
    which = f"update {withdrawn + 1}" if "update" in typed else "the last update"
    assert answer == f"Taken back: {which} on action 10, by <@{AMY}>."
    assert left(desk) == [words for at, words in enumerate(WORDS) if at != withdrawn]
    assert "it names a child" in shown(desk.types(MONITOR, "history 10").blocks)


def test_their_author_is_told_why_and_not_what_they_were(desk: Desk) -> None:
    desk.types(MONITOR, "withdraw 10 update 2 because it names a child")
    told_amy = desk.last_message(AMY)
    assert f"<@{MONITOR}> took back your update of 16 November 2022 to action 10" in told_amy
    assert "> it names a child" in told_amy
    assert WORDS[1] not in told_amy


def test_who_withdraws_their_own_words_is_told_nothing_more(desk: Desk) -> None:
    desk.types(MONITOR, "update 10 Tom has his place.")
    desk.types(MONITOR, "withdraw 10 because it names a child")
    assert "took back" not in desk.last_message(MONITOR)


def test_a_reason_that_begins_like_the_name_of_an_update_is_kept_whole(desk: Desk) -> None:
    desk.types(MONITOR, "withdraw 10 the last sentence names a child")
    assert left(desk) == list(WORDS[:2])
    assert "the last sentence names a child" in shown(desk.types(MONITOR, "history 10").blocks)


def test_a_number_stays_the_same_updates_whatever_is_said_or_taken_back_meanwhile(desk: Desk) -> None:
    desk.types(MONITOR, "withdraw 10 update 1 because of a name")
    desk.types(AMY, "update 10 Sent to Legal.")
    listed = shown(desk.types(MONITOR, "withdraw 10").blocks)
    assert "*4*  " in listed
    assert "*1*  " not in listed
    with pytest.raises(Refused, match="has been taken back already"):
        desk.types(MONITOR, "withdraw 10 update 1 because of a name")
    desk.types(MONITOR, "withdraw 10 update 3 because of a name")
    assert left(desk) == [WORDS[1], "Sent to Legal."]


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (
            "10 2 because it names a child",
            r"not for 10 and 2 at once.*`/htst withdraw 10 update 2 because it names",
        ),
        ("10 and 3 because x", r"first `/htst withdraw 10 because x`"),
        ("10 the second because x", r"“the second” names no update.*see `/htst withdraw 10`"),
        ("10 update 9 because x", r"“update 9” names no update to action 10"),
        *(
            (f"10 {typed}", r"Say why")
            for typed in ("update 2 because", "update 2 because …", "update 2 because…", "the last one because")
        ),
        ("10 2", r"or if 2 is the number of an update: `/htst withdraw 10 update 2`"),
        ("10 update 2", r"Say why.*`/htst withdraw 10 update 2 because it names a child`"),
        ("9 because x", "Action 9 has no update to take back"),
        ("9", "Action 9 has no update to take back"),
    ],
)
def test_what_is_not_clear_is_asked_and_nothing_is_taken_back(desk: Desk, typed: str, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        desk.types(MONITOR, f"withdraw {typed}")
    assert left(desk) == list(WORDS)


def test_others_are_told_who_may_before_they_see_a_list(desk: Desk) -> None:
    for typed in ("withdraw 10", "withdraw 10 update 2 because x"):
        with pytest.raises(Refused, match="Only the register's administrators can take back"):
            desk.types(CYPE_LEAD, typed)
    assert left(desk) == list(WORDS)
