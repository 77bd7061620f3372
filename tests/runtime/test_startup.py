"""A process that starts while its database is not there, or Slack is unwell."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.settings import VARIABLES
from demo.office import BOT, CHANNELS, PEOPLE
from htst import main
from playground.server import Playground
from register.refused import Refused, TryLater
from runtime.startup import EXIT_TRY_AGAIN, identify
from slack_api.client import SlackClient
from storage.database.ready import wait_for_database


@pytest.mark.parametrize(("command", "status"), [("clock", EXIT_TRY_AGAIN), ("list", 2)])
def test_a_process_without_its_database_is_to_be_started_again_by_its_supervisor(
    tmp_path: Path, command: str, status: int
) -> None:
    """A folder that is not mounted yet, or a server that is down for longer than a start waits: systemd leaves a
    process alone that ended with status 2, and nothing would run until somebody notices.
    """
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": f"sqlite:///{tmp_path}/not-mounted/htst.db"}
    done = CliRunner().invoke(main, [command], env=environ)
    assert done.exit_code == status
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "levels"),
    [
        ({"DATABASE_URL": "postgresql://htst:s3cret@127.0.0.1:9/htst"}, EXIT_TRY_AGAIN, ["warning", "error"]),
        ({"SLACK_BOT_TOKEN": "s3cret"}, 2, ["error"]),
    ],
    ids=("no server", "wrong setting"),
)
def test_why_a_process_does_not_start_is_a_line_of_its_log_from_the_first_on(
    wrong: dict[str, str], status: int, levels: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever collects logs reads JSON, and looks for warnings: plain words have no level."""
    monkeypatch.setattr("storage.database.ready.wait_for_database", partial(wait_for_database, seconds=0.3))
    done = CliRunner().invoke(main, ["worker"], env=dict.fromkeys(VARIABLES, "") | wrong)
    assert done.exit_code == status
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == levels
    assert next(iter(wrong)) in lines[-1]["message"]
    assert "s3cret" not in done.stderr


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A local workspace."""
    with Playground(people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC)) as opened:
        yield opened


@pytest.mark.parametrize("fault", ["500", "429", "fatal_error", "drop_before", "garbage"])
def test_an_error_of_slacks_own_is_not_taken_for_a_wrong_token(slack: Playground, fault: str) -> None:
    slack.faults.add("auth.test", fault)
    assert identify(SlackClient(slack.bot_token, slack.api_url)).bot_user_id == BOT.id


def test_a_wrong_token_is_refused_at_once(slack: Playground) -> None:
    with pytest.raises(Refused, match="invalid_auth"):
        identify(SlackClient("xoxb-of-another", slack.api_url))
    assert len(slack.calls("auth.test")) == 1


def test_only_what_may_pass_is_worth_another_start(slack: Playground) -> None:
    nowhere = SlackClient(slack.bot_token, "http://127.0.0.1:9/api/")
    with pytest.raises(TryLater, match="cannot be reached"):
        identify(nowhere, tries=1)
    with pytest.raises(Refused) as refused:
        identify(SlackClient("xoxb-of-another", slack.api_url))
    assert not isinstance(refused.value, TryLater)
