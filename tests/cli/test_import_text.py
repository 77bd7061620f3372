"""What ``htst import --dry-run`` prints: columns with samples, then what a person works through; its advice works."""

import re
import shlex
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from cli.import_text import import_text
from register.action import Line
from register.register import Register
from storage.database.engine import transaction
from tests.desk import START
from tests.readings import paper_of
from tests.test_command_line import CommandLine, htst
from workflow.imports import import_reading

__all__ = ["htst"]

WHOLE = Path(__file__).with_name("printed_imports.txt").read_text("utf-8")
PAPER = """Ref,Matter,Due,Owner,Status,Room
1,Publish the transport plan,03/04/2023,CYPE,Green,4
2,Train every officer who plans routes,05/06/2023,GET,Amber,5
3,Publish what was found,05/06/2019,,Amber,6
"""


LISTED = """Ref,Matter,Due,Owner,Status,The room in which the committee agreed that,Notes
1,Publish the transport plan,03/04/2023,CYPE,Green,4,
2,Train every officer who plans routes,05/06/2023,GET,Amber,5,
3,Publish what was found,05/06/2019,,Amber,6,
4,Write to carriers,05/06/2023,Mr Smith,Amber,6,
5,Write to schools,05/06/2023,Mr Smith,,7,
,Total,,,,,
"""
WITH_KEY = """<p>Key: G = complete, A = in progress, X = on hold</p><table>
<tr><th>No</th><th>Action</th><th>By</th><th>Lead</th><th>Status</th></tr>
<tr><td>1</td><td>Publish the transport plan for all</td><td>May 2023</td><td>CYPE</td><td>G</td></tr>
<tr><td>1</td><td>Train all officers</td><td>May 2023</td><td>GET</td><td>A</td></tr>
<tr><td>3</td><td>Ask the carriers</td><td>May 2023</td><td>GET</td><td>X</td></tr></table><h2>Contacts</h2>
<table><tr><th>Name</th><th>Telephone</th></tr><tr><td>A Person</td><td>01234</td></tr></table>"""
NUMBERED = """Matter,Due,Owner,Status
Publish the transport plan,45016,CYPE,In progress
Train every officer who plans routes,45047,GET,In progress
Ask the carriers for their plans,45047,GET,In progress
"""


def test_the_whole_of_what_imports_print_is_as_people_know_it(htst: CommandLine, tmp_path: Path) -> None:
    htst.run(*arguments(tmp_path, LISTED.replace("Train", "Brief") + "8,Gone soon,TBC,GLD,,1,\n", "2023-01-02"))
    printed = [htst.run(*arguments(tmp_path, LISTED + "9,Something new,TBC,GLD,,1,\n"), "--dry-run").stdout]
    found = htst.json(*arguments(tmp_path, LISTED), "--dry-run")
    assert (found["left_behind"], found["themes"], found["unapproved"][0]["ref"]) == ([], [], "2")
    assert found["left_out"] == ["Row 7: “Total” looks like a heading or a note and was left out."]
    assert [one["samples"] for one in found["columns"][3:5]] == [["CYPE", "GET"], ["Green", "Amber"]]
    assert (found["columns"][0]["confidence"], found["columns"][1]["confidence"] < 1) == (1, True)
    page = tmp_path / "paper.html"
    page.write_text(WITH_KEY, encoding="utf-8")
    printed.append(htst.run("import", page, "--register", "kent", "--as-at", "2023-01-12", "--dry-run").stdout)
    printed.append(htst.run(*arguments(tmp_path, NUMBERED, "2023-01-13")).stdout)
    assert "".join(printed).splitlines() == WHOLE.splitlines()


def test_updates_given_since_the_day_of_a_paper_are_named_and_notes_stand_with_what_is_to_be_checked(
    engine: Engine, kent: Register
) -> None:
    paper = paper_of([Line("1", "Publish the plan", "", "May 2023", ("CYPE",), "In progress", "")])
    with transaction(engine) as tx:
        imported = import_reading(tx, kent, paper, START.date(), START)
    text = import_text(paper, replace(imported, left_behind=("1", "4")), ["A note."], kent, dry_run=False)
    assert text.splitlines()[2:] == [
        "  With updates given since its day, which are not in it and are kept:",
        "    1 and 4",
        "  Please check:",
        "    A note.",
    ]


def arguments(folder: Path, words: str = PAPER, day: str = "2023-01-10") -> tuple[object, ...]:
    (folder / "paper.csv").write_text(words, encoding="utf-8")
    return ("import", folder / "paper.csv", "--register", "kent", "--as-at", day)


def advised(printed: str) -> list[str]:
    """Every option that a text proposes, as a shell divides it into words."""
    typed = re.findall(r"""--(?:column|status|dates) (?:"[^"]*"|'[^']*'|[\w-]+)""", printed)
    return [word for one in dict.fromkeys(typed) for word in shlex.split(one)]


