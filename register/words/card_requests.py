"""Replies that ask for something to be done with the action, rather than tell of it: "move this to 31 January",
"assign to Gareth", "can you close this please".

Only a reply that is nothing else is one: with news beside it, it is an update.
"""

from enum import StrEnum

from register.days.date_spans import TYPED_MONTH, TYPED_WEEKDAY
from register.lazy_pattern import LazyPattern
from register.next_steps import NextStep
from register.words.reasons import because
from register.words.small_talk import is_small_talk
from register.words.text_folding import typed_plainly
from register.words.update_hints import asks_for_time


class CardRequest(StrEnum):
    """What a reply asks for, in words."""

    DATE = "another date"
    OWNER = "somebody else to look after it"
    COMPLETE = "the action to be marked complete"
    ACCEPT = "it to be accepted"
    SEND_BACK = "it to be sent back"
    REOPEN = "it to be open again"
    REST = "its reminders to be snoozed"


STEPS_FOR = {
    CardRequest.DATE: (NextStep.NEW_DATE,),
    CardRequest.OWNER: (NextStep.ASSIGN, NextStep.NAME_LEAD),
    CardRequest.COMPLETE: (NextStep.VERIFY, NextStep.COMPLETE),
    CardRequest.ACCEPT: (NextStep.VERIFY, NextStep.GRANT),
    CardRequest.SEND_BACK: (NextStep.SEND_BACK, NextStep.REFUSE),
    CardRequest.REOPEN: (NextStep.REOPEN,),
    CardRequest.REST: (NextStep.SNOOZE,),
}
"""The steps that do what is asked for, of which a person may take some."""

