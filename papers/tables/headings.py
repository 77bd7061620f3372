"""The fields that the words of a heading may mean, each with a score."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from papers.tables.look_alikes import in_latin
from register.days.date_spans import MONTH_NAMES, MONTHS
from register.fields import FIELDS, FIELDS_BY_NAME
from register.lazy_pattern import LazyPattern

LONGEST = 120
"""The most letters of a heading; a row with a longer cell is no row of headings."""

VAGUE = 0.65
"""The score of a heading that says little by itself (one with a question mark in Field.headings)."""

_AKIN = 0.6
"""The factor for the score of a field that is akin to the one that a heading names (Field.akin)."""

_WITHOUT_DOUBT = 0.9
"""The score from which on a label names a field without doubt."""

_SECOND_FIELD = 0.9
"""The factor for the score of the second field of a phrase that is a heading of two fields."""

_STOP_WORDS = frozenset(
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
DATE_WORDS = frozenset(
    {*MONTH_NAMES, *MONTHS, "sept", "q", "qtr", "quarter", "smart", "st", "nd", "rd", "th"}
    | {"mid", "year", "month", "months", "three", "six", "nine", "twelve"}
)
"""Words that say for which date a column was written ("Update March 2023", "Position at six months"), and not what it
holds."""
NOISE_WORDS = DATE_WORDS | {"detail", "details", "text", "information", "column"}
_FUTURE_WORDS = frozenset({"will", "to", "be", "by", "must", "should", "for"})
"""Words of the future: "Date it will be completed" is a target date, and not the date completed."""
_PROMISE_WORDS = frozenset({"will", "be", "must", "should"})
"""Words of a promise: "Action to be taken in 2026/27" is what is to be done, and not the action taken."""
_BODY_WORDS = frozenset(
    {"partner", "partners", "organisation", "agency", "service", "department", "directorate", "division"}
    | {"site", "location", "school", "provider", "faculty", "unit"}
)
"""Words of headings under which bodies are named and no people."""
_REVISED_WORDS = frozenset(
    {
        "amended",
        "revised",
        "rev",
        "extended",
        "new",
        "updated",
        "latest",
        "rescheduled",
        "further",
        "second",
        "third",
    }
)
_ORIGINAL_WORDS = frozenset({"original", "orig", "originally", "initial", "initially", "first", "baseline"})
_TASKS = frozenset({"recommendation", "recommendations", "action", "actions"})
_NO_KINDS = frozenset(
    {"of", "for", "by", "in", "to", "against", "on", "since", "further", "last", "latest", "next", "type", "no"}
)
"""Words before "action" with which a heading names another thing than what is to be done."""
_FIELDS_OF_KINDS = frozenset({"section", "title", "owners", "scope"})
"""Fields whose headings may say whose or which actions these are: "Audit recommendation", "Trust action"."""
_CUT_WORDS = frozenset(
    {"of", "for", "by", "in", "to", "which", "that", "who", "against", "from", "on", "since", "as"}
)
_WHOSE = frozenset({"owners", "officers", "original", "target", "revised", "completed"})
"""Fields whose words before another's say whose that is, or of what: "Lead officer comments", "Due date status"."""
_REASONS = frozenset({"reason", "reasons", "rationale", "justification", "explanation"})
_FORMER = frozenset({"previous", "former", "old", "outgoing"})
_WHO_DID = frozenset(
    {
        "approved",
        "checked",
        "closed",
        "completed",
        "confirmed",
        "raised",
        "reported",
        "signed",
        "updated",
        "verified",
    }
)
"""What somebody did with an action, so that with "by" behind it a heading names them: "Closed by"."""
_COUNT_WORDS = frozenset({"number", "no", "nr", "count"})
_BRACKETS = LazyPattern(r"\([^()]*\)|\[[^][]*\]")
_PARTS = LazyPattern(r"\s*(?:/|&|\+|,|;|\band\b|\bor\b|\n)\s*", re.I)


@dataclass(frozen=True)
class Meaning:
    """What a heading may mean: a field, or the fields of a combined heading, with a score from 0 to 1."""

    fields: tuple[str, ...]
    score: float


