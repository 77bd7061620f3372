"""What a clause claims, so that two clauses can be compared: those parts of it that another wording must keep.

Names, dates, figures, "all" or "most", words of outcome ("signed", "started", "refused"), "not", and whether a thing is
done or still to come must be the same; other words may differ. Words are compared by form, not by meaning.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from register.days.date_spans import MONTHS
from register.lazy_pattern import LazyPattern
from register.words.text_folding import folded

_WORD = LazyPattern(r"[^\W_]+(?:[.,:/’'-][^\W_]+)*")
_THOUSANDS = LazyPattern(r"(?<=\d),(?=\d{3}(?:\D|$))")
_STEM = 5
_ENDINGS = ("ingly", "ing", "edly", "ed", "ies", "es", "s", "ly")
_SHORT = 3
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATES = (
    LazyPattern(
        rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"
    ),
    LazyPattern(r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>\d{4}|\d{2})\b"),
    LazyPattern(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
)
_FIGURES = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "thousand": "1000",
    "dozen": "12",
    "twice": "2",
    "half": "half",
    "quarter": "quarter",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
}
_NO_FIGURE = LazyPattern(
    r"\b(?:no|another|any|every|some|this|that|which|each|the|new|last|next|other) one\b|\bone (?:another|off)\b|"
    r"\bone-off\b",
    re.I,
)
_AMOUNTS = {
    **dict.fromkeys(("all", "every", "each", "everybody", "everyone", "fully", "entirely"), "all"),
    **dict.fromkeys(("most", "mostly", "majority"), "most"),
    **dict.fromkeys(("some", "several", "few", "partly", "partially"), "some"),
    "both": "both",
    "many": "many",
    "only": "only",
}
_NOT = frozenset(
    "not no never nobody none nothing cannot without neither nor unable fails failed fail nowhere".split()
)
_HELPERS = frozenset("is are was were has have had do does did ca wo could would should ai need".split())
_TO_COME = frozenset(
    "will shall should would might could going plan plans planned expect expects expected intend intends intended aim "
    "aims hope hopes hoped propose proposes proposed due pending await awaits awaited awaiting wait waits waiting soon "
    "tomorrow next wont".split()
)
_COMING = LazyPattern(r"\b(?:to be|may|yet to|is to|are to)\b")
_OUTCOMES = (
    "complete completed completes finish finished concluded done ended",
    "start started starts begin began begun begins beginning commenced launched",
    "sent send sends circulated issued distributed shared",
    "agree agreed agrees accept accepted accepts approve approved approves granted grant endorsed",
    "refuse refused refuses reject rejected rejects declined decline disagreed disagree",
    "meet met meets meeting meetings",
    "stop stopped stops paused halted suspended",
    "publish published publishes",
    "implement implemented delivered deliver delivers introduced",
    "answer answered answers replied replies reply responded respond response responses",
    "seen saw see sees",
    "review reviewed reviews considered consider considers",
    "gone went go goes",
    "provided provide provides",
    "find found finds",
    "write wrote written writes",
    "paid pay pays",
    "built build builds",
    "lost lose",
    "left leave leaves",
    "won win",
    "late delayed overdue",
    "increase increased increases rose risen",
    "decrease decreased reduced reduce fell fallen cut",
    "open opened reopened",
    "close closed closes",
)
_GROUP = {word: line.split()[0] for line in _OUTCOMES for word in line.split()}
_NO_OUTCOME = frozenset(
    "indeed hundred need speed shed used based related detailed named called required received".split()
)
_PRESENT = frozenset(
    "begins starts goes comes meets sends agrees accepts approves refuses rejects stops publishes delivers sees "
    "considers finds writes pays builds opens closes completes being".split()
)
_COMMON = frozenset(
    "about after again also already although another around because been before being between both could currently "
    "does doing during each either following from further furthermore give given have having held here hold however "
    "into just later least like made make meanwhile more most much must namely once other otherwise over own please "
    "previously quite rather received same since some still such take taken than that their them then there therefore "
    "these they this those though through thus took under until upon very well were what when where whereas whether "
    "which while whose will with within work would your".split()
)
CLAIM_TO_COME, CLAIM_UNDER_WAY, CLAIM_DONE = "to come", "under way", "done"
"""When what a clause says happens, as far as its words tell."""


@dataclass(frozen=True)
class NamedDate:
    """A date as it is named: "12 January" has no year, "January 2023" no day."""

    month: str
    day: str = ""
    year: str = ""

    def is_said_by(self, other: "NamedDate", years: frozenset[str]) -> bool:
        """Whether the other date is the same day, as precise or more so; a year it lacks may be one of ``years``."""
        same_day = not self.day or self.day == other.day
        same_year = not self.year or self.year == other.year or (not other.year and self.year in years)
        return self.month == other.month and same_day and same_year


@dataclass(frozen=True)
class ClauseFacts:
    """A clause, and what it claims: what is compared, in its order, with the word as it was typed.

    ``words`` are the stems of its other words that say something, ``every`` those of all its words, ``verbal`` those
    that can stand for an outcome. ``first`` is the word at its beginning, whose capital says nothing. ``groups`` are
    its names, those that "and" joins together.
    """

    dates: tuple[tuple[NamedDate, str], ...]
    figures: dict[str, str]
    amounts: dict[str, str]
    names: dict[str, str]
    outcomes: dict[str, str]
    words: frozenset[str]
    every: frozenset[str]
    verbal: frozenset[str]
    first: str
    groups: tuple[frozenset[str], ...]
    denies: bool
    tense: str
    is_passive: bool

    @property
    def is_empty(self) -> bool:
        """Whether it claims nothing that could be compared."""
        return not (self.dates or self.figures or self.names or self.outcomes or self.words)


_CUT = LazyPattern(
    r"\s*(?:[;:–—]|,?\s+(?:but|while|whereas|although|though)\b)\s*|(?:,?\s+and|,)\s+(?=(?P<after>.+))", re.I
)
_FINITE = LazyPattern(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|does|do|did|became|began|bought|brought|built|came|chose|done|fell|"
    r"found|gave|given|goes|gone|got|grew|held|led|left|lost|made|met|paid|put|ran|rose|said|saw|seen|sent|set|taken|told|"
    r"took|went|won|written|wrote|\w{2,}ed)\b",
    re.I,
)
_NEAR = 5
"""An "and" or comma begins a clause only where one of so many words after it is a verb."""


def clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence, split at ; : – and at "but" and the like, and between two verbs."""
    found, start = [], 0
    for match in _CUT.finditer(sentence):
        before, after = sentence[start : match.start()], match["after"]
        if after is None or (_FINITE.search(before) and _FINITE.search(" ".join(after.split()[:_NEAR]))):
            found.append(before)
            start = match.end()
    return tuple(one.strip() for one in (*found, sentence[start:]) if one.strip())


