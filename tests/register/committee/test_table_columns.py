"""The committee's own columns, order and words, as its last paper printed them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from register.action import Action, Line, Milestone, Update
from register.committee.narrative import with_updates
from register.committee.table_columns import (
    Column,
    owners_as_printed,
    owners_in_lists,
    printed_columns,
    table_rows,
    with_delivered,
)
from register.progress import Status
from tests.messages.wording import action as known


def line(ref: str, **more: str) -> Line:
    return Line(ref, "Agree who does what", "", "December 2022", ("CYPE",), "", f"row {ref}", more)


def action(ref: str, status: Status = Status.IN_PROGRESS, **fields: object) -> Action:
    item = known(ref=ref, status=status)
    printed = {
        "defined": "Agree who does what",
        "delivered": "",
        "target": "December 2022",
        "owners": ("CYPE",),
    }
    return replace(item, **{**printed, "progress": "", "more": {}, **fields})  # type: ignore[arg-type]


def test_another_register_keeps_its_own_headings_and_order() -> None:
    read = [("ref", "Rec. No."), ("defined", "Recommendation"), ("priority", "Priority"), ("", "Notes of ours")]
    columns = printed_columns(read, [line("R1", priority="High", **{"Notes of ours": "x"})])
    assert [one.heading for one in columns[:4]] == ["Rec. No.", "Recommendation", "Priority", "Notes of ours"]
    rows = table_rows([action("R1", more={"priority": "High", "Notes of ours": "x"})], columns, [], {})
    assert rows[0][:4] == ("R1", "Agree who does what", "High", "x")


def test_a_combined_heading_is_printed_as_columns_of_their_own() -> None:
    columns = printed_columns([("ref", "No."), ("target+owners", "By whom and when")], [line("1")])
    assert [(one.field, one.heading) for one in columns[:3]] == [
        ("ref", "No."),
        ("target", "By whom and when"),
        ("owners", "Owner"),
    ]


def test_words_with_a_status_among_them_stand_under_their_heading_and_posts_are_parted() -> None:
    columns = printed_columns([("ref", "No."), ("progress+delivered", "Position in March")], [line("1")])
    assert [(one.field, one.heading) for one in columns[1:3]] == [
        ("delivered", "Position in March"),
        ("progress", "Progress"),
    ]
    shared = action("1", owners=("Chief Executive", "Head of Projects"))
    assert table_rows([shared], [Column("owners", "Who")], [], {}) == (("Chief Executive / Head of Projects",),)


def test_a_table_without_references_gets_them_and_one_without_progress_gets_what_was_done() -> None:
    columns = printed_columns([("defined", "Action")], [line("1")])
    assert columns[0].field == "ref"
    assert "delivered" not in [one.field for one in columns]
    assert with_delivered(columns, True)[-1].field == "delivered"
    assert with_delivered(columns, False) == columns


def test_the_last_papers_order_and_letters_stay_and_what_it_left_out_as_done_stays_out() -> None:
    columns = (Column("ref", "Ref"), Column("defined", "Action"))
    printed = [replace(line("2"), defined="Agree  who – does what"), line("1")]
    actions = [
        action("1"),
        action("2", defined="Agree who - does what"),
        action("3", Status.IMPLEMENTED),
        action("4"),
    ]
    assert table_rows(actions, columns, printed, {}) == (
        ("2", "Agree  who – does what"),
        ("1", "Agree who does what"),
        ("4", "Agree who does what"),
    )


def test_updates_follow_what_stands_there_and_none_is_printed_twice() -> None:
    texts = ("A draft is out.", "A draft is out. It was agreed.", "Signed.")
    moment = datetime(2023, 1, 1, tzinfo=UTC)
    updates = [Update(number, moment, "U0AMY", text, "command") for number, text in enumerate(texts)]
    assert with_updates("A draft is out.", updates) == "A draft is out. It was agreed.\nSigned."
    assert with_updates("", updates[:1]) == "A draft is out."


def test_a_date_that_was_moved_stands_where_the_committee_prints_revised_dates() -> None:
    read = [("ref", "Ref"), ("defined", "Action"), ("original", "Original date"), ("revised", "Revised date")]
    printed = [line("1", original="December 2022"), line("2", original="December 2022")]
    columns = printed_columns(read, printed)
    assert "target" not in [one.field for one in columns]
    first, later = date(2022, 12, 31), date(2023, 5, 31)
    own = {"original": "December 2022"}
    actions = [
        action("1", target="31 May 2023", milestones=(Milestone("", "", later, first),), more=own),
        action("2", milestones=(Milestone("", "", first, first),), more=own),
        action("3", target="May 2023", milestones=(Milestone("", "", later, later),)),
    ]
    rows = table_rows(actions, columns, printed, {})
    assert [row[2:4] for row in rows] == [
        ("December 2022", "31 May 2023"),
        ("December 2022", ""),
        ("May 2023", ""),
    ]


def test_due_dates_beside_revised_ones_are_printed_as_the_last_paper_had_them() -> None:
    read = [("ref", "Ref"), ("target", "Due date"), ("revised", "Revised date")]
    moved_before = replace(line("1", original="30 Sept 2025", revised="31/03/2026"), target="31/03/2026")
    not_moved = replace(line("2", revised=""), target="31 December 2025")
    columns = printed_columns(read, [moved_before, not_moved])
    assert [one.heading for one in columns if "date" in one.heading.casefold()] == ["Due date", "Revised date"]

    first = action("1", target="31/03/2026", more=dict(moved_before.more))
    second = action("2", target="31 December 2025", more={"revised": ""})
    moved_to = Milestone("", "30 June 2026", date(2026, 6, 30), original=date(2025, 12, 31))
    moved_since = replace(second, target="30 June 2026", milestones=(moved_to,))
    dates = [(0, ("1", "30 Sept 2025", "31/03/2026")), (1, ("2", "31 December 2025", ""))]
    rows = table_rows([first, second], columns[:3], [moved_before, not_moved], {})
    assert list(enumerate(rows)) == dates
    (row,) = table_rows([moved_since], columns[:3], [not_moved], {})
    assert row == ("2", "31 December 2025", "30 June 2026")


def test_the_answer_to_whether_it_is_complete_has_one_column_and_stays_as_it_was_printed() -> None:
    read = [("ref", "No."), ("defined", "Action"), ("progress", "Complete?")]
    lines = [replace(line("1", **{"Complete?": "Yes"}), progress="Complete"), line("2", **{"Complete?": "No"})]
    columns = printed_columns(read, lines)
    assert [one.heading for one in columns[:3]] == ["No.", "Action", "Complete?"]
    assert "Complete?" not in [one.heading for one in columns[3:]]
    done = action("1", Status.IMPLEMENTED, progress="Complete")
    open_one, moved = action("2"), action("2", progress="In progress")
    assert [row[2] for row in table_rows([done, open_one], columns, lines, {})] == ["Yes", "No"]
    assert [row[2] for row in table_rows([done, moved], columns, lines, {})] == ["Yes", "In progress"]


def test_a_column_without_a_heading_is_printed_under_the_words_of_its_field() -> None:
    columns = printed_columns([("ref", "Column A"), ("defined", "Action"), ("", "Column C")], [line("1")])
    assert [one.heading for one in columns[:3]] == ["Reference", "Action", "Column C"]


def test_officers_and_directorates_under_one_heading_have_one_column_where_no_directorate_is_printed() -> None:
    read = [("ref", "No."), ("officers+owners", "Officer & directorate")]
    lines = [replace(line("1", officers="Head of Payroll"), owners=())]
    assert [one.heading for one in printed_columns(read, lines)][:2] == ["No.", "Officer & directorate"]
    assert "owners" not in [one.field for one in printed_columns(read, lines)]
    assert "owners" in [one.field for one in printed_columns(read, [line("1", officers="Head of Payroll")])]


def test_two_columns_of_people_stay_two_as_one_may_be_of_cabinet_members() -> None:
    read = [("ref", "No."), ("officers", "Lead officer"), ("officers", "Cabinet member")]
    names = {
        "Lead officer": "Head of Payroll",
        "Cabinet member": "Cllr Ann Gray",
        "officers": "Head of Payroll",
    }
    printed = [replace(line("1", **names), owners=())]
    columns = [one for one in printed_columns(read, printed) if one.field not in ("defined", "target")]
    assert [one.heading for one in columns] == ["No.", "Lead officer", "Cabinet member"]
    rows = table_rows([action("1", owners=(), more=names)], columns, printed, {})
    assert rows == (("1", "Head of Payroll", "Cllr Ann Gray"),)


def test_owners_are_printed_to_the_letter_as_long_as_they_are_those_that_were_meant() -> None:
    columns = (Column("owners", "Who"),)
    everybody = replace(line("1"), owners=("All schools",), meant_owners=("CYPE", "GET"))
    both = action("1", owners=("GET", "CYPE"))
    assert table_rows([both], columns, [everybody], {}) == (("All schools",),)
    assert table_rows([action("1")], columns, [everybody], {}) == (("CYPE",),)
    assert table_rows([action("1")], columns, [replace(line("1"), owners=("Cype",))], {}) == (("Cype",),)


DATES_APART = [Column("ref", "No."), Column("target", "Due"), Column("revised", "Revised date")]


def test_a_day_that_is_granted_for_words_that_are_no_day_stands_under_the_revised_date() -> None:
    soon = replace(line("1"), target="ASAP")
    day = date(2027, 1, 11)
    granted = action(
        "1",
        target="11 January 2027",
        milestones=(Milestone("", "11 January 2027", deadline=day, original=day),),
    )
    assert table_rows([granted], DATES_APART, [soon], {}) == (("1", "ASAP", "11 January 2027"),)
    before = replace(granted, target="ASAP")
    assert table_rows([before], DATES_APART, [soon], {}) == (("1", "ASAP", ""),)
    without = replace(soon, target="")
    assert table_rows([granted], DATES_APART, [without], {}) == (("1", "11 January 2027", ""),)


def test_lists_name_the_officers_where_the_table_prints_them_alone_while_the_owners_are_the_same() -> None:
    printed = replace(line("1", officers="Head of Payroll\nS151 Officer"), owners=(), meant_owners=("CYPE",))
    of_payroll = action("1", more={"officers": "Head of Payroll\nS151 Officer"})
    assert owners_in_lists(of_payroll, printed) == "Head of Payroll / S151 Officer"
    assert owners_as_printed(of_payroll, printed) == ""  # the table has them in their own column
    assert owners_in_lists(replace(of_payroll, owners=("GET",)), printed) == "GET"
    assert owners_in_lists(of_payroll, replace(printed, more={})) == "CYPE"
    assert owners_in_lists(action("1"), line("1", officers="Head of Payroll")) == "CYPE"


def test_findings_and_recommendations_under_one_heading_stay_there_where_only_one_is_printed() -> None:
    read = [("ref", "No."), ("title+defined", "Finding & recommendation")]
    assert Column("defined", "Finding & recommendation") in printed_columns(read, [line("1", title="")])
    assert Column("title", "Finding & recommendation") in printed_columns(read, [line("1", title="Leavers")])
