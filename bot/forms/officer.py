"""The form by which a person is named for an action."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choice_of, person_input, person_of, select_input
from messages.layout import context as small
from messages.mrkdwn import inline
from messages.mrkdwn import person as mention
from register.action import Action
from register.permissions import Permission
from register.refused import Refused
from workflow.context import Context, Request, Stale
from workflow.owners import name_officer


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Assign* was pressed. Raises Refused when it is gone, and where they may not."""
    _register, action, request = pressed_action(context, body, Permission.NAME)
    return _view(action, request)


def _view(
    action: Action, request: Request, *, person: str = "", code: str = "", note: str = ""
) -> dict[str, Any]:
    officers = dict(action.life.officers)
    named = [f"{mention(user)} for {inline(each, 30)}" for each, user in sorted(officers.items())]
    fields = [small(f"Named now: {', '.join(named[:20])}.")] if named else []
    fields.append(
        person_input("person", "Who?", hint="They are told, and reminders mention them.", value=person)
    )
    if len(action.directorates) > 1:
        codes = [(each, each) for each in action.directorates[:100]]
        label = "For which directorate?"
        fields.append(select_input("directorate", label, codes, "Choose one", value=code, optional=False))
    title = f"Assign action {action.ref}"
    seen = {"officers": officers}
    return action_form("officer", title, "Assign", action, request, fields, seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Name the officer. Returns the errors of its fields; where another is named since the form was opened, the form
    again.
    """
    request, about = form_request(body, context.now())
    code = choice_of(body, "directorate")
    person = person_of(body, "person")
    slug, ref, seen = about["register"], about["ref"], about.get("officers")
    try:
        name_officer(context, request, slug, ref, person, code, seen=seen)
    except Stale as stale:
        _register, action, request = submitted_action(context, body)
        note = f"{stale.what_changed} *Assign* names the person you chose instead; *Cancel* leaves it as it is."
        return NextPage(_view(action, request, person=person, code=code, note=note))
    except Refused as refused:
        return field_error(body, refused, "person")
    return {}


FORM = Form("officer", open_form, submit, "The person for action {ref} is named.")
