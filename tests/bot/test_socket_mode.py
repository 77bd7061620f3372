"""The bot over Socket Mode, at the end of Slack's own client: acks, retries, reconnects and silence."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import cast

import pytest
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot import socket_mode
from bot.app import make_app, take
from bot.counters import Counters
from bot.socket_mode import Connection, Watchdog
from demo.office import OFFICER_IDS, Office
from jobs.catch_up import CatchUpSettings, ThreadReader
from playground import settings
from register.refused import Refused
from runtime.bot_process import catching_up
from runtime.startup import identify
from slack_api.client import SlackClient
from tests.recorded import updates
from tests.waiting import ended, started, until
from workflow.context import Context

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def _lost_acks_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits for an ack that went down with its line, and only then sends its envelope again."""
    monkeypatch.setattr(settings, "SLACK_WAITS", 8.0)


@pytest.fixture
def card(office: Office, card: str) -> str:
    """The ts of the card of action 3 in #cype, posted while the office still listened over HTTP."""
    office.slack.connect(None)
    return card


class Line:
    """The bot on a socket of its own, with what was counted and how often it was greeted."""

    def __init__(self, office: Office, ping_seconds: float = 1.0) -> None:
        self.counts, self.greetings = Counters(), threading.Semaphore(0)
        caller = SlackClient(office.slack.bot_token, office.slack.api_url)
        identity = identify(caller)
        self.app = make_app(Context(office.engine, office.slack.now), caller, identity, "", self.counts)
        self.reader = ThreadReader(
            office.engine,
            caller,
            identity.team_id,
            office.slack.now,
            lambda body: take(self.app, body),
            CatchUpSettings(call_interval=0),
        )
        self.connection = Connection(self.app, office.slack.app_token, self.greeted, self.counts, ping_seconds)
        self.look: Callable[[], None] = lambda: None

    def greeted(self) -> None:
        self.greetings.release()
        self.look()

    def wait_for_greeting(self) -> None:
        assert self.greetings.acquire(timeout=60), "Slack did not greet the bot within a minute"

    def wait_for_pong(self) -> None:
        """Wait until the line is heard anew: while nothing is said, that is by a pong."""
        before = self.heard_at()
        until(lambda: self.heard_at() > before + 0.05, "a pong comes and is a sign of life")

    def heard_at(self) -> float:
        return time.monotonic() - self.connection.silence()


@pytest.fixture
def line(office: Office, card: str) -> Iterator[Line]:
    """An open line."""
    with opened(office, Line(office)) as line:
        yield line


@pytest.fixture
def pinging(office: Office, card: str) -> Iterator[Line]:
    """An open line that is soon found to be dead: on a busy machine also when it is not."""
    with opened(office, Line(office, 0.2)) as line:
        yield line


@contextmanager
def opened(office: Office, line: Line) -> Iterator[Line]:
    with ExitStack() as ending:
        line.connection.open()
        ending.callback(line.connection.close)
        ending.callback(office.slack.sockets.drop)  # else the client waits for its read to time out
        line.wait_for_greeting()
        yield line


@pytest.fixture
def impatient(office: Office, line: Line) -> None:
    """Slack soon tries again, and often: on a busy machine the next try may be too late as well.

    Only once the card is posted and the line is open: a command that comes too late is not tried again.
    """
    office.slack.outbound.patience, office.slack.outbound.waits = 1.0, (0.0,) * 30


def tries(office: Office, words: str) -> list[bool]:
    """Whether each of the tries to tell the bot of a reply was acknowledged, in their order."""
    (delivery,) = [sent for sent in office.slack.deliveries("message") if sent.event.get("text") == words]
    return [attempt.ok for attempt in delivery.attempts]


@contextmanager
def looking(line: Line) -> Iterator[None]:
    """The line catches up whenever it is greeted from now on."""
    wake = threading.Event()
    line.look = wake.set
    with catching_up(line.reader, wake):
        yield


def wait_for_updates(office: Office, count: int) -> None:
    """Wait until so many have been recorded, by whichever road."""
    until(lambda: len(updates(office)) >= count, f"{count} updates are recorded")
    assert len(updates(office)) == count


