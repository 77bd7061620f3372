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
from storage.actions import actions, change_log, registers, updates
from storage.actions.change_log import Author
from storage.actions.updates import MessagePlace
from storage.database.engine import reading, transaction
from tests.readings import paper_of
from tests.waiting import until, waits_for_a_lock
from workflow.context import Context, Request
from workflow.imports import import_paper, import_reading
from workflow.owners import name_lead
from workflow.replies import offer_to_record
from workflow.reply_threads import Reply
from workflow.sign_offs import sign_off

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)
ANN = "U0ANN"


@pytest.mark.parametrize(
    "operation",
    [
        lambda context, request: sign_off(context, request, "kent", date(2022, 12, 15)),
        lambda context, request: name_lead(context, request, "kent", "1", "CYPE"),
    ],
    ids=["of the register", "of an action"],
)
def test_who_was_made_a_lead_while_they_waited_is_one(
    engine: Engine, kent: Register, operation: Callable[[Context, Request], object]
) -> None:
    with transaction(engine) as tx:
        line = Line("1", "Promise", "", "December 2022", ("CYPE", "GET"), "", "")
        import_reading(tx, kent, paper_of([line]), NOW.date(), NOW)
    led = tuple(replace(one, lead=ANN) for one in kent.directorates)
    request = Request("press", ANN, "", NOW, "button")
    with pytest.raises(Refused, match="Only"):
        operation(Context(engine, lambda: NOW), request)
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            change_log.lock(tx, "kent")
            registers.save(tx, replace(kent, directorates=led))
            waiting = pool.submit(operation, Context(engine, lambda: NOW), request)
            until(lambda: waits_for_a_lock(engine), "the operation waits for the register")
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


def test_a_message_that_is_edited_while_its_author_takes_it_back_stays_taken_back(
    engine: Engine, kent: Register
) -> None:
    """Both at once: whichever is first, the words are recorded nowhere in the end."""
    place = MessagePlace("C0CYPE", "1669000000.000100")
    with transaction(engine) as tx:
        lines = [Line(ref, "Promise", "", "December 2022", ("CYPE",), "", "") for ref in ("1", "2")]
        import_reading(tx, kent, paper_of(lines), NOW.date(), NOW)
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        updates.add(
            tx, kent.slug, number, "Sent to Legal", Author(ANN, NOW, "reply", NOW, place.channel), place
        )
    context = Context(engine, lambda: NOW)
    edited = Request("event:2", ANN, place.channel, NOW, "reply")
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            (stored,) = (
                updates.lock_and_reload(tx, one) for one in updates.of_message(tx, place.channel, place.ts)
            )
            updates.withdraw(tx, stored, Author(ANN, NOW, "undo", NOW))
            again = Reply(place.ts, place.ts, "Action 2: sent to Legal")
            waiting = pool.submit(offer_to_record, context, edited, again)
            until(lambda: waits_for_a_lock(engine), "the edit waits for the register")
        waiting.result(20)
    with reading(engine) as tx:
        assert [one.updates for one in actions.as_at(tx, kent, NOW)] == [(), ()]
        story = [entry.event().what for entry in change_log.history(tx, kent.slug, "1")]
    assert story == ["added the action", "gave an update", "took an update back"]
