"""What a day leaves over, as a job failed or a meeting was cancelled, is asked once, and on a working day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Engine, update

from demo.office import MONITOR
from demo.story import shown_text
from jobs.deliver import Sender, deliver_next
from jobs.timetable import tick
from playground.server import Playground
from register.committee.meetings import Meeting
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.actions.change_log import Author
from storage.database.engine import transaction
from storage.database.queue_tables import notice
from storage.queue.notices import Notice
from tests.jobs.test_timetable import at
from tests.jobs.test_timetable_rounds_and_reminders import CHASE, LAST_CALL, NEXT_DAY, read_in
from tests.sending_desk import NO_WAIT
from workflow.context import SHELL
from workflow.registers import configure

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (f"2023-02-{day}" for day in range(24, 29))
MARCH = date(2023, 3, 16)


def asked(engine: Engine, day: str, *times: str) -> list[tuple[str, str]]:
    """Kind and refs of what asks the channel of CYPE at these times of a day."""
    found = [one for clock in times for one in tick(engine, at(day, clock), at(day, clock))]
    return [(one.kind, " ".join(refs)) for one in found if one.to == "C0CYPE" and (refs := asks_about(one))]


def asks_about(notice: Notice) -> tuple[str, ...]:
    return notice.reminds if notice.kind == "digest" else notice.refs


def meet_on(engine: Engine, register: Register, *dates: date) -> None:
    plan = replace(register.meetings, meetings=tuple(Meeting(on) for on in dates))
    with transaction(engine) as tx:
        registers.save(tx, replace(register, meetings=plan))


def asks_first_on_friday(register: Register, once_a_week: bool) -> Register:
    """The register with the first request for 16 March on Friday 24 February at ten, an hour after the reminders."""
    plan = replace(register.meetings, at=time(10), round=replace(register.meetings.round, chase=3))
    return replace(register, meetings=plan, reminders=replace(register.reminders, once_a_week=once_a_week))


@contextmanager
def rounds_failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as broken:
        broken.setattr("workflow.update_requests.words.updates_asked", fail)
        yield


def fails_at(engine: Engine, day: str, clock: str) -> None:
    with pytest.raises(RuntimeError):
        tick(engine, at(day, clock), at(day, clock))


@pytest.mark.parametrize("once_a_week", [True, False], ids=["once a week", "exact days"])
def test_what_a_round_kept_back_on_a_friday_and_did_not_ask_is_asked_on_monday_once(
    engine: Engine, kent: Register, once_a_week: bool
) -> None:
    register = asks_first_on_friday(kent, once_a_week)
    read_in(engine, register, ["24 March 2023"])
    assert asked(engine, FRIDAY, "09:00") == []
    meet_on(engine, register, date(2023, 5, 16))
    assert asked(engine, FRIDAY, "10:00", "18:00") == []
    assert asked(engine, SATURDAY, "09:00", "18:00") == asked(engine, SUNDAY, "09:00", "18:00") == []
    kind = "digest" if once_a_week else "reminder"
    assert asked(engine, MONDAY, "09:00", "09:30", "10:00") == [(kind, "1")]
    assert asked(engine, TUESDAY, "09:00", "10:00") == []


def test_a_round_that_failed_all_friday_asks_on_monday_and_not_at_the_weekend(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in(engine, asks_first_on_friday(kent, True), ["24 March 2023", "31 December 2023"])
    with rounds_failing(monkeypatch):
        assert asked(engine, FRIDAY, "09:00") == []
        fails_at(engine, FRIDAY, "10:00")
    assert asked(engine, SATURDAY, "00:01", "10:00", "18:00") == asked(engine, SUNDAY, "10:00") == []
    assert asked(engine, MONDAY, "00:01", "08:59") == []
    assert asked(engine, MONDAY, "09:00", "09:30", "10:00") == [("round", "1 2")]


def test_a_round_that_comes_a_day_late_asks_only_what_no_reminder_has_asked_that_morning(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in(engine, kent, ["22 March 2023", "31 December 2023"])
    with rounds_failing(monkeypatch):
        fails_at(engine, CHASE, "08:30")
        fails_at(engine, CHASE, "09:00")
        fails_at(engine, NEXT_DAY, "09:00")
    assert asked(engine, NEXT_DAY, "09:30") == [("round", "2")]
    assert asked(engine, LAST_CALL, "08:30", "09:00") == [("round", "1 2")]


def test_a_digest_that_failed_all_friday_comes_on_monday(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_fridays = replace(kent, digest=replace(kent.digest, weekday=4))
    read_in(engine, on_fridays, ["31 December 2023"])

    def digests(day: str, clock: str) -> int:
        found = tick(engine, at(day, clock), at(day, clock))
        return sum(one.kind == "digest" and one.to == "C0CYPE" for one in found)

    with monkeypatch.context() as broken:
        broken.setattr("workflow.digest.message.digest", None)
        with pytest.raises(TypeError):
            tick(engine, at(FRIDAY, "18:00"), at(FRIDAY, "18:00"))
    assert [digests(SATURDAY, "10:00"), digests(SUNDAY, "10:00"), digests(MONDAY, "08:00")] == [0, 0, 0]
    assert [digests(MONDAY, "09:30"), digests(TUESDAY, "09:30")] == [1, 0]


def test_a_digest_that_failed_all_day_does_not_list_what_the_reminders_beside_it_ask(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Tuesday action 1 is reminded of, a week after its date; of action 2 nothing is due."""
    read_in(
        engine,
        replace(kent, meetings=replace(kent.meetings, meetings=())),
        ["21 February 2023", "31 December 2023"],
    )
    with monkeypatch.context() as broken:
        broken.setattr("workflow.digest.message.digest", None)
        for clock in ("09:30", "18:00"):
            with pytest.raises(TypeError):
                tick(engine, at(MONDAY, clock), at(MONDAY, clock))
    reminder, digest = (one for one in tick(engine, at(TUESDAY), at(TUESDAY)) if one.to == "C0CYPE")
    assert (reminder.kind, reminder.refs) == ("reminder", ("1",))
    words = str(digest.payload["text"])
    assert words.startswith("CYPE: the week to 27 February 2023")
    assert "What you are asked in another message today is not repeated here." in words
    assert "oldest first" not in str(digest.payload)  # the heading of what is overdue


