"""What people mean who ask in their own words rather than with a command: "who owns 10", "stop reminding me about 34".

What only looks is answered at once; what would change something is proposed, whole, so that it works as it is printed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from register.phrases import day
from register.words.text_folding import typed_plainly


@dataclass(frozen=True)
class Intent:
    """The command that words mean (without /htst); ``is_question``: it only looks, and can be answered at once."""

    command: str
    is_question: bool = False


_ONE = r"#?\d[\w./-]*(?:\s?\([\w]{1,4}\))?"
_REF = rf"(?:the\s+)?(?:actions?\s+)?(?P<ref>{_ONE}(?:\s*(?:,|&|and|,\s*and)\s*{_ONE})*)"
_ASK = (
    r"(?:(?:please|pls|hi|hello|hey|htst|and|so|ok)[\s,]+)*"
    r"(?:(?:can|could|would)\s+(?:you|i)\s+(?:please\s+)?|i(?:'d|\s+would)\s+like\s+to\s+|i\s+(?:need|want)\s+to\s+)?"
)
_END = r"[\s.!?]*"

_LEAVE = (
    r"(?:off\s+sick|sick|ill|off|away|on\s+(?:annual\s+|sick\s+|maternity\s+|paternity\s+|parental\s+)?leave|"
    r"on\s+holidays?|on\s+vacation|out\s+of\s+(?:the\s+)?office|out|not\s+(?:here|in|working))"
)
_WHICH = r"(?:what|which(?:\s+actions?|\s+ones)?|anything|something)"
_WAITS = r"(?:waiting|waits|wait|stuck|sitting)"
_DECISION = r"decision|approval|verification|answer|sign-?off|say"
_DECIDE = r"(?:verify|approve|decide|grant|sign(?:\s*-?off)?|check|answer|accept)"

_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        rf"who(?:'s|\s+is|\s+are)?\s+(?:the\s+)?(?:owners?|leads?|leading|officers?|responsible|in\s+charge|working|dealing|doing)\s*"
        rf"(?:of|for|on|with)?\s*{_REF}",
        "status {ref}",
    ),
    (rf"(?:who|whose)\s+(?:owns|has|leads|does|is|got)\s+{_REF}(?:\s+(?:with|assigned\s+to))?", "status {ref}"),
    (rf"(?:who|whose)(?:'s|\s+is)?\s+{_REF}", "status {ref}"),
    (
        rf"when(?:'s|\s+is|\s+was|\s+are|\s+does)?\s+{_REF}(?:\s+(?:due|needed|finish\w*|done|complete\w*))?(?:\s+by)?",
        "status {ref}",
    ),
    (
        rf"(?:what(?:'s|\s+is|\s+are)?|when(?:'s|\s+is)?|tell\s+me|show\s+me|give\s+me)\s+(?:the\s+)?(?:(?:due|target|end)\s+date|date|"
        rf"deadline|status|state|position|progress|latest|detail\w*|owners?)\s+(?:of|for|on|with)\s+{_REF}",
        "status {ref}",
    ),
    (
        rf"(?:what(?:'s|\s+is)?|how(?:'s|\s+is)?)\s+(?:happening|going\s+on|up|going|wrong|new|left)?\s*(?:with|on|about|to\s+do\s+on)?\s*{_REF}"
        r"(?:\s+(?:going|doing|about|looking|getting\s+on))?",
        "status {ref}",
    ),
    (
        rf"how\s+(?:late|far|long|overdue|much\s+time)\s*(?:along)?\s*(?:is|are|has|until|for|left\s+on)?\s*(?:we\s+with\s+)?{_REF}(?:\s+\w+)?",
        "status {ref}",
    ),
    (
        rf"(?:where\s+are\s+we|where\s+is|tell\s+me|any\s+(?:news|updates?|progress)|show\s+me|look\s+at|open|details?)\s*"
        rf"(?:with|on|about|of|for)?\s+{_REF}",
        "status {ref}",
    ),
    (
        rf"(?:is|are|has|was|why\s+is)\s+{_REF}\s+(?:late|overdue|done|complete\w*|closed|on\s+track|in\s+progress|finished|open|verified|"
        r"moved|blocked|red|amber|green)",
        "status {ref}",
    ),
    (
        rf"what(?:'s|\s+has|\s+have|\s+is)?\s+(?:changed|happened|new|been\s+(?:done|said))\s+(?:in|with|to|on|about|for)\s+{_REF}",
        "history {ref}",
    ),
    (
        r"what(?:'s|\s+has|\s+have|\s+is)?\s+(?:changed|happened|new|been\s+(?:done|said|updated))(?:\s+(?:lately|recently|since\s+last\s+week|this\s+week))?",
        "list updated in the last week",
    ),
    (
        r"what(?:'s|\s+is|\s+comes)?\s+next(?:\s+for\s+me)?|what\s+(?:should|do|must|shall)\s+i\s+(?:have\s+to\s+|need\s+to\s+)?do(?:\s+(?:next|now|today|this\s+week))?|"
        r"what(?:'s|\s+is)\s+on\s+my\s+(?:list|plate|desk)|my\s+(?:actions?|list|work|to\s?-?do(?:s|\s+list)?|tasks?)|what(?:'s|\s+is|\s+are)\s+mine",
        "mine",
    ),
    (
        rf"(?:(?:list|show(?:\s+me)?|{_WHICH})(?:'?s|\s+is|\s+are)?\s+)?{_WAITS}\s+(?:for|on|from)\s+(?:me|us|my\s+(?:{_DECISION}))"
        rf"(?:\s+(?:to\s+)?{_DECIDE})?",
        "waiting",
    ),
    (
        rf"{_WHICH}\s+(?:do|must|should|can|shall|have)\s+(?:i|we)\s+(?:have\s+to\s+|need\s+to\s+|got\s+to\s+|to\s+)?{_DECIDE}(?:\s+(?:now|today|next|on))?|"
        rf"{_WHICH}(?:\s+(?:is|are))?(?:\s+there)?\s+(?:left\s+)?(?:for\s+me\s+)?to\s+{_DECIDE}(?:\s+for\s+me)?|"
        rf"{_WHICH}\s+(?:needs?|wants?|requires?)\s+(?:me|my\s+(?:{_DECISION}|attention))|my\s+(?:{_DECISION})s?",
        "waiting",
    ),
    (
        rf"(?:is|are)\s+(?:anybody|anyone|somebody|someone|everybody|everyone|@\w+|\w+)\s+(?:{_LEAVE})(?:\s+(?:now|today|this\s+week))?|"
        rf"who(?:'?s|\s+is|\s+are|\s+else\s+is)?\s+(?:{_LEAVE})(?:\s+(?:now|today|at\s+the\s+moment|this\s+week))?|am\s+i\s+(?:still\s+)?away|absences?|"
        r"who(?:'?s|\s+is|\s+are)?\s+(?:my\s+deputy|my\s+cover|(?:standing|filling|stands|stepping)\s+in(?:\s+for\s+(?:me|us|@?\w+))?|covering(?:\s+for\s+(?:me|us|@?\w+))?|(?:the\s+)?deput(?:y|ies)(?:\s+(?:for|of)\s+@?\w+)?)|"
        r"(?:who\s+(?:do|am)\s+i|am\s+i)\s+(?:stand(?:ing)?|fill(?:ing)?|cover(?:ing)?|deputis(?:e|ing))(?:\s+in)?(?:\s+for)?(?:\s+\w+)?",
        "away",
    ),
    (rf"(?:chase|nudge|remind|ping|poke|prompt)\s+(?!me\b|us\b).{{0,60}}?{_REF}", "status {ref}"),
    (
        r"help\s+me(?:\s+please)?|can\s+you\s+help(?:\s+me)?|i\s+need\s+help|how\s+(?:does|do)\s+(?:this|it|you|i|htst)\b.*|"
        r"what\s+(?:can|do)\s+(?:i|you)\s+(?:do|say|type|ask|know).*|what\s+(?:commands|are\s+the\s+commands).*|man|manual|\?+|instructions|guide",
        "help",
    ),
)
_WHEN = (
    r"(?P<when>(?:on\s+|until\s+|in\s+|at\s+|after\s+)?(?:later|again|another\s+time|tomorrow|"
    r"monday|tuesday|wednesday|thursday|friday|next\s+\w+|a\s+week|a\s+few\s+days|\d+\s+\w+|the\s+\w+))"
)
_QUIET = (
    r"(?:stop|quit|cease|no\s+more|don'?t|do\s+not|never|mute|silence|pause|snooze|"
    r"unsubscribe(?:\s+me)?|enough|turn\s+off|disable)"
)
_NOISE = r"(?:remind\w*|ping\w*|nag\w*|messag\w*|notif\w*|send\w*|bother\w*|spam\w*|chas\w*|mention\w*|alerts?)"


_PERSON = re.compile(r"@[uw][a-z0-9]{2,}\b")


def _snoozed(match: re.Match[str], today: date) -> str:
    when = (match.groupdict().get("when") or "").strip()
    when = re.sub(r"^(?:on|until|in|at|after)\s+", "", when)
    is_day = re.fullmatch(r"tomorrow|\w+day|next\s+\w+day", when)
    until = when.capitalize() if is_day else day(today + timedelta(days=7))
    return f"snooze {_refs(match)} until {until} because …"


def _away(match: re.Match[str], today: date) -> str:
    named = {name: (words or "").strip(" .!?") for name, words in match.groupdict().items()}
    start, until = named.get("start") or named.get("on"), _PERSON.sub(_as_slack_spells, named["until"])
    if start:
        return f"away from {start} until {until}" if until else f"away from {start}"
    return f"away until {until}" if until else f"away until {day(today + timedelta(days=7))}"


def _as_slack_spells(person: re.Match[str]) -> str:
    return person[0].upper()


def _later(match: re.Match[str], today: date) -> str:
    when = (match.groupdict().get("until") or "").strip(" .!?")
    return f"due {_refs(match)} {when} because …" if when else f"due {_refs(match)}"


def _refs(match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", match["ref"])


_DEEDS: tuple[tuple[str, Callable[[re.Match[str], date], str]], ...] = (
    (
        rf"{_QUIET}\s+(?:(?:me|us|with|the|all|any|more|to)\s+)*(?:{_NOISE}\s*)?(?:(?:me|us|reminders?|messages?|about|of|on|for|from|with|to|at)\s+)*{_REF}",
        _snoozed,
    ),
    (rf"{_REF}\s+(?:stop|mute|snooze)", _snoozed),
    (rf"remind\s+(?:me|us)\s+{_WHEN}\s+(?:about|of|on)\s+{_REF}", _snoozed),
    (rf"remind\s+(?:me|us)\s+(?:about|of|on)\s+{_REF}(?:\s+{_WHEN})?", _snoozed),
    (
        rf"(?:i(?:'m|\s+am|'ll\s+be|\s+will\s+be|\s+was)|im|we\s+are|i\s+go|going)\s+{_LEAVE}(?:\s+(?:sick|ill|on\s+leave))?"
        r"(?:(?:\s+(?:from|starting)\s+(?P<start>.{1,30}?))?\s+(?:until|till|til|to|through|up\s+to)\s+(?P<until>.+)|"
        r"\s+(?:from|starting)\s+(?P<on>.+)|(?:\s+(?:for|this|next|today|tomorrow|now).*)?)",
        _away,
    ),
    (
        r"(?:ooo|out\s+of\s+office|annual\s+leave|on\s+leave|holiday|off\s+sick|off|on\s+holiday)(?:\s+(?:until|till|to)\s+(?P<until>.+))?",
        _away,
    ),
    (
        r"(?:i(?:'m|\s+am)|im)?\s*back(?:\s+(?:now|again|from\s+\w+|at\s+work|in|today))*",
        lambda _match, _today: "away ended",
    ),
    (
        rf"(?:i\s+|we\s+)?(?:need|want|ask\s+for|request)\s+(?:more\s+time|an?\s+extension|a\s+(?:new|later|different|another)\s+date|longer)\s+(?:for|on|with)\s+{_REF}",
        _later,
    ),
    (
        rf"{_ASK}(?:extend|postpone|delay|push(?:\s+back)?|move|put\s+back|reschedule|change\s+the\s+date\s+(?:of|for|on))\s+{_REF}(?:\s+(?:back|out))?(?:\s+(?:to|until|till|by)\s+(?P<until>.+))?",
        _later,
    ),
    (
        rf"{_REF}\s+(?:will\s+be|is\s+going\s+to\s+be|is\s+likely\s+to\s+be|is\s+running)\s+(?:late|delayed)",
        _later,
    ),
    (
        rf"(?:there\s+is\s+)?(?:no|nothing)\s+(?:change|new|update|progress)\s+(?:on|for|to|in|with)\s+{_REF}",
        lambda match, _today: f"nochange {_refs(match)} because …",
    ),
    (
        rf"{_ASK}(?:mark|set|tick(?:\s+off)?|report)\s+{_REF}\s+(?:as\s+)?(?:complete\w*|done|finished|closed)",
        lambda match, _today: f"done {_refs(match)} …",
    ),
    (rf"{_ASK}(?:take|i(?:'ll|\s+will)\s+take)\s+{_REF}", lambda match, _today: f"assign {_refs(match)} to me"),
)
_QUIET_ALL = re.compile(
    rf"(?:please\s+)?(?:{_QUIET}|quiet|shut\s+up|leave\s+(?:me|us)\s+alone)(?:\s+(?:{_NOISE}|me|us|this|these|the|all|reminders?|it|from|to|get\w*|receiv\w*|please))*{_END}"
)
_COMPILED = (
    [(re.compile(rf"{_ASK}(?:{pattern}){_END}"), command) for pattern, command in _QUESTIONS],
    [(re.compile(rf"(?:{pattern}){_END}"), command) for pattern, command in _DEEDS],
)


def intent_of(typed: str, today: date) -> Intent | None:
    """What words mean that are no command, on a local day; None where that cannot be told."""
    plain = " ".join(typed_plainly(typed).split())
    if len(plain) > 120:
        return None
    questions, deeds = _COMPILED
    for pattern, command in questions:
        match = pattern.fullmatch(plain)
        if match:
            return Intent(command.format(ref=_refs(match)) if "{ref}" in command else command, is_question=True)
    for pattern, command_of in deeds:
        match = pattern.fullmatch(plain)
        if match:
            return Intent(command_of(match, today))
    return None


def wants_quiet(typed: str) -> bool:
    """Whether somebody wants to hear no more, without saying of what: "mute", "unsubscribe", "stop reminding me"."""
    return _QUIET_ALL.fullmatch(" ".join(typed_plainly(typed).split())) is not None
