"""Layouts of boards, panels and auditors: ratings beside comments, numbers that begin anew, rows without any."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from papers.read import read, read_bytes
from papers.tables.headings import meanings
from tests.papers.table_files import Rows, as_docx, as_xlsx, change_word, fields_of, read_csv, refs

COMMENTED = (
    ("Action No.", "Action", "Lead", "Deadline", "Progress/ Comments", "RAG"),
    ("08/26", "Obtain the capital envelope", "JB", "10.09.26", "Envelope received and shared", "B"),
    ("09/26", "Look at high-cost packages", "SK", "12.11.26", "Data took longer than expected", "A"),
    ("10/26", "Write to the partners", "MP", "14.01.27", "", "G"),
)


@pytest.mark.parametrize("heading", ["Progress/ Comments", "Progress"])
def test_ratings_are_the_progress_beside_a_column_of_sentences(tmp_path: Path, heading: str) -> None:
    """They had all been read as not started, though the key says that B is complete."""
    rows = [[heading if cell == "Progress/ Comments" else cell for cell in row] for row in COMMENTED]
    found = read(as_docx(tmp_path / "a.docx", rows))
    assert [line.progress for line in found.lines] == ["B", "A", "G"]
    assert found.lines[0].delivered == "Envelope received and shared"


def test_statuses_are_the_progress_beside_ratings(tmp_path: Path) -> None:
    statuses = ("Progress/ Comments", "Complete", "In progress – a draft is out", "Not started")
    rows = [[*row[:4], status, row[5]] for row, status in zip(COMMENTED, statuses, strict=True)]
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert [line.progress for line in found.lines] == ["Complete", "In progress", "Not started"]
    assert [line.more["rating"] for line in found.lines] == ["B", "A", "G"]


def test_a_response_and_its_actions_in_one_column_are_what_is_to_be_done(tmp_path: Path) -> None:
    rows = (
        ("AFI Ref", "Area for improvement", "Service response / actions", "Lead", "Target date", "Status"),
        ("A1", "Risk information is old", "Check it each quarter", "GM Risk", "31/12/2026", "Open"),
        ("A2", "Nobody plans ahead", "Publish a workforce plan", "Head of HR", "30/06/2026", "Open"),
    )
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert [line.defined for line in found.lines] == ["Check it each quarter", "Publish a workforce plan"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Cabinet Member response", "response"),
        ("Portfolio Holder comments", "delivered"),
        ("Lead officer comments", "delivered"),
        ("Service area response", "response"),
        ("Target date comments", "delivered"),
        ("Due date status", "progress"),
        ("Lead officer target date", "target"),
        ("Latest note", "delivered"),
        ("Lead officer", "officers"),
        ("Owner name", "officers"),
    ],
)
def test_a_heading_says_last_what_its_column_holds(heading: str, field: str) -> None:
    assert meanings(heading)[0].fields == (field,)


@pytest.mark.parametrize(
    "heading",
    ["Reason", "Reason for extension", "Reason for revised date", "Date of last update", "Latest note date"],
)
def test_reasons_and_days_of_updates_are_kept_as_they_are(heading: str) -> None:
    assert meanings(heading) == ()


def test_numbers_that_begin_anew_at_each_meeting_have_its_day_before_them() -> None:
    """ "10/1" would also have been the first action of the meeting on 10 December."""
    found = read_csv(
        "Meeting,Ref,Action,Owner,Target date,Open / Closed",
        "10 June 2026,1,Circulate the policy,Head of Pensions,30 June 2026,Closed",
        "10 June 2026,2,Plan the training,Governance Officer,Sept 2026,Open",
        "16 September 2026,1,Compare the costs,Accountant,31.12.26,Open",
    )
    assert refs(found) == ["10 June 2026/1", "10 June 2026/2", "16 September 2026/1"]


def test_numbers_that_begin_anew_in_each_audit_have_its_reference_before_them() -> None:
    found = read_csv(
        "Audit Ref,Title,Rec No,Management action,Responsible officer,Due date,Status",
        "IA2501,Payroll,1,Reject unsigned forms,Head of HR,31/12/2026,In progress",
        "IA2501,Payroll,2,Write a report,Payroll Manager,30/06/2026,In progress",
        "IA2507,Grants,1,Keep a register,Head of Finance,30/09/2026,Implemented",
    )
    assert refs(found) == ["IA2501 1", "IA2501 2", "IA2507 1"]
    assert [doubt for doubt in found.doubts if doubt.field == "ref"] == []
    assert all("section" not in line.more for line in found.lines)


def test_who_wrote_the_paper_is_no_action(tmp_path: Path) -> None:
    actions: Rows = (
        ("Action", "Owner", "Due date", "Status"),
        ("Set the date", "Clerk", "31/12/2026", "Open"),
        ("Order flags", "Mayor’s PA", "30/04/2027", "Open"),
    )
    found = read(as_docx(tmp_path / "a.docx", actions, [("Report author", "J. Marsh", "", "")]))
    assert [line.defined for line in found.lines] == ["Set the date", "Order flags"]
    assert any("Report author J. Marsh" in one for one in found.left_out)


def test_a_date_and_a_status_in_one_column_are_told_apart() -> None:
    """The status had been left in the date, and the action was not started."""
    found = read_csv(
        "Item,Agreed action,Owner,Deadline / status",
        "3.1,Draft the deed,Head of Legal,31 December 2026 – in progress",
        "3.2,Meet residents,Director of Place,January 2027",
    )
    assert [(line.target, line.progress) for line in found.lines] == [
        ("31 December 2026", "in progress"),
        ("January 2027", ""),
    ]


def test_one_heading_of_two_has_its_own_words_below_it(tmp_path: Path) -> None:
    rows = (
        ("Ref", "Finding and action", "", "Owner", "Due", "Status"),
        ("", "Finding", "Agreed action", "", "", ""),
        ("1", "Leases are not signed", "Sign them", "Head of Estates", "31/03/2027", "Open"),
    )
    found = change_word(tmp_path, lambda table: table.cell(0, 1).merge(table.cell(0, 2)), rows)
    assert fields_of(found)["Finding"] == "title"
    assert found.lines[0].more["title"] == "Leases are not signed"
    assert found.lines[0].defined == "Sign them"


def test_a_key_with_the_heading_of_the_ratings_before_it_is_a_key(tmp_path: Path) -> None:
    rows = (
        ("Ref", "Action", "Lead", "Due", "BRAG"),
        ("1", "Plan ahead", "Head of HR", "31/12/2026", "B"),
        ("2", "Train managers", "GM Training", "31/03/2027", "G"),
        ("", "", "", "", ""),
        ("BRAG", "B", "Complete", "", ""),
        ("", "G", "On track", "", ""),
    )
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert dict(found.key) == {"B": "Complete", "G": "On track"}


def test_a_site_beside_officers_says_where_and_owns_nothing() -> None:
    rows = (
        "1,St Anne’s,Label drugs,Chief Pharmacist,31/12/2026,Open",
        "2,General,Lock stores,Matron,31/01/2027,Open",
    )
    found = read_csv("No,Site,Action,Responsible officer,Deadline,Status", *rows)
    assert fields_of(found)["Site"] == ""
    assert found.lines[0].more["Site"] == "St Anne’s"
    assert found.lines[0].owners == ()


def test_a_column_of_the_last_quarter_that_is_blank_gives_way_to_the_one_before() -> None:
    """All had been read as not started, though the quarter before had ratings."""
    found = read_csv(
        "Ref,Commitment,Lead Officer,Target date,Q1 update,Q1 RAG,Q2 update,Q2 RAG,Q3 update,Q3 RAG",
        "1.1,Plant trees,Parks Manager,31/03/2027,Sites chosen,G,Order placed,A,,",
        "1.2,Electric fleet,Fleet Manager,31/12/2026,Tender out,A,Awarded to a firm,B,,",
    )
    assert [line.progress for line in found.lines] == ["A", "B"]
    assert fields_of(found)["Q3 RAG"] == ""


def test_the_owner_of_before_is_no_officer_and_who_closed_it_no_progress() -> None:
    found = read_csv(
        "No.,Action,Owner (previous),Owner (new),Due,Closed by,Date closed",
        "1,Plant trees,A Bell,C Dent,31/03/2027,,",
        "2,Buy vans,D East,E Fox,31/10/2026,Chair,02/11/2026",
    )
    assert [(line.owners, line.more.get("officers"), line.progress) for line in found.lines] == [
        (("C Dent",), None, ""),
        (("E Fox",), None, "Completed"),
    ]
    assert found.lines[1].more["Closed by"] == "Chair"
    assert found.lines[0].more["Owner (previous)"] == "A Bell"


@pytest.mark.parametrize(
    ("cell", "task", "owner"),
    [
        ("Plant trees (Clerk)", "Plant trees", "Clerk"),
        ("Plant trees\nLead: Cllr Fox", "Plant trees", "Cllr Fox"),
        ("Plant trees", "Plant trees", ""),
    ],
)
def test_an_action_and_its_lead_in_one_column_are_told_apart(
    tmp_path: Path, cell: str, task: str, owner: str
) -> None:
    rows = (("Ref", "Action and lead", "Deadline", "Status"), ("1", cell, "31/03/2027", "Open"))
    (line,) = read(as_xlsx(tmp_path / "a.xlsx", rows)).lines
    assert (line.defined, line.owners) == (task, (owner,) if owner else ())


def test_an_owner_on_a_line_below_the_action_owns_it_where_there_is_no_column_of_owners(tmp_path: Path) -> None:
    rows = (("Ref", "Action", "Due", "Status"), ("1", "Plant trees\nLead: the Clerk", "31/03/2027", "Open"))
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert [(line.defined, line.owners) for line in found.lines] == [
        ("Plant trees\nLead: the Clerk", ("the Clerk",))
    ]
    assert found.warnings == ()
    owned = [(*rows[0], "Owner"), (*rows[1], "FIN")]
    assert read(as_xlsx(tmp_path / "b.xlsx", owned)).lines[0].owners == ("FIN",)


def test_labelled_lines_of_a_combined_cell_are_of_their_labels(tmp_path: Path) -> None:
    """The label had been left before the officer's post, by which nobody knows it again."""
    agreed = "We will fix it.\nEach month.\nResponsible Officer: Head of HR\nDeadline: 31 March 2027"
    rows = (
        ("Ref", "Finding", "Agreed action, responsible officer and deadline", "Status"),
        ("1", "Weak", agreed, "Open"),
        ("2", "Poor", "Write it: all of it.\nOwner: Chief Executive\nDeadline: 30 June 2027", "Open"),
    )
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert [(line.defined, line.more["officers"], line.target) for line in found.lines] == [
        ("We will fix it.\nEach month.", "Head of HR", "31 March 2027"),
        ("Write it: all of it.", "Chief Executive", "30 June 2027"),
    ]
    response = "Agreed. Monthly.\nTimescale: 30 June 2026"
    answered = (
        ("Ref", "Recommendation", "Management response & timescale", "Status"),
        ("1", "Count the stock", response, "Open"),
    )
    (line,) = read(as_xlsx(tmp_path / "b.xlsx", answered)).lines
    assert (line.more["response"], line.target) == ("Agreed. Monthly.", "30 June 2026")


