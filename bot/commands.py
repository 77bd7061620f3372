"""What can be typed after /htst: one table of verbs, from which the help is made too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sqlalchemy import Connection

from bot import messages
from bot.capture import Desk, Request, assign, record_update
from bot.messages import Message
from bot.words import plain
from register import digest
from register.action import EVERY_DIRECTORATE, read_ref, same_ref
from register.mine import own_actions
from register.refused import Refused
from register.register import Register
from register.reminders import next_day
from storage import actions, registers
from storage.actions import Filter
from storage.database import reading

SHOWN = 40
"""How many actions a list shows before it asks to be narrowed."""
DUE_SOON = 28
"""Days ahead that count as soon: the next four weeks."""


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked: what to type, what it does, and the function that does it."""

    name: str
    usage: str
    help: str
    answer: Callable[[Desk, Request, str], Message]


def answer(desk: Desk, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    typed = plain(typed)
    name, _space, rest = typed.partition(" ")
    verb = VERBS.get(name.lower())
    if verb is None and name:
        ref, after = read_ref(typed)
        if not after and ref[:1].isdigit():  # "/htst 10" can only mean one thing
            return status(desk, request, typed)
        close = get_close_matches(name.lower(), VERBS, n=1, cutoff=0.5)
        hint = f"Did you mean `/htst {close[0]}{' ' + rest if rest else ''}`?" if close else ""
        raise Refused(f"I do not know “{name}”. {hint or 'Type `/htst help` to see what I can do.'}")
    return (verb or VERBS["help"]).answer(desk, request, rest.strip())


def status(desk: Desk, request: Request, typed: str) -> Message:
    """One action, or without a ref the register in one look."""
    with reading(desk.engine) as tx:
        register = registers.of_channel(tx, request.channel, request.channel_name)
        today = desk.today(register)
        if not typed:
            found = actions.wanted(tx, register, Filter(today))
            return messages.state(digest.summary(found, today, DUE_SOON), register, today)
        action = actions.find(tx, register, known_ref(tx, register, read_ref(typed)[0], "/htst status"))
        assert action is not None  # noqa: S101 - its ref was found in this same transaction
        due = [
            day
            for one in action.milestones
            if (day := next_day(one, action.status, register.reminders, today, desk.holidays))
        ]
        return messages.status(action, register, today, min(due, default=None))


def listing(desk: Desk, request: Request, typed: str) -> Message:
    """The actions that words, a directorate, "overdue" or "due 30" pick out."""
    with reading(desk.engine) as tx:
        register = registers.of_channel(tx, request.channel, request.channel_name)
        which, title = read_filter(register, typed, Filter(desk.today(register)))
        found = actions.wanted(tx, register, which, SHOWN)
        total = actions.count(tx, register, which) if len(found) == SHOWN else len(found)
        return messages.listing(found, register, which.today, title, total)


def read_filter(register: Register, typed: str, which: Filter) -> tuple[Filter, str]:
    """What "overdue CYPE", "due 30" or "risk registers" ask for, and a title that says so.

    Raises Refused when the days after "due" are not a number of days.
    """
    title: list[str] = []
    texts: list[str] = []
    words = typed.split()
    while words:
        word = words.pop(0)
        directorate = register.directorate(word)
        if word.lower() == "overdue":
            which = replace(which, overdue=True)
            title.append("overdue")
        elif word.lower() == "due":
            days = words.pop(0) if words and words[0].isdigit() else str(DUE_SOON)
            if not 0 < int(days) < 1000:
                raise Refused("Say how many days ahead, from 1 to 999: for instance `/htst list due 30`.")
            which = replace(which, due_within=int(days))
            title.append(f"due in the next {int(days)} days")
        elif directorate or word == EVERY_DIRECTORATE:
            which = replace(which, owner=directorate.code if directorate else word)
            title.append(f"owned by {which.owner}")
        elif word.lower() not in ("days", "in", "within"):
            texts.append(word)
    if texts:
        which = replace(which, text=" ".join(texts))
        title.append(f"with “{which.text}”")
    return which, "Actions " + ", ".join(title) if title else "All actions"


def update(desk: Desk, request: Request, typed: str) -> Message:
    """Record what has been done on an action."""
    ref, words = read_ref(typed)
    if not ref or not words:
        raise Refused(
            "Say which action and what has been done: for instance `/htst update 10 Draft sent to GET.`"
        )
    with reading(desk.engine) as tx:
        register = registers.of_channel(tx, request.channel, request.channel_name)
        ref = known_ref(tx, register, ref, "/htst update", words)
    action = record_update(desk, request, register.slug, ref, words)
    return messages.plain(f"Saved as an update to action {action.ref}.")


def post_cards(desk: Desk, request: Request, typed: str) -> Message:
    """Post cards of one action, or of all that are open, in their directorates' channels."""
    if not typed:
        raise Refused("Say which action, or all of them: `/htst assign 10` or `/htst assign all`.")
    with reading(desk.engine) as tx:
        register = registers.of_channel(tx, request.channel, request.channel_name)
        is_all = typed.lower() == "all"
        refs = None if is_all else [known_ref(tx, register, read_ref(typed)[0], "/htst assign")]
    return messages.assigned(assign(desk, request, register.slug, refs), register, refs)


def mine(desk: Desk, request: Request, typed: str) -> Message:
    """The open actions of the directorates a person leads or asks from, and those they gave updates to."""
    with reading(desk.engine) as tx:
        register = registers.of_channel(tx, request.channel, request.channel_name)
        today = desk.today(register)
        still_open = actions.wanted(tx, register, Filter(today, open_only=True))
    asked_in = (request.channel, request.channel_name)
    return messages.mine(own_actions(register, request.user, asked_in, still_open), register, today)


def show_help(desk: Desk, request: Request, typed: str) -> Message:
    """What can be typed."""
    return messages.help([(verb.usage, verb.help) for verb in VERBS.values()])


VERBS = {
    verb.name: verb
    for verb in (
        Verb("status", "/htst status [REF]", "one action in full, or the whole register in one look", status),
        Verb(
            "list", "/htst list [overdue | due 30 | CYPE | words]", "the actions that these pick out", listing
        ),
        Verb("update", "/htst update REF words", "record what has been done", update),
        Verb("assign", "/htst assign [REF | all]", "post cards in the owners' channels (leads)", post_cards),
        Verb("mine", "/htst mine", "the open actions that are yours", mine),
        Verb("help", "/htst help", "this list", show_help),
    )
}


def known_ref(tx: Connection, register: Register, typed: str, command: str, rest: str = "") -> str:
    """The register's own spelling of a ref that was typed. Raises Refused with the nearest one there is."""
    if actions.find_id(tx, register, typed) is not None:
        return typed
    refs = actions.refs(tx, register)
    if not refs:
        raise Refused(f"The register “{register.title}” has no actions yet.")
    known = same_ref(typed, refs)
    if known is None:
        meant = f"{command} {_nearest(typed, refs)}{' ' + rest if rest else ''}"
        raise Refused(
            f"There is no action {typed}: they run from {refs[0]} to {refs[-1]}. Did you mean `{meant}`?"
        )
    return known


def _nearest(typed: str, refs: list[str]) -> str:
    if typed.isdecimal() and all(ref.isdecimal() for ref in refs):
        return min(refs, key=lambda ref: abs(int(ref) - int(typed)))
    return (get_close_matches(typed.lower(), refs, n=1, cutoff=0.3) or refs[-1:])[0]
