"""Jobs seen from outside: pings, lateness, failures, and how long what they queue is worth sending."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine, select

from bot.counters import Counters
from config.settings import Settings
from jobs.ping import pinger
from jobs.timetable import TIMETABLE, Job, tick
from runtime.clock_process import job_observer
from runtime.metrics import Metrics
from storage.database.engine import reading
from storage.database.queue_tables import notice
from storage.queue import notices
from tests.waiting import serving


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[tuple[str, list[str]]]:
    """A service that hears pings: its address, and the paths that were asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        observed: ClassVar[list[str]] = paths

        def do_GET(self) -> None:
            self.observed.append(self.path)
            self.send_response(500 if "broken" in self.path else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with serving(HTTPServer(("127.0.0.1", 0), Handler), "the service that hears pings") as address:
        yield address, paths


def test_each_job_is_heard_at_its_start_and_its_end(table: Engine, service: tuple[str, list[str]]) -> None:
    address, paths = service
    now = at("2022-11-21T10:00")
    tick(table, now, now, observer=pinger(f"{address}/key/htst-{{job}}"))
    assert paths == [
        "/key/htst-round/start",  # the record of the meeting of 15 November, of which nobody is asked
        "/key/htst-round",
        "/key/htst-reminders/start",
        "/key/htst-reminders",
        "/key/htst-digest/start",
        "/key/htst-digest",
        "/key/htst-tidying/start",
        "/key/htst-tidying",
    ]
    tick(table, now, now, observer=pinger(address))
    assert len(paths) == 8  # nothing was due


def test_a_clock_that_pings_counts_its_jobs_too(table: Engine, service: tuple[str, list[str]]) -> None:
    address, paths = service
    metrics, now = Metrics(table, Counters(), lambda: now), at("2022-11-21T10:00")
    tick(table, now, now, observer=job_observer(Settings(ping_url=address), metrics))
    assert paths.count("/") == paths.count("/start") == 4
    assert metrics.registry.get_sample_value("htst_jobs_total", {"job": "digest", "outcome": "finish"}) == 1


def test_a_job_that_fails_is_heard_and_keeps_no_other_from_running(
    table: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any) -> list[notices.Notice]:
        raise RuntimeError("on purpose")

    from jobs import timetable

    _round, reminders, digest, *_others = timetable.TIMETABLE
    broken = Job("reminders", reminders.latest, fails, reminders.expires)
    monkeypatch.setattr(timetable, "TIMETABLE", (broken, digest))
    observed: list[tuple[str, str, float]] = []
    now = at("2022-11-21T10:00")
    with pytest.raises(RuntimeError, match="on purpose"):
        tick(table, now, now, observer=lambda *item: observed.append(item))
    assert observed == [
        ("reminders", "start", 3600.0),
        ("reminders", "fail", 3600.0),
        ("digest", "start", 1800.0),
        ("digest", "finish", 1800.0),
    ]
    with reading(table) as tx:
        assert set(tx.execute(select(notice.c.kind)).scalars()) == {"digest", "chart"}
    monkeypatch.setattr(timetable, "TIMETABLE", (reminders, digest))
    assert {one.kind for one in tick(table, now, now)} <= {"reminder", "escalation"}


def test_a_service_that_does_not_answer_is_no_trouble_and_its_address_no_secret_told(
    service: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    address, paths = service
    with caplog.at_level(logging.INFO):
        pinger(f"{address}/broken-key")("digest", "fail", 0.0)
        pinger("http://127.0.0.1:9/secret-key")("digest", "start", 0.0)
    assert paths == ["/broken-key/fail"]
    assert [one.getMessage() for one in caplog.records] == ["no ping: HTTPError", "no ping: URLError"]
    assert "key" not in caplog.text


def test_the_address_of_each_job_of_the_timetable_can_be_asked_for(service: tuple[str, list[str]]) -> None:
    address, paths = service
    for job in TIMETABLE:
        pinger(f"{address}/htst-{{job}}")(job.name, "start", 0.0)
    assert len(paths) == len(TIMETABLE)
    assert "/htst-board-pack/start" in paths


@pytest.mark.parametrize("url", ["http://hc-ping..example/key", "http://[::1/key", "http://127.0.0.1:9/a key"])
def test_a_ping_that_cannot_be_sent_keeps_no_job_from_running(table: Engine, url: str) -> None:
    now = at("2022-11-16T18:00")
    assert len(tick(table, now, now, observer=pinger(url))) == 3


def test_a_dry_run_is_heard_by_nobody(table: Engine) -> None:
    observed: list[object] = []
    now = at("2022-11-21T10:00")
    assert tick(table, now, now, dry_run=True, observer=lambda *item: observed.append(item))
    assert observed == []


@pytest.mark.parametrize(
    ("now", "kind", "expected"),
    [
        ("2022-11-16T18:00", "reminder", "2022-11-18T00:00"),  # Wednesday: to the end of Thursday
        ("2022-11-18T18:00", "reminder", "2022-11-22T00:00"),  # Friday: to the end of Monday
        ("2022-11-21T18:00", "digest", "2022-11-25T00:00"),
        ("2022-12-23T18:00", "reminder", "2022-12-29T00:00"),  # the bank holidays of Christmas do not count
    ],
)
def test_what_is_queued_is_worth_sending_for_a_while(table: Engine, now: str, kind: str, expected: str) -> None:
    tick(table, at(now), at(now))
    with reading(table) as tx:
        found = tx.execute(select(notice.c.valid_until).where(notice.c.kind == kind)).scalars().all()
    assert set(found) == {at(expected)}


def test_a_rehearsal_of_a_past_day_does_not_expire_before_it_is_sent(table: Engine) -> None:
    tick(table, at("2022-11-16T18:00"), at("2026-11-20T12:00"))
    with reading(table) as tx:
        found = tx.execute(select(notice.c.valid_until)).scalars().all()
    assert set(found) == {at("2026-11-24T00:00")}


def test_all_that_a_job_queues_bears_one_id_and_another_job_has_its_own(table: Engine) -> None:
    now = at("2022-11-21T10:00")
    tick(table, at("2022-11-16T18:00"), now)
    tick(table, now, now)
    with reading(table) as tx:
        rows = tx.execute(select(notice.c.kind, notice.c.request)).all()
    ids = {kind: {row.request for row in rows if row.kind == kind} for kind in ("reminder", "digest")}
    assert all(len(found) == 1 for found in ids.values()) or len(ids["reminder"]) == 2
    assert None not in ids["digest"] | ids["reminder"]
    assert not ids["digest"] & ids["reminder"]
