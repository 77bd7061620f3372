"""The form by which the paper of a meeting is published: frozen, and made again to the letter from then on."""

from datetime import date
from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import field_error, form_request, plain_form
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import (
    choice_of,
    date_input,
    date_of,
    field_in,
    select_input,
    text_input,
    text_of,
)
from messages.command_spelling import spelling
from messages.layout import Block, section
from messages.mrkdwn import inline
from messages.rounds import published_text
from register.permissions import Permission, check
from register.phrases import day
from register.refused import Command, Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.decision_requests import refuse_cancelled
from workflow.publishing import Late, PublicationBlocked, is_late, publish, refuse_published

_NOW, _FOLLOWS = "now", "follows"
_WHAT = ((_NOW, "The paper"), (_FOLLOWS, "Only a notice that it is to follow"))


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the meeting that the pressed button names. Raises Refused when the person may not, where that paper
    is published already, and where the meeting is cancelled.
    """
    request = press_request(body, context.now())
    slug, named, _whom = str(body["actions"][0]["value"]).split(":", 2)
    meeting = date.fromisoformat(named)
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.WRITE_PAPER, register)
        refuse_published(tx, register, meeting)
        refuse_cancelled(tx, register, meeting, context.today(register))
    return _view(register, request, meeting, is_late=is_late(register, meeting, context.today(register)))


def _view(
    register: Register, request: Request, meeting: date, *, is_late: bool, because: str = ""
) -> dict[str, Any]:
    lead = "What is published is frozen: it never changes, and nobody can take it back."
    why = (
        "Needed only if a lead has not signed off, something may be personal data, or words have no source. It is "
        "kept, and printed where a sign-off is missing."
    )
    fields = [
        section(f"*{inline(register.title, 200)}*\n{lead}"),
        date_input("meeting", "For the meeting of", value=meeting),
        text_input("because", "Why publish it anyway?", hint=why, value=because, optional=True),
        *(_of_late_papers() if is_late else []),
    ]
    about = {"register": register.slug, "meeting": meeting.isoformat()}
    return plain_form("publish", "Publish the paper", "Publish", about, request, fields)


def _of_late_papers() -> list[Block]:
    urgent = "The special circumstances that make it urgent, as the Chair sees them. It is printed."
    return [
        text_input("late", "Why is it late?", hint="It is printed.", optional=True),
        text_input("urgency", "The Chair's opinion", hint=urgent, optional=True),
        select_input("what", "What is published now?", _WHAT, "Choose", value=_NOW, optional=False),
    ]


def submit(context: Context, body: Body) -> FieldErrors | NextPage | Saved:
    """Publish the paper. Returns what its sender is told, the errors of its fields, or, for a paper that is late, the
    form that asks what is printed about that.
    """
    request, about = form_request(body, context.now())
    meeting, because = date_of(body, "meeting"), text_of(body, "because")
    if meeting is None:
        return {"meeting": "Say for which meeting."}
    reason, urgency = text_of(body, "late").strip(), text_of(body, "urgency").strip()
    follows = choice_of(body, "what") == _FOLLOWS  # by itself too: never the whole paper in place of a notice
    late = Late(reason, urgency, follows) if reason or urgency or follows else None
    try:
        if meeting.isoformat() != about.get("meeting"):
            _check_known(context, about["register"], meeting)
        paper = publish(context, request, about["register"], meeting, because=because, late=late)
    except PublicationBlocked as blocked:
        return {"because": blocked.in_form}
    except Refused as refused:
        if refused.field in ("late", "urgency") and not field_in(body, refused.field):
            with reading(context.engine) as tx:
                register = registers.find(tx, about["register"])
            view = _view(register, request, meeting, is_late=True, because=because)
            return NextPage(
                view | {"blocks": [section(f":warning: {inline(str(refused), 500)}"), *view["blocks"]]}
            )
        return field_error(body, refused, "meeting")
    with reading(context.engine) as tx:
        commands = spelling(registers.find(tx, about["register"]), registers.every(tx))
    published_now = published_text(meeting, paper.sha256, paper.to_keep, commands, is_notice=paper.is_notice)
    return Saved(published_now, about["register"])


def _check_known(context: Context, slug: str, meeting: date) -> None:
    """Raise Refused for another day than the form was opened for that is none of the known meetings: a slip of the hand
    would be frozen for good.
    """
    with reading(context.engine) as tx:
        known = [one.on for one in registers.find(tx, slug).meetings.meetings]
    if known and meeting not in known:
        raise Refused(
            f"There is no meeting on {day(meeting)} in the settings. To publish for that day anyway, type ",
            Command(f"publish {day(meeting)}"),
            ".",
            field="meeting",
        )


FORM = Form("publish", open_form, submit, can_undo=False, takes_long=True)
