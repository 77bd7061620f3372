"""A database that is not there yet when a process starts, or cuts the connection just then."""

import pytest
from sqlalchemy import Engine, text

from register.refused import Refused
from storage.database import ready, schema
from storage.database.engine import open_database, transaction
from storage.database.ready import wait_for_database


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
