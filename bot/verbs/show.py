"""``/htst status``, ``list`` and ``mine``: actions are shown."""

import re
from datetime import timedelta

from bot.list_filters import read_filter
from bot.verbs.verb import Verb, spelling_for
from messages import answers
from messages.layout import Message
from register.digest import DUE_SOON, summary
from register.own_actions import own_actions
from register.refs import read_ref
from register.refused import Command, Refused
from register.reminders import next_day
from storage.actions import actions
from storage.actions.actions import Filter
from storage.actions.counting import actions_for_counting
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import action_of, register_of

SHOWN = 40
"""How many actions a list shows at most; it says how to see the next."""


def status(context: Context, request: Request, typed: str) -> Message:
    """One action, or without a ref the register in one look."""
    if not typed:
        with reading(context.engine) as tx:
            register = register_of(tx, request)
            today = context.today(register)
            found = actions_for_counting(tx, register, today + timedelta(days=DUE_SOON))
        return answers.state(summary(found, today), register, today, spelling_for(request))
    register, action = action_of(context.engine, request, read_ref(typed)[0])
    today = context.today(register)
    reminders = (next_day(one, action, register, today) for one in action.milestones)
    first = min((day for day in reminders if day), default=None)
    return answers.status(action, register, today, first)


def listing(context: Context, request: Request, typed: str) -> Message:
    """The actions that words, a directorate, "overdue" or "due 30" pick out, the most urgent first."""
    # "overdue from 41": the next of a long list
    begun = re.fullmatch(r"(?s)(.*?)\s*\bfrom (\d{1,6})", typed, re.I)
    wanted, first = (begun[1], max(1, int(begun[2]))) if begun else (typed, 1)
    command = f"list {wanted}".strip()
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        which, title = read_filter(register, wanted, Filter(context.today(register)))
        total = actions.count(tx, register, which)
        if total and first > total:
            raise Refused(f"That list ends at {total}: type ", Command(" ".join(command.split())), ".")
        found = actions.urgent(tx, register, which, SHOWN, first)
    return answers.listing(found, which.today, title, (first, total), command, spelling_for(request))


def mine(context: Context, request: Request, typed: str) -> Message:
    """The open actions of the directorates a person leads or asks from, and those they gave updates to."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        today = context.today(register)
        still_open = actions.wanted(tx, register, Filter(today, open_only=True))
    asked_in = (request.channel, request.channel_name)
    own = own_actions(register, request.user, asked_in, still_open)
    return answers.mine(own, today, spelling_for(request))


VERBS = (
    Verb("status", "/htst status [REF]", "one action in full, or the whole register in one look", status),
    Verb("list", "/htst list [overdue | due 30 | CYPE | words]", "the actions that these pick out", listing),
    Verb("mine", "/htst mine", "the open actions that are yours", mine),
)
