"""``htst bot``: hear Slack over HTTP or Socket Mode, answer, and catch up with what was missed."""

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from wsgiref.types import WSGIApplication

from slack_bolt import App
from sqlalchemy import Engine

from bot import socket_mode
from bot.app import as_wsgi, make_app, take
from bot.counters import Counters
from bot.guests import Guests
from bot.socket_mode import Connection, Watchdog
from config.settings import Settings
from jobs.block_support import find_blocks
from jobs.catch_up import CatchUpSettings, ThreadReader, run_catch_up
from runtime.health import Health
from runtime.http_queues import HttpQueues
from runtime.loading import freeze_loaded_objects
from runtime.metrics import Metrics
from runtime.monitoring import monitored, now
from runtime.startup import EXIT_TRY_AGAIN, identify
from runtime.stopping import until_stopped, wait_until_set
from runtime.web_server import SHUTDOWN_SECONDS, served
from slack_api.client import Identity, SlackClient
from storage.database.engine import transaction
from storage.intake import workspaces
from workflow.context import Context

MAX_CONNECTIONS = 1000
"""Open HTTP connections at once: far more than events may be queued, so that commands can still connect."""
CATCH_UP_SETTINGS = CatchUpSettings()

log = logging.getLogger(__name__)


def bot(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run the bot alone until a signal stops it."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "bot", now) as metrics,
        serving(settings, engine, slack, now, stop, metrics),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


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


def save_workspace(engine: Engine, identity: Identity) -> None:
    """Save the workspace's address, with which the addresses of our messages begin."""
    with transaction(engine) as tx:
        workspaces.save(tx, identity.team_id, identity.url)
