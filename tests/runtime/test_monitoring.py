"""A real ``htst run``, looked at from outside: its health, its figures, and what it logs and never logs."""

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, make_url, select, text

from config.settings import VARIABLES
from demo.office import BOT, CHANNELS, MONITOR, OFFICER_IDS, PEOPLE, SAMPLE, SETTINGS, slash_command
from htst import main
from playground.server import Playground
from register.days.calendar import Nation
from register.notices.plans import DigestPlan
from storage.actions import registers
from storage.database.engine import open_database, reading, transaction
from storage.database.paper_tables import paper
from storage.database.queue_tables import card
from tests.ports import free_port
from tests.waiting import until

HTST = Path(sys.executable).parent / "htst"
SECRET = "dragonfly"
AMY = OFFICER_IDS["CYPE"]


@dataclass
class Running:
    """A bot at work in a process of its own."""

    slack: Playground
    url: str
    log: Path
    process: subprocess.Popen[bytes]
    environ: dict[str, str]

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310 - ours
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def figures(self) -> dict[tuple[str, ...], float]:
        """Each figure by its name and its labels' values, in the order of the labels' names."""
        found = {}
        for family in text_string_to_metric_families(self.get("/metrics")[1]):
            for sample in family.samples:
                if not sample.name.endswith(("_bucket", "_created")):
                    found[sample.name, *sample.labels.values()] = sample.value
        return found

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def running(database_url: str, tmp_path: Path) -> Iterator[Running]:
    """``htst run`` on the sample, at the real time, in a local workspace."""
    if database_url.startswith("postgresql"):
        database_url = make_url(database_url).set(password=SECRET).render_as_string(hide_password=False)
    with Playground(
        people=PEOPLE,
        channels=CHANNELS,
        commands=(slash_command(),),
        bot=BOT,
        now=datetime.now(UTC),
        messages_per_second=None,
    ) as slack:
        port = free_port()
        environ = os.environ | dict.fromkeys(VARIABLES, "")
        environ |= {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(port),
            "HTST_MESSAGES_PER_SECOND": "0",
            "HTST_PING_URL": "http://127.0.0.1:9/secret-ping-key",
        }
        for words in (
            ["configure", SETTINGS],
            ["import", SAMPLE, "--register", "kent", "--as-at", "2022-11-15"],
        ):
            assert CliRunner().invoke(main, [*map(str, words)], env=environ).exit_code == 0
        read_long_ago(database_url)
        log = tmp_path / "log"
        with log.open("wb") as output:
            process = subprocess.Popen([HTST, "run"], env=environ, stderr=output)
            it = Running(slack, f"http://127.0.0.1:{port}", log, process, environ)
            try:
                until(lambda: is_ready(it), "`htst run` is ready")
                slack.connect(f"{it.url}/slack/events")
                yield it
            finally:
                if process.poll() is None:
                    process.terminate()
                assert process.wait(60) == 0


def read_long_ago(database_url: str) -> None:
    """Have the paper be read on its day, and today be the digest's, so that the clock has one to post at once."""
    engine = open_database(database_url)
    with transaction(engine) as tx:
        tx.execute(paper.update().values(read_at=datetime(2022, 11, 15, 12, tzinfo=UTC)))
        kent = registers.find(tx, "kent")
        today = kent.today(datetime.now(UTC)).weekday()
        plan = DigestPlan(today, datetime.min.time())  # what is left over waits for a working day
        registers.save(tx, replace(kent, nation=Nation.NONE, digest=plan))
    engine.dispose()


def is_ready(it: Running) -> bool:
    try:
        return it.get("/readyz")[0] == 200
    except OSError:
        assert it.process.poll() is None, it.log.read_text()
        return False


def card_of(channel: str, it: Running) -> str:
    engine = open_database(it.environ["DATABASE_URL"])
    until(lambda: card_in(channel, engine), f"a card is posted in {channel}")
    ts = card_in(channel, engine)
    engine.dispose()
    assert ts is not None
    return ts


def card_in(channel: str, engine: Engine) -> str | None:
    with reading(engine) as tx:
        found: str | None = tx.execute(select(card.c.ts).where(card.c.channel == channel)).scalar_one_or_none()
    return found


