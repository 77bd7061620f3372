"""Progress of long work: seen at a terminal, and in nobody's way elsewhere."""

import os
import pty
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from htst import main
from tests.conftest import ROOT

PAPER = ROOT / "papers" / "sample" / "management-action-table.docx"
COMMANDS = {
    "import": (
        ("import", str(PAPER), "--register", "kent", "--as-at", "2022-11-15"),
        "Reading management-action",
    ),
    "backup": (("backup", "copy.db", "--force"), "Copying the register …"),
    "audit": (("audit", "verify"), "Checking every change"),
    "migrate": (("migrate",), "Migrating the database …"),
}


def run(words: tuple[str, ...], *, at_a_terminal: bool) -> tuple[str, str]:
    """What a command prints on standard output, and on standard error, which is a terminal or a file."""
    output, errors = StringIO(), StringIO()
    if not at_a_terminal:
        with redirect_stdout(output), redirect_stderr(errors):
            main(words, standalone_mode=False)
        return output.getvalue(), errors.getvalue()
    ours, theirs = pty.openpty()
    try:
        with open(theirs, "w", closefd=False) as terminal, redirect_stdout(output), redirect_stderr(terminal):
            main(words, standalone_mode=False)
        return output.getvalue(), os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("name", COMMANDS)
def test_progress_is_shown_at_a_terminal_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/htst.db")
    words, doing = COMMANDS[name]
    run(COMMANDS["import"][0], at_a_terminal=False)
    output, errors = run(words, at_a_terminal=False)
    assert errors == ""
    shown, seen = run(words, at_a_terminal=True)
    assert doing in seen
    assert doing not in output + shown
