"""Plans as auditors, inspectors, ombudsmen, trusts and tenants print them: headings and rows of their own kinds."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from papers.read import read
from papers.reading_result import Reading
from tests.papers.table_files import Rows, as_csv, as_docx, refs


def sheet_of(path: Path, rows: Rows, merged: str = "", title: str = "Plan", beside: Any = None) -> Reading:
    """A workbook of one sheet, or of ``beside`` (a title and rows) before it, read; ``merged`` are cells to merge."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if beside:
        sheet.title = beside[0]
        for row in beside[1]:
            sheet.append(row)
        sheet = book.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    for cells in merged.split():
        sheet.merge_cells(cells)
    book.save(path / "a.xlsx")
    return read(path / "a.xlsx")


def asked_columns(found: Reading) -> list[str]:
    """The sentences that ask what a column holds."""
    return [sentence for sentence in found.warnings if "is that what the column holds" in sentence]


def test_a_prior_recommendation_is_what_is_to_be_done_and_not_whether_more_is_needed(tmp_path: Path) -> None:
    rows = [
        (
            "",
            "Prior recommendation",
            "Type of recommendation",
            "Progress to date",
            "Addressed?",
            "Further action?",
        ),
        (
            "1",
            "Plan the savings of each year",
            "Key",
            "A tracker is kept.",
            "Partially",
            "Yes – name the owners.",
        ),
        ("2", "Reconcile the bank each month", "Improvement", "All are done.", "Yes", "No"),
        ("3", "Bring the register of risks", "Improvement", "Nothing was done.", "No", "Yes, by March 2027."),
    ]
    found = read(as_docx(tmp_path / "a.docx", rows))
    assert [line.defined for line in found.lines] == [row[1] for row in rows[1:]]
    assert [line.progress for line in found.lines] == ["Partially", "Addressed", ""]
    assert found.lines[1].more["Further action?"] == "No"
    assert not asked_columns(found)


def test_whose_or_which_recommendations_and_actions_these_are_is_not_asked_about(tmp_path: Path) -> None:
    for heading in ("Scrutiny recommendation", "Audit recommendations", "Trust action", "Multi-agency action"):
        rows = [
            ("Ref", heading, "Lead", "Due date", "Progress since last Board"),
            ("1", "Publish the waiting times", "FIN", "31 May 2027", "They are published since August."),
            ("2", "Survey all the gullies", "GET", "31 May 2027", "Most of them are surveyed."),
        ]
        found = read(as_csv(tmp_path / "a.csv", rows))
        assert [line.defined for line in found.lines] == ["Publish the waiting times", "Survey all the gullies"]
        assert found.lines[0].delivered == "They are published since August."
        assert not asked_columns(found), heading


def test_orders_of_an_ombudsman_have_a_day_to_comply_by_and_whether_that_was_done(tmp_path: Path) -> None:
    rows = [
        (
            "Case ref",
            "Finding of",
            "Order / recommendation",
            "Comply by",
            "Complied?",
            "Date complied",
            "Lead",
            "Notes",
        ),
        (
            "2024123",
            "Maladministration",
            "Pay the resident",
            "02/10/2026",
            "Yes",
            "28/09/2026",
            "HSG",
            "Paid in two",
        ),
        ("2024018", "Service failure", "Mend the roof", "30/11/2026", "No", "", "HSG", "Scaffold is up"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows, encoding="utf-8-sig", separator=";"))
    assert [(line.ref, line.defined, line.target, line.progress) for line in found.lines] == [
        ("2024123", "Pay the resident", "02/10/2026", "Complied"),
        ("2024018", "Mend the roof", "30/11/2026", ""),
    ]
    assert [line.owners for line in found.lines] == [("HSG",), ("HSG",)]
    assert not asked_columns(found)


def test_you_said_we_did(tmp_path: Path) -> None:
    rows = [
        ("You said", "We said we would", "By when", "Who", "What we have done"),
        ("Nobody calls us.", "Text every tenant the day before", "Sept 2026", "HSG", "Texts go out since May."),
        ("Letters blame us.", "Write all letters anew", "Oct 2026", "HSG", "Half of them are written."),
    ]
    first, _second = read(as_docx(tmp_path / "a.docx", rows)).lines
    assert (first.defined, first.delivered) == ("Text every tenant the day before", "Texts go out since May.")
    assert first.more["title"] == "Nobody calls us."


