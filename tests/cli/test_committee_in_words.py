"""What the commands about a committee's papers say to people; what they say to scripts is in test_papers."""

import re
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from storage.actions import published
from storage.database.engine import transaction
from tests.cli.test_papers import COMING, SETTINGS, htst, november
from tests.test_command_line import MARCH, CommandLine
from tests.test_command_line import read as import_file

__all__ = ["htst", "november"]

LATE = ("--late", "A table was missing", "--urgent", "The contract ends in April")


def test_the_last_day_to_publish_and_each_clear_day(htst: CommandLine) -> None:
    assert htst.run("deadline", "2023-03-16").stdout.splitlines() == [
        "Publish by Wednesday 8 March 2023.",
        "  Thursday 9 March 2023",
        "  Friday 10 March 2023",
        "  Monday 13 March 2023",
        "  Tuesday 14 March 2023",
        "  Wednesday 15 March 2023",
        "5 clear days before the meeting on Thursday 16 March 2023.",
    ]


def test_of_two_registers_a_deadline_is_asked_for_one(htst: CommandLine) -> None:
    other = htst.folder / "other.toml"
    other.write_text(SETTINGS.read_text().replace('slug = "kent"', 'slug = "wales"'))
    htst.run("configure", other)
    assert "say which with --register" in htst.run("deadline", "2023-03-16", status=2).stderr


def test_what_moved_between_two_days(htst: CommandLine) -> None:
    import_file(htst, MARCH, "2023-03-16")
    lines = htst.run("diff", "2022-11-15", "2023-03-16").stdout.splitlines()
    assert lines[0] == "From 15 November 2022 to 16 March 2023:"
    assert lines[1:3] == ["  Completed: 34", "  Progress changed: 1, 2, 3, 7, 10, 14, 25 and 34"]
    assert lines[-2:] == ["  New: none", "  Closed: none"]


def test_the_round_from_its_first_day_until_it_is_published(htst: CommandLine, engine: Engine) -> None:
    before = htst.run("round", "--meeting", COMING).stdout.splitlines()
    assert before[:2] == [
        "The round for 18 March 2031:",
        "  updates from 24 February 2031 to 3 March 2031, leads by 5 March 2031, author by 7 March 2031, published by "
        "10 March 2031",
    ]
    assert before[2].startswith("  CYPE: 0 of 20 answered, not signed off; no update: 1, 2, 3, 7,")
    assert [line[:6] for line in before[2:-1]] == ["  CYPE", "  GET:", "  GLD:"]
    assert before[-1] == "  Not published."
    with transaction(engine) as tx:
        published.sign(tx, "kent", date(2031, 3, 18), "CYPE", "U0CYPELEAD", datetime(2031, 3, 5, 9, tzinfo=UTC))
    htst.run("publish", "--meeting", COMING, "--because", "The leads are on leave")
    after = htst.run("round", "--meeting", COMING).stdout.splitlines()
    assert "answered, signed off;" in after[2]
    assert "answered, not signed off;" in after[3]
    assert after[-1] == "  Published."


def test_what_is_written_is_said_with_its_place_and_what_is_published_with_what_to_keep(
    htst: CommandLine,
) -> None:
    paper = htst.run("paper", "--meeting", COMING, "--out", "paper.docx").stdout.splitlines()
    assert paper[0] == "The paper for the meeting on 18 March 2031 is in paper.docx."
    assert "  Still lacking: the sign-off of CYPE, GET and GLD" in paper
    unchanged = htst.run("narrative", "paper.docx", "--meeting", COMING).stdout.splitlines()
    assert unchanged == ["0 actions in new words: none.", "0 headings in new words: none."]
    brief = htst.run("brief", "--meeting", COMING, "--out", "brief.docx").stdout
    assert brief == "The brief for 18 March 2031 is in brief.docx.\n"
    days = ("--from", "2023-03-01", "--to", "2023-03-31")
    for kind, name in (("sitrep", "sitrep"), ("board-pack", "board pack")):
        report = htst.run("report", kind, *days, "--out", f"{kind}.docx").stdout
        assert report == f"The {name} from 1 March 2023 to 31 March 2023 is in {kind}.docx.\n"
    sitrep, pack = ((htst.folder / f"{kind}.docx").read_bytes() for kind in ("sitrep", "board-pack"))
    assert sitrep != pack
    keep = r"SHA-256 [0-9a-f]{64}\nKeep this for your auditor: change \d+ of the record has the hash [0-9a-f]{64}\.\n"
    for words in (LATE[:2], LATE[2:], ("--to-follow",)):  # half of what a late paper needs is not passed over
        assert "Say both: why" in htst.run("publish", "--meeting", COMING, *words, status=2).stderr
    notice = htst.run("publish", "--meeting", COMING, *LATE, "--to-follow").stdout
    assert re.fullmatch(f"The notice that a paper is to follow for 18 March 2031 is published. {keep}", notice)
    whole = htst.run("publish", "--meeting", COMING, "--because", "The leads are on leave").stdout
    assert re.fullmatch(f"The paper for 18 March 2031 is published. {keep}", whole)
    assert htst.run("page", "--out", "web").stdout == (
        "The page of what was published for 18 March 2031 is web/index.html.\n"
    )


def test_a_report_without_days_is_of_those_that_are_usual(htst: CommandLine) -> None:
    usual = htst.run("report", "sitrep", "--out", "usual.docx").stdout
    days = re.fullmatch(r"The sitrep from (.+) to (.+) is in usual\.docx\.\n", usual)
    assert days
    longer = htst.run("report", "sitrep", "--from", "2023-03-01", "--out", "usual.docx").stdout
    assert longer == f"The sitrep from 1 March 2023 to {days[2]} is in usual.docx.\n"


def test_the_chairs_brief_for_scripts_and_where_there_is_nothing_to_ask(htst: CommandLine) -> None:
    import_file(htst, MARCH, "2023-03-16")
    found = htst.json("brief", "--meeting", "2023-03-16")
    assert found["meeting"] == "2023-03-16"
    question = next(one for one in found["questions"] if one["ref"] == "34")
    assert "without evidence" in question["words"]
    assert {"ref", "day", "kind", "change"} == set(question["rests_on"][0])


def test_without_a_meeting_to_come_it_is_asked_which(htst: CommandLine) -> None:
    for words in (("round",), ("paper", "--out", "x.docx"), ("publish",)):
        assert "say which with --meeting DATE" in htst.run(*words, status=2).stderr
