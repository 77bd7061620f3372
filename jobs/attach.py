"""A picture in the thread of a message that went out before it.

It takes three steps in Slack, of which the last is the post. Nobody sees anything of the first two, which are
simply begun anew; the file's id is noted before the last, so that after an unknown outcome the thread can be
searched for it.
"""

from datetime import datetime

from sqlalchemy import Engine

from jobs.render import writing
from papers import chart
from slack_api.client import SlackClient, Temporary
from storage.database.engine import reading, transaction
from storage.intake.threads import Thread
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import OPEN, NoticeState

_SOON, _SOME_TIME = 1, 300


def thread_of(engine: Engine, claim: Claim) -> Thread | None:
    """Where the message that it belongs to stands; None when that will not go out.

    Raises Temporary while nobody can tell.
    """
    with reading(engine) as tx:
        state, channel, ts = notices.whereabouts(tx, claim.notice.payload["under"])
    if state in OPEN:
        raise Temporary("its message has not gone out yet", _SOON)
    if state == NoticeState.HELD:
        raise Temporary("somebody must decide about its message first", _SOME_TIME)
    return Thread(channel, ts) if state == NoticeState.SENT and channel and ts else None


def find(slack: SlackClient, claim: Claim, thread: Thread, since: datetime) -> tuple[str, str] | None:
    """Where (channel, ts) it stands in the thread, or None. Raises as ``Slack.find`` does."""
    known_as = {_name(claim), *claim.notice.payload.get("files", ())}
    return slack.find_file(thread.channel, thread.ts, known_as, since)


def upload(engine: Engine, slack: SlackClient, claim: Claim) -> str:
    """Draw it, hand it to Slack, and note its id before anybody can see it. Raises Temporary or Permanent."""
    payload = claim.notice.payload
    with writing(claim):
        picture = chart.draw(payload["title"], payload["lines"], payload["groups"])
    file = slack.upload(_name(claim), picture.png, picture.alt)
    with transaction(engine) as tx:
        is_ours = claims.note(tx, claim, payload | {"files": [*payload.get("files", ()), file]})
    if not is_ours:
        raise Temporary("another sender has it", 0)
    return file


def _name(claim: Claim) -> str:
    """The file's name, unlike any other: after a restore, which knows no ids, the thread is searched for it."""
    return f"{claim.notice.payload['name']}-{claim.opaque[:8]}.png"
