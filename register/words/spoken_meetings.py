"""The committee's meetings as people speak of them: "since the last meeting", "before the March committee"."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from register.days.date_spans import MONTH_NAMES, month_number
from register.lazy_pattern import LazyPattern
from register.phrases import day, joined
from register.refused import Refused

_MEETING = LazyPattern(
    r"(?<!escalated )\b(?P<how>by|before|until|till|for|after|since|at|to|from)\s+(?P<words>(?:(?:the|our)\s+)?"
    rf"(?:(?P<which>last|previous|latest|next|coming|upcoming|following|{'|'.join(MONTH_NAMES)})\s+)?"
    r"(?:committee(?:\s+meeting|'s\s+meeting)?|(?:committee\s+)?meeting))(?!\w)",
    re.I,
)
_PAST = frozenset({"since", "after", "from"})


def with_meeting_days(text: str, meetings: Iterable[date], today: date) -> str:
    """The text with the day in place of each meeting that it speaks of, on a local day; one that is not known stays.

    Raises Refused for a meeting of a month in which there is none.
    """
    if '"' in text or ("meeting" not in text.lower() and "committee" not in text.lower()):
        return text
    known = sorted(meetings)

    def spelt(found: re.Match[str]) -> str:
        meeting_day = _meeting_day(found, known, today)
        if meeting_day is None and known and (found["which"] or "").lower() in MONTH_NAMES:
            days = joined([day(one) for one in known[-6:]])
            raise Refused(
                f"I do not know of a meeting in {found['which'].capitalize()}. The ones I know: {days}."
            )
        return f"{found['how']} {day(meeting_day)}" if meeting_day else found[0]

    return _MEETING.sub(spelt, text)


def _meeting_day(found: re.Match[str], known: Sequence[date], today: date) -> date | None:
    which = (found["which"] or "").lower()
    past, coming = [one for one in known if one < today], [one for one in known if one >= today]
    if which in MONTH_NAMES:
        month = month_number(which)
        past, coming = [[one for one in each if one.month == month] for each in (past, coming)]
    elif which in ("last", "previous", "latest"):
        return past[-1] if past else None
    elif which:
        return coming[0] if coming else None
    is_past = found["how"].lower() in _PAST
    first, second = (past[-1:], coming[:1]) if is_past else (coming[:1], past[-1:])
    return next(iter([*first, *(second if which in MONTH_NAMES else [])]), None)
