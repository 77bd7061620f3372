"""From one table and what happened since, the next table: equal to the one that was published, row by row."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from papers.read import Reading, read
from papers.write.files import as_bytes
from papers.write.paper import Late, Passage, Section
from register.action import Line
from register.life_plan import LifePlan
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_chain, change_log, meetings, registers
from storage.actions.meetings import Answer, MembersQuestion
from storage.database.engine import reading, transaction
from tests.conftest import ROOT
from workflow.committee_papers import movement
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.meetings import Minutes, record_meeting
from workflow.narrative import NewWords, edit_narrative, edit_paper, in_view, say_no_change
from workflow.paper_files import lacking
from workflow.progress import MoveRequest, move_action
from workflow.publishing import NO_SOURCE, paper_of, publish
from workflow.sources import sources_of
from workflow.undo import undo_last
from workflow.updates import record_updates
from workflow.withdrawing import withdraw_update

PUBLISHED = ROOT.parent / "shared" / "papers"
SAMPLE = ROOT / "papers" / "sample"
NOVEMBER, MARCH = date(2022, 11, 15), date(2023, 3, 16)
JANUARY = datetime(2023, 1, 20, 10, tzinfo=UTC)
PAIRS = [
    pytest.param(
        next(PUBLISHED.glob("003_*.txt"), None),
        next(PUBLISHED.glob("000_*.txt"), None),
        id="published",
        marks=pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published papers are not on this machine"),
    ),
    pytest.param(
        SAMPLE / "management-action-table.docx", SAMPLE / "management-action-table-march.docx", id="sample"
    ),
]


class Round:
    """A register in which people do things, an hour after one another from 20 January on."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self.engine, self.register = engine, register
        self.count = 0

    def asks(self, person: str = "U0MONITOR") -> tuple[Context, Request]:
        self.count += 1
        now = JANUARY + timedelta(hours=self.count)
        return Context(self.engine, lambda: now), Request(f"key:{self.count}", person, "C0CYPE", now, "command")

    def import_reading(self, paper: Reading, day: date) -> None:
        with transaction(self.engine) as tx:
            import_reading(tx, self.register, paper, day, datetime(2023, 6, 1, tzinfo=UTC))

    def rows(self, meeting: date) -> dict[str, tuple[str, ...]]:
        with reading(self.engine) as tx:
            found = paper_of(tx, self.register, meeting)
        assert found.appendix.headings == (
            "Action Ref.",
            "Activity Defined",
            "Activity Delivered",
            "Target Date",
            "CMT Owner",
            "Progress Indicator",
        )
        return {row[0]: row for row in found.appendix.rows}


@pytest.fixture
def round_(engine: Engine, kent: Register) -> Round:
    return Round(engine, kent)


def printed(line: Line) -> tuple[str, ...]:
    return (line.ref, line.defined, line.delivered, line.target, " ".join(line.owners), line.progress)


@pytest.mark.parametrize(("november", "march"), PAIRS)
def test_the_next_table_is_the_published_one_in_every_row(round_: Round, november: Path, march: Path) -> None:
    before, after = read(november), read(march)
    round_.import_reading(before, NOVEMBER)
    was = {line.ref: line for line in before.lines}
    for line in after.lines:
        delivered, progress = line.delivered != was[line.ref].delivered, line.progress != was[line.ref].progress
        words = f"As we said in January. {line.delivered}"
        if delivered:
            record_updates(*round_.asks("U0CYPE"), "kent", [(line.ref, words)])
            edit_narrative(*round_.asks(), "kent", line.ref, line.delivered)
        if progress:
            moves = {
                "Complete": MoveRequest(Status.IMPLEMENTED, words=words),
                "Ongoing": MoveRequest(Status.ONGOING, review=date(2023, 9, 1)),
                "In progress": MoveRequest(Status.IN_PROGRESS),
            }
            move_action(*round_.asks(), "kent", line.ref, moves[line.progress])
        if line.progress == "Complete" and progress:
            edit_narrative(*round_.asks(), "kent", line.ref, line.delivered)
    assert round_.rows(MARCH) == {line.ref: printed(line) for line in after.lines}
    assert len(round_.rows(MARCH)) == 44
    # And November's is made again as it was that day.
    assert round_.rows(NOVEMBER) == {line.ref: printed(line) for line in before.lines}
    with reading(round_.engine) as tx:
        by_deeds = movement(tx, round_.register, NOVEMBER, MARCH)
        assert change_chain.broken_at(tx, "kent") is None
    assert by_deeds.completed == ("34",)
    assert set(by_deeds.progress) == {"1", "2", "3", "7", "10", "14", "25", "34"}


