"""A process says that it is there; and on SQLite refuses to start where that cannot be safe."""

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

from cli.opening import when_there
from register.refused import Refused
from storage.database.engine import reading, transaction
from storage.processes import processes
from storage.processes.processes import BEAT_SECONDS, Process

log = logging.getLogger(__name__)

# File systems of another machine: SQLite's locks do not hold there (SQLite's "How To Corrupt").
_ELSEWHERE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}
_ELSEWHERE |= {"fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "davfs", "fuse.davfs2", "beegfs"}


@contextlib.contextmanager
def beating(
    engine: Engine,
    kind: str,
    clock: Callable[[], datetime],
    every: float = BEAT_SECONDS,
    mode: str | None = None,
) -> Iterator[Process]:
    """This process is written down as long as the block lasts, with ``mode``: how it hears Slack, if it does.

    Raises Refused where it must not run, or the database does not come.
    """
    now = clock()
    me = Process(uuid.uuid4().hex, kind, platform.node(), machine(), os.getpid(), now, now, mode)

    def begin() -> None:
        refuse_unsafe(engine, me)
        with transaction(engine) as tx:
            processes.begin(tx, replace(me, skew=processes.skew(tx, clock())))

    when_there(engine, begin)
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(every):
            try:
                with transaction(engine) as tx:
                    now = clock()
                    processes.beat(tx, replace(me, skew=processes.skew(tx, now)), now)
            except Exception:  # whatever it is: a process that falls silent is taken for dead
                log.exception("the database did not take the heartbeat")

    thread = threading.Thread(target=beat, name="heart")
    thread.start()
    try:
        yield me
    finally:
        stop.set()
        thread.join()
        try:
            with transaction(engine) as tx:
                processes.end(tx, me)
        except SQLAlchemyError:
            log.exception("the database did not take the farewell")


def refuse_unsafe(engine: Engine, me: Process) -> None:
    """Raises Refused, saying why, when SQLite is to be shared in a way that it cannot be."""
    if engine.dialect.name != "sqlite":
        return
    kind = file_system(Path(engine.url.database or "."))
    if kind in _ELSEWHERE:
        raise Refused(
            f"The SQLite database lies on a network file system ({kind}), where two processes can damage it: "
            "move it to a disk of this machine, or use PostgreSQL."
        )
    with reading(engine) as tx:
        others = [one for one in processes.every(tx) if one.machine != me.machine]
    for one in others:
        if not one.is_stale(me.seen_at):
            raise Refused(
                f"{one.host} runs a {one.kind} on this SQLite database, which can only be shared within one "
                "machine: stop it there (and wait a minute), or use PostgreSQL."
            )


def machine() -> str:
    """The name of this running kernel: the same in all its containers, another after each start."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{uuid.getnode():x}"


def file_system(path: Path, mounts: str | None = None) -> str:
    """The kind of file system a path lies on, as /proc/mounts calls it; empty where that cannot be told."""
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
