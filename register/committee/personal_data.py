"""Personal data in words that are about to be published: pointed at with its place, for a person to decide on.

What is looked for: e-mail addresses, telephone numbers, NHS numbers, unique pupil numbers (UPN), dates of birth, the
names that are given, of pupils or of officers who are not to be named, and what looks like anybody else's name. Finding
nothing is no promise that there is nothing: rare first names without a title, addresses and descriptions are not found.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from register.committee.given_names import GIVEN_NAMES
from register.lazy_pattern import LazyPattern
from register.words.text_folding import SignTable


class PersonalDataKind(StrEnum):
    """What was found, as it is put to a person."""

    EMAIL = "e-mail address"
    TELEPHONE = "telephone number"
    NHS_NUMBER = "NHS number"
    UPN = "unique pupil number"
    DATE_OF_BIRTH = "date of birth"
    NAME = "name"


@dataclass(frozen=True)
class PlacedText:
    """Words of a paper and where they stand: the ref of an action ("" for the report), and the field or heading."""

    ref: str
    field: str
    words: str

    @property
    def place(self) -> str:
        """Where they stand, in words."""
        return f"Action {self.ref}, {self.field}" if self.ref else self.field


@dataclass(frozen=True)
class Name:
    """The name of somebody who is not to be named, and what they are: "pupil", "officer below head of service"."""

    words: str
    whose: str


@dataclass(frozen=True)
class Finding:
    """Something that may be personal data. ``start`` is where ``words`` begin in the text of that place."""

    ref: str
    field: str
    kind: PersonalDataKind
    words: str
    start: int
    whose: str = ""

    @property
    def place(self) -> str:
        """The place where it was found, in words."""
        return f"Action {self.ref}, {self.field}" if self.ref else self.field


_CELL = 60
"""Up to how many letters the words of a text are often those of another: a cell's date, progress or directorate."""


