"""Ranges of days, and how many days, weeks and months on a day is."""

from dataclasses import dataclass
from datetime import date, timedelta

from register.days.date_spans import NUMBERS
from register.phrases import day as spelt
from register.refused import Command, Refused


@dataclass(frozen=True)
class Days:
    """From a local day to another, both included; None where the end is open."""

    first: date | None = None
    last: date | None = None

    def hold(self, day: date) -> bool:
        """Whether a day is among them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def described(self, today: date) -> str:
        """The days in words that stand behind a verb: "by 30 November 2022", "in the next 30 days"."""
        if self.first is None or self.last is None:
            if self.last is not None:
                return f"by {spelt(self.last)}"
            return f"on or after {spelt(self.first)}" if self.first else "at any time"
        length = (self.last - self.first).days
        if length == 0:
            return f"on {spelt(self.first)}"
        if self.first == today and length < 1000:
            return f"in the next {length} days" if length > 1 else "today or tomorrow"
        if self.first.day == 1 and self.last == month_end(self.first):
            return f"in {self.first:%B %Y}"
        return f"from {spelt(self.first)} to {spelt(self.last)}"


SPAN = (
    rf"(?:(?:\d{{1,2}}|an?|(?:a\s+)?couple\s+of|{'|'.join(NUMBERS)})\s+"
    r"(?:days?|weeks?|fortnights?|months?|quarters?|years?))"
)
"""So much time, as ``days_at`` reads it: "two weeks", "a quarter"."""
ALWAYS = Days()
"""All the days there are."""
MOST_UNITS = 999
"""Of any unit: who asks further ahead has mistyped."""


def count_of(word: str) -> int:
    """How many a word says. Raises Refused for none and for more than anybody means."""
    if word in ("a", "an"):
        return 1
    if "couple" in word:
        return 2
    number = (
        int(word) if word.isdecimal() and len(word) < 6 else -1 if word.isdecimal() else NUMBERS.index(word) + 1
    )
    if not 0 < number <= MOST_UNITS:
        raise how_many()
    return number


def how_many() -> Refused:
    """The refusal of a number of days that nobody means."""
    return Refused(
        f"Say how many days ahead, from 1 to {MOST_UNITS}: for instance ", Command("list due 30"), "."
    )


def ahead(today: date, number: str) -> Days:
    """The days from today to so many days from today. Raises Refused for none, and for too many."""
    return Days(today, today + timedelta(days=count_of(number)))


def back(today: date, number: str, unit: str) -> date:
    """The day so many units before today. Raises Refused for none, and for too many."""
    return units_on(today, unit, -count_of(number))


def units_on(today: date, unit: str, count: int) -> date:
    """So many units on from a day, or back."""
    if unit in ("day", "week", "fortnight"):
        return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return months_on(today, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def calendar_unit(today: date, unit: str, step: int) -> Days:
    """This week, month or quarter (0), the next (1) or the last (-1)."""
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return Days(monday, monday + timedelta(days=6))
    length = 3 if unit == "quarter" else 1
    begun = today.replace(day=1, month=(today.month - 1) // length * length + 1)
    first = months_on(begun, length * step)
    return Days(first, month_end(months_on(first, length - 1)))


def months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1900 <= year <= 2199:
        raise how_many()
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
