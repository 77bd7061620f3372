"""``htst backup`` at the command line, when it is ended in the middle."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import VARIABLES
from tests.conftest import ROOT
from tests.waiting import until

HANGS = """#!/bin/sh
for argument; do
    case $argument in --file=*) echo "half a copy" > "${argument#--file=}" ;; esac
done
echo $$ > "$STARTED.part" && mv "$STARTED.part" "$STARTED"
exec SLEEP 600
"""
HTST = """
import runpy, signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # a process in the background inherits that it is ignored
runpy.run_module("htst", run_name="__main__")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_copy_that_is_ended_in_the_middle_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    """Nobody would find half a copy in a hidden folder, and it holds what people said for longer than is promised."""
    tools, copies, started = tmp_path / "tools", tmp_path / "copies", tmp_path / "started"
    tools.mkdir()
    copies.mkdir()
    (tools / "pg_dump").write_text(HANGS.replace("SLEEP", shutil.which("sleep") or "sleep"), encoding="utf-8")
    (tools / "pg_dump").chmod(0o755)
    environ = os.environ | dict.fromkeys(VARIABLES, "") | {"STARTED": str(started)}
    environ |= {"DATABASE_URL": "postgresql://127.0.0.1:9/htst", "PATH": f"{tools}:{os.environ['PATH']}"}
    command = [sys.executable, "-c", HTST, "backup", str(copies / "htst.copy")]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as process:
        until(started.exists, "pg_dump runs")
        assert list(copies.iterdir())
        process.send_signal(number)
        process.wait(60)
    assert process.returncode == (128 + signal.SIGTERM if number is signal.SIGTERM else 1)
    assert not list(copies.iterdir())
    with contextlib.suppress(ProcessLookupError):  # a signal at the moment of its start can miss it
        os.kill(int(started.read_text()), signal.SIGKILL)
