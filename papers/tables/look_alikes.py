"""Letters of other alphabets that look like Latin ones, which PDF steps leave in codes (Kent's "СҮРЕ")."""

import re

from register.lazy_pattern import lazy_pattern

_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУҮХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYYXaesijopcyxABEZHIKMNOPTYXo",
)
_FOREIGN = lazy_pattern(r"[\u0370-\u03ff\u0400-\u04ff]")
_WORD = lazy_pattern(r"[^\W_]+")


def in_latin(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """``text`` with the look-alikes in its codes mended, and what was mended as pairs (as printed, as read).

    A code is a word in capitals, or one that mixes alphabets, each of whose foreign letters has a Latin twin.
    True Cyrillic or Greek words are left as they are.
    """
    if text.isascii() or not _FOREIGN.search(text):
        return text, ()
    mended: dict[str, str] = {}

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        latin = word.translate(_TWINS)
        mixed = any(letter.isascii() for letter in word)
        if latin.isascii() and latin != word and (mixed or (word.isupper() and 2 <= len(word) <= 6)):
            mended[word] = latin
            return latin
        return word

    return _WORD.sub(mend, text), tuple(mended.items())
