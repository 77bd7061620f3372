"""The channels in which registers speak."""

import logging
from datetime import datetime

from storage.intake import channels
from workflow.context import Context, Request, one_transaction

log = logging.getLogger(__name__)


def follow_channel(context: Context, key: str, old: str, new: str, at: datetime) -> None:
    """Know a channel by the id that Slack gives it ``at`` that moment (UTC), as it does to a private one that
    becomes shared. Raises AlreadyHandled.
    """
    with one_transaction(context, Request(key, "", new, at, "channel")) as tx:
        slugs = channels.rename(tx, old, new)
    for slug in slugs:
        log.warning(
            "a channel of register %s has a new id: in its file put %s in place of %s, before htst configure "
            "is run again",
            slug,
            new,
            old,
        )
