"""Several dates in one cell: the words around each tell a step from a first promise and a revised one."""

import re
from dataclasses import dataclass, replace
from datetime import date

from register.action import Milestone
from register.days.date_words import Phrase, phrase_at
from register.lazy_pattern import LazyPattern
from register.progress import from_print

JOIN = " \t,;:.–—-/&*()[]"
"""Characters between dates that mean nothing."""

_LONGEST_LABEL = 6  # words
_LONGEST_GAP = 100  # letters: more than two labels; a narrative is not searched to its end
_ORIGINAL = LazyPattern(
    r"(?:\w+ )?(?:was|from|previous(?:ly)?|orig(?:inal(?:ly)?)?|initial(?:ly)?|first|old)(?: target| due)?(?: date)?",
    re.I,
)
_REVISED = LazyPattern(
    r"(?:and |but |then )?(?:is |date )?(?:now|new|rev|revised|ext|extn|extended|extension|moved|changed|deferred|"
    r"amended|rescheduled|slipped|c/f|carried forward)(?: target| due| requested)?(?: date)?(?: to| until)?|→|->|=>",
    re.I,
)
_LETTERS = frozenset({"O", "R"})
"""The letters for original and revised, each before a date."""
_BEGINS = LazyPattern(
    r"(?:work |project |to )?(?:from|since|start(?:s|ed|ing)?|begins?|began|begun|commenc\w+|effective)"
    r"(?: on| in| from)?",
    re.I,
)
# Words before a date that turn its meaning round: the date is then not the day by which it is promised.
_NOT_A_LABEL = LazyPattern(
    r"\b(?:not|or|earlier|sooner|within|after|before|from|since|paused|on hold|l?lst|lth|following|start(?:s|ed|ing)?|"
    r"began|begun|begins?|commenc\w+|prior|pre|post|"
    r"may|might|if|subject|depend\w*|pending|unless|except|delay\w*|overdue|missed|"
    r"partial\w*|partly|nearly|almost|mostly|largely|substantially|unlikely|never|hardly)\b"
    r"|\b(?:an?|one|two|three|four|five|six|eight|ten|twelve|several|some|few|couple of|\d+)\s+"
    r"(?:(?:working|calendar|clear|full)\s+)?(?:days?|weeks?|fortnights?|months?|quarters?|years?)$"  # before a date
    r"|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*[-–—]"  # nor is a month that a dash follows one
    r"|\b(?:week|half|third|quarter|part) (?:of|in)$|\d{4}|[:;?]",  # nor does a label hold a year or end in the middle
    re.I,
)
_NAMES_DATE = LazyPattern(
    r"(?:(?:^|\s+[-–—]\s+|,\s*)(?:the\s+)?(?:(?:target|due|completion)\s+)?date(?:\s+is)?)$", re.I
)
"""What the words before a date only say of it, behind a dash or alone: "NHBC - date" labels nothing but NHBC."""
_TO_BE_CONFIRMED = LazyPattern(r"tb[cad]|to\s+be\s+\w+|i['’]w\s+gadarnhau", re.I)
_NO_DATE = LazyPattern(
    r"(?:(?:and|but|the|all|final|exact|full|total|estimated|lead)\s+)*(?:costs?|costings?|funding|funds|finance|budgets?|price|"
    r"resources?|resourcing|staffing|venue|location|place|scope|format|lead|leads|owners?|officers?|supplier|provider|"
    r"contractor|numbers?|details?|method|kpis?|measures?)(?:\s+(?:is|are|still))*",
    re.I,
)
"""What is to be determined beside a date that is plain."""
_COUNTED = LazyPattern(r"\b(?:phase|stage|part|step|wave|tranche|year|term|week|action|version)$", re.I)
_LISTED = LazyPattern(r"(?:^|(?<=\s))(\d{1,2})[.)]\s+(?=\D)")
_THROUGH = LazyPattern(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\buntil\b)\s*", re.I)
_GOES_ON = LazyPattern(r"on-?\s?going|continuous|continual|rolling", re.I)
_DONE_LABEL = LazyPattern(
    r"(?:\w+ )?(?!(?:need|plann|schedul|propos|requir|target|project|forecast|intend|expect|anticipat|estimat)ed\b)"
    r"(?:\w+ed|sent|met|held|done|made|begun)(?: .*)?",
    re.I,
)
# Words of progress behind the date; they are not read, as whether an action is late is derived.
_STATE = LazyPattern(
    r"(?:(?:now|still|\d{1,4} (?:days?|weeks?|months?)) )?(?:overdue|late|missed|on target|off target|at risk|"
    r"not (?:yet )?due|red|amber|green)",
    re.I,
)
_NOTHING = LazyPattern(r"\W*(?:n/?a|n\.a\.|not applicable|none|nil|[-–—]+)\W*", re.I)
_AND = LazyPattern(r"[\s,]*(?:and|&|then)\b", re.I)


