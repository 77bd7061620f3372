"""Papers that hold no table of actions: themes, recommendations with responses, covering reports."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from papers.read import Reading, read
from register.committee.covering_report import Recommendation
from register.committee.themed_report import Response, Theme, doubts_about, leaders
from register.committee.themes import LeadGroup as Group
from tests.conftest import ROOT

PAPERS = ROOT.parent / "shared" / "papers"
published = pytest.mark.skipif(not PAPERS.is_dir(), reason="the published papers are not on this machine")
DIRECTORATES = ("CYPE", "GET", "GLD")

THEMED = """
Management Action Report

It groups the actions.

Quality

Action Reference:

All: 3

Joint CYPE/GET: 1, 2

GLD Lead: N/A

A board meets each month. It looks at what parents can understand of their

legal rights, and risks.

- It also looks at the register.

Money

Action Reference:

GET Lead: 2,4 to 6

Costs are forecast each month.

Appendices

Appendix A
"""

ANSWERED = """
Appendix 2

1. This report gives a response.

1 Theme 1: Oversight

Panel recommendations:

Council wide:

- *Risk register - Add large projects to the [register](#) at once.*
- *Each report should say what it costs.*

Service specific

- *Feedback – Ask schools and operators, and act
on it.*
Response: Partially accepted.

Officer response on Oversight recommendations:

- 1.1 The findings are accepted.
- 1.2 A board meets each month and a plan

has been made.

2. Summary and Next Steps

- 2.1 Officers will report again.
"""

COVERING = """
From: A. N. Officer, General Counsel
To: Governance and Audit Committee, 15 November 2022
Subject: Lessons learned
Status: Unrestricted

Recommendation

The Governance and Audit Committee is asked to:

- a) **NOTE** the update; and
- b) **AGREE** how often it wants one.

1. Introduction

- a) Members received a report.

5. Recommendations

The Governance and Audit Committee is asked to:

