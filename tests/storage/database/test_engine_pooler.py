"""PostgreSQL behind a pooler that shares server connections by transaction, as many hosts offer it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Engine, text

from storage.database.engine import open_database, reading, reading_once, transaction
from tests.databases import PostgresRows
from tests.storage.database.copies import fill, say, update_count
from tests.storage.database.pooler import pooler


@pytest.fixture(params=["postgresql"])
def database_url(postgres_rows: PostgresRows) -> str:
    """Only PostgreSQL has poolers."""
    postgres_rows.empty()
    return postgres_rows.url


@pytest.fixture
def pooled_url(database_url: str) -> Iterator[str]:
    """The database through a pooler with two server connections."""
    with pooler(database_url, 2) as url:
        yield url


@pytest.fixture
def pooled(pooled_url: str) -> Iterator[Engine]:
    """The database as the bot opens it, through the pooler."""
    engine = open_database(pooled_url)
    yield engine
    engine.dispose()


def test_every_update_is_saved(pooled: Engine) -> None:
    fill(pooled)
    before = update_count(pooled)

    def work(worker: int) -> None:
        for number in range(15):
            say(pooled, 100 * worker + number)
            update_count(pooled)
            with reading_once(pooled) as tx:
                assert (
                    tx.execute(text("SELECT count(*) FROM action WHERE ref = :ref"), {"ref": "10"}).scalar()
                    == 1
                )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert update_count(pooled) == before + 90


def test_limits_and_planning_hold_in_each_transaction_and_are_left_to_nobody_else(
    pooled: Engine, pooled_url: str
) -> None:
    for begin in (transaction, reading):
        with begin(pooled) as tx:
            assert tx.execute(text("SHOW lock_timeout")).scalar() == "10s"
            assert tx.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() in ("60s", "1min")
            assert tx.execute(text("SHOW random_page_cost")).scalar() == "1.1"
            assert tx.execute(text("SHOW max_parallel_workers_per_gather")).scalar() == "0"
    for _each in range(4):  # another application on the same server connections
        with psycopg.connect(pooled_url, prepare_threshold=None) as other:
            assert other.execute("SHOW lock_timeout").fetchone() == ("0",)
            assert other.execute("SHOW random_page_cost").fetchone() == ("4",)
