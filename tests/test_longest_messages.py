"""``htst doctor --messages``: Slack is shown every kind of message, form and page, with its longest content."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from bot.app import FORMS
from cli.doctor import Report, report_messages
from config.settings import VARIABLES
from demo.office import BOT, CHANNELS, PEOPLE
from htst import main
from playground.server import Playground
from slack_api.client import SlackClient
from storage.queue.notices import NoticeKind

pytestmark = pytest.mark.xdist_group("longest messages")


@pytest.fixture(scope="module")
def slack() -> Iterator[Playground]:
    with Playground(
        people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC), messages_per_second=None
    ) as opened:
        yield opened


@pytest.fixture
def client(slack: Playground) -> SlackClient:
    return SlackClient(slack.bot_token, slack.api_url)


@pytest.fixture(scope="module")
def shown(slack: Playground, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the command says, line by line, with the local Slack in Slack's place."""
    environ = dict.fromkeys(VARIABLES, "") | {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('doctor')}/htst.db",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
    }
    done = CliRunner().invoke(main, ["doctor", "--messages"], env=environ)
    assert done.exit_code == 3, done.output  # nothing runs there; all else is well
    return done.output.splitlines()


def test_every_form_and_every_kind_of_notice_is_among_them(shown: list[str]) -> None:
    names = {line.removeprefix("✓ ") for line in shown}
    assert {f"form: {form.name}" for form in FORMS} <= names
    # Marks and files have no blocks, a receipt is plain, a redrawn card is a card.
    without_blocks = {NoticeKind.REACTION, NoticeKind.RECEIPT, NoticeKind.CHART, NoticeKind.REDRAW}
    assert {f"notice: {kind.value}" for kind in set(NoticeKind) - without_blocks} <= names
    assert {f"answer to {verb}" for verb in ("status", "list", "mine", "history", "help", "round")} <= names
    assert {f"answer to {verb}, as a table" for verb in ("list", "mine")} <= names
    assert "notice: digest, with charts" in names


def test_slack_takes_all_of_them(shown: list[str]) -> None:
    assert [line for line in shown if line.startswith(("✗", "?"))] == []
    assert sum(line.startswith("✓ ") for line in shown) > 30


def test_what_slack_would_refuse_is_named_with_its_place(client: SlackClient) -> None:
    too_long: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    lines: list[str] = []
    report = Report(lines.append)
    wrong = client.validate("message", {"blocks": [too_long]})
    report_messages([("a card", wrong)], report)
    assert lines[0].startswith("✗ a card: Slack would refuse it: /blocks/0/text")
    assert report.status == 1


def test_a_workspace_that_does_not_check_is_no_fault(slack: Playground, client: SlackClient) -> None:
    slack.faults.add("blocks.validate", "unknown_method")
    lines: list[str] = []
    report = Report(lines.append)
    report_messages(((name, client.validate("message", {"blocks": []})) for name in ["a card"]), report)
    assert lines == ["? messages: Slack does not check them here (unknown_method)"]
    assert report.status == 0
