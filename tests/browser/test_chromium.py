"""The browser is brought once, before the tests, with a word about it; or a sentence says how to get one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.conftest import ROOT

# An apt-get as the real one: whoever comes while another has the lock is turned away.
APT = """#!/bin/sh
echo "$@" >> "{folder}/asked"
mkdir "{folder}/lock" 2>/dev/null || {{ echo "E: Could not get lock" >&2; exit 100; }}
case "$*" in *install*) sleep 1; printf '#!/bin/sh\\necho Chromium 156' > "{folder}/chromium"
                        chmod +x "{folder}/chromium" ;; esac
rmdir "{folder}/lock"
"""
AS_ROOT = "import os; os.geteuid = lambda: 0; from tests.browser import chromium; chromium.bring()"


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of every program of a machine without a browser; whose lock is its own, too."""
    for name in ("sh", "mkdir", "rmdir", "sleep", "chmod"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def test_of_three_that_want_it_at_once_one_brings_the_browser_and_says_so(machine: Path) -> None:
    program(machine, "apt-get", APT.format(folder=machine))
    command = [sys.executable, "-c", AS_ROOT]
    runs = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _run in range(3)]
    spoken = [run.communicate(timeout=240)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], spoken
    asked = (machine / "asked").read_text().splitlines()
    assert [line.split()[-1] for line in asked] == ["update", "libatomic1"]
    assert sum("installing Debian's with apt-get" in output for output in spoken) == 1
    assert chromium.find() == str(machine / "chromium")


@pytest.mark.parametrize("user", [0, 1000])
def test_where_none_can_be_had_a_sentence_says_what_to_install(
    machine: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    """Without apt, or without the right to use it, and with Playwright's own out of reach."""
    if user:
        program(machine, "apt-get", APT.format(folder=machine))
    tried: list[list[str]] = []
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(chromium, "run", tried.append)
    with pytest.raises(SystemExit, match="apt-get install chromium libatomic1") as ended:
        chromium.bring()
    assert "playwright install chromium" in str(ended.value)
    assert [command[1:] for command in tried] == [["-m", "playwright", "install", "chromium"]]


def test_a_stub_that_only_says_where_to_get_a_browser_is_none(machine: Path) -> None:
    program(machine, "chromium-browser", "#!/bin/sh\necho 'please install the snap' >&2\nexit 1\n")
    assert chromium.find() is None


def test_a_browser_that_playwright_cannot_drive_here_is_none(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clean Debian lacks a library of Playwright's own program, and Debian's chromium does not bring it."""
    program(machine, "chromium", "#!/bin/sh\necho Chromium 156\n")
    assert chromium.find() == str(machine / "chromium")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(machine / "none"))
    assert chromium.find() is None


def test_make_test_brings_the_browser_and_the_office_before_the_tests_start() -> None:
    plan = subprocess.run(
        ["make", "-n", "test"], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert 0 <= plan.find("tests.browser.chromium") < plan.find("-m pytest")
    assert 0 <= plan.find("tests.papers.write.office") < plan.find("-m pytest")
