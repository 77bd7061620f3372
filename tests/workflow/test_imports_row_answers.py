"""What a person says of single doubtful rows is read so, and asked once for all papers that print the same."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine

from papers.read import read_bytes
from papers.reading_result import Reading
from register.action import Action
from register.days.target_dates import Order
from register.imports.answers import NO_ANSWERS, Answers
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, papers, registers
from storage.database.engine import reading, transaction
from workflow.imports import Imported, import_paper

HEAD = "Ref,Action,Due,Owner,Status,Original date\n"
ROWS = (
    "1,Plan the routes,when we can,GET,In progress,\n"
    "2,Publish them,31 March 2012,GET,In progress,\n"
    "3,Write to schools,31 May 2024,,In progress,\n"
    "4,Ask the drivers,Completed March 2022,GET,In progress,\n"
    "as above,Ask the parents,31 May 2024,GET,In progress,\n"
    "6,Sum of the above,soon,GET,In progress,\n"
    "7,Buy buses,31 May 2024,GET,In progress,30 June 2025\n"
    ",Sell the old ones,30 June 2024,CYPE,In progress,\n"
)
ANSWERS = {
    "1 target": "31 March 2024",
    "2 target": "as read",
    "3 owners": "cype, get",
    "4 progress": "implemented",
    "as above ref": "5",
    "6 target": "left out",
    "7 original": "30 June 2023",
    "7 target": "as read",
    "row 9 ref": "8",
}


def taken(
    engine: Engine,
    kent: Register,
    rows: str,
    day: date,
    answers: Answers = NO_ANSWERS,
    *,
    dry_run: bool = False,
) -> tuple[dict[str, Action], Imported]:
    def find(tx: Connection) -> Register:
        registers.save(tx, kent)
        return kent

    def read(by: Answers) -> Reading:
        return read_bytes("paper.csv", (HEAD + rows).encode(), by)

    _paper, imported = import_paper(
        engine, find, read, day, datetime(2023, 12, 1, tzinfo=UTC), answers, dry_run=dry_run
    )
    with reading(engine) as tx:
        found = [actions.find(tx, kent, ref) for ref in actions.refs(tx, kent)]
    return {one.ref: one for one in found if one}, imported


def test_each_doubtful_row_is_answered_and_a_later_paper_asks_nothing(engine: Engine, kent: Register) -> None:
    _none, asked = taken(engine, kent, ROWS, date(2023, 1, 10), dry_run=True)
    # Row 9 is action N1 until somebody says which is its reference.
    assert {doubt.row for doubt in asked.doubts} == set(ANSWERS) - {"7 original"}
    assert "N1" in [line.ref for line in asked.found.new]
    found, imported = taken(engine, kent, ROWS, date(2023, 1, 10), Answers(rows=ANSWERS))
    assert imported.doubts == ()
    assert list(found) == ["1", "2", "3", "4", "5", "7", "8"]
    assert (found["1"].target, found["1"].deadline) == ("when we can", date(2024, 3, 31))
    assert found["3"].owners == ("CYPE", "GET")
    assert found["4"].status is Status.IMPLEMENTED
    assert (found["5"].defined, found["8"].defined) == ("Ask the parents", "Sell the old ones")
    assert (found["7"].original, found["7"].deadline) == (date(2023, 6, 30), date(2024, 5, 31))
    assert imported.left_out == ("Action 6 (row 7) was left out, as you said.",)

    later = "0,A new first row,31 May 2024,GET,In progress,\n" + ROWS
    found, imported = taken(engine, kent, later, date(2023, 6, 10))
    assert imported.doubts == ()
    assert [line.ref for line in imported.found.new] == ["0"]
    assert imported.found.changed == ()
    assert len(found) == 8


def test_whose_a_post_or_a_person_is_holds_for_every_row_and_the_papers_to_come(
    engine: Engine, kent: Register
) -> None:
    def paper(day: date, answers: Answers = NO_ANSWERS) -> tuple[dict[str, Action], Imported]:
        rows = "1,Plan,31 May 2024,Head of Routes,,\n2,Buy,31 May 2024,GET / Head of  routes,,\n"
        return taken(engine, kent, rows, day, answers)

    found, imported = paper(date(2023, 1, 10))
    assert [doubt.owner_words for doubt in imported.doubts] == ["Head of Routes", "GET / Head of routes"]
    assert found["1"].owners == ("Head of Routes",)
    found, imported = paper(date(2023, 2, 10), Answers(owners={"head of routes": "cype"}))
    assert (imported.doubts, imported.unapproved) == ((), ())
    assert (found["1"].owners, found["2"].owners) == (("CYPE",), ("GET", "CYPE"))
    found, imported = paper(date(2023, 3, 10))
    assert (imported.doubts, imported.found.same) == ((), ("1", "2"))
    with pytest.raises(Refused, match="“Mars” is no directorate here"):
        paper(date(2023, 3, 10), Answers(owners={"Head of Routes": "Mars"}))


def test_what_is_printed_otherwise_is_asked_again(engine: Engine, kent: Register) -> None:
    rows = "1,Plan the routes,in six months,GET,In progress,\n2,Publish them,when we can,GET,In progress,\n"
    answers = Answers(rows={"1 target": "as read", "2 target": "31 March 2024"})
    assert taken(engine, kent, rows, date(2023, 1, 10), answers)[1].doubts == ()
    _found, imported = taken(engine, kent, rows.replace("we can", "I can"), date(2023, 2, 10))
    assert [doubt.row for doubt in imported.doubts] == ["2 target"]  # six months are those of the first paper


def test_an_answer_is_taken_back(engine: Engine, kent: Register) -> None:
    rows = "2,Publish them,when we can,GET,In progress,\n"
    taken(engine, kent, rows, date(2023, 1, 10), Answers(rows={"2 target": "31 March 2024"}))
    _found, imported = taken(engine, kent, rows, date(2023, 2, 10), Answers(rows={"2 target": ""}))
    assert [doubt.row for doubt in imported.doubts] == ["2 target"]
    with transaction(engine) as tx:
        assert papers.answers(tx, kent.slug).remembered_rows == {}


def test_what_nobody_explained_at_first_means_what_is_answered_with_a_later_paper(
    engine: Engine, kent: Register
) -> None:
    rows = "1,Plan the routes,3/4/2024,GET,Green,\n2,Publish them,31 March 2024,GET,Open,\n"
    before, imported = taken(engine, kent, rows, date(2023, 1, 10))
    assert (before["1"].status, before["1"].deadline) == (Status.NOT_STARTED, date(2024, 4, 3))
    answers = Answers(dates=Order.MONTH_FIRST, statuses={"Green": Status.IN_PROGRESS})
    found, imported = taken(engine, kent, rows, date(2023, 2, 10), answers)
    assert [one.fields for one in imported.found.changed] == [("progress", "target")]
    assert (imported.found.same, imported.unapproved) == (("2",), ())
    assert (found["1"].progress, found["1"].status) == ("Green", Status.IN_PROGRESS)
    assert (found["1"].deadline, found["1"].original) == (date(2024, 3, 4), date(2024, 3, 4))
    assert taken(engine, kent, rows, date(2023, 3, 10))[1].found.changed == ()


@pytest.mark.parametrize(
    ("key", "words", "sentence"),
    [
        ("1 target", "whenever", "is not a date I can read"),
        ("1 owners", "Mars", "is no directorate here"),
        ("1 progress", "good", "is not a status"),
        ("99 defined", "Plan", "the paper has no action 99"),
        ("1 ref", "4", "Action 4 appears twice"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused(
    key: str, words: str, sentence: str, engine: Engine, kent: Register
) -> None:
    with pytest.raises(Refused, match=sentence):
        taken(engine, kent, ROWS, date(2023, 1, 10), Answers(rows={**ANSWERS, key: words}))


def test_an_action_whose_completion_is_still_to_come_is_open_and_asked_about(
    engine: Engine, kent: Register
) -> None:
    rows = "1,Plan,31 May 2024,GET,Completed 31/03/2024,\n2,Buy,31 May 2024,GET,Closed 3/1/23,\n"
    found, imported = taken(engine, kent, rows, date(2023, 1, 10))
    assert [one.status for one in found.values()] == [Status.NOT_STARTED, Status.CLOSED]
    assert [doubt.row for doubt in imported.doubts] == ["1 progress"]


def test_a_corrected_answer_about_a_row_without_a_reference_replaces_the_one_before(
    engine: Engine, kent: Register
) -> None:
    first, row = "1,Plan,31 May 2024,GET,In progress,\n", ",Sell them,30 June 2024,CYPE,In progress,\n"
    taken(engine, kent, first + row, date(2023, 1, 10), Answers(rows={"row 3 ref": "left out"}))
    moved = first + "2,Buy,31 May 2024,GET,In progress,\n" + row
    _found, imported = taken(engine, kent, moved, date(2023, 2, 10))
    assert (imported.doubts, [line.ref for line in imported.found.new]) == ((), ["2"])
    taken(engine, kent, moved, date(2023, 2, 11), Answers(rows={"row 4 ref": "8"}))
    _found, imported = taken(engine, kent, row + moved.replace(row, ""), date(2023, 3, 10))
    assert (imported.doubts, imported.found.same) == ((), ("1", "2", "8"))
    taken(engine, kent, moved, date(2023, 3, 11), Answers(rows={"row 4 ref": ""}))
    _found, imported = taken(engine, kent, row + first, date(2023, 3, 12), dry_run=True)
    assert [doubt.row for doubt in imported.doubts] == ["row 2 ref"]  # taken back, it is asked again


WITHOUT_REF = (
    "1,Plan the routes,31 May 2024,GET,In progress,\n"
    ",Sell the old buses,30 June 2024,CYPE,In progress,\n"
    ",Ask the drivers,31 July 2024,GET,In progress,\n"
)
NEW_ROW = ",Paint the depot,30 June 2024,GET,In progress,\n"


def test_a_new_row_without_a_reference_above_others_takes_none_of_their_history(
    engine: Engine, kent: Register
) -> None:
    """Nobody answered about them: N1 went on as another action's."""
    taken(engine, kent, WITHOUT_REF, date(2023, 1, 10))
    first, *others = WITHOUT_REF.splitlines(keepends=True)
    found, imported = taken(engine, kent, first + NEW_ROW + "".join(others), date(2023, 2, 10))
    assert {ref: one.defined for ref, one in found.items()} == {
        "1": "Plan the routes",
        "N1": "Sell the old buses",
        "N2": "Ask the drivers",
        "N3": "Paint the depot",
    }
    assert (imported.found.changed, imported.found.missing, imported.unapproved) == ((), (), ())
    assert [(one.row, one.read_as) for one in imported.doubts] == [
        ("row 3 ref", "N3"),
        ("row 4 ref", "N1"),
        ("row 5 ref", "N2"),
    ]
    assert {one.sentence for one in imported.doubts} <= set(imported.warnings)
    again = taken(engine, kent, first + NEW_ROW + "".join(others), date(2023, 2, 10))[1]
    assert (again.found.new, again.found.changed) == ((), ())


