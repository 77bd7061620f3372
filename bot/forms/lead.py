"""The form by which a directorate is named that leads on an action."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choice_of, select_input
from register.action import Action
from register.permissions import Permission, may
from register.phrases import joined, shortened
from register.refused import Refused
from register.register import Register
from workflow.context import Context, Request, Stale
from workflow.owners import name_lead


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Lead directorate* was pressed. Raises Refused when it is gone, where they may not,
    and where there is none to choose.
    """
    register, action, request = pressed_action(context, body, Permission.NAME)
    if len(_codes(register, action, request)) < 2:
        owner = joined(action.directorates) or "no directorate"
        raise Refused(
            f"Action {action.ref} is owned by {owner} alone. An administrator can give it to another directorate."
        )
    return _view(register, action, request, action.life.lead)


def _codes(register: Register, action: Action, request: Request) -> tuple[str, ...]:
    """The directorates that whoever asks may choose: the owners, and for administrators every one."""
    return (
        register.codes if may(request.asker, Permission.MOVE_OWNER, register, action) else action.directorates
    )


def _view(register: Register, action: Action, request: Request, chosen: str, note: str = "") -> dict[str, Any]:
    names = {one.code: one.name for one in register.directorates}
    codes = _codes(register, action, request)[:100]
    options = [(code, shortened(f"{code}: {names.get(code, code)}", 75)) for code in codes]
    hint = "It gives the one response; the other owners add theirs."
    if set(codes) - set(action.directorates):
        hint += " One that does not own the action yet becomes an owner, and gets its card."
    field = select_input(
        "directorate",
        "Which directorate leads?",
        options,
        "Choose one",
        hint=hint,
        value=chosen,
        optional=False,
    )
    seen = {"lead": action.life.lead}
    title = f"Who leads: {action.ref}"
    return action_form("lead", title, "Save", action, request, [field], seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Name the directorate that leads. Returns the errors of its fields; where another leads since the form was opened,
    the form again.
    """
    request, about = form_request(body, context.now())
    code = choice_of(body, "directorate")
    try:
        name_lead(context, request, about["register"], about["ref"], code, seen=about.get("lead"))
    except Stale as stale:
        register, action, request = submitted_action(context, body)
        note = f"{stale.what_changed} *Save* names the one you chose instead; *Cancel* leaves it as it is."
        return NextPage(_view(register, action, request, code, note))
    except Refused as refused:
        return field_error(body, refused, "directorate")
    return {}


FORM = Form("lead", open_form, submit, "The lead directorate of action {ref} is named.")
