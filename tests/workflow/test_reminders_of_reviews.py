"""The next review of an ongoing action is one more date: its owners are reminded, and it shows where dates show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from jobs.timetable import tick
from papers.assemble.moves import moves
from papers.assemble.paper import committee_paper
from papers.assemble.reports import progress_page_of, sitrep_of
from register.action import Line
from register.days.calendar import Nation
from register.register import Register
from storage.actions import registers, write_actions
from storage.actions.audit import differing
from storage.database.engine import reading, transaction
from storage.database.register_tables import milestone
from storage.queue.notices import Notice
from tests.desk import START, Desk
from tests.readings import paper_of
from workflow.committee_papers import columns_of, material_for
from workflow.imports import import_reading

AMY, LEAD, ADMIN = "U0CYPE", "U0CYPELEAD", "U0MONITOR"
CYPE = "C0CYPE"
REVIEW = date(2023, 1, 31)
LINES = [
    Line("1", "Check the vetting of drivers", "", "Ongoing", ("CYPE",), "", "line 1"),
    Line("2", "Publish the policy", "", "31 March 2024", ("CYPE",), "", "line 2"),
]


def desk_for(engine: Engine, kent: Register) -> Desk:
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(LINES), START.date(), START)
    return Desk(engine)


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Iterator[Desk]:
    """A register without meetings, where action 1 is ongoing and is looked at next on 31 January."""
    weekly = replace(kent, reminders=replace(kent.reminders, once_a_week=True), meetings=type(kent.meetings)())
    with transaction(engine) as tx:
        registers.save(tx, weekly)
    desk = desk_for(engine, weekly)
    desk.types(AMY, "review 1 31 January 2023")
    yield desk
    with reading(engine) as tx:  # whatever was done to it, it is as its changes say
        assert not list(differing(tx, weekly))


def passes(desk: Desk, until: date) -> Iterator[tuple[date, Notice]]:
    """What asks about action 1 from the desk's day until another, with its day."""
    while desk.now.date() < until:
        desk.now = datetime.combine(desk.now.date() + timedelta(days=1), START.timetz()) + timedelta(hours=9)
        for found in tick(desk.engine, desk.now, desk.now):
            asks = found.reminds if found.kind == "digest" else found.refs
            if "1" in asks:
                yield desk.now.date(), found
        desk.sends()


def asked(desk: Desk, until: date) -> list[tuple[str, str, date]]:
    return [(one.kind, one.to, day) for day, one in passes(desk, until)]


def test_its_owners_are_reminded_once_in_the_week_before_and_then_as_of_any_date(desk: Desk) -> None:
    assert asked(desk, date(2023, 3, 8)) == [
        ("digest", CYPE, date(2023, 1, 23)),
        ("digest", CYPE, date(2023, 2, 6)),
        ("digest", CYPE, date(2023, 2, 13)),
        ("escalation", LEAD, date(2023, 2, 14)),
        ("digest", CYPE, date(2023, 2, 20)),
        ("digest", CYPE, date(2023, 2, 27)),
        ("escalation", ADMIN, date(2023, 2, 28)),
    ]


def test_where_each_step_is_a_message_it_is_one_before_a_review_and_none_on_a_day_off(
    engine: Engine, kent: Register
) -> None:
    exact = replace(kent, reminders=replace(kent.reminders, once_a_week=False), nation=Nation.NONE)
    closed = replace(exact, closed_days=(date(2023, 1, 24),), meetings=type(kent.meetings)())
    with transaction(engine) as tx:
        registers.save(tx, closed)
    desk = desk_for(engine, closed)
    desk.types(AMY, "review 1 31 January 2023")
    assert asked(desk, REVIEW) == [("reminder", CYPE, date(2023, 1, 23))]


def test_a_reminder_says_that_it_is_a_review_and_how_to_set_the_next(desk: Desk) -> None:
    found = dict(passes(desk, date(2023, 2, 14)))
    before, late = found[date(2023, 1, 23)].payload, found[date(2023, 2, 6)].payload
    assert "the review of action 1 is due in 8 days" in before["text"]
    assert "the review of action 1 is 6 days late" in late["text"]
    assert "`/htst review 1 DATE`" in str(late["blocks"])
    assert "missed" not in str(late["blocks"])  # nobody is asked why
    escalation = found[date(2023, 2, 14)].payload
    assert "Please see that it is looked at, and that its next review is set." in escalation["text"]


