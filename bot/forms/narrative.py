"""The form by which an author edits what the next paper says was delivered, with the updates in view."""

import json
from typing import Any

from bot.forms.about_action import action_form, complaint, form_request, pressed_action
from bot.forms.form import Body, Form
from bot.forms.inputs import LONGEST_TEXT, text_input, text_of
from messages.layout import section
from messages.mrkdwn import quoted
from register.committee.narrative import with_updates
from register.permissions import Deed, check
from register.refused import Refused
from storage.database.engine import reading
from workflow.context import Context
from workflow.narrative import edit_narrative, in_view
from workflow.rounds import coming_meeting

_UPDATES = 12
"""Updates that stand in the form; its metadata names them."""


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Edit* was pressed: its words, with the updates that came since behind them."""
    register, action, request = pressed_action(context, body)
    check(request.asker, Deed.WRITE_PAPER, register, action)
    with reading(context.engine) as tx:
        meeting = coming_meeting(tx, register, context.today(register))
        view = in_view(tx, register.slug, action.ref, meeting)
    shown = view.updates[-_UPDATES:]
    words = with_updates(view.action.delivered, view.updates)
    if len(words) > LONGEST_TEXT:
        raise Refused(
            f"The words of action {action.ref} are longer than Slack's forms take. Edit them in the paper itself, as "
            ".docx or .xlsx, and have it read back with htst narrative."
        )
    hint = "Only what the updates say: they are kept with these words as what they rest on."
    fields = [
        *(section(quoted(one.text, 800)) for one in shown),
        text_input("words", "Activity delivered", value=words, hint=hint),
    ]
    form = action_form("narrative", f"Words of action {action.ref}", "Save", action, request, fields)
    about = json.loads(form["private_metadata"]) | {"updates": [one.id for one in view.updates][-200:]}
    return form | {"private_metadata": json.dumps(about)}


def sent(context: Context, body: Body) -> dict[str, str]:
    """Keep the words; give the complaint, or nothing."""
    request, about = form_request(body, context.now())
    seen = about["updates"] or None
    try:
        edit_narrative(context, request, about["register"], about["ref"], text_of(body, "words"), seen)
    except Refused as refused:
        return complaint(body, refused, "words")
    return {}


FORM = Form("narrative", open_form, sent, "The words of action {ref} are saved for the paper.", can_undo=False)
