"""Changing a register's settings in Slack: by an administrator, after a preview made with the rules themselves."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from register.directorate_changes import NO_DIRECTORATE_CHANGES, DirectorateChanges
from register.notices.schedule import Run, latest_digest, latest_reminders
from register.permissions import Permission, check
from register.refused import Refused
from register.register import Register
from storage.actions import due_reminders, registers, settings_log, write_actions
from storage.actions.settings_log import SettingsMark
from storage.database.engine import transaction
from storage.queue import notices
from storage.queue.notices import NoticeKind
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.digest import rehearse_digest
from workflow.registers import Configured, save_settings
from workflow.reminders import remind

DAYS = 7
"""How many days ahead, and back, settings are tried."""
_COUNTED = (NoticeKind.REMINDER, NoticeKind.ESCALATION, NoticeKind.DIGEST)


@dataclass(frozen=True)
class SetupPreview:
    """How many messages each channel and person would have in the days to come.

    ``now`` is with the settings as they are, ``then`` as they would be. ``cards`` are those that saving posts at once,
    by channel. ``sent`` is what came in the days just past, ``past`` what would have come with these settings.
    ``left`` are the open actions that no directorate would own.
    """

    now: Mapping[str, int]
    then: Mapping[str, int]
    cards: Mapping[str, int]
    sent: Mapping[str, int] = field(default_factory=dict)
    past: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] = ()


class ChangedMeanwhile(Refused):
    """The settings that a form was opened with were changed since, as ``last`` says."""

    def __init__(self, last: SettingsMark) -> None:
        super().__init__("The settings were changed meanwhile: open the form again.")
        self.last = last


def preview(
    context: Context,
    request: Request,
    proposed: Register,
    opened_at: int,
    directorate_changes: DirectorateChanges = NO_DIRECTORATE_CHANGES,
) -> SetupPreview:
    """The messages that these settings would lead to: they are applied in a transaction that is rolled back.

    ``opened_at`` is the number of the last change of the settings when the form was opened, 0 where there was none.
    ``directorate_changes`` say what becomes of directorates that are gone. Raises Refused when they may not be, and
    ChangedMeanwhile.
    """
    with transaction(context.engine) as tx:
        before = _unchanged(tx, request, proposed.slug, opened_at)
        now = context.now()
        point = tx.begin_nested()
        as_is = _messages(tx, before, now)
        point.rollback()
        waiting = notices.waiting(tx, proposed.slug, NoticeKind.CARD)
        came_to = save_settings(tx, proposed, request.author(now), directorate_changes)
        posted = notices.waiting(tx, proposed.slug, NoticeKind.CARD) - waiting
        after, past = registers.find(tx, proposed.slug), now - timedelta(days=DAYS)
        point = tx.begin_nested()
        then = _messages(tx, after, now)
        point.rollback()
        sent = notices.queued_since(tx, proposed.slug, past, _COUNTED)
        due_reminders.forget_since(tx, proposed.slug, after.today(past))
        write_actions.reschedule(tx, after)
        would = _messages(tx, after, past)
        tx.rollback()
    return SetupPreview(as_is, then, posted, sent, would, came_to.left)


def change_settings(
    context: Context,
    request: Request,
    proposed: Register,
    opened_at: int,
    directorate_changes: DirectorateChanges = NO_DIRECTORATE_CHANGES,
) -> Configured:
    """Give a register these settings and return the result; ``opened_at`` and the others as in ``preview``.

    Raises Refused when the person may not, or a directorate would be lost, and ChangedMeanwhile.
    """
    with one_transaction(context, request) as tx:
        _unchanged(tx, request, proposed.slug, opened_at)
        return save_settings(tx, proposed, request.author(context.now()), directorate_changes)


def _unchanged(tx: Connection, request: Request, slug: str, opened_at: int) -> Register:
    """The register, locked, whose settings are those that the form was opened with. Raises Refused."""
    register = lock_register(tx, slug)
    check(request.asker, Permission.LOOK_AFTER, register)
    last = settings_log.settings_changed(tx, slug)
    if last is not None and last.number != opened_at:
        raise ChangedMeanwhile(last)
    return register


def _messages(tx: Connection, register: Register, now: datetime) -> Counter[str]:
    """How many messages go to whom in the days to come, when nobody answers."""
    found: Counter[str] = Counter()
    since = now
    for ahead in range(1, DAYS + 1):
        day = register.today(now) + timedelta(days=ahead)
        until = register.calendar.day_end(day)
        moment = latest_reminders(register, until)
        found.update(notice.to for notice in remind(tx, register, Run(moment, since, moment)))
        digest = latest_digest(register, until)
        if register.today(digest) == day:
            week = digest - timedelta(days=DAYS)
            found.update(rehearse_digest(tx, register, Run(digest, week, digest)))
        since = moment
    return found
