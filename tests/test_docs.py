"""Every link between the documents and into the code leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [one for one in LINK.findall(page.read_text(encoding="utf-8")) if not re.match(r"[a-z]+:", one)]
    missing = [one for one in links if not (page.parent / one).exists()]
    assert not missing


def test_the_map_leads_through_the_code() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    for heading in ("## One flow in", "## One flow out"):
        flow = text.partition(heading)[2].partition("\n## ")[0]
        assert len(set(LINK.findall(flow))) >= 8
    for room in (
        "bot",
        "jobs",
        "workflow",
        "storage",
        "register",
        "messages",
        "papers",
        "slack_api",
        "runtime",
        "cli",
    ):
        assert f"](../{room}/" in text, room
