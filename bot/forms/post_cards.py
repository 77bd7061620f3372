"""The form by which cards of many actions are posted: of which; and how many in which channels, before any is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.button_presses import press_request
from bot.forms.about_action import field_error, form_request, modal, plain_form
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import choice_of, line_input, select_input, text_of
from bot.verbs.assign import post
from messages.cards import to_be_posted
from messages.layout import context as small
from messages.layout import section
from messages.mrkdwn import inline
from register.permissions import Permission, check
from register.phrases import shortened
from register.refused import Refused
from register.register import Register
from register.words.day_ranges import Days
from register.words.queries import Query, State
from storage.actions import actions, registers
from storage.database.engine import reading
from workflow.cards import would_assign
from workflow.context import Context
from workflow.finding import only_refs, ref_range_text, refs_of

MOST_COUNTED = 10_000
"""Actions of which the cards are counted before they are posted: of more, that would outlast Slack's patience."""
_LONGEST = 3_650


@dataclass(frozen=True)
class _Entered:
    """What the fields hold, as it was entered: a directorate's code, a number of days, and refs."""

    owner: str = ""
    days: str = ""
    only: str = ""
    but: str = ""


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for a press, whose value is a register's slug. Raises Refused where they may not post cards."""
    request, slug = press_request(body, context.now()), str(body["actions"][0]["value"])
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
    check(request.asker, Permission.ASSIGN, register)
    codes = [(one.code, shortened(f"{one.code}: {one.name}", 75)) for one in register.directorates[:100]]
    lead = "Leave all blank for every open action without a card. You see how many there are before anything is posted."
    hint = "Where you name actions here, leave the rest blank."
    fields = [
        section(f"*{inline(register.title, 200)}*\n{lead}"),
        select_input("owner", "For which directorate?", codes, "For every directorate"),
        line_input("days", "Due in the next how many days?", hint="A number: 60", optional=True),
        line_input("but", "All except which?", hint="Such as 10, or 3, 14 and 16, or 3-7", optional=True),
        line_input("only", "Or only these actions", hint=hint, optional=True),
    ]
    return plain_form("post_cards", "Post cards", "Next", {"register": slug}, request, fields)


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Returns what would be posted, to be confirmed, or the errors of its fields."""
    request, about = form_request(body, context.now())
    entered = _Entered(
        choice_of(body, "owner"), *(text_of(body, name).strip() for name in ("days", "only", "but"))
    )
    try:
        with reading(context.engine) as tx:
            register = registers.find(tx, about["register"])
            which = _which(tx, context, register, entered)
            is_counted = not isinstance(which, Query) or actions.count(tx, register, which) <= MOST_COUNTED
        planned = would_assign(context, request, register.slug, which) if is_counted else None
    except Refused as refused:
        return field_error(body, refused, "only" if entered.only else "owner")
    has_cards = planned is None or any(planned.cards.values())
    blocks = [section(to_be_posted(planned, is_of_all=isinstance(which, Query)))]
    if has_cards:
        blocks.append(small("*Post* sends them; *Cancel* sends nothing."))
    return NextPage(
        modal(
            "post_cards_now",
            "Post cards",
            "Post" if has_cards else "",
            about | {"wish": [entered.owner, entered.days, entered.only, entered.but]},
            blocks,
        )
    )


def submit_confirmed(context: Context, body: Body) -> Saved:
    """Post them: what had no card until now. Raises Refused where there is nothing to post any more."""
    request, about = form_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, about["register"])
        which = _which(tx, context, register, _Entered(*about["wish"]))
    return Saved(post(context, request, register, which).text, register.slug)


def _which(tx: Connection, context: Context, register: Register, entered: _Entered) -> Query | tuple[str, ...]:
    """The actions that are meant: refs that were named, or the open ones that are described. Raises Refused."""
    if entered.only:
        if entered.owner or entered.days or entered.but:
            raise Refused("Leave the fields above blank where you name actions here.", field="only")
        return _refs(tx, register, entered.only, "only")
    today = context.today(register)
    owners = (entered.owner,) if entered.owner else ()
    but = _refs(tx, register, entered.but, "but") if entered.but else ()
    due: tuple[Days, ...] = ()
    if entered.days:
        if not (entered.days.isdecimal() and 0 < int(entered.days) <= _LONGEST):
            raise Refused(f"Give a number of days, from 1 to {_LONGEST:,}: for instance 60.", field="days")
        due = (Days(today, today + timedelta(days=int(entered.days))),)
    return Query(today, frozenset({State.OPEN}), owners=owners, due=due, but_refs=but)


def _refs(tx: Connection, register: Register, typed: str, field: str) -> tuple[str, ...]:
    index = refs_of(tx, register)
    refs = only_refs(index, typed)
    if refs is None:
        found = index.read(typed)
        left = found.unknown or (found.rest if found.refs else typed).strip()
        raise Refused(f"“{shortened(left, 60)}” names no action: {ref_range_text(index)}.", field=field)
    return refs


FORM = Form("post_cards", open_form, submit)
CONFIRM = Form("post_cards_now", open_form, submit_confirmed, can_undo=False, takes_long=True)
"""Its second page; no button opens it."""
