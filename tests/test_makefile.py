"""What `make` says before it installs anything: which Python it needs, and whose an environment is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OWN = f"python{sys.version_info[0]}.{sys.version_info[1]}"


def make(*given: str) -> subprocess.CompletedProcess[str]:
    """Run make as a reader does: nothing of a make that may have started the tests is known to it."""
    environ = {name: value for name, value in os.environ.items() if "MAKE" not in name and name != "PYTHON"}
    return subprocess.run(["make", *given], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def environment(folder: Path, libraries: str) -> str:
    """An installed environment whose link leads to this Python, and whose libraries are of some Python."""
    (folder / "lib" / libraries).mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "bin" / "pip").touch()
    (folder / "run").touch()
    return f"VENV={folder}"


@pytest.mark.parametrize("given", [[], [f"PYTHON={sys.executable}"]])
def test_an_environment_of_the_same_python_is_taken(tmp_path: Path, given: list[str]) -> None:
    done = make("install", environment(tmp_path, OWN), *given)
    assert done.returncode == 0, done.stderr
    assert f". {tmp_path}/bin/activate" in done.stdout


@pytest.mark.parametrize("given", [[], [f"PYTHON={sys.executable}"]])
def test_an_environment_of_another_python_is_not_taken_for_it(tmp_path: Path, given: list[str]) -> None:
    """After an upgrade of the system its link leads to a newer Python; or another was asked for with PYTHON."""
    done = make("install", environment(tmp_path, "python3.0"), *given)
    assert done.returncode != 0
    assert f"{tmp_path} was not made with the Python that" in done.stderr
    assert "make clean" in done.stderr


def test_an_environment_is_not_taken_for_a_python_that_is_not_there(tmp_path: Path) -> None:
    done = make("install", environment(tmp_path, OWN), f"PYTHON={tmp_path}/none")
    assert done.returncode != 0
    assert f"{tmp_path} was not made with the Python that {tmp_path}/none is" in done.stderr


def test_without_a_python_that_is_new_enough_make_says_which_is_needed(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for python in (old, tmp_path / "none"):
        done = make("install", f"VENV={tmp_path}/new", f"PYTHON={python}")
        assert done.returncode != 0
        assert "HTST needs Python 3.11 or newer" in done.stderr
        assert not (tmp_path / "new").exists()
