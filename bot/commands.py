"""What can be typed after /htst: one table of verbs, from which the help is made too."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches

from sqlalchemy import Connection

import messages
from bot.slack_text import plain
from messages import Message
from register.action import EVERY_DIRECTORATE, Action
from register.digest import DUE_SOON, summary
from register.own_actions import own_actions
from register.phrases import shortened
from register.refs import read_ref, same_ref
from register.refused import Refused
from register.register import Register
from register.reminders import next_day
from storage.actions import actions, registers
from storage.actions.actions import Filter
from storage.actions.counting import outlines
from storage.database.engine import asking, reading
from workflow.capture import Context, Request, record_update
from workflow.cards import assign

SHOWN = 40
"""How many actions a list shows at most; it says how to see the next."""
SPELT = 10
"""For how many registers, where they meet, the words to type are spelt out."""
_UNITS = {"day": 1, "week": 7, "month": 30}
_AROUND_VERBS = "\"'“”‘’:,."


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked: what to type, what it does, and the function that does it."""

    name: str
    usage: str
    help: str
    answer: Callable[[Context, Request, str], Message]


class AmbiguousRegister(Exception):
    """Several registers could be meant, and none was named."""

    def __init__(self, registers: Sequence[Register]) -> None:
        super().__init__()
        self.registers = registers


