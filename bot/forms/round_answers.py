"""The form by which several actions are answered in one go: those of a round, or those that a reminder asks about.

Half-filled it is kept, and more rows than a form holds come page by page.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.button_presses import press_request
from bot.forms.about_action import form_request, plain_form
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import (
    choice_of,
    left_out_of,
    own_words_of,
    reporting_entries,
    select_input,
    text_input,
    text_of,
)
from messages.layout import Block, section
from messages.layout import context as small
from messages.receipts import left_out_line
from register.action import Action
from register.phrases import day, number, shortened
from register.refused import Refused
from register.register import Register
from register.words.queries import Query
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.intake import drafts
from storage.intake.drafts import Draft
from workflow.context import Context, Request
from workflow.decision_requests import refuse_cancelled
from workflow.round_rows import missing_refs
from workflow.rounds import RoundAnswer, answer_round, coming_meeting, unanswered

_ROWS = 40
"""Actions in one form: each takes two of the 100 blocks that Slack allows."""
_NOTHING = "All of these actions have been answered: thank you, nothing is missing."
FIELD_NAMES = re.compile(r"(?:words|no_change):\d+")
"""The action ids of the form's fields."""


@dataclass(frozen=True)
class _RowSelection:
    """Which rows a form is about; kept in its private_metadata from page to page.

    For a ``meeting`` (ISO) those that ``whom`` (codes or people) has still to answer; without one those of the actions
    ``whom`` (refs) that nobody has answered since the moment ``since`` (ISO). ``passed`` of those still missing were
    shown before and left blank; the fields of a page are numbered from ``first``, so that Slack does not show in them
    what was entered on another page.
    """

    register: str
    meeting: str
    whom: tuple[str, ...]
    since: str = ""
    passed: int = 0
    first: int = 0


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for whoever's rows the pressed button names. Raises Refused when nothing is missing any more."""
    slug, meeting, whom = str(body["actions"][0]["value"]).split(":", 2)
    request = press_request(body, context.now())
    message = (body.get("container") or {}).get("message_ts")  # none on the home page
    since = datetime.fromtimestamp(float(message), UTC) if message else None
    selection = _RowSelection(slug, meeting, tuple(whom.split(",")), since.isoformat() if since else "")
    with reading(context.engine) as tx:
        if meeting:
            register = registers.find(tx, slug)
            refuse_cancelled(tx, register, date.fromisoformat(meeting), context.today(register))
        view = _page(tx, context, request, selection)
    if view is None:
        raise Refused(_NOTHING)
    return view


def _page(
    tx: Connection, context: Context, request: Request, selection: _RowSelection, saved: int = 0
) -> dict[str, Any] | None:
    """The next rows that nobody has answered; None when there are none left. ``saved`` were answered just now."""
    register = registers.find(tx, selection.register)
    today = context.today(register)
    missing, total = _missing(tx, register, selection, selection.passed + _ROWS)
    missing = missing[selection.passed : selection.passed + _ROWS]
    if not missing:
        return None
    which = Query(today, refs=tuple(missing))
    rows = actions.matching(tx, register, which)
    on = date.fromisoformat(selection.meeting) if selection.meeting else coming_meeting(tx, register, today)
    begun = drafts.of_person(tx, selection.register, on, request.user)
    lead = f"For the paper of {day(on)}. " if selection.meeting else ""
    draft_note = " What you entered before is still here." if any(one.ref in begun for one in rows) else ""
    saved_note = f"*{number(saved, 'answer')} saved.* " if saved else ""
    blocks = [section(f"{saved_note}{lead}What you leave blank is still needed.{draft_note}")]
    causes = [(cause, cause) for cause in register.life.causes]
    for place, row in enumerate(rows, start=selection.first):
        blocks += _row(row, place, causes, begun.get(row.ref, Draft("", "")))
    left = total - selection.passed - len(rows)
    if left:
        blocks.append(small(f"{number(left, 'more action')} on the next page, when you send this one."))
    about = asdict(selection) | {"refs": [one.ref for one in rows], "draft": on.isoformat()}
    title = "Updates for the paper" if selection.meeting else "Answer for all"
    return plain_form("round", title, "Send and go on" if left else "Send", about, request, blocks)