def asks_first_on_tuesday(register: Register) -> Register:
    """The register with the first request for 16 March on Tuesday 28 February, the day after the digest."""
    plan = replace(register.meetings.round, chase=1)
    return replace(register, meetings=replace(register.meetings, round=plan))


def test_a_digest_leaves_to_the_request_of_the_next_day_what_that_asks(engine: Engine, kent: Register) -> None:
    """Four weeks before its date action 1 is due on Monday; the date of action 3 is on Tuesday."""
    read_in(engine, asks_first_on_tuesday(kent), ["27 March 2023", "31 December 2023", "28 February 2023"])
    assert asked(engine, "2023-02-21", "09:00") == [("reminder", "3")]
    assert asked(engine, MONDAY, "09:00", "09:30") == [("digest", "3")]
    (request,) = (one for one in tick(engine, at(TUESDAY), at(TUESDAY)) if one.to == "C0CYPE")
    assert (request.kind, request.refs) == ("round", ("1", "2", "3"))
    assert "Due 27 March 2023, in 3 weeks" in request.payload["text"]  # as the digest would have said


def test_what_was_left_to_a_request_that_does_not_come_is_reminded_of(engine: Engine, kent: Register) -> None:
    register = asks_first_on_tuesday(kent)
    read_in(engine, register, ["27 March 2023"])
    assert asked(engine, MONDAY, "09:00", "09:30") == []
    meet_on(engine, register, date(2023, 5, 16))
    assert asked(engine, TUESDAY, "09:00", "18:00") == [("reminder", "1")]


def test_two_meetings_that_ask_for_the_same_on_one_day_make_one_request_that_names_both(
    engine: Engine, kent: Register
) -> None:
    """On 1 March is the last day for updates for 16 March, and the first request for 23 March."""
    read_in(engine, kent, ["31 December 2023", "30 November 2023"])
    meet_on(engine, kent, date(2023, 3, 23), MARCH)
    assert asked(engine, CHASE, "08:30", "09:00") == [("round", "1 2")]
    found = [one for one in tick(engine, at(LAST_CALL), at(LAST_CALL)) if one.kind == "round"]
    assert [one.to for one in found] == ["C0CYPE"]
    words = str(found[0].payload["text"])
    assert words.startswith("16 March 2023: last day for updates.")
    assert "2 actions of yours have no update for the papers of 16 March 2023 and 23 March 2023." in words
    assert "'kent:2023-03-16:CYPE'" in str(found[0].payload["blocks"])
    assert asked(engine, "2023-03-02", "09:00") == []


