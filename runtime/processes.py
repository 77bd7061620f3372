"""The processes: the bot, the clock, the worker, or all in one. SIGTERM and SIGINT stop each in an orderly way."""

import _thread
import contextlib
import gc
import http.client
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.error import URLError
from wsgiref.types import WSGIApplication

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot import socket_mode
from bot.app import as_wsgi, make_app, take
from bot.counters import Counters
from bot.guests import Guests
from bot.socket_mode import Connection, Watchdog
from config.settings import Settings
from jobs.block_support import find_blocks
from jobs.catch_up import CatchUpSettings, ThreadReader, run_catch_up
from jobs.deliver import DeliveryObserver, DeliveryTiming, Sender, deliver_all, ignore_delivery
from jobs.people import PeopleReader
from jobs.timetable import JobObserver, ignore_job
from register.refused import Refused, TryLater
from runtime.health import Health
from runtime.http_queues import HttpQueues
from runtime.metrics import Metrics
from runtime.monitoring import job_observer, monitored
from runtime.web_server import SHUTDOWN_SECONDS, served
from slack_api.client import Identity, SlackClient, is_definite
from storage.database.engine import transaction
from storage.intake import workspaces
from workflow.context import Context

MAX_CONNECTIONS = 1000
"""Open HTTP connections at once: far more than events may be queued, so that commands can still connect."""
CATCH_UP_SETTINGS = CatchUpSettings()
EXIT_TRY_AGAIN = 75
"""The exit status when the supervisor is to start the process again: the Socket Mode connection is dead, or the
database or Slack cannot be reached at the start.
"""
SENDERS = 4
"""Sender threads; each spends most of its time waiting for Slack."""
IDENTIFY_TRIES = 5

