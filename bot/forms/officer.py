"""The form by which a person is named for an action."""

from typing import Any

from bot.forms.about_action import action_form, complaint, form_request, pressed_action
from bot.forms.form import Body, Form
from bot.forms.inputs import choice_of, person_input, person_of, select_input
from register.refused import Refused
from workflow.context import Context
from workflow.owners import name_officer


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Assign* was pressed. Raises Refused when the action is gone."""
    _register, action, request = pressed_action(context, body)
    fields = [person_input("person", "Who?", hint="They are told, and reminders mention them.")]
    if len(action.directorates) > 1:
        codes = [(code, code) for code in action.directorates[:100]]
        fields.append(
            select_input("directorate", "For which directorate?", codes, "Choose one", optional=False)
        )
    return action_form("officer", f"Assign action {action.ref}", "Assign", action, request, fields)


def sent(context: Context, body: Body) -> dict[str, str]:
    """Name the person; give the complaint, or nothing."""
    request, about = form_request(body, context.now())
    code = choice_of(body, "directorate") or None
    person = person_of(body, "person")
    try:
        name_officer(context, request, about["register"], about["ref"], person, code)
    except Refused as refused:
        return complaint(body, refused, "person")
    return {}


FORM = Form("officer", open_form, sent, "The person for action {ref} is named.")
