"""What takes long is acknowledged within a second, and its answer follows."""

import threading
from typing import Any

import pytest
from sqlalchemy import text

from demo.office import MONITOR, Office
from storage.database.engine import transaction
from storage.queue import notices
from tests.bot.test_commands import ask
from tests.waiting import ended, started, until


def test_assigning_that_takes_long_is_acknowledged_and_answered_when_it_is_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes, and whoever assigns has to wait for that."""
    monkeypatch.setattr("bot.slow_answers.WAIT_SECONDS", 0.8)
    locked, release = threading.Event(), threading.Event()

    def writes() -> None:
        with transaction(office.engine) as tx:
            tx.execute(text("UPDATE register SET title = title"))
            locked.set()
            release.wait(60)

    writer = started(writes)
    try:
        assert locked.wait(60)
        answer = ask(office, "/htst assign all", person=MONITOR)
        assert not release.is_set()
    finally:
        release.set()
        ended([writer], "the other writer")
    assert "This takes a moment" in answer
    until(lambda: any("cards" in one["text"] for one in office.slack.ephemeral(MONITOR)), "the answer")
    monkeypatch.setattr("bot.slow_answers.WAIT_SECONDS", 50.0)
    assert "This takes a moment" not in ask(office, "/htst assign all", person=MONITOR)


def test_what_fails_late_says_so_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slow_answers.WAIT_SECONDS", 0.0)

    def fail(*_given: object, **_more: object) -> None:
        assert acknowledged.wait(60)
        raise RuntimeError("broken on purpose")

    acknowledged = threading.Event()
    monkeypatch.setattr("workflow.cards.notices.queue_again", fail)
    assert "This takes a moment" in ask(office, "/htst assign all", person=MONITOR)
    acknowledged.set()
    until(
        lambda: any("nothing was saved" in one["text"] for one in office.slack.ephemeral(MONITOR)), "the answer"
    )


@pytest.mark.parametrize("is_queued", [True, False], ids=["told", "not to be queued"])
def test_a_form_that_takes_long_is_acknowledged_and_its_sender_is_told_when_it_is_done(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_queued: bool
) -> None:
    """Where what came of it cannot be queued, the window that asks for patience says so."""

    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("broken on purpose")

    office.slack.command(MONITOR, "C0LEADS", "/htst status")
    office.slack.press(MONITOR, "C0LEADS", office.slack.ephemeral(MONITOR)[-1]["ts"], "post_cards")
    shown = office.slack.view(MONITOR)
    assert shown is not None
    assert office.slack.submit(MONITOR, shown["id"], {}) == {}
    seen = office.slack.view(MONITOR)
    assert seen is not None
    assert seen["callback_id"] == "post_cards_now"
    acknowledged, queue_again = threading.Event(), notices.queue_again

    def held_up(*given: Any, **more: Any) -> None:
        assert acknowledged.wait(60)
        queue_again(*given, **more)

    monkeypatch.setattr("bot.slow_answers.WAIT_SECONDS", 0.0)
    monkeypatch.setattr("workflow.cards.notices.queue_again", held_up)
    if not is_queued:
        monkeypatch.setattr("bot.form_answers.queue_receipt", fail)
    assert office.slack.submit(MONITOR, seen["id"], {}) == {}
    assert "This takes a moment" in str(office.slack.view(MONITOR))
    acknowledged.set()
    if not is_queued:
        until(lambda: "Your request was saved" in str(office.slack.view(MONITOR)), "the window says so")
        return
    until(
        lambda: any("Posting cards for every" in one["text"] for one in office.slack.ephemeral(MONITOR)),
        "what came of it",
    )
