"""The form by which an author edits what the next paper says was delivered, with the updates in view."""

from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import LONGEST_TEXT, text_input, text_of
from messages.layout import section
from messages.rounds import unwritten
from register.action import Action
from register.committee.narrative import with_updates
from register.permissions import Permission
from register.refused import Refused
from register.register import Register
from storage.database.engine import reading
from workflow.context import Context, Request, Stale
from workflow.narrative import InView, edit_narrative, in_view
from workflow.rounds import coming_meeting

_UPDATES = 12
"""Updates that the form shows; its metadata names them."""


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Edit* was pressed: its words, with the updates that came since behind them."""
    register, action, request = pressed_action(context, body, Permission.WRITE_PAPER)
    view = _in_view(context, register, action)
    words = with_updates(view.action.delivered, view.updates)
    if len(words) > LONGEST_TEXT:
        raise Refused(
            f"The words of action {action.ref} are longer than Slack's forms allow. Edit them in the paper itself, as "
            ".docx or .xlsx, and have it read back with htst narrative."
        )
    return _view(view, register, request, words)


def _in_view(context: Context, register: Register, action: Action) -> InView:
    with reading(context.engine) as tx:
        meeting = coming_meeting(tx, register, context.today(register))
        return in_view(tx, register.slug, action.ref, meeting)


def _view(view: InView, register: Register, request: Request, words: str, note: str = "") -> dict[str, Any]:
    hint = "Only what the updates say: they are kept with these words as their source."
    fields = [
        *map(section, unwritten(view.updates[-_UPDATES:], register)),
        text_input("words", "What was delivered", value=words, hint=hint),
    ]
    seen = {"updates": [one.id for one in view.updates][-200:], "written": view.written}
    title = f"Words of action {view.action.ref}"
    return action_form("narrative", title, "Save", view.action, request, fields, seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Save the words of the paper. Returns the errors of its fields; where somebody has written them since the form was
    opened, the form again.
    """
    request, about = form_request(body, context.now())
    seen, words = about["updates"] or None, text_of(body, "words")
    slug, ref, written = about["register"], about["ref"], about.get("written")
    try:
        edit_narrative(context, request, slug, ref, words, seen, written=written)
    except Stale as stale:
        register, action, request = submitted_action(context, body)
        note = (
            f"{stale.what_changed}\n"
            "Yours are below: *Save* replaces those with yours; *Cancel* leaves them as they are."
        )
        return NextPage(_view(_in_view(context, register, action), register, request, words, note))
    except Refused as refused:
        return field_error(body, refused, "words")
    return {}


FORM = Form(
    "narrative", open_form, submit, "The words of action {ref} are saved for the paper.", can_undo=False
)