def test_a_status_before_a_colon_is_no_label() -> None:
    (line,) = read_csv(
        "Ref,Action,Due,Owner,Status and comments", "1,Plant,May 2027,Clerk,Completed: agreed in May"
    ).lines
    assert (line.progress, line.delivered) == ("Completed", "Completed: agreed in May")


@pytest.mark.parametrize("heading", ["Rating", "Audit rating"])
def test_how_important_a_recommendation_is_rated_says_not_how_far_it_is(heading: str) -> None:
    found = read_csv(
        f"Report,Rec,{heading},Recommendation,Mgmt action,Owner,Due date,Latest position",
        "Payroll,1,M,Check starters,Reject unsigned forms,Head of HR,31/03/2027,In testing",
        "Payroll,2,H,Report leavers,Write a report,Payroll Manager,30/06/2027,A draft is out",
    )
    assert fields_of(found)[heading] == "priority"
    assert [line.progress for line in found.lines] == ["", ""]


def test_a_theme_and_its_issue_in_one_column_are_not_what_is_to_be_done() -> None:
    found = read_csv("Ref,Theme / issue,Action,Lead,Due", "1,Buildings – leaks,Mend the roof,Chair,May 2027")
    assert found.lines[0].defined == "Mend the roof"


def test_a_heading_over_rows_that_have_a_section_of_their_own_is_reported(tmp_path: Path) -> None:
    rows: Rows = (
        ("Ref", "Agenda item", "Action", "Lead", "Due", "Status"),
        ("OPEN ACTIONS", "", "", "", "", ""),
        ("1", "Risk register", "Score risk 14", "CFO", "31/12/2026", "Open"),
        ("2", "", "Visit the centre", "CNO", "31/12/2026", "Open"),
    )
    found = change_word(tmp_path, lambda table: table.cell(1, 0).merge(table.cell(1, 5)), rows)
    assert [line.more["section"] for line in found.lines] == ["Risk register", "OPEN ACTIONS"]
    assert [one for one in found.left_out if "OPEN ACTIONS" in one] == [
        "Table 1: “OPEN ACTIONS” heads its rows and was not kept, as a column gives their sections."
    ]


