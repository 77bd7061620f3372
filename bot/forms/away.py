"""The form by which somebody says when they are away, and who stands in."""

from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import field_error, form_request, plain_form
from bot.forms.form import Body, FieldErrors, Form, Saved
from bot.forms.inputs import date_input, date_of, person_input, person_of
from messages.absences import away_noted
from messages.layout import section
from register.refused import Refused
from storage.actions import registers
from storage.database.engine import reading
from workflow.absences import record_absence
from workflow.context import Context


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for whoever pressed; the button's value is a register's slug, whose days count."""
    request, slug = press_request(body, context.now()), str(body["actions"][0]["value"])
    with reading(context.engine) as tx:
        today = context.today(registers.find(tx, slug))
    fields = [
        section("While you are away, reminders mention whoever stands in for you, not you."),
        date_input("starts", "Your first day away", value=today),
        date_input("until", "Your last day away", hint="To end it sooner, choose today."),
        person_input("deputy", "Who stands in?", hint="Nobody, if you leave this blank.", optional=True),
    ]
    return plain_form("away", "I am away", "Save", {"register": slug}, request, fields)


def submit(context: Context, body: Body) -> FieldErrors | Saved:
    """Record the absence. Returns the errors of its fields, or what its sender is told."""
    request, about = form_request(body, context.now())
    slug, until = about["register"], date_of(body, "until")
    if until is None:
        return {"until": "Choose the last day you are away."}
    try:
        known = record_absence(
            context, request, slug, until, person_of(body, "deputy"), date_of(body, "starts")
        )
    except Refused as refused:
        return field_error(body, refused, "until")
    with reading(context.engine) as tx:
        today = context.today(registers.find(tx, slug))
    return Saved(away_noted(known, today), slug)


FORM = Form("away", open_form, submit)
