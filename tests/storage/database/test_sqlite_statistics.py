"""A new SQLite database takes the indexes that a large register needs, from the first day on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, change_log, registers
from storage.actions.stored_refs import StoredRefs
from storage.actions.summary import summary_of
from storage.actions.waiting import pending_decisions
from storage.database.engine import open_database, transaction
from storage.database.migrate import migrate
from storage.queue import decision_requests, notices
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject


def test_what_is_asked_often_is_planned_along_indexes(tmp_path: Path, kent: Register) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/new.db")
    migrate(engine)
    statements: list[tuple[str, tuple[object, ...]]] = []
    with transaction(engine) as tx:
        registers.save(tx, kent)
        event.listen(engine, "before_cursor_execute", lambda *about: statements.append((about[2], about[3])))
        StoredRefs(tx, kent).between("3", "7")
        change_log.last_of(tx, kent.slug, "U0AMY")
        pending_decisions(tx, kent)
        summary_of(tx, kent, date(2022, 11, 15))
        actions.matching(tx, kent, Query(date(2022, 11, 15), refs=("24", "36")))
        actions.count(tx, kent, Query(date(2022, 11, 15), frozenset({State.DOUBTFUL})))
        actions.counted_and_urgent(tx, kent, Query(date(2022, 11, 15), words=("school",)), 40)
        found = [
            tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            for statement, values in list(statements)
        ]
    engine.dispose()
    plans = ["\n".join(row[3] for row in plan) for plan in found]
    assert not [plan for plan in plans if "SCAN action" in plan or "SCAN change" in plan]
    for plan, index in zip(
        plans,
        (
            "ix_action_register_ref_order",
            "ix_change_register_by_number",
            "ix_action_waiting",
            "ix_milestone_deadline_action",
            "ix_action_counted",
            "ix_action_register_progress_key_position",
            "sqlite_autoindex_action_1",
            "ix_change_outlook",
            "ix_action_words",
        ),
        strict=True,
    ):
        assert index in plan


def test_the_message_of_a_day_is_found_without_reading_all_that_was_ever_sent(
    tmp_path: Path, kent: Register
) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/new.db")
    migrate(engine)
    now, plans = datetime(2022, 11, 16, 12, tzinfo=UTC), list[str]()
    about, asks = Subject.of_action(1), RequestedDecision(DecisionKind.REPORT, 1)
    request = Notice(kent.slug, "", NoticeKind.REQUEST, "U0LEAD", about=about, asks=asks)
    with transaction(engine) as tx:
        registers.save(tx, kent)
        for day in range(400):
            sent = [replace(request, key=f"{day}:{number}") for number in range(5)]
            notices.queue_all(tx, sent, now - timedelta(days=day + 1))
        tx.exec_driver_sql("UPDATE notice SET state = 'sent', settled_at = queued_at")
        tx.exec_driver_sql("ANALYZE")
    statements: list[tuple[str, tuple[object, ...]]] = []
    event.listen(engine, "before_cursor_execute", lambda *about: statements.append((about[2], about[3])))
    with transaction(engine) as tx:
        assert decision_requests.join(tx, replace(request, key="new"), now) == replace(request, key="new")
        assert decision_requests.quiet(tx, kent.slug, now) == []
        for statement, values in [each for each in statements if "FROM notice" in each[0]]:
            plans += [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    engine.dispose()
    assert len(plans) == 2
    assert all("ix_notice_state_queued_at" in plan for plan in plans), plans
