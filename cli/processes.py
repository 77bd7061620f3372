"""The moving parts as processes: the bot, the clock, the worker, or all in one; SIGTERM ends each cleanly."""

import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Container, Iterator
from datetime import UTC, date, datetime
from typing import Any

import waitress
import waitress.server
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.app import as_wsgi, make_app
from bot.capture import Desk
from bot.slack import Identity, Permanent, Slack, Temporary, Unknown
from config.settings import Settings
from jobs.clock import start_clock
from jobs.deliver import Pace, deliver_all
from register.refused import Refused
from register.register import Register

WEB_THREADS = 8
SENDERS = 4
"""How many notices are on their way at once; each waits for Slack most of its time."""
STARTING_TRIES = 5
FINISHING_SECONDS = 10

# What each thing the bot does needs of Slack: the manifest grants these, and the doctor looks for them.
SCOPES = (
    "commands",
    "chat:write",
    "channels:history",
    "groups:history",
    "channels:read",
    "groups:read",
    "im:write",
    "im:history",
    "reactions:write",
)

log = logging.getLogger(__name__)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def run(settings: Settings, engine: Engine, slack: Slack, holidays: Container[date]) -> None:
    """Bot, clock and sender together until told to stop."""
    with (
        until_told() as stop,
        serving(settings, engine, slack, holidays, now),
        ticking(engine, holidays),
        sending(engine, slack, now, stop),
    ):
        stop.wait()


def bot(settings: Settings, engine: Engine, slack: Slack, holidays: Container[date]) -> None:
    """The bot alone, until told to stop."""
    with until_told() as stop, serving(settings, engine, slack, holidays, now):
        stop.wait()


def clock(settings: Settings, engine: Engine, slack: Slack, holidays: Container[date]) -> None:
    """The clock alone, until told to stop."""
    with until_told() as stop, ticking(engine, holidays):
        stop.wait()


def worker(settings: Settings, engine: Engine, slack: Slack, holidays: Container[date]) -> None:
    """A sender alone, until told to stop."""
    with until_told() as stop, sending(engine, slack, now, stop):
        stop.wait()


@contextlib.contextmanager
def serving(
    settings: Settings,
    engine: Engine,
    slack: Slack,
    holidays: Container[date],
    clock: Callable[[], datetime],
) -> Iterator[None]:
    """The bot, listening over Socket Mode or HTTP; on the way out it finishes what it has begun."""
    app = make_app(Desk(engine, clock, holidays), slack, introduced(slack), settings.signing_secret)
    if settings.is_socket_mode:
        handler = SocketModeHandler(app, settings.app_token)
        handler.connect()  # type: ignore[no-untyped-call]
        log.info("listening over Socket Mode")
        try:
            yield
        finally:
            handler.close()  # type: ignore[no-untyped-call]
        return
    with listening(app, settings.port):
        log.info("listening on port %s", settings.port)
        yield


@contextlib.contextmanager
def listening(app: App, port: int, host: str = "0.0.0.0") -> Iterator[int]:  # noqa: S104 - Slack comes from outside
    """The app behind a WSGI server with threads; gives the port it has."""
    try:
        server: Any = waitress.server.create_server(as_wsgi(app), host=host, port=port, threads=WEB_THREADS)
    except OSError as error:
        raise Refused(f"Port {port} cannot be used ({error.strerror}): set PORT to a free one.") from None
    thread = threading.Thread(target=server.run, name="web")
    thread.start()
    try:
        yield server.effective_port
    finally:
        # What is in hand is finished and answered before the sockets go; they are closed by the server's own
        # thread, which a call from this one would leave waiting for a second.
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=FINISHING_SECONDS)
        server.trigger.pull_trigger(lambda: _close(server))
        thread.join()


def _close(server: Any) -> None:
    for connection in list(server.active_channels.values()):
        connection.close_when_flushed = True
    server.close()


@contextlib.contextmanager
def ticking(engine: Engine, holidays: Container[date]) -> Iterator[None]:
    """The clock, running the timetable."""
    scheduler = start_clock(engine, now, holidays)
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


@contextlib.contextmanager
def sending(
    engine: Engine,
    slack: Slack,
    clock: Callable[[], datetime],
    stop: threading.Event,
    pace: Pace | None = None,
) -> Iterator[None]:
    """Senders at work; on the way out each finishes the notice in its hands."""
    told = (engine, slack, clock, pace or Pace(), stop)
    threads = [threading.Thread(target=deliver_all, args=told, name=f"sender-{n}") for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def introduced(slack: Slack) -> Identity:
    """Who the bot is. Raises Refused when Slack does not know the token or cannot be reached."""
    reason = ""
    for attempt in range(STARTING_TRIES):
        try:
            return slack.identity()
        except SlackApiError as error:
            raise Refused(f"Slack does not accept the bot token: {error.response.get('error')}.") from None
        except OSError as error:
            reason = str(error)
            threading.Event().wait(0.5 * 2**attempt)
    raise Refused(f"Slack cannot be reached: {reason}.")


def examine(slack: Slack, known: tuple[Register, ...], say: Callable[[str], None]) -> int:
    """Say how the bot stands in Slack, a line a thing; give how many of them need somebody."""
    identity = introduced(slack)
    say(f"✓ token: {identity.bot_user_id} in team {identity.team_id}")
    missing = [scope for scope in SCOPES if scope not in identity.scopes]
    if not identity.scopes:
        say("? scopes: Slack did not say; compare them with config/manifest.json")
    elif missing:
        say(f"✗ scopes: add {', '.join(missing)} under OAuth & Permissions, then install the app again")
    else:
        say(f"✓ scopes: all {len(SCOPES)}")
    ailing = int(bool(identity.scopes and missing))
    for register in known:
        places = [(f"{d.code} of {register.slug}", d.channel) for d in register.directorates]
        for name, channel in [*places, (f"leads of {register.slug}", register.leads_channel)]:
            trouble = _trouble(slack, channel)
            say(f"✗ {name}: {trouble}" if trouble else f"✓ {name}: {channel}")
            ailing += bool(trouble)
    return ailing


def _trouble(slack: Slack, channel: str) -> str | None:
    if not channel:
        return "no channel is set; set it in the register's file and run htst configure"
    if channel.startswith("#"):
        return (
            f"{channel} is a name; put the channel's id (C…) in the register's file, so that replies are heard"
        )
    try:
        answer = slack.ask("conversations.info", {"channel": channel})
    except Permanent as error:
        return f"{channel}: {error}; is the id right, and if it is private, has the bot been invited?"
    except (Temporary, Unknown) as error:
        return f"{channel}: Slack did not answer ({error})"
    found = answer.get("channel", {})
    if not found.get("is_member"):
        return f"#{found.get('name', channel)}: the bot is not in it; type /invite @HTST there"
    if found.get("is_archived"):
        return f"#{found.get('name', channel)} is archived"
    return None


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
