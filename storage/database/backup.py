"""A copy of a SQLite register while it is in use, and the way back; PostgreSQL has tools of its own."""

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


@dataclass(frozen=True)
class Restored:
    """What a restore came to: registers and notices that will be looked up in Slack before they are sent.

    ``kept`` is where the database that was replaced now lies, or None when there was nothing to keep.
    """

    registers: tuple[str, ...]
    looked_up: int
    kept: Path | None


def backup(engine: Engine, to: Path, *, force: bool = False) -> int:
    """Copy a SQLite database to a file as it stands at one moment, while others write; give its size in bytes.

    The copy is complete and sound when it has its name. Raises Refused when the file exists and may not be
    overwritten (``force``), or cannot be written.
    """
    if not _file(engine).exists():
        raise Refused(f"There is no database {_file(engine)} to copy.")
    if to.exists() and not force:
        raise Refused(f"{to} exists already: name another file, or say --force.")
    if to.resolve() == _file(engine).resolve():
        raise Refused(f"{to} is the database itself: name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".htst-", dir=to.parent) as folder:
            part = Path(folder) / "copy"
            _copy(_file(engine), part)
            _verify(part)
            part.chmod(0o600)  # it holds what the register holds
            part.replace(to)
    except OSError as error:
        raise Refused(f"{to} cannot be written: {error.strerror}.") from error
    return to.stat().st_size


def restore(engine: Engine, copy: Path, now: datetime, *, force: bool = False) -> Restored:
    """Put a copy in the place of a SQLite database, all of it or nothing.

    First it is verified and, on the side, brought to this code's schema. What was still to be sent when the
    copy was made may have gone out since: it will be looked up first. A database with a register in it is only
    replaced with ``force``, and kept beside it; one that a process works on is not. A broken chain of changes
    is only accepted with ``force``. Raises Refused.
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
            kept = _free(place.with_name(f"{place.name}.before-restore-{now:%Y%m%dT%H%M%S}"))
            backup(engine, kept)
        engine.dispose()
        _copy(prepared, place)
    _verify(place)
    return Restored(found, looked_up, kept)


def dump_command(url: URL, to: Path) -> list[str]:
    """What makes a copy of a PostgreSQL database: a command and its arguments, without the password."""
    return ["pg_dump", "--format=custom", f"--file={to}", f"--dbname={_without_password(url)}"]


def restore_command(engine: Engine, copy: Path) -> list[str]:
    """What brings that copy into the empty PostgreSQL database ``engine`` opens, all of it or nothing.

    Raises Refused when there is anything in it: a table that only a later version has would stay, and be in the
    way of the next migration. Owners and privileges are the new database's own.
    """
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise Refused(
                f"The database {engine.url.database} is not empty. Make a new one (createdb NAME), let "
                "DATABASE_URL name that, and ask again: what you have now is kept as it is."
            )
    how = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    return ["pg_restore", *how, f"--dbname={_without_password(engine.url)}", str(copy)]


def _without_password(url: URL) -> str:
    """The address in PostgreSQL's own form, which has quotation marks for every name there can be."""
    from psycopg.conninfo import make_conninfo  # the driver loads slowly; on SQLite nothing else needs it

    options = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    told = options | url.translate_connect_args(username="user", database="dbname")
    return make_conninfo("", **{name: value for name, value in told.items() if name != "password"})


def settle_in(engine: Engine, now: datetime) -> int:
    """After a restore: nothing runs, no lane rests, and what waits is looked up; give how much waits."""
    with transaction(engine) as tx:
        processes.forget_all(tx)
        tx.execute(delete(pace))
        tx.execute(delete(lease))
        return resolution.doubt_all(tx, now)


def _file(engine: Engine) -> Path:
    named = engine.url.database
    if not named or named == ":memory:":
        raise Refused("The database is only in memory: there is no file to copy.")
    return Path(named)


def _free(path: Path) -> Path:
    taken = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain([path], taken) if not one.exists())


def _may_be_replaced(engine: Engine, now: datetime, *, force: bool) -> bool:
    """Whether the database has data in it. Raises Refused when it is not to be touched."""
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
        one = alive[0]
        raise Refused(f"A {one.kind} runs on the database (process {one.pid} on {one.host}): stop it first.")
    if known and not force:
        slugs = ", ".join(one.slug for one in known)
        raise Refused(
            f"The database has data in it (register {slugs}). Say --force to replace it; it is kept beside it."
        )
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
                    raise Refused(
                        f"{copy} has been tampered with: change {broken} of {slug} is not as "
                        "written. Say --force if you have no better copy."
                    )
        return found, settle_in(engine, now)
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
    # In one step: a copy by pages begins anew whenever another process writes.
    with _opened(source) as opened, closing(sqlite3.connect(to, timeout=BUSY_SECONDS)) as target:
        opened.backup(target)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as database:
        yield database
