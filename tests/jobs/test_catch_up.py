"""Catching up: what was said while the bot was away is recorded once, as if it had never been away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update as update_rows

from bot.app import make_app, take
from bot.counters import Counters
from demo.office import MONITOR, OFFICER_IDS, Office
from jobs.catch_up import CatchUpResult, CatchUpSettings, ThreadReader, catch_up, catch_up_with_lease
from jobs.slack_history import History
from playground.workspace import SlackUser
from runtime.startup import identify
from slack_api.client import Permanent, SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake import threads
from storage.processes import leases
from storage.queue import cards
from tests.recorded import updates
from workflow.context import Context

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]
LATER = timedelta(minutes=10)


Look = Callable[..., CatchUpResult]


@pytest.fixture
def look(office: Office) -> Look:
    """Catch up once; ``take`` stands in for the bot when it is given."""
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    context = Context(office.engine, office.slack.now)
    app = make_app(context, caller, identify(caller), "", Counters())

    def once(handed: Callable[..., bool] | None = None, **changes: Any) -> CatchUpResult:
        given = handed or (lambda body: take(app, body))
        return catch_up(reader_of(office, given, **changes))

    return once


def reader_of(office: Office, handed: Callable[..., bool], **changes: Any) -> ThreadReader:
    """What one process reads with."""
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    team, settings = identify(caller).team_id, CatchUpSettings(call_interval=0, **changes)
    return ThreadReader(office.engine, caller, team, office.slack.now, handed, settings)


@pytest.fixture
def away(office: Office, card: str) -> Callable[[], None]:
    """Takes the bot off the line; calling it again brings it back."""
    address = office.slack.outbound.address
    office.slack.settle()
    office.slack.connect(None)
    return lambda: office.slack.connect(address)


def test_replies_made_while_away_are_recorded_once_with_their_author_and_time(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    first = office.slack.say(AMY, "C0CYPE", "The form has gone out", thread_ts=card)
    office.slack.say(MONITOR, "C0CYPE", "Figures agreed & noted", thread_ts=card, broadcast=True)
    office.slack.say(AMY, "C0CYPE", "Talk beside it")
    office.slack.move_to(office.slack.now() + timedelta(hours=3))
    assert updates(office) == ()
    assert look().handed == 2
    found = sorted(updates(office), key=lambda one: one.at)
    assert [(one.by, one.text, one.source) for one in found] == [
        (AMY, "The form has gone out", "reply"),
        (MONITOR, "Figures agreed & noted", "reply"),
    ]
    assert found[0].at == datetime.fromtimestamp(float(first), UTC)
    assert look().handed == 0
    away()
    for delivery in office.slack.deliveries("message"):
        office.slack.redeliver(delivery)
    assert len(updates(office)) == 2
    office.settle()
    (thanks,) = [one for one in office.slack.thread("C0CYPE", card) if one["ts"] == first]
    assert thanks["reactions"][0]["name"] == "memo"


def test_a_text_changed_while_away_is_followed_once(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    request.getfixturevalue("away")
    office.slack.edit(AMY, "C0CYPE", reply, "Better words")
    office.slack.move_to(office.slack.now() + LATER)
    assert look().handed == 1
    assert [one.text for one in updates(office)] == ["Better words"]
    assert look().handed == 0
    office.slack.edit(AMY, "C0CYPE", reply, "Best words")
    look()
    assert [one.text for one in updates(office)] == ["Best words"]


def test_an_older_edit_that_comes_late_does_not_undo_a_newer_one(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    back = request.getfixturevalue("away")
    office.slack.edit(AMY, "C0CYPE", reply, "Second words")
    office.slack.edit(AMY, "C0CYPE", reply, "Third words")
    office.slack.move_to(office.slack.now() + LATER)
    look()
    back()
    (second,) = [
        one
        for one in office.slack.deliveries("message")
        if (one.event.get("message") or {}).get("text") == "Second words"
    ]
    assert office.slack.redeliver(second).ok
    assert [one.text for one in updates(office)] == ["Third words"]


def test_of_two_edits_within_one_second_the_last_stands_though_only_the_first_was_heard(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    """Slack's history tells of an edit the second only: which was the last is known when it is not late."""
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    soon = office.slack.now().replace(microsecond=0) + timedelta(minutes=1)
    office.slack.move_to(soon)
    office.slack.edit(AMY, "C0CYPE", reply, "Second words")
    request.getfixturevalue("away")
    office.slack.edit(AMY, "C0CYPE", reply, "Third words")
    (edited,) = [one for one in office.slack.thread("C0CYPE", card) if one["ts"] == reply]
    assert edited["edited"]["ts"] == f"{soon.timestamp():.6f}"
    look()
    office.slack.move_to(office.slack.now() + LATER)
    assert look().handed == 1
    assert [one.text for one in updates(office)] == ["Third words"]
    assert look().handed == 0


