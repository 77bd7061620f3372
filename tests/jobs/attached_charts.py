"""A digest with its chart, as queued, and the chart as it stands in Slack."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, select, update

from jobs.deliver import DeliveryTiming, Sender, deliver_next
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.queue_tables import pace as pace_rows
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))
AN_HOUR = timedelta(hours=1)
UPLOAD, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"


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
        notices.queue(tx, Notice("kent", "digest", NoticeKind.DIGEST, to, payload={"text": "the week"}), now())
        chart = Notice(
            "kent", "chart", NoticeKind.CHART, to, Method.ATTACH, payload=numbers, valid_until=now() + AN_HOUR
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
