"""Real processes: told to stop, they finish and answer what they have begun; deaf ones end by themselves."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from bench.supervisor import listens
from config.settings import VARIABLES
from demo.office import OFFICER_IDS, Office
from playground.server_parts import InteractionResult
from runtime.startup import EXIT_TRY_AGAIN
from runtime.stopping import until_stopped
from storage.actions import change_log
from storage.database.engine import transaction
from tests.conftest import ROOT
from tests.ports import free_port
from tests.recorded import updates
from tests.waiting import until

AMY = OFFICER_IDS["CYPE"]
BEGUN = b"a command is begun\n"
MAIN = "from htst import main; main(['bot'])"
TELLING = f"""
import sys, bot.commands as commands
answer = commands.answer
def telling(*given):
    sys.stderr.write({BEGUN.decode()!r})
    sys.stderr.flush()
    return answer(*given)
commands.answer = telling
{MAIN}
"""
"""The same, which says on standard error when a command is in hand."""


class Process:
    """``htst bot`` in a process of its own, beside the office and on its database."""

    def __init__(self, office: Office, script: str = MAIN) -> None:
        self._office, self._script = office, script
        slack = office.slack
        self._environ = {name: value for name, value in os.environ.items() if name not in VARIABLES} | {
            "DATABASE_URL": office.engine.url.render_as_string(hide_password=False),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": slack.api_url,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def over_http(self) -> None:
        port = free_port()
        self._start({"SLACK_SIGNING_SECRET": self._office.slack.signing_secret, "PORT": str(port)})
        until(lambda: listens(port), "the bot listens on its port")
        self._office.slack.connect(f"http://127.0.0.1:{port}/slack/events")

    def over_a_socket(self) -> None:
        self._office.slack.connect(None)
        self._start({"SLACK_APP_TOKEN": self._office.slack.app_token})
        self._office.slack.sockets.wait_for(1, 60)

    def _start(self, environ: dict[str, str]) -> None:
        words = [sys.executable, "-c", self._script]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self._environ | environ, stderr=subprocess.PIPE)

    def wait_for_command(self) -> None:
        assert self.process is not None
        assert self.process.stderr is not None
        assert any(line == BEGUN for line in self.process.stderr), "the bot ended before it began a command"

    def tell_to_stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)

    def end(self, seconds: float = 60) -> int:
        assert self.process is not None
        _out, self.stderr_text = self.process.communicate(timeout=seconds)
        return self.process.returncode


@pytest.fixture
def bot(office: Office) -> Iterator[Process]:
    process = Process(office, TELLING)
    yield process
    if process.process is not None and process.process.poll() is None:
        process.process.kill()
        process.process.communicate()


@pytest.mark.parametrize("road", ["over_http", "over_a_socket"])
def test_told_to_stop_in_the_middle_of_a_request_it_finishes_and_answers_it(
    office: Office, bot: Process, road: str
) -> None:
    getattr(bot, road)()
    assert office.slack.command(AMY, "C0CYPE", "/htst status 3").ok
    bot.wait_for_command()
    answers: list[InteractionResult] = []
    reading_once = threading.Thread(
        target=lambda: answers.append(office.slack.command(AMY, "C0CYPE", "/htst update 3 Sent in time"))
    )
    with transaction(office.engine) as tx:
        change_log.lock(tx, "kent")
        reading_once.start()
        bot.wait_for_command()
        bot.tell_to_stop()
        reading_once.join(0.5)
        assert not answers
    reading_once.join(60)
    assert answers, "the command was neither answered nor given up within a minute"
    assert answers[0].ok, answers[0].error
    assert "Saved" in answers[0].text
    assert bot.end() == 0, bot.stderr_text
    assert [one.text for one in updates(office)] == ["Sent in time"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_idle_bot_stops_when_told(office: Office, bot: Process) -> None:
    bot.over_a_socket()
    bot.tell_to_stop()
    assert bot.end() == 0, bot.stderr_text
    office.slack.sockets.wait_for(0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_deaf_bot_ends_itself_so_that_it_is_started_again(office: Office) -> None:
    impatient = "import bot.socket_mode as s; s.PING_SECONDS, s.SILENCE_SECONDS = 0.5, 5.0; "
    bot = Process(office, impatient + MAIN)
    bot.over_a_socket()
    until(lambda: office.slack.command(AMY, "C0CYPE", "/htst status 3").ok, "the bot hears", 180)
    office.slack.sockets.go_deaf(lasting=True)
    assert bot.end() == EXIT_TRY_AGAIN, bot.stderr_text
    assert b"deaf" in bot.stderr_text


def test_a_signal_at_the_very_moment_that_the_wait_for_it_begins_is_heard() -> None:
    with until_stopped() as stop:
        with stop._cond:  # type: ignore[attr-defined]  # as ``stop.wait()`` has it for a moment
            signal.raise_signal(signal.SIGTERM)
        assert stop.wait(60)
