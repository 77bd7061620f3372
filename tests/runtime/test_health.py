"""What a monitoring service is told of a process, also while its database is out of reach."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, create_engine

from bot.counters import Counters
from register.register import Register
from runtime.health import Health
from runtime.metrics import Metrics
from storage.database.engine import transaction
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.fixture
def out_of_reach(tmp_path: Path) -> Iterator[Engine]:
    """A database in a folder that is not there, as when a disk is not mounted."""
    engine = create_engine(f"sqlite:///{tmp_path}/not-mounted/htst.db")
    yield engine
    engine.dispose()


def metrics(engine: Engine) -> Metrics:
    return Metrics(engine, Counters(), lambda: NOW)


def get(path: str, health: Health) -> tuple[str, str]:
    statuses = []

    def start_response(status: str, _headers: list[tuple[str, str]], *_: Any) -> Any:
        statuses.append(status)

    body = b"".join(health({"REQUEST_METHOD": "GET", "PATH_INFO": path}, start_response))
    return statuses[0], body.decode()


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Each figure by its name and its labels' values."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_without_its_database_a_process_is_alive_and_not_ready(out_of_reach: Engine) -> None:
    health = Health(out_of_reach, metrics(out_of_reach))
    assert get("/healthz", health) == ("200 OK", "alive\n")
    assert get("/readyz", health) == ("503 Service Unavailable", "the database cannot be reached\n")


def test_without_its_database_a_process_gives_the_figures_that_it_has_itself(out_of_reach: Engine) -> None:
    measured = metrics(out_of_reach)
    measured.delivered("reminder", "again later")
    status, text = get("/metrics", Health(out_of_reach, measured))
    found = figures(text)
    assert status == "200 OK"
    assert found[("htst_database_up",)] == 0
    assert found["htst_deliveries_total", "reminder", "again_later"] == 1
    assert not any(name == "htst_queue_notices" for name, *_labels in found), "an empty queue would look well"


def test_how_long_the_oldest_waits_is_told(engine: Engine, kent: Register) -> None:
    for minutes in (30, 2):
        queued = Notice(kent.slug, f"{minutes}", NoticeKind.REMINDER, "C0CYPE", payload={"text": "x"})
        with transaction(engine) as tx:
            notices.queue(tx, queued, NOW - timedelta(minutes=minutes))
    found = figures(metrics(engine).text().decode())
    assert found["htst_queue_notices", "waiting"] == 2
    assert found["htst_queue_oldest_seconds", "waiting"] == 30 * 60
    assert found["htst_queue_oldest_seconds", "held"] == 0
