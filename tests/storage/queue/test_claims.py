"""What is claimed from the queue, when it goes out, and from when on a message that may have arrived is looked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage.database.engine import transaction
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState

START = datetime(2022, 11, 15, 10, tzinfo=UTC)
LEASE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)
REMINDER = Notice("kent", "reminder", NoticeKind.REMINDER, "C0CYPE", payload={"text": "one"})
REDRAW = Notice("kent", "redraw", NoticeKind.REDRAW, "C0CYPE", Method.UPDATE)

pytestmark = pytest.mark.usefixtures("kent")


def claim(engine: Engine, at: datetime, workspace: timedelta = timedelta(0)) -> Claim:
    with transaction(engine) as tx:
        taken = claims.claim(tx, at, LEASE, workspace)
    assert taken is not None
    return taken


def next_due(engine: Engine) -> datetime | None:
    with transaction(engine) as tx:
        return claims.next_due(tx)


def queue(engine: Engine, *several: Notice) -> None:
    with transaction(engine) as tx:
        assert len(notices.queue_all(tx, several, START)) == len(several)


def put_back(engine: Engine, taken: Claim, state: NoticeState, until: datetime, since: datetime) -> bool:
    with transaction(engine) as tx:
        return claims.put_back(tx, taken, state, until, "no answer", since=since)


@pytest.mark.parametrize(
    "end",
    [
        lambda tx, taken, at: claims.settle(tx, taken, NoticeState.SENT, at),
        lambda tx, taken, at: claims.put_back(tx, taken, NoticeState.WAITING, at, "no answer", since=at),
    ],
    ids=["sent", "put back"],
)
def test_what_was_queued_again_while_it_was_sent_goes_out_once_that_attempt_has_ended(
    engine: Engine, end: Callable[[Connection, Claim, datetime], bool]
) -> None:
    """Neither beside it, as the two could arrive in either order, nor as late as its lease ends."""
    queue(engine, REDRAW)
    first = claim(engine, START)
    with transaction(engine) as tx:
        notices.queue_again(tx, [REDRAW], START + SECOND)
        assert claims.claim(tx, START + 2 * SECOND, LEASE) is None
    with transaction(engine) as tx:
        assert not end(tx, first, START + 3 * SECOND)
    assert not claim(engine, START + 3 * SECOND).must_look_up


def test_what_was_queued_again_is_not_let_go_by_an_attempt_of_long_before(engine: Engine) -> None:
    queue(engine, REDRAW)
    first = claim(engine, START)
    with transaction(engine) as tx:
        notices.queue_again(tx, [REDRAW], START + SECOND)
    second = claim(engine, START + LEASE)
    assert put_back(engine, second, NoticeState.WAITING, START + HOUR, START + LEASE)
    with transaction(engine) as tx:
        assert not claims.settle(tx, first, NoticeState.SENT, START + 2 * LEASE)
    assert next_due(engine) == START + HOUR


def test_a_message_is_looked_for_from_its_first_try_on_however_many_senders_died_since(engine: Engine) -> None:
    queue(engine, REMINDER)
    claim(engine, START)
    for hours in (1, 2):
        found = claim(engine, START + hours * HOUR)
        assert (found.must_look_up, found.first_tried_at) == (True, START)


def test_a_message_is_looked_for_from_its_first_try_on_though_it_was_to_be_sent_again(engine: Engine) -> None:
    queue(engine, REMINDER)
    put_back(engine, claim(engine, START), NoticeState.UNKNOWN, START, START)
    put_back(engine, claim(engine, START + SECOND), NoticeState.WAITING, START + HOUR, START)
    assert claim(engine, START + HOUR).first_tried_at == START


def test_a_message_that_certainly_did_not_arrive_is_looked_for_only_from_its_next_try_on(
    engine: Engine,
) -> None:
    """Slack may have limited it for hours, and the more was said in the channel, the less can be found."""
    queue(engine, REMINDER)
    put_back(engine, claim(engine, START), NoticeState.WAITING, START + HOUR, START)
    put_back(engine, claim(engine, START + HOUR), NoticeState.UNKNOWN, START + HOUR, START + HOUR)
    assert claim(engine, START + HOUR).first_tried_at == START + HOUR


def test_a_doubt_lasts_from_look_up_to_look_up_and_begins_anew_with_each_time_that_it_is_sent(
    engine: Engine,
) -> None:
    queue(engine, REMINDER)
    put_back(engine, claim(engine, START), NoticeState.UNKNOWN, START + SECOND, START)
    for seconds in (1, 2):
        looked_up = claim(engine, START + seconds * SECOND)
        assert looked_up.doubted_at == START
        put_back(engine, looked_up, NoticeState.UNKNOWN, START + (seconds + 1) * SECOND, looked_up.doubted_at)
    put_back(engine, claim(engine, START + 3 * SECOND), NoticeState.WAITING, START + 3 * SECOND, START)
    claim(engine, START + 4 * SECOND)  # by a sender that dies: history may lack what it sent just then
    assert claim(engine, START + HOUR).doubted_at == START + HOUR


def test_looking_a_message_up_is_no_try_to_send_it(engine: Engine) -> None:
    """How often it was tried is listed, and decides how long it waits after the next failure."""
    queue(engine, REMINDER)
    assert claim(engine, START).tries == 1
    for hours in (1, 2, 3):
        assert claim(engine, START + hours * HOUR).tries == 1


def test_messages_that_wait_for_the_workspaces_turn_are_not_due_before_it(engine: Engine) -> None:
    """Or each sender would ask for them again and again meanwhile."""
    queue(engine, REMINDER, Notice("kent", "other", NoticeKind.REMINDER, "C0GET", payload={"text": "two"}))
    claim(engine, START, workspace=HOUR)
    with transaction(engine) as tx:
        assert claims.claim(tx, START + LEASE - SECOND, LEASE, HOUR) is None
    due = next_due(engine)
    assert due is not None
    assert due > START + LEASE


def test_senders_that_come_a_little_late_lose_none_of_the_workspaces_rate(engine: Engine) -> None:
    """Two messages a second are allowed, and a sender looks every 0.3 s: ten take five seconds, not six."""
    queue(
        engine,
        *(
            Notice("kent", f"{number}", NoticeKind.REMINDER, f"C0{number}", payload={"text": "x"})
            for number in range(30)
        ),
    )
    sent = 0
    with transaction(engine) as tx:
        for turn in range(34):
            sent += claims.claim(tx, START + turn * timedelta(seconds=0.3), HOUR, SECOND / 2) is not None
    assert 20 <= sent <= 23


@pytest.mark.parametrize("method", [Method.POST, Method.ATTACH])
def test_what_is_in_doubt_waits_while_slack_limits_look_ups_and_what_is_not_goes_out(
    engine: Engine, method: Method
) -> None:
    queue(
        engine, replace(REMINDER, key="in doubt", method=method), replace(REMINDER, to="C0GET", method=method)
    )
    put_back(engine, claim(engine, START), NoticeState.UNKNOWN, START, START)
    with transaction(engine) as tx:
        claims.pause(tx, claims.LOOK_UP, START + HOUR)
    assert claim(engine, START).notice.key == "reminder"
    with transaction(engine) as tx:
        assert claims.claim(tx, START + SECOND, LEASE) is None
    assert claim(engine, START + HOUR).notice.key == "in doubt"
