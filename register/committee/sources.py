"""Where each sentence of a paper comes from: the changes of the register that say so.

A sentence rests on what shares its words. It may say them otherwise, but names, numbers and dates that nothing in view
says are invented, and so is a sentence most of whose words nobody gave.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from register.changes import Added, DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.committee.paper_events import Dated
from register.words.text_folding import folded

PAPER = "paper"
"""The source of what was read from a committee's paper."""

_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"'”’)]))\s+(?=[\"'“‘(]*[A-Z0-9])|\n+")
_WORD = re.compile(r"[^\W_]+(?:[.,:/’'-][^\W_]+)*")
_STEM = 5
"""Letters by which two forms of a word are one: agreed, agreement."""
_SHORT = 3
_SHARE = 3
"""One in so many of a sentence's words, at least, must have been given."""
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT = frozenset({"not", "no", "never", "nobody", "none", "nothing", "cannot", "without", "neither", "nor"})
_HELPERS = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "ca", "wo", "could", "would"}
)
_COMMON = frozenset(
    "about after also already been before being between both could each from have into more most other over since some "
    "such than that their them then there these they this those under until upon very were what when where which while "
    "will with within would your".split()
)


@dataclass(frozen=True)
class Statement:
    """A sentence, and the numbers of the changes that say it."""

    text: str
    changes: tuple[int, ...]


@dataclass(frozen=True)
class Origin:
    """A change that a sentence rests on: its number, by whom, on which local day, and whether a paper said it."""

    change: int
    by: str
    on: date
    is_paper: bool


@dataclass(frozen=True)
class Sourced:
    """A sentence that a paper prints of an action, and where it comes from; nothing where nobody knows."""

    ref: str
    text: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Traced:
    """A sentence, the changes that it rests on, and the names and figures in it that none of them says."""

    text: str
    changes: tuple[int, ...]
    unsaid: tuple[str, ...] = ()

    @property
    def is_invented(self) -> bool:
        """Whether nothing in view says it, or not all of it."""
        return not self.changes or bool(self.unsaid)


def sentences(words: str) -> tuple[str, ...]:
    """The sentences of some words, in order; a line break ends one."""
    return tuple(filter(None, (one.strip() for one in _END.split(words))))


def statements(story: Iterable[Dated], updates: Iterable[int]) -> tuple[Statement, ...]:
    """What an action's changes say, in their order: the sentences of its words under "delivered" as they stand, then
    those of these updates (by their numbers), as far as they stand.
    """
    origin: dict[str, tuple[int, ...]] = {}
    words = ""
    stated: dict[int, tuple[str, tuple[int, ...]]] = {}
    for dated in story:
        match dated.change:
            case Added():
                words = dated.change.state.delivered
                origin |= {folded(each): (dated.number,) for each in sentences(words)}
            case UpdateAdded():
                stated[dated.change.update.id] = (dated.change.update.text, (dated.number,))
            case UpdateEdited():
                stated[dated.change.id] = (dated.change.text, (*stated[dated.change.id][1], dated.number))
            case UpdateWithdrawn():
                stated.pop(dated.change.id, None)
            case DeliveredChanged():
                words = dated.change.now
                origin |= _origins(
                    dated, origin, {number: changes for number, (_text, changes) in stated.items()}
                )
    found = [Statement(each, origin.get(folded(each), ())) for each in sentences(words)]
    for number in updates:
        text, changes = stated.get(number, ("", ()))
        found += [Statement(each, changes) for each in sentences(text)]
    return tuple(found)


def _origins(
    dated: Dated, origin: dict[str, tuple[int, ...]], stated: dict[int, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """The changes on which each sentence of new words rests; of words before sentences were traced, all in view."""
    assert isinstance(dated.change, DeliveredChanged)  # noqa: S101 - the caller has looked
    parts = sentences(dated.change.now)
    if dated.source == PAPER:
        return {folded(each): (dated.number,) for each in parts}
    if len(dated.change.sources) == len(parts):
        return {folded(each): changes for each, changes in zip(parts, dated.change.sources, strict=True)}
    in_view = tuple(change for number in dated.change.updates for change in stated.get(number, ()))
    return {folded(each): origin.get(folded(each)) or in_view for each in parts}


def trace(words: str, known: Sequence[Statement], about: str = "") -> tuple[Traced, ...]:
    """Each sentence of the words with the changes it rests on among what is ``known``.

    ``about`` are words that say nothing of what was done and may be used: the action's own, the committee's name.
    """
    tokens = [(one, _tokens(one.text)) for one in known]
    free = _tokens(about)
    return tuple(_traced(sentence, tokens, free) for sentence in sentences(words))


def _traced(sentence: str, known: Sequence[tuple[Statement, frozenset[str]]], free: frozenset[str]) -> Traced:
    plain = folded(sentence)
    same = [one for one, _tokens_ in known if _holds(folded(one.text), plain)]
    if same:
        return Traced(sentence, _numbers(same[-1:]))
    facts = {_key(word): word for word in _facts(sentence)}
    wanted = {_key(word) for word in _WORD.findall(sentence) if _counts(word)} | facts.keys()
    left, used = set(wanted), []
    while left:
        best = max(known, key=lambda one: len(left & one[1]), default=None)
        if best is None or not left & best[1]:
            break
        used.append(best[0])
        left -= best[1]
    unsaid = tuple(word for key, word in facts.items() if key in left and key not in free)
    is_given = bool(wanted) and len(wanted - left) * _SHARE >= len(wanted - (left & free))
    is_turned = all(_denies(one.text) != _denies(sentence) for one in used)
    if is_turned:
        used = []
    return Traced(sentence, _numbers(used) if is_given else (), unsaid)


def _holds(given: str, plain: str) -> bool:
    """Whether words are given as they stand: whole, or so many that what is left out turns nothing round."""
    return given == plain or (
        len(plain.split()) > _SHORT and plain in given and _denies(given) == _denies(plain)
    )


def _denies(text: str) -> bool:
    words = folded(text).split()
    return any(word in _NOT or (word.endswith("nt") and word[:-2] in _HELPERS) for word in words)


def _numbers(used: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(sorted({number for one in used for number in one.changes}))


def _tokens(text: str) -> frozenset[str]:
    return frozenset(_key(word) for word in _WORD.findall(text))


def _key(word: str) -> str:
    """What is compared of a word: its stem; a number as a figure, a month by its first letters."""
    plain = folded(word)
    if plain in _NUMBERS:
        return str(_NUMBERS.index(plain))
    if any(sign.isdigit() for sign in plain):
        return re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", plain).lstrip("0") or "0"
    return plain[:3] if plain[:3] in _MONTHS and len(plain) > _SHORT else plain[:_STEM]


def _counts(word: str) -> bool:
    plain = folded(word)
    return len(plain) > _SHORT and plain not in _COMMON


def _facts(sentence: str) -> list[str]:
    """The names, abbreviations and figures of a sentence: the capital at its beginning says nothing."""
    words = _WORD.findall(sentence)
    return [word for place, word in enumerate(words) if _is_figure(word) or _is_name(word, place)]


def _is_figure(word: str) -> bool:
    return any(sign.isdigit() for sign in word) or folded(word) in _NUMBERS[2:]  # "one" and "no" count nothing


def _is_name(word: str, place: int) -> bool:
    return word[1:] != word[1:].lower() or (place > 0 and word[0].isupper() and word != "I")
