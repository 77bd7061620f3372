"""Days in what somebody asks to see: how late, not updated since when, finished in which week."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from register.lazy_pattern import LazyPattern
from register.notices.digest import DUE_SOON
from register.phrases import day as spelt
from register.refused import Command, Refused
from register.words import query_words as words
from register.words.day_ranges import ALWAYS, Days, back
from register.words.queries import FINISHED, State, Updated, Whose
from register.words.query_context import QueryContext
from register.words.query_days import DaysFound, days_at, with_capitals

Found = tuple[str, int] | None
"""What stands at a place of what was typed: its kind, and where it ends."""
_RECENT = timedelta(days=7)
JOINT = LazyPattern(r"\s*(?:,|/|&|\+|\band\b|\bor\b)\s*(?:of\s+|by\s+)?")
_NOW = LazyPattern(r"(?:today|now|tonight)(?!\w)")
_BEFORE = LazyPattern(r"(?:before|prior\s+to|earlier\s+than|more\s+than)\s")
_FOR_MORE_THAN = LazyPattern(
    r"(?:(?:for|in)\s+)?more\s+than\s+(?=\d|an?\s|[a-z]+\s+(?:days?|weeks?|months?|years?)\b)"
)
"""Without an update for more than 30 days is without one in the last 30."""
_MOVED = frozenset(
    {State.DONE, State.TO_VERIFY, State.VERIFIED, State.CLOSED, State.IN_PROGRESS, State.NOT_STARTED}
)


@dataclass
class QueryDraft:
    """What has been read so far."""

    states: set[State] = field(default_factory=set)
    owners: dict[str, None] = field(default_factory=dict)
    but_owners: dict[str, None] = field(default_factory=dict)
    but_refs: dict[str, None] = field(default_factory=dict)
    people: list[Whose] = field(default_factory=list)
    due: list[Days] = field(default_factory=list)
    is_due: bool = False
    updated: Updated | None = None
    finished: Days | None = None
    words: list[str] = field(default_factory=list)


def how_late(reader: QueryContext, draft: QueryDraft, plain: str, position: int) -> int:
    """How long, behind "overdue": "by 2 weeks", "by more than a month", "since November"."""
    start = position + (plain[position : position + 1] == " ")
    measure = words.LATE_BY.match(plain, start)
    if measure:
        draft.due.append(_late_days(reader.today, measure))
        return measure.end()
    if plain.startswith("since ", start):
        found = days_at(plain, start, reader.today, past=True, sure=True)
        if found and found.days.first:
            day, phrase = spelt(found.days.first), with_capitals(plain[position : found.end])
            raise Refused(
                f"“{phrase}” can be read in two ways. For what was due before then type ",
                Command(f"list overdue due before {day}"),
                ", for what was due from then on ",
                Command(f"list overdue due since {day}"),
                ".",
            )
    return position


def measured(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """ "2 weeks late", "more than a month overdue"."""
    match = words.SO_LATE.match(plain, position)
    if match is None:
        return None
    draft.states.add(State.OVERDUE)
    draft.due.append(_late_days(reader.today, match))
    return "time", match.end()


def _late_days(today: date, match: re.Match[str]) -> Days:
    """The days on which what is so late was due."""
    day, how = back(today, match["n"], match["unit"]), match["how"] or ""
    if any(word in how for word in ("less", "under", "up to", "within")):
        is_open_end = "less" in how or "under" in how
        return Days(day + timedelta(days=is_open_end), today - timedelta(days=1))
    return Days(None, day - timedelta(days="more" in how or "over" in how))


def further_days(reader: QueryContext, draft: QueryDraft, plain: str, position: int) -> int:
    """Where the days end that are joined to others: "due in March or in May"."""
    joint = JOINT.match(plain, position)
    found = days_at(plain, joint.end(), reader.today, sure=False) if joint else None
    if joint is None or found is None:
        return position
    draft.due.append(found.days)
    return further_days(reader, draft, plain, found.end)


def soon(today: date) -> Days:
    return Days(today, today + timedelta(days=DUE_SOON))


def not_updated(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """No update, ever or on certain days: "not updated since Monday", "no update for 4 weeks"."""
    pattern = words.STATE_PATTERNS[State.SILENT]
    match = pattern.match(plain, position)
    if match is None:
        return None
    start = match.end() + len(plain[match.end() :]) - len(plain[match.end() :].lstrip(" :"))
    so_long = _FOR_MORE_THAN.match(plain, start)
    start = so_long.end() if so_long else start
    found = days_at(plain, start, reader.today, past=True, sure=False)
    if found is None:
        draft.states.add(State.SILENT)
        return "silence", match.end()
    draft.states.add(State.SILENT)
    _note_days(draft, found.days)
    return "silence", found.end


def _note_days(draft: QueryDraft, days: Days) -> None:
    """Set the days of the updates that are asked for, or, after "no update", those without any update."""
    if State.SILENT in draft.states:
        draft.states = draft.states - {State.SILENT} | {State.OPEN}
        draft.updated = Updated(days, never=True)
    else:
        draft.updated = Updated(days, draft.updated.by if draft.updated else ())


def updated(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """Updates, on certain days or by certain people: "updated since Monday", "updates by @amy last week"."""
    match = words.UPDATED.match(plain, position)
    if match is None:
        return None
    end = match.end()
    by: tuple[Whose, ...] = ()
    behind = re.compile(r"\s+by\s+(?=@|me\b)").match(plain, end)
    if behind:
        whose, end = reader.person_at(text, behind.end())
        by = (whose,)
    found = days_at(plain, end + 1, reader.today, past=True, sure=bool(plain[end : end + 1] == " "))
    if found:
        draft.updated = Updated(found.days, by)
        return "updates", found.end
    days = Days(reader.today - _RECENT, reader.today) if match["recent"] or match["later"] else ALWAYS
    draft.updated = Updated(days, by)
    return "updates", end


_TO_COME = LazyPattern(r"\b(?:will|going\s+to|about\s+to|soon|become|becoming)\b")
"""What is not late yet: "what will be overdue this month"."""


def bare_days(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """Days without "due" before them: "next week", "by 30 November". Behind "completed" they are those on which it was.
    Where they are ambiguous (in the past) it is refused with both commands to choose from.
    """
    now = _NOW.match(plain, position)
    finished = _finished(reader, draft, plain, position)
    if finished is not None:
        draft.finished = finished.days
        return "time", finished.end
    if now and plain.strip(" .?!") != now[0]:
        return "", now.end()
    is_late = State.OVERDUE in draft.states
    is_of_updates = State.SILENT in draft.states or (draft.updated is not None and draft.updated.days == ALWAYS)
    found = days_at(plain, position, reader.today, past=is_late or is_of_updates)
    if found is None or re.fullmatch(r"\d+", plain[position : found.end]):
        return None
    if is_of_updates:  # "updated in CYPE last week", "no update in CYPE since Monday"
        _note_days(draft, found.days)
        return "updates", found.end
    days, phrase = found.days, text[position : found.end]
    is_past = (days.last or reader.today) <= reader.today and days.first != reader.today
    if not is_late and (is_past or draft.states & _MOVED):
        states = "complete " if State.DONE in draft.states else ""
        ways = (Command(f"list {states}due {phrase}"), " or ", Command(f"list {states}updated {phrase}"), ".")
        raise Refused(f"Do you mean due or updated “{phrase}”? Type ", *ways)
    has_passed = is_late and not _TO_COME.search(plain[:position])
    if has_passed and days.first and days.first < reader.today:  # what is late has its day behind it
        yesterday = reader.today - timedelta(days=1)
        days = Days(days.first, min(days.last or yesterday, yesterday))
    draft.due.append(days)
    return "time", further_days(reader, draft, plain, found.end)


def _finished(reader: QueryContext, draft: QueryDraft, plain: str, position: int) -> DaysFound | None:
    """The days on which actions were finished: "completed last week", "verified since Monday", "closed before May".
    None where what is asked for is no end of an action, or for days that do not begin yet; nor for "complete by March",
    which may ask for a date.
    """
    if not draft.states or not draft.states <= FINISHED or draft.updated is not None:
        return None
    found = days_at(plain, position, reader.today, past=True)
    is_bare = found is None or re.fullmatch(r"\d+", plain[position : found.end]) is not None
    if found is None or is_bare or (found.days.first or reader.today) > reader.today:
        return None
    has_been = _BEFORE.match(plain, position) is not None and (found.days.last or reader.today) < reader.today
    return found if found.days.first or has_been else None
