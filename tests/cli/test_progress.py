"""Progress of long work: seen at a terminal, and in nobody's way elsewhere."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

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


def run(folder: Path, words: tuple[str, ...], *, at_a_terminal: bool) -> tuple[str, str]:
    """What a command prints on standard output, and on standard error, which is a terminal or a pipe."""
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{folder}/htst.db",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "htst", *words]
    if not at_a_terminal:
        done = subprocess.run(command, env=environ, cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout, done.stderr
    ours, theirs = pty.openpty()
    try:
        whole = subprocess.run(
            command, env=environ, cwd=folder, stdout=subprocess.PIPE, stderr=theirs, check=True
        )
        return whole.stdout.decode(), os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("name", COMMANDS)
def test_progress_is_shown_at_a_terminal_only(tmp_path: Path, name: str) -> None:
    words, doing = COMMANDS[name]
    run(tmp_path, COMMANDS["import"][0], at_a_terminal=False)
    output, errors = run(tmp_path, words, at_a_terminal=False)
    assert errors == ""
    shown, seen = run(tmp_path, words, at_a_terminal=True)
    assert doing in seen
    assert doing not in output + shown
