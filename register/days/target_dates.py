"""Target dates as committees print them: the words are kept, a deadline is computed beside them.

The rule everywhere is *the last day of what is named*. British order: the day before the month, unless the
paper shows otherwise, so that a number after a month is a year. The forms are in register.days.date_words, and the
days that they name are computed in register.days.date_spans. Conventions where custom differs, each in one place:

- a financial year begins on 1 April, so Q2 2024/25 ends on 30 September 2024;
- an academic year ends on 31 August; school terms end on 31 December, 31 March (days prescribed for England by
  the start of compulsory school age) and 31 July (schools close in its last weeks), and their first halves with
  October, February and May; of semesters, which differ, a person is asked;
- seasons are the calendar months of weather statistics: spring ends with May, summer with August, autumn
  with November, and winter 2022 is the one that begins in December 2022;
- of seasons, and of what is early, in the middle of or around some time, a person is asked while the action is open;
- "early" is the first ten days of a month and "mid" its first fifteen (of longer times a third, and a half);
  the first week of a month is its first seven days, its last week ends with it;
- a week commencing on a Monday ends on the Sunday, as a month ends on its last day, working day or not;
- "within three months of 1 November 2024" is counted from that day, "within three months" from the paper's own (and
  asked), "of November 2024" from the month's last (and asked);
- without a year it is the next such day, month or season, counted from the day it was said; where the one
  before is nearer, a person is asked;
- "before" and "prior to" a day or a month mean the day before it, as on the day itself it is late (of longer times a
  person is asked); "on or before" a day is that day, and "before the end of" a time its last day;
- "from", "since" and "started" name a beginning, which is no deadline;
- in Welsh the months are read by name, with "diwedd", "canol" and "dechrau" (end, mid, early) and "cwblhawyd"
  (completed); its seasons, quarters and months in short are asked about.

What can be read in two ways is not guessed: "Q2 2024" (a calendar or a financial quarter?), "Phase 1 March
2023" (the first of March?), "March 2023 subject to funding" (is it promised?).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from register.action import Line, Milestone
from register.days.date_words import NO_EXACT_DAY, SINCE_WHEN, Phrase, phrase_at
from register.days.milestones import JOIN, LabelledDate, dates_in, milestones_of
from register.lazy_pattern import LazyPattern

AFTER_ANY_PAPER = date(2150, 1, 1)
"""A day after that of any paper: where only whether words name a day is asked, a day of completion is past for it."""
_LONGEST = 300  # a cell longer than this is a narrative, not a date

_DONE_WORDS = (
    r"(?:(?:fully|now|all|actions?|work)\s+)*(?:completed?|closed|done|implemented|finished|delivered|achieved|"
    r"actioned|discharged|signed\s+off|cwblhawyd|wedi(?:['’][iu]|\s+e[iu])\s+(?:g|ch|c)wblhau)"
)
_DONE = LazyPattern(
    rf"(?P<words>{_DONE_WORDS})\b(?:\s+(?:in\s+full|early|late))?"
    r"(?:\s+(?:on|in|at|during|as\s+(?:at|of))\b)?[-–—:,;(\s]*",
    re.I,
)
_WAS_DONE = LazyPattern(rf"(?!complete\b){_DONE_WORDS}\b", re.I)
_DONE_BY = LazyPattern(rf"{_DONE_WORDS}\s+(?=by\b)", re.I)
_OVERDUE = LazyPattern(
    r"(?:now\s+)?(?:overdue|missed)\s*(?:[-–—:,;]\s*|(?=\()|\b)\(?\s*(?:(?:it\s+)?was\s+)?(?:due\s*:?\s+)?",
    re.I,
)
_NUMBERS = LazyPattern(
    r"(?<![\d/.-])(\d{1,2})([/.-]| (?=\d{1,2} (?:19|20|21)\d\d))(\d{1,2})"
    r"(?=\2(?:(?:19|20|21)\d\d|\d\d)(?![\d/.-]))"
)

_WHICH_REVISION = LazyPattern(
    r"(?:\s*\((?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|further|latest|final)\s+"
    r"(?:revision|revised(?:\s+date)?|extension|amendment|change)\)|(?<=\d)\s+\([1-9]\))$",
    re.I,
)
"""How often a date was moved, behind it in brackets: "31 March 2027 (2nd revision)", "31/03/2027 (2)"."""

_SHARE = LazyPattern(
    r"(?<=\w)\s*[-–—:,;(\[]*\s*(?<!\d)(?P<share>\d{1,3}\s*%)(?:\s*(?:completed?|done))?[)\]]?$", re.I
)
"""How far an action is, behind its date: "March 2025 (60%)"."""

_OR_EARLIER = LazyPattern(r"(?<![,\s])[,\s]+\(?or (?:before|earlier|sooner)(?: if possible)?\)?[.\s]*$", re.I)

WHICH_YEAR = "it has no year, and the one before is as near; which year is meant?"
_TWO_DATES = "it has two dates; is the last a revision of the one before, or is each a step of its own?"
_NUMBERED = LazyPattern(r"(\d)\.\s+[a-z]", re.I)
_DAY_OR_NUMBER = "is the number before the month the day, or the number of a list?"
_TO_BE_CONFIRMED = "it says as well that a date is to be confirmed; is that the day meanwhile?"
_DONE_OR_DUE = "is that the day it was done, or the day by which it is promised?"

_QUARTER_PASSED = "it was read as of {years}, as the table is, and has passed; is that right?"
_NOT_OVERDUE = "it says that it is overdue, and that day has not come; is it right?"
_FOOTNOTE_MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰†‡"
_NOT_ALL_DONE = LazyPattern(
    r"\b(?:last|next|previous|due|expected|planned|estimated|forecast|proposed|target|until|on-?going|part(?:ly|ially)?|phase|"
    r"stage|interim|draft|began|begun|commenced|tb[ac])\b",
    re.I,
)
"""Words beside a day that was not that of completion: "Last: 14/10/26", "Phase 1 3/4/26"."""
_INITIALS = LazyPattern(r"(?<=\d)[\s,]+\(?[A-Z]{2,3}\)?$")
_QUARTER = LazyPattern(
    r"(?:(?:by\s+)?(?:the\s+)?end\s+(?:of\s+)?)?(?:(?:q|qtr\.?|quarter)\s*[1-4]|(?:first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter)",
    re.I,
)
"""A quarter without its year."""


class Order(StrEnum):
    """Which number of 3/4/2023 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_SERIAL = LazyPattern(r"(\d{5})(?:\.0+)?")
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_SERIAL_YEARS = range(2000, 2100)
BY_SERIAL = "it is a number, as spreadsheets keep days; is that the day?"


