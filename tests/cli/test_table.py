"""What is printed for people fits their terminal, in any script; piped, or where no colour is wanted, it is plain."""

import os
import pty
import subprocess
import sys

import click
import pytest

from cli.table import folded, table, width_of
from tests.conftest import ROOT
from tests.every_command import every_command

NUMBERS = ("Directorate", "Open", "Overdue", "Due soon", "No update yet")
ACTIONS = ("Ref", "Owners", "Due", "Progress", "Action")
ROWS = [
    (
        "3",
        "CYPE GET",
        "30 November 2022, overdue",
        "No progress given",
        "Tell parents how to give their views. " * 4,
    ),
    (
        "A-1",
        "城市規劃",
        "31 December 2022",
        "Antidisestablishmentarianism_" * 2,
        "監査委員会は報告書を受け取りました。" * 4,
    ),
]


@pytest.mark.parametrize("columns", [20, 45, 60, 80, 200])
@pytest.mark.parametrize(
    ("headings", "rows"), [(NUMBERS, [("CYPE", "20", "4", "14", "1,016")]), (ACTIONS, ROWS), (ACTIONS, [])]
)
def test_a_table_is_never_wider_than_the_terminal_and_loses_no_cell(
    monkeypatch: pytest.MonkeyPatch, columns: int, headings: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = table(headings, rows, (14, 24, 34, 24) if rows is ROWS else ())
    assert max(map(width_of, shown.splitlines()), default=0) <= columns
    printed = "".join(shown.split())
    for row in rows:
        assert row[0] in printed


def test_words_are_folded_between_them_and_cut_at_the_last_line() -> None:
    assert folded("one two three", 7) == ["one two", "three"]
    assert folded("one two three four", 7, 2) == ["one two", "three…"]
    assert folded("a" * 12, 5) == ["aaaaa", "aaaaa", "aa"]
    assert folded("監査委員会", 4) == ["監査", "委員", "会"]
    assert folded("", 5) == [""]


def test_what_each_command_does_is_said_in_one_line_of_eighty() -> None:
    every = every_command()
    for commands in (every, *(one.commands for one in every.values() if isinstance(one, click.Group))):
        room = 80 - 2 - 6 - max(map(len, commands))
        for name, command in commands.items():
            assert not command.get_short_help_str(room).endswith("..."), name


def at_a_terminal(command: str, columns: int, **environ: str) -> str:
    """What somebody sees at a terminal of that many columns."""
    ours, theirs = pty.openpty()
    given = {"COLUMNS": str(columns), "TERM": "xterm", "PYTHONPATH": str(ROOT)} | environ
    own_environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    code = f"from cli.table import say, table; import click; {command}"
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=theirs, stderr=theirs, env=own_environ | given
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 65_536)
        except OSError:  # Linux says so at the end
            break
        if not more:
            break
        seen += more
    running.wait()
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def test_a_long_line_goes_on_beneath_itself_at_a_terminal_only() -> None:
    line = "  GLD: 1 of 26 answered; no update: 2, 4, 5, 6, 8, 10, 11, 12, 17"
    seen = at_a_terminal(f"say({line!r})", 45)
    assert seen == "  GLD: 1 of 26 answered; no update: 2, 4,\n    5, 6, 8, 10, 11, 12, 17\n"
    piped = [sys.executable, "-c", f"from cli.table import say; say({line!r})"]
    environ = os.environ | {"COLUMNS": "45", "PYTHONPATH": str(ROOT)}
    assert subprocess.run(piped, capture_output=True, text=True, env=environ, check=True).stdout == f"{line}\n"


def test_headings_are_bold_unless_no_colour_is_wanted() -> None:
    show = (
        "from cli.group import Commands; shown = Commands('htst', modules={});"
        "shown.command('t')(lambda: say(table(('A', 'B'), [('1', '2')]))); shown(['t'])"
    )
    assert "\x1b[1m" in at_a_terminal(show, 80)
    assert "\x1b[" not in at_a_terminal(show, 80, NO_COLOR="1")