def answer(context: Context, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    typed = plain(typed)
    try:
        return _answer(context, request, typed)
    except AmbiguousRegister as unsaid:
        raise Refused(_which_register(unsaid.registers, typed)) from None
    except Refused as refused:  # what it proposes to type must work where it was read
        with reading(context.engine) as tx:
            meeting = registers.meeting(registers.every(tx), request.channel, request.channel_name)
        if len(meeting) < 2:
            raise
        raise Refused(messages.each_naming(str(refused), [one.slug for one in meeting[:SPELT]])) from None


def _answer(context: Context, request: Request, typed: str) -> Message:
    name, rest = (*typed.split(None, 1), "", "")[:2]
    glued = re.fullmatch(r"([^\W\d_]+)(\d\S*)", name)
    if glued and glued[1].lower() not in ("action", "actions"):  # "status10"
        name, rest = glued[1], f"{glued[2]} {rest}".strip()
    verb = VERBS.get(name.lower().strip(_AROUND_VERBS))
    if verb is None and name:
        ref, after = read_ref(typed)
        if not after and ref[:1].isdecimal():  # "/htst 10" can only mean one thing
            return status(context, request, typed)
        close = get_close_matches(name.lower(), VERBS, n=1, cutoff=0.5)
        hint = f"Did you mean `/htst {close[0]}{' ' + rest if rest else ''}`?" if close else ""
        raise Refused(f"I do not know “{name}”. {hint or 'Type `/htst help` to see what I can do.'}")
    return (verb or VERBS["help"]).answer(context, request, rest.strip())


def within(context: Context, request: Request, typed: str) -> Message:
    """Whatever is asked of the register that is named first."""
    slug, rest = (*typed.split(None, 1), "", "")[:2]
    with reading(context.engine) as tx:
        known = registers.every(tx)
    if not slug:
        (one, *_others) = registers.of_channel(known, request.channel, request.channel_name)
        words = "Say which register and then what you want: for instance"
        raise Refused(f"{words} `/htst in {one.slug} status 10`.")
    register = registers.named(known, slug.lower().strip(_AROUND_VERBS))
    try:
        said = _answer(context, replace(request, register=register.slug), rest)
    except Refused as refused:  # what it proposes to type is meant for that register, too
        raise Refused(messages.each_naming(str(refused), [register.slug])) from None
    return messages.naming(said, register.slug, known)


def register_of(tx: Connection, request: Request) -> Register:
    """The register a person named, else the one their channel speaks of. Raises Unsaid where several meet."""
    return _meant(registers.every(tx), request)


def _meant(known: Sequence[Register], request: Request) -> Register:
    if request.register:
        return registers.named(known, request.register)
    meant = registers.of_channel(known, request.channel, request.channel_name)
    if len(meant) > 1:
        raise AmbiguousRegister(meant)
    return meant[0]


def _which_register(meant: Sequence[Register], typed: str) -> str:
    """The words to type for each of several registers."""
    words = shortened(typed.replace("`", "'"), 200)
    ways = [f"`/htst in {one.slug} {words}` for “{shortened(one.title, 80)}”" for one in meant[:SPELT]]
    return "Several registers meet here, so please say which you mean. Type:\n" + "\n".join(ways)


def status(context: Context, request: Request, typed: str) -> Message:
    """One action, or without a ref the register in one look."""
    if not typed:
        with reading(context.engine) as tx:
            register = register_of(tx, request)
            today = context.today(register)
            found = outlines(tx, register, today + timedelta(days=DUE_SOON))
        return messages.state(summary(found, today), register, today)
    register, action = _named(context, request, read_ref(typed)[0])
    today = context.today(register)
    due = [day for one in action.milestones if (day := next_day(one, action.status, register, today))]
    return messages.status(action, register, today, min(due, default=None))


def _named(context: Context, request: Request, ref: str) -> tuple[Register, Action]:
    """The action that a ref means here, and its register. Raises Refused with the nearest one there is."""
    with asking(context.engine) as tx:
        found = actions.in_every_register(tx, ref)
    register = _meant([one for one, _action in found], request)
    action = next(its_own for one, its_own in found if one is register)
    if action is not None:
        return register, action
    # Not its own spelling. Which one is meant takes more than one statement, and so a look of its own.
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        action = actions.find(tx, register, known_ref(tx, register, ref, "/htst status"))
    assert action is not None  # noqa: S101 - its ref was found in this same look
    return register, action


def listing(context: Context, request: Request, typed: str) -> Message:
    """The actions that words, a directorate, "overdue" or "due 30" pick out, the most urgent first."""
    begun = re.fullmatch(
        r"(?s)(.*?)\s*\bfrom (\d{1,6})", typed, re.I
    )  # "overdue from 41": the next of a long list
    wanted, first = (begun[1], max(1, int(begun[2]))) if begun else (typed, 1)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        which, title = read_filter(register, wanted, Filter(context.today(register)))
        total = actions.count(tx, register, which)
        if total and first > total:
            raise Refused(f"That list ends at {total}: type `{' '.join(f'/htst list {wanted}'.split())}`.")
        found = actions.urgent(tx, register, which, SHOWN, first)
    return messages.listing(found, register, which.today, title, (first, total), f"/htst list {wanted}")


def read_filter(register: Register, typed: str, which: Filter) -> tuple[Filter, str]:
    """What "overdue CYPE", "due 30", "due in 4 weeks" or "risk registers" ask for, and a title that says so.

    Raises Refused when the days after "due" are not a number of days, or when two directorates are named.
    """
    title: list[str] = []
    texts: list[str] = []
    words = [] if typed.strip() in ("all", "All") else typed.split()
    while words:
        word = words.pop(0)
        directorate = register.directorate(word)
        if word.lower() == "overdue":
            which = replace(which, overdue=True)
            title.append("overdue")
        elif word.lower() == "due":
            which = replace(which, due_within=_days(words))
            title.append(f"due in the next {which.due_within} days")
        elif directorate or word == EVERY_DIRECTORATE:
            owner = directorate.code if directorate else word
            if which.owner not in (None, owner):
                raise Refused(f"Name one directorate at a time: for instance `/htst list {owner}`.")
            which = replace(which, owner=owner)
            title.append(f"owned by {owner}")
        elif word.lower() not in ("in", "of", "for", "by") or not words or not register.directorate(words[0]):
            texts.append(word)
    if texts:
        which = replace(which, text=" ".join(texts))
        title.append(f"with “{which.text}”")
    return which, "Actions " + ", ".join(title) if title else "All actions"


def _days(words: list[str]) -> int:
    """How many days ahead is meant after "due"; takes the words that say so off the front."""
    while words and words[0].lower() in ("in", "within", "the", "next"):
        words.pop(0)
    if not words or not words[0][0].isdecimal():
        return DUE_SOON
    number = words.pop(0)
    unit = words[0].lower().rstrip("s") if words else ""
    days = int(number) * _UNITS.get(unit, 1) if number.isdecimal() and len(number) < 4 else 0
    if not 0 < days < 1000:
        raise Refused("Say how many days ahead, from 1 to 999: for instance `/htst list due 30`.")
    if unit in _UNITS:
        words.pop(0)
    return days


def update(context: Context, request: Request, typed: str) -> Message:
    """Record what has been done on an action."""
    ref, words = read_ref(typed)
    if not ref or not words:
        raise Refused(
            "Say which action and what has been done: for instance `/htst update 10 Draft sent to GET.`"
        )
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        ref = known_ref(tx, register, ref, "/htst update", words)
    action = record_update(context, request, register.slug, ref, words)
    return messages.plain(f"Saved as an update to action {action.ref}.")


def post_cards(context: Context, request: Request, typed: str) -> Message:
    """Post cards of one action, or of all that are open, in their directorates' channels."""
    is_all = typed.lower().split()[:1] == ["all"]
    named = [] if is_all else _each_ref(typed)
    if not (is_all or named):
        raise Refused("Say which action, or all of them: `/htst assign 10` or `/htst assign all`.")
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        refs = None if is_all else [known_ref(tx, register, ref, "/htst assign") for ref in named]
    return messages.assigned(assign(context, request, register.slug, refs), register, refs)


def _each_ref(typed: str) -> list[str]:
    """Every ref that was typed, each once: "10, 11 and #12"."""
    found: dict[str, None] = {}
    rest = re.sub(r"[,;&]|\band\b", " ", typed)
    while rest.strip():
        ref, rest = read_ref(rest)
        found.setdefault(ref)
    return list(found)


def mine(context: Context, request: Request, typed: str) -> Message:
    """The open actions of the directorates a person leads or asks from, and those they gave updates to."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        today = context.today(register)
        still_open = actions.wanted(tx, register, Filter(today, open_only=True))
    asked_in = (request.channel, request.channel_name)
    return messages.mine(own_actions(register, request.user, asked_in, still_open), register, today)


def show_help(context: Context, request: Request, typed: str) -> Message:
    """What can be typed."""
    return messages.help_message([(verb.usage, verb.help) for verb in VERBS.values()])


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
        Verb("in", "/htst in REGISTER …", "any of these in the register you name, where several meet", within),
        Verb("help", "/htst help", "this list", show_help),
    )
}


def known_ref(tx: Connection, register: Register, typed: str, command: str, rest: str = "") -> str:
    """The register's own spelling of a ref that was typed. Raises Refused with the nearest one there is."""
    if not typed:
        raise Refused(f"Say which action: for instance `{command} 10`.")
    if actions.find_id(tx, register, typed) is not None:
        return typed
    refs = actions.refs(tx, register)
    if not refs:
        raise Refused(f"The register “{register.title}” has no actions yet.")
    known = same_ref(typed, refs)
    if known is None:
        near = _nearest(typed, refs)
        meant = f" Did you mean `{command} {near}{' ' + rest if rest else ''}`?" if near else ""
        raise Refused(f"There is no action {typed}: they run from {refs[0]} to {refs[-1]}.{meant}")
    return known


def _nearest(typed: str, refs: list[str]) -> str | None:
    """The ref most like what was typed; None when none is, as a wrong one is copied without a look."""
    if typed.isdecimal() and len(typed) < 10 and all(ref.isdecimal() for ref in refs):
        return min(refs, key=lambda ref: abs(int(ref) - int(typed)))
    spelt = {ref.lower(): ref for ref in refs}
    return next((spelt[one] for one in get_close_matches(typed.lower(), spelt, n=1, cutoff=0.4)), None)
