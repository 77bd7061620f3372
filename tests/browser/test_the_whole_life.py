"""An action from its assignment to its closure, on the page, by the people whose turn it is."""

import re

import pytest
from playwright.sync_api import Page, expect

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from tests.browser.test_the_whole_job import article, type_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AMY = OFFICER_IDS["CYPE"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_assigned_reported_complete_verified_and_closed(page: Page, office: Office) -> None:
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS")
    type_in(page, "Message #leads", "/htst assign 38")
    expect(article(page, "Posting cards for")).to_be_visible()
    office.settle()

    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    type_in(page, "Message #cype", "/htst update 38 Both names are agreed and published. Done.")
    expect(article(page, "Saved as an update")).to_be_visible()
    receipt = article(page, "Saved as an update")
    receipt.get_by_role("button", name="Mark complete").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="What shows that it is done?").fill("https://kent.example/names")
    form.get_by_role("button", name="Report complete").click()
    expect(form).to_have_count(0)
    expect(article(page, "is reported complete")).to_be_visible()
    expect(article(page, "privacy assessment")).to_contain_text("Complete")
    office.settle()

    page.goto(f"{office.slack.url}?as={CYPE_LEAD}#/{office.slack.dm(CYPE_LEAD)}")
    asked = article(page, "https://kent.example/names")
    asked.get_by_role("button", name=re.compile("Verify")).click()
    office.settle()
    page.goto(f"{office.slack.url}?as={CYPE_LEAD}#/C0CYPE")
    expect(article(page, "privacy assessment")).to_contain_text(re.compile("verified", re.I))

    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS")
    type_in(page, "Message #leads", "/htst close 38 meeting 15 November 2022")
    expect(article(page, "closed, as agreed on 15 November 2022")).to_be_visible()
    type_in(page, "Message #leads", "/htst history 38")
    expect(article(page, "gave evidence")).to_be_visible()
