"""The demo as a person sees it, with the real bot behind the page."""

import re
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.office import MONITOR, OFFICER_IDS, Office

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AMY = OFFICER_IDS["CYPE"]


def article(page: Page, words: str) -> Locator:
    """The newest message that holds these words."""
    return page.get_by_role("article").filter(has_text=words).last


def type_in(page: Page, box: str, words: str) -> None:
    """Type as a person does, and send with Enter; a list of completions is closed first."""
    field = page.get_by_role("textbox", name=box)
    field.fill(words)
    field.press("Escape")
    field.press("Enter")


def test_ask_reply_see_it_move_the_date_be_reminded_and_read_the_digest(page: Page, office: Office) -> None:
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    office.settle()
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")

    type_in(page, "Message #cype", "/htst status 3")
    answer = article(page, "Next reminder")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("Due 30 November 2022")
    expect(answer).to_contain_text("None yet.")

    card = article(page, "Reply in this thread to record an update")
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    box = thread.get_by_role("textbox")
    box.fill("Feedback form sent to PACT.")
    box.press("Enter")
    expect(thread).to_contain_text("Recorded as an update to action 3")
    expect(thread.get_by_role("button", name=re.compile("memo|📝"))).to_be_visible()

    type_in(page, "Message #cype", "/htst status 3")
    expect(article(page, "Next reminder")).to_contain_text("Feedback form sent to PACT.")

    page.get_by_role("button", name="Next working day").click()
    expect(article(page, "Reminder: 4 actions due by 30 November 2022")).to_be_visible()
    page.get_by_role("button", name="Next Monday").click()
    digest = article(page, "the week to 21 November 2022")
    expect(digest).to_be_visible()
    expect(digest).to_contain_text("Feedback form sent to PACT.")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is about the page
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chart_stands_in_the_digests_thread_and_is_described(
    page: Page, office: Office, width: int, scheme: Literal["light", "dark"]
) -> None:
    office.slack.move_to(datetime(2022, 12, 5, 10, tzinfo=UTC))
    office.settle()
    digest = [one for one in office.slack.messages("C0LEADS") if not one.get("files")][-1]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS/{digest['ts']}")
    thread = page.get_by_role("complementary", name="Thread")
    chart = thread.get_by_role("img", name="Bar chart. Open actions on 5 December 2022. 42 open, 6 overdue.")
    chart.scroll_into_view_if_needed()
    expect(chart).to_be_in_viewport(ratio=0.9)
    page.wait_for_function("image => image.complete && image.naturalWidth === 1200", arg=chart.element_handle())
    expect(thread).to_contain_text("Open actions on 5 December 2022")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_update_form_changes_the_card(page: Page, office: Office) -> None:
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 34")
    office.settle()
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    article(page, "Action 34").get_by_role("button", name=re.compile("Update")).click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Your update").fill("Risk registers reviewed.")
    form.get_by_role("button", name=re.compile("Save|Send|Submit|Record")).click()
    expect(form).to_have_count(0)
    expect(article(page, "Saved for action 34").get_by_role("button", name="Take back")).to_be_visible()
    card = article(page, "Reply in this thread to record an update")
    expect(card).to_contain_text("Risk registers reviewed.")
