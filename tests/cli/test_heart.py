"""What runs is known, and on SQLite a set-up that cannot be safe does not start."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from cli import doctor
from jobs.catch_up import JOB as CATCH_UP
from register.people import Person
from register.refused import Refused
from register.register import Register
from runtime.heartbeat import beating, file_system, refuse_unsafe
from storage.database.engine import reading, transaction
from storage.database.tables import change, notice
from storage.intake import people
from storage.processes import leases, processes
from storage.processes.processes import Process
from storage.queue import notices, resolution
from storage.queue.notices import Notice, NoticeState
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
    with beating(engine, "worker", now, every=0.05) as mine:
        until(lambda: seen(engine).seen_at > mine.started_at, "a heart that beats is seen")
        found = seen(engine)
        assert found.kind == "worker"
        assert found.skew is not None
        assert abs(found.skew) < 5
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
    monkeypatch.setattr("runtime.heartbeat.file_system", lambda path: "nfs4")
    if engine.dialect.name == "postgresql":
        refuse_unsafe(engine, me())
        return
    with pytest.raises(Refused, match=r"network file system \(nfs4\)"):
        refuse_unsafe(engine, me())


class TestDoctor:
    """What it says of the house itself."""

    def examine(self, engine: Engine) -> tuple[str, int]:
        lines: list[str] = []
        report = doctor.Report(lines.append)
        doctor.examine_house(engine, NOW, report)
        return "\n".join(lines), report.status

    def test_in_a_fresh_house_nothing_is_broken_though_nothing_runs(
        self, engine: Engine, kent: Register
    ) -> None:
        said, status = self.examine(engine)
        assert "nothing runs that is a bot, a clock, a worker" in said
        assert "queue: empty" in said
        assert status == 3

    def test_what_runs_and_what_died_is_told(self, engine: Engine, kent: Register) -> None:
        at_work(engine, "run", NOW - timedelta(seconds=10), host="alive-host")
        at_work(engine, "worker", NOW - timedelta(minutes=10), host="dead-host")
        said, _status = self.examine(engine)
        assert "✓ run: process 17 on alive-host" in said
        assert "! worker: process 17 on dead-host has been silent for 10 min" in said
        assert "nothing runs" not in said

    def test_all_is_well_when_all_of_it_runs_and_is_up_to_date(self, engine: Engine, kent: Register) -> None:
        at = now()
        with transaction(engine) as tx:
            started = at - timedelta(hours=5)
            one = Process("run-1", "run", "here", "this", 17, started, at, "over HTTP on port 3000", 0.2)
            processes.begin(tx, one)
            people.tell_all(tx, [Person("U1", is_guest=True), Person("U2", is_guest=False)], at)
            leases.mark_done(tx, CATCH_UP, at - timedelta(minutes=10))
        lines: list[str] = []
        report = doctor.Report(lines.append)
        doctor.examine_house(engine, at, report)
        said = "\n".join(lines)
        assert "✓ run: process 17 on here, over HTTP on port 3000, for 5 h, seen 0 s ago" in said
        assert "✓ catch-up: done 10 min ago" in said
        assert "✓ guests: refused; 1 of 2 people, read 0 s ago" in said
        assert report.status == 0
        doctor.examine_house(engine, at + timedelta(days=3), late := doctor.Report(lines.append))
        said = "\n".join(lines)
        assert "! guests: refused; 1 of 2 people, last read 3 d ago" in said
        assert late.status == 3

    def test_a_clock_that_is_off_a_long_wait_and_a_catch_up_that_is_due_are_told(
        self, engine: Engine, kent: Register
    ) -> None:
        with transaction(engine) as tx:
            processes.begin(tx, Process("1", "bot", "there", "that", 18, NOW, NOW, "by Socket Mode", -42.0))
            notices.queue(tx, Notice("kent", "one", "digest", "C0CYPE"), NOW - timedelta(hours=1))
        said, status = self.examine(engine)
        assert "! bot: process 18 on there: its clock is 42 s behind the database's" in said
        assert "! queue: 1 waiting (the oldest for 60 min): that is long" in said
        assert "! catch-up: what was said while no bot listened" in said
        assert ("! clock: this machine's is" in said) == (engine.dialect.name == "postgresql")
        assert status == 3

    def test_the_queue_and_its_age_are_told_and_failures_need_somebody(
        self, engine: Engine, kent: Register
    ) -> None:
        with transaction(engine) as tx:
            for key in ("one", "two"):
                notices.queue(tx, Notice("kent", key, "digest", "C0CYPE"), NOW - timedelta(minutes=5))
        said, status = self.examine(engine)
        assert "✓ queue: 2 waiting (the oldest for 5 min)" in said
        assert status == 3
        with transaction(engine) as tx:
            tx.execute(update(notice).where(notice.c.key == "one").values(state=NoticeState.HELD))
            assert len(resolution.listed(tx, resolution.UNKNOWN)) == 1
        said, status = self.examine(engine)
        assert "✗ queue: 1 held" in said
        assert status == 1

    def test_a_message_that_has_been_in_doubt_for_long_is_told_like_one_that_waits(
        self, engine: Engine, kent: Register
    ) -> None:
        """Its channel waits with it."""
        with transaction(engine) as tx:
            notices.queue(tx, Notice("kent", "one", "digest", "C0CYPE"), NOW - timedelta(hours=1))
            tx.execute(update(notice).values(state=NoticeState.UNKNOWN))
        assert "! queue: 1 unknown (the oldest for 60 min): that is long" in self.examine(engine)[0]

    def test_a_chain_that_was_tampered_with_is_told(self, office: object) -> None:
        engine = office.engine  # type: ignore[attr-defined]
        assert "are as written" in self.examine(engine)[0]
        with transaction(engine) as tx:
            tx.execute(update(change).where(change.c.number == 7).values(by="U0EVIL"))
        said, status = self.examine(engine)
        assert "number 7 is not as written" in said
        assert status == 1
