"""What a reply says: of which actions, and whether it is news at all.

A reply under a card is about the card's action, unless its words name others where a line, a sentence or a clause
begins (register.words.reply_refs): "14: agreed", "3: done⏎14: not yet", "For 22 we wait, 23 is with GET". Each action
has the words that are about it, without the refs. Where a number may be an action or a count, nothing is guessed: the
author is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from register.lazy_pattern import LazyPattern
from register.words.bare_lines import with_bare_lines_joined, with_bare_lines_marked
from register.words.bare_refs import with_bare_refs
from register.words.reply_counts import COUNTED_CLAUSE, begins_counts, counts_on
from register.words.reply_lists import (
    may_count,
    names_before,
    refs_within,
    says_the_rest,
    with_quotes_as_refs,
    with_refs_marked,
    with_the_rest_spelt,
    without_labels,
)
from register.words.reply_refs import (
    Certainty,
    Segment,
    TooMuchToRead,
    UnclearRange,
    UnknownRef,
    has_letter_and_figure,
    is_state,
    refs_at_its_end,
)
from register.words.reply_segments import as_one, segments_of
from register.words.small_talk import is_small_talk
from register.words.text_folding import typed_plainly
from register.words.trimmed_segments import thanks_begin, without_end, without_other, without_points
from register.words.typed_refs import RefIndex

_COLON = LazyPattern(r"\s*#?(\d+[a-z]?)\s*:(?=\s)", re.I)
_NAMED_FIRST = LazyPattern(
    r"\s*(?:(?:an?\s+)?updates?\s+(?:on|for|to|re)\s+)?#?(?P<ref>\d+[a-z]?|(?=[^\s:]*\d)[^\W_][\w.]{1,9})(?P<sign>\s*:|\s+-+)(?=\s)"
)
_THIS_ONE = LazyPattern(
    r"(?P<lead>(?:^|[.;,!?:]\s+|\n[^\S\n]*|\s(?=and\s|but\s|while\s))(?:(?:and|but|while|for|on|as\s+for|re)\s+){0,3})"
    r"this\s+(?:one|action)(?!\w)",
    re.I,
)
_LEFT_OUT = LazyPattern(
    r"\b(?:except(?:ing)?(?:\s+for)?|apart\s+from|aside\s+from|other\s+than|but(?:\s+not)?|bar|excluding|not)\s+(?=[#\d]|actions?\b)",
    re.I,
)
_FIGURE = LazyPattern(r"\d")
_DITTO = LazyPattern(r"(?:ditto|likewise|(?:the\s+)?(?:same\s+)?as\s+above)\W*", re.I)
"""What is said of one action by what was said of the one before: "3 done, 14 ditto"."""
_LEFT_OVER = LazyPattern(
    r"\d+\s+(?:(?:to\s+go|left|more|others?|outstanding|remaining)|\w+\s+(?:so\s+far|to\s+date|in\s+total))\W*$"
)
"""What counts the rest, or what there is of it: "3 left", "3 replied so far"."""
_COUNTS = LazyPattern(r"\s*\d\S*\s+\S")
_ACT = LazyPattern(r"(?P<lead>(?:^|[.;,!?]\s+|\n\s*|\band\s+))(?:act\.?|actons?)\s+(?=#?(?P<number>\d))", re.I)
"""How "action" is shortened before a ref: "Act 14 done"; "the Act 1989 applies" is another thing."""
_MOST_SMALL_TALK = 2_000
"""Characters above which a reply is news."""


@dataclass(frozen=True)
class ReplyReading:
    """What a reply says: the words for each action, by ref. Empty where that cannot be told.

    Nor can it of a very long reply, which may name any number of refs. ``unknown`` is a ref that it names and
    that there is not: then nothing of it is taken. ``unsure`` are numbers that may be refs or not: then ``parts`` are
    what it says if they are; of the ``bare`` ones among them it says nothing of their own. ``is_small_talk`` is a reply
    that is no news: thanks, a question, or files without words.
    """

    parts: tuple[tuple[str, str], ...] = ()
    unknown: str = ""
    unsure: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    is_small_talk: bool = False


def read_reply(
    words: str, index: RefIndex, about: Sequence[str], own: str | None, *, are_refs: bool | None = None
) -> ReplyReading:
    """Read a reply in a thread that is about the refs ``about``, or about the action ``own`` alone.

    ``are_refs`` is its author's answer to whether the numbers in doubt are refs; None: they are to be asked. Beside
    other refs "this one" is the thread's own.
    """
    words = with_quotes_as_refs(words, index, about, own)
    if own is None:
        words = without_labels(words, index, about)
    words = with_bare_lines_marked(_with_actions_spelt(words, index), index, about, own)
    if own is None and len(words) <= _MOST_SMALL_TALK:
        return _read_of_several(words, index, about, are_refs)
    found = _read(words, index, about, own, are_refs)
    if own is None or len(words) > _MOST_SMALL_TALK or not any(ref != own for ref, _words in found.parts):
        return found
    named = _THIS_ONE.sub(lambda match: f"{match['lead']}#{own}", words)
    return found if named == words else _read(named, index, about, own, are_refs)


def _with_actions_spelt(words: str, index: RefIndex) -> str:
    """The words with "Action 14" for "Act 14" where a state follows."""

    def spelt(match: re.Match[str]) -> str:
        found = index.at(words, match.start("number"))
        is_ref = found is not None and (
            words[found[1] :].lstrip().startswith(":") or is_state(words[found[1] :])
        )
        return f"{match['lead']}action " if is_ref else match[0]

    return _ACT.sub(spelt, words)


def refs_named(words: str, index: RefIndex) -> tuple[str, ...]:
    """The refs of a register that words say something of, whatever thread they are in: those that are marked as refs
    ("Action 14: sent"), and those with letters and figures before a state ("AGS2 done").
    """
    try:
        segments = list(segments_of(words, index, (), None))
    except (UnknownRef, UnclearRange, TooMuchToRead):
        return ()
    return tuple(
        ref
        for segment in segments
        if segment.text and not _is_bare_letter(segment)
        for ref in segment.named
        if segment.certainty is Certainty.SURE
        or (segment.certainty is Certainty.LIKELY and has_letter_and_figure(ref))
    )


def without_left_out(words: str, index: RefIndex, about: Sequence[str]) -> tuple[str, ...]:
    """Those of the refs ``about`` that a reply does not leave out: "all done except 42"."""
    words = re.sub(r"\b(?:n?or)\b", "and", words)
    left_out = {ref for match in _LEFT_OUT.finditer(words) for ref in index.read(words[match.end() :]).refs}
    return tuple(ref for ref in about if ref not in left_out)


def _read_of_several(words: str, index: RefIndex, about: Sequence[str], are_refs: bool | None) -> ReplyReading:
    """A reply in a thread about several actions, where lines that all begin with their numbers are a list, and "the
    rest" are those of them that are not named.
    """
    if are_refs is not False:
        words = with_refs_marked(words, index, about)
    found = _read(words, index, about, None, are_refs)
    if found.parts and names_before(words, index, about):
        return ReplyReading()
    if not found.parts or not says_the_rest(words):
        return found
    named = {ref for ref, _words in found.parts}
    spelt = with_the_rest_spelt(words, [ref for ref in about if ref not in named])
    return _read(spelt, index, about, None, are_refs) if spelt else ReplyReading()


def _read(
    words: str, index: RefIndex, about: Sequence[str], own: str | None, are_refs: bool | None
) -> ReplyReading:
    try:
        segments = without_end(without_points(list(segments_of(words, index, about, own)), own), own)
    except UnknownRef as unknown:
        return ReplyReading(unknown=str(unknown))
    except (TooMuchToRead, UnclearRange):
        return ReplyReading()
    judged = [_is_ref(segment, segments, about, own) for segment in segments]
    unsure = tuple(
        ref for one, is_ref in zip(segments, judged, strict=True) if is_ref is None for ref in one.named
    )
    resolved = as_one(
        [
            segment if (are_refs is not False if is_ref is None else is_ref) else replace(segment, named=())
            for segment, is_ref in zip(segments, judged, strict=True)
        ]
    )
    resolved, bare = with_bare_lines_joined(resolved, own, are_meant=are_refs is not False)
    if own is None and are_refs is not False:
        resolved, behind = with_bare_refs(resolved, index, about)
        bare += behind
    unsure = tuple(dict.fromkeys((*unsure, *bare)))
    resolved = [without_other(segment, index) for segment in resolved]
    reading = replace(_reading_of(words, resolved, own), bare=bare)
    strange = "" if reading.unknown or reading.is_small_talk else _unknown_at_first(words, index)
    if strange:
        return ReplyReading(unknown=strange)
    if not any(segment.named for segment in resolved) and not unsure:
        return _at_the_end(reading, words, index, about, own, are_refs)
    return reading if are_refs is not None else replace(reading, unsure=unsure)


def _unknown_at_first(words: str, index: RefIndex) -> str:
    """What a reply begins with like a ref, and is none: "99: done" where there is no action 99, "Update on AGS9: …"
    where there is another as AGS1; "" for anything else.
    """
    first = _NAMED_FIRST.match(typed_plainly(words))
    if first is None or index.at(words, first.start("ref")):
        return ""
    typed = words[first.start("ref") : first.end("ref")]
    if re.fullmatch(r"\d+[a-z]?", typed, re.I):
        return typed if len(typed) < 4 and ":" in first["sign"] else ""
    return typed if any(_shape(ref) == _shape(typed) for ref in index.known.neighbours(typed)) else ""


def _shape(ref: str) -> str:
    """What the refs of a series have in common: their letters, but for a single last one, and where figures stand."""
    return re.sub(r"(?<=\d)[^\W\d_]$", "a", re.sub(r"\d+", "9", ref.lower()))


def _at_the_end(
    reading: ReplyReading,
    words: str,
    index: RefIndex,
    about: Sequence[str],
    own: str | None,
    are_refs: bool | None,
) -> ReplyReading:
    """The reading of a reply that names refs behind its words, or ``reading`` where it does not."""
    found = refs_at_its_end(words, index, about, own)
    if found is None or are_refs is False:
        return reading
    refs, before, certainty = found
    if own is None and not set(refs_within(before, index)).isdisjoint(about):
        return reading  # "3 late, but done by March on 14"
    is_asked = certainty is not Certainty.SURE and are_refs is None
    parts = tuple((ref, before) for ref in refs)
    return ReplyReading(parts, unsure=refs if is_asked else (), is_small_talk=is_small_talk(before))


def _reading_of(words: str, segments: Sequence[Segment], own: str | None) -> ReplyReading:
    """What the segments say, each of the refs that it names."""
    named = [ref for segment in segments for ref in segment.named]
    strange = [match[1] for one in segments if not one.named and (match := _COLON.match(one.words))]
    if named and strange:
        return ReplyReading(unknown=strange[0])
    is_short = len(words) <= _MOST_SMALL_TALK
    if not named:
        parts = ((own, words),) if own is not None else ()
        return ReplyReading(parts, is_small_talk=is_short and is_small_talk(words))
    parted = tuple(_parted(segments, own))
    talk = is_short and all(is_small_talk(text) for _ref, text in parted)
    return ReplyReading(parted, is_small_talk=talk)


def _is_ref(
    segment: Segment, segments: Sequence[Segment], about: Sequence[str], own: str | None
) -> bool | None:
    """Whether the numbers that a segment begins with are refs, rather than counts; None: that cannot be told."""
    found = _judged(segment, segments, about, own)
    if found is False or segment.certainty is Certainty.SURE:
        return found
    if found is None:
        is_left = own is not None and not segment.begins_line and _LEFT_OVER.match(segment.words)
        if is_left and not any(own in (*one.named, *one.words.split()) for one in segments):
            return False  # "3 of the 5 schools signed up, 2 outstanding"
        is_count = (
            own is not None
            and segment.certainty is Certainty.POSSIBLE
            and begins_counts(segment, segments, own)
        )
        return False if is_count else None
    counts = _counts_on(segment, segments, about, own)
    if counts is None:
        is_left = own is None and not segment.begins_line and _LEFT_OVER.match(segment.words)
        return None if is_left else True  # "14 - staff trained, 3 left": of them, or action 3
    return False if counts and segment.certainty is Certainty.POSSIBLE else None


def _judged(
    segment: Segment, segments: Sequence[Segment], about: Sequence[str], own: str | None
) -> bool | None:
    """Whether the numbers that a segment begins with are refs; None: that cannot be told."""
    if segment.certainty is Certainty.NONE:
        return False  # of thousands of lines nearly all
    refs = set(segment.named)
    speaking = [one for one in segments if one.named and (one.text or own is not None)]
    others = [one for one in speaking if not _is_bare_letter(one)]
    among = own is None and refs <= set(about)
    is_other = own is not None and refs != {own}
    is_behind_others = any(one.certainty is Certainty.SURE and set(one.named) != {own} for one in others)
    may_be_other = is_other and (is_behind_others or _may_name_another(segment, segments))
    are_alike = own is None and len({one.named for one in others if set(one.named) <= set(about)}) > 1
    is_backed = any(one.certainty is Certainty.SURE for one in others) or are_alike
    match segment.certainty:
        case _ if _is_bare_letter(segment):
            return None if among or may_be_other else False
        case Certainty.SURE:
            return True
        case _ if among and _is_no_mere_number(segment):
            return True
        case Certainty.LIKELY:
            if among and not is_backed and any(_COUNTS.match(one.words) for one in segments if not one.named):
                return None  # "42 governors asked, 3 with Legal": of them, or action 3
            if among or is_backed:
                return True
            return False if all(one.named == (own,) for one in others) else None
    if own is None:
        return (True if are_alike and not _names_a_time(segment) else None) if among else False
    return None if may_be_other else False


def _counts_on(
    segment: Segment, segments: Sequence[Segment], about: Sequence[str], own: str | None
) -> bool | None:
    """Whether a number is one of several counts, rather than a ref, as ``counts_on`` says."""
    place = next(n for n, one in enumerate(segments) if one is segment)
    if segment.begins_line or not place or not COUNTED_CLAUSE.match(segment.words):
        return None
    last = segments[place - 1]
    is_ref = last.certainty is Certainty.SURE or bool(_is_ref(last, segments, about, own))
    return counts_on(segment, last, is_ref=is_ref)


def _may_name_another(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether a segment under a card may be about another action: the first, or a sentence that begins with a ref such
    as "AGS2", which counts nothing.
    """
    place = next(n for n, one in enumerate(segments) if one is segment)
    begins = segment.begins_line or segments[place - 1].words.rstrip().endswith((".", ";", "!", "?"))
    typed = segment.words[: segment.end]
    return place == 0 or (begins and has_letter_and_figure(typed) and not _names_a_time(segment))


