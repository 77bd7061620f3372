"""Cyrillic and Greek letters that look like Latin ones: conversions to PDF put them into codes (Kent's "СҮРЕ")."""

import re

from register.lazy_pattern import LazyPattern

_LATIN_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУҮХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYYXaesijopcyxABEZHIKMNOPTYXo",
)
_FOREIGN = LazyPattern(r"[\u0370-\u03ff\u0400-\u04ff]")
_WORD = LazyPattern(r"[^\W_]+")


def in_latin(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """``text`` with the codes in it in Latin letters, and the words that were changed as pairs (printed, read).

    A word is changed if each of its foreign letters looks like a Latin one and it either mixes alphabets or has 2 to 6
    letters, all capitals. Other Cyrillic and Greek words are left as they are.
    """
    if text.isascii() or not _FOREIGN.search(text):
        return text, ()
    mended: dict[str, str] = {}

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        latin = word.translate(_LATIN_TWINS)
        mixed = any(letter.isascii() for letter in word)
        if latin.isascii() and latin != word and (mixed or (word.isupper() and 2 <= len(word) <= 6)):
            mended[word] = latin
            return latin
        return word

    return _WORD.sub(mend, text), tuple(mended.items())