def test_a_run_is_seen_and_nobodys_words_are_logged(running: Running) -> None:
    slack = running.slack
    slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    until(lambda: running.figures().get(("htst_deliveries_total", "card", "sent")), "a card is counted as sent")
    slack.say(AMY, "C0CYPE", f"We asked {SECRET} of the school", card_of("C0CYPE", running))
    slack.command(AMY, "C0CYPE", f"/htst update 10 Sent to {SECRET}")
    slack.command(AMY, "C0CYPE", f"/htst {SECRET} 10")
    slack.command(AMY, "C0CYPE", f"/htst update 999 {SECRET}")
    slack.command(AMY, "C0CYPE", "/htst status 10")
    until(
        lambda: running.figures().get(("htst_deliveries_total", "receipt", "sent")),
        "a receipt is counted as sent",
    )

    until(
        lambda: running.figures().get(("htst_jobs_total", "digest", "finish")), "the clock has run the digest"
    )

    assert running.get("/healthz") == (200, "alive\n")
    assert running.get("/readyz") == (200, "ready\n")
    figures = running.figures()
    assert figures["htst_requests_total", "ok", "update"] == 1
    assert figures["htst_requests_total", "refused", "update"] == 1
    assert figures["htst_requests_total", "refused", "other command"] == 1
    assert figures["htst_requests_total", "ok", "status"] == 1
    assert figures["htst_requests_total", "ok", "message"] >= 1
    assert figures[("htst_ack_seconds_count",)] >= 6
    assert figures["htst_deliveries_total", "card", "sent"] >= 1
    assert figures["htst_queue_notices", "failed"] == 0
    assert figures["htst_jobs_total", "digest", "finish"] == 1
    assert figures["htst_job_lateness_seconds_count", "digest"] == 1
    assert figures[("htst_transaction_seconds_count",)] > 20
    assert figures[("htst_database_up",)] == 1

    running.process.terminate()
    assert running.process.wait(60) == 0
    logged = running.log.read_text()
    for word in (SECRET, slack.bot_token, slack.signing_secret, "secret-ping-key", "school"):
        assert word not in logged
    lines = running.lines()
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    observed = next(line for line in lines if line.get("verb") == "message" and line["outcome"] == "ok")
    sent = [line for line in lines if line.get("kind") == "receipt" and line["outcome"] == "sent"]
    assert sent
    assert sent[0]["request"] in {line["request"] for line in lines if line.get("verb") == "message"}
    assert observed["ms"] >= 0
    assert any(line.get("job") == "digest" and line["message"] == "a job ran" for line in lines)


def test_a_request_that_fails_is_logged_without_what_it_said(running: Running) -> None:
    engine = open_database(running.environ["DATABASE_URL"])
    with transaction(engine) as tx:
        tx.execute(text('ALTER TABLE "update" RENAME TO "update_away"'))
    try:
        answer = running.slack.command(AMY, "C0CYPE", f"/htst update 10 Sent to {SECRET}")
        assert "nothing was saved" in str(answer)
    finally:
        with transaction(engine) as tx:
            tx.execute(text('ALTER TABLE "update_away" RENAME TO "update"'))
        engine.dispose()
    assert SECRET not in running.log.read_text()
    (failure,) = [line for line in running.lines() if line["logger"] == "bot.app"]
    assert failure["request"]
    assert any("workflow/updates.py" in place for place in failure["error"])
    assert running.figures()["htst_requests_total", "failed", "update"] == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_of_another_version_is_not_ready(running: Running) -> None:
    engine = open_database(running.environ["DATABASE_URL"])
    with engine.connect() as connection:
        now = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    set_to = text("UPDATE alembic_version SET version_num = :it")
    with transaction(engine) as tx:
        tx.execute(set_to, {"it": "0001"})
    try:
        status, why = running.get("/readyz")
        assert (status, "htst migrate" in why) == (503, True)
        assert running.get("/healthz")[0] == 200
    finally:
        with transaction(engine) as tx:
            tx.execute(set_to, {"it": now})
        engine.dispose()
    assert running.get("/readyz")[0] == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_process_without_http_answers_on_a_port_of_its_own(running: Running, tmp_path: Path) -> None:
    port = free_port()
    environ = running.environ | {"HTST_METRICS_PORT": str(port), "HTST_LISTEN": "127.0.0.2"}
    with (tmp_path / "worker.log").open("wb") as output:
        worker = subprocess.Popen([HTST, "worker"], env=environ, stderr=output)
    try:
        beside = Running(running.slack, f"http://127.0.0.2:{port}", tmp_path / "worker.log", worker, environ)
        until(lambda: is_ready(beside), "`htst worker` is ready")
        assert beside.get("/elsewhere")[0] == 404
        with pytest.raises(ConnectionRefusedError):  # who is not told otherwise listens on 127.0.0.1 alone
            socket.create_connection(("127.0.0.2", int(running.environ["PORT"])), 5)
        assert ("htst_queue_notices", "waiting") in beside.figures()
        doctor = subprocess.run([HTST, "doctor"], env=environ, capture_output=True, text=True, check=False)
        assert "✓ worker: process" in doctor.stdout
        assert "✓ run: process" in doctor.stdout
        assert "not running" not in doctor.stdout
        assert SECRET not in doctor.stdout + doctor.stderr
    finally:
        worker.terminate()
        assert worker.wait(60) == 0