@cache
def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """The phrases of all Field.headings, as tuples of words, with pairs (field, score), the likeliest field first.

    A question mark behind a phrase lowers its score to VAGUE; earlier phrases of a field have a slightly higher one.
    """
    scores: dict[tuple[str, ...], dict[str, float]] = {}
    marks_of: dict[tuple[tuple[str, ...], str], int] = {}
    for field in FIELDS:
        for rank, phrase in enumerate(field.phrases):
            words, marks = tuple(phrase.rstrip("?").split()), phrase.count("?")
            score = VAGUE if marks else 1.0
            scores.setdefault(words, {}).setdefault(field.name, score - rank * 0.0005)
            marks_of.setdefault((words, field.name), marks)
    return {
        words: tuple(sorted(fields.items(), key=lambda pair: marks_of[words, pair[0]]))
        for words, fields in scores.items()
    }


@cache
def _phrases_by_sorted_words() -> dict[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """The phrases with their words sorted, to match words in any order."""
    return {tuple(sorted(words)): fields for words, fields in reversed(_phrases().items())}


@cache
def _longest_phrase() -> int:
    return max(map(len, _phrases()))


@lru_cache(maxsize=4_096)
def folded(heading: str) -> str:
    """A heading in lower-case Latin letters with single spaces, without punctuation and digits."""
    words = unicodedata.normalize("NFKC", in_latin(heading)[0]).lower().replace("(s)", "s").replace("’", "'")
    return " ".join(re.sub(r"[^a-z#%]+", " ", re.sub(r"([#%])", r" \1 ", words.replace("'", ""))).split())


def is_exact(cell: str) -> bool:
    """Whether a cell is exactly a phrase of Field.headings; faster than ``meanings``, as it is asked of every row."""
    return len(cell) <= LONGEST and tuple(folded(cell).split()) in _phrases()


@lru_cache(maxsize=4_096)
def meanings(heading: str) -> tuple[Meaning, ...]:
    """What a heading may mean, the likeliest first; () when no phrase of a field is in it.

    Of a combined heading ("Lead / Timescale") the first meaning has several fields.
    """
    words = folded(heading).split()
    if not words or len(heading) > LONGEST:
        return ()
    if words == ["by"]:  # by when or by whom: the cells decide
        return (Meaning(("target",), VAGUE), Meaning(("owners",), VAGUE - 0.01))
    by_parts = _meanings_of_parts(heading)
    if by_parts and len(by_parts[0].fields) > 1:
        return by_parts
    exact = _meanings_of_all(words) or by_parts
    words_outside = folded(_BRACKETS.sub(" ", heading)).split()
    if not exact and words_outside != words:
        exact = tuple(Meaning(one.fields, one.score * 0.95) for one in _meanings_of_all(words_outside))
    scores: dict[str, float] = {one.fields[0]: one.score for one in exact} or _scores_by_phrases(words)
    for name, score in list(scores.items()):
        for other in () if name == "owners" and _BODY_WORDS & set(words) else FIELDS_BY_NAME[name].akin:
            scores[other] = max(scores.get(other, 0), score * _AKIN)
    if _FORMER & set(words):  # who was responsible before is not now
        scores = {name: score for name, score in scores.items() if name not in ("owners", "officers")}
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    return tuple(Meaning((name,), score) for name, score in ordered)


def named_field(label: str) -> str:
    """The field that a label names without doubt; "" for none."""
    likeliest = next(iter(meanings(label)), None)
    return likeliest.fields[0] if likeliest is not None and likeliest.score >= _WITHOUT_DOUBT else ""


def _meanings_of_parts(heading: str) -> tuple[Meaning, ...]:
    """The meanings of a heading of two to four parts that each are one of a field: "Lead / Timescale"; or ().

    "Progress / impact" may also be what was delivered, told by its cells.
    """
    parts = [folded(part).split() for part in _PARTS.split(heading.strip()) if part.strip()]
    part_meanings = [_meanings_of_all(part) for part in parts] if 2 <= len(parts) <= 4 else []
    if not part_meanings or not all(part_meanings):
        return ()
    names = tuple(dict.fromkeys(one[0].fields[0] for one in part_meanings))
    lowest_score = min(one[0].score for one in part_meanings) * 0.95
    if len(names) == 1:
        return (Meaning(names, lowest_score),)
    combined = [Meaning(names, lowest_score)]
    if set(names) == {"progress", "evidence"}:
        combined.append(Meaning(("delivered", "evidence"), lowest_score * 0.95))
    return (*combined, *(Meaning((name,), 0.5) for name in names))


def _meanings_of_all(words: list[str]) -> tuple[Meaning, ...]:
    """The meanings of all the words of a heading together, in any order, without words of dates and noise; or ()."""
    plain = [word for word in words if word not in NOISE_WORDS]
    while len(plain) < len(words) and plain and plain[0] in _STOP_WORDS:  # "details of action"
        plain = plain[1:]
    while len(plain) < len(words) and plain and plain[-1] in ("at", "as"):  # "Status as at 30 September"
        plain = plain[:-1]
    for key, score in ((tuple(words), 1.0), (tuple(plain), 0.98)):
        if key in _phrases():
            return _ranked(_phrases()[key], score)
    for words_tried in (words, [word for word in plain if word not in _STOP_WORDS]):
        fields = _phrases_by_sorted_words().get(tuple(sorted(words_tried))) if len(words_tried) > 1 else None
        if fields and not _is_promised(fields[0][0], words):
            return _ranked(fields, 0.96)
    if "since" in words and (since := _phrases().get(tuple(words[: words.index("since") + 1]))):
        return _ranked(since, 0.97)  # "Progress since last Board"
    return _original_or_revised(plain) or _task_of_a_kind(plain)


def _is_promised(name: str, words: list[str]) -> bool:
    """Whether a heading with the words of a field of the past speaks of the future."""
    future = {"completed": _FUTURE_WORDS, "delivered": _PROMISE_WORDS}.get(name, frozenset())
    return bool(future & set(words))


def _original_or_revised(words: list[str]) -> tuple[Meaning, ...]:
    """The meaning of a heading of target dates with a word for which of them: "Amended due date"; () for others."""
    for marks, name in ((_REVISED_WORDS, "revised"), (_ORIGINAL_WORDS, "original")):
        # "Agreed date" alone is the first one, and "Latest agreed date" the revised one.
        is_agreed = name == "revised" and _ORIGINAL_WORDS.isdisjoint(words)
        dates = (("target",), ("original",)) if is_agreed else (("target",),)
        rest = [word for word in words if word not in marks]
        alone = [
            word for word in rest if word not in ("date", "dates")
        ]  # which may be the heading over several
        for others in (rest, alone) if len(rest) < len(words) else ():
            if others and any(one.fields in dates for one in _meanings_of_all(others)[:1]):
                return (Meaning((name,), 0.95),)
    return ()


def _task_of_a_kind(words: list[str]) -> tuple[Meaning, ...]:
    """The meaning of a heading that says whose or which recommendations or actions: "Prior recommendation", "Trust
    action"; () for others, as for one that names a field of its own before: "Status of action".
    """
    *kind, last = words or [""]
    if not 1 <= len(kind) <= 3 or last not in _TASKS or _NO_KINDS & set(kind):
        return ()
    names_field = any(name not in _FIELDS_OF_KINDS for _begin, _end, name, _score in _spans(kind))
    return () if names_field else (Meaning(("defined",), 0.94),)


def _ranked(fields: tuple[tuple[str, float], ...], factor: float) -> tuple[Meaning, ...]:
    """The meanings of a phrase from its pairs (field, score), with each score times ``factor``, the first one ahead."""
    return tuple(
        Meaning((name,), score * factor * (_SECOND_FIELD if rank else 1))
        for rank, (name, score) in enumerate(fields)
    )


def _scores_by_phrases(words: list[str]) -> dict[str, float]:
    """Scores by field for a longer heading that only contains phrases.

    The longest phrase before "of", "for" or "by" (of all phrases, where none is before) weighs most, of equally long
    ones the last; whose or of what it is, weighs nothing against what that is: "Lead officer comments".
    """
    spans = _spans(words)
    if not spans or _names_no_field(words):
        return {}
    cut = next(
        (
            at
            for at, word in enumerate(words)
            if word in _CUT_WORDS and not any(b <= at < e for b, e, _, _ in spans)
        ),
        len(words),
    )
    before = [span for span in spans if span[1] <= cut]
    main = before or spans
    head = max(main, key=lambda span: (span[1] - span[0], span[1]))
    last = max(main, key=lambda span: span[1])
    is_of_others = head[2] in _WHOSE and last[2] not in (*_WHOSE, "ref")
    head = last if is_of_others else head
    weighed_words = words[:cut] if before else words
    covered: dict[str, float] = {}
    for begin, end, name, _sure in main:
        into = head[2] if is_of_others and name in _WHOSE else name
        covered[into] = covered.get(into, 0) + _weight(words[begin:end])
    scores: dict[str, float] = {}
    for begin, end, name, phrase_score in spans:
        if (begin, end) == head[:2]:
            score = phrase_score * (0.5 + 0.42 * min(covered[name] / max(_weight(weighed_words), 0.1), 1))
        else:
            score = phrase_score * 0.35 * min(_weight(words[begin:end]) / max(_weight(words), 0.1), 1)
        scores[name] = max(scores.get(name, 0), score)
    return scores


def _names_no_field(words: list[str]) -> bool:
    """Whether a heading that has words of a field is of none: "Issue type" is neither the issue nor a section, "Number
    of times revised" no reference, "Date of last update" no target date, "Closed by" no progress.
    """
    is_of_update = "date" in words and words[-1] in ("update", "updated") and words[0] in ("date", "last")
    of_words = _phrases().get(tuple(words[:-1]), ()) if words[-1] == "date" else ()  # "Latest note date"
    is_day_of_words = is_of_update or any(name == "delivered" for name, _score in of_words[:1])
    is_whoever = words[-1] == "by" and words[0] in _WHO_DID
    return is_whoever or words[-1] == "type" or words[0] in _REASONS or is_day_of_words or _is_count(words)


def _is_count(words: list[str]) -> bool:
    """Whether the words of a heading name how many there are of something."""
    return any(word in _COUNT_WORDS and after == "of" for word, after in itertools.pairwise(words))


def _spans(words: list[str]) -> list[tuple[int, int, str, float]]:
    """The phrases among the words, without overlap and the longest first, as (begin, end, field, score).

    ``end`` is the index after the last word.
    """
    options = [
        (end - begin, begin, end, *_phrases()[tuple(words[begin:end])][0])
        for begin in range(len(words))
        for end in range(begin + 1, min(begin + _longest_phrase(), len(words)) + 1)
        if tuple(words[begin:end]) in _phrases()
    ]
    chosen: list[tuple[int, int, str, float]] = []
    for _length, begin, end, name, score in sorted(options, key=lambda option: (-option[0], -option[1])):
        if not any(begin < e and b < end for b, e, _, _ in chosen):
            chosen.append((begin, end, name, score))
    return chosen


def _weight(words: list[str]) -> float:
    """The sum of the weights of words: 0 for noise, 0.15 for a stop word, 1 for any other."""
    return sum(0.0 if word in NOISE_WORDS else 0.15 if word in _STOP_WORDS else 1.0 for word in words)


def recency(heading: str, at: int) -> int:
    """A sort key by which the latest of several columns of one field has the highest value.

    A heading with "current" or "latest" is higher than all, one with "previous" or "old" lower. Columns with a date in
    the heading count from left to right, others from right to left.
    """
    words = set(folded(heading).split())
    if words & {"current", "latest", "new"}:
        return 1_000
    if words & {"previous", "last", "prior", "old"}:
        return -1_000
    return at if words & DATE_WORDS or any(letter.isdigit() for letter in heading) else -at
