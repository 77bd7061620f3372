"""What goes wrong after something was saved is told for what it is: never that nothing was saved."""

from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_sdk.webhook import WebhookResponse

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import action_card
from storage.actions import actions
from storage.database.engine import reading
from tests.bot.test_commands import ask
from workflow.progress import record_progress

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def receipt(office: Office) -> str:
    """The ts of the line that tells Amy that her reply under action 3 is recorded."""
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    office.settle()
    office.slack.say(AMY, "C0CYPE", "Said too early", thread_ts=action_card(office, "C0CYPE", "3")["ts"])
    office.settle()
    ts: str = office.slack.ephemeral(AMY)[-1]["ts"]
    return ts


def words(office: Office, ref: str) -> list[str]:
    with reading(office.engine) as tx:
        found = actions.find(tx, office.register, ref)
    assert found is not None
    return [one.text for one in found.updates]


def fail(*_given: object, **_more: object) -> Any:
    raise RuntimeError("broken on purpose")


def test_a_command_that_fails_in_its_answer_says_that_it_was_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("messages.receipts.saved", fail)
    answer = ask(office, "/htst update 10 Sent the draft")
    assert "was saved" in answer
    assert "nothing was saved" not in answer + caplog.text
    assert words(office, "10") == ["Sent the draft"]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (RemoteDisconnected("gone"), "may not have arrived: RemoteDisconnected"),
        (TimeoutError(), "may not have arrived: TimeoutError"),
        (WebhookResponse(url="", status_code=404, body="used_url", headers={}), "not taken: status 404"),
    ],
)
def test_a_press_whose_answer_does_not_arrive_is_done_and_acknowledged(
    office: Office,
    receipt: str,
    outcome: Exception | WebhookResponse,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def send(*_given: object, **_more: object) -> WebhookResponse:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr("slack_sdk.webhook.WebhookClient.send", send)
    assert office.slack.press(AMY, "C0CYPE", receipt, "not_an_update").ok
    assert words(office, "3") == []
    assert expected in caplog.text
    assert "nothing was saved" not in caplog.text


def test_a_form_that_fails_after_it_was_saved_closes(
    office: Office, receipt: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card = action_card(office, "C0CYPE", "3")
    assert office.slack.press(AMY, "C0CYPE", card["ts"], "update").ok
    view = office.slack.view(AMY)
    assert view is not None

    def save_and_fail(*given: Any, **more: Any) -> None:
        record_progress(*given, **more)
        fail()

    monkeypatch.setattr("bot.forms.update.record_progress", save_and_fail)
    assert office.slack.submit(AMY, view["id"], {"words": {"words": "From the form"}}) == {}
    assert words(office, "3") == ["Said too early", "From the form"]
    assert "was saved, and then its answer failed" in caplog.text
