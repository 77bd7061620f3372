"""The key of a paper: what the letters, numbers, colours and words in its progress column stand for."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from papers.formats.grid import Row
from register.lazy_pattern import LazyPattern
from register.progress import from_print

_LONGEST_WORDS, _LONGEST_MEANING = 30, 100
"""The most letters of a progress word that a key may explain, and of its meaning."""

_MOST_WORDS = 40
"""With more different progress words than this the column holds prose, which no key explains."""

_SHORT_KEY = 8
"""A line that begins with "Key:" and has at most this number of words may explain a single progress word."""

_COLOURS = "red|amber|green|blue|yellow|black|gr[ea]y|purple|white"
_COLOUR_NAMES = ("red", "amber", "green", "blue", "yellow", "black", "grey", "gray", "purple", "white")
_CODES = rf"[A-Z]{{1,3}}|\d{{1,2}}|(?i:{_COLOURS})"
"""What keys explain besides the progress words that a paper prints; the meaning of the code before ends there."""

_CODE, _COLOUR = LazyPattern(_CODES), LazyPattern(_COLOURS, re.I)
_MEANS = r"=|:|–|—|\s-\s*|-\s+|\(|means\b|stands for\b|denotes\b|indicates\b"
_LEGEND_LABEL = LazyPattern(
    r"\W*(?:(?:rag|brag|colour|status|progress|rating)s?\W+){0,2}(?:key|legend)(?:\s+to\b[^:]{0,40})?\s*(?:[:–—-]|$)|"
    r"\W*(?:brag|rag|status|rating|progress)s?\b[^:=]{0,40}:",
    re.I,
)
_LABEL = r"\W*(?:(?:rag|brag|colour|status|progress|rating)s?\W+){0,2}(?:key|legend)\b"
_IS_LABEL = LazyPattern(rf"{_LABEL}\W*", re.I)
_IS_KEY = LazyPattern(rf"{_LABEL}(?:\s+to\s+[^:]{{1,40}})?\s*[:–—-]\s*\S", re.I)
_ONE_STATUS = LazyPattern(rf"\W*(?:{_CODES})\s*=\s*(?P<means>\S.*)")
_LEADS_IN = LazyPattern(r".*(?::|\b(?:as|by|are|is))\s+")
"""The beginning of a sentence up to the first meaning in it: "Progress is shown as complete (B)"."""
_END_OF_MEANING = LazyPattern(r"[;|\n]|[.](?=\s|$)")
_EDGES = " \t\n,.;:()[]/–—-=•*"


@dataclass(frozen=True)
class _Grammar:
    """The patterns that find the words of a paper in its key.

    ``signed``: a word with a sign behind it, "B = complete". ``listed``: the words of a list, where the sign may be
    missing, "B complete, G on track". ``behind``: a word behind its meaning, "complete (B)".
    """

    signed: re.Pattern[str]
    listed: re.Pattern[str]
    behind: re.Pattern[str]


def _grammar(printed: Collection[str]) -> _Grammar:
    """The patterns for these printed progress words; words of up to three letters match only in their own case."""
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
    """The meanings that a paper's key gives for its progress words (``printed``), by the word as printed.

    ``texts`` are the lines of its running text, ``rows`` the rows of its tables that are no actions, ``brackets`` the
    text in brackets in the headings of its progress columns. A word with two different meanings is left out, and so is
    one that register.progress understands. What the same key says of words that no action has at the moment is kept
    too: "B = complete" before the first is.
    """
    printed_words = {_on_one_line(word) for word in printed}
    unexplained = {
        word for word in printed_words if word and len(word) <= _LONGEST_WORDS and from_print(word) is None
    }
    if not unexplained or len(unexplained) > _MOST_WORDS:
        return {}
    letters = _letters_of_colours(unexplained)
    keys = [_by_letters(pairs, letters) for pairs in _keys(texts, rows, brackets, unexplained, letters)]
    spelling = {word.casefold(): word for word in unexplained}
    found: dict[str, set[str]] = {}
    for pairs in keys:
        is_of_column = any(code.casefold() in spelling for code, _meaning in pairs)
        for code, words in pairs if is_of_column else ():
            found.setdefault(code.casefold(), set()).add(words)
    spelling = {code.casefold(): code for pairs in keys for code, _meaning in pairs} | spelling
    return {spelling[code]: words.pop() for code, words in found.items() if len(words) == 1}


def _keys(
    texts: Iterable[str],
    rows: Sequence[Row],
    brackets: Iterable[str],
    unexplained: Collection[str],
    letters: Mapping[str, str],
) -> list[list[tuple[str, str]]]:
    """The keys of a paper, each as pairs (code, meaning); ``letters`` as of _letters_of_colours."""
    grammar = _grammar(unexplained)
    keys: list[list[tuple[str, str]]] = []
    single_pairs: list[tuple[str, str]] = []
    cells = [cell for row in rows for cell in row.cells if cell]
    for text, is_listed in (*((one, False) for one in (*texts, *cells)), *((one, True) for one in brackets)):
        legend = _LEGEND_LABEL.match(text)
        rest = text[legend.end() :] if legend else text
        pairs = _pairs_in(rest, grammar, is_listed=is_listed or bool(legend))
        if len(pairs) > 1 or (pairs and legend and len(text.split()) <= _SHORT_KEY):
            keys.append(pairs)
        else:
            single_pairs += pairs
    # A single pair in a text may be chance; pairs for two different codes are a key.
    apart = (single_pairs, _pairs_in_rows(rows, unexplained, letters))
    return keys + [pairs for pairs in apart if len({code.casefold() for code, _meaning in pairs}) > 1]


def _letters_of_colours(printed: Collection[str]) -> dict[str, str]:
    """The printed letters that may stand for colours, by the colour: "A" for "amber"."""
    letters = {word.casefold(): word for word in printed if len(word) == 1}
    return {colour: letters[colour[0]] for colour in _COLOUR_NAMES if colour[0] in letters}


def _by_letters(pairs: list[tuple[str, str]], letters: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs of a key that explains colours, where the paper prints their letters, of at least two of them; a letter
    of two of its colours, as of blue and black, stands for neither.
    """
    colours = {code.casefold() for code, _meaning in pairs} & letters.keys()
    firsts = Counter(colour[0] for colour in colours)
    meant = {colour: letters[colour] for colour in colours if firsts[colour[0]] == 1}
    explained = {code for code, _meaning in pairs} & set(letters.values())
    if len(meant) < 2 or explained:
        return pairs
    return [(meant.get(code.casefold(), code), meaning) for code, meaning in pairs]


