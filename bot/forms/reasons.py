"""The forms that ask only for a reason: sending back, refusing a date, opening again."""

from collections.abc import Callable
from typing import Any

from bot.button_presses import named_in
from bot.forms.about_action import action_form, field_error, form_request, notice_view, pressed_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import text_input, text_of
from bot.forms.update import update_form_instead
from messages.outcomes import already
from register.date_requests import AlreadyDecided
from register.permissions import Permission, check_move
from register.progress import OPEN, Status
from register.refused import Refused
from storage.queue.requested_decision import DecisionKind
from workflow.context import Context, Request, Stale
from workflow.dates import refuse_date
from workflow.decision_requests import decision_on
from workflow.progress import MoveRequest, move_action

ReasonOperation = Callable[[Context, Request, dict[str, Any], str], object]
"""What is done with a form's reason: it is given the form's private_metadata."""
_KEPT = "Your words are kept below: save them as an update, or cancel."


def _form(
    name: str,
    title: str,
    submit_label: str,
    hint: str,
    operation: ReasonOperation,
    receipt: str,
    decides: DecisionKind | None = None,
) -> Form:
    may = Permission.GRANT_DATE if decides is DecisionKind.DATE else Permission.PROGRESS

    def open_form(context: Context, body: Body) -> dict[str, Any]:
        register, action, request = pressed_action(context, body, may)
        number = named_in(body)[2]
        outcome = decision_on(context, register, action, decides, int(number or 0)) if decides else None
        if outcome:
            return notice_view(already(outcome, register, action.ref).text)
        if may is Permission.PROGRESS:
            if action.status in OPEN:
                raise Refused(f"Action {action.ref} is {action.status.spoken}: it is open already.")
            check_move(request.asker, register, action, Status.IN_PROGRESS)
        fields = [text_input("reason", "Why?", hint=hint)]
        seen = {"asked": number}
        return action_form(name, title.format(action.ref), submit_label, action, request, fields, seen=seen)

    def submit(context: Context, body: Body) -> FieldErrors | NextPage:
        request, about = form_request(body, context.now())
        reason = text_of(body, "reason")
        try:
            operation(context, request, about, reason)
        except Stale:
            return update_form_instead(context, body, reason, _KEPT)
        except AlreadyDecided:
            return update_form_instead(context, body, reason, _KEPT, str(about.get("asked") or ""))
        except Refused as refused:
            return field_error(body, refused, "reason")
        return {}

    return Form(name, open_form, submit, receipt)


def _open_again(context: Context, request: Request, about: dict[str, Any], reason: str) -> None:
    move = MoveRequest(Status.IN_PROGRESS, reason=reason, seen=Status(about["status"]))
    move_action(context, request, about["register"], about["ref"], move)


def _refuse(context: Context, request: Request, about: dict[str, Any], reason: str) -> None:
    number = int(about.get("asked") or 0)
    refuse_date(context, request, about["register"], about["ref"], reason, number)


REJECT = _form(
    "reject",
    "Send back action {}",
    "Send back",
    "Whoever reported it complete is told why.",
    _open_again,
    "Action {ref} is sent back: it is open again.",
    DecisionKind.REPORT,
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
    _refuse,
    "Refused: the date of action {ref} stays as it is.",
    DecisionKind.DATE,
)
