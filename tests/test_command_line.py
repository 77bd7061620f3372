"""The command line as scripts use it: each command in a process of its own, on both databases."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.settings import VARIABLES
from htst import main
from tests.conftest import ROOT, restore
from tests.every_command import every_command

SAMPLE = ROOT / "papers" / "sample"
NOVEMBER = SAMPLE / "management-action-table.docx"
MARCH = SAMPLE / "management-action-table-march.txt"


class CommandLine:
    """``htst`` against one database, in this process: starting Python anew takes longer than most commands."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url}
        self.folder = folder

    def run(self, *words: object, status: int = 0, **environ: str) -> Result:
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(main, [str(word) for word in words], env=self.environ | environ)
        unexpected = done.exception if not isinstance(done.exception, SystemExit) else None
        assert done.exit_code == status, f"{words}: {done.output} {unexpected!r}"
        assert unexpected is None
        return done

    def json(self, *words: object) -> Any:
        return json.loads(self.run(*words, "--json").stdout)


@pytest.fixture
def htst(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> CommandLine:
    """The command line with Kent's settings loaded."""
    restore(request, database_url, "configured", lambda url: _configure(CommandLine(url, tmp_path)))
    return CommandLine(database_url, tmp_path)


@pytest.fixture
def november(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> CommandLine:
    """The command line with Kent's settings and its November table."""

    def typed(url: str) -> None:
        line = CommandLine(url, tmp_path)
        _configure(line)
        read(line, NOVEMBER, "2022-11-15")

    restore(request, database_url, "november", typed)
    return CommandLine(database_url, tmp_path)


def _configure(htst: CommandLine) -> None:
    htst.run("configure", ROOT / "config" / "kent.toml")


def read(htst: CommandLine, paper: Path, day: str, *more: str) -> Any:
    return htst.json("import", paper, "--register", "kent", "--as-at", day, *more)


def assert_paper_can_be_asked_about(htst: CommandLine) -> None:
    thirty_one = htst.json("status", "Action 31")
    assert thirty_one["links"] == ["17"]
    assert thirty_one["owners"] == ["ALL"]
    assert thirty_one["directorates"] == ["CYPE", "GET", "GLD"]
    assert thirty_one["target"] == {"printed": "February 2023", "deadline": "2023-02-28"}
    assert set(thirty_one) == {
        *("register", "ref", "defined", "delivered", "owners", "directorates", "target", "milestones"),
        *(
            "progress",
            "status",
            "overdue",
            "links",
            "updates",
            "no_change",
            "original",
            "revisions",
            "evidence",
        ),
        *("verified_by", "closed_at", "review", "lead", "officers", "waiting_for", "more"),
    }
    thirty_eight = htst.json("status", "38")
    assert [(one["label"], one["deadline"]) for one in thirty_eight["milestones"]] == [
        ("Identification", "2022-11-30"),
        ("Training", "2022-12-31"),
    ]
    late = htst.json("list", "--overdue", "--as-at", "2022-12-05")
    assert [one["ref"] for one in late] == ["3", "5", "14", "21", "38", "42"]
    for words in ("overdue", "what is late?", "overdue actions, please"):
        assert htst.json("list", *words.split(), "--as-at", "2022-12-05") == late
    of_get = htst.json("list", "overdue", "GET", "--as-at", "2022-12-05")
    assert [one["ref"] for one in of_get] == ["3", "14", "38", "42"]
    assert htst.json("list", "due by 30 November 2022", "--as-at", "2022-11-16") == htst.json(
        "list", "--due-within", "14", "--as-at", "2022-11-16"
    )
    assert [one["ref"] for one in htst.json("status", "3-5", "7")] == ["3", "4", "5", "7"]
    soon = htst.json("list", "--owner", "get", "--due-within", "14", "--as-at", "2022-11-16")
    assert [one["ref"] for one in soon] == ["3", "14", "38", "42"]


def assert_told_once_on_each_day(htst: CommandLine) -> None:
    assert htst.json("tick", "--at", "2199-11-18T18:00", "--dry-run")
    would_say = htst.json("tick", "--at", "2022-11-16T18:00", "--dry-run")
    notices = htst.json("tick", "--at", "2022-11-16T18:00")
    assert notices == would_say
    assert [(one["kind"], one["to"], one["refs"]) for one in notices] == [
        ("reminder", "C0CYPE", ["3", "14", "38", "42"]),
        ("reminder", "C0GET", ["3", "14", "38", "42"]),
        ("reminder", "C0GLD", ["3", "5", "21"]),
    ]
    assert htst.json("tick", "--at", "2022-11-16T18:00") == []
    digests = htst.json("tick", "--at", "2022-11-21T09:30:00+00:00")
    assert [(one["kind"], one["to"]) for one in digests] == [
        *(("digest", channel) for channel in ("C0CYPE", "C0GET", "C0GLD", "C0LEADS")),
        ("chart", "C0LEADS"),
    ]


def test_the_whole_job_without_slack(htst: CommandLine) -> None:
    would = read(htst, NOVEMBER, "2022-11-15", "--dry-run")
    assert htst.json("list") == []
    did = read(htst, NOVEMBER, "2022-11-15")
    assert did == would
    assert len(did["new"]) == 44
    assert (did["changed"], did["same"], did["missing"]) == ([], [], [])
    again = read(htst, NOVEMBER, "2022-11-15")
    assert (again["new"], again["changed"], len(again["same"])) == ([], [], 44)

    assert_paper_can_be_asked_about(htst)
    assert_told_once_on_each_day(htst)

    march = read(htst, MARCH, "2023-03-16")
    assert march["new"] == march["missing"] == []
    assert "34" in march["changed"]
    assert "40" in march["same"]
    assert htst.json("status", "34")["progress"] == "Complete"
    assert htst.json("status", "34", "--as-at", "2023-03-15")["progress"] == ""


def test_what_people_read_is_plain(htst: CommandLine) -> None:
    read(htst, NOVEMBER, "2022-11-15")
    assert "44 actions" in htst.run("list").stdout
    assert "Refers to: 17" in htst.run("status", "31").stdout
    assert "Action 31" in htst.run("status", "31", "32").stdout
    assert "None has “zzz” in its words." in htst.run("list", "zzz").stdout
    assert "There are none." in htst.run("list", "--owner", "GET", "--overdue", "--as-at", "2022-11-16").stdout
    output = htst.run("tick", "--at", "2022-11-16T18:00").stdout
    assert "reminder to C0CYPE: 3, 14, 38, 42" in output
    assert "3 notices queued." in output
    changed = htst.run("import", MARCH, "--register", "kent", "--as-at", "2023-03-16", "--dry-run").stdout
    assert "34 Progress Indicator: blank → Complete" in changed
    assert "Nothing was changed" in changed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["status", "99"], "Did you mean `htst status 44`"),
        (["status", " "], "Say which action: for instance `htst status 10`"),
        (["status", "1", "--register", "knet"], "Did you mean kent"),
        (["import", "nowhere.docx", "--register", "kent", "--as-at", "2022-11-15"], "nowhere.docx"),
        (["import", NOVEMBER, "--register", "knet", "--as-at", "2022-11-15"], "Did you mean kent"),
        (["import", ROOT / "README.md", "--register", "kent", "--as-at", "2022-11-15"], "README.md"),
        (["import", NOVEMBER, "--register", "kent", "--as-at", "2022-11-14"], "order of their dates"),
        (["tick", "--at", "teatime"], "2022-11-16T18:00"),
        (["tick", "--at", "0001-01-01"], "1900 to 2200"),
        (["tick", "--at", "2199-01-01"], "is still to come"),
        (["list", "--owner", "XYZ"], "CYPE, GET, GLD"),
        (["list", "due before Whitsun"], "Whitsun"),
        (["list", "mine"], "ask in Slack"),
        (["status", "31", "99"], "no action 99"),
        (["configure", "nowhere.toml"], "nowhere.toml"),
        (["run"], "SLACK_BOT_TOKEN"),
        (["worker"], "SLACK_BOT_TOKEN"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    htst: CommandLine, words: list[object], expected: str
) -> None:
    read(htst, NOVEMBER, "2022-11-15")
    before = htst.run("list", "--json").stdout
    result = htst.run(*words, status=2)
    assert expected in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert htst.run("list", "--json").stdout == before


def test_a_broken_paper_leaves_the_register_as_it_was(htst: CommandLine) -> None:
    broken = htst.folder / "broken.docx"
    broken.write_bytes(NOVEMBER.read_bytes()[:4000])
    assert (
        "broken.docx"
        in htst.run("import", broken, "--register", "kent", "--as-at", "2022-11-15", status=2).stderr
    )
    assert htst.json("list") == []


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "xoxb-"),
        ({"SLACK_APP_TOKEN": "1"}, "xapp-"),
        ({"SLACK_API_URL": "slack"}, "SLACK_API_URL"),
        ({"DATABASE_URL": "mysql://host/name"}, "mysql"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///no/such/folder/htst.db"}, "unable to open database file"),
        ({"DATABASE_URL": f"sqlite:///{NOVEMBER}"}, "file is not a database"),
        ({"DATABASE_URL": "postgres://htst:secret@127.0.0.1:1/htst"}, "127.0.0.1"),
    ],
)
def test_a_setting_that_cannot_be_right_stops_the_start(
    tmp_path: Path, environ: dict[str, str], expected: str
) -> None:
    line = CommandLine("sqlite:///htst.db", tmp_path)
    for command in ("list", "migrate") if "DATABASE_URL" in environ else ("list",):
        error = line.run(command, status=2, **environ).stderr
        assert expected in error
        assert len(error.strip().splitlines()) == 1
        assert "secret" not in error


