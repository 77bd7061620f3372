"""A chart in the thread of a digest: after it, once, and never when the digest did not go out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update

from demo.office import MONITOR
from jobs.deliver import DeliveryTiming, Sender, deliver_next
from papers.chart import draw
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.tables import notice
from storage.database.tables import pace as pace_rows
from storage.intake.threads import Thread
from storage.queue import claims, notices, resolution
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))
AN_HOUR = timedelta(hours=1)
UPLOAD, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"

pytestmark = pytest.mark.usefixtures("kent")


def now() -> datetime:
    return datetime.now(UTC)


def queue(engine: Engine, to: str = "C0LEADS") -> None:
    """A digest, and the chart for its thread."""
    numbers = {
        "under": "digest",
        "name": "open-actions-2022-11-21",
        "title": "Open actions on 21 November 2022",
        "lines": ["3 open, 1 overdue"],
        "groups": [["By progress", [["In progress", 3, 1]]]],
    }
    with transaction(engine) as tx:
        notices.queue(tx, Notice("kent", NoticeKind.DIGEST, "digest", to, payload={"text": "the week"}), now())
        chart = Notice(
            "kent", NoticeKind.CHART, "chart", to, Method.ATTACH, payload=numbers, valid_until=now() + AN_HOUR
        )
        notices.queue(tx, chart, now())


def deliver(engine: Engine, slack: Playground, timing: DeliveryTiming = NO_WAIT, turns: int = 60) -> None:
    """Deliver with every wait over at once."""
    caller = SlackClient(slack.bot_token, slack.api_url)
    for _turn in range(turns):
        if not deliver_next(Sender(engine, caller, now, timing)):
            with reading(engine) as tx:
                if not notices.open_count(tx):
                    return
            waiting_is_over(engine)


def waiting_is_over(engine: Engine) -> None:
    with transaction(engine) as tx:
        tx.execute(update(notice).where(notice.c.state != NoticeState.SENDING).values(not_before=now()))
        tx.execute(delete(pace_rows))


def states(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(notice.c.state).where(notice.c.id <= 2).order_by(notice.c.id)).scalars())


def charts(slack: Playground, channel: str = "C0LEADS") -> list[dict[str, Any]]:
    """The files in the channel; they all stand in the thread of its one message."""
    root, *replies = slack.messages(channel)
    assert all(reply["thread_ts"] == root["ts"] for reply in replies)
    return [file for reply in replies for file in reply["files"]]


def test_a_chart_stands_in_the_thread_of_its_digest(engine: Engine, slack: Playground) -> None:
    queue(engine)
    deliver(engine, slack)
    (chart,) = charts(slack)
    assert chart["title"] == "Open actions on 21 November 2022"
    assert "In progress: 3, 1 overdue" in chart["alt_txt"]
    assert slack.workspace.contents[chart["id"]].startswith(b"\x89PNG")
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


def test_it_waits_for_its_digest(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add("chat.postMessage", "429", retry_after=3600)
    for _turn in range(4):
        deliver_next(Sender(engine, SlackClient(slack.bot_token, slack.api_url), now, NO_WAIT))
    assert states(engine) == [NoticeState.WAITING, NoticeState.WAITING]
    assert slack.calls(UPLOAD) == []
    deliver(engine, slack)
    assert len(charts(slack)) == 1


@pytest.mark.parametrize("to", ["C0NOWHERE", "C0LEADS"])
def test_it_is_dropped_when_its_digest_will_not_come(engine: Engine, slack: Playground, to: str) -> None:
    """Refused by Slack, or let be by somebody."""
    queue(engine, to)
    if to == "C0LEADS":
        with transaction(engine) as tx:
            resolution.resolve(tx, 1, NoticeDecision.DROP, now())
    deliver(engine, slack)
    assert states(engine)[1] == NoticeState.DROPPED
    assert slack.calls(UPLOAD) == []


def test_it_follows_once_when_its_digest_failed_and_is_sent_again(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add("chat.postMessage", "channel_not_found", times=2, channel="C0LEADS")
    for _time in range(2):
        deliver(engine, slack)
        assert states(engine) == [NoticeState.FAILED, NoticeState.DROPPED]
        with transaction(engine) as tx:
            resolution.resolve(tx, 1, NoticeDecision.AGAIN, now())
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
    assert len(charts(slack)) == 1


def test_it_follows_when_somebody_decides_just_as_a_sender_lets_it_be(
    engine: Engine, slack: Playground
) -> None:
    queue(engine)
    slack.faults.add("chat.postMessage", "channel_not_found")
    caller = SlackClient(slack.bot_token, slack.api_url)
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    with transaction(engine) as tx:
        held = claims.claim(tx, now(), AN_HOUR)
        assert held is not None
        resolution.resolve(tx, 1, NoticeDecision.AGAIN, now())
        assert not claims.settle(tx, held, NoticeState.DROPPED, now(), error=notices.WITHOUT_MESSAGE)
    deliver(engine, slack)
    assert len(charts(slack)) == 1


def test_it_stays_away_when_somebody_let_it_be(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add("chat.postMessage", "channel_not_found")
    with transaction(engine) as tx:
        resolution.resolve(tx, 2, NoticeDecision.DROP, now())
    deliver(engine, slack)
    with transaction(engine) as tx:
        resolution.resolve(tx, 1, NoticeDecision.AGAIN, now())
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.DROPPED]
    assert charts(slack) == []


def test_it_follows_a_digest_that_had_become_too_old_and_is_sent_all_the_same(
    engine: Engine, slack: Playground
) -> None:
    queue(engine)
    with transaction(engine) as tx:
        tx.execute(update(notice).values(valid_until=now() - AN_HOUR))
    deliver(engine, slack)
    assert states(engine) == [NoticeState.EXPIRED, NoticeState.EXPIRED]
    with transaction(engine) as tx:
        resolution.resolve(tx, 1, NoticeDecision.AGAIN, now())
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
    assert len(charts(slack)) == 1


def test_it_follows_a_digest_about_which_somebody_had_to_decide(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add("chat.postMessage", "drop_after")
    slack.faults.add("conversations.history", "missing_scope")
    deliver(engine, slack, turns=8)
    assert states(engine) == [NoticeState.HELD, NoticeState.WAITING]
    (root,) = slack.messages("C0LEADS")
    with transaction(engine) as tx:
        resolution.resolve(tx, 1, NoticeDecision.SENT, now(), Thread("C0LEADS", root["ts"]))
    deliver(engine, slack)
    assert len(charts(slack)) == 1


@pytest.mark.parametrize("step", [UPLOAD, "upload", SHARE])
@pytest.mark.parametrize(
    "fault", ["drop_before", "drop_after", "500", "500_after", "garbage_after", "fatal_error", "503"]
)
def test_a_step_without_an_answer_leaves_one_chart(
    engine: Engine, slack: Playground, step: str, fault: str
) -> None:
    queue(engine)
    slack.faults.add(step, fault)
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


@pytest.mark.parametrize("step", [UPLOAD, "upload", SHARE])
def test_a_step_that_hangs_leaves_one_chart(
    engine: Engine, slack: Playground, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slack_api.client.TIMEOUT", 0.3)
    queue(engine)
    slack.faults.add(step, "hang_after")
    deliver(engine, slack)
    assert len(charts(slack)) == 1


def test_a_chart_that_slack_did_not_share_is_sent_anew_without_its_alt_text(
    engine: Engine, slack: Playground
) -> None:
    """Slack answers ok; it was seen most where the upload began with a description."""
    queue(engine)
    slack.faults.add(SHARE, "unshared")
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
    (chart,) = charts(slack)
    assert [call.arguments.get("alt_txt", "") != "" for call in slack.calls(UPLOAD)] == [True, False]
    assert "In progress: 3, 1 overdue" in slack.messages("C0LEADS")[1]["text"]  # described all the same
    assert chart["title"] == "Open actions on 21 November 2022"


def test_when_it_is_never_shared_the_administrators_are_told(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(SHARE, "unshared", times=9)
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.FAILED]
    assert len(slack.calls(SHARE)) == 2
    with reading(engine) as tx:
        told = tx.execute(select(notice.c.payload).where(notice.c.kind == NoticeKind.ALERT)).scalars().all()
    assert told
    assert "shows it to nobody" in told[0]["text"]


def test_when_it_can_be_tried_again_it_is(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(SHARE, "unshared", times=2)
    deliver(engine, slack)
    with transaction(engine) as tx:
        resolution.resolve(tx, 2, NoticeDecision.AGAIN, now())
    deliver(engine, slack)
    assert states(engine)[1] == NoticeState.SENT
    assert len(charts(slack)) == 1


@pytest.mark.parametrize("fault", ["429", "500", "missing_scope"])
def test_when_the_thread_cannot_be_looked_at_there_is_one_chart(
    engine: Engine, slack: Playground, fault: str
) -> None:
    queue(engine)
    slack.faults.add("conversations.replies", fault, times=2)
    deliver(engine, slack)
    assert states(engine)[1] == NoticeState.SENT
    assert len(charts(slack)) == 1


def test_history_that_lags_is_waited_for(engine: Engine, slack: Playground) -> None:
    """Even the digest itself is not in it yet."""
    draw("loads what draws", [], [])
    queue(engine)
    slack.faults.history_lag(1.0)
    slack.faults.add(SHARE, "drop_after")
    patient = replace(NO_WAIT, resend_after=timedelta(seconds=3))
    limit = now() + timedelta(seconds=10)
    while states(engine) != [NoticeState.SENT, NoticeState.SENT] and now() < limit:
        deliver(engine, slack, patient, turns=2)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


def kill(engine: Engine) -> None:
    """As a sender's death leaves the chart: in hand, its lease over."""
    killed = {"state": NoticeState.SENDING, "settled_at": None, "not_before": now()}
    with transaction(engine) as tx:
        tx.execute(update(notice).where(notice.c.id == 2).values(killed))


