"""Who changes a register works by what it is once nobody else changes it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from register.action import Line
from register.life_plan import LifePlan
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers
from storage.database.engine import reading, transaction
from tests.readings import paper_of
from tests.waiting import until, waits_for_a_lock
from workflow.context import Context, Request
from workflow.imports import import_paper, take_in
from workflow.owners import name_lead
from workflow.rounds import sign_off

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)
ANN = "U0ANN"


@pytest.mark.parametrize(
    "deed",
    [
        lambda context, request: sign_off(context, request, "kent", date(2022, 12, 15)),
        lambda context, request: name_lead(context, request, "kent", "1", "CYPE"),
    ],
    ids=["of the register", "of an action"],
)
def test_who_was_made_a_lead_while_they_waited_is_one(
    engine: Engine, kent: Register, deed: Callable[[Context, Request], object]
) -> None:
    with transaction(engine) as tx:
        line = Line("1", "Promise", "", "December 2022", ("CYPE", "GET"), "", "")
        take_in(tx, kent, paper_of([line]), NOW.date(), NOW)
    led = tuple(replace(one, lead=ANN) for one in kent.directorates)
    request = Request("press", ANN, "", NOW, "button")
    with pytest.raises(Refused, match="Only"):
        deed(Context(engine, lambda: NOW), request)
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            change_log.lock(tx, "kent")
            registers.save(tx, replace(kent, directorates=led))
            waiting = pool.submit(deed, Context(engine, lambda: NOW), request)
            until(lambda: waits_for_a_lock(engine), "the deed waits for the register")
        assert waiting.result(20)


def test_a_paper_that_waited_is_imported_by_the_settings_as_they_are_then(
    engine: Engine, kent: Register
) -> None:
    paper = paper_of([Line("1", "Promise", "", "December 2022", ("CYPE",), "Green", "")])

    def imports() -> object:
        return import_paper(
            engine, lambda tx: registers.find(tx, "kent"), lambda _known: paper, NOW.date(), NOW
        )

    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            change_log.lock(tx, "kent")
            registers.save(tx, replace(kent, life=LifePlan(words={"Green": Status.ONGOING})))
            waiting = pool.submit(imports)
            until(lambda: waits_for_a_lock(engine), "the import waits for the register")
        assert waiting.result(20)
    with reading(engine) as tx:
        found = actions.find(tx, kent, "1")
    assert found is not None
    assert found.status is Status.ONGOING
