"""The two published papers of Kent, line by line; the expected facts were taken from the papers by eye."""

import re
from collections import Counter
from datetime import date

import pytest

from papers.read import Reading, read
from register.action import Line
from register.days.target_dates import read_target
from register.imports.reconcile import reconcile
from register.refs import references
from tests.conftest import ROOT

PAPERS = ROOT.parent / "shared" / "papers"
pytestmark = pytest.mark.skipif(not PAPERS.is_dir(), reason="the published papers are not on this machine")

# Each line: ref, place, owners, target, progress; then, of what is defined and of what was delivered, the
# first and the last word and how many letters there are.
NOVEMBER = """
1 | 2 | GET CYPE | December 2022 |  | A … arrangements. 102 | SITREPS … review. 255
2 | 3 | ALL | December 2022 |  | Defining … officers. 158 |
3 | 4 | ALL | November 2022 |  | Establish … decisions. 108 |
4 | 5 | GLD | December 2022 |  | Review … residents. 155 |
5 | 6-8 | GLD | November 2022 |  | Reminder … activity. 128 |
6 | 9 | GLD | January 2023 |  | Refresh … expectations. 115 |
7 | 10 | CYPE | December 2022 |  | Working … stakeholders. 279 |
8 | 11 | GLD | December 2022 |  | Review … arrangements. 46 |
9 | 12 | GLD | November 2022 | Complete | Urgent … arrangements. 53 | Discussion … Duties 169
10 | 13 | ALL | December 2022 |  | Review … Standards). 160 |
11 | 15 | GLD | January 2023 |  | Project … Standards 103 |
12 | 16 | GLD | December 2022 |  | Further … Members. 111 | Recirculation … available. 120
13 | 17 | CYPE GET | December 2022 |  | GLD … Directorates. 71 |
14 | 18 | CYPE GET | November 2022 |  | Formal … defined. 207 | Teams … team. 200
15 | 19 | CYPE | December 2022 |  | Review … level. 155 |
16 | 20-22 | CYPE GET | November 2022 | Complete | CYPE … GET. 177 | Home … actions. 277
17 | 23 | ALL | March 2023 |  | Consideration … principles. 175 | This … Programme. 56
18 | 24 | GLD | February 2023 |  | Additional … deliverable. 297 |
19 | 25 | GLD | February 2023 |  | Additional … them. 132 |
20 | 26 | GLD | December 2022 |  | Advice … role. 117 |
21 | 28 | GLD | November 2022 |  | Revisit … assurance. 164 |
22 | 29 | GLD | December 2022 |  | Review … in. 141 |
23 | 30 | GLD | January 2023 |  | Advice … training. 265 |
24 | 31 | GET CYPE | December 2022 |  | Clarification … space. 251 |
25 | 33 | GET CYPE | December 2022 |  | Clarification … space. 255 |
26 | 34 | GLD | December 2022 |  | Short … 2022. 133 |
27 | 35 | GLD | March 2023 |  | More … 2022. 124 |
28 | 36 | GLD | March 2023 |  | Operational … finalised. 52 |
29 | 37 | GLD | December 2022 |  | Review … contemporaneously. 176 |
30 | 38 | GLD | December 2022 |  | Review … decision. 180 |
31 | 40 | ALL | February 2023 |  | Review … responsibilities. 148 |
32 | 41 | GLD | March 2023 |  | Review … expectations. 310 |
33 | 42 | CYPE GET | January 2023 |  | Review … responsibility. 125 |
34 | 43 | CYPE | December 2022 |  | Review … registers. 152 |
35 | 44 | GET | December 2022 |  | Review … registers. 152 |
36 | 46 | GET | December 2022 |  | Review … projects. 102 |
37 | 47 | CYPE | December 2022 |  | Review … projects. 102 |
38 | 48 | CYPE GET | (two) |  | Identification … accountability. 257 |
39 | 49 | CYPE GET | December 2022 |  | Written … transport. 146 |
40 | 50 | GLD | December 2022 |  | Review … Council 77 |
41 | 52 | GLD | January 2023 |  | Finalisation … activity. 140 |
42 | 53 | CYPE GET | November 2022 |  | Co-ordination … reviewed. 105 |
43 | 54 | CYPE GET | December 2022 |  | Review … activity. 116 |
44 | 55 | ALL | December 2022 |  | Review … future. 119 |
"""
MARCH = """
1 | 22 | GET CYPE | December 2022 | In progress | A … arrangements. 102 | SITREPS … error. 475
2 | 23 | ALL | December 2022 | In progress | Defining … officers. 158 | This … Project. 55
3 | 24-26 | ALL | November 2022 | In progress | Establish … decisions. 108 | Information … voice. 329
4 | 27 | GLD | December 2022 |  | Review … residents. 155 |
5 | 28 | GLD | November 2022 |  | Reminder … activity. 128 |
6 | 29 | GLD | January 2023 |  | Refresh … expectations. 115 |
7 | 30-33 | CYPE | December 2022 | Ongoing | Working … stakeholders. 279 | PACT … 2023 612
8 | 34 | GLD | December 2022 |  | Review … arrangements. 46 |
9 | 35 | GLD | November 2022 | Complete | Urgent … arrangements. 53 | Discussion … Duties 169
10 | 36 | ALL | December 2022 | Ongoing | Review … Standards). 160 | CYPE … activity. 353
11 | 37 | GLD | January 2023 |  | Project … Standards 103 |
12 | 38-40 | GLD | December 2022 |  | Further … Members. 111 | Recirculation … available. 120
13 | 41 | CYPE GET | December 2022 |  | GLD … Directorates. 71 | No … GET. 29
14 | 42 | CYPE GET | November 2022 | Ongoing | Formal … defined. 207 | Teams … 10). 415
15 | 43 | CYPE | December 2022 |  | Review … level. 155 |
16 | 44-46 | CYPE GET | November 2022 | Complete | CYPE … GET. 177 | Home … actions. 289
17 | 47 | ALL | March 2023 |  | Consideration … principles. 175 | This … Programme. 56
18 | 48-49 | GLD | February 2023 |  | Additional … deliverable. 297 |
19 | 50 | GLD | February 2023 |  | Additional … them. 132 |
20 | 51 | GLD | December 2022 |  | Advice … role. 117 |
21 | 52-54 | GLD | November 2022 |  | Revisit … assurance. 164 |
22 | 55 | GLD | December 2022 |  | Review … in. 141 |
23 | 56 | GLD | January 2023 |  | Advice … training. 265 |
24 | 57 | GET CYPE | December 2022 |  | Clarification … space. 251 | Action … outstanding. 19
25 | 59 | GET CYPE | December 2022 | Ongoing | Clarification … space. 255 | An … (Action10). 157
26 | 60 | GLD | December 2022 |  | Short … 2022. 133 |
27 | 61 | GLD | March 2023 |  | More … 2022. 124 |
28 | 62 | GLD | March 2023 |  | Operational … finalised. 52 |
29 | 63 | GLD | December 2022 |  | Review … contemporaneously. 176 |
30 | 64 | GLD | December 2022 |  | Review … decision. 180 |
31 | 66 | ALL | February 2023 |  | Review … responsibilities. 148 | See … 17 13
32 | 67 | GLD | March 2023 |  | Review … expectations. 310 |
33 | 68 | CYPE GET | January 2023 |  | Review … responsibility. 125 | There … framework 255
34 | 69-71 | CYPE | December 2022 | Complete | Review … registers. 152 | Implemented … DMT 176
35 | 72 | GET | December 2022 |  | Review … registers. 152 | Home … Review. 220
36 | 73 | GET | December 2022 |  | Review … projects. 102 | Undertaken … , 293
37 | 74 | CYPE | December 2022 |  | Review … projects. 102 | Renewed … roles 315
38 | 76 | CYPE GET | (two) |  | Identification … accountability. 257 | New … area. 275
39 | 77 | CYPE GET | December 2022 |  | Written … transport. 146 | HST … 10). 103
40 | 78 | GLD | December 2022 |  | Review … Council 77 |
41 | 79 | GLD | January 2023 |  | Finalisation … activity. 140 |
42 | 80 | CYPE GET | November 2022 |  | Co-ordination … reviewed. 105 | Agreed … Registers. 73
43 | 82 | CYPE GET | December 2022 |  | Review … activity. 116 |
44 | 83 | ALL | December 2022 |  | Review … future. 119 | GET … underway 388
"""

