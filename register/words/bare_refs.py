"""Refs that the words of a reply end with and of which they say nothing: "3 done 14", "3 done and 14".

Whether the same is meant of them, or they count something, only their author knows.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from register.days.date_spans import TYPED_MONTH, TYPED_WEEKDAY
from register.lazy_pattern import LazyPattern
from register.words.reply_refs import LEAVES_OUT, Segment, is_state
from register.words.reply_segments import NO_STATE_ENDS
from register.words.text_folding import typed_plainly
from register.words.typed_refs import RefIndex

_BEGINS = LazyPattern(r"(?<=\s)(?:actions?\s+)?#?(?=\w*\d)")
_JOINT = LazyPattern(
    r"(?:[\s,;.&+–—-]|\b(?:and|also|plus|likewise|(?:the\s+)?same(?:\s+(?:for|with|on|as))?|ditto(?:\s+(?:for|on))?)\b)*$"
)
_SIGN = LazyPattern(r"[,;.&+]|[a-z]")
_NO_REF_BEHIND = LazyPattern(rf"(?:\d|[£$€%(]|\b{TYPED_MONTH}\.?)$")
OF_ITS_OWN = LazyPattern(
    r"\b(?:week|wk|w/?[ce]|lot|ref|totals?|costs?|score|"
    rf"{TYPED_WEEKDAY}(?:day)?)\s*:?\s*$"
)
"""What has a number of its own right behind it: "done in week 14", "signed off Fri 14"."""
_QUESTION = LazyPattern(
    r"[.;,!?]\s+(?:and\s+)?(?:what|who|when|where|why|how|is|are|was|does|do|did|has|have|can|should)\b[^.;!?]*\?$"
)
"""What is asked behind what is said: "3 done. What is 14?"."""
_STATE_WORD = LazyPattern(r"[^\W\d]+$")
_LONGEST = 60
"""Characters at the end of words in which refs are looked for."""


def with_bare_refs(
    segments: Sequence[Segment], index: RefIndex, about: Collection[str]
) -> tuple[list[Segment], tuple[str, ...]]:
    """The segments of a reply about these refs, where those that end with further ones are about these as well; and
    these refs.
    """
    named = {ref for one in segments for ref in one.named if one.text}
    found: list[Segment] = []
    bare: dict[str, None] = {}
    for segment in segments:
        left = set(about) - named - bare.keys()
        refs, words = _bare_behind(segment, index, left) if segment.named else ((), segment.words)
        found.append(replace(segment, named=(*segment.named, *refs), words=words) if refs else segment)
        bare |= dict.fromkeys(refs)
    return found, tuple(bare)


def bare_refs_behind(words: str, index: RefIndex) -> tuple[tuple[str, ...], str]:
    """The refs that the words for one action end with, whatever they are of, and the words without them; none where
    they say something of these, or count something.
    """
    return _bare_behind(Segment(words), index, None)


def _bare_behind(
    segment: Segment, index: RefIndex, left: Collection[str] | None
) -> tuple[tuple[str, ...], str]:
    """The refs, of those that are ``left`` (None: of any), which a segment ends with, and its words without them."""
    words = segment.words.rstrip(" .,;!")
    plain = typed_plainly(words)
    if _QUESTION.search(plain):
        return (), segment.words
    for match in _BEGINS.finditer(plain, max(segment.end, len(words) - _LONGEST)):
        named = index.read(words[match.start() :])
        is_whole = not (named.rest or named.unknown or named.unsure) and "/" not in words[match.start() :]
        if not (named.refs and is_whole and (left is None or set(named.refs) <= set(left))):
            continue
        joint = _JOINT.search(plain, segment.end, match.start())
        end = joint.start() if joint else match.start()
        before, between = plain[segment.end : end], plain[end : match.start()]
        is_of_words = any(one.search(before) for one in (_NO_REF_BEHIND, NO_STATE_ENDS, LEAVES_OUT))
        if not before.strip(" :-") or is_of_words or (not between.strip() and OF_ITS_OWN.search(before)):
            continue
        if named.is_marked or _SIGN.search(between) or is_state(before) or _ends_with_state(before):
            return named.refs, words[:end]
    return (), segment.words


def _ends_with_state(before: str) -> bool:
    last = _STATE_WORD.search(before)
    return last is not None and is_state(last[0])
