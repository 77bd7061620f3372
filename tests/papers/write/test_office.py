"""LibreOffice is brought once, before the tests, with a word about it; or a sentence says how to get it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.papers.write import office

APT = """#!/bin/sh
echo "$@" >> "{folder}/asked"
case "$*" in *install*) sleep 1; printf '#!/bin/sh\\n' > "{folder}/soffice"; chmod +x "{folder}/soffice" ;; esac
"""
AS_ROOT = "import os; os.geteuid = lambda: 0; from tests.papers.write import office; office.bring()"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of every program of a machine without an office; whose lock is its own, too."""
    for name in ("sh", "sleep", "chmod"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_of_two_that_want_it_at_once_one_brings_it_and_says_so(machine: Path) -> None:
    (machine / "apt-get").write_text(APT.format(folder=machine))
    (machine / "apt-get").chmod(0o755)
    command = [sys.executable, "-c", AS_ROOT]
    runs = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _run in range(2)]
    spoken = [run.communicate(timeout=240)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], spoken
    asked = (machine / "asked").read_text().splitlines()
    assert len(asked) == 2
    assert asked[1].endswith(" ".join(office.PACKAGES))
    assert sum("no LibreOffice" in output for output in spoken) == 1
    assert office.find() == str(machine / "soffice")


def test_where_it_cannot_be_had_a_sentence_says_what_to_install(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="apt-get install --no-install-recommends libreoffice-writer-nogui"):
        office.bring()
