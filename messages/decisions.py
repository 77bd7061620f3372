"""Several decisions that one person is asked for on a day, in one message: each with its own buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from messages.command_spelling import CommandSpelling
from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    context,
    cut,
    divider,
    header,
    length,
    message,
    section,
)
from messages.lines import and_more
from messages.mrkdwn import bold
from messages.outcomes import PASSED_ON

DECISIONS_SHOWN = 15
"""Requests that are shown with their buttons, and as many lines of what is decided: Slack allows fifty blocks."""
_LONGEST = 700
"""Characters of one request: one alone in a message has room for more of what shows it."""
_ENDING = 1_800
"""Characters kept free for the heading, what is decided, and the ending."""


def several(asked: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], commands: CommandSpelling) -> Message:
    """The requests, each as it is shown alone and with its outcome (empty while it waits), in the order of asking.

    Those that wait come first, as many as fit; then what came of the others.
    """
    pending = [payload for payload, outcome in asked if not outcome]
    decided = [_decided(payload, outcome) for payload, outcome in asked if outcome]
    waits = "decision is waiting" if len(pending) == 1 else "decisions are waiting"
    ended = "All of these are decided"
    if any(outcome.get(PASSED_ON) for _payload, outcome in asked):
        ended = "Nothing here is waiting for you any more"
    heading = f"{len(pending):,} {waits} for you" if pending else ended
    blocks: list[Block] = [header(heading)]
    shown = 0
    for payload in pending[:DECISIONS_SHOWN]:
        more = [*([divider()] if shown else []), *_pending(payload)]
        if shown and length([*blocks, *more]) > MOST_IN_BLOCKS - _ENDING:
            break
        blocks += more
        shown += 1
    see = commands.code("waiting")
    blocks += map(section, and_more(len(pending) - shown, f"{see} shows everything waiting for you"))
    if decided:
        lines = [*decided[:DECISIONS_SHOWN], *and_more(len(decided) - DECISIONS_SHOWN, "decided too")]
        blocks.append(section(cut("\n".join(lines), _ENDING - 400)))
    if pending and shown == len(pending):
        blocks.append(context(f"{see} shows everything waiting for you, from earlier days too."))
    spoken = [_spoken(payload) for payload in pending[:DECISIONS_SHOWN]]
    return message([f"{heading}.", *spoken, *decided], blocks)


def _pending(payload: Mapping[str, Any]) -> list[Block]:
    """A request in short, with its buttons."""
    words = [one["text"]["text"] for one in payload["blocks"] if one["type"] == "section"]
    # The first small line says how to answer in words; after it, if at all, in whose place it is asked.
    places = [part["text"] for one in payload["blocks"] if one["type"] == "context" for part in one["elements"]]
    buttons = [one for one in payload["blocks"] if one["type"] == "actions"]
    text = cut("\n".join([bold(_heading(payload)), *words]), _LONGEST)
    return [section("\n".join([text, *places[1:]])), *buttons]


def _decided(payload: Mapping[str, Any], outcome: Mapping[str, Any]) -> str:
    """What came of a request, in a line."""
    line = str(outcome.get("line") or outcome["text"].rpartition("\n")[2]).partition("\n")[0]
    return f"{_heading(payload)}: {line}"


def _heading(payload: Mapping[str, Any]) -> str:
    """What is asked: the first line of the message that asks it alone, in mrkdwn."""
    return str(payload["text"]).partition("\n")[0].rstrip(".")


def _spoken(payload: Mapping[str, Any]) -> str:
    """The same with the title of the action, for screen readers."""
    return "\n".join(str(payload["text"]).split("\n")[:2])
