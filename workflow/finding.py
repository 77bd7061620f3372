"""Finding the register and the action that somebody means."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from sqlalchemy import Connection, Engine

from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Command, Refused
from register.register import Register
from register.words.typed_refs import RefIndex
from storage.actions import actions, change_log, registers
from storage.actions.actions import FoundAction
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading_once
from workflow.context import Request

_POLITE = LazyPattern(r"(?:please|pls|thanks|thank you|now|too|only)", re.I)


class AmbiguousRegister(Exception):
    """Several registers could be meant, and none was named."""

    def __init__(self, meeting: Sequence[Register]) -> None:
        super().__init__()
        self.meeting = meeting


def register_of(tx: Connection, request: Request) -> Register:
    """The register that a person named, else the one of their channel.

    Raises AmbiguousRegister where several share the channel, and Refused where there is none.
    """
    return choose_register(registers.every(tx), request)


def registers_meant(tx: Connection, request: Request) -> Sequence[Register]:
    """The register that was named, else those that meet in the channel: for what is a person's own in each of them, as
    an absence, so that it need not be said of which. Raises Refused where there is none.
    """
    try:
        return [register_of(tx, request)]
    except AmbiguousRegister as ambiguous:
        return ambiguous.meeting


def choose_register(known: Sequence[Register], request: Request) -> Register:
    """The one of these registers that a request is for. Raises as ``register_of`` does."""
    if request.register:
        return registers.pick(known, request.register)
    meeting = registers.of_channel(known, request.channel, request.channel_name)
    if len(meeting) > 1:
        raise AmbiguousRegister(meeting)
    return meeting[0]


def registers_with_refs(tx: Connection, known: Sequence[Register], words: str) -> list[Register]:
    """Those of several registers that have all actions with which some words begin."""
    read = [(one, RefIndex(StoredRefs(tx, one)).read(words)) for one in known]
    return [one for one, named in read if named.refs and not named.unknown]


def exact_action(engine: Engine, request: Request, ref: str) -> FoundAction:
    """The register that a request is for, and its action whose ref is spelt so, if any: in a single statement.

    Raises AmbiguousRegister.
    """
    with reading_once(engine) as tx:
        found = actions.in_every_register(tx, ref)
    register = choose_register([one.register for one in found], request)
    return next(one for one in found if one.register is register)


def refs_of(tx: Connection, register: Register) -> RefIndex:
    """The register's refs, looked up by what people type while ``tx`` lasts. Raises Refused when it has none."""
    known = StoredRefs(tx, register)
    if known.ends() is None:
        raise Refused(f"The register “{register.title}” has no actions yet.")
    return RefIndex(known)


def known_ref(tx: Connection, register: Register, typed: str, verb: str) -> str:
    """The register's own spelling of a ref that was typed after ``verb``.

    Raises Refused with the nearest ref there is.
    """
    if not typed:
        raise Refused("Say which action: for instance ", Command(f"{verb} 10"), ".")
    if actions.find_id(tx, register, typed) is not None:
        return typed
    index = refs_of(tx, register)
    found = index.lookup(typed)
    if len(found) > 1:
        raise Refused(f"“{typed}” could be action {joined(found, 'or')}: type the ref as it is printed.")
    if not found:
        raise no_such_action(index, typed, verb)
    return found[0]


def removed_ref(tx: Connection, register: Register, typed: str) -> str:
    """The ref that was typed of an action that is in the register no more, as its import was undone; "" for none."""
    named = RefIndex(change_log.removed_refs(tx, register.slug)).read(typed)
    return named.refs[0] if len(named.refs) == 1 and not named.unknown else ""


def named_refs(index: RefIndex, typed: str, verb: str) -> tuple[str, ...]:
    """The refs that were typed after ``verb``, when nothing else was: "10 11", "3, 14 and 16", "3-7".

    Raises Refused, naming the first that the register does not have.
    """
    found = index.read(typed)
    if not typed.strip():
        raise Refused("Say which action: for instance ", Command(f"{verb} 10"), ".")
    if not found.refs or found.unknown:
        raise no_such_action(index, found.unknown or first_word(typed), verb)
    refs, left = dict.fromkeys(found.refs), found.rest.strip(" .,;:!?")
    while left and not _POLITE.fullmatch(left):
        found = index.read(left)
        if not found.refs or found.unknown:
            raise no_such_action(index, found.unknown or first_word(left), verb)
        refs |= dict.fromkeys(found.refs)
        left = found.rest.strip(" .,;:!?")
    return tuple(refs)


def only_refs(index: RefIndex, typed: str) -> tuple[str, ...] | None:
    """The refs that something typed consists of; None when it says anything else."""
    try:
        return named_refs(index, typed, "")
    except Refused:
        return None


def no_such_action(index: RefIndex, typed: str, verb: str, rest: str = "") -> Refused:
    """The refusal of a ref that the register does not have, with the nearest that it has.

    ``verb`` is the command that it was typed after, and ``rest`` what was typed behind it: both are in the proposal.
    """
    if verb and not any(sign.isdecimal() for sign in typed):
        # Where the rest has a number, that may be the ref: the words are not proposed.
        is_prose = verb == "update" and not any(sign.isdecimal() for sign in rest)
        words = f" {typed} {rest}".rstrip() if is_prose else " …" if verb == "update" else ""
        return Refused(
            f"“{typed}” is not an action: {ref_range_text(index)}. For instance ",
            Command(f"{verb} 10{words}"),
            ".",
        )
    near = _nearest(typed, index.known.neighbours(typed))
    proposal = (" Did you mean ", Command(f"{verb} {near} {rest}".strip()), "?") if near else ()
    return Refused(f"There is no action {typed}: {ref_range_text(index)}.", *proposal)


def ref_range_text(index: RefIndex) -> str:
    """From which ref to which a register's actions run, for a refusal."""
    first, last = index.known.ends() or ("none", "none")
    return f"they run from {first} to {last}"


def first_word(typed: str) -> str:
    """The word that something typed begins with, as it is named in a refusal."""
    words = re.sub(r"^\s*(?:actions?\b\s*|actions?(?=\d))?#?\s*", "", typed, flags=re.I).split()
    return words[0].strip(".,:;!?") or words[0] if words else typed.strip()


def _nearest(typed: str, refs: Sequence[str]) -> str | None:
    """The ref most like what was typed; None when none is close, as people use a proposed ref without checking it."""
    if typed.isdecimal() and len(typed) < 10 and all(ref.isdecimal() for ref in refs):
        return min(refs, key=lambda ref: abs(int(ref) - int(typed)))
    spelt = {ref.lower(): ref for ref in refs}
    return next((spelt[ref] for ref in get_close_matches(typed.lower(), spelt, n=1, cutoff=0.4)), None)
