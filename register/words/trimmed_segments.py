"""Segments of a reply without what says nothing of an action: the numbers of its own points, refs behind which nothing
is said, the action that was not meant, and thanks below.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from register.lazy_pattern import LazyPattern
from register.words.reply_refs import Certainty, Segment, is_state
from register.words.small_talk import is_thanks
from register.words.typed_refs import RefIndex

_INSTEAD = LazyPattern(
    r"(?:not|rather\s+than|instead\s+of)\s+(?:for\s+)?(?=actions?\s|#?[^\W\d]{0,6}\d)(?P<other>[^\n]{1,40})",
    re.I,
)
"""What says only which action was not meant: "sorry, 14 not 38"."""
_THANKING = LazyPattern(r"\b(?:thanks?|thx|ta|cheers|appreciated?)\b", re.I)
_ANSWERS = LazyPattern(r"\b(?:all\s+good|fine|received|now|yes|yep|no|sure)\b", re.I)
"""What thanks may say of an action beside: "All good now, thanks"."""


def without_points(segments: list[Segment], own: str | None) -> list[Segment]:
    """The segments without the numbers of a list: "1: …⏎2: …" under the card of action 10 are its points, not refs."""
    listed = [segment.named[0] for segment in segments if segment.is_listed]
    counted = [str(n) for n in range(1, len(listed) + 1)]
    if own is not None and len(listed) > 1 and listed == counted and own not in listed:
        return [replace(one, named=(), certainty=Certainty.NONE) if one.is_listed else one for one in segments]
    return segments


def without_end(segments: list[Segment], own: str | None) -> list[Segment]:
    """The segments, where a ref behind which nothing is said ("190 of 214 now. Re 14.") names none: what stands before
    it is not lost to the card's action, and the other is given no update without words.
    """
    if own is None or len(segments) < 2 or not segments[-1].named or segments[-1].text:
        return segments
    return [*segments[:-1], replace(segments[-1], named=(), certainty=Certainty.NONE)]


def without_other(segment: Segment, index: RefIndex) -> Segment:
    """A segment without words that say only which other action was not meant; "14: not Q3" stays."""
    instead = _INSTEAD.fullmatch(segment.text) if segment.named else None
    other = index.read(instead["other"]) if instead else None
    is_other = other is not None and other.refs and not (other.unknown or other.rest.strip(" .!"))
    return replace(segment, words=segment.words[: segment.end]) if is_other else segment


def thanks_begin(segments: Sequence[Segment]) -> int:
    """Where among the segments the thanks below the last of the refs begin, "3 done⏎14 not yet⏎Many thanks⏎Amy"; behind
    them all where there are none.
    """
    last = max(number for number, segment in enumerate(segments, 1) if segment.named)
    below = [text for segment in segments[last:] if (text := segment.text.strip(" ,."))]
    is_news_too = any(is_state(text) or _ANSWERS.search(text) for text in below)
    are_thanks = any(map(_THANKING.search, below)) and is_thanks(", ".join(below))
    return last if are_thanks and not is_news_too else len(segments)
