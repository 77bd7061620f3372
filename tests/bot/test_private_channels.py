"""Private channels: Slack does not tell their names, so that their ids are what counts."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.settings import VARIABLES
from demo.office import MONITOR, OFFICER_IDS, SETTINGS, Office
from htst import main
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.queue import resolution

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def private(office: Office) -> Office:
    """The office with a #cype that is private."""
    with office.slack.workspace.lock:
        office.slack.workspace.conversations["C0CYPE"].is_private = True
    return office


def configure(office: Office, folder: Path, channel: str, **environ: str) -> Result:
    """``htst configure`` with CYPE's channel given that way."""
    file = folder / "ours.toml"
    file.write_text(SETTINGS.read_text().replace('channel = "C0CYPE"', f'channel = "{channel}"'))
    url = office.engine.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "SLACK_API_URL": office.slack.api_url}
    environ = os.environ | dict.fromkeys(VARIABLES, "") | given | environ
    return CliRunner().invoke(main, ["configure", str(file)], env=environ)


@pytest.mark.parametrize("given", ["#cype", "cype"])
def test_a_private_channel_given_by_name_is_looked_up_once_and_its_officers_have_their_rights(
    private: Office, tmp_path: Path, given: str
) -> None:
    done = configure(private, tmp_path, given, SLACK_BOT_TOKEN=private.slack.bot_token)
    assert done.exit_code == 0, done.output
    assert "#cype is C0CYPE, a private channel." in done.output
    with reading(private.engine) as tx:
        (register,) = registers.every(tx)
    assert register.channel_names == ()
    private.slack.command(MONITOR, "C0LEADS", "/htst assign 38")
    private.settle()
    (card,) = [one for one in private.slack.messages("C0CYPE") if "kent:38" in str(one.get("blocks"))]
    private.slack.press(AMY, "C0CYPE", card["ts"], "update")
    form = private.slack.view(AMY)
    assert form is not None
    values = {"words": {"words": "Done."}, "progress": {"progress": "implemented"}}
    assert private.slack.submit(AMY, form["id"], values) == {}
    with reading(private.engine) as tx:
        action = actions.find(tx, private.register, "38")
    assert action is not None
    assert action.status.value == "implemented"
    assert private.slack.command(AMY, "C0CYPE", "/htst mine").text.startswith("Yours: ")


def test_a_name_that_nobody_can_look_up_is_refused_and_nothing_changes(private: Office, tmp_path: Path) -> None:
    token = private.slack.bot_token
    without = configure(private, tmp_path, "#cype")
    unknown = configure(private, tmp_path, "#cypher", SLACK_BOT_TOKEN=token)
    with private.slack.workspace.lock:
        private.slack.workspace.conversations["C0CYPE"].members.remove("U0HTST")
    uninvited = configure(private, tmp_path, "#cype", SLACK_BOT_TOKEN=token)
    private.slack.faults.add("conversations.list", "503")
    unwell = configure(private, tmp_path, "#get", SLACK_BOT_TOKEN=token)
    assert [one.exit_code for one in (without, unknown, uninvited, unwell)] == [2, 2, 2, 2]
    assert "SLACK_BOT_TOKEN" in without.output
    assert "#cypher" in unknown.output
    assert "invite the bot" in uninvited.output
    assert "try again" in unwell.output
    with reading(private.engine) as tx:
        assert registers.every(tx) == (private.register,)


def test_a_message_of_unknown_outcome_in_a_private_channel_given_by_name_is_found(private: Office) -> None:
    """As a database of before may have it."""
    named = private.register.with_channels({"C0CYPE": "#cype"})
    with transaction(private.engine) as tx:
        registers.save(tx, named)
    private.slack.faults.add("chat.postMessage", "drop_after", channel="C0CYPE")
    private.slack.command(MONITOR, "C0LEADS", "/htst assign 38")
    private.settle()
    found = [one for one in private.slack.messages("C0CYPE") if "kent:38" in str(one.get("blocks"))]
    assert len(found) == 1
    with reading(private.engine) as tx:
        assert resolution.counts_by_state(tx) == []  # nothing waits, fails or needs somebody


def test_the_word_that_slack_writes_for_every_private_channel_names_none(private: Office) -> None:
    directorates = tuple(
        replace(one, channel="#privategroup" if one.code == "GET" else "")
        for one in private.register.directorates
    )
    with transaction(private.engine) as tx:
        registers.save(tx, replace(private.register, directorates=directorates))
    assert "None of the open actions is yours" in private.slack.command(AMY, "C0CYPE", "/htst mine").text
