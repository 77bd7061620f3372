"""A paper that is doubtful asks; what a person answers is remembered for the register's later papers."""

from pathlib import Path

from tests.conftest import ROOT
from tests.papers.test_other_kinds import THEMED
from tests.test_command_line import CommandLine, htst

__all__ = ["htst"]

PAPER = """Ref,Action,Due,Owner,Status
1,Publish the transport plan,03/04/2023,CYPE,Green
2,Train every officer who plans routes,05/06/2023,GET,Amber
"""


def _arguments(folder: Path, day: str) -> tuple[object, ...]:
    paper = folder / "paper.csv"
    paper.write_text(PAPER, encoding="utf-8")
    return ("import", paper, "--register", "kent", "--as-at", day)


def test_what_is_doubtful_is_asked_with_its_place_and_how_it_was_read(
    htst: CommandLine, tmp_path: Path
) -> None:
    preview = htst.json(*_arguments(tmp_path, "2023-01-10"), "--dry-run")
    doubts = {(one["ref"], one["field"], one["printed"], one["read_as"]) for one in preview["doubts"]}
    assert ("1", "target", "03/04/2023", "day first") in doubts
    assert ("1", "progress", "Green", "not started") in doubts
    columns = {one["heading"]: one["field"] for one in preview["columns"]}
    assert columns["Due"] == "target"
    assert htst.json("list") == []


def test_what_one_answer_settles_is_shown_once_with_the_other_rows(htst: CommandLine, tmp_path: Path) -> None:
    words = _arguments(tmp_path, "2023-01-10")
    (tmp_path / "paper.csv").write_text(PAPER.replace("Amber", "green"), encoding="utf-8")
    output = htst.run(*words, "--dry-run").output
    assert output.count("what does it stand for?") == 1
    assert "what does it stand for? So in 1 more row: 2." in output


def test_answers_given_once_hold_for_the_next_paper(htst: CommandLine, tmp_path: Path) -> None:
    answers = ("--dates", "month-first", "--status", "Green=in progress", "--status", "Amber=not started")
    first = htst.json(*_arguments(tmp_path, "2023-01-10"), *answers)
    assert first["doubts"] == []
    item = htst.json("status", "1")
    assert (item["target"]["deadline"], item["status"]) == ("2023-03-04", "in progress")
    later = htst.json(*_arguments(tmp_path, "2023-02-10"))
    assert later["doubts"] == []
    assert later["same"] == ["1", "2"]


def test_two_answers_about_the_same_words_are_refused_with_both(htst: CommandLine, tmp_path: Path) -> None:
    words = _arguments(tmp_path, "2023-01-10")
    for name, first, other in (
        ("--status", "Green=in progress", "green=not started"),
        ("--column", "Due=target", "Due=raised"),
        ("--owner", "Head of Routes=CYPE", "Head of Routes=GET"),
        ("--row", "1 target=3 April 2023", "1 target=4 March 2023"),
    ):
        refused = htst.run(*words, name, first, name, other, status=2).stderr
        assert f"{name} gives" in refused
        assert "Type the right one" in refused
        assert htst.run(*words, "--dry-run", name, first, name, first).exit_code == 0  # the same twice is one


def test_progress_in_sentences_alone_is_said_once_for_the_new_actions(
    htst: CommandLine, tmp_path: Path
) -> None:
    rows = (
        "Ref,Recommendation,Owner,Timescale,Progress to date\n1,Recruit ten officers,CYPE,March 2027,Six are in post.\n"
        "2,Publish the offer,GET,June 2027,It was published in June.\n3,Review the panels,GET,July 2027,\n"
    )
    paper = tmp_path / "plan.csv"
    paper.write_text(rows, encoding="utf-8")
    words = ("import", paper, "--register", "kent", "--as-at", "2026-11-20")
    says = "No column says how far the actions are, and sentences are not judged: "
    printed = htst.run(*words, "--dry-run").output
    assert printed.count(says) == 1
    assert f"{says}actions 1 and 2 are taken as not started until somebody says more." in printed
    answered = htst.run(*words, "--row", "1 progress=in progress").output
    assert f"{says}action 2 is taken as not started" in answered
    assert says not in htst.run(*words).output  # they are known by now, and what they are is kept
    paper.write_text(
        rows.replace("Timescale,", "Timescale,Status,").replace(" 2027,", " 2027,Open,"), encoding="utf-8"
    )
    assert says not in htst.run(*words, "--dry-run").output


def test_answers_of_a_dry_run_are_not_remembered(htst: CommandLine, tmp_path: Path) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"), "--dates", "month-first", "--dry-run")
    preview = htst.json(*_arguments(tmp_path, "2023-01-10"), "--dry-run")
    assert "target" in {one["field"] for one in preview["doubts"]}


