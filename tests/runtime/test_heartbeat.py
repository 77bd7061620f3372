"""What runs is known, and on SQLite a set-up that cannot be safe does not start."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from register.refused import Refused
from runtime.heartbeat import file_system, heartbeat, refuse_unsafe
from storage.database.engine import reading, transaction
from storage.processes import processes
from storage.processes.processes import Process
from tests.waiting import until

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)
MOUNTS = """\
overlay / overlay rw 0 0
/dev/sda1 /srv ext4 rw 0 0
files:/export /srv/shared nfs4 rw 0 0
//nas/share /mnt/with\\040space cifs rw 0 0
"""


def now() -> datetime:
    return datetime.now(UTC)


def at_work(
    engine: Engine, kind: str, seen: datetime, machine: str = "another", host: str = "other-host"
) -> None:
    with transaction(engine) as tx:
        processes.begin(tx, Process(f"{kind}-{machine}", kind, host, machine, 17, seen, seen))


def me(seen: datetime = NOW) -> Process:
    return Process("me", "bot", "here", "this", 1, seen, seen)


def seen(engine: Engine) -> Process:
    with reading(engine) as tx:
        (found,) = processes.every(tx)
    return found


def test_a_process_is_seen_while_it_lives_and_gone_when_it_ends(engine: Engine) -> None:
    with heartbeat(engine, "worker", now, every=0.05, turned_away=lambda: 7) as mine:
        until(lambda: seen(engine).seen_at > mine.started_at, "a heart that beats is seen")
        found = seen(engine)
        assert found.kind == "worker"
        assert found.skew is not None
        assert found.turned_away == 7
        assert abs(found.skew) < 5
    with reading(engine) as tx:
        assert processes.every(tx) == []


def test_the_heart_goes_on_after_a_beat_that_failed(engine: Engine) -> None:
    """Without it a process that is well would count as dead, and nobody would hear which one."""
    failures = iter([RuntimeError("the first"), OSError("the second")])

    def turned_away() -> int:
        for failure in failures:
            raise failure
        return 7

    with heartbeat(engine, "worker", now, every=0.05, turned_away=turned_away):
        until(lambda: seen(engine).turned_away == 7, "a heart that missed two beats is seen again")


def test_the_heart_outlives_a_restore_under_it(engine: Engine) -> None:
    with transaction(engine) as tx:
        processes.begin(tx, me())
        processes.forget_all(tx)
        processes.beat(tx, me(), NOW + timedelta(seconds=15))
        assert [one.id for one in processes.every(tx)] == ["me"]


def test_the_long_dead_are_forgotten(engine: Engine) -> None:
    at_work(engine, "clock", NOW - timedelta(days=2))
    with transaction(engine) as tx:
        processes.begin(tx, me())
        assert [one.id for one in processes.every(tx)] == ["me"]


def test_another_machine_on_the_same_sqlite_is_refused_on_postgresql_welcome(engine: Engine) -> None:
    at_work(engine, "clock", NOW - timedelta(seconds=20))
    if engine.dialect.name == "postgresql":
        refuse_unsafe(engine, me())
        return
    with pytest.raises(Refused, match=r"other-host runs a clock.*PostgreSQL"):
        refuse_unsafe(engine, me())
    refuse_unsafe(engine, me(NOW + timedelta(minutes=2)))  # silent since: it has died


def test_a_process_that_is_refused_does_not_start_and_leaves_no_trace(engine: Engine) -> None:
    at_work(engine, "clock", now())
    if engine.dialect.name == "sqlite":
        with pytest.raises(Refused, match="other-host runs a clock"), heartbeat(engine, "bot", now):
            pytest.fail("it started")
        assert seen(engine).kind == "clock"
    else:
        with heartbeat(engine, "bot", now), reading(engine) as tx:
            assert [one.kind for one in processes.every(tx)] == ["bot", "clock"]


def test_a_process_ends_in_order_though_its_database_is_gone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("DELETE", {}, OSError("no server"))

    with heartbeat(engine, "worker", now):
        monkeypatch.setattr(processes, "end", gone)


def test_containers_of_one_machine_may_share_a_sqlite(engine: Engine) -> None:
    at_work(engine, "clock", NOW, machine="this", host="another-container")
    refuse_unsafe(engine, me())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/htst.db", "ext4"),
        ("/srv/shared/htst.db", "nfs4"),
        ("/srv/shared-not/htst.db", "ext4"),
        ("/mnt/with space/htst.db", "cifs"),
        ("/home/htst.db", "overlay"),
    ],
)
def test_the_file_system_of_a_path_is_known(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_sqlite_on_a_network_file_system_is_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.heartbeat.file_system", lambda path: "nfs4")
    if engine.dialect.name == "postgresql":
        refuse_unsafe(engine, me())
        return
    with pytest.raises(Refused, match=r"network file system \(nfs4\)"):
        refuse_unsafe(engine, me())
