"""The pieces a Slack message is built from, each within Slack's limits by construction.

Limits: Slack's Block Kit reference. Past about 12,000 characters in all, Slack refuses a message without having
published the figure, so that ours stay below 10,000: blocks and fallback text together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from register.action import Action

Block = dict[str, Any]

MOST_BLOCKS = 50
MOST_IN_BLOCKS = 7_000
"""Characters in all the blocks of one message."""
MOST_FALLBACK = 2_800
"""Characters of the plain text beside them; chat.update fails above 4,000."""
LONGEST_VALUE = 2_000
"""Characters of what a button carries (its ``value``)."""
_SECTION, _HEADER, _FIELD, _BUTTON = 3_000, 150, 2_000, 75


@dataclass(frozen=True)
class Message:
    """Something to post. ``text`` says in plain words what the blocks show, for screen readers."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def arguments(self) -> dict[str, Any]:
        """As Slack's calls take it."""
        return {"text": self.text, "blocks": self.blocks}


def message(text: str | Iterable[str], blocks: Iterable[Block]) -> Message:
    """A message of these blocks; its plain text is cut at a line, and says so, where it would be too long."""
    whole = text if isinstance(text, str) else "\n".join(text)
    return Message(cut(whole, MOST_FALLBACK), tuple(blocks))


def paragraph(text: str) -> Message:
    """A message of one paragraph of mrkdwn."""
    return message(text, [section(text)])


def split(text: str, blocks: Sequence[Block]) -> tuple[Message, ...]:
    """The same, as as many messages as Slack's limits require; the first has the plain text."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        full = len(parts[-1]) == MOST_BLOCKS
        if parts[-1] and (full or length([*parts[-1], block]) > MOST_IN_BLOCKS):
            parts.append([])
        parts[-1].append(block)
    texts = [text, *("More of the same digest." for _ in parts[1:])]
    return tuple(message(words, part) for words, part in zip(texts, parts, strict=True))


def length(blocks: Iterable[Any]) -> int:
    """How many characters of text these blocks have in all."""
    total = 0
    for part in blocks:
        if isinstance(part, Mapping):
            own = part.get("text")
            total += len(own) if isinstance(own, str) else 0
            total += length(value for value in part.values() if isinstance(value, Mapping | list))
        elif isinstance(part, list):
            total += length(part)
    return total


def mrkdwn_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The mrkdwn texts of these blocks, in which people can be mentioned."""
    for block in blocks:
        for part in (block.get("text"), *block.get("fields", ()), *block.get("elements", ())):
            if part and part["type"] == "mrkdwn":
                yield part["text"]


def cut(text: str, most: int) -> str:
    """The text, or as many of its whole lines (else words) as fit, and an ellipsis."""
    if len(text) <= most:
        return text
    short = text[: most - 2]
    line = short.rfind("\n")
    if line > most // 2:
        return short[:line] + "\n…"
    return short[: max(short.rfind(" "), 0) or len(short)] + " …"


def plain_text(text: str, most: int) -> Block:
    """A plain_text object. People's words keep their colons: nothing is turned into a picture."""
    return {"type": "plain_text", "text": cut(" ".join(text.split()), most) or " ", "emoji": False}


def mrkdwn(text: str, most: int = _SECTION) -> Block:
    """A mrkdwn object whose bare words stay as they are: an "@channel" in somebody's words notifies nobody."""
    return {"type": "mrkdwn", "text": cut(text, most), "verbatim": True}


def header(text: str) -> Block:
    """A large heading, plain text."""
    return {"type": "header", "text": plain_text(text, _HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of mrkdwn, with something to press beside it if given."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


ASKED_BY = "asked_by"
"""The id of a block that says by when something is asked for: it goes once nothing is asked any more."""


def asked_by(text: str) -> Block:
    """A paragraph that says by when something is asked for; one in a message."""
    return section(text) | {"block_id": ASKED_BY}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten labelled facts in two columns; the facts are mrkdwn."""
    shown = [mrkdwn(f"*{label}*\n{fact}", _FIELD) for label, fact in pairs][:10]
    return {"type": "section", "fields": shown}


def context(text: str) -> Block:
    """A small grey line of mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def button(text: str, action_id: str, value: str, label: str = "", style: str = "") -> Block:
    """A button. ``label`` is what a screen reader says where the button's own words do not say enough; ``style``
    is "primary" or "danger" where it stands out.
    """
    element: Block = {
        "type": "button",
        "text": plain_text(text, _BUTTON),
        "action_id": action_id,
        "value": value[:LONGEST_VALUE],
    }
    if style:
        element["style"] = style
    if label:
        element["accessibility_label"] = cut(label, _BUTTON)
    return element


def update_button(action: Action) -> Block:
    """The button that opens the form for an update to this action."""
    return button("Update", "update", f"{action.register}:{action.ref}", f"Update action {action.ref}")


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Lines of mrkdwn in as few sections as hold them. A line that begins with "\\n" has space before it."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= _SECTION:
            texts[-1] += "\n" + line
        else:
            texts.append(line.lstrip("\n"))
    return [section(text) for text in texts]