def test_what_is_remembered_is_listed_as_it_is_typed_and_forgotten_asks_again(
    htst: CommandLine, tmp_path: Path
) -> None:
    row = ("--row", "1 defined=as read", "--column", "Due=target")
    statuses = ("--status", "Green=in progress", "--status", "Amber=not started")
    answers = ("--dates", "month-first", *statuses, "--owner", "Head of Routes=cype")
    htst.json(*_arguments(tmp_path, "2023-01-10"), *answers, *row)
    listed = htst.run("answers").output.splitlines()
    assert {line.strip() for line in listed} == {
        '--column "Due=target"',
        '--dates "month-first"',
        '--status "Green=in progress"',
        '--status "Amber=not started"',
        '--owner "Head of Routes=cype"',
        '--row "1 defined=as read"  (as at 10 January 2023)',
    }
    assert htst.json("answers", "--forget", "green") == [
        {"option": "--status", "about": "Green", "words": "in progress", "as_at": []}
    ]
    htst.run("answers", "--forget", "1 defined")
    htst.run("answers", "--forget", "dates")
    assert [one["option"] for one in htst.json("answers")] == ["--column", "--status", "--owner"]
    doubts = htst.json(*_arguments(tmp_path, "2023-02-10"), "--dry-run")["doubts"]
    assert {(one["field"], one["printed"]) for one in doubts} >= {
        ("progress", "Green"),
        ("target", "03/04/2023"),
    }
    assert "Nothing is remembered about “Purple”" in htst.run("answers", "--forget", "Purple", status=2).output


def test_a_row_that_was_answered_for_two_days_is_listed_for_each(htst: CommandLine, tmp_path: Path) -> None:
    known = ("--dates", "month-first", "--column", "Due=target")
    htst.json(*_arguments(tmp_path, "2023-01-10"), *known, "--row", "1 defined=as read")
    htst.json(*_arguments(tmp_path, "2023-02-10"), "--row", "1 defined=Mend the other gate")
    rows = [line.strip() for line in htst.run("answers").output.splitlines() if "--row" in line]
    assert rows == [
        '--row "1 defined=as read"  (as at 10 January 2023)',
        '--row "1 defined=Mend the other gate"  (as at 10 February 2023)',
    ]
    days = [one["as_at"] for one in htst.json("answers") if one["option"] == "--row"]
    assert days == [["2023-01-10"], ["2023-02-10"]]


