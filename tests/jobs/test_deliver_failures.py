"""What cannot be delivered, or not in time: it stops, somebody is told once, and somebody can decide."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update

from demo.office import MONITOR
from jobs.deliver import DeliveryTiming, Sender, deliver_next
from playground.server import Playground
from register.action import Line
from register.refused import Refused
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import actions, change_log
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice, pace
from storage.queue import cards, claims, notices, resolution
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision
from tests.readings import paper_of
from workflow.alerts import tell_admins
from workflow.imports import import_reading

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))
AN_HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("kent")


def now() -> datetime:
    return datetime.now(UTC)


def queue(engine: Engine, text: str, at: datetime | None = None, **more: object) -> None:
    queued = Notice("kent", f"test:{text}", NoticeKind.REMINDER, "C0CYPE", payload={"text": text})
    with transaction(engine) as tx:
        assert notices.queue(tx, replace(queued, **more), at or now())  # type: ignore[arg-type]


def deliver(
    engine: Engine, slack: Playground, timing: DeliveryTiming = NO_WAIT, turns: int = 60
) -> list[tuple[str, str]]:
    caller, outcomes = SlackClient(slack.bot_token, slack.api_url), []
    for _turn in range(turns):
        if not deliver_next(Sender(engine, caller, now, timing, lambda *observed: outcomes.append(observed))):
            break
    return outcomes


def state(engine: Engine, number: int = 1) -> str:
    with reading(engine) as tx:
        return str(tx.execute(select(notice.c.state).where(notice.c.id == number)).scalar_one())


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(notice.c.kind).order_by(notice.c.id)).scalars())


def texts(slack: Playground, channel: str = "C0CYPE") -> list[str]:
    return [one["text"] for one in slack.messages(channel)]


def resolve(engine: Engine, decision: NoticeDecision, number: int = 1) -> None:
    with transaction(engine) as tx:
        resolution.resolve(tx, number, decision, now())


def test_a_heap_of_failures_is_one_message_to_the_admins(engine: Engine, slack: Playground) -> None:
    for text in ("one", "two", "three"):
        queue(engine, text, to="C0NOWHERE")
    deliver(engine, slack)
    assert [state(engine, number) for number in (1, 2, 3)] == [NoticeState.FAILED] * 3
    assert kinds(engine) == ["reminder"] * 3 + ["trouble"]
    (alert,) = slack.messages(slack.dm(MONITOR))
    assert "channel_not_found" in alert["text"]
    assert "<#C0NOWHERE>" in alert["text"]


def test_a_message_about_trouble_that_fails_itself_is_the_end_of_it(
    engine: Engine, slack: Playground, kent: Register
) -> None:
    from storage.actions import registers

    with transaction(engine) as tx:
        registers.save(tx, replace(kent, admins=("U0NOBODY",)))
    queue(engine, "one", to="C0NOWHERE")
    deliver(engine, slack)
    assert kinds(engine) == ["reminder", "trouble"]
    assert [state(engine, 1), state(engine, 2)] == [NoticeState.FAILED, NoticeState.FAILED]


@pytest.mark.parametrize("reason", ["missing_scope", "not_in_channel", "channel_not_found"])
def test_what_cannot_be_looked_up_is_left_to_somebody(engine: Engine, slack: Playground, reason: str) -> None:
    queue(engine, "one")
    queue(engine, "two")
    slack.faults.add("chat.postMessage", "drop_after")
    slack.faults.add("conversations.history", reason)
    deliver(engine, slack)
    # What comes after is not held up.
    assert [state(engine, 1), state(engine, 2)] == [NoticeState.HELD, NoticeState.SENT]
    assert texts(slack) == ["one", "two"]
    (alert,) = slack.messages(slack.dm(MONITOR))
    assert "may or may not have arrived" in alert["text"]
    resolve(engine, NoticeDecision.SENT)
    deliver(engine, slack)
    assert state(engine) == NoticeState.SENT
    assert texts(slack) == ["one", "two"]


def test_somebody_can_have_it_sent_again(engine: Engine, slack: Playground) -> None:
    queue(engine, "one", to="C0NOWHERE")
    deliver(engine, slack)
    with transaction(engine) as tx:
        tx.execute(update(notice).where(notice.c.id == 1).values(to="C0CYPE"))
    resolve(engine, NoticeDecision.AGAIN)
    deliver(engine, slack)
    assert state(engine) == NoticeState.SENT
    assert texts(slack) == ["one"]


def test_somebody_can_let_it_be(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    resolve(engine, NoticeDecision.DROP)
    deliver(engine, slack)
    assert state(engine) == NoticeState.DROPPED
    assert texts(slack) == []


def test_what_was_sent_cannot_be_decided_about(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    deliver(engine, slack)
    for decision in NoticeDecision:
        with pytest.raises(Refused, match="Notice 1 is sent"):
            resolve(engine, decision)
    with pytest.raises(Refused, match="no notice 99"):
        resolve(engine, NoticeDecision.DROP, 99)


def test_what_is_stale_expires_and_what_is_not_goes_out(engine: Engine, slack: Playground) -> None:
    queue(engine, "last week's", valid_until=now() - AN_HOUR)
    queue(engine, "today's", valid_until=now() + AN_HOUR)
    deliver(engine, slack)
    assert texts(slack) == ["today's"]
    assert state(engine) == NoticeState.EXPIRED


def test_what_may_have_arrived_before_it_was_stale_is_looked_for(engine: Engine, slack: Playground) -> None:
    queue(engine, "arrived")
    queue(engine, "did not", to="C0GET")
    slack.faults.add("chat.postMessage", "drop_after", channel="C0CYPE")
    slack.faults.add("chat.postMessage", "drop_before", channel="C0GET")
    deliver(engine, slack, replace(NO_WAIT, recheck_after=AN_HOUR))
    assert [state(engine, 1), state(engine, 2)] == [NoticeState.UNKNOWN, NoticeState.UNKNOWN]
    with transaction(engine) as tx:
        tx.execute(update(notice).values(valid_until=now() - AN_HOUR, not_before=now()))
    deliver(engine, slack)
    assert [state(engine, 1), state(engine, 2)] == [NoticeState.SENT, NoticeState.EXPIRED]
    assert (texts(slack), texts(slack, "C0GET")) == (["arrived"], [])


def test_patience_begins_with_the_doubt_not_with_the_first_try(engine: Engine, slack: Playground) -> None:
    """Long limited by Slack, then sent without an answer: late history must still be waited for."""
    long_ago = now() - 2 * AN_HOUR
    queue(engine, "one", long_ago)
    slack.faults.add("chat.postMessage", "429", retry_after=1)
    caller, patient = SlackClient(slack.bot_token, slack.api_url), replace(NO_WAIT, resend_after=AN_HOUR)
    assert deliver_next(Sender(engine, caller, lambda: long_ago, patient))
    slack.faults.history_lag(60)
    slack.faults.add("chat.postMessage", "drop_after")
    for _turn in range(3):
        deliver_next(Sender(engine, caller, now, patient))
    assert state(engine) == NoticeState.UNKNOWN
    assert texts(slack) == ["one"]


def test_what_a_dead_sender_had_in_hand_is_waited_for_from_when_it_was_found(
    engine: Engine, slack: Playground
) -> None:
    """It may have been sent in the last moment of the lease, and history can be late."""
    long_ago = now() - 2 * AN_HOUR
    queue(engine, "one", long_ago)
    with transaction(engine) as tx:
        assert claims.claim(tx, long_ago, AN_HOUR)
    deliver(engine, slack, replace(NO_WAIT, resend_after=AN_HOUR), turns=3)
    assert state(engine) == NoticeState.UNKNOWN
    assert texts(slack) == []
    with transaction(engine) as tx:
        tx.execute(update(notice).values(not_before=now(), doubted_at=long_ago))
    deliver(engine, slack, replace(NO_WAIT, resend_after=AN_HOUR))
    assert (state(engine), texts(slack)) == (NoticeState.SENT, ["one"])


def test_a_sender_that_was_held_up_past_its_lease_sends_nothing(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    moments = iter([now(), now(), *[now() + AN_HOUR] * 5])
    assert deliver_next(
        Sender(engine, SlackClient(slack.bot_token, slack.api_url), lambda: next(moments), NO_WAIT)
    )
    assert texts(slack) == []
    assert state(engine) == NoticeState.WAITING


def test_slack_limiting_says_for_how_long_and_for_whom(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    queue(engine, "elsewhere", to="C0GET")
    slack.faults.add("chat.postMessage", "429", channel="C0CYPE", retry_after=7)
    started = now()
    deliver(engine, slack)
    assert texts(slack, "C0GET") == ["elsewhere"]
    with reading(engine) as tx:
        due = claims.next_due(tx)
    assert due is not None
    assert started + timedelta(seconds=7) <= due <= now() + timedelta(seconds=7)


def test_a_limit_of_which_nobody_says_in_seconds_how_long_it_lasts_is_a_limit(
    engine: Engine, slack: Playground
) -> None:
    """So a proxy's may be: HTTP lets it give a date."""
    queue(engine, "one")
    slack.faults.add("chat.postMessage", "429", retry_after="Wed, 21 Oct 2026 07:28:00 GMT")  # type: ignore[arg-type]
    assert deliver(engine, slack) == [("reminder", "again later")]
    assert state(engine) == NoticeState.WAITING


