"""Shares of an action that is done, where they stand behind its date."""

from pathlib import Path

from papers.read import read
from tests.papers.table_files import as_csv


def test_a_share_behind_the_date_is_asked_about_where_no_column_says_how_far_it_is(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Target date"),
        ("1", "Agree the plan", "Clerk", "March 2025 (60%)"),
        ("2", "Print the plan", "Clerk", "May 2025"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(line.target, line.progress) for line in found.lines] == [
        ("March 2025 (60%)", "In progress"),
        ("May 2025", ""),
    ]
    (doubt,) = found.doubts
    assert (doubt.row, doubt.read_as) == ("1 progress", "In progress")


def test_a_percentage_that_is_the_target_is_no_share_of_what_is_done(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Target date"),
        ("1", "Answer calls in time", "Clerk", "At least 95%"),
        ("2", "Pay bills in 30 days", "Clerk", "Increase to 98% done"),
        ("3", "Print the plan", "Clerk", "May 2025"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.progress for line in found.lines] == ["", "", ""]
    assert found.doubts == ()
