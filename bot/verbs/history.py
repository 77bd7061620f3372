"""``/htst history``, ``undo`` and ``withdraw``: what happened, and taking it back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.verbs.typed_arguments import about_action, about_actions
from bot.verbs.verb import Verb, spelling_for
from messages import answers
from messages.history import history_message, updates_to_withdraw
from messages.layout import Message, paragraph
from messages.life_lines import step_button
from messages.lines import named_plainly
from messages.mrkdwn import inline
from register.changes import UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.history import Event
from register.lazy_pattern import LazyPattern
from register.life_changes import EvidenceAdded, EvidenceWithdrawn, ProgressChanged
from register.next_steps import NextStep
from register.permissions import Permission, may
from register.phrases import day, joined, shortened
from register.refused import Command, Refused
from register.register import Register
from register.words.reasons import because
from storage.actions import actions, change_log, papers
from storage.actions.change_log import Entry
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import refs_of, register_of, removed_ref
from workflow.import_undo import undo_import, undone_text
from workflow.undo import last_refs, undo_last
from workflow.undo_records import last_record
from workflow.withdrawing import numbered_updates, withdraw_update

_WHICH = LazyPattern(
    r"(?:the\s+)?(?:(?:last|latest|newest)(?:\s+(?:update|words|one))?|update\s*(?:no\.?|number)?\s*(?P<number>\d{1,5}))"
    r"(?!\w)[\s,;:.-]*",
    re.I,
)
"""Which update: "update 2", "the last one"."""
_THE_LAST = LazyPattern(r"(?:(?:that|it|this|the|my|last|latest|one|update|reply|again|now)\b[\s.!]*)+", re.I)
"""What may follow "undo" where nothing is named."""
_IMPORT = LazyPattern(r"\s*(?:the\s+|last\s+|of\s+)*(?:import|paper)[\s.!]*", re.I)


def history(context: Context, request: Request, typed: str) -> Message:
    """All that happened to an action, as a story; also to one that an import brought which was undone."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
    try:
        _register, ref, _words = about_action(context, request, "history", typed)
    except Refused:
        with reading(context.engine) as tx:
            ref = removed_ref(tx, register, typed)
        if not ref:
            raise
    with reading(context.engine) as tx:
        entries = change_log.history(tx, register.slug, ref)
        action = actions.find(tx, register, ref)
    may_withdraw = action is not None and action.updates and may(request.asker, Permission.WITHDRAW, register)
    steps = [step_button(action, NextStep.WITHDRAW)] if action and may_withdraw else []
    return history_message(ref, _events(entries), register, steps)


def _events(entries: Sequence[Entry]) -> list[Event]:
    """What happened, without the words that somebody took back: a deleted reply may name a child."""
    withdrawn = {one.change.id for one in entries if isinstance(one.change, UpdateWithdrawn)}
    evidence_withdrawn = {one.change.id for one in entries if isinstance(one.change, EvidenceWithdrawn)}
    withdrawn_words = {
        one.change.update.text
        for one in entries
        if isinstance(one.change, UpdateAdded) and one.change.update.id in withdrawn
    }
    found = []
    for entry in entries:
        event = entry.event()
        match entry.change:
            case UpdateAdded() if entry.change.update.id in withdrawn:
                event = replace(event, after="(taken back since)")
            case EvidenceAdded() if entry.change.evidence.id in evidence_withdrawn:
                event = replace(event, after="(taken back since)")
            case ProgressChanged() if event.reason in withdrawn_words:
                event = replace(event, reason="(taken back since)")
            case UpdateEdited() if entry.change.id in withdrawn:
                event = replace(event, before="", after="(taken back since)")
            case UpdateWithdrawn():
                event = replace(event, before="", after="")
        found.append(event)
    return found


def undo(context: Context, request: Request, typed: str) -> Message:
    """Take back what one recorded last; of an import that came later, an administrator says which is meant."""
    if _THE_LAST.fullmatch(typed):
        typed = ""
    if _IMPORT.fullmatch(typed):
        with reading(context.engine) as tx:
            register = register_of(tx, request)
        return answers.plain(undone_text(undo_import(context, request, register.slug)))
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        named_ = refs_of(tx, register).read(typed).refs
        last = last_refs(tx, register.slug, request.user)
        if not typed.strip():
            _ask_about_import(tx, request, register, last)
    if typed.strip() and set(named_) != set(last):
        what = f"What you recorded last is on {named_plainly(last)}. " if last else ""
        raise Refused(
            f"{what}To take back something from before that, use its own receipt or delete the reply that said it. "
            "To take back what you recorded last, type ",
            Command("undo"),
            ".",
        )
    taken_back = undo_last(context, request, register.slug)
    return answers.plain(f"Taken back: {taken_back.what}.")


