"""The wheel, installed by itself: it carries all that the demo needs, and finds its data wherever one stands."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "__pycache__", "*.egg-info", "*.db*")


@pytest.fixture(scope="module")
def htst(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``htst`` of a wheel in an environment of its own.

    The libraries are this environment's, by a line in a .pth file, which does not follow the .pth file of the
    checkout's own (editable) installation: the code is the wheel's.
    """
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=LEFT_OUT)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(folder / "source")]
    subprocess.run(build, check=True)
    shutil.rmtree(folder / "source")
    venv.create(folder / "venv", symlinks=True)
    (wheel,) = folder.glob("htst-*.whl")
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", wheel], check=True)
    packages = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "venv" / "bin" / "htst"


AT_EASE = """
from bot import slow_answers
from playground import settings
from jobs import upload_files
settings.SLACK_WAITS, slow_answers.WAIT_SECONDS, upload_files.PARENT_UNSENT_SECONDS = 60.0, 50.0, 0.02
import demo.office, demo.play
from datetime import timedelta
from functools import partial
from jobs.deliver import DeliveryTiming
at_once = DeliveryTiming(channel_interval=timedelta(0))
demo.play.office = partial(demo.office.office, messages_per_second=None, timing=at_once)
from htst import main
main()
"""
"""The command with the patience that the local Slack has in tests: beside other work three seconds may be too few.

Nor has the demo to wait for a message a second: that it can is seen by ``make demo ARGS=--script``.
"""


def run(htst: Path, home: Path, *words: str, here: Path | None = None, status: int = 0) -> str:
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [htst.parent / "python", "-c", AT_EASE, *words],
        cwd=here or home,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.xdist_group("wheel")
def test_it_runs_the_demo(htst: Path, tmp_path: Path) -> None:
    version = subprocess.run([htst, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert version.stdout.startswith("htst 0.")
    where = "import bot.app, sys; print(bot.app.__file__)"
    used = subprocess.run(
        [htst.parent / "python", "-c", where], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert str(ROOT) not in used.stdout
    output = run(htst, tmp_path, "demo", "--script")
    assert "✗" not in output
    assert "steps did what they should" in output


@pytest.mark.xdist_group("wheel")
def test_the_register_is_the_same_wherever_one_stands(htst: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    run(htst, home, "configure", str(ROOT / "config" / "kent.toml"))
    paper = ROOT / "papers" / "sample" / "management-action-table.docx"
    run(htst, home, "import", str(paper), "--register", "kent", "--as-at", "2022-11-15")
    assert "44 actions" in run(htst, home, "list", here=elsewhere)
    assert (home / ".local" / "share" / "htst" / "htst.db").is_file()
    assert not list(elsewhere.iterdir())
