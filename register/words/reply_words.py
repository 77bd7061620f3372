"""What a reply says: of which actions, whether it is news at all, and whether it claims that something is done.

A reply under a card is about the card's action, unless its words name others where they begin, or where a line
begins: "14: agreed", "#14 agreed", "Action 14 is agreed", "3: done⏎14: not yet". Under a reminder of several
actions it must name them. A number alone names none ("2 officers are off sick"), but "14 is done" does, and
"3 and 14 are done": of fourteen things one says that they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from register.words.text_folding import folded, typed_plainly, word_set
from register.words.typed_refs import LIKE_A_REF, Named, RefIndex

_BULLET = re.compile(r"^\s*(?:[-–—•*◦▪]\s+)?")
_BREAK = re.compile(r"[;,.]\s+(?=\S)")
_DASHED = re.compile(r"\s+-+\s*$")
_COLON = re.compile(r"\s*#?(\d+[a-z]?)\s*:(?=\s)", re.I)
_STOPPED = re.compile(r"\s*[.)](?:\s|$)")
_EXPLICIT = re.compile(r"\s*(?:(?:actions?|refs?)(?:\s*(?:ref|no|number)\.?)?\s*#?|#)\s*", re.I)
_STATE = (
    r"(?:all\s+)?(?:done|complete[d]?|finished|closed|ongoing|on-going|in\s+progress|on\s+track|under\s*way|delayed|late|"
    r"overdue|not\s+(?:yet|started|done|complete|due)|nearly|almost|still|awaiting|waiting|outstanding)(?!\w)"
)
_IS = re.compile(r"\s*(?:is|was|has)(?!\w)", re.I)
_ARE = re.compile(r"\s*(?:are|were|have|both)(?!\w)", re.I)
_OF_ONE = re.compile(rf"\s*(?:is|was|has|will\s+be|remains|now|{_STATE})(?!\w)", re.I)
_OF_SEVERAL = re.compile(rf"\s*(?:are|were|have|will\s+be|remain|both|now|{_STATE})(?!\w)", re.I)
_MARK_ROOM = 400
"""Characters that the refs at the beginning of a segment may take."""
_MOST_BREAKS = 200
"""Commas and stops behind which a ref is looked for: each costs a reading."""
_MOST_SMALL_TALK = 2_000
"""Characters above which a reply is news."""
_REST = re.compile(r"\b\d+\s+(?:to\s+go|left|more|others?|still|remain)", re.I)


@dataclass(frozen=True)
class ReplyReading:
    """What a reply says: the words for each action, by ref. Empty where that cannot be told.

    Nor can it of a very long reply, which may name any number of refs. ``unknown`` is a ref that it names and
    that there is not: then nothing of it is taken. ``is_small_talk`` is a reply that is no news: thanks, or a
    question.
    """

    parts: tuple[tuple[str, str], ...] = ()
    unknown: str = ""
    is_small_talk: bool = False


@dataclass(frozen=True)
class _Segment:
    """Words of a reply, and the refs that they begin with (up to ``end``); none where they go on from what was
    before. ``is_listed``: a single number with a colon, as the points of a list have, too.
    """

    words: str
    named: tuple[str, ...] = ()
    is_listed: bool = False
    end: int = 0


def read_reply(words: str, index: RefIndex, about: Sequence[str], own: str | None) -> ReplyReading:
    """Read a reply in a thread that is about the refs ``about``, or about the action ``own`` alone."""
    try:
        segments = _plain_lists(list(_segments(words, index, about, own)), own)
    except _Unknown as unknown:
        return ReplyReading(unknown=str(unknown))
    except _TooMuch:
        return ReplyReading()
    named = [ref for segment in segments for ref in segment.named]
    strange = [match[1] for one in segments if not one.named and (match := _COLON.match(one.words))]
    if named and strange:
        return ReplyReading(unknown=strange[0])
    if not named:
        parts = ((own, words),) if own is not None else ()
        return ReplyReading(parts, is_small_talk=is_small_talk(words))
    if len(set(named)) == len(segments[0].named) == len(named):
        is_short = len(words) <= _MOST_SMALL_TALK
        small_talk = is_short and is_small_talk(index.read(_BULLET.sub("", words)).rest)
        return ReplyReading(tuple((ref, words) for ref in named), is_small_talk=small_talk)
    return ReplyReading(tuple(_parted(segments, own)))


class _Unknown(Exception):
    """A ref is named that there is not."""


class _TooMuch(Exception):
    """There is more of it than can be read in time."""


def _segments(words: str, index: RefIndex, about: Sequence[str], own: str | None) -> Iterator[_Segment]:
    """The reply in segments: one begins with each line, and in a line behind a stop, where a ref is named.

    Raises _Unknown and _TooMuch.
    """
    left = _MOST_BREAKS
    for line in words.splitlines():
        start = 0
        marks = {0: _mark(line, index, about, own)}
        breaks = [match.end() for match in _BREAK.finditer(line) if match.end() > marks[0].end]
        left -= len(breaks)
        if left < 0:
            raise _TooMuch
        marks |= {at: _mark(line[at:], index, about, own) for at in breaks}
        cuts = [0, *(at for at in breaks if marks[at].named)]
        for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
            mark = marks[start]
            yield _Segment(_BULLET.sub("", line[start:end]).rstrip(" ;,"), mark.named, mark.is_listed)


def _mark(text: str, index: RefIndex, about: Sequence[str], own: str | None) -> _Segment:
    """The refs that a segment begins with, if it is about those. Raises _Unknown and _TooMuch."""
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    is_cut = len(text) - start > _MARK_ROOM
    text = text[start : start + _MARK_ROOM]
    explicit = _EXPLICIT.match(text)
    named = index.read(text)
    if is_cut and named.end > _MARK_ROOM - 50:
        raise _TooMuch
    if explicit and (named.unknown or not named.refs):
        strange = LIKE_A_REF.match(typed_plainly(text), explicit.end())
        if named.unknown or strange:
            raise _Unknown(named.unknown or strange[0])  # type: ignore[index]
        return _Segment(text)
    if named.refs and named.unknown and named.is_marked:
        raise _Unknown(named.unknown)
    if not named.refs or named.unknown:
        return _Segment(text)
    if named.is_marked:
        return _Segment(text, named.refs, not explicit and len(named.refs) == 1, start + named.end)
    is_dashed = _DASHED.search(typed_plainly(text[: named.end])) and named.rest[:1].isalpha()
    if is_dashed or _is_weak_mark(text, named, about, own):
        return _Segment(text, named.refs, end=start + named.end)
    return _Segment(text)


def _is_weak_mark(text: str, named: Named, about: Sequence[str], own: str | None) -> bool:
    """Whether bare numbers are refs: where the words go on about them as about actions, not as about so many."""
    if _REST.search(named.rest):
        return False
    is_one = len(named.refs) == 1
    if (_IS if is_one else _ARE).match(named.rest) and named.refs != ("1",):
        return True
    if own is not None or not set(named.refs) <= set(about):
        return False
    is_stopped = bool(_STOPPED.match(text, len(text[: named.end].rstrip(" .)"))))
    return is_stopped or bool((_OF_ONE if is_one else _OF_SEVERAL).match(named.rest))


def _plain_lists(segments: list[_Segment], own: str | None) -> list[_Segment]:
    """The segments without the numbers of a list: "1: …⏎2: …" under the card of action 10 counts its points."""
    listed = [segment.named[0] for segment in segments if segment.is_listed]
    counted = [str(n) for n in range(1, len(listed) + 1)]
    if own is not None and len(listed) > 1 and listed == counted and own not in listed:
        return [_Segment(segment.words) if segment.is_listed else segment for segment in segments]
    return segments


def _parted(segments: Sequence[_Segment], own: str | None) -> Iterator[tuple[str, str]]:
    """The words for each action. What stands before the first ref is the card's, or said of all."""
    found: dict[str, list[str]] = {}
    first = next(number for number, segment in enumerate(segments) if segment.named)
    before = "\n".join(segment.words for segment in segments[:first]).strip()
    current: tuple[str, ...] = ()
    for segment in segments[first:]:
        current = segment.named or current
        for ref in current:
            found.setdefault(ref, []).append(segment.words)
    heading = before.endswith(":") or own is None
    if before and not is_small_talk(before):
        if heading:
            found = {ref: [before, *lines] for ref, lines in found.items()}
        else:
            assert own is not None  # noqa: S101 - else it is a heading
            found[own] = [before, *found.get(own, [])]
    for ref, lines in found.items():
        yield ref, "\n".join(lines).strip()


