"""What scripts read: every reading command prints JSON, and docs/json.md describes its shape."""

import json
from pathlib import Path

import click
import pytest

from cli.options import JSON_VERSION
from htst import main
from tests.test_command_line import NOVEMBER, CommandLine, read

DOCS = (Path(__file__).parent.parent.parent / "docs/json.md").read_text()
READING = (
    ["list"], ["status"], ["history"], ["audit", "verify"], ["notices"], ["tick"], ["deadline"], ["diff"],
    ["round"], ["brief"], ["themes"], ["import"], ["doctor"],
)  # fmt: skip


@pytest.fixture
def table(database_url: str, tmp_path: Path) -> CommandLine:
    """Kent's table, read."""
    line = CommandLine(database_url, tmp_path)
    line.run("configure", Path(__file__).parent.parent.parent / "config/kent.toml")
    read(line, NOVEMBER, "2022-11-15")
    return line


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_reading_command_prints_json_and_is_described(words: list[str]) -> None:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    assert "--json" in [name for option in command.params for name in option.opts]
    assert f"`htst {' '.join(words)}" in DOCS


def test_the_version_of_the_shape_is_said_and_described(table: CommandLine) -> None:
    assert f"JSON {JSON_VERSION}" in table.run("--version").stdout
    assert f"**version {JSON_VERSION}**" in DOCS


def test_each_key_of_an_action_and_of_the_register_is_described(table: CommandLine) -> None:
    one, whole = table.json("status", "10"), table.json("status")
    assert isinstance(table.json("list")[0]["ref"], str)
    for key in (*one, *whole, *whole["directorates"][0], *table.json("history", "10")[0]):
        assert f"`{key}`" in DOCS, key
    assert (whole["total"], whole["register"]) == (44, "kent")


def test_the_whole_register_is_shown_in_numbers_also_as_at_a_day(table: CommandLine) -> None:
    then = table.json("status", "--as-at", "15 November 2022")
    assert then["day"] == "2022-11-15"
    assert sum(one["count"] for one in then["progress"]) == then["total"]
    shown = table.run("status", "--as-at", "2022-11-15").stdout
    assert f"{then['open']} open of {then['total']}" in shown
    assert "Directorate" in shown.splitlines()[3]


@pytest.mark.parametrize("typed", ["2022-11-15", "15 November 2022", "15/11/2022", "Tuesday 15 November 2022"])
def test_days_are_typed_as_people_write_them(table: CommandLine, typed: str) -> None:
    assert table.json("status", "--as-at", typed)["day"] == "2022-11-15"


@pytest.mark.parametrize("typed", ["22-11-15", "Friday", "March 2023", "15 Nov", "2022", "31 February 2023"])
def test_what_may_be_several_days_is_refused(table: CommandLine, typed: str) -> None:
    assert "is not one day" in table.run("status", "--as-at", typed, status=2).output


def test_a_list_fits_the_terminal_and_begins_with_the_most_urgent(table: CommandLine) -> None:
    lines = table.run("list", "--as-at", "2023-01-15", COLUMNS="70").stdout.splitlines()
    assert lines[0].split() == ["Ref", "Owners", "Due", "Progress", "Action"]
    assert max(map(len, lines)) <= 70
    overdue = [place for place, line in enumerate(lines) if "overdue" in line]
    assert overdue == list(range(1, len(overdue) + 1))
    assert json.loads(table.run("list", "--json").stdout)[0]["ref"] == "1"
