"""The form by which an action is reported complete, with what shows it."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import own_words_of, text_input
from bot.forms.update import update_form_instead
from register.permissions import Permission
from register.phrases import shortened
from register.progress import Status
from register.refused import Refused
from register.words.small_talk import takes_back
from workflow.context import Context, Stale
from workflow.progress import MoveRequest, move_action

_HINT = (
    "Words, a link to a paper or folder, or “none because” and why there is nothing to show. "
    "Somebody else then verifies it."
)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Complete* was pressed. Raises Refused when it is gone or complete, and where
    they may not."""
    _register, action, request = pressed_action(context, body, Permission.PROGRESS)
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken} already.")
    fields = [text_input("words", "What shows that it is done?", hint=_HINT)]
    return action_form("done", f"Complete action {action.ref}", "Report complete", action, request, fields)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Report the action complete. Returns the errors of its fields; where the action has moved since the form was
    opened, the form for an update with the words.
    """
    request, about = form_request(body, context.now())
    move = MoveRequest(Status.IMPLEMENTED, words=own_words_of(body, "words"), seen=Status(about["status"]))
    if takes_back(move.words):
        return field_error(body, _may_not_be_complete(move.words), "words")
    try:
        move_action(context, request, about["register"], about["ref"], move)
    except Stale:
        return update_form_instead(
            context, body, move.words, "Your words are kept below: save them as an update, or cancel."
        )
    except Refused as refused:
        return field_error(body, refused, "words")
    return {}


def _may_not_be_complete(words: str) -> Refused:
    """The refusal of a report whose words say that it is not complete."""
    return Refused(
        f"“{shortened(words, 60)}” may mean that it is not complete. If it is, begin with what shows that; if not, "
        "cancel, and press *Update* on the card."
    )


FORM = Form(
    "done",
    open_form,
    submit,
    "Action {ref} is reported complete: somebody else must verify it.",
    leaves_out_mail=True,
)
