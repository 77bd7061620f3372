"""The sitrep, the figures and charts, and what the public page says of each action."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from papers.assemble.material import Material
from papers.assemble.paper import committee_paper
from papers.assemble.reports import progress_page_of, sitrep_of
from papers.write.paper import CommitteePaper
from papers.write.progress_page import ProgressPage, PublicState
from register.committee.movement import HappeningKind
from register.committee.paper_plan import PaperPlan
from register.life import Decision, Life, OnTime, Outlook
from register.progress import Status
from tests.messages.wording import KENT, promised
from tests.papers.assemble.materials import (
    APRIL,
    COLUMNS,
    JANUARY,
    JUNE,
    MEETING,
    NOW,
    asked,
    doing,
    happened,
    material,
)

SOON = MEETING + timedelta(days=14)


def items(found: Any) -> list[tuple[str, str]]:
    return [(one.ref, one.words) for one in found]


def test_a_sitrep_counts_and_lists_what_is_done_late_doubted_and_next() -> None:
    doubt = Life(outlook=Outlook(OnTime.DOUBTFUL.value, "U0CYPE", NOW))
    after = (
        doing("1", status=Status.IMPLEMENTED, progress="Complete", delivered="The board met"),
        doing("2", milestones=(promised(JANUARY, "Draft"), promised(SOON, "Final")), life=doubt),
        doing("3", SOON, life=doubt),
        doing("4", SOON + timedelta(days=1), life=doubt),
        doing("5", SOON),
        doing("6", None, life=Life(review_on=JANUARY), status=Status.ONGOING),
        doing("7", None),
    )
    between = [
        happened(HappeningKind.UPDATE, "2", "Drafted"),
        happened(HappeningKind.NO_CHANGE, "5", "Waiting"),
    ]
    found = sitrep_of(material(*after, between=between), "Sitrep")
    assert dict(found.volumes) == {
        "Actions in the register": 7,
        "Open": 6,
        "Overdue": 2,
        "Due by 30 March 2023": 3,
        "Updates given": 1,
        "Reported complete": 1,
        "Open actions with nothing reported": 4,
    }
    assert items(found.delivered) == [("1", "The board met"), ("2", "Drafted")]
    assert items(found.risks) == [
        ("2", "Overdue since 31 January 2023"),
        ("3", "Its owners doubt that it will be done by 30 March 2023"),
        ("6", "Review overdue since 31 January 2023"),
    ]
    assert items(found.planned) == [(ref, "Due 30 March 2023") for ref in ("2", "3", "5")]


def test_actions_are_counted_as_raised_claimed_and_met() -> None:
    known = material(
        doing("1", APRIL, status=Status.IMPLEMENTED, progress="Complete"),
        doing("2", JANUARY, status=Status.IMPLEMENTED, progress="Complete"),
        doing("3", JANUARY, more={"raised": "3/4/2022"}),
        doing("4", JUNE, more={"raised": "1 February 2024"}),  # a slip: no action is raised after the meeting
        history=[
            *(happened(HappeningKind.CLAIMED, ref) for ref in ("1", "2", "3")),
            replace(happened(HappeningKind.UPDATE, "1"), on=MEETING),
            replace(happened(HappeningKind.UPDATE, "2"), on=JANUARY),
        ],
    )
    counted = committee_paper(known).figures
    assert counted is not None
    assert (counted.total, counted.open, counted.assumed) == (4, 2, 0)
    assert (counted.claimed.number, counted.claimed.of) == (2, 4)
    assert (counted.verified.number, counted.verified.of) == (0, 2)
    assert counted.by_original.number == 1  # the other was claimed on 1 February, a day late
    assert [count for _age, count in counted.ages if count] == [
        1,
        1,
    ]  # one open for 11 months, of one nobody knows
    assert counted.ages[-1] == ("Day not known", 1)
    unknown = committee_paper(replace(known, history=())).figures
    assert unknown is not None
    assert unknown.assumed == 2


def test_its_charts_show_the_open_actions_and_the_shares_and_an_empty_register_has_none() -> None:
    known = material(
        doing("1", JANUARY), doing("2"), doing("3", status=Status.IMPLEMENTED, progress="Complete")
    )
    progress, directorates, shares = committee_paper(known).charts
    assert progress.title == "Open actions by progress"
    assert [(one.label, one.number, one.part) for one in progress.bars] == [("In progress", 2, 1)]
    assert [(one.number, one.part) for one in directorates.bars] == [(2, 1), (2, 1), (0, 0)]
    assert (progress.dark, progress.light) == ("overdue", "not overdue")
    assert {one.label: one.number for one in shares.bars}["Claimed as complete"] == 33
    assert {one.label: one.number for one in shares.bars}["Verified, of those claimed"] == 0
    assert shares.mark == PaperPlan().target
    nothing = committee_paper(material(register=replace(KENT, paper=PaperPlan())))
    assert nothing.charts == ()


def test_the_columns_are_those_of_the_last_paper_with_the_key_that_says_more_than_its_words() -> None:
    known = material(doing("1"), key={"Amber": "In progress", "Complete": "Complete"})
    appendix = committee_paper(known).appendix
    assert (appendix.headings, appendix.ref_column) == (("Activity", "Ref", "Owner", "Progress"), 1)
    assert appendix.key == (("Amber", "In progress"),)
    without = committee_paper(replace(known, columns=COLUMNS[:1])).appendix
    assert without.ref_column == 0


def page(known: Material, paper: CommitteePaper | None = None) -> ProgressPage:
    return progress_page_of(known.register, paper or committee_paper(known), COLUMNS, known.after)


def test_the_public_page_says_of_each_action_whose_it_is_and_how_it_stands() -> None:
    granted = asked(Decision.GRANTED, decided_at=NOW)
    known = material(
        doing("1", status=Status.IMPLEMENTED, progress="Complete"),
        doing("2", JANUARY),
        doing("3", life=Life(revisions=(granted,))),
        doing("4", None, life=Life(review_on=JANUARY), status=Status.ONGOING, progress="Ongoing"),
        doing("5", life=Life(revisions=(asked(Decision.ASKED),))),
        doing("6", JANUARY, progress="Complete"),  # as it was printed
        between=[happened(HappeningKind.EXTENSION_SOUGHT, ref, after=JUNE) for ref in ("3", "5", "6")],
    )
    found = page(known)
    assert [(one.ref, one.state, one.late) for one in found.actions] == [
        ("1", PublicState.DONE, 0),
        ("2", PublicState.LATE, (MEETING - JANUARY).days),
        ("3", PublicState.HAND, 0),
        ("4", PublicState.HAND, 0),
        ("5", PublicState.HAND, 0),
        ("6", PublicState.DONE, 0),
    ]
    assert found.actions[0].owners == (
        "Children, Young People and Education",
        "Growth, Environment and Transport",
    )
    assert [(one.ref, one.silent_since) for one in found.actions if one.silent_since] == [("2", known.since)]
    assert dict(found.moved) == {
        "Completed": ("1",),
        "Progress changed": ("1", "4", "6"),
        "Given more time": ("3",),
        "Closed by the committee": (),
        "New": (),
    }
    assert (found.committee, found.since) == ("Governance and Audit Committee", known.since)


def test_of_a_first_paper_the_page_counts_what_is_late_from_its_actions() -> None:
    known = material(
        doing("1", JANUARY),
        doing("2", JANUARY, milestones=(promised(date(2022, 12, 31), "Draft"), promised(JANUARY, "Final"))),
        doing("3", MEETING),
        since=None,
        register=replace(KENT, committee="", paper=PaperPlan()),
    )
    found = page(known)
    assert [(one.ref, one.late) for one in found.actions] == [("1", 44), ("2", 75), ("3", 0)]
    assert (found.moved, found.since, found.committee) == ((), None, "committee")
    gone = replace(known, after=())
    unknown = page(gone, committee_paper(known)).actions[0]  # printed, but no action any more
    assert unknown.owners == ("CYPE GET",)
