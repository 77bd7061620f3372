"""Where each sentence of a paper comes from: the changes of the register that say so.

A sentence is traced when it, or each of its clauses, can be found in one sentence that somebody gave: every name, date,
figure, amount and word of outcome in it is in that one too, both say "not" or neither does, what is to come or under
way is not said as done, and of its other words at least two in three were given. Words are compared, and not what they
mean: whoever answers for the paper still reads it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from register.changes import Added, DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.committee.claims import CLAIM_DONE, CLAIM_TO_COME, ClauseFacts, NamedDate, claim_of, clauses, stem
from register.committee.paper_events import DatedChange
from register.lazy_pattern import LazyPattern
from register.words.text_folding import folded

PAPER = "paper"
"""The source of what was read from a committee's paper."""

_END = LazyPattern(r"(?:(?<=[.!?])|(?<=[.!?][\"'”’)]))\s+(?=[\"'“‘(]*[A-Z0-9])|\n+")
_SHORT = 3
_NEW = 3
"""One in so many of a sentence's other words, at most, may be the author's own."""


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


def statements(story: Iterable[DatedChange], updates: Iterable[int]) -> tuple[Statement, ...]:
    """What an action's changes say, in their order: the sentences of its words under "delivered" as they are now, then
    those of these updates (by their numbers) that were not withdrawn.
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
    dated: DatedChange, origin: dict[str, tuple[int, ...]], stated: dict[int, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """The changes that each sentence of new words comes from, by the folded sentence.

    Words that were written before sentences were traced have no ``sources``: they come from all of their updates.
    """
    assert isinstance(dated.change, DeliveredChanged)  # noqa: S101 - the caller has looked
    parts = sentences(dated.change.now)
    if dated.source == PAPER:
        return {folded(each): (dated.number,) for each in parts}
    if len(dated.change.sources) == len(parts):
        return {folded(each): changes for each, changes in zip(parts, dated.change.sources, strict=True)}
    in_view = tuple(change for number in dated.change.updates for change in stated.get(number, ()))
    return {folded(each): origin.get(folded(each)) or in_view for each in parts}


def trace(words: str, known: Sequence[Statement], about: str = "") -> tuple[Traced, ...]:
    """Each sentence of the words with the changes it comes from, among the statements that are ``known``.

    ``about`` are words that need no source: the action's own, the committee's name, the years in question.
    """
    plain = [(one, folded(one.text)) for one in known]
    claims = cache(lambda: (_given(known), claim_of(about)))  # most sentences are printed as they were given
    return tuple(_same(sentence, plain) or _traced(sentence, *claims()) for sentence in sentences(words))


@dataclass(frozen=True)
class _Given:
    """A sentence that was given, in its clauses; ``before`` are those of the sentences before it that came with it."""

    statement: Statement
    parts: tuple[ClauseFacts, ...]
    before: tuple[ClauseFacts, ...]

    def near(self, claim: ClauseFacts) -> tuple[ClauseFacts, tuple[ClauseFacts, ...]]:
        """The clause that a claim has most in common with, and those before, to which its "they" and "it" point."""
        place = max(range(len(self.parts)), key=lambda each: _shared(claim, self.parts[each]))
        return self.parts[place], (*self.before, *self.parts[:place])


def _given(known: Sequence[Statement]) -> list[_Given]:
    found: list[_Given] = []
    for statement in known:
        parts = tuple(map(claim_of, clauses(statement.text)))
        last = found[-1] if found and found[-1].statement.changes == statement.changes else None
        if parts:
            found.append(_Given(statement, parts, (*last.before, *last.parts) if last else ()))
    return found


def _same(sentence: str, known: Sequence[tuple[Statement, str]]) -> Traced | None:
    """The sentence with the latest statement that holds it word for word, as a whole or a part; None for none."""
    plain = folded(sentence)
    same = [one for one, given in known if _holds(one.text, given, sentence, plain)]
    return Traced(sentence, _numbers(same[-1:])) if same else None


def _traced(sentence: str, given: Sequence[_Given], free: ClauseFacts) -> Traced:
    whole = _rests(sentence, given, free)
    parts = clauses(sentence)
    if whole.changes or len(parts) == 1:
        return whole
    each = [_rests(part, given, free) for part in parts if not claim_of(part).is_empty]
    if each and all(one.changes for one in each):
        return Traced(sentence, tuple(sorted({number for one in each for number in one.changes})))
    return Traced(sentence, (), tuple(dict.fromkeys(word for one in each for word in one.unsaid)))


def _rests(clause: str, given: Sequence[_Given], free: ClauseFacts) -> Traced:
    """A clause with the changes of the nearest statement that says it; else with what the nearest one does not say."""
    claim = claim_of(clause)
    nearest: tuple[int, tuple[str, ...]] = (0, (*claim.names.values(), *claim.figures.values()))
    best: tuple[int, tuple[int, ...]] = (0, ())
    for source in reversed(given):
        shared = sum(_shared(claim, part) for part in source.parts)
        if shared <= min(best[0], nearest[0]):
            continue
        missing = tuple(_unsaid(claim, source, free))
        if not missing and _is_given(claim, source, free):
            best = max(best, (shared, source.statement.changes), key=lambda each: each[0])
        else:
            nearest = max(nearest, (shared, missing), key=lambda each: each[0])
    return Traced(clause, tuple(sorted(best[1])), () if best[1] else nearest[1])


def _shared(claim: ClauseFacts, part: ClauseFacts) -> int:
    """How much two clauses have in common."""
    words = len((claim.words | claim.names.keys()) & part.every)
    outcomes = len(claim.outcomes.keys() & part.outcomes.keys())
    days = sum(_is_dated(day, part, frozenset({day.year})) for day, _word in claim.dates)
    return words + 2 * (outcomes + days + len(claim.figures.keys() & part.figures.keys()))


def _is_dated(day: NamedDate, part: ClauseFacts, years: frozenset[str]) -> bool:
    return any(day.is_said_by(other, years) for other, _word in part.dates)


def _is_given(claim: ClauseFacts, source: _Given, free: ClauseFacts) -> bool:
    """Whether enough of the ordinary words of a clause were given; the action's own words are not counted.

    None of them may be only in a later clause of the source, which speaks of something else. A clause of nothing but an
    outcome ("Agreed.") needs a source of nothing else.
    """
    near, before = source.near(claim)
    every = near.every.union(*(part.every for part in before))
    new = claim.words - every - free.every
    later = frozenset[str]().union(*(part.words for part in source.parts))
    has_subject = bool(claim.words or claim.names or claim.figures or claim.dates)
    is_bare = not (near.words or near.names or near.figures)
    enough = len(new) * _NEW <= len(claim.words & every) + len(new)
    return (has_subject or is_bare) and enough and not new & later


def _unsaid(claim: ClauseFacts, source: _Given, free: ClauseFacts) -> Iterator[str]:
    """What a clause claims and its source does not, in words.

    It is compared with the nearest clause of the source; where that has no date (or figure, amount, outcome) at all,
    with those of the other clauses.
    """
    near, before = source.near(claim)
    parts = (*before, *source.parts)
    years = frozenset(free.figures)
    for day, word in claim.dates:
        if not any(_is_dated(day, part, years) for part in ((near,) if near.dates else parts)):
            yield word
    for mine, own, others in (
        (claim.figures, near.figures.keys(), [part.figures.keys() for part in parts]),
        (claim.amounts, near.amounts.keys(), [part.amounts.keys() for part in parts]),
        (
            claim.outcomes,
            near.outcomes.keys() | near.verbal if near.outcomes else frozenset[str](),
            [part.outcomes.keys() | part.verbal for part in parts],
        ),
    ):
        stated = own or frozenset[str]().union(*others)
        yield from (word for key, word in mine.items() if key not in stated)
    yield from _names_unsaid(claim, near, before, free)
    if _order(claim, near):
        yield "in another order"
    if claim.denies != near.denies:
        yield "“not”" if claim.denies else "without “not”"
    if claim.tense == CLAIM_DONE != near.tense:
        yield "as done"
    if claim.tense == CLAIM_TO_COME and near.tense == CLAIM_DONE:
        yield "as still to come"


def _names_unsaid(
    claim: ClauseFacts, near: ClauseFacts, before: Sequence[ClauseFacts], free: ClauseFacts
) -> Iterator[str]:
    """The names that were not given; also the first word, whose capital may be a name's.

    A name of the action's own words may be added only where the source names nobody.
    """
    earlier = near.every.union(*(part.every for part in before))
    every = near.every if near.names else earlier | free.every
    yield from (word for key, word in claim.names.items() if key not in every)
    first = stem(folded(claim.first))
    if first in claim.words and first not in earlier | free.every:
        yield claim.first


def _order(claim: ClauseFacts, near: ClauseFacts) -> bool:
    """Whether figures or names are in another order, which may turn round who did something to whom."""
    figures = [key for key in claim.figures if key in near.figures]
    if figures != [key for key in near.figures if key in claim.figures]:
        return True
    common = claim.names.keys() & near.names.keys()
    mine, theirs = ([group & common for group in each.groups if group & common] for each in (claim, near))
    return claim.is_passive == near.is_passive and len(mine) > 1 and len(theirs) > 1 and mine != theirs


def _holds(text: str, given: str, sentence: str, plain: str) -> bool:
    """Whether a sentence is in a text word for word: as all of it, or as a part that keeps its "not" and its tense."""
    if given == plain:
        return True
    if len(plain.split()) <= _SHORT or f" {plain} " not in f" {given} ":
        return False
    mine, theirs = claim_of(sentence), claim_of(text)
    return mine.denies == theirs.denies and (mine.tense == theirs.tense or mine.tense != CLAIM_DONE)


def _numbers(used: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(sorted({number for one in used for number in one.changes}))