_THANKS = word_set(
    """
    thanks thank thx ta cheers ok okay k kk noted great brilliant perfect lovely excellent super fantastic
    wonderful good nice cool appreciated appreciate understood received sure yes yep yeah no np welcome fine
    hi hello hey morning afternoon evening
    """
)
_AROUND_THANKS = word_set(
    """
    you & one very much so a lot many for this that it the your youre update updates letting us me know all
    both everyone everybody team folks u i we got will do problem worries dear
    really help quick prompt response reply as always again and is on
    """
)
_WELL_DONE = re.compile(
    r"\b(?:well\s+done|all\s+good|nice\s+work|good\s+work|great\s+work|good\s+job|great\s+job)\b", re.I
)
_NOT_WORDS = re.compile(r"(?<!\w)@\w+|:[\w+'-]+:")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]+")
_TO_A_COLLEAGUE = re.compile(
    r"""
    \s*(?: (?:[^\W\d]\w*[ ,]+){0,2} (?:please|pls|plz)\b (?!\s+(?:note|see|find|be\s+aware|refer)\b)  # a request
      | (?:(?:sorry|apologies|oops)\W+)? (?:that|this|it)\s+(?:was|is)\s+(?:meant|intended)\s+for\b
      | (?:sorry|apologies|oops)\W+ wrong\s+(?:thread|channel|action|one|place)\b
      | (?:ignore|disregard|forget|scrap)\s+(?:that|this|it|me|my|the\s+(?:last|above))\b
      | (?:thanks|cheers|ok|okay|great)\b .* \b(?:pick|catch|speak|talk|chat)\b .* \b(?:you|u)\b
      | (?:as|see|same\s+as)\s+above\W*$ | ditto\W*$ | n\s*/?\s*a\W*$ | not\s+applicable\W*$ )
    """,
    re.I | re.X | re.S,
)
"""How people speak to one another under a card: their words can still be recorded with one press."""


