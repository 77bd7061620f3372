"""The browser that the page is tested in: found, or brought once before the tests start (``make browser``).

python -m tests.browser.chromium
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.installing import alone, apt_commands, run, say

PACKAGES = ("chromium", "libatomic1")
"""Debian's; the second is for the program with which Playwright drives a browser, and comes with neither of them."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ANSWER_SECONDS = 60
NONE = f"""\
The page is tested in a real browser, and this machine has none. Please install one, then run make test again:
    as root, on Debian:          apt-get install {" ".join(PACKAGES)}
    as yourself, elsewhere:      .venv/bin/python -m playwright install chromium
or install Google Chrome. Any Chromium on the PATH will do.
Everything but the page can be tested without: .venv/bin/python -m pytest -n auto --ignore tests/browser"""


def find() -> str | None:
    """The path of a Chromium that runs: one on the PATH, else Playwright's own; None when there is none that
    Playwright can drive here.
    """
    own = _playwrights()
    if own is None:
        return None
    for name in NAMES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    return own if Path(own).exists() and _runs(own) else None


def bring() -> str:
    """The path of a Chromium, which is installed when there is none. Raises SystemExit, saying what to do."""
    if path := find():
        return path
    with alone("browser"):
        if path := find():  # another run brought it while this one waited
            return path
        for what, commands in _ways():
            say(f"There is no browser to test the page in: {what}. This happens once and takes some minutes.")
            for command in commands:
                run(command)
            if path := find():
                return path
    raise SystemExit(NONE)


def _ways() -> Iterator[tuple[str, tuple[list[str], ...]]]:
    """How a browser can be had here, the surest first: apt brings the libraries that it needs, too."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield "installing Debian's with apt-get", apt_commands(*PACKAGES)
    yield "fetching Playwright's own", ([sys.executable, "-m", "playwright", "install", "chromium"],)


def _playwrights() -> str | None:
    """Where Playwright's own Chromium would be; None when Playwright cannot start, for want of a system library."""
    try:
        return _path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), os.environ.get("PLAYWRIGHT_NODEJS_PATH"))
    except subprocess.CalledProcessError:
        return None


@cache
def _path(*_environ: str | None) -> str:
    """It is asked in a process of its own, for it runs an event loop; and once, for that takes a second."""
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


if __name__ == "__main__":
    bring()
