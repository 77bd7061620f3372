"""A database that is not there yet when a process starts, or cuts the connection just then."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from register.refused import Refused
from storage.database import ready, schema
from storage.database.address import address_of
from storage.database.engine import open_database, transaction
from storage.database.ready import wait_for_database, wait_for_stopped
from storage.processes.processes import InUse


def test_a_connection_that_is_cut_at_the_start_is_opened_again(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # nobody cuts a file
    tries = []

    def begin() -> str:
        tries.append(1)
        with transaction(engine) as tx:
            if len(tries) == 1:
                tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            return str(tx.execute(text("SELECT 'begun'")).scalar())

    assert wait_for_database(engine, begin) == "begun"
    assert len(tries) == 2


def test_a_database_that_does_not_come_is_said_in_one_sentence() -> None:
    engine = open_database("postgresql://htst:secret@127.0.0.1:9/htst")
    with pytest.raises(
        Refused, match=r"htst:\*\*\*@127.0.0.1:9/htst cannot be opened.*DATABASE_URL"
    ) as refused:
        wait_for_database(engine, lambda: ready.make_ready(engine), seconds=0.6)
    assert "secret" not in str(refused.value)
    engine.dispose()


def test_a_database_that_comes_while_it_is_waited_for_is_used(engine: Engine) -> None:
    came = iter([schema.Unreachable("not yet"), schema.Unreachable("not yet"), None])

    def begin() -> str:
        trouble = next(came)
        if trouble:
            raise trouble
        return "begun"

    if engine.dialect.name == "sqlite":  # a file is there or not
        with pytest.raises(Refused, match="not yet"):
            wait_for_database(engine, begin)
    else:
        assert wait_for_database(engine, begin) == "begun"


def test_what_is_wrong_with_the_work_itself_is_not_tried_again(engine: Engine) -> None:
    tries = []

    def begin() -> None:
        tries.append(1)
        raise Refused("not here")

    with pytest.raises(Refused, match="not here"):
        wait_for_database(engine, begin)
    assert len(tries) == 1


def test_a_process_that_was_killed_is_waited_for() -> None:
    """It was seen a moment ago, and counts as dead only when it has been silent for a minute."""
    found = iter([InUse("a bot runs"), InUse("a bot runs"), None])

    def migrate() -> str:
        running = next(found)
        if running:
            raise running
        return "migrated"

    assert wait_for_stopped(migrate, pause=0.01) == "migrated"


def test_a_process_that_goes_on_running_is_said_after_the_wait() -> None:
    def migrate() -> None:
        raise InUse("a bot runs")

    with pytest.raises(InUse, match="a bot runs"):
        wait_for_stopped(migrate, seconds=0.05, pause=0.01)


def test_a_file_that_is_no_database_is_not_tried_again(tmp_path: Path) -> None:
    """A supervisor that starts a process again would not mend it: that is not one to try later."""
    (tmp_path / "notes.db").write_text("Minutes of the committee")
    engine = open_database(address_of(tmp_path / "notes.db"))
    with pytest.raises(schema.Damaged, match=r"another program's file .*, move the file away"):
        ready.make_ready(engine)
    engine.dispose()
