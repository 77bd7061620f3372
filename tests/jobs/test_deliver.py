"""Delivery when Slack is unwell: nothing lost, nothing said twice, order kept in a channel."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from jobs.deliver import DeliveryTiming, Sender, deliver_next
from playground.server import Playground
from register.register import Register
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from tests.waiting import until

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))


def queue(engine: Engine, *texts: str, to: str = "C0CYPE") -> None:
    with transaction(engine) as tx:
        for text in texts:
            queued = Notice("kent", f"test:{to}:{text}", NoticeKind.DIGEST, to, payload={"text": text})
            assert notices.queue(tx, queued, datetime.now(UTC))


def deliver(engine: Engine, slack: Playground, timing: DeliveryTiming = NO_WAIT, turns: int = 50) -> None:
    caller = SlackClient(slack.bot_token, slack.api_url)
    for _turn in range(turns):
        if not deliver_next(Sender(engine, caller, lambda: datetime.now(UTC), timing)):
            return


def posted(slack: Playground, channel: str = "C0CYPE") -> list[str]:
    return [one["text"] for one in slack.messages(channel)]


def states(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(notice.c.state).order_by(notice.c.id)).scalars())


@pytest.mark.usefixtures("kent")
class TestDelivery:
    """All on a register of Kent's."""

    def test_what_is_queued_twice_is_sent_once(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one")
        with transaction(engine) as tx:
            again = Notice("kent", "test:C0CYPE:one", NoticeKind.DIGEST, "C0CYPE", payload={"text": "one"})
            assert not notices.queue(tx, again, datetime.now(UTC))
        deliver(engine, slack)
        assert posted(slack) == ["one"]

    def test_the_order_is_kept_within_a_channel(self, engine: Engine, slack: Playground) -> None:
        texts = [f"message {number}" for number in range(10)]
        queue(engine, *texts)
        slack.faults.add("chat.postMessage", "500", times=1)
        with ThreadPoolExecutor(4) as pool:
            for _sender in range(4):
                pool.submit(deliver, engine, slack)
        deliver(engine, slack)
        assert posted(slack) == texts

    @pytest.mark.parametrize("fault", ["drop_after", "500_after", "fatal_error_after", "garbage_after"])
    def test_what_arrived_without_an_answer_is_not_sent_again(
        self, engine: Engine, slack: Playground, fault: str
    ) -> None:
        queue(engine, "one", "two")
        slack.faults.add("chat.postMessage", fault)
        deliver(engine, slack)
        assert posted(slack) == ["one", "two"]
        assert states(engine) == [NoticeState.SENT, NoticeState.SENT]

    @pytest.mark.parametrize("fault", ["500", "drop_before", "garbage", "fatal_error"])
    def test_a_look_that_is_not_answered_is_no_proof_that_nothing_arrived(
        self, engine: Engine, slack: Playground, fault: str
    ) -> None:
        queue(engine, "one")
        slack.faults.add("chat.postMessage", "drop_after")
        slack.faults.add("conversations.history", fault)
        deliver(engine, slack)
        assert posted(slack) == ["one"]
        assert states(engine) == [NoticeState.SENT]

    @pytest.mark.parametrize("fault", ["drop_before", "500", "503", "fatal_error"])
    def test_what_did_not_arrive_is_sent_again(self, engine: Engine, slack: Playground, fault: str) -> None:
        queue(engine, "one")
        slack.faults.add("chat.postMessage", fault)
        deliver(engine, slack)
        assert posted(slack) == ["one"]
        assert states(engine) == [NoticeState.SENT]

    def test_history_that_lags_is_waited_for(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one")
        slack.faults.history_lag(1.0)
        slack.faults.add("chat.postMessage", "drop_after")
        patient = replace(NO_WAIT, resend_after=timedelta(seconds=3))

        def is_sent() -> bool:
            deliver(engine, slack, patient, turns=1)
            return states(engine) == [NoticeState.SENT]

        until(is_sent, "the message is found in history")
        assert posted(slack) == ["one"]

    def test_a_sender_killed_after_sending_leaves_no_second_message(
        self, engine: Engine, slack: Playground
    ) -> None:
        queue(engine, "one")
        deliver(engine, slack)
        with transaction(engine) as tx:  # as a kill between sending and settling leaves it
            killed = {"state": NoticeState.SENDING, "settled_at": None, "not_before": datetime.now(UTC)}
            tx.execute(update(notice).values(killed))
        deliver(engine, slack)
        assert posted(slack) == ["one"]
        assert states(engine) == [NoticeState.SENT]

    @pytest.mark.parametrize("minutes", [-4, 4])
    def test_a_clock_that_is_minutes_off_says_nothing_twice(
        self, engine: Engine, slack: Playground, minutes: int
    ) -> None:
        """As far off as Slack's own signatures may be."""
        queue(engine, "one")
        with transaction(engine) as tx:
            tx.execute(update(notice).values(not_before=datetime(2022, 1, 1, tzinfo=UTC)))
        slack.faults.add("chat.postMessage", "drop_after")
        caller = SlackClient(slack.bot_token, slack.api_url)
        for _turn in range(5):
            deliver_next(
                Sender(engine, caller, lambda: datetime.now(UTC) + timedelta(minutes=minutes), NO_WAIT)
            )
        assert posted(slack) == ["one"]
        assert states(engine) == [NoticeState.SENT]

    def test_what_a_sender_has_in_hand_is_nobody_elses_until_its_lease_ends(self, engine: Engine) -> None:
        queue(engine, "one")
        start, lease = datetime.now(UTC), timedelta(seconds=60)
        with transaction(engine) as tx:
            first = claims.claim(tx, start, lease)
            assert first
            assert not first.must_look_up
            assert claims.claim(tx, start + lease - timedelta(seconds=1), lease) is None
            second = claims.claim(tx, start + lease, lease)
            assert second
            assert second.must_look_up
            later = start + lease
            assert not claims.settle(tx, first, NoticeState.SENT, later, channel="C0CYPE", ts="1.1")
            assert not claims.put_back(tx, first, NoticeState.WAITING, later, "x", since=later)
            assert not claims.save_payload(tx, first, {"text": "two"})
            assert claims.settle(tx, second, NoticeState.SENT, later, channel="C0CYPE", ts="2.2")
            assert not claims.settle(tx, second, NoticeState.FAILED, later)
            assert notices.of_message(tx, "C0CYPE", "2.2")

    def test_what_becomes_of_one_message_is_recorded_of_no_other_that_is_being_sent(
        self, engine: Engine
    ) -> None:
        queue(engine, "one")
        queue(engine, "two", to="C0GET")
        now = datetime.now(UTC)
        with transaction(engine) as tx:
            first, second = (claims.claim(tx, now, timedelta(seconds=60)) for _sender in range(2))
            assert first
            assert second
            assert claims.settle(tx, first, NoticeState.SENT, now, channel="C0CYPE", ts="1.1")
            assert claims.put_back(tx, second, NoticeState.WAITING, now, "out of reach", since=now)
        assert states(engine) == [NoticeState.SENT, NoticeState.WAITING]

    def test_a_limit_is_waited_out_for_that_channel_only(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one")
        queue(engine, "elsewhere", to="C0GET")
        slack.faults.add("chat.postMessage", "429", channel="C0CYPE", retry_after=30)
        deliver(engine, slack)
        assert posted(slack) == []
        assert posted(slack, "C0GET") == ["elsewhere"]
        assert states(engine) == [NoticeState.WAITING, NoticeState.SENT]
        with transaction(engine) as tx:
            tx.execute(update(notice).values(not_before=datetime.now(UTC)))
        deliver(engine, slack)
        assert posted(slack) == []  # the channel still rests

    def test_a_refusal_is_final_and_holds_up_nothing_else(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one", to="C0NOWHERE")
        queue(engine, "two")
        deliver(engine, slack)
        assert states(engine)[:2] == [NoticeState.FAILED, NoticeState.SENT]
        with reading(engine) as tx:
            assert (
                tx.execute(select(notice.c.error).order_by(notice.c.id)).scalars().first()
                == "channel_not_found"
            )

    def test_slack_out_of_reach_is_tried_again_later(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one")
        nowhere = SlackClient(slack.bot_token, "http://127.0.0.1:9/api/")
        assert deliver_next(Sender(engine, nowhere, lambda: datetime.now(UTC), NO_WAIT))
        assert states(engine) == [NoticeState.WAITING]

    def test_a_channel_carries_one_message_a_second(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one", "two")
        moment, caller = datetime.now(UTC), SlackClient(slack.bot_token, slack.api_url)

        def at_moment() -> datetime:
            return moment

        for sent in (["one"], ["one", "two"]):
            while deliver_next(Sender(engine, caller, at_moment, DeliveryTiming())):
                pass
            assert posted(slack) == sent
            moment += timedelta(seconds=1)

    def test_no_sender_takes_a_message_while_its_channel_rests(self, engine: Engine) -> None:
        """Nor one that has just sent another, and does not look at the queue again before it claims."""
        queue(engine, "one")
        queue(engine, "elsewhere", to="C0GET")
        start, second = datetime.now(UTC), timedelta(seconds=1)
        with transaction(engine) as tx:
            claims.pause(tx, notices.lane_of(Method.POST, "C0CYPE"), start + second)
            other = claims.claim(tx, start, timedelta(minutes=1))
            assert other
            assert other.notice.to == "C0GET"
            assert claims.claim(tx, start + second * 0.9, timedelta(minutes=1)) is None
            rested = claims.claim(tx, start + second, timedelta(minutes=1))
            assert rested
            assert rested.notice.to == "C0CYPE"

    def test_a_slow_answer_does_not_bring_the_next_message_closer(
        self, engine: Engine, slack: Playground
    ) -> None:
        """Slack counts a message when it comes; of that moment we know that it was before the answer."""
        queue(engine, "one", "two")
        moment = datetime.now(UTC)

        class Slow(SlackClient):
            def call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
                nonlocal moment
                moment += timedelta(seconds=3)
                return super().call(method, arguments)

        caller, timing = Slow(slack.bot_token, slack.api_url), DeliveryTiming()
        assert deliver_next(Sender(engine, caller, lambda: moment, timing))
        moment += timedelta(seconds=0.9)
        assert not deliver_next(Sender(engine, caller, lambda: moment, timing))
        assert posted(slack) == ["one"]
        moment += timedelta(seconds=0.1)
        assert deliver_next(Sender(engine, caller, lambda: moment, timing))
        assert posted(slack) == ["one", "two"]

    def test_what_travels_with_a_message_says_nothing(self, engine: Engine, slack: Playground) -> None:
        queue(engine, "one")
        deliver(engine, slack)
        (message,) = slack.messages("C0CYPE")
        assert set(message["metadata"]["event_payload"]) == {"key"}
        assert "kent" not in str(message["metadata"])


def test_a_register_is_not_needed_to_find_nothing_to_send(engine: Engine, kent: Register) -> None:
    with reading(engine) as tx:
        assert claims.next_due(tx) is None
        assert notices.open_count(tx) == 0


def test_what_is_too_late_is_over_though_two_senders_find_it_at_once(engine: Engine, kent: Register) -> None:
    now, together = datetime.now(UTC), Barrier(2)
    with transaction(engine) as tx:
        late = Notice("kent", "late", NoticeKind.REMINDER, "", valid_until=now - timedelta(days=1))
        notices.queue_all(
            tx, [replace(late, key=f"late:{number}", to=f"C{number}") for number in range(60)], now
        )

    def sender() -> list[Claim | None]:
        found = []
        for _look in range(60):
            together.wait(60)
            with transaction(engine) as tx:
                found.append(claims.claim(tx, now, timedelta(minutes=1)))
        return found

    with ThreadPoolExecutor(2) as pool:
        looks = [pool.submit(sender) for _sender in range(2)]
    assert not any([*looks[0].result(), *looks[1].result()])
    assert set(states(engine)) == {"expired"}
