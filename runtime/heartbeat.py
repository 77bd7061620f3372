"""A process's heartbeat in the database; on SQLite, the refusal to start where sharing the file is unsafe."""

import contextlib
import logging
import os
import platform
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from register.refused import Refused
from storage.database.engine import reading, transaction
from storage.database.ready import wait_for_database
from storage.processes import processes
from storage.processes.processes import HEARTBEAT_SECONDS, Process

log = logging.getLogger(__name__)

# Network file systems: SQLite's locks are not reliable there (SQLite's "How To Corrupt").
_NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
}
_NETWORK_FILE_SYSTEMS |= {
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.s3fs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
    "beegfs",
}


@contextlib.contextmanager
def heartbeat(
    engine: Engine,
    kind: str,
    clock: Callable[[], datetime],
    every: float = HEARTBEAT_SECONDS,
    mode: str | None = None,
    turned_away: Callable[[], int | None] = lambda: None,
) -> Iterator[Process]:
    """Keep this process's row in the database up to date while the block lasts.

    ``mode`` says how it receives events from Slack, if it does; ``turned_away`` gives the number of requests in a row
    that had no valid signature of Slack's. Raises Refused where the process must not run, or when the database cannot
    be reached.
    """
    now = clock()
    this_process = Process(uuid.uuid4().hex, kind, platform.node(), machine(), os.getpid(), now, now, mode)

    def begin() -> None:
        refuse_unsafe(engine, this_process)
        with transaction(engine) as tx:
            processes.begin(tx, replace(this_process, skew=processes.skew(tx, clock())))

    wait_for_database(engine, begin)
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(every):
            try:
                with transaction(engine) as tx:
                    now = clock()
                    running = replace(this_process, skew=processes.skew(tx, now), turned_away=turned_away())
                    processes.beat(tx, running, now)
            except Exception:  # whatever it is: without heartbeats the process would count as dead
                log.exception("the database did not take the heartbeat")

    thread = threading.Thread(target=beat, name="heartbeat")
    thread.start()
    try:
        yield this_process
    finally:
        stop.set()
        thread.join()
        try:
            with transaction(engine) as tx:
                processes.end(tx, this_process)
        except SQLAlchemyError:
            log.exception("the database did not take the farewell")


def refuse_unsafe(engine: Engine, this_process: Process) -> None:
    """Raise Refused, with the reason, when a SQLite file would be shared across machines or lies on a network disk."""
    if engine.dialect.name != "sqlite":
        return
    kind = file_system(Path(engine.url.database or "."))
    if kind in _NETWORK_FILE_SYSTEMS:
        raise Refused(
            f"The SQLite database lies on a network file system ({kind}), where two processes can damage it: "
            "move it to a disk of this machine, or use PostgreSQL."
        )
    with reading(engine) as tx:
        others = [one for one in processes.every(tx) if one.machine != this_process.machine]
    for other in others:
        if not other.is_stale(this_process.seen_at):
            raise Refused(
                f"{other.host} runs a {other.kind} on this SQLite database, which can only be shared within one "
                "machine: stop it there (and wait a minute), or use PostgreSQL."
            )


def machine() -> str:
    """The boot id of the running kernel: the same in all containers, another after each boot."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{uuid.getnode():x}"


def file_system(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that a path lies on, as in /proc/mounts; empty where that is unknown."""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text()
        except OSError:
            return ""
    place, best, kind = path.resolve(), -1, ""
    for line in mounts.splitlines():
        _device, mounted, named, *_rest = line.split(" ")
        at = Path(mounted.replace("\\040", " "))
        if (place == at or at in place.parents) and len(at.parts) >= best:
            best, kind = len(at.parts), named
    return kind
