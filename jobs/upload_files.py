"""Uploading a chart or a paper into the thread of a message that was sent before it.

Slack needs three calls, of which only the last makes the file visible. The first two are simply repeated when they
fail; the file's id is stored before the last, so that after an unknown outcome the thread can be searched for it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Engine

from jobs.render import permanent_on_error
from papers import slack_chart
from register.committee.reporting import Report
from slack_api.client import HistoryInconclusive, Permanent, SlackClient, Temporary, Unknown
from storage.database.engine import reading, transaction
from storage.intake.threads import Thread
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import OPEN_STATES, NoticeState
from workflow.paper_files import paper_bytes
from workflow.reports import report_bytes

NOT_SHARED = "not_shared"
"""The error of a file that Slack took, answered ok, and showed to nobody, twice."""
_SEARCH_MARGIN = timedelta(minutes=6)
"""How much earlier than its share a file's message may be dated by Slack's clock."""
PARENT_UNSENT_SECONDS = 1.0
"""When a file is tried again that was claimed while its message was being sent."""
_PARENT_HELD_SECONDS = 300


class Attacher(Protocol):
    """What attaching needs of a sender."""

    @property
    def engine(self) -> Engine:
        """The database."""

    @property
    def slack(self) -> SlackClient:
        """The client."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time, in UTC."""


def thread_of(engine: Engine, claim: Claim) -> Thread | None:
    """The thread of the message that the file belongs to; None when that message will not be sent.

    Raises Temporary while that is undecided.
    """
    with reading(engine) as tx:
        state, channel, ts = notices.state_and_place(tx, claim.notice.payload["under"])
    if state in OPEN_STATES:
        raise Temporary("its message has not gone out yet", PARENT_UNSENT_SECONDS)
    if state == NoticeState.HELD:
        raise Temporary("somebody must decide about its message first", _PARENT_HELD_SECONDS)
    return Thread(channel, ts) if state == NoticeState.SENT and channel and ts else None


def find(slack: SlackClient, claim: Claim, thread: Thread, since: datetime) -> tuple[str, str] | None:
    """The (channel, ts) of the file's message in the thread, or None. Raises as ``SlackClient.find`` does."""
    ids_and_names = {file_name(claim), *claim.notice.payload.get("files", ())}
    return slack.find_file(thread.channel, thread.ts, ids_and_names, since)


def attach(
    sender: Attacher, claim: Claim, thread: Thread, check_lease: Callable[[], None]
) -> tuple[str, str | None]:
    """Draw the chart, upload it, share it in the thread, and check that it is there; return its (channel, ts), the
    ts None where the history cannot be read.

    The file's id is stored before it is shared; ``check_lease`` is called then. Slack can answer ok and share
    nothing, which was reported most where the upload began with a description (``alt_txt``): a second time the
    description is put above the file instead, and a third time the notice fails. Raises Temporary, Permanent, or
    Unknown while the file is not seen in the thread: history can lag.
    """
    payload = claim.notice.payload
    unseen = payload.get("unseen", 0)
    if unseen > 1:
        _save(sender.engine, claim, payload | {"unseen": 1})  # somebody may have it tried again
        raise Permanent(NOT_SHARED)
    with permanent_on_error(claim):
        content, alt = _content(sender.engine, payload)
    file = sender.slack.upload(file_name(claim), content, "" if unseen else alt)
    payload = payload | {"files": [*payload.get("files", ()), file]}
    _save(sender.engine, claim, payload)
    check_lease()
    sender.slack.share(file, payload["title"], thread.channel, thread.ts, alt if unseen else "")
    since = sender.clock() - _SEARCH_MARGIN
    try:
        place = sender.slack.find_file(thread.channel, thread.ts, {file}, since)
    except HistoryInconclusive:
        return thread.channel, None  # where nobody can look, Slack's answer counts
    except Temporary as error:
        raise Unknown(f"it is shared, and cannot be looked for yet: {error}") from error
    if place is None:
        _save(sender.engine, claim, payload | {"unseen": unseen + 1})
        raise Unknown("Slack says that it is shared, and it does not stand in the thread yet")
    return place


def _save(engine: Engine, claim: Claim, payload: dict[str, Any]) -> None:
    with transaction(engine) as tx:
        is_ours = claims.save_payload(tx, claim, payload)
    if not is_ours:
        raise Temporary("another sender has it", 0)


def _content(engine: Engine, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """The file's bytes and its text for those who do not see it: a paper's name, or a chart in words."""
    if "paper" in payload:
        about = payload["paper"]
        slug, ending = about["register"], about["ending"]
        if "meeting" in about:
            return paper_bytes(engine, slug, date.fromisoformat(about["meeting"]), ending), payload["title"]
        since, until = date.fromisoformat(about["since"]), date.fromisoformat(about["until"])
        return report_bytes(engine, slug, Report(about["what"], since, until), ending), payload["title"]
    picture = slack_chart.draw(payload["title"], payload["lines"], payload["groups"])
    return picture.png, picture.alt


def file_name(claim: Claim) -> str:
    """A unique file name: after a restore from a backup, where the id may be missing, it is searched for by name."""
    payload = claim.notice.payload
    ending = payload["paper"]["ending"] if "paper" in payload else ".png"
    return f"{payload['name']}-{claim.opaque_key[:8]}{ending}"
