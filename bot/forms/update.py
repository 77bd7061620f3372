"""The form for an update: words, perhaps a new progress, whether it will be done on time, or why it was not."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.forms.about_action import action_form, field_error, form_request, pressed_action, submitted_action
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import choice_of, date_input, date_of, own_words_of, select_input, text_input, with_new_id
from bot.forms.other_actions import read_words
from messages.layout import Block, section
from messages.lines import named_plainly
from messages.mrkdwn import person, quoted
from messages.outcomes import changed_meanwhile
from register.action import Action
from register.life import OnTime
from register.permissions import MAY, Permission
from register.progress import MOVES, WORDS, Move, Need, Status, choices
from register.refused import Refused
from register.roles import Role
from storage.queue.requested_decision import DecisionKind
from workflow.context import Context, Request, Stale
from workflow.decision_requests import decision_on, last_move
from workflow.outlooks import unexplained
from workflow.progress import MoveRequest, record_progress

_HINT = (
    "Recorded under your name. Papers are public: leave out children's names, addresses and telephone numbers."
)
_ON_TIME = (
    (OnTime.YES.value, "Yes"),
    (OnTime.DOUBTFUL.value, "Doubtful"),
    (OnTime.NO.value, "No"),
)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Update* was pressed. Raises Refused when the action is gone."""
    register, action, request = pressed_action(context, body)
    role = request.asker.role(register, action.directorates)
    return view(action, request, role, context.today(register), register.life.causes)


def view(
    action: Action,
    request: Request,
    role: Role,
    today: date,
    causes: Sequence[str] = (),
    words: str = "",
) -> dict[str, Any]:
    """The form as Slack draws it for somebody of that role: only moves that they may take are offered.

    Its fields are ``words``, ``progress`` (values of ``Status``), ``review``, ``on_time`` (of ``OnTime``) and ``cause``
    (of ``causes``, while nobody has said why a date was missed), the last three where they make sense; block and
    action id alike. ``words`` stand in theirs where it follows on another form.
    """
    placeholder = "What has been done, what comes next, and what stands in the way."
    fields = [
        *_so_far(action),
        text_input("words", "Your update", placeholder, hint=_HINT, value=words),
        *_progress(action, role),
    ]
    if role in MAY[Permission.GIVE_OUTLOOK] and not action.status.is_done and action.next_milestone(today):
        fields.append(select_input("on_time", "On time?", _ON_TIME, "Not said"))
    if causes and role in MAY[Permission.EXPLAIN_DELAY] and unexplained(action, today):
        options = [(cause, cause) for cause in causes]
        hint = "Asked once, and counted in the paper."
        fields.append(select_input("cause", "Why was the date missed?", options, "Not said", hint=hint))
    return action_form("update", f"Update action {action.ref}", "Save", action, request, fields)


def update_form_instead(
    context: Context,
    body: Body,
    words: str,
    what_to_do: str,
    decided: str | None = None,
    what_changed: str = "",
) -> NextPage:
    """The form for an update, in place of another form whose action has changed meanwhile: it says what changed, and
    keeps the words that were entered, so that they can be saved as an update.

    ``decided`` is the number of the date that was decided meanwhile (empty: the latest), where it was that;
    ``what_changed`` says what did, where it was something else. Raises Refused when the action is gone.
    """
    register, action, request = submitted_action(context, body)
    if decided is None:
        moved = last_move(context, register, action)
    else:
        moved = decision_on(context, register, action, DecisionKind.DATE, int(decided or 0))
    note = f":warning: {what_changed or changed_meanwhile(action, moved, register)} {what_to_do}"
    role = request.asker.role(register, action.directorates)
    form = view(action, request, role, context.today(register), register.life.causes, words)
    since = action.status.value.replace(" ", "-")
    blocks = [
        with_new_id(one, since) if one["type"] == "input" and one["block_id"] != "words" else one
        for one in form["blocks"]
    ]
    return NextPage(form | {"blocks": [section(note), *blocks]})


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Save the words, the move and the rest. Returns the errors of its fields; where the action has moved since the
    form was opened, the form again.
    """
    request, about = form_request(body, context.now())
    chosen, seen = choice_of(body, "progress"), Status(about["status"])
    review = date_of(body, "review")
    # Left as the form showed it: what somebody else has set since then is not changed.
    moves = bool(chosen) and (chosen != seen or review is not None)
    move = MoveRequest(Status(chosen), review=review, seen=seen) if moves else None
    on_time = choice_of(body, "on_time")
    words, cause = own_words_of(body, "words"), choice_of(body, "cause")
    try:
        _check_about(context, about, words)
        record_progress(context, request, about["register"], about["ref"], words, move, on_time, cause)
    except Stale as stale:
        changed = stale.what_changed
        what_to_do = "save them as an update" if changed else "choose the progress again, or leave it"
        return update_form_instead(
            context, body, words, f"Your words are kept below: {what_to_do}.", what_changed=changed
        )
    except Refused as refused:
        return field_error(body, refused, "words")
    return {}


def _check_about(context: Context, about: Mapping[str, Any], words: str) -> None:
    """Raise Refused where the words are an update to other actions than the form's: this form saves to one only."""
    own = about["ref"]
    found = read_words(context, about["register"], (own,), words)
    others = [ref for ref, _words in found.parts if ref != own]
    if others and not found.unsure:
        whose = "it" if len(others) == 1 else "each of them"
        raise Refused(
            f"Your words name {named_plainly(others)}, and this form is for action {own}. Give an update to {whose} "
            "in its own form, in New update or in a reply; or begin the sentence with other words.",
            field="words",
        )


FORM = Form("update", open_form, submit, "Saved for action {ref}.", leaves_out_mail=True)


def _so_far(action: Action) -> list[Block]:
    """What the paper says was delivered and what was said last, so that nobody says it again."""
    lines = []
    if action.delivered.strip():
        lines.append(f"*Delivered so far*\n{quoted(action.delivered, 1_200)}")
    if action.updates:
        last = action.updates[-1]
        lines.append(f"*Said last*, by {person(last.by)}\n{quoted(last.text, 600)}")
    return [section(line) for line in lines]


def _progress(action: Action, role: Role) -> list[Block]:
    possible = choices(action.status, role)
    # Moves that need more than words and a day have forms or commands of their own.
    offered = [end for end in possible if end is action.status or _fits(MOVES[action.status, end])]
    options = [(end.value, WORDS[end]) for end in offered]
    placeholder = f"Leave as it is: {action.progress.strip() or WORDS[action.status]}"
    fields = [select_input("progress", "Progress", options, placeholder)] if len(options) > 1 else []
    if Status.ONGOING in offered:
        hint = "Only for an ongoing action: when it is next looked at."
        fields.append(date_input("review", "Next review", hint=hint, optional=True))
    return fields


def _fits(move: Move) -> bool:
    return not move.takes_owner and set(move.needs) <= {Need.EVIDENCE, Need.REASON, Need.REVIEW, Need.DETAIL}
