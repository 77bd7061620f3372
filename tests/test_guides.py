"""The guides: each picture has its place in one, and each guide's pictures are there and small."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = ("officer.md", "lead.md", "manager.md", "it.md")
LARGEST = 120_000
"""Bytes of a picture."""


def named(guide: str) -> set[str]:
    return set(re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+\.png)\)", (DOCS / guide).read_text()))


def test_each_picture_is_in_a_guide_and_is_small() -> None:
    pictures = {picture.name for picture in (DOCS / "pictures").iterdir()}
    assert set().union(*map(named, GUIDES)) == pictures
    for picture in (DOCS / "pictures").iterdir():
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert 3_000 < picture.stat().st_size < LARGEST, picture.name


@pytest.mark.parametrize("guide", GUIDES[:3])
def test_a_guide_shows_what_it_speaks_of(guide: str) -> None:
    assert len(named(guide)) >= 4


def test_each_page_is_in_the_sites_navigation() -> None:
    site = (DOCS.parent / "mkdocs.yml").read_text()
    assert [page.name for page in DOCS.glob("*.md") if page.name not in site] == []
