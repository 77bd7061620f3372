"""How a submitted form is answered: in its acknowledgement, or, where its work takes longer, when that is done."""

import http.client
import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.forms.about_action import form_request, notice_view
from bot.forms.form import Body, Form, NextPage, Saved
from bot.forms.inputs import left_out_of, text_of
from messages.mrkdwn import escaped, inline, quoted
from messages.receipts import left_out_line
from register.refused import Refused
from workflow.answering import queue_receipt
from workflow.context import Context

FORM_WAIT = "This takes a moment: the result will appear where you opened this form."

_OPEN_AGAIN = "Nothing was saved: open the form again."
_LONGEST_QUOTE = 2_000
"""Characters of what was entered in one field, as a message quotes it."""

log = logging.getLogger(__name__)

FormOutcome = tuple[dict[str, str] | NextPage | Saved | Refused | None]
"""The result of a form; None where it had been submitted before. In a tuple, as ``SlowAnswers.soon`` returns None for
work that has not ended yet.
"""


def acknowledge(
    context: Context, form: Form, body: Body, began: datetime, outcome: FormOutcome, ack: Ack
) -> None:
    """Answer a form that was sent at ``began`` (UTC): its next page, the errors of its fields, or that it is saved."""
    (result,) = outcome
    if isinstance(result, NextPage):
        ack(response_action="update", view=result.view)
        return
    if isinstance(result, dict) and result:
        ack(response_action="errors", errors=result)
        return
    if isinstance(result, Refused):  # at no field
        ack(response_action="update", view=notice_view(escaped(str(result))))
        return
    if result is not None and (form.receipt or isinstance(result, Saved)):
        request, about = form_request(body, began)
        slug = about["register"]
        if isinstance(result, Saved):
            text, slug = result.text, result.register
        elif isinstance(form.receipt, str):
            text = form.receipt.format(ref=inline(str(about.get("ref", "")), 40))
        else:
            text = form.receipt(body)
        left_out = left_out_line(left_out_of(body)) if form.leaves_out_mail else ""
        text = f"{text} {left_out}".strip()
        queue_receipt(context, request, slug, text, can_undo=form.can_undo)
        if about.get("place") == "anywhere":  # no page and no channel is before their eyes
            ack(
                response_action="update",
                view=notice_view(f"{text} Your home page, or `/htst undo`, takes it back."),
            )
            return
    ack()


def tell_late(
    context: Context,
    body: Body,
    began: datetime,
    done: Future[FormOutcome],
    failed: Callable[[Exception], str],
    client: WebClient,
) -> None:
    """Tell the sender of a form that was acknowledged before its work had ended; ``failed`` logs an error and words it.

    Where that cannot be queued, as when the database is away, the form's window says so, if it is still open. This runs
    in a callback on another thread, where no caller would see an exception.
    """
    try:
        _queue_outcome(context, body, began, done, failed)
    except Exception as error:  # noqa: BLE001 - failed() logs it
        view = notice_view(failed(error))
        try:
            client.views_update(view_id=body["view"]["id"], view=view)
        except (SlackClientError, OSError, http.client.HTTPException) as lost:
            log.warning("the sender of a form may not know what became of it: %s", type(lost).__name__)


def _queue_outcome(
    context: Context, body: Body, began: datetime, done: Future[FormOutcome], failed: Callable[[Exception], str]
) -> None:
    """Queue the result of a form. Where nothing was saved it quotes what its sender had entered."""
    request, about = form_request(body, began)
    error = done.exception()
    if isinstance(error, Exception):
        text = failed(error)
    else:
        (outcome,) = done.result()
        match outcome:
            case Saved():
                queue_receipt(context, request, outcome.register, outcome.text, can_undo=False)
                return
            case NextPage():
                text = f":warning: The form needs more than you entered. {_OPEN_AGAIN}"
            case Refused():
                text = f":warning: {escaped(str(outcome))}"
            case dict() if outcome:
                text = f":warning: {escaped(' '.join(outcome.values()))} {_OPEN_AGAIN}"
            case _:
                return
    queue_receipt(context, request, about["register"], f"{text}{_entered(body)}", can_undo=False)


def _entered(body: Body) -> str:
    """The words in the fields of a form, as quotations (mrkdwn)."""
    elements = [block["element"] for block in body["view"]["blocks"] if block["type"] == "input"]
    names = [one["action_id"] for one in elements if one["type"] == "plain_text_input"]
    words = [quoted(text_of(body, name), _LONGEST_QUOTE) for name in names]
    return "".join(["\nYou had entered:", *(f"\n{one}" for one in words if one)]) if any(words) else ""