def test_a_sender_killed_after_the_last_step_leaves_no_second_chart(engine: Engine, slack: Playground) -> None:
    queue(engine)
    deliver(engine, slack)
    kill(engine)
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
    assert len(slack.calls(SHARE)) == 1


@pytest.mark.parametrize("dies_in", [SlackClient.upload, claims.save_payload, SlackClient.share])
def test_a_sender_killed_between_two_steps_leaves_one_chart(
    engine: Engine, slack: Playground, dies_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing catches it."""

    def die(*_given: object) -> None:
        raise Killed

    queue(engine)
    with monkeypatch.context() as patch:
        patch.setattr(claims if dies_in is claims.save_payload else SlackClient, dies_in.__name__, die)
        with pytest.raises(Killed):
            deliver(engine, slack)
    assert charts(slack) == []
    assert states(engine) == [NoticeState.SENT, NoticeState.SENDING]
    kill(engine)
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


def test_after_a_restore_a_chart_that_went_out_is_found(engine: Engine, slack: Playground) -> None:
    """The copy was made before the file had an id."""
    queue(engine)
    with reading(engine) as tx:
        as_copied = dict(tx.execute(select(notice.c.payload).where(notice.c.id == 2)).scalar_one())
    deliver(engine, slack)
    with transaction(engine) as tx:
        waiting = {
            "state": NoticeState.WAITING,
            "settled_at": None,
            "payload": as_copied,
            "first_tried_at": None,
        }
        tx.execute(update(notice).where(notice.c.id == 2).values(waiting))
        resolution.mark_all_unknown(tx, now())
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


def test_two_senders_where_one_is_slow_leave_one_chart(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow one's lease is over while it uploads; what it uploaded is not shown."""
    queue(engine)
    caller = SlackClient(slack.bot_token, slack.api_url)
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    upload = SlackClient.upload

    def slow(self: SlackClient, *given: Any) -> str:
        monkeypatch.setattr(SlackClient, "upload", upload)
        kill(engine)
        deliver(engine, slack)
        return upload(self, *given)

    monkeypatch.setattr(SlackClient, "upload", slow)
    waiting_is_over(engine)
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]


