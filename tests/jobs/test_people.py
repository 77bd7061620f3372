"""Slack's list of people, read once a day: all of it or nothing of it is kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from jobs.people import READ_INTERVAL, PeopleReader, read_people
from playground.server import Playground
from playground.workspace import SlackUser as Somebody
from register.people import Person
from runtime.clock_process import ticking
from slack_api.client import Permanent, SlackClient
from storage.database.engine import reading, transaction
from storage.intake import absences, members, people
from storage.intake.people import PeopleCount
from tests.waiting import ended, started, until

NOW = datetime(2022, 11, 15, 9, tzinfo=UTC)
BOT = Somebody("U0HTST", "HTST", is_bot=True)
MANY = 450  # three pages


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A workspace of three pages: every hundredth person is a guest, and two have left."""
    crowd = [
        Somebody(f"U{number:04}", f"Officer {number}", is_guest=number % 100 == 0, is_gone=number in (7, 300))
        for number in range(MANY)
    ]
    with Playground(people=crowd, channels=[], bot=BOT, now=NOW) as opened:
        yield opened


@pytest.fixture
def observed() -> list[tuple[str, str]]:
    """The phases of the job that its observer heard."""
    return []


@pytest.fixture
def people_reader(engine: Engine, slack: Playground, observed: list[tuple[str, str]]) -> PeopleReader:
    """A reader that does not wait between pages."""
    caller = SlackClient(slack.bot_token, slack.api_url)
    return PeopleReader(
        engine, caller, slack.now, lambda job, what, late: observed.append((job, what)), page_interval=0
    )


def known(engine: Engine) -> PeopleCount:
    with reading(engine) as tx:
        return people.count(tx)


def guests(engine: Engine) -> set[str]:
    with reading(engine) as tx:
        return set(people.guests(tx))


def test_every_page_is_read_and_who_has_left_is_left_out(
    engine: Engine, slack: Playground, people_reader: PeopleReader, observed: list[tuple[str, str]]
) -> None:
    read_people(people_reader)
    found = known(engine)
    assert (found.people, found.guests) == (MANY - 2, 4)
    assert guests(engine) == {"U0000", "U0100", "U0200", "U0400"}
    assert found.read_at is not None
    assert abs(found.read_at - slack.now()) < timedelta(minutes=1)
    assert len(slack.calls("users.list")) == 3
    assert observed == [("people", "start"), ("people", "finish")]


def test_it_is_read_once_a_day(engine: Engine, slack: Playground, people_reader: PeopleReader) -> None:
    read_people(people_reader)
    read_people(people_reader)
    assert len(slack.calls("users.list")) == 3
    slack.move_to(slack.now() + READ_INTERVAL)
    read_people(people_reader)
    assert len(slack.calls("users.list")) == 6


def test_a_later_list_says_who_became_a_guest_who_no_longer_is_one_and_who_left(
    engine: Engine, slack: Playground, people_reader: PeopleReader
) -> None:
    read_people(people_reader)
    for user, what in {
        "U0001": {"is_guest": True},
        "U0100": {"is_guest": False},
        "U0200": {"is_gone": True},
    }.items():
        slack.change(user, **what)  # nobody listens: only the list can tell
    slack.move_to(slack.now() + READ_INTERVAL)
    read_people(people_reader)
    assert guests(engine) == {"U0000", "U0001", "U0400"}
    assert known(engine).people == MANY - 3


def test_what_came_by_an_event_while_the_list_was_read_stands(
    engine: Engine, slack: Playground, people_reader: PeopleReader
) -> None:
    read_people(people_reader)
    slack.move_to(slack.now() + READ_INTERVAL)
    later = slack.now() + timedelta(minutes=1)
    with transaction(engine) as tx:
        people.save(tx, Person("U0002", is_guest=True), later)
        people.save(tx, Person("U0NEW", is_guest=True), later)
    read_people(people_reader)
    assert guests(engine) == {"U0000", "U0002", "U0100", "U0200", "U0400", "U0NEW"}


@pytest.mark.parametrize("fault", ["429", "500", "drop_before", "fatal_error"])
def test_a_page_that_fails_is_asked_for_again(
    engine: Engine, slack: Playground, people_reader: PeopleReader, fault: str
) -> None:
    slack.faults.add("users.list", fault)
    read_people(people_reader)
    assert known(engine).people == MANY - 2


def test_a_list_that_does_not_end_keeps_nothing_and_says_so(
    engine: Engine, slack: Playground, people_reader: PeopleReader, observed: list[tuple[str, str]]
) -> None:
    read_people(people_reader)
    slack.change("U0001", is_guest=True)
    slack.move_to(slack.now() + READ_INTERVAL)
    slack.faults.add("users.list", "invalid_cursor", times=1)
    with pytest.raises(Permanent, match="invalid_cursor"):
        read_people(people_reader)
    assert known(engine).people == MANY - 2
    assert "U0001" not in guests(engine)
    assert observed[-1] == ("people", "fail")


def test_told_to_stop_it_keeps_nothing(engine: Engine, people_reader: PeopleReader) -> None:
    people_reader.stop.set()
    read_people(people_reader)
    assert known(engine) == PeopleCount(0, 0, None)


def test_two_clocks_may_both_read_it(engine: Engine, slack: Playground, people_reader: PeopleReader) -> None:
    ended([started(read_people, people_reader) for _clock in range(2)], "two readings of the list of people")
    assert known(engine).people == MANY - 2


def test_a_clock_reads_it_at_once_whether_guests_are_refused_or_not(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It also tells colleagues from strangers where a channel is shared with another organisation."""
    monkeypatch.setattr("runtime.clock_process.PeopleReader", partial(PeopleReader, page_interval=0.0))
    with ticking(engine, SlackClient(slack.bot_token, slack.api_url)):
        until(lambda: known(engine).read_at, "the first reading of the list of people", 60)
    with reading(engine) as tx:
        assert people.stored_home(tx, "U0001") == slack.workspace.team_id


def test_a_list_of_people_that_is_refused_keeps_no_clock_from_reading_who_sits_in_the_channels(
    engine: Engine, slack: Playground
) -> None:
    slack.faults.add("users.list", "missing_scope", times=100)
    with ticking(engine, SlackClient(slack.bot_token, slack.api_url)):
        until(lambda: members_read_at(engine), "the first reading of the channels", 60)
    assert known(engine).read_at is None


def members_read_at(engine: Engine) -> datetime | None:
    with reading(engine) as tx:
        return members.read_at(tx)


def test_who_is_back_in_slack_is_found_by_the_list_where_that_was_not_heard(
    engine: Engine, people_reader: PeopleReader
) -> None:
    today = date(2022, 11, 15)
    with transaction(engine) as tx:
        absences.leave(tx, {"U0001"}, today, NOW)
        assert set(absences.current(tx, today)) == {"U0001"}
    read_people(people_reader)
    with reading(engine) as tx:
        assert absences.current(tx, today) == {}