def _ask_about_import(tx: Connection, request: Request, register: Register, last: Sequence[str]) -> None:
    """Raise Refused where a paper was read after what an administrator recorded last: either may be meant."""
    paper = papers.newest(tx, register.slug)
    entries = change_log.last_of(tx, register.slug, request.user)
    if paper is None or not may(request.asker, Permission.IMPORT, register):
        return
    record = last_record(tx, register.slug, request.user)
    if any(
        at > paper.read_at for at in (*(one.recorded_at for one in entries), *([record.at] if record else ()))
    ):
        return
    own = (", and what you recorded before it: ", Command(f"undo {' '.join(last)}")) if last else ()
    raise Refused(
        f"The last that came in is the paper {paper.name}, as at {day(paper.as_at)}. To undo its import: ",
        Command("undo import"),
        *own,
        ".",
    )


def withdraw(context: Context, request: Request, typed: str) -> Message:
    """Take back an update on an action, the last or the one of a number, with a reason; without words list them."""
    _refuse_bare_number(context, request, typed)
    register, refs, words = about_actions(context, request, "withdraw", typed)
    if len(refs) > 1:
        raise _one_action_at_a_time(refs, words)
    ref, (before, reason) = refs[0], because(words)
    named_one = _WHICH.match(before)
    left = before[named_one.end() :].strip() if named_one else before
    which = int(named_one["number"]) if named_one and named_one["number"] else None
    with reading(context.engine) as tx:
        found = numbered_updates(tx, request, register, ref)
    if not (before or reason):
        return updates_to_withdraw(found.action, found.updates, register, spelling_for(request))
    if (left and reason) or (which is not None and which not in found.ids):
        what = f"“{shortened(before, 60)}” names no update to action {ref} that I know of. "
        raise Refused(what, "Updates have numbers: see ", Command(f"withdraw {ref}"), ".")
    if not (reason or left):
        example = Command(f"withdraw {ref} {before} because it names a child")
        raise Refused("Say why: it is kept in the history. For instance ", example, ".")
    own = found.ids[which] if which is not None else None
    why = reason or (before if which is None else left)  # "the last sentence names a child" is kept whole
    author = withdraw_update(context, request, register.slug, ref, why, own)
    what = "the last update" if which is None else f"update {which}"
    return paragraph(f"Taken back: {what} on action {inline(ref, 40)}, by <@{author}>.")


def _refuse_bare_number(context: Context, request: Request, typed: str) -> None:
    """Raise Refused where only a number follows the ref: it may be another action, or an update's number."""
    with reading(context.engine) as tx:
        found = refs_of(tx, register_of(tx, request)).read(typed)
    if found.unsure:
        words = found.rest.partition(found.unsure[-1])[2].strip()
        if not because(words)[0]:
            raise _one_action_at_a_time((*found.refs, found.unsure[-1]), words)


def _one_action_at_a_time(refs: Sequence[str], words: str) -> Refused:
    """The refusal of several refs, the second of which may have been meant as an update's number."""
    second = refs[1]
    number = (
        f"; or if {second} is the number of an update: ",
        Command(f"withdraw {refs[0]} update {second} {words}".strip()),
    )
    return Refused(
        f"Please do this for one action after the other, not for {joined(refs)} at once: first ",
        Command(f"withdraw {refs[0]} {words}".strip()),
        *(number if len(refs) == 2 and second.isdecimal() else ()),
        ".",
    )


VERBS = (
    Verb("history", "/htst history REF", "everything that happened to an action", history),
    Verb("undo", "/htst undo", "take back what you recorded last, or “undo import” the last paper", undo),
    Verb(
        "withdraw",
        "/htst withdraw REF [update NUMBER] because words",
        "take back somebody's last update, or the one with that number (administrators)",
        withdraw,
    ),
)