TWO_MILESTONES = "Identification November 2022 Training December 2022"


@pytest.fixture(scope="module")
def november() -> Reading:
    return read(next(PAPERS.glob("003_*.txt")))


@pytest.fixture(scope="module")
def march() -> Reading:
    return read(next(PAPERS.glob("000_*.txt")))


def summary(line: Line) -> str:
    def ends(words: str) -> str:
        return f"{words.split()[0]} … {words.split()[-1]} {len(words)}" if words else ""

    place = line.place.replace("lines ", "").replace("line ", "").replace(" to ", "-")
    target = "(two)" if line.target == TWO_MILESTONES else line.target
    cells = [
        line.ref,
        place,
        " ".join(line.owners),
        target,
        line.progress,
        ends(line.defined),
        ends(line.delivered),
    ]
    return " | ".join(cells).rstrip()


def test_every_field_of_november_is_right(november: Reading) -> None:
    assert [summary(line) for line in november.lines] == NOVEMBER.strip().splitlines()


def test_every_field_of_march_is_right(march: Reading) -> None:
    assert [summary(line) for line in march.lines] == MARCH.strip().splitlines()


@pytest.mark.parametrize("paper", ["november", "march"])
def test_owners_and_dates_are_as_many_as_the_papers_have(paper: str, request: pytest.FixtureRequest) -> None:
    lines = request.getfixturevalue(paper).lines
    assert [line.ref for line in lines] == [str(number) for number in range(1, 45)]
    assert Counter("+".join(sorted(line.owners)) for line in lines) == {
        "GLD": 21, "CYPE+GET": 11, "ALL": 6, "CYPE": 4, "GET": 2,
    }  # fmt: skip
    assert Counter(line.target for line in lines) == {
        "December 2022": 24, "November 2022": 7, "January 2023": 5, "March 2023": 4, "February 2023": 3,
        TWO_MILESTONES: 1,
    }  # fmt: skip