def _row(row: Action, place: int, causes: Sequence[tuple[str, str]], was: Draft) -> list[Block]:
    label = f"{row.ref}: {shortened(row.defined, 300)}"
    asks = "What has been done since?"
    words = text_input(f"words:{place}", label, asks, value=was.words, optional=True)
    because = f"{row.ref}: or no change, because"
    no_change = select_input(f"no_change:{place}", because, causes, "Why", value=was.no_change)
    return [reporting_entries(words), reporting_entries(no_change)]


def _missing(
    tx: Connection, register: Register, selection: _RowSelection, most: int | None = None
) -> tuple[Sequence[str], int]:
    """The refs that are missing, the first ``most`` at least, and how many they are."""
    if selection.meeting:
        return missing_refs(tx, register, date.fromisoformat(selection.meeting), selection.whom, most)
    since = datetime.fromisoformat(selection.since) if selection.since else None
    left = unanswered(tx, register, selection.whom, since)
    return left, len(left)


def entered(context: Context, body: Body) -> None:
    """Keep what a field holds that somebody is filling in: a form that is closed loses nothing."""
    press = body["actions"][0]
    _request, about = form_request(body, context.now())
    if "draft" not in about:
        return  # a form that was opened by an earlier version
    place = int(str(press["block_id"]).partition(":")[2])
    now = Draft(text_of(body, f"words:{place}"), choice_of(body, f"no_change:{place}"))
    at = datetime.fromtimestamp(float(press["action_ts"]), UTC)
    on, ref = date.fromisoformat(about["draft"]), about["refs"][place - about["first"]]
    with transaction(context.engine) as tx:
        drafts.keep(tx, about["register"], on, body["user"]["id"], ref, now, at)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Record the answers. Returns the errors of its fields, or the next page where there is one."""
    request, about = form_request(body, context.now())
    first, refs = int(about.get("first", 0)), about["refs"]
    answers = {
        ref: RoundAnswer(own_words_of(body, f"words:{place}"), choice_of(body, f"no_change:{place}"))
        for place, ref in enumerate(refs, start=first)
    }
    fields = {name: about[name] for name in _RowSelection.__dataclass_fields__ if name in about}
    selection = _RowSelection(**fields | {"whom": tuple(about["whom"])}) if "whom" in about else None
    answered = sum(bool(one.words.strip() or one.no_change.strip()) for one in answers.values())
    try:
        if answered or selection is None or not (first or _has_more(context, selection, refs)):
            answer_round(context, request, about["register"], answers)
    except Refused as refused:
        return {f"words:{first}": str(refused)}
    if selection is None:
        return {}
    with reading(context.engine) as tx:
        missing, _total = _missing(tx, registers.find(tx, selection.register), selection)
        passed = selection.passed + sum(ref in missing for ref in refs)
        after = _RowSelection(**asdict(selection) | {"passed": passed, "first": first + len(refs)})
        view = _page(tx, context, request, after, answered)
    left_out = left_out_line(left_out_of(body))
    if view and left_out:
        view = view | {"blocks": [small(left_out), *view["blocks"]]}
    return NextPage(view) if view else {}


def _has_more(context: Context, selection: _RowSelection, refs: Sequence[str]) -> bool:
    """Whether there are rows after those of this page."""
    with reading(context.engine) as tx:
        missing, total = _missing(tx, registers.find(tx, selection.register), selection)
    return total > selection.passed + sum(ref in missing for ref in refs)


FORM = Form("round", open_form, submit, "Your answers are saved.", leaves_out_mail=True)
ANSWER_ALL = Form("answer_all", open_form, submit, FORM.receipt)
"""The same, as a reminder's button opens it: what is sent is the form above."""