def is_small_talk(words: str) -> bool:
    """Whether words are no news of an action: thanks, a greeting, a sign, a request, or nothing but questions."""
    bare = _NOT_WORDS.sub(" ", words)
    if not any(sign.isalnum() for sign in bare):
        return True
    sentences = [one.strip() for one in _SENTENCE.findall(bare) if any(sign.isalnum() for sign in one)]
    return all(one.endswith("?") or _is_thanks(one) or _is_talk(one) for one in sentences)


def _is_thanks(sentence: str) -> bool:
    """Thanks or a greeting, perhaps with the names of those whom it is for."""
    words = folded(_NAME.sub(" ", _WELL_DONE.sub(" thanks ", sentence))).split()
    return len(words) <= 10 and not _THANKS.isdisjoint(words) and set(words) <= _THANKS | _AROUND_THANKS


def _is_talk(sentence: str) -> bool:
    return len(sentence.split()) <= 14 and _TO_A_COLLEAGUE.match(sentence) is not None


_CLAIM = re.compile(r"\b(?:done|completed?|finished|implemented|fulfilled)\b", re.I)
_DENIED = word_set(
    """
    not never nearly almost half partly partially part mostly largely yet cannot cant can could should would
    will be being before until till once when if unless to get getting isnt arent hasnt havent wasnt werent
    wont dont no nothing incomplete what more still aim aiming plan planned expect expected hope hopefully
    due
    """
)
_LATER = re.compile(
    r"\s*(?:by|in|next|tomorrow|soon|within|on|before|at)\b(?!\s+(?:full|the\s+(?:meeting|board)))", re.I
)
_PERCENT = re.compile(r"(\d+)\s*(?:%|per\s*cent)\s*$", re.I)


def says_complete(words: str) -> bool:
    """Whether words claim that an action is done: "Done.", "All three steps are complete"; not "nearly done"."""
    return any(
        not sentence.strip().endswith("?")
        and any(_claims(sentence, claim) for claim in _CLAIM.finditer(sentence))
        for sentence in _SENTENCE.findall(words)
    )


def _claims(sentence: str, claim: re.Match[str]) -> bool:
    before = sentence[: claim.start()]
    clause = re.split(r"[,;:–—]|\b(?:and|but)\b", before)[-1]
    percent = _PERCENT.search(before)
    denied = set(folded(clause).split()[-5:]) & _DENIED
    later = _LATER.match(sentence, claim.end()) and claim[0].lower() not in (
        "completed",
        "finished",
        "implemented",
    )
    return not (denied or later or (percent and int(percent[1]) < 100))
