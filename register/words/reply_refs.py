"""The refs that words of a reply begin or end with, and how sure it is that they are refs.

"14" may be an action, a day, a number of children or a sum. What marks it as an action makes it sure: "#14",
"action 14", "14:", "Re 14", a verb of one thing behind it ("14 is with GET"). A bare number before a state ("14 done")
is likely one, before other words possibly one. What is counted, a date or a sum is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import islice

from register.lazy_pattern import LazyPattern
from register.progress import from_print
from register.words.text_folding import typed_plainly
from register.words.typed_refs import ACTION, COUNTED, LIKE_A_REF, Named, RefIndex


class Certainty(IntEnum):
    """How sure it is that the numbers which a segment begins with are refs."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True)
class Segment:
    """Words of a reply, and the refs that they begin with; none where they go on from what was before.

    ``is_listed``: a single number with a colon, as the points of a list have, too. ``end`` is where the refs end in
    the words. ``begins_line`` is false of a sentence or clause that is behind another in its line.
    """

    words: str
    named: tuple[str, ...] = ()
    certainty: Certainty = Certainty.NONE
    is_listed: bool = False
    end: int = 0
    begins_line: bool = True

    @property
    def text(self) -> str:
        """The words as they are kept: without the refs, the sign of a list and the joint to what follows."""
        words = _JOINT_AT_END.sub("", self.words.rstrip(" ;,"))
        return _without_refs(words, self.end) if self.named else BULLET.sub("", words)


class UnknownRef(Exception):
    """A ref is named that there is not."""


class UnclearRange(Exception):
    """A range of refs goes beyond those that were asked about: of 3, 14 and 42 "3-42 done" hardly means all that are
    between them.
    """


class TooMuchToRead(Exception):
    """There is more of it than can be read in time."""


