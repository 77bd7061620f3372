"""A chart whose step has no answer, or whose sender dies in the middle: it stands once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from jobs.deliver import Sender, deliver_next
from papers.slack_chart import draw
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import claims, resolution
from storage.queue.notices import NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision
from tests.jobs.attached_charts import (
    AN_HOUR,
    NO_WAIT,
    SHARE,
    UPLOAD,
    charts,
    deliver,
    now,
    queue,
    states,
    waiting_is_over,
)
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("kent")


def test_a_sender_that_was_held_up_past_its_lease_while_it_uploaded_shares_nothing(
    engine: Engine, slack: Playground
) -> None:
    """Another may have the chart in hand by then."""
    queue(engine)
    deliver(engine, slack, turns=1)
    waiting_is_over(engine)
    caller = SlackClient(slack.bot_token, slack.api_url)
    deliver_next(Sender(engine, caller, lambda: now() + len(slack.calls(UPLOAD)) * AN_HOUR, NO_WAIT))
    assert (len(slack.calls(UPLOAD)), slack.calls(SHARE)) == (1, [])
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
    queue(engine)
    deliver(engine, slack, turns=1)  # the digest, with a patience that any machine can keep
    monkeypatch.setattr("slack_api.client.TIMEOUT", 1.5)
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
        message = tx.execute(select(notice.c.payload).where(notice.c.kind == NoticeKind.ALERT)).scalars().all()
    assert message
    assert "but nobody can see it" in message[0]["text"]


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

    def are_sent() -> bool:
        deliver(engine, slack, patient, turns=2)
        return states(engine) == [NoticeState.SENT, NoticeState.SENT]

    until(are_sent, "both are found in history")
    assert len(charts(slack)) == 1


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
