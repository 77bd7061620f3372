"""A new SQLite database takes the indexes that a large register needs, from the first day on."""

from datetime import date
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
            tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values).all() for one, values in list(statements)
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