def test_it_shows_wherever_dates_show(desk: Desk) -> None:
    coming = "Review: Due 31 January 2023"
    assert coming in desk.types(AMY, "status 1").text
    assert coming in desk.types(AMY, "list due January").text
    assert "Actions overdue: there are none" in desk.types(AMY, "list overdue").text
    assert "there are none" in desk.types(AMY, "list open without a date").text
    desk.now = datetime(2023, 2, 2, 9, tzinfo=UTC)
    late = "Review: 2 days late, due 31 January 2023"
    for typed in ("status 1", "list overdue", "mine"):
        assert late in desk.types(AMY, typed).text
    assert "Review overdue since 31 January 2023." in desk.types(AMY, "status 1").text
    assert "1 overdue" in desk.types(AMY, "status").text
    assert desk.action("1").deadline is None  # it is none of what was promised


def test_the_next_review_ends_it_and_so_does_the_end_of_the_action(desk: Desk) -> None:
    desk.now = datetime(2023, 2, 2, 9, tzinfo=UTC)
    desk.types(AMY, "review 1 28 April 2023")
    assert asked(desk, date(2023, 4, 26)) == [("reminder", CYPE, date(2023, 4, 21))]
    desk.types(AMY, "done 1 The contract has ended")
    assert asked(desk, date(2023, 6, 30)) == []
    assert "there are none" in desk.types(AMY, "list overdue").text


def test_what_is_taken_back_brings_the_day_back(desk: Desk) -> None:
    desk.types(AMY, "review 1 28 April 2023")
    desk.types(AMY, "undo")
    assert desk.action("1").dates[-1].deadline == REVIEW
    desk.types(AMY, "done 1 The contract has ended")
    desk.types(AMY, "undo")
    assert asked(desk, date(2023, 2, 1)) == [("digest", CYPE, date(2023, 1, 23))]


def test_who_has_answered_is_asked_again_only_once_it_has_passed(desk: Desk) -> None:
    (before,) = asked(desk, date(2023, 1, 27))
    desk.types(AMY, "update 1 The contract was looked at with the drivers' union.")
    assert before[2] == date(2023, 1, 23)
    # At the first step past the date it is asked all the same.
    assert asked(desk, date(2023, 2, 7)) == [("digest", CYPE, date(2023, 2, 6))]


def test_reminders_of_a_review_rest_until_its_day_at_most(desk: Desk) -> None:
    desk.now = datetime(2023, 1, 21, 9, tzinfo=UTC)
    assert (
        "snoozed until 31 January 2023"
        in desk.types(AMY, "snooze 1 until 31 January 2023 because of leave").text
    )
    assert asked(desk, date(2023, 2, 7)) == [("digest", CYPE, date(2023, 2, 6))]


def test_a_later_paper_that_prints_ongoing_again_leaves_the_day(desk: Desk) -> None:
    again = [replace(one, progress="Ongoing") for one in LINES[:1]] + LINES[1:]
    for month, lines in ((12, again), (1, [replace(again[0], delivered="Checked in January."), again[1]])):
        day = date(2022 if month == 12 else 2023, month, 15)
        at = datetime(day.year, day.month, 15, 12, tzinfo=UTC)
        with transaction(desk.engine) as tx:
            import_reading(tx, registers.find(tx, "kent"), paper_of(lines, f"{day}", f"{day}"), day, at)
        assert desk.action("1").life.review_on == REVIEW, day


def test_nobody_is_asked_of_a_review_whether_it_will_be_on_time_or_for_another_date(desk: Desk) -> None:
    with pytest.raises(Exception, match="has no date to meet"):
        desk.types(AMY, "ontime 1 doubtful because of the tender")
    desk.now = datetime(2023, 2, 2, 9, tzinfo=UTC)
    with pytest.raises(Exception, match="No date of action 1 has been missed"):
        desk.types(AMY, "why 1 staffing: nobody was there")


def test_settings_that_change_compute_its_next_reminder_anew(desk: Desk) -> None:
    def next_reminder() -> date | None:
        with reading(desk.engine) as tx:
            query = select(milestone.c.next_reminder).where(milestone.c.is_review)
            found: date | None = tx.execute(query).scalar_one()
        return found

    assert next_reminder() == date(2023, 1, 24)
    with transaction(desk.engine) as tx:
        register = registers.find(tx, "kent")
        closed = replace(register, closed_days=(date(2023, 1, 24),))
        registers.save(tx, closed)
        write_actions.reschedule(tx, closed)
    assert next_reminder() == date(2023, 1, 23)


def test_a_paper_counts_a_review_that_is_late_among_what_is_overdue(desk: Desk) -> None:
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        moved = moves(material_for(tx, register, date(2023, 3, 16)))
    (overdue,) = moved.overdue
    assert (overdue.ref, overdue.original, overdue.is_review) == ("1", REVIEW, True)
    assert moved.past_original == ()


