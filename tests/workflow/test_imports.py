"""The register in the database: what is read, said and changed, and what it was on a past day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine, text

from messages.offered_papers import preview as shown
from papers.reading_result import Reading
from register.action import Line
from register.imports.answers import Answers
from register.life_changes import ProgressChanged
from register.progress import Status
from register.refused import Refused
from register.register import Directorate, Register
from register.words.day_ranges import Days
from register.words.queries import Query, State, matches
from storage.actions import actions, change_chain, change_log, papers, registers, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from tests.readings import paper_of
from workflow.committee_papers import material_for
from workflow.context import SHELL, Context, Request
from workflow.imports import import_paper, import_reading
from workflow.previews import preview_of
from workflow.publishing import publish

NOVEMBER, MARCH = date(2022, 11, 15), date(2023, 3, 16)
NOW = datetime(2022, 11, 15, 9, tzinfo=UTC)
LINES = [
    Line("1", "Review the lists (see action 10).", "", "December 2022", ("GET", "CYPE"), "", "line 1"),
    Line("3", "Say how parents are heard.", "", "November 2022", ("ALL",), "", "line 2"),
    Line("9", "Remind everyone.", "Reminder sent.", "November 2022", ("GLD",), "Complete", "line 3"),
    Line("10", "Review governance.", "", "December 2022", ("ALL",), "", "line 4"),
    Line(
        "38", "Name and train.", "", "Identification November 2022 Training December 2022", ("CYPE",), "", "5"
    ),
    Line("40", "Look again at the rules.", "", "when time allows", ("GLD",), "Nearly", "line 6"),
]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def read(
    engine: Engine,
    register: Register,
    lines: list[Line],
    day: date,
    name: str = "paper",
) -> tuple[list[str], list[str], list[str], list[str], list[str]]:
    with transaction(engine) as tx:
        imported = import_reading(tx, register, paper_of(lines, name, name * 3), day, noon(day))
    found = imported.found
    new, changed = [one.ref for one in found.new], [one.ref for one in found.changed]
    return new, changed, list(found.same), list(found.missing), list(imported.warnings)


def refs(engine: Engine, register: Register, which: Query) -> list[str]:
    with reading(engine) as tx:
        found = [one.ref for one in actions.matching(tx, register, which)]
        assert actions.count(tx, register, which) == len(found)
        every = actions.matching(tx, register, Query(which.today))
    assert found == [one.ref for one in every if matches(which, one, register)]  # both answers are the same
    return found


def test_a_paper_becomes_actions_in_its_own_order_and_words(engine: Engine, kent: Register) -> None:
    new, changed, same, missing, warnings = read(engine, kent, LINES, NOVEMBER)
    assert (new, changed, same, missing) == ([line.ref for line in LINES], [], [], [])
    assert len(warnings) == 2  # a date and a progress nobody knows
    assert "when time allows" in warnings[0]
    assert "Nearly" in warnings[1]
    with reading(engine) as tx:
        first = actions.find(tx, kent, "1")
        ten = actions.find(tx, kent, "10")
        odd = actions.find(tx, kent, "40")
    assert first is not None
    assert first.owners == ("GET", "CYPE")
    assert first.directorates == ("CYPE", "GET")
    assert first.links == ("10",)
    assert first.deadline == date(2022, 12, 31)
    assert ten is not None
    assert ten.named_by == ("1",)
    assert ten.directorates == ("CYPE", "GET", "GLD")
    assert odd is not None
    assert (odd.target, odd.deadline, odd.progress, odd.status) == (
        "when time allows",
        None,
        "Nearly",
        Status.NOT_STARTED,
    )


def test_actions_stand_in_the_order_of_their_paper_whatever_their_refs(engine: Engine, kent: Register) -> None:
    printed = ["G2", "G1", "F1", "ix", "v"]
    lines = [Line(ref, "Words.", "", "TBC", ("GLD",), "", f"line {n}") for n, ref in enumerate(printed, 1)]
    read(engine, kent, lines, NOVEMBER)
    with reading(engine) as tx:
        assert actions.refs(tx, kent) == printed


def test_the_last_day_there_is_can_be_asked_for(kent: Register) -> None:
    assert kent.calendar.day_end(date.max).date() == date.max


def test_the_same_paper_twice_changes_nothing_whatever_was_said_since(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    with transaction(engine) as tx:
        number = actions.find_id(tx, kent, "10")
        assert number is not None
        author = Author("U0AMY", datetime(2022, 11, 20, 9, tzinfo=UTC), "form", NOW)
        write_actions.change(tx, kent, {number: [ProgressChanged("In progress", Status.IN_PROGRESS)]}, author)
        before = change_log.count(tx, kent.slug)
    new, changed, same, missing, _warnings = read(engine, kent, LINES, NOVEMBER)
    assert (new, changed, missing) == ([], [], [])
    assert len(same) == len(LINES)
    with reading(engine) as tx:
        assert change_log.count(tx, kent.slug) == before
        ten = actions.find(tx, kent, "10")
        assert ten is not None
        assert ten.progress == "In progress"


def test_a_later_paper_makes_new_versions_and_loses_none(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    later = [
        replace(LINES[0], delivered="Lists are reviewed each week.", progress="In progress"),
        replace(LINES[1], target="March 2023"),
        *LINES[2:5],
        Line("45", "Something new.", "", "June 2023", ("GET",), "", "line 7"),
    ]
    new, changed, same, missing, _warnings = read(engine, kent, later, MARCH, "march")
    assert (new, changed, missing) == (["45"], ["1", "3"], ["40"])
    assert same == ["9", "10", "38"]
    with reading(engine) as tx:
        first, third = actions.find(tx, kent, "1"), actions.find(tx, kent, "3")
        then = {one.ref: one for one in actions.as_at(tx, kent, kent.calendar.day_end(date(2023, 3, 15)))}
        assert change_chain.broken_at(tx, kent.slug) is None
    assert first is not None
    assert (first.delivered, first.progress, first.status) == (
        "Lists are reviewed each week.",
        "In progress",
        Status.IN_PROGRESS,
    )
    assert third is not None
    assert third.deadline == date(2023, 3, 31)
    assert third.milestones[0].original == date(2022, 11, 30)  # a moved date never hides the first
    assert (then["1"].delivered, then["1"].progress) == ("", "")
    assert then["3"].deadline == date(2022, 11, 30)
    assert "45" not in then


def test_papers_are_read_in_the_order_of_their_dates(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, MARCH)
    with pytest.raises(Refused, match="order of their dates"):
        read(engine, kent, LINES, NOVEMBER)


def test_what_a_paper_changes_before_the_day_that_was_published_would_be_told_by_no_paper(
    engine: Engine, kent: Register
) -> None:
    """A paper that is read again, as when a row of it is answered, is no news."""
    day, published_on, late = (date(2022, 11, n) for n in (14, 16, 17))
    lines = [LINES[0], LINES[1]]
    read(engine, kent, lines, day)
    context, request = (
        Context(engine, lambda: noon(published_on)),
        Request("a", "U0MONITOR", "", noon(published_on), SHELL),
    )
    publish(context, request, "kent", date(2022, 11, 30), because="as agreed")
    done = [replace(LINES[0], progress="Complete"), LINES[1]]
    with pytest.raises(Refused, match=r"published for 30 November 2022 .* Import it as at 17 November 2022"):
        read(engine, kent, done, published_on, "second")
    assert read(engine, kent, lines, day)[:2] == ([], [])
    assert read(engine, kent, done, late, "second")[:2] == ([], ["1"])
    with reading(engine) as tx:
        assert [one.ref for one in material_for(tx, kent, date(2022, 12, 14)).between] == ["1"]


def test_what_is_asked_for_is_what_is_found(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    today = date(2022, 12, 5)
    assert refs(engine, kent, Query(today, frozenset({State.OVERDUE}))) == ["3", "38"]
    assert refs(engine, kent, Query(today, due=(Days(today, date(2023, 1, 4)),))) == ["1", "10", "38"]
    assert refs(engine, kent, Query(today, owners=("GLD",))) == ["3", "9", "10", "40"]
    assert refs(engine, kent, Query(today, owners=("ALL",))) == ["3", "10"]
    assert refs(engine, kent, Query(today, owners=("XYZ",))) == []
    assert refs(engine, kent, Query(today, words=("REMIND",))) == ["9"]
    assert refs(engine, kent, Query(today, words=("100%",))) == []
    assert refs(engine, kent, Query(today, frozenset({State.OPEN}))) == ["1", "3", "10", "38", "40"]
    assert refs(engine, kent, Query(today, frozenset({State.OVERDUE}), ("CYPE",))) == ["3", "38"]
    # The day itself is not late.
    assert refs(engine, kent, Query(date(2022, 11, 30), frozenset({State.OVERDUE}))) == []


def test_an_update_keeps_its_history_when_it_is_edited_and_taken_back(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    days = [datetime(2022, 11, day, 12, tzinfo=UTC) for day in (16, 17, 18)]
    with transaction(engine) as tx:
        number = actions.find_id(tx, kent, "3")
        assert number is not None
        updates.add(
            tx,
            kent.slug,
            number,
            "First words",
            Author("U0AMY", days[0], "reply", NOW),
            updates.MessagePlace("C0CYPE", "1.1"),
        )
        (update,) = updates.of_message(tx, "C0CYPE", "1.1")
        updates.edit(tx, update, "Better words", Author("U0AMY", days[1], "reply", NOW))
        (again,) = updates.of_message(tx, "C0CYPE", "1.1")
        updates.withdraw(tx, again, Author("U0AMY", days[2], "reply", NOW))
    with reading(engine) as tx:
        now = actions.find(tx, kent, "3")
        assert now is not None
        assert now.updates == ()
        for day, words in ((15, []), (16, ["First words"]), (17, ["Better words"]), (18, [])):
            then = {one.ref: one for one in actions.as_at(tx, kent, kent.calendar.day_end(date(2022, 11, day)))}
            assert [one.text for one in then["3"].updates] == words


def test_what_was_known_on_a_day_is_what_the_tables_then_held(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    with transaction(engine) as tx:
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        updates.add(tx, kent.slug, number, "Words & <marks>", Author("U0AMY", NOW, "reply", NOW))
    with reading(engine) as tx:
        now = actions.matching(tx, kent, Query(NOVEMBER))
        assert actions.as_at(tx, kent, kent.calendar.day_end(NOVEMBER)) == now


def test_tampering_with_the_history_shows(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    with transaction(engine) as tx:
        assert change_chain.broken_at(tx, kent.slug) is None
        tx.execute(text("""UPDATE change SET "by" = 'somebody else' WHERE number = 4"""))
        assert change_chain.broken_at(tx, kent.slug) == 4


def test_a_directorate_added_later_owns_what_all_own(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    wider = replace(kent, directorates=(*kent.directorates, Directorate("ASCH", "Adult Social Care", "", "")))
    with transaction(engine) as tx:
        registers.save(tx, wider)
        found = registers.find(tx, "kent")
        ten = actions.find(tx, found, "10")
    assert ten is not None
    assert ten.directorates == ("CYPE", "GET", "GLD", "ASCH")


def test_settings_come_back_as_they_were_saved(engine: Engine, kent: Register) -> None:
    with reading(engine) as tx:
        assert registers.find(tx, "kent") == kent
        assert registers.every(tx) == (kent,)
        with pytest.raises(Refused, match="Did you mean kent"):
            registers.find(tx, "knet")


def test_a_paper_of_a_day_to_come_is_refused_or_it_would_outrank_what_is_said_until_then(
    engine: Engine, kent: Register
) -> None:
    with pytest.raises(Refused, match="not the meeting's"), transaction(engine) as tx:
        import_reading(tx, kent, paper_of(LINES), date(2022, 11, 22), NOW)


def test_each_of_two_dates_with_one_label_keeps_its_own_first_date(engine: Engine, kent: Register) -> None:
    read(engine, kent, [replace(LINES[0], target="December 2022, March 2023")], NOVEMBER)
    read(engine, kent, [replace(LINES[0], target="January 2023, April 2023")], MARCH, "march")
    with reading(engine) as tx:
        first = actions.find(tx, kent, "1")
    assert first is not None
    assert [one.original for one in first.milestones] == [date(2022, 12, 31), date(2023, 3, 31)]


def test_owners_are_matched_as_the_paper_writes_them_and_printed_as_it_did(
    engine: Engine, kent: Register
) -> None:
    written = [
        replace(LINES[0], owners=("Get", "CYPE")),
        replace(LINES[2], owners=(), more={"officers": "Governance, Law & Democracy"}),
        replace(LINES[5], owners=("HR",)),
    ]
    _new, _changed, _same, _missing, warnings = read(engine, kent, written, NOVEMBER)
    with reading(engine) as tx:
        found = {one.ref: one.directorates for one in actions.matching(tx, kent, Query(NOVEMBER))}
    assert found == {"1": ("CYPE", "GET"), "9": ("GLD",), "40": ("HR",)}
    assert len([one for one in warnings if "is no directorate here" in one]) == 1
    assert refs(engine, kent, Query(NOVEMBER, owners=("GET",))) == ["1"]
    # The same paper again changes nothing, and its line stands as it was printed.
    assert read(engine, kent, written, NOVEMBER, "again")[2] == ["1", "9", "40"]
    with reading(engine) as tx:
        kept = papers.latest(tx, "kent", NOVEMBER)
        assert kept is not None
        assert papers.lines_of(tx, kept.id)[0].owners == ("Get", "CYPE")


def test_others_may_write_while_a_paper_is_read_however_long_it_takes(engine: Engine, kent: Register) -> None:
    def slow(_answers: Answers) -> Reading:
        with transaction(engine) as tx:  # which would wait for a register that is being imported into
            tx.execute(text("UPDATE register SET committee = 'Audit'"))
        return paper_of(LINES, "paper", "p" * 64)

    _paper, imported = import_paper(engine, the(kent), slow, NOVEMBER, NOW)
    assert len(imported.found.new) == len(LINES)


def test_a_paper_read_by_what_is_no_longer_known_is_refused(engine: Engine, kent: Register) -> None:
    def overtaken(_answers: Answers) -> Reading:
        with transaction(engine) as tx:
            papers.remember(tx, kent.slug, Answers(statuses={"Nearly": Status.IN_PROGRESS}))
        return paper_of(LINES, "paper", "p" * 64)

    with pytest.raises(Refused, match="import it again"):
        import_paper(engine, the(kent), overtaken, NOVEMBER, NOW)
    assert refs(engine, kent, Query(NOVEMBER)) == []


def test_postgresql_lets_an_import_and_a_paper_think(engine: Engine, kent: Register) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such limit")
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(LINES, "paper", "p" * 64), NOVEMBER, NOW)
        assert tx.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "30min"
    with reading(engine) as tx:  # what has been read of 100,000 actions takes more than a minute to go through
        material_for(tx, kent, NOVEMBER)
        assert tx.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "30min"
    with transaction(engine) as tx:  # and nobody else
        assert tx.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "1min"


def the(register: Register) -> Callable[[Connection], Register]:
    return lambda tx: registers.find(tx, register.slug)


def test_what_changes_while_a_paper_is_compared_is_not_overwritten(engine: Engine, kent: Register) -> None:
    """The paper is compared before the register is locked; somebody else's import comes first."""
    others = paper_of([replace(LINES[0], defined="Review the lists anew.")], "other", "other" * 8)
    found = 0

    def find(tx: Connection) -> Register:
        nonlocal found
        found += 1
        if found == 2:  # the lock is taken next
            import_reading(tx, kent, others, NOVEMBER, noon(NOVEMBER))
        return kent

    def read_ours(_answers: Answers) -> Reading:
        return paper_of(LINES, "ours", "ours" * 10)

    _paper, imported = import_paper(engine, find, read_ours, NOVEMBER, noon(NOVEMBER))
    assert [one.ref for one in imported.found.changed] == ["1"]
    assert [one.ref for one in imported.found.new] == [line.ref for line in LINES[1:]]
    with reading(engine) as tx:
        assert change_chain.broken_at(tx, kent.slug) is None
        kept = actions.find(tx, kent, "1")
    assert kept is not None
    assert kept.defined == LINES[0].defined


