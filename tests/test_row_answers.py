"""What is doubtful in single rows of a paper is answered, once while the same is printed; the printed words stay."""

from pathlib import Path
from typing import Any

import pytest

from tests.test_command_line import CommandLine, htst

__all__ = ["htst"]

PAPER = """Ref,Action,Target Date,Owner,Progress
1,Publish the transport plan,when the weather allows,CYPE,In progress
2,Train every officer who plans routes,31 March 2019,GET,In progress
3,Write to every school,30 June 2023,,Complete
4,Map the routes,31 July 2023,GET,Green
5,Ask the drivers,Completed March 2022,GET,In progress
"""


def _paper(folder: Path, day: str = "2023-01-10", words: str = PAPER) -> tuple[object, ...]:
    paper = folder / "paper.csv"
    paper.write_text(words, encoding="utf-8")
    return ("import", paper, "--register", "kent", "--as-at", day)


ANSWERS = (
    ("--row", "1 target=31 March 2024"),
    ("--row", "2 target=as read"),
    ("--row", "3 owners=cype and get"),
    ("--row", "5 Progress=implemented"),
    ("--status", "Green=in progress"),
)
TYPED = tuple(word for pair in ANSWERS for word in pair)


def _asked(found: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(one["ref"], one["field"]) for one in found["doubts"]]


def test_every_row_that_is_asked_about_can_be_answered_and_the_printed_words_stay(
    htst: CommandLine, tmp_path: Path
) -> None:
    words = _paper(tmp_path)
    preview = htst.json(*words, "--dry-run")
    assert set(_asked(preview)) == {
        ("1", "target"),
        ("2", "target"),
        ("3", "owners"),
        ("4", "progress"),
        ("5", "progress"),
    }
    shown = htst.run(*words, "--dry-run").stdout
    assert '--row "1 target=31 March 2024", “as read” if it is right' in shown
    assert '--row "5 progress=implemented", “as read” if it is right' in shown

    found = htst.json(*words, *TYPED)
    assert (found["doubts"], found["warnings"]) == ([], found["left_out"])
    item, two, three, five = (htst.json("status", ref) for ref in ("1", "2", "3", "5"))
    assert item["target"] == {"printed": "when the weather allows", "deadline": "2024-03-31"}
    assert two["target"]["deadline"] == "2019-03-31"
    assert three["owners"] == ["CYPE", "GET"]
    assert (five["progress"], five["status"]) == ("In progress", "implemented")


def test_answers_about_rows_hold_while_the_same_is_printed(htst: CommandLine, tmp_path: Path) -> None:
    words = _paper(tmp_path)
    htst.json(*words, *TYPED)
    again = htst.json(*words)
    assert (again["doubts"], again["changed"], again["unapproved"]) == ([], [], [])
    later = htst.json(*_paper(tmp_path, "2023-02-10", PAPER.replace("transport", "travel")), "--dry-run")
    assert later["doubts"] == []
    later = htst.json(*_paper(tmp_path, "2023-02-10", PAPER.replace("allows", "permits")), "--dry-run")
    assert _asked(later) == [("1", "target")]


def test_an_answer_after_the_import_changes_what_was_read_and_can_be_taken_back(
    htst: CommandLine, tmp_path: Path
) -> None:
    words = _paper(tmp_path)
    htst.json(*words)
    assert htst.json("status", "1")["target"]["deadline"] is None
    shown = htst.run(*words, "--row", "1 target=31 March 2024").stdout
    assert "when the weather allows, as it was answered" in shown
    assert htst.json("status", "1")["target"]["deadline"] == "2024-03-31"
    assert ("1", "target") not in _asked(htst.json(*words))
    back = htst.json(*words, "--row", "1 target=")
    assert (back["changed"], ("1", "target") in _asked(back)) == (["1"], True)
    assert htst.json("status", "1")["target"]["deadline"] is None
    assert "as they were written" in htst.run("audit", "verify").stdout


