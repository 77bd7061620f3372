"""Two meetings so close together that the round of the second begins before the paper of the first is out."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR, OFFICER_IDS
from jobs.timetable import tick
from papers.write.paper import Moves
from register.committee.meetings import Meeting
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from tests.jobs.test_timetable import at
from tests.jobs.test_timetable_rounds_and_reminders import read_in
from workflow.context import Context, Request
from workflow.narrative import say_no_change
from workflow.publishing import paper_of, publish
from workflow.round_rows import round_rows
from workflow.updates import record_updates

AMY = OFFICER_IDS["CYPE"]
FIRST, SECOND = date(2023, 3, 16), date(2023, 3, 30)
OUT, LAST_CALL = "2023-03-08", "2023-03-15"
"""The day by which the paper of the first is published, on which the second round begins; and its last call."""


@pytest.fixture
def register(engine: Engine, kent: Register) -> Register:
    """Two actions, of which nothing is due, and the two meetings."""
    meetings = replace(kent.meetings, meetings=(Meeting(FIRST), Meeting(SECOND)))
    found = replace(kent, meetings=meetings)
    read_in(engine, found, ["31 December 2023", "30 November 2023"])
    return found


def by(engine: Engine, person: str, day: str, clock: str) -> tuple[Context, Request]:
    moment = at(day, clock)
    return Context(engine, lambda: moment), Request(f"{person} {moment}", person, "C0CYPE", moment, "command")


def says(engine: Engine, ref: str, day: str, clock: str) -> None:
    record_updates(*by(engine, AMY, day, clock), "kent", [(ref, "The tender is out.")])


def publishes(engine: Engine) -> None:
    publish(*by(engine, MONITOR, OUT, "11:00"), "kent", FIRST, because="agreed with the Chair")


def asked(engine: Engine, day: str) -> list[str]:
    """The refs that requests for updates ask for on a day, in the morning."""
    found = tick(engine, at(day, "08:30"), at(day, "08:30"))
    return [ref for one in found if one.key.startswith(("round:chase", "round:cut-off")) for ref in one.refs]


def missing(engine: Engine) -> list[str]:
    """The refs without an answer for the second paper, as its round counts them; the paper prints the same."""
    with reading(engine) as tx:
        register = registers.find(tx, "kent")
        found = list(round_rows(tx, register, SECOND).everything)
        moves = paper_of(tx, register, SECOND).moves
    assert moves is not None
    assert [one.ref for one in moves.silent] == found
    return found


def moves_of_second(engine: Engine) -> Moves:
    with reading(engine) as tx:
        moves = paper_of(tx, registers.find(tx, "kent"), SECOND).moves
    assert moves is not None
    return moves


def test_who_answers_the_second_request_has_answered_it_though_the_first_paper_comes_out_afterwards(
    engine: Engine, register: Register
) -> None:
    assert asked(engine, OUT) == ["1", "2"]
    says(engine, "1", OUT, "10:00")
    say_no_change(*by(engine, AMY, OUT, "10:10"), "kent", "2", "Waiting for a decision")
    publishes(engine)
    assert missing(engine) == []
    assert asked(engine, LAST_CALL) == []
    moves = moves_of_second(engine)
    assert [(one.ref, one.words) for one in moves.updated] == [("1", "The tender is out.")]
    assert [(one.ref, one.words) for one in moves.unchanged] == [("2", "Waiting for a decision")]


def test_who_answered_for_the_first_paper_alone_is_asked_once_for_the_second(
    engine: Engine, register: Register
) -> None:
    """Not while the first is to come, for which they have answered; on the last day, once that is in it."""
    says(engine, "1", "2023-03-01", "10:00")
    assert asked(engine, OUT) == ["2"]
    publishes(engine)
    assert missing(engine) == ["1", "2"]
    assert asked(engine, LAST_CALL) == ["1", "2"]


def test_what_was_said_before_both_rounds_is_no_answer_for_the_second(
    engine: Engine, register: Register
) -> None:
    says(engine, "1", "2023-02-21", "10:00")
    publishes(engine)
    says(engine, "2", OUT, "11:30")
    assert missing(engine) == ["1"]
