"""A process that starts while its database is not there yet, or cuts the connection just then."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from config.settings import VARIABLES
from htst import main
from register.refused import Refused
from runtime.processes import EXIT_TRY_AGAIN
from runtime.startup import wait_for_database
from storage.database import ready, schema
from storage.database.engine import open_database, transaction


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


@pytest.mark.parametrize(("command", "status"), [("clock", EXIT_TRY_AGAIN), ("list", 2)])
def test_a_process_without_its_database_is_to_be_started_again_by_its_supervisor(
    tmp_path: Path, command: str, status: int
) -> None:
    """A folder that is not mounted yet, or a server that is down for longer than a start waits: systemd leaves a
    process alone that ended with status 2, and nothing would run until somebody notices.
    """
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": f"sqlite:///{tmp_path}/not-mounted/htst.db"}
    done = CliRunner().invoke(main, [command], env=environ)
    assert done.exit_code == status
    assert len(done.stderr.strip().splitlines()) == 1
