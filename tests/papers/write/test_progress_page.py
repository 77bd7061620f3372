"""The public progress page: said plainly, from what was published, and unable to run or fetch anything."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.write.progress_page import Link, progress_page
from register.refused import Refused
from tests.papers.write import samples
from tests.papers.write.read_back import Page

USUAL = {tag for tag, _attributes in Page(progress_page(samples.public())).elements}
"""The elements of the page when nobody's words are odd."""


def plain(page: bytes) -> str:
    """The page's words on one line."""
    return " ".join(" ".join(Page(page).words).split())


def test_it_begins_with_what_families_ask_how_much_is_done_and_how_much_is_late() -> None:
    words = plain(progress_page(samples.public()))
    assert "On 16 March 2023, 3 of 44 actions were done and 37 were past their date." in words
    assert "What has changed since 15 November 2022 Done: 34 Progress reported: 1, 2 and 3" in words
    assert "New date" not in words
    assert (
        "This page shows what was published for the Governance and Audit Committee on 16 March 2023." in words
    )
    assert "The committee meets again on 16 May 2023." in words


def test_every_action_stands_once_under_its_state() -> None:
    headings = [words for level, words in Page(progress_page(samples.public())).headings if level == 3]
    assert sorted(headings) == sorted(f"Action {row[0]}" for row in samples.rows())


def test_an_empty_register_says_so() -> None:
    assert "On 16 March 2023 there were no actions." in plain(progress_page(samples.nothing_public()))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "java\nscript:x", ""]
)
def test_a_link_that_runs_something_is_refused_by_its_words(address: str) -> None:
    page = replace(samples.public(), papers=(Link("The paper", address),))
    with pytest.raises(Refused, match="The link “The paper” must lead to a page or a file"):
        progress_page(page)


def test_a_page_without_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="has no title"):
        progress_page(replace(samples.public(), title=" "))


@given(st.text())
def test_nobodys_words_are_markup(words: str) -> None:
    action = replace(
        samples.public().actions[0], promised=words, done=words, due=words, progress=words, ref=words
    )
    page = replace(
        samples.public(), actions=(action,), organisation=words, contact=words, introduction=(words,)
    )
    assert {tag for tag, _attributes in Page(progress_page(page)).elements} <= USUAL | {"bdi", "br"}
