"""The form by which it is recorded what a meeting decided; recorded again, it adds to what is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import field_error, form_request, plain_form
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choices_of, line_input, several_input, text_input, text_of
from messages.layout import Block, paragraphs, section
from messages.lines import named
from messages.mrkdwn import escaped, inline, person
from register.permissions import Permission, check
from register.phrases import capitalised, day, shortened
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.meetings import (
    Choices,
    Minutes,
    RecordedMeanwhile,
    RecordedMeeting,
    choices,
    record_meeting,
    recorded_of,
)

_WORDS = ("number", "noted", "agreed", "questions")


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the meeting that the pressed button names. Raises Refused when the person may not."""
    slug, meeting, _whom = str(body["actions"][0]["value"]).split(":", 2)
    return _view(context, press_request(body, context.now()), slug, date.fromisoformat(meeting), {})


def _view(
    context: Context, request: Request, slug: str, meeting: date, words: dict[str, str], note: str = ""
) -> dict[str, Any]:
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.WRITE_PAPER, register)
        open_ones = choices(tx, register, context.today(register))
        recorded = recorded_of(tx, slug, meeting)
    lead = (
        f"*{inline(register.title, 200)}*\n"
        f"The meeting of {day(meeting)}. What is chosen here is done when you press *Record*."
    )
    above = [section(note)] if note else []
    above += _so_far(recorded, register) if recorded.count else [section(lead)]
    last = recorded.decided[-1].minute if recorded.decided else ""
    fields = _fields(open_ones, {"number": last} | words)
    about = {"register": slug, "meeting": meeting.isoformat(), "seen": recorded.count}
    return plain_form("meeting", "Record the meeting", "Record", about, request, [*above, *fields])


def _fields(open_ones: Choices, words: dict[str, str]) -> list[Block]:
    values = {name: words.get(name, "") for name in _WORDS}
    blocks = [
        line_input(
            "number", "Number of the minute", hint="As the minutes number it: 24.", value=values["number"]
        ),
        text_input(
            "noted", "NOTED", "the progress reported in Appendix 1", value=values["noted"], optional=True
        ),
        text_input(
            "agreed", "AGREED", "to receive updates every quarter", value=values["agreed"], optional=True
        ),
    ]
    if open_ones.date_asked:
        granted = [
            (one.ref, f"{one.ref}: to {one.life.asked.printed}")
            for one in open_ones.date_asked
            if one.life.asked
        ]
        blocks.append(several_input("granted", "Extensions granted", granted, "None"))
    if open_ones.closable:
        closed = [(one.ref, f"{one.ref}: {shortened(one.defined, 60)}") for one in open_ones.closable]
        blocks.append(several_input("closed", "Closed", closed, "None"))
    hint = "One per line, after who asked it: “Cllr Jones: When will action 10 be done?”"
    questions = text_input(
        "questions", "Members' questions", hint=hint, value=values["questions"], optional=True
    )
    return [*blocks, questions]


def _so_far(recorded: RecordedMeeting, register: Register) -> list[Block]:
    """What is recorded of the meeting already, and that this is added to it."""
    whose = [(one.by, one.at) for one in recorded.decided]
    by, at = (whose + [(one.by, one.asked_at) for one in recorded.questions])[0]
    lines = [f"*Recorded by {person(by)} on {day(register.today(at))}.* What you enter now is added to it:"]
    for decision in recorded.decided[:20]:
        what = named(decision.refs) if decision.refs else inline(decision.words, 300)
        lines.append(f"• {capitalised(decision.kind)}, minute {inline(decision.minute, 40)}: {what}")
    lines += [f"• {inline(one.member, 80)} asked: {inline(one.words, 200)}" for one in recorded.questions[:10]]
    left = max(0, len(recorded.decided) - 20) + max(0, len(recorded.questions) - 10)
    return paragraphs([*lines, *([f"and {left} more"] if left else [])])


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Record what the meeting decided. Returns the errors of its fields; where that was recorded since the form was
    opened, the form again.
    """
    request, about = form_request(body, context.now())
    meeting = date.fromisoformat(about["meeting"])
    words = {name: text_of(body, name) for name in _WORDS}
    granted, closed = choices_of(body, "granted"), choices_of(body, "closed")
    minutes = Minutes(**words, granted=granted, closed=closed, seen=about.get("seen"))
    try:
        record_meeting(context, request, about["register"], meeting, minutes)
    except RecordedMeanwhile as refused:
        note = f":warning: *{escaped(str(refused))}* Nothing in this form is recorded yet. {_chosen(granted, closed)}"
        return NextPage(_view(context, request, about["register"], meeting, words, note))
    except Refused as refused:
        return field_error(body, refused, "number")
    return {}


def _chosen(granted: Sequence[str], closed: Sequence[str]) -> str:
    """What had been chosen, which may be done by now and is no longer offered then."""
    parts = [f"granted {named(granted)}"] if granted else []
    parts += [f"closed {named(closed)}"] if closed else []
    chosen = f" You had chosen: {'; '.join(parts)}." if parts else ""
    return (
        f"Your words are kept: take out what is recorded already, and press *Record* to add the rest.{chosen}"
    )


def receipt(body: Body) -> str:
    """What is said once it is recorded."""
    return f"The meeting is recorded under minute {inline(text_of(body, 'number'), 60)}."


FORM = Form("meeting", open_form, submit, receipt)
