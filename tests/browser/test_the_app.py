"""The app on the page: commands and their completion, cards, modals, App Home, and the date that moves."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.tiny_bot import TinyBot, card

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


# Keeps what is announced to screen readers in window.heard.
LISTEN = """() => {
  window.heard = [];
  const announcer = document.getElementById("announcer");
  new MutationObserver(() => window.heard.push(announcer.textContent)).observe(announcer, { childList: true });
}"""


# Keeps whether it was shown that something is being sent: for how long is the bot's affair.
WATCH_SENDING = """() => {
  const pending = document.querySelector("main .composer-pending");
  new MutationObserver(() => { window.wasSending ||= !pending.hidden; })
    .observe(pending, { attributeFilter: ["hidden"] });
}"""


def enter(page: Page, bot: TinyBot, place: str = "C0CYPE") -> Locator:
    """Open #cype as Amy; its composer."""
    page.goto(f"{bot.url}?as=U0AMY#/{place}")
    box = page.get_by_role("textbox", name=re.compile("^Message "))
    expect(box).to_be_visible()
    return box


def cards(page: Page) -> Locator:
    """The app's messages that others see too."""
    return page.get_by_role("article").filter(has=page.get_by_role("button", name="Update"))


def test_a_command_is_completed_and_answered_for_oneself_only(page: Page, bot: TinyBot) -> None:
    box = enter(page, bot)
    box.press_sequentially("/ht")
    option = page.get_by_role("option", name="/htst")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("/htst ")
    expect(page.get_by_role("option")).to_have_count(3)
    box.press_sequentially("st")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    box.press("Tab")
    expect(box).to_have_value("/htst status ")
    box.press_sequentially("10")
    box.press("Enter")
    answer = page.get_by_role("article", name=re.compile("HTST.*only visible to you"))
    expect(answer).to_contain_text("Action 10 is due on 31 December 2022. You asked for “status 10”.")
    expect(answer).to_contain_text("Only visible to you")

    page.goto(f"{bot.url}?as=U0GARETH#/C0CYPE")
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    expect(page.get_by_text("You asked for")).to_have_count(0)


def test_completion_can_be_walked_and_closed(page: Page, bot: TinyBot) -> None:
    box = enter(page, bot)
    box.press_sequentially("/htst ")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(page.get_by_role("option", name="list")).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    expect(box).to_have_value("/htst ")
    expect(box).to_be_focused()
    box.click()
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()


def test_a_whole_word_is_sent_and_not_completed(page: Page, bot: TinyBot) -> None:
    box = enter(page, bot)
    box.press_sequentially("/htst help")
    box.press("Enter")
    expect(page.get_by_role("article").filter(has_text="You asked for “help”")).to_be_visible()


def test_people_are_completed_by_name(page: Page, bot: TinyBot) -> None:
    box = enter(page, bot)
    box.press_sequentially("could @gar")
    box.press("Tab")
    expect(box).to_have_value("could @Gareth Evans ")
    box.press("Enter")
    expect(page.get_by_role("article").last.locator(".mention")).to_have_text("@Gareth Evans")


def test_a_command_that_hangs_shows_slacks_words_and_gives_the_text_back(page: Page, bot: TinyBot) -> None:
    bot.slack.outbound.patience = 0.5
    box = enter(page, bot)
    page.evaluate(WATCH_SENDING)
    box.fill("/htst hang")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("/htst failed with the error “operation_timeout”")
    assert page.evaluate("window.wasSending")
    expect(page.get_by_role("main").get_by_text("Sending…")).to_be_hidden()
    expect(box).to_have_value("/htst hang")


def test_a_command_in_a_thread_is_refused_as_in_slack(page: Page, bot: TinyBot) -> None:
    ts = bot.post_card()
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE/{ts}")
    box = page.get_by_role("textbox", name="Reply in thread")
    box.fill("/htst status 10")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("/htst is not supported in threads. Sorry!")


