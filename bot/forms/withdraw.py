"""The form by which an administrator takes back what somebody said of an action, with a reason."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choice_of, select_input, text_input, text_of, with_new_id
from messages.layout import section
from messages.lines import update_day
from messages.mrkdwn import person, quoted
from register.action import Action
from register.permissions import Permission
from register.phrases import shortened
from register.refused import Refused
from register.register import Register
from workflow.context import Context, Request, Stale
from workflow.withdrawing import nothing_to_withdraw, withdraw_update

_SHOWN = 5
"""Updates that are shown in full above the fields; the menu has more."""
_MOST = 100


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Withdraw words* was pressed. Raises Refused when it is gone, where it has no
    update, and where they may not.
    """
    register, action, request = pressed_action(context, body, Permission.WITHDRAW)
    if not action.updates:
        raise Refused(nothing_to_withdraw(action.ref))
    return _view(register, action, request)


def _view(
    register: Register,
    action: Action,
    request: Request,
    *,
    withdrawn: str = "",
    reason: str = "",
    note: str = "",
) -> dict[str, Any]:
    """The form. ``withdrawn`` is the number of an update that was chosen and withdrawn meanwhile ("": none): then
    nothing is chosen.
    """
    newest = list(reversed(action.updates[-_MOST:]))
    shown = [
        section(f"*{update_day(one, register)}*, {person(one.by)}\n{quoted(one.text, 600)}")
        for one in newest[:_SHOWN]
    ]
    options = [(str(one.id), shortened(f"{update_day(one, register)}: {one.text}", 75)) for one in newest]
    hint = "They are no longer shown anywhere; the history keeps that they were taken back, and why."
    first = "" if withdrawn else options[0][0]
    which = select_input("update", "Which words?", options, "Choose", value=first, optional=False)
    fields = [
        *shown,
        with_new_id(which, withdrawn) if withdrawn else which,
        text_input("reason", "Why?", hint=hint, value=reason),
    ]
    title = f"Withdraw words: {action.ref}"
    return action_form("withdraw", title, "Withdraw", action, request, fields, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Withdraw an update. Returns the errors of its fields; where it was withdrawn since the form was opened, the form
    again.
    """
    request, about = form_request(body, context.now())
    which, reason = choice_of(body, "update"), text_of(body, "reason")
    try:
        withdraw_update(context, request, about["register"], about["ref"], reason, int(which))
    except Stale as stale:
        register, action, request = submitted_action(context, body)
        if not action.updates:
            raise Refused(f"{stale} {nothing_to_withdraw(action.ref)}") from None
        note = f"{stale.what_changed} Choose others, or press *Cancel*."
        return NextPage(_view(register, action, request, withdrawn=which, reason=reason, note=note))
    except Refused as refused:
        return field_error(body, refused, "reason")
    return {}


FORM = Form("withdraw", open_form, submit, "The words on action {ref} are taken back.", can_undo=False)
