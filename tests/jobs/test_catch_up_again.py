"""What one reader does from catch-up to catch-up: what is still open is read again, and nothing is taken for done."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.app import make_app, take
from bot.counters import Counters
from demo.office import OFFICER_IDS, Office
from jobs.catch_up import CatchUpSettings, ThreadReader, catch_up, catch_up_with_lease
from jobs.slack_history import History, Stopped
from runtime.bot_process import catching_up
from runtime.startup import identify
from slack_api.client import SlackClient
from storage.intake.threads import Thread
from tests.recorded import updates
from tests.waiting import until
from workflow.context import Context

AMY = OFFICER_IDS["CYPE"]
LATER = timedelta(minutes=10)


def reader_of(
    office: Office, handed: Callable[[Mapping[str, Any]], bool] | None = None, **changes: Any
) -> ThreadReader:
    """What one bot reads with; ``handed`` stands in for the bot where it is given."""
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    identity = identify(caller)
    app = make_app(Context(office.engine, office.slack.now), caller, identity, "", Counters())
    settings = CatchUpSettings(call_interval=0, **changes)
    handle = handed or (lambda body: take(app, body))
    return ThreadReader(office.engine, caller, identity.team_id, office.slack.now, handle, settings)


def test_what_could_not_be_saved_is_handed_on_again_and_nobody_takes_it_for_done(
    office: Office, card: str
) -> None:
    office.slack.connect(None)
    office.slack.say(AMY, "C0CYPE", "Kept in the end", thread_ts=card)
    answers, began = iter([False, False, True]), office.slack.now()
    reader = reader_of(office, lambda body: next(answers))
    first = catch_up_with_lease(reader, began)
    assert first is not None
    assert first.failed == 1
    another = catch_up_with_lease(reader_of(office, lambda body: next(answers)), began)
    assert another is not None, "it counts as done"
    assert another.failed == 1
    assert catch_up(reader).handed == 1


def test_what_was_deleted_just_now_is_looked_at_again_when_history_is_sure_of_it(
    office: Office, card: str
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    office.slack.say(AMY, "C0CYPE", "Other words", thread_ts=card)
    office.slack.connect(None)
    office.slack.delete(AMY, "C0CYPE", reply)
    reader = reader_of(office)
    assert catch_up(reader).handed == 0
    office.slack.move_to(office.slack.now() + LATER)
    assert catch_up(reader).handed == 1
    assert [one.text for one in updates(office)] == ["Other words"]


def test_an_edit_of_just_now_is_looked_at_again_when_no_other_of_its_second_can_follow(
    office: Office, card: str
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    office.slack.move_to(office.slack.now().replace(microsecond=0) + timedelta(minutes=1))
    office.slack.edit(AMY, "C0CYPE", reply, "Second words")
    office.slack.connect(None)
    office.slack.edit(AMY, "C0CYPE", reply, "Third words")
    reader = reader_of(office)
    catch_up(reader)
    office.slack.move_to(office.slack.now() + LATER)
    assert catch_up(reader).handed == 1
    assert [one.text for one in updates(office)] == ["Third words"]


def test_a_bot_that_is_connected_again_looks_for_edits_too(office: Office, card: str) -> None:
    """An edit changes neither how many replies a thread has nor which is the last."""
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    office.slack.connect(None)
    office.slack.move_to(office.slack.now() + LATER)
    wake = threading.Event()
    reader = reader_of(office)
    with catching_up(reader, wake):
        wake.set()
        until(lambda: reader.last_read, "the thread is read")
        office.slack.edit(AMY, "C0CYPE", reply, "Better words")
        wake.set()
        until(lambda: [one.text for one in updates(office)] == ["Better words"], "the edit is followed")


def test_a_catch_up_that_failed_is_tried_again_soon_each_time(office: Office, card: str) -> None:
    office.slack.connect(None)
    office.slack.say(AMY, "C0CYPE", "Kept in the end", thread_ts=card)
    tries: list[bool] = []

    def handed(_body: Mapping[str, Any]) -> bool:
        tries.append(len(tries) > 2)
        return tries[-1]

    wake = threading.Event()
    with catching_up(reader_of(office, handed, repeat_after=timedelta(milliseconds=50)), wake):
        wake.set()
        until(lambda: True in tries, "it is tried until it is saved")
    assert tries[:4] == [False, False, False, True]


def history_of(office: Office, keep_lease: Callable[[], bool] = lambda: True) -> History:
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    return History(caller, 0, 2, 200, threading.Event(), keep_lease)


def test_a_channel_of_which_slack_says_nothing_counts_as_shared_with_strangers(office: Office) -> None:
    assert not history_of(office).is_shared("C0CYPE")
    for fault in ("channel_not_found", "500"):
        office.slack.faults.add("conversations.info", fault, times=2)
        assert history_of(office).is_shared("C0CYPE")
        office.slack.faults.clear()


def test_who_has_lost_the_lease_asks_slack_nothing_more(office: Office) -> None:
    before = len(office.slack.calls("conversations.replies"))
    with pytest.raises(Stopped):
        history_of(office, lambda: False).replies(Thread("C0CYPE", "1.1"))
    assert len(office.slack.calls("conversations.replies")) == before


def test_replies_of_which_slack_shows_only_some_are_not_taken_for_all(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a plan without older history has it: what is not shown was not deleted."""
    asked = SlackClient.ask
    assert history_of(office).replies(Thread("C0CYPE", card))[1]
    monkeypatch.setattr(SlackClient, "ask", lambda *given: asked(*given) | {"is_limited": True})
    assert not history_of(office).replies(Thread("C0CYPE", card))[1]
