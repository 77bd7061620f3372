"""What a paper is held up by before it is published, and what becomes of the updates that no author had seen."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR, OFFICER_IDS
from papers.assemble.material import Material
from papers.assemble.paper import committee_paper
from papers.write.paper import CommitteePaper, Exempt, Passage, Section
from register.refused import Refused
from register.register import Register
from storage.actions import published, registers
from storage.database.engine import reading, transaction
from tests.desk import Desk, desk_of
from workflow import publishing
from workflow.committee_papers import material_for
from workflow.context import SHELL, Request
from workflow.narrative import NewWords, edit_narrative, edit_paper
from workflow.publishing import Late, Publication, publish
from workflow.sources import sources_of
from workflow.withdrawing import withdraw_update

MEETINGS = (date(2022, 11, 30), date(2022, 12, 14), date(2023, 1, 11))
TOO_LATE = datetime(2022, 11, 28, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """Two actions; no lead has to sign off."""
    desk = desk_of(engine, kent)
    with transaction(engine) as tx:
        registers.save(
            tx, replace(kent, directorates=tuple(replace(one, lead="") for one in kent.directorates))
        )
    return desk


def publishes(desk: Desk, meeting: date, because: str = "", late: Late | None = None) -> Publication:
    request = Request(f"publish:{meeting}:{because}:{late}", MONITOR, "", desk.now, SHELL)
    return publish(desk.context, request, "kent", meeting, because=because, late=late)


def writes_what_nobody_reported(desk: Desk) -> None:
    own = Section("Introduction", (Passage("All is well.", ()),))
    request = Request("words", MONITOR, "C0LEADS", desk.now, "form")
    edit_paper(desk.context, request, "kent", MEETINGS[0], NewWords({}, (own,)))


def test_words_without_a_source_alone_hold_a_paper_up(desk: Desk) -> None:
    writes_what_nobody_reported(desk)
    with pytest.raises(Refused, match=r"not published\. These words have no source: “All is well\.” names no"):
        publishes(desk, MEETINGS[0])
    kept = publishes(desk, MEETINGS[0], because="The author was there")
    assert [(one["kind"], one["because"]) for one in kept.findings] == [("no source", "The author was there")]


def test_a_paper_that_would_print_what_it_leaves_out_as_exempt_is_not_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_exempt_printed(known: Material) -> CommitteePaper:
        return replace(committee_paper(known), exempt=(Exempt("Paragraph 3", ("1",)),))

    monkeypatch.setattr(publishing, "committee_paper", with_exempt_printed)
    with pytest.raises(Refused, match=r"Action 1 is exempt .* but would be printed in Appendix"):
        publishes(desk, MEETINGS[0])
    with reading(desk.engine) as tx:
        assert published.of_meeting(tx, "kent", MEETINGS[0]) is None


def test_that_a_paper_is_to_follow_is_held_up_by_nothing_in_it_and_leaves_the_updates_to_it(desk: Desk) -> None:
    desk.types(AMY, "update 1 Draft sent")
    writes_what_nobody_reported(desk)
    desk.now = TOO_LATE
    late = Late(" two leads were away ", " it cannot wait ", to_follow=True)
    notice = publishes(desk, MEETINGS[0], late=late)
    assert notice.is_notice
    assert "“two leads were away”" in notice.text or '"two leads were away"' in notice.text
    assert desk.action("1").delivered == ""
    paper = publishes(desk, MEETINGS[0], "The author was there", replace(late, to_follow=False))
    assert (paper.is_notice, paper.version) == (False, 2)
    assert desk.action("1").delivered == "Draft sent"


@pytest.mark.parametrize(
    ("reason", "urgency", "field"), [(" ", "it cannot wait", "late"), ("leads were away", " ", "urgency")]
)
def test_blanks_are_no_reason_for_lateness(desk: Desk, reason: str, urgency: str, field: str) -> None:
    desk.now = TOO_LATE
    with pytest.raises(Refused, match="Say both") as refused:
        publishes(desk, MEETINGS[0], late=Late(reason, urgency))
    assert refused.value.field == field


def test_an_update_becomes_words_of_the_table_once_and_keeps_its_source(desk: Desk) -> None:
    desk.types(AMY, "update 1 Draft sent")
    publishes(desk, MEETINGS[0])
    desk.types(AMY, "update 1 Contract signed")
    publishes(desk, MEETINGS[1])
    publishes(desk, MEETINGS[2])
    assert desk.action("1").delivered.splitlines() == ["Draft sent", "Contract signed"]
    assert desk.action("2").delivered == ""
    with reading(desk.engine) as tx:
        found = sources_of(tx, registers.find(tx, "kent"), MEETINGS[2])
    assert [[each.by for each in one.origins] for one in found] == [[AMY], [AMY]]


def test_words_of_several_updates_keep_their_own_sources_where_one_is_taken_back_since(desk: Desk) -> None:
    desk.types(AMY, "update 1 Draft sent")
    desk.types(MONITOR, "update 1 Contract signed")
    publishes(desk, MEETINGS[0])
    (first, _second) = desk.action("1").updates
    request = Request("withdraw", MONITOR, "C0LEADS", desk.now, "form")
    withdraw_update(desk.context, request, "kent", "1", "it was another's", first.id)
    with reading(desk.engine) as tx:
        found = sources_of(tx, registers.find(tx, "kent"), MEETINGS[1])
    assert [(one.text, [each.by for each in one.origins]) for one in found] == [
        ("Draft sent", [AMY]),
        ("Contract signed", [MONITOR]),
    ]


def test_what_an_author_put_otherwise_is_not_printed_again_beside_a_later_update(desk: Desk) -> None:
    desk.types(AMY, "update 1 The reminder went out.")
    request = Request("words", MONITOR, "C0LEADS", desk.now, "form")
    edit_narrative(desk.context, request, "kent", "1", "A reminder went out.")
    desk.types(AMY, "update 1 Contract signed")
    publishes(desk, MEETINGS[0])
    assert desk.action("1").delivered.splitlines() == ["A reminder went out.", "Contract signed"]


def test_an_update_that_is_taken_back_after_it_was_published_is_pointed_at(desk: Desk) -> None:
    desk.types(AMY, "update 1 Draft sent")
    publishes(desk, MEETINGS[0])
    desk.types(MONITOR, "withdraw 1 because it names a pupil", "C0LEADS")
    with reading(desk.engine) as tx:
        assert material_for(tx, registers.find(tx, "kent"), MEETINGS[1]).reworded == ("1",)
