"""Whatever reaches the bot twice, as when its answer is lost on the way, is done once, whichever its door."""

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.request_log import LoggedApp
from demo.office import OFFICER_IDS, Office
from storage.actions import actions
from storage.database.engine import reading
from tests.recorded import posted_card

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture(autouse=True)
def _twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request comes twice; Slack sees the second answer."""
    once = LoggedApp.dispatch

    def twice(self: LoggedApp, req: BoltRequest) -> BoltResponse:
        once(self, BoltRequest(body=req.raw_body, headers=req.headers, mode=req.mode))
        return once(self, req)

    monkeypatch.setattr(LoggedApp, "dispatch", twice)


@pytest.fixture
def card(office: Office) -> str:
    """The ts of the card of action 38 in #cype."""
    return posted_card(office, "C0CYPE", "38")


def words(office: Office) -> list[str]:
    office.settle()
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "38")
    assert action is not None
    return [one.text for one in action.updates]


def test_a_command(office: Office, card: str) -> None:
    answer = office.slack.command(AMY, "C0CYPE", "/htst update 38 Two names agreed.")
    assert answer.ok
    assert "already been done" in answer.text
    assert words(office) == ["Two names agreed."]


def test_a_form(office: Office, card: str) -> None:
    office.slack.press(AMY, "C0CYPE", card, "update")
    form = office.slack.view(AMY)
    assert form is not None
    assert office.slack.submit(AMY, form["id"], {"words": {"words": "By the form."}}) == {}
    assert words(office) == ["By the form."]


def test_a_reply_and_the_press_that_takes_it_back(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Nearly there", thread_ts=card)
    assert words(office) == ["Nearly there"]
    (receipt,) = office.slack.ephemeral(AMY)
    assert office.slack.press(AMY, "C0CYPE", receipt["ts"], "not_an_update").ok
    assert words(office) == []
    (line,) = office.slack.ephemeral(AMY)
    assert "Taken back: it is no longer" in line["text"]
