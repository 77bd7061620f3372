"""Whether a committee's printed priority is a high one."""

from collections.abc import Collection

from register.lazy_pattern import LazyPattern

PRIORITY_FIELD = "priority"
"""The field in which a committee prints how important an action is (register.fields)."""
HIGH: tuple[str, ...] = (
    "high",
    "very high",
    "highest",
    "critical",
    "urgent",
    "essential",
    "fundamental",
    "1",
    "p1",
)
"""The printed words that mean a high priority, where a register's settings name no others."""

_PARTS = LazyPattern(r"[()\[\]/:;,|]|\s[-–—]+\s")
_NOISE = LazyPattern(r"\b(?:priority|risk|rating|rated|grade|level)\b")


def is_high(printed: str, words: Collection[str] = HIGH) -> bool:
    """Whether a printed priority is one of these words: "High", "HIGH (1)", "Priority 1", "1 - High".

    Where letters and a number stand together the letters count: "1 - Low" is low, whatever 1 means elsewhere.
    """
    if not printed:
        return False
    high_words = {_plain(word) for word in words}
    parts = [part for part in map(_plain, _PARTS.split(printed.casefold())) if part]
    spelt = [part for part in parts if not part.isdecimal()]
    return bool(high_words.intersection(spelt or parts))


def _plain(part: str) -> str:
    return " ".join(_NOISE.sub(" ", part.casefold()).split()).rstrip(".")