def test_a_modal_finds_fault_at_its_fields_and_then_saves(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    cards(page).get_by_role("button", name="Update").click()
    modal = page.get_by_role("dialog", name="Update action 10")
    field = modal.get_by_role("textbox", name="Your update")
    expect(field).to_be_focused()
    save = modal.get_by_role("button", name="Save")
    save.click()
    expect(field).to_have_accessible_description(re.compile("Please complete this required field"))
    expect(modal.get_by_text("Please complete this required field")).to_be_visible()
    field.fill("short")
    save.click()
    expect(field).to_have_accessible_description(re.compile("Please say a little more"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("short")
    field.fill("The board agreed it")
    modal.get_by_label("Progress").select_option("In progress")
    save.click()
    expect(modal).to_be_hidden()
    expect(page.get_by_role("article").last).to_contain_text("Update: The board agreed it")


def test_a_button_in_a_modal_tells_the_bot_what_was_entered_so_far(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    cards(page).get_by_role("button", name="Update").click()
    modal = page.get_by_role("dialog", name="Update action 10")
    field = modal.get_by_role("textbox", name="Your update")
    field.fill("Half a")
    modal.get_by_role("button", name="Check it").click()
    message = page.get_by_role("article", include_hidden=True).filter(has_text="So far: Half a, None")
    expect(message).to_be_attached()
    expect(field).to_have_value("Half a")
    field.press_sequentially(" thought")
    expect(field).to_have_value("Half a thought")


def test_esc_closes_a_modal_and_the_focus_goes_back(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    update = cards(page).get_by_role("button", name="Update")
    update.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Update action 10")).to_be_visible()
    with page.expect_response("**/play/view/close"):  # before the page is loaded anew
        page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(update).to_be_focused()
    page.reload()
    expect(cards(page)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_focus_goes_back_to_a_button_drawn_anew_meanwhile(page: Page, bot: TinyBot) -> None:
    ts = bot.post_card()
    enter(page, bot)
    update = cards(page).get_by_role("button", name="Update")
    update.click()
    expect(page.get_by_role("dialog", name="Update action 10")).to_be_visible()
    blocks = card()
    blocks[0]["text"]["text"] = "Action 10, changed"
    key = page.locator(f"article[data-ts='{ts}'] [data-key$='/update']").get_attribute("data-key") or ""
    blocks[-1]["block_id"] = key.removesuffix("/update")  # a card keeps its block's id when it is changed
    bot.client.chat_update(channel="C0CYPE", ts=ts, text="Action 10", blocks=blocks)
    expect(page.get_by_text("Action 10, changed")).to_be_attached()
    page.keyboard.press("Escape")
    expect(update).to_be_focused()


def test_the_focus_stays_inside_a_modal(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    cards(page).get_by_role("button", name="Update").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


def test_a_button_that_asks_first_does_nothing_when_one_declines(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    pressed: list[str] = []
    page.on("request", lambda request: pressed.append(request.url) if request.url.endswith("/press") else None)
    cards(page).get_by_role("button", name="Withdraw").click()
    question = page.get_by_role("dialog", name="Withdraw the card?")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_have_count(0)
    assert pressed == []
    cards(page).get_by_role("button", name="Withdraw").click()
    with page.expect_request("**/play/press"):
        question.get_by_role("button", name="Withdraw it").click()


def test_figures_are_shown_as_tables_with_their_headings(page: Page, bot: TinyBot) -> None:
    def cell(text: str) -> dict[str, str]:
        return {"type": "raw_text", "text": text}

    late = {"type": "raw_number", "value": 12, "text": "12"}
    table = {
        "type": "data_table",
        "caption": "Overdue by directorate",
        "rows": [[cell("Directorate"), cell("Overdue")], [cell("CYPE"), late]],
    }
    points = [{"label": "Sep", "value": 3}, {"label": "Oct", "value": 5}]
    chart = {
        "type": "data_visualization",
        "title": "Open actions",
        "chart": {
            "type": "line",
            "series": [{"name": "CYPE", "data": points}],
            "axis_config": {"categories": ["Sep", "Oct"], "x_label": "Month"},
        },
    }
    shares = {"type": "pie", "segments": [{"label": "GET", "value": 2}]}
    pie = {"type": "data_visualization", "title": "By owner", "chart": shares}
    bot.client.chat_postMessage(channel="C0CYPE", text="Figures", blocks=[table, chart, pie])
    enter(page, bot)
    overdue = page.get_by_role("table", name="Overdue by directorate")
    expect(overdue.get_by_role("columnheader")).to_have_text(["Directorate", "Overdue"])
    expect(overdue.get_by_role("rowheader")).to_have_text("CYPE")
    expect(overdue.get_by_role("cell")).to_have_text("12")
    drawn = page.get_by_role("figure").filter(has_text="Open actions (line chart)")
    expect(drawn.get_by_role("columnheader")).to_have_text(["Month", "CYPE"])
    expect(drawn.get_by_role("row").nth(2)).to_have_text("Oct5")
    expect(page.get_by_role("figure").filter(has_text="By owner (pie chart)")).to_contain_text("GET2")


def test_app_home_is_shown_and_its_buttons_work(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    page.get_by_role("link", name="HTST Home").click()
    shown = page.get_by_role("region", name="Home")
    expect(shown.get_by_role("heading", name="Your actions")).to_be_visible()
    shown.get_by_role("button", name="Update action 10").click()
    expect(page.get_by_role("dialog", name="Update action 10")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Messages").click()
    expect(page.get_by_role("textbox", name="Message HTST")).to_be_visible()


@pytest.mark.parametrize("has_own_profile", [True])  # whose clock stands still from then on
def test_app_home_is_not_asked_for_without_end(page: Page, bot: TinyBot, has_own_profile: bool) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/play/home" in request.url else None)
    page.clock.install()
    page.goto(f"{bot.url}?as=U0AMY#/home")
    expect(page.get_by_role("heading", name="Your actions")).to_be_visible()
    for _ in range(12):
        page.clock.run_for(5_000)
    assert 1 <= len(asked) <= 8


def test_the_date_moves_and_the_notice_arrives(page: Page, bot: TinyBot) -> None:
    enter(page, bot, "C0GET")
    page.evaluate(LISTEN)
    expect(page.get_by_text("Tuesday 15 November 2022")).to_be_visible()
    page.get_by_role("button", name="Next working day").click()
    expect(page.get_by_text("Wednesday 16 November 2022", exact=True)).to_be_visible()
    cype = page.get_by_role("link", name="cype 1 unread message")
    expect(cype).to_be_visible()
    page.wait_for_function("() => heard.includes('It is now Wednesday 16 November 2022.')")
    page.wait_for_function("() => heard.includes('1 new message in #cype.')")
    page.get_by_role("button", name="Next Monday").click()
    expect(page.get_by_text("Monday 21 November 2022", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^cype")).click()
    expect(page.get_by_role("article").filter(has_text="Reminder of 16 November 2022")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="Reminder of 21 November 2022")).to_be_visible()
    expect(page.get_by_role("separator", name="Monday, 21 November")).to_be_visible()


def test_a_date_can_be_chosen_but_never_one_that_has_passed(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    page.get_by_role("button", name="Choose a date").click()
    day = page.get_by_label("Go to")
    expect(day).to_be_focused()
    expect(day).to_have_attribute("min", "2022-11-15")
    day.fill("2022-12-01")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_text("Thursday 1 December 2022", exact=True)).to_be_visible()
    expect(day).to_be_hidden()
    page.get_by_role("button", name="Choose a date").click()
    day.evaluate("node => { node.min = ''; }")
    day.fill("2022-11-01")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("never runs backwards")


def test_the_hints_show_the_way_and_can_be_hidden_for_good(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    box = enter(page, bot)
    hints = page.get_by_role("region", name="Try this")
    hints.get_by_role("button", name="Type /htst status 10").click()
    expect(box).to_have_value("/htst status 10")
    box.press("Enter")
    expect(hints.get_by_role("button", name="Type /htst status 10 (done)")).to_be_visible()
    hints.get_by_role("button", name="Reply in a card’s thread").click()
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    hints.get_by_role("button", name="Hide these hints").click()
    expect(hints).to_be_hidden()
    page.reload()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    expect(hints).to_be_hidden()
