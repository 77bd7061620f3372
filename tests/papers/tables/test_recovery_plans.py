"""Recovery and improvement plans: columns that are not for publication, forecasts, sheets that lack a column."""

from pathlib import Path

from papers.read import read
from papers.tables.headings import folded
from register.imports.answers import Answers
from tests.papers.table_files import as_csv, as_docx
from tests.papers.tables.test_plans import asked_columns, sheet_of

INTERNAL = "Internal comments (not for publication)"


def test_a_column_that_is_not_for_publication_is_left_out_and_reported(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", INTERNAL, "Owner", "Due", "Status", "Update"),
        (
            "1",
            "Survey every home",
            "The contractor is failing",
            "Head of Assets",
            "May 2027",
            "On track",
            "Half done",
        ),
    ]
    path = as_csv(tmp_path / "a.csv", rows)
    found = read(path)
    assert "failing" not in str(found.lines)
    assert INTERNAL not in [column.heading for column in found.columns]
    assert any(INTERNAL in sentence for sentence in found.left_out)
    kept = read(path, Answers(columns={folded(INTERNAL): ""}))
    assert kept.lines[0].more[INTERNAL] == "The contractor is failing"


def test_what_is_to_be_done_is_read_though_it_is_marked_as_internal(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action (internal use only)", "Owner", "Due", "Status"),
        ("1", "Survey every home", "Head of Assets", "May 2027", "On track"),
    ]
    assert [line.defined for line in read(as_csv(tmp_path / "a.csv", rows)).lines] == ["Survey every home"]


def test_a_column_that_one_of_several_sheets_lacks_is_said_of_that_sheet(tmp_path: Path) -> None:
    head = ("Ref", "Action required", "Owner", "Due", "Status")
    closed = [("Ref", "Action required", "Closed on"), ("A0", "Name a director", "1 May 2026")]
    rows = [head, ("A1", "Survey every home", "Head of Assets", "May 2027", "On track")]
    found = sheet_of(tmp_path, rows, beside=("Closed", closed))
    lacks = [sentence for sentence in found.warnings if "has no column" in sentence]
    assert lacks == [
        "Sheet Closed has no column of target dates: a new action has none, and what is known of others stays."
    ]


def test_a_forecast_beside_the_original_date_is_the_date_that_counts_and_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ("ID", "Milestone", "Lead", "Original date", "Forecast", "BRAG"),
        ("1", "Close the accounts", "Chief Accountant", "30 Sept 2026", "13 December 2026", "Amber"),
        ("2", "Sell the depot", "Head of Property", "31 March 2027", "", "Green"),
    ]
    found = sheet_of(tmp_path, rows)
    assert [(line.target, line.more["original"]) for line in found.lines] == [
        ("13 December 2026", "30 Sept 2026"),
        ("31 March 2027", "31 March 2027"),
    ]
    assert any("“Forecast”" in sentence for sentence in asked_columns(found))


def test_a_forecast_of_money_is_no_date(tmp_path: Path) -> None:
    rows = [
        ("ID", "Saving", "Lead", "Due", "Forecast", "Status"),
        ("1", "Let the top floor", "Head of Property", "31 March 2027", "£40,000", "On track"),
    ]
    (line,) = sheet_of(tmp_path, rows).lines
    assert (line.target, line.more["Forecast"]) == ("31 March 2027", "£40,000")


def test_the_answers_of_a_cabinet_to_scrutiny_are_read_with_the_review_after_six_months(tmp_path: Path) -> None:
    rows = [
        (
            "No.",
            "Recommendation",
            "Cabinet response (Accept / Partially accept / Reject)",
            "Reason / Executive decision",
            "Cabinet Member & lead officer",
            "Timescale",
            "Six month review (March 2027)",
        ),
        (
            "R1",
            "That figures are published",
            "Accept",
            "",
            "Cllr Osei / Head of Homes",
            "June 2027",
            "Two are out.",
        ),
        ("R2", "That eight homes are bought", "Reject", "No money", "Cllr Dunne", "N/A", ""),
    ]
    found = read(as_docx(tmp_path / "a.docx", rows))
    assert [(line.ref, line.target, line.delivered) for line in found.lines] == [
        ("R1", "June 2027", "Two are out."),
        ("R2", "N/A", ""),
    ]
    assert [line.more["response"] for line in found.lines] == ["Accept", "Reject"]