def _is_no_mere_number(segment: Segment) -> bool:
    """Whether the refs that a segment begins with are typed as they are printed and have more than figures: "3.3" and
    "R1.2", which count nothing where they are asked about; "10" may, and "9.30", "Q4" and "2.5 tonne" do.
    """
    typed = re.sub(r"\s", "", segment.words[: segment.end]).lower()
    printed = [re.sub(r"\s", "", ref).lower() for ref in segment.named]
    rest = segment.words[segment.end :]
    return all(ref in typed and not ref.isdigit() and not may_count(ref, rest) for ref in printed)


def _names_a_time(segment: Segment) -> bool:
    """Whether a segment begins with what may be a time of day, a quarter or a measure."""
    return any(may_count(ref.lower(), segment.words[segment.end :]) for ref in segment.named)


def _is_bare_letter(segment: Segment) -> bool:
    """Whether a segment begins with refs without a figure that nothing marks as refs: "I have sent it", "A draft"."""
    typed = segment.words[: segment.end + 1].lower()
    is_marked = segment.is_listed or ":" in typed or "#" in typed or "action" in typed
    return bool(segment.named) and not is_marked and not any(map(_FIGURE.search, segment.named))


def _parted(segments: Sequence[Segment], own: str | None) -> Iterator[tuple[str, str]]:
    """The words for each action, without its ref. Words before the first ref are for the card's action; those that end
    with a colon, or in a thread without one action of its own, are for all.
    """
    found: dict[str, list[str]] = {}
    first = next(number for number, segment in enumerate(segments) if segment.named)
    before = "\n".join(segment.text for segment in segments[:first]).strip()
    current: tuple[str, ...] = ()
    for segment in segments[first : thanks_begin(segments)]:
        last, current = current, segment.named or current
        text = segment.text
        if last and segment.named and not set(last) & set(segment.named) and _DITTO.fullmatch(text):
            text = "\n".join(found[last[-1]]) or text
        for ref in current:
            found.setdefault(ref, []).append(text)
    heading = before.endswith(":") or own is None
    if before and not is_small_talk(before):
        if heading:
            found = {ref: [before, *lines] for ref, lines in found.items()}
        else:
            assert own is not None  # noqa: S101 - else it is a heading
            found[own] = [before, *found.get(own, [])]
    parted = {ref: "\n".join(filter(None, lines)).strip() for ref, lines in found.items()}
    is_any = any(parted.values())
    yield from ((ref, text) for ref, text in parted.items() if text or not is_any)  # "3) done⏎42) ?"
