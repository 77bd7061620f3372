"""The form by which another date is asked for."""

from typing import Any

from bot.forms.about_action import action_form, complaint, form_request, pressed_action
from bot.forms.form import Body, Form
from bot.forms.inputs import choice_of, date_input, date_of, select_input, text_input, text_of
from register.phrases import day
from register.refused import Refused
from workflow.context import Context
from workflow.dates import DateWish, LikelySlip, ask_date

_SURE = "Yes, that day is meant"


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *New date* was pressed. Raises Refused when it needs none."""
    register, action, request = pressed_action(context, body)
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: it needs no other date.")
    fields = [date_input("date", "New date", hint="A lead grants or refuses it. The first date is kept.")]
    open_ones = [milestone for milestone in action.milestones if milestone.label and not milestone.met]
    if len(open_ones) > 1:
        labels = [(milestone.label[:75], milestone.label) for milestone in open_ones]
        fields.append(select_input("milestone", "Which of its dates?", labels, "Choose one", optional=False))
    fields.append(select_input("sure", "If you are asked whether you mean it", [("yes", _SURE)], "Not asked"))
    fields.append(text_input("reason", "Why?"))
    causes = [(cause[:75], cause) for cause in register.life.causes[:100]]
    fields.append(select_input("cause", "Cause of the delay", causes, "So that they can be counted"))
    return action_form("new_date", f"New date: {action.ref}", "Ask", action, request, fields)


def sent(context: Context, body: Body) -> dict[str, str]:
    """Ask for it; give the complaint for each field, or nothing. Of a likely slip it is asked whether it is meant."""
    request, about = form_request(body, context.now())
    picked = date_of(body, "date")
    label = choice_of(body, "milestone")
    printed = f"{label} {day(picked)}".strip() if picked else ""
    is_sure = bool(choice_of(body, "sure"))
    wish = DateWish(printed, text_of(body, "reason"), choice_of(body, "cause"), is_sure)
    try:
        ask_date(context, request, about["register"], about["ref"], wish)
    except LikelySlip as slip:
        return {"date": f"{slip.question} If so, choose “{_SURE}” below."}
    except Refused as refused:
        return complaint(body, refused, "date")
    return {}


FORM = Form("new_date", open_form, sent, "Another date is asked for action {ref}.")
