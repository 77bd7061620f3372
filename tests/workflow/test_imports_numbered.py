"""Papers that print no references: which numbers their rows have is said as they are known here."""

from sqlalchemy import Engine

from register.register import Register
from tests.workflow.test_unseen_updates import FIRST, SECOND, Committee

HEAD = "Action,Due,Owner,Status\n"
TASKS = (
    "Mend the gate",
    "Paint the railings",
    "Sweep the yard",
    "Oil the hinges",
    "Count the chairs",
    "Ring the bell",
)


def rows(*tasks: str) -> str:
    return "".join(f"{task},31 May 2025,CYPE,In progress\n" for task in tasks)


def test_the_numbers_that_rows_are_known_by_are_said(engine: Engine, kent: Register) -> None:
    papers = Committee(engine, kent)
    first = papers.take(rows(*TASKS), day=FIRST, head=HEAD)
    assert [one.read_as for one in first.doubts if one.is_about_numbering] == ["1 to 6"]
    second = papers.take(rows(TASKS[0], TASKS[1], TASKS[5], "Wind the clock"), day=SECOND, head=HEAD)
    assert [one.read_as for one in second.doubts if one.is_about_numbering] == ["1, 2, 6 and 7"]
    assert not [one for one in second.warnings if "1 to 4" in one]
