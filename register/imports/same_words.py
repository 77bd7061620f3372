"""Which rows of a paper have the words of actions that a register has, or words much like them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from register.fields import folded
from register.refs import ref_key

_LIKE = 0.75
"""How alike the words of two papers must be to be taken for one action that was reworded."""

_MOST_COMPARED = 10_000
"""Pairs of actions whose words are compared letter by letter; of more, only the same words are known again."""


@dataclass(frozen=True)
class Matches:
    """The refs of a register by the place of a row: of the ``same`` words, and of words ``alike`` among those left.

    ``undecided`` are all that have a row's words, where there are more of them than such rows.
    """

    same: Mapping[int, str]
    alike: Mapping[int, str]
    undecided: Mapping[int, tuple[str, ...]]


def matched(rows: Sequence[str], known: Mapping[str, str]) -> Matches:
    """Match rows with actions (``known``, their words by ref); each action is matched once, the lowest refs first."""
    by_their_words: dict[str, list[str]] = {}
    for ref in sorted(known, key=ref_key):
        by_their_words.setdefault(folded(known[ref]), []).append(ref)
    all_of = {words: tuple(some) for words, some in by_their_words.items()}
    texts = [folded(words) for words in rows]
    same = {at: by_their_words[words].pop(0) for at, words in enumerate(texts) if by_their_words.get(words)}
    left = {words for words, some in by_their_words.items() if some}
    available = {ref: words for words, some in by_their_words.items() for ref in some}
    unmatched = {at: words for at, words in enumerate(texts) if at not in same}
    alike = _alike(unmatched, available)
    return Matches(same, alike, {at: all_of[texts[at]] for at in same if texts[at] in left})


def _alike(rows: Mapping[int, str], known: Mapping[str, str]) -> dict[int, str]:
    """The rows whose words are much like those of an action, each with the ref of the likest that is left; none where
    there are too many to compare.
    """
    if len(known) * len(rows) > _MOST_COMPARED:
        return {}
    available, found = dict(known), dict[int, str]()
    for at, words in rows.items():
        likeness = {ref: _likeness(before, words) for ref, before in available.items()}
        likest = max(likeness, key=likeness.__getitem__, default="")
        if likest and likeness[likest] >= _LIKE:
            found[at] = likest
            del available[likest]
    return found


def _likeness(before: str, after: str) -> float:
    """How alike two texts are, 0 to 1; long ones by their beginnings."""
    return SequenceMatcher(None, before[:400], after[:400], autojunk=False).ratio()
