"""The refs of a register, found in what people type: "10", "#10", "Action 10:", "3, 14 and 16", "3-7", "7 (i)".

Committees number as they like (24 CEM 02, SR (25/26) 01, R1.2, 14.i, 01.05), so no pattern says what a ref is:
what is typed is matched against the refs there are, the longest first. Case, the script of digits, noughts before
a number and the kind of a dash do not matter; brackets and full stops may be left out where no other ref is meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from register.days.date_spans import NUMBERS, TYPED_MONTH
from register.known_refs import KnownRefs, ListedRefs, letters_of, ref_letters, ref_tokens
from register.lazy_pattern import LazyPattern
from register.words.text_folding import typed_plainly, word_set

ACTION = r"(?:(?:action|acton|actoin|actin|aciton|atcion|acion|axtion|actuon|actiion|actiom)s?)"
"""The word, and how it is mistyped: "acton", "actoin", "aciton"."""
_MARK = LazyPattern(
    rf"\s*(?P<named>(?:{ACTION}|refs?|references?|items?)(?:\s*(?:refs?|no|nos|numbers?))?\b[.:]?\s*)?#?\s*"
)
_GLUED = LazyPattern(rf"\s*{ACTION}(?=\d)")
_AND = LazyPattern(r"(?:\s*,)?\s*(?:\band(?:\s+also)?\b|&|\+|\bplus\b|\bas\s+well\s+as\b|\balso\b)\s*")
_COMMA = LazyPattern(r"\s*[,;/]\s*")
_SPACE = LazyPattern(r"\s+")
_RANGE = LazyPattern(r"(?P<before>\s*)(?:-|\bto\b|\bthrough\b)(?P<after>\s*)")
_BETWEEN = LazyPattern(r"[ .,;:!?&+]*(?:and\b\s*)?")
_END = LazyPattern(r"\s+-+(?=\s)|\s*[.:;,)?!]*(?=\s|$)|\s*[:;](?![a-z+][\w+'-]*:)|\.(?=[^\W\d_]{2})")
_THOUSANDS = LazyPattern(r",(\d{3})(?!\d)")
_SERIES = LazyPattern(r"(?P<series>.*\d)(?P<last>[^\W\d_])|(?P<letters>[^\W\d_]+)(?P<number>\d+)")
_LAST_PART = LazyPattern(r"(?:[b-hj-z]|\d{1,2})(?![\w.,/]|\s+(?!(?:is|was|has)\b)\w*[^s\W]s\b)")
"""The last part of a ref; not "a" and "I", nor a number before what it counts."""
_NO_SERIES = word_set(
    """
    a an and as at but by do for from go he i if in is it me my no not now of off ok on or our out per re see so than
    the till to up us was we with
    """
)
"""Words that are not the letters of a ref where a number follows apart: "by 3", "in 14", "we 2"."""
_PART = LazyPattern(r"\s*\((?:\d{1,3}|[ivxlc]{1,6}|[a-z])\)(?!\w)")
LIKE_A_REF = LazyPattern(r"#?(?:\d[\w./]*|[a-z]{1,4}[-.]?\d[\w./]*)(?![\w])")
# After a number these are counted: "14 days", "3 of them".
COUNTED = LazyPattern(
    rf"\s*(?:(?:working|school|clear|calendar)\s+days?|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|terms?|"
    r"of|per|%|percent|"
    r"st|nd|rd|th|more|or|others?|x|in\s+total|in\s+all|altogether|people|officers?|schools?|"
    rf"{TYPED_MONTH}|child|children|pupils?|young|families|routes?|staff|"
    r"forms?|letters?|meetings?|billion|million|thousand|hundred|m|k|bn|km|kg|gb|fte|percentage|am|pm|a\.m|p\.m|noon|o'?clock|miles?|mph|pounds?|pence|pages?|copies|points?|to\s+\d+|out\s+of)(?!\w)"
)


_IN_WORDS = LazyPattern(rf"\b(actions?(?:\s+(?:no|number)\.?)?\s+)({'|'.join(NUMBERS)})\b(?!-)", re.I)


def with_figures(typed: str) -> str:
    """What was typed with the number of an action in figures: "action ten"."""
    return _IN_WORDS.sub(lambda match: f"{match[1]}{NUMBERS.index(match[2].lower()) + 1}", typed)


@dataclass(frozen=True)
class Named:
    """The refs that a text begins with.

    ``refs`` are in the register's own spelling, each once; ``end`` is where what belongs to them ends, ``rest``
    what follows. ``unknown`` looks like a ref among them and is none; ``unsure`` are numbers which may be refs or
    the first of the words. ``is_marked``: marked as refs, by "#", "action", or a colon behind them. ``is_range``: some
    stand between two that are typed ("3-7").
    """

    refs: tuple[str, ...] = ()
    rest: str = ""
    end: int = 0
    unknown: str = ""
    unsure: tuple[str, ...] = ()
    is_marked: bool = False
    is_range: bool = False


@dataclass
class _Cursor:
    """How far a text has been read."""

    refs: dict[str, None]
    end: int
    unknown: str = ""
    unsure: tuple[str, ...] = ()
    is_range: bool = False


APART = LazyPattern(r"(?<!\w)[^\W\d_]{1,6}[ \u00a0]\d[\w./-]*")
"""What may be a ref that was typed with a space: "AGS 1"."""
_LONGEST = 80
"""Characters of a text in which a ref is looked for."""
_BEHIND = 8
"""Characters behind these that tell whether the ref ends there."""
_LONG_LIST = 20
"""Where so many refs follow each other, what comes after them no longer tells whether they are a list."""


class RefIndex:
    """The refs of one register, found in what people type: ``known`` are those there are, in a list or looked up."""

    def __init__(self, known: Sequence[str] | KnownRefs) -> None:
        self.known: KnownRefs = ListedRefs(known) if isinstance(known, Sequence) else known
        self._by_letters: dict[str, tuple[str, ...]] = {}
        self._beginnings: dict[str, tuple[str, int] | None] = {}

    def lookup(self, typed: str) -> tuple[str, ...]:
        """The refs that something typed can mean as a whole: one, or none; several where it fits them alike."""
        key = [one for one, _at, _end in ref_tokens(_MARK.sub("", typed, count=1))]
        while key and key[-1] in ".,:;!?":
            key.pop()
        if not key:
            return ()
        self._look_up([letters_of(key)])
        found = self._exact(key) or self._lettered(key)
        same = [ref for ref in found if ref == typed.strip()]
        return tuple(same or found)

    def at(self, text: str, position: int) -> tuple[str, int] | None:
        """The longest ref at a position of a text, and where it ends; None for none."""
        beginning = text[position : position + _LONGEST + _BEHIND]
        if beginning not in self._beginnings:
            self._beginnings[beginning] = self._begins(beginning)
        found = self._beginnings[beginning]
        return (found[0], position + found[1]) if found else None

    def _begins(self, text: str) -> tuple[str, int] | None:
        """The longest ref that a text begins with, and where it ends; None for none."""
        tokens = ref_tokens(text[:_LONGEST])
        keys = [key for key, _at, _end in tokens]
        letters: list[str] = []  # those of the first one, of the first two, …
        for key in keys:
            words = [*letters[-1:], key] if key[0].isalnum() else letters[-1:]
            letters.append(" ".join(filter(None, words)))
        self._look_up(letters)
        for count in range(len(tokens), 0, -1):
            if not self._by_letters[letters[count - 1]]:
                continue
            end = tokens[count - 1][2]
            thousands = _THOUSANDS.match(text, end)  # "10,000 letters" are no action 10
            if (
                not _is_end(text, end)
                or keys[count - 1] in "-,;:%"
                or (thousands and not self._is_ref(thousands[1]))
            ):
                continue
            found = self._exact(keys[:count]) or self._loose_at(keys[:count])
            fitting = [ref for ref in found if self._fits(ref, tokens[:count])]
            same = [ref for ref in fitting if text[:end] == ref]
            if same or len(fitting) == 1:
                return (same or fitting)[0], end
        return None

    def closed_up(self, text: str) -> str:
        """The text with refs as they are printed that were typed with a space: "who owns AGS1" for "who owns AGS 1"."""

        def printed(match: re.Match[str]) -> str:
            found = self.at(text, match.start())
            is_one = found is not None and " " not in found[0] and found[1] == match.end()
            return found[0] if found and is_one else match[0]

        return APART.sub(printed, text)

    def read(self, text: str) -> Named:
        """The refs that a text begins with: one, a list, or a range."""
        plain = typed_plainly(text)
        glued, mark = _GLUED.match(plain), _MARK.match(plain)
        assert mark is not None  # noqa: S101 - it may be empty
        start = glued.end() if glued else mark.end()
        first = self.at(text, start)
        if first is None and mark["named"]:
            first, start = self.at(text, 0), 0
        if first is None:
            return Named(rest=text)
        cursor = _Cursor({first[0]: None}, first[1])
        is_marked = bool(glued or mark["named"] or "#" in mark[0])
        part = _PART.match(plain, first[1])
        if part and self._has_parts(first[0]):  # 7 (iii), where there are 7 and 7 (i)
            cursor.unknown = text[start : part.end()]
        self._range(text, plain, cursor, first[0])
        while not cursor.unknown and self._next(text, plain, cursor):
            pass
        close = _END.match(plain, cursor.end)
        end = close.end() if close else cursor.end
        if close and ":" in close[0]:
            is_marked = True
        return Named(
            tuple(cursor.refs),
            text[end:].strip(),
            end,
            cursor.unknown,
            cursor.unsure,
            is_marked,
            cursor.is_range,
        )

    def _next(self, text: str, plain: str, cursor: _Cursor) -> bool:
        """Read one more ref of a list; False at its end."""
        joint = (
            _AND.match(plain, cursor.end) or _COMMA.match(plain, cursor.end) or _SPACE.match(plain, cursor.end)
        )
        if joint is None:
            return False
        mark = _MARK.match(plain, joint.end())
        assert mark is not None  # noqa: S101 - it may be empty
        is_joined = bool(joint[0].strip())
        found = self.at(text, mark.end()) or (self._sibling(cursor, plain, mark.end()) if is_joined else None)
        if found is None:
            strange = LIKE_A_REF.match(plain, mark.end())
            if strange and is_joined and not COUNTED.match(plain, strange.end()):
                cursor.unknown = text[strange.start() : strange.end()]
            return False
        ref, end = found
        is_counted = bool(COUNTED.match(plain, end)) and not mark[0].strip()
        is_bare = not is_joined and not mark[0].strip()
        if (is_bare and not self._ends_list(plain, end)) or (is_counted and "and" not in joint[0]):
            cursor.unsure = (*cursor.refs, ref)
            return False
        cursor.refs.setdefault(ref)
        cursor.end = end
        self._range(text, plain, cursor, ref)
        return True

    def _sibling(self, cursor: _Cursor, plain: str, position: int) -> tuple[str, int] | None:
        """The ref that is typed there by its last part alone, behind one of its series: "2.1a and b", "AGS1 & 2"."""
        before, last = list(cursor.refs)[-1], _LAST_PART.match(plain, position)
        parts = _SERIES.fullmatch(before)
        if last is None or parts is None or last[0].isdigit() is not (parts["number"] is not None):
            return None
        found = self.lookup(f"{parts['series'] or parts['letters']}{last[0]}")
        return (found[0], last.end()) if len(found) == 1 else None

    def _ends_list(self, plain: str, position: int) -> bool:
        """Whether nothing but further refs follows, or very many: "10 11 12", not "10 11 drafts sent"."""
        for _ref in range(_LONG_LIST):
            position = _past(_BETWEEN, plain, position)
            if position == len(plain):
                return True
            found = self.at(plain, _past(_MARK, plain, position))
            if found is None:
                return False
            position = found[1]
        return True

    def _range(self, text: str, plain: str, cursor: _Cursor, first: str) -> None:
        """Put in all from one ref to another: "3-7", "3 to 7"."""
        joint = _RANGE.match(plain, cursor.end)
        if joint is None:
            return
        mark = _MARK.match(plain, joint.end())
        last = self.at(text, mark.end() if mark else joint.end())
        is_dash, is_spaced = "-" in joint[0], bool(joint["before"] and joint["after"])
        if last is None:
            strange = LIKE_A_REF.match(plain, joint.end())
            if strange and not is_spaced:
                cursor.unknown = text[strange.start() : strange.end()]
            return
        between = self.known.between(first, last[0])
        if not between:
            cursor.unknown = f"{first}-{last[0]}"
        elif (
            is_dash
            and is_spaced
            and not self._ends_list(plain, last[1])
            and plain[last[1] : last[1] + 1] != ":"
        ):
            cursor.unsure = tuple(between)
        else:
            cursor.refs |= dict.fromkeys(between)
            cursor.end, cursor.is_range = last[1], True

    def _has_parts(self, ref: str) -> bool:
        """Whether there are refs that go on in brackets where this one ends."""
        key = [*(one for one, _at, _end in ref_tokens(ref)), "("]
        others = self.known.continuing(letters_of(key))
        return any([one for one, _at, _end in ref_tokens(other)][: len(key)] == key for other in others)

    def _loose_at(self, keys: Sequence[str]) -> Sequence[str]:
        """Refs whose brackets and full stops were left out, or put otherwise, where only one can be meant."""
        found = self._lettered(keys)
        return found if len(found) == 1 and len(keys) > 1 and keys[0][0].isalnum() else ()

    def _look_up(self, letters: Sequence[str]) -> None:
        """Cache the refs with these letters; those that are not cached yet are read by one query."""
        new = [one for one in dict.fromkeys(letters) if one not in self._by_letters]
        if new:
            self._by_letters |= dict.fromkeys(new, ())
            for ref in self.known.lettered(new):
                self._by_letters[ref_letters(ref)] += (ref,)

    def _lettered(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The refs that have these numbers and words, whatever signs stand between them."""
        return self._by_letters[letters_of(keys)]

    def _exact(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The refs that are these numbers, words and signs."""
        same = list(keys)
        return tuple(r for r in self._lettered(keys) if [one for one, _at, _end in ref_tokens(r)] == same)

    def _is_ref(self, number: str) -> bool:
        """Whether a ref is that number as it is written here."""
        self._look_up([number])
        return bool(self._exact([number]))

    def _fits(self, ref: str, tokens: Sequence[tuple[str, int, int]]) -> bool:
        """Whether spaces stand where the ref has them, beside a bracket, or between the letters that it begins with and
        a number: "7(i)" is 7 (i), "AGS 1" is AGS1, "10 a" is not 10a.
        """
        spaces = [
            n
            for n, (one, two) in enumerate(pairwise(tokens))
            if one[2] < two[1] and "(" not in two[0] and ")" not in one[0]
        ]
        if spaces[:1] == [0] and tokens[0][0] not in _NO_SERIES and tokens[1][0].isdigit():
            del spaces[0]
        gaps = sum(one[2] < two[1] for one, two in pairwise(ref_tokens(ref)))
        return len(spaces) <= gaps


def _past(pattern: LazyPattern, text: str, position: int) -> int:
    """Where a pattern ends that is looked for at a position: there, if it is not found."""
    match = pattern.match(text, position)
    return match.end() if match else position


def _is_end(text: str, end: int) -> bool:
    """Whether a ref can end there: a longer number or word does not go on."""
    following = text[end : end + 1]
    if not following:
        return True
    if following.isalnum() or following in "_%":
        return False
    return not (following in ".,:/'’" and text[end + 1 : end + 2].isdigit() and following != ",")
