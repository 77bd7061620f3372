"""Who sits in the directorates' channels: Slack's lists, read once a day, and at once for a channel that is new.

Between two readings the bot learns of single people from events (``bot.channel_events``).
"""

import logging

from jobs.people import READ_INTERVAL, PeopleReader
from slack_api.client import Permanent, Temporary, Unknown
from storage.database.engine import reading, transaction
from storage.intake import members

log = logging.getLogger(__name__)


def read_members(reader: PeopleReader) -> None:
    """Read who sits in each channel whose turn it is. One that Slack does not give is logged, and the next is read.

    Raises Temporary or Unknown: what has been read until then is kept, and the rest is read an hour later.
    """
    began = reader.clock()
    with reading(reader.engine) as tx:
        last = members.read_at(tx)
        is_fresh = last is not None and began - last < READ_INTERVAL
        due = members.channels(tx, never_read=is_fresh)
    for channel in due:
        try:
            is_read = _read(reader, channel)
        except Permanent as error:
            log.warning("Slack does not say who is in %s (%s): is the bot in it?", channel, error)
            continue
        if not is_read:
            return
    if not is_fresh:
        with transaction(reader.engine) as tx:
            members.save_read_at(tx, began)


def _read(reader: PeopleReader, channel: str) -> bool:
    """Read and store who sits in a channel; False when stopped on the way.

    A channel without a list is read twice: events are kept only where there is a list, so that whoever came or left
    during the first reading would be missed.
    """
    while True:
        with reading(reader.engine) as tx:
            before = members.known(tx, channel)
        people = _all_of(reader, channel)
        if people is None:
            return False
        with transaction(reader.engine) as tx:
            members.save(tx, channel, people, before)
        if before is not None:
            return True


def _all_of(reader: PeopleReader, channel: str) -> list[str] | None:
    """Everybody in a channel; None when stopped on the way."""
    place = reader.slack.channel_id(channel)
    found, cursor = _page(reader, place, "")
    while cursor:
        if reader.stop.wait(reader.page_interval):
            return None
        more, cursor = _page(reader, place, cursor)
        found += more
    return None if reader.stop.is_set() else found


def _page(reader: PeopleReader, place: str, cursor: str) -> tuple[list[str], str]:
    """One page; asked once more when Slack limits the rate or does not answer."""
    try:
        return reader.slack.members(place, cursor)
    except Temporary as error:
        wait = error.seconds
    except Unknown:
        wait = reader.page_interval  # the call only reads
    reader.stop.wait(wait)
    return reader.slack.members(place, cursor)
