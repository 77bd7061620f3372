"""The form by which it is recorded what a meeting decided."""

import json
from datetime import date
from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import complaint
from bot.forms.form import Body, Form
from bot.forms.inputs import choices_of, several_input, text_input, text_of
from messages.layout import plain_text, section
from register.action import Action
from register.permissions import Deed, check
from register.phrases import day, shortened
from register.refused import Refused
from storage.actions import registers
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.meetings import Minutes, choices, record_meeting


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the meeting that the pressed button names. Raises Refused when the person may not."""
    slug, meeting, _whom = str(body["actions"][0]["value"]).split(":", 2)
    on = date.fromisoformat(meeting)
    request = press_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Deed.WRITE_PAPER, register)
        open_ones = choices(tx, register, context.today(register))
    blocks = [
        section(f"The meeting of {day(on)}. What is chosen here is done when you press *Record*."),
        text_input("number", "Number of the minute", "24"),
        text_input("noted", "NOTED", "the progress reported in Appendix 1", optional=True),
        text_input("agreed", "AGREED", "to receive updates every quarter", optional=True),
    ]
    if open_ones.asked:
        granted = [(one.ref, f"{one.ref}: {_asked_for(one)}") for one in open_ones.asked]
        blocks.append(several_input("granted", "Extensions granted", granted, "None"))
    if open_ones.closable:
        closed = [(one.ref, f"{one.ref}: {shortened(one.defined, 60)}") for one in open_ones.closable]
        blocks.append(several_input("closed", "Closed", closed, "None"))
    hint = "One a line, after who asked it: “Cllr Jones: When will action 10 be done?”"
    blocks.append(text_input("questions", "Members' questions", hint=hint, optional=True))
    about = {"register": slug, "meeting": meeting, "channel": request.channel}
    return {
        "type": "modal",
        "callback_id": "meeting",
        "title": plain_text("Record the meeting", 24),
        "submit": plain_text("Record", 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": json.dumps(about),
        "blocks": blocks,
    }


def _asked_for(action: Action) -> str:
    asked = action.life.asked
    until = day(asked.deadline) if asked and asked.deadline else asked.printed if asked else ""
    return f"to {until}"


def sent(context: Context, body: Body) -> dict[str, str]:
    """Record it; give the complaint, or nothing."""
    view = body["view"]
    about = json.loads(view["private_metadata"])
    key = f"view:{view['id']}:{view.get('hash', '')}"
    request = Request(key, body["user"]["id"], about["channel"], context.now(), "form")
    minutes = Minutes(
        number=text_of(body, "number"),
        noted=text_of(body, "noted"),
        agreed=text_of(body, "agreed"),
        granted=choices_of(body, "granted"),
        closed=choices_of(body, "closed"),
        questions=text_of(body, "questions"),
    )
    try:
        record_meeting(context, request, about["register"], date.fromisoformat(about["meeting"]), minutes)
    except Refused as refused:
        return complaint(body, refused, "number")
    return {}


FORM = Form("meeting", open_form, sent, "The meeting is recorded.", can_undo=False)
