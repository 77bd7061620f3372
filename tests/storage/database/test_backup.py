"""Copies and the way back: complete, of one moment, and never over somebody's data by mistake."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, update

from register.refused import Refused
from storage.actions import change_chain
from storage.database import backup, schema
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate
from storage.database.queue_tables import notice
from storage.processes import leases, processes
from storage.processes.processes import Process
from storage.queue import claims
from storage.queue.notices import NoticeState
from tests.conftest import ROOT
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
    assert (done.registers, done.looked_up, done.previous) == (("kent",), 1, None)
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
            assert change_chain.broken_at(tx, "kent") is None
        assert least <= update_count(elsewhere) <= most


def test_what_waited_then_is_looked_up_before_it_is_sent_and_waits_for_no_pause_or_lease_of_then(
    table: Engine, elsewhere: Engine, tmp_path: Path
) -> None:
    second, long_after = timedelta(seconds=1), NOW + timedelta(days=9)
    with transaction(table) as tx:
        claims.pause(tx, claims.WORKSPACE, long_after)
        assert leases.acquire(tx, "catch-up", NOW, long_after)
    backup.backup(table, tmp_path / "copy.db")
    backup.restore(elsewhere, tmp_path / "copy.db", NOW + timedelta(days=1))
    with transaction(elsewhere) as tx:
        claim = claims.claim(tx, NOW + timedelta(days=2), second, workspace=second)
        assert leases.acquire(tx, "catch-up", NOW, NOW + second)
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
    assert done.previous is not None
    previous = open_database(f"sqlite:///{done.previous}")
    assert update_count(previous) == 1
    previous.dispose()


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


def test_a_database_that_is_damaged_is_not_copied_over_the_last_sound_copy(
    table: Engine, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(table, copy)
    sound = copy.read_bytes()
    with table.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    table.dispose()
    damaged(tmp_path / "htst.db")
    with pytest.raises(Refused, match="damaged"):
        backup.backup(table, copy, force=True)
    assert copy.read_bytes() == sound


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
    with pytest.raises(Refused, match="change 3 of kent"):  # to replace a register is not to accept that
        backup.restore(table, copy, NOW, force=True)
    assert not (tmp_path / "elsewhere.db").exists()
    done = backup.restore(elsewhere, copy, NOW, accept_tampered=True)
    assert done.broken == (("kent", 3),)
    assert update_count(elsewhere) == 0


def test_a_link_is_followed_and_stays_a_link(table: Engine, elsewhere: Engine, tmp_path: Path) -> None:
    volume = tmp_path / "volume"
    volume.mkdir()
    link = tmp_path / "copy.db"
    link.symlink_to(volume / "nightly.db")
    backup.backup(table, link)  # the volume is new and empty
    first = (volume / "nightly.db").read_bytes()
    say(table, 1)
    backup.backup(table, link, force=True)
    assert link.is_symlink()
    assert (volume / "nightly.db").read_bytes() != first
    assert [one.name for one in volume.iterdir()] == ["nightly.db"]
    backup.restore(elsewhere, link, NOW)
    assert update_count(elsewhere) == 1


def device(path: Path) -> None:
    path.symlink_to("/dev/null")


def circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("place", [os.mkfifo, Path.mkdir, device, circle])
def test_what_is_no_ordinary_file_is_never_replaced(table: Engine, tmp_path: Path, place: Any) -> None:
    name = tmp_path / "copy.db"
    place(name)
    before = name.lstat()
    with pytest.raises(Refused, match="not an ordinary file"):
        backup.backup(table, name, force=True)
    assert (name.lstat().st_mode, name.lstat().st_ino) == (before.st_mode, before.st_ino)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_the_files_of_the_database_itself_are_never_replaced(
    table: Engine, tmp_path: Path, ending: str
) -> None:
    before = everything(table)
    (tmp_path / "link").symlink_to(tmp_path / f"htst.db{ending}")
    for name in (f"htst.db{ending}", "link"):
        with pytest.raises(Refused, match="database itself"):
            backup.backup(table, tmp_path / name, force=True)
    assert everything(table) == before


def test_a_database_that_is_damaged_is_replaced_only_when_that_is_meant_and_kept(
    table: Engine, tmp_path: Path
) -> None:
    copy, database = tmp_path / "copy.db", tmp_path / "htst.db"
    backup.backup(table, copy)
    table.dispose()
    data = database.read_bytes()
    database.write_bytes(data[:100] + b"\xff" * 4000 + data[4100:])
    spoilt = database.read_bytes()
    with pytest.raises(backup.WouldReplace, match="cannot be read"):
        backup.restore(table, copy, NOW)
    assert database.read_bytes() == spoilt
    done = backup.restore(table, copy, NOW, force=True)
    assert update_count(table) == 0
    assert done.previous is not None
    assert done.previous.read_bytes() == spoilt


def test_a_database_of_an_earlier_version_is_kept_when_it_is_replaced(table: Engine, tmp_path: Path) -> None:
    backup.backup(table, tmp_path / "copy.db")
    old = open_database(f"sqlite:///{tmp_path}/old.db")
    migrate(old, "0001")
    done = backup.restore(old, tmp_path / "copy.db", NOW)
    assert done.previous is None  # there was no register in it
    assert done.registers == ("kent",)
    old.dispose()


def test_there_is_no_way_into_a_folder_that_is_not_there(table: Engine, tmp_path: Path) -> None:
    backup.backup(table, tmp_path / "copy.db")
    engine = open_database(f"sqlite:///{tmp_path}/nowhere/htst.db")
    with pytest.raises(Refused, match="no folder"):
        backup.restore(engine, tmp_path / "copy.db", NOW)
    engine.dispose()


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from register.refused import Refused
from storage.database import backup
from storage.database.engine import open_database

operation, url, copy, limit = sys.argv[1:]
engine = open_database(url)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    if operation == "backup":
        backup.backup(engine, Path(copy), force=True)
    else:
        backup.restore(engine, Path(copy), datetime.now(UTC), force=True)
except Refused as refused:
    sys.exit(f"refused: {refused}")
"""


