"""The channels in which registers speak."""

import logging
from datetime import datetime

from messages import alerts
from register.people import SLACK
from storage.actions import change_log, registers
from storage.actions.change_log import Author
from storage.intake import channels
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, one_transaction
from workflow.registers import store_settings

log = logging.getLogger(__name__)


def follow_channel(context: Context, key: str, old: str, new: str, at: datetime) -> None:
    """Know a channel by the id that Slack gives it ``at`` that moment (UTC), as it does to a private one that
    becomes shared. That the settings of its registers changed stands in their chains, so that a form opened before
    does not bring the old id back. The administrators are told, whose settings' file has it. Raises AlreadyHandled.
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


def tell_of_archived(context: Context, key: str, channel: str, by: str) -> None:
    """Tell the administrators of the registers that speak in a channel (by id) that somebody archived it.

    Raises AlreadyHandled.
    """
    now = context.now()
    with one_transaction(context, Request(key, by, channel, now, "channel")) as tx:
        for register in registers.every(tx):
            if not register.speaks_in((channel,)):
                continue
            payload = alerts.channel_archived(register, channel, by).arguments
            for admin in register.admins:
                notice_key = f"{NoticeKind.ALERT}:{register.slug}:archived:{key}:{admin}"
                notices.queue(
                    tx, Notice(register.slug, notice_key, NoticeKind.ALERT, admin, payload=payload), now
                )