@dataclass(frozen=True)
class LabelledDate:
    """A phrase among words: its label, its own words as printed, and its days.

    ``ranges``: it runs from a beginning to an end. ``joined``: an "and" or a label parts it from the one
    before.
    """

    label: str
    words: str
    phrase: Phrase
    ranges: bool = False
    joined: bool = False

    @property
    def last(self) -> date | None:
        """The last of its days; None where it names none."""
        return self.phrase.span.last if self.phrase.span else None

    @property
    def is_to_be_confirmed(self) -> bool:
        """Whether it says that a date is still to be set."""
        return self.last is None and _TO_BE_CONFIRMED.fullmatch(self.words.strip()) is not None

    @property
    def is_of_no_date(self) -> bool:
        """Whether it says that something else than a date is still to be set: "costs to be determined"."""
        return self.is_to_be_confirmed and _NO_DATE.fullmatch(self.label) is not None

    @property
    def says_done(self) -> bool:
        """Whether its label says that something was done on that date: "Reviewed March 2022"."""
        is_before = self.label.casefold().endswith(" from")  # "revised from" names the date before
        return bool(_DONE_LABEL.fullmatch(self.label)) and not is_before and not _REVISED.fullmatch(self.label)


def dates_in(text: str, plain: str, said_on: date) -> list[LabelledDate]:
    """The dates of a text with their labels; empty when some of its words do not belong to a date.

    ``plain`` is the text with the day before the month; both have single spaces and one length.
    """
    for way in (_by_list, _by_parts, _by_scanning):
        found = way(text, plain, said_on)
        if found:
            return found
    return []


def milestones_of(printed: str, found: list[LabelledDate]) -> tuple[Milestone, ...]:
    """The milestones of dates: "was March 2023, now June 2023" is one milestone with an original date.

    For that at least one date must be marked as original or revised, and the others must be marked or have no label.
    """
    if len(found) == 1:
        only = found[0]
        if not only.label or _REVISED.fullmatch(only.label) or (only.ranges and _BEGINS.fullmatch(only.label)):
            return (Milestone("", printed, only.last),)
        return (Milestone(only.label, only.words, only.last),)
    before, after = _before_and_after_revision(found)
    if not before:
        return tuple(Milestone(one.label, one.words, one.last) for one in found)
    latest = after[-1]
    if latest.last is None and _NOTHING.fullmatch(latest.words):  # "Revised: n/a": the first still counts
        return (Milestone("", printed, before[-1].last),)
    return (Milestone("", printed, latest.last, original=before[0].last),)


def _before_and_after_revision(found: list[LabelledDate]) -> tuple[list[LabelledDate], list[LabelledDate]]:
    """The first dates and the revised ones; two empty lists where the words do not tell them apart."""
    lettered = {one.label for one in found} == _LETTERS
    first = [one for one in found if _ORIGINAL.fullmatch(one.label) or (lettered and one.label == "O")]
    revised = [one for one in found if _REVISED.fullmatch(one.label) or (lettered and one.label == "R")]
    plain = [one for one in found if not one.label]
    for dated in plain if revised else ():
        # "extended to March, then June": what follows a revised date is revised once more
        is_later = dated.last and revised[-1].last and dated.last > revised[-1].last
        if is_later and found.index(dated) > found.index(revised[-1]):
            revised.append(dated)
    plain = [one for one in plain if one not in revised]
    if len(first) + len(revised) + len(plain) != len(found):  # others have labels of their own
        return [], []
    if revised:
        before = first or plain
        return (before, revised) if before and before != revised else ([], [])
    return (first, plain) if first and len(plain) == 1 else ([], [])


def _by_list(text: str, plain: str, said_on: date) -> list[LabelledDate]:
    """Dates in a numbered list: "1. March 2. June"."""
    marks = list(_LISTED.finditer(plain))
    if len(marks) < 2 or [int(one[1]) for one in marks] != list(range(1, len(marks) + 1)) or marks[0].start():
        return []
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        here = slice(mark.end(), after.start() if after else len(plain))
        parts = _by_parts(text[here], plain[here], said_on)
        if len(parts) != 1:
            return []
        found.append(replace(parts[0], label=f"{mark[1]}. {parts[0].label}".strip(), joined=True))
    return found


