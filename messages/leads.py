"""Who leads directorates, and who looks after a register, as an answer."""

from collections.abc import Sequence

from messages.layout import Message, message, section
from messages.mrkdwn import inline
from register.phrases import joined
from register.register import Directorate, Register

_MOST = 20
"""Directorates whose leads are named at most."""


def who_leads(register: Register, directorates: Sequence[Directorate]) -> Message:
    """The leads of these directorates of a register, and its administrators, mentioned."""
    shown = directorates[:_MOST]
    named = [f"The lead of {inline(one.code, 30)} is <@{one.lead}>." for one in shown if one.lead]
    without = [inline(one.code, 30) for one in shown if not one.lead]
    if without:
        named.append(f"{joined(without)} {'has' if len(without) == 1 else 'have'} no lead yet.")
    left = len(directorates) - len(shown)
    more = [f"{left} more directorates have leads of their own; name one to see its lead."] if left else []
    admins = joined(f"<@{admin}>" for admin in register.admins)
    after = f"{admins} {'looks' if len(register.admins) == 1 else 'look'} after the register." if admins else ""
    text = (
        " ".join(filter(None, [*named, *more, after])) or "The settings name no lead and no administrator yet."
    )
    return message(text, [section(text)])
