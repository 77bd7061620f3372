"""Uploading a chart or a paper into the thread of a message that was sent before it.

Slack needs three calls, of which only the last makes the file visible. The first two are simply repeated when they
fail; the file's id is stored before the last, so that after an unknown outcome the thread can be searched for it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from jobs.render import permanent_on_error
from papers import chart
from register.reporting import Report
from slack_api.client import SlackClient, Temporary
from storage.database.engine import reading, transaction
from storage.intake.threads import Thread
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import OPEN_STATES, NoticeState
from workflow.paper_files import paper_bytes
from workflow.reports import report_bytes

_PARENT_UNSENT_SECONDS, _PARENT_HELD_SECONDS = 1, 300


def thread_of(engine: Engine, claim: Claim) -> Thread | None:
    """The thread of the message that the file belongs to; None when that message will not be sent.

    Raises Temporary while that is undecided.
    """
    with reading(engine) as tx:
        state, channel, ts = notices.state_and_place(tx, claim.notice.payload["under"])
    if state in OPEN_STATES:
        raise Temporary("its message has not gone out yet", _PARENT_UNSENT_SECONDS)
    if state == NoticeState.HELD:
        raise Temporary("somebody must decide about its message first", _PARENT_HELD_SECONDS)
    return Thread(channel, ts) if state == NoticeState.SENT and channel and ts else None


def find(slack: SlackClient, claim: Claim, thread: Thread, since: datetime) -> tuple[str, str] | None:
    """The (channel, ts) of the file's message in the thread, or None. Raises as ``SlackClient.find`` does."""
    ids_and_names = {_name(claim), *claim.notice.payload.get("files", ())}
    return slack.find_file(thread.channel, thread.ts, ids_and_names, since)


def upload(engine: Engine, slack: SlackClient, claim: Claim) -> str:
    """Make the file, upload it, and store the file's id before it is shared. Raises Temporary or Permanent."""
    payload = claim.notice.payload
    with permanent_on_error(claim):
        content, alt = _content(engine, payload)
    file = slack.upload(_name(claim), content, alt)
    with transaction(engine) as tx:
        is_ours = claims.save_payload(tx, claim, payload | {"files": [*payload.get("files", ()), file]})
    if not is_ours:
        raise Temporary("another sender has it", 0)
    return file


def _content(engine: Engine, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """The file's bytes and its text for those who do not see it: a paper's name, or a chart in words."""
    if "paper" in payload:
        about = payload["paper"]
        slug, ending = about["register"], about["ending"]
        if "meeting" in about:
            return paper_bytes(engine, slug, date.fromisoformat(about["meeting"]), ending), payload["title"]
        since, until = date.fromisoformat(about["since"]), date.fromisoformat(about["until"])
        return report_bytes(engine, slug, Report(about["what"], since, until), ending), payload["title"]
    picture = chart.draw(payload["title"], payload["lines"], payload["groups"])
    return picture.png, picture.alt


def _name(claim: Claim) -> str:
    """A unique file name: after a restore from a backup, where the id may be missing, it is searched for by name."""
    payload = claim.notice.payload
    ending = payload["paper"]["ending"] if "paper" in payload else ".png"
    return f"{payload['name']}-{claim.opaque[:8]}{ending}"
