"""What a process waits for when it starts: its database, and Slack, which says who the bot is."""

import http.client
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from register.refused import Refused, TryLater
from slack_api.client import Identity, SlackClient, is_definite
from storage.database import schema

START_SECONDS = 60.0
"""How long a starting process waits for its database, which may be starting too."""
EXIT_TRY_AGAIN = 75
"""The exit status when the supervisor is to start the process again: the Socket Mode connection is dead, or the
database or Slack cannot be reached at the start.
"""
IDENTIFY_TRIES = 5

log = logging.getLogger(__name__)
T = TypeVar("T")


def wait_for_database(engine: Engine, begin: Callable[[], T], seconds: float = START_SECONDS) -> T:
    """Call ``begin`` and return its result, retrying while PostgreSQL cannot be reached or drops the connection.

    ``begin`` must be repeatable. Raises Refused when the database cannot be reached for ``seconds``. For SQLite there
    is no retry: the file exists or not.
    """
    until, pause, is_logged = time.monotonic() + seconds, 0.25, False
    while True:
        try:
            return begin()
        except (schema.Unreachable, OperationalError) as error:
            unreachable = error if isinstance(error, schema.Unreachable) else schema.unreachable(engine, error)
            if engine.dialect.name == "sqlite" or time.monotonic() + pause > until:
                raise unreachable from error
            if not is_logged:
                log.warning("%s It is tried again for up to %.0f s.", unreachable, seconds)
            is_logged = True
        time.sleep(pause)
        pause = min(pause * 2, 5.0)


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
