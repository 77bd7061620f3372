"""The forms that ask for a reason: what they do with it, and that none is lost."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import done, publish, reasons
from bot.forms.form import Form, NextPage
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.life import Decision
from register.progress import Status
from register.register import Register
from tests.desk import Desk, button_of, desk_of
from tests.messages.wording import shown

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent)


def opened(desk: Desk, form: Form, value: str = "kent:1") -> dict[str, Any]:
    return form.open(desk.context, desk.press(CYPE_LEAD, value))


def sent(desk: Desk, form: Form, view: dict[str, Any], **entered: str) -> Any:
    return form.submit(desk.context, desk.submission(CYPE_LEAD, view, **entered))


def test_a_date_is_refused_with_its_reason_and_not_without(desk: Desk) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    pressed = button_of(desk.asked("date"), "refuse")
    view = opened(desk, reasons.REFUSE, pressed)
    missing = sent(desk, reasons.REFUSE, view, reason=" ")
    assert list(missing) == ["reason"]
    assert desk.action("1").life.asked is not None
    assert sent(desk, reasons.REFUSE, view, reason="The board meets before") == {}
    (refused,) = desk.action("1").life.revisions
    assert (refused.decision, refused.answer) == (Decision.REFUSED, "The board meets before")
    late = sent(desk, reasons.REFUSE, view, reason="Ours, too")
    assert isinstance(late, NextPage)
    assert "'initial_value': 'Ours, too'" in str(late.view["blocks"])
    notice = opened(desk, reasons.REFUSE, pressed)
    assert notice["callback_id"] == "notice"  # the button is pressed again: it says what was decided
    assert f"<@{CYPE_LEAD}>" in shown(notice["blocks"])


@pytest.mark.parametrize(
    "words",
    [
        "not yet",
        "80%",
        "by Friday",
        "Not all schools have replied",
        "Nearly there",
        "Nearly 40 of 60 trained",
        "Until March",
        "Until March the review is delayed",
        "Until March, as the board asked",
        "Nearly 2 weeks left",
    ],
)
def test_a_report_that_says_that_it_is_not_complete_is_asked_about(desk: Desk, words: str) -> None:
    view = opened(desk, done.FORM)
    errors = sent(desk, done.FORM, view, words=words)
    assert "may mean that it is not complete" in errors["words"]
    assert desk.action("1").status is not Status.IMPLEMENTED
    assert sent(desk, done.FORM, view, words="Minutes of the board: all schools have replied") == {}
    assert desk.action("1").status is Status.IMPLEMENTED


@pytest.mark.parametrize(
    "words",
    [
        "Nearly 300 staff trained",
        "Almost 1,200 letters sent",
        "Until March we ran both systems; now only the new one",
        "Until March 2022 the team used spreadsheets",
    ],
)
def test_a_report_that_tells_what_was_done_is_taken_at_once(desk: Desk, words: str) -> None:
    view = opened(desk, done.FORM)
    assert sent(desk, done.FORM, view, words=words) == {}
    assert desk.action("1").status is Status.IMPLEMENTED


def test_a_report_is_sent_back_with_its_reason_and_not_without(desk: Desk) -> None:
    desk.types(AMY, "done 1 The form is in use")
    view = opened(desk, reasons.REJECT)
    assert list(sent(desk, reasons.REJECT, view, reason="")) == ["reason"]
    assert desk.action("1").status is Status.IMPLEMENTED
    assert sent(desk, reasons.REJECT, view, reason="It is not in use") == {}
    assert desk.action("1").status is Status.IN_PROGRESS
    assert opened(desk, reasons.REJECT)["callback_id"] == "notice"  # it says who sent it back


def test_a_paper_is_published_for_a_day_that_is_chosen(desk: Desk) -> None:
    view = publish.FORM.open(desk.context, desk.press(MONITOR, "kent:2023-03-16:"))
    body = desk.submission(MONITOR, view, because="It is on leave")
    assert publish.FORM.submit(desk.context, body) == {"meeting": "Say for which meeting."}