def find(
    texts: Iterable[PlacedText], names: Sequence[Name] = (), may_be_named: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Everything that may be personal data, in the order of the texts and, within a text, of its position.

    ``may_be_named`` are words that hold the names of those whom a paper may name: officers from a level up, Members.

    Where two kinds fit the same words (an NHS number looks like a telephone number) there is one finding, of the kind
    that is looked for first; so those that a check digit proves come before telephone numbers.
    """
    allowed = " ".join(_without_accents(one) for one in may_be_named)
    patterns = [(name, _pattern(name.words)) for name in names if name.words.strip()]
    found: list[Finding] = []
    clear: set[str] = set()
    for text in texts:
        if text.words in clear:
            continue
        in_this_text = [
            *_emails(text),
            *_upns(text),
            *_nhs_numbers(text),
            *_births(text),
            *_telephones(text),
            *_names(text, patterns),
            *_people(text, allowed),
        ]
        found += _without_overlaps(in_this_text)
        if not in_this_text and len(text.words) <= _CELL:
            clear.add(text.words)
    return tuple(found)


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    """The findings without those that overlap an earlier one of the list, ordered by where they start."""
    chosen: list[Finding] = []
    for finding in findings:
        place = bisect(chosen, finding.start, key=lambda other: other.start)
        before, after = chosen[place - 1 : place], chosen[place : place + 1]
        clear_before = all(other.start + len(other.words) <= finding.start for other in before)
        if clear_before and all(finding.start + len(finding.words) <= other.start for other in after):
            chosen.insert(place, finding)
    return chosen


def _found(
    text: PlacedText, kind: PersonalDataKind, match: re.Match[str], group: int | str = 0, whose: str = ""
) -> Finding:
    return Finding(text.ref, text.field, kind, match[group], match.start(group), whose)


_EMAIL = LazyPattern(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|\s?[\[({]\s?at\s?[\])}]\s?)(?:[\w-]+(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?))+[^\W\d_]{2,}",
    re.I,
)


def _emails(text: PlacedText) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text.words):
        yield _found(text, PersonalDataKind.EMAIL, match)


_NATIONAL = LazyPattern(
    r"(?<![\w.,£$€/+-])(?:\(0\d{1,5}\)|0\d)(?:[ \u00a0\-–.()]{0,2}\d){6,10}(?![\w/]|[.,]\d)"
)
_INTERNATIONAL = LazyPattern(r"(?<![\w.])(?:\+|00)[1-9](?:[ \u00a0\-–.()]{0,3}\d){7,14}(?!\w|[.,]\d)")
_LABELLED = LazyPattern(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|fax|dial|ext(?:ension)?)\b(?:\s*(?:no|number))?[.:]{0,2}\s{0,2}"
    r"(?P<number>\d(?:[ \u00a0\-–.]?\d){3,14})(?![\w/])",
    re.I,
)
_DATE = LazyPattern(r"\d{1,2}[.\-–]\d{1,2}[.\-–](?:19|20)?\d\d\b")
_SHORT = {"08001111", "0845464"}
"""Helplines of fewer digits than others."""


def _telephones(text: PlacedText) -> Iterator[Finding]:
    for match in _INTERNATIONAL.finditer(text.words):
        yield _found(text, PersonalDataKind.TELEPHONE, match)
    for match in _NATIONAL.finditer(text.words):
        digits = re.sub(r"\D", "", match[0])
        if _DATE.match(match[0]):
            continue
        if (len(digits) in (10, 11) and digits[1] in "1235789") or digits in _SHORT:
            yield _found(text, PersonalDataKind.TELEPHONE, match)
    for match in _LABELLED.finditer(text.words):
        yield _found(text, PersonalDataKind.TELEPHONE, match, "number")


_NHS = LazyPattern(r"(?<![\w.,£$€/+-])\d{3}(?P<gap>[ \u00a0-]?)\d{3}(?P=gap)\d{4}(?![\w/]|[.,-]\d)")
_NHS_LABEL = LazyPattern(r"\b(?:NHS|CHI)\b(?:\s*(?:no|number|id))?\b[^\w\n]{0,4}$", re.I)


def _nhs_numbers(text: PlacedText) -> Iterator[Finding]:
    """NHS numbers that their check digit proves, and any that are called so."""
    for match in _NHS.finditer(text.words):
        labelled = _NHS_LABEL.search(text.words[max(0, match.start() - 40) : match.start()]) is not None
        if labelled or is_nhs_number(match[0]):
            yield _found(text, PersonalDataKind.NHS_NUMBER, match)


def is_nhs_number(words: str) -> bool:
    """Whether the ten digits end in their check digit (modulus 11; NHS Data Dictionary, "NHS NUMBER").

    Numbers begin with 3, 4, 6, 7 or 9 (the last for tests); Scotland's begin with the day of birth and count too.
    """
    digits = [int(one) for one in re.sub(r"\D", "", words)]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    is_scottish = 1 <= day <= 31 and 1 <= month <= 12
    return check % 11 == digits[9] and (digits[0] in (3, 4, 6, 7, 9) or is_scottish)


_UPN = LazyPattern(r"(?<!\w)[A-HJ-NP-RT-Z] ?\d{3} ?\d{4} ?\d{4}[\dA-HJ-NP-RT-Z](?!\w)", re.I)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _upns(text: PlacedText) -> Iterator[Finding]:
    for match in _UPN.finditer(text.words):
        if is_upn(match[0]):
            yield _found(text, PersonalDataKind.UPN, match)


def is_upn(words: str) -> bool:
    """Whether the thirteen signs are a unique pupil number with the right check letter.

    The letter encodes the sum of the twelve others by their weights 2 to 13, modulo 23; a temporary number ends in
    a letter, which counts as its place (Department for Education, Unique Pupil Numbers: guidance, "check letter").
    """
    signs = re.sub(r"\s", "", words).upper()
    if not re.fullmatch(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]", signs):
        return False
    values = [int(sign) if sign.isdecimal() else _UPN_LETTERS.index(sign) for sign in signs[1:]]
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23] == signs[0]


_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS},? \d{{2,4}}|{_MONTHS} (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?\d{{4}})"
)
_BIRTH = LazyPattern(
    r"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?date|birthday|born)(?: on| in| is| was)?"
    rf"\W{{0,4}}(?P<day>{_DAY})\b",
    re.I,
)


def _births(text: PlacedText) -> Iterator[Finding]:
    """Dates that are said to be somebody's date of birth; any other date is none."""
    for match in _BIRTH.finditer(text.words):
        yield _found(text, PersonalDataKind.DATE_OF_BIRTH, match, "day")


def _names(text: PlacedText, patterns: Sequence[tuple[Name, re.Pattern[str]]]) -> Iterator[Finding]:
    if not patterns:
        return
    plain = _without_accents(text.words)
    for name, pattern in patterns:
        for match in pattern.finditer(plain):
            words = text.words[match.start() : match.end()]
            yield Finding(text.ref, text.field, PersonalDataKind.NAME, words, match.start(), name.whose)


NOT_LISTED = "not among those who may be named"
_PART = r"[A-Z](?:[\w-]|'(?!s\b))*[a-z]"
_TITLED = rf"(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? (?:[A-Z]\.? |{_PART} )?"
_PERSON = LazyPattern(rf"(?<!\w)(?:{_TITLED}|(?P<given>{_PART}) (?:[A-Z]\.? )?)(?P<last>{_PART})")
_CHILD = LazyPattern(
    rf"\b(?:pupil|child|student|learner|boy|girl|son|daughter),? (?:called |named )?(?P<given>{_PART})\b"
)
_NO_SURNAMES = frozenset(
    "Academy Avenue Building Centre Close College Committee Council Day Foundation Grammar Hall High Hospital House "
    "Lane Members Park Primary Report Review Road School Street Trust University Way".split()
)


def _people(text: PlacedText, allowed: str) -> Iterator[Finding]:
    """What looks like somebody's name: a title or a usual first name before a surname, a child's first name. Those who
    may be named are left out, by their surname.
    """
    plain = _without_accents(text.words)
    for match in _PERSON.finditer(plain):
        is_name = match["given"] is None or match["given"] in GIVEN_NAMES
        if not is_name or match["last"] in _NO_SURNAMES:
            continue
        if not re.search(rf"(?<!\w){re.escape(match['last'])}(?!\w)", allowed):
            words = text.words[match.start() : match.end()]
            yield Finding(text.ref, text.field, PersonalDataKind.NAME, words, match.start(), NOT_LISTED)
    for match in _CHILD.finditer(plain):
        if match["given"] in GIVEN_NAMES:
            yield _found(text, PersonalDataKind.NAME, match, "given", NOT_LISTED)


def _pattern(name: str) -> re.Pattern[str]:
    """A name as people write it: with names between, the other way round, by initial, or by title and surname.

    Capital letters count, so that "may" and "will" are no people; a name all in capitals is one too.
    """
    parts = [re.escape(one) for one in _without_accents(name).split()]
    if len(parts) == 1:
        return re.compile(rf"(?<!\w)(?:{_cased(parts[0])})(?!\w)")
    first, last = _cased(parts[0]), _cased(parts[-1])
    initial = re.escape(_without_accents(name).split()[0][0].upper())
    between = r"(?:[\s.]+[A-Z][\w'’.-]*){0,2}"
    titles = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Cllr|Councillor)\.?"
    ways = (
        rf"(?:{first}){between}\s+(?:{last})",
        rf"(?:{last}),\s*(?:{first}|{initial}\b\.?)",
        rf"{initial}\.?\s*(?:[A-Z]\.?\s*){{0,2}}(?:{last})",
        rf"{titles}\s+(?:{last})",
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")


def _cased(part: str) -> str:
    """A part of a name as it was given, and in capitals."""
    return f"{part}|{part.upper()}"


def _without_accents(words: str) -> str:
    """The words letter by letter without their accents, as long as they were; curly apostrophes are straight."""
    return words if words.isascii() else words.translate(_WITHOUT_ACCENT)


_WITHOUT_ACCENT = SignTable(lambda sign: "'" if sign == "’" else unicodedata.normalize("NFD", sign)[0])
