"""Copies and the way back: complete, of one moment, and never over somebody's data by mistake."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, update

from register.refused import Refused
from storage.actions import change_log
from storage.database import backup, schema
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate
from storage.database.tables import notice
from storage.processes import processes
from storage.processes.processes import Process
from storage.queue import claims
from storage.queue.notices import NoticeState
from tests.storage.database.copies import NOW, Saying, everything, fill, say, update_count


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> str:
    """Only SQLite: PostgreSQL has tools of its own (test_backup_postgresql)."""
    (tmp_path / "htst.db").write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{tmp_path}/htst.db"


@pytest.fixture
def table(engine: Engine) -> Engine:
    """A database that holds the sample, and one notice that waits."""
    fill(engine)
    return engine


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Engine]:
    """Where a copy is restored to: no database yet."""
    engine = open_database(f"sqlite:///{tmp_path}/elsewhere.db")
    yield engine
    engine.dispose()


def test_what_was_copied_is_what_comes_back(table: Engine, elsewhere: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert backup.backup(table, copy) == copy.stat().st_size
    assert copy.stat().st_mode & 0o077 == 0  # it is nobody else's to read
    done = backup.restore(elsewhere, copy, NOW)
    assert (done.registers, done.looked_up, done.kept) == (("kent",), 1, None)
    before, after = everything(table), everything(elsewhere)
    for name in before.keys() - {"notice"}:
        assert after[name] == before[name], name
    assert [one.name for one in tmp_path.glob(".htst-*")] == []


def test_a_copy_made_while_others_write_is_of_one_moment(
    table: Engine, elsewhere: Engine, tmp_path: Path
) -> None:
    """Each update is three rows in two tables: a copy from the middle of one would have a broken chain."""
    copies = []
    with Saying(table) as somebody:
        for number in range(6):
            least = somebody.count
            backup.backup(table, tmp_path / f"{number}.db")
            copies.append((least, tmp_path / f"{number}.db", somebody.count + 1))
            somebody.wait_for_more_than(least)
    for least, copy, most in copies:
        backup.restore(elsewhere, copy, NOW, force=True)
        with reading(elsewhere) as tx:
            assert change_log.broken_at(tx, "kent") is None
        assert least <= update_count(elsewhere) <= most


def test_what_waited_then_is_looked_up_before_it_is_sent(
    table: Engine, elsewhere: Engine, tmp_path: Path
) -> None:
    backup.backup(table, tmp_path / "copy.db")
    backup.restore(elsewhere, tmp_path / "copy.db", NOW + timedelta(days=1))
    with transaction(elsewhere) as tx:
        claim = claims.claim(tx, NOW + timedelta(days=2), timedelta(minutes=1))
    assert claim is not None
    assert claim.must_look_up
    assert claim.first_tried_at == NOW  # looked for since it was queued


def test_a_database_with_data_is_only_replaced_when_that_is_meant(table: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(table, copy)
    say(table, 1)
    before = everything(table)
    with pytest.raises(backup.WouldReplace, match="kent"):
        backup.restore(table, copy, NOW)
    assert everything(table) == before
    done = backup.restore(table, copy, NOW, force=True)
    assert update_count(table) == 0
    assert done.kept is not None
    kept = open_database(f"sqlite:///{done.kept}")
    assert update_count(kept) == 1
    kept.dispose()


def test_a_database_that_is_in_use_is_not_replaced(table: Engine, tmp_path: Path) -> None:
    backup.backup(table, tmp_path / "copy.db")
    with transaction(table) as tx:
        processes.begin(tx, Process("1", "bot", "here", "this", 17, NOW, NOW))
    with pytest.raises(Refused, match="process 17 on here"):
        backup.restore(table, tmp_path / "copy.db", NOW, force=True)
    later = NOW + timedelta(minutes=5)  # it has died
    backup.restore(table, tmp_path / "copy.db", later, force=True)


def test_a_copy_is_not_written_over_another(table: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    with pytest.raises(Refused, match="exists already"):
        backup.backup(table, copy)
    assert copy.read_text() == "precious"
    backup.backup(table, copy, force=True)
    with pytest.raises(Refused, match="database itself"):
        backup.backup(table, tmp_path / "htst.db", force=True)
    with pytest.raises(Refused, match="nowhere"):
        backup.backup(table, tmp_path / "nowhere" / "copy.db")


def damaged(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    copy.write_bytes(data)


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:20_000])


def no_database(copy: Path) -> None:
    copy.write_text("a letter")


def of_something_else(copy: Path) -> None:
    copy.unlink()
    database = sqlite3.connect(copy)
    database.execute("CREATE TABLE recipes (name)")
    database.commit()
    database.close()


def of_a_newer_version(copy: Path) -> None:
    database = sqlite3.connect(copy)
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()


def tampered(copy: Path) -> None:
    database = sqlite3.connect(copy)
    database.execute("UPDATE change SET by = 'U0EVIL' WHERE number = 3")
    database.commit()
    database.close()


def missing(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (damaged, "damaged"),
        (cut, "damaged"),
        (no_database, "no SQLite database"),
        (of_something_else, "none of HTST's tables"),
        (of_a_newer_version, "newer version"),
        (missing, "no file"),
    ],
)
def test_a_copy_that_is_not_sound_changes_nothing(table: Engine, tmp_path: Path, spoil: Any, why: str) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(table, copy)
    spoil(copy)
    before = everything(table)
    with pytest.raises(Refused, match=why):
        backup.restore(table, copy, NOW, force=True)
    assert everything(table) == before
    assert [one.name for one in tmp_path.glob("htst.db.before*")] == []


def test_a_copy_that_was_tampered_with_needs_somebody_who_means_it(
    table: Engine, elsewhere: Engine, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(table, copy)
    tampered(copy)
    with pytest.raises(Refused, match="change 3 of kent"):
        backup.restore(elsewhere, copy, NOW)
    assert not (tmp_path / "elsewhere.db").exists()
    backup.restore(elsewhere, copy, NOW, force=True)
    assert update_count(elsewhere) == 0


def test_a_copy_of_an_older_version_is_brought_forward(elsewhere: Engine, tmp_path: Path) -> None:
    old = open_database(f"sqlite:///{tmp_path}/old.db")
    migrate(old, "0001")
    old.dispose()
    backup.restore(elsewhere, tmp_path / "old.db", NOW)
    assert schema.is_current(elsewhere)
    source = open_database(f"sqlite:///{tmp_path}/old.db")
    assert not schema.is_current(source)  # the copy itself is left as it was
    source.dispose()


def test_what_was_sent_stays_sent(table: Engine, elsewhere: Engine, tmp_path: Path) -> None:
    with transaction(table) as tx:
        tx.execute(update(notice).values(state=NoticeState.SENT, settled_at=NOW))
    backup.backup(table, tmp_path / "copy.db")
    assert backup.restore(elsewhere, tmp_path / "copy.db", NOW).looked_up == 0


def test_the_command_for_postgresql_holds_no_password_and_quotes_names() -> None:
    url = make_url(
        "postgresql+psycopg://htst:s3cret@db.example:5433/the%20register?sslmode=require&password=s3cret"
    )
    assert backup.dump_command(url, Path("copy.dump")) == [
        "pg_dump",
        "--format=custom",
        "--file=copy.dump",
        "--dbname=sslmode=require host=db.example dbname='the register' user=htst port=5433",
    ]
