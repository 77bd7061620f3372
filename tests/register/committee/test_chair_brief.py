"""The chair's brief asks what the record raises, no more, and says which changes each question rests on."""

from dataclasses import replace
from datetime import date

from register.action import Action, Milestone
from register.committee.chair_brief import Question, Rule, questions
from register.committee.movement import Happening, HappeningKind
from register.progress import Status

MEETING = date(2022, 11, 15)
JANUARY, MARCH, JUNE = date(2023, 1, 31), date(2023, 3, 31), date(2023, 6, 30)


def action(status: Status, ref: str = "5") -> Action:
    return Action("kent", ref, "Asked", "", "", ("GLD",), ("GLD",), (Milestone("", "", JUNE),), "", status)


def happened(*kinds: HappeningKind, ref: str = "5") -> list[Happening]:
    """These things, one a day from 1 December 2022 on."""
    return [
        Happening(ref, kind, date(2022, 12, day), "U0LEAD", change=day)
        for day, kind in enumerate(kinds, start=1)
    ]


def asked(status: Status, *kinds: HappeningKind) -> dict[Rule, Question]:
    return {one.rule: one for one in questions([action(status)], happened(*kinds), MEETING)}


def test_nothing_is_asked_where_the_record_raises_nothing() -> None:
    assert asked(Status.IN_PROGRESS, HappeningKind.UPDATE) == {}
    assert asked(Status.IMPLEMENTED, HappeningKind.CLAIMED, HappeningKind.EVIDENCE) == {}
    assert asked(Status.CLOSED) == {}


def test_a_date_that_moved_twice_is_asked_about_with_both_moves() -> None:
    moves = [
        Happening(
            "5", HappeningKind.EXTENSION_GRANTED, date(2022, 12, 1), "", "Consultation", JANUARY, MARCH, 11
        ),
        Happening("5", HappeningKind.DATE_MOVED, date(2023, 2, 1), "", "", MARCH, JUNE, 12),
        Happening("5", HappeningKind.UPDATE, date(2023, 2, 2), "U0LEAD", change=13),
    ]
    (question,) = questions([action(Status.IN_PROGRESS)], reversed(moves), MEETING)
    assert question.rule is Rule.MOVED
    assert question.words == (
        "The date of Action 5 has moved 2 times, from 31 January 2023 to 30 June 2023. "
        "What will be different this time?"
    )
    assert [change.change for change in question.rests_on] == [11, 12]
    assert questions([action(Status.IN_PROGRESS)], moves[1:], MEETING) == ()
    assert Rule.MOVED not in {q.rule for q in questions([action(Status.CLOSED)], moves, MEETING)}


def test_a_yes_without_evidence_is_asked_for_it() -> None:
    question = asked(Status.IMPLEMENTED, HappeningKind.EVIDENCE, HappeningKind.REJECTED, HappeningKind.CLAIMED)[
        Rule.NO_EVIDENCE
    ]
    assert question.words == (
        "Action 5 was reported complete on 3 December 2022 without evidence. What shows that it was done?"
    )
    assert [change.change for change in question.rests_on] == [3]
    assert asked(Status.IMPLEMENTED)[Rule.NO_EVIDENCE].words.startswith(
        "Action 5 was reported complete without"
    )


def test_a_yes_that_did_not_hold_rests_on_the_yes_and_on_the_no() -> None:
    question = asked(Status.IN_PROGRESS, HappeningKind.CLAIMED, HappeningKind.EVIDENCE, HappeningKind.REJECTED)[
        Rule.DID_NOT_HOLD
    ]
    assert [change.change for change in question.rests_on] == [1, 3]
    assert "reported complete on 1 December 2022 but was not accepted on 3 December 2022" in question.words
    assert Rule.DID_NOT_HOLD in asked(
        Status.IMPLEMENTED,
        HappeningKind.CLAIMED,
        HappeningKind.REOPENED,
        HappeningKind.CLAIMED,
        HappeningKind.EVIDENCE,
    )
    assert (
        asked(
            Status.VERIFIED,
            HappeningKind.CLAIMED,
            HappeningKind.REJECTED,
            HappeningKind.CLAIMED,
            HappeningKind.VERIFIED,
        )
        == {}
    )


def test_silence_since_the_last_meeting_names_what_was_heard_last() -> None:
    before = Happening("5", HappeningKind.UPDATE, MEETING, "U0LEAD", change=4)
    (question,) = questions([action(Status.IN_PROGRESS)], [before], MEETING)
    assert question.rule is Rule.SILENT
    assert question.words == (
        "Nothing has been heard about Action 5 since 15 November 2022; the last answer was on 15 November 2022. "
        "Where does it stand?"
    )
    assert question.rests_on == (before,)
    assert asked(Status.IN_PROGRESS, HappeningKind.NO_CHANGE) == {}
    assert asked(Status.IN_PROGRESS)[Rule.SILENT].rests_on == ()


def test_an_owner_whose_date_was_refused_is_silent_and_the_chair_reads_what_they_asked() -> None:
    (request,) = happened(HappeningKind.EXTENSION_SOUGHT)
    assert questions([action(Status.IN_PROGRESS)], [request], MEETING) == ()
    refused = replace(request, is_overturned=True)
    (question,) = questions([action(Status.IN_PROGRESS)], [refused], MEETING)
    assert question.words == (
        "The new date sought for Action 5 on 1 December 2022 was refused, and nobody has answered since. "
        "Where does it stand?"
    )
    assert question.rests_on == (refused,)
    claim, rejected = happened(HappeningKind.CLAIMED, HappeningKind.REJECTED)
    back = [replace(claim, is_overturned=True), rejected]
    words = {one.rule: one.words for one in questions([action(Status.IN_PROGRESS)], back, MEETING)}
    assert words[Rule.SILENT] == (
        "What was said about Action 5 on 1 December 2022 no longer counts: it was sent back or reopened, and nobody "
        "has answered since. Where does it stand?"
    )


def test_what_is_past_the_last_escalation_is_asked_about_without_a_claim_that_anybody_heard_of_it() -> None:
    found = questions([action(Status.IN_PROGRESS)], [], MEETING, escalated={"5": Milestone("", "", JUNE)})
    (question,) = [one for one in found if one.rule is Rule.ESCALATED]
    assert question.words == (
        "Action 5 was due on 30 June 2023 and is still open. No cause is given. What is to be done?"
    )


def test_of_what_is_late_by_its_review_alone_it_is_not_said_that_its_date_has_passed() -> None:
    review = Milestone("Review", "", JANUARY, is_review=True)
    found = questions([action(Status.ONGOING)], [], MEETING, escalated={"5": review})
    (question,) = [one for one in found if one.rule is Rule.ESCALATED]
    assert question.words == (
        "Action 5 was to be reviewed by 31 January 2023 and has not been. Where does it stand?"
    )


def test_questions_come_by_their_weight_and_then_by_ref() -> None:
    actions = [
        action(Status.IN_PROGRESS, "10"),
        action(Status.IN_PROGRESS, "9"),
        action(Status.IN_PROGRESS, "2"),
    ]
    record = [*happened(HappeningKind.CLAIMED, HappeningKind.REJECTED, ref="10")]
    assert [(one.rule, one.ref) for one in questions(actions, record, MEETING)] == [
        (Rule.DID_NOT_HOLD, "10"),
        (Rule.SILENT, "2"),
        (Rule.SILENT, "9"),
    ]