@pytest.mark.parametrize(("november", "march"), PAIRS)
def test_each_meetings_table_is_made_again_as_it_was_read(round_: Round, november: Path, march: Path) -> None:
    before, after = read(november), read(march)
    round_.import_reading(before, NOVEMBER)
    round_.import_reading(after, MARCH)
    assert list(round_.rows(NOVEMBER).values()) == [printed(line) for line in before.lines]
    assert list(round_.rows(MARCH).values()) == [printed(line) for line in after.lines]


def test_what_was_said_since_is_printed_until_the_author_puts_it_into_words(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "Two schools have answered.")])
    assert round_.rows(MARCH)["5"][2] == "The reminder went out.\nTwo schools have answered."
    edit_narrative(*round_.asks(), "kent", "5", "The reminder went out, and two schools have answered.")
    assert round_.rows(MARCH)["5"][2] == "The reminder went out, and two schools have answered."
    with reading(round_.engine) as tx:
        number = actions.find_id(tx, round_.register, "5")
        assert number
        last = change_log.of_actions(tx, [number])[number][-1].change
        found = actions.find(tx, round_.register, "5")
    assert found
    assert last.after["updates"] == [one.id for one in found.updates]
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "A third has.")])
    assert round_.rows(MARCH)["5"][2].endswith("have answered.\nA third has.")


