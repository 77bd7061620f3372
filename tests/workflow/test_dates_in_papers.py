"""What a committee's paper says of the dates of an action that has several, or that was given another."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from papers.assemble.moves import moves
from papers.assemble.paper import committee_paper
from papers.read import read_bytes
from papers.write.paper import Overdue
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from workflow.committee_papers import material_for
from workflow.imports import import_paper

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)
MEETING = date(2023, 1, 14)
ROWS = (
    b"Ref,Action,Owner,Due,Revised date,Progress\n"
    b"2,Countersign claims,GET,30 September 2022,31 January 2023,In progress\n"
    b"3,Publish the policy,GET,31 December 2022,,In progress\n"
    b"7,Replace the cameras,GLD,Phase 1: 30 November 2022; Phase 2: 30 June 2023,,In progress\n"
    b"8,Repaint the depot,GLD,31 August 2023,,In progress\n"
)


def test_what_is_overdue_of_several_dates_is_listed_by_the_date_that_passed(
    kent: Register, engine: Engine
) -> None:
    with transaction(engine) as tx:
        registers.save(tx, kent)
    import_paper(
        engine,
        lambda tx: registers.find(tx, "kent"),
        lambda answers: read_bytes("paper.csv", ROWS, answers),
        NOW.date(),
        NOW,
    )
    with reading(engine) as tx:
        material = material_for(tx, registers.find(tx, "kent"), MEETING)
    moved = moves(material)
    assert moved.overdue == (
        Overdue("3", "Publish the policy", "GET", date(2022, 12, 31)),
        Overdue("7", "Replace the cameras", "GLD", date(2022, 11, 30)),
    )
    assert moved.past_original == ("2", "3", "7")  # 2 was given another date, so that it is not overdue
    counted = committee_paper(material).figures
    assert counted is not None
    assert (counted.by_original.of, counted.causes) == (2, (("No cause given", 3),))  # of 7 more is to come
