"""Scenes for the guides: forms that people fill in, a paper shown before it is read, and a page of a paper written."""

import io
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from demo.office import MONITOR, OFFICER_IDS, SAMPLE, Office
from playground.definitions import File
from workflow.paper_files import write_paper

AMY = OFFICER_IDS["CYPE"]
MARCH = SAMPLE.with_name("management-action-table-march.docx")
DOTS_PER_INCH = 80


def of_forms_on_cards(page: Page, office: Office) -> Iterator[tuple[str, Locator]]:
    """What an officer's card and home page open."""
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    card = page.get_by_role("article").filter(has=page.get_by_text("Action 34", exact=True)).last
    for name, button in (
        ("done-form", "Complete action 34"),
        ("new-date-form", "New date for action 34"),
        ("snooze-form", "Snooze reminders for action 34"),
    ):
        card.get_by_role("button", name=button).click()
        yield name, _form(page)
        page.keyboard.press("Escape")
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={AMY}#/home")
    office.settle()
    expect(page.get_by_role("region", name="Home")).to_contain_text("How to use me")
    page.get_by_role("button", name=re.compile("^I am away")).click()
    yield "away-form", _form(page)
    page.keyboard.press("Escape")


def of_the_administrators_forms(page: Page, office: Office) -> Iterator[tuple[str, Locator]]:
    """The register's settings, cards to be posted, a paper to be published, and what a meeting decided."""
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS")
    for name, words, button in (
        ("setup-form", "/htst setup", "setup"),
        ("post-cards-form", "/htst status", "post_cards"),
        ("publish-form", "/htst round 16 March 2023", "publish"),
        ("meeting-form", "/htst meeting 16 March 2023", "meeting"),
    ):
        if name == "meeting-form":
            office.slack.move_to(datetime(2023, 3, 17, 9, tzinfo=UTC))
            office.settle()
        office.slack.command(MONITOR, "C0LEADS", words)
        office.slack.press(MONITOR, "C0LEADS", office.slack.ephemeral(MONITOR)[-1]["ts"], button)
        yield name, _form(page)
        page.keyboard.press("Escape")


def of_a_shared_paper(page: Page, office: Office) -> Iterator[tuple[str, Locator]]:
    """March's table, shared with the bot: what it would do."""
    direct = office.slack.dm(MONITOR)
    office.slack.say(MONITOR, direct, "", files=[File(MARCH.name, MARCH.read_bytes())])
    office.settle()
    office.slack.press(MONITOR, direct, office.slack.messages(direct)[-1]["ts"], "offer_paper")
    view = office.slack.view(MONITOR)
    assert view is not None
    office.slack.submit(MONITOR, view["id"], {"as_at": {"as_at": "2023-03-16"}})
    office.settle()
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={MONITOR}#/{direct}")
    yield "import-preview", page.get_by_role("article").last


def of_a_paper(_page: Page, office: Office) -> Iterator[tuple[str, bytes]]:
    """The first page of a meeting's paper, as its PDF prints it."""
    kept = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        write_paper(office.engine, office.register, date(2022, 12, 12), file, draft=True)
        with pypdfium2.PdfDocument(file) as paper:
            paper[0].render(scale=DOTS_PER_INCH / 72).to_pil().save(kept, "PNG")
    yield "paper-page", kept.getvalue()


SCENES = (of_forms_on_cards, of_a_paper, of_the_administrators_forms, of_a_shared_paper)


def _form(page: Page) -> Locator:
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    return form