def test_an_answer_about_a_row_that_cannot_be_read_changes_nothing(htst: CommandLine, tmp_path: Path) -> None:
    words = _paper(tmp_path)
    for typed, says in (
        ("1 target", "--row needs a reference, a field"),
        ("1 deadline=31 March 2024", "names no row and field"),
        ("77 target=31 March 2024", "the paper has no action 77"),
        ("1 target=soon", "“soon” is not a date I can read"),
        ("5 progress=nearly", "the statuses are not started"),
    ):
        assert says in htst.run(*words, "--row", typed, status=2).stderr
    assert htst.json("list") == []


def test_a_directorate_that_nobody_knows_is_no_answer(htst: CommandLine, tmp_path: Path) -> None:
    words = _paper(tmp_path)
    assert "“XYZ” is no directorate here" in htst.run(*words, "--row", "3 owners=XYZ", status=2).stderr
    htst.json(*words, "--row", "3 owners=Growth, Environment & Transport")
    assert htst.json("status", "3")["owners"] == ["GET"]


SHARED = "1,Review the scheme,31/12/2023,GET,\n1,Publish the pay policy,28/02/2024,CYPE,\n"


def _of_shared(htst: CommandLine, folder: Path, day: str, rows: str, head: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = htst.json(*_paper(folder, day, head + rows), *more)
    return found


@pytest.mark.parametrize(
    ("head", "asked_of", "called"), [("Ref,Action,Due,Owner,Progress\n", "1 (2)", "1 (3)"), ("", "2", "2")]
)
def test_an_answer_about_a_number_that_was_given_here_goes_to_no_other_row(
    head: str, asked_of: str, called: str, htst: CommandLine, tmp_path: Path
) -> None:
    rows = SHARED if head else SHARED.replace("1,", "", 1).replace("\n1,", "\n")
    head = head or "Action,Due,Owner,Progress\n"
    _of_shared(htst, tmp_path, "2023-01-10", rows, head, "--row", f"{asked_of} ref=P1")
    new = rows.splitlines(keepends=True)[0].replace("Review the scheme", "Inspect play areas")
    later = _of_shared(htst, tmp_path, "2023-02-10", new + rows, head)
    assert (later["new"], later["changed"], later["missing"]) == ([called], [], [])
    assert htst.json("status", "P1")["defined"] == "Publish the pay policy"
    assert htst.json("status", called)["defined"] == "Inspect play areas"


def test_an_answer_about_a_number_that_was_given_here_is_asked_anew_when_the_row_is_worded_otherwise(
    htst: CommandLine, tmp_path: Path
) -> None:
    head = "Ref,Action,Due,Owner,Progress\n"
    _of_shared(htst, tmp_path, "2023-01-10", SHARED, head, "--row", "1 (2) ref=P1")
    reworded = SHARED.replace("pay policy", "pay policies")
    later = _of_shared(htst, tmp_path, "2023-02-10", reworded, head, "--dry-run")
    assert ("1 (2)", "ref") in _asked(later)
    again = _of_shared(htst, tmp_path, "2023-02-10", reworded, head, "--row", "1 (2) ref=P1")
    assert (_asked(again), again["changed"]) == ([], ["P1"])


def test_a_row_that_was_left_out_leaves_out_no_other(htst: CommandLine, tmp_path: Path) -> None:
    head = "Ref,Action,Due,Owner,Progress\n"
    _of_shared(htst, tmp_path, "2023-01-10", SHARED, head, "--row", "1 (2) ref=left out")
    first, second = SHARED.splitlines(keepends=True)
    between = first + second.replace("Publish the pay policy", "Inspect play areas") + second
    later = _of_shared(htst, tmp_path, "2023-02-10", between, head)
    assert later["new"] == ["1 (3)"]
    assert [one["defined"] for one in htst.json("list")] == ["Review the scheme", "Inspect play areas"]
