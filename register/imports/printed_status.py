"""What a printed progress stands for: a status in other words, with words or a day behind it, or in two languages."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from register.days.date_words import NO_EXACT_DAY
from register.days.target_dates import AFTER_ANY_PAPER, Order, read_target
from register.imports.answers import Answers
from register.lazy_pattern import LazyPattern
from register.progress import Status, from_print
from register.words.text_folding import caseless

_LONGEST = 300
_MOST_WORDS_OF_TWO = 10
_LANGUAGES_APART = LazyPattern(r"\s*[/|\n]\s*")
"""What separates a status from the same in another language: "Ar y gweill / In progress"."""
_LEADING = LazyPattern(r"\s*((?:[^\n–—:;.,(-]|\b-\b){2,40}?)\s*(?:\n|\s[–—-]\s|[:;.,(])")
_SHARE = LazyPattern(r"(\d{1,3}(?:\.\d+)?)\s*(%?)(?:\s+complete)?", re.I)
_RATED = LazyPattern(
    r"(?:red|amber|green|blue|yellow|gr[ea]y|black|[ragb])\s*(?:[–—:/-]\s*|\()(.+?)\)?\s*", re.I | re.S
)
"""A rating with a status behind it: "Green – complete"."""
_DONE_ON = LazyPattern(
    r"\s*(closed|completed|done|implemented|discharged|finished|actioned|complete(?=\s*[-–—:,(]))\s*[-–—:,(]?\s*(?:(?:on|in|at)\s+)?(\S.{2,30}?)[).\s]*",
    re.I,
)
"""A status with the day since when it is that: "Closed 12/10/26"."""
_DAY_ALONE = LazyPattern(
    r"[\W\d]*(?:(?:st|nd|rd|th|of|by|due|expected|planned)\b[\W\d]*)*"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?[\W\d]*",
    re.I,
)
"""A day and no other words: "Completed – next review 31/03/2027" is complete."""
_BUT = LazyPattern(r"\b(?:but|except|subject|awaiting|pending|partly|partially|not|until signed|apart)\b", re.I)

StatusOf = Callable[[str], Status | None]
"""What printed progress stands for, in some register; None when nobody has said."""


def with_answers(
    answers: Answers,
    status_of: StatusOf = from_print,
    as_at: date = AFTER_ANY_PAPER,
    order: Order = Order.DAY_FIRST,
) -> StatusOf:
    """What printed progress stands for: by a person's answer, else as ``status_of`` has it.

    Words behind the status do not matter: "In progress – a draft is out" is in progress. A day does, which is read in
    the ``order`` of the paper's dates: nothing can have been completed after the paper's own day, ``as_at``.
    """
    answered = {caseless(printed): status for printed, status in answers.statuses.items()}

    @cache  # a paper prints few different ones
    def found(progress: str) -> Status | None:
        rated = _RATED.fullmatch(progress.strip()) if len(progress) <= _LONGEST else None
        done, to_come = done_on(progress, as_at, order)
        behind = () if to_come else (leading_words(progress), done)
        for words in (progress, rated[1] if rated else "?", *behind):
            status = answered.get(caseless(words)) or status_of(words)
            if status is not None:
                return status
        if len(progress) > _LONGEST:
            return _by_share(progress)
        for halves in _halves(progress):
            statuses = {status_of(half) for half in halves}
            if len(statuses) == 1 and None not in statuses:
                return statuses.pop()
        return _by_share(progress)

    return found


def _halves(progress: str) -> Iterator[list[str]]:
    """What may be a status in two languages: the words on both sides of a slash, or of any space."""
    apart = [half for half in _LANGUAGES_APART.split(progress) if half]
    if len(apart) == 2:
        yield apart
    words = progress.split()
    if len(words) <= _MOST_WORDS_OF_TWO:
        yield from ([" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words)))


def done_on(progress: str, as_at: date, order: Order) -> tuple[str, date | None]:
    """A status of what is done with a day behind it that has come ("?" for others), and its day if that is to come.

    The day has its year.
    """
    match = _DONE_ON.fullmatch(progress) if len(progress) <= _LONGEST else None
    on = _day_with_year(match[2], as_at, order) if match else None
    if match is None or on is None:
        return "?", None
    later = _is_later(on, match[2], as_at)
    return "?" if later else match[1], on if later and _DAY_ALONE.fullmatch(match[2]) else None


def day_to_come(words: str, as_at: date, order: Order) -> date | None:
    """The day, with its year, that words consist of, if it is after the paper's own; None for others."""
    words = words.strip(" ().")
    on = _day_with_year(words, as_at, order) if _DAY_ALONE.fullmatch(words) else None
    return on if on and _is_later(on, words, as_at) else None


def _day_with_year(words: str, as_at: date, order: Order) -> date | None:
    target = read_target(words, as_at, order)
    return (
        target.deadline
        if target.deadline and target.question in ("", NO_EXACT_DAY) and f"{target.deadline:%y}" in words
        else None
    )


def _is_later(on: date, words: str, as_at: date) -> bool:
    """Whether a day is after the paper's; of a month it is the last, but the month of the paper itself has come."""
    is_month_of_paper = (on.year, on.month) == (as_at.year, as_at.month) and str(on.day) not in words
    return on > as_at and not is_month_of_paper


def _by_share(progress: str) -> Status | None:
    share = percent_of(progress) if "%" in progress else None
    if share is None or share >= 100:  # whether 100% is all there is to do, a person says
        return None
    return Status.IN_PROGRESS if share else Status.NOT_STARTED


def percent_of(printed: str) -> float | None:
    """The percentage that a cell prints: "60%", "60", or "0.6" as a spreadsheet stores it; None when it prints none."""
    match = _SHARE.fullmatch(printed.strip())
    if match is None or float(match[1]) > 100:
        return None
    share = float(match[1])
    return share * 100 if not match[2] and ("." in match[1] or share == 1) and share <= 1 else share


def leading_words(progress: str) -> str:
    """The words before the first dash, colon or bracket: "In progress – a draft is out" is in progress; "?" for none.

    Words such as "awaiting" behind them may say that what is done is not: "Complete, but not published".
    """
    match = _LEADING.match(progress)
    status = from_print(match[1]) if match else None
    is_open = status is not None and not status.is_done
    return match[1] if match and (is_open or not _BUT.search(progress)) else "?"