def test_a_reply_deleted_while_away_is_withdrawn(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    gone = office.slack.say(AMY, "C0CYPE", "Said too early", thread_ts=card)
    office.slack.say(AMY, "C0CYPE", "Said in time", thread_ts=card)
    office.settle()
    request.getfixturevalue("away")
    office.slack.delete(AMY, "C0CYPE", gone)
    assert look().handed == 0  # history may be late
    office.slack.move_to(office.slack.now() + LATER)
    assert look().handed == 1
    assert [one.text for one in updates(office)] == ["Said in time"]
    assert look().handed == 0


def test_old_replies_that_history_has_let_go_are_kept(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    gone = office.slack.say(AMY, "C0CYPE", "Kept beyond Slack's own keeping", thread_ts=card)
    office.settle()
    request.getfixturevalue("away")
    office.slack.delete(AMY, "C0CYPE", gone)
    office.slack.move_to(office.slack.now() + timedelta(days=8))
    assert look().handed == 0
    assert len(updates(office)) == 1


def test_a_reply_of_more_than_four_weeks_ago_is_left_alone_when_its_thread_is_read(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    office.slack.say(AMY, "C0CYPE", "Long ago", thread_ts=card)
    office.slack.move_to(office.slack.now() + timedelta(days=29))
    office.slack.say(AMY, "C0CYPE", "Just now", thread_ts=card)
    assert look().handed == 1
    assert [one.text for one in updates(office)] == ["Just now"]


def test_a_thread_read_in_part_withdraws_nothing(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("one", "two", "three"):
        office.slack.say(AMY, "C0CYPE", words, thread_ts=card)
    office.settle()
    request.getfixturevalue("away")
    office.slack.move_to(office.slack.now() + LATER)
    office.slack.faults.add("conversations.replies", "channel_not_found")
    assert look() == CatchUpResult(threads=0, unreadable=1)
    whole = SlackClient.ask

    def first_page_only(self: SlackClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if "cursor" in arguments:
            raise Permanent("invalid_cursor")
        return whole(self, method, arguments)

    with monkeypatch.context() as broken:
        broken.setattr(SlackClient, "ask", first_page_only)
        assert look(page_size=2) == CatchUpResult(threads=1)
    assert look(page_size=2) == CatchUpResult(threads=1)
    assert len(updates(office)) == 3


def test_an_update_taken_back_stays_taken_back(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    office.slack.say(AMY, "C0CYPE", "Half of it is drafted", thread_ts=card)
    office.settle()
    (receipt,) = office.slack.ephemeral(AMY)
    assert office.slack.press(AMY, "C0CYPE", receipt["ts"], "not_an_update").ok
    request.getfixturevalue("away")
    assert look().handed == 0
    assert updates(office) == ()


def test_slacks_limits_and_bad_moments_are_waited_for(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    office.slack.say(AMY, "C0CYPE", "Said in a bad moment", thread_ts=card)
    office.slack.faults.add("conversations.replies", "429", retry_after=1)
    office.slack.faults.add("conversations.replies", "500")
    assert look() == CatchUpResult(threads=1, handed=1)
    assert len(updates(office)) == 1


def test_of_very_many_cards_those_that_were_answered_are_found_with_few_calls(
    office: Office, card: str, look: Look
) -> None:
    office.slack.command(MONITOR, "C0LEADS", "/htst assign all")
    office.settle()
    office.slack.connect(None)
    first = min((one["ts"] for one in office.slack.messages("C0GET") if one.get("metadata")), key=float)
    office.slack.say(GARETH, "C0GET", "The very first that was said here", thread_ts=first)
    before = len(office.slack.calls("conversations.history")), len(office.slack.calls("conversations.replies"))
    assert look(page_size=5) == CatchUpResult(threads=1, handed=1)
    asked = len(office.slack.calls("conversations.history")) - before[0]
    assert len(office.slack.calls("conversations.replies")) - before[1] == 1
    with reading(office.engine) as tx:
        channels = threads.every(tx, datetime(2022, 1, 1, tzinfo=UTC))
    assert len(channels["C0GET"]) > 10
    pages = sum(-(-len(office.slack.messages(one)) // 5) for one in channels)
    assert asked <= pages < sum(len(roots) for roots in channels.values())


def test_the_talk_between_two_of_our_messages_far_apart_is_not_read(
    office: Office, card: str, away: Callable[[], None]
) -> None:
    for number in range(30):
        office.slack.say(AMY, "C0CYPE", f"Talk {number}")
    newer = office.slack.say(AMY, "C0CYPE", "Something of ours")
    office.slack.say(AMY, "C0CYPE", "Under the card", thread_ts=card)
    reader = reader_of(office, lambda body: True)
    history = History(reader.slack, 0, 1, 3, reader.stop, lambda: True)
    before = len(office.slack.calls("conversations.history"))
    summaries = history.summaries("C0CYPE", {card, newer})
    assert {thread.ts: count for thread, (count, _latest) in summaries.items()} == {card: 1, newer: 0}
    assert len(office.slack.calls("conversations.history")) - before == 2


def test_a_thread_in_which_nothing_is_new_is_not_read_again(
    office: Office, card: str, away: Callable[[], None]
) -> None:
    had: list[str] = []

    def take(body: dict[str, Any]) -> bool:
        had.append(body["event"]["text"])
        return True

    reader = reader_of(office, take)
    office.slack.say(AMY, "C0CYPE", "One", thread_ts=card)
    assert catch_up(reader) == CatchUpResult(threads=1, handed=1)
    assert catch_up(reader) == CatchUpResult()
    office.slack.say(AMY, "C0CYPE", "Two", thread_ts=card)
    assert catch_up(reader).threads == 1
    assert had[-1] == "Two"


def test_the_only_reply_deleted_while_away_is_withdrawn_too(
    office: Office, card: str, look: Look, request: pytest.FixtureRequest
) -> None:
    gone = office.slack.say(AMY, "C0CYPE", "Said too early", thread_ts=card)
    office.settle()
    request.getfixturevalue("away")
    office.slack.delete(AMY, "C0CYPE", gone)
    office.slack.move_to(office.slack.now() + LATER)
    assert look().handed == 1
    assert updates(office) == ()


def test_of_several_processes_one_reads_for_all(office: Office, card: str, away: Callable[[], None]) -> None:
    office.slack.say(AMY, "C0CYPE", "While all were away", thread_ts=card)
    reader, second = reader_of(office, lambda body: True), reader_of(office, lambda body: True)
    began = office.slack.now()
    first = catch_up_with_lease(reader, began)
    assert first is not None
    assert first.handed == 1
    assert catch_up_with_lease(second, began) is None
    again = catch_up_with_lease(second, office.slack.now())
    assert again is not None
    assert again.threads == 1


def test_a_process_that_died_while_it_read_keeps_the_others_waiting_only_so_long(
    office: Office, card: str, away: Callable[[], None]
) -> None:
    now = office.slack.now()
    with transaction(office.engine) as tx:
        assert leases.acquire(tx, "catch-up", now, now + timedelta(seconds=1.5))
        assert not leases.acquire(tx, "catch-up", now, now + timedelta(minutes=1))
    reader = reader_of(office, lambda body: True, lease=timedelta(seconds=1))
    assert catch_up_with_lease(reader, now) == CatchUpResult()
    assert office.slack.now() >= now + timedelta(seconds=1.5)
    with transaction(office.engine) as tx:
        assert not leases.renew(tx, "catch-up", now + timedelta(seconds=1.5), now + timedelta(hours=1))


def test_a_reply_under_a_reminder_is_found_too(office: Office, card: str, look: Look) -> None:
    office.slack.move_to(datetime(2022, 11, 16, 18, tzinfo=UTC))
    office.settle()
    (reminder,) = [
        one
        for one in office.slack.messages("C0GLD")
        if one.get("metadata") and "thread_ts" not in one and "21" in str(one.get("blocks"))
    ][-1:]
    office.slack.connect(None)
    office.slack.say(OFFICER_IDS["GLD"], "C0GLD", "#21 Sent to the chair", thread_ts=reminder["ts"])
    assert look().handed == 1
    assert [one.by for one in updates(office, "21")] == [OFFICER_IDS["GLD"]]


def test_a_reply_quicker_than_our_note_of_the_card_is_found_later(
    office: Office, card: str, look: Look
) -> None:
    with transaction(office.engine) as tx:
        found = cards.of_thread(tx, "C0CYPE", card)
        assert found is not None
        cards.mark_posted(tx, found.id, "C0CYPE", "1.000001")
        unsettled = notice.c.card == found.id
        tx.execute(update_rows(notice).where(unsettled).values(ts=None))
    office.slack.say(AMY, "C0CYPE", "Quick", thread_ts=card)
    office.slack.settle()
    assert updates(office) == ()
    with transaction(office.engine) as tx:
        cards.mark_posted(tx, found.id, "C0CYPE", card)
    assert look().handed == 1
    assert [one.text for one in updates(office)] == ["Quick"]


def test_what_cannot_be_saved_now_is_found_again(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    office.slack.say(AMY, "C0CYPE", "Kept in the end", thread_ts=card)
    assert look(handed=lambda body: False).failed == 1
    assert updates(office) == ()
    assert look().handed == 1
    assert len(updates(office)) == 1


def test_people_of_another_organisation_are_not_recorded_from_history_either(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    """History tells of each author's workspace at most what an event tells: nothing, of a broadcast."""
    with office.slack.workspace.lock:
        office.slack.workspace.people["U0SAM"] = SlackUser("U0SAM", "Sam Elsewhere", team="T0OTHER")
        place = office.slack.workspace.conversations["C0CYPE"]
        place.members.append("U0SAM")
        place.is_ext_shared = True
    office.slack.say("U0SAM", "C0CYPE", "From outside", thread_ts=card)
    office.slack.say("U0SAM", "C0CYPE", "From outside, to all", thread_ts=card, broadcast=True)
    office.slack.say(AMY, "C0CYPE", "From inside", thread_ts=card)
    office.slack.say(AMY, "C0CYPE", "From inside, to all", thread_ts=card, broadcast=True)
    assert look().handed == 4
    assert [one.text for one in updates(office)] == ["From inside", "From inside, to all"]
    assert look().handed == 0


def test_whether_a_channel_is_shared_is_asked_once_and_only_where_something_is_missing(
    office: Office, card: str, away: Callable[[], None], look: Look
) -> None:
    look()
    assert office.slack.calls("conversations.info") == []
    office.slack.say(AMY, "C0CYPE", "One", thread_ts=card)
    office.slack.say(AMY, "C0CYPE", "Two", thread_ts=card)
    assert look().handed == 2
    assert [call.arguments["channel"] for call in office.slack.calls("conversations.info")] == ["C0CYPE"]