@lru_cache(maxsize=4096)
def claim_of(clause: str) -> ClauseFacts:
    """What a clause claims."""
    dates, rest = _without_dates(clause)
    typed = _WORD.findall(rest)
    plains = [folded(_THOUSANDS.sub("", word)) for word in typed]
    figures: dict[str, str] = {}
    amounts: dict[str, str] = {}
    names: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    words = set()
    ones = "one" in folded(_NO_FIGURE.sub(" ", rest)).split()
    for place, (word, plain) in enumerate(zip(typed, plains, strict=True)):
        if (figure := _figure(plain)) and (plain != "one" or ones):
            figures[figure] = word
        elif plain in _AMOUNTS:
            amounts[_AMOUNTS[plain]] = word
        elif _is_name(word, place):
            names[stem(plain)] = word
        elif outcome := _outcome(plain):
            # Reminded to complete: nothing is completed.
            is_meant = place > 0 and typed[place - 1].casefold() == "to"
            outcomes[f"to {outcome}" if is_meant else outcome] = word
        elif len(plain) > _SHORT and plain not in _COMMON | _NOT | _TO_COME:
            words.add(stem(plain))
    return ClauseFacts(
        dates=dates,
        figures=figures,
        amounts=amounts,
        names=names,
        outcomes=outcomes,
        words=frozenset(words),
        every=frozenset(map(stem, plains)),
        verbal=frozenset(
            stem(one)
            for before, one in pairwise(("", *plains))
            if before != "to" and not one.endswith(("ment", "ments"))
        ),
        first=typed[0] if typed else "",
        groups=_groups(rest, names),
        denies=_denies(clause),
        tense=_tense(rest),
        is_passive=bool(re.search(r"\bby\b", rest)),
    )


