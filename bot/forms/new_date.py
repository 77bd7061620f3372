"""The form by which another date is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.button_presses import named_in
from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choice_of, date_input, date_of, select_input, text_input, text_of
from messages.layout import section
from messages.mrkdwn import escaped
from register.action import Action
from register.date_requests import DateRequest, LikelySlip, check_none_waits, date_names, deadlines
from register.deciders import waits_for_committee
from register.permissions import Permission
from register.phrases import day
from register.refused import Refused
from register.register import Register
from register.words.card_requests import wanted_date
from register.words.spoken_days import SpokenDay, deadline_day
from workflow.context import Context, Request, Stale
from workflow.dates import ask_date

_SURE = "Yes, I mean that day"


@dataclass(frozen=True)
class _Entered:
    """What the form's fields hold."""

    on: date | None = None
    milestone: str = ""
    reason: str = ""
    cause: str = ""


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *New date* was pressed, with the day and the reason that its author has typed
    before. Raises Refused when it needs none or they may not ask.
    """
    register, action, request = pressed_action(context, body, Permission.ASK_DATE)
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: it does not need another date.")
    check_none_waits(action)
    wanted, reason = wanted_date(named_in(body)[2])
    found = deadline_day(wanted, context.today(register), register.calendar) if wanted else SpokenDay()
    return _view(register, action, request, _Entered(found.day, reason=reason), note=found.question)


def _view(
    register: Register,
    action: Action,
    request: Request,
    entered: _Entered,
    *,
    doubt: str = "",
    note: str = "",
) -> dict[str, Any]:
    """The form; where a day is doubted, with that question above it and a field in which it is answered."""
    is_used_up = waits_for_committee(register, action)
    decides = (
        "A lead may not move it again: the committee decides." if is_used_up else "A lead grants or refuses it."
    )
    hint = f"{decides} The first date is kept."
    fields = [section(f":warning: *{escaped(doubt)}*")] if doubt else []
    fields.append(date_input("date", "New date", hint=hint, value=entered.on))
    if doubt:
        sure = [("yes", _SURE)]
        fields.append(select_input("sure", "Do you mean that day?", sure, "If not, choose another day above"))
    names = [(name, name) for name in date_names(action)]
    if len(names) > 1:
        which = "Which of its dates?"
        fields.append(
            select_input("milestone", which, names, "Choose one", value=entered.milestone, optional=False)
        )
    fields.append(text_input("reason", "Why?", value=entered.reason))
    causes = [(cause, cause) for cause in register.life.causes]
    counted = "So that causes can be counted."
    fields.append(
        select_input("cause", "Cause of the delay", causes, "Choose one", hint=counted, value=entered.cause)
    )
    seen = {"deadlines": [one.isoformat() if one else "" for one in deadlines(action)]}
    title = f"New date: {action.ref}"
    return action_form("new_date", title, "Ask", action, request, fields, seen=seen, note=note)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Ask for the date. Returns the errors of its fields; the form again, as it was filled in, where a likely slip is
    asked about or the date has moved since it was opened.
    """
    request, about = form_request(body, context.now())
    entered = _Entered(
        date_of(body, "date"), choice_of(body, "milestone"), text_of(body, "reason"), choice_of(body, "cause")
    )
    printed = f"{entered.milestone} {day(entered.on)}".strip() if entered.on else ""
    seen = about.get("deadlines")
    date_request = DateRequest(
        printed,
        entered.reason,
        entered.cause,
        is_sure=bool(choice_of(body, "sure")),
        seen=None if seen is None else [date.fromisoformat(one) if one else None for one in seen],
    )
    try:
        ask_date(context, request, about["register"], about["ref"], date_request)
    except LikelySlip as slip:
        register, action, request = submitted_action(context, body)
        return NextPage(_view(register, action, request, entered, doubt=slip.question))
    except Stale as stale:
        register, action, request = submitted_action(context, body)
        note = f"{stale.what_changed} *Ask* asks for your date anyway; *Cancel* leaves it as it is."
        return NextPage(_view(register, action, request, entered, note=note))
    except Refused as refused:
        return field_error(body, refused, "date")
    return {}


FORM = Form("new_date", open_form, submit, "Another date for action {ref} is asked for.")