CLIMATE: Rows = [
    ("No.", "Action", "Sub-action", "Lead officer", "Partners", "Milestone date", "Status"),
    ("1.1", "Heat the pools", "a) A heat pump", "Energy Manager", "Leisure Trust", "Dec 2026", "On track"),
    ("", "", "b) Covers", "Leisure Officer", "Leisure Trust", "Jun 2026", "Complete"),
    ("2.1", "Replace the vans", "–", "Fleet Manager", "", "Dec 2028", "On plan"),
    ("2.2", "Plant the trees", "–", "Tree Officer", "Forest Trust", "Dec 2027", "On target"),
]


def test_rows_beside_a_merged_reference_with_their_own_owner_and_date_are_actions_of_their_own(
    tmp_path: Path,
) -> None:
    found = sheet_of(tmp_path, CLIMATE, "A2:A3 B2:B3")
    assert [(line.ref, line.defined, line.more["officers"], line.progress) for line in found.lines] == [
        ("1.1", "a) A heat pump", "Energy Manager", "On track"),
        ("1.1 (2)", "b) Covers", "Leisure Officer", "Complete"),
        ("2.1", "Replace the vans", "Fleet Manager", "On plan"),
        ("2.2", "Plant the trees", "Tree Officer", "On target"),
    ]
    assert found.lines[1].more["title"] == "Heat the pools"
    assert not found.doubts


def test_partners_beside_a_lead_officer_do_not_own_the_action(tmp_path: Path) -> None:
    line = sheet_of(tmp_path, CLIMATE, "A2:A3 B2:B3").lines[0]
    assert (line.owners, line.more["Partners"]) == ((), "Leisure Trust")


def test_the_heading_of_a_section_in_capitals_is_no_reference(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Due date", "Status"),
        ("THEME 1: MONEY", "", "", "", ""),
        ("1.1", "Check the invoices", "FIN", "May 2027", "In progress"),
        ("THEME 2: TRAVEL", "", "", "", ""),
        ("2.1", "Replace the vans", "GET", "May 2027", "In progress"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(line.ref, line.more["section"]) for line in found.lines] == [
        ("1.1", "THEME 1: MONEY"),
        ("2.1", "THEME 2: TRAVEL"),
    ]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([cell or None for cell in row])
    for number in (2, 4):
        for cell in sheet[number]:
            cell.fill = PatternFill(
                "solid", fgColor="00B050"
            )  # as the office colours all cells that are merged
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=5)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert refs(found) == ["1.1", "2.1"]
    assert not found.doubts


def test_a_sheet_of_figures_for_each_directorate_holds_no_actions(tmp_path: Path) -> None:
    figures = [
        ("Directorate", "Recommendations", "Complete", "Red", "Amber", "Green"),
        ("Adults", 3, 0, 0, 1, 1),
        ("Place", 4, 2, 1, 0, 1),
        ("Total", 7, 2, 1, 1, 2),
    ]
    rows = [
        ("Ref", "Recommendation", "Owner", "Due date", "Status"),
        ("P1", "Survey all the gullies", "GET", "May 2027", "In progress"),
        ("P2", "Write to the schools", "GET", "May 2027", "Complete"),
    ]
    found = sheet_of(tmp_path, rows, title="Place", beside=("Summary", figures))
    assert refs(found) == ["P1", "P2"]
    (sentence,) = [one for one in found.left_out if "Summary" in one]
    assert sentence.startswith("Sheet Summary: it only counts actions, and was left out")
    assert not [one for one in found.warnings if "column of target dates" in one]


def test_a_short_table_with_a_cost_and_a_share_holds_actions(tmp_path: Path) -> None:
    rows = [
        ("Action", "Lead", "Cost", "% complete"),
        ("Replace the vans", "GET", "780", "25%"),
        ("Plant the trees", "GET", "60", "50%"),
    ]
    assert len(read(as_csv(tmp_path / "a.csv", rows)).lines) == 2


def test_what_stands_above_a_table_is_not_called_the_sheet(tmp_path: Path) -> None:
    rows = [
        ("Recommendations tracker – Place", "", "", "", ""),
        ("Last refreshed", "18 Nov 2026", "", "", ""),
        ("Ref", "Recommendation", "Owner", "Due date", "Status"),
        ("P1", "Survey all the gullies", "GET", "May 2027", "In progress"),
    ]
    (sentence,) = sheet_of(tmp_path, rows, title="Place").left_out
    assert sentence.startswith("Sheet Place: the words above its table were left out: “Recommendations tracker")