def _tense(rest: str) -> str:
    """CLAIM_TO_COME, CLAIM_UNDER_WAY, or else CLAIM_DONE."""
    plains = folded(rest).split()
    if _TO_COME.intersection(plains) or _COMING.search(rest):
        return CLAIM_TO_COME
    pairs = pairwise(plains)
    is_progressing = any(one in ("is", "are") and other.endswith("ing") for one, other in pairs)
    return CLAIM_UNDER_WAY if is_progressing or _PRESENT.intersection(plains) else CLAIM_DONE


def stem(plain: str) -> str:
    """What two forms of a folded word have in common: school and schools, agreed and agreeing."""
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORT:
            plain = plain.removesuffix(ending)
            break
    cut = plain[:_STEM]
    return cut.rstrip("e") if len(cut.rstrip("e")) >= _SHORT else cut


def _groups(rest: str, names: dict[str, str]) -> tuple[frozenset[str], ...]:
    """The stems of a clause's words that are in ``names``, each with those that "and" or a comma joins to it."""
    found: list[set[str]] = []
    end = 0
    for match in _WORD.finditer(rest):
        key = stem(folded(match[0]))
        if key not in names:
            continue
        between = rest[end : match.start()]
        if found and re.fullmatch(r"\s*(?:,|/|&|and|,\s*and)?\s*", between):
            found[-1].add(key)
        else:
            found.append({key})
        end = match.end()
    return tuple(map(frozenset, found))


def _without_dates(clause: str) -> tuple[tuple[tuple[NamedDate, str], ...], str]:
    found: list[tuple[NamedDate, str]] = []

    def taken(match: re.Match[str]) -> str:
        parts = match.groupdict()
        if parts.get("month"):
            if parts["month"] == "May" and not (parts["day"] or parts["year"]) and not _is_month(match):
                return match[0]
            month = parts["month"][:3].casefold()
        else:
            number = int(parts["number"])
            if not 1 <= number <= len(MONTHS):
                return match[0]
            month = MONTHS[number - 1]
        year = parts["year"] or ""
        day = (parts["day"] or "").lstrip("0")
        found.append((NamedDate(month, day, f"20{year}" if len(year) == 2 else year), match[0].strip(" .")))
        return " "

    for pattern in _DATES:
        clause = pattern.sub(taken, clause)
    return tuple(found), clause


def _is_month(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].split()
    return bool(before) and before[-1].casefold() in (
        "in",
        "by",
        "since",
        "until",
        "from",
        "to",
        "of",
        "end",
        "for",
        "on",
    )


def _figure(plain: str) -> str:
    if plain in _FIGURES:
        return _FIGURES[plain]
    if not any(sign.isdigit() for sign in plain):
        return ""
    return plain.lstrip("0") or "0"


def _outcome(plain: str) -> str:
    if plain in _TO_COME:
        return ""
    if plain in _GROUP:
        return _GROUP[plain]
    if plain.endswith("ing"):
        base = plain.removesuffix("ing")
        return _GROUP.get(base) or _GROUP.get(f"{base}e") or ""
    return stem(plain) if plain.endswith("ed") and len(plain) > _SHORT + 1 and plain not in _NO_OUTCOME else ""


def _is_name(word: str, place: int) -> bool:
    return word[1:] != word[1:].lower() or (place > 0 and word[0].isupper() and word != "I")


def _denies(text: str) -> bool:
    words = folded(text).split()
    contracted = any(word.endswith("nt") and word[:-2] in _HELPERS for word in words)
    return contracted or bool(_NOT.intersection(words)) or " yet to " in f" {' '.join(words)} "
