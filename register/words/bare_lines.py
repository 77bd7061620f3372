"""Lines of a reply that are nothing but refs: "AGS1⏎AGS2⏎R12 done", "3⏎done⏎14⏎not yet".

They head the words below them. Where a reply says more than one thing, the first of several such lines may be places
that its author left empty: then the author is asked, as for a line below words, which may be of the same or of none.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from register.lazy_pattern import LazyPattern
from register.words.reply_lists import ends_with_refs, is_news, says_the_rest
from register.words.reply_refs import (
    BEFORE_REFS,
    BULLET,
    LEAVES_OUT,
    Segment,
    has_letter_and_figure,
    is_plural,
    is_state,
)
from register.words.text_folding import typed_plainly
from register.words.typed_refs import COUNTED, LIKE_A_REF, RefIndex

_LEFT_EMPTY = LazyPattern(r"[:?]")
"""Behind a ref of which its author knows nothing: "14:", "14) ?"."""
_COUNT = LazyPattern(r"\s*(?:(?:left|remaining|to\s+go)\b|[^.;,]*\b(?:so\s+far|(?:out\s+)?of\s+(?:the\s+)?\d))")
"""Behind a number that counts, though the words say a state: "3 left", "38 responses so far", "42 complete of 60"."""
_LONGEST_LINE = 80


def with_bare_lines_marked(words: str, index: RefIndex, about: Collection[str], own: str | None) -> str:
    """The words of a reply about these refs, or under the card of one (``own``), with "#" before the refs of lines that
    are nothing but refs and stand beside words that may be of them; such lines below "Not yet:" or "Done 3" are put
    behind it.
    """
    lines = [line for line in words.splitlines() if line.strip()]
    typed = [_refs_alone(line, index) for line in lines]
    are_headed = any(typed) and _are_headed(lines, typed, index)
    if not any(typed) or (own is not None and are_headed):
        return words
    for is_bare, places in groupby(range(len(lines)), key=lambda place: bool(typed[place])):
        run = [*places]
        above, below = "".join(lines[: run[0]][-1:]), "".join(lines[run[-1] + 1 :][:1])
        if not is_bare or _leaves_out(above):
            continue
        named = [ref for place in run for ref in typed[place]]
        refs = {ref for one in named for ref in index.lookup(one)}
        joint = ": " if are_headed else _joint_to_those_below(above, index, about)
        if own is None and refs and refs <= set(about) and joint:
            lines[run[0] - 1] = f"{above.rstrip(' ,;:' if are_headed else ' ,;')}{joint}{', '.join(named)}"
            lines[run[0] : run[-1] + 1] = [""] * len(run)
        elif refs and (_can_head(refs, below, index, about, own) or _may_share(refs, above, index, about, own)):
            for place in run:
                lines[place] = ", ".join(f"#{ref}" for ref in typed[place])
    return "\n".join(filter(None, lines))


def _refs_alone(line: str, index: RefIndex) -> tuple[str, ...]:
    """The refs of a line that is nothing else, or what it has like one and is none; empty for any other line."""
    if len(line) > _LONGEST_LINE:
        return ()
    text = _behind_lead(line).rstrip(" ,;.)&+").removesuffix(" and").rstrip(" ,")
    named = index.read(text)
    if named.refs and not (named.rest or named.unknown or named.unsure or _LEFT_EMPTY.search(text)):
        return named.refs
    return (text.lstrip("#"),) if LIKE_A_REF.fullmatch(typed_plainly(text)) else ()


def _behind_lead(line: str) -> str:
    """A line without the sign of a list, and without what people say before refs: "Update on AGS1"."""
    bullet = BULLET.match(line)
    text = line[bullet.end() if bullet else 0 :]
    lead = BEFORE_REFS.match(typed_plainly(text))
    return text[lead.end() if lead else 0 :]


def _are_headed(lines: Sequence[str], typed: Sequence[Sequence[str]], index: RefIndex) -> bool:
    """Whether all of several groups of refs stand below a state: "Done⏎3⏎14⏎Not yet⏎38"."""
    above = [
        line
        for line, is_bare, is_next_bare in zip(lines, typed, typed[1:], strict=False)
        if not is_bare and is_next_bare
    ]
    return not typed[0] and len(above) > 1 and all(is_state(one) and not index.read(one).refs for one in above)


def _leaves_out(line: str) -> bool:
    """Whether the refs below a line are left out of what it says: "All done except", "All done bar 3"."""
    words = typed_plainly(line).rstrip(" :").split()
    while words and (words[-1] in ("and", "&") or any(map(str.isdecimal, words[-1]))):
        words.pop()
    return LEAVES_OUT.search(" ".join(words[-3:])) is not None


def _joint_to_those_below(line: str, index: RefIndex, about: Collection[str]) -> str:
    """What joins the refs below a line to it, where it says something of them: "Not yet:", "Done 3"; else empty."""
    if not is_state(line):
        return ""
    return " " if line.rstrip().endswith(":") else ", " if ends_with_refs(line, index, about) else ""


def _can_head(
    refs: Collection[str], line: str, index: RefIndex, about: Collection[str], own: str | None
) -> bool:
    """Whether a line below refs can say something of them; under a card where it is likely that it does."""
    named = index.read(_behind_lead(line[:_LONGEST_LINE]))
    if not line or says_the_rest(line[:_LONGEST_LINE]) or not (named.refs or is_news(line)):
        return False
    words = named.rest if named.refs else line
    says_state = is_state(words)
    if own is not None:
        return says_state and (bool(named.refs) or own in refs or all(map(has_letter_and_figure, refs)))
    may_count = not all(map(has_letter_and_figure, named.refs or refs))
    is_counted = COUNTED.match(typed_plainly(words)) or is_plural(words)
    is_of_these = not set(about).isdisjoint({*refs, *named.refs})
    return is_of_these and (says_state or not (may_count and is_counted))


def _may_share(
    refs: Collection[str], line: str, index: RefIndex, about: Collection[str], own: str | None
) -> bool:
    """Whether a line above refs says something that may be meant of them too: "3 done"."""
    named = index.read(_behind_lead(line[:_LONGEST_LINE]))
    is_of_these = own is None and {*refs, *named.refs} <= set(about)
    are_no_counts = all(map(has_letter_and_figure, refs)) and bool(line)
    return is_of_these and (are_no_counts or is_state(named.rest if named.refs else line))


def with_bare_lines_joined(
    segments: Sequence[Segment], own: str | None, *, are_meant: bool
) -> tuple[list[Segment], tuple[str, ...]]:
    """The segments of a reply, where lines that are nothing but refs have the words that they head, or those of the
    line above them; and the refs of which that is to be asked, which have the words only where they ``are_meant``.
    """
    filled = [segment for segment in segments if segment.words.strip()]
    speaks = [bool(one.text) or _heads(one, below) for one, below in pairwise([*filled, Segment("")])]
    if all(has_words or not one.named for one, has_words in zip(filled, speaks, strict=True)):
        return list(segments), ()
    named = {ref for one, has_words in zip(filled, speaks, strict=True) if has_words for ref in one.named}
    statements = sum(has_words and bool(one.named) for one, has_words in zip(filled, speaks, strict=True))
    found = list(filled)
    asked: dict[str, None] = {}
    for run, target in _bare_lines(filled, speaks, own):
        is_below = target < run[0]
        is_asked = is_below or statements > 1 or _is_count(filled[target])
        refs = tuple(dict.fromkeys(ref for place in run for ref in filled[place].named if ref not in named))
        for place in run:  # below words it is else a number of something, and belongs to them
            is_number = is_below and not are_meant
            words = filled[place].words.replace("#", "") if is_number else ""
            found[place] = Segment(words)
        if are_meant or not is_asked:
            before = found[target].named
            order = (*before, *refs) if is_below else (*refs, *before)
            found[target] = replace(found[target], named=order)
        asked |= dict.fromkeys(refs if is_asked else ())
    return [segment for segment in found if segment.words], tuple(asked)


def _is_count(segment: Segment) -> bool:
    """Whether the number that a segment begins with may count something: "3 left"."""
    return not all(map(has_letter_and_figure, segment.named)) and bool(
        _COUNT.match(typed_plainly(segment.text))
    )


def _bare_lines(
    segments: Sequence[Segment], speaks: Sequence[bool], own: str | None
) -> Iterator[tuple[list[int], int]]:
    """The places of bare lines that stand together, and of the segment whose words may be of them: a heading below
    them, or in a thread about several actions what is above them, or else what is below.
    """
    run: list[int] = []
    last: int | None = None
    for place, (segment, has_words) in enumerate(zip([*segments, Segment("")], [*speaks, False], strict=True)):
        if segment.named and not has_words and not _LEFT_EMPTY.search(segment.words):
            run.append(place)
            continue
        is_of_named = has_words and bool(segment.named)
        is_heading = is_of_named and not segment.text
        if run and own is None and last is not None and not is_heading:
            yield run, last
        elif run and is_of_named:
            yield run, place
        run, last = [], place if is_of_named else last


def _heads(segment: Segment, below: Segment) -> bool:
    """Whether a segment is nothing but refs whose words stand on the line below it."""
    is_alone = bool(segment.named) and segment.begins_line and "?" not in segment.words
    return is_alone and not segment.text and not below.named and bool(below.text) and is_news(below.text)
