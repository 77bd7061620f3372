"""Papers that were offered in Slack: fetched and read by the worker, so that no request waits for them."""

from datetime import timedelta

from jobs.render import permanent_on_error
from jobs.upload_files import Attacher
from register.refused import Refused
from slack_api.client import Temporary
from slack_api.files import fetch_file
from storage.database.engine import reading, transaction
from storage.intake import offered_papers
from storage.intake.offered_papers import Offered
from storage.processes import leases
from storage.queue.claims import Claim
from workflow.offered_papers import accept, refuse, show

_LARGEST = 10 * 1024 * 1024
"""The largest paper that is fetched, in bytes: it is kept in the database until it is decided about."""
_READING_LASTS = timedelta(minutes=6)
"""How long other processes leave a paper that one is reading; longer than reading any takes."""
_AGAIN_SECONDS = 15


def read_offered(sender: Attacher, claim: Claim) -> None:
    """Fetch the paper that a notice is about, if it is not here yet; read it and show what it would do, or import it.

    What cannot be read is answered with a sentence. Reading again what was read already does nothing. Raises
    Temporary when the file cannot be fetched now, or another process is reading it.
    """
    number, readings = claim.notice.payload["offered"], claim.notice.payload["readings"]
    name, now = f"paper:{number}", sender.clock()
    with transaction(sender.engine) as tx:
        if not leases.acquire(tx, name, now, now + _READING_LASTS):
            raise Temporary("another process is reading it", _AGAIN_SECONDS)
    try:
        with reading(sender.engine) as tx:
            offered = offered_papers.find(tx, number)
        if offered is not None and offered.readings == readings:
            _read(sender, claim, offered)
    finally:
        with transaction(sender.engine) as tx:
            leases.release(tx, name, now + _READING_LASTS)


def _read(sender: Attacher, claim: Claim, offered: Offered) -> None:
    try:
        content = _content(sender, offered)
        with permanent_on_error(claim, but=(Refused,)):
            if claim.notice.payload.get("accept"):
                accept(sender.engine, offered, content, sender.clock(), claim.notice.to)
            else:
                show(sender.engine, offered, content, sender.clock())
    except Refused as refused:
        refuse(sender.engine, offered, refused, sender.clock())


def _content(sender: Attacher, offered: Offered) -> bytes:
    with reading(sender.engine) as tx:
        content = offered_papers.content(tx, offered.id)
    if content is not None:
        return content
    fetched = fetch_file(sender.slack, offered.file, _LARGEST)
    with transaction(sender.engine) as tx:
        offered_papers.keep_content(tx, offered.id, fetched)
    return fetched