BULLET = LazyPattern(r"^\s*(?:[-–—•*◦▪]\s+)?")
MAY_BE_REF = rf"[#\d]|{ACTION}\b|[^\W\d_]{{1,12}}[^\w\n]{{0,3}}\d"
"""How a ref may begin: with a figure, or with a word before one ("AGS2", "SR (25/26) 01")."""
_JOINT_AT_END = LazyPattern(r"(?<!\s)(?:\s+(?:[-–—/|&+]+|and|but|while|whereas|though|although))+$", re.I)
_DASHED = LazyPattern(r"\s+-+\s*$")
_SIGNS = LazyPattern(r"^(?:[ ,;|–—]|:(?![a-z+][\w+'-]*:))+")
"""Signs between refs and what is said of them; not the colon of ":white_check_mark:"."""
_ARROW = LazyPattern(r"\s*(?:=+|-*>+|→)\s*")
_TITLED = LazyPattern(r"\s*\((?!of\b)[^()\n]{1,100}\)\s*(?::|-+\s|=)")
"""Behind a ref what it is called, in brackets: "AGS1 (risk register): done"."""
_STOPPED = LazyPattern(r"\s*[.)](?:\s|$)")
EXPLICIT = LazyPattern(rf"\s*(?:(?:{ACTION}|refs?)(?:\s*(?:ref|no|number)\.?)?\s*#?|#)\s*", re.I)
_PLACE = LazyPattern(r"\s*actons?\b", re.I)
"""Acton is a place, too: "Acton 3 schools visited"; before a state it is spelt "action" by then."""
_MEANT_FOR = (
    r"(?:(?:this|that|it)(?:\s+one)?(?:'?s|\s+is|\s+was)(?:\s+(?:actually|really|meant|intended|an\s+update)){0,3}|"
    r"(?:this|that|it)\s+(?:belongs|goes|should\s+be|should\s+go)|meant|intended)"
    r"\s+(?:to\s+be\s+)?(?:for|about|under|on|to|with)"
)
"""How it is said which action words are for: "This is for EA3: …", "…, that was about 2.1a"."""
_ITEM = LazyPattern(r"\s*items?\b(?![^a-z]*[#:])")
_MEANT = LazyPattern(rf"(?<!\w){_MEANT_FOR}\s+")
BEFORE_REFS = LazyPattern(
    r"(?:(?:and|but|also|then|so|now|plus|while|whereas|hi|hello|hi\s+all|morning|(?:quick\s+|my\s+)?updates?(?!\s+(?:on|for|to|re)\b)|just\s+updating|fyi|for\s+info|(?:just\s+)?to\s+say(?:\s+that)?|"
    r"both|yes|yep|ok|okay|thanks|thank\s+you|thx|actually|sorry|apologies|"
    r"oops|wrong\s+(?:thread|card|action|one))\b[\s,:!-]*)*"
    rf"(?:(?:(?P<meant>{_MEANT_FOR})|"
    r"(?P<about>re|regarding|concerning|as\s+(?:for|to)|with\s+regards?\s+to|in\s+(?:respect|relation)\s+(?:of|to)|"
    r"updates?\s+(?:on|for|to|re)|news\s+(?:on|of))\b[:.]?|(?P<for>for|on|about))\s+(?:both\s+)?)?"
    rf"(?={MAY_BE_REF})"
)
_GOES_ON = LazyPattern(
    r"(?:[,:–-]|\s*(?:we|i|he|she|they|it|there|the|this|that|these|our|my|a|an|no|nothing|still|all|you|please|legal|"
    r"nobody|somebody|everything)\b)"
)
_IS = LazyPattern(
    r"\s*(?:'s(?=\s)|is|was|has|isn'?t|hasn'?t|wasn'?t|needs|awaits|waits|remains|requires|depends|continues|goes|stays|looks|sits|"
    r"rests|slips|slipped|starts|begins|hangs|relies|hinges)(?!\w)"
)
_ARE = LazyPattern(r"\s*(?:are|were|have|both|aren'?t|haven'?t|all)(?!\w)")
_SEVERAL_ARE = LazyPattern(r"\s*(?:are|were|have|aren'?t|haven'?t|weren'?t)(?!\w)")
_RAG = r"(?:green|amber|red)(?=\s*(?:$|[^\w\s]|(?:but|as|because|since|until|now|still|due|for)\b))"
"""The colour of an action; "3 green spaces" are counted."""
_STATE = LazyPattern(
    r"\s*(?:(?:all|now|both|is|are|also|will\s+be|remains?|just)\s+)*"
    r"(?:done|complete[d]?|finished|closed|implemented|ongoing|on-going|in\s+(?:progress|hand|draft)|on\s+(?:track|hold)|"
    r"under\s*way|delayed|late|overdue|not|nearly|almost|still|awaiting|awaits|waiting|waits|outstanding|no|nope|yes|"
    r"unchanged|nothing|pending|ready|progressing|slipping|slipped|stuck|blocked|parked|as\s+before|same|tbc|open|"
    r"next\s+(?:week|month)|tomorrow|today|soon|shortly|later|this\s+week|to\s+follow|due|by\s+\w+|with|now|will|remain|remains|started|begun|no\s+change|n/a|na|not\s+applicable|ain'?t|can'?t|won'?t)(?!\w)|"
    rf"\s*{_RAG}|"
    r"\s*(?:half(?:\s*way)?|part(?:ly|ially)?|mostly|barely|three\s+quarters|two\s+thirds|a\s+third)\s+"
    r"(?:done|there|complete[d]?|finished|implemented|started)(?!\w)|"
    r"\s*(?:[\u23e9-\u23f3\u2600-\u27bf\u2b50\U0001f300-\U0001faff]|:[a-z+][\w+'-]*:|https?://|<https?://|\[(?:file|picture))"
)
_PARTICIPLE = LazyPattern(
    r"\s*(?:agreed|sent|drafted|approved|published|signed|issued|circulated|submitted|booked|scheduled|updated|reviewed|"
    r"moved|postponed|resolved|delivered|launched|ordered|cancelled)(?!\w)"
)
_LEFT_OVER = LazyPattern(r"\b\d+\s+(?:to\s+go|left|more|others?|outstanding)(?!\w)")
_STILL = LazyPattern(r"\b(\d+)\s+(?:still|remain)(?!\w)")
_COPULA = LazyPattern(r"(?:(?:is|are|'s)\s+)?(?:(?:both|all)\s+)?(?:now\s+(?=\w+ed\b|done|complete))?(?=\S)")
_FOLLOWING = LazyPattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.,;:!?]")
PLURAL = LazyPattern(
    r"(?!(?:is|was|has|does|its|his|this|us|ours|yes|plus|as|pls|thanks|always|perhaps|across|xmas|christmas|tues|weds|thurs|"
    r"status|process|progress|business|access|less|unless|news|https?)\b)\w{2,}s$"
)
_AT_ITS_END = LazyPattern(
    r"(?P<words>.*?\w.*?)(?:\s+(?P<how>for|on|to|re|regarding)\s+(?:both\s+)?|\s*:\s*|\s+\(|\s+-+\s+)"
    r"(?P<refs>(?:actions?\s*)?#?\d[^:.!?()]*)\)?[\s.!]*",
    re.S,
)
_BEHIND_STATE = LazyPattern(
    r"(?P<words>\D*[^\W\d]\D*?)(?P<how>\s+)(?P<refs>(?:actions?\s*)?#?\d[^:.!?()]*?)[\s.!]*"
)
"""The same without a word between: "done 3 and 14"."""
LEAVES_OUT = LazyPattern(
    r"\b(?:not|nor|without|except(?:ing)?(?:\s+for)?|excluding|apart\s+from|aside\s+from|other\s+than|but|bar|minus)\s*:?\s*$"
)
"""Words behind which a ref is left out of what they say: "all done except 14"."""
_MARK_ROOM = 400
"""Characters that the refs at the beginning of a segment may take."""


