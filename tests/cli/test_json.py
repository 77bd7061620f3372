"""What scripts read: every reading command prints JSON, and docs/json.md describes its shape."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import update

from cli.options import JSON_VERSION
from demo.office import OFFICER_IDS, Office
from demo.story import action_card
from htst import main
from register.words.queries import Query
from storage.actions import actions, registers
from storage.database.engine import open_database, reading, transaction
from storage.database.register_tables import action
from storage.database.register_tables import update as update_table
from storage.queue import notices
from storage.queue.notices import NoticeKind
from tests.every_command import every_command
from tests.recorded import posted_card
from tests.test_command_line import CommandLine, november

__all__ = ["november"]

DOCS = (Path(__file__).parent.parent.parent / "docs/json.md").read_text()
DESCRIBED = set(re.findall(r"^\| `htst ([a-z]+(?: [a-z]+)?)", DOCS, re.MULTILINE))
OTHERS = {
    *("migrate", "configure", "rename", "forget", "notices resolve", "backup", "restore", "repair-clock"),
    *("paper", "narrative", "publish", "report", "page"),
    *("demo", "run", "bot", "clock", "worker"),
}
"""What changes the register, writes a file or goes on running."""


def commands(group: Mapping[str, click.Command], before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.items():
        if isinstance(command, click.Group):
            yield from commands(command.commands, f"{before}{name} ")
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield f"{before}{name}", command


@pytest.fixture(name="table")
def _table(november: CommandLine) -> CommandLine:
    """Kent's table, read."""
    return november


def test_every_reading_command_prints_json_and_is_described() -> None:
    every = dict(commands(every_command()))
    with_json = {name for name, one in every.items() if any("--json" in option.opts for option in one.params)}
    assert with_json == DESCRIBED
    assert every.keys() - with_json == OTHERS


def test_the_sources_of_a_paper_are_described(table: CommandLine) -> None:
    found = table.json("sources", "--meeting", "2022-12-12")
    described = DOCS.partition("`htst sources`")[2].splitlines()[0]
    for key in (*found[0], *next(one for one in found if one["origins"])["origins"][0]):
        assert f"`{key}`" in described, key


def test_the_version_of_the_shape_is_said_and_described(table: CommandLine) -> None:
    assert f"JSON {JSON_VERSION}" in table.run("--version").stdout
    assert f"**version {JSON_VERSION}**" in DOCS


def test_each_key_of_an_action_and_of_the_register_is_described(table: CommandLine) -> None:
    item, whole = table.json("status", "10"), table.json("status")
    assert isinstance(table.json("list")[0]["ref"], str)
    for key in (*item, *whole, *whole["directorates"][0], *table.json("history", "10")[0]):
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
    lines = table.run("list", "--as-at", "2023-01-15", COLUMNS="100").stdout.splitlines()
    assert lines[0].split() == ["Ref", "Owners", "Due", "Progress", "Action"]
    assert max(map(len, lines)) <= 100
    overdue = [place for place, line in enumerate(lines) if "overdue" in line]
    assert overdue == list(range(1, len(overdue) + 1))
    assert json.loads(table.run("list", "--json").stdout)[0]["ref"] == "1"


@pytest.mark.parametrize("width", [60, 80])
def test_in_a_narrow_terminal_a_row_takes_more_lines_and_no_day_is_cut(table: CommandLine, width: int) -> None:
    message = table.run("list", "overdue", "--as-at", "2023-01-15", COLUMNS=str(width)).stdout
    assert max(map(len, message.splitlines())) <= width
    days = [line.split("  ")[0] for line in message.splitlines() if line[:1].isdigit()]
    wide = table.run("list", "overdue", "--as-at", "2023-01-15", COLUMNS="200").stdout
    assert len(days) == len([line for line in wide.splitlines() if line[:1].isdigit()]) > 2
    assert message.count("overdue") == wide.count("overdue")


def test_a_few_actions_that_are_added_are_said_to_be_a_supplement(november: CommandLine) -> None:
    file = november.folder / "added.csv"
    file.write_text(
        "Ref,Action,Owner,Target date,Status\n51,Publish the timetable,GLD,March 2023,In progress\n"
    )
    given = ("--register", "kent", "--as-at", "2022-12-01")
    assert november.json("import", file, *given, "--dry-run")["kind"] == "supplement"
    assert november.json("import", file, *given)["kind"] == "supplement"


@pytest.mark.parametrize("edited", [{"owners": "GLD"}, {"status": "closed"}, {"life": {"reason": "Edited"}}])
def test_an_action_that_is_or_is_counted_otherwise_than_its_changes_say_shows_and_is_written_anew(
    november: CommandLine, database_url: str, edited: dict[str, object]
) -> None:
    engine = open_database(database_url)
    with transaction(engine) as tx:
        tx.execute(update(action).where(action.c.ref == "10").values(edited))
    engine.dispose()
    assert november.run("audit", "verify", "--json", status=1).stdout.count('"miscounted": ["10"]') == 1
    complaint = november.run("audit", "verify", status=1).stderr
    assert "action 10 does not match the changes: type htst audit verify --recount" in complaint
    assert "10 does not match the changes: rewritten" in november.run("audit", "verify", "--recount").stderr
    assert november.json("audit", "verify")["kent"]["miscounted"] == []


def test_what_was_edited_by_hand_is_put_right_and_its_cards_are_drawn_again(office: Office) -> None:
    posted_card(office, "C0GET", "10")
    office.slack.command(OFFICER_IDS["GET"], "C0GET", "/htst update 10 Draft sent.")
    with transaction(office.engine) as tx:
        tx.execute(update(update_table).values(text="All is done."))
    office.slack.command(OFFICER_IDS["GET"], "C0GET", "/htst snooze 10 until tomorrow because I am out")
    office.settle()
    assert "All is done." in str(action_card(office, "C0GET", "10"))
    url = office.engine.url.render_as_string(hide_password=False)
    done = CliRunner().invoke(main, ["audit", "verify", "--recount"], env={"DATABASE_URL": url})
    assert done.exit_code == 0, done.output
    with reading(office.engine) as tx:
        drawn = notices.waiting(tx, "kent", NoticeKind.REDRAW)
        (found,) = actions.matching(tx, registers.find(tx, "kent"), Query(date(2022, 11, 15), refs=("10",)))
    assert drawn["C0GET"] == 1
    assert [one.text for one in found.updates] == ["Draft sent."]
