"""Whoever is told of several actions that somebody decided about at once reads it in one message."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from messages.layout import MOST_FALLBACK, MOST_IN_BLOCKS, length
from messages.requests import in_one_message
from register.register import Register
from storage.database.engine import reading
from storage.database.queue_tables import notice
from tests.desk import Desk, desk_of
from workflow.context import Request
from workflow.meetings import Minutes, record_meeting

AMY, BEN = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent, 4)


def messages_to(desk: Desk, person: str) -> Sequence[dict[str, Any]]:
    """The payloads of the answers that were queued for somebody, in order."""
    query = select(notice.c.payload).where(notice.c.to == person, notice.c.kind == "answer")
    with reading(desk.engine) as tx:
        return list(tx.execute(query.order_by(notice.c.id)).scalars())


def test_an_officer_of_several_actions_is_told_once(desk: Desk) -> None:
    desk.types(MONITOR, f"assign 1, 2 and 4 <@{AMY}> for CYPE")
    (told_amy,) = messages_to(desk, AMY)
    assert [text.count(f"for action {ref} ") for ref in "124" for text in [told_amy["text"]]] == [1, 1, 1]
    assert str(told_amy["blocks"]).count("Reminders will mention you.") == 1
    with reading(desk.engine) as tx:
        assert tx.execute(select(notice.c.refs).where(notice.c.to == AMY)).scalar_one() == ["1", "2", "4"]


def test_who_is_the_officer_already_is_not_told_again(desk: Desk) -> None:
    desk.types(MONITOR, f"assign 1 <@{AMY}> for CYPE")
    desk.types(MONITOR, f"assign 1 and 2 <@{AMY}> for CYPE")
    first, second = messages_to(desk, AMY)
    assert "for action 1 " in first["text"]
    assert "for action 1 " not in second["text"]
    assert "for action 2 " in second["text"]


def test_whom_another_is_named_in_place_of_is_told_and_so_are_both_when_that_is_taken_back(desk: Desk) -> None:
    desk.types(MONITOR, f"assign 1 <@{AMY}> for CYPE")
    desk.types(MONITOR, f"assign 1 <@{BEN}> for CYPE")
    assert f"named <@{BEN}> for action 1 in CYPE in your place" in messages_to(desk, AMY)[-1]["text"]
    assert "named you for action 1 in CYPE" in messages_to(desk, BEN)[-1]["text"]
    desk.types(MONITOR, "undo")
    assert "named you for action 1 in CYPE" in messages_to(desk, AMY)[-1]["text"]
    assert f"named <@{AMY}> for action 1 in CYPE in your place" in messages_to(desk, BEN)[-1]["text"]


def test_whoever_hands_an_action_on_or_takes_that_back_is_not_told_what_they_did(desk: Desk) -> None:
    desk.types(AMY, "assign 1 to me")
    desk.types(AMY, "undo")
    assert messages_to(desk, AMY) == []
    desk.types(MONITOR, f"assign 1 <@{AMY}> for CYPE")
    desk.types(MONITOR, "undo")
    assert "took back naming you for action 1 in CYPE" in messages_to(desk, AMY)[-1]["text"]


def test_who_asked_for_several_dates_is_told_once_of_the_decision(desk: Desk) -> None:
    for ref in "12":
        desk.types(AMY, f"due {ref} 28 February 2023 because the tender is late")
    meeting = date(2022, 11, 15)
    request = Request("minutes", MONITOR, "C0CYPE", desk.now, "form")
    record_meeting(desk.context, request, "kent", meeting, Minutes("7", granted=("1", "2")))
    (granted,) = messages_to(desk, AMY)
    assert granted["text"].count("granted it.") == 2
    desk.sends()
    desk.types(MONITOR, "undo")
    taken_back = messages_to(desk, AMY)[1:]
    assert [one["text"].count("took back") for one in taken_back] == [2]


def test_dates_refused_together_are_one_message_to_each_who_asked(desk: Desk) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    desk.types(MONITOR, "due 2 28 February 2023 because the tender is late")
    desk.types(AMY, "due 3 28 February 2023 because the tender is late")
    desk.types(CYPE_LEAD, "refuse 1, 2 and 3 because the meeting is sooner")
    assert [one["text"].count("did not grant") for one in messages_to(desk, AMY)] == [2]
    assert [one["text"].count("did not grant") for one in messages_to(desk, MONITOR)] == [1]


def test_more_than_slack_takes_in_a_message_are_several() -> None:
    def payload(number: int) -> dict[str, Any]:
        how = {"type": "context", "elements": [number]}
        return {"text": f"{number}", "blocks": [{"type": "section", "text": number}, how]}

    found = list(in_one_message([payload(number) for number in range(50)]))
    assert [count for count, _message in found] == [24, 24, 2]
    assert all(len(message["blocks"]) <= 50 for _count, message in found)
    assert "\n".join(message["text"] for _count, message in found).split("\n") == list(map(str, range(50)))


def test_long_reasons_are_spread_over_as_many_messages_as_slack_takes() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_000}}
    found = list(in_one_message([{"text": "x" * 2_000, "blocks": [section]}] * 8))
    assert [count for count, _message in found] == [3, 3, 2]
    assert all(length(message["blocks"]) <= MOST_IN_BLOCKS for _count, message in found)
    assert all(len(message["text"]) <= MOST_FALLBACK for _count, message in found)


def test_an_officer_who_stands_in_for_the_next_one_is_told_of_both(desk: Desk) -> None:
    desk.types(MONITOR, f"assign 1 <@{BEN}> for CYPE")
    desk.types(AMY, f"away until 9 December deputy <@{BEN}>")
    desk.types(MONITOR, f"assign 1 <@{AMY}> for CYPE")
    last = "\n".join(one["text"] for one in messages_to(desk, BEN)[2:])
    assert f"named <@{AMY}> for action 1 in CYPE in your place" in last
    assert f"named <@{AMY}>, for whom you stand in," in last