def day_of_serial(printed: str) -> date | None:
    """The day that a bare number stands for as spreadsheets keep days ("45747"); None for other words.

    It is 31 March 2025 where they count from 1900, as nearly all do.
    """
    number = _SERIAL.fullmatch(printed.strip())
    found = _FIRST_SERIAL_DAY + timedelta(days=int(number[1])) if number else None
    return found if found and found.year in _SERIAL_YEARS else None


@dataclass(frozen=True)
class Target:
    """A printed target date: the words verbatim, at least one milestone, and whether they were understood.

    Not understood means that a person should look: the words stand in one milestone without a deadline.
    ``question`` is what to ask a person although it was read, "" for nothing; ``asked_while_open``: it matters only
    while the action is open. ``done`` are the printed words that say it is completed, "" for none.
    """

    printed: str
    milestones: tuple[Milestone, ...]
    understood: bool
    question: str = ""
    done: str = ""
    asked_while_open: bool = False

    @property
    def deadline(self) -> date | None:
        """The last of its deadlines."""
        return max((one.deadline for one in self.milestones if one.deadline), default=None)


@lru_cache(maxsize=4_096)  # papers print the same few dates over and over
def read_target(printed: str, said_on: date, order: Order = Order.DAY_FIRST) -> Target:
    """Read a target date printed in a paper dated ``said_on`` (a local day). Never raises.

    Labelled dates ("Identification November 2022 Training December 2022") give one milestone each. "Original:
    … Revised: …" gives one milestone whose deadline is the revised one and whose ``original`` is the first;
    otherwise ``original`` is None, as the words tell of no earlier date. "Ongoing", "TBC", "N/A", "-" and an
    empty cell are understood and have no deadline. "Completed September 2022" is a completion: it has no
    deadline, and ``met``.
    """
    text = _WHICH_REVISION.sub("", " ".join(printed.split()).strip("\"'“”‘’").rstrip(_FOOTNOTE_MARKS))
    text = _OR_EARLIER.sub("", _SHARE.sub("", text))
    if len(text) > _LONGEST:
        return _not_understood(printed)
    # With its numbers swapped the text keeps its length: what is found in one is cut out of the other.
    plain = _NUMBERS.sub(r"\3\2\1", text) if order is Order.MONTH_FIRST else text
    past = _completed(printed, plain, said_on) or _overdue(printed, plain, said_on)
    if past:
        return past
    whole = phrase_at(plain, 0, said_on, alone=True)
    if not text or (whole is not None and not plain[whole.end :].strip(" .,*")):
        if whole is None:
            return Target(printed, (Milestone("", printed, None),), understood=True)
        if not whole.valid:
            return _not_understood(printed)
        milestone = Milestone("", printed, whole.span.last if whole.span else None)
        question = _DAY_OR_NUMBER if _NUMBERED.match(plain) else _question(whole, said_on)
        return _asked(Target(printed, (milestone,), understood=True), question)
    found = [] if _WAS_DONE.match(text) and not _DONE_BY.match(text) else dates_in(text, plain, said_on)
    if not found:
        return _not_understood(printed)
    if len({(one.label, one.last) for one in found}) == 1 and not found[0].label:  # one day in two languages
        found = found[:1]
    if any(one.last for one in found):
        found = [one for one in found if not one.is_of_no_date]
    milestones = milestones_of(printed, found)
    question = _about_labels(found, milestones, said_on) or next(
        filter(None, (_question(one.phrase, said_on) for one in found)), ""
    )
    return _asked(Target(printed, milestones, understood=True), question)