def is_code(cell: str) -> bool:
    """Whether a cell holds only a code that keys explain: one to three capitals, a number or a colour."""
    return _CODE.fullmatch(cell.strip()) is not None


def is_label(cell: str) -> bool:
    """Whether a cell only says that a key follows: "Key:", "RAG key"."""
    return len(cell) <= _LONGEST_WORDS and _IS_LABEL.fullmatch(cell) is not None


def is_key(cell: str) -> bool:
    """Whether a cell alone is a key, or a line of one: "Key: D = complete; P = in progress", "D = complete"."""
    explained = _ONE_STATUS.fullmatch(cell)
    return bool(explained and from_print(explained["means"]) is not None) or _IS_KEY.match(cell) is not None


def may_be_explained(cell: str) -> bool:
    """Whether a cell is short enough for words that a key explains in the cell beside it."""
    return len(cell) <= _LONGEST_WORDS


def rows_of_key(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows from the one that says that a key follows; () without any."""
    starts = (at for at, row in enumerate(rows) if is_label(next(filter(None, row.cells), "")))
    return tuple(rows[next(starts, len(rows)) :])


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _pairs_in(text: str, grammar: _Grammar, *, is_listed: bool) -> list[tuple[str, str]]:
    """The codes that a text explains, each with its meaning: "B = complete; G – on track", "Complete (B)".

    ``is_listed``: the text is known to be a key, so that signs between codes and meanings may be missing.
    """
    listed_pairs = _pairs_code_first(text, grammar.listed) if is_listed else []
    pairs = listed_pairs if len(listed_pairs) > 1 else _pairs_code_first(text, grammar.signed) or listed_pairs
    pairs_behind = [
        (one["code"], _on_one_line(one["words"]).strip(_EDGES)) for one in grammar.behind.finditer(text)
    ]
    pairs_behind = [
        (code, words if at else _LEADS_IN.sub("", words)) for at, (code, words) in enumerate(pairs_behind)
    ]
    return pairs if len(pairs) >= len(pairs_behind) else pairs_behind


def _pairs_code_first(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """The pairs (code, meaning) of a text in which the meaning is behind its code."""
    matches = list(pattern.finditer(text))
    pairs = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        stop = _END_OF_MEANING.search(text, match.end(), end)
        words = _on_one_line(text[match.end() : stop.start() if stop else end])
        words = words.removesuffix(" and").strip(_EDGES)
        if _is_meaning(words):
            pairs.append((match["code"], words))
    return pairs


def _is_meaning(words: str) -> bool:
    """Whether words can be a meaning in a key, and not a count: "A: 2 open, 1 overdue"."""
    letters = any(map(str.isalpha, words))
    return letters and len(words) <= _LONGEST_MEANING and not re.match(r"\d+(?![\d%.])", words)


def _pairs_in_rows(
    rows: Sequence[Row], unexplained: Collection[str], colours: Collection[str]
) -> list[tuple[str, str]]:
    """The pairs (code, meaning) of the rows of a key, also of codes that no action has, beside rows of such as have.

    ``colours`` are those whose letters are printed.
    """
    pairs = [list(_pairs_in_row(row, {*unexplained, *colours})) for row in rows]
    if not any(pairs):
        return []
    shapes = {(len(word), word.isdecimal()) for word in unexplained if is_code(word)}
    down = [(at, at - 1) for at in range(1, len(rows))]
    up = [(at, at + 1) for at in range(len(rows) - 2, -1, -1)]
    for at, neighbour in (*down, *up):
        if not pairs[at] and pairs[neighbour]:
            cells = map(str.strip, rows[at].cells)
            codes = [one for one in cells if is_code(one) and _is_like(one, shapes)]
            pairs[at] = list(_pairs_in_row(rows[at], codes)) if len(codes) == 1 else []
    return [pair for several in pairs for pair in several]


def _is_like(code: str, shapes: Collection[tuple[int, bool]]) -> bool:
    """Whether a code is a colour, or as long as one that is printed: "RAG" heads a column of single letters."""
    return _COLOUR.fullmatch(code) is not None or (len(code), code.isdecimal()) in shapes


def _pairs_in_row(row: Row, unexplained: Collection[str]) -> Iterator[tuple[str, str]]:
    """The pairs (code, meaning) of neighbouring cells of a row, one an unexplained progress word, one its meaning."""
    codes = {word.casefold() for word in unexplained}
    filled = [_on_one_line(cell) for cell in row.cells if cell.strip()]
    # Its label and the number of actions that have a code stand between a code and its meaning.
    cells = [
        cell for cell in filled if not is_label(cell) and (not cell.isdecimal() or cell.casefold() in codes)
    ]
    at = 0
    while at + 1 < len(cells):
        for code, words in ((cells[at], cells[at + 1]), (cells[at + 1], cells[at])):
            if code.casefold() in codes and words.casefold() not in codes and _is_meaning(words):
                yield code, words.strip(_EDGES)
                at += 1
                break
        at += 1