def test_a_revised_date_in_short_counts_with_how_often_it_was_moved(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Agreed action", "Owner", "Orig. date", "Rev. date (no. of revisions)", "Status"),
        ("1", "Check the invoices", "FIN", "31/05/2026", "31/12/2026 (1)", "In progress"),
        ("2", "Write to suppliers", "FIN", "31/07/2026", "", "In progress"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.target for line in found.lines] == ["31/12/2026 (1)", "31/07/2026"]
    assert found.lines[0].more["original"] == "31/05/2026"
    assert not asked_columns(found)


def test_a_column_of_statuses_under_a_heading_nobody_knows_is_asked_about_as_the_progress(
    tmp_path: Path,
) -> None:
    rows = [
        ("Ref", "Agreed action", "Owner", "Due date", "Update", "IA opinion"),
        ("1", "Check the invoices", "FIN", "May 2027", "A draft is out.", "Partially implemented"),
        ("2", "Write to suppliers", "FIN", "May 2027", "Nothing was sent.", "Not implemented"),
        ("3", "Report to the board", "FIN", "May 2027", "It was reported.", "Implemented"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.progress for line in found.lines] == [row[-1] for row in rows[1:]]
    assert ["IA opinion" in one for one in asked_columns(found)] == [True]
    with_status = [(*rows[0], "Status"), *((*row, "Ongoing") for row in rows[1:])]
    assert not asked_columns(read(as_csv(tmp_path / "b.csv", with_status)))


def test_the_sheets_of_directorates_are_the_sections_of_their_actions(tmp_path: Path) -> None:
    def sections(*names: str) -> list[str]:
        book = Workbook()
        book.remove(book.worksheets[0])
        for number, name in enumerate(names, start=1):
            sheet = book.create_sheet(name)
            sheet.append(("Ref", "Recommendation", "Lead officer", "Due date", "Status"))
            sheet.append((f"R{number}", "Survey all the gullies", "Road Manager", "May 2027", "In progress"))
        book.save(tmp_path / "a.xlsx")
        return [line.more.get("section", "") for line in read(tmp_path / "a.xlsx").lines]

    assert sections("Place", "Adults & Health") == ["Place", "Adults & Health"]
    assert sections("Place") == [""]
    assert sections("Open", "Closed") == sections("Sheet1", "Sheet2") == sections("2025", "2026") == ["", ""]


def test_headings_that_are_known_count_in_a_table_whose_others_are_not(tmp_path: Path) -> None:
    rows = [
        ("Marker", "Ruling", "Thing the body must see through", "Finished before", "Lead", "Notes"),
        ("1", "Fault", "Mend the roof of the house", "30/11/2026", "HSG", "The scaffold is up since May."),
        ("2", "Fault", "Pay the resident what is owed", "16/11/2026", "HSG", "It was paid on 12 November."),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.delivered for line in found.lines] == [row[5] for row in rows[1:]]
    assert [line.owners for line in found.lines] == [("HSG",), ("HSG",)]
    assert not [one for one in asked_columns(found) if "Lead" in one or "Notes" in one]


def test_the_heading_above_the_first_action_is_its_section_though_the_references_are_not_first(
    tmp_path: Path,
) -> None:
    rows = [
        ("Recommendation", "Ref", "What we will do", "Lead", "End", "Status"),
        ("Priority 1: The front door (sponsor: Director of Care)", "", "", "", "", ""),
        ("Timely discussions", "1.1", "Meet each day", "Head of Access", "May 2027", "On track"),
        ("Priority 2: Care leavers", "", "", "", "", ""),
        ("Homes for all", "2.1", "Let twelve flats", "Head of Homes", "June 2027", "On track"),
    ]
    found = sheet_of(tmp_path, rows, "A2:F2 A4:F4")
    assert [line.more["section"] for line in found.lines] == [rows[1][0], rows[3][0]]
    assert found.left_out == ()


def test_a_row_with_words_in_the_column_of_sections_alone_is_no_part_of_the_action_above(
    tmp_path: Path,
) -> None:
    rows = [
        ("Workstream", "ID", "Milestone", "Lead", "Due", "Commentary"),
        ("Finance", "1", "Sell the old depot", "Head of Property", "May 2027", "An offer came"),
        ("", "", "", "", "", "It was taken back"),
        ("GOVERNANCE AND SCRUTINY", "", "", "", "", ""),
        ("Governance", "2", "Write the constitution anew", "Solicitor", "June 2027", ""),
    ]
    found = sheet_of(tmp_path, rows)
    assert [line.more["section"] for line in found.lines] == ["Finance", "Governance"]
    assert [doubt.printed for doubt in found.doubts] == ["It was taken back"]


def test_a_row_before_the_first_action_that_is_left_out_is_reported_with_its_words(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Due", "Status"),
        ("", "Agreed by the Board", "", "May 2027", ""),
        ("1", "Sell the old depot", "Head of Property", "May 2027", "On track"),
    ]
    assert "“Agreed by the Board May 2027”" in " ".join(read(as_csv(tmp_path / "a.csv", rows)).left_out)
