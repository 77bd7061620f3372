"""A chart in the thread of a digest: after it, once, and never when the digest did not go out."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from demo.office import MONITOR
from jobs.deliver import Sender, deliver_next
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake.threads import Thread
from storage.queue import claims, notices, resolution
from storage.queue.notices import Notice, NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision
from tests.jobs.attached_charts import AN_HOUR, NO_WAIT, SHARE, UPLOAD, charts, deliver, now, queue, states

pytestmark = pytest.mark.usefixtures("kent")


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
        claimed = claims.claim(tx, now(), AN_HOUR)
        assert claimed is not None
        resolution.resolve(tx, 1, NoticeDecision.AGAIN, now())
        assert not claims.settle(tx, claimed, NoticeState.DROPPED, now(), error=notices.WITHOUT_MESSAGE)
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


def test_a_limit_on_files_holds_up_no_message(engine: Engine, slack: Playground) -> None:
    queue(engine)
    slack.faults.add(UPLOAD, "429", retry_after=30)
    started = now()
    sender = Sender(engine, SlackClient(slack.bot_token, slack.api_url), lambda: started, NO_WAIT)
    assert deliver_next(sender)
    assert deliver_next(sender)
    with transaction(engine) as tx:
        notices.queue(
            tx, Notice("kent", "next", NoticeKind.DIGEST, "C0LEADS", payload={"text": "next"}), started
        )
    assert deliver_next(sender)
    assert [one["text"] for one in slack.messages("C0LEADS")] == ["the week", "next"]
    with reading(engine) as tx:
        assert claims.next_due(tx) == started + timedelta(seconds=30)


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
    monkeypatch.setattr("jobs.upload_files.file_name", lambda claim: "another")
    deliver(engine, slack)
    assert len(charts(slack)) == 1
    assert states(engine) == [NoticeState.SENT, NoticeState.SENT]
