"""The README's steps for a real workspace work as they are typed, with the local Slack in Slack's place."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.office import BOT, CHANNELS, MONITOR, PEOPLE
from playground.server import Playground
from playground.workspace import SlashCommand
from tests.conftest import ROOT
from tests.waiting import until

README = (ROOT / "README.md").read_text()
PATIENCE = 240
"""Seconds for a step, on a machine with much else to do."""
TYPED = ("make ", ". ", "export ", "cp ", "htst ")


def typed() -> list[str]:
    """What the numbered steps say to type in a shell, in their order."""
    steps = README.partition("## Connecting a real workspace")[2].partition("\n## ")[0]
    return [words for words in re.findall(r"`([^`]+)`", steps) if words.startswith(TYPED)]


@pytest.fixture
def slack() -> Iterator[Playground]:
    """The workspace that the steps connect."""
    with Playground(
        people=PEOPLE,
        channels=CHANNELS,
        bot=BOT,
        now=datetime.now(UTC),
        commands=[SlashCommand("/htst")],
        messages_per_second=None,
    ) as opened:
        yield opened


def shell(folder: Path, slack: Playground, *lines: str) -> subprocess.Popen[str]:
    """A shell such as a reader opens: nothing of the project's is on its PATH."""
    path = ":".join(place for place in os.environ["PATH"].split(":") if not place.startswith(sys.prefix))
    environ = {"PATH": path, "HOME": str(folder), "SLACK_API_URL": slack.api_url}
    environ |= {"DATABASE_URL": f"sqlite:///{folder}/htst.db"}
    script = "\n".join(("set -e", *lines))
    out, err = subprocess.PIPE, subprocess.STDOUT
    return subprocess.Popen(["bash", "-c", script], cwd=ROOT, env=environ, stdout=out, stderr=err, text=True)


def filled_in(words: str, folder: Path, slack: Playground) -> str:
    """A step with a reader's own values in it, and the environment in which the tests run."""
    words = words.replace(". .venv/", f". {sys.prefix}/")
    words = words.replace("FILE.toml", str(folder / "ours.toml")).replace("SLUG", "kent")
    words = words.replace("TABLE.docx", "papers/sample/management-action-table.docx")
    words = words.replace("xoxb-…", slack.bot_token).replace("xapp-…", slack.app_token)
    return words.replace("SECRET=…", f"SECRET={slack.signing_secret}")


def test_every_step_works_as_typed_and_cards_come(tmp_path: Path, slack: Playground) -> None:
    install, *steps, last = typed()
    assert install == "make install"
    assert last == "htst run"
    subprocess.run(["make", "-n", "install"], cwd=ROOT, check=True, capture_output=True)
    lines = [filled_in(words, tmp_path, slack) for words in steps]
    doctor = lines.pop()
    setting_up = shell(tmp_path, slack, *lines, f"{doctor} || test $? = 3")
    shown, _ = setting_up.communicate(timeout=PATIENCE)
    assert setting_up.returncode == 0, shown
    assert "Register kent" in shown
    assert "44 new" in shown
    assert "scopes: all" in shown
    activated = [line for line in lines if line.startswith((". ", "export "))]
    running = shell(tmp_path, slack, *activated, f"exec {last}")
    try:
        slack.sockets.wait_for(1, PATIENCE)
        assert slack.command(MONITOR, "C0LEADS", "/htst assign 3").ok
        until(lambda: any("3" in one["text"] for one in slack.messages("C0CYPE")), "a card in #cype")
    finally:
        running.send_signal(signal.SIGTERM)
        shown, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, shown