def test_percentages_beside_a_status_are_these() -> None:
    found = read_csv(
        "Ref,Action,Due,Owner,Status,Progress",
        "1,Plant,31/03/2027,Clerk,Open,60%",
        "2,Buy,May 2027,Fox,Open,0%",
    )
    assert (found.lines[0].progress, found.lines[0].more["percent"]) == ("Open", "60%")


def test_end_beside_start_is_not_asked_about_and_a_line_below_does_not_hide_the_numbering() -> None:
    found = read_csv(
        "Item,Action,Lead,Start,End,Status,Cost",
        "1,Plan,Clerk,April 2026,December 2026,Open,£5",
        "2,Build,Clerk,May 2026,March 2027,Open,£9",
        "Signed:,,,Date:",
    )
    assert fields_of(found)["End"] == "target"
    assert found.doubts == ()


@pytest.mark.parametrize("rule", ["-----", "=====", "*****", "_____"])
def test_a_drawn_line_is_no_action(rule: str) -> None:
    text = (
        "Ref    Action                 Owner      Due         Status\n"
        f"{rule}  {rule}                 {rule}      {rule}       {rule}\n"
        "H101   Dredge the berth       Harbour    31/01/27    Open\n"
        "H102   Replace a fender       Engineer   15/12/26    Open\n"
    )
    assert refs(read_bytes("a.txt", text.encode())) == ["H101", "H102"]
    tabs = f"Ref\tAction\tOwner\tDue\n{rule}\t{rule}\t{rule}\t{rule}\n1\tMend the roof\tClerk\t31/01/27\n"
    assert refs(read_bytes("a.txt", tabs.encode())) == ["1"]


