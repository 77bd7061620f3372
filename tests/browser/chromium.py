"""The browser that the page is tested in: found, or brought once before the tests start (``make browser``).

    python -m tests.browser.chromium

Installing is not left to the tests: they run in several processes, and of several installers at once all but
one lose apt's lock. A lock of our own keeps two runs of ``make test`` apart, too.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ("-o", "DPkg::Lock::Timeout=300")
"""Another installer on the machine may hold apt's lock: wait for it so many seconds."""
ANSWER_SECONDS = 60
NONE = """\
The page is tested in a real browser, and this machine has none. Please install one, then run make test again:
    as root, on Debian:          apt-get install chromium
    as yourself, elsewhere:      .venv/bin/python -m playwright install chromium
or install Google Chrome. Any Chromium on the PATH will do.
Everything but the page can be tested without: .venv/bin/python -m pytest -n auto --ignore tests/browser"""


def find() -> str | None:
    """The path of a Chromium that runs: one on the PATH, else Playwright's own; None when there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    own = _playwrights()
    return own if Path(own).exists() and _runs(own) else None


def bring() -> str:
    """The path of a Chromium, which is installed when there is none. Raises SystemExit, saying what to do."""
    if path := find():
        return path
    with _alone():
        if path := find():  # another run brought it while this one waited
            return path
        for what, commands in _ways():
            _say(f"There is no browser to test the page in: {what}. This happens once and takes some minutes.")
            for command in commands:
                _run(
                    command
                )  # "update" may fail where "install" works: what counts is what is there afterwards
            if path := find():
                return path
    raise SystemExit(NONE)


def _ways() -> Iterator[tuple[str, tuple[list[str], ...]]]:
    """How a browser can be had here, the surest first: apt brings the libraries that it needs, too."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        commands = ["apt-get", *APT, "update"], ["apt-get", *APT, "install", "-y", "chromium"]
        yield "installing Debian's chromium with apt-get", commands
    yield "fetching Playwright's own", ([sys.executable, "-m", "playwright", "install", "chromium"],)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """A block that one process of this person's at a time is in."""
    path = Path(tempfile.gettempdir()) / f"htst-browser-{os.geteuid()}.lock"
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Waiting for another run that is installing the browser …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _playwrights() -> str:
    """Where Playwright's own Chromium would be. It is asked in a process of its own: it runs an event loop."""
    asked = (
        "from playwright.sync_api import sync_playwright as run\n"
        "with run() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    return answer.stdout.strip()


def _runs(path: str) -> bool:
    """Whether it is a browser and not a stub that only says where to get one."""
    try:
        answer = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=ANSWER_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _run(command: list[str]) -> None:
    """Run an installer where everybody sees what it says."""
    _say(f"$ {' '.join(command)}")
    subprocess.run(command, check=False, stdout=sys.stderr)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    bring()