def test_each_part_stands_where_a_person_works_through_it(htst: CommandLine, tmp_path: Path) -> None:
    htst.run(
        *arguments(
            tmp_path, PAPER.replace("Train every", "Brief each") + "8,Gone soon,TBC,GLD,,1\n", "2023-01-02"
        )
    )
    printed = htst.run(*arguments(tmp_path, PAPER + "9,Something new,TBC,GLD,,1\n"), "--dry-run").stdout
    lines = printed.splitlines()
    assert any(re.search(r"Due\s+target dates: “03/04/2023” · “05/06/2023”", line) for line in lines)
    assert any(re.search(r"Room\s+kept as it is: “4” · “5”", line) for line in lines)
    parts = [line.strip(" :") for line in lines if line.startswith("  ") and line.endswith(":")]
    assert parts == [
        "Its columns",
        "New",
        "Changed",
        "Changed without approval",
        "Not in this paper, and left as they are",
        "Please check",
        "Answer, and import again, with",
    ]
    questions = lines[lines.index("  Please check:") + 1 : lines.index("  Answer, and import again, with:")]
    kinds = ["Matter", "which number is the day", "stand for", "stand for", "owner"]
    places = [min(at for at, line in enumerate(questions) if kind in line) for kind in kinds]
    assert places == sorted(places)
    assert "2 Matter: Brief each officer who plans routes → Train every officer" in printed


def test_every_doubt_is_a_warning_that_names_its_row_and_field(htst: CommandLine, tmp_path: Path) -> None:
    found = htst.json(*arguments(tmp_path), "--dry-run")
    assert len(found["doubts"]) > 5
    for doubt in found["doubts"]:
        about = f"{doubt['place']}: action {doubt['ref']}, " if doubt["ref"] else f"{doubt['place']}, "
        answer = [
            one for one in found["warnings"] if one.casefold().startswith(about) and doubt["question"] in one
        ]
        assert answer, doubt
        assert doubt["printed"] in answer[0]


def test_the_advice_settles_what_it_is_given_for(htst: CommandLine, tmp_path: Path) -> None:
    words = arguments(tmp_path)
    preview = htst.json(*words, "--dry-run")
    typed = advised(htst.run(*words, "--dry-run").stdout)
    settled = htst.json(*words, "--dry-run", *typed)
    left = {(one["ref"], one["field"]) for one in settled["doubts"]}
    assert {(one["ref"], one["field"]) for one in preview["doubts"]} - left == {
        ("", "defined"),
        ("1", "progress"),
        ("2", "progress"),
        ("3", "progress"),
        ("1", "target"),
        ("2", "target"),
    }
    assert left == {("3", "target"), ("3", "owners")}  # a year long past, nobody's: no option says these


def test_headings_that_nobody_knows_are_told_by_their_cells_and_asked_about(
    htst: CommandLine, tmp_path: Path
) -> None:
    table = "Ref,Matter,Wann,Zu wem,Wie weit\n" + PAPER.split("\n", 1)[1].replace(",4\n", "\n")
    words = arguments(tmp_path, re.sub(r",[56]\n", "\n", table))
    found = htst.json(*words, "--dry-run")
    assert found["new"] == ["1", "2", "3"]
    assert {one["heading"]: one["field"] for one in found["columns"]}["Wann"] == "target"
    assert {one["printed"] for one in found["doubts"] if not one["ref"]} == {
        "Ref",
        "Matter",
        "Zu wem",
        "Wann",
        "Wie weit",
    }
    typed = advised(htst.run(*words, "--dry-run").stdout)
    settled = htst.json(*words, "--dry-run", *typed)
    assert {one["ref"] for one in settled["doubts"]} == {"3"}


def test_a_refusal_names_all_that_is_missing_and_what_to_type(htst: CommandLine, tmp_path: Path) -> None:
    table = "Item heading,Due,Room\nPublish the plan,the third of April,7\nTrain the planners,some day,8\n"
    refused = htst.run(*arguments(tmp_path, table), "--dry-run", status=2).stderr
    assert "owners" in refused
    assert "progress" in refused
    assert "--column" in refused


def test_a_missing_column_says_how_to_name_it(htst: CommandLine, tmp_path: Path) -> None:
    table = "Ref,Action,Due,Whose job is it,Status\n1,Publish it,3 April 2023,CYPE,In progress\n"
    answer = htst.run(*arguments(tmp_path, table), "--dry-run").stdout
    typed = advised(answer)
    assert "owners" in answer
    assert typed == ["--column", "Whose job is it=owners"]
    htst.run(*arguments(tmp_path, table), *typed)
    assert htst.json("status", "1")["owners"] == ["CYPE"]