def test_bulleted_lines_of_a_message_are_actions() -> None:
    text = (
        "Actions from last night:\n\n"
        "- Head of Internal Audit to write to the school by 12 December 2026\n"
        "- Clerk to pay the invoice - DONE\n"
        "- All to read the budget by 1 December 2026\n"
    )
    found = read_bytes("a.txt", text.encode())
    assert [(line.owners, line.target, line.progress) for line in found.lines] == [
        (("Head of Internal Audit",), "by 12 December 2026", ""),
        (("Clerk",), "", "DONE"),
        (("ALL",), "by 1 December 2026", ""),
    ]


def test_a_yes_with_its_day_is_a_yes() -> None:
    found = read_csv(
        "Item,Action,Who,When,Done?",
        "1,Report the gully,Cllr Ash,30/11/26,Yes 5/11/26",
        "2,Book,Clerk,Jan 2027,No",
    )
    assert [line.progress for line in found.lines] == ["Done", ""]
    assert found.lines[0].more["Done?"] == "Yes 5/11/26"


def test_numbers_that_begin_anew_have_their_section_also_where_other_sheets_have_none(tmp_path: Path) -> None:
    """Each was asked about: 1 (2), 1 (3) and so on."""
    audits = [("Audit report", "Rec no", "Agreed action", "Owner", "Due")]
    audits += [("Payroll (IA/26/03)", str(at), f"Reconcile list {at}", "FIN", "March 2027") for at in (1, 2)]
    audits += [
        ("Housing repairs (IA/26/05)", str(at), f"Sample jobs {at}", "FIN", "March 2027") for at in (1, 2)
    ]
    external = [("Ref", "Recommendation", "Owner", "Target"), ("EA1", "Value the property", "FIN", "May 2027")]
    statement = [("No.", "Action", "Lead", "By when"), ("1", "Revise the protocol", "FIN", "May 2027")]
    book = Workbook()
    for name, rows in (("Internal Audit", audits), ("External Audit", external), ("AGS", statement)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [line.ref for line in found.lines] == [
        "Payroll 1",
        "Payroll 2",
        "Housing repairs 1",
        "Housing repairs 2",
        "EA1",
        "AGS 1",
    ]
    assert [one for one in found.doubts if one.field == "ref"] == []


def test_several_references_in_the_words_of_one_row_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ("Objective", "Action", "Lead", "Timescale"),
        (
            "1.1 Members",
            "1.1a Quarterly report to the board\n1.1b Annual report to Council",
            "FIN",
            "July 2027",
        ),
        ("1.2 Roles", "1.2a Appoint a deputy\n(i) in each service\n2 days a week", "FIN", "May 2027"),
        ("2.1 Checks", "2.1a One record of all posts", "FIN", "May 2027"),
    ]
    found = read(as_docx(tmp_path / "a.docx", rows))
    assert [line.ref for line in found.lines] == ["1.1a", "1.2a", "2.1a"]
    (asked,) = found.doubts
    assert (asked.row, asked.printed) == ("1.1a ref", "1.1a and 1.1b")
    assert asked.question == "it was read with 1.1b, as one action; is it one?"