_ASK = (
    r"(?:(?:please|pls|plz|hi|hello|hey|htst|and|so|ok)[\s,]+)*(?:(?:can|could|would|will)\s+(?:you|i|we|someone|somebody)\s+|"
    r"i(?:'d|\s+would)\s+like\s+to\s+|i\s+(?:need|want)\s+to\s+)?(?:(?:please|just|now)\s+)*"
)
_WE_ASK = r"(?:(?:we\s+(?:need|want)\s+to\s+|let'?s\s+)(?:(?:please|just|now)\s+)*)?"
"""Of a date only: "we need to pause", "we need to refuse" may tell of the work."""
_END = (
    r"(?:[\s,]+(?:please|pls|plz|thanks|thank\s+you|thx|now|then|asap|today|if\s+(?:possible|you\s+can)|for\s+(?:me|us)))*"
    r"[\s.!?]*"
)
_IT = r"(?:this(?:\s+(?:one|action))?|it|(?:the\s+|this\s+)?action)"
_THE_DATE = (
    r"(?:(?:the|its|our|my)\s+)?(?:(?:target|due|end|completion|new)\s+)?(?:date|deadline)"
    r"(?:\s+(?:of|for)\s+this)?"
)
_TIME = (
    rf"(?:{TYPED_MONTH}|{TYPED_WEEKDAY}(?:day)?|the|of|end|start|mid|middle|early|late|by|about|"
    r"next|this|coming|following|financial|calendar|school|academic|half|days?|weeks?|months?|quarter|terms?|years?|spring|"
    r"summer|autumn|winter|easter|christmas|xmas|new|tomorrow|q[1-4]|eom|w/[cbe]|wc|20\d\d[/-]\d\d(?:[/-]\d\d)?|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|"
    r"\d{1,4}(?:st|nd|rd|th)?)"
)
_NAMED_TIME = (
    rf"(?:{TYPED_MONTH}|{TYPED_WEEKDAY}(?:day)?|\d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}[/.-]\d{{1,2}}\b|"
    r"20\d\d|spring|summer|autumn|winter|easter|christmas|xmas|tomorrow|q[1-4]|eom|half[\s-]term|"
    r"(?:next|this|coming|following|new|financial|calendar|school|academic|end\s+of(?:\s+the)?|start\s+of(?:\s+the)?)\s+"
    r"(?:week|month|quarter|term|year))\b"
)
_WHEN = rf"(?=(?:{_TIME}[\s,-]+){{0,5}}{_NAMED_TIME}){_TIME}(?:[\s,-]+{_TIME}){{0,5}}"
"""A time, not "Year 2" or "14 days"."""
_NO_OWNER = (
    r"(?!(?:the\s+)?(?:committee|cabinet|board|council|members|legal|finance|procurement|audit|schools?|parents?|press|"
    r"public|residents?|pupils?|families|carers|suppliers?|contractors?|governors|ministers?|scrutiny|reserves?|"
    r"sharepoint|teams|websites?|consultation|tender)\b)"
)
_GOES_ON = (
    r"(?:by|in|on|at|for|from|until|till|before|after|when|once|if|as|and|but|with|to|of|over|under|soon|again|this|"
    r"next|last|all|each|via)\b"
)
_WHO = rf"{_NO_OWNER}@?[^\W\d][\w&'.-]*(?:\s+(?!{_GOES_ON})[^\W\d][\w&'.-]*){{0,2}}"
_DONE = r"\b(?:complete\w*|done|finished|agreed|planned|booked|started|under\s*way|approved|delayed|due)\b"
"""What is said of a handover: "hand over to operations team complete" asks for nobody."""
_FINE = (
    r"(?:(?:(?:this|that|it)\s+)?(?:looks?|is|seems|all)\s+(?:all\s+)?(?:good|fine|ok|okay|great)(?:\s+to\s+me)?|"
    r"(?:i'?m\s+)?happy(?:\s+with\s+(?:this|it|that))?|lgtm)[\s,.;:!-]+(?:(?:so|and|please)\s+)*"
)
_PATTERNS = tuple(
    (LazyPattern(rf"{_ASK}{_WE_ASK if request is CardRequest.DATE else ''}(?:{words}){_END}"), request)
    for words, request in (
        (
            rf"(?:(?:change|move|push|put|set|revise|reschedule|postpone|defer|delay|amend|extend|shift)\s+(?:{_IT}|{_THE_DATE})|"
            rf"(?:move|push|put|extend|postpone|defer|reschedule|shift)|update\s+{_THE_DATE})"
            rf"(?:\s+(?:back|out|on|forward|date|deadline))?\s+(?:to|until|till|til)\s+{_WHEN}|"
            rf"(?:change|move|push\s+back|put\s+back|revise|amend|extend)\s+{_THE_DATE}|"
            rf"{_THE_DATE}\s+(?:should|needs\s+to|must|has\s+to)\s+(?:be|(?:move|change|go)\s+to)\s+{_WHEN}(?:[\s,]+not\s+.{{1,30}})?|"
            rf"(?:an?\s+)?(?:extension|new\s+date|more\s+time)(?:\s+(?:to|until|till)\s+{_WHEN})?\s+(?:please|pls|plz)",
            CardRequest.DATE,
        ),
        (
            rf"(?:re-?)?(?:assign|allocate)(?:\s+{_IT})?\s+to\s+{_WHO}|"
            rf"(?:(?:pass|give|transfer|hand|move)\s+{_IT}|(?:pass|hand)(?!.*{_DONE}))(?:\s+(?:over|on))?\s+to\s+{_WHO}|"
            rf"(?:change|set|switch)\s+(?:the\s+)?(?:owner|lead|officer|directorate|ownership)(?:\s+of\s+this)?\s+to\s+{_WHO}|"
            rf"(?:re-?assign|re-?allocate)(?:\s+{_IT})?|take\s+{_IT}\s+off\s+(?:me|us|my\s+list|our\s+list)|"
            rf"(?:{_IT}\s+belongs|(?:this(?:\s+(?:one|action))?|the\s+action)\s+should\s+(?:be|sit))\s+with\s+{_WHO}",
            CardRequest.OWNER,
        ),
        (
            rf"close(?:\s+{_IT})?(?:\s+(?:off|down|out))?|"
            rf"(?:mark|set|tick|sign)(?:\s+{_IT})?\s+(?:(?:off\s+)?(?:as\s+|to\s+)?(?:completed?|done|finished|closed|implemented)|off)|"
            rf"(?:(?:can|could|may|should)\s+{_IT}|{_IT}\s+(?:can|could|should))\s+(?:(?:now|please)\s+)*be\s+"
            r"(?:closed|signed\s+off|marked\s+(?:as\s+)?(?:complete|done|closed))(?:\s+(?:off|down))?",
            CardRequest.COMPLETE,
        ),
        (
            rf"(?:{_FINE})?(?:verify|accept|approve|grant)(?:\s+(?:{_IT}|that|{_THE_DATE}))?",
            CardRequest.ACCEPT,
        ),
        (
            rf"(?:reject|refuse|send\s+{_IT}\s+back)(?:\s+(?:{_IT}|that|{_THE_DATE}))?",
            CardRequest.SEND_BACK,
        ),
        (rf"re-?open(?:\s+{_IT})?", CardRequest.REOPEN),
        (
            rf"(?:snooze|mute|silence)(?:\s+(?:{_IT}|(?:the\s+)?reminders?))?(?:\s+(?:until|till|til|for)\s+.{{1,30}})?|"
            r"pause(?:\s+(?:the\s+)?reminders?(?:\s+(?:until|till|til|for)\s+.{1,30})?)?|"
            r"(?:stop|no\s+more)\s+(?:remind\w*|nagg?\w*|chas\w*|ping\w*)(?:\s+(?:me|us))?(?:\s+(?:about|of|on)\s+(?:this|it))?",
            CardRequest.REST,
        ),
    )
)
_LONGEST = 120
"""Characters above which a reply says more than what it asks for; why another date is asked for not counted."""
_UNTIL = LazyPattern(rf"\b(?:to|until|till?|(?:should|must|to)\s+be)\s+(?P<when>{_WHEN})")


def card_request(words: str) -> CardRequest | None:
    """What a reply about one action asks for and says nothing else; None where it tells of the action, or is talk. Of
    another date it may say why.
    """
    plain = " ".join(typed_plainly(words).split())
    if len(plain) <= _LONGEST:
        found = next((request for pattern, request in _PATTERNS if pattern.fullmatch(plain)), None)
        if found is not None:
            return found
        if plain.endswith("?") and is_small_talk(words) and asks_for_time(plain):
            return CardRequest.DATE
    before, reason = because(plain)
    if reason and len(before) <= _LONGEST and _PATTERNS[0][0].fullmatch(before.rstrip(" ,;:.-")):
        return CardRequest.DATE
    return None


def wanted_date(words: str) -> tuple[str, str]:
    """The words for the day, and why, in a reply that asks for another date; "" for what it does not say."""
    typed = " ".join(words.split())
    before, reason = because(typed)
    plain = typed_plainly(before)
    days = list(_UNTIL.finditer(plain))
    if not days:
        return "", reason
    source = before if len(before) == len(plain) else plain
    return source[days[-1].start("when") : days[-1].end("when")], reason
