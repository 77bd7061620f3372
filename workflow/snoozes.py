"""Snoozing an action: its reminders are paused until a day, or resumed before it."""

from datetime import date

from messages.outcomes import snooze_meanwhile
from register.action import Action
from register.life import Snooze
from register.life_changes import Snoozed
from register.permissions import Permission, check
from register.refused import Command, Refused
from register.snoozes import active_snooze, check_snooze, latest_snooze_day
from storage.actions import actions, change_log, write_actions
from storage.queue import cards
from workflow.context import Context, Request, Stale, latest_author, lock_and_find, one_transaction


def snooze(
    context: Context,
    request: Request,
    slug: str,
    ref: str,
    until: date | None,
    reason: str,
    *,
    seen: str | None = None,
) -> Action:
    """Pause reminders of an action until a day, for a reason that everybody sees. Raises Refused.

    ``seen`` is the day until which a form showed them at rest, in ISO's spelling ("" for none): Stale is raised where
    that is another since.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.SNOOZE, register, action)
        today = context.today(register)
        current = active_snooze(action, today)
        if seen is not None and seen != (current.until.isoformat() if current else ""):
            what_changed = snooze_meanwhile(
                action, current, "" if current else change_log.last_by(tx, number, Snoozed)
            )
            raise Stale(f"The snooze of action {ref} has changed since you opened this form.", what_changed)
        latest_snooze_day(action, today)
        if not reason.strip():
            how = Command(f"snooze {ref} until Friday because the lead is away")
            raise Refused("Say why: for instance ", how, ".", field="reason")
        if until is None:
            raise Refused("Say until which day.", field="until")
        check_snooze(action, until, today)
        changed = Snoozed(Snooze(until, reason.strip(), request.user))
        author = latest_author(tx, context, request, number)
        write_actions.change(tx, register, {number: [changed]}, author)
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)


def end_snooze(context: Context, request: Request, slug: str, ref: str) -> Action:
    """Resume the reminders of an action before its snooze ends. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.SNOOZE, register, action)
        if active_snooze(action, context.today(register)) is None:
            raise Refused(f"Reminders for action {ref} are not snoozed: there is nothing to end.")
        author = latest_author(tx, context, request, number)
        write_actions.change(tx, register, {number: [Snoozed(None)]}, author)
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)
