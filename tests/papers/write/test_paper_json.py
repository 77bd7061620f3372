"""A published paper is kept as text, and made again from it to the letter."""

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.write.compose import compose
from papers.write.document import Document, DocumentPart
from papers.write.files import ENDINGS, as_bytes
from papers.write.paper import CommitteePaper
from papers.write.paper_json import digest, frozen, thawed
from register.refused import Refused
from tests.papers.write import samples


@pytest.mark.parametrize("paper", [samples.march(), samples.late(), samples.empty()])
def test_a_kept_paper_comes_back_equal_and_makes_the_same_files(paper: CommitteePaper) -> None:
    again, document = thawed(frozen(paper, compose(paper)))
    assert (again, document) == (paper, compose(paper))
    assert all(as_bytes(again, ending, document=document) == as_bytes(paper, ending) for ending in ENDINGS)


def test_a_later_release_prints_the_headings_and_sentences_that_were_published() -> None:
    paper = samples.march()
    first = compose(paper)
    text = frozen(paper, replace(first, parts=(DocumentPart("Report", first.parts[0].blocks[:2]),)))
    again, document = thawed(text)
    assert as_bytes(again, ".html", document=document) != as_bytes(paper, ".html")
    assert b"Appendix" not in as_bytes(again, ".html", document=document)


def test_a_paper_of_the_first_release_is_kept_without_its_document() -> None:
    stored = json.loads(frozen(samples.march(), compose(samples.march())))
    assert thawed(json.dumps({"form": 1, "paper": stored["paper"]})) == (samples.march(), None)


def test_equal_papers_have_one_hash_whatever_zone_their_moment_was_given_in() -> None:
    paper = samples.march()
    elsewhere = replace(paper, moment=paper.moment.astimezone(timezone(timedelta(hours=9))))
    hashes = {digest(frozen(one, compose(one))) for one in (paper, elsewhere)}
    assert len(hashes) == 1
    another = replace(paper, title="Another")
    assert digest(frozen(another, compose(another))) not in hashes


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_as_they_were(words: str) -> None:
    paper = samples.march(title=words)
    document = Document(words, (), paper.moment)
    assert thawed(frozen(paper, document)) == (paper, document)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"form":1,"paper":{}}',
        '{"form":1,"paper":{"title":7}}',
        '{"form":2,"paper":{}}',
        "null",
    ],
)
def test_damaged_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="The kept paper is damaged"):
        thawed(text)


def test_a_paper_of_a_later_release_is_said() -> None:
    later = json.dumps(json.loads(frozen(samples.march(), compose(samples.march()))) | {"form": 3})
    with pytest.raises(Refused, match="kept in form 3, and this release reads form 2"):
        thawed(later)