def test_a_row_without_a_reference_that_was_reworded_is_asked_about_and_becomes_what_is_answered(
    engine: Engine, kent: Register
) -> None:
    taken(engine, kent, WITHOUT_REF, date(2023, 1, 10))
    reworded = WITHOUT_REF.replace("old buses", "two old buses")
    _found, imported = taken(engine, kent, reworded, date(2023, 2, 10), dry_run=True)
    assert (imported.found.missing, [one.ref for one in imported.found.new]) == (("N1",), ["N3"])
    assert "Its words are much like those of N1 before." in imported.doubts[0].question
    answers = Answers(rows={"row 3 ref": "N1", "row 4 ref": "as read"})
    found, imported = taken(engine, kent, reworded, date(2023, 2, 10), answers)
    assert (imported.found.missing, imported.found.new, imported.doubts) == ((), (), ())
    assert (found["N1"].defined, found["N2"].defined) == ("Sell the two old buses", "Ask the drivers")
    first, *others = reworded.splitlines(keepends=True)
    found, imported = taken(engine, kent, first + NEW_ROW + "".join(others), date(2023, 3, 10))
    assert [one.row for one in imported.doubts] == ["row 3 ref"]
    assert found["N3"].defined == "Paint the depot"


def test_rows_under_one_printed_reference_keep_theirs_where_a_new_one_comes_in_above(
    engine: Engine, kent: Register
) -> None:
    rows = WITHOUT_REF.replace("\n,", "\n1,")
    taken(engine, kent, rows, date(2023, 1, 10))
    found, imported = taken(engine, kent, "1" + NEW_ROW + rows, date(2023, 2, 10))
    assert {ref: one.defined for ref, one in found.items()} == {
        "1": "Plan the routes",
        "1 (2)": "Sell the old buses",
        "1 (3)": "Ask the drivers",
        "1 (4)": "Paint the depot",
    }
    assert imported.found.changed == ()
