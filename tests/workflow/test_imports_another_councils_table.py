"""A governance manager's own table: read in, asked about, written out as a paper, and read back from that."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from papers.assemble.paper import committee_paper
from papers.read import read
from papers.write.files import as_bytes
from papers.write.paper import CommitteePaper
from register.imports.answers import NO_ANSWERS, Answers
from register.progress import Status
from storage.actions import actions, registers
from storage.database.engine import reading
from tests.papers.table_files import as_xlsx
from workflow.committee_papers import material_for
from workflow.imports import Imported, import_paper

AS_AT, MEETING = date(2022, 11, 1), date(2022, 11, 15)
NOW = datetime(2022, 11, 10, 9, tzinfo=UTC)
HEADINGS = ("Ref", "Action", "Lead", "Due", "Update", "RAG")


def import_file(engine: Engine, path: Path, answers: Answers = NO_ANSWERS) -> Imported:
    _paper, imported = import_paper(
        engine,
        lambda tx: registers.find(tx, "kent"),
        lambda known: read(path, known),
        AS_AT,
        NOW,
        answers,
    )
    return imported


def import_table(engine: Engine, folder: Path, *rows: Sequence[str], answers: Answers = NO_ANSWERS) -> Imported:
    return import_file(engine, as_xlsx(folder / "log.xlsx", [HEADINGS, *rows]), answers)


def written(engine: Engine) -> CommitteePaper:
    with reading(engine) as tx:
        return committee_paper(material_for(tx, registers.find(tx, "kent"), MEETING))


@pytest.mark.usefixtures("kent")
def test_owners_are_printed_to_the_letter_as_the_paper_had_them(engine: Engine, tmp_path: Path) -> None:
    printed = ("CYPE / GET", "GLD; CYPE", "Head of Finance", "Clerk\nChair", "All directorates")
    rows = [
        (str(number), "Agree who does what", who, "30 November 2022", "", "In progress")
        for number, who in enumerate(printed, start=1)
    ]
    answers = Answers(owners={"Head of Finance": "GLD", "Clerk / Chair": "GET"})
    imported = import_table(engine, tmp_path, *rows, answers=answers)
    assert [line.owners for line in imported.found.new] == [
        ("CYPE", "GET"),
        ("GLD", "CYPE"),
        ("GLD",),
        ("GET",),
        ("ALL",),
    ]
    paper = written(engine)
    assert tuple(row[2] for row in paper.appendix.rows) == printed
    assert paper.moves is not None
    assert tuple(one.owners for one in paper.moves.silent) == printed


@pytest.mark.usefixtures("kent")
def test_a_papers_own_key_holds_for_that_paper_alone(engine: Engine, tmp_path: Path) -> None:
    rows = [
        (str(number), "Agree who does what", "CYPE", "30 November 2022", "", letter)
        for number, letter in enumerate("BGR", start=1)
    ]
    key = ("Key: B = Complete, G = On track, R = Overdue", "", "", "", "", "")
    path = as_xlsx(tmp_path / "log.xlsx", [key, HEADINGS, *rows])
    imported = import_file(engine, path)
    assert [(one.ref, one.printed) for one in imported.doubts] == [("3", "R")]
    assert written(engine).appendix.key == (("B", "Complete"), ("G", "On track"), ("R", "Overdue"))
    with reading(engine) as tx:
        known = actions.as_at(tx, registers.find(tx, "kent"), NOW)
    assert [(one.status, one.progress) for one in known] == [
        (Status.IMPLEMENTED, "B"),
        (Status.IN_PROGRESS, "G"),
        (Status.NOT_STARTED, "R"),
    ]
    later = import_table(engine, tmp_path, *rows, ("4", "Say so", "GET", "30 November 2022", "", "G"))
    assert [(one.ref, one.printed) for one in later.doubts] == [("1", "B"), ("2", "G"), ("3", "R"), ("4", "G")]


@pytest.mark.usefixtures("kent")
def test_a_written_paper_has_the_key_and_is_read_back_by_it(engine: Engine, tmp_path: Path) -> None:
    rows = [(letter, "Agree who does what", "CYPE", "30 November 2022", "", letter) for letter in "BG"]
    rows = [(str(number), *row[1:]) for number, row in enumerate(rows, start=1)]
    import_file(engine, as_xlsx(tmp_path / "log.xlsx", [("Key: B = Complete, G = On track",), HEADINGS, *rows]))
    paper = written(engine)
    for ending in (".docx", ".pdf", ".xlsx"):
        path = tmp_path / f"paper{ending}"
        path.write_bytes(as_bytes(paper, ending))
        again = read(path)
        assert again.key == {"B": "Complete", "G": "On track"}, ending
        assert [line.progress for line in again.lines] == ["B", "G"]
