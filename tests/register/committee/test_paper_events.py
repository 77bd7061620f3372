"""What happened between papers: what was taken back did not happen."""

from dataclasses import replace
from datetime import UTC, date, datetime

from register.action import Milestone, Update
from register.change import Change, TargetDate
from register.changes import TargetChanged, UpdateAdded
from register.committee.movement import HappeningKind
from register.committee.paper_events import DatedChange, answering_changes, happenings
from register.life import Decision, Evidence, Life, Revision
from register.life_changes import (
    DateAsked,
    DateDecided,
    EvidenceAdded,
    EvidenceWithdrawn,
    NoChangeGiven,
    ProgressChanged,
)
from register.move_details import MoveDetails, left_by_moves
from register.progress import Status

AT = datetime(2022, 12, 1, 10, tzinfo=UTC)
CLAIM = ProgressChanged(
    "Complete", Status.IMPLEMENTED, ("In progress", Status.IN_PROGRESS), MoveDetails("U0AMY", AT)
)
REJECT = ProgressChanged(
    "In progress", Status.IN_PROGRESS, ("Complete", Status.IMPLEMENTED), MoveDetails("U0LEAD", AT, "half of it")
)
SHOWN = Evidence(4, "the letter", "U0AMY", AT)
ASKED = Revision(5, "31 March 2023", "the tender is late", "U0AMY", AT, date(2023, 3, 31), date(2022, 12, 1))

SAID = UpdateAdded(Update(9, AT, "U0AMY", "A draft is out.", "command"))
PUT_OFF = TargetChanged(
    *(
        TargetDate(printed, (Milestone("", printed, day),))
        for printed, day in (("March", date(2023, 3, 31)), ("December", date(2022, 12, 31)))
    )
)


def taken_back(move: ProgressChanged) -> ProgressChanged:
    return ProgressChanged(*move.was, was=(move.progress, move.status), details=MoveDetails(restored={}))


def story_of(*changes: tuple[str, Change]) -> list[DatedChange]:
    return [
        DatedChange("1", change, AT.date(), by, "command", number)
        for number, (by, change) in enumerate(changes)
    ]


def kinds(*changes: tuple[str, Change]) -> list[HappeningKind]:
    return [one.kind for one in happenings(story_of(*changes))]


def test_a_claim_that_was_taken_back_was_not_made() -> None:
    done = [("U0AMY", EvidenceAdded(SHOWN)), ("U0AMY", CLAIM)]
    assert kinds(*done) == [HappeningKind.EVIDENCE, HappeningKind.CLAIMED]
    assert kinds(*done, ("U0AMY", taken_back(CLAIM)), ("U0AMY", EvidenceWithdrawn(4))) == []


def moved(before: Status, after: Status) -> list[HappeningKind]:
    """What a paper counts a move as."""
    return kinds(
        ("U0AMY", ProgressChanged(after.value, after, (before.value, before), MoveDetails("U0AMY", AT)))
    )


def test_only_what_is_reported_complete_for_the_first_time_is_a_claim() -> None:
    assert moved(Status.NOT_STARTED, Status.IN_PROGRESS) == []
    assert moved(Status.IN_PROGRESS, Status.IMPLEMENTED) == [HappeningKind.CLAIMED]
    assert moved(Status.IMPLEMENTED, Status.VERIFIED) == [HappeningKind.VERIFIED]
    assert moved(Status.VERIFIED, Status.IMPLEMENTED) == []
    assert moved(Status.IMPLEMENTED, Status.IN_PROGRESS) == [HappeningKind.REJECTED]
    assert moved(Status.CLOSED, Status.IN_PROGRESS) == [HappeningKind.REOPENED]
    assert moved(Status.IN_PROGRESS, Status.SUPERSEDED) == []


def test_a_refusal_that_was_taken_back_leaves_the_claim() -> None:
    story: list[tuple[str, Change]] = [("U0AMY", CLAIM), ("U0LEAD", REJECT)]
    assert kinds(*story) == [HappeningKind.CLAIMED, HappeningKind.REJECTED]
    assert kinds(*story, ("U0LEAD", taken_back(REJECT))) == [HappeningKind.CLAIMED]


def test_a_date_and_a_no_change_that_were_taken_back_were_not_given() -> None:
    withdrawn = DateDecided(5, Decision.WITHDRAWN, "U0AMY", AT)
    assert kinds(("U0AMY", DateAsked(ASKED))) == [HappeningKind.EXTENSION_SOUGHT]
    assert kinds(("U0AMY", DateAsked(ASKED)), ("U0AMY", withdrawn)) == []
    assert kinds(("U0AMY", NoChangeGiven("the market"))) == [HappeningKind.NO_CHANGE]
    assert kinds(("U0AMY", NoChangeGiven("the market")), ("U0AMY", NoChangeGiven(""))) == []