@pytest.mark.parametrize("operation", ["backup", "restore"])
@pytest.mark.parametrize("limit", [0, 4096, 200_000])
def test_a_disk_that_is_full_is_told_and_leaves_all_as_it_was(
    table: Engine, tmp_path: Path, operation: str, limit: int
) -> None:
    """No file may grow beyond the limit, in a process of its own: the nearest to a full disk without one."""
    copy = tmp_path / "copy.db"
    backup.backup(table, copy)
    say(table, 1)
    before, copied, names = everything(table), copy.read_bytes(), {one.name for one in tmp_path.iterdir()}
    words = [sys.executable, "-c", FULL_DISK, operation, f"sqlite:///{tmp_path}/htst.db", str(copy), str(limit)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("refused: "), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert everything(table) == before
    assert copy.read_bytes() == copied
    assert {one.name for one in tmp_path.iterdir()} == names


def test_a_copy_of_an_older_version_is_brought_forward(elsewhere: Engine, tmp_path: Path) -> None:
    old = open_database(f"sqlite:///{tmp_path}/old.db")
    migrate(old, "0001")
    old.dispose()
    backup.restore(elsewhere, tmp_path / "old.db", NOW)
    assert schema.is_current(elsewhere)
    source = open_database(f"sqlite:///{tmp_path}/old.db")
    assert not schema.is_current(source)  # the copy itself is left as it was
    source.dispose()


def test_a_copy_of_the_files_as_they_were_comes_back_with_the_newest_changes(
    table: Engine, elsewhere: Engine, tmp_path: Path
) -> None:
    """After a crash, or in a plain copy of the files, the newest changes are in the file beside the database."""
    with table.connect() as kept_open:  # or SQLite would write them into the database
        say(table, 1)
        assert kept_open.exec_driver_sql("SELECT count(*) FROM register").scalar() == 1
        for ending in ("", "-wal"):
            shutil.copyfile(f"{tmp_path}/htst.db{ending}", f"{tmp_path}/files.db{ending}")
    backup.restore(elsewhere, tmp_path / "files.db", NOW)
    assert update_count(elsewhere) == update_count(table) == 1


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
