"""Migrations: forward from every released schema with data in it, and never other than the tables."""

import json
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, Table, event, insert, make_url, select, text
from sqlalchemy.exc import IntegrityError

from register.action import Update
from register.change import ActionState, TargetDate
from register.changes import Added, UpdateAdded, UpdateWithdrawn
from register.known_refs import ref_order
from register.life import Life, SentBack
from register.life_changes import ProgressChanged
from register.move_details import MoveDetails
from register.progress import Status
from register.refused import Refused
from storage.actions import meetings
from storage.database import ready, schema
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate, revisions
from storage.database.tables import metadata
from storage.intake import absences
from storage.queue import cards, claims

AT = datetime(2022, 11, 15, 10, tzinfo=UTC)
# A row of each table as revision 0001 had them, and of the children that a careless re-creation would delete.
AS_RELEASED: dict[str, dict[str, Any]] = {
    "register": {
        "slug": "kent",
        "title": "Actions",
        "committee": "Audit",
        "timezone": "Europe/London",
        "leads_channel": "C0LEADS",
        "admins": ["U0MONITOR"],
        "reminders": {},
        "digest": {},
    },
    "action": {
        "id": 1,
        "register": "kent",
        "ref": "10",
        "position": 1,
        "defined": "What was promised",
        "delivered": "",
        "target": "March 2023",
        "progress": "",
        "status": "not started",
    },
    "owner": {"action": 1, "code": "CYPE", "position": 0, "lead": False},
    "card": {"id": 1, "action": 1, "directorate": "CYPE", "channel": "C0CYPE", "ts": "1.1"},
    "update": {"id": 1, "action": 1, "at": AT, "by": "U0CYPE", "text": "Drafted", "source": "reply"},
    "notice": {
        "id": 1,
        "register": "kent",
        "key": "card:kent:10:CYPE",
        "opaque": "abc",
        "kind": "card",
        "method": "chat.postMessage",
        "to": "C0CYPE",
        "lane": "chat.postMessage:C0CYPE",
        "refs": ["10"],
        "payload": {},
        "card": 1,
        "state": "waiting",
        "attempt": 0,
        "not_before": AT,
        "queued_at": AT,
    },
    "inbox": {"key": "event:1", "received_at": AT},
    "job_run": {"register": "kent", "job": "reminders", "through": AT},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a single table, of each kind."""
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path}/old.db")
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres_url")
    name = f"htst_{uuid.uuid4().hex[:12]}"
    admin = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = open_database(make_url(server).set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


def fill(engine: Engine) -> None:
    then = MetaData()
    with transaction(engine) as tx:
        for name, row in AS_RELEASED.items():
            table = Table(name, then, autoload_with=tx)
            tx.execute(insert(table).values(row))


def test_the_first_release_comes_forward_with_its_data(empty: Engine) -> None:
    assert migrate(empty, "0001") == "0001"
    fill(empty)
    assert migrate(empty) == schema.NEWEST
    with reading(empty) as tx:
        for name, row in AS_RELEASED.items():
            table = metadata.tables[name]
            found = tx.execute(select(table)).mappings().one()
            still = {key: value for key, value in row.items() if key in table.c}
            assert {key: found[key] for key in still} == still, name
    assert migrate(empty) == schema.NEWEST  # and again changes nothing


def test_words_can_be_looked_for_and_threads_are_known_once_they_came_forward(empty: Engine) -> None:
    """Earlier revisions kept no folded words, and the thread of an update in the receipt that was sent into it."""
    migrate(empty, "0001")
    fill(empty)
    then = MetaData()
    with transaction(empty) as tx:
        update, notice = (Table(name, then, autoload_with=tx) for name in ("update", "notice"))
        answer = AS_RELEASED["update"] | {"id": 2, "text": "ÉCOLE’s plan", "channel": "C0CYPE", "ts": "2.2"}
        tx.execute(insert(update).values(answer))
        receipt = AS_RELEASED["notice"] | {"id": 2, "key": "receipt:2", "opaque": "def", "card": None}
        tx.execute(insert(notice).values(receipt | {"payload": {"thread_ts": "1.1"}}))
    migrate(empty)
    action, update = metadata.tables["action"], metadata.tables["update"]
    with transaction(empty) as tx:
        assert tx.execute(select(action.c.search)).scalar_one() == " what was promised\n march 2023"
        rows = tx.execute(select(update.c.search, update.c.thread).order_by(update.c.id)).all()
        assert [tuple(row) for row in rows] == [(" drafted", None), (" ecoles plan", "1.1")]
        # One message may be an update to each of several actions now, but only one to each.
        second = dict(tx.execute(select(action)).mappings().one()) | {"id": 2, "ref": "11", "position": 2}
        tx.execute(insert(action).values(second))
        again = {name: answer[name] for name in ("at", "by", "text", "source", "channel", "ts")}
        tx.execute(insert(update).values(again | {"id": 3, "action": 2}))
        with pytest.raises(IntegrityError):
            tx.execute(insert(update).values(again | {"id": 4, "action": 1}))


def test_refs_urgency_and_officers_are_looked_up_once_they_came_forward(empty: Engine) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0012")
    then = MetaData()
    with transaction(empty) as tx:
        promised = {"action": 1, "label": "", "printed": "", "reminded_through": AT.date()}
        rows = [
            promised | {"position": n, "deadline": date(2023, 3 - n, 31 - 3 * n), "met": met}
            for n, met in enumerate((None, AT.date()))
        ]
        tx.execute(insert(Table("milestone", then, autoload_with=tx)), rows)
        amy = '{"officers": {"CYPE": "U0AMY", "GET": "U0AMY"}}'
        tx.execute(text("UPDATE action SET life = :life"), {"life": amy})
    migrate(empty)
    action, officer = metadata.tables["action"], metadata.tables["officer"]
    with transaction(empty) as tx:
        found = tx.execute(select(action.c.ref_letters, action.c.ref_order, action.c.urgency)).one()
        assert tuple(found) == ("10", ref_order("10"), "0 2023-03-31")
        assert [tuple(row) for row in tx.execute(select(officer))] == [(1, "U0AMY")]


def test_what_is_counted_in_the_row_is_told_from_the_changes_once_it_came_forward(empty: Engine) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0023")
    then = MetaData()
    stays, taken_back = (
        UpdateAdded(Update(number, AT + timedelta(days=number), "U0CYPE", "Drafted", "reply"))
        for number in (1, 2)
    )
    with transaction(empty) as tx:
        rows = [
            {"number": number, "kind": one.kind, "at": AT + timedelta(days=number)}
            | {"before": one.before, "after": one.after, "register": "kent", "action": 1, "recorded_at": AT}
            | {"by": "U0CYPE", "source": "reply", "previous": "", "hash": ""}
            for number, one in enumerate((stays, taken_back, UpdateWithdrawn(2, "Drafted")), start=1)
        ]
        tx.execute(insert(Table("change", then, autoload_with=tx)), rows)
        life = {"lead": "GET", "reported_by": "U0AMY"}
        tx.execute(text("UPDATE action SET life = :life"), {"life": json.dumps(life)})
        tx.execute(text("UPDATE action SET status = 'implemented', progress = ' Complete '"))
    migrate(empty)
    action = metadata.tables["action"]
    columns = (action.c[name] for name in ("owners", "progress_key", "decision_key", "heard_at", "is_silent"))
    with reading(empty) as tx:
        assert tuple(tx.execute(select(*columns)).one()) == (
            "CYPE",
            "complete",
            "GET\x1fU0AMY",
            AT + timedelta(days=1),
            False,
        )


def test_who_sent_an_action_back_is_told_from_the_changes_once_it_came_forward(empty: Engine) -> None:
    """Earlier versions kept it in no row: what was sent back before the upgrade was said to be under way."""
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0023")
    done, open_ = ("Complete", Status.IMPLEMENTED), ("Not started", Status.NOT_STARTED)
    story = (
        Added(ActionState("10", 1, "What was promised", "", TargetDate("March 2023", ()), ("CYPE",), *open_)),
        ProgressChanged(*done, open_, MoveDetails("U0AMY", AT, "All is done")),
        ProgressChanged(*open_, done, MoveDetails("U0RUTH", AT, "One name is missing")),
    )
    with transaction(empty) as tx:
        rows = [
            {"number": number, "kind": one.kind, "at": AT, "before": one.before, "after": one.after}
            | {
                "register": "kent",
                "action": 1,
                "recorded_at": AT,
                "by": "",
                "source": "",
                "previous": "",
                "hash": "",
            }
            for number, one in enumerate(story, start=1)
        ]
        tx.execute(insert(Table("change", MetaData(), autoload_with=tx)), rows)
        tx.execute(text("UPDATE action SET life = :life"), {"life": '{"reason": "One name is missing"}'})
    migrate(empty)
    with reading(empty) as tx:
        life = Life.read(tx.execute(select(metadata.tables["action"].c.life)).scalar_one())
    assert life.sent_back == SentBack("U0RUTH", AT, "One name is missing", "implemented")


def test_answers_to_members_questions_come_forward_as_first_versions(empty: Engine) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0024")
    row = {"register": "kent", "meeting": AT.date(), "minute": "24", "member": "Cllr Jones", "words": "When?"}
    row |= {"refs": [], "asked_at": AT, "by": "U0MONITOR"}
    answered = row | {"answer": "In June.", "answered_at": AT, "answered_by": "U0CYPELEAD"}
    with transaction(empty) as tx:
        question = Table("question", MetaData(), autoload_with=tx)
        rows = [row | {"answer": "", "answered_at": None, "answered_by": ""}, answered]
        if empty.dialect.name == "sqlite":
            rows = [one | {"refs": "[]"} for one in rows]
        tx.execute(insert(question), rows)
    migrate(empty)
    with reading(empty) as tx:
        found = [(one.answer, one.answered_at, one.answered_by) for one in meetings.questions(tx, "kent")]
    assert found == [("", None, ""), ("In June.", AT, "U0CYPELEAD")]


def test_absences_come_forward_as_begun_when_they_were_told(empty: Engine) -> None:
    migrate(empty, "0025")
    absent = {
        "person": "U0AMY",
        "deputy": "U0LENA",
        "by": "U0AMY",
        "at": AT,
        "until": AT.date() + timedelta(days=9),
    }
    ended = absent | {"person": "U0LENA", "by": "U0LENA", "deputy": ""}
    back = ended | {"until": AT.date() - timedelta(days=1)}
    with transaction(empty) as tx:
        absence = Table("absence", MetaData(), autoload_with=tx)
        tx.execute(insert(absence), [absent, ended, back])
    migrate(empty)
    with reading(empty) as tx:
        (standing,) = absences.current_and_coming(tx, AT.date())
        assert (standing.person, standing.starts, standing.deputy) == ("U0AMY", AT.date(), "U0LENA")


def test_two_cards_of_an_action_in_one_channel_come_forward_as_one_and_one_that_has_moved(
    empty: Engine,
) -> None:
    """Earlier revisions posted one for each directorate."""
    migrate(empty, "0001")
    fill(empty)
    then = MetaData()
    with transaction(empty) as tx:
        directorate, card = (Table(name, then, autoload_with=tx) for name in ("directorate", "card"))
        for position, code in enumerate(("CYPE", "GET")):
            row = {"register": "kent", "code": code, "position": position, "name": code, "lead": ""}
            tx.execute(insert(directorate).values(row | {"channel": "C0CYPE"}))
        second = AS_RELEASED["card"] | {"id": 2, "directorate": "GET", "ts": "2.2"}
        third = AS_RELEASED["card"] | {"id": 3, "directorate": "GLD", "channel": None, "ts": None}
        tx.execute(insert(card).values([second, third]))
    migrate(empty)
    with reading(empty) as tx:
        assert [(one.id, one.codes) for one in cards.of_actions(tx, [1])] == [(1, ("CYPE",)), (2, ()), (3, ())]


def test_a_card_that_waits_to_be_drawn_again_counts_as_open_once_it_came_forward(empty: Engine) -> None:
    """Revision 0001 left it the moment of its last drawing."""
    migrate(empty, "0001")
    fill(empty)
    with transaction(empty) as tx:
        tx.execute(text("UPDATE notice SET settled_at = queued_at"))
    migrate(empty)
    with reading(empty) as tx:
        assert claims.next_due(tx) == AT


def test_a_sender_looks_at_the_head_of_each_lane_only(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/plan.db")
    migrate(engine)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    with reading(engine) as tx:
        claims.next_due(tx)
        query = next(one for one in statements if "RECURSIVE" in one)
        plan = "\n".join(map(str, tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("x",) * query.count("?"))))
    engine.dispose()
    assert plan.count("ix_notice_open") == 3
    assert "SCAN notice" not in plan


def test_the_newest_migration_is_the_one_that_every_process_asks_for() -> None:
    assert revisions()[0] == schema.NEWEST


def test_tables_and_migrations_do_not_differ(empty: Engine) -> None:
    migrate(empty)
    only_of_sqlite = {"ix_action_words"} if empty.dialect.name != "sqlite" else set()
    with empty.connect() as connection:
        options = {"compare_type": True, "include_object": lambda one, *_: one.name not in only_of_sqlite}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_an_older_database_is_left_alone_until_somebody_says_so(empty: Engine) -> None:
    migrate(empty, "0001")
    assert not schema.is_current(empty)
    with pytest.raises(schema.OtherVersion):
        ready.make_ready(empty)


def test_a_newer_database_is_refused_and_left_as_it_is(empty: Engine) -> None:
    migrate(empty)
    with transaction(empty) as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (migrate, ready.make_ready):
        with pytest.raises(Refused, match=r"newer version \(9999\) than this code"):
            refuse(empty)


def test_a_migration_that_would_orphan_rows_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/old.db")
    migrate(engine, "0001")
    fill(engine)

    def careless(config: object, to: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        connection.exec_driver_sql("DELETE FROM action")

    monkeypatch.setattr(command, "upgrade", careless)
    with pytest.raises(RuntimeError, match="without their parents"):
        migrate(engine)
    engine.dispose()
    database = sqlite3.connect(tmp_path / "old.db")
    assert database.execute("SELECT count(*) FROM action").fetchone() == (1,)
    database.close()


def test_a_change_that_was_edited_by_hand_ends_a_migration_with_a_sentence_and_nothing_is_migrated(
    empty: Engine,
) -> None:
    migrate(empty, "0001")
    fill(empty)
    row = {"number": 7, "kind": "edited", "at": AT, "before": {}, "after": {}, "register": "kent", "action": 1}
    row |= {"recorded_at": AT, "by": "", "source": "", "previous": "", "hash": ""}
    with transaction(empty) as tx:
        tx.execute(insert(Table("change", MetaData(), autoload_with=tx)), row)
    with pytest.raises(Refused, match=r"Change 7 .* is not as it was written"):
        migrate(empty)
    with reading(empty) as tx:
        assert schema.revision(tx) == "0001"


def test_foreign_keys_are_in_force_again_afterwards(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/old.db")
    migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
