"""A paper's own key: what the letters, numbers, colours and words of its progress column stand for."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from papers.formats.grid import Row
from register.lazy_pattern import lazy_pattern
from register.progress import from_print

_LONGEST_WORDS, _LONGEST_MEANING = 30, 100
"""Letters of printed progress that a key may explain, and of what it says of it."""

_MOST_WORDS = 40
"""Different words of progress beyond which they are running words, and no key has them."""

_SHORT_KEY = 8
"""Words of a line that is called a key up to which it may explain one word alone."""

_CODES = r"[A-Z]{1,3}|\d{1,2}|(?i:red|amber|green|blue|yellow|black|gr[ea]y|purple|white)"
"""What keys explain besides the words that a paper prints: where one begins, the meaning of the one before ends."""

_CODE = lazy_pattern(_CODES)
_MEANS = r"=|:|–|—|\s-\s*|-\s+|\(|means\b|stands for\b|denotes\b|indicates\b"
_LEGEND = lazy_pattern(
    r"\W*(?:(?:rag|brag|colour|status|progress|rating)s?\W+){0,2}(?:key|legend)(?:\s+to\b[^:]{0,40})?\s*(?:[:–—-]|$)|"
    r"\W*(?:brag|rag|status|rating|progress)s?\b[^:=]{0,40}:",
    re.I,
)
_LEADS_IN = lazy_pattern(r".*(?::|\b(?:as|by|are|is))\s+")
"""What stands before the first meaning of a sentence: "Progress is shown as complete (B)"."""
_ENDS = lazy_pattern(r"[;|\n]|[.](?=\s|$)")
_EDGES = " \t\n,.;:()[]/–—-=•*"


@dataclass(frozen=True)
class _Grammar:
    """How words are looked for in a key: with a sign behind each, one after another, or behind their meanings."""

    signed: re.Pattern[str]
    listed: re.Pattern[str]
    behind: re.Pattern[str]


def _grammar(printed: Collection[str]) -> _Grammar:
    longest_first = sorted(printed, key=len, reverse=True)
    words = "|".join(re.escape(one) if len(one) <= 3 else f"(?i:{re.escape(one)})" for one in longest_first)
    code = rf"(?<![\w/&])(?P<code>{words}|{_CODES})(?!\w)['\"’”]?"
    return _Grammar(
        re.compile(rf"{code}\s*(?:{_MEANS})\s*"),
        re.compile(rf"(?:^|(?<=[:,;(|\n])|(?<=\band\b))\s*['\"‘“]?{code}\s*(?:{_MEANS}|is\b)?\s*"),
        re.compile(
            rf"(?P<words>[^,;|()=\n]{{3,60}}?)\s*[(=]\s*(?P<code>{words})\)?(?=\s*(?:[,;|.]|$|and\b))",
        ),
    )


def key_in(
    texts: Iterable[str], rows: Sequence[Row], brackets: Iterable[str], printed: Iterable[str]
) -> dict[str, str]:
    """What a paper's key says of its words of progress (``printed``), in its own words.

    ``texts`` are its running words, ``rows`` those of its tables that hold no actions, ``brackets`` what stands in
    brackets in the heading of its progress column. What is explained in two ways is left out.
    """
    flat = {_flat(word) for word in printed}
    asked = {word for word in flat if word and len(word) <= _LONGEST_WORDS and from_print(word) is None}
    if not asked or len(asked) > _MOST_WORDS:
        return {}
    grammar = _grammar(asked)
    found: dict[str, set[str]] = {}
    alone: list[tuple[str, str]] = []
    cells = [cell for row in rows for cell in row.cells if cell]
    for text, is_listed in (*((one, False) for one in (*texts, *cells)), *((one, True) for one in brackets)):
        legend = _LEGEND.match(text)
        rest = text[legend.end() :] if legend else text
        pairs = _pairs_in(rest, grammar, is_listed=is_listed or bool(legend))
        if len(pairs) > 1 or (pairs and legend and len(text.split()) <= _SHORT_KEY):
            _add(found, pairs)
        else:
            alone += pairs
    for some in (alone, [pair for row in rows for pair in _beside(row, asked)]):
        if len({code.casefold() for code, _meaning in some}) > 1:
            _add(found, some)
    known = {word.casefold(): word for word in asked}
    return {known[code]: words.pop() for code, words in found.items() if code in known and len(words) == 1}


def is_code(cell: str) -> bool:
    """Whether a cell holds nothing but what keys explain: a letter or three, a number, a colour."""
    return _CODE.fullmatch(cell.strip()) is not None


def _add(found: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
    for code, words in pairs:
        found.setdefault(code.casefold(), set()).add(words)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _pairs_in(text: str, grammar: _Grammar, *, is_listed: bool) -> list[tuple[str, str]]:
    """The words that a text explains, each with its meaning: "B = complete; G – on track", "Complete (B)"."""
    listed = _forwards(text, grammar.listed) if is_listed else []
    found = listed if len(listed) > 1 else _forwards(text, grammar.signed) or listed
    behind = [(one["code"], _flat(one["words"]).strip(_EDGES)) for one in grammar.behind.finditer(text)]
    behind = [(code, words if at else _LEADS_IN.sub("", words)) for at, (code, words) in enumerate(behind)]
    return found if len(found) >= len(behind) else behind


def _forwards(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    matches = list(pattern.finditer(text))
    pairs = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        stop = _ENDS.search(text, match.end(), end)
        words = _flat(text[match.end() : stop.start() if stop else end])
        words = words.removesuffix(" and").strip(_EDGES)
        if _is_meaning(words):
            pairs.append((match["code"], words))
    return pairs


def _is_meaning(words: str) -> bool:
    """Whether words may be those of a key, and not a count: "A: 2 open, 1 overdue"."""
    letters = any(map(str.isalpha, words))
    return letters and len(words) <= _LONGEST_MEANING and not re.match(r"\d+(?![\d%.])", words)


def _beside(row: Row, asked: Collection[str]) -> Iterator[tuple[str, str]]:
    """What the cells of a row explain that hold a word of progress and its meaning beside it."""
    known = {word.casefold() for word in asked}
    cells = [_flat(cell) for cell in row.cells if cell.strip()]
    at = 0
    while at + 1 < len(cells):
        for code, words in ((cells[at], cells[at + 1]), (cells[at + 1], cells[at])):
            if code.casefold() in known and words.casefold() not in known and _is_meaning(words):
                yield code, words.strip(_EDGES)
                at += 1
                break
        at += 1
