"""Every link between the documents and into the code leads somewhere, and what people type or set is in them."""

import re
from pathlib import Path

import pytest

from bot.commands import VERBS
from config.register_file import KEYS, OWNER_KEYS
from config.settings import VARIABLES
from tests.conftest import ROOT
from tests.every_command import every_command

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TABLES = {"high": "reminders.high"}
"""The keys of settings that are tables of their own, as they are written."""
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


def test_every_command_verb_and_setting_stands_in_the_documentation() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    documented = readme + "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    verbs = [f"`/htst {verb}" for verb in VERBS]
    assert [words for words in verbs if words not in readme] == [], "add it to the table of what people type"
    names = (
        *(f"htst {name}" for name in every_command()),
        *VARIABLES,
        *(f"`{key}`" for keys in (*KEYS.values(), OWNER_KEYS) for key in keys if key not in TABLES),
        *(f"`[{words}]`" for words in TABLES.values()),
    )
    assert [words for words in names if words not in documented] == [], "add it to its page in docs/"
