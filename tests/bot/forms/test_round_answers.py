"""One button opens one form for all that a reminder or digest asks: page by page, and what is half-filled is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import round_answers
from bot.forms.form import NextPage
from demo.office import OFFICER_IDS
from jobs.timetable import tick
from playground.blocks import check_view
from register.refused import Refused
from register.register import Register
from tests.desk import Desk, button_of, desk_of
from workflow.context import Request
from workflow.replies import record_reply, withdraw_reply
from workflow.reply_threads import Reply

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of 45 actions of CYPE."""
    return desk_of(engine, kent, 45)


def rows(view: dict[str, Any]) -> list[str]:
    """The refs that a page asks about."""
    labels = [str(block.get("label", {}).get("text")) for block in view["blocks"]]
    return [label.partition(":")[0] for label in labels if ": Promise" in label]


def fields(view: dict[str, Any]) -> list[str]:
    """The names of a page's fields."""
    return [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]


def head(view: dict[str, Any]) -> tuple[str, str, str]:
    """The title of a page, the words above its fields, and its button."""
    return view["title"]["text"], view["blocks"][0]["text"]["text"], view["submit"]["text"]


def button(desk: Desk) -> dict[str, Any]:
    """The press of *Answer for all* under the first message that asks."""
    moments = [desk.now + timedelta(days=number) for number in range(20)]
    queued = [one for moment in moments for one in tick(desk.engine, moment, moment)]
    asking = next(one for one in queued if "Answer for all" in str(one.payload))
    pieces = [piece for block in asking.payload["blocks"] for piece in block.get("elements", ())]
    value = next(str(piece["value"]) for piece in pieces if piece.get("action_id") == "answer_all")
    desk.now = datetime(2022, 12, 5, 12, tzinfo=UTC)
    return desk.press(AMY, value) | {"container": {"message_ts": str(desk.now.timestamp())}}


def asked_for_updates(engine: Engine, kent: Register) -> Desk:
    """A desk on the day on which owners are asked for updates to the next paper, once they are."""
    desk = desk_of(engine, kent)
    desk.now = datetime(2023, 2, 22, 12, tzinfo=UTC)
    tick(engine, desk.now, desk.now)
    desk.sends()
    return desk


def test_a_reminder_is_answered_in_one_form_page_by_page(desk: Desk) -> None:
    pressed = button(desk)
    view = round_answers.FORM.open(desk.context, pressed)
    assert check_view(view) == []
    assert rows(view) == [str(ref) for ref in range(1, 41)]
    assert "5 more actions on the next page" in str(view["blocks"])
    stays = "What you leave blank is still needed."
    assert head(view) == ("Answer for all", stays, "Send and go on")
    assert "initial" not in str(view["blocks"])  # nothing is entered for anybody
    typed = desk.submission(AMY, view, **{"words:1": "Half of it"})
    typed["actions"] = [{"block_id": "words:1", "action_ts": str(desk.now.timestamp())}]
    round_answers.entered(desk.context, typed)  # and the form is closed
    reopened = round_answers.FORM.open(desk.context, pressed)
    assert head(reopened)[1] == f"{stays} What you entered before is still here."
    kept = [one["element"].get("initial_value") for one in reopened["blocks"] if one["type"] == "input"]
    assert kept == [None, None, "Half of it", *[None] * 77]

    following = round_answers.FORM.submit(
        desk.context, desk.submission(AMY, view, **{"words:0": "The plan is out"})
    )
    assert isinstance(following, NextPage)
    assert check_view(following.view) == []
    assert head(following.view) == ("Answer for all", f"*1 answer saved.* {stays}", "Send")
    assert "next page" not in str(following.view["blocks"])
    assert rows(following.view) == ["41", "42", "43", "44", "45"]
    # Numbered on, as Slack shows in a field what was entered in one of its name before.
    assert fields(following.view) == [f"{name}:{at}" for at in range(40, 45) for name in ("words", "no_change")]
    sent = round_answers.FORM.submit(
        desk.context, desk.submission(AMY, following.view, **{"words:44": "Begun"})
    )
    assert sent == {}
    assert [desk.action(ref).updates[-1].text for ref in ("1", "45")] == ["The plan is out", "Begun"]

    again = round_answers.FORM.open(desk.context, pressed)
    assert rows(again) == [str(ref) for ref in range(2, 42)]  # what is left blank stays asked
    blank = round_answers.FORM.submit(desk.context, desk.submission(AMY, again))
    assert isinstance(blank, NextPage)
    assert rows(blank.view) == ["42", "43", "44"]
    assert head(blank.view) == ("Answer for all", stays, "Send")
    assert round_answers.FORM.submit(desk.context, desk.submission(AMY, blank.view)) == {}


