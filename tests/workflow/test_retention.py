"""What Slack sent is forgotten once it cannot come again; what people said and what was sent stays."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, select

from jobs.catch_up import CatchUpSettings
from jobs.timetable import tick
from register.absences import Absence
from register.action import Line
from register.notices.schedule import Run
from register.register import Register
from storage.actions import actions, change_log, updates
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import change, update
from storage.database.slack_tables import inbox as keys
from storage.database.slack_tables import reply
from storage.intake import absences, inbox, replies
from storage.processes import processes
from storage.processes.processes import Process
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from tests.readings import paper_of
from workflow.imports import import_reading
from workflow.retention import KEPT, tidy

NOW = datetime(2022, 11, 21, 12, tzinfo=UTC)
OLD, RECENT = NOW - timedelta(days=61), NOW - timedelta(days=59)


def test_old_keys_go_and_all_that_was_said_or_sent_stays(engine: Engine, kent: Register) -> None:
    line = Line("1", "Promise", "", "December 2022", ("CYPE",), "", "line 1")
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of([line], "table.txt", "0" * 64), date(2022, 9, 1), OLD)
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        for ts, at in (("1.1", OLD), ("2.2", RECENT)):
            assert inbox.note(tx, f"message:C0CYPE:{ts}", at)
            assert replies.note_version(tx, "C0CYPE", ts, at)
            updates.add(
                tx, "kent", number, ts, Author("U0AMY", at, "reply", at), updates.MessagePlace("C0CYPE", ts)
            )
            notices.queue(tx, Notice("kent", f"receipt:{ts}", NoticeKind.RECEIPT, "C0CYPE"), at)
        for host, seen in (("gone", NOW - timedelta(days=2)), ("died-today", NOW - timedelta(hours=20))):
            processes.begin(tx, Process(host, "bot", host, "m", 1, NOW - timedelta(days=9), seen))
        before = len(tx.execute(select(change.c.id)).all())
    tick(engine, NOW, NOW)
    with reading(engine) as tx:
        assert tx.execute(select(keys.c.key)).scalars().all() == ["message:C0CYPE:2.2"]
        assert tx.execute(select(reply.c.ts)).scalars().all() == ["2.2"]
        assert len(tx.execute(select(update.c.id)).all()) == 2
        assert len(tx.execute(select(change.c.id)).all()) == before
        kept = set(tx.execute(select(notice.c.key)).scalars())
        assert {"receipt:1.1", "receipt:2.2"} <= kept
        # A process that died is told of for a day, and not for ever.
        assert [one.host for one in processes.every(tx)] == ["died-today"]


def test_an_absence_that_was_ended_early_does_not_come_back_when_its_end_is_forgotten(engine: Engine) -> None:
    early, today = (NOW - timedelta(days=100)).date(), NOW.date()
    with transaction(engine) as tx:
        for person, until in (("U0AMY", date(2023, 3, 1)), ("U0AMY", early), ("U0LENA", date(2023, 1, 6))):
            absences.record(tx, Absence(person, until, ""), person, NOW)
        assert absences.forget(tx, today - KEPT) == 2
        assert set(absences.current(tx, today)) == {"U0LENA"}


def test_nothing_is_forgotten_that_the_catch_up_may_bring_again() -> None:
    assert 2 * CatchUpSettings().max_age < KEPT


def test_a_reply_that_is_edited_after_months_and_the_tidying_do_not_wait_for_each_other(
    engine: Engine, kent: Register
) -> None:
    """A reply's version is locked before its register; tidying is the other way round."""
    if engine.dialect.name == "sqlite":
        return  # one writer at a time
    with transaction(engine) as tx:
        assert replies.note_version(tx, "C0CYPE", "1.1", OLD)
        inbox.note(tx, "message:C0CYPE:1.1", OLD)
    both = threading.Barrier(2, timeout=60)

    def edited() -> None:
        with transaction(engine) as tx:
            assert replies.note_version(tx, "C0CYPE", "1.1", NOW)
            both.wait()
            change_log.lock(tx, kent.slug)

    def tidied() -> None:
        with transaction(engine) as tx:
            change_log.lock(tx, kent.slug)
            both.wait()
            tidy(tx, kent, Run(NOW, OLD, NOW))

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(edited), pool.submit(tidied)]:
            future.result()
    with reading(engine) as tx:
        assert tx.execute(select(reply.c.at)).scalars().all() == [NOW]
        assert tx.execute(select(keys.c.key)).scalars().all() == []
