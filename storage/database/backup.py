"""Backup of a database in use, and restore; for PostgreSQL, the commands that restore it."""

import os
import shlex
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import chain, count
from pathlib import Path

from sqlalchemy import URL, Engine, delete, inspect, select
from sqlalchemy.exc import DBAPIError

from register.refused import Refused
from storage.actions import change_chain, registers
from storage.database.address import address_of
from storage.database.engine import BUSY_SECONDS, open_database, reading, transaction
from storage.database.process_tables import lease
from storage.database.queue_tables import pace
from storage.database.ready import refuse_other_version
from storage.database.register_tables import register as register_table
from storage.database.schema import is_new
from storage.processes import processes
from storage.queue import resolution

_HEADER = b"SQLite format 3\0"


class AlreadyExists(Refused):
    """A file that would be overwritten; ``force`` allows it."""


class WouldReplace(Refused):
    """A register that would be replaced; ``force`` allows it."""


class TamperedCopy(Refused):
    """A copy whose chain of changes does not hold; ``accept_tampered`` accepts it."""


@dataclass(frozen=True)
class Restored:
    """The result of a restore: the registers, and how many notices will be looked up in Slack before they are sent.

    ``previous`` is the file with the database that was replaced, or None when there was nothing to keep. ``broken``
    gives, of each register whose chain of changes does not hold, the number of its first change that is not as written.
    """

    registers: tuple[str, ...]
    looked_up: int
    previous: Path | None
    broken: tuple[tuple[str, int], ...] = ()


def backup(engine: Engine, to: Path, *, force: bool = False) -> int:
    """Copy the database to a file, consistently while others write; return the size in bytes.

    SQLite's copy is a database, PostgreSQL's an archive of ``pg_dump``. The file gets its name only when the copy is
    complete and verified. A link is followed: what it names is written. Raises Refused when the file exists and may
    not be overwritten (``force``), is no ordinary file, or cannot be written.
    """
    source = _file(engine) if engine.dialect.name == "sqlite" else None
    if source and not source.exists():
        raise Refused(f"There is no database {source} to copy.")
    with _refusing(f"{to} cannot be written"):
        target = Path(os.path.realpath(to))
        if source and _is_part_of(target, source):
            raise Refused(f"{to} is the database itself: name another file.")
        if target.is_symlink() or (target.exists() and not target.is_file()):  # a link: it leads in a circle
            raise Refused(f"{to} is not an ordinary file: name one, or a new file.")
        if target.exists() and not force:
            raise AlreadyExists(f"{to} exists already.")
        with tempfile.TemporaryDirectory(prefix=".htst-", dir=target.parent) as folder:
            part = Path(folder) / "copy"
            if source:
                _copy(source, part)
                _verify(part)
            else:
                _dump(engine.url, part)
            part.chmod(0o600)  # it holds the whole register
            part.replace(target)
        return target.stat().st_size


def _is_part_of(target: Path, database: Path) -> bool:
    """Whether the file is the database, under whatever name, or one of the two that SQLite keeps beside it."""
    real = database.resolve()
    if target.exists() and real.exists() and target.samefile(real):
        return True
    return target in (real.with_name(f"{real.name}{ending}") for ending in ("", "-wal", "-shm", "-journal"))


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Turn a failure of the disk, in our own calls or in SQLite's, into Refused."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{what}: {error.strerror or type(error).__name__}.") from error
    except sqlite3.Error as error:
        raise Refused(f"{what}: {error}.") from error
    except DBAPIError as error:
        raise Refused(f"{what}: {error.orig}.") from error
    except RuntimeError as error:  # links in a circle, as Path.resolve says it in Python 3.11
        raise Refused(f"{what}: {error}.") from error


