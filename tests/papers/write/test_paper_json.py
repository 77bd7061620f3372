"""A published paper is kept as text, and made again from it to the letter."""

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.write.files import ENDINGS, as_bytes
from papers.write.paper import CommitteePaper
from papers.write.paper_json import digest, frozen, thawed
from register.refused import Refused
from tests.papers.write import samples


@pytest.mark.parametrize("paper", [samples.march(), samples.late(), samples.empty()])
def test_a_kept_paper_comes_back_equal_and_makes_the_same_files(paper: CommitteePaper) -> None:
    again = thawed(frozen(paper))
    assert again == paper
    assert all(as_bytes(again, ending) == as_bytes(paper, ending) for ending in ENDINGS)


def test_equal_papers_have_one_hash_whatever_zone_their_moment_was_given_in() -> None:
    paper = samples.march()
    elsewhere = replace(paper, moment=paper.moment.astimezone(timezone(timedelta(hours=9))))
    assert digest(frozen(elsewhere)) == digest(frozen(paper))
    assert digest(frozen(replace(paper, title="Another"))) != digest(frozen(paper))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_as_they_were(words: str) -> None:
    paper = samples.march(title=words)
    assert thawed(frozen(paper)) == paper


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"form":1,"paper":{}}', '{"form":1,"paper":{"title":7}}', "null"]
)
def test_damaged_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="The kept paper is damaged"):
        thawed(text)


def test_a_paper_of_a_later_release_is_said() -> None:
    later = json.dumps(json.loads(frozen(samples.march())) | {"form": 2})
    with pytest.raises(Refused, match="kept in form 2, and this release reads form 1"):
        thawed(later)