def test_nothing_is_asked_that_has_been_answered_since(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, kent)
    pressed = button(desk)
    desk.types(AMY, "update 1 Draft sent to the board")
    assert rows(round_answers.FORM.open(desk.context, pressed)) == ["2"]
    desk.types(AMY, "nochange 2 because the census is late")
    with pytest.raises(Refused, match="nothing is missing"):
        round_answers.FORM.open(desk.context, pressed)


def test_what_was_answered_before_the_message_that_asks_is_asked_all_the_same(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent)
    pressed = button(desk)
    asked_at = desk.now
    desk.now -= timedelta(hours=1)
    desk.types(AMY, "update 1 Draft sent to the board")
    desk.now = asked_at
    assert rows(round_answers.FORM.open(desk.context, pressed)) == ["1", "2"]


@pytest.mark.parametrize(
    "answer", ["update 1 Draft sent to the board", "nochange 1 because the census is late"]
)
def test_an_answer_that_is_taken_back_is_asked_for_again(engine: Engine, kent: Register, answer: str) -> None:
    desk = desk_of(engine, kent)
    pressed = button(desk)
    desk.types(AMY, answer)
    assert rows(round_answers.FORM.open(desk.context, pressed)) == ["2"]
    desk.types(AMY, "undo")
    assert rows(round_answers.FORM.open(desk.context, pressed)) == ["1", "2"]


def test_who_asked_for_another_date_is_not_asked_for_an_update_as_well(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, kent)
    pressed = button(desk)
    desk.types(AMY, "due 1 31 January 2023 because the panel meets then")
    assert rows(round_answers.FORM.open(desk.context, pressed)) == ["2"]


def test_the_request_for_updates_is_drawn_again_once_all_is_answered(engine: Engine, kent: Register) -> None:
    desk = asked_for_updates(engine, kent)
    request = desk.asked("answers")
    value = button_of(request, "round")
    view = round_answers.FORM.open(desk.context, desk.press(AMY, value))
    lead = "For the paper of 16 March 2023. What you leave blank is still needed."
    assert head(view) == ("Updates for the paper", lead, "Send")
    assert view["callback_id"] == round_answers.FORM.name
    assert (
        round_answers.FORM.submit(desk.context, desk.submission(AMY, view, **{"words:0": "The plan is out"}))
        == {}
    )
    assert desk.drawn(request) == {}
    desk.types(AMY, "nochange 2 because the census is late")
    drawn = desk.drawn(request)
    assert "*All of these are answered: thank you*" in drawn["text"]
    assert "button" not in str(drawn["blocks"])


def test_the_request_follows_whatever_road_the_last_answer_took(engine: Engine, kent: Register) -> None:
    desk = asked_for_updates(engine, kent)
    notice = desk.asked("answers")
    desk.types(AMY, "nochange 1 because the census is late")
    ts = f"{desk.now.timestamp():.6f}"
    request = Request("event:1", AMY, notice["channel"], desk.now, "reply")
    record_reply(
        desk.context, request, Reply(notice["ts"], ts, "2: the plan is out, the board sees it in March")
    )
    assert "*All of these are answered: thank you*" in desk.drawn(notice)["text"]
    desk.now += timedelta(minutes=1)
    withdraw_reply(desk.context, replace(request, key="event:2", at=desk.now), notice["ts"], ts)
    assert "button" in str(desk.drawn(notice)["blocks"])
    desk.types(AMY, "update 2 The plan is out, the board sees it in March")
    assert "*All of these are answered: thank you*" in desk.drawn(notice)["text"]
    desk.types(AMY, "undo")
    assert "button" in str(desk.drawn(notice)["blocks"])
    desk.types(AMY, "done 2 Signed off by the board, minutes on the intranet")
    assert "*All of these are answered: thank you*" in desk.drawn(notice)["text"]