def wait_for_answer(office: Office) -> None:
    """Wait until a command is answered, on the next line if this one is about to be replaced."""
    until(lambda: office.slack.command(AMY, "C0CYPE", "/htst status 3").ok, "a command is answered")


def test_commands_are_answered_and_replies_recorded_over_the_socket(
    office: Office, card: str, line: Line
) -> None:
    answer = office.slack.command(AMY, "C0CYPE", "/htst status 3")
    assert answer.ok
    assert "3" in answer.text
    office.slack.say(AMY, "C0CYPE", "Over the wire", thread_ts=card)
    assert [one.text for one in updates(office)] == ["Over the wire"]
    assert tries(office, "Over the wire") == [True]


def test_a_form_is_opened_and_complained_about_over_the_socket(office: Office, card: str, line: Line) -> None:
    assert office.slack.press(AMY, "C0CYPE", card, "update").ok
    form = office.slack.view(AMY)
    assert form is not None
    assert "words" in office.slack.submit(AMY, form["id"], {"words": {"words": " "}})
    assert office.slack.submit(AMY, form["id"], {"words": {"words": "By the form"}}) == {}
    assert [one.text for one in updates(office)] == ["By the form"]


@pytest.mark.usefixtures("_first_save_fails", "impatient")
def test_a_reply_that_failed_to_be_saved_is_not_acknowledged_and_comes_again(
    office: Office, card: str, line: Line
) -> None:
    office.slack.say(AMY, "C0CYPE", "Kept in the end", thread_ts=card)
    office.slack.settle(retries=True)
    assert [one.text for one in updates(office)] == ["Kept in the end"]
    *missed, last = tries(office, "Kept in the end")
    assert missed
    assert not any(missed)
    assert last
    assert line.counts.read()["request", "failed"] == 1


@pytest.mark.usefixtures("_lost_acks_are_not_waited_for_long")
def test_what_was_said_while_the_line_was_broken_is_found_on_the_next(
    office: Office, card: str, pinging: Line
) -> None:
    with looking(pinging):
        office.slack.faults.add("apps.connections.open", "internal_error", times=1_000)
        office.slack.sockets.drop()
        office.slack.sockets.wait_for(0)
        office.slack.say(AMY, "C0CYPE", "Into the gap", thread_ts=card)
        assert updates(office) == ()
        office.slack.faults.clear()
        pinging.wait_for_greeting()
        wait_for_updates(office, 1)
    wait_for_answer(office)


@pytest.mark.usefixtures("_lost_acks_are_not_waited_for_long")
def test_a_refresh_loses_nothing(office: Office, card: str, line: Line) -> None:
    def talk() -> None:
        for number in range(20):
            office.slack.say(AMY, "C0CYPE", f"Word {number}", thread_ts=card)

    with looking(line):
        talking = started(talk)
        office.slack.sockets.refresh(grace=0.3)
        line.wait_for_greeting()
        ended([talking], "twenty replies during a refresh")
        office.slack.settle(retries=True)
        wait_for_updates(office, 20)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a line knows of no database
@pytest.mark.usefixtures("_lost_acks_are_not_waited_for_long")
def test_pongs_are_signs_of_life_and_a_line_whose_pongs_stop_is_replaced(office: Office, pinging: Line) -> None:
    pinging.wait_for_pong()
    pinging.wait_for_pong()
    office.slack.sockets.go_deaf()
    pinging.wait_for_greeting()
    wait_for_answer(office)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a line knows of no database
def test_a_line_that_never_answers_is_found_deaf(office: Office, pinging: Line) -> None:
    deaf = threading.Event()
    watch = Watchdog(pinging.connection, deaf.set, 1.0)
    office.slack.sockets.go_deaf(lasting=True)
    watch.start()
    assert deaf.wait(60), "the deaf line was not found within a minute"
    assert pinging.connection.silence() > 1
    watch.stop()