def is_state(words: str) -> bool:
    """Whether words begin as those on the state of an action do, "not yet", "with Legal", or are one that papers print:
    "Partly implemented".
    """
    plain = typed_plainly(words.strip())
    return _is_printed(plain) or any(one.match(plain) for one in (_IS, _ARE, _STATE, _PARTICIPLE))


def _is_printed(words: str) -> bool:
    """Whether words are what papers print for a state, and nothing else: "Partly implemented"."""
    printed = words.strip(" .,;:!-")
    return printed != "" and from_print(printed) is not None


def _without_refs(text: str, end: int) -> str:
    """The words behind the refs, without the "is" that joined them."""
    rest = text[end:].strip()
    arrow = _ARROW.match(rest)
    rest = _SIGNS.sub("", rest[arrow.end() if arrow else 0 :], count=1).removeprefix("- ")
    copula = _COPULA.match(typed_plainly(rest))
    return (rest[copula.end() :] if copula else rest).strip() or rest


def refs_at_its_beginning(text: str, index: RefIndex, about: Sequence[str], own: str | None) -> Segment:
    """The refs that a segment begins with, and how sure that is. Raises UnknownRef, UnclearRange and
    TooMuchToRead.
    """
    bullet = BULLET.match(text)
    start = bullet.end() if bullet else 0
    is_cut = len(text) - start > _MARK_ROOM
    looked_at = text[start : start + _MARK_ROOM]
    lead = BEFORE_REFS.match(typed_plainly(looked_at))
    if lead:
        start += lead.end()
        looked_at = looked_at[lead.end() :]
    if _PLACE.match(looked_at):
        return Segment(text)
    explicit = EXPLICIT.match(looked_at)
    named = _without_count(index.read(looked_at), looked_at, index)
    if is_cut and named.end > _MARK_ROOM - 50:
        raise TooMuchToRead
    if explicit and (named.unknown or not named.refs):
        strange = LIKE_A_REF.match(typed_plainly(looked_at), explicit.end())
        if named.unknown or strange:
            raise UnknownRef(named.unknown or looked_at[strange.start() : strange.end()])  # type: ignore[union-attr]
        return Segment(text)
    if named.refs and named.unknown and named.is_marked:
        raise UnknownRef(named.unknown)
    if not named.refs or named.unknown or (named.unsure and not named.is_marked):
        return Segment(text)
    certainty = _certainty(looked_at, named, lead, about, own)
    if certainty is Certainty.NONE:
        return Segment(text)
    if named.is_range and about and not set(named.refs) <= {*about, own} and certainty >= Certainty.LIKELY:
        if own is None and not explicit and not (named.is_marked and set(named.refs).isdisjoint(about)):
            raise UnclearRange
        certainty = certainty if named.is_marked else Certainty.LIKELY
    is_listed = named.is_marked and not explicit and not (lead and lead[0]) and len(named.refs) == 1
    return Segment(text, named.refs, certainty, is_listed, start + named.end)


