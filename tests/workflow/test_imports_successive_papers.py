"""Three papers of one committee: rows, headings and columns otherwise, dates moved, references numbered anew."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine

from papers.read import read_bytes
from register.changes import DeliveredChanged
from register.imports.answers import NO_ANSWERS, Answers
from register.life import Decision, Revision
from register.life_changes import DateAsked, DateDecided
from register.register import Register
from storage.actions import actions, change_log, registers, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from workflow.committee_papers import material_for
from workflow.imports import Imported, import_paper
from workflow.narrative import in_view

HEAD = "Ref,Action,Update,Target Date,Owner,Status\n"
JANUARY = [
    "1,Write the plan for the routes,,31 March 2023,CYPE,In progress",
    "2,Train every officer who plans,A session was held,30 June 2023,GET,In progress",
    "3,Publish the policy on transport,,30 April 2023,GLD,Complete",
    "4,Review the contract with the firm,,31 May 2023,GET,Not started",
    "5,Tell the parents what changed,,28 February 2023,CYPE,In progress",
]
LATER_HEAD = "Action Ref,Activity,Progress to date,Deadline,Lead directorate,RAG / status,Risk owner\n"
MARCH = [
    "5,Tell the parents what changed,A letter went out,28 February 2023,CYPE,Complete,AB",
    "3,Publish the policy on transport,,30 April 2023,GLD,Amber / In progress,AB",
    "2,Train officers who plan,A session was held,30 June 2023,GET,In progress,CD",
    "1,Write the plan for the routes,,30 September 2023,CYPE,In progress,CD",
    "6,Buy a new system,,31 December 2023,GLD,Not started,EF",
]


def taken(
    engine: Engine,
    kent: Register,
    head: str,
    rows: Sequence[str],
    day: date,
    answers: Answers = NO_ANSWERS,
) -> Imported:
    def find(tx: Connection) -> Register:
        registers.save(tx, kent)
        return kent

    data = (head + "\n".join(rows)).encode()
    now = datetime(2024, 1, 1, tzinfo=UTC)
    return import_paper(engine, find, lambda by: read_bytes(f"{day}.csv", data, by), day, now, answers)[1]


def said(imported: Imported) -> list[tuple[str, str]]:
    return [(one.ref, one.field) for one in imported.unapproved]


def test_what_the_second_paper_changes_without_leave_is_said_whatever_its_headings_and_order(
    engine: Engine, kent: Register
) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    second = taken(engine, kent, LATER_HEAD, MARCH, date(2023, 3, 10))
    assert said(second) == [("1", "target"), ("2", "defined"), ("3", "progress"), ("4", "row")]
    assert second.doubts == ()
    assert [line.ref for line in second.found.new] == ["6"]
    with reading(engine) as tx:
        item, three, five = (actions.find(tx, kent, ref) for ref in "135")
    assert item is not None and three is not None and five is not None  # noqa: PT018
    assert (item.original, item.deadline) == (date(2023, 3, 31), date(2023, 9, 30))
    assert (five.progress, three.more["rating"]) == ("Complete", "Amber")


def test_a_date_that_was_granted_is_no_news(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    at = datetime(2023, 2, 1, 12, tzinfo=UTC)
    asked = Revision(1, "30 September 2023", "more routes", "U0AMY", at, date(2023, 9, 30), date(2023, 3, 31))
    granted = DateDecided(1, Decision.GRANTED, "U0LEAD", at + timedelta(hours=1))
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        author = Author("U0AMY", at, "command", at)
        write_actions.change(tx, kent, {number: [DateAsked(asked)]}, author)
        write_actions.change(tx, kent, {number: [granted]}, author)
    second = taken(engine, kent, LATER_HEAD, MARCH, date(2023, 3, 10))
    assert said(second) == [("2", "defined"), ("3", "progress"), ("4", "row")]


def test_a_paper_written_on_an_older_copy_is_said_to_lack_what_people_recorded_since(
    engine: Engine, kent: Register
) -> None:
    """Of action 2 somebody gave an update, action 3 has other words by now, and action 5 was reworded in Word."""
    rows = [*JANUARY[:2], "3,Publish the policy on transport,A draft,30 April 2023,GLD,Complete", *JANUARY[3:]]
    taken(engine, kent, HEAD, rows, date(2023, 1, 10))
    at = datetime(2023, 2, 1, 12, tzinfo=UTC)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        two, three, five = (actions.find_id(tx, kent, ref) for ref in "235")
        assert two is not None and three is not None and five is not None  # noqa: PT018
        author = Author("U0AMY", at, "command", at)
        updates.add(tx, kent.slug, two, "Nine officers were trained", author)
        updates.add(tx, kent.slug, five, "A letter went out", author)
        write_actions.change(tx, kent, {three: [DeliveredChanged("It was published")]}, author)
    later = [*rows[:4], "5,Tell the parents what changed,Letters went out,28 February 2023,CYPE,In progress"]
    second = taken(engine, kent, HEAD, later, date(2023, 3, 10))
    assert said(second) == [("2", "delivered"), ("3", "delivered")]
    assert second.unapproved[1].before == "It was published"
    assert second.unapproved[0].sentence == (
        "Action 2: what was delivered is printed as in the previous paper; what was recorded since is not in it, "
        "and is kept for the next paper."
    )
    # What was recorded is offered for the next paper: the words stay, and the updates wait for the author.
    with reading(engine) as tx:
        known = material_for(tx, kent, date(2023, 4, 20))
        view = in_view(tx, kent.slug, "2", date(2023, 4, 20))
    words = {one.ref: known.delivered.get(one.ref, one.delivered) for one in known.after}
    assert words["2"].split() == "A session was held Nine officers were trained".split()
    assert words["3"] == "It was published"
    assert words["5"] == "Letters went out"  # which the paper had reworded
    assert known.pending == {"2": 1}
    assert [one.text for one in view.updates] == ["Nine officers were trained"]
    again = taken(engine, kent, HEAD, later, date(2023, 3, 10), Answers(rows={"3 delivered": "as read"}))
    assert said(again) == [("2", "delivered")]  # of which nobody has said so, and which still waits
    with reading(engine) as tx:
        found = actions.find(tx, kent, "3")
    assert found is not None
    assert found.delivered == "A draft"  # somebody said that the paper is right


def test_a_paper_that_prints_what_people_recorded_lacks_nothing(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    at = datetime(2023, 2, 1, 12, tzinfo=UTC)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        two = actions.find_id(tx, kent, "2")
        assert two is not None
        updates.add(tx, kent.slug, two, "Nine were trained", Author("U0AMY", at, "command", at))
    later = [row.replace("held", "held. Nine were trained") for row in JANUARY]
    assert said(taken(engine, kent, HEAD, later, date(2023, 3, 10))) == []
    assert said(taken(engine, kent, HEAD, later, date(2023, 6, 10))) == []


def test_what_a_later_paper_has_no_column_for_stays_as_it_was(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    short = ["1,Write the plan for the routes,Complete", "2,Train every officer who plans,In progress"]
    second = taken(engine, kent, "Ref,Action,Status\n", short, date(2023, 3, 10))
    assert [(one.ref, one.fields) for one in second.found.changed] == [("1", ("progress",))]
    assert [one for one in said(second) if one[1] != "row"] == []
    assert second.doubts == ()
    with reading(engine) as tx:
        two = actions.find(tx, kent, "2")
    assert two is not None
    assert (two.delivered, two.deadline, two.owners) == ("A session was held", date(2023, 6, 30), ("GET",))


def test_a_blank_cell_under_a_heading_takes_the_words_away(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    blank = [row.replace("A session was held", "") for row in JANUARY]
    second = taken(engine, kent, HEAD, blank, date(2023, 3, 10))
    assert [(one.ref, one.fields) for one in second.found.changed] == [("2", ("delivered",))]


def test_actions_under_other_references_are_asked_about_once(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    anew = [f"A{row}" for row in JANUARY]
    third = taken(engine, kent, HEAD, anew, date(2023, 6, 10), Answers())
    assert [doubt.row for doubt in third.doubts] == [f"A{number} ref" for number in range(1, 6)]
    assert "its words are those of action 1 before" in third.doubts[0].question


def test_an_answer_about_another_reference_holds_for_the_next_paper(engine: Engine, kent: Register) -> None:
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    anew = [f"A{row}" for row in JANUARY]
    answers = Answers(rows={f"A{number} ref": f"{number}" for number in range(1, 6)})
    third = taken(engine, kent, HEAD, anew, date(2023, 6, 10), answers)
    assert (third.doubts, third.found.new, third.found.missing, third.unapproved) == ((), (), (), ())
    fourth = taken(engine, kent, HEAD, list(reversed(anew)), date(2023, 7, 10))
    assert (fourth.doubts, fourth.found.same) == ((), ("1", "2", "3", "4", "5"))


def test_a_list_that_was_numbered_on_is_asked_about(engine: Engine, kent: Register) -> None:
    """Action 1 is done and gone, so that 2 is printed as 1, and so on."""
    taken(engine, kent, HEAD, JANUARY, date(2023, 1, 10))
    moved_up = [f"{number}{row[1:]}" for number, row in enumerate(JANUARY[1:], start=1)]
    second = taken(engine, kent, HEAD, moved_up, date(2023, 6, 10))
    assert [doubt.row for doubt in second.doubts] == ["1 ref", "2 ref", "3 ref", "4 ref"]
    assert ("5", "row") in said(second)