def restore(
    engine: Engine, copy: Path, now: datetime, *, force: bool = False, accept_tampered: bool = False
) -> Restored:
    """Replace a SQLite database by a copy, completely or not at all.

    The copy is verified and migrated to this code's schema in a temporary file first. Notices that were open when
    the copy was made may have been sent since: they are marked to be looked up. A database with a register in it, or
    one that is damaged, is replaced only with ``force``, and is kept beside it; one in use by a process is never
    replaced. A broken chain of changes is accepted only with ``accept_tampered``, and is in the result. Raises
    Refused.
    """
    if not copy.is_file():
        raise Refused(f"There is no file {copy}.")
    place = _file(engine)
    if _is_part_of(copy.resolve(), place):
        raise Refused(f"{copy} is the database itself: name the copy.")
    if not place.parent.is_dir():
        raise Refused(f"There is no folder {place.parent} for the database: make it first.")
    with _refusing(f"{place} cannot be restored, and is as it was"):
        present = _may_be_replaced(engine, now, force=force)
        real = place.resolve()
        with tempfile.TemporaryDirectory(prefix=".htst-", dir=real.parent) as folder:
            prepared = Path(folder) / "prepared"
            _copy_files(copy, prepared)
            _verify(prepared, named=copy)
            restored = _prepare(prepared, copy, now, accept_tampered=accept_tampered)
            previous = _unused(real.with_name(f"{real.name}.before-restore-{now:%Y%m%dT%H%M%S}"))
            engine.dispose()
            if present is _Present.DAMAGED:
                _move(real, previous)
                prepared.replace(real)
            else:
                if present is _Present.DATA:
                    backup(engine, previous)
                    engine.dispose()
                _copy(prepared, real)
        _verify(real)
    return restored if present is _Present.NOTHING else replace(restored, previous=previous)


def _dump(url: URL, to: Path) -> None:
    """Copy a PostgreSQL database to a file. Raises Refused with what its own program says, when that fails."""
    command = dump_command(url, to)
    # Never among the arguments, which others can see.
    password = {"PGPASSWORD": url.password} if url.password else {}
    try:
        subprocess.run(command, env=os.environ | password, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise Refused(
            "PostgreSQL's pg_dump is not on this machine: install it, of the server's version or newer (on Debian "
            f"postgresql-client), or run it where it is: {shlex.join(dump_command(url, Path('FILE')))}"
        ) from None
    except subprocess.CalledProcessError as failed:
        words = " ".join(failed.stderr.split()) or f"status {failed.returncode}"
        raise Refused(f"No copy was made: {words.replace('pg_dump: ', '').removeprefix('error: ')}") from None


def dump_command(url: URL, to: Path) -> list[str]:
    """The command that makes a copy of a PostgreSQL database, with its arguments, without the password."""
    return ["pg_dump", "--format=custom", f"--file={to}", f"--dbname={_without_password(url)}"]


def restore_command(engine: Engine, copy: Path) -> list[str]:
    """The command that restores such a copy into the empty PostgreSQL database of ``engine``, in one transaction.

    Raises Refused when the database is not empty: a table of a later version would remain and make the next
    migration fail. Owners and privileges are those of the new database.
    """
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise Refused(
                f"The database {engine.url.database} is not empty. Make a new one (createdb NAME), let "
                "DATABASE_URL name that, and ask again: what you have now is kept as it is."
            )
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    return ["pg_restore", *options, f"--dbname={_without_password(engine.url)}", str(copy)]


def _without_password(url: URL) -> str:
    """The address as a PostgreSQL connection string, which can quote any name."""
    from psycopg.conninfo import make_conninfo  # the driver loads slowly; on SQLite nothing else needs it

    options = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    parameters = options | url.translate_connect_args(username="user", database="dbname")
    return make_conninfo("", **{name: value for name, value in parameters.items() if name != "password"})


def broken_chains(engine: Engine) -> tuple[tuple[str, int], ...]:
    """Of each register whose chain of changes does not hold, the number of its first change that is not as written."""
    with reading(engine) as tx:
        numbers = {one.slug: change_chain.broken_at(tx, one.slug) for one in registers.every(tx)}
    return tuple((slug, number) for slug, number in numbers.items() if number is not None)


def complete_restore(engine: Engine, now: datetime) -> Restored:
    """``finish_restore`` for a database that was restored by other means, as by ``pg_restore``.

    Raises OtherVersion, and Refused where there is no register: a migration makes the tables of an empty database, so
    that all would look well after a ``pg_restore`` that failed.
    """
    with engine.connect() as connection:
        is_empty = is_new(connection)
    if not is_empty:
        refuse_other_version(engine)
    found = () if is_empty else _slugs(engine)
    if not found:
        raise Refused(
            f"There is no register in the database {engine.url.database}: the copy had none, or has not come into it. "
            "Restore one into a new, empty database."
        )
    return Restored(found, finish_restore(engine, now), None, broken_chains(engine))


def _slugs(engine: Engine) -> tuple[str, ...]:
    with reading(engine) as tx:
        return tuple(one.slug for one in registers.every(tx))


def finish_restore(engine: Engine, now: datetime) -> int:
    """Bring a restored database up to date: delete processes, pauses and leases, and mark open notices as unknown.

    Returns how many notices are open.
    """
    with transaction(engine) as tx:
        processes.forget_all(tx)
        tx.execute(delete(pace))
        tx.execute(delete(lease))
        return resolution.mark_all_unknown(tx, now)


def _file(engine: Engine) -> Path:
    named = engine.url.database
    if not named or named == ":memory:":
        raise Refused("The database is only in memory: there is no file to copy.")
    return Path(named)


def _unused(path: Path) -> Path:
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain([path], numbered) if not one.exists())