def _without_count(named: Named, text: str, index: RefIndex) -> Named:
    """The refs without a number behind a comma that is none of them: "for 2.1b, 100 are recorded"."""
    comma = text.rfind(",", 0, text.find(named.unknown, named.end)) if named.unknown.isdigit() else -1
    if comma < 0 or named.is_marked or text[named.end : comma].strip():
        return named
    read = index.read(text[: comma + 1])
    return replace(read, rest=text[comma + 1 :].strip(), end=comma + 1)


def _certainty(
    text: str, named: Named, lead: re.Match[str] | None, about: Sequence[str], own: str | None
) -> Certainty:
    """How sure it is that the numbers a text begins with are refs."""
    plain, rest = typed_plainly(text), typed_plainly(named.rest)
    if named.is_marked:  # under a card "item 3" may be the third of its own points
        return Certainty.LIKELY if own is not None and _ITEM.match(plain) else Certainty.SURE
    if _TITLED.match(plain, named.end):
        return _titled(plain, named, about, own)
    is_dashed = bool(_DASHED.search(plain[: named.end])) and rest[:1].isalpha()
    if COUNTED.match(plain, named.end):
        return Certainty.POSSIBLE if is_dashed else Certainty.NONE  # "14 - staff trained"
    is_one, begins_at_one = len(named.refs) == 1, named.refs[0] == "1"
    closer = plain[: named.end]
    if lead and lead["meant"]:
        is_closed = not rest or closer.rstrip()[-1] in "-:;,."
        is_place = not rest and lead["meant"].endswith(" on")  # "this is on A1" may be of the road
        is_sure = is_closed and not is_place and has_letter_and_figure(closer)
        return Certainty.SURE if is_sure else Certainty.POSSIBLE
    if lead and (lead["about"] or lead["for"]):
        goes_on = lead["for"] != "on" and _GOES_ON.match(plain, len(closer.rstrip(" ,:-")))
        is_of_updates = "update" in lead[0] or "news" in lead[0]
        is_plain = not _DASHED.search(closer)
        if is_plain and is_plural(named.rest) and (is_of_updates or not lead["about"]):
            return Certainty.NONE
        if (
            is_plain and not lead["about"] and is_plural(rest)
        ):  # "for 14 Local Schools", or "for 14 Gareth Evans"
            return Certainty.POSSIBLE
        return Certainty.SURE if lead["about"] or goes_on else Certainty.LIKELY
    if is_dashed or _ARROW.match(rest):
        return Certainty.SURE
    known = {*about, own}
    left_over = any(number not in known for number in _STILL.findall(rest)) or _LEFT_OVER.search(rest)
    if not rest or left_over:
        return Certainty.NONE
    if not is_one:
        are = any(one.match(rest) for one in (_ARE, _STATE, _PARTICIPLE))
        return (Certainty.LIKELY if begins_at_one else Certainty.SURE) if are else _possibly(named.rest)
    if begins_at_one:
        return Certainty.NONE
    if _IS.match(rest):
        return Certainty.SURE
    if own is None and named.refs[0].isdigit() and _SEVERAL_ARE.match(rest):
        return Certainty.POSSIBLE  # "3 are done": three of them, or action 3
    is_stopped = bool(_STOPPED.match(text, len(closer.rstrip(" .)"))))
    if is_stopped and own is not None:
        return Certainty.NONE  # a point of a list
    return Certainty.LIKELY if is_stopped or _STATE.match(rest) or _is_printed(rest) else _possibly(named.rest)