- a) **NOTE** the update; and
- b) **AGREE** how often it wants one.
"""


def text(tmp_path: Path, words: str) -> Reading:
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    return read(tmp_path / "a.txt")


def paper(number: str) -> Reading:
    return read(next(PAPERS.glob(f"{number}_*.txt")))


def test_a_themed_report(tmp_path: Path) -> None:
    found = text(tmp_path, THEMED)
    assert (found.kind, found.lines) == ("themes", ())
    quality, money = found.themes
    assert (quality.title, money.title) == ("Quality", "Money")
    assert quality.groups == (Group("All", ("3",)), Group("Joint CYPE/GET", ("1", "2")), Group("GLD Lead", ()))
    assert money.groups == (Group("GET Lead", ("2", "4", "5", "6")),)
    assert quality.narrative == (
        "A board meets each month. It looks at what parents can understand of their legal rights, and risks.\n"
        "- It also looks at the register."
    )
    assert money.narrative == "Costs are forecast each month."


def test_a_themed_report_in_word(tmp_path: Path) -> None:
    document = Document()
    for line in filter(None, THEMED.split("\n")):
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [(theme.title, theme.groups) for theme in found.themes] == [
        (theme.title, theme.groups) for theme in text(tmp_path, THEMED).themes
    ]


def test_what_is_asked_about_themes() -> None:
    themes = [
        Theme("Quality", "", (Group("Joint CYPE/GET", ("1", "2", "9")), Group("All", ("3",))), (), "line 5")
    ]
    owners = {"1": ("GET", "CYPE"), "2": ("GLD",), "3": ("ALL",), "4": ("GET",)}
    assert [(doubt.ref, doubt.field) for doubt in doubts_about(themes, owners, DIRECTORATES)] == [
        ("2", "owners"),
        ("9", "ref"),
        ("4", "section"),
    ]
    assert leaders("Joint GLD/CYPE", DIRECTORATES) == {"GLD", "CYPE"}
    assert leaders("Partners", DIRECTORATES) == set()


@published
def test_the_published_themes() -> None:
    found = paper("001")
    assert found.kind == "themes"
    assert [theme.title for theme in found.themes] == [
        "Monitoring and quality assurance",
        "Parental Engagement",
        "Governance",
        "Finance",
    ]
    groups = {(theme.title, group.printed): group.refs for theme in found.themes for group in theme.groups}
    assert groups["Monitoring and quality assurance", "Joint CYPE/GET"] == (
        "1",
        "16",
        "25",
        "33",
        "38",
        "39",
        "42",
        "43",
    )
    assert groups["Parental Engagement", "GET Lead"] == ()
    assert len(groups["Governance", "GLD Lead"]) == 21
    counts = Counter(ref for refs in groups.values() for ref in refs)
    assert {ref for ref, count in counts.items() if count > 1} == {"1", "25", "39", "43"} | {
        ref for ref in counts if counts[ref] > 1
    }
    assert [len(theme.narrative.split()) > 150 for theme in found.themes] == [True] * 4
    assert found.themes[1].narrative.endswith("are clear, timely and helpful.")
    assert "understand the extent of their legal entitlement" in found.themes[1].narrative
    assert "Appendix A" not in found.themes[3].narrative


@published
def test_the_published_themes_agree_with_the_published_owners() -> None:
    owners = {line.ref: line.owners for line in paper("000").lines}
    assert [(d.ref, d.field) for d in doubts_about(paper("001").themes, owners, DIRECTORATES)] == []


def test_recommendations_and_responses(tmp_path: Path) -> None:
    found = text(tmp_path, ANSWERED)
    assert (found.kind, found.numbered) == ("recommendations", True)
    assert [(line.ref, line.defined, line.more) for line in found.lines] == [
        (
            "1",
            "Add large projects to the register at once.",
            {"section": "Theme 1: Oversight", "scope": "council-wide", "title": "Risk register"},
        ),
        (
            "2",
            "Each report should say what it costs.",
            {"section": "Theme 1: Oversight", "scope": "council-wide"},
        ),
        (
            "3",
            "Ask schools and operators, and act on it.",
            {
                "section": "Theme 1: Oversight",
                "scope": "service-specific",
                "title": "Feedback",
                "response": "Partially accepted.",
            },
        ),
    ]
    assert [(theme.title, theme.responses) for theme in found.themes] == [
        (
            "Theme 1: Oversight",
            (
                Response("1.1", "The findings are accepted."),
                Response("1.2", "A board meets each month and a plan has been made."),
            ),
        ),
        ("Summary and Next Steps", (Response("2.1", "Officers will report again."),)),
    ]
    assert any("numbered in order" in warning for warning in found.warnings)


@published
def test_the_published_recommendations() -> None:
    found = paper("004")
    assert found.kind == "recommendations"
    assert Counter(line.more["section"][:7] for line in found.lines) == {
        **{"Theme 1": 7, "Theme 2": 4, "Theme 3": 3, "Theme 4": 11},
    }
    assert Counter(line.more["scope"] for line in found.lines) == {"council-wide": 12, "service-specific": 13}
    assert sum("title" in line.more for line in found.lines) == 24
    assert {line.ref: line.more["title"] for line in found.lines if line.ref in ("1", "8", "20")} == {
        "1": "Systems change",
        "8": "Key performance indicators (KPIs)",
        "20": "Home to School Transport policy",
    }
    numbers = [response.number for theme in found.themes for response in theme.responses]
    assert numbers == [
        f"{theme}.{at}" for theme, count in enumerate((8, 7, 10, 11, 3), start=1) for at in range(1, count + 1)
    ]
    assert found.themes[4].title == "Summary and Next Steps"
    assert found.themes[3].responses[10].text.endswith("private hire trade.")
    assert not any("*" in line.defined or "](" in line.defined for line in found.lines)


def test_a_covering_report(tmp_path: Path) -> None:
    found = text(tmp_path, COVERING)
    assert (found.kind, found.lines) == ("covering report", ())
    report = found.covering_report
    assert report is not None
    assert (report.sender, report.to, report.meeting) == (
        "A. N. Officer, General Counsel",
        "Governance and Audit Committee",
        date(2022, 11, 15),
    )
    assert (report.subject, report.status) == ("Lessons learned", "Unrestricted")
    assert report.recommendations == (
        Recommendation("NOTE", "the update"),
        Recommendation("AGREE", "how often it wants one."),
    )


@published
def test_the_published_covering_report() -> None:
    report = paper("002").covering_report
    assert report is not None
    assert (report.to, report.meeting, report.status) == (
        "Governance and Audit Committee",
        date(2022, 11, 15),
        "Unrestricted",
    )
    assert [one.verb for one in report.recommendations] == ["NOTE", "AGREE"]


@published
def test_the_tables_are_still_tables() -> None:
    assert [(paper(number).kind, len(paper(number).lines)) for number in ("000", "003")] == [("table", 44)] * 2
