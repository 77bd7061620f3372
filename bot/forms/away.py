"""The form by which somebody says until when they are away, and who stands in."""

from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import complaint, form_request, plain_form
from bot.forms.form import Body, Form
from bot.forms.inputs import date_input, date_of, person_input, person_of
from messages.layout import section
from messages.mrkdwn import person
from register.phrases import day
from register.refused import Refused
from workflow.absences import record_absence
from workflow.context import Context


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for whoever pressed; the button's value is a register's slug, whose days count."""
    request = press_request(body, context.now())
    fields = [
        section("While you are away, reminders name whoever stands in for you, and nobody calls you."),
        date_input("until", "Your last day away", hint="To end it sooner, choose today."),
        person_input("deputy", "Who stands in?", hint="Nobody, if you leave this blank.", optional=True),
    ]
    about = {"register": str(body["actions"][0]["value"])}
    return plain_form("away", "I am away", "Save", about, request, fields)


def sent(context: Context, body: Body) -> dict[str, str]:
    """Note it; give the complaint, or nothing."""
    request, about = form_request(body, context.now())
    until, deputy = date_of(body, "until"), person_of(body, "deputy")
    if until is None:
        return {"until": "Choose the last day you are away."}
    try:
        record_absence(context, request, about["register"], until, deputy)
    except Refused as refused:
        otherwise = "deputy" if deputy == request.user else "until"
        return complaint(body, refused, otherwise)
    return {}


def receipt(body: Body) -> str:
    """What is said once it is noted."""
    until, deputy = date_of(body, "until"), person_of(body, "deputy")
    cover = f" {person(deputy)} stands in for you." if deputy else " Nobody is named to stand in for you."
    return f"Noted: you are away until {day(until) if until else 'then'}.{cover}"


FORM = Form("away", open_form, sent, receipt)