def test_a_date_that_was_missed_leads_before_a_review_that_passed_sooner(desk: Desk) -> None:
    desk.types(AMY, "review 2 20 December 2022")
    late = datetime(2024, 4, 3, 9, tzinfo=UTC)
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        known = material_for(tx, register, late.date())
        paper = committee_paper(known)
        page = progress_page_of(register, paper, columns_of(tx, register, late.date()), known.after)
    assert paper.moves
    (overdue,) = [one for one in paper.moves.overdue if one.ref == "2"]
    assert (overdue.original, overdue.is_review) == (date(2024, 3, 31), False)
    assert {one.ref: one.late for one in page.actions} == {
        "1": 0,
        "2": 3,
    }  # no review is promised to the public
    risks = {one.ref: one.words for one in sitrep_of(known, "Sitrep").risks}
    assert risks["1"] == "Review overdue since 31 January 2023"
    assert risks["2"] == "Overdue since 31 March 2024"
    desk.now = late
    shown = desk.types(AMY, "status 2").text
    assert "3 days late, due 31 March 2024" in shown
    assert "Review overdue since 20 December 2022." in shown


def test_a_date_that_is_in_doubt_leads_before_the_next_review(desk: Desk) -> None:
    desk.now = datetime(2024, 3, 20, 9, tzinfo=UTC)
    desk.types(AMY, "review 2 28 March 2024")
    desk.types(AMY, "ontime 2 doubtful because of the tender")
    doubted = "Due 31 March 2024, in 11 days, which is doubtful"
    assert doubted in desk.types(AMY, "status 2").text
    assert doubted in desk.types(AMY, "list doubtful").text
    with reading(desk.engine) as tx:
        known = material_for(tx, registers.find(tx, "kent"), desk.now.date())
    risks = {one.ref: one.words for one in sitrep_of(known, "Sitrep").risks}
    assert risks["2"] == "Its owners doubt that it will be done by 31 March 2024"


def test_a_paper_with_other_milestones_leaves_what_was_reminded_of_a_review(desk: Desk) -> None:
    """The review stands behind the milestones: one more of them moves it to another place."""

    def noted() -> tuple[date, object]:
        with reading(desk.engine) as tx:
            query = select(milestone.c.reminded_through, milestone.c.reminded).where(milestone.c.is_review)
            through, marks = tx.execute(query).one()
        return through, marks

    assert asked(desk, date(2023, 1, 25)) == [("digest", CYPE, date(2023, 1, 23))]
    before = noted()
    assert before[1]
    for target in ("Ongoing; report: June 2023; evaluation: May 2024", "Ongoing"):
        lines = [replace(LINES[0], target=target), LINES[1]]
        with transaction(desk.engine) as tx:
            paper = paper_of(lines, target, target)
            import_reading(tx, registers.find(tx, "kent"), paper, desk.now.date(), desk.now)
        assert noted() == before
    assert asked(desk, date(2023, 2, 1)) == []


def test_a_milestone_that_stands_elsewhere_keeps_what_was_reminded_of_it(desk: Desk) -> None:
    def noted(label: str) -> tuple[date, object]:
        with reading(desk.engine) as tx:
            query = select(milestone.c.reminded_through, milestone.c.reminded).where(milestone.c.label == label)
            through, marks = tx.execute(query).one()
        return through, marks

    first = "report: 31 January 2023"
    for number, target in enumerate((first, f"draft: 20 March 2023; {first}")):
        lines = [LINES[0], replace(LINES[1], target=target)]
        with transaction(desk.engine) as tx:
            paper = paper_of(lines, target, str(number))
            import_reading(tx, registers.find(tx, "kent"), paper, desk.now.date(), desk.now)
        if not number:
            list(passes(desk, date(2023, 1, 25)))
            before = noted("report")
    assert before[1]
    assert noted("report") == before


def test_a_sitrep_counts_what_is_only_to_be_reviewed_apart(desk: Desk) -> None:
    desk.types(AMY, "due 2 exactly 3 February 2023 because the printer is early")
    desk.types(LEAD, "grant 2")
    with reading(desk.engine) as tx:
        kent = registers.find(tx, "kent")
        known = replace(material_for(tx, kent, date(2023, 1, 25)), since=date(2023, 1, 10))
    sitrep = sitrep_of(known, "Sitrep")
    volumes = dict(sitrep.volumes)
    assert (volumes["Due by 8 February 2023"], volumes["For review only, by 8 February 2023"]) == (1, 1)
    assert {one.ref: one.words for one in sitrep.planned} == {
        "1": "To be reviewed 31 January 2023",
        "2": "Due 3 February 2023",
    }
