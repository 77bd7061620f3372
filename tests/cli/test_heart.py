"""What runs is known, and on SQLite a set-up that cannot be safe does not start."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from cli import doctor
from cli.heart import beating, file_system, refuse_unsafe
from register.refused import Refused
from register.register import Register
from storage import notices, outcomes, processes
from storage.database import reading, transaction
from storage.notices import Notice, State
from storage.processes import Process
from storage.tables import change, notice

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


def test_a_process_is_seen_while_it_lives_and_gone_when_it_ends(engine: Engine) -> None:
    with beating(engine, "worker", now, every=0.05) as mine:
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            with reading(engine) as tx:
                (found,) = processes.every(tx)
            if found.seen_at > mine.started_at:
                break
            time.sleep(0.02)
        assert found.seen_at > mine.started_at
        assert found.kind == "worker"
    with reading(engine) as tx:
        assert processes.every(tx) == []


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
    monkeypatch.setattr("cli.heart.file_system", lambda path: "nfs4")
    if engine.dialect.name == "postgresql":
        refuse_unsafe(engine, me())
        return
    with pytest.raises(Refused, match=r"network file system \(nfs4\)"):
        refuse_unsafe(engine, me())


class TestDoctor:
    """What it says of the house itself."""

    def examine(self, engine: Engine) -> tuple[str, int]:
        lines: list[str] = []
        _known, ailing = doctor.examine_house(engine, NOW, lines.append)
        return "\n".join(lines), ailing

    def test_a_fresh_house_is_well_though_nothing_runs(self, engine: Engine, kent: Register) -> None:
        said, ailing = self.examine(engine)
        assert "nothing runs that is a bot, a clock, a worker" in said
        assert "queue: empty" in said
        assert ailing == 0

    def test_what_runs_and_what_died_is_told(self, engine: Engine, kent: Register) -> None:
        at_work(engine, "run", NOW - timedelta(seconds=10), host="alive-host")
        at_work(engine, "worker", NOW - timedelta(minutes=10), host="dead-host")
        said, _ailing = self.examine(engine)
        assert "✓ run: process 17 on alive-host" in said
        assert "! worker: process 17 on dead-host has been silent for 10 min" in said
        assert "nothing runs" not in said

    def test_the_queue_and_its_age_are_told_and_failures_need_somebody(
        self, engine: Engine, kent: Register
    ) -> None:
        with transaction(engine) as tx:
            for key in ("one", "two"):
                notices.queue(tx, Notice("kent", key, "digest", "C0CYPE"), NOW - timedelta(minutes=5))
        said, ailing = self.examine(engine)
        assert "✓ queue: 2 waiting (the oldest for 5 min)" in said
        assert ailing == 0
        with transaction(engine) as tx:
            tx.execute(update(notice).where(notice.c.key == "one").values(state=State.HELD))
            assert len(outcomes.listed(tx, outcomes.UNKNOWN)) == 1
        said, ailing = self.examine(engine)
        assert "✗ queue: 1 held" in said
        assert ailing == 1

    def test_a_chain_that_was_tampered_with_is_told(self, office: object) -> None:
        engine = office.engine  # type: ignore[attr-defined]
        assert "are as written" in self.examine(engine)[0]
        with transaction(engine) as tx:
            tx.execute(update(change).where(change.c.number == 7).values(by="U0EVIL"))
        said, ailing = self.examine(engine)
        assert "number 7 is not as written" in said
        assert ailing == 1
