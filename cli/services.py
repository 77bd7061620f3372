"""``htst run``, ``bot``, ``clock`` and ``worker``: the long-running processes."""

import functools
import logging
import sys
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import Engine

from cli.group import REFUSED, refusal_text
from cli.options import with_database_waiting, with_settings
from config.settings import Settings
from register.refused import Refused, TryLater
from runtime import logs
from runtime.loading import modules_loading
from runtime.startup import EXIT_TRY_AGAIN
from slack_api.client import SlackClient

log = logging.getLogger(__name__)
Start = Callable[[Settings, Engine, SlackClient], None]


def _as_service(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command log from its first line on, and exit so that its supervisor knows whether to restart it.

    A refusal is a log line, as those who collect logs expect, and a sentence at a terminal. The exit status is
    EXIT_TRY_AGAIN for TryLater, and REFUSED for what another start would not mend.
    """

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        is_terminal = sys.stderr.isatty()
        logs.log_to_stderr(as_json=not is_terminal)
        try:
            command(*args, **given)
        except Refused as refused:
            text = refusal_text(refused)
            if is_terminal:
                click.echo(f"htst: {text}", err=True)
            else:
                log.error("%s", text)
            sys.exit(EXIT_TRY_AGAIN if isinstance(refused, TryLater) else REFUSED)

    return run


def _start(name: str) -> Start:
    """What starts that process; only its modules are loaded: a worker needs no Bolt, a bot no timetable."""
    with modules_loading():
        if name == "bot":
            from runtime.bot_process import bot as start
        elif name == "clock":
            from runtime.clock_process import clock as start
        elif name == "worker":
            from runtime.worker_process import worker as start
        else:
            from runtime.single_process import run as start
    return start


def _service(name: str, text: str, *, listening: bool) -> click.Command:
    @_as_service
    @with_database_waiting
    @with_settings
    def run(settings: Settings, engine: Engine) -> None:
        settings.require_slack(listening=listening)
        _start(name)(settings, engine, SlackClient(settings.bot_token, settings.api_url))

    return click.command(name, help=text)(run)


run_command = _service("run", "Bot, clock and sender in one process.", listening=True)
bot_command = _service("bot", "Hear Slack and answer (the Procfile's web).", listening=True)
clock_command = _service("clock", "Run the timetable.", listening=False)
worker_command = _service("worker", "Send what is queued.", listening=False)
