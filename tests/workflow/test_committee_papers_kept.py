"""Papers without a table are kept: their themes and covering reports, and what later papers make of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from papers.assemble.paper import committee_paper
from papers.read import read
from register.action import Line
from register.committee.paper_kind import PaperKind
from register.committee.themed_report import Response
from register.committee.themes import LeadGroup
from register.refused import Refused
from register.register import Register
from storage.actions import actions, papers, registers
from storage.database.engine import reading, transaction
from tests.papers.test_other_kinds import ANSWERED, COVERING, THEMED
from tests.readings import paper_of
from workflow.committee_papers import material_for
from workflow.imports import Imported, import_reading

MEETING, MAY = date(2022, 11, 15), date(2023, 5, 16)
NOW = datetime(2023, 6, 1, 9, tzinfo=UTC)
OWNERS = {
    "1": ("GET", "CYPE"),
    "2": ("CYPE", "GET"),
    "3": ("ALL",),
    "4": ("GET",),
    "5": ("GLD",),
    "6": ("GET",),
    "7": ("GLD",),
}
LINES = [
    Line(ref, f"Permission {ref}.", "", "December 2022", codes, "", f"line {ref}")
    for ref, codes in OWNERS.items()
]


@pytest.fixture
def register(engine: Engine, kent: Register) -> Register:
    plain = replace(kent, paper=replace(kent.paper, themes={}))
    with transaction(engine) as tx:
        registers.save(tx, plain)
        import_reading(tx, plain, paper_of(LINES), MEETING, NOW)
    return plain


def take(engine: Engine, register: Register, folder: Path, words: str, day: date) -> Imported:
    (folder / "paper.txt").write_text(words, encoding="utf-8")
    with transaction(engine) as tx:
        return import_reading(tx, register, read(folder / "paper.txt"), day, NOW)


def test_themes_are_kept_and_what_they_leave_open_is_asked(
    engine: Engine, register: Register, tmp_path: Path
) -> None:
    imported = take(engine, register, tmp_path, THEMED, MAY)
    asked = "\n".join(imported.warnings)
    assert "Action 7" in asked or "action 7" in asked  # in no theme
    assert "not in any theme" in asked
    assert "“GET Lead”" in asked  # which has action 2 of CYPE and GET, and action 5 of GLD
    assert {one.ref for one in imported.doubts if one.field == "owners"} == {"2", "5"}
    assert {one.ref for one in imported.doubts if one.field == "section"} == {"7"}
    with reading(engine) as tx:
        quality, money = papers.themes(tx, "kent", MAY)
        assert papers.themes(tx, "kent", date(2023, 5, 15)) == ()
        assert papers.last_day(tx, "kent", date.max) == MEETING  # it says nothing of the table
        assert len(actions.refs(tx, register)) == len(OWNERS)
    assert quality.groups == (
        LeadGroup("All", ("3",)),
        LeadGroup("Joint CYPE/GET", ("1", "2")),
        LeadGroup("GLD Lead", ()),
    )
    assert money.groups == (LeadGroup("GET Lead", ("2", "4", "5", "6")),)  # action 2 stands in two themes
    assert money.narrative == "Costs are forecast each month."


def test_papers_print_the_themes_that_were_read_unless_the_settings_have_others(
    engine: Engine, register: Register, tmp_path: Path
) -> None:
    take(engine, register, tmp_path, THEMED, MAY)
    with reading(engine) as tx:
        printed = committee_paper(material_for(tx, register, MAY)).themes
        chosen = replace(register, paper=replace(register.paper, themes={"Rules": ("5", "7")}))
        set_by_hand = committee_paper(material_for(tx, chosen, MAY)).themes
        before = committee_paper(material_for(tx, register, MEETING)).themes
    assert [theme.title for theme in printed] == ["Quality", "Money"]
    assert ("Joint CYPE/GET", ("1", "2")) in [(one.printed, one.refs) for one in printed[0].groups]
    assert [theme.title for theme in set_by_hand] == ["Rules"]
    assert before == ()


def test_responses_stand_at_their_themes_and_recommendations_in_them(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    plain = replace(kent, paper=replace(kent.paper, themes={}))
    imported = take(engine, plain, tmp_path, ANSWERED, MEETING)
    assert [line.ref for line in imported.found.new] == ["1", "2", "3"]
    with reading(engine) as tx:
        oversight, summary = papers.themes(tx, "kent", MEETING)
        printed = committee_paper(material_for(tx, plain, MEETING)).themes
    assert oversight.responses == (
        Response("1.1", "The findings are accepted."),
        Response("1.2", "A board meets each month and a plan has been made."),
    )
    assert [one.number for one in summary.responses] == ["2.1"]
    assert [theme.title for theme in printed] == ["Theme 1: Oversight"]


def test_a_covering_report_is_kept_with_its_meeting(engine: Engine, register: Register, tmp_path: Path) -> None:
    with reading(engine) as tx:
        usual = committee_paper(material_for(tx, register, MEETING)).cover.recommendations
    take(engine, register, tmp_path, COVERING, MEETING)
    with reading(engine) as tx:
        kept = papers.report(tx, "kent", MEETING)
        asked = committee_paper(material_for(tx, register, MEETING)).cover.recommendations
        later = committee_paper(material_for(tx, register, MAY)).cover.recommendations
    assert kept is not None
    assert (kept.sender, kept.status) == ("A. N. Officer, General Counsel", "Unrestricted")
    assert [(one.verb, one.text) for one in asked] == [
        ("note", "the update;"),
        ("agree", "how often it wants one."),
    ]
    assert later == usual  # of another meeting


ADDED = [
    Line(ref, f"Permission {ref}.", "", "June 2023", ("GLD",), "", f"line {ref}") for ref in ("6a", "6b", "8")
]


def test_a_few_actions_that_are_added_do_not_take_the_place_of_the_last_paper(
    engine: Engine, register: Register
) -> None:
    with transaction(engine) as tx:
        imported = import_reading(tx, register, paper_of(ADDED, "added.csv", "1" * 64), date(2023, 1, 10), NOW)
        assert imported.kind is PaperKind.SUPPLEMENT
        material = material_for(tx, register, MAY)
        assert papers.last_day(tx, "kent", date.max) == MEETING
    paper = committee_paper(material)
    assert (material.since, material.seed) == (MEETING, "0" * 64)
    assert [row[0] for row in paper.appendix.rows] == [*OWNERS, "6a", "6b", "8"]
    assert {one.ref for one in material.after} - {one.ref for one in material.before} == {"6a", "6b", "8"}


def test_a_paper_that_leaves_out_a_few_actions_is_the_last_paper(engine: Engine, register: Register) -> None:
    with transaction(engine) as tx:
        import_reading(tx, register, paper_of(LINES[:4], "next.csv", "1" * 64), date(2023, 1, 10), NOW)
        assert papers.last_day(tx, "kent", date.max) == date(2023, 1, 10)


def test_a_paper_that_reports_on_a_few_known_actions_alone_is_the_last_paper(
    engine: Engine, register: Register
) -> None:
    """As one that prints only what is late."""
    with transaction(engine) as tx:
        import_reading(tx, register, paper_of(LINES[:2], "late.csv", "1" * 64), date(2023, 1, 10), NOW)
        assert papers.last_day(tx, "kent", date.max) == date(2023, 1, 10)


def test_a_paper_can_be_read_only_after_the_actions_that_were_added(engine: Engine, register: Register) -> None:
    with transaction(engine) as tx:
        import_reading(tx, register, paper_of(ADDED, "added.csv", "1" * 64), date(2023, 1, 10), NOW)
    with pytest.raises(Refused, match="10 January 2023"), transaction(engine) as tx:
        import_reading(tx, register, paper_of(LINES, "late.csv", "2" * 64), date(2023, 1, 9), NOW)
