"""What a register's administrators are told when something could not be delivered."""

from collections.abc import Sequence
from datetime import date

from messages.command_spelling import CommandSpelling
from messages.layout import Message, context, message, section
from messages.mrkdwn import code, escaped, inline, person, recipient
from register.phrases import day, joined
from register.register import Register

_WHAT = {
    "reminder": "A reminder",
    "escalation": "An escalation",
    "digest": "The weekly digest",
    "chart": "The chart in the weekly digest's thread",
    "card": "An action's card",
    "redraw": "The new state of a card",
    "summary": "The summary of new cards",
    "reaction": "The mark under a reply",
    "receipt": "The line that says a reply is recorded",
    "home": "Somebody's home page",
    "request": "What somebody is asked to decide",
    "answer": "An answer to somebody",
    "round": "What is asked in the round before a meeting",
    "paper": "A paper, or a message about one",
    "report": "A report",
    "question": "A Member's question",
}
# What a person can do about the answers that have a cure. The codes are Slack's own.
_CURES = {
    "not_in_channel": "HTST is not in it: type `/invite @HTST` there.",
    "channel_not_found": "There is no such channel, or it is private and HTST has not been invited.",
    "is_archived": "The channel is archived.",
    "is_inactive": "The channel is archived.",
    "message_not_found": "It was deleted in Slack.",
    "missing_scope": "The app lacks a permission: `htst doctor` says which.",
    "restricted_action": "The workspace's settings do not let HTST post there.",
}
PLACE_ERRORS = frozenset(
    {"is_archived", "is_inactive", "not_in_channel", "channel_not_found", "restricted_action"}
)
"""Slack's errors that are about a channel, whatever is sent there: they go on until somebody changes something."""
# Errors that Slack did not answer with: the sender found them itself.
_OURS = {
    "no_answer": "Slack has given no answer for hours",
    "not_shared": "Slack has accepted the file twice and says that it is shared, but nobody can see it",
    "cannot_be_written": "HTST cannot write it, because of a fault in HTST",
    "fault": "HTST fails on it, because of a fault in HTST",
}


def failed(kind: str, to: str, error: str, commands: CommandSpelling) -> Message:
    """A notice of that kind to that channel or person failed. ``error`` is Slack's code, or a word of ours."""
    cure = _CURES.get(error, "")
    if error == "message_not_found":
        cure += f" {commands.code('assign')} posts an action's card again."
    why = _OURS.get(error.split()[0] if error else "", f"Slack answers {code(error)}")
    text = f"{_what(kind)} could not be delivered to {recipient(to)}: {why}. {cure}"
    is_of_place = error in PLACE_ERRORS
    return _alert(text.strip(), "`htst notices --failed` lists what failed", is_of_place=is_of_place)


def undecided(kind: str, to: str, error: str, commands: CommandSpelling) -> Message:
    """A notice may or may not have arrived, and nobody but a person can find out."""
    why = _OURS.get(error.split()[0] if error else "", escaped(error))
    text = (
        f"{_what(kind)} to {recipient(to)} may or may not have arrived ({why}). "
        "Please check whether it is there."
    )
    return _alert(text, "`htst notices --unknown` lists what is in doubt")


def clock_ahead(jobs: Sequence[str], until: date) -> Message:
    """Jobs are marked as done up to a day that has not come: they are silent until somebody mends it."""
    which = joined(sorted(jobs))
    text = (
        f"HTST will be silent: {which} {'is' if len(jobs) == 1 else 'are'} marked as done until {day(until)}. "
        "The clock of the computer it runs on, or of one it ran on before, has been wrong."
    )
    ask = "Ask whoever looks after HTST to set the clock right, and then to run `htst repair-clock`."
    return message(text, [section(text), context(ask)])


def channel_renamed(register: Register, old: str, new: str) -> Message:
    """Slack gave a channel another id, under which it is known from now on; the settings' file has the old one."""
    text = (
        f"Slack has given <#{new}> a new id, as it does when a channel becomes shared: {code(new)} instead of "
        f"{code(old)}. {inline(register.title, 150)} carries on there."
    )
    ask = (
        "Ask whoever looks after HTST to put the new id into the register's settings file, before `htst configure` "
        "is run again."
    )
    return message(text, [section(text), context(ask)])


def channel_archived(registers: Sequence[Register], channel: str, by: str) -> Message:
    """Somebody archived a channel that the settings name: nothing can be posted there."""
    text = (
        f"{_somebody(by)} has archived <#{channel}>, where {_speak(registers)}: nothing can be "
        "posted there now. Its cards wait; its reminders and digests do not go out."
    )
    ask = (
        "Bring the channel back in Slack, and the cards go out within the hour; or give the directorate another "
        "channel with `/htst setup`."
    )
    return message(text, [section(text), context(ask)])


def channel_deleted(registers: Sequence[Register], channel: str, by: str) -> Message:
    """Somebody deleted a channel that the settings name."""
    text = (
        f"{_somebody(by)} has deleted a channel ({code(channel)}) in which {_speak(registers)}. Its "
        "cards are gone; the register keeps everything that was said."
    )
    ask = "Give the directorate another channel with `/htst setup`: its cards are posted there."
    return message(text, [section(text), context(ask)])


def channel_left(registers: Sequence[Register], channel: str, by: str) -> Message:
    """Somebody took the bot out of a channel that the settings name."""
    text = (
        f"{_somebody(by)} has removed HTST from <#{channel}>, where {_speak(registers)}: it can "
        "neither post nor read replies there."
    )
    ask = "To bring it back, type `/invite @HTST` there; or give the directorate another channel with `/htst setup`."
    return message(text, [section(text), context(ask)])


def channel_named_anew(registers: Sequence[Register], channel: str, name: str, *, is_by_name: bool) -> Message:
    """A channel has another name; the settings give it by its old one (``is_by_name``), or by its id, which stays."""
    text = f"A channel of {_titles(registers)} is now called #{inline(name, 80)}: <#{channel}>."
    ask = "Nothing needs to be done: the settings know it by its id."
    if is_by_name:
        ask = "The settings still have its old name: choose it again with `/htst setup`, or nothing is posted there."
    return message(text, [section(text), context(ask)])


def _titles(registers: Sequence[Register]) -> str:
    return joined([inline(one.title, 150) for one in registers])


def _speak(registers: Sequence[Register]) -> str:
    return f"{_titles(registers)} {'speaks' if len(registers) == 1 else 'speak'}"


def _somebody(by: str) -> str:
    return person(by) if by else "Somebody"


def _alert(text: str, where: str, *, is_of_place: bool = False) -> Message:
    more = "More failures like this today are not reported."
    if is_of_place:
        more = "Further failures there are not reported until something has arrived again."
    ask = f"Ask whoever looks after HTST: {where}, `htst notices resolve` settles it. {more}"
    return message(text, [section(text), context(ask)])


def _what(kind: str) -> str:
    return _WHAT.get(kind, f"A notice ({escaped(kind)})")