def test_progress_and_what_was_delivered_are_as_many_as_the_papers_have(
    november: Reading, march: Reading
) -> None:
    assert Counter(line.progress for line in november.lines) == {"": 42, "Complete": 2}
    assert Counter(line.progress for line in march.lines) == {
        "": 34, "Complete": 3, "Ongoing": 4, "In progress": 3,
    }  # fmt: skip
    assert [sum(bool(line.delivered) for line in paper.lines) for paper in (november, march)] == [6, 23]


def test_action_38_has_two_milestones(november: Reading) -> None:
    target = read_target(november.lines[37].target, date(2022, 11, 15))
    assert [(m.label, f"{m.deadline}") for m in target.milestones] == [
        ("Identification", "2022-11-30"),
        ("Training", "2022-12-31"),
    ]


def test_texts_that_run_over_a_page_are_whole(november: Reading, march: Reading) -> None:
    words = {line.ref: line for line in november.lines}
    assert "Assessments as part of" in words["5"].defined
    assert "commissioning SEND" in words["16"].defined
    assert "transport eligibility" in words["16"].delivered
    words = {line.ref: line for line in march.lines}
    assert "implementation guidelines. Consultation" in words["7"].delivered
    assert words["21"].owners == ("GLD",)
    assert words["16"].defined == november.lines[15].defined


def test_what_was_mended_or_joined_is_reported_with_its_place(november: Reading, march: Reading) -> None:
    assert [warning.split(":")[0] for warning in november.warnings] == [
        "Line 10",
        "Line 19",
        "Line 43",
        "Line 47",
    ]
    assert [warning.split(":")[0] for warning in march.warnings] == ["Line 43", "Line 69", "Lines 30 to 33"]
    assert all("read as CYPE" in warning for warning in (*november.warnings, *march.warnings[:2]))
    assert "“guidelines”" in march.warnings[2]


def test_cross_references_are_found_in_the_words(march: Reading) -> None:
    found = {line.ref: references(line.defined, line.delivered) for line in march.lines}
    assert {ref: named for ref, named in found.items() if named} == {
        "1": ("10",), "14": ("10",), "25": ("10",), "31": ("17",), "33": ("10",), "39": ("10",),
    }  # fmt: skip


@pytest.mark.parametrize(("paper", "letter"), [("november", 0), ("march", 20)])
def test_no_word_of_the_table_is_lost_or_made_up(
    paper: str, letter: int, request: pytest.FixtureRequest
) -> None:
    reading: Reading = request.getfixturevalue(paper)
    text = "\n".join((PAPERS / reading.name).read_text(encoding="utf-8").splitlines()[letter:])
    text = (
        re.sub(r"</?u>", "", text).replace("СҮРЕ", "CYPE").replace("This page is intentionally left blank", "")
    )
    headings = "Action Ref. Activity Defined Activity Delivered Target Date CMT Owner Progress Indicator"
    printed = Counter(text.split()) - Counter(headings.split())
    kept = Counter(
        word
        for line in reading.lines
        for cell in (line.ref, line.defined, line.delivered, line.target, *line.owners, line.progress)
        for word in cell.split()
    )
    broken = Counter(["guide", "lines."]) if paper == "march" else Counter()
    assert printed - kept == broken
    assert kept - printed == (Counter(["guidelines."]) if paper == "march" else Counter())


def test_march_over_november_tells_what_changed(november: Reading, march: Reading) -> None:
    found = reconcile(march.lines, {line.ref: line for line in november.lines})
    assert (found.new, found.missing) == ((), ())
    assert {change.ref: change.fields for change in found.changed} == {
        "1": ("delivered", "progress"),
        "2": ("delivered", "progress"),
        "3": ("delivered", "progress"),
        "7": ("delivered", "progress"),
        "10": ("delivered", "progress"),
        "13": ("delivered",),
        "14": ("delivered", "progress"),
        "16": ("delivered",),
        "24": ("delivered",),
        "25": ("delivered", "progress"),
        "31": ("delivered",),
        "33": ("delivered",),
        "34": ("delivered", "progress"),
        "35": ("delivered",),
        "36": ("delivered",),
        "37": ("delivered",),
        "38": ("delivered",),
        "39": ("delivered",),
        "42": ("delivered",),
        "44": ("delivered",),
    }
    assert len(found.same) == 44 - len(found.changed)