def test_an_empty_database_is_made_ready_and_one_of_another_version_refused(tmp_path: Path) -> None:
    line = CommandLine("sqlite:///htst.db", tmp_path)
    assert "no register yet" in line.run("list", status=2).stderr
    assert "no changes to check" in line.run("audit", "verify").stdout
    assert "revision" in line.run("migrate").stdout
    import sqlite3

    database = sqlite3.connect(tmp_path / "htst.db")
    database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.commit()
    database.close()
    assert "htst migrate" in line.run("list", status=2).stderr


def test_the_first_paper_cannot_make_a_register_that_no_settings_could_name(tmp_path: Path) -> None:
    line = CommandLine("sqlite:///htst.db", tmp_path)
    result = line.run("import", NOVEMBER, "--register", "Kent Council", "--as-at", "2022-11-15", status=2)
    assert "such as kent" in result.stderr


def test_the_first_paper_can_be_read_before_the_settings(tmp_path: Path) -> None:
    line = CommandLine("sqlite:///htst.db", tmp_path)
    done = read(line, NOVEMBER, "2022-11-15")
    assert len(done["new"]) == 44
    assert "htst configure" in " ".join(done["warnings"])
    line.run("configure", ROOT / "config" / "kent.toml")
    assert len(line.json("tick", "--at", "2022-11-16T18:00")) == 3