log = logging.getLogger(__name__)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def run(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run bot, clock and senders together until a signal stops them."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "run", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
        ticking(engine, slack, job_observer(settings, metrics)),
        sending(engine, slack, now, stop, delivery_timing(settings), metrics.delivered),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


def bot(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run the bot alone until a signal stops it."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "bot", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


def clock(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run the clock alone until a signal stops it."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "clock", now) as metrics,
        ticking(engine, slack, job_observer(settings, metrics)),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


def worker(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run senders alone until a signal stops them."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "worker", now) as metrics,
        sending(engine, slack, now, stop, delivery_timing(settings), metrics.delivered),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


def freeze_loaded_objects() -> None:
    """Exclude all objects that exist now from garbage collection: they live as long as the process.

    Otherwise each full collection traverses every module, table and listener, while somebody waits for an answer.
    """
    gc.collect()
    gc.freeze()


def delivery_timing(settings: Settings) -> DeliveryTiming:
    """The delivery timing that the settings give."""
    rate = settings.messages_per_second
    return DeliveryTiming(workspace_interval=timedelta(seconds=1 / rate)) if rate else DeliveryTiming()


@contextlib.contextmanager
def serving(
    settings: Settings,
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    stop: threading.Event,
    metrics: Metrics,
) -> Iterator[None]:
    """The bot, listening over Socket Mode or HTTP; at the end of the block it finishes running requests.

    When the Socket Mode connection is dead, ``stop`` is set and leaving the block raises SystemExit with
    EXIT_TRY_AGAIN.
    """
    counts, identity = metrics.counts, identify(slack)
    save_workspace(engine, identity)
    find_blocks(engine, slack)
    context, secret = Context(engine, clock), settings.signing_secret
    refused_guests = Guests(engine) if settings.refuses_guests else None
    wake = threading.Event()
    app = make_app(context, slack, identity, secret, counts, metrics.request, refused_guests, wake.set)
    reader = ThreadReader(
        engine, slack, identity.team_id, clock, partial(take, app), CATCH_UP_SETTINGS, counts.add
    )
    with catching_up(reader, wake):
        if settings.is_socket_mode:
            with listening_over_socket(app, settings.app_token, wake.set, counts, stop):
                yield
        else:
            wake.set()
            inside = Health(engine, metrics, as_wsgi(app, secret, counts))
            with listening(inside, settings.port, settings.listen, counts):
                log.info("listening on %s port %s", settings.listen, settings.port)
                yield


@contextlib.contextmanager
def catching_up(reader: ThreadReader, wake: threading.Event) -> Iterator[None]:
    """A thread that catches up with missed messages whenever ``wake`` is set, and every hour."""
    thread = threading.Thread(target=run_catch_up, args=(reader, wake), name="catch-up")
    thread.start()
    try:
        yield
    finally:
        reader.stop.set()
        wake.set()
        thread.join()


@contextlib.contextmanager
def listening_over_socket(
    app: App, app_token: str, on_hello: Callable[[], None], counts: Counters, stop: threading.Event
) -> Iterator[None]:
    """The app on a Socket Mode connection, with a watchdog that ends the process when the connection is dead."""
    is_lost = threading.Event()

    def on_lost() -> None:
        is_lost.set()
        stop.set()
        # A hanging thread may block the orderly end too. Slack delivers unacknowledged events again.
        last = threading.Timer(3 * SHUTDOWN_SECONDS, os._exit, [EXIT_TRY_AGAIN])
        last.daemon = True
        last.start()

    connection = Connection(app, app_token, on_hello, counts, socket_mode.PING_SECONDS)
    connection.open()
    watch = Watchdog(connection, on_lost, socket_mode.SILENCE_SECONDS)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        connection.close()
    if is_lost.is_set():
        raise SystemExit(EXIT_TRY_AGAIN)


@contextlib.contextmanager
def listening(
    inside: WSGIApplication,
    port: int,
    host: str,
    counts: Counters | None = None,
) -> Iterator[int]:
    """Serve an application over HTTP while the block lasts; yields the port.

    ``counts`` counts the events that are turned away under overload.
    """
    options = {"connection_limit": MAX_CONNECTIONS, "asyncore_use_poll": True}
    with served(inside, host, port, "PORT", _dispatcher=HttpQueues(counts or Counters()), **options) as bound:
        yield bound


@contextlib.contextmanager
def ticking(engine: Engine, slack: SlackClient, observer: JobObserver = ignore_job) -> Iterator[None]:
    """The clock, running the timetable; it also reads the list of people in the workspace."""
    from jobs.clock import start_clock  # APScheduler is slow to load, and most processes have no clock

    stop = threading.Event()
    people_reader = PeopleReader(engine, slack, now, observer, stop=stop)
    scheduler = start_clock(engine, now, observer, people_reader)
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
    timing: DeliveryTiming | None = None,
    observer: DeliveryObserver = ignore_delivery,
    senders: int = SENDERS,
) -> Iterator[None]:
    """Sender threads, so many; at the end of the block each finishes the notice that it is sending."""
    sender = Sender(engine, slack, clock, timing or DeliveryTiming(), observer)
    threads = [
        threading.Thread(target=deliver_all, args=(sender, stop), name=f"sender-{n}") for n in range(senders)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def identify(slack: SlackClient, tries: int = IDENTIFY_TRIES) -> Identity:
    """The bot's identity. Raises Refused when Slack does not accept the token, TryLater when it cannot be reached.

    A server error or a proxy's page does not mean that the token is wrong: the call is retried, as when Slack cannot
    be reached.
    """
    reason = ""
    for attempt in range(tries):
        try:
            return slack.identity()
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if is_definite(error.response.status_code, reason):
                raise Refused(f"Slack does not accept the bot token: {reason}.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        if attempt + 1 < tries:
            threading.Event().wait(0.5 * 2**attempt)
    raise TryLater(f"Slack cannot be reached: {reason}.")


def save_workspace(engine: Engine, identity: Identity) -> None:
    """Save the workspace's address, with which the addresses of our messages begin."""
    with transaction(engine) as tx:
        workspaces.save(tx, identity.team_id, identity.url)


def wait_until_set(stop: threading.Event) -> None:
    """Wait on the main thread until a signal has set the event.

    It waits with a timeout, as Python runs signal handlers in the main thread only when that is awake: a signal that
    arrives at the moment when the thread begins to wait would be handled only after a second signal. That happened to
    three of some 36 processes that were stopped just after their start, mostly on a busy machine.
    """
    while not stop.wait(1):
        pass


@contextlib.contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; the previous signal handlers are restored afterwards."""
    stop = threading.Event()

    def stop_soon(*_signal: object) -> None:
        # Not here: this runs on the main thread, which may have begun to wait and have the event's lock already.
        _thread.start_new_thread(stop.set, ())

    previous = {number: signal.signal(number, stop_soon) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
