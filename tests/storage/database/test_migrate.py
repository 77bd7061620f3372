"""The commands of docs/upgrade.md, from the first release's schema with data, and the way back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, MetaData, Table, inspect, select, text

from config.settings import VARIABLES
from htst import main
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate
from storage.database.schema import NEWEST
from tests.storage.database.test_schema import empty, fill

__all__ = ["empty"]

# As the first release wrote them.
REMINDERS = {"before": [28, 7], "after_every": 7, "lead_after": 14, "admin_after": None, "at": "09:00:00"}
DIGEST = {"weekday": 0, "at": "09:30:00"}


def fill_as_released(empty: Engine) -> None:
    """Bring an empty database to the first release's schema, with a row in each of its main tables."""
    migrate(empty, "0001")
    fill(empty)
    with transaction(empty) as tx:
        register = Table("register", MetaData(), autoload_with=tx)
        tx.execute(register.update().values(reminders=REMINDERS, digest=DIGEST))


@pytest.fixture
def released(empty: Engine) -> Iterator[Engine]:
    """A database of the first release, with a row in each of its main tables."""
    fill_as_released(empty)
    yield empty
    empty.dispose()


def run(engine: Engine, *words: object, status: int = 0) -> str:
    url = engine.url.render_as_string(hide_password=False)
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": url}
    done = CliRunner().invoke(main, [str(word) for word in words], env=environ)
    assert done.exit_code == status, done.output
    return done.output


def rows(engine: Engine) -> dict[str, list[Any]]:
    """All rows, in whatever tables there are."""
    with reading(engine) as tx:
        found = MetaData()
        names = inspect(tx).get_table_names()
        return {name: list(tx.execute(select(Table(name, found, autoload_with=tx)))) for name in names}


def test_it_is_refused_until_it_is_migrated_and_then_all_is_there(released: Engine) -> None:
    assert "htst migrate" in run(released, "list", status=2)
    assert "revision" in run(released, "migrate")
    assert "What was promised" in run(released, "status", "10")
    assert "Drafted" in run(released, "status", "10")
    assert "card to C0CYPE" in run(released, "notices", "--waiting")


def seen_process(engine: Engine, at: datetime) -> Table:
    """Add a bot whose last heartbeat was at that moment (UTC); returns the table of processes that the database has."""
    with transaction(engine) as tx:
        process = Table("process", MetaData(), autoload_with=tx)
        values = {"id": "a", "kind": "bot", "host": "council", "machine": "m", "pid": 7}
        tx.execute(process.insert().values(values | {"started_at": at, "seen_at": at}))
    return process


def test_nothing_is_migrated_under_a_process_that_runs(released: Engine) -> None:
    """An older bot would go on writing, without what newer code keeps beside it, and say that all was saved."""
    now = datetime.now(UTC)
    migrate(released, "0012")  # the first release kept no processes
    process = seen_process(released, now)
    before = rows(released)
    assert "The database is in use (bot: process 7 on council): stop that first. If it was killed" in run(
        released, "migrate", status=2
    )
    assert rows(released) == before
    with transaction(released) as tx:
        tx.execute(process.update().values(seen_at=now - timedelta(minutes=2)))  # it was killed
    run(released, "migrate")


def test_a_process_that_was_killed_under_a_wrong_clock_does_not_keep_a_migration_out(released: Engine) -> None:
    """Its heartbeat lies in the future, and repair-clock asks for the migration first."""
    now = datetime.now(UTC)
    migrate(released, "0012")
    seen_process(released, now + timedelta(days=400))
    run(released, "migrate")


def test_what_is_migrated_already_needs_no_stop(released: Engine) -> None:
    now = datetime.now(UTC)
    run(released, "migrate")
    seen_process(released, now)
    run(released, "migrate")  # as before the start of each of several parts: there is nothing to do


def test_a_migration_may_wait_until_a_killed_process_counts_as_dead(released: Engine) -> None:
    """As a service manager starts it, which nobody reads."""
    migrate(released, "0012")
    seen_process(released, datetime.now(UTC) - timedelta(seconds=59))
    shown = run(released, "migrate", "--wait")
    assert "If it was killed, try again in a minute. It is tried again for up to 65 s." in shown
    assert f"The database is at revision {NEWEST}." in shown


def test_a_migration_with_nothing_to_do_writes_nothing(released: Engine) -> None:
    """The disk may be full, and is no concern of a command that changes nothing."""
    if released.dialect.name != "sqlite":
        return  # its planner's statistics, which a migration writes last, are SQLite's
    run(released, "migrate")
    with transaction(released) as tx:
        tx.execute(text("DELETE FROM sqlite_stat1"))
    run(released, "migrate")
    with reading(released) as tx:
        assert not tx.execute(text("SELECT count(*) FROM sqlite_stat1")).scalar_one()


def test_the_copy_from_before_is_the_way_back(released: Engine, tmp_path: Path) -> None:
    """On SQLite by copying the file; on PostgreSQL by pg_restore into a new database (test_backup_postgresql)."""
    if released.dialect.name != "sqlite":
        return
    before = rows(released)
    run(released, "backup", tmp_path / "before.db")
    run(released, "migrate")
    assert rows(released) != before
    released.dispose()
    database = Path(str(released.url.database))
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "before.db", database)
    again = open_database(f"sqlite:///{database}")
    assert rows(again) == before
    again.dispose()
