"""Backup and restore of a SQLite database in use; for PostgreSQL, the commands that do it."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import URL, Engine, delete, inspect

from register.refused import Refused
from storage.actions import change_log, registers
from storage.database.engine import BUSY_SECONDS, open_database, reading, transaction
from storage.database.tables import lease, pace
from storage.processes import processes
from storage.queue import resolution

_HEADER = b"SQLite format 3\0"


class AlreadyExists(Refused):
    """A file that would be overwritten; ``force`` allows it."""


class WouldReplace(Refused):
    """A register that would be replaced; ``force`` allows it."""


class TamperedCopy(Refused):
    """A copy whose chain of changes does not hold; ``force`` accepts it."""


@dataclass(frozen=True)
class Restored:
    """The result of a restore: the registers, and how many notices will be looked up in Slack before they are sent.

    ``kept`` is the file with the database that was replaced, or None when there was nothing to keep.
    """

    registers: tuple[str, ...]
    looked_up: int
    kept: Path | None


def backup(engine: Engine, to: Path, *, force: bool = False) -> int:
    """Copy a SQLite database to a file, consistently while others write; return the size in bytes.

    The file gets its name only when the copy is complete and verified. Raises Refused when the file exists and
    may not be overwritten (``force``), or cannot be written.
    """
    if not _file(engine).exists():
        raise Refused(f"There is no database {_file(engine)} to copy.")
    if to.exists() and not force:
        raise AlreadyExists(f"{to} exists already.")
    if to.resolve() == _file(engine).resolve():
        raise Refused(f"{to} is the database itself: name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".htst-", dir=to.parent) as folder:
            part = Path(folder) / "copy"
            _copy(_file(engine), part)
            _verify(part)
            part.chmod(0o600)  # it holds the whole register
            part.replace(to)
    except OSError as error:
        raise Refused(f"{to} cannot be written: {error.strerror}.") from error
    return to.stat().st_size


def restore(engine: Engine, copy: Path, now: datetime, *, force: bool = False) -> Restored:
    """Replace a SQLite database by a copy, completely or not at all.

    The copy is verified and migrated to this code's schema in a temporary file first. Notices that were open when
    the copy was made may have been sent since: they are marked to be looked up. A database with a register in it is
    replaced only with ``force``, and a backup of it is kept beside it; one in use by a process is never replaced. A
    broken chain of changes is accepted only with ``force``. Raises Refused.
    """
    if not copy.is_file():
        raise Refused(f"There is no file {copy}.")
    place = _file(engine)
    if copy.resolve() == place.resolve():
        raise Refused(f"{copy} is the database itself: name the copy.")
    has_data = _may_be_replaced(engine, now, force=force)
    with tempfile.TemporaryDirectory(prefix=".htst-", dir=place.parent) as folder:
        prepared = Path(folder) / "prepared"
        _verify(copy)
        shutil.copyfile(copy, prepared)
        found, looked_up = _prepare(prepared, copy, now, force=force)
        kept = None
        if has_data:
            kept = _unused(place.with_name(f"{place.name}.before-restore-{now:%Y%m%dT%H%M%S}"))
            backup(engine, kept)
        engine.dispose()
        _copy(prepared, place)
    _verify(place)
    return Restored(found, looked_up, kept)


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
    taken = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain([path], taken) if not one.exists())


def _may_be_replaced(engine: Engine, now: datetime, *, force: bool) -> bool:
    """Whether the database has a register in it. Raises Refused when it must not be replaced."""
    if not _file(engine).exists():
        return False
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if "register" not in tables:
        if tables:
            raise Refused(f"{engine.url.database} holds something that is not HTST's: it is left alone.")
        return False
    with reading(engine) as tx:
        known = registers.every(tx)
        alive = [one for one in processes.every(tx) if not one.is_stale(now)] if "process" in tables else []
    if alive:
        first = alive[0]
        raise Refused(
            f"A {first.kind} runs on the database (process {first.pid} on {first.host}): stop it first."
        )
    if known and not force:
        slugs = ", ".join(one.slug for one in known)
        raise WouldReplace(f"The database has data in it (register {slugs}).")
    return bool(known)


def _prepare(prepared: Path, copy: Path, now: datetime, *, force: bool) -> tuple[tuple[str, ...], int]:
    from storage.database.migrate import migrate

    engine = open_database(f"sqlite:///{prepared}")
    try:
        try:
            migrate(engine)
        except Refused as refused:
            raise Refused(f"{copy} cannot be restored here. {refused}") from refused
        with reading(engine) as tx:
            found = tuple(one.slug for one in registers.every(tx))
            for slug in found:
                broken = change_log.broken_at(tx, slug)
                if broken is not None and not force:
                    raise TamperedCopy(
                        f"{copy} has been tampered with: change {broken} of {slug} is not as written."
                    )
        return found, finish_restore(engine, now)
    finally:
        engine.dispose()


def _verify(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(_HEADER)) != _HEADER:
            raise Refused(f"{file} is not a copy of a register: it is no SQLite database.")
    try:
        with _opened(file) as database:
            (sound,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = database.execute("PRAGMA foreign_key_check").fetchone()
            ours = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{file} is damaged ({error}).") from error
    if sound != "ok" or orphan:
        raise Refused(f"{file} is damaged ({sound if sound != 'ok' else 'rows without their parents'}).")
    if not ours:
        raise Refused(f"{file} is not a copy of a register: it has none of HTST's tables.")


def _copy(source: Path, to: Path) -> None:
    # All pages in one step: a copy in several steps restarts whenever another process writes.
    with _opened(source) as opened, closing(sqlite3.connect(to, timeout=BUSY_SECONDS)) as target:
        opened.backup(target)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as database:
        yield database
