"""Dates that a person is asked about: what is printed, read and reminded of before the answer and after it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine

from papers.read import read_bytes
from papers.reading_result import Reading
from register.action import Action
from register.imports.answers import Answers
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from workflow.imports import Imported, import_paper
from workflow.publishing import paper_of

HEAD = "Ref,Action,Date raised,Due,Owner,Status\n"
NOVEMBER, MEETING = date(2024, 11, 20), date(2025, 1, 20)


class Papers:
    """A register into which papers are read, with answers, and what its own paper prints then."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self.engine, self.register = engine, register

    def take(
        self, rows: str, rows_answered: dict[str, str] | None = None, day: date = NOVEMBER, head: str = HEAD
    ) -> Imported:
        return self.take_by(rows, Answers(rows=rows_answered or {}), day, head)

    def take_by(self, rows: str, answers: Answers, day: date, head: str) -> Imported:
        def find(tx: Connection) -> Register:
            registers.save(tx, self.register)
            return self.register

        def read(by: Answers) -> Reading:
            return read_bytes(f"{day}.csv", (head + rows).encode(), by)

        return import_paper(self.engine, find, read, day, datetime(2026, 12, 1, tzinfo=UTC), answers)[1]

    def action(self, ref: str) -> Action:
        with reading(self.engine) as tx:
            found = actions.find(tx, self.register, ref)
        assert found is not None
        return found

    def printed(self, ref: str) -> tuple[str, ...]:
        with transaction(self.engine) as tx:
            return next(row for row in paper_of(tx, self.register, MEETING).appendix.rows if row[0] == ref)


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Papers:
    return Papers(engine, kent)


def asked(imported: Imported) -> list[tuple[str, str, str]]:
    return [(one.ref, one.field, one.read_as) for one in imported.doubts]


def test_a_spreadsheets_number_is_printed_as_its_day_once_that_is_answered(papers: Papers) -> None:
    rows = (
        "1,Mend the gate,45597,45747,CYPE,In progress\n2,Paint it,1 Nov 2024,31 March 2025,CYPE,In progress\n"
    )
    before = papers.take(rows)
    assert asked(before) == [("1", "target", "31 March 2025"), ("1", "raised", "1 November 2024")]
    assert papers.action("1").deadline == date(2025, 3, 31)  # it is reminded of meanwhile
    assert papers.printed("1")[2:4] == ("45597", "45747")
    after = papers.take(rows, {"1 target": "as read", "1 raised": "1 October 2024"})
    assert asked(after) == []
    assert papers.printed("1")[2:4] == ("1 October 2024", "31 March 2025")
    # The next paper prints the same: nothing is asked, changed, or printed as a number again.
    later = papers.take(rows, day=date(2024, 12, 5))
    assert (asked(later), later.found.changed) == ([], ())
    assert papers.printed("1")[2:4] == ("1 October 2024", "31 March 2025")


def test_a_spreadsheets_number_may_stand_for_another_day_or_be_a_revised_date(papers: Papers) -> None:
    """A workbook whose days count from 1904."""
    head = "Ref,Action,Target date,Revised date,Owner,Status\n"
    rows = (
        "1,Mend the gate,31 January 2025,45747,CYPE,In progress\n2,Paint it,31 March 2025,,CYPE,In progress\n"
    )
    papers.take(rows, {"1 target": "1 April 2029"}, head=head)
    assert papers.printed("1")[2:4] == ("31 January 2025", "1 April 2029")
    assert papers.action("1").deadline == date(2029, 4, 1)


def test_a_date_without_an_exact_day_is_printed_as_it_was_before_and_after_the_answer(papers: Papers) -> None:
    rows = "1,Mend the gate,,early 2025,CYPE,In progress\n2,Paint it,,Autumn 2024,CYPE,Complete\n"
    assert asked(papers.take(rows)) == [("1", "target", "30 April 2025")]  # of what is done nothing is asked
    assert papers.action("1").deadline == date(2025, 4, 30)
    assert asked(papers.take(rows, {"1 target": "28 February 2025"})) == []
    assert papers.action("1").deadline == date(2025, 2, 28)
    assert papers.printed("1")[3] == "early 2025"
    assert asked(papers.take(rows, day=date(2024, 12, 5))) == []
    assert papers.action("1").deadline == date(2025, 2, 28)


def test_a_column_that_is_answered_when_the_paper_is_read_again_is_printed_once(papers: Papers) -> None:
    head, rows = "Ref,Action,Due,Owner,Status,Odd\n", "1,Mend the gate,31 March 2025,CYPE,In progress,A draft\n"
    papers.take_by(rows, Answers(), NOVEMBER, head)
    assert papers.printed("1")[5:] == ("A draft",)
    papers.take_by(rows, Answers(columns={"Odd": "delivered"}), NOVEMBER, head)
    assert papers.action("1").delivered == "A draft"
    assert papers.printed("1")[5:] == ("A draft",)


def test_what_is_counted_from_the_papers_day_keeps_the_day_that_was_counted_first(papers: Papers) -> None:
    rows = (
        "1,Mend the gate,,Within 3 months,CYPE,In progress\n2,Paint it,,Immediate,CYPE,In progress\n"
        "3,Oil it,,Immediate,CYPE,Complete\n"
    )
    first = [("1", "target", "20 February 2025"), ("2", "target", "20 November 2024")]
    assert asked(papers.take(rows)) == first  # of what is done it does not matter
    more, days = "{0},Task {0},,May 2025,CYPE,\n", (date(2025, 1, 5), date(2025, 1, 15), date(2025, 2, 5))
    assert asked(papers.take(rows + more.format(4), day=days[0])) == first
    later = papers.take(rows, {"1 target": "as read", "2 target": "1 December 2024"}, day=days[1])
    assert (asked(later), [one.ref for one in later.found.changed]) == ([], ["2"])
    last = papers.take(rows + more.format(5), day=days[2])
    assert (asked(last), last.found.changed) == ([], ())
    assert [papers.action(ref).deadline for ref in "12"] == [date(2025, 2, 20), date(2024, 12, 1)]
    back = papers.take(rows + more.format(6), {"1 target": ""}, day=days[2])
    assert asked(back) == [("1", "target", "5 May 2025")]
