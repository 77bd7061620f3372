"""One tick with a wrong clock must not end reminders and digests without a word."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete

from cli.doctor import CheckReport, examine_database
from config.settings import VARIABLES
from demo.office import PAPER_DAY
from htst import main
from jobs.timetable import tick
from register.register import Register
from storage.actions import registers
from storage.database.engine import open_database, transaction
from storage.database.queue_tables import notice
from storage.intake import inbox, people
from storage.processes import leases, processes
from storage.processes.processes import Process
from storage.queue import claims, notices, resolution
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from tests.readings import sample
from workflow.clock_repair import find_ahead, repair
from workflow.imports import import_reading

WRONG = datetime(2036, 5, 6, 10, tzinfo=UTC)
SECONDS = timedelta(seconds=1)


def at(day: str, time: str = "09:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00+00:00")


def begin(engine: Engine, kent: Register) -> None:
    """Take in the sample, and run the timetable up to 16 November 2022."""
    with transaction(engine) as tx:
        registers.save(tx, kent)
        import_reading(tx, kent, sample(), PAPER_DAY, at("2022-11-15", "10:00"))
    assert tick(engine, at("2022-11-16"), at("2022-11-16"))


@pytest.fixture
def register(engine: Engine, kent: Register) -> Register:
    """Kent's, with the sample, reminded up to 16 November 2022."""
    begin(engine, kent)
    return kent


def keys(queued: list[Notice]) -> list[str]:
    return [one.key for one in queued if one.kind != NoticeKind.ALERT]


def silent(engine: Engine) -> list[Notice]:
    """What the timetable queues from 17 November to the second digest."""
    found: list[Notice] = []
    for day in range(17, 31):
        found += tick(engine, at(f"2022-11-{day}"), at(f"2022-11-{day}"))
    return found


def test_after_it_nothing_is_said_but_to_the_administrators(engine: Engine, register: Register) -> None:
    assert tick(engine, WRONG, WRONG)
    assert not find_ahead(engine, WRONG)
    answer = silent(engine)
    assert keys(answer) == []
    assert {one.to for one in answer} == set(register.admins)
    assert len(answer) == 14 * len(register.admins)  # once a day
    assert "htst repair-clock" in str(answer[0].payload)
    assert "6 May 2036" in str(answer[0].payload)


def test_the_doctor_names_it(engine: Engine, register: Register) -> None:
    tick(engine, WRONG, WRONG)
    lines: list[str] = []
    report = CheckReport(lines.append)
    examine_database(engine, at("2022-11-17"), report)
    output = "\n".join(lines)
    assert "✗ clock: reminders of kent: marked as done until 6 May 2036" in output
    assert "repair-clock" in output
    assert report.status == 1


def test_repaired_it_says_what_it_would_have_said(
    engine: Engine, register: Register, tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "unharmed.db")
    unharmed = open_database(f"sqlite:///{tmp_path}/unharmed.db")
    begin(unharmed, register)
    should = silent(unharmed)
    unharmed.dispose()
    assert {one.kind for one in should} >= {NoticeKind.REMINDER, NoticeKind.DIGEST, NoticeKind.CHART}

    tick(engine, WRONG, WRONG)
    repair(engine, at("2022-11-17", "08:00"))
    assert not find_ahead(engine, at("2022-11-17", "08:00"))
    found = silent(engine)
    assert [one.kind for one in found if one.kind == NoticeKind.ALERT] == []
    assert [(one.key, one.refs) for one in found] == [(one.key, one.refs) for one in should]


def test_what_was_said_before_is_not_said_again(engine: Engine, register: Register) -> None:
    tick(engine, WRONG, WRONG)
    repair(engine, at("2022-11-16", "11:00"))
    assert tick(engine, at("2022-11-16", "11:01"), at("2022-11-16", "11:01")) == []


