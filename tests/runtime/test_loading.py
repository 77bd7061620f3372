"""Ctrl-C while a command still loads ends it quietly; once it runs, it is stopped as always."""

import signal
import subprocess
import sys

from tests.conftest import ROOT

_INTERRUPTED_AT = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, *_more):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a process in the background inherits that it is ignored
sys.meta_path.insert(0, Interrupts())
sys.argv = ["htst", "demo", "--script"]
import htst
htst.main()
"""


def interrupted(module: str) -> subprocess.CompletedProcess[str]:
    """``htst demo`` with Ctrl-C at the moment when it loads a module."""
    code = _INTERRUPTED_AT.format(module=module)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_ctrl_c_while_the_command_line_loads_shows_no_traceback() -> None:
    ended = interrupted("sqlalchemy")
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


def test_ctrl_c_while_the_demo_loads_shows_no_traceback() -> None:
    ended = interrupted("playground")
    assert (ended.returncode, ended.stderr.strip()) == (1, "Aborted!")
