"""What is queued again under the key of an earlier notice, and what of those that need attention is listed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage.database.engine import transaction
from storage.queue import claims, notices, resolution
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState

START = datetime(2022, 11, 15, 10, tzinfo=UTC)
HOUR, LEASE = timedelta(hours=1), timedelta(minutes=1)
CARD = Notice("kent", "card", NoticeKind.CARD, "C0OLD")

pytestmark = pytest.mark.usefixtures("kent")


def test_what_failed_and_is_queued_again_is_as_if_it_had_never_been_tried(engine: Engine) -> None:
    with transaction(engine) as tx:
        notices.queue(tx, CARD, START)
        first = claims.claim(tx, START, LEASE)
        assert first is not None
        claims.settle(tx, first, NoticeState.FAILED, START, error="channel_not_found")
        notices.queue_again(tx, [CARD], START + HOUR)
        again = claims.claim(tx, START + HOUR, LEASE)
        (listed,) = resolution.list_notices(tx, [NoticeState.SENDING])
    assert again is not None
    assert (again.must_look_up, again.tries, again.first_tried_at) == (False, 1, START + HOUR)
    assert (listed.settled_at, listed.error) == (None, None)


def test_what_is_queued_again_for_another_channel_waits_for_no_pause_of_the_first(engine: Engine) -> None:
    with transaction(engine) as tx:
        notices.queue(tx, CARD, START)
        claims.pause(tx, notices.lane_of(Method.POST, "C0OLD"), START + HOUR)
        assert claims.claim(tx, START, LEASE) is None
        notices.queue_again(tx, [replace(CARD, to="C0NEW")], START)
        claim = claims.claim(tx, START, LEASE)
    assert claim is not None
    assert claim.notice.to == "C0NEW"


def test_what_is_for_somebody_who_is_forgotten_is_dropped_also_what_only_they_see_in_a_channel(
    engine: Engine,
) -> None:
    several = [
        replace(CARD, key="to them", to="U0AMY"),
        Notice("kent", "seen by them", NoticeKind.ANSWER, "C0CYPE", Method.WHISPER, payload={"user": "U0AMY"}),
        replace(CARD, key="to another", to="U0GARETH"),
    ]
    with transaction(engine) as tx:
        notices.queue_all(tx, several, START)
        under_way = claims.claim(tx, START, LEASE)
        assert under_way is not None
        notices.drop_all(tx, "U0AMY", START)
        assert not claims.settle(tx, under_way, NoticeState.SENT, START)
        dropped = resolution.list_notices(tx, [NoticeState.DROPPED])
        waiting = resolution.list_notices(tx, [NoticeState.WAITING])
    assert [one.to for one in dropped] == ["U0AMY", "C0CYPE"]
    assert [one.to for one in waiting] == ["U0GARETH"]


def test_of_more_than_can_be_shown_the_newest_are_listed_the_oldest_of_them_first(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolution, "MOST_SHOWN", 2)
    with transaction(engine) as tx:
        notices.queue_all(tx, [replace(CARD, key=f"{number}", to=f"C{number}") for number in range(3)], START)
        listed = resolution.list_notices(tx, [NoticeState.WAITING])
    assert [one.to for one in listed] == ["C1", "C2"]
