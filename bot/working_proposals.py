"""What a refusal proposes would work: before a command is proposed it is tried in a transaction that is rolled back.
Where it would be refused, that refusal is shown instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeGuard

from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.permissions import Permission, check
from register.refused import Command, Refused
from register.register import Register
from register.words.typed_refs import RefIndex
from storage.actions import registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading, transaction
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister, choose_register

AnswerCommand = Callable[[Context, Request, str], Message]
"""What answers a command."""
PROPOSES = "Did you mean "
"""How a sentence begins that proposes a command."""
_TAKES_LONG = {"publish": Permission.WRITE_PAPER, "paper": Permission.SEE_DRAFT}
"""Commands that take too long to be tried, and the permission that each needs."""
_EXAMPLE = LazyPattern(r"^(?P<verb>\S+\s+)10(?![\w.,/])")
"""An example's ref; what somebody typed may have a 10, too: "update 2: 9 of 10 schools"."""


class _Tried(Exception):
    """A proposal works; raised to roll back its transaction."""


def with_working_proposals(context: Context, request: Request, refused: Refused, run: AnswerCommand) -> Refused:
    """The refusal with only those proposals that would work for whoever asked, and with refs that exist.

    Where a proposal would itself be refused, and the sentence says nothing else, that other refusal is given.
    """
    parts = [
        part if _proposes(before) else _with_real_ref(context, request, part)
        for before, part in pairwise(["", *refused.parts])
    ]
    for place, (part, following) in enumerate(pairwise(parts)):
        if not (_proposes(part) and isinstance(following, Command)):
            continue
        if following.words.endswith(" …") and not following.words.endswith("because …"):
            continue  # its words are to be filled in
        why_not = _refusal_of(context, request, following, run)
        if why_not is not None:
            why_not = with_working_proposals(context, request, why_not, run)
            before = [one for one in (*parts[:place], part.removesuffix(PROPOSES)) if one and one != " "]
            return _without_proposal(before, following, why_not, refused.field)
    return Refused(*parts, field=refused.field) if parts != list(refused.parts) else refused


def _proposes(part: str | Command) -> TypeGuard[str]:
    """Whether what follows was typed so, or means that, and is no example."""
    return isinstance(part, str) and part.endswith(PROPOSES)


def _without_proposal(
    before: Sequence[str | Command], proposed: Command, why_not: Refused, field: str
) -> Refused:
    """A refusal without the command that it proposed, which would be refused itself (``why_not``); ``before`` is what
    it says ahead of that.
    """
    earlier = "".join(one for one in before if isinstance(one, str)).strip()
    if not earlier:
        return why_not
    if not earlier.startswith("I do not know"):
        return Refused(*before, field=field)
    verb = proposed.words.split()[0]
    return Refused(*before, f"{PROPOSES}“{verb}”? ", *why_not.parts, field=field)


def _refusal_of(context: Context, request: Request, command: Command, run: AnswerCommand) -> Refused | None:
    """Why a command would be refused to whoever asks; None where it would be done. It is tried and rolled back.

    Where its reason is still to be filled in, it is tried with any. It cannot be tried where several registers meet.
    """
    verb = command.words.split(maxsplit=1)[0]
    is_open = command.words.endswith("because …")
    words = command.words.removesuffix("…") + "x" if is_open else command.words
    try:
        if verb in _TAKES_LONG:  # it writes a whole paper: only whether they may is asked
            register = only_register(context, request)
            if register:
                check(request.asker, _TAKES_LONG[verb], register)
            return None
        with transaction(context.engine) as tx:
            run(replace(context, open_transaction=tx), request, words)
            raise _Tried
    except (_Tried, AmbiguousRegister):  # where several registers meet it is spelt for each of them
        return None
    except Refused as refused:
        return _with_reason_open(refused) if is_open else refused


def _with_reason_open(refused: Refused) -> Refused:
    """A refusal whose commands have the reason with which they were tried, with that to be filled in again."""
    parts = (
        Command(part.words.removesuffix("x") + "…")
        if isinstance(part, Command) and part.words.endswith("because x")
        else part
        for part in refused.parts
    )
    return Refused(*parts, field=refused.field)


def _with_real_ref(context: Context, request: Request, part: str | Command) -> str | Command:
    """An example with a ref that the register has: not every committee has an action 10."""
    if not isinstance(part, Command) or not _EXAMPLE.match(part.words):
        return part
    register = only_register(context, request)
    if register is None:
        return part
    with reading(context.engine) as tx:
        known = StoredRefs(tx, register)
        ends = known.ends()
        if ends is None or RefIndex(known).lookup("10"):
            return part
    return Command(_EXAMPLE.sub(lambda example: f"{example['verb']}{ends[0]}", part.words, count=1))


def only_register(context: Context, request: Request) -> Register | None:
    """The register that a request is for; None where several meet, or there is none."""
    meeting = registers_meeting(context, request)
    return meeting[0] if len(meeting) == 1 else None


def registers_meeting(context: Context, request: Request) -> Sequence[Register]:
    """The registers that a request can be for; none where it names one that there is not."""
    with reading(context.engine) as tx:
        known = registers.every(tx)
    try:
        return [choose_register(known, request)] if known else []
    except AmbiguousRegister as ambiguous:
        return ambiguous.meeting
    except Refused:
        return []
