"""What people are asked to decide about an action, and what they are told was decided."""

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, actions, button, context, header, message, section
from messages.life_lines import value
from messages.lines import owners, title
from messages.mrkdwn import inline, person, quoted
from register.action import Action
from register.life import Decision, EvidenceKind, Revision
from register.phrases import day


def verification(action: Action, by: str, commands: CommandSpelling) -> Message:
    """A lead is asked whether an action that was reported complete is so."""
    ref = inline(action.ref, 40)
    heading = f"Action {action.ref} is reported complete"
    shown = action.life.evidence[-1:]
    lines = [f"{title(action, 200)} · {owners(action)}", f"Reported by {person(by)}."]
    for one in shown:
        label = "No evidence is given, because" if one.kind == EvidenceKind.NONE else "What shows it"
        lines.append(f"*{label}*\n{quoted(one.text, 900)}")
    verify = button("Verify", "verify", value(action), f"Verify that action {action.ref} is done", "primary")
    back = button("Send back …", "reject", value(action), f"Send action {action.ref} back with a reason")
    how = f"Or type {commands.code(f'verify {ref}')} or {commands.code(f'reject {ref} because …')}."
    blocks: list[Block] = [header(heading), *map(section, lines), actions(verify, back), context(how)]
    return message([f"{heading}.", *lines], blocks)


def sent_back(action: Action, by: str, commands: CommandSpelling) -> Message:
    """Whoever reported an action complete is told that it is open again, and why."""
    ref = inline(action.ref, 40)
    text = f"Action {ref} is open again: {person(by)} did not accept that it is complete."
    why = f"\n{quoted(action.life.reason, 900)}" if action.life.reason else ""
    how = f"When it is done, type {commands.code(f'done {ref} …')} with what shows it."
    return message(f"{text}{why}", [section(f"{text}{why}"), context(how)])


def date_asked(action: Action, revision: Revision, commands: CommandSpelling) -> Message:
    """A lead is asked to grant another date."""
    ref = inline(action.ref, 40)
    until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
    heading = f"Another date is asked for action {action.ref}"
    was = f", now {day(revision.was)}" if revision.was else ""
    moved = len(action.life.granted)
    times = f" It has moved {'once' if moved == 1 else f'{moved} times'} before." if moved else ""
    lines = [
        f"{title(action, 200)} · {owners(action)}",
        f"{person(revision.asked_by)} asks for *{until}*{was}.{times}",
        quoted(revision.reason, 900) + (f"\nCause: {inline(revision.cause, 80)}" if revision.cause else ""),
    ]
    grant = button("Grant", "grant", value(action), f"Grant {until} for action {action.ref}", "primary")
    refuse = button("Refuse …", "refuse", value(action), f"Refuse another date for action {action.ref}")
    how = f"Or type {commands.code(f'grant {ref}')} or {commands.code(f'refuse {ref} because …')}."
    blocks: list[Block] = [header(heading), *map(section, lines), actions(grant, refuse), context(how)]
    return message([f"{heading}.", *lines], blocks)


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


def leaning(action: Action, on: Action, what: str) -> Message:
    """The owners of an action are told, in its thread, what became of one that it refers to."""
    text = f"Action {inline(on.ref, 40)}, which action {inline(action.ref, 40)} refers to: {what}."
    return message(text, [section(text)])


def named(action: Action, code: str, by: str) -> Message:
    """An officer is told that they are the one for an action."""
    text = (
        f"{person(by)} named you for action {inline(action.ref, 40)} in {inline(code, 30)}: "
        f"{title(action, 200)}. Reminders of it will mention you."
    )
    return message(text, [section(text)])