def _about_labels(found: Sequence[LabelledDate], milestones: Sequence[Milestone], said_on: date) -> str:
    """What to ask about dates whose words do not show for certain what each is; "" for nothing."""
    first, *others = found
    is_bare = bool(first.last) and not first.label
    # "31/1/24 Actual 30/6/24": what a short word behind a bare date makes of it is not known.
    is_abrupt = is_bare and any(len(one.label.split()) == 1 and one.last for one in others)
    if len(milestones) > 1 and (is_abrupt or any(not one.joined and one.last for one in others)):
        return _TWO_DATES
    if any(one.says_done and one.last and one.last <= said_on for one in found):
        return _DONE_OR_DUE
    return _TO_BE_CONFIRMED if is_bare and any(one.is_to_be_confirmed for one in others) else ""


def _asked(target: Target, question: str) -> Target:
    """A target with what is asked about it; by which day what is done was roughly due, or from when, is not."""
    return replace(target, question=question, asked_while_open=question in (NO_EXACT_DAY, SINCE_WHEN))


def _not_understood(printed: str) -> Target:
    return Target(printed, (Milestone("", printed, None),), understood=False)


def _question(phrase: Phrase, said_on: date) -> str:
    if phrase.form.yearless and phrase.span:
        ahead = (phrase.span.last - said_on).days
        if ahead > 365 - ahead:
            return WHICH_YEAR
    return phrase.asks


def _completed(printed: str, text: str, said_on: date) -> Target | None:
    """A target that says it is completed: "Completed September 2022", "30 September 2022 – completed"."""
    by = _DONE_BY.match(text)
    if by:  # a promise, or a report? "Complete by" and "to be completed by" are promises.
        found = phrase_at(text, by.end(), said_on, alone=True)
        if (
            found
            and found.span
            and not text[found.end :].strip(JOIN)
            and not text.lower().startswith("complete by")
        ):
            return Target(
                printed, (Milestone("", printed, found.span.last),), understood=True, question=_DONE_OR_DUE
            )
        return None
    due = phrase_at(text, 0, said_on, alone=True)
    deadline = due.span.last if due and due.span else None
    rest = text[due.end :].lstrip(JOIN) if due and deadline else text
    done = _DONE.match(rest)
    if not done:
        return None
    after = rest[done.end() :].strip(JOIN)
    if not after:
        return Target(
            printed, (Milestone("", printed, deadline, met=deadline),), understood=True, done=done["words"]
        )
    met = phrase_at(after, 0, said_on, alone=True)
    if met is None or met.span is None or after[met.end :].strip(JOIN):
        return None
    if met.span.last > said_on and not deadline:  # "Complete March 2023", said the year before
        return Target(printed, (Milestone("", printed, met.span.last),), understood=True, question=_DONE_OR_DUE)
    milestone = Milestone("", printed, deadline, met=met.span.last)
    return Target(printed, (milestone,), understood=True, done=done["words"])


