"""The channels in which registers speak."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from messages import alerts
from messages.layout import Message
from register.people import SLACK
from register.register import Register
from storage.actions import change_log, registers
from storage.actions.change_log import Author
from storage.intake import channels
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.alerts import IS_ARCHIVED, IS_OUTSIDE, key_of_cause
from workflow.context import Context, Request, one_transaction
from workflow.registers import store_settings


class ChannelEvent(StrEnum):
    """What happened to a channel that its registers' administrators are told of."""

    ARCHIVED = "archived"
    DELETED = "deleted"
    LEFT = "left"
    RENAMED = "renamed"


_CAUSES = {
    ChannelEvent.ARCHIVED: IS_ARCHIVED,
    ChannelEvent.DELETED: IS_OUTSIDE,
    ChannelEvent.LEFT: IS_OUTSIDE,
    ChannelEvent.RENAMED: IS_OUTSIDE,
}
"""Why nothing can be posted in the channel after that; after another name only where the settings have the old one."""

log = logging.getLogger(__name__)


def follow_channel(context: Context, key: str, old: str, new: str, at: datetime) -> None:
    """Replace a channel's id by the one that Slack gave it ``at`` that moment (UTC), as when a private channel becomes
    shared. The change of settings is recorded in the chain of each register, so that a form opened before does not
    bring the old id back. The administrators are told, as their settings file still has it. Raises AlreadyHandled.
    """
    with one_transaction(context, Request(key, "", new, at, "channel")) as tx:
        slugs = [one.slug for one in registers.every(tx) if one.with_channels({old: new}) != one]
        for slug in slugs:
            change_log.lock(tx, slug)
        before = registers.every(tx)
        channels.rename(tx, old, new)
        author = Author(SLACK, at, "channel", context.now())
        for slug in slugs:
            was = registers.pick(before, slug)
            register = was.with_channels({old: new})
            store_settings(tx, was, register, author)
            payload = alerts.channel_renamed(register, old, new).arguments
            for admin in register.admins:
                notice_key = f"{NoticeKind.ALERT}:{slug}:channel:{old}:{new}:{admin}"
                notices.queue(
                    tx, Notice(slug, notice_key, NoticeKind.ALERT, admin, payload=payload), context.now()
                )
    for slug in slugs:
        log.warning(
            "a channel of register %s has a new id: in its file put %s in place of %s, before htst configure "
            "is run again",
            slug,
            new,
            old,
        )


def tell_of_channel(
    context: Context, key: str, kind: ChannelEvent, channel: str, by: str, name: str = ""
) -> None:
    """Tell the administrators of the registers that speak in a channel (by id) what somebody did with it; ``name`` is
    what it is called now, where that is what changed. Raises AlreadyHandled.
    """
    now = context.now()
    with one_transaction(context, Request(key, by, channel, now, "channel")) as tx:
        known_as = (channel, *channels.names_of(tx, channel))
        found = [one for one in registers.every(tx) if one.speaks_in(known_as)]
        for admin in dict.fromkeys(admin for one in found for admin in one.admins):
            theirs = [one for one in found if admin in one.admins]
            as_set = theirs[0].channel_as_set(known_as)
            payload = _alert(theirs, kind, channel, by, name).arguments
            own_key = f"{NoticeKind.ALERT}:{kind}:{key}:{admin}"
            notice = Notice(theirs[0].slug, own_key, NoticeKind.ALERT, admin, payload=payload)
            cause = "" if kind is ChannelEvent.RENAMED and as_set == channel else _CAUSES[kind]
            # Under the key of what fails there from now on, so that this is not told too. Each event is told itself.
            known_key = key_of_cause(tx, cause, as_set, admin) if cause else own_key
            if not notices.queue(tx, replace(notice, key=known_key), now):
                notices.queue(tx, notice, now)


def _alert(found: Sequence[Register], kind: ChannelEvent, channel: str, by: str, name: str) -> Message:
    match kind:
        case ChannelEvent.ARCHIVED:
            return alerts.channel_archived(found, channel, by)
        case ChannelEvent.DELETED:
            return alerts.channel_deleted(found, channel, by)
        case ChannelEvent.LEFT:
            return alerts.channel_left(found, channel, by)
        case ChannelEvent.RENAMED:
            is_by_name = not all(one.speaks_in((channel,)) for one in found)
            return alerts.channel_named_anew(found, channel, name, is_by_name=is_by_name)
