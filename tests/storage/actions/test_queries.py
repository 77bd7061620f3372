"""Whatever is asked for, the database answers as the rules do, and both databases alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from register.action import Milestone
from register.change import ActionState, TargetDate
from register.life import Life, OnTime, Outlook, Revision, SentBack, Snooze
from register.life_changes import ProgressChanged
from register.outlook_changes import OutlookGiven
from register.progress import Status
from register.register import Register
from register.words.day_ranges import Days
from register.words.queries import Query, State, Updated, Whose, matches
from storage.actions import actions, change_log, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from tests.desk import desk_of

TODAY = date(2023, 3, 27)  # the day after the clocks went forward
NOW = datetime(2023, 3, 27, 9, tzinfo=UTC)
PEOPLE = ("U0CYPE", "U0GET1", "U0GLD1")
AMY = OFFICER_IDS["CYPE"]
LONG = "A report on how the arrangements of schools for safeguarding are kept"
MORE_WORDS = ("[a]", "*", "?", "план", LONG, f"{LONG} in May", f"{LONG} in March")
WORDS = (
    "Review ÉCOLE",
    "the children’s plan",
    "childrens PLAN",
    "50% of it",
    "ﬁnal – report",
    "a_b",
    "A\\B",
    "ПЛАН [a*] of ?",
    f"{LONG} in March",
    "",
)

days = st.none() | st.integers(-40, 40).map(lambda offset: TODAY + timedelta(days=offset))
spans = st.builds(Days, days, days)
milestones = st.builds(
    Milestone,
    label=st.just(""),
    printed=st.just("as printed"),
    deadline=days,
    original=days,
    met=st.none() | st.just(TODAY),
)
asked_date = Revision(1, "April 2023", "late", "U0CYPE", NOW)
lives = st.builds(
    Life,
    officers=st.dictionaries(st.sampled_from(["CYPE", "GET"]), st.sampled_from(PEOPLE), max_size=2),
    revisions=st.sampled_from([(), (asked_date,)]),
    sent_back=st.sampled_from([None, SentBack("U0CYPE", NOW)]),
    outlook=st.none()
    | st.builds(
        Outlook,
        st.sampled_from([one.value for one in OnTime]),
        st.just("U0CYPE"),
        st.just(NOW),
        st.sampled_from([None, TODAY]),
    ),
    review_on=days,
    snooze=st.none() | st.integers(-2, 2).map(lambda to: Snooze(TODAY + timedelta(days=to), "away", "U0CYPE")),
)
states = st.builds(
    ActionState,
    ref=st.just(""),
    position=st.just(0),
    defined=st.sampled_from(WORDS),
    delivered=st.sampled_from(["", " \u00a0\n", "Done."]),
    target=st.lists(milestones, max_size=2).map(lambda some: TargetDate("March 2023", tuple(some))),
    owners=st.lists(st.sampled_from(["CYPE", "GET", "ALL", "XYZ"]), unique=True, max_size=2).map(tuple),
    progress=st.sampled_from(["", "\u2003", "In progress", "Complete"]),
    status=st.sampled_from(list(Status)),
    more=st.sampled_from([{}, {"priority": "High"}]),
    life=lives,
)
at = st.integers(-72, 24).map(lambda hours: NOW + timedelta(hours=hours))
posted = st.lists(st.tuples(at, st.sampled_from(PEOPLE), st.sampled_from(WORDS), st.booleans()), max_size=2)
people = st.builds(
    Whose, st.sampled_from(PEOPLE), st.sampled_from([(), ("CYPE",), ("GET", "GLD")]), st.just("")
)
codes = st.lists(st.sampled_from(["CYPE", "GET", "GLD", "ALL", "XYZ"]), max_size=2).map(tuple)
queries = st.builds(
    Query,
    today=st.just(TODAY),
    states=st.frozensets(st.sampled_from(list(State)), max_size=2),
    owners=codes,
    but_owners=codes,
    people=st.lists(people, max_size=2).map(tuple),
    due=st.lists(spans, max_size=2).map(tuple),
    updated=st.none() | st.builds(Updated, spans, st.lists(people, max_size=1).map(tuple), st.booleans()),
    words=st.lists(
        st.sampled_from(
            ("école", "Children's", "plan", "50%", "0%", "_", "\\", "high", "final-report", "a", *MORE_WORDS)
        ),
        max_size=1,
    ).map(tuple),
    refs=st.lists(st.integers(1, 5).map(str), max_size=2).map(tuple),
    but_refs=st.lists(st.integers(1, 5).map(str), max_size=2).map(tuple),
)
# One thing at a time finds more than all at once.
narrow = st.one_of(
    *(
        st.tuples(queries, st.just(name)).map(
            lambda pair: replace(Query(TODAY), **{pair[1]: getattr(pair[0], pair[1])})
        )
        for name in ("states", "owners", "but_owners", "people", "due", "updated", "words", "refs", "but_refs")
    )
)


@settings(max_examples=60)
@given(st.lists(st.tuples(states, posted), max_size=5), st.lists(queries | narrow, min_size=1, max_size=6))
def test_the_database_finds_what_the_rules_find(
    engine: Engine,
    kent: Register,
    table: list[tuple[ActionState, list[tuple[datetime, str, str, bool]]]],
    examples: list[Query],
) -> None:
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        numbered = [replace(state, ref=f"{n}", position=n) for n, (state, _posted) in enumerate(table, start=1)]
        author = Author("paper.docx", datetime(2023, 1, 1, tzinfo=UTC), "paper", NOW)
        without = [replace(one, life=replace(one.life, outlook=None)) for one in numbered]
        numbers = write_actions.add(tx, kent, without, author)
        for number, (state, posts) in zip(numbers, table, strict=True):
            if state.life.outlook:  # it is always said by somebody, and never printed
                given = OutlookGiven(state.life.outlook)
                write_actions.change(tx, kent, {number: [given]}, replace(author, at=NOW))
            for when, by, words, is_withdrawn in posts:
                author = Author(by, when, "command", NOW)
                stored = updates.find(tx, updates.add(tx, kent.slug, number, words, author))
                if is_withdrawn and stored:
                    updates.withdraw(tx, stored, author)
        every = actions.matching(tx, kent, Query(TODAY))
        assert len(every) == len(table)
        for query in examples:
            found = [action.ref for action in actions.matching(tx, kent, query)]
            assert found == [action.ref for action in every if matches(query, action, kent)], query
            assert actions.count(tx, kent, query) == len(found)
            total, page = actions.counted_and_urgent(tx, kent, query, 2, 2)
            assert (total, page) == (len(found), actions.urgent(tx, kent, query, 2, 2))
        tx.rollback()


@pytest.mark.parametrize(
    "looked_for",
    [
        "école",
        "ÉCOLE",
        "ecole sainte marie",
        "école sainte–marie",
        "parents'",
        "parents’",
        "PARENTS",
        "follow up",
        "follow-up",
        "écoles",
    ],
)
def test_words_are_found_however_they_are_spelt(engine: Engine, kent: Register, looked_for: str) -> None:
    words = "École Sainte-Marie: the parents’ follow–up"
    target = TargetDate("March 2023", (Milestone("", "March 2023", TODAY),))
    state = ActionState("1", 1, words, "", target, ("CYPE",), "", Status.NOT_STARTED)
    other = replace(state, ref="2", position=2, defined="Another")
    author = Author("paper.docx", NOW, "paper", NOW)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        _first, second = write_actions.add(tx, kent, [state, other], author)
        updates.add(tx, kent.slug, second, words.upper(), Author("U0AMY", NOW, "reply", NOW))
    with reading(engine) as tx:
        found = actions.matching(tx, kent, Query(TODAY, words=(looked_for,)))
    assert [action.ref for action in found] == ["1", "2"]


def test_words_are_found_from_their_beginning_and_to_their_end(engine: Engine, kent: Register) -> None:
    target = TargetDate("March 2023", (Milestone("", "March 2023", TODAY),))
    state = ActionState("1", 1, f"{LONG} in March", "", target, ("CYPE",), "", Status.NOT_STARTED)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        write_actions.add(tx, kent, [state], Author("paper.docx", NOW, "paper", NOW))
    phrases = (LONG, f"{LONG} in Mar", f"{LONG} in May", "guarding", "safeguard")
    with reading(engine) as tx:
        found = {words: actions.count(tx, kent, Query(TODAY, words=(words,))) for words in phrases}
    assert list(found.values()) == [1, 1, 0, 0, 1]


def test_an_update_is_looked_for_in_its_newest_words(engine: Engine, kent: Register) -> None:
    target = TargetDate("March 2023", (Milestone("", "March 2023", TODAY),))
    state = ActionState("1", 1, "Review", "", target, ("CYPE",), "", Status.NOT_STARTED)
    author = Author("U0AMY", NOW, "reply", NOW)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        (number,) = write_actions.add(tx, kent, [state], author)
        stored = updates.find(tx, updates.add(tx, kent.slug, number, "First words", author))
        assert stored is not None
        updates.edit(tx, stored, "Better words", author)
    with reading(engine) as tx:
        found = {word: actions.count(tx, kent, Query(TODAY, words=(word,))) for word in ("first", "better")}
    assert found == {"first": 0, "better": 1}


def test_what_was_finished_on_some_days_is_what_came_to_an_end_on_them(engine: Engine, kent: Register) -> None:
    """By what people report and decide, by what a paper says, and not by what was taken back."""
    desk = desk_of(engine, kent, 6)  # on 16 November 2022
    for ref in "1245":
        desk.types(AMY, f"done {ref} The form is in use: https://kent.example/{ref}")
    desk.types(AMY, "undo")  # 5
    desk.now += timedelta(days=7)
    desk.types(CYPE_LEAD, "verify 1")
    desk.types(CYPE_LEAD, "verify 4")
    desk.types(CYPE_LEAD, "undo")
    desk.types(CYPE_LEAD, "reject 2 because nobody uses it")
    with transaction(engine) as tx:
        numbers = actions.ids(tx, kent, ["3"])
        by_paper = Author("paper.docx", desk.now, "paper", desk.now)
        write_actions.change(
            tx, kent, {numbers["3"]: [ProgressChanged("Complete", Status.IMPLEMENTED)]}, by_paper
        )
        today = kent.today(desk.now)

        def found(state: State, first: date, last: date | None) -> str:
            query = Query(today, states=frozenset({state}), finished=Days(first, last))
            return " ".join(one.ref for one in actions.matching(tx, kent, query))

        monday = today - timedelta(days=today.weekday())
        week_before = (monday - timedelta(days=7), monday - timedelta(days=1))
        assert found(State.DONE, *week_before) == "1 4"  # 2 is open again
        assert found(State.DONE, monday, None) == "1 3"
        assert found(State.VERIFIED, monday, None) == "1"
        assert found(State.VERIFIED, *week_before) == ""
        assert found(State.CLOSED, *week_before) == ""


def test_what_was_undone_and_is_completed_again_later_was_not_completed_before(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent, 6)
    for ref in "123":
        desk.types(AMY, f"done {ref} The form is in use: https://kent.example/{ref}")
        if ref == "1":
            desk.types(AMY, "undo")
    desk.types(CYPE_LEAD, "verify 2")
    desk.types(CYPE_LEAD, "undo")
    desk.types(CYPE_LEAD, "reject 3 because nobody uses it")
    desk.types(CYPE_LEAD, "undo")  # so that 3 was complete all the time
    week = Days(kent.today(desk.now), kent.today(desk.now))
    desk.now += timedelta(days=7)
    desk.types(AMY, "done 1 The form is in use: https://kent.example/1")
    desk.types(CYPE_LEAD, "verify 2")
    with reading(engine) as tx:

        def finished(state: State) -> str:
            query = Query(kent.today(desk.now), states=frozenset({state}), finished=week)
            return " ".join(one.ref for one in actions.matching(tx, kent, query))

        assert finished(State.DONE) == "2 3"
        assert finished(State.VERIFIED) == ""