def _titled(plain: str, named: Named, about: Sequence[str], own: str | None) -> Certainty:
    """How sure it is of numbers with brackets behind them: "3 (primary): done" may be of three schools."""
    is_asked_about = set(named.refs) <= set(about) if own is None else named.refs == (own,)
    is_ref = is_asked_about or has_letter_and_figure(plain[: named.end])
    return Certainty.SURE if is_ref else Certainty.LIKELY


def has_letter_and_figure(typed: str) -> bool:
    """Whether what is typed has both letters and figures, as few words but refs have: "AGS2", "2.1a"."""
    return any(sign.isalpha() for sign in typed) and any(sign.isdigit() for sign in typed)


def _possibly(rest: str) -> Certainty:
    return Certainty.NONE if is_plural(rest) else Certainty.POSSIBLE


def is_plural(rest: str) -> bool:
    """Whether several things are named right behind a number: "new starters joined", "forms sent"; not somebody:
    "Gareth Evans has it".
    """
    plain = typed_plainly(rest)
    for place, found in enumerate(islice(_FOLLOWING.finditer(rest), 3)):
        word = found[0]
        is_name = word[0].isupper() and (place > 0 or rest.startswith("@"))
        is_of_state = any(one.match(plain, found.start()) for one in (_IS, _STATE, _PARTICIPLE))
        if is_name or not word[0].isalpha() or is_of_state:
            return False
        if PLURAL.match(typed_plainly(word)):
            return True
    return False


def refs_at_its_end(
    words: str, index: RefIndex, about: Sequence[str], own: str | None
) -> tuple[tuple[str, ...], str, Certainty] | None:
    """The refs behind the words of a reply ("No change on 3, 14 and 38"), those words, and how sure it is; or None."""
    if len(words) > _MARK_ROOM:
        return None
    if own is not None and (meant := _meant_at_its_end(words, index)):
        return meant
    found = _AT_ITS_END.fullmatch(typed_plainly(words))
    if not found and own is None and any(one.match(typed_plainly(words)) for one in (_STATE, _PARTICIPLE)):
        found = _BEHIND_STATE.fullmatch(typed_plainly(words))
    if not found:
        return None
    named = index.read(words[found.start("refs") : found.end("refs")])
    if not named.refs or named.rest or named.unknown or named.unsure:
        return None
    before = words[: found.end("words")].rstrip(" ,;–—-")
    if LEAVES_OUT.search(typed_plainly(words[: found.start("refs")])):
        return None
    known = {*about, *([own] if own else [])}
    is_list = len(named.refs) > 1
    if not set(named.refs) <= known and not (own in named.refs and is_list):
        return None
    if own is not None and not (own in named.refs and is_list):
        return None
    is_sure = named.is_marked or (
        is_list and (found["how"] not in ("on", "to") or _STATE.match(typed_plainly(before)))
    )
    return named.refs, before, Certainty.SURE if is_sure else Certainty.POSSIBLE


def _meant_at_its_end(words: str, index: RefIndex) -> tuple[tuple[str, ...], str, Certainty] | None:
    """The refs that words end by saying that they are for: "190 of 214 now, this is for 2.1a"."""
    for match in _MEANT.finditer(typed_plainly(words)):
        named = index.read(words[match.end() :])
        if named.refs and not (named.rest or named.unknown or named.unsure):
            is_sure = named.is_marked or has_letter_and_figure(words[match.end() :])
            before = words[: match.start()].rstrip(" ,;:–—-(")
            return named.refs, before, Certainty.SURE if is_sure else Certainty.POSSIBLE
    return None