def asked_what_was_decided(engine: Engine, day: str, clock: str = "10:00") -> list[str]:
    """The meetings, in their order, of which the administrators are asked on a day what they decided."""
    found = tick(engine, at(day, clock), at(day, clock))
    return [one.key.split(":")[3] for one in found if one.key.startswith("round:record:")]


def enter_meetings(engine: Engine, register: Register, day: str, *dates: date) -> None:
    """Put these meetings into the settings on a day, as whoever looks after the machine does."""
    plan = replace(register.meetings, meetings=tuple(Meeting(on) for on in dates))
    author = Author(SHELL, at(day), SHELL, at(day))
    configure(engine, replace(register, meetings=plan), author)


def test_each_meeting_that_was_held_while_nothing_ran_is_asked_about(engine: Engine, kent: Register) -> None:
    read_in(engine, replace(kent, meetings=replace(kent.meetings, meetings=())), ["31 December 2023"])
    both = MARCH, date(2023, 3, 30)
    enter_meetings(engine, kent, "2023-02-21", *both)
    tick(engine, at("2023-03-15", "09:00"), at("2023-03-15", "09:00"))
    assert asked_what_was_decided(engine, "2023-04-03") == ["2023-03-16", "2023-03-30"]
    assert asked_what_was_decided(engine, "2023-04-04") == []


def test_what_a_meeting_decided_is_asked_though_slack_is_out_of_reach_for_days(
    engine: Engine, kent: Register, slack: Playground
) -> None:
    read_in(engine, kent, ["31 December 2023"])
    tick(engine, at("2023-03-15", "09:00"), at("2023-03-15", "09:00"))
    assert asked_what_was_decided(engine, "2023-03-17") == ["2023-03-16"]
    client = SlackClient(slack.bot_token, slack.api_url)
    while deliver_next(Sender(engine, client, lambda: at("2023-03-27", "10:00"), NO_WAIT)):
        pass
    (message,) = slack.messages(slack.dm(MONITOR))
    assert "The meeting of 16 March 2023 is over: what did it decide?" in shown_text(message)


def test_of_those_that_were_entered_only_afterwards_none_but_the_last_is_asked_about(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, replace(kent, meetings=replace(kent.meetings, meetings=())), ["31 December 2023"])
    enter_meetings(engine, kent, "2023-02-21", MARCH)
    tick(engine, at("2023-03-15", "09:00"), at("2023-03-15", "09:00"))
    entered_late = (date(2023, 3, 1), date(2023, 3, 23), date(2023, 3, 30))
    enter_meetings(engine, kent, "2023-04-02", MARCH, *entered_late)
    assert asked_what_was_decided(engine, "2023-04-03") == ["2023-03-16", "2023-03-30"]


def test_meetings_that_are_entered_long_after_they_were_held_are_not_all_asked_about(
    engine: Engine, kent: Register
) -> None:
    without = replace(kent, meetings=replace(kent.meetings, meetings=()))
    read_in(engine, without, ["31 December 2023"])
    tick(engine, at("2022-11-21", "09:00"), at("2022-11-21", "09:00"))
    meet_on(engine, kent, *(date(2023, month, 7) for month in range(1, 7)))
    found = tick(engine, at("2023-06-20", "10:00"), at("2023-06-20", "10:00"))
    assert [one.key.split(":")[3] for one in found if one.key.startswith("round:record:")] == ["2023-06-07"]


@pytest.mark.parametrize(("state", "is_listed"), [("waiting", False), ("sent", False), ("failed", True)])
def test_a_digest_lists_what_a_reminder_that_slack_refused_was_to_ask(
    engine: Engine, kent: Register, state: str, is_listed: bool
) -> None:
    exact = replace(kent.reminders, once_a_week=False)
    without_meetings = replace(kent.meetings, meetings=())
    read_in(engine, replace(kent, reminders=exact, meetings=without_meetings), ["20 February 2023"])
    (reminder,) = (one for one in tick(engine, at(MONDAY, "09:00"), at(MONDAY, "09:00")) if one.to == "C0CYPE")
    with transaction(engine) as tx:
        tx.execute(update(notice).where(notice.c.key == reminder.key).values(state=state))
    (digest,) = (one for one in tick(engine, at(MONDAY, "09:30"), at(MONDAY, "09:30")) if one.to == "C0CYPE")
    assert ("What you are asked in another message" in str(digest.payload["text"])) is not is_listed
    assert ("7 days late" in str(digest.payload["text"])) is is_listed
