"""A paper as a web page in a browser: by axe's rules, by keyboard, in narrow windows, and without scripts."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from papers.write.compose import compose
from papers.write.progress_page import progress_page
from papers.write.web_page import web_page
from tests.papers.write import samples

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (1280, 390, 320)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of some papers as pages."""
    folder: Path = tmp_path_factory.mktemp("papers")
    found = {}
    for name, paper in {"march": samples.march(), "empty": samples.empty(), "odd": samples.odd()}.items():
        (folder / f"{name}.html").write_bytes(web_page(compose(paper)))
        found[name] = (folder / f"{name}.html").as_uri()
    for name, content in {"public": samples.public(), "nothing public": samples.nothing_public()}.items():
        (folder / f"{name}.html").write_bytes(progress_page(content))
        found[name] = (folder / f"{name}.html").as_uri()
    return found


@pytest.fixture(params=WIDTHS)
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    """A tab as wide as a desk's screen, a telephone's, or one that is enlarged four times."""
    page.set_viewport_size({"width": request.param, "height": 800})
    return page


@pytest.mark.parametrize("name", ["march", "empty", "odd", "public", "nothing public"])
def test_axe_finds_nothing_to_mend_and_no_line_is_cut_off(
    sized: Page, papers: dict[str, str], name: str
) -> None:
    sized.goto(papers[name])
    assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")
    result = Axe().run(sized, options=RULES)
    assert result.violations_count == 0, result.generate_report()


_BROKEN_WORDS = """() => [...document.querySelectorAll("th")].filter((cell) => {
  const range = document.createRange();
  for (const node of cell.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    for (const word of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) return true;
    }
  }
  return false;
}).map((cell) => cell.textContent)"""


def test_no_heading_or_reference_is_broken_on_a_telephone(page: Page, papers: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(papers["march"])
    assert page.evaluate(_BROKEN_WORDS) == []


@pytest.mark.parametrize("name", ["march", "public"])
def test_it_can_be_read_in_dark_colours_and_is_printed_in_light_ones(
    page: Page, papers: dict[str, str], name: str
) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(papers[name])
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(20, 24, 29)"
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"


def test_the_table_is_a_table_to_screen_readers_even_as_cards(sized: Page, papers: dict[str, str]) -> None:
    sized.goto(papers["march"])
    tables = sized.get_by_role("table")
    assert tables.count() == 15
    appendix = sized.get_by_role("table", name="Appendix 1: Management Action Table")
    assert appendix.get_by_role("row").count() == 45
    assert appendix.get_by_role("rowheader").count() == 44


def test_the_keyboard_reaches_the_contents_and_what_they_lead_to(page: Page, papers: dict[str, str]) -> None:
    page.goto(papers["march"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#part-1$"))


@pytest.mark.parametrize("has_scripts", [False])
def test_it_shows_all_without_scripts(page: Page, papers: dict[str, str], has_scripts: bool) -> None:
    page.goto(papers["march"])
    assert "Appendix 1: Management Action Table" in page.inner_text("main")
    page.goto(papers["public"])
    assert "75 days late" in page.inner_text("main")
    page.get_by_role("link", name="Done (3)").click()
    expect(page).to_have_url(re.compile("#done$"))


def test_the_public_page_is_used_by_keyboard_alone(page: Page, papers: dict[str, str]) -> None:
    page.goto(papers["public"])
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "document.activeElement === document.body ? '' : document.activeElement.textContent"
        )
        if not words:
            break
        reached.append(" ".join(words.split()))
        ring = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        assert page.evaluate(ring), f"nobody sees that {words} has the focus"
    links = page.get_by_role("link")
    assert len(reached) == links.count() > 3
    page.goto(papers["public"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))


def test_the_public_page_is_read_by_its_headings(page: Page, papers: dict[str, str]) -> None:
    page.goto(papers["public"])
    late = page.get_by_role("region", name="Past their date")
    assert late.get_by_role("heading", level=3).first.inner_text() == "Action 1"
    assert "75 days late" in late.get_by_role("article").first.inner_text()
    page.get_by_role("link", name="Done (3)").click()
    expect(page).to_have_url(re.compile("#done$"))
    assert page.get_by_role("progressbar", name="Actions done").count() == 1