@pytest.mark.parametrize("command", [[], *[[name] for name in sorted(every_command())]])
def test_help_is_everywhere(tmp_path: Path, command: list[str]) -> None:
    line = CommandLine("sqlite:///htst.db", tmp_path)
    output = line.run(*command, "--help").stdout
    assert "Usage" in output
    assert not (tmp_path / "htst.db").exists()


def test_the_installed_command_is_this_one(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "htst"), "list"]
    environ = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/htst.db"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"htst: There is no register yet in sqlite:///{tmp_path}/htst.db.")


def test_processes_of_the_procfile_are_commands() -> None:
    for line in (ROOT / "Procfile").read_text().splitlines():
        _name, _colon, command = line.partition(": htst ")
        assert command in every_command()


@pytest.mark.parametrize(
    ("process", "needless"),
    [
        ("bot_process", {"apscheduler", "jobs.deliver"}),
        ("clock_process", {"slack_bolt", "jobs.deliver"}),
        ("worker_process", {"slack_bolt", "apscheduler"}),
        ("single_process", set()),
    ],
)
def test_a_process_loads_only_what_it_needs(process: str, needless: set[str]) -> None:
    """What draws, migrates or reads Word is slow to load and large; most processes do without."""
    seldom = {"matplotlib", "numpy", "alembic", "docx", "openpyxl", "psycopg", "playground"} | needless
    ask = f"import sys, htst, runtime.{process}; print({seldom!r} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
