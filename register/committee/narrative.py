"""The words under "delivered" in the next paper: those of the last one, and the updates that were given since."""

from collections.abc import Sequence

from register.action import Update
from register.fields import folded


def with_updates(delivered: str, updates: Sequence[Update]) -> str:
    """The words with the updates behind them, each a paragraph of its own, oldest first and as they were given.

    An update that repeats a paragraph and adds to it replaces that paragraph; one that adds nothing is left out.
    """
    paragraphs = [delivered.strip()] if delivered.strip() else []
    for update in updates:
        words = update.text.strip()
        plain = folded(words)
        if any(plain in folded(one) for one in paragraphs):
            continue
        paragraphs = [one for one in paragraphs if folded(one) not in plain]
        paragraphs.append(words)
    return "\n".join(paragraphs)
