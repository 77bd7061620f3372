"""The page for everybody: by keyboard alone, in a narrow window, with contrast, and asking nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.tiny_bot import TinyBot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CONTRAST = Path(__file__).with_name("contrast.js").read_text()
TOO_WIDE = """() => {
  const seen = (node) => node.checkVisibility() && !node.closest(".table-frame, .unseen, svg");
  const wide = [...document.querySelectorAll("body *")]
    .filter((node) => seen(node) && node.getBoundingClientRect().right > innerWidth + 0.5);
  return {
    page: document.documentElement.scrollWidth,
    wide: wide.map((node) => `${node.tagName}.${node.className}`).slice(0, 5),
  };
}"""
FOCUS_RING = """() => {
  const node = document.activeElement;
  if (node === document.body) return "nothing";
  const style = getComputedStyle(node), frame = node.closest(".composer-frame");
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const framed = frame && getComputedStyle(frame).boxShadow !== "none";
  return ring || framed ? "seen" : node.outerHTML.slice(0, 120);
}"""
NAMELESS = """() => {
  const named = (node) => node.getAttribute("aria-label") || node.textContent.trim() || node.labels?.length;
  return [...document.querySelectorAll("button, a, input, select, textarea, [role=option], [role=menuitem]")]
    .filter((node) => node.checkVisibility() && !named(node))
    .map((node) => node.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


def fill_channel(bot: TinyBot) -> str:
    """A card with a wide table, a long word, a private answer's neighbour; the card's ts."""
    ts = bot.post_card()
    bot.client.chat_postMessage(channel="C0CYPE", text="a" * 300 + " https://example.org/" + "b" * 200)
    bot.client.chat_postEphemeral(
        channel="C0CYPE", user="U0AMY", text="Recorded as an update: `code`, <@U0AMY>, <#C0GET>"
    )
    bot.client.reactions_add(channel="C0CYPE", timestamp=ts, name="eyes")
    bot.client.chat_postMessage(channel="C0CYPE", thread_ts=ts, text="> quoted\nA reply with *bold* words")
    return ts


def states(page: Page, bot: TinyBot, ts: str) -> Iterator[str]:
    """Bring the page into each of its states in turn, giving each one's name."""
    page.goto(f"{bot.url}?as=U0AMY#/")
    expect(page.get_by_role("button", name="Next working day")).to_be_visible()
    yield "sidebar"
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE")
    expect(page.get_by_role("article").filter(has_text="Recorded as an update")).to_be_visible()
    yield "channel"
    page.get_by_role("article").last.focus()
    yield "channel with a message in hand"
    box = page.get_by_role("textbox", name="Message #cype")
    box.press_sequentially("/htst s")
    expect(page.get_by_role("option")).to_have_count(1)
    yield "completion"
    box.press("Escape")
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE/{ts}")
    expect(page.get_by_role("article").filter(has_text="A reply with bold words")).to_be_visible()
    yield "thread"
    page.get_by_role("complementary", name="Thread").get_by_role("button", name="Update").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Please complete this required field")).to_be_visible()
    yield "modal with an error"
    page.keyboard.press("Escape")
    page.goto(f"{bot.url}?as=U0AMY#/home")
    expect(page.get_by_role("heading", name="Your actions")).to_be_visible()
    yield "home"
    page.goto(f"{bot.url}?as=U0AMY#/C0LEADS")
    expect(page.get_by_role("button", name="Join it")).to_be_visible()
    yield "empty channel one is not in"


@pytest.mark.parametrize("width", [360, 700, 768])
def test_nothing_overflows_sideways_in_a_narrow_window(page: Page, bot: TinyBot, width: int) -> None:
    ts = fill_channel(bot)
    page.set_viewport_size({"width": width, "height": 740})
    for state in states(page, bot, ts):
        found = page.evaluate(TOO_WIDE)
        assert found["page"] <= width, f"{state}: {found}"
        assert found["wide"] == [], f"{state}: {found}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_contrast(page: Page, bot: TinyBot, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    ts = fill_channel(bot)
    bot.client.chat_postMessage(channel="C0GET", text="unread")
    for state in states(page, bot, ts):
        failing = page.evaluate(CONTRAST)
        assert failing["measured"] > 10, f"{state}: hardly anything was measured"
        assert failing["low"] == [], f"{state}: {failing['low']}"


def test_a_wide_table_scrolls_in_its_own_frame(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    page.set_viewport_size({"width": 390, "height": 740})
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE")
    frame = page.get_by_role("region", name="Table, 1 row")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-frame').scrollLeft > 0")


def test_in_a_narrow_window_one_pane_at_a_time_with_a_way_back(page: Page, bot: TinyBot) -> None:
    ts = bot.post_card()
    page.set_viewport_size({"width": 390, "height": 740})
    page.goto(f"{bot.url}?as=U0AMY")
    page.get_by_role("link", name=re.compile("^cype")).click()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    expect(page.get_by_role("navigation", name="Workspace")).to_be_hidden()
    page.locator(f"article[data-ts='{ts}']").focus()
    page.keyboard.press("t")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_hidden()
    page.get_by_role("button", name="Back to the channel", exact=True).click()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    page.get_by_role("button", name="Back to the channels").click()
    expect(page.get_by_role("navigation", name="Workspace")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(most):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached {wanted}")


def test_the_whole_way_by_keyboard_alone(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    page.goto(f"{bot.url}?as=U0AMY#/C0GET")
    expect(page.get_by_role("textbox", name="Message #get")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("cyp")
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Message #cype")
    expect(box).to_be_focused()
    page.keyboard.type("/htst status 10")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="You asked for “status 10”")).to_be_visible()

    message = page.get_by_role("article").last
    for _ in range(12):
        if page.evaluate("document.activeElement.tagName") == "ARTICLE":
            break
        page.keyboard.press("Shift+Tab")
    expect(message).to_be_focused()
    page.keyboard.press("ArrowUp")
    card = (
        page.get_by_role("log", name="Messages in #cype").get_by_role("article").filter(has_text="Write down")
    )
    expect(card).to_be_focused()
    page.keyboard.press("t")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.keyboard.type("agreed today")
    page.keyboard.press("Enter")
    expect(page.get_by_text("agreed today")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()

    page.reload()
    expect(box).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Next working day"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wednesday 16 November 2022", exact=True)).to_be_visible()
    tab_to(page, page.get_by_role("button", name="You are Amy Carter"))
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="You are Gareth Evans")).to_be_focused()


def test_what_has_the_focus_can_be_seen(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE")
    expect(page.get_by_role("article")).to_have_count(1)
    for _ in range(35):
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUS_RING)
        assert seen in ("seen", "nothing"), seen


def test_every_control_has_a_name_and_ids_are_unique(page: Page, bot: TinyBot) -> None:
    ts = fill_channel(bot)
    for state in states(page, bot, ts):
        nameless = page.evaluate(NAMELESS)
        assert nameless == [], f"{state}: {nameless}"
        twice = page.evaluate(TWICE)
        assert twice == [], f"{state}: {twice}"


def test_motion_is_left_out_for_those_who_ask(page: Page, bot: TinyBot) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE")
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    assert page.locator(".spinner").evaluate("node => getComputedStyle(node).animationDuration") == "0s"


def test_the_page_asks_nobody_but_its_own_server(page: Page, bot: TinyBot) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ts = fill_channel(bot)
    for _ in states(page, bot, ts):
        pass
    assert asked
    assert [url for url in asked if not url.startswith(bot.url) and not url.startswith("data:")] == []
