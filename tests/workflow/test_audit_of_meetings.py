"""``htst audit verify``: sign-offs, minutes and answers that somebody edited in the database are found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from register.register import Register
from storage.actions import published, registers
from storage.database.engine import reading, transaction
from storage.database.paper_tables import answer, decision, question, sign_off
from tests.workflow.test_audit import verified
from workflow.context import SHELL, Context, Request
from workflow.forgetting import forget
from workflow.meetings import Minutes, record_meeting
from workflow.members_questions import PendingAnswer, answer_question
from workflow.publishing import publish
from workflow.sign_offs import sign_off as sign
from workflow.undo import undo_last

NOW = datetime(2023, 2, 20, 10, tzinfo=UTC)
NOVEMBER, MARCH = date(2022, 11, 15), date(2023, 3, 16)
MINUTES = Minutes("24", noted="The report.", agreed="To meet again.", questions="Cllr Jones: When?")


class Room:
    """Who is in it, and a clock that goes on with each look."""

    def __init__(self, engine: Engine, kent: Register) -> None:
        self.engine, self.slug, self.admin = engine, kent.slug, kent.admins[0]
        self._seconds, self._keys = count(), count()
        self.context = Context(engine, lambda: NOW + timedelta(seconds=next(self._seconds)))

    def asks(self, user: str, source: str = "form") -> Request:
        return Request(f"request {next(self._keys)}", user, "C0LEADS", NOW, source)

    def found(self) -> tuple[int | None, tuple[date, ...], tuple[date, ...]]:
        with reading(self.engine) as tx:
            register = registers.find(tx, self.slug)
        verification = verified(self.engine, register)
        return verification.broken_at, verification.sign_offs, verification.meetings


@pytest.fixture
def room(table: Engine, kent: Register) -> Room:
    """Kent's register, in which a meeting is recorded, a question of it answered, and a paper signed off."""
    room = Room(table, kent)
    record_meeting(room.context, room.asks(room.admin), kent.slug, NOVEMBER, MINUTES)
    with reading(table) as tx:
        number = tx.execute(select(question.c.id)).scalar_one()
    given = PendingAnswer(kent.slug, number, "In June.", "1.1", NOW.isoformat())
    answer_question(room.context, room.asks("U0GETLEAD"), given)
    sign(room.context, room.asks("U0GETLEAD"), kent.slug, MARCH)
    return room


def test_sign_offs_minutes_and_answers_are_as_the_chain_has_them_also_when_taken_back(room: Room) -> None:
    assert room.found() == (None, (), ())
    undo_last(room.context, room.asks("U0GETLEAD"), room.slug)
    record_meeting(room.context, room.asks(room.admin), room.slug, NOVEMBER, replace(MINUTES, questions=""))
    undo_last(room.context, room.asks(room.admin), room.slug)
    assert room.found() == (None, (), ())
    publish(room.context, room.asks(room.admin), room.slug, MARCH, because="as agreed")
    assert room.found() == (None, (), ())


def test_somebody_who_was_forgotten_since_is_no_forgery(room: Room) -> None:
    with transaction(room.engine) as tx:  # the settings give them no part any more
        register = registers.find(tx, room.slug)
        directorates = tuple(replace(one, lead="") for one in register.directorates)
        registers.save(tx, replace(register, directorates=directorates))
    forget(room.context, room.asks(room.admin, SHELL), "U0GETLEAD")
    with reading(room.engine) as tx:
        assert "U0GETLEAD" not in str(tx.execute(select(sign_off)).all())
    assert room.found() == (None, (), ())


def added(table: Table, **edited: object) -> Callable[[Connection], None]:
    """A copy of a row, with other values."""

    def add(tx: Connection) -> None:
        row = dict(tx.execute(select(table)).mappings().first() or {})
        row.pop("id", None)
        tx.execute(insert(table).values(row | edited))

    return add


def changed(table: Table, **edited: object) -> Callable[[Connection], None]:
    """A row with other values."""

    def change(tx: Connection) -> None:
        tx.execute(update(table).values(edited))

    return change


def removed(table: Table) -> Callable[[Connection], None]:
    """No row any more."""

    def remove(tx: Connection) -> None:
        tx.execute(delete(table))

    return remove


@pytest.mark.parametrize(
    "edit",
    [
        *(changed(sign_off, by="U0EVE"), changed(sign_off, at=NOW - timedelta(days=1)), removed(sign_off)),
        added(sign_off, who="CYPE"),
    ],
)
def test_a_sign_off_that_nobody_gave_or_that_is_gone_is_found(
    room: Room, edit: Callable[[Connection], None]
) -> None:
    with transaction(room.engine) as tx:
        edit(tx)
    assert room.found() == (None, (MARCH,), ())


@pytest.mark.parametrize(
    "edit",
    [
        *(changed(decision, words="All is well."), changed(decision, withdrawn_at=NOW), removed(decision)),
        *(added(decision), added(decision, at=NOW - timedelta(days=900), words="Nothing was asked.")),
        *(changed(question, member="Cllr Hill"), changed(question, withdrawn_at=NOW)),
        *(changed(answer, words="In May."), removed(answer), added(answer, ts="")),
    ],
)
def test_minutes_questions_and_answers_that_were_edited_are_found(
    room: Room, edit: Callable[[Connection], None]
) -> None:
    with transaction(room.engine) as tx:
        edit(tx)
    assert room.found() == (None, (), (NOVEMBER,))


def test_the_lead_of_two_directorates_takes_both_sign_offs_back_at_once(table: Engine, kent: Register) -> None:
    room = Room(table, kent)
    with transaction(table) as tx:
        directorates = tuple(replace(one, lead="U0GETLEAD") for one in kent.directorates)
        registers.save(tx, replace(kent, directorates=directorates))
    signed = sign(room.context, room.asks("U0GETLEAD"), kent.slug, MARCH)
    assert len(signed) == len(directorates)
    undo_last(room.context, room.asks("U0GETLEAD"), kent.slug)
    with reading(table) as tx:
        assert published.signed_off(tx, kent.slug, MARCH) == {}
