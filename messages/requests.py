"""What people are asked to decide about an action, and what they are told was decided."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from messages.command_spelling import CommandSpelling
from messages.layout import (
    MOST_FALLBACK,
    MOST_IN_BLOCKS,
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    header,
    length,
    message,
    section,
)
from messages.life_lines import value
from messages.lines import codes, owners, title
from messages.lines import named as actions_named
from messages.mrkdwn import escaped, inline, person, person_name, quoted
from register.absences import Absence
from register.action import Action
from register.life import Decision, EvidenceKind, Revision
from register.outcomes import report_number
from register.phrases import day, joined, shortened
from register.progress import Status
from register.register import Register

_TYPED = 10
"""Refs that an example spells out."""
_FOR_COMMITTEE = (
    "A lead may not move it again, so it waits for the committee: "
    "please grant or refuse it as the committee decides."
)


def verification(action: Action, by: str, commands: CommandSpelling) -> Message:
    """A lead is asked whether an action that was reported complete is so."""
    ref = inline(action.ref, 40)
    heading = f"Action {action.ref} is reported complete"
    shown = action.life.evidence[-1:]
    lines = [f"{title(action, 200)} · {owners(action)}", f"Reported by {person(by)}."]
    for evidence in shown:
        label = "No evidence is given, because" if evidence.kind == EvidenceKind.NONE else "Evidence"
        lines.append(f"*{label}*\n{quoted(evidence.text, 900)}")
    carried = value(action, report_number(action))
    verify = button("Verify", "verify", carried, f"Verify that action {action.ref} is done", "primary")
    back = button("Send back …", "reject", carried, f"Send back action {action.ref} with a reason")
    how = f"Or type {commands.code(f'verify {ref}')} or {commands.code(f'reject {ref} because …')}."
    blocks: list[Block] = [header(heading), *map(section, lines), actions(verify, back), context(how)]
    return message([f"{escaped(heading)}.", *lines], blocks)


def sent_back(action: Action, was: Status, by: str, commands: CommandSpelling) -> Message:
    """Whoever reported an action complete is told that it is open again, what it was until then, and why."""
    ref = inline(action.ref, 40)
    text = f"Action {ref} is open again: {person(by)} did not accept that it is complete."
    if was is not Status.IMPLEMENTED:
        text = f"Action {ref} is open again: it was {was.spoken}, and {person(by)} opened it."
    why = f"\n{quoted(action.life.reason, 900)}" if action.life.reason else ""
    how = f"When it is done, type {commands.code(f'done {ref} …')} with the evidence."
    return message(f"{text}{why}", [section(f"{text}{why}"), context(how)])


def date_asked(
    action: Action, revision: Revision, commands: CommandSpelling, *, is_for_committee: bool = False
) -> Message:
    """A lead is asked to grant another date, or an administrator where it has moved as often as a lead may grant."""
    ref = inline(action.ref, 40)
    until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
    heading = f"Another date for action {action.ref} is asked for"
    was = f", now {day(revision.was)}" if revision.was else ""
    moved = len(action.life.granted)
    times = f" It has moved {'once' if moved == 1 else f'{moved} times'} before." if moved else ""
    lines = [
        f"{title(action, 200)} · {owners(action)}",
        f"{person(revision.asked_by)} asks for *{until}*{was}.{times}",
        quoted(revision.reason, 900) + (f"\nCause: {inline(revision.cause, 80)}" if revision.cause else ""),
    ]
    if is_for_committee:
        lines.append(_FOR_COMMITTEE)
    carried = value(action, revision.id)
    grant = button("Grant", "grant", carried, f"Grant {until} for action {action.ref}", "primary")
    refuse = button("Refuse …", "refuse", carried, f"Refuse another date for action {action.ref}")
    how = f"Or type {commands.code(f'grant {ref}')} or {commands.code(f'refuse {ref} because …')}."
    blocks: list[Block] = [header(heading), *map(section, lines), actions(grant, refuse), context(how)]
    return message([f"{escaped(heading)}.", *lines], blocks)


def date_decided(action: Action, revision: Revision) -> Message:
    """Whoever asked for another date is told what was decided."""
    until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
    ref = inline(action.ref, 40)
    if revision.decision == Decision.GRANTED:
        text = f"Action {ref} is now due {until}: {person(revision.decided_by)} granted it."
    else:
        text = f"{person(revision.decided_by)} did not grant {until} for action {ref}."
    why = f"\n{quoted(revision.answer, 900)}" if revision.answer else ""
    return message(f"{text}{why}", [section(f"{text}{why}")])


def decision_taken_back(action: Action, revision: Revision, by: str) -> Message:
    """Whoever asked for another date is told that what was decided about it was taken back."""
    until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
    text = (
        f"{person(by)} took back the decision on {until} for action {inline(action.ref, 40)}: it is waiting to be "
        "granted or refused again."
    )
    return message(text, [section(text)])


def named(action: Action, code: str, by: str, away: str = "") -> Message:
    """An officer is told that they are the one for an action; or their deputy, while they are ``away``."""
    whom = f"{person(away)}, for whom you stand in," if away else "you"
    text = f"{person(by)} named {whom} for action {inline(action.ref, 40)} in {inline(code, 30)}: {title(action, 200)}"
    return message(text, [section(text), context("Reminders will mention you.")])


def relieved(action: Action, code: str, by: str, successor: str) -> Message:
    """An officer is told that they are the one for an action no longer, and who is instead ("": nobody)."""
    where = f"for action {inline(action.ref, 40)} in {inline(code, 30)}"
    text = f"{person(by)} took back naming you {where}: {title(action, 200)}"
    if successor:
        text = f"{person(by)} named {person(successor)} {where} in your place: {title(action, 200)}"
    return message(text, [section(text), context("Reminders will no longer mention you.")])


def words_withdrawn(action: Action, given: date, by: str, reason: str) -> Message:
    """An author is told that an update of theirs, of a local day, was taken back, and why; what it said is not
    repeated.
    """
    text = (
        f"{person(by)} took back your update of {day(given)} to action {inline(action.ref, 40)}: {title(action, 200)}"
        f"\n{quoted(reason, 900)}"
    )
    how = "Please write it again, leaving that out. The action's progress has not changed."
    return message(text, [section(text), context(how)])


_BLOCKS = 48
"""How many blocks a message of several may have; Slack takes 50."""


def in_one_message(payloads: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """What somebody is told of several actions at once, in as few messages as Slack takes: of each message how many of
    the payloads it has in it, and its payload. What is the same below each of them is below the last alone.
    """
    blocks: list[Block] = []
    texts: list[str] = []
    for payload in payloads:
        more = payload["blocks"]
        if texts and (len(blocks) + len(more) > _BLOCKS or length([*blocks, *more]) > MOST_IN_BLOCKS):
            yield len(texts), {"text": cut("\n".join(texts), MOST_FALLBACK), "blocks": blocks}
            blocks, texts = [], []
        below = [one for one in more if one["type"] == "context"]
        blocks = [*(one for one in blocks if one not in below), *more]
        texts.append(str(payload["text"]))
    if texts:
        yield len(texts), {"text": cut("\n".join(texts), MOST_FALLBACK), "blocks": blocks}


def in_place_of(
    payload: Mapping[str, Any], places: Sequence[Absence], names: Mapping[str, str]
) -> dict[str, Any]:
    """A message that goes to a deputy, with the people in whose place it is sent to them."""
    whom = joined(f"{person_name(one.person, names)}, {_why_not_asked(one)}" for one in places)
    text = f"You are asked in place of {whom}."
    return dict(payload) | {"text": f"{payload['text']}\n{text}", "blocks": [*payload["blocks"], context(text)]}


def _why_not_asked(absence: Absence) -> str:
    return "who has left Slack" if absence.has_left else f"who is away until {day(absence.until)}"


def also_waits(payload: Mapping[str, Any], refs: Sequence[str], commands: CommandSpelling) -> dict[str, Any]:
    """A message that somebody gets anyway, with a line about the requests to decide that were added without one."""
    what = "A decision on {} is waiting" if len(refs) == 1 else "Decisions on {} are waiting"
    text = f"{what.format(actions_named(refs))} for you too: {commands.code('waiting')} shows what is."
    return dict(payload) | {"text": f"{payload['text']}\n{text}", "blocks": [*payload["blocks"], section(text)]}


def deputising(absence: Absence, today: date, *, is_over: bool) -> Message:
    """A deputy is told on a local day for whom they stand in and when, or that they no longer do."""
    whom, when = person(absence.person), absence.spoken(today)
    if is_over:
        text = f"You no longer stand in for {whom}."
        text = text if absence.starts <= today else f"You do not stand in for {whom} {when} after all."
        return message(text, [section(text)])
    then = "" if absence.starts <= today else " then"
    text = (
        f"You stand in for {whom} {when}. What they would have been asked comes to you{then}, and you may do what "
        "they may as an officer or lead."
    )
    return message(text, [section(text)])


def back(absence: Absence, commands: CommandSpelling) -> Message:
    """Somebody is told that their absence has run out, and what follows; ``commands`` are of all their registers."""
    cover = f" {person(absence.deputy)} no longer stands in for you." if absence.deputy else ""
    text = (
        f"{day(absence.until)} was your last day away, as you told me: I will ask you again from today.{cover} "
        f"{commands.code('mine')} shows what is yours, {commands.code('waiting')} what is waiting for you. If you are "
        f"still away, type {CommandSpelling().code('away until DATE')}."
    )
    return message(text, [section(text)])


def officer_left(
    leaver: str, found: Sequence[tuple[Action, str]], names: Mapping[str, str], commands: CommandSpelling
) -> Message:
    """A lead is told once that an officer has left Slack, with their open actions and the directorate of each."""
    refs = list(dict.fromkeys(action.ref for action, _code in found))
    whose = codes(tuple(dict.fromkeys(code for _action, code in found)))
    them, typed = ("it", refs[0]) if len(refs) == 1 else ("them", ", ".join(refs[:_TYPED]))
    text = (
        f"{person_name(leaver, names)} has left Slack and was the officer in {whose} for {actions_named(refs)}. Nobody "
        f"is mentioned for {them} now. To name somebody, type {commands.code(f'assign {shortened(typed, 300)} @name')}."
    )
    return message(text, [section(text)])


def settings_name_who_left(
    leaver: str, places: Sequence[str], register: Register, commands: CommandSpelling
) -> Message:
    """The administrators are told once that the settings name somebody who has left Slack."""
    named_as = joined([escaped(one) for one in places])
    text = (
        f"{person_name(leaver, register.paper.people)} has left Slack. The settings of "
        f"“{inline(register.title, 150)}” still name them as {named_as}. Please put somebody else there: "
        f"{commands.code('setup')}, or the settings' file and `htst configure`. Until then, what is waiting for their "
        f"decision goes to the other leads of an action or else to you; {commands.code('waiting')} shows it."
    )
    return message(text, [section(text)])
