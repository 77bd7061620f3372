"""A real browser, and a small workspace with a bot of a few lines: what the tests of the page stand on."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.tiny_bot import TinyBot, workspace

INSTALLING_SECONDS = 300
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the page itself: no updates, no sync, no look at the outside world.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_of(playwright: Playwright) -> str:
    """The path of a Chromium: an installed one, else one that is installed now, as this machine allows."""
    for name in INSTALLED:
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    _try_to_install([sys.executable, "-m", "playwright", "install", "chromium"])
    if Path(own).exists():
        return own
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try_to_install(["apt-get", "update"])
        _try_to_install(["apt-get", "install", "-y", "chromium"])
        if found := shutil.which("chromium"):
            return found
    pytest.fail(
        "The page is tested in a real browser, and none could be found or installed. Please install one, by "
        "“apt-get install chromium” as root, or “.venv/bin/python -m playwright install chromium”."
    )


def _try_to_install(command: list[str]) -> None:
    """Run an installer. Whether it worked is told by what is there afterwards."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, capture_output=True, timeout=INSTALLING_SECONDS)


# Of the folder, not of the session: Playwright keeps an event loop running in this thread, and tests elsewhere
# may want one of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_of(playwright), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A clean browser profile, 1280 × 800."""
    expect.set_options(timeout=10_000)
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab. An error on the page that no test looked for fails the test."""
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield opened
    assert wrong == [], f"the page reported errors: {wrong}"


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    """A running workspace on 15 November 2022 with the tiny bot in it; moving its date posts a reminder."""
    with workspace(lambda now: started.remind(now)) as slack:
        started = TinyBot(slack)
        yield started
        started.stop()