def test_limited_again_and_again_it_waits_no_longer_than_slack_says(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    slack.faults.add("chat.postMessage", "429", times=6, retry_after=1)
    for _time in range(6):
        with transaction(engine) as tx:
            tx.execute(update(notice).values(not_before=now()))
            tx.execute(delete(pace))
        deliver(engine, slack, turns=1)
    with reading(engine) as tx:
        due = claims.next_due(tx)
    assert due is not None
    assert due - now() <= timedelta(seconds=1)


@pytest.mark.parametrize("reason", ["invalid_auth", "token_revoked"])
def test_a_token_that_is_refused_fails_no_notice(engine: Engine, slack: Playground, reason: str) -> None:
    queue(engine, "one")
    slack.faults.add("chat.postMessage", reason)
    assert deliver(engine, slack) == [("reminder", "again later")]
    assert state(engine) == NoticeState.WAITING


def test_a_mark_under_a_reply_that_is_gone_troubles_nobody(engine: Engine, slack: Playground) -> None:
    queue(engine, "one", method=Method.REACT, payload={"timestamp": "1.1", "name": "memo"})
    deliver(engine, slack)
    assert state(engine) == NoticeState.DROPPED
    assert kinds(engine) == ["reminder"]


@pytest.mark.parametrize("fault", ["drop_after", "drop_before"])
def test_a_line_for_one_person_that_may_have_arrived_is_not_said_again(
    engine: Engine, slack: Playground, fault: str
) -> None:
    """No look-up finds it: better none than two."""
    queue(engine, "one", method=Method.WHISPER, payload={"text": "Recorded.", "user": "U0CYPE"})
    slack.faults.add("chat.postEphemeral", fault)
    deliver(engine, slack)
    assert state(engine) == NoticeState.DROPPED
    assert len(slack.ephemeral("U0CYPE")) == (fault == "drop_after")


def test_a_notice_that_cannot_be_written_stands_in_nobodys_way(engine: Engine, slack: Playground) -> None:
    queue(engine, "one", method=Method.PUBLISH, register="kent", to="U0CYPE", payload={})
    queue(engine, "two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobs.deliver.render", broken_for("U0CYPE"))
        deliver(engine, slack)
    assert state(engine) == NoticeState.FAILED
    assert texts(slack) == ["two"]


def broken_for(to: str) -> object:
    from jobs.render import render

    def broken(tx: object, rendered: Notice, at: datetime) -> object:
        if rendered.to == to:
            raise KeyError("somebody's words")
        return render(tx, rendered, at)  # type: ignore[arg-type]

    return broken


def test_the_workspace_carries_no_more_than_its_cap(engine: Engine, slack: Playground) -> None:
    """Ten channels, two messages a second: in three seconds no more than eight, the burst included."""
    for number in range(10):
        queue(engine, f"{number}", to=f"C{number}")
    with transaction(engine) as tx:
        start, taken = now(), []
        for tenth in range(31):
            moment = start + timedelta(seconds=tenth / 10)
            if claims.claim(tx, moment, AN_HOUR, timedelta(seconds=0.5)):
                taken.append(tenth)
    assert 6 <= len(taken) <= 9, taken
    assert taken[0] == 0


def test_the_cap_holds_up_messages_only(engine: Engine, slack: Playground) -> None:
    queue(engine, "one")
    queue(engine, "two", to="C0GET")
    queue(engine, "mark", method=Method.REACT, payload={"timestamp": "1.1", "name": "memo"})
    slow = replace(NO_WAIT, workspace_interval=AN_HOUR)
    deliver(engine, slack, slow)
    assert [state(engine, number) for number in (1, 2, 3)] == [
        NoticeState.SENT,
        NoticeState.WAITING,
        NoticeState.DROPPED,
    ]


def test_of_many_queued_at_once_those_queued_before_are_left_out(engine: Engine) -> None:
    several = [
        Notice("kent", f"test:{n}", NoticeKind.REMINDER, "C0CYPE", payload={"text": f"{n}"}) for n in range(4)
    ]
    with transaction(engine) as tx:
        assert notices.queue(tx, several[1], now())
        assert notices.queue_all(tx, [*several, several[2]], now()) == [several[0], several[2], several[3]]
        assert notices.queue_all(tx, several, now()) == []
        assert notices.queue_all(tx, [], now()) == []
        assert notices.open_count(tx) == 4


@pytest.mark.parametrize("reason", ["rate_limited", "message_limit_exceeded", "org_login_required"])
def test_what_slack_will_take_later_is_no_failure(engine: Engine, slack: Playground, reason: str) -> None:
    queue(engine, "one")
    slack.faults.add("chat.postMessage", reason)
    assert deliver(engine, slack) == [("reminder", "again later")]
    with transaction(engine) as tx:
        tx.execute(update(notice).values(not_before=now()))
        tx.execute(delete(pace))
    deliver(engine, slack)
    assert (state(engine), texts(slack)) == (NoticeState.SENT, ["one"])


def test_a_failure_is_told_while_the_very_card_is_changed(engine: Engine, kent: Register) -> None:
    """Each waits for the other once: on PostgreSQL one of them would be thrown out."""
    if engine.dialect.name == "sqlite":
        return  # one writer at a time
    lines = [Line("1", "Promise 1", "", "March 2023", ("CYPE",), "", "")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines, "table.txt", "0" * 64), date(2022, 11, 15), now())
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        cards.mark_posted(
            tx, cards.ensure(tx, kent.slug, "C0CYPE", [number])[number], "C0CYPE", "1668506400.000100"
        )
        cards.redraw(tx, [number], now())
    with transaction(engine) as tx:
        claim = claims.claim(tx, now(), AN_HOUR)
        assert claim
    both = threading.Barrier(2, timeout=60)

    def change() -> None:
        with transaction(engine) as tx:
            change_log.lock(tx, kent.slug)
            both.wait()
            cards.redraw(tx, [number], now())

    def fail() -> None:
        with transaction(engine) as tx:
            assert claims.settle(tx, claim, NoticeState.FAILED, now(), error="message_not_found")
            both.wait()
            tell_admins(tx, claim.notice, NoticeState.FAILED, "message_not_found", now())

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(change), pool.submit(fail)]:
            future.result()
