"""The pictures of the guides, taken in a browser from the demo at work (make pictures)."""

import io
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

from demo import story_to_march
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.office import office as open_office
from storage.database.address import address_of
from tests.browser import chromium, scenes_of_forms
from tests.browser.conftest import ARGUMENTS

FOLDER = Path(__file__).parent.parent.parent / "docs/pictures"
COLOURS = 128
"""A picture of a page has few: so many keep it readable and small, its few red and amber signs too."""
AMY = OFFICER_IDS["CYPE"]
TALL: ViewportSize = {"width": 1000, "height": 1700}
"""A window in which the longest answer stands whole."""
BRITISH = {"LANG": "en_GB.UTF-8", "LANGUAGE": "en_GB"}
"""The browser's language, in which its date fields are written; Debian has it in the package chromium-l10n."""
LOW: ViewportSize = {"width": 1000, "height": 760}
Shot = tuple[str, Locator | bytes]
"""A picture's name, and what is on it: something on the page, or a PNG."""


def article(page: Page, words: str) -> Locator:
    """The newest message that holds these words."""
    return page.get_by_role("article").filter(has_text=words).last


def ask(page: Page, channel: str, words: str, answer: str) -> Locator:
    """Type a command in a channel, and give the answer to it, which holds those words."""
    field = page.get_by_role("textbox", name=f"Message #{channel}")
    expect(field).to_be_visible()
    answers = page.get_by_role("article").filter(has_text="Only visible to you")
    before = answers.count()
    field.fill(words)
    field.press("Escape")
    field.press("Enter")
    expect(answers).to_have_count(before + 1)
    expect(answers.last).to_contain_text(answer)
    return answers.last


def of_an_officer(page: Page, office: Office) -> Iterator[Shot]:
    """What an officer sees, on the paper's day and after it."""
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    page.set_viewport_size(LOW)
    card = page.get_by_role("article").filter(has=page.get_by_text("Action 3", exact=True)).last
    yield "card", card
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    box = thread.get_by_role("textbox")
    box.fill("Feedback form sent to PACT.")
    box.press("Enter")
    expect(thread).to_contain_text("Recorded as an update to action 3")
    yield "reply", thread
    page.set_viewport_size(TALL)
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    yield "status-of-one", ask(page, "cype", "/htst status 3", "Next reminder")
    yield "list", ask(page, "cype", "/htst what is due in CYPE by 24 December?", "24 December 2022")
    yield "mine", ask(page, "cype", "/htst mine", "Yours:")
    article(page, "Action 34").get_by_role("button", name=re.compile("Update")).first.click()
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    yield "update-form", form
    page.keyboard.press("Escape")


def of_the_weeks(page: Page, office: Office) -> Iterator[Shot]:
    """The reminder, the digest and what follows."""
    office.slack.move_to(datetime(2022, 11, 16, 10, tzinfo=UTC))
    office.settle()
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    yield "reminder", article(page, "Reminder:")
    office.slack.move_to(datetime(2022, 12, 5, 10, tzinfo=UTC))
    office.settle()
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS")
    yield "digest", article(page, "the week to")
    yield "register", ask(page, "leads", "/htst status", "By directorate")
    yield "history", ask(page, "leads", "/htst history 3", "The history of action 3")
    yield "help", ask(page, "leads", "/htst help", "What you can ask me")
    page.set_viewport_size(LOW)
    digest = [one for one in office.slack.messages("C0LEADS") if not one.get("files")][-1]
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS/{digest['ts']}")
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("img").last.scroll_into_view_if_needed()
    yield "chart", thread
    page.set_viewport_size(TALL)


def of_a_completion(page: Page, office: Office) -> Iterator[Shot]:
    """An officer reports an action complete, and a lead looks at it; another date is asked for and granted."""
    page.goto(f"{office.slack.url}?as={AMY}#/C0CYPE")
    words = "/htst done 3 The form is in use: https://www.kent.example/feedback"
    yield "done", ask(page, "cype", words, "reported complete")
    ask(page, "cype", "/htst due 34 exactly 31 March 2023 because the panel meets in February", "31 March 2023")
    office.settle()
    page.goto(f"{office.slack.url}?as={CYPE_LEAD}#/C0CYPE")
    yield "to-verify", ask(page, "cype", "/htst status 3", "Reported complete by")
    yield "to-grant", ask(page, "cype", "/htst status 34", "31 March 2023")


def of_a_round(page: Page, office: Office) -> Iterator[Shot]:
    """The run-up to a meeting, as the demo's story plays it."""
    for step in (story_to_march.owners_are_asked_once, story_to_march.owners_answer_in_one_form):
        _played(step(office))
    page.goto(f"{office.slack.url}?as={MONITOR}#/C0LEADS")
    yield "round", ask(page, "leads", "/htst round 16 March 2023", "answered")


def of_the_home_page(page: Page, office: Office) -> Iterator[Shot]:
    """The bot's own page, of a lead."""
    page.goto("about:blank")
    page.goto(f"{office.slack.url}?as={CYPE_LEAD}#/home")
    office.settle()
    shown = page.get_by_role("region", name="Home")
    expect(shown).to_contain_text("How to use me")
    yield "home", shown


SCENES = (of_an_officer, of_the_weeks, of_a_completion, of_a_round, of_the_home_page)


def _played(lines: Iterator[str]) -> None:
    for _line in lines:
        pass


def save(name: str, png: bytes) -> None:
    """Keep a picture, in few colours."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    image.save(FOLDER / f"{name}.png", optimize=True)


def main() -> int:
    """Take every picture anew; give how many could not be."""
    logging.getLogger().setLevel(logging.ERROR)
    FOLDER.mkdir(exist_ok=True)
    missing = 0
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.bring(), args=ARGUMENTS, env={**os.environ, **BRITISH}
        )
        page = browser.new_page(viewport=TALL, locale="en-GB")
        page.set_default_timeout(30_000)
        for number, scenes in enumerate((SCENES, scenes_of_forms.SCENES)):
            with open_office(address_of(Path(folder) / f"demo{number}.db")) as office:
                office.slack.command(MONITOR, "C0LEADS", "/htst assign all")
                office.settle()
                for scene in scenes:
                    missing += _taken(scene(page, office))
        browser.close()
    return missing


def _taken(shots: Iterator[Shot]) -> int:
    while True:
        try:
            name, what = next(shots)
            if isinstance(what, bytes):
                save(name, what)
            else:
                expect(what).to_be_visible()
                save(name, what.screenshot())
            print(f"{name}.png")
        except StopIteration:
            return 0
        except (PlaywrightError, AssertionError) as failed:  # the other scenes are still of use
            print(f"a picture is missing: {failed}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
