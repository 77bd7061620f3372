"""What a heading says of its column: the fields its words may mean, and how surely."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from papers.tables.look_alikes import in_latin
from register.days.date_spans import MONTH_NAMES, MONTHS
from register.fields import BY_NAME, FIELDS
from register.lazy_pattern import lazy_pattern

LONGEST = 120
"""Letters of a heading; a row with a longer cell is one of words."""

VAGUE = 0.65
"""How surely a heading that says little by itself names its field."""

_SECOND = 0.9
"""How likely a heading of two fields is the second of them, against the first."""

_STOP = frozenset(
    {
        "a",
        "an",
        "and",
        "any",
        "as",
        "at",
        "be",
        "by",
        "current",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "of",
    }
    | {"on", "or", "the", "this", "to", "was", "were", "where", "will", "with", "please", "applicable", "if"}
)
WHEN = frozenset({*MONTH_NAMES, *MONTHS, "sept", "q", "qtr", "quarter", "smart", "st", "nd", "rd", "th"})
"""Words that say when a column was written, and not what it holds."""
NOISE = WHEN | {"detail", "details", "text", "information", "column"}
_TO_COME = frozenset({"will", "to", "be", "by", "must", "should", "for"})
"""Words without which "Date it will be completed" would be the date on which it was."""
_LATER = frozenset(
    {"amended", "revised", "extended", "new", "updated", "latest", "rescheduled", "further", "second", "third"}
)
_FIRST = frozenset({"original", "originally", "initial", "initially", "first", "baseline"})
_COUNTS = frozenset({"number", "no", "nr", "count"})
_CUTS = frozenset(
    {"of", "for", "by", "in", "to", "which", "that", "who", "against", "from", "on", "since", "as"}
)
_BRACKETS = lazy_pattern(r"\([^()]*\)|\[[^][]*\]")
_PARTS = lazy_pattern(r"\s*(?:/|&|\+|,|;|\band\b|\bor\b|\n)\s*", re.I)


@dataclass(frozen=True)
class Meaning:
    """What a heading may mean: a field, or several of a combined heading, and how surely (0 to 1)."""

    fields: tuple[str, ...]
    score: float


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """Each heading of the table of fields as its words, with the fields it may name and how surely it does."""
    known: dict[tuple[str, ...], dict[str, float]] = {}
    vague: dict[tuple[tuple[str, ...], str], int] = {}
    for field in FIELDS:
        for rank, phrase in enumerate(field.phrases):
            words, marks = tuple(phrase.rstrip("?").split()), phrase.count("?")
            sure = VAGUE if marks else 1.0
            known.setdefault(words, {}).setdefault(field.name, sure - rank * 0.0005)
            vague.setdefault((words, field.name), marks)
    return {
        words: tuple(sorted(fields.items(), key=lambda one: vague[words, one[0]]))
        for words, fields in known.items()
    }


@cache
def _bags() -> dict[tuple[str, ...], tuple[tuple[str, float], ...]]:
    return {tuple(sorted(words)): fields for words, fields in reversed(_phrases().items())}


@cache
def _longest_phrase() -> int:
    return max(map(len, _phrases()))


@lru_cache(maxsize=4_096)
def folded(heading: str) -> str:
    """A heading in lower case Latin letters and single spaces, without its punctuation."""
    words = unicodedata.normalize("NFKC", in_latin(heading)[0]).lower().replace("(s)", "s").replace("’", "'")
    return " ".join(re.sub(r"[^a-z#%]+", " ", re.sub(r"([#%])", r" \1 ", words.replace("'", ""))).split())


def is_exact(cell: str) -> bool:
    """Whether a cell is, word for word, a heading that papers print; quick, for rows of data."""
    return len(cell) <= LONGEST and tuple(folded(cell).split()) in _phrases()


@lru_cache(maxsize=4_096)
def meanings(heading: str) -> tuple[Meaning, ...]:
    """The fields a heading may mean, the likeliest first; () when none of its words says anything."""
    words = folded(heading).split()
    if not words or len(heading) > LONGEST:
        return ()
    if words == ["by"]:  # when, or whom: its cells tell
        return (Meaning(("target",), VAGUE), Meaning(("owners",), VAGUE - 0.01))
    parts = [folded(part).split() for part in _PARTS.split(heading.strip()) if part.strip()]
    meant = [_whole(part) for part in parts] if 2 <= len(parts) <= 4 else []
    exact = _whole(words)
    if meant and all(meant):
        names = tuple(dict.fromkeys(one[0].fields[0] for one in meant))
        sure = min(one[0].score for one in meant) * 0.95
        if len(names) > 1:
            return (Meaning(names, sure), *(Meaning((name,), 0.5) for name in names))
        exact = exact or (Meaning(names[:1], sure),)
    outside = folded(_BRACKETS.sub(" ", heading)).split()
    if not exact and outside != words:
        exact = tuple(Meaning(one.fields, one.score * 0.95) for one in _whole(outside))
    found: dict[str, float] = {one.fields[0]: one.score for one in exact} or _partly(words)
    for name, score in list(found.items()):
        for other in BY_NAME[name].akin:
            found[other] = max(found.get(other, 0), score * 0.6)
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    return tuple(Meaning((name,), score) for name, score in ordered)


def _whole(words: list[str]) -> tuple[Meaning, ...]:
    """What all the words of a heading mean together, whatever their order, months and years apart."""
    plain = [word for word in words if word not in NOISE]
    while len(plain) < len(words) and plain and plain[0] in _STOP:  # "details of action"
        plain = plain[1:]
    for way, sure in ((tuple(words), 1.0), (tuple(plain), 0.98)):
        if way in _phrases():
            return _each(_phrases()[way], sure)
    for some in (words, [word for word in plain if word not in _STOP]):
        meant = _bags().get(tuple(sorted(some))) if len(some) > 1 else None
        if meant and not (meant[0][0] == "completed" and _TO_COME & set(words)):
            return _each(meant, 0.96)
    return _first_or_later(plain)


def _first_or_later(words: list[str]) -> tuple[Meaning, ...]:
    """What a heading of target dates means with a word before it that says which: "Amended due date"."""
    for marks, name in ((_LATER, "revised"), (_FIRST, "original")):
        rest = [word for word in words if word not in marks]
        if rest and len(rest) < len(words) and any(one.fields == ("target",) for one in _whole(rest)[:1]):
            return (Meaning((name,), 0.95),)
    return ()


def _each(fields: tuple[tuple[str, float], ...], sure: float) -> tuple[Meaning, ...]:
    """The fields of a phrase that is a heading of several: the first is likelier than the others."""
    return tuple(
        Meaning((name,), score * sure * (_SECOND if rank else 1)) for rank, (name, score) in enumerate(fields)
    )


def _partly(words: list[str]) -> dict[str, float]:
    """What a longer heading's phrases mean: the one before "of", "for" or "by", or the last, weighs most."""
    spans = _spans(words)
    # "Issue type" is neither the issue nor a section, and "Number of times revised" counts.
    if not spans or words[-1] == "type" or _counts(words):
        return {}
    cut = next(
        (at for at, word in enumerate(words) if word in _CUTS and not any(b <= at < e for b, e, _, _ in spans)),
        len(words),
    )
    before = [span for span in spans if span[1] <= cut]
    main = before or spans
    head = max(main, key=lambda span: (span[1] - span[0], span[1]))
    part = words[:cut] if before else words
    covered: dict[str, float] = {}
    for begin, end, name, _sure in main:
        covered[name] = covered.get(name, 0) + _weight(words[begin:end])
    found: dict[str, float] = {}
    for begin, end, name, sure in spans:
        if (begin, end) == head[:2]:
            score = sure * (0.5 + 0.42 * min(covered[name] / max(_weight(part), 0.1), 1))
        else:
            score = sure * 0.35 * min(_weight(words[begin:end]) / max(_weight(words), 0.1), 1)
        found[name] = max(found.get(name, 0), score)
    return found


def _counts(words: list[str]) -> bool:
    return any(word in _COUNTS and after == "of" for word, after in itertools.pairwise(words))


def _spans(words: list[str]) -> list[tuple[int, int, str, float]]:
    """The known phrases in a row of words, the longest first chosen, none over another."""
    options = [
        (end - begin, begin, end, *_phrases()[tuple(words[begin:end])][0])
        for begin in range(len(words))
        for end in range(begin + 1, min(begin + _longest_phrase(), len(words)) + 1)
        if tuple(words[begin:end]) in _phrases()
    ]
    taken: list[tuple[int, int, str, float]] = []
    for _length, begin, end, name, sure in sorted(options, key=lambda option: (-option[0], -option[1])):
        if not any(begin < e and b < end for b, e, _, _ in taken):
            taken.append((begin, end, name, sure))
    return taken


def _weight(words: list[str]) -> float:
    return sum(0.0 if word in NOISE else 0.15 if word in _STOP else 1.0 for word in words)
