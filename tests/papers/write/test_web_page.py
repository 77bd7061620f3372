"""The paper as a web page, read back by an HTML parser. In a browser it is tried in tests/browser."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.write.characters import clean
from papers.write.compose import compose
from papers.write.document import Table
from papers.write.web_page import page, table, web_page
from tests.papers.write import samples
from tests.papers.write.read_back import Page


@pytest.fixture(scope="module")
def march() -> Page:
    """The March paper."""
    return Page(web_page(compose(samples.march())))


def test_the_appendix_holds_every_row_in_the_committees_own_columns(march: Page) -> None:
    headings, *rows = march.tables[-1]
    assert tuple(headings) == samples.HEADINGS
    assert [tuple(row) for row in rows] == [tuple(clean(cell) for cell in row) for row in samples.rows()]


def test_headings_begin_with_the_title_and_skip_no_level(march: Page) -> None:
    levels = [level for level, _words in march.headings]
    assert march.headings[0] == (1, "SEND transport review: progress of the management actions")
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_it_stands_alone_and_runs_nothing(march: Page) -> None:
    tags = {tag for tag, _attributes in march.elements}
    assert not tags & {"script", "link", "iframe", "object", "form", "base"}
    for _tag, attributes in march.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("src") or "data:").startswith("data:")
        assert (attributes.get("href") or "#").startswith("#")


def test_it_says_its_language_and_fits_a_telephone(march: Page) -> None:
    elements = dict(march.elements)
    assert elements["html"]["lang"] == "en-GB"
    assert any(attributes.get("name") == "viewport" for tag, attributes in march.elements if tag == "meta")


def test_every_heading_cell_says_what_it_heads(march: Page) -> None:
    scopes = [attributes.get("scope") for tag, attributes in march.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}
    assert not [1 for _tag, attributes in march.elements if {"colspan", "rowspan"} & set(attributes)]


def test_pictures_are_described(march: Page) -> None:
    described = [attributes["alt"] or "" for tag, attributes in march.elements if tag == "img"]
    assert [text.partition(".")[0] for text in described] == [
        "Bar chart: Open actions by directorate",
        "Bar chart: Actions implemented by their date",
    ]


def test_each_entry_of_the_contents_leads_to_a_heading(march: Page) -> None:
    ids = {attributes.get("id") for _tag, attributes in march.elements}
    leads = [attributes["href"] for tag, attributes in march.elements if tag == "a"]
    assert len(leads) == 1 + 11
    assert all(href and href[1:] in ids for href in leads)


@settings(max_examples=200)
@given(st.text(), st.text(min_size=1))
def test_any_words_come_back_and_none_is_markup(heading: str, cell: str) -> None:
    document = page(heading, table(Table(heading, (heading, "b", "c", "d"), ((cell, "", "x", "y"),))))
    read = Page(document)
    expected = [[clean(heading), "b", "c", "d"], [clean(cell), "", "x", "y"]]
    assert read.tables == [expected]
    known = {"html", "head", "meta", "title", "style", "body", "a", "table", "caption", "thead", "tbody"}
    assert {tag for tag, _attributes in read.elements} <= known | {"tr", "th", "td", "bdi", "br"}
    assert re.search(rb"<style>[^<]*</style>", document)


def test_a_table_of_many_columns_is_moved_sideways_by_mouse_and_keys_and_others_are_not() -> None:
    def regions(columns: int) -> list[dict[str, str | None]]:
        cells = tuple(map(str, range(columns)))
        read = Page(page("A report", table(Table("Table of actions", cells, (cells,)))))
        return [attributes for _tag, attributes in read.elements if attributes.get("role") == "region"]

    assert regions(8) == []
    (region,) = regions(9)
    assert (region["tabindex"], region["aria-label"]) == ("0", "Table of actions")
