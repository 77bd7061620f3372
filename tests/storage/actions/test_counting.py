"""A register counted from the actions read for counting has the same numbers and lists as from whole actions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from register.action import Action, Milestone
from register.change import ActionState, Change, TargetDate
from register.home_view import SHOW_OPEN, SHOW_OVERDUE, SHOW_SILENT, SHOW_SOON, query_of
from register.life import Decision, Life, Revision
from register.life_changes import DateAsked, DateDecided, NoChangeGiven, ProgressChanged
from register.move_details import MoveDetails
from register.notices import digest
from register.notices.digest import DUE_SOON
from register.progress import Status
from register.register import Register
from register.silence import ANSWER_EXCUSES
from register.urgency_groups import UrgencyGroup, parted
from register.words.queries import Query
from storage.actions import actions, change_log, updates, write_actions
from storage.actions.audit import differing
from storage.actions.change_log import Author
from storage.actions.counting import actions_for_counting
from storage.actions.summary import summary_of
from storage.actions.urgency_groups import counted_parts, page_of, parts_of
from storage.database.engine import transaction

LONDON = ZoneInfo("Europe/London")
TODAY, PAPER = date(2022, 12, 12), date(2022, 11, 15)
NOW = datetime(2022, 12, 12, 9, tzinfo=UTC)

offsets = st.integers(-60, 60) | st.sampled_from((-1, 0, DUE_SOON, DUE_SOON + 1))
days = st.none() | offsets.map(lambda number: TODAY + timedelta(days=number))
milestones = st.builds(
    Milestone,
    label=st.just(""),
    printed=st.just("as printed"),
    deadline=days,
    original=days,
    met=st.none() | st.just(date(2022, 12, 1)),
)
owner_lists = st.lists(st.sampled_from(["CYPE", "GET", "GLD", "ALL", "XYZ"]), unique=True, max_size=3)
states = st.builds(
    ActionState,
    ref=st.just(""),
    position=st.just(0),
    defined=st.sampled_from(["Ask.", "See action 1."]),
    delivered=st.sampled_from(["", " ", "Done."]),
    target=st.lists(milestones, max_size=3).map(lambda some: TargetDate("soon", tuple(some))),
    owners=owner_lists.map(tuple),
    progress=st.sampled_from(["", "In progress", "in  Progress", "Complete", "Waiting"]),
    status=st.sampled_from(list(Status)),
    life=st.builds(Life, review_on=days),
)
WITHOUT_WORDS = ActionState("", 0, "Ask.", "", TargetDate("soon", ()), ("GET",), "", Status.IN_PROGRESS)
drawn_updates = st.lists(
    st.tuples(st.integers(-40, 0), st.sampled_from(["U0CYPELEAD", "paper.docx"]), st.booleans()), max_size=3
)


ASKED = Revision(1, "31 March 2023", "the tender is late", "U0AMY", NOW)
ASKED_FOR, REFUSED = DateAsked(ASKED), DateDecided(1, Decision.REFUSED, "U0LEAD", NOW)
UNCHANGED = NoChangeGiven("the market")
A_FORTNIGHT = -ANSWER_EXCUSES - 0.375  # to the beginning of that day
drawn_answers = st.lists(
    st.tuples(
        st.integers(-26, 0) | st.sampled_from((A_FORTNIGHT, -ANSWER_EXCUSES - 1)),
        st.sampled_from(((UNCHANGED,), (ASKED_FOR,), (ASKED_FOR, REFUSED))),
    ),
    max_size=1,
)
Said = tuple[ActionState, list[tuple[int, str, bool]], list[tuple[float, tuple[Change, ...]]]]


def _write(tx: Connection, kent: Register, table: list[Said]) -> None:
    """Put actions and what was said of them into the register."""
    change_log.lock(tx, kent.slug)
    # Who adds an action sets no review: that is a change.
    numbered = [
        replace(state, ref=f"{n}", position=n, life=Life())
        for n, (state, _updates, _answers) in enumerate(table, start=1)
    ]
    author = Author("paper.docx", datetime(2022, 11, 15, tzinfo=UTC), "paper", NOW)
    numbers = write_actions.add(tx, kent, numbered, author)
    reviews = {
        number: [
            ProgressChanged(state.progress, state.status, details=MoveDetails(review=state.life.review_on))
        ]
        for number, (state, _words, _answers) in zip(numbers, table, strict=True)
        if state.status is Status.ONGOING
    }
    write_actions.change(tx, kent, reviews, author)
    for number, (_state, words, answers) in zip(numbers, table, strict=True):
        for ago, happened in answers:
            answerer = Author("U0AMY", NOW + timedelta(days=ago), "slack", NOW)
            write_actions.change(tx, kent, {number: happened}, answerer)
        for ago, by, is_withdrawn in words:
            updater = Author(by, NOW + timedelta(days=ago), "slack", NOW)
            update = updates.add(tx, kent.slug, number, "Said.", updater)
            if is_withdrawn:
                stored = updates.find(tx, update)
                assert stored is not None
                updates.withdraw(tx, stored, updater)


def check_pages(
    pages: Sequence[Sequence[UrgencyGroup]], in_order: Sequence[Action], expected: Sequence[UrgencyGroup]
) -> None:
    """The pages follow each other, and each part on them is counted whole."""
    assert [one.ref for page in pages for part in page for one in part.first] == [one.ref for one in in_order]
    by_name = {part.name: part for part in expected}
    for part in (each for page in pages for each in page):
        assert part.total == by_name[part.name].total
        assert {one.ref for one in part.first} <= {one.ref for one in by_name[part.name].first}


@settings(max_examples=40)
@given(st.lists(st.tuples(states, drawn_updates, drawn_answers), max_size=8))
@example(
    [
        (WITHOUT_WORDS, [], [words])
        for words in (
            (-1, (UNCHANGED,)),
            (A_FORTNIGHT, (UNCHANGED,)),
            (A_FORTNIGHT - 0.001, (UNCHANGED,)),
            (-26, (ASKED_FOR,)),
            (-1, (ASKED_FOR, REFUSED)),
        )
    ]
)
def test_actions_for_counting_count_as_whole_actions_do(
    engine: Engine, kent: Register, table: list[Said]
) -> None:
    with transaction(engine) as tx:
        _write(tx, kent, table)
        whole = actions.matching(tx, kent, Query(TODAY))
        by = TODAY + timedelta(days=DUE_SOON)
        since = {PAPER: kent.calendar.midnight(PAPER), None: None}
        counted = {day: actions_for_counting(tx, kent, by, moment) for day, moment in since.items()}
        by_database = summary_of(tx, kent, TODAY)
        assert not list(differing(tx, kent))
        in_parts = parts_of(tx, kent, Query(TODAY), 100)
        first_of_parts = parts_of(tx, kent, Query(TODAY), 1)
        choices = {
            value: counted_parts(tx, kent, query_of(value, kent, "U0CYPELEAD", TODAY))
            for value in (SHOW_OVERDUE, SHOW_SOON, SHOW_SILENT, SHOW_OPEN, "=CYPE", "=GET")
        }
        everything = query_of(SHOW_OPEN, kent, "U0CYPELEAD", TODAY)
        in_order = actions.urgent(tx, kent, everything, 100)
        pages = [page_of(tx, kent, everything, choices[SHOW_OPEN], 3, first) for first in (1, 4, 7)]
        tx.rollback()
    assert by_database == digest.summary(whole, TODAY, LONDON)
    expected = parted([one for one in whole if not one.status.is_done], TODAY)
    assert [(part.name, {one.ref for one in part.first}, part.directorate) for part in in_parts] == [
        (part.name, {one.ref for one in part.first}, part.directorate) for part in expected
    ]
    each = [(part.name, part.total, part.directorate) for part in expected]
    assert [(part.name, part.total, part.directorate) for part in first_of_parts] == each
    counted_choices = {value: sum(part.total for part in parts) for value, parts in choices.items()}
    still_open = {one.code: one.open for one in by_database.by_directorate}
    assert counted_choices == {
        SHOW_OVERDUE: by_database.overdue,
        SHOW_SOON: by_database.due_soon,
        SHOW_SILENT: by_database.no_update,
        SHOW_OPEN: by_database.open,
        "=CYPE": still_open.get("CYPE", 0),
        "=GET": still_open.get("GET", 0),
    }
    check_pages(pages, in_order, expected)
    for last_paper, actions_counted in counted.items():
        from_whole = digest.digest(whole, [], NOW, TODAY, last_paper, LONDON)
        # One update of each author, however many they gave.
        assert all(len({u.by for u in one.updates}) == len(one.updates) for one in actions_counted)
        from_counting = digest.digest(actions_counted, [], NOW, TODAY, last_paper, LONDON)
        assert from_counting.counts == from_whole.counts
        for part in ("overdue", "due_soon", "no_update", "no_change"):
            refs = [[updater.ref for updater in getattr(found, part)] for found in (from_counting, from_whole)]
            assert refs[0] == refs[1], part
