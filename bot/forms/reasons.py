"""The forms that ask only for a reason: sending back, refusing a date, opening again."""

from collections.abc import Callable
from typing import Any

from bot.forms.about_action import action_form, complaint, form_request, pressed_action
from bot.forms.form import Body, Form
from bot.forms.inputs import text_input, text_of
from register.progress import Status
from register.refused import Refused
from workflow.context import Context, Request
from workflow.dates import refuse_date
from workflow.progress import Wish, move_action

Deed = Callable[[Context, Request, str, str, str], object]


def _form(name: str, title: str, submit: str, hint: str, deed: Deed, receipt: str) -> Form:
    def open_form(context: Context, body: Body) -> dict[str, Any]:
        _register, action, request = pressed_action(context, body)
        fields = [text_input("reason", "Why?", hint=hint)]
        return action_form(name, title.format(action.ref), submit, action, request, fields)

    def sent(context: Context, body: Body) -> dict[str, str]:
        request, about = form_request(body, context.now())
        try:
            deed(context, request, about["register"], about["ref"], text_of(body, "reason"))
        except Refused as refused:
            return complaint(body, refused, "reason")
        return {}

    return Form(name, open_form, sent, receipt, can_undo=deed is not refuse_date)


def _open_again(context: Context, request: Request, slug: str, ref: str, reason: str) -> None:
    move_action(context, request, slug, ref, Wish(Status.IN_PROGRESS, reason=reason))


REJECT = _form(
    "reject",
    "Send back action {}",
    "Send back",
    "Whoever reported it complete is told why.",
    _open_again,
    "Action {ref} is sent back: it is open again.",
)
REOPEN = _form(
    "reopen",
    "Reopen action {}",
    "Reopen",
    "It is kept in the history.",
    _open_again,
    "Action {ref} is open again.",
)
REFUSE = _form(
    "refuse",
    "Refuse date: {}",
    "Refuse",
    "Whoever asked for the date is told why.",
    refuse_date,
    "Refused: the date of action {ref} stays as it is.",
)
