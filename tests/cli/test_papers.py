"""Papers at the command line: deadlines, movement, the paper in every format, publication, reading back, the page."""

import csv
import io
import json
import re
from pathlib import Path

import docx
import pdfplumber
import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from papers.read import read
from papers.write import files
from storage.database.engine import open_database, transaction
from storage.database.paper_tables import published
from tests.conftest import ROOT
from tests.test_command_line import MARCH, CommandLine, november
from tests.test_command_line import read as import_file

__all__ = ["november"]

COMING = "2031-03-18"
"""A meeting that is still to come."""
SETTINGS = ROOT / "config" / "kent.toml"


@pytest.fixture
def htst(november: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with Kent's November table, in a folder of its own."""
    monkeypatch.chdir(november.folder)
    return november


@pytest.mark.parametrize(
    ("meeting", "publish_by", "first", "last"),
    [
        ("2023-03-16", "2023-03-08", "2023-03-09", "2023-03-15"),
        ("2022-11-15", "2022-11-07", "2022-11-08", "2022-11-14"),
        ("2022-09-22", "2022-09-13", "2022-09-14", "2022-09-21"),  # the 19th was a one-off bank holiday
    ],
)
def test_the_last_day_to_publish_and_the_clear_days(
    htst: CommandLine, meeting: str, publish_by: str, first: str, last: str
) -> None:
    found = htst.json("deadline", meeting)
    assert (found["meeting"], found["publish_by"]) == (meeting, publish_by)
    assert (found["clear_days"][0], found["clear_days"][-1]) == (first, last)
    assert len(found["clear_days"]) == 5


def test_clear_days_and_days_off_are_the_registers(htst: CommandLine) -> None:
    settings = SETTINGS.read_text().replace("clear_days = 5", "clear_days = 3")
    file = htst.folder / "wales.toml"
    file.write_text(f"{settings}\n[calendar]\nnation = 'wales'\nclosed = [2023-03-14]\n")
    htst.run("configure", file)
    assert htst.json("deadline", "2023-03-16") == {
        "meeting": "2023-03-16",
        "publish_by": "2023-03-09",
        "clear_days": ["2023-03-10", "2023-03-13", "2023-03-15"],
    }
    assert "8 March 2023" not in htst.run("deadline", "2023-03-16").stdout


def test_a_deadline_needs_no_register(database_url: str, tmp_path: Path) -> None:
    answer = CommandLine(database_url, tmp_path).run("deadline", "2023-03-16").stdout
    assert "Publish by Wednesday 8 March 2023" in answer


def test_meetings_come_from_an_icalendar_file(htst: CommandLine) -> None:
    (htst.folder / "meetings.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20220101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20230720\r\nSUMMARY:Governance and Audit Committee\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    file = htst.folder / "kent.toml"
    file.write_text(
        SETTINGS.read_text().replace("[meetings]", '[meetings]\ncalendar = "meetings.ics"\ntitle = "audit"')
    )
    htst.run("configure", file)
    assert htst.json("round", "--meeting", "2023-07-20")["publish_by"] == "2023-07-12"
    file.write_text(file.read_text().replace("meetings.ics", "elsewhere.ics"))
    assert "elsewhere.ics cannot be read" in htst.run("configure", file, status=2).stderr


def test_what_moved_between_two_days(htst: CommandLine) -> None:
    import_file(htst, MARCH, "2023-03-16")
    moved = htst.json("diff", "2022-11-15", "2023-03-16")
    assert set(moved) == {
        *("completed", "progress", "updated", "extended", "overdue", "no_update", "new", "closed")
    }
    assert moved["completed"] == ["34"]
    assert moved["progress"] == ["1", "2", "3", "7", "10", "14", "25", "34"]
    assert "5" in moved["no_update"]
    assert htst.json("diff", "2022-11-16", "2022-12-05")["overdue"] == ["3", "5", "14", "21", "38", "42"]
    assert "is later than" in htst.run("diff", "2023-03-16", "2022-11-15", status=2).stderr


@pytest.mark.parametrize("ending", files.ENDINGS)
def test_the_paper_in_every_format_holds_every_row(htst: CommandLine, ending: str) -> None:
    import_file(htst, MARCH, "2023-03-16")
    out = htst.folder / f"paper{ending}"
    answer = htst.run("paper", "--register", "kent", "--meeting", "2023-03-16", "--out", out).stdout
    assert "somebody to verify Actions 9, 16 and 34" in answer
    lines = read(MARCH).lines
    if ending == ".csv":
        rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
        assert [row[2] for row in rows[1:]] == [line.delivered for line in lines]
    elif ending == ".docx":
        table = docx.Document(str(out)).tables[-1]
        assert [row.cells[2].text for row in table.rows[1:]] == [line.delivered for line in lines]
    elif ending == ".xlsx":
        sheet = load_workbook(out)["Appendix 1"]
        assert sheet.max_row >= 45
    elif ending == ".pdf":
        with pdfplumber.open(out) as pdf:
            pages = (" ".join((page.extract_text() or "").split()) for page in pdf.pages)
            assert any("Governance and Audit Committee, 16 March 2023" in words for words in pages)
    else:
        assert "No update since 15 November 2022" in out.read_text()


def test_the_last_paper_is_made_again_after_all_that_came_since(htst: CommandLine) -> None:
    htst.run("paper", "--meeting", "2022-11-15", "--out", htst.folder / "before.csv")
    import_file(htst, MARCH, "2023-03-16")
    htst.run("paper", "--meeting", "2022-11-15", "--out", htst.folder / "after.csv")
    assert (htst.folder / "before.csv").read_bytes() == (htst.folder / "after.csv").read_bytes()
    assert "held nothing" in htst.run("paper", "--meeting", "2022-11-01", "--out", "x.pdf", status=2).stderr
    assert (
        "cannot be written as"
        in htst.run("paper", "--meeting", "2022-11-15", "--out", "x.odt", status=2).stderr
    )
    assert not (htst.folder / "x.odt").exists()


def test_where_each_sentence_of_a_paper_comes_from(htst: CommandLine) -> None:
    found = htst.json("sources", "--meeting", "2023-03-16")
    assert {one["ref"] for one in found} >= {"1", "9", "16"}
    assert all(each["is_paper"] for one in found for each in one["origins"])
    message = htst.run("sources", "--meeting", "2023-03-16").stdout
    assert re.search(r"9: .+\n    15 November 2022, management-action-table\.docx \(change \d+\)", message)


def test_the_chairs_brief_rests_on_changes(htst: CommandLine) -> None:
    import_file(htst, MARCH, "2023-03-16")
    answer = htst.run("brief", "--meeting", "2023-03-16").stdout
    assert re.search(r"Action 34 was reported complete .* without evidence.*\n.*\(change \d+\)", answer)
    assert "Nothing has been heard about Action 5" in answer
    assert "Nothing has been heard about Action 1 " not in answer  # the March table says what was done
    htst.run("brief", "--meeting", "2023-03-16", "--out", htst.folder / "brief.docx")
    assert "Action 34" in "\n".join(p.text for p in docx.Document(str(htst.folder / "brief.docx")).paragraphs)


def test_what_is_published_stays_and_the_page_tells_of_it(htst: CommandLine) -> None:
    refused = htst.run("publish", "--meeting", "2023-03-16", status=2).stderr
    assert "Say why it is late" in refused
    late = ("--late", "Two leads were away", "--urgent", "The committee meets again only in May")
    assert "have not signed off" in htst.run("publish", "--meeting", "2023-03-16", *late, status=2).stderr
    because = ("--because", "The leads have left the Council")
    answer = htst.run("publish", "--meeting", "2023-03-16", *late, *because).stdout
    assert re.search(r"SHA-256 [0-9a-f]{64}", answer)
    assert "stays as it was published" in htst.run("publish", "--meeting", "2023-03-16", *late, status=2).stderr
    htst.run("paper", "--meeting", "2023-03-16", "--out", "first.docx")
    htst.run("page", "--out", "web")
    page = (htst.folder / "web" / "index.html").read_text()
    assert "On 16 March 2023, 2 of 44 actions were done" in page
    assert "The committee meets" in page or "meets again on 16 May 2023" in page
    assert (htst.folder / "web" / "paper-2023-03-16.pdf").read_bytes().startswith(b"%PDF")
    as_at = ("import", MARCH, "--register", "kent", "--as-at")
    assert "would be in neither" in htst.run(*as_at, "2023-03-16", status=2).stderr
    import_file(htst, MARCH, "2023-03-17")
    htst.run("paper", "--meeting", "2023-03-16", "--out", "second.docx")
    assert (htst.folder / "first.docx").read_bytes() == (htst.folder / "second.docx").read_bytes()
    htst.run("paper", "--meeting", "2023-03-16", "--draft", "--out", "draft.docx")
    assert (htst.folder / "first.docx").read_bytes() != (htst.folder / "draft.docx").read_bytes()


def test_a_paper_that_was_edited_in_the_database_is_reported_by_its_meeting(
    htst: CommandLine, database_url: str
) -> None:
    reasons = (
        "--late",
        "Two leads were away",
        "--urgent",
        "It meets again only in May",
        "--because",
        "As agreed",
    )
    htst.run("publish", "--meeting", "2023-03-16", *reasons)
    assert htst.json("audit", "verify")["kent"]["altered_papers"] == []
    engine = open_database(database_url)
    with transaction(engine) as tx:
        tx.execute(update(published).values(text="Nothing was promised.", sha256="0" * 64))
    engine.dispose()
    found = htst.run("audit", "verify", status=1)
    assert (
        "kent: the paper for 16 March 2023 is not as published, or gone: restore it from a backup."
        in found.stderr
    )
    assert '"altered_papers": ["2023-03-16"]' in htst.run("audit", "verify", "--json", status=1).stdout


def test_what_authors_changed_in_the_paper_that_was_sent_round_is_read_back(htst: CommandLine) -> None:
    out = htst.folder / "round.docx"
    htst.run("paper", "--meeting", COMING, "--out", out)
    word = docx.Document(str(out))
    row = word.tables[-1].rows[1]
    was = row.cells[2].text
    row.cells[2].text = was[:60]  # to say less takes no update
    row.cells[3].text = "March 2031"
    (intro,) = [one for one in word.paragraphs if one.text.startswith("This report shows")]
    intro.text = "The actions stand as follows (Actions 1 and 2)"
    word.save(str(out))
    assert "is over" in htst.run("narrative", out, "--meeting", "2023-03-16", status=2).stderr
    answer = htst.run("narrative", out, "--meeting", COMING).stdout
    assert "1 action in new words: 1." in answer
    assert "1 heading in new words: Introduction." in answer
    assert "“March 2031”, which is not taken from a paper" in answer
    htst.run("paper", "--meeting", COMING, "--out", "after.docx")
    after = docx.Document(str(htst.folder / "after.docx"))
    assert after.tables[-1].rows[1].cells[2].text == was[:60].strip()
    assert any(one.text == "The actions stand as follows (Actions 1 and 2)" for one in after.paragraphs)


def test_words_that_no_update_says_are_refused_and_nothing_of_the_file_is_kept(htst: CommandLine) -> None:
    out = htst.folder / "round.xlsx"
    htst.run("paper", "--meeting", COMING, "--out", out)
    book = load_workbook(out)
    sheet = book["Appendix 1"]
    before = sheet["C2"].value
    sheet["C2"], sheet["C6"] = before[:40], "All is well."
    book.save(out)
    refused = htst.run("narrative", out, "--meeting", COMING, status=2).stderr
    assert "No update to action 5 says this" in refused
    htst.run("paper", "--meeting", COMING, "--out", "after.xlsx")
    assert load_workbook(htst.folder / "after.xlsx")["Appendix 1"]["C2"].value == before


def test_a_sitrep_and_a_board_pack_of_some_days(htst: CommandLine) -> None:
    import_file(htst, MARCH, "2023-03-16")
    days = ("--from", "2023-03-01", "--to", "2023-03-31")
    htst.run("report", "sitrep", *days, "--out", "sitrep.docx")
    words = docx.Document(str(htst.folder / "sitrep.docx"))
    volumes = {row.cells[0].text: row.cells[1].text for row in words.tables[0].rows}
    assert volumes["Actions in the register"] == "44"
    assert volumes["Reported complete"] == "1"
    htst.run("report", "board-pack", *days, "--out", "pack.pdf")
    with pdfplumber.open(htst.folder / "pack.pdf") as pdf:
        assert any("Per cent" in (page.extract_text() or "") for page in pdf.pages)
    assert (
        "earlier"
        in htst.run(
            "report", "sitrep", "--from", "2023-03-02", "--to", "2023-03-01", "--out", "s.pdf", status=2
        ).stderr
    )


def test_the_round_says_who_has_not_answered(htst: CommandLine) -> None:
    state = htst.json("round", "--meeting", "2023-03-16")
    assert (state["publish_by"], state["cut_off"], state["chase_from"]) == (
        "2023-03-08",
        "2023-03-01",
        "2023-02-22",
    )
    gld = next(one for one in state["directorates"] if one["code"] == "GLD")
    assert "5" in gld["missing"]
    assert "9" not in gld["refs"]
    json.dumps(state)