def test_a_wrong_app_token_is_said_plainly(office: Office) -> None:
    line = Line(office)
    bad = Connection(line.app, "xapp-wrong", line.greeted, line.counts, 1)
    with pytest.raises(Refused, match="SLACK_APP_TOKEN"):
        bad.open()
    line.connection.close()


def test_closing_finishes_and_acknowledges_what_is_in_hand(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.actions import updates as stored

    add, begun, go_on = stored.add, threading.Event(), threading.Event()

    def slowly(*args: object, **more: object) -> int:
        begun.set()
        assert go_on.wait(60), "nobody told the slow save to go on"
        return add(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.actions.updates.add", slowly)
    line = Line(office)
    line.connection.open()
    line.wait_for_greeting()
    answers = []
    reading_once = started(
        lambda: answers.append(office.slack.command(AMY, "C0CYPE", "/htst update 3 Just in time"))
    )
    assert begun.wait(60), "the command did not begin to be saved within a minute"
    closing = started(line.connection.close)
    go_on.set()
    ended([reading_once], "the answer to the command in hand")
    ended([closing], "the end of the line")
    assert answers[0].ok
    assert "Saved" in answers[0].text
    assert [one.text for one in updates(office)] == ["Just in time"]


@pytest.mark.usefixtures("impatient")
def test_an_event_that_waited_too_long_for_its_turn_is_left_to_slacks_next_try(
    office: Office, card: str, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "TOO_LATE", 0.3)
    office.slack.settle()  # no other event is on its way
    free, busy = threading.Event(), threading.Barrier(socket_mode.EVENT_THREADS + 1, timeout=60)

    def be_busy() -> None:
        busy.wait()
        free.wait(60)

    for _thread in range(socket_mode.EVENT_THREADS):
        line.connection.events.submit(be_busy)
    busy.wait()  # none of them waits in the row any more
    saying = started(office.slack.say, AMY, "C0CYPE", "In a busy moment", card)
    until(line.connection.events._work_queue.qsize, "the event waits for its turn")
    threading.Event().wait(socket_mode.TOO_LATE + 0.1)
    free.set()
    ended([saying], "what Slack tells the bot in a busy moment")
    office.slack.settle(retries=True)
    assert [one.text for one in updates(office)] == ["In a busy moment"]
    assert line.counts.read()["event", "turned away: too late"] >= 1
    *missed, last = tries(office, "In a busy moment")
    assert missed
    assert not any(missed)
    assert last


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a line knows of no database
def test_a_line_that_goes_deaf_as_the_clock_is_set_back_is_found_deaf(
    monkeypatch: pytest.MonkeyPatch, office: Office, pinging: Line
) -> None:
    pinging.wait_for_pong()
    deaf, now = threading.Event(), time.time
    office.slack.sockets.go_deaf(lasting=True)
    monkeypatch.setattr("time.time", lambda: now() - 3600)
    watch = Watchdog(pinging.connection, deaf.set, 1.0)
    watch.start()
    assert deaf.wait(60), "the deaf line was not found within a minute"
    watch.stop()


def test_it_ends_also_where_its_reader_began_before_the_client_had_noted_the_line(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, make = Line(office), cast(Callable[[], ConnectionState], ConnectionState)

    def once_it_reads() -> ConnectionState:
        line.wait_for_greeting()
        line.greetings.release()
        return make()

    monkeypatch.setattr("slack_sdk.socket_mode.builtin.client.ConnectionState", once_it_reads)
    line.connection.open()
    ended([started(line.connection.close)], "closing")


def test_it_ends_also_where_the_line_takes_a_moment_to_close(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(office)
    line.connection.open()
    line.wait_for_greeting()
    disconnect = SocketModeClient.disconnect

    def slowly(client: SocketModeClient) -> None:
        assert client.current_session is not None
        client.current_session.ping("anything")  # what is heard wakes the reader
        time.sleep(0.5)  # which looks ten times a second whether there is a line to read
        disconnect(client)

    monkeypatch.setattr(SocketModeClient, "disconnect", slowly)
    ended([started(line.connection.close)], "closing")
