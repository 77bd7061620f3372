"""The home page and the shortcuts as a person uses them, with the real bot behind the page."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.office import OFFICER_IDS, Office
from tests.browser.test_the_whole_job import article
from tests.recorded import updates

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AMY = OFFICER_IDS["CYPE"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_message_is_recorded_and_the_home_shows_another_list(page: Page, office: Office) -> None:
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    box = page.get_by_role("textbox", name="Message #cype")
    box.fill("The names are agreed.")
    box.press("Enter")
    message = article(page, "The names are agreed.")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name=re.compile("Record as update")).click()
    form = page.get_by_role("dialog", name="New update")
    expect(form.get_by_role("textbox", name="The update")).to_have_value("The names are agreed.")
    form.get_by_role("textbox", name=re.compile("by its number")).fill("38")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(article(page, "Saved as an update")).to_be_visible()
    assert [one.text.partition("\n")[0] for one in updates(office, "38")] == ["The names are agreed."]

    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name=re.compile("New update")).click()
    expect(page.get_by_role("dialog", name="New update")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("link", name="HTST Home").click()
    home = page.get_by_role("region", name="Home")
    expect(home.get_by_text(re.compile("Next meeting"))).to_be_visible()
    expect(home.get_by_role("button", name="Update action 38")).to_be_visible()
