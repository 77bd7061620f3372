"""Why somebody asks for something: the reason behind "because", or behind a day and a stop."""

import re
from datetime import date

from register.days.calendar import Calendar
from register.lazy_pattern import LazyPattern
from register.words.courtesies import is_courtesy
from register.words.spoken_days import spoken_day

_BECAUSE = LazyPattern(
    r"(?:^|(?<![\s,;:.-])[\s,;:.-]+)(?:because(?=\s|:|…|$)|(?:cos|coz|'cause|since|(?<!same\s)(?<!such\s)(?<!well\s)(?<!soon\s)"
    r"(?<!far\s)(?<!long\s)as(?!\s+(?:above|before|per|well|soon|at|usual|planned|agreed)\b)|reason:?|why:?)(?=\s|:))[\s:]*",
    re.I,
)
_OF = LazyPattern(r"of\s+\w", re.I)
_NO_WORD = LazyPattern(r"\W*(?:no|nope|not|yes|yep|n/?a|none|nothing|tbc)\W*", re.I)
_NOTHING = LazyPattern(r"(?:of\b)?[\W_]*", re.I)
_STOP = LazyPattern(r"(?<!\s)\s+[-–—]+\s+|[,;:]\s+")


def because(words: str) -> tuple[str, str]:
    """What comes before "because", and the reason after it; "" for none, also for a copied placeholder, "because …",
    and for "because of" without what.

    "because of the payroll year" is kept whole: "of the payroll year" alone reads in print as a slip.
    """
    found = _BECAUSE.search(words)
    if found is None:
        return words.strip(), ""
    reason = words[found.end() :].strip()
    if _OF.match(reason) and "because" in found[0].lower():
        reason = f"because {reason}"
    says_nothing = _NOTHING.fullmatch(reason)
    return words[: found.start()].strip(), "" if says_nothing else reason


def whole_reason(words: str) -> str:
    """The reason in words that give nothing else, with or without "because"; what says more before it is kept with it:
    "we wait because the board has not met".
    """
    before, reason = because(words)
    return words.strip() if reason and not is_courtesy(before) else reason or before


def is_no_reason(words: str) -> bool:
    """Whether words behind a command say nothing of why: "no", "please", or none at all."""
    return is_courtesy(words) or _NO_WORD.fullmatch(words) is not None


def day_and_reason(words: str, today: date, calendar: Calendar) -> tuple[str, str]:
    """What comes before "because", and the reason after it; without that word, the reason behind a day and a stop, also
    where it is asked which day is meant.
    """
    before, reason = because(words)
    parts = _STOP.split(before, maxsplit=1)
    if not reason and len(parts) > 1:
        found = spoken_day(parts[0], today, calendar)
        if found.day or found.likely:
            return parts[0].strip(), parts[1].strip()
    return before, reason


def with_reason(words: str, reason: str) -> str:
    """The words with a reason behind them, as ``because`` reads it; "…" where there is none yet."""
    is_begun = reason.lower().startswith("because ")
    return f"{words} {reason}" if is_begun else f"{words} because {reason or '…'}"
