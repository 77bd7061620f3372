"""What ``htst doctor`` says of the database and of what works on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, update

from cli import doctor
from config import register_file
from config.settings import VARIABLES
from demo.office import Office
from htst import main
from jobs.catch_up import CATCH_UP_JOB
from register.people import Person
from register.refused import Refused
from register.register import Register
from runtime.startup import identify
from slack_api.client import SlackClient
from storage.database.engine import open_database, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import change
from storage.intake import people
from storage.processes import job_runs, processes
from storage.processes.processes import Process
from storage.queue import notices, resolution
from storage.queue.notices import Notice, NoticeKind, NoticeState
from tests.conftest import ROOT
from tests.runtime.test_heartbeat import at_work

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def examine(engine: Engine) -> tuple[str, int]:
    lines: list[str] = []
    report = doctor.CheckReport(lines.append)
    doctor.examine_database(engine, NOW, report)
    return "\n".join(lines), report.status


def test_in_a_fresh_house_nothing_is_broken_though_nothing_runs(engine: Engine, kent: Register) -> None:
    output, status = examine(engine)
    assert "not running: bot, clock, worker" in output
    assert "queue: empty" in output
    assert status == 3


def test_what_runs_and_what_died_is_told(engine: Engine, kent: Register) -> None:
    at_work(engine, "run", NOW - timedelta(seconds=10), host="alive-host")
    at_work(engine, "worker", NOW - timedelta(minutes=10), host="dead-host")
    output, _status = examine(engine)
    assert "✓ run: process 17 on alive-host" in output
    assert "! worker: process 17 on dead-host has been silent for 10 min" in output
    assert "not running" not in output


def test_all_is_well_when_all_of_it_runs_and_is_up_to_date(engine: Engine, kent: Register) -> None:
    at = now()
    with transaction(engine) as tx:
        started = at - timedelta(hours=5)
        process = Process("run-1", "run", "here", "this", 17, started, at, "over HTTP on port 3000", 0.2)
        processes.begin(tx, process)
        people.save_all(tx, [Person("U1", is_guest=True), Person("U2", is_guest=False)], at)
        job_runs.mark_for_every_register(tx, CATCH_UP_JOB, at - timedelta(minutes=10))
    lines: list[str] = []
    report = doctor.CheckReport(lines.append)
    doctor.examine_database(engine, at, report)
    output = "\n".join(lines)
    assert "✓ run: process 17 on here, over HTTP on port 3000, running for 5 h, seen 0 s ago" in output
    assert "✓ catch-up: done 10 min ago" in output
    assert "✓ guests: refused; 1 of 2 people, read 0 s ago" in output
    assert report.status == 0
    doctor.examine_database(engine, at + timedelta(days=3), late := doctor.CheckReport(lines.append))
    output = "\n".join(lines)
    assert "! guests: refused; 1 of 2 people, last read 3 d ago" in output
    assert late.status == 3


def test_a_clock_that_is_off_a_long_wait_and_a_catch_up_that_is_due_are_told(
    engine: Engine, kent: Register
) -> None:
    with transaction(engine) as tx:
        processes.begin(tx, Process("1", "bot", "there", "that", 18, NOW, NOW, "by Socket Mode", -42.0, 3))
        notices.queue(tx, Notice("kent", "one", NoticeKind.DIGEST, "C0CYPE"), NOW - timedelta(hours=1))
    output, status = examine(engine)
    assert "! bot: process 18 on there: its clock is 42 s behind the database's" in output
    assert "! bot: process 18 on there: the last 3 requests were turned away" in output
    assert "! queue: 1 waiting (the oldest for 60 min): that is a long wait" in output
    assert "! catch-up: messages sent while no bot was listening" in output
    assert ("! clock: this machine's is" in output) == (engine.dialect.name == "postgresql")
    assert status == 3


def test_a_disk_that_is_nearly_full_is_told_before_nothing_can_be_saved(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    sees_it = engine.dialect.name == "sqlite"
    for free, line, worst in (
        (150_000_000, "! disk: 150 MB are left in", 3),
        (5_000_000, "✗ disk: 5 MB are left", 1),
    ):
        monkeypatch.setattr(doctor, "disk_usage", lambda folder, free=free: SimpleNamespace(free=free))
        output, status = examine(engine)
        assert (line in output) == sees_it
        assert status == (worst if sees_it else 3)


def test_a_database_that_takes_nothing_more_is_told(engine: Engine, kent: Register) -> None:
    """As a full disk, or a standby: all that is there can still be read."""
    if engine.dialect.name == "sqlite":
        return  # whose disk is looked at
    url = engine.url.update_query_dict({"options": "-c default_transaction_read_only=on"})
    standby = open_database(url.render_as_string(hide_password=False))
    output, status = examine(standby)
    standby.dispose()
    assert (
        "✗ database: nothing can be saved (cannot execute CREATE TABLE AS in a read-only transaction)" in output
    )
    assert status == 1
    assert "nothing can be saved" not in examine(engine)[0]


def test_the_queue_and_its_age_are_told_and_failures_need_somebody(engine: Engine, kent: Register) -> None:
    with transaction(engine) as tx:
        for key in ("one", "two"):
            notices.queue(tx, Notice("kent", key, NoticeKind.DIGEST, "C0CYPE"), NOW - timedelta(minutes=5))
    output, status = examine(engine)
    assert "✓ queue: 2 waiting (the oldest for 5 min)" in output
    assert status == 3
    with transaction(engine) as tx:
        tx.execute(update(notice).where(notice.c.key == "one").values(state=NoticeState.HELD))
        assert len(resolution.list_notices(tx, resolution.UNKNOWN_STATES)) == 1
    output, status = examine(engine)
    assert "✗ queue: 1 held" in output
    assert status == 1


def test_a_message_that_has_been_in_doubt_for_long_is_told_like_one_that_waits(
    engine: Engine, kent: Register
) -> None:
    """Its channel waits with it."""
    with transaction(engine) as tx:
        notices.queue(tx, Notice("kent", "one", NoticeKind.DIGEST, "C0CYPE"), NOW - timedelta(hours=1))
        tx.execute(update(notice).values(state=NoticeState.UNKNOWN))
    assert "! queue: 1 unknown (the oldest for 60 min): that is a long wait" in examine(engine)[0]


def test_a_chain_that_was_tampered_with_is_told(office: object) -> None:
    engine = office.engine  # type: ignore[attr-defined]
    assert "are as written" in examine(engine)[0]
    with transaction(engine) as tx:
        tx.execute(update(change).where(change.c.number == 7).values(by="U0EVIL"))
    output, status = examine(engine)
    assert "number 7 is not as written" in output
    assert status == 1


def examine_demo(office: Office, register: Register) -> tuple[str, int]:
    lines: list[str] = []
    report = doctor.CheckReport(lines.append)
    slack = SlackClient(office.slack.bot_token, office.slack.api_url)
    doctor.examine_slack(slack, identify(slack), (register,), report)
    return "\n".join(lines), report.status


def test_channels_and_people_are_told_by_their_names(office: Office) -> None:
    output, status = examine_demo(office, office.register)
    assert "✓ CYPE of kent: #cype (C0CYPE)" in output
    assert "✓ lead of CYPE of kent: Ruth Adeyemi (U0CYPELEAD)" in output
    assert "✓ admin of kent: Helen Marsh (U0MONITOR)" in output
    assert "✓ token: @htst (U0HTST) in Kent (rehearsal)" in output
    assert status == 0


def test_people_who_are_not_there_are_told(office: Office) -> None:
    cype, get, gld = office.register.directorates
    broken = (replace(cype, lead="U0NOBODY"), replace(get, lead="U0HTST"), replace(gld, lead=""))
    output, status = examine_demo(office, replace(office.register, directorates=broken, admins=("U0GONE",)))
    assert "✗ lead of CYPE of kent: U0NOBODY: user_not_found" in output
    assert "✗ lead of GET of kent: HTST (U0HTST) is an app" in output
    assert "! lead of GLD of kent: nobody is named" in output
    assert "✗ admin of kent: U0GONE: user_not_found" in output
    assert status == 1


def test_who_gets_the_reports_and_is_not_there_is_told(office: Office) -> None:
    readers = ("C0LEADS", "U0MONITOR", "C0NOWHERE", "U0NOBODY")
    meetings = replace(office.register.meetings, reports_to=readers)
    output, status = examine_demo(office, replace(office.register, meetings=meetings))
    assert "✓ reports of kent: #leads (C0LEADS)" in output
    assert "✓ reports of kent: Helen Marsh (U0MONITOR)" in output
    assert "✗ reports of kent: C0NOWHERE: channel_not_found" in output
    assert "✗ reports of kent: U0NOBODY: user_not_found" in output
    assert status == 1


def test_the_settings_refuse_readers_of_reports_that_are_nobody(tmp_path: Path) -> None:
    file = tmp_path / "kent.toml"
    text = (ROOT / "config" / "kent.toml").read_text(encoding="utf-8")
    given = text.replace(
        '# reports_to = ["C0LEADS"]', 'reports_to = ["C0LEADS", "#audit", "U0MONITOR", "C0LEADS"]'
    )
    file.write_text(given, encoding="utf-8")
    register = register_file.read(file)
    assert register.meetings.reports_to == ("C0LEADS", "#audit", "U0MONITOR")
    assert register.channel_names == ("#audit",)  # it is looked up
    file.write_text(given.replace("#audit", "Audit team"), encoding="utf-8")
    with pytest.raises(Refused, match="reports_to"):
        register_file.read(file)


@pytest.mark.parametrize("channel", ["U0GETLEAD", "D0GET", "get", ""])
def test_what_is_no_channels_id_is_told(office: Office, channel: str) -> None:
    cype, *others = office.register.directorates
    broken = replace(office.register, directorates=(replace(cype, channel=channel), *others))
    output, status = examine_demo(office, broken)
    assert "✗ CYPE of kent: " in output
    assert status == 1


def test_with_slack_out_of_reach_it_says_so_once_and_soon(
    kent: Register, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("it waited")

    monkeypatch.setattr("threading.Event.wait", never)
    environ = dict.fromkeys(VARIABLES, "") | {
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    done = CliRunner().invoke(main, ["doctor"], env=environ)
    assert done.exit_code == 2
    assert done.stderr == "htst: Slack cannot be reached: Connection refused.\n"


@pytest.mark.parametrize("channel", ["U0GETLEAD", "W0GETLEAD", "D012345", "Get", "#Get", "get team"])
def test_the_settings_refuse_a_channel_that_is_none(tmp_path: Path, channel: str) -> None:
    file = tmp_path / "kent.toml"
    text = (ROOT / "config" / "kent.toml").read_text(encoding="utf-8")
    assert 'channel = "C0GET"' in text
    file.write_text(text.replace('channel = "C0GET"', f'channel = "{channel}"'), encoding="utf-8")
    with pytest.raises(Refused, match="channel"):
        register_file.read(file)
