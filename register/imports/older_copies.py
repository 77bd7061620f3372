"""Papers that were written on an older copy of those before: since when each action has been printed in its words."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from register.action import Action, Line
from register.fields import folded
from register.imports.unapproved import Unapproved
from register.lazy_pattern import LazyPattern
from register.people import is_person
from register.refs import folded_ref

_FEWEST_LETTERS = 30
_NOTHING_NEW = LazyPattern(
    r"(?:there (?:is|was|has been) )?(?:no|nothing)\b.{0,30}"
    r"\b(?:updates?|changes?|progress|report(?:ed)?|new)\b.{0,60}",
    re.I | re.S,
)
"""What is printed again and again where there is no news: "No update was received since the last meeting"."""


@dataclass(frozen=True)
class DeliveredWords:
    """What a paper prints under "delivered" (``words``, by folded ref), and the moment (UTC) at which its day began.

    ``right`` are the folded refs of which somebody said that the paper is right: it is what its author left out on
    purpose. One that is not whole only adds to the paper before it.
    """

    since: datetime
    words: Mapping[str, str]
    right: frozenset[str] = frozenset()
    is_whole: bool = True


@dataclass(frozen=True)
class LastWords:
    """The words that were printed last (``words``, by folded ref), also of actions that the last paper leaves out, and
    up to when its author knew of each action in it what people recorded (``known``, UTC): until the day of the first
    paper in these words. ``since`` is the last one's day; ``earlier`` are the words of papers before, folded, by folded
    ref.
    """

    since: datetime
    words: Mapping[str, str]
    known: Mapping[str, datetime]
    earlier: Mapping[str, Set[str]]

    def known_until(self, ref: str) -> datetime:
        """Up to when the author of the last paper knew what people recorded of that action."""
        return self.known.get(folded_ref(ref), self.since)

    def is_older(self, ref: str, words: str) -> bool:
        """Whether words under "delivered" are those of a paper before the last one."""
        return _is_among(words, self.earlier.get(folded_ref(ref), ()))


def last_words(papers: Iterable[DeliveredWords]) -> LastWords | None:
    """The words that papers printed last; the papers are given from the latest on. None without any.

    Whoever writes two papers on copies of the same one knows in the second no more than in the first. Where a paper has
    the words of one before the last, the last one's still count, unless somebody said that it is right, or the words
    say that nothing is new.
    """
    in_order = list(papers)[::-1]
    if not in_order:
        return None
    usual = _usual_words(in_order)
    words: dict[str, str] = {}
    known: dict[str, datetime] = {}
    earlier: dict[str, set[str]] = {}
    in_last_paper: set[str] = set()
    for paper in in_order:
        in_last_paper = paper.words.keys() | (set() if paper.is_whole else in_last_paper)
        for ref, printed in paper.words.items():
            is_again = ref in words and folded(printed) == folded(words[ref])
            if (is_again or _is_among(printed, earlier.get(ref, ()))) and ref not in paper.right:
                continue
            if ref in words and not is_again and folded(words[ref]) not in usual:
                earlier.setdefault(ref, set()).add(folded(words[ref]))
            words[ref], known[ref] = printed, paper.since
    return LastWords(in_order[-1].since, words, {ref: known[ref] for ref in in_last_paper}, earlier)


def _usual_words(papers: Iterable[DeliveredWords]) -> Set[str]:
    """The words, folded, that papers print for several actions ("No update was received"): each may come again."""
    refs: dict[str, set[str]] = {}
    for paper in papers:
        for ref, printed in paper.words.items():
            refs.setdefault(folded(printed), set()).add(ref)
    return {words for words, named in refs.items() if len(named) > 1}


def _is_among(words: str, earlier: Collection[str]) -> bool:
    """Whether words are among those of papers before, folded, and so many that nobody writes them anew; "On track" may
    come again, and so may "No update was received since the last meeting".
    """
    is_own = len(words) >= _FEWEST_LETTERS and not _NOTHING_NEW.fullmatch(words)
    return is_own and folded(words) in earlier


def without_what_was_recorded(
    lines: Sequence[Line], known: Mapping[str, Action], last: LastWords
) -> Iterator[Unapproved]:
    """The actions of which a paper's lines print under "delivered" the words that were printed last, or before
    (``last``), though people recorded more: whoever wrote it worked on an older copy.

    ``known`` are the actions as they were before this paper, by ref.
    """
    if not any(line.delivered for line in lines):
        return  # a paper without such words says nothing of them
    for line in lines:
        action, ref = known.get(line.ref), folded_ref(line.ref)
        # A row that the paper before did not have, with a blank, says nothing of what was delivered.
        printed = last.words.get(ref, "") if line.delivered or ref in last.known else ""
        is_again = folded(printed) == folded(line.delivered)
        if action is None or not (is_again or last.is_older(line.ref, line.delivered)):
            continue
        since = last.known_until(line.ref)
        updates = [one.text for one in action.updates if one.at > since and is_person(one.by)]
        if updates or folded(action.delivered) != folded(line.delivered):
            recorded = "\n".join(words for words in (action.delivered, *updates) if words)
            yield Unapproved(line.ref, "delivered", recorded, line.delivered)
