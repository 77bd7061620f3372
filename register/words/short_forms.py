"""Words as people shorten them on a telephone: "nxt wk", "tmrw", "b4 Xmas"."""

import re

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
_SHORT = LazyPattern(rf"(?<![\w/@#-])(?:{'|'.join(_LONG)})(?![\w/-])", re.I)


def in_full(words: str) -> str:
    """The words with what is shortened in full."""
    return _SHORT.sub(lambda match: _LONG[match[0].lower()], words)