def _by_parts(text: str, plain: str, said_on: date) -> list[LabelledDate]:
    """Dates that semicolons separate, with colons after their labels: "Phase 1: 2023; Phase 2: TBC"."""
    found = []
    start = 0
    for part in plain.split(";"):
        colon = part.rfind(":")
        if re.match(r":\d\d", part[colon:]):  # of a time of day
            colon = -1
        label = part[: max(colon, 0)].strip(JOIN)
        begin = colon + 1 + len(part[colon + 1 :]) - len(part[colon + 1 :].lstrip(JOIN))
        phrase = phrase_at(part, begin, said_on, alone=True) if part.strip(JOIN) else None
        if part.strip(JOIN):
            if phrase is None or not phrase.valid or part[phrase.end :].strip(JOIN):
                return []
            if label and not _is_label(label):
                return []
            found.append(
                LabelledDate(label, text[start + begin : start + phrase.end], phrase, joined=bool(label))
            )
        start += len(part) + 1
    return found


def _by_scanning(text: str, plain: str, said_on: date) -> list[LabelledDate]:
    """Dates anywhere among words."""
    found: list[LabelledDate] = []
    position = start = 0
    while position < len(plain):
        phrase = phrase_at(plain, position, said_on, alone=False) if _begins_word(plain, position) else None
        if phrase is None:
            position += 1
            if position - start > _LONGEST_GAP:
                return []
            continue
        gap, words = plain[start:position], text[position : phrase.end]
        if not phrase.valid:
            return []
        if found and _THROUGH.fullmatch(gap) and _GOES_ON.fullmatch(words):
            return []  # "March 2023 – ongoing" names its beginning
        if found and _THROUGH.fullmatch(gap) and _runs_on(found[-1], phrase):
            whole = found[-1].words + text[start : phrase.end]
            found[-1] = replace(found[-1], words=whole, phrase=phrase, ranges=True)
        else:
            label = _label_before(gap, found)
            counted = label and _COUNTED.search(label) and plain[position].isdigit() and ":" not in gap
            if label is None or counted:
                return []
            found.append(LabelledDate(label, words, phrase, phrase.form.ranges, bool(label or _AND.match(gap))))
        position = start = phrase.end
    rest = _label_before(plain[start:], found)
    if rest is None or (rest and not _is_state(rest)):
        return []
    return _without_beginnings(found)


def _begins_word(text: str, at: int) -> bool:
    """Whether a word or a number begins there; "3" does not in "1/3"."""
    return text[at].isalnum() and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/.'’"))


def _without_beginnings(found: list[LabelledDate]) -> list[LabelledDate]:
    """The dates without beginnings: "From April 2023" is no deadline; of "Started May 2022, due March 2023" only the
    second is one.
    """
    if any(_REVISED.fullmatch(one.label) for one in found):
        return found
    begins = [one for one in found if not one.ranges and re.search(r"\bfrom$", one.label)]
    if len(begins) == len(found):  # "Monthly from January 2023"; "from … to …" would be a revision
        return []
    return [one for one in found if one.ranges or not _BEGINS.fullmatch(one.label)]


def _runs_on(before: LabelledDate, after: Phrase) -> bool:
    """Whether "X to Y" is one time from X to Y."""
    span, until = before.phrase.span, after.span
    return span is not None and until is not None and span.first <= until.last


def _label_before(gap: str, found: list[LabelledDate]) -> str | None:
    """The label that the words between two dates make, "" for none; None when they are no label.

    Words in brackets just after a date label that date ("March 2023 (phase 1)"), when it has no label yet.
    """
    after = re.match(r"\s*\(([^()]*)\)", gap)
    words = after[1].strip(JOIN) if after else ""
    if after and found and not found[-1].label and (_is_label(words) or _is_state(words)):
        if not _is_state(words):
            found[-1] = replace(found[-1], label=words)
        gap = gap[after.end() :]
    label = re.sub(r"^(?:and|then)\b", "", gap.strip(JOIN)).strip(JOIN)
    label = _NAMES_DATE.sub("", label).strip(JOIN)
    return label if not label or _is_label(label) or (found and _is_state(label)) else None


def _is_state(words: str) -> bool:
    return bool(_STATE.fullmatch(words)) or from_print(words) is not None


def _is_label(words: str) -> bool:
    known = _ORIGINAL.fullmatch(words) or _REVISED.fullmatch(words) or _BEGINS.fullmatch(words)
    short = words[:1].isalpha() and len(words.split()) <= _LONGEST_LABEL
    return bool(known or (short and not _NOT_A_LABEL.search(words)))
