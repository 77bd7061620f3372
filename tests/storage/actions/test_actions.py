"""An action read whole: all that belongs to it, in one statement, the same on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from bot.commands import answer
from register.action import Milestone, Update
from register.change import ActionState, TargetDate
from register.progress import Status
from register.register import Directorate, Register
from storage.actions import actions, change_log, registers, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import open_database, reading, reading_once, transaction
from workflow.context import Context, Request

NOON = datetime(2022, 11, 15, 12, tzinfo=UTC)
PAPER = Author("paper", NOON, "paper", NOON)
DAYS = (date(2022, 11, 30), date(2022, 12, 31))


def add(engine: Engine, register: Register, *refs: str, defined: str = "Review governance.") -> list[int]:
    promised = [Milestone(label, "2022", day) for label, day in zip(("Begin", "End"), DAYS, strict=True)]
    target = TargetDate("2022", tuple(promised))
    states = [
        ActionState(ref, position, defined, "", target, ("GLD", "CYPE"), "", Status.NOT_STARTED)
        for position, ref in enumerate(refs)
    ]
    with transaction(engine) as tx:
        change_log.lock(tx, register.slug)
        return write_actions.add(tx, register, states, PAPER)


def say(engine: Engine, register: Register, number: int, text: str, at: datetime) -> int:
    with transaction(engine) as tx:
        change_log.lock(tx, register.slug)
        return updates.add(tx, register.slug, number, text, Author("U0ANN", at, "command", at))


def ask(engine: Engine, typed: str, channel: str = "C0NONE", person: str = "U0ANN") -> str:
    request = Request("trigger:1", person, channel, NOON, "command")
    return answer(Context(engine, lambda: NOON), request, typed).text


def test_an_action_comes_whole_and_in_order(engine: Engine, kent: Register) -> None:
    add(engine, kent, "9", defined="As action 10 says.")
    (number,) = add(engine, kent, "10", defined="See actions 9 and 3.")
    # Told out of order; the fractions of a second are of different lengths, as databases print them.
    later, sooner = NOON + timedelta(microseconds=500_000), NOON + timedelta(microseconds=60)
    third = say(engine, kent, number, "Done “so” far:\n1 % of it.", later)
    second = say(engine, kent, number, "Begun.", sooner)
    first = say(engine, kent, number, "Planned.", NOON)
    with reading(engine) as tx:
        found = actions.find(tx, kent, "10")
        assert found in actions.as_at(tx, kent, later)  # told from the changes it is the same
    assert found is not None
    assert found.owners == ("GLD", "CYPE")
    assert found.directorates == ("CYPE", "GLD")
    assert found.milestones == tuple(
        Milestone(label, "2022", day, day) for label, day in zip(("Begin", "End"), DAYS, strict=True)
    )
    assert found.links == ("3", "9")
    assert found.named_by == ("9",)
    assert found.updates == (
        Update(first, NOON, "U0ANN", "Planned.", "command"),
        Update(second, sooner, "U0ANN", "Begun.", "command"),
        Update(third, later, "U0ANN", "Done “so” far:\n1 % of it.", "command"),
    )


def test_moments_are_utc_whatever_the_databases_own_time_zone(engine: Engine, kent: Register) -> None:
    (number,) = add(engine, kent, "10")
    in_summer = datetime(2022, 7, 1, 23, 30, tzinfo=UTC)
    say(engine, kent, number, "Late at night.", in_summer)
    with reading(engine) as tx:
        if engine.dialect.name == "postgresql":
            tx.exec_driver_sql("SET LOCAL TIME ZONE 'Europe/London'")
        (update,) = actions.by_id(tx, kent, number).updates
    assert (update.at, update.at.tzinfo) == (in_summer, UTC)


def test_each_register_has_its_own_action_of_a_ref(engine: Engine, kent: Register) -> None:
    dover = Register("dover", "Dover", directorates=(Directorate("D", "Docks", "C0DOCKS", ""),))
    with transaction(engine) as tx:
        registers.save(tx, dover)
    add(engine, kent, "10", defined="Kent's.")
    add(engine, dover, "10", "11", defined="Dover's.")
    with reading_once(engine) as tx:
        ten, eleven = (actions.in_every_register(tx, ref) for ref in ("10", "11"))
    words = [(one.register, one.action.defined if one.action else None) for one in ten]
    assert words == [(dover, "Dover's."), (kent, "Kent's.")]
    assert [(one.register, one.action is None) for one in eleven] == [(dover, False), (kent, True)]
    assert "Dover's." in ask(engine, "status 10", "C0DOCKS")
    assert "Kent's." in ask(engine, "in kent status 10", "C0DOCKS")


@pytest.mark.parametrize("is_admin", [False, True])  # who may post its card is shown whether it has one
def test_status_asks_the_database_once(engine: Engine, kent: Register, is_admin: bool) -> None:
    add(engine, kent, "10")
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    person = kent.admins[0] if is_admin else "U0ANN"
    assert "Review governance." in ask(engine, "status 10", person=person)
    assert len(statements) == 1


def test_what_another_process_saved_is_in_the_next_answer(
    engine: Engine, database_url: str, kent: Register
) -> None:
    (number,) = add(engine, kent, "10")
    assert "Minuted." not in ask(engine, "status 10")
    other = open_database(database_url)
    say(other, kent, number, "Minuted.", NOON)
    other.dispose()
    assert "Minuted." in ask(engine, "status 10")


def test_a_question_waits_for_no_writer(engine: Engine, kent: Register) -> None:
    (number,) = add(engine, kent, "10")
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        updates.add(tx, kent.slug, number, "Not yet saved.", PAPER)
        assert "Not yet saved." not in ask(engine, "status 10")


def test_more_actions_can_be_named_than_a_statement_holds_values(engine: Engine, kent: Register) -> None:
    first, last = add(engine, kent, "9", "10")
    many = 70_000
    with reading(engine) as tx:
        refs = [str(number) for number in range(many, 0, -1)]
        assert list(actions.ids(tx, kent, refs).items()) == [("9", first), ("10", last)]
        assert set(change_log.of_actions(tx, range(1, many))) == {first, last}