def test_what_was_edited_or_taken_back_after_it_was_printed_is_shown_to_the_author(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    edit_narrative(*round_.asks(), "kent", "5", "The reminder went out.")

    def lacks() -> str:
        with reading(round_.engine) as tx:
            return "\n".join(lacking(tx, round_.register, MARCH))

    assert "edited or taken back" not in lacks()
    withdraw_update(*round_.asks(), "kent", "5", "It did not go out")
    assert "the author's check of the words of Action 5: an update was edited or taken back" in lacks()
    edit_narrative(*round_.asks(), "kent", "5", "")
    assert "edited or taken back" not in lacks()


def test_the_draft_lacks_the_answer_to_a_members_question_until_it_is_given(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    asked = MembersQuestion(NOVEMBER, "24", "Cllr Jones", "When?", ("10",), JANUARY, "U0MONITOR")
    with transaction(round_.engine) as tx:
        number = meetings.ask(tx, "kent", asked)
        assert "an answer to Cllr Jones, who asked on 15 November 2022: “When?”" in lacking(
            tx, round_.register, MARCH
        )
        meetings.add_answer(tx, Answer(number, "In June.", "U0CYPELEAD", JANUARY, "slack"))
        assert not any("Cllr Jones" in one for one in lacking(tx, round_.register, MARCH))


def test_the_paper_says_by_what_an_action_is_superseded_and_one_action_is_one(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    superseded = MoveRequest(Status.SUPERSEDED, reason="by action 12", detail="by action 12")
    move_action(*round_.asks(), "kent", "5", superseded)
    why_none = MoveRequest(Status.IMPLEMENTED, words="none because it was a meeting")
    move_action(*round_.asks("U0GLDLEAD"), "kent", "4", why_none)
    move_action(*round_.asks(), "kent", "4", MoveRequest(Status.VERIFIED))
    with reading(round_.engine) as tx:
        paper = paper_of(tx, round_.register, MARCH)
    assert paper.moves
    assert [(one.ref, one.words) for one in paper.moves.closed] == [("5", "Superseded by action 12")]
    asked = [one.text for one in paper.cover.recommendations]
    assert "to close Action 4, which has been verified;" in asked
    assert round_.rows(MARCH)["4"][2] == ""  # why there is no evidence is nothing that was delivered


def test_what_the_last_papers_own_meeting_closed_is_printed_with_its_minute(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_meeting(*round_.asks(), "kent", NOVEMBER, Minutes("24", closed=("9",)))
    with reading(round_.engine) as tx:
        moves = paper_of(tx, round_.register, MARCH).moves
    assert moves
    assert [one.words for one in moves.closed] == ["Closed by the Committee on 15 November 2022, minute 24"]


def test_nothing_is_printed_that_no_update_says(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    with pytest.raises(Refused, match="No update to action 5 says this"):
        edit_narrative(*round_.asks(), "kent", "5", "All is well.")
    with pytest.raises(Refused, match="Only the register's administrators"):
        edit_narrative(*round_.asks("U0CYPE"), "kent", "5", "All is well.")
    delivered = round_.rows(MARCH)["1"][2]
    edit_narrative(*round_.asks(), "kent", "1", delivered[:40])  # to say less takes no update
    assert round_.rows(MARCH)["1"][2] == delivered[:40]


def test_each_sentence_is_traced_to_who_said_it(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    before = round_.rows(MARCH)["1"][2]
    record_updates(*round_.asks("U0CYPE"), "kent", [("1", "The first export ran on 12 January.")])
    record_updates(*round_.asks("U0GET"), "kent", [("1", "Two depots have it.")])
    first = before.splitlines()[0].split(". ")[0].rstrip(".") + "."
    with pytest.raises(Refused, match=r"“The export ran on 14 January\.” \(14 January\)"):
        edit_narrative(*round_.asks(), "kent", "1", f"{first} The export ran on 14 January.")
    edit_narrative(
        *round_.asks(), "kent", "1", f"{first} The export ran on 12 January, and two depots have it."
    )
    record_updates(*round_.asks("U0GET"), "kent", [("1", "A third depot has it.")])
    with reading(round_.engine) as tx:
        found = [one for one in sources_of(tx, round_.register, MARCH) if one.ref == "1"]
    answer = [[(each.by, each.on, each.is_paper) for each in one.origins] for one in found]
    assert [one.text for one in found] == [
        first,
        "The export ran on 12 January, and two depots have it.",
        "A third depot has it.",
    ]
    on = date(2023, 1, 20)
    assert answer == [
        [("management-action-table.docx", NOVEMBER, True)],
        [("U0CYPE", on, False), ("U0GET", on, False)],
        [("U0GET", on, False)],
    ]


def test_words_without_a_source_are_shown_before_a_paper_goes_out(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder will go out in March.")])
    own = Section("Introduction", (Passage("The reminder went out in March.", ("5",)), Passage("All is well.")))
    edit_paper(*round_.asks(), "kent", MARCH, NewWords({}, (own,)))
    lines = (
        "“The reminder went out in March.” is in no update to Action 5",
        "“All is well.” names no action whose updates it is based on",
    )
    with reading(round_.engine) as tx:
        missing = lacking(tx, round_.register, MARCH)
    assert [line for line in missing if line.startswith("a source: ")] == [
        f"a source: {line}" for line in lines
    ]
    with pytest.raises(Refused, match=re.escape(f"These words have no source: {'; '.join(lines)}.")):
        publish(*round_.asks(), "kent", MARCH)
    kept = publish(*round_.asks(), "kent", MARCH, because="The author was there.")
    assert [one["place"] for one in kept.findings if one["kind"] == NO_SOURCE] == list(lines)


def test_an_authors_words_are_taken_back_and_the_updates_wait_again(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    edit_narrative(*round_.asks(), "kent", "5", "A reminder went out.")
    assert undo_last(*round_.asks(), "kent").refs == ("5",)
    assert round_.rows(MARCH)["5"][2] == "The reminder went out."
    with reading(round_.engine) as tx:
        assert [one.text for one in in_view(tx, "kent", "5", MARCH).updates] == ["The reminder went out."]
        assert change_chain.broken_at(tx, "kent") is None
    assert undo_last(*round_.asks(), "kent").refs == ("5",)  # and so is that
    assert round_.rows(MARCH)["5"][2] == "A reminder went out."


def test_an_authors_words_that_a_published_paper_has_are_not_taken_back(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    edit_narrative(*round_.asks(), "kent", "5", "A reminder went out.")
    with transaction(round_.engine) as tx:
        registers.save(tx, replace(round_.register, admins=("U0MONITOR", "U0SECOND")))
    publish(*round_.asks("U0SECOND"), "kent", MARCH, because="The author was away.")
    with pytest.raises(Refused, match="The words of action 5 are in a published paper"):
        undo_last(*round_.asks(), "kent")
    assert round_.rows(MARCH)["5"][2] == "A reminder went out."


def test_a_paper_that_is_late_keeps_the_updates_that_no_author_saw_as_its_words(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    context, request = round_.asks()
    tenth = datetime(2023, 3, 10, 12, tzinfo=UTC)
    late = Late("two leads were away", "the committee meets again only in May")
    context, request = replace(context, now=lambda: tenth), replace(request, at=tenth)
    publish(context, request, "kent", MARCH, because="The leads are away.", late=late)
    with reading(round_.engine) as tx:
        action = actions.find(tx, round_.register, "5")
    assert action is not None
    assert action.delivered == "The reminder went out."


def test_a_move_in_slack_prints_the_committees_own_word(engine: Engine, kent: Register) -> None:
    words = {"On course": Status.IN_PROGRESS, "At risk": Status.IN_PROGRESS}
    with transaction(engine) as tx:
        registers.save(tx, replace(kent, life=replace(kent.life, words=words)))
        stored = registers.find(tx, "kent")
    # The first of them is printed: their order counts.
    assert list(stored.life.words.items()) == list(words.items())
    assert stored.life.status_of("AT  RISK") is Status.IN_PROGRESS
    round_ = Round(engine, stored)
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    move_action(*round_.asks(), "kent", "5", MoveRequest(Status.IN_PROGRESS))
    assert round_.rows(MARCH)["5"][5] == "On course"  # as the settings say
    move_action(*round_.asks(), "kent", "6", MoveRequest(Status.IMPLEMENTED, words="none because it was said"))
    assert round_.rows(MARCH)["6"][5] == round_.rows(NOVEMBER)["9"][5] == "Complete"  # as the table prints it


def test_of_several_printed_words_none_is_chosen_for_the_committee() -> None:
    plan = LifePlan()
    assert plan.word_for(Status.IMPLEMENTED, ["Completed"]) == "Completed"
    assert plan.word_for(Status.IN_PROGRESS, ["In hand", "On track"]) == "In progress"
    assert plan.word_for(Status.IN_PROGRESS, ["On track", "In Progress"]) == "In Progress"
    assert plan.word_for(Status.NOT_STARTED) == "Not started"


def test_no_change_is_an_answer_and_is_printed_as_one(round_: Round) -> None:
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    say_no_change(*round_.asks("U0CYPE"), "kent", "10", "the tender is out")
    with reading(round_.engine) as tx:
        paper = paper_of(tx, round_.register, MARCH)
        assert "10" not in movement(tx, round_.register, NOVEMBER, MARCH).no_update
    assert paper.moves
    assert [(one.ref, one.words) for one in paper.moves.unchanged] == [("10", "the tender is out")]
    silent = {one.ref: one.since for one in paper.moves.silent}
    assert "10" not in silent
    assert silent["5"] == NOVEMBER
    page = as_bytes(paper, ".html").decode()
    assert "No update since 15 November 2022" in page
    assert "the tender is out" in page
