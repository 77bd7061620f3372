"""A paper that an administrator shares in Slack: shown first, answered about, accepted or let be."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from sqlalchemy import select

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from papers.read import read_bytes
from playground.definitions import File
from register.progress import Status
from storage.actions import actions, papers, registers
from storage.database.engine import reading, transaction
from storage.database.paper_tables import offered_paper
from tests.sharing_papers import HEAD, ROWS, inputs, known, newest, offer, opened, send, share
from workflow.imports import import_reading

AMY = OFFICER_IDS["CYPE"]


def test_a_shared_paper_is_shown_answered_about_and_read_in_as_it_was_shown(office: Office) -> None:
    before = known(office)
    shown = offer(office, HEAD + ROWS)
    assert "2 actions new: 90 and 91" in shown_text(shown)
    assert "1 action changed: 3" in shown_text(shown)
    assert known(office) == before

    view = opened(office, "paper_preview")
    fields = inputs(view)
    labels = [one["label"]["text"] for one in fields.values()]
    assert labels[:5] == ["Ref", "Activity Defined", "Due", "Owner", "Status"]
    assert fields["column2"]["element"]["initial_option"]["value"] == "target"
    assert "03/04/2022" in fields["column2"]["hint"]["text"]
    assert any("“Amber”, 2 actions" in label for label in labels)
    assert "nobody knows" in str(view["blocks"])  # what no answer settles is said

    answers = {"dates": "month-first", "status0": "in progress", "status1": "not started", "wish": "accept"}
    assert send(office, answers) == {}
    again = newest(office)
    assert again["ts"] != shown["ts"]  # not as it was shown: read and shown again
    assert known(office) == before
    fields = inputs(opened(office, "paper_preview"))
    assert not [name for name in fields if name.startswith(("status", "dates"))]
    assert send(office, {"wish": "accept"}) == {}
    assert "was read into the register kent" in newest(office)["text"]
    with reading(office.engine) as tx:
        ninety = actions.find(tx, office.register, "90")
        three = actions.find(tx, office.register, "3")
        paper = papers.newest(tx, "kent")
        stored = tx.execute(select(offered_paper.c.state, offered_paper.c.content)).one()
    assert ninety is not None
    assert three is not None
    assert (ninety.deadline, three.status) == (date(2022, 5, 6), Status.IN_PROGRESS)
    assert paper is not None
    assert paper.name == "november.csv"
    assert tuple(stored) == ("accepted", None)
    offer(office, HEAD + ROWS.replace("planner", "planner of routes"), "again.csv")
    assert "Amber" not in shown_text(newest(office))  # what was answered once is remembered


def test_whose_a_printed_officer_is_is_asked_once_for_all_rows(office: Office) -> None:
    head = "Ref,Activity Defined,Due,Responsible Officer,Status\n"
    rows = (
        "90,Train every planner,5 June 2023,Head of Routes,\n91,Publish the plan,5 June 2023,Head of Routes,\n"
    )
    offer(office, head + rows)
    fields = inputs(opened(office, "paper_preview"))
    assert fields["owner0"]["label"]["text"] == "“Head of Routes”, 2 actions: whose is it?"
    hint = fields["owner0"].get("hint") or fields["owner0"]["element"]["placeholder"]
    assert hint["text"] == "The directorates, such as CYPE and GET"
    assert "row0" not in fields
    assert "no directorate here" in send(office, {"owner0": "Mars", "wish": "again"})["owner0"]
    assert send(office, {"owner0": "GET", "wish": "again"}) == {}
    assert "owner0" not in inputs(opened(office, "paper_preview"))
    assert send(office, {"wish": "accept"}) == {}
    with reading(office.engine) as tx:
        ninety_one = actions.find(tx, office.register, "91")
    assert ninety_one is not None
    assert ninety_one.owners == ("GET",)


def test_no_choice_or_question_of_the_form_has_the_headings_of_another_council(office: Office) -> None:
    offer(
        office, "Action,By when,Who\nTrain every planner,soon,Head of Routes\nPublish the plan,June 2023,GET\n"
    )
    view = str(opened(office, "paper_preview"))
    assert "'References'" in view
    assert "'What is to be done'" in view
    assert "owner “Head of Routes”" in view or "“Head of Routes”, 1 action" in view
    for heading in ("cmt owner", "activity defined", "action ref"):
        assert heading not in view.lower()


def test_an_import_is_undone_where_it_was_told(office: Office) -> None:
    before = known(office)
    offer(office, HEAD + "90,Train every planner,5 June 2023,GET,\n")
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    message = newest(office)
    assert "90" in known(office)[1]
    assert office.slack.press(MONITOR, office.slack.dm(MONITOR), message["ts"], "undo_import").ok
    office.settle()
    (shown,) = [one for one in office.slack.messages(office.slack.dm(MONITOR)) if one["ts"] == message["ts"]]
    assert "*Undone* by" in shown["text"]  # in the place of its button
    assert "undo_import" not in str(shown["blocks"])
    assert "is undone: 1 action taken out (90)" in office.slack.ephemeral(MONITOR)[-1]["text"]
    assert known(office)[1] == before[1]
    story = office.slack.command(MONITOR, "C0LEADS", "/htst history 90")
    assert "The history of action 90" in str(story)
    assert "There is no action 91" in str(office.slack.command(MONITOR, "C0LEADS", "/htst history 91"))


def test_a_paper_is_shown_again_when_the_register_has_changed_since(office: Office) -> None:
    words = "Train every planner"
    shown = offer(office, HEAD + f"90,{words},5 June 2023,GET,\n")
    assert "1 action new: 90" in shown_text(shown)
    paper = read_bytes("other.csv", (HEAD + f"90,{words} twice,5 June 2023,GET,\n").encode())
    with transaction(office.engine) as tx:  # from the shell, meanwhile
        import_reading(tx, office.register, paper, date(2022, 11, 15), office.slack.now())
    before = known(office)
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    again = newest(office)
    assert known(office) == before
    assert "The register has changed since I showed you this paper" in again["text"]
    assert "1 action changed: 90" in shown_text(again)
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    assert "was read into the register kent" in newest(office)["text"]
    with reading(office.engine) as tx:
        ninety = actions.find(tx, office.register, "90")
        by = tx.execute(select(offered_paper.c.settled_by)).scalar_one()
    assert ninety is not None
    assert ninety.defined == words
    assert by == MONITOR


def test_only_what_an_import_brought_is_offered_to_be_undone(office: Office) -> None:
    table = HEAD + "90,Train every planner,5 June 2023,GET,\n"
    for has_undo in (True, False):  # the second time it changes nothing, and is no import of its own
        offer(office, table)
        opened(office, "paper_preview")
        assert send(office, {"wish": "accept"}) == {}
        assert "was read into the register kent" in newest(office)["text"]
        assert ("undo_import" in str(newest(office)["blocks"])) == has_undo


def test_a_columns_meaning_is_changed(office: Office) -> None:
    offer(office, HEAD.replace("Due", "Day") + ROWS)
    view = opened(office, "paper_preview")
    ((block, _field),) = [(n, f) for n, f in inputs(view).items() if f["label"]["text"] == "Day"]
    assert send(office, {block: "raised", "wish": "again"}) == {}
    fields = inputs(opened(office, "paper_preview"))
    assert fields[block]["element"]["initial_option"]["value"] == "raised"


def test_a_paper_that_is_left_changes_nothing_and_its_buttons_say_so(office: Office) -> None:
    before = known(office)
    shown = offer(office, HEAD + ROWS)
    assert office.slack.press(MONITOR, office.slack.dm(MONITOR), shown["ts"], "leave_paper").ok
    office.settle()
    assert "was left; nothing was changed" in newest(office)["text"]
    (drawn,) = [one for one in office.slack.messages(office.slack.dm(MONITOR)) if one["ts"] == shown["ts"]]
    assert "Left, and nothing was changed" in shown_text(drawn)
    assert "paper_preview" not in str(drawn["blocks"])
    assert known(office) == before


def test_the_shortcut_reads_the_file_of_a_message_and_only_for_administrators(office: Office) -> None:
    ts = office.slack.say(AMY, "C0CYPE", "The table", files=[File("november.csv", (HEAD + ROWS).encode())])
    office.slack.shortcut(AMY, "import_paper", "C0CYPE", ts)
    assert office.slack.view(AMY) is None
    assert "Only the register's administrators can import papers" in office.slack.ephemeral(AMY)[-1]["text"]
    office.slack.shortcut(MONITOR, "import_paper", "C0CYPE", ts)
    assert "That day is in the future" in send(office, {"as_at": "2022-11-20"})["as_at"]
    assert send(office, {"as_at": "2022-11-15"}) == {}
    assert "2 actions new" in shown_text(newest(office))
    words = office.slack.say(AMY, "C0CYPE", "No file here")
    office.slack.shortcut(MONITOR, "import_paper", "C0CYPE", words)
    assert "There is no file in that message" in office.slack.ephemeral(MONITOR)[-1]["text"]


def test_a_file_of_somebody_else_is_no_paper(office: Office) -> None:
    share(office, HEAD + ROWS, by=AMY)
    answered = newest(office, AMY)["text"]
    assert "Shall I read" not in answered
    assert "Only the register's administrators can import papers" in answered
    assert "share the file in the thread of the action's card" in answered


@pytest.mark.parametrize(("words", "answered"), [("update 10 The contract is signed", 2), ("Here it is", 1)])
def test_words_beside_a_file_are_answered_as_well(office: Office, words: str, answered: int) -> None:
    room = office.slack.dm(MONITOR)
    office.slack.say(MONITOR, room, words, files=[File("minutes.csv", (HEAD + ROWS).encode())])
    office.settle()
    answers = [shown_text(one) for one in office.slack.messages(room) if one.get("bot_id")]
    assert len(answers) == answered
    assert any("Shall I read minutes.csv" in one for one in answers)
    assert any("Saved as an update to action 10" in one for one in answers) == (answered == 2)
    (delivery,) = [one for one in office.slack.deliveries("message") if words in one.event.get("text", "")]
    assert office.slack.redeliver(delivery).ok
    office.settle()
    assert len([one for one in office.slack.messages(room) if one.get("bot_id")]) == answered


def test_many_columns_and_doubts_come_on_pages_and_answers_stay(office: Office, tmp_path: Path) -> None:
    words = [f"Word {number}" for number in range(60)]
    rows = "".join(f"{200 + n},Do thing {n},1 May 2022,CYPE,{word}\n" for n, word in enumerate(words))
    offer(office, HEAD + rows)
    first = opened(office, "paper_preview")
    assert first["submit"]["text"] == "Next"
    assert len(first["blocks"]) <= 100
    assert send(office, {"status0": "implemented"}) == {}
    second = office.slack.view(MONITOR)
    assert second is not None
    assert second["title"]["text"].startswith("Page 2 of")
    while second["submit"]["text"] == "Next":
        assert send(office, {}) == {}
        second = office.slack.view(MONITOR)
        assert second is not None
    assert send(office, {"wish": "again"}) == {}
    with reading(office.engine) as tx:
        answers = tx.execute(select(offered_paper.c.answers)).scalar_one()
    assert answers["statuses"] == {"Word 0": "implemented"}


def test_what_is_confirmed_is_read_in_without_another_look_and_asked_no_more(office: Office) -> None:
    head = HEAD.replace("Ref,", "Item,")
    row = "90,Train every planner,31 March 2012,GET,In progress\n"
    shown = offer(office, head + row)
    assert "What does its column “Item” hold?" in shown_text(shown)
    fields = inputs(opened(office, "paper_preview"))
    (name,) = [name for name in fields if name.startswith("row")]
    assert "is the year right?" in fields[name]["label"]["text"]
    assert send(office, {name: "as read", "wish": "accept"}) == {}
    assert "was read into the register kent" in newest(office)["text"]
    later = offer(office, head + row + "91,Publish the plan,31 March 2023,GET,In progress\n", "later.csv")
    assert "1 action new: 91" in shown_text(later)
    assert "Please check" not in shown_text(later)


def test_a_row_is_left_out_and_another_gets_its_reference_in_the_form(office: Office) -> None:
    offer(
        office,
        HEAD + "90,Train every planner,soon,GET,In progress\nsee above,Publish it,May 2023,GET,In progress\n",
    )
    rows = {
        one["label"]["text"]: name
        for name, one in inputs(opened(office, "paper_preview")).items()
        if "row" in name
    }
    date_, ref = (next(name for label, name in rows.items() if words in label) for words in ("soon", "usual"))
    assert send(office, {date_: "left out", ref: "91", "wish": "again"}) == {}
    assert "1 action new: 91" in shown_text(newest(office))
    view = opened(office, "paper_preview")
    assert "action 90 (row 2) was left out, as you said" in str(view["blocks"]).replace("Action", "action")


ASKED = (
    "90,Train every planner,when we can,GET,In progress\n91,Publish the plan,31 March 2012,GET,In progress\n"
    "92,Write to schools,31 May 2023,,In progress\n93,Ask the drivers,Completed March 2022,GET,In progress\n"
)


def test_every_row_that_is_asked_about_is_answered_in_the_form(office: Office) -> None:
    offer(office, HEAD + ASKED)
    view = opened(office, "paper_preview")
    rows = {name: one for name, one in inputs(view).items() if name.startswith("row")}
    about = {one["label"]["text"].split(",")[0].split("action ")[1]: name for name, one in rows.items()}
    assert set(about) == {"90", "91", "92", "93"}
    wrong = send(office, {about["90"]: "whenever", about["92"]: "GET", "wish": "again"})
    assert list(wrong) == [about["90"]]
    assert "“whenever” is not a date I can read" in wrong[about["90"]]
    answers = {
        about["90"]: "31 March 2024",
        about["91"]: "as read",
        about["92"]: "cype / get",
        about["93"]: "implemented",
    }
    assert send(office, answers | {"wish": "accept"}) == {}
    again = opened(office, "paper_preview")
    assert not [name for name in inputs(again) if name.startswith("row")]
    assert send(office, {"wish": "accept"}) == {}
    with reading(office.engine) as tx:
        found = {ref: actions.find(tx, office.register, ref) for ref in ("90", "91", "92", "93")}
    read = {ref: (one.target, one.deadline) for ref, one in found.items() if one}
    assert read["90"] == ("when we can", date(2024, 3, 31))
    assert read["91"] == ("31 March 2012", date(2012, 3, 31))
    assert found["92"] is not None
    assert found["92"].owners == ("CYPE", "GET")
    assert found["93"] is not None
    assert found["93"].status is Status.IMPLEMENTED


def test_which_tables_hold_no_actions_and_what_a_colour_stands_for_is_answered_in_the_form(
    office: Office,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Actions"
    for row in (
        ("Ref", "Action", "Target Date", "Owner", "RAG"),
        ("90", "Train planners", "31 May 2023", "GET", ""),
    ):
        sheet.append(row)
    sheet["E2"].fill = PatternFill("solid", fgColor="FFFF0000")
    other = book.create_sheet("Ideas")
    other.append(("Ref", "Action", "Target Date", "Owner"))
    other.append(("95", "Paint the buses", "31 May 2023", "GET"))
    data = io.BytesIO()
    book.save(data)
    shown = offer(office, data.getvalue(), "november.xlsx")
    assert "90 and 95" in shown_text(shown)
    fields = inputs(opened(office, "paper_preview"))
    values = [one["value"] for one in fields["tables"]["element"]["options"]]
    assert values == ["sheet Actions", "sheet Ideas"]
    (status,) = [name for name, one in fields.items() if "“red”, 1 action" in one["label"]["text"]]
    assert send(office, {"tables": ["sheet Ideas"], status: "in progress", "wish": "again"}) == {}
    again = newest(office)
    assert "1 action new: 90" in shown_text(again)
    chosen = inputs(opened(office, "paper_preview"))["tables"]["element"]["initial_options"]
    assert [one["value"] for one in chosen] == ["sheet Ideas"]
    assert send(office, {"tables": [], "wish": "again"}) == {}  # it has actions after all
    assert "90 and 95" in shown_text(newest(office))
    opened(office, "paper_preview")
    assert send(office, {"tables": ["sheet Ideas"], "wish": "again"}) == {}
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    with reading(office.engine) as tx:
        ninety = actions.find(tx, office.register, "90")
        assert actions.find(tx, office.register, "95") is None
    assert ninety is not None
    assert ninety.status is Status.IN_PROGRESS


def test_a_papers_own_key_is_shown_as_it_was_understood_and_can_be_put_right(office: Office) -> None:
    key = '"Key: B = Complete, G = On track, R = Overdue",,,,\n'
    rows = (
        "90,Train every planner,5 June 2023,GET,B\n91,Publish the plan,5 June 2023,GET,G\n"
        "92,Ask the parents,5 June 2023,GET,R\n"
    )
    offer(office, key + HEAD + rows)
    fields = inputs(opened(office, "paper_preview"))
    assert fields["key0"]["label"]["text"] == "“B” is “Complete”, 1 action"
    assert fields["key0"]["element"]["initial_option"]["value"] == "implemented"
    assert fields["status0"]["label"]["text"].endswith("what does it stand for? The key says “Overdue”.")
    right = {"key0": "implemented", "key1": "ongoing", "status0": "in progress", "wish": "accept"}
    assert send(office, right) == {}
    assert "key1" in inputs(opened(office, "paper_preview"))  # an answer changes it: it is shown again
    assert send(office, {"key0": "implemented", "key1": "ongoing", "wish": "accept"}) == {}
    with reading(office.engine) as tx:
        found = [actions.find(tx, office.register, ref) for ref in ("90", "91", "92")]
        answers = papers.answers(tx, "kent")
    assert [one and one.status for one in found] == [Status.IMPLEMENTED, Status.ONGOING, Status.IN_PROGRESS]
    assert dict(answers.statuses) == {"G": Status.ONGOING, "R": Status.IN_PROGRESS}


def test_the_form_names_directorates_of_its_own_register_as_examples(office: Office) -> None:
    with transaction(office.engine) as tx:
        registers.save(tx, replace(office.register, directorates=office.register.directorates[1:]))
    offer(office, HEAD + "90,Train every planner,5 June 2023,Head of Routes,\n")
    assert "The directorates, such as GET and GLD" in str(inputs(opened(office, "paper_preview"))["owner0"])


def test_owners_and_unknown_words_have_headings_and_a_key_that_says_no_more_is_not_repeated(
    office: Office,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ref", "Action", "Owner", "Due date", "RAG"])
    for ref, colour in (("90", "00B050"), ("91", "FF0000")):
        sheet.append([ref, "Survey all homes", "Head of Routes", "5 June 2023", None])
        sheet.cell(sheet.max_row, 5).fill = PatternFill("solid", fgColor=colour)
    sheet.append([])
    for colour, words in (("00B050", "On track"), ("FF0000", "Slipping")):
        sheet.append([None, words])
        sheet.cell(sheet.max_row, 1).fill = PatternFill("solid", fgColor=colour)
    content = io.BytesIO()
    book.save(content)
    offer(office, content.getvalue(), "plan.xlsx")
    view = opened(office, "paper_preview")
    fields = inputs(view)
    assert fields["key0"]["label"]["text"] == "“On track”, 1 action"
    assert fields["status0"]["label"]["text"] == "“Slipping”, 1 action: what does it stand for?"
    blocks = [one.get("block_id", "") for one in view["blocks"]]
    above = [view["blocks"][blocks.index(name) - 1]["text"]["text"] for name in ("status0", "owner0")]
    assert above[0] == "*Words of progress that I do not know*"
    assert above[1].startswith("*Whose they are*")
    assert "Read as actions to be added into the register kent" in newest(office)["text"]
