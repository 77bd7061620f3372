"""A real browser, and a small workspace with a bot of a few lines: what the tests of the page stand on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebError, expect, sync_playwright

from tests.browser import chromium
from tests.browser.tiny_bot import TinyBot, workspace

# Nothing but the page itself: no updates, no sync, no look at the outside world.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# Of the folder, not of the session: Playwright keeps an event loop running in this thread, and tests elsewhere
# may want one of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder."""
    path = chromium.find()
    if path is None:
        pytest.fail(
            f"No browser: make test brings one before the tests start, as does make browser.\n{chromium.NONE}"
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=180_000)
        yield opened
        opened.close()


@pytest.fixture
def has_scripts() -> bool:
    """Whether the browser runs scripts."""
    return True


@pytest.fixture
def has_own_profile() -> bool:
    """Whether the test has a profile for itself, as what it does to one cannot be undone."""
    return False


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile with a tab open.

    For each profile, and for each tab that has no other beside it, Chromium starts a process, which takes longer than
    most of the tests.
    """
    with _new_profile(browser) as opened:
        tab = opened.new_page()
        tab.route("**", lambda route: route.fulfill(content_type="text/html", body="<title>Open</title>"))
        tab.goto("http://127.0.0.1/")
        yield opened


@contextmanager
def _new_profile(browser: Browser, *, has_scripts: bool = True) -> Iterator[BrowserContext]:
    """A browser profile, 1280 × 800."""
    expect.set_options(timeout=60_000)
    opened = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", java_script_enabled=has_scripts
    )
    opened.set_default_timeout(60_000)
    yield opened
    opened.close()


@pytest.fixture
def context(
    request: pytest.FixtureRequest, browser: Browser, has_scripts: bool, has_own_profile: bool
) -> Iterator[BrowserContext]:
    """A clean browser profile, 1280 × 800."""
    if has_own_profile or not has_scripts:
        with _new_profile(browser, has_scripts=has_scripts) as opened:
            yield opened
        return
    shared: BrowserContext = request.getfixturevalue("profile")
    yield shared
    clean(shared)


def clean(profile: BrowserContext) -> None:
    """Close all tabs but the first, and leave nothing of what pages have kept."""
    tab, *others = profile.pages
    for other in others:
        other.close()
    profile.clear_cookies()
    session = profile.new_cdp_session(tab)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    session.send("Network.clearBrowserCache")
    session.detach()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab. An error on the page that no test looked for fails the test."""
    wrong: list[str] = []

    def note(error: WebError) -> None:
        wrong.append(str(error.error))

    context.on("weberror", note)
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield opened
    context.remove_listener("weberror", note)
    assert wrong == [], f"the page reported errors: {wrong}"


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    """A running workspace on 15 November 2022 with the tiny bot in it; moving its date posts a reminder."""
    with workspace(lambda now: started.remind(now)) as slack:
        started = TinyBot(slack)
        yield started
        started.stop()
