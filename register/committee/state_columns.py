"""Columns of a committee's table that say how far an action is, other than one column for its progress."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from register.action import Action, Line
from register.committee.movement import COMPLETE
from register.fields import folded
from register.imports.printed_status import percent_of
from register.lazy_pattern import LazyPattern
from register.phrases import day
from register.progress import Status
from register.words.text_folding import caseless

STATES = frozenset({"percent", "completed"})
"""The columns that show it where a table has none for its progress."""
ADDED = "Progress"
"""The heading of a column that is added for what was reported since the last period."""
LAST_PROGRESS = "progress of the last period"
"""The name of the column that holds the progress which the last paper printed, where each period has a column."""
_CLOSED = LazyPattern(r"\bclos(?:ed|ure)\b", re.I)
_PERIOD = LazyPattern(
    r"\b(?:(?:q|qtr|quarter)\s*[1-4]|(?:first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter|h[12]|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|(?:20)?\d\d\s*[/–-]\s*(?:20)?\d\d|20\d\d|\d\d)\b",
    re.I,
)


def over_periods(read: list[tuple[str, str]], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The (field, heading) of a paper's columns, where it rates progress in a column for each quarter or month.

    What it prints there is history: the last one filled keeps its ratings, and what is reported since has the next one,
    or a column of its own.
    """
    places = [at for at, (field, _heading) in enumerate(read) if field == "progress"]
    series = _series_of(places[0], read) if len(places) == 1 else []
    if len(series) < 2:
        return read
    (last,) = places
    blank = [
        at for at in series if at > last and not any(one.more.get(read[at][1], "").strip() for one in lines)
    ]
    found = list(read)
    found[last] = (LAST_PROGRESS, read[last][1])
    if blank:
        found[blank[0]] = ("progress", read[blank[0]][1])
    else:
        found.insert(last + 1, ("progress", ADDED))
    return found


def _series_of(place: int, read: Sequence[tuple[str, str]]) -> list[int]:
    """The places of the columns that differ from one only in the period that their headings name; [] for none."""

    def without_period(heading: str) -> str:
        words = _PERIOD.sub("", heading)
        return caseless(words) if words != heading else heading

    words = without_period(read[place][1])
    if words == read[place][1]:
        return []
    return [
        at
        for at, (field, heading) in enumerate(read)
        if at == place or (not field and without_period(heading) == words)
    ]


@dataclass(frozen=True)
class StateColumns:
    """How a table shows, without a column for progress alone, how far its actions are.

    ``fields`` are those of its columns that do, ``share`` is how it prints that something is complete under
    percentages, ``done_on`` are the local days on which actions were reported complete, by ref. ``of_closures``: its
    days are those of closures.
    """

    fields: frozenset[str]
    share: str
    done_on: Mapping[str, date]
    of_closures: bool = False

    @classmethod
    def of(cls, headings: Mapping[str, str], printed: Sequence[Line], done_on: Mapping[str, date]) -> Self:
        """Those of a table with these headings, by field, and the lines of the last paper."""
        fields = headings.keys()
        if LAST_PROGRESS in fields:
            return cls(frozenset({LAST_PROGRESS, "progress"}), "", done_on)
        shares = (_whole_share(one.more.get("percent", "")) for one in printed)
        states = STATES.intersection(fields) if "progress" not in fields else frozenset[str]()
        of_closures = _CLOSED.search(headings.get("completed", "")) is not None
        return cls(states, next(filter(None, shares), "100%"), done_on, of_closures)

    def cell(self, action: Action, name: str, line: Line | None) -> str:
        """What the table prints of an action in one of these columns: as the last paper did (``line``), unless that has
        become untrue since.
        """
        is_as_printed = line is not None and says_the_same("progress", line.progress, action.progress)
        if name == LAST_PROGRESS:
            return line.progress if line is not None else ""
        if name == "progress":
            return "" if is_as_printed else action.progress
        printed = action.more.get(name, "") if line is None else line.more.get(name, action.more.get(name, ""))
        if is_as_printed:
            return printed
        says_done = percent_of(printed) == 100 if name == "percent" else bool(printed.strip())
        if action.status in COMPLETE:
            complete = self.share if name == "percent" else self._day_done(action)
            return printed if says_done else complete
        return action.progress if says_done or action.status.is_done else printed

    def _day_done(self, action: Action) -> str:
        """What a column of days says of a complete action: one of closures none before the committee has agreed it."""
        if self.of_closures:
            found = action.life.closed_on
        else:
            found = self.done_on.get(action.ref)
        if found:
            return day(found)
        return "" if "percent" in self.fields else action.progress


def unused(fields: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The place of a column that was added for what was reported since the last period, where nothing was; or None."""
    if LAST_PROGRESS not in fields or "progress" not in fields:
        return None
    at = fields.index("progress")
    return at if headings[at] == ADDED and not any(row[at] for row in rows) else None


def _whole_share(printed: str) -> str:
    """100% as a table prints it that has this percentage ("60%", "60", "0.6"); "" where it is none."""
    share = percent_of(printed)
    if share is None or "%" in printed:
        return "" if share is None else "100%"
    return "100" if float(printed) == share else "1"


def status_in(cells: Mapping[str, str], status_of: Callable[[str], Status | None]) -> Status | None:
    """How far an action is as a table's cells say (by field): by its progress, else by its percentage or its date of
    completion; None where nobody has said what they stand for.
    """
    progress = progress_in(cells)
    if "progress" in cells or STATES.isdisjoint(cells):
        return status_of(progress)
    words = [cells[name] for name in sorted(STATES & cells.keys()) if cells[name].strip()]
    known = [found for one in words if (found := status_of(one))]
    is_done = percent_of(cells.get("percent", "")) == 100 or cells.get("completed", "").strip()
    return known[0] if known else Status.IMPLEMENTED if is_done else Status.NOT_STARTED


def progress_in(cells: Mapping[str, str]) -> str:
    """The progress that a table's cells print, by field: what was reported since, else that of the last period."""
    return cells.get("progress", "") or cells.get(LAST_PROGRESS, "")


def says_the_same(name: str, before: str | tuple[str, ...], after: str | tuple[str, ...]) -> bool:
    """Whether a field of an action says the same as it did in the last paper."""
    if name == "owners":
        return {one.casefold() for one in before} == {one.casefold() for one in after}
    return before == after or folded(before) == folded(after)
