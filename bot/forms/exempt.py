"""The form by which an action is left out of what is published, or printed again."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import line_input, text_of
from messages.mrkdwn import inline
from register.action import Action
from register.permissions import Permission
from register.refused import Refused
from workflow.context import Context, Request, Stale
from workflow.narrative import LONGEST_PARAGRAPH, set_exempt

_HINT = (
    "As the law names it: Paragraph 3 of Part 1 of Schedule 12A. The paper prints it in place of the action."
)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Leave out of papers* was pressed. Raises Refused when it is gone, and where they
    may not.
    """
    _register, action, request = pressed_action(context, body, Permission.WRITE_PAPER)
    return _view(action, request, action.life.exempt)


def _view(action: Action, request: Request, paragraph: str, note: str = "") -> dict[str, Any]:
    is_exempt = bool(action.life.exempt)
    hint = f"{_HINT} Left blank, the action is printed again." if is_exempt else _HINT
    field = line_input(
        "paragraph", "Exempt under which paragraph?", hint=hint, value=paragraph, optional=is_exempt
    )
    seen = {"exempt": action.life.exempt[:LONGEST_PARAGRAPH]}
    title = f"Leave out action {action.ref}"
    return action_form("exempt", title, "Save", action, request, [field], seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage | Saved:
    """Leave the action out of what is published, or print it again. Returns the errors of its fields, or what its
    sender is told; where somebody has decided that since the form was opened, the form again.
    """
    request, about = form_request(body, context.now())
    paragraph = text_of(body, "paragraph").strip()
    seen = about.get("exempt")
    if not paragraph and not seen:
        return {"paragraph": "Name the paragraph under which it is left out."}
    try:
        set_exempt(context, request, about["register"], about["ref"], paragraph, seen=seen)
    except Stale as stale:
        _register, action, request = submitted_action(context, body)
        note = f"{stale.what_changed} *Save* replaces that with what is below; *Cancel* leaves it as it is."
        return NextPage(_view(action, request, paragraph, note))
    except Refused as refused:
        return field_error(body, refused, "paragraph")
    text = "is left out of what is published, and the paragraph is named" if paragraph else "is printed again"
    return Saved(f"Action {inline(about['ref'], 40)} {text}.", about["register"])


FORM = Form("exempt", open_form, submit)