def test_a_date_that_moves_as_it_was_granted_is_one_event_and_nothing_else_is_swallowed() -> None:
    request = ("U0AMY", DateAsked(ASKED))
    granted = ("U0LEAD", DateDecided(5, Decision.GRANTED, "U0LEAD", AT))
    assert kinds(request, granted, ("U0LEAD", PUT_OFF), ("U0AMY", SAID)) == [
        HappeningKind.EXTENSION_SOUGHT,
        HappeningKind.EXTENSION_GRANTED,
        HappeningKind.UPDATE,
    ]
    assert kinds(request, granted, ("U0AMY", SAID))[-1] is HappeningKind.UPDATE
    assert kinds(("U0AMY", CLAIM), ("paper", PUT_OFF)) == [HappeningKind.CLAIMED, HappeningKind.DATE_MOVED]


def test_only_what_an_owner_says_is_an_answer() -> None:
    verified = ProgressChanged(
        "Complete", Status.VERIFIED, ("Complete", Status.IMPLEMENTED), MoveDetails("U0LEAD", AT)
    )
    story = story_of(("U0AMY", SAID), ("U0AMY", CLAIM), ("U0LEAD", verified), ("paper", PUT_OFF))
    assert answering_changes(story) == [0, 1]


def test_a_date_that_is_asked_for_is_an_answer_until_it_is_refused() -> None:
    request = ("U0AMY", DateAsked(ASKED))

    def decided(decision: Decision) -> tuple[str, Change]:
        return ("U0LEAD", DateDecided(5, decision, "U0LEAD", AT))

    for decisions, numbers in (
        ((), [0]),
        ((Decision.GRANTED,), [0]),
        ((Decision.REFUSED,), []),
        ((Decision.REFUSED, Decision.ASKED), [0]),
        ((Decision.REFUSED, Decision.ASKED, Decision.REFUSED), []),
    ):
        assert answering_changes(story_of(request, *map(decided, decisions))) == numbers, decisions
    another = ("U0AMY", DateAsked(replace(ASKED, id=6)))
    assert answering_changes(story_of(request, decided(Decision.REFUSED), another)) == [2]
    assert answering_changes(story_of(("U0AMY", SAID), request, decided(Decision.REFUSED))) == [0]


def test_what_was_answered_before_an_action_was_sent_back_is_no_answer() -> None:
    story: list[tuple[str, Change]] = [("U0AMY", SAID), ("U0AMY", CLAIM), ("U0LEAD", REJECT)]
    assert answering_changes(story_of(*story)) == []
    assert answering_changes(story_of(*story, ("U0AMY", NoChangeGiven("the market")))) == [3]
    assert answering_changes(story_of(*story, ("U0LEAD", taken_back(REJECT)))) == [0, 1]


def test_a_decision_about_a_date_that_was_taken_back_was_not_made() -> None:
    request = ("U0AMY", DateAsked(ASKED))
    again = ("U0LEAD", DateDecided(5, Decision.ASKED, "U0LEAD", AT))
    for decision, kind in (
        (Decision.GRANTED, HappeningKind.EXTENSION_GRANTED),
        (Decision.REFUSED, HappeningKind.EXTENSION_REFUSED),
    ):
        decided = ("U0LEAD", DateDecided(5, decision, "U0LEAD", AT))
        assert kinds(request, decided) == [HappeningKind.EXTENSION_SOUGHT, kind]
        assert kinds(request, decided, again) == [HappeningKind.EXTENSION_SOUGHT]
        assert kinds(request, decided, again, decided) == [HappeningKind.EXTENSION_SOUGHT, kind]


def test_taking_back_another_move_leaves_the_claim_of_before() -> None:
    """To ongoing, say: that is no event of its own, and what is taken back is that move alone."""
    ongoing = ProgressChanged("Ongoing", Status.ONGOING, ("In progress", Status.IN_PROGRESS))
    story: list[tuple[str, Change]] = [("U0AMY", CLAIM), ("U0LEAD", REJECT), ("U0AMY", ongoing)]
    assert kinds(*story, ("U0AMY", taken_back(ongoing))) == [HappeningKind.CLAIMED, HappeningKind.REJECTED]


def test_what_moves_have_left_is_written_and_read_back() -> None:
    life = Life(reported_by="U0AMY", reported_at=AT, closed_on=date(2023, 3, 16), reason="done", lead="CYPE")
    written = left_by_moves(life)
    assert "lead" not in written
    move = ProgressChanged("Complete", Status.IMPLEMENTED, details=MoveDetails(restored=written))
    again = ProgressChanged.read(move.before, move.after)
    assert again == move
    assert again.details.restored == written
