"""The files for a deployment agree with what HTST reads and says."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from cli.group import REFUSED
from config.settings import VARIABLES, from_environment
from register.refused import Refused
from runtime.startup import EXIT_TRY_AGAIN
from storage.database.address import read_address
from tests.conftest import ROOT
from tests.every_command import every_command

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def unit(path: Path) -> RawConfigParser:
    parsed = RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(path.read_text(encoding="utf-8"))
    return parsed


def test_the_sample_environment_names_what_is_read() -> None:
    text = (DEPLOY / "htst.env.example").read_text(encoding="utf-8")
    named = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert set(named) <= set(VARIABLES)
    assert set(VARIABLES) - set(named) == {"SLACK_API_URL"}  # only for tests
    read_address(named["DATABASE_URL"])
    from_environment(named | {"SLACK_BOT_TOKEN": "xoxb-1", "HTST_PING_URL": "https://ping.example"})
    with pytest.raises(Refused, match="Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"):
        from_environment(named | {"HTST_PING_URL": ""}).require_slack(listening=True)  # nothing is filled in


@pytest.mark.parametrize("path", [one for one in UNITS if one.suffix == ".service"], ids=lambda path: path.name)
def test_a_unit_runs_a_command_there_is(path: Path) -> None:
    parsed = unit(path)
    command = re.search(r"/opt/htst/bin/htst ([a-z%-]+)", parsed["Service"]["ExecStart"])
    assert command is not None
    assert {command[1].replace("%i", "bot")} <= set(every_command())
    assert parsed["Service"]["EnvironmentFile"] == "/etc/htst/htst.env"


@pytest.mark.parametrize("name", ["htst.service", "htst@.service"])
def test_a_service_comes_back_once_what_it_needs_can_be_reached(name: str) -> None:
    """systemd does not start a unit again whose *required* unit failed, or that ended with a status listed here."""
    parsed = unit(DEPLOY / "systemd" / name)
    assert parsed["Service"]["Restart"] == "always"
    assert parsed["Service"]["RestartPreventExitStatus"] == str(REFUSED)
    assert REFUSED != EXIT_TRY_AGAIN
    assert "Requires" not in parsed["Unit"]
    assert "htst-migrate.service" in parsed["Unit"]["Wants"]
    assert "migrate --wait" in unit(DEPLOY / "systemd" / "htst-migrate.service")["Service"]["ExecStart"]


def test_of_two_services_that_conflict_one_starts_when_the_other_has_stopped() -> None:
    """Without an order systemd starts one while the other stops, which still has the port, and 2 is not tried again."""
    for path in UNITS:
        parsed = unit(path)["Unit"]
        assert set(parsed.get("Conflicts", "").split()) <= set(parsed.get("After", "").split())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace("/opt/htst/bin/htst", "/bin/true")
        (tmp_path / path.name.replace("@", "@bot")).write_text(text, encoding="utf-8")
    names = [str(one) for one in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_only_slacks_requests(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert "/slack/events" in text
    assert "404" in text


def test_in_a_container_it_listens_for_what_is_outside_it() -> None:
    """On 127.0.0.1, which is kept to otherwise, only the container itself would reach it."""
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert "    HTST_LISTEN: 0.0.0.0" in compose.partition("services:")[0]  # stronger than what htst.env says
    assert '"127.0.0.1:3000:3000"' in compose
    assert "HTST_LISTEN=0.0.0.0" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_the_command_for_root_runs_the_service_with_its_settings() -> None:
    script = DEPLOY / "htst"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    service = unit(DEPLOY / "systemd" / "htst.service")["Service"]
    text = script.read_text(encoding="utf-8")
    assert f". {service['EnvironmentFile']}\n" in text
    assert f"runuser -u {service['User']} -- {service['ExecStart'].split()[0]} " in text
