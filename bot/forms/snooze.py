"""The form by which reminders of an action are let rest for a while."""

from datetime import date
from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import date_input, date_of, text_input, text_of
from messages.layout import context as small
from messages.mrkdwn import inline, person
from register.action import Action
from register.permissions import Permission
from register.phrases import day
from register.refused import Refused
from register.snoozes import active_snooze, latest_snooze_day
from workflow.context import Context, Request, Stale
from workflow.snoozes import snooze


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Snooze* was pressed. Raises Refused where its reminders may not rest, and where
    they may not have them rest.
    """
    register, action, request = pressed_action(context, body, Permission.SNOOZE)
    return _view(action, request, context.today(register))


def _view(
    action: Action,
    request: Request,
    today: date,
    *,
    until: date | None = None,
    reason: str = "",
    note: str = "",
) -> dict[str, Any]:
    current = active_snooze(action, today)
    now = (
        f"Snoozed until {day(current.until)} now, by {person(current.by)}: {inline(current.reason, 200)}"
        if current
        else ""
    )
    hint = f"{day(latest_snooze_day(action, today))} at the latest. Reminders start again on that day."
    fields = [
        *([small(now)] if now else []),
        date_input("until", "Until when are reminders snoozed?", hint=hint, value=until),
        text_input("reason", "Why?", hint="Everybody sees it on the card.", value=reason),
    ]
    seen = {"rest": current.until.isoformat() if current else ""}
    title = f"Snooze action {action.ref}"
    return action_form("snooze", title, "Snooze", action, request, fields, seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage | Saved:
    """Let the reminders rest. Returns the errors of its fields, or what its sender is told; where they rest otherwise
    since the form was opened, the form again.
    """
    request, about = form_request(body, context.now())
    until, reason = date_of(body, "until"), text_of(body, "reason")
    try:
        snooze(context, request, about["register"], about["ref"], until, reason, seen=about.get("rest"))
    except Stale as stale:
        register, action, request = submitted_action(context, body)
        note = f"{stale.what_changed} *Snooze* replaces that with your day; *Cancel* leaves it as it is."
        today = context.today(register)
        return NextPage(_view(action, request, today, until=until, reason=reason, note=note))
    except Refused as refused:
        return field_error(body, refused, "until")
    when = f" until {day(until)}" if until else ""
    return Saved(f"Reminders for action {inline(about['ref'], 40)} are snoozed{when}.", about["register"])


FORM = Form("snooze", open_form, submit)
