"""The refs that a register has, and how they are looked up: in a list, or by storage in the database.

A register may have a hundred thousand refs, and what somebody types names one or two of them: so only those that match
what was typed are looked up, and never all of them read.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Protocol

from register.lazy_pattern import LazyPattern
from register.refs import ref_key
from register.words.text_folding import typed_plainly

NEIGHBOURS = 200
"""How many refs on each side are looked through for one that was misspelt."""
_TOKEN = LazyPattern(r"\d+|[^\W\d_]+|[^\w\s]|_")


class KnownRefs(Protocol):
    """Where the refs of one register are looked up, each in the committee's spelling."""

    def lettered(self, letters: Collection[str]) -> Sequence[str]:
        """Those whose ``ref_letters`` are one of these, in the committee's order."""

    def continuing(self, letters: str) -> Sequence[str]:
        """Those whose ``ref_letters`` go on after these: "7 i" and "7 ii" after "7"."""

    def between(self, first: str, last: str) -> Sequence[str]:
        """Those from one to the other, both included, in the order of ``ref_key``; none where that runs backwards."""

    def neighbours(self, ref: str) -> Sequence[str]:
        """Those that come next before and after a ref in the order of ``ref_key``, ``NEIGHBOURS`` of each."""

    def ends(self) -> tuple[str, str] | None:
        """The first and the last in the committee's order; None when there is none."""


class ListedRefs:
    """Refs in a list, in the committee's order."""

    def __init__(self, refs: Sequence[str]) -> None:
        self._refs = refs

    def lettered(self, letters: Collection[str]) -> Sequence[str]:
        """As in ``KnownRefs``."""
        return [ref for key in dict.fromkeys(letters) for ref in self._by_letters.get(key, ())]

    def continuing(self, letters: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        return [ref for key, refs in self._by_letters.items() if key.startswith(f"{letters} ") for ref in refs]

    def between(self, first: str, last: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        low, high = ref_key(first), ref_key(last)
        return [ref for ref in self._ordered if low <= ref_key(ref) <= high]

    def neighbours(self, ref: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        place = bisect_left(self._ordered, ref_key(ref), key=ref_key)
        return self._ordered[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]

    def ends(self) -> tuple[str, str] | None:
        """As in ``KnownRefs``."""
        return (self._refs[0], self._refs[-1]) if self._refs else None

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self._refs, key=ref_key)

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for ref in self._refs:
            found.setdefault(ref_letters(ref), []).append(ref)
        return found


def ref_tokens(text: str) -> list[tuple[str, int, int]]:
    """The numbers, words and signs of a text with where they stand, folded: "SR (25/26) 01" is sr ( 25 / 26 ) 1."""
    found = []
    for match in _TOKEN.finditer(typed_plainly(text)):
        key = match[0]
        if key.isalpha():
            key = unicodedata.normalize("NFKC", key)
        elif key[0].isdecimal():
            key = "".join(str(unicodedata.decimal(sign)) for sign in key).lstrip("0") or "0"
        found.append((key, match.start(), match.end()))
    return found


def letters_of(tokens: Collection[str]) -> str:
    """Of a ref's tokens the numbers and words, without brackets and other signs: "sr 25 26 1"."""
    return " ".join(token for token in tokens if token[0].isalnum())


def ref_letters(ref: str) -> str:
    """The numbers and words of a ref, folded: what it is looked up by, however its signs are typed."""
    return letters_of([token for token, _at, _end in ref_tokens(ref)])


def ref_order(ref: str) -> str:
    """A text for a ref that sorts, sign by sign, as ``ref_key`` does: what comes next to it is found by an index.

    Each part begins with a sign for its type (zero, words, or a number by how many digits it has) and ends with a sign
    that sorts before all others.
    """
    return "".join(f"{_part_order(number, words)}\x01" for number, words in ref_key(ref))


def _part_order(number: int, words: str) -> str:
    if words:
        return f"\x03{words}"
    return f"\x04{chr(32 + min(len(str(number)), 90))}{number}" if number else "\x02"
