"""Words as people shorten them on a telephone: "nxt wk", "tmrw", "b4 Xmas"."""

import re

from register.days.date_spans import MONTHS
from register.lazy_pattern import LazyPattern

_LONG = {
    "nxt": "next",
    "wk": "week",
    "wks": "weeks",
    "mth": "month",
    "mths": "months",
    "mnth": "month",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tmoz": "tomorrow",
    "tomoz": "tomorrow",
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "tomorow": "tomorrow",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "b4": "before",
}
_A_TIME = (
    r"(?:\d|the|end|next|nxt|this|xmas|christmas|easter|new|tom|tmrw|mon|tue|wed|thu|fri|sat|sun|"
    rf"{'|'.join(MONTHS)})"
)
_SHORT = LazyPattern(
    rf"(?<![\w/@#-])(?:b4(?=\s+{_A_TIME})|{'|'.join(word for word in _LONG if word != 'b4')})(?![\w/-])", re.I
)
"""B4 can be an action's ref, too."""


def in_full(words: str) -> str:
    """The words with what is shortened in full."""
    return _SHORT.sub(lambda match: _LONG[match[0].lower()], words)
