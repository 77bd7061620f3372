"""Trackers as councils keep them: many columns, headings over headings, sheets, and rows that a page splits."""

from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from papers.read import read
from register.phrases import in_one_line
from tests.papers.pdfs import as_pdf, table
from tests.papers.table_files import as_csv, as_docx

AUDIT = ("Ref", "Agreed action", "Owner", "Due date", "Status")


def test_a_count_of_revisions_is_not_taken_for_the_references(tmp_path: Path) -> None:
    rows = [
        (*AUDIT, "Number of times revised"),
        ("IA01", "Check for duplicate invoices", "FIN", "31 March 2026", "In progress", "1"),
        ("IA02", "Write to suppliers", "FIN", "30 April 2026", "In progress", "0"),
        ("IA03", "Report to the board", "FIN", "31 May 2026", "In progress", "1"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.ref for line in found.lines] == ["IA01", "IA02", "IA03"]
    assert [line.more["Number of times revised"] for line in found.lines] == ["1", "0", "1"]
    assert found.doubts == ()


def test_a_heading_like_a_reference_does_not_beat_one_that_is_headed_so(tmp_path: Path) -> None:
    rows = [
        ("Audit report ref from 2025", *AUDIT),
        ("A1", "1", "Check for duplicate invoices", "FIN", "31 March 2026", "In progress"),
        ("A1", "2", "Write to suppliers", "FIN", "30 April 2026", "In progress"),
    ]
    assert [line.ref for line in read(as_csv(tmp_path / "a.csv", rows)).lines] == ["1", "2"]


def test_the_opinion_of_an_audit_is_no_evidence(tmp_path: Path) -> None:
    rows = [
        (*AUDIT, "Assurance", "Evidence seen"),
        (
            "1",
            "Check for duplicate invoices",
            "FIN",
            "31 March 2026",
            "In progress",
            "Limited",
            "Report of May",
        ),
    ]
    (line,) = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert (line.more["Assurance"], line.more["evidence"]) == ("Limited", "Report of May")


def test_an_agreed_action_under_a_merged_heading_is_what_is_to_be_done(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Ref", "Recommendation", "Management response", None, None, "Status"),
        (None, None, "Agreed action", "Responsible officer", "Agreed date", None),
        ("BV1", "Prepare a workforce plan", "Plan to go to Council", "FIN", "31 March 2026", "In progress"),
        ("BV2", "Adopt a framework", "Framework to be adopted", "FIN", "30 April 2026", "In progress"),
    ):
        sheet.append(row)
    sheet.merge_cells("C1:E1")
    book.save(tmp_path / "a.xlsx")
    lines = read(tmp_path / "a.xlsx").lines
    assert [line.defined for line in lines] == ["Plan to go to Council", "Framework to be adopted"]
    assert lines[0].more["Recommendation"] == "Prepare a workforce plan"


def test_the_section_of_one_sheet_is_not_that_of_the_next(tmp_path: Path) -> None:
    book = Workbook()
    finance = book.active
    assert finance is not None
    finance.title = "Finance"
    headings = ("Action", "Owner", "Deadline", "Status")
    for row in (headings, ("Complete",), ("Close the accounts", "FIN", "31 May 2026", "Complete")):
        finance.append(row)
    place = book.create_sheet("Place")
    for row in (headings, ("Plan the assets", "GET", "30 June 2026", "In progress")):
        place.append(row)
    book.save(tmp_path / "a.xlsx")
    lines = read(tmp_path / "a.xlsx").lines
    assert [line.more.get("section", "") for line in lines] == ["Complete", ""]


def test_a_row_without_reference_that_a_page_splits_stays_one_action(tmp_path: Path) -> None:
    rows = [
        ("Recommendation", "Action", "Owner", "Timescale", "Status"),
        ("Set out the plan", "We will write the plan", "FIN", "May 2026", "In progress"),
        ("Train the staff", "We will train everybody in steps", "GET", "June 2026", "In progress"),
        ("in all teams", "over the whole of the year", "", "", ""),
        ("Report the savings", "We will report them", "GLD", "July 2026", "In progress"),
    ]
    sheets = table(rows, (150, 250, 80, 100, 100), height=105)
    assert len(sheets) == 2
    lines = read(as_pdf(tmp_path / "a.pdf", sheets)).lines
    assert [line.defined for line in lines] == [
        "We will write the plan",
        "We will train everybody in steps over the whole of the year",
        "We will report them",
    ]


def test_a_sample_of_a_column_is_neither_a_sections_title_nor_shown_twice(tmp_path: Path) -> None:
    rows = [
        (*AUDIT,),
        ("Payroll (limited assurance)", "", "", "", ""),
        ("1.1", "Check who starts and leaves", "FIN", "31 March 2026", "In progress"),
        ("1.2", "Recover what was overpaid", "FIN", "30 April 2026", "In progress"),
    ]
    columns = {one.heading: one.samples for one in read(as_docx(tmp_path / "a.docx", rows)).columns}
    assert columns["Ref"] == ("1.1", "1.2")
    assert columns["Owner"] == ("FIN",)


def test_a_sheet_that_counts_actions_is_not_called_a_key(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (AUDIT, ("1", "Close the accounts", "FIN", "31 May 2026", "Red")):
        sheet.append(row)
    counts = book.create_sheet("Summary")
    for figures in (("RAG", "Number"), ("Red", 1), ("Amber", 0), ("Green", 0)):
        counts.append(figures)
    book.save(tmp_path / "a.xlsx")
    (sentence,) = read(tmp_path / "a.xlsx").left_out
    assert sentence.startswith("Sheet Summary: it only counts actions, and was left out")


def test_formulas_without_a_value_are_one_sentence_for_a_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append((*AUDIT, "Days late"))
    for number in (2, 3, 4):
        sheet.append((str(number), "Close the accounts", "FIN", "31 May 2026", "In progress", f"=A{number}*2"))
    book.save(tmp_path / "a.xlsx")
    about = [one for one in read(tmp_path / "a.xlsx").warnings if "formula" in one]
    assert about == [
        "Sheet Sheet, row 2: the formula =A2*2 has no saved value and was read as blank; open the workbook in Excel, "
        "save it and import it again. So in 2 more cells of the sheet."
    ]


def test_what_is_to_be_done_in_a_year_is_not_taken_for_what_was_done(tmp_path: Path) -> None:
    rows = [
        ("", "Issue", "Action to be taken in 2026/27", "Responsible", "Timescale", "Mid-year position"),
        (
            "1",
            "Savings not delivered",
            "Send a tracker to Cabinet",
            "FIN",
            "May 2026",
            "A tracker goes each month.",
        ),
        (
            "2",
            "Contract waivers",
            "Reduce waivers by a plan",
            "FIN",
            "March 2027",
            "The plan is with directors.",
        ),
    ]
    first, _second = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert (first.more["title"], first.defined) == ("Savings not delivered", "Send a tracker to Cabinet")
    assert first.delivered == "A tracker goes each month."


def test_sentences_under_progress_and_impact_are_what_was_delivered_and_the_rating_the_progress(
    tmp_path: Path,
) -> None:
    rows = [
        ("Ref", "Action", "Lead", "Timescale", "BRAG", "Progress / impact"),
        (
            "1.1",
            "Recruit four officers",
            "FIN",
            "May 2026",
            "Complete",
            "All in post; one leaves in June – to refill.",
        ),
        ("1.2", "Clear the backlog", "FIN", "July 2026", "On track", "62 of 180 plans remain to be written."),
    ]
    first, second = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert (first.progress, second.progress) == ("Complete", "On track")
    assert first.delivered == "All in post; one leaves in June – to refill."
    assert "evidence" not in {name for name, words in first.more.items() if words}


def test_progress_at_so_many_months_is_what_was_delivered(tmp_path: Path) -> None:
    rows = [
        ("No", "Recommendation", "Officer", "Implementation date", "Progress at 6 months"),
        ("R1", "Triage all reports", "Head of Repairs", "1 October 2026", "Triage began in October."),
        ("R2", "Survey every home", "Head of Repairs", "31 January 2027", "Two surveyors were appointed."),
    ]
    first, _second = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert first.delivered == "Triage began in October."


def test_references_that_look_like_priorities_are_references(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Improvement", "Owner", "Deadline", "Comment"),
        ("P1", "Adopt new rules for contracts", "FIN", "28 Feb 2027", "A draft is with lawyers."),
        ("P2", "Publish the pipeline of contracts", "FIN", "Dec 2026", "It was published."),
        ("P3", "Train the contract managers", "FIN", "Dec 2027", "30 were trained."),
    ]
    assert [line.ref for line in read(as_csv(tmp_path / "a.csv", rows)).lines] == ["P1", "P2", "P3"]


def test_partners_beside_a_lead_service_are_no_officers(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Lead service", "Partners", "Timescale"),
        ("B1", "Replace the gas boilers", "Property", "Salix", "2027"),
        ("B2", "Put panels on roofs", "Leisure", "The Operator", "2028"),
    ]
    first, _second = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert (first.more["Partners"], "officers" in first.more) == ("Salix", False)


def test_people_below_or_beside_each_other_are_kept_apart(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Ref", "Action", "Portfolio holder", "Responsible officer", "Due date"),
        ("1", "Assess all tools", "Cllr Shah", "Depot Manager\nSafety Adviser", "1 May 2026"),
        ("2", "Send no letters", "Cllr Shah", "–", "1 May 2026"),
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    first, second = read(tmp_path / "a.xlsx").lines
    assert first.more["Responsible officer"] == "Depot Manager\nSafety Adviser"
    assert in_one_line(first.more["officers"]) == "Cllr Shah / Depot Manager / Safety Adviser"
    assert second.more["officers"] == "Cllr Shah"
    # Whose an action is is asked for whoever does the work, and not for each pair of them and a member.
    assert in_one_line(first.printed("owners")) == "Depot Manager / Safety Adviser"
    assert second.printed("owners") == ""


def test_a_column_of_colours_alone_is_shown_by_its_colours(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Ref", "Action", "Owner", "Due date", "RAG"),
        ("1", "Survey all homes", "FIN", "1 May 2026", None),
        ("2", "Test all wiring", "FIN", "1 May 2026", None),
    ):
        sheet.append(row)
    for at, colour in ((2, "FFC000"), (3, "FF0000")):
        sheet.cell(at, 5).fill = PatternFill("solid", fgColor=colour)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").columns[-1].samples == ("amber", "red")


def test_a_quarter_is_of_the_year_in_the_title_the_heading_or_the_other_rows(tmp_path: Path) -> None:
    def years(title: str = "", due: str = "Due date", other: str = "Q2") -> str:
        above = [(title,)] if title else []
        rows = [("1", "Check the invoices", "FIN", "Q4", "Open"), ("2", "Write to all", "FIN", other, "Open")]
        headings = ("Ref", "Agreed action", "Owner", due, "Status")
        (first, _second) = read(as_csv(tmp_path / "a.csv", [*above, headings, *rows])).lines
        return first.years

    assert (
        years("SEND improvement plan 2026/27")
        == years(due="Due (2026-27)")
        == years(other="Q2 2026/2027")
        == "2026/27"
    )
    assert years() == ""
    assert years("Audits of 2025/26", other="Q2 2026/27") == ""  # which of the two is not known
    assert years("Academic year 2026/27") == ""


def test_the_title_of_a_sheet_is_not_counted_as_left_out_and_a_note_above_it_is(tmp_path: Path) -> None:
    rows = [AUDIT, ("1", "Check the invoices", "FIN", "31 March 2027", "Open")]
    titled = read(as_csv(tmp_path / "a.csv", [("Internal audit tracker",), ("November 2026",), *rows]))
    assert titled.left_out == ()
    noted = read(as_csv(tmp_path / "a.csv", [("Owners answer by Friday, or are called.",), *rows]))
    assert len(noted.left_out) == 1


def test_two_merged_cells_with_one_reference_are_that_reference(tmp_path: Path) -> None:
    rows = [
        AUDIT,
        ("1.1 1.1", "Check the invoices", "FIN", "31 March 2027", "Open"),
        ("1.2", "Write", "FIN", "TBC", "Open"),
    ]
    found = read(as_docx(tmp_path / "a.docx", rows))
    assert ([line.ref for line in found.lines], found.doubts) == (["1.1", "1.2"], ())


def test_the_title_of_a_document_names_the_year_of_its_quarters(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("SEND improvement plan 2026/27", 1)
    document.add_paragraph("Blue = complete; Green = on track")
    table_ = document.add_table(rows=0, cols=len(AUDIT))
    for row in (AUDIT, ("1", "Publish a protocol", "FIN", "Q4", "Open")):
        for cell, words in zip(table_.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(tmp_path / "a.docx"))
    (line,) = read(tmp_path / "a.docx").lines
    assert line.years == "2026/27"


def test_the_control_measure_is_what_is_to_be_done_about_a_hazard(tmp_path: Path) -> None:
    rows = [
        ("Item", "Hazard / issue", "Control measure required", "Action by", "Target date", "Status"),
        ("HS1", "Fire doors are wedged open.", "Fit devices that hold them", "PLA", "30 June 2027", "Open"),
        ("HS2", "The depot has no survey.", "Have it surveyed", "PLA", "30 June 2027", "Open"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.defined for line in found.lines] == ["Fit devices that hold them", "Have it surveyed"]
    assert found.lines[0].more["title"] == "Fire doors are wedged open."
    assert found.doubts == ()  # “Item” over references that are all different needs no answer


def test_the_assessment_that_a_mitigation_belongs_to_is_not_what_is_to_be_done(tmp_path: Path) -> None:
    """A log of equality impact assessments, whose only column of things to do is that of mitigations."""
    rows = [
        ("EqIA", "Protected characteristic", "Impact identified", "Mitigation", "Lead", "Date", "Status"),
        (
            "Library hours",
            "Age",
            "Evening sessions are lost",
            "Move two to mornings",
            "FIN",
            "31/03/2026",
            "Complete",
        ),
        (
            "Library hours",
            "Disability",
            "The lift is broken",
            "Repair the lift",
            "FIN",
            "30/04/2026",
            "In progress",
        ),
        (
            "Parking charges",
            "Sex",
            "Staff walk further",
            "Keep two bays free",
            "FIN",
            "31/05/2026",
            "In progress",
        ),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [line.defined for line in found.lines] == [
        "Move two to mornings",
        "Repair the lift",
        "Keep two bays free",
    ]
    assert [line.more["EqIA"] for line in found.lines] == ["Library hours", "Library hours", "Parking charges"]


def test_the_schedule_of_a_direction_to_a_charity_is_read_by_its_headings(tmp_path: Path) -> None:
    rows = [
        (
            "No.",
            "Direction",
            "Steps taken by trustees",
            "Trustee responsible",
            "To be complied with by",
            "Compliance",
        ),
        ("1", "Minute the decision on the loan", "A meeting was held", "Chair", "31 March 2026", "Complied"),
        (
            "2",
            "Obtain advice on the sale",
            "Three firms were asked",
            "Treasurer",
            "within 28 days of 1 April 2026",
            "",
        ),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    fields = ["ref", "defined", "delivered", "officers", "target", "progress"]
    assert [column.field for column in found.columns] == fields
    assert found.doubts == ()
