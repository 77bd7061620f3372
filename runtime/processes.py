"""The moving parts as processes: the bot, the clock, the worker, or all in one; SIGTERM ends each cleanly."""

import contextlib
import http.client
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from wsgiref.types import WSGIApplication

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.app import PATH, as_wsgi, make_app, take
from bot.counters import Counters
from bot.guests import Guests
from bot.socket_mode import Connection, Watch
from config.settings import Settings
from jobs.catch_up import Reach, Reader, keep_up
from jobs.clock import start_clock
from jobs.deliver import Pace, Told, deliver_all, ignore
from jobs.people import Roll
from jobs.timetable import Heard, nobody
from register.refused import Refused
from runtime.health import Health
from runtime.http_queues import HttpQueues
from runtime.metrics import Metrics
from runtime.monitoring import heard_by, watching
from runtime.web_server import FINISHING_SECONDS, served
from slack_api.client import Identity, SlackClient, is_definite
from workflow.capture import Context

CONNECTIONS = 1000
"""How many may be open at once: far more than events may wait, so that a command finds the door open."""
REACH = Reach()
PING_SECONDS = 5
SILENCE_SECONDS = 60
"""Over Socket Mode: without a greeting, a pong or an envelope for so long, the connection counts as deaf."""
DEAF = 75
"""The exit status when Slack is no longer heard: the supervisor starts the process again."""
SENDERS = 4
"""How many notices are on their way at once; each waits for Slack most of its time."""
STARTING_TRIES = 5

log = logging.getLogger(__name__)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def run(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Bot, clock and sender together until told to stop."""
    with (
        until_told() as stop,
        watching(settings, engine, "run", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
        ticking(settings, engine, slack, heard_by(settings, metrics)),
        sending(engine, slack, now, stop, pace_of(settings), metrics.delivered),
    ):
        stop.wait()


def bot(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """The bot alone, until told to stop."""
    with (
        until_told() as stop,
        watching(settings, engine, "bot", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
    ):
        stop.wait()


def clock(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """The clock alone, until told to stop."""
    with (
        until_told() as stop,
        watching(settings, engine, "clock", now) as metrics,
        ticking(settings, engine, slack, heard_by(settings, metrics)),
    ):
        stop.wait()


def worker(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """A sender alone, until told to stop."""
    with (
        until_told() as stop,
        watching(settings, engine, "worker", now) as metrics,
        sending(engine, slack, now, stop, pace_of(settings), metrics.delivered),
    ):
        stop.wait()


def pace_of(settings: Settings) -> Pace:
    """How fast this deployment delivers."""
    rate = settings.messages_per_second
    return Pace(workspace=timedelta(seconds=1 / rate)) if rate else Pace()


@contextlib.contextmanager
def serving(
    settings: Settings,
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    stop: threading.Event,
    metrics: Metrics,
) -> Iterator[None]:
    """The bot, listening over Socket Mode or HTTP; on the way out it finishes what it has begun.

    When Slack is no longer heard over Socket Mode, ``stop`` is set and leaving raises SystemExit with DEAF.
    """
    counts, identity = metrics.counts, introduced(slack)
    context, secret = Context(engine, clock), settings.signing_secret
    refused_guests = Guests(engine) if settings.refuses_guests else None
    app = make_app(context, slack, identity, secret, counts, metrics.request, refused_guests)
    reader = Reader(engine, slack, identity.team_id, clock, partial(take, app), REACH, counts.add)
    with catching_up(reader) as look:
        if settings.is_socket_mode:
            with hearing(app, settings.app_token, look, counts, stop):
                yield
        else:
            look()
            with listening(Health(engine, metrics, as_wsgi(app, secret, counts)), settings.port, counts=counts):
                log.info("listening on port %s", settings.port)
                yield


@contextlib.contextmanager
def catching_up(reader: Reader) -> Iterator[Callable[[], None]]:
    """A reader of threads at work; gives what sends it looking for what was said while the bot was away."""
    wake = threading.Event()
    thread = threading.Thread(target=keep_up, args=(reader, wake), name="catch-up")
    thread.start()
    try:
        yield wake.set
    finally:
        reader.stop.set()
        wake.set()
        thread.join()


@contextlib.contextmanager
def hearing(
    app: App, app_token: str, greeted: Callable[[], None], counts: Counters, stop: threading.Event
) -> Iterator[None]:
    """The app at the end of a Socket Mode connection, with a watch over it."""
    deaf = threading.Event()

    def gone_deaf() -> None:
        deaf.set()
        stop.set()
        # What is stuck may hold up an orderly end too; what was not acknowledged comes again.
        last = threading.Timer(3 * FINISHING_SECONDS, os._exit, [DEAF])
        last.daemon = True
        last.start()

    connection = Connection(app, app_token, greeted, counts, PING_SECONDS)
    connection.open()
    watch = Watch(connection, gone_deaf, SILENCE_SECONDS)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        connection.close()
    if deaf.is_set():
        raise SystemExit(DEAF)


@contextlib.contextmanager
def listening(
    inside: App | WSGIApplication,
    port: int,
    host: str = "0.0.0.0",  # noqa: S104 - Slack comes from outside
    counts: Counters | None = None,
) -> Iterator[int]:
    """An application behind a WSGI server with threads; gives the port it has.

    ``counts`` hears of the events turned away because too much is to be done.
    """
    wsgi = SlackRequestHandler(inside, PATH) if isinstance(inside, App) else inside
    how = {"connection_limit": CONNECTIONS, "asyncore_use_poll": True}
    with served(wsgi, host, port, "PORT", _dispatcher=HttpQueues(counts or Counters()), **how) as bound:
        yield bound


@contextlib.contextmanager
def ticking(settings: Settings, engine: Engine, slack: SlackClient, heard: Heard = nobody) -> Iterator[None]:
    """The clock, running the timetable; where guests are refused it also reads who is one."""
    stop = threading.Event()
    roll = Roll(engine, slack, now, heard, stop=stop) if settings.refuses_guests else None
    scheduler = start_clock(engine, now, heard, roll)
    try:
        yield
    finally:
        stop.set()
        scheduler.shutdown(wait=True)


@contextlib.contextmanager
def sending(
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    stop: threading.Event,
    pace: Pace | None = None,
    told: Told = ignore,
) -> Iterator[None]:
    """Senders at work; on the way out each finishes the notice in its hands."""
    handed = (engine, slack, clock, pace or Pace(), stop, told)
    threads = [threading.Thread(target=deliver_all, args=handed, name=f"sender-{n}") for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def introduced(slack: SlackClient) -> Identity:
    """Who the bot is. Raises Refused when Slack does not know the token or cannot be reached.

    An error of Slack's own, or a page of something in between, says nothing of the token: it is asked again, as
    when Slack cannot be reached.
    """
    reason = ""
    for attempt in range(STARTING_TRIES):
        try:
            return slack.identity()
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if is_definite(error.response.status_code, reason):
                raise Refused(f"Slack does not accept the bot token: {reason}.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(error) or type(error).__name__
        threading.Event().wait(0.5 * 2**attempt)
    raise Refused(f"Slack cannot be reached: {reason}.")


@contextlib.contextmanager
def until_told() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
