"""References of actions: how they are named in words, compared and ordered. What people type: typed_refs."""

import re
import unicodedata

from register.lazy_pattern import LazyPattern
from register.words.text_folding import folded

_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_NAMED = LazyPattern(
    rf"\bactions?\s*(?:ref\.?\s*)?#?({_NUMBER}(?:(?:\s*,\s*|\s*(?:and|&)\s*|\s*,\s*and\s*)#?{_NUMBER})*)\b",
    re.I,
)


def references(*texts: str) -> tuple[str, ...]:
    """The refs that the texts name ("Action 10", "Action10", "actions 10, 12 and 14"), in order, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _NAMED.finditer(text):
            for ref in re.findall(_NUMBER, match.group(1), re.I):
                found.setdefault(ref.lower(), None)
    return tuple(found)


_MOST_DIGITS = 100
"""Digits of a number by which refs are sorted; Python refuses to read thousands."""


def ref_key(ref: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts 2 before 10 and 4.9 before 4.10."""
    return tuple(
        (int(part[:_MOST_DIGITS]), "") if part.isdecimal() else (0, part.lower())
        for part in re.findall(r"\d+|\D+", ref)
    )


def folded_ref(ref: str) -> str:
    """A ref as it is compared: without regard to case, to the script of its digits, and to leading zeros."""
    if ref.isascii():
        return ref.lower().lstrip("0") or ref.lower()
    letters = unicodedata.normalize("NFKC", ref)
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in letters).lower()
    return plain.lstrip("0") or plain


def links(ref: str, *texts: str) -> tuple[str, ...]:
    """The other actions that the texts of the action ``ref`` name, in order, each once."""
    return tuple(named for named in references(*texts) if named != ref)


_TITLE = LazyPattern(r"\s*\(([^()\n]{1,100})\)\s*(?::|[–—-]+\s|=)\s*(?=\S)")
_SEVERAL = LazyPattern(r"[,;/&]|\b(?:and|or|plus|then)\b", re.I)
"""What joins the parts of an action."""


def without_title(words: str, title: str) -> str:
    """Words for an action without what it is called, in brackets before them: "(risk register): done". What is none of
    its own words stays, "(stage 2): done", and so does what may be one of several parts: "(policy): done", of "Review
    the policy and the training".
    """
    begun = _TITLE.match(words)
    if begun is None or not set(folded(begun[1]).split()) <= set(folded(title).split()):
        return words
    first = re.match(r"\W+".join(map(re.escape, re.findall(r"\w+", begun[1]))), title, re.I)
    after = _SEVERAL.match(title[first.end() :].lstrip()) if first else _SEVERAL.search(title.rstrip(" ;,"))
    return words if after else words[begun.end() :]


def without_ref(words: str, ref: str) -> str:
    """Words without the action's own ref before them, which said whose they are: "3: done", "#3 done"."""
    if ref.isdecimal() and not any(ref in one for one in words.split(maxsplit=2)[:2]):
        return words  # a quick check first: compiling a pattern for each ref is slow where there are many
    spelt = re.escape(ref)
    named = rf"(?:actions?\s*|ref\.?\s*)?#?{spelt}(?:\s*[:;)]|\s+[–—-]\s)"
    marked = re.match(rf"\s*(?:{named}|#{spelt}\s|{spelt}\.\s)\s*", words, re.I)
    return (words[marked.end() :] or words) if marked else words
