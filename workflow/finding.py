"""Finding the register and the action that somebody means."""

from collections.abc import Sequence
from difflib import get_close_matches

from sqlalchemy import Connection, Engine

from register.action import Action
from register.refs import same_ref
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, reading_once
from workflow.context import Request


class AmbiguousRegister(Exception):
    """Several registers could be meant, and none was named."""

    def __init__(self, meeting: Sequence[Register]) -> None:
        super().__init__()
        self.meeting = meeting


def register_of(tx: Connection, request: Request) -> Register:
    """The register a person named, else the one their channel speaks of.

    Raises AmbiguousRegister where several meet, and Refused where there is none.
    """
    return meant(registers.every(tx), request)


def meant(known: Sequence[Register], request: Request) -> Register:
    """The one of these registers that a request is for. Raises as ``register_of`` does."""
    if request.register:
        return registers.pick(known, request.register)
    meeting = registers.of_channel(known, request.channel, request.channel_name)
    if len(meeting) > 1:
        raise AmbiguousRegister(meeting)
    return meeting[0]


def action_of(engine: Engine, request: Request, ref: str) -> tuple[Register, Action]:
    """The action that a ref means to a request, and its register; one statement when the ref is its own spelling.

    Raises AmbiguousRegister, and Refused with the nearest ref there is.
    """
    with reading_once(engine) as tx:
        found = actions.in_every_register(tx, ref)
    register = meant([known for known, _action in found], request)
    action = next(its_action for known, its_action in found if known is register)
    if action is not None:
        return register, action
    # Not its own spelling. Which one is meant takes more than one statement, and so a transaction of its own.
    with reading(engine) as tx:
        register = register_of(tx, request)
        action = actions.find(tx, register, known_ref(tx, register, ref, "status"))
    assert action is not None  # noqa: S101 - its ref was found in this same transaction
    return register, action


def known_ref(tx: Connection, register: Register, typed: str, verb: str, rest: str = "") -> str:
    """The register's own spelling of a ref that was typed after ``verb``, with ``rest`` after it.

    Raises Refused with the nearest ref there is.
    """
    if not typed:
        raise Refused("Say which action: for instance ", Command(f"{verb} 10"), ".")
    if actions.find_id(tx, register, typed) is not None:
        return typed
    refs = actions.refs(tx, register)
    if not refs:
        raise Refused(f"The register “{register.title}” has no actions yet.")
    known = same_ref(typed, refs)
    if known is None:
        near = _nearest(typed, refs)
        proposal = (" Did you mean ", Command(f"{verb} {near} {rest}".strip()), "?") if near else ()
        raise Refused(f"There is no action {typed}: they run from {refs[0]} to {refs[-1]}.", *proposal)
    return known


def _nearest(typed: str, refs: list[str]) -> str | None:
    """The ref most like what was typed; None when none is, as a wrong one is copied without a look."""
    if typed.isdecimal() and len(typed) < 10 and all(ref.isdecimal() for ref in refs):
        return min(refs, key=lambda ref: abs(int(ref) - int(typed)))
    spelt = {ref.lower(): ref for ref in refs}
    return next((spelt[ref] for ref in get_close_matches(typed.lower(), spelt, n=1, cutoff=0.4)), None)