def _overdue(printed: str, text: str, said_on: date) -> Target | None:
    """A target that says it was missed, with the day on which it was due: "Overdue (was June 2026)"."""
    begins = _OVERDUE.match(text)
    due = phrase_at(text, begins.end(), said_on, alone=True) if begins else None
    if not due or not due.valid or not due.span or due.form.yearless or text[due.end :].strip(JOIN):
        return None
    question = _NOT_OVERDUE if due.span.last > said_on else _question(due, said_on)
    return Target(printed, (Milestone("", printed, due.span.last),), understood=True, question=question)


def share_beside(printed: str) -> str:
    """The share of an action that is done, as printed behind its date: "60%" of "March 2025 (60%)"; "" for none, and
    where no date is before it ("at least 95%").
    """
    found = _SHARE.search(printed.strip())
    return found["share"] if found and read_target(printed, AFTER_ANY_PAPER).understood else ""


def day_done(printed: str, said_on: date, order: Order = Order.DAY_FIRST) -> date | None:
    """The day on which a cell says that something was done, as "14/1/2021", "Completed 14 January 2021." or, with the
    initials of whoever did it, "14/1/2021 JC"; or None. A day on which it was done last, or in part, is none.
    """
    if _NOT_ALL_DONE.search(printed):
        return None
    target = read_target(_INITIALS.sub("", printed.rstrip(". ")), said_on, order)
    return target.deadline or max((one.met for one in target.milestones if one.met), default=None)


def target_of(line: Line, said_on: date, order: Order = Order.DAY_FIRST) -> Target:
    """The target of a line, with the first date that another of its columns prints.

    ``line.target`` holds the words that count: those of the revised date where there is one. A quarter without its year
    is one of ``line.years``.
    """
    target = (
        _in_years(line, said_on, order) or _by_serial(line.target) or read_target(line.target, said_on, order)
    )
    if target.question == WHICH_YEAR:
        target = _after_raised(line, said_on, order) or target
    printed = line.more.get("original", "")
    if not printed or len(target.milestones) != 1 or target.milestones[0].original:
        return target
    (milestone,) = target.milestones
    # Of a first date without a year it is the one before the date that took its place.
    first = day_of_serial(printed) or read_target(printed, milestone.deadline or said_on, order).deadline
    if (
        first
        and milestone.deadline
        and first > milestone.deadline
        and not re.search(r"\d{4}|[/.'’-]\d\d\b", printed)
    ):
        first = _a_year_before(first)
    return replace(target, milestones=(replace(milestone, original=first or milestone.original),))


def _by_serial(printed: str) -> Target | None:
    found = day_of_serial(printed)
    if found is None:
        return None
    return Target(printed, (Milestone("", printed, found),), understood=True, question=BY_SERIAL)


def _in_years(line: Line, said_on: date, order: Order) -> Target | None:
    """A quarter without its year, in the financial year that the line's table is of, unless that has passed."""
    if not line.years or not _QUARTER.fullmatch(line.target.strip(" .")):
        return None
    target = read_target(f"{line.target.strip(' .')} {line.years}", said_on, order)
    if not target.deadline or date(int(line.years[:4]) + 1, 3, 31) < said_on:
        return None
    milestone = replace(target.milestones[0], printed=line.target)
    has_passed = target.deadline < said_on
    question = _QUARTER_PASSED.format(years=line.years) if has_passed else target.question
    return replace(
        target, printed=line.target, milestones=(milestone,), question=question, asked_while_open=has_passed
    )


def _after_raised(line: Line, said_on: date, order: Order) -> Target | None:
    """A date without its year as the next such day from the one on which the action was raised, where that is plain."""
    raised = read_target(line.more.get("raised", ""), said_on, order).deadline
    target = read_target(line.target, raised, order) if raised and raised <= said_on else None
    return target if target and target.question in ("", NO_EXACT_DAY) else None


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def order_of(cells: Iterable[str]) -> tuple[Order | None, bool]:
    """Which number of dates such as 3/4/2023 is the day, as the cells of a column show; None: they do not.

    The second is True when a date of the cells could be read both ways.
    """
    firsts, either = set(), False
    for cell in cells:
        for first, _separator, second in _NUMBERS.findall(cell) if len(cell) <= _LONGEST else ():
            day, month = int(first) > 12, int(second) > 12
            if day != month:
                firsts.add(Order.DAY_FIRST if day else Order.MONTH_FIRST)
            either = either or (not day and not month and first.lstrip("0") != second.lstrip("0"))
    return (firsts.pop() if len(firsts) == 1 else None), either