def test_a_limit_on_files_holds_up_no_message(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(UPLOAD, "429", retry_after=30)
    caller = SlackClient(slack.bot_token, slack.api_url)
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    started = now()
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    with transaction(engine) as tx:
        notices.queue(tx, Notice("kent", "next", NoticeKind.DIGEST, "C0LEADS", payload={"text": "next"}), now())
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    assert [one["text"] for one in slack.messages("C0LEADS")] == ["the week", "next"]
    with reading(engine) as tx:
        due = claims.next_due(tx)
    assert due is not None
    assert timedelta(seconds=29) < due - started < timedelta(seconds=32)


def test_a_refusal_is_final_listed_and_told(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(UPLOAD, "missing_scope")
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.FAILED]
    with reading(engine) as tx:
        (listed,) = resolution.list_notices(tx, resolution.FAILED_STATES)
    assert (listed.kind, listed.error) == ("chart", "missing_scope")
    (alert,) = slack.messages(slack.dm(MONITOR))
    assert "chart" in alert["text"]
    with transaction(engine) as tx:
        resolution.resolve(tx, 2, NoticeDecision.AGAIN, now())
    deliver(engine, slack)
    assert len(charts(slack)) == 1


def test_a_digest_that_was_deleted_gets_no_chart_and_troubles_nobody(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(UPLOAD, "429", retry_after=30)
    deliver(engine, slack, turns=1)
    (root,) = slack.messages("C0LEADS")
    SlackClient(slack.bot_token, slack.api_url).call("chat.delete", {"channel": "C0LEADS", "ts": root["ts"]})
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.DROPPED]


def test_a_chart_that_cannot_be_drawn_fails_once(engine: Engine, slack: Playground) -> None:
    queue(engine)
    with transaction(engine) as tx:
        broken = {
            "under": "digest",
            "name": "x",
            "title": "x",
            "lines": [],
            "groups": [["x", [["x", None, 0]]]],
        }
        tx.execute(update(notice).where(notice.c.id == 2).values(payload=broken))
    deliver(engine, slack)
    assert states(engine) == [NoticeState.SENT, NoticeState.FAILED]


def test_a_chart_is_known_by_its_id_where_slack_does_not_tell_its_name(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(engine)
    slack.faults.add(SHARE, "drop_after")
    deliver(engine, slack, turns=2)
    monkeypatch.setattr("jobs.attach._name", lambda claim: "another")
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
