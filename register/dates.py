"""Target dates as committees print them: the words are kept, a deadline is computed beside them.

The rule everywhere is *the last day of what is named*. British order: the day before the month, always, so that
a number after a month is a year. Conventions where custom differs, each in one place below:

- a financial year begins on 1 April, so Q2 2024/25 ends on 30 September 2024;
- an academic year ends on 31 August; school terms end on 31 December, 31 March (days prescribed for England by
  the start of compulsory school age) and 31 July (schools close in its last weeks);
- seasons are the calendar months of weather statistics: spring ends with May, summer with August, autumn
  with November, and winter 2022 is the one that begins in December 2022;
- "early" is the first ten days of a month and "mid" its first fifteen (of longer times a third, and a half);
- a week commencing on a Monday ends on the Sunday, as a month ends on its last day, working day or not;
- without a year it is the next such day, month or season, counted from the day it was said.

What can be read in two ways is not guessed: "Q2 2024" (a calendar or a financial quarter?), "Phase 1 March
2023" (the first of March?), "March 2023 subject to funding" (is it promised?).
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from register.action import Milestone
from register.date_words import Span, phrase_at

_LONGEST = 300  # a cell longer than this is a narrative, not a date
_LONGEST_LABEL = 6  # words

_ORIGINAL = re.compile(r"(?:was|from|original(?:ly)?|initial(?:ly)?|first)(?: target)?(?: date)?", re.I)
_REVISED = re.compile(
    r"(?:and |but |then )?(?:is )?(?:now|new|revised|extended|moved|changed|deferred)"
    r"(?: target)?(?: date)?(?: to)?",
    re.I,
)
# Words before a date that turn its meaning round: the date is then not the day by which it is promised.
_NOT_A_LABEL = re.compile(
    r"\b(?:not|after|before|from|since|following|starts?|starting|commencing|prior|pre|post|may|might|if)\b"
    r"|\d{4}|[:;]",  # nor does a label hold a year or end in the middle
    re.I,
)
_COUNTED = re.compile(r"\b(?:phase|stage|part|step|wave|tranche|year|term|week|action|version)$", re.I)
_JOIN = " \t,;:.–—-/&*"


@dataclass(frozen=True)
class Target:
    """A printed target date: the words verbatim, at least one milestone, and whether they were understood.

    Not understood means that a person should look: the words stand in one milestone without a deadline.
    """

    printed: str
    milestones: tuple[Milestone, ...]
    understood: bool


def read_target(printed: str, said_on: date) -> Target:
    """Read a target date printed in a paper dated ``said_on`` (a local day). Never raises.

    Labelled dates ("Identification November 2022 Training December 2022") give one milestone each. "Original:
    … Revised: …" gives one milestone whose deadline is the revised one and whose ``original`` is the first;
    otherwise ``original`` is None, as the words tell of no earlier date. "Ongoing", "TBC", "N/A", "-" and an
    empty cell are understood and have no deadline.
    """
    text = " ".join(printed.split())
    if len(text) > _LONGEST:
        return _not_understood(printed)
    whole = phrase_at(text, 0, said_on, alone=True)
    if not text or (whole is not None and not text[whole.end :].strip(" .,*")):
        if whole is not None and not whole.valid:
            return _not_understood(printed)
        last = whole.span.last if whole is not None and whole.span else None
        return Target(printed, (Milestone("", printed, last),), understood=True)
    milestones = _by_parts(text, said_on) or _by_scanning(text, said_on)
    if not milestones:
        return _not_understood(printed)
    if len(milestones) == 1:
        milestones = [replace(milestones[0], printed=milestones[0].printed if milestones[0].label else printed)]
    return Target(printed, _with_revision(printed, milestones), understood=True)


def _not_understood(printed: str) -> Target:
    return Target(printed, (Milestone("", printed, None),), understood=False)


def _with_revision(printed: str, milestones: list[Milestone]) -> tuple[Milestone, ...]:
    """Fold "was March 2023, now June 2023" into one milestone that remembers its first date."""
    first, last = milestones[0], milestones[-1]
    if len(milestones) > 1 and _REVISED.fullmatch(last.label):
        before = all(_REVISED.fullmatch(m.label) for m in milestones[1:])
        if before and (not first.label or _ORIGINAL.fullmatch(first.label)):
            return (Milestone("", printed, last.deadline, original=first.deadline),)
    return tuple(milestones)


def _by_parts(text: str, said_on: date) -> list[Milestone]:
    """Milestones of "Phase 1: 2023; Phase 2: TBC", where semicolons part them and colons end the labels."""
    milestones = []
    for part in filter(None, (p.strip(_JOIN) for p in text.split(";"))):
        label, colon, words = part.rpartition(":")
        found = phrase_at(words.strip(), 0, said_on, alone=True)
        if found is None or not found.valid or words.strip()[found.end :].strip(_JOIN):
            return []
        if colon and not _is_label(label.strip(_JOIN)):
            return []
        milestones.append(Milestone(label.strip(_JOIN), words.strip(), _last(found.span)))
    return milestones


def _by_scanning(text: str, said_on: date) -> list[Milestone]:
    """Milestones of dates among words; empty when any word has no place beside a date."""
    milestones: list[Milestone] = []
    position = start = 0
    while position < len(text):
        at_word = position == 0 or not (text[position - 1].isalnum() or text[position - 1] in "/.'’")
        found = (
            phrase_at(text, position, said_on, alone=False) if at_word and text[position].isalnum() else None
        )
        if found is None:
            position += 1
            continue
        label = _label_before(text[start:position], milestones)
        if label is None or not found.valid:
            return []
        if _COUNTED.search(label) and text[position].isdigit() and ":" not in text[start:position]:
            return []
        milestones.append(Milestone(label, text[position : found.end], _last(found.span)))
        position = start = found.end
    return milestones if _label_before(text[start:], milestones) == "" else []


def _label_before(gap: str, milestones: list[Milestone]) -> str | None:
    """The label that the words between two dates make, "" for none; None when they are no label.

    Words in brackets just after a date label that date ("March 2023 (phase 1)"), when it has no label yet.
    """
    after = re.match(r"\s*\(([^()]*)\)", gap)
    if after and milestones and not milestones[-1].label and _is_label(after[1].strip(_JOIN)):
        milestones[-1] = replace(milestones[-1], label=after[1].strip(_JOIN))
        gap = gap[after.end() :]
    label = re.sub(r"^(?:and|then)\b", "", gap.strip(_JOIN)).strip(_JOIN)
    return label if not label or _is_label(label) else None


def _is_label(words: str) -> bool:
    revises = _ORIGINAL.fullmatch(words) or _REVISED.fullmatch(words)
    short = words[:1].isalpha() and len(words.split()) <= _LONGEST_LABEL
    return bool(revises or (short and not _NOT_A_LABEL.search(words)))


def _last(span: Span | None) -> date | None:
    return span.last if span else None
