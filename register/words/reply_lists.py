"""A reply in a thread about several actions, made easier to read: its lists, and "the rest".

Lines that all begin with their numbers are a list, as are lines and sentences that all end with them ("Done: 3, 14");
"the rest" are those that were asked about and are not named.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.words.bare_refs import OF_ITS_OWN, bare_refs_behind
from register.words.reply_refs import (
    BEFORE_REFS,
    BULLET,
    EXPLICIT,
    has_letter_and_figure,
    is_plural,
    is_state,
    refs_at_its_end,
)
from register.words.reply_segments import NO_STATE_ENDS, segments_of
from register.words.small_talk import is_small_talk, is_thanks
from register.words.text_folding import typed_plainly
from register.words.typed_refs import COUNTED, RefIndex

_SO_MANY = r"(?:ones?|actions?|two|three|four|five)"
_OTHERS = rf"(?:rest|others|other\s+(?:{_SO_MANY}|[2-9])|remaining(?:\s+{_SO_MANY})?)"
_BEHIND_STATE = "|".join(
    rf"(?<=\b{word})\s"
    for word in (
        "done",
        "complete",
        "completed",
        "finished",
        "closed",
        "sent",
        "agreed",
        "signed",
        "live",
        "ongoing",
        "yet",
        "yes",
    )
)
_THE_REST = LazyPattern(
    rf"(?P<lead>(?:^|[.;,!?:]\s+|\n[^\S\n]*|\s(?=and\s|but\s|while\s)|{_BEHIND_STATE})(?:(?:and|but|while|for|on|as\s+for)\s+){{0,2}})"
    rf"(?:(?:all\s+)?(?:of\s+)?the\s+{_OTHERS}|all\s+others|rest|remainder|everything\s+else|"
    r"others(?=\s+(?:done|yes|no|not|on|in|with|to|still|all|ongoing|complete|next|as|same|tbc|n/a|n/c)\b))"
    r"(?:\s+of\s+(?:them|these|those))?(?!\w|\s+of\b)",
    re.I,
)
_ABOUT_THE_REST = LazyPattern(
    rf"\b(?:on|for|with|to)\s+(?:all\s+)?(?:of\s+)?the\s+{_OTHERS}(?!\w|\s+of\b)", re.I
)
MOST_OTHERS = 9
"""Where more actions than this are not named, "the rest" is not taken for an answer."""
_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_BULLET = LazyPattern(r"\s*(?:[-–—•*]\s*)?")
_BEHIND_REF = LazyPattern(r"(?:[.)]|\s*[-–—:])?(?:\s+(?=\S)|\s*$)")
_PIECE = LazyPattern(r"\n|(?<=[.;])\s+")
_ENDS_WITH_REFS = LazyPattern(
    r"\s*(?:[-–—•*]\s+)?(?P<words>[^\W\d][^\d:]{0,60}):\s*(?P<refs>[^:]*\d[^:]*?)[\s.;]*"
)
_BUT_ENDS = LazyPattern(r"\b(?:but|except(?:\s+for)?|bar|apart\s+from|other\s+than|not)\s*$", re.I)
_NUMBERS = LazyPattern(r"(?<![\w.,/:£$€#-])#?\w*\d")
_SPACED = LazyPattern(
    r"(?P<refs>#?(?:[^\W\d]{1,4})?\d[\w.]*(?:[ \t]+(?:[^\W\d]{1,4})?\d[\w.]*)+)[ \t]+(?P<words>[^\W\d].*)"
)
"""Refs with nothing but spaces between them, and words."""
_TIME = LazyPattern(r"(?:[01]?\d|2[0-3])\.[0-5]\d|q[1-4]", re.I)
_MEASURED = LazyPattern(
    r"\s*(?:extra|more|additional|further|times|per\s+cent|tonnes?|tons?|litres?|metres?|hectares?|acres?|posts?|places?|"
    r"vacanc(?:y|ies))(?!\w)",
    re.I,
)
_FIGURE = LazyPattern(r"\d")
_GLUED = LazyPattern(
    rf"(?<![\w.,/:£$€#-])(?P<ref>{_NUMBER})(?:[-=](?=[^\W\d])|(?=[\u23e9-\u23f3\u2600-\u27bf\u2b50\U0001f300-\U0001faff]))"
)
"""A ref right before a state."""
_STUCK = LazyPattern(r"(?<=[^\W\d])[,;](?=#?\d[\w.]*\s*[:=])")
"""A comma right before a ref: "3:done,14:late"."""
_LABEL = LazyPattern(r"\s*(?P<label>\d{1,2}|[a-z])[.)]\s+(?=[#\w])")
_LABELS = (tuple(map(str, range(1, 27))), tuple("abcdefghijklmnopqrstuvwxyz"))
"""What the points of a list begin with."""
_QUOTE = LazyPattern(r"\s*>[>\s*_~•-]*")


def with_quotes_as_refs(words: str, index: RefIndex, about: Collection[str], own: str | None) -> str:
    """The words of a reply, with the refs alone for what is quoted of an action above them: "> Action 3: train all
    staff⏎Done". What is quoted of several actions stays: it does not say of which the words below are.
    """
    lines = words.splitlines()
    found: list[str] = []
    for is_quoted, group in groupby(lines, key=lambda line: _QUOTE.match(line) is not None):
        run = [*group]
        named = (
            [_quoted_refs(_QUOTE.sub("", line, count=1), index, about, own) for line in run]
            if is_quoted
            else []
        )
        is_of_one = bool(named) and named[0] != () and not any(set(refs) - set(named[0]) for refs in named)
        is_above = len(found) + len(run) < len(lines) and any(map(str.strip, lines[len(found) + len(run) :]))
        is_ref = is_of_one and is_above
        found += [f"{', '.join(f'#{ref}' for ref in named[0])}:", *([""] * (len(run) - 1))] if is_ref else run
    return "\n".join(found) if found != lines else words


def _quoted_refs(line: str, index: RefIndex, about: Collection[str], own: str | None) -> tuple[str, ...]:
    """The refs that a quoted line begins with; under the card of an action, which may have points of its own, only what
    no point begins with.
    """
    named = index.read(line)
    is_counted = COUNTED.match(typed_plainly(named.rest)) or is_plural(named.rest)
    are_asked_about = set(named.refs) <= set(about) and not is_counted
    is_point = own is not None and not (EXPLICIT.match(line) or has_letter_and_figure(line[: named.end]))
    is_of_ours = not named.unknown and (are_asked_about or (named.is_marked and not is_point))
    return named.refs if is_of_ours else ()


def without_labels(words: str, index: RefIndex, about: Collection[str]) -> str:
    """The words of a list without the numbers or letters of its points, where a ref follows each, "1. 3 done⏎2. 14
    not yet", and they are no refs themselves that are asked about.
    """
    lines = [line for line in words.splitlines() if line.strip()]
    labelled = [match for match in map(_LABEL.match, lines) if match]
    labels = tuple(match["label"] for match in labelled)
    refs = [found[0] for match in labelled if (found := index.at(match.string, match.end()))]
    is_list = len(labels) > 1 and labels in [known[: len(labels)] for known in _LABELS]
    are_refs = not set(labels).isdisjoint(map(str.lower, about))
    if not is_list or are_refs or len(set(refs)) < len(labels) or not set(refs) <= set(about):
        return words
    return "\n".join(_LABEL.sub("", line, count=1) for line in lines)


def _with_refs_first(words: str, index: RefIndex, about: Sequence[str]) -> str:
    """The words, where each of several lines or sentences that end with a colon and refs begins with these: "Done: 3,
    14⏎Not done: 38".
    """
    pieces = [piece for piece in _PIECE.split(words) if piece.strip() and not is_thanks(piece)]
    found = [match for match in map(_ENDS_WITH_REFS.fullmatch, pieces) if match]
    if len(pieces) < 2 or len(found) < len(pieces) or not all(is_state(match["words"]) for match in found):
        return words
    named = [index.read(match["refs"]) for match in found]
    refs = [ref for one in named for ref in one.refs]
    if any(one.rest or one.unknown or one.unsure for one in named) or not _are_of(refs, index, about):
        return words
    return "\n".join(
        f"{', '.join(f'#{ref}' for ref in one.refs)}: {match['words'].strip()}"
        for one, match in zip(named, found, strict=True)
    )


def names_before(words: str, index: RefIndex, about: Sequence[str]) -> bool:
    """Whether a line says something of one of ``about`` before the first ref that it names, or leaves out what it
    names ("all but 14 done"): kept of what is named behind it alone, that would be lost. Likewise of lines that may be
    of what stands above or below them.
    """
    if _is_of_above_or_below([BULLET.sub("", line) for line in words.splitlines() if line.strip()], index):
        return True
    lines = [(line, list(segments_of(line, index, about, None))) for line in words.splitlines()]
    are_named_elsewhere = any(one.named for _line, segments in lines for one in segments)
    for line, segments in lines:
        row = _SPACED.match(line)
        if row and is_state(row["words"]) and _refs_of_row(line, index, about):
            return True  # "3 14 done⏎38 42 not yet": of 14 too, or 14 of something
        is_unnamed = not any(one.named for one in segments)
        if is_unnamed and are_named_elsewhere and is_state(line) and ends_with_refs(line, index, about):
            return True  # "Done 3⏎14 not yet"
        if len(segments) < 2 or segments[0].named or is_unnamed:
            continue
        before = segments[0].words
        if _BUT_ENDS.search(before) or any(ref in about for ref in refs_within(before, index)):
            return True
    return False


def _is_of_above_or_below(lines: Sequence[str], index: RefIndex) -> bool:
    """Whether the first refs stand alone and may belong to the words above them or to those below, "No change⏎3⏎14⏎38
    done", "Please see⏎3⏎14 done", "Sorted⏎3⏎Nearly⏎14", or "the rest" stands alone: "The rest⏎14 done".
    """
    named = [index.read(line) for line in lines]
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        is_rest = _THE_REST.fullmatch(line.rstrip(" .,;:!–-"))
        if is_rest and (index.read(below).refs or not is_news(below)):
            return True
    first = next((place for place, one in enumerate(named) if one.refs), 0)
    is_alone = [bool(one.refs) and not one.rest.strip(" .,:;") for one in named]
    if not first or not is_alone[first]:
        return False
    above = typed_plainly(lines[first - 1]).rstrip(" .,;:")
    says_more = any(
        is_state(one.rest or line) for one, line in zip(named[first + 1 :], lines[first + 1 :], strict=True)
    )
    has_more_headings = is_alone[-1] and not all(is_alone[first:])
    lead = BEFORE_REFS.match(f"{above} 1")
    points_below = NO_STATE_ENDS.search(above) and not (lead and lead.end() > len(above))
    return (says_more and is_state(above)) or has_more_headings or bool(points_below)


def ends_with_refs(line: str, index: RefIndex, about: Collection[str]) -> bool:
    """Whether a line names one of ``about`` behind its words, and none before them: "Done 3"."""
    refs, before = bare_refs_behind(line, index)
    if not refs and (found := refs_at_its_end(line, index, tuple(about), None)):  # "No change on 3"
        refs, before, _certainty = found
    is_of_words = OF_ITS_OWN.search(typed_plainly(before)) or NO_STATE_ENDS.search(typed_plainly(before))
    return bool(refs) and not is_of_words and set(refs) <= set(about) and not index.read(line).refs


def refs_within(words: str, index: RefIndex) -> Iterator[str]:
    """The refs that stand anywhere in some words, and count nothing."""
    for match in _NUMBERS.finditer(words):
        found = index.at(words, match.start())
        if found and not COUNTED.match(words.lower(), found[1]):
            yield found[0]


def with_refs_marked(words: str, index: RefIndex, about: Sequence[str]) -> str:
    """The words of a reply about these refs with "#" before numbers that can only be refs, each before what is said of
    it.
    """
    words = _with_refs_first(_with_refs_apart(words, index, about), index, about)
    lines = words.splitlines()
    marked = [_with_row_marked(line, above, index, about) for above, line in pairwise(["", *lines])]
    return _marked("\n".join(marked), index, about)


def _with_refs_apart(words: str, index: RefIndex, about: Sequence[str]) -> str:
    """The words, where refs that nothing but a dash or a sign parts from a state stand apart from it: "3-done 14-late",
    "3✅14❌".
    """

    def apart(match: re.Match[str]) -> str:
        is_ref = _are_of([match["ref"]], index, about) and is_state(words[match.end() :])
        gap = "" if words[: match.start()][-1:].isspace() or not match.start() else " "
        return f"{gap}#{match['ref']} " if is_ref else match[0]

    return _GLUED.sub(apart, _STUCK.sub(lambda match: f"{match[0]} ", words))


def says_the_rest(words: str) -> bool:
    """Whether words speak of those that they do not name: "3 done, the rest next week"."""
    return bool(_THE_REST.search(words) or _ABOUT_THE_REST.search(words))


def with_the_rest_spelt(words: str, others: Sequence[str]) -> str:
    """The words with these refs for "the rest"; "" where that cannot be told.

    Recorded of those that are named alone, its author would think that all are answered.
    """
    listed = joined(f"#{ref}" for ref in others)
    spelt = _THE_REST.sub(lambda match: f"{match['lead']}{listed}", words)
    return "" if not others or len(others) > MOST_OTHERS or _ABOUT_THE_REST.search(spelt) else spelt


def _marked(words: str, index: RefIndex, about: Sequence[str]) -> str:
    """The words with "#" before numbers that can only be refs, as every line begins with a different one."""
    lines = [line for line in words.splitlines() if line.strip()]
    found = {line: begun for line in lines if (begun := _begins(line, index))}
    unmarked = [
        line
        for above, line in pairwise(["", *lines])
        if not line.startswith("#") and (line in found or not _is_heading(above, line, index))
    ]
    if (
        len(lines) < 2
        or len(found) < len(unmarked)
        or not _are_of([ref for ref, _ in found.values()], index, about)
    ):
        return words
    counted = [
        may_count(ref.lower(), rest) or bool(COUNTED.match(rest.lower())) for ref, rest in found.values()
    ]
    if any(counted) or all("." in ref and is_plural(rest) for ref, rest in found.values()):
        return words  # "2.5 posts filled⏎1.5 posts vacant"
    for place, line in enumerate(lines):
        if line in found:
            ref, rest = found[line]
            mark = ":" if line.rstrip().endswith(":") else ""  # "14:" is a place left empty
            lines[place] = f"#{ref}{mark} {rest}"
    return "\n".join(lines)


def _with_row_marked(line: str, above: str, index: RefIndex, about: Sequence[str]) -> str:
    """The line with "#" before the refs that it begins with and has nothing between: three numbers or more, those of
    the line ``above`` counted where it is nothing else, or several of letters and figures before a state.
    """
    row = _SPACED.match(line)
    refs = _refs_of_row(line, index, about)
    if row is None or not refs:
        return line
    named = index.read(above)
    before = () if named.rest else named.refs
    are_states = is_state(row["words"]) and (bool(before) or all(map(has_letter_and_figure, refs)))
    return f"{', '.join(f'#{ref}' for ref in refs)} {row['words']}" if are_states or len(refs) > 2 else line


def _refs_of_row(line: str, index: RefIndex, about: Sequence[str]) -> list[str]:
    """The several refs that a line begins with, with nothing between them, where they count nothing; or none."""
    row = _SPACED.match(line)
    refs = row["refs"].lstrip("#").split() if row else []
    return refs if row and _are_of(refs, index, about) and not COUNTED.match(row["words"].lower()) else []


def _is_heading(line: str, below: str, index: RefIndex) -> bool:
    """Whether a line is nothing but refs, of which the line below it says something: "14:"."""
    named = index.read(line)
    return bool(named.refs) and not named.rest and is_news(below) and not COUNTED.match(below.lower())


def is_news(line: str) -> bool:
    """Whether a line says something of the refs above it: "n/a", but not "thanks" or "rest next week"."""
    return not _THE_REST.match(line) and (is_state(line) or not is_small_talk(line))


def _begins(line: str, index: RefIndex) -> tuple[str, str] | None:
    """The ref with a figure that a line begins with, as it is typed, and what is behind it; None where it has none."""
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    found = index.at(line, start)
    behind = _BEHIND_REF.match(line, found[1]) if found else None
    if found is None or behind is None or not _FIGURE.search(line[start : found[1]]):
        return None
    return line[start : found[1]], line[behind.end() :]


def _are_of(refs: Sequence[str], index: RefIndex, about: Sequence[str]) -> bool:
    """Whether these are different refs, each of them one of ``about``."""
    found = [index.lookup(ref) for ref in refs]
    return len(set(found)) == len(found) and all(len(one) == 1 and one[0] in about for one in found)


def may_count(ref: str, rest: str) -> bool:
    """Whether a ref may be a time of day or a quarter, or with what is behind it a measure."""
    return bool(_TIME.fullmatch(ref) or ("." in ref and _MEASURED.match(rest)))
