"""Lists as leads, officers and managers ask for them, on 4 January 2023, through the running bot on both databases."""

import re
from datetime import UTC, date, datetime

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from register.words.queries import Query
from storage.actions import actions
from storage.database.engine import reading
from tests.bot.test_commands import ask

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture(scope="module")
def january(shared_office: Office) -> Office:
    shared_office.slack.move_to(datetime(2023, 1, 4, 10, tzinfo=UTC))
    return shared_office


def refs(office: Office, typed: str, person: str = AMY, channel: str = "C0CYPE") -> set[str]:
    """The refs that a list shows, all its parts read."""
    found: set[str] = set()
    following: str | None = f"/htst {typed}"
    while following:
        words = ask(office, following, person, channel)
        assert words.lstrip("*").startswith(("Actions", "All actions")), words
        found |= set(re.findall(r"• \*(\d+)\*", words))
        more = re.search(r"`(/htst .*? from \d+)` shows the next", words)
        following = more[1] if more else None
    return found


def expected(office: Office) -> dict[str, set[str]]:
    """What the register holds, counted without the words of a list."""
    today = date(2023, 1, 4)
    with reading(office.engine) as tx:
        every = actions.matching(tx, office.register, Query(today))
    late = {one.ref for one in every if one.is_overdue(today)}
    done = {one.ref for one in every if one.status.is_done}
    cype, get = ({one.ref for one in every if code in one.directorates} for code in ("CYPE", "GET"))
    by_march = {
        one.ref
        for one in every
        if one.ref not in done and any(m.deadline and m.deadline <= date(2023, 3, 31) for m in one.milestones)
    }
    january = {
        one.ref
        for one in every
        if one.ref not in done and any(m.deadline and m.deadline.month == 1 for m in one.milestones)
    }
    assert len(late) == 30
    assert done == {"9", "16"}
    everything = {one.ref for one in every}
    return {
        "late": late,
        "done": done,
        "late of CYPE": late & cype,
        "late of GET": late & get,
        "open": everything - done,
        "by March": by_march,
        "in January": january,
        "not CYPE": everything - cype,
        "everything": everything,
    }


WAYS = {
    "late": [
        "list overdue",
        "list overdue actions",
        "list overdue.",
        "list what is late?",
        "list “overdue”",
        "LIST OVERDUE",
        "what is late?",
        "overdue",
        "show me everything that is late",
        "which actions have missed their deadline?",
        "list late today",
    ],
    "done": [
        "list complete",
        "list completed actions",
        "list what has been done?",
        "list closed",
        "done",
        "complete",
    ],
    "late of CYPE": [
        "list overdue CYPE",
        "list cype's late ones",
        "show me CYPE’s late ones",
        "list overdue for Children, Young People and Education",
        "list mine overdue",
        "my late ones",
        "mine late",
        "list CYPE, overdue, please",
    ],
    "late of GET": ["list overdue get", "list late ones in GET", "list GET overdue"],
    "open": ["list open", "list everything outstanding", "list not complete", "what is still to do?"],
    "by March": ["list due by 31 March 2023", "list due by the end of March", "list due before April"],
    "in January": ["list due this month", "list due in January", "list in January", "what is due this month?"],
    "not CYPE": ["list all except CYPE", "list everything but not cype"],
    "everything": ["list", "list all", "list all actions", "list everything please"],
}


@pytest.mark.parametrize("description", WAYS)
def test_each_ordinary_way_gives_the_right_set(january: Office, description: str) -> None:
    right = expected(january)[description]
    assert right
    wrong = {typed: shown for typed in WAYS[description] if (shown := refs(january, typed)) != right}
    assert wrong == {}


def test_what_is_mine_is_mine_whoever_asks(january: Office) -> None:
    right = expected(january)
    assert refs(january, "list mine overdue", GARETH, "C0GET") == right["late of GET"]
    assert refs(january, f"list overdue <@{CYPE_LEAD}|ruth>") == right["late of CYPE"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("list zzz", "None has “zzz” in its words."),
        (
            "list overdue zzz",
            "None has “zzz” in its words. Without looking for that, `/htst list overdue` shows all 30.",
        ),
        ("list overdeu", "Did you mean `/htst list overdue`?"),
        ("list due before the Christmas break", "I cannot tell which days “the Christmas break” means"),
        ("list due by 30 November", "30 November 2022 or 30 November 2023"),
        ("list complete and overdue", "no action is both"),
        ("list owned by Finance", "Nothing is owned by “Finance”"),
        ("list overdue since November", "can be read in two ways"),
        (
            "overdue zzz",
            "None has “zzz” in its words. Without looking for that, `/htst list overdue` shows all",
        ),
        ("status CYPE", "Actions owned by CYPE: 21"),
        ("which ones are red?", "Did you mean `/htst list overdue`?"),
    ],
)
def test_what_is_not_understood_is_never_told_as_none(january: Office, typed: str, sentence: str) -> None:
    words = ask(january, f"/htst {typed}")
    assert sentence in words
    assert "there are none" not in words


def test_nothing_is_said_to_be_so_only_where_the_question_was_understood(january: Office) -> None:
    assert ask(january, "/htst list due next week").startswith(
        "Actions due from 9 January 2023 to 15 January 2023: there are none."
    )


@pytest.mark.parametrize(
    "typed", ["directorate's", "directorate’s", "DIRECTORATE'S", "directorates", "“Directorate´s”"]
)
def test_an_apostrophe_is_found_however_it_is_typed(january: Office, typed: str) -> None:
    assert refs(january, f"list words {typed}") >= {"13", "22", "34", "35"}


@pytest.mark.parametrize("typed", ["two-page", "two page", "two–page", "TWO‑PAGE"])
def test_a_dash_is_found_however_it_is_typed(january: Office, typed: str) -> None:
    assert refs(january, f"list {typed}") == {"5", "39"}  # two-page, two pages


def test_a_long_list_can_be_read_on_whatever_was_asked(january: Office) -> None:
    words = ask(january, "/htst list not started")
    assert "`/htst list not started from 41` shows the next" in words
    assert "42" in ask(january, "/htst list not started from 41").splitlines()[0]
