"""What ``htst doctor`` says of what Slack answers: scopes, channels, people and messages. What is not well is never
called so.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from cli import doctor
from config.settings import VARIABLES
from htst import main
from jobs.catch_up import CATCH_UP_JOB
from register.register import Register
from slack_api.client import Identity, Permanent, SlackClient, Temporary, Unknown
from storage.database.engine import transaction
from storage.processes import job_runs, processes
from storage.processes.processes import Process

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)
BOT = Identity("T1", "B1", "U0HTST", doctor.SCOPES, bot_name="htst", team_name="Kent")


class FakeSlack(SlackClient):
    """Answers for each id; an exception is raised, and an id that it does not know is a member of all."""

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self._answers = answers or {}

    def ask(self, method: str, arguments: dict[str, Any], **_more: Any) -> dict[str, Any]:
        named = str(arguments.get("user") or arguments.get("channel"))
        answer = self._answers.get(named, {"name": named.lower(), "is_member": True})
        if isinstance(answer, Exception):
            raise answer
        return {"user" if method == "users.info" else "channel": answer}


def examined(
    kent: Register, identity: Identity = BOT, answers: Mapping[str, Any] | None = None
) -> tuple[list[str], int]:
    lines: list[str] = []
    report = doctor.CheckReport(lines.append)
    doctor.examine_slack(FakeSlack(answers), identity, (kent,), report)
    return lines, report.status


def test_a_scope_that_is_missing_is_named_and_unknown_ones_are_not_called_well(
    kents_settings: Register,
) -> None:
    lines, status = examined(kents_settings)
    assert lines[:2] == ["✓ token: @htst (U0HTST) in Kent (T1)", f"✓ scopes: all {len(doctor.SCOPES)}"]
    assert status == 0
    few = tuple(one for one in doctor.SCOPES if one not in ("chat:write", "users:read"))
    lines, status = examined(kents_settings, replace(BOT, scopes=few))
    assert lines[1] == (
        "✗ scopes: add chat:write, users:read under OAuth & Permissions, then install the app again"
    )
    assert status == 1
    lines, _status = examined(kents_settings, replace(BOT, scopes=()))
    assert lines[1] == "? scopes: Slack did not say; compare them with config/manifest.json"


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"C0GET": {"name": "get", "is_archived": True}}, "✗ GET of kent: #get is archived"),
        ({"C0GET": {"name": "get"}}, "✗ GET of kent: #get: the bot is not in it; type /invite @HTST there"),
        (
            {"C0LEADS": Permanent("not_found")},
            "✗ leads of kent: C0LEADS: not_found; is the id right, and if it",
        ),
        (
            {"U0GETLEAD": {"name": "simon", "deleted": True}},
            "✗ lead of GET of kent: simon (U0GETLEAD) has left the workspace; name somebody else",
        ),
        ({"U0GETLEAD": {"real_name": "Simon", "name": "simon"}}, "✓ lead of GET of kent: Simon (U0GETLEAD)"),
        ({"U0GETLEAD": {}}, "✓ lead of GET of kent: U0GETLEAD (U0GETLEAD)"),
    ],
)
def test_what_is_wrong_with_a_channel_or_a_person_is_said(
    kents_settings: Register, answers: dict[str, Any], line: str
) -> None:
    lines, status = examined(kents_settings, answers=answers)
    assert any(one.startswith(line) for one in lines)
    assert status == (1 if line.startswith("✗") else 0)


def test_what_the_settings_leave_out_is_said(kents_settings: Register) -> None:
    cype, get, gld = kents_settings.directorates
    some = (replace(cype, channel=""), replace(get, channel="get"), replace(gld, lead=""))
    lines, status = examined(replace(kents_settings, directorates=some, admins=()))
    text = "\n".join(lines)
    assert "✗ CYPE of kent: no channel is set" in text
    assert "✗ GET of kent: get is not a channel's id" in text
    assert "! lead of GLD of kent: nobody is named" in text
    assert "! admin of kent: nobody is named, so nobody hears of failures" in text
    assert status == 1


@pytest.mark.parametrize("error", [Temporary("HTTP 503", 1), Unknown("timed out")])
def test_where_slack_stops_answering_the_rest_is_not_called_well(
    kents_settings: Register, error: Exception
) -> None:
    lines, status = examined(kents_settings, answers={"C0GET": error})
    assert lines[-1] == f"✗ Slack has stopped answering ({error}): the rest was not checked"
    assert status == 1


def checked(error: Exception | None = None) -> Iterator[tuple[str, list[str]]]:
    yield "a card", []
    yield "a digest", ["51 blocks", "no text"]
    yield "a form", ["no title"]
    if error:
        raise error


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (None, "✗ a form: Slack would refuse it: no title"),
        (Permanent("unknown_method"), "? messages: Slack does not check them here (unknown_method)"),
        (
            Temporary("HTTP 503", 1),
            "✗ messages: Slack has stopped answering (HTTP 503): the rest was not checked",
        ),
    ],
)
def test_what_slack_has_against_a_message_is_a_problem(error: Exception | None, line: str) -> None:
    lines: list[str] = []
    report = doctor.CheckReport(lines.append)
    doctor.report_messages(checked(error), report)
    assert lines[:2] == ["✓ a card", "✗ a digest: Slack would refuse it: 51 blocks (and 1 more)"]
    assert lines[-1] == line
    assert report.status == 1


@pytest.mark.parametrize(
    ("hours", "finding"),
    [(2, "✓ catch-up: done 2 h ago"), (4, "! catch-up: last done 4 h ago; it should run every hour")],
)
def test_a_catch_up_that_is_long_ago_is_said(engine: Engine, kent: Register, hours: int, finding: str) -> None:
    with transaction(engine) as tx:
        processes.begin(tx, Process("1", "bot", "there", "that", 18, NOW, NOW, "", 42.0))
        job_runs.mark_for_every_register(tx, CATCH_UP_JOB, NOW - timedelta(hours=hours))
    lines: list[str] = []
    doctor.examine_database(engine, NOW, doctor.CheckReport(lines.append), refuses_guests=False)
    assert finding in lines
    assert "✓ bot: process 18 on there, running for 0 s, seen 0 s ago" in lines
    assert "! bot: process 18 on there: its clock is 42 s ahead of the database's: set both by NTP" in lines
    assert any(line.startswith("! guests: let in (HTST_GUESTS=allow); who is") for line in lines)


def run(database_url: str, *words: str, **environ: str) -> tuple[int, str]:
    """The exit status and output of the command."""
    variables = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url} | environ
    done = CliRunner().invoke(main, ["doctor", *words], env=variables)
    return done.exit_code, done.stdout


@pytest.mark.usefixtures("kent")
def test_what_could_not_be_looked_at_stands_among_the_findings_for_scripts(database_url: str) -> None:
    status, output = run(database_url, "--json")
    *found, last = json.loads(output)
    assert {one["level"] for one in found} >= {"ok", "warning"}
    assert last["level"] == "unknown"
    assert "SLACK_BOT_TOKEN" in last["finding"]
    assert status == 2


@pytest.mark.usefixtures("kent")
@pytest.mark.parametrize(("secret", "is_told"), [("", True), ("secret", False)])
def test_that_no_bot_would_start_is_said(
    database_url: str, monkeypatch: pytest.MonkeyPatch, secret: str, is_told: bool
) -> None:
    monkeypatch.setattr(doctor, "SlackClient", lambda *_given: FakeSlack())
    monkeypatch.setattr(doctor, "identify", lambda *_given, **_more: BOT)
    status, output = run(database_url, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET=secret)
    assert ("neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set" in output) is is_told
    assert status == 3