class _Present(Enum):
    """What is in the place of the database to be restored: no data, a register, or a file that cannot be read."""

    NOTHING, DATA, DAMAGED = range(3)


def _may_be_replaced(engine: Engine, now: datetime, *, force: bool) -> _Present:
    """What the database holds now. Raises Refused when it must not be replaced."""
    place = _file(engine)
    if not place.exists():
        return _Present.NOTHING
    if place.stat().st_size and not _is_sqlite(place):
        raise Refused(f"{place} holds something that is not HTST's: it is left alone.")
    try:
        return _present(engine, now, force=force)
    except DBAPIError as failed:
        # Another kind of error: it is in use, or out of reach, and nothing says that it is damaged.
        if type(failed.orig) is not sqlite3.DatabaseError:
            raise
        if not force:
            raise WouldReplace(f"The database {place} cannot be read ({failed.orig}).") from failed
        return _Present.DAMAGED


def _present(engine: Engine, now: datetime, *, force: bool) -> _Present:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if "register" not in tables:
        if tables:
            raise Refused(f"{engine.url.database} holds something that is not HTST's: it is left alone.")
        return _Present.NOTHING
    with reading(engine) as tx:
        # Only what the first versions had: the database may be of an earlier one.
        slugs = tx.execute(select(register_table.c.slug).order_by(register_table.c.slug)).scalars().all()
        processes.refuse_running(tx, now)
    if slugs and not force:
        raise WouldReplace(f"The database has data in it (register {', '.join(slugs)}).")
    return _Present.DATA if slugs else _Present.NOTHING


def _move(database: Path, to: Path) -> None:
    """Move a database that cannot be read, with what SQLite keeps beside it."""
    for ending in ("-wal", "-shm", "-journal", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(to.with_name(to.name + ending))


def _prepare(prepared: Path, copy: Path, now: datetime, *, accept_tampered: bool) -> Restored:
    from storage.database.migrate import migrate

    engine = open_database(address_of(prepared))
    try:
        try:
            migrate(engine)
        except Refused as refused:
            raise Refused(f"{copy} cannot be restored here. {refused}") from refused
        broken = broken_chains(engine)
        if broken and not accept_tampered:
            slug, number = broken[0]
            raise TamperedCopy(f"{copy} has been tampered with: change {number} of {slug} is not as written.")
        return Restored(_slugs(engine), finish_restore(engine, now), None, broken)
    finally:
        engine.dispose()


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_HEADER)) == _HEADER


def _copy_files(copy: Path, to: Path) -> None:
    """Copy a SQLite file and its write-ahead log, which has the newest changes where the files were copied as such."""
    real = copy.resolve()
    for ending in ("", "-wal"):
        part = real.with_name(real.name + ending)
        if part.is_file():
            target = to.with_name(to.name + ending)
            shutil.copyfile(part, target)
            target.chmod(0o600)


def _verify(file: Path, *, named: Path | None = None) -> None:
    """Raise Refused unless the file is a sound database of ours. ``named`` is what it is called in the refusal."""
    named = named or file
    if not _is_sqlite(file):
        raise Refused(f"{named} is not a copy of a register: it is no SQLite database.")
    try:
        with _opened(file) as database:
            (sound,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = database.execute("PRAGMA foreign_key_check").fetchone()
            ours = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{named} is damaged ({error}).") from error
    if sound != "ok" or orphan:
        raise Refused(f"{named} is damaged ({sound if sound != 'ok' else 'rows without their parents'}).")
    if not ours:
        raise Refused(f"{named} is not a copy of a register: it has none of HTST's tables.")


def _copy(source: Path, to: Path) -> None:
    # All pages in one step: a copy in several steps restarts whenever another process writes.
    with _opened(source) as opened, closing(sqlite3.connect(to, timeout=BUSY_SECONDS)) as target:
        opened.backup(target)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as database:
        yield database
