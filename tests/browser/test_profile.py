"""One test's browser profile tells the next nothing."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import clean
from tests.browser.tiny_bot import TinyBot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_nothing_that_a_page_has_kept_is_left(context: BrowserContext, bot: TinyBot) -> None:
    page = context.new_page()
    page.goto(bot.url)
    page.evaluate("localStorage.setItem('kept', 'yes'); document.cookie = 'kept=yes; path=/'")
    kept = "[localStorage.getItem('kept'), document.cookie]"
    assert page.evaluate(kept) == ["yes", "kept=yes"]
    clean(context)
    assert len(context.pages) == 1
    page = context.new_page()
    page.goto(bot.url)
    assert page.evaluate(kept) == [None, ""]