def test_where_no_references_are_printed_it_is_said_how_to_give_others(
    htst: CommandLine, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.csv"
    paper.write_text(
        "Action,Due,Owner\nMend the gate,May 2023,CYPE\nPaint it,June 2023,GET\n", encoding="utf-8"
    )
    arguments = ("import", paper, "--register", "kent", "--as-at", "2023-01-10", "--dry-run")
    output = htst.run(*arguments).output
    assert '--row "1 ref=4.2" for each that has another' in output
    assert '--column "Action=ref" if a column holds the references' in output
    done = htst.json(*arguments, "--row", "2 ref=7", "--row", "ref=as read")
    assert (done["new"], done["doubts"]) == (["1", "7"], [])


def test_an_answer_that_cannot_be_read_says_what_is_known(htst: CommandLine, tmp_path: Path) -> None:
    words = _arguments(tmp_path, "2023-01-10")
    assert "--column takes ref" in htst.run(*words, "--column", "Due=deadline", status=2).stderr
    assert "--status takes not started" in htst.run(*words, "--status", "Green=good", status=2).stderr
    assert "needs words" in htst.run(*words, "--status", "Green", status=2).stderr


def test_a_date_moved_without_leave_is_reported(htst: CommandLine, tmp_path: Path) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"), "--dates", "day-first")
    words = _arguments(tmp_path, "2023-02-10")
    (tmp_path / "paper.csv").write_text(PAPER.replace("03/04/2023", "03/09/2023"), encoding="utf-8")
    found = htst.json(*words)
    assert [(one["ref"], one["field"], one["after"]) for one in found["unapproved"]] == [
        ("1", "target", "03/09/2023")
    ]


REPORT = """From: Ann Example, Head of Governance
To: Audit Committee – 15 November 2022
Subject: Progress of the actions
Status: Unrestricted

Recommendation: The Committee is asked to NOTE the progress made.
"""


def test_a_paper_without_actions_is_kept_beside_the_actions_and_its_import_undone(
    htst: CommandLine, tmp_path: Path
) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"))
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    words = ("import", report, "--register", "kent", "--as-at", "2023-02-10")
    seen = htst.json(*words, "--dry-run")
    assert (seen["kind"], seen["missing"], seen["unapproved"]) == ("covering report", [], [])
    assert seen["covering_report"]["from"] == "Ann Example, Head of Governance"
    assert htst.json("themes") == []
    assert htst.json(*words)["covering_report"] == seen["covering_report"]
    assert [one["ref"] for one in htst.json("list")] == ["1", "2"]
    assert htst.json("import", "--undo") == {
        "paper": "report.txt",
        "as_at": "2023-02-10",
        "gone": [],
        "set_back": [],
    }
    assert htst.json("import", "--undo")["gone"] == ["1", "2"]
    assert htst.json("list") == []
    assert "as they were written" in htst.run("audit", "verify").stdout


def test_the_history_of_what_an_undone_import_brought_is_still_told(htst: CommandLine, tmp_path: Path) -> None:
    words = _arguments(tmp_path, "2023-01-10")
    htst.json(*words)
    htst.json("import", "--undo")
    assert htst.json("list") == []
    story = htst.json("history", "2")
    assert story[0]["by"] == "paper.csv"
    assert "undo" in story[-1]["kind"]
    assert "The history of action 2" in htst.run("history", "Action 2").stdout
    assert htst.run("history", "7", status=2).stderr
    htst.json(*words)  # it is read again: one story of both
    assert [one["kind"] for one in htst.json("history", "2")] == [one["kind"] for one in story] + [
        story[0]["kind"]
    ]


def test_what_an_import_lacks_is_named_at_once(htst: CommandLine) -> None:
    lacking = htst.run("import", status=2).stderr
    assert "FILE, --register SLUG and --as-at YYYY-MM-DD" in lacking
    assert "--undo takes back" in htst.run("import", "--undo", "--as-at", "2023-01-10", status=2).stderr
    assert "no import to undo" in htst.run("import", "--undo", status=2).stderr


def test_a_mistyped_slug_is_put_right(htst: CommandLine, tmp_path: Path) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"))
    assert "small letters" in htst.run("rename", "kent", "Kent!", status=2).stderr
    htst.run("rename", "kent", "essex")
    assert "There is essex" in htst.run("list", "--register", "kent", status=2).stderr
    assert [one["ref"] for one in htst.json("list", "--register", "essex")] == ["1", "2"]
    verified = htst.run("audit", "verify").stdout
    assert verified.startswith("essex: all ")
    assert "are as they were written" in verified


def test_a_mistyped_slug_is_put_right_where_the_right_one_was_configured(
    htst: CommandLine, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.csv"
    paper.write_text(PAPER, encoding="utf-8")
    settings = tmp_path / "ketn.toml"
    settings.write_text(
        (ROOT / "config" / "kent.toml").read_text().replace('"kent"', '"ketn"').replace("C0", "C9")
    )
    htst.run("configure", settings)
    htst.json("import", paper, "--register", "ketn", "--as-at", "2023-01-10")
    assert "with the settings that kent had" in htst.run("rename", "ketn", "kent").stdout
    assert [one["ref"] for one in htst.json("list")] == ["1", "2"]
    assert htst.json("status", "1")["directorates"] == ["CYPE"]
    verified = htst.run("audit", "verify").stdout
    assert verified.startswith("kent: all ")
    assert "are as they were written" in verified
    htst.run("configure", settings)
    assert "called kent already" in htst.run("rename", "ketn", "kent", status=2).stderr


def test_themes_are_printed_for_scripts_and_for_people(htst: CommandLine, tmp_path: Path) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"))
    (tmp_path / "themes.txt").write_text(THEMED, encoding="utf-8")
    seen = htst.json("import", tmp_path / "themes.txt", "--register", "kent", "--as-at", "2023-02-10")
    assert any("2" in one and "not in any theme" not in one and "Quality" in one for one in seen["warnings"])
    quality, money = htst.json("themes")
    assert quality["title"] == "Quality"
    assert quality["groups"][1] == {"printed": "Joint CYPE/GET", "refs": ["1", "2"]}
    assert money["groups"] == [{"printed": "GET Lead", "refs": ["2", "4", "5", "6"]}]
    assert (money["narrative"], money["responses"]) == ("Costs are forecast each month.", [])
    assert htst.json("themes", "--as-at", "2023-02-09") == []
    assert "  GLD Lead: N/A" in htst.run("themes").stdout.splitlines()


def test_which_action_a_theme_means_can_be_answered(htst: CommandLine, tmp_path: Path) -> None:
    htst.json(*_arguments(tmp_path, "2023-01-10"))
    (tmp_path / "themes.txt").write_text(THEMED, encoding="utf-8")
    arguments = ("import", tmp_path / "themes.txt", "--register", "kent", "--as-at", "2023-02-10")
    output = htst.run(*arguments, "--dry-run").output
    assert '--row "3 ref=4.2", “as read” if it is right, or “left out” if it is not an action' in output
    seen = htst.json(*arguments, "--row", "3 ref=1", *(f"--row={ref} ref=left out" for ref in (4, 5, 6)))
    assert [one for one in seen["doubts"] if one["field"] == "ref"] == []
    assert [group["refs"] for theme in htst.json("themes") for group in theme["groups"]] == [
        ["1"],
        ["1", "2"],
        [],
        ["2"],
    ]
