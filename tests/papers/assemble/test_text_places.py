"""Every text that a paper prints of what people wrote is searched for personal data before it is published."""

from dataclasses import replace

from papers.assemble.paper import committee_paper
from papers.assemble.text_places import texts
from papers.write.paper import Late, PaperQuestion, Passage, Section
from register.committee.covering_report import CoveringReport, Recommendation
from register.committee.movement import HappeningKind
from register.life import Decision, Delay, Life
from register.progress import Status
from tests.papers.assemble.materials import JANUARY, MEETING, NOW, SINCE, asked, doing, happened, material

WRITTEN = {
    "Introduction": "in the introduction",
    "Sign-off": "in the reason for publishing without a sign-off",
    "Recommendations": "in the covering report",
    "Late item": "in why it is late",
    "Contracts": "in the words of a theme",
    "The question of Cllr Jones": "in the answer",
    "What has moved": "in an update",
    "Extensions": "in the reason for another date",
    "Overdue": "in why it was missed",
    "Activity": "in what was promised",
}


def test_whatever_people_wrote_is_searched_and_its_place_is_named() -> None:
    read = CoveringReport("", "", None, "", "", (Recommendation("note", "Jane Smith, in the covering report"),))
    person = {place: f"Jane Smith, {words}" for place, words in WRITTEN.items()}
    another_date = replace(asked(Decision.ASKED), reason=person["Extensions"])
    known = material(
        doing("1", defined=person["Activity"], life=Life(revisions=(another_date,))),
        doing("2", JANUARY, life=Life(delays=(Delay(JANUARY, person["Overdue"], "", "U0CYPE", NOW),))),
        sections=(
            Section("Introduction", (Passage(person["Introduction"]),)),
            Section("Contracts", (Passage(person["Contracts"]),)),
        ),
        unsigned=("CYPE",),
        unsigned_because=person["Sign-off"],
        report=read,
        late=Late(person["Late item"], "it is urgent"),
        questions=(PaperQuestion("Cllr Jones", SINCE, "When?", person["The question of Cllr Jones"]),),
        between=[happened(HappeningKind.UPDATE, "1", person["What has moved"])],
    )
    found = {one.field for one in texts(committee_paper(known)) if "Jane Smith" in one.words}
    assert found == set(WRITTEN)


def test_how_each_action_came_to_be_in_a_list_is_searched() -> None:
    ended = doing("3", status=Status.SUPERSEDED, life=Life(ended="superseded by the plan for Jane Smith"))
    known = material(
        doing("1", status=Status.IMPLEMENTED, progress="Complete", delivered="Jane Smith has her taxi"),
        doing("2"),
        ended,
        between=[happened(HappeningKind.NO_CHANGE, "2", "Jane Smith is away")],
    )
    found = {(one.ref, one.field) for one in texts(committee_paper(known)) if "Jane Smith" in one.words}
    assert found == {("1", "What has moved"), ("2", "What has moved"), ("3", "What has moved")}


def test_each_cell_is_named_by_its_action_and_heading() -> None:
    cells = {(one.ref, one.field): one.words for one in texts(committee_paper(material(doing("7 (i)"))))}
    assert cells["7 (i)", "Ref"] == "7 (i)"
    assert cells["7 (i)", "Progress"] == "In progress"
    assert MEETING.isoformat() not in str(cells)