def test_a_paper_is_taken_in_by_the_settings_as_they_are_then(engine: Engine, kent: Register) -> None:
    """``kent`` was read before somebody changed the settings."""
    wider = replace(kent, directorates=(*kent.directorates, Directorate("ASCH", "Adult Social Care", "", "")))
    with transaction(engine) as tx:
        registers.save(tx, wider)
        lines = [replace(LINES[0], owners=("ASCH",))]
        imported = import_reading(tx, kent, paper_of(lines), NOVEMBER, noon(NOVEMBER))
        assert registers.find(tx, "kent") == wider
    assert imported.doubts == ()


def test_an_import_says_which_updates_it_leaves_behind(engine: Engine, kent: Register) -> None:
    read(engine, kent, LINES, NOVEMBER)
    with transaction(engine) as tx:
        for ref, by, day in (("10", "U0AMY", 17), ("3", "U0AMY", 14), ("9", "paper", 18)):
            number = actions.find_id(tx, kent, ref)
            assert number is not None
            at = noon(date(2022, 11, day))
            updates.add(tx, kent.slug, number, "Draft sent.", Author(by, at, "command", at))
        later = import_reading(tx, kent, paper_of(LINES, "again", "again"), NOVEMBER, noon(date(2022, 11, 20)))
    assert later.left_behind == ("10",)
    preview = preview_of(paper_of(LINES), later, Answers())
    assert "• 1 action with updates given since its day" in shown(1, "a.csv", "kent", NOVEMBER, preview).text
