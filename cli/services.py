"""``htst run``, ``bot``, ``clock`` and ``worker``: the long-running processes."""

import functools
import sys
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import Engine

from cli.group import refusal_text
from cli.options import with_database_waiting, with_settings
from config.settings import Settings
from register.refused import TryLater
from runtime import logs
from runtime.loading import modules_loading
from runtime.startup import EXIT_TRY_AGAIN
from slack_api.client import SlackClient

Start = Callable[[Settings, Engine, SlackClient], None]


def _exits_to_be_restarted(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command exit with EXIT_TRY_AGAIN, for its supervisor to restart it, when it raises TryLater."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        try:
            command(*args, **given)
        except TryLater as refused:
            click.echo(f"htst: {refusal_text(refused)}", err=True)
            sys.exit(EXIT_TRY_AGAIN)

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
    @_exits_to_be_restarted
    @with_database_waiting
    @with_settings
    def run(settings: Settings, engine: Engine) -> None:
        logs.log_to_stderr(as_json=not sys.stderr.isatty())
        settings.require_slack(listening=listening)
        _start(name)(settings, engine, SlackClient(settings.bot_token, settings.api_url))

    return click.command(name, help=text)(run)


run_command = _service("run", "Bot, clock and sender in one process.", listening=True)
bot_command = _service("bot", "Hear Slack and answer (the Procfile's web).", listening=True)
clock_command = _service("clock", "Run the timetable.", listening=False)
worker_command = _service("worker", "Send what is queued.", listening=False)