def test_what_a_round_asked_too_early_is_asked_again_on_its_day(engine: Engine, register: Register) -> None:
    def asked(day: str) -> list[tuple[str, str]]:
        found = tick(engine, at(day), at(day))
        return sorted((one.to, one.key) for one in found if one.kind == NoticeKind.ROUND)

    tick(engine, at("2023-01-05"), at("2023-01-05"))
    early = asked("2023-02-22")
    assert early
    repair(engine, at("2023-01-06"))
    assert asked("2023-01-06") == []
    assert asked("2023-02-22") == early
    assert asked("2023-02-23") == []


def test_what_waits_from_that_day_is_dropped_and_all_else_is_free_again(
    engine: Engine, register: Register
) -> None:
    tick(engine, WRONG, WRONG)
    with transaction(engine) as tx:
        leases.acquire(tx, "catch-up", WRONG, WRONG + SECONDS)
        processes.begin(tx, Process("1", "run", "here", "this", 17, WRONG, WRONG))
        people.save_all(tx, [], WRONG)
        notices.queue(tx, Notice("kent", "one", NoticeKind.ANSWER, "C0CYPE"), WRONG)
    assert repair(engine, at("2022-11-17")) > 0
    with transaction(engine) as tx:
        assert leases.acquire(tx, "catch-up", at("2022-11-17"), at("2022-11-17") + SECONDS)
        assert processes.every(tx) == []
        assert people.read_at(tx) is None
        still = resolution.list_notices(tx, [NoticeState.WAITING])
        claim = claims.claim(tx, at("2022-11-17"), SECONDS)
    assert {one.kind for one in still if one.queued_at == WRONG} <= {NoticeKind.ANSWER, NoticeKind.REDRAW}
    assert NoticeKind.ANSWER in {one.kind for one in still}
    assert claim is not None


def test_what_a_wrong_clock_has_in_hand_in_doubt_or_paused_goes_on(engine: Engine, register: Register) -> None:
    right = at("2022-11-17")
    answers = [Notice("kent", f"one {n}", NoticeKind.ANSWER, f"C{n}", payload={"text": "x"}) for n in range(3)]
    with transaction(engine) as tx:
        tx.execute(delete(notice))
        notices.queue_all(tx, answers, right)
        doubted = claims.claim(tx, WRONG, SECONDS)
        assert doubted is not None
        claims.put_back(tx, doubted, NoticeState.UNKNOWN, WRONG, "no answer", since=WRONG)
        assert claims.claim(tx, WRONG - SECONDS, SECONDS) is not None
        claims.pause(tx, notices.lane_of(Method.POST, "C2"), WRONG)
        assert inbox.note(tx, "event:one", WRONG)
    repair(engine, right)
    with transaction(engine) as tx:
        found = [claims.claim(tx, right, SECONDS) for _answer in answers]
        assert [one and one.must_look_up for one in found] == [True, True, False]
        assert [one and one.first_tried_at for one in found] == [*[right - timedelta(days=7)] * 2, right]
        assert [one and one.doubted_at for one in found] == [right] * 3
        assert inbox.forget(tx, right + timedelta(days=1)) >= 1


def test_the_command_asks_and_takes_back(engine: Engine, register: Register, database_url: str) -> None:
    tick(engine, WRONG, WRONG)
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url}

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(main, ["repair-clock", *words], env=environ, input=typed)
        return done.exit_code, done.output

    assert "Nothing was changed" in run("--dry-run")[1]
    assert run(typed="n\n")[0] == 1
    assert find_ahead(engine, datetime.now(UTC))
    status, output = run(typed="y\n")
    assert status == 0
    assert "go on at the next tick" in output
    assert run() == (0, "Nothing is marked as done in the future.\n")


@pytest.mark.parametrize("skew", [-61.0, 61.0])
def test_nothing_is_taken_back_by_a_clock_that_is_wrong_itself(
    engine: Engine, register: Register, database_url: str, monkeypatch: pytest.MonkeyPatch, skew: float
) -> None:
    tick(engine, WRONG, WRONG)
    monkeypatch.setattr(processes, "skew", lambda *_: skew)
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url}
    done = CliRunner().invoke(main, ["repair-clock", "--yes"], env=environ)
    assert (done.exit_code, "61 s apart" in done.output) == (2, True)
    assert find_ahead(engine, datetime.now(UTC))
